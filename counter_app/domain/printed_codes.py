"""The forms of what is printed: dossier codes, scan numbers, slip and batch ids, the receipt's QR.

Import them from `codes`, which also reads what a scanner or a hand gives back.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from counter_app.domain.errors import CodeNotReadable, FieldProblem, InvalidField

_AGENCY = r"(?:[0-9]{3}\.(?:[0-9]{2}\.){2}[HG][0-9]{2}|[HG][0-9]{2}(?:\.[0-9]{2}){0,3})"
_AGENCY_RE = re.compile(_AGENCY)
_CODE_RE = re.compile(rf"({_AGENCY})-([0-9]{{6}}|[0-9]{{8}})-([0-9]{{4,7}})")
_SHORT_CODE_RE = re.compile(r"([0-9]{6}|[0-9]{8})-([0-9]{4,7})")
_DAY_LIST_RE = re.compile(r"(BS|TC|BG)-([0-9]{6})-([1-9][0-9]{0,4})\.([1-9][0-9]{0,5})")
_QR_MOMENT_RE = re.compile(r"[0-9]{8}T[0-9]{4}")
_AIM_PREFIX_RE = re.compile(r"\][A-Z][0-9A-Z]")
_COMMAND_RE = re.compile(r"999999([0-9]{5})000[0-9]{2}")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘"), "-")

SCAN_NUMBER_DIGITS = 16
MAX_SCAN_SERIAL = 99_999
MAX_CODE_SERIAL = 9_999_999
MAX_DESKS = 22
LIVES_APART = 100
"""Between the labels of two lives of one desk (`desk_of_label`): 1, 101, 201 …"""
MAX_LABEL = 99_922
MAX_SCAN_LENGTH = 1_000
"""Characters of a scan or typed code that are looked at: an identity card's QR has some 200."""


class ScanProblem(StrEnum):
    """Why something scanned or typed is no code (`CodeNotReadable.problem`)."""

    EMPTY = "empty"
    NOT_DIGITS = "not_digits"
    WRONG_LENGTH = "wrong_length"
    CHECK_DIGITS = "check_digits"
    DATE = "date"
    GARBLED = "garbled"              # the input method or the keyboard layout changed it
    FORMAT = "format"


class SlipKind(StrEnum):
    """Slips before reception: form 02 (supplement) and form 03 (refusal)."""

    SUPPLEMENT = "BS"
    REFUSAL = "TC"


class Command(StrEnum):
    """What a barcode of the command sheet stands for: a key that is scanned instead of pressed."""

    PRINT = "print"
    HAND_OVER = "hand_over"
    FINISH = "finish"
    UNDO_SCAN = "undo_scan"


_COMMAND_NUMBERS = {Command.PRINT: 1, Command.HAND_OVER: 2, Command.FINISH: 3, Command.UNDO_SCAN: 4}
"""Printed on sheets that hang at the desks for years: a number is never given to another command."""


@dataclass(frozen=True)
class DossierCode:
    """Mã hồ sơ: `<agency id>-<yymmdd>-<serial>`. How it was written is kept, for imported codes are looked
    up as printed: `serial_width` digits at least, `long_day` for `yyyymmdd`."""

    agency_id: str
    day: date
    serial: int
    serial_width: int = 4
    long_day: bool = False

    @property
    def text(self) -> str:
        """The code as printed, e.g. `H24.28-261123-0001`."""
        return f"{self.agency_id}-{self.short}"

    @property
    def short(self) -> str:
        """The code without the agency, for lists whose rows share it: `261123-0001`."""
        day = f"{self.day:%Y%m%d}" if self.long_day else _yymmdd(self.day)
        return f"{day}-{self.serial:0{self.serial_width}d}"


@dataclass(frozen=True)
class ScanNumber:
    """What a scan number says: the day and serial of a dossier code, and its agency's tag (3 digits)."""

    day: date
    serial: int
    tag: str


@dataclass(frozen=True)
class SlipId:
    """`BS-<yymmdd>-<desk>.<n>` or `TC-…`: a slip before reception; `n` runs from 1 each day and desk.

    `desk` is the desk's label here and in a batch."""

    kind: SlipKind
    day: date
    desk: int
    n: int

    @property
    def text(self) -> str:
        """The id as printed."""
        return slip_id(self.kind, self.day, self.desk, self.n)


@dataclass(frozen=True)
class BatchId:
    """`BG-<yymmdd>-<desk>.<n>`: a numbered handover list; `n` runs from 1 each day and desk."""

    day: date
    desk: int
    n: int

    @property
    def text(self) -> str:
        """The id as printed."""
        return batch_id(self.day, self.desk, self.n)


@dataclass(frozen=True)
class QrPayload:
    """What the receipt's QR says; no personal data. `issued_at`: naive local, to the minute."""

    code: DossierCode
    issued_at: datetime
    version: int


def normalise_code(text: str) -> str:
    """A code as it is compared: capitals, half-width, plain dashes, no blank or unseen character, no AIM
    symbology prefix (`]C1`). Anything typed is accepted; only the first 1,000 characters count."""
    wide = unicodedata.normalize("NFKC", text[:MAX_SCAN_LENGTH]).upper().translate(_DASHES)
    seen = "".join(c for c in wide if c.isprintable() and not c.isspace())
    return _AIM_PREFIX_RE.sub("", seen, count=1) if seen.startswith("]") else seen


def not_readable(text: str, problem: ScanProblem) -> CodeNotReadable:
    """The error for `text`, whose fact `code` is cut to 64 characters that can be shown."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:64])
    return CodeNotReadable(code=shown, problem=problem)


def check_agency_id(text: str) -> str:
    """The agency id in its normal form: `H24.28` (QĐ 20/2020/QĐ-TTg) or `000.00.28.H24` (QCVN 102:2016).

    Raises InvalidField (agency_id: format).
    """
    agency_id = normalise_code(text)
    if not _AGENCY_RE.fullmatch(agency_id):
        raise InvalidField(field="agency_id", problem=FieldProblem.FORMAT)
    return agency_id


def is_same_agency(one: str, other: str) -> bool:
    """Whether two ids name one agency: `000.00.28.H24` is the old way of writing `H24.28`."""
    return _agency_key(one) == _agency_key(other)


def _agency_key(agency_id: str) -> tuple[str, ...]:
    parts = agency_id.split(".")
    if parts[0][:1].isdigit():
        parts.reverse()
    while len(parts) > 1 and not parts[-1].strip("0"):
        parts.pop()
    return tuple(parts)


def make_code(agency_id: str, day: date, serial: int) -> str:
    """`H24.28-261123-0001`: the serial has four digits, more when needed.

    Raises InvalidField (agency_id, day: not 2000–2099, serial: not 1–9,999,999).
    """
    agency_id = check_agency_id(agency_id)
    _check_day(day)
    check_range("serial", serial, 1, MAX_CODE_SERIAL)
    return DossierCode(agency_id, day, serial).text


def parse_code(text: str) -> DossierCode:
    """The dossier code that `text` is, of any agency and both id styles. Raises CodeNotReadable."""
    normal = normalise_code(text)
    match = _CODE_RE.fullmatch(normal)
    if match is None:
        raise not_readable(text, ScanProblem.FORMAT if normal else ScanProblem.EMPTY)
    return _dossier_code(text, match[1], match[2], match[3])


def parse_short_code(text: str, agency_id: str) -> DossierCode:
    """The code of `agency_id` that `261123-0001` stands for (lists leave the agency out).

    Raises CodeNotReadable.
    """
    match = _SHORT_CODE_RE.fullmatch(normalise_code(text))
    if match is None:
        raise not_readable(text, ScanProblem.FORMAT)
    return _dossier_code(text, agency_id, match[1], match[2])


def _dossier_code(text: str, agency_id: str, day: str, serial: str) -> DossierCode:
    return DossierCode(agency_id, _day(text, day), int(serial), len(serial), len(day) == 8)


def agency_tag(agency_id: str) -> str:
    """Three digits that tell agencies apart in a scan number: SHA-256 of the id, mod 1000."""
    return f"{int(hashlib.sha256(agency_id.encode()).hexdigest(), 16) % 1000:03d}"


def make_scan_number(agency_id: str, day: date, serial: int) -> str:
    """16 digits: yymmdd, serial (5), agency tag (3), check digits (2, ISO 7064 MOD 97-10).

    Raises InvalidField (day, serial: not 1–99,999; imported codes beyond have no scan number).
    """
    _check_day(day)
    check_range("serial", serial, 1, MAX_SCAN_SERIAL)
    body = f"{_yymmdd(day)}{serial:05d}{agency_tag(agency_id)}"
    return body + _check_digits(body)


def parse_scan_number(text: str) -> ScanNumber:
    """The scan number that `text` is, blanks between its digits allowed. Raises CodeNotReadable.

    The check digits find every single wrong digit and every swap of two neighbours.
    """
    digits = normalise_code(text)
    if not digits:
        raise not_readable(text, ScanProblem.EMPTY)
    if not (digits.isascii() and digits.isdigit()):
        raise not_readable(text, ScanProblem.NOT_DIGITS)
    if len(digits) != SCAN_NUMBER_DIGITS:
        raise not_readable(text, ScanProblem.WRONG_LENGTH)
    # Compared with the one right pair: modulo 97 alone, 02 and 99 would both pass.
    if digits[-2:] != _check_digits(digits[:-2]):
        raise not_readable(text, ScanProblem.CHECK_DIGITS)
    return ScanNumber(_day(text, digits[:6]), int(digits[6:11]), digits[11:14])


def make_command_number(command: Command) -> str:
    """16 digits for the barcode of a command: 999999 where a scan number has its day, so that it can be
    none of any agency, its number (5), 000 and check digits. Digits only: no input method garbles them."""
    body = f"999999{_COMMAND_NUMBERS[command]:05d}000"
    return body + _check_digits(body)


def parse_command_number(text: str) -> Command:
    """The command that 16 digits stand for. Raises CodeNotReadable (format, check_digits)."""
    digits = normalise_code(text)
    match = _COMMAND_RE.fullmatch(digits)
    if match is None:
        raise not_readable(text, ScanProblem.FORMAT)
    if digits[-2:] != _check_digits(digits[:-2]):
        raise not_readable(text, ScanProblem.CHECK_DIGITS)
    for command, number in _COMMAND_NUMBERS.items():
        if number == int(match[1]):
            return command
    raise not_readable(text, ScanProblem.FORMAT)


def _check_digits(body: str) -> str:
    return f"{98 - int(body) * 100 % 97:02d}"


def slip_id(kind: SlipKind | str, day: date, desk: int, n: int) -> str:
    """`BS-261123-1.1` (form 02) or `TC-261123-1.1` (form 03). Raises InvalidField, ValueError (kind)."""
    return _day_list_text(SlipKind(kind), day, desk, n)


def batch_id(day: date, desk: int, n: int) -> str:
    """`BG-261123-1.1`, the number of a handover list. Raises InvalidField."""
    return _day_list_text("BG", day, desk, n)


def parse_slip_id(text: str) -> SlipId:
    """The slip id that `text` is. Raises CodeNotReadable."""
    letters, day, desk, n = _parse_day_list(text)
    if letters == "BG":
        raise not_readable(text, ScanProblem.FORMAT)
    return SlipId(SlipKind(letters), day, desk, n)


def parse_batch_id(text: str) -> BatchId:
    """The batch id that `text` is. Raises CodeNotReadable."""
    letters, day, desk, n = _parse_day_list(text)
    if letters != "BG":
        raise not_readable(text, ScanProblem.FORMAT)
    return BatchId(day, desk, n)


def _day_list_text(letters: str, day: date, desk: int, n: int) -> str:
    _check_day(day)
    if not is_label(desk):
        check_range("desk", desk, 1, MAX_DESKS)
    check_range("n", n, 1, 999_999)
    return f"{letters}-{_yymmdd(day)}-{desk}.{n}"


def _parse_day_list(text: str) -> tuple[str, date, int, int]:
    match = _DAY_LIST_RE.fullmatch(normalise_code(text))
    if match is None or not is_label(int(match[3])):
        raise not_readable(text, ScanProblem.FORMAT)
    return match[1], _day(text, match[2]), int(match[3]), int(match[4])


def is_label(label: int) -> bool:
    """Whether a number can stand for a desk in names of series: 1–22, and 100 more for each later life."""
    return 1 <= label <= MAX_LABEL and 1 <= desk_of_label(label) <= MAX_DESKS


def desk_of_label(label: int) -> int:
    """The desk that a label stands for: 1 for 1, 101, 201 …

    A desk that was restored or cloned names its books, slips and batches anew, so that none of what it may
    have printed in the life before is numbered again.
    """
    return label % LIVES_APART


def make_qr(code: str | DossierCode, issued_at: datetime, version: int) -> str:
    """The receipt's QR: `H24.28-261123-0001|20261123T0914|1` (code, time of issue, receipt version).

    Raises CodeNotReadable (code), InvalidField (version below 1).
    """
    check_range("version", version, 1, 9_999)
    known = code if isinstance(code, DossierCode) else parse_code(code)
    return f"{known.text}|{issued_at:%Y%m%dT%H%M}|{version}"


def parse_qr(text: str) -> QrPayload:
    """What a receipt's QR says, of any agency. Raises CodeNotReadable."""
    fields = normalise_code(text).split("|")
    if len(fields) != 3 or not _QR_MOMENT_RE.fullmatch(fields[1]):
        raise not_readable(text, ScanProblem.FORMAT)
    if not (fields[2].isascii() and fields[2].isdigit() and len(fields[2]) <= 4 and int(fields[2])):
        raise not_readable(text, ScanProblem.FORMAT)
    try:
        issued_at = datetime.fromisoformat(fields[1])
    except ValueError:
        raise not_readable(text, ScanProblem.DATE) from None
    return QrPayload(parse_code(fields[0]), issued_at, int(fields[2]))


def _yymmdd(day: date) -> str:
    return f"{day:%y%m%d}"


def _day(text: str, digits: str) -> date:
    century = "20" if len(digits) == 6 else ""
    try:
        day = date.fromisoformat(century + digits)
    except ValueError:
        raise not_readable(text, ScanProblem.DATE) from None
    if not 1900 <= day.year <= 2199:
        raise not_readable(text, ScanProblem.DATE)
    return day


def _check_day(day: date) -> None:
    if not 2000 <= day.year <= 2099:  # two digits of the year are printed
        raise InvalidField(
            field="day", problem=FieldProblem.YEAR, lowest=2000, highest=2099, value=day.isoformat()
        )


def check_range(field: str, value: int, lowest: int, highest: int) -> None:
    if not lowest <= value <= highest:
        raise InvalidField(
            field=field, problem=FieldProblem.OUT_OF_RANGE, lowest=lowest, highest=highest, value=value
        )
