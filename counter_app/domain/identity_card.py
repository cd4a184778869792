"""The citizen's identity number and the QR of the identity card (căn cước công dân, thẻ căn cước)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter_app.domain.errors import FieldProblem, InvalidField
from counter_app.domain.text_fields import MAX_NAME, MAX_TEXT, clean

# Thông tư 07/2016/TT-BCA and 59/2021/TT-BCA, annex I: the 63 provinces as they were before the mergers of
# 2025. A number keeps its code for life, and the merged provinces go on with codes of this list.
_PROVINCES = frozenset(
    f"{code:03d}"
    for code in (
        1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37,
        38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75,
        77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
    )
)
# Annex II: countries, for citizens whose birth was registered abroad. The list itself is not at hand;
# its ends are, so a code between them passes.
_FIRST_COUNTRY, _LAST_COUNTRY = "101", "295"

_DIGITS = 12
_AIM_PREFIX = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_FULL_DAY = re.compile(r"([0-9]{2})[/.-]?([0-9]{2})[/.-]?([0-9]{4})")
_LEAST_FIELDS = 7
_MAX_CARD_TEXT = 2_000
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class Gender(StrEnum):
    """As the card says; unknown where it says nothing that is understood."""

    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class IdentityCard:
    """What an identity card's QR says. `old_number`: the 9-digit CMND, or empty. Dates are None where the
    card gives no full one (old people's cards may know the year only). `extras`: further fields as read."""

    number: str
    old_number: str
    name: str
    born_on: date | None
    gender: Gender
    address: str
    issued_on: date | None
    extras: tuple[str, ...] = ()


def check_identity_number(digits: str, *, field: str = "id_number", today: date | None = None) -> str:
    """`digits` if it is a citizen's identity number: 12 ASCII digits, three for the place of birth
    registration, one for century and gender, two for the year of birth, six at random.

    Nghị định 137/2015/NĐ-CP, art. 13. With `today`, a birth in a later year is refused too.
    Raises InvalidField: empty, letters, too_short {limit, missing}, too_long {limit, extra}, province,
    century_gender (born in 2100 or later), birth_year.
    """
    if not digits:
        raise InvalidField(field=field, problem=FieldProblem.EMPTY)
    if not (digits.isascii() and digits.isdigit()):
        raise InvalidField(field=field, problem=FieldProblem.LETTERS)
    check_digit_count(digits, _DIGITS, field)
    place = digits[:3]
    if place not in _PROVINCES and not _FIRST_COUNTRY <= place <= _LAST_COUNTRY:
        raise InvalidField(field=field, problem=FieldProblem.PROVINCE, value=place)
    if digits[3] > "3":
        raise InvalidField(field=field, problem=FieldProblem.CENTURY_GENDER)
    born = (1900 if digits[3] < "2" else 2000) + int(digits[4:6])
    if today is not None and born > today.year:
        raise InvalidField(field=field, problem=FieldProblem.BIRTH_YEAR)
    return digits


def check_digit_count(digits: str, wanted: int, field: str) -> None:
    """Raises InvalidField: too_short with how many are missing, too_long with how many are too many."""
    if len(digits) < wanted:
        missing = wanted - len(digits)
        raise InvalidField(field=field, problem=FieldProblem.TOO_SHORT, limit=wanted, missing=missing)
    if len(digits) > wanted:
        extra = len(digits) - wanted
        raise InvalidField(field=field, problem=FieldProblem.TOO_LONG, limit=wanted, extra=extra)


def parse_identity_card(text: str) -> IdentityCard:
    """The card whose QR says `text`: number|old number|name|birth ddmmyyyy|gender|address|issued ddmmyyyy,
    then whatever later cards add.

    Raises InvalidField (identity_card: too_long, too_few_fields {limit}, format where letters were lost on
    the way, birth_year where it was issued before the birth; what `check_identity_number`, `clean` raise).
    """
    field = "identity_card"
    if len(text) > _MAX_CARD_TEXT:
        raise InvalidField(field=field, problem=FieldProblem.TOO_LONG, limit=_MAX_CARD_TEXT)
    if _REPLACEMENT in text:
        raise InvalidField(field=field, problem=FieldProblem.FORMAT)
    fields = _AIM_PREFIX.sub("", text.strip(), count=1).split("|")
    if len(fields) < _LEAST_FIELDS:
        raise InvalidField(field=field, problem=FieldProblem.TOO_FEW_FIELDS, limit=_LEAST_FIELDS)
    number, old_number, name, born, gender, address, issued = (part.strip() for part in fields[:7])
    born_on, issued_on = _full_day(born), _full_day(issued)
    if born_on is not None and issued_on is not None and issued_on < born_on:
        raise InvalidField(field=field, problem=FieldProblem.BIRTH_YEAR)  # nobody has a card before birth
    return IdentityCard(
        number=check_identity_number(number, field=field),
        old_number=_old_number(old_number),
        name=clean(name, field=field, max_length=MAX_NAME, required=True),
        born_on=born_on,
        gender=_gender(gender),
        address=clean(address, field=field, max_length=MAX_TEXT),
        issued_on=issued_on,
        extras=tuple(fields[7:]),
    )


def _old_number(text: str) -> str:
    return text if len(text) in (9, 12) and text.isascii() and text.isdigit() else ""


def _full_day(text: str) -> date | None:
    match = _FULL_DAY.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None


def _gender(text: str) -> Gender:
    # Without marks: the scanner's keyboard may have lost them.
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if c.isascii())
    return {"nam": Gender.MALE, "nu": Gender.FEMALE}.get(bare, Gender.UNKNOWN)
