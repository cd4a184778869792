"""Who an applicant is: tax codes, identity numbers, passports; and how to reach one: phone, e-mail.

Numbers are texts, never integers: leading noughts count. Facts of errors never hold the number itself.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import StrEnum

from counter_app.domain.errors import FieldProblem, InvalidField
from counter_app.domain.identity_card import (
    Gender,
    IdentityCard,
    check_digit_count,
    check_identity_number,
    parse_identity_card,
)

__all__ = [
    "Gender",
    "IdKind",
    "IdentityCard",
    "check_email",
    "check_id",
    "check_identity_number",
    "check_phone",
    "format_phone",
    "guess_kind",
    "mask_id",
    "parse_identity_card",
]

_DASH = re.compile(r"[\-‐‑–—]")
_SEPARATORS = re.compile(r"[\s.\-‐‑–—]")
_MAX_TYPED = 300

_MST_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_MST_DIGITS = 10
_BRANCH_DIGITS = 3

_PASSPORT_LEAST = 6
_PASSPORT_MOST = 9
"""ICAO 9303-4: a passport number has nine places; the Vietnamese ones fill eight (`C1234567`)."""

_PHONE_SPLIT = re.compile(r"[,;/\n]")
_EXTENSION = re.compile(r"(?:ext|x|may le|#)[ .:]*([0-9]{1,6})$", re.I)
_HOTLINE = re.compile(r"1[89]00[0-9]{4,6}")

EMAIL_LIMIT = 254
_LOCAL_LIMIT = 64
_ATEXT = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~")


class IdKind(StrEnum):
    """What an applicant is known by; the strings are stored."""

    MST = "mst"
    CCCD = "cccd"
    CMND = "cmnd"
    PASSPORT = "passport"
    NONE = "none"


def check_id(kind: IdKind | str, number: str, *, field: str = "id_number", today: date | None = None) -> str:
    """`number` in its normal form. Full-width digits, blanks, dots and dashes are put right.

    mst: 10 digits with check digit; a branch has a dash and three more (`0299020666-001`, as Thông tư
    105/2020/TT-BTC and 86/2024/TT-BTC, art. 5, write it); 12 digits are a person's identity number, which
    serves as the tax code of a person or household business since 01/07/2025.
    cccd: see `check_identity_number`. cmnd: 9 digits. passport: 6–9 letters and digits
    without blanks or dashes, at least one digit, capitals. none: nothing may be given.

    Raises InvalidField: empty, letters, characters, too_short {limit, missing}, too_long {limit, extra},
    check_digit, serial, province, century_gender, birth_year, unwanted, no_identity; ValueError
    for an unknown kind.
    """
    kind = IdKind(kind)
    if len(number) > _MAX_TYPED:
        raise InvalidField(field=field, problem=FieldProblem.TOO_LONG, limit=_MAX_TYPED)
    compact = _compact(number)
    if kind is IdKind.NONE:
        if compact:
            raise InvalidField(field=field, problem=FieldProblem.UNWANTED)
        return ""
    if not compact:
        raise InvalidField(field=field, problem=FieldProblem.EMPTY)
    if kind is IdKind.PASSPORT:
        return _passport(_seen(number).strip(), field)
    _refuse_other_than_digits(compact, field)
    if kind is IdKind.MST:
        return _tax_code(compact, field, today, has_branch=_is_branch(number))
    if kind is IdKind.CCCD:
        return check_identity_number(compact, field=field, today=today)
    check_digit_count(compact, 9, field)
    return compact


def guess_kind(number: str) -> IdKind:
    """What kind a number looks like, by its length and signs; `NONE` while it cannot be told."""
    compact = _compact(number[:_MAX_TYPED])
    if compact.isascii() and compact.isdigit():
        by_length = {9: IdKind.CMND, 10: IdKind.MST, 12: IdKind.CCCD, 13: IdKind.MST}
        return by_length.get(len(compact), IdKind.NONE)
    whole = _seen(number[:_MAX_TYPED]).strip()
    fits = _PASSPORT_LEAST <= len(whole) <= _PASSPORT_MOST
    has_both = any(c.isdigit() for c in whole) and any(c.isalpha() for c in whole)
    return IdKind.PASSPORT if fits and has_both and _is_alphanumeric(whole) else IdKind.NONE


def mask_id(number: str) -> str:
    """`031199001234` → `03********12`, for lists and wall displays: two characters stay at either end;
    of five or fewer none does."""
    if len(number) <= 5:
        return "*" * len(number)
    return f"{number[:2]}{'*' * (len(number) - 4)}{number[-2:]}"


def _compact(number: str) -> str:
    return _SEPARATORS.sub("", _seen(number))


def _seen(number: str) -> str:
    visible = "".join(c for c in number if unicodedata.category(c) not in ("Cf", "Cc"))
    return unicodedata.normalize("NFKC", visible)


def _is_alphanumeric(text: str) -> bool:
    return text.isascii() and text.isalnum()


def _refuse_other_than_digits(compact: str, field: str) -> None:
    if compact.isascii() and compact.isdigit():
        return
    has_letters = any(c.isalpha() for c in compact)
    raise InvalidField(field=field, problem=FieldProblem.LETTERS if has_letters else FieldProblem.CHARACTERS)


def _passport(number: str, field: str) -> str:
    if not _is_alphanumeric(number):
        raise InvalidField(field=field, problem=FieldProblem.CHARACTERS)
    if len(number) < _PASSPORT_LEAST:
        check_digit_count(number, _PASSPORT_LEAST, field)
    if len(number) > _PASSPORT_MOST:
        check_digit_count(number, _PASSPORT_MOST, field)
    if number.isalpha():
        raise InvalidField(field=field, problem=FieldProblem.NO_IDENTITY)
    return number.upper()


def _tax_code(digits: str, field: str, today: date | None, *, has_branch: bool) -> str:
    whole = _MST_DIGITS + _BRANCH_DIGITS
    is_tax_code = _has_tax_check_digit(digits)
    if len(digits) == 12 and not has_branch:
        try:
            return check_identity_number(digits, field=field, today=today)
        except InvalidField:
            if not is_tax_code:
                raise
            has_branch = True  # ten good digits and two more: a branch without its third digit
    if len(digits) != _MST_DIGITS or has_branch:
        check_digit_count(digits, whole if has_branch or len(digits) >= whole else _MST_DIGITS, field)
    if not is_tax_code:
        raise InvalidField(field=field, problem=FieldProblem.CHECK_DIGIT)
    if digits[2:9] == "0000000" or digits[_MST_DIGITS:] == "000":
        raise InvalidField(field=field, problem=FieldProblem.SERIAL)
    branch = digits[_MST_DIGITS:]
    return f"{digits[:_MST_DIGITS]}-{branch}" if branch else digits


def _is_branch(number: str) -> bool:
    """Whether the last dash stands where a branch code has it: after ten characters."""
    head, *_ = _DASH.split(number[::-1], maxsplit=1)[1:] or [""]
    return len(_compact(head)) == _MST_DIGITS


def _has_tax_check_digit(digits: str) -> bool:
    total = sum(w * int(d) for w, d in zip(_MST_WEIGHTS, digits[:9], strict=False))
    return digits[9:10] == str(10 - total % 11)


def check_phone(text: str, *, field: str = "phone") -> str:
    """Phone numbers in their normal form: `0912345678`, abroad `+81312345678`, extension `…#105`; several
    (between comma, semicolon, slash or line break) joined by `, `. What was typed is the caller's to keep.

    Raises InvalidField: empty, too_long, too_short {limit, missing}, letters, characters, prefix.
    """
    if len(text) > _MAX_TYPED:
        raise InvalidField(field=field, problem=FieldProblem.TOO_LONG, limit=_MAX_TYPED)
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    pieces = [piece.strip() for piece in _PHONE_SPLIT.split(unicodedata.normalize("NFKC", seen))]
    numbers = [_one_phone(piece, field) for piece in pieces if piece]
    if not numbers:
        raise InvalidField(field=field, problem=FieldProblem.EMPTY)
    return ", ".join(dict.fromkeys(numbers))


def _one_phone(piece: str, field: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", piece) if not unicodedata.combining(c))
    extension = _EXTENSION.search(bare)
    main = bare[: extension.start()] if extension else bare
    number = re.sub(r"[()]", "", _SEPARATORS.sub("", main))
    _refuse_other_than_digits(number.removeprefix("+") or "?", field)
    number = re.sub(r"^(?:\+840?|00840?|840?(?=[0-9]{9,10}$))", "0", number)
    number = re.sub(r"^00", "+", number)
    if _HOTLINE.fullmatch(number):
        lowest, highest = len(number), len(number)
    elif number.startswith("0"):
        lowest, highest = 10, 11
    elif number.startswith("+"):
        lowest, highest = 9, 16  # E.164: at most 15 digits
    else:
        raise InvalidField(field=field, problem=FieldProblem.PREFIX)
    if len(number) < lowest:
        missing = lowest - len(number)
        raise InvalidField(field=field, problem=FieldProblem.TOO_SHORT, limit=lowest, missing=missing)
    if len(number) > highest:
        extra = len(number) - highest
        raise InvalidField(field=field, problem=FieldProblem.TOO_LONG, limit=highest, extra=extra)
    return f"{number}#{extension[1]}" if extension else number


def format_phone(text: str) -> str:
    """Normal phones grouped for the eye: `0912 345 678`, `0225 0000 001`, `024 3825 1234`."""
    return ", ".join(_grouped(number) for number in text.split(", "))


def _grouped(number: str) -> str:
    main, mark, extension = number.partition("#")
    if not (main.isascii() and main.isdigit() and main.startswith("0") and len(main) in (10, 11)):
        return number
    head = 3 if main.startswith(("024", "028")) and len(main) == 11 else 4
    middle = head + (3 if len(main) == 10 else 4)
    return f"{main[:head]} {main[head:middle]} {main[middle:]}{mark}{extension}"


def check_email(text: str, *, field: str = "email") -> str:
    """An e-mail address, its domain in small letters. At most 254 characters; one pass, no pattern that
    could run away. Quoted local parts and international domains are accepted.

    Raises InvalidField: empty, too_long {limit}, blanks, characters, no_at, several_at, local_part, marks
    (letters with marks before the @: the input method slipped in), no_domain, no_domain_dot, domain.
    """
    address = "".join(c for c in text if unicodedata.category(c) != "Cf").strip()
    if not address:
        raise InvalidField(field=field, problem=FieldProblem.EMPTY)
    if len(address) > EMAIL_LIMIT:
        raise InvalidField(field=field, problem=FieldProblem.TOO_LONG, limit=EMAIL_LIMIT)
    address = unicodedata.normalize("NFC", address)
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in address):
        raise InvalidField(field=field, problem=FieldProblem.CHARACTERS)
    local, at, domain = address.rpartition("@")
    problem = _local_problem(local) if at else FieldProblem.NO_AT
    problem = problem or _domain_problem(domain)
    if problem:
        raise InvalidField(field=field, problem=problem)
    return f"{local}@{domain.lower()}"


def _local_problem(local: str) -> FieldProblem | None:
    if not local or len(local) > _LOCAL_LIMIT:
        return FieldProblem.LOCAL_PART
    if len(local) > 2 and local[0] == local[-1] == '"':
        inner = local[1:-1].replace("\\\\", "").replace('\\"', "")
        is_good = inner.isascii() and inner.isprintable() and not set(inner) & set('"\\')
        return None if is_good else FieldProblem.LOCAL_PART
    if "@" in local:
        return FieldProblem.SEVERAL_AT
    if any(c.isspace() for c in local):
        return FieldProblem.BLANKS
    if not local.isascii():
        return FieldProblem.MARKS
    atoms = local.split(".")
    return None if all(atom and set(atom) <= _ATEXT for atom in atoms) else FieldProblem.LOCAL_PART


def _domain_problem(domain: str) -> FieldProblem | None:
    if not domain:
        return FieldProblem.NO_DOMAIN
    if any(c.isspace() for c in domain):
        return FieldProblem.BLANKS
    labels = domain.split(".")
    if len(labels) < 2 or not labels[-1]:
        return FieldProblem.NO_DOMAIN_DOT
    if len(labels[-1]) < 2 or labels[-1].isdigit() or not all(_is_label(label) for label in labels):
        return FieldProblem.DOMAIN
    return None


def _is_label(label: str) -> bool:
    if not label or label.startswith("-") or label.endswith("-"):
        return False
    if not all(c.isalnum() or c == "-" or unicodedata.category(c)[0] == "M" for c in label):
        return False
    try:
        return bool(label.encode("idna"))  # refuses what is longer than 63 octets on the wire
    except UnicodeError:
        return False
