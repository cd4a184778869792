"""What a scanner or a hand gives back is told apart, put right where the check digits prove it, or named."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain import codes
from counter_app.domain.codes import DossierCode, ScanKind, ScanNumber, ScanProblem

HEZA = "H24.28"
DAY = date(2026, 11, 23)
NUMBER = codes.make_scan_number(HEZA, DAY, 32)

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
SCAN_SERIALS = st.integers(1, 99_999)


def _on_vietnamese_layout(digits: str) -> str:
    row = "đăâêô\u0300\u0309\u0303\u0301\u0323"
    return "".join(row[int(digit)] for digit in digits)


def _with_shift(digits: str) -> str:
    return "".join(")!@#$%^&*("[int(digit)] for digit in digits)


def _wide(digits: str) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in digits)


@pytest.mark.parametrize(
    "scanned",
    [
        NUMBER,
        NUMBER + "\r",
        NUMBER + "\r\n",
        "\t" + NUMBER + "\t",
        "]C1" + NUMBER,
        "]c1" + NUMBER + "\n",
        "\x02" + NUMBER + "\x03",
        "*" + NUMBER + "*",
        "A" + NUMBER + "#",
        "2611 2300 0328 6410",
        "2611\u00a02300\u00a00328\u00a06410",
        "2611-2300-0328-6410",
        "2611.2300.0328.6410",
        "\u202d" + NUMBER + "\u202c",
        _wide(NUMBER),
        _with_shift(NUMBER),
        _on_vietnamese_layout(NUMBER),
        _on_vietnamese_layout(NUMBER).upper() + "\r\n",
        unicodedata.normalize("NFC", _on_vietnamese_layout(NUMBER)),
    ],
)
def test_scanner_settings_and_layouts_are_undone(scanned: str) -> None:
    told = codes.read_scan(scanned, HEZA)
    assert (told.kind, told.text) == (ScanKind.OWN_SCAN_NUMBER, NUMBER)
    assert told.code == DossierCode(HEZA, DAY, 32)


@given(DAYS, SCAN_SERIALS, st.sampled_from([_on_vietnamese_layout, _with_shift, _wide]))
def test_a_wrong_layout_never_makes_another_number(
    day: date, serial: int, typed_as: Callable[[str], str]
) -> None:
    made = codes.make_scan_number(HEZA, day, serial)
    assert codes.read_scan(typed_as(made), HEZA).text == made


@pytest.mark.parametrize(
    ("scanned", "problem"),
    [
        ("", ScanProblem.EMPTY),
        ("\r\n", ScanProblem.EMPTY),
        ("à" + NUMBER[1:], ScanProblem.GARBLED),  # VNI after the letter a: 2 became a tone
        ("H24.28-261123-00ổ", ScanProblem.GARBLED),
        (NUMBER[:4] + "ê" + NUMBER[5:], ScanProblem.CHECK_DIGITS),
        ("Đức", ScanProblem.NOT_DIGITS),
        ("aaaa", ScanProblem.NOT_DIGITS),
        (NUMBER[1:], ScanProblem.WRONG_LENGTH),
        (NUMBER + NUMBER, ScanProblem.WRONG_LENGTH),
        ("1" * 300, ScanProblem.WRONG_LENGTH),
        ("1" * 100_000, ScanProblem.WRONG_LENGTH),
        ("*" + NUMBER[:-1] + "1*", ScanProblem.CHECK_DIGITS),
        (NUMBER[:-1] + "1", ScanProblem.CHECK_DIGITS),
        ("H24.28-261323-0001", ScanProblem.DATE),
        ("a|b|c", ScanProblem.FORMAT),
        ("'; DROP TABLE event;--", ScanProblem.NOT_DIGITS),
    ],
)
def test_what_cannot_be_read_says_why(scanned: str, problem: ScanProblem) -> None:
    told = codes.read_scan(scanned, HEZA)
    assert (told.kind, told.problem, told.code) == (ScanKind.UNREADABLE, problem, None)


@pytest.mark.parametrize(
    ("scanned", "kind", "text"),
    [
        ("h24.28-261123-0001", ScanKind.OWN_CODE, "H24.28-261123-0001"),
        ("000.00.28.H24-240719-0001", ScanKind.OWN_CODE, "000.00.28.H24-240719-0001"),
        ("261123-0001", ScanKind.OWN_CODE, "H24.28-261123-0001"),
        ("G04.05-240720-0001", ScanKind.FOREIGN_CODE, "G04.05-240720-0001"),
        ("000.00.29.H24-240719-0001", ScanKind.FOREIGN_CODE, "000.00.29.H24-240719-0001"),
        ("bs-261123-1.1", ScanKind.SLIP, "BS-261123-1.1"),
        ("TC-261123-22.17", ScanKind.SLIP, "TC-261123-22.17"),
        ("BG-261123-1.1\r\n", ScanKind.BATCH, "BG-261123-1.1"),
        ("H24.28-261123-0001|20261123T0914|1", ScanKind.QR, "H24.28-261123-0001"),
        ("]Q3H24.28-261123-0001|20261123T0914|2\r", ScanKind.QR, "H24.28-261123-0001"),
        ("G04.05-240720-0001|20240720T0914|1", ScanKind.FOREIGN_CODE, "G04.05-240720-0001"),
        ("dvc-2026-000123", ScanKind.PORTAL_CODE, "DVC-2026-000123"),
        ("031199001234||Nguyễn Văn A|01011999|Nam|Hải Phòng|15042021", ScanKind.IDENTITY_CARD, ""),
    ],
)
def test_a_scan_is_told_what_it_is(scanned: str, kind: ScanKind, text: str) -> None:
    told = codes.read_scan(scanned, HEZA)
    assert (told.kind, told.text, told.problem) == (kind, text, None)


def test_a_scan_number_of_another_agency_is_named_as_such() -> None:
    told = codes.read_scan(codes.make_scan_number("H24.29", DAY, 32), HEZA)
    assert told.kind is ScanKind.FOREIGN_SCAN_NUMBER
    assert told.code is None
    assert told.scan_number == ScanNumber(DAY, 32, codes.agency_tag("H24.29"))


@given(st.text(max_size=200) | st.text(alphabet="0123456789HGT.-| ]C", max_size=40))
def test_reading_a_scan_never_fails(scanned: str) -> None:
    told = codes.read_scan(scanned, HEZA)
    assert (told.kind is ScanKind.UNREADABLE) == (told.problem is not None)
