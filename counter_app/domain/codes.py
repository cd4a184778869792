"""Numbers that are printed: made, parsed, and told apart when they come back from a scanner or a hand.

A printed number is never renumbered and never reused. The forms themselves are in `printed_codes`;
this module is the one to import from.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from counter_app.domain.errors import CodeNotReadable, FieldProblem, InvalidField, NumberBlockExhausted
from counter_app.domain.printed_codes import (
    LIVES_APART,
    MAX_DESKS,
    MAX_SCAN_LENGTH,
    MAX_SCAN_SERIAL,
    SCAN_NUMBER_DIGITS,
    BatchId,
    Command,
    DossierCode,
    QrPayload,
    ScanNumber,
    ScanProblem,
    SlipId,
    SlipKind,
    agency_tag,
    batch_id,
    check_agency_id,
    check_range,
    desk_of_label,
    is_label,
    is_same_agency,
    make_code,
    make_command_number,
    make_qr,
    make_scan_number,
    normalise_code,
    not_readable,
    parse_batch_id,
    parse_code,
    parse_command_number,
    parse_qr,
    parse_scan_number,
    parse_short_code,
    parse_slip_id,
    slip_id,
)

__all__ = [
    "LIVES_APART",
    "MAX_DESKS",
    "MAX_SCAN_LENGTH",
    "MAX_SCAN_SERIAL",
    "PAPER_FALLBACK",
    "RESERVE_BLOCKS",
    "SCAN_NUMBER_DIGITS",
    "BatchId",
    "Command",
    "DossierCode",
    "NumberBlock",
    "QrPayload",
    "ScanKind",
    "ScanNumber",
    "ScanProblem",
    "Scanned",
    "SlipId",
    "SlipKind",
    "agency_tag",
    "barcode_digits",
    "batch_id",
    "block_for",
    "check_agency_id",
    "desk_of_label",
    "is_label",
    "is_same_agency",
    "make_code",
    "make_command_number",
    "make_qr",
    "make_scan_number",
    "next_serial",
    "normalise_code",
    "not_readable",
    "parse_batch_id",
    "parse_code",
    "parse_command_number",
    "parse_qr",
    "parse_scan_number",
    "parse_short_code",
    "parse_slip_id",
    "read_scan",
    "slip_id",
]


class ScanKind(StrEnum):
    """What a scan or a typed code turned out to be."""

    OWN_SCAN_NUMBER = "own_scan_number"
    FOREIGN_SCAN_NUMBER = "foreign_scan_number"
    OWN_CODE = "own_code"
    FOREIGN_CODE = "foreign_code"
    QR = "qr"
    SLIP = "slip"
    BATCH = "batch"
    PORTAL_CODE = "portal_code"
    IDENTITY_CARD = "identity_card"
    COMMAND = "command"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Scanned:
    """A scan, told. `text` is its normal form (empty for an identity card: personal data stays out of
    lists and logs); `code` is set for own and foreign codes, own scan numbers and QR."""

    kind: ScanKind
    text: str
    code: DossierCode | None = None
    scan_number: ScanNumber | None = None
    qr: QrPayload | None = None
    slip: SlipId | None = None
    batch: BatchId | None = None
    command: Command | None = None
    problem: ScanProblem | None = None


_PORTAL_RE = re.compile(r"[A-Z][A-Z0-9._/-]{4,62}[A-Z0-9]")
_CARD_RE = re.compile(r"[0-9]{12}\|")
_DIGIT_RUN_RE = re.compile(r"[0-9]+")
_MAX_AFFIX = 8
"""Characters a scanner may be set to put around the code before it is taken for something else."""

# Layouts on which the digit row gives other signs. Shift held: US layout. And the Vietnamese layout of
# the operating systems (not an input method), whose digit row types letters and combining tones.
_SHIFTED_ROW = str.maketrans(")!@#$%^&*(", "0123456789")
_VIETNAMESE_ROW = str.maketrans("\u0111\u0103\u00e2\u00ea\u00f4\u0300\u0309\u0303\u0301\u0323", "0123456789")


def read_scan(text: str, agency_id: str) -> Scanned:
    """What `text`, scanned or typed at a desk of `agency_id`, is. Never raises: what cannot be read is
    `UNREADABLE` with its problem.

    Scanner prefixes and suffixes, AIM identifiers, blanks, full-width signs and a wrong keyboard layout
    are undone where the check digits prove it right.
    """
    normal = normalise_code(text)
    if not normal:
        return _unreadable(normal, ScanProblem.EMPTY)
    if len(text) > MAX_SCAN_LENGTH:
        return _unreadable(normal, ScanProblem.WRONG_LENGTH)
    if normal.count("|") >= 6 and _CARD_RE.match(normal):
        return Scanned(ScanKind.IDENTITY_CARD, "")
    known = _as_code(normal, agency_id) or _as_number(text, normal, agency_id)
    if known is not None:
        return known
    if _PORTAL_RE.fullmatch(normal) and sum(c.isdigit() for c in normal) >= 4:
        return Scanned(ScanKind.PORTAL_CODE, normal)
    return _unreadable(normal, _what_is_wrong(normal))


def _unreadable(text: str, problem: ScanProblem) -> Scanned:
    return Scanned(ScanKind.UNREADABLE, text[:64], problem=problem)


def _as_code(normal: str, agency_id: str) -> Scanned | None:
    try:
        if "|" in normal:
            qr = parse_qr(normal)
            return replace(_told(qr.code, agency_id, ScanKind.QR), qr=qr)
        if normal.startswith("BG-"):
            return Scanned(ScanKind.BATCH, normal, batch=parse_batch_id(normal))
        if normal.startswith(("BS-", "TC-")):
            return Scanned(ScanKind.SLIP, normal, slip=parse_slip_id(normal))
        if normal[:9].count("-") and normal[0].isdigit():
            return _told(parse_short_code(normal, agency_id), agency_id, ScanKind.OWN_CODE)
        return _told(parse_code(normal), agency_id, ScanKind.OWN_CODE)
    except CodeNotReadable as error:
        # A well-formed code of a day that never was is named so; anything else may still be a number.
        is_bad_date = error.facts["problem"] == ScanProblem.DATE
        return _unreadable(normal, ScanProblem.DATE) if is_bad_date else None


def _told(code: DossierCode, agency_id: str, own: ScanKind) -> Scanned:
    kind = own if is_same_agency(code.agency_id, agency_id) else ScanKind.FOREIGN_CODE
    return Scanned(kind, code.text, code=code)


def _as_number(text: str, normal: str, agency_id: str) -> Scanned | None:
    problem: ScanProblem | None = None
    for digits in _readings(text, normal):
        try:
            if digits.startswith("999999"):
                return Scanned(ScanKind.COMMAND, digits, command=parse_command_number(digits))
            number = parse_scan_number(digits)
        except CodeNotReadable as error:
            problem = problem or ScanProblem(error.facts["problem"])
            continue
        if number.tag != agency_tag(agency_id):
            return Scanned(ScanKind.FOREIGN_SCAN_NUMBER, digits, scan_number=number)
        code = DossierCode(agency_id, number.day, number.serial)
        return Scanned(ScanKind.OWN_SCAN_NUMBER, digits, code=code, scan_number=number)
    return _unreadable(normal, problem) if problem else None


def _readings(text: str, normal: str) -> list[str]:
    """The digit strings that a scan may stand for, the likeliest first."""
    plain = normal.replace(".", "").replace("-", "")
    if plain.isascii() and plain.isdigit():
        return [plain]
    runs = [run for run in _DIGIT_RUN_RE.findall(normal) if len(run) == SCAN_NUMBER_DIGITS]
    if len(runs) == 1 and len(normal) - SCAN_NUMBER_DIGITS <= _MAX_AFFIX:
        return runs
    keys = "".join(_keys(c) for c in text.strip().lower())
    typed = [keys.translate(_SHIFTED_ROW), keys.translate(_VIETNAMESE_ROW)]
    return [t for t in typed if len(t) == SCAN_NUMBER_DIGITS and t.isascii() and t.isdigit()]


def _keys(char: str) -> str:
    """A Vietnamese letter taken apart as its keys were struck: the letter, then its tone."""
    parts = unicodedata.normalize("NFD", char)
    if len(parts) < 3:
        return char
    tone = next((p for p in parts[1:] if p in "\u0300\u0301\u0303\u0309\u0323"), "")
    return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone


def _what_is_wrong(normal: str) -> ScanProblem:
    has_digits = any(c.isdigit() for c in normal)
    if has_digits and not normal.isascii():
        return ScanProblem.GARBLED
    return ScanProblem.FORMAT if "|" in normal else ScanProblem.NOT_DIGITS


def barcode_digits(text: str) -> str:
    """`text` if it may become a Code 128-C barcode: 14–24 ASCII digits, nothing else.

    Raises InvalidField (barcode): a printed barcode is made by the program, so nothing is mended here.
    """
    if not text:
        raise InvalidField(field="barcode", problem=FieldProblem.EMPTY)
    if not (text.isascii() and text.isdigit()):
        raise InvalidField(field="barcode", problem=FieldProblem.LETTERS)
    if len(text) < 14:
        raise InvalidField(field="barcode", problem=FieldProblem.TOO_SHORT, limit=14, missing=14 - len(text))
    if len(text) > 24:
        raise InvalidField(field="barcode", problem=FieldProblem.TOO_LONG, limit=24, extra=len(text) - 24)
    return text


@dataclass(frozen=True)
class NumberBlock:
    """Serials lo…hi, both included, that one desk alone gives out each day."""

    lo: int
    hi: int

    def __contains__(self, serial: int) -> bool:
        return self.lo <= serial <= self.hi


DESK_BLOCK_SIZE = 400
ONLY_DESK_BLOCK = NumberBlock(1, MAX_DESKS * DESK_BLOCK_SIZE)
RESERVE_BLOCKS = tuple(NumberBlock(lo, lo + 79) for lo in range(8_801, 9_600, 80))
"""For new incarnations of a restored or cloned desk."""
PAPER_FALLBACK = NumberBlock(9_601, 9_999)
"""Given by hand while nothing works; entered afterwards."""


def block_for(desk: int, of: int) -> NumberBlock:
    """The block of desk `desk` of `of`: the only desk owns 1–8800, else (K-1)·400+1 … K·400.

    Raises InvalidField (of: not 1–22, desk: not 1…of).
    """
    check_range("of", of, 1, MAX_DESKS)
    check_range("desk", desk, 1, of)
    if of == 1:
        return ONLY_DESK_BLOCK
    return NumberBlock((desk - 1) * DESK_BLOCK_SIZE + 1, desk * DESK_BLOCK_SIZE)


def next_serial(block: NumberBlock, last: int | None, *, on: date | None = None) -> int:
    """The serial after `last`, the greatest of that date in `block` (None: none yet).

    Raises NumberBlockExhausted (facts lo, hi, on, way_out); ValueError when `last` lies below the block.
    """
    if last is None:
        return block.lo
    if last < block.lo:
        raise ValueError(f"serial {last} is not of block {block.lo}-{block.hi}")
    if last >= block.hi:
        day = on.isoformat() if on else None
        raise NumberBlockExhausted(on=day, lo=block.lo, hi=block.hi, way_out="next_free_block")
    return last + 1
