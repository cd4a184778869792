"""Printed numbers: what is made can be read back, and what is misread is noticed."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_97_10

from counter_app.domain import codes
from counter_app.domain.codes import (
    PAPER_FALLBACK,
    RESERVE_BLOCKS,
    BatchId,
    DossierCode,
    NumberBlock,
    ScanNumber,
    ScanProblem,
    SlipId,
    SlipKind,
)
from counter_app.domain.errors import CodeNotReadable, InvalidField, NumberBlockExhausted

HEZA = "H24.28"
DAY = date(2026, 11, 23)
NUMBER = codes.make_scan_number(HEZA, DAY, 32)

DOCUMENTED = re.compile(
    r"^(?:\d{3}\.(?:\d{2}\.){2}[HG]\d{2}|[HG]\d{2}(?:\.\d{2}){0,3})-(\d{6}|\d{8})-\d{4,7}$", re.ASCII
)
"""The pattern of the design, as it stands there."""

AGENCIES = st.sampled_from([HEZA, "000.00.28.H24", "G04.05", "H24", "H24.28.01", "H24.28.01.07"])
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
SCAN_SERIALS = st.integers(1, 99_999)


# --- dossier codes


@pytest.mark.parametrize(
    ("agency", "serial", "code"),
    [
        (HEZA, 1, "H24.28-261123-0001"),
        (HEZA, 9999, "H24.28-261123-9999"),
        (HEZA, 10_000, "H24.28-261123-10000"),
        ("000.00.28.H24", 7, "000.00.28.H24-261123-0007"),
        ("h24.28", 7, "H24.28-261123-0007"),
    ],
)
def test_a_code_is_made(agency: str, serial: int, code: str) -> None:
    assert codes.make_code(agency, DAY, serial) == code


@pytest.mark.parametrize(
    ("agency", "day", "serial", "field"),
    [
        ("HEZA", DAY, 1, "agency_id"),
        ("", DAY, 1, "agency_id"),
        ("H24.28-", DAY, 1, "agency_id"),
        (HEZA, date(1999, 12, 31), 1, "day"),
        (HEZA, date(2100, 1, 1), 1, "day"),
        (HEZA, DAY, 0, "serial"),
        (HEZA, DAY, 10_000_000, "serial"),
    ],
)
def test_a_code_that_could_not_be_read_back_is_not_made(
    agency: str, day: date, serial: int, field: str
) -> None:
    with pytest.raises(InvalidField) as refused:
        codes.make_code(agency, day, serial)
    assert refused.value.facts["field"] == field


@given(AGENCIES, DAYS, st.integers(1, 9_999_999))
def test_every_code_is_read_back(agency: str, day: date, serial: int) -> None:
    made = codes.make_code(agency, day, serial)
    assert DOCUMENTED.match(made)
    parsed = codes.parse_code(made)
    assert (parsed.agency_id, parsed.day, parsed.serial, parsed.text) == (agency, day, serial, made)


@given(st.from_regex(DOCUMENTED, fullmatch=True))
def test_what_the_documented_pattern_accepts_is_read_as_printed(text: str) -> None:
    text = text.removesuffix("\n")
    try:
        parsed = codes.parse_code(text)
    except CodeNotReadable as refused:
        assert refused.facts["problem"] == ScanProblem.DATE  # noqa: PT017 - most random days do not exist
    else:
        assert parsed.text == text


@pytest.mark.parametrize(
    "typed",
    [
        "h24.28-261123-0001",
        "  H24.28-261123-0001\r\n",
        "H24.28 - 261123 - 0001",
        "Ｈ２４.２８-２６１１２３-０００１",
        "H24.28–261123—0001",
        "\ufeffH24.28-\u200b261123-0001",
        "]C1H24.28-261123-0001",
    ],
)
def test_a_typed_code_is_normalised(typed: str) -> None:
    assert codes.parse_code(typed) == DossierCode(HEZA, DAY, 1)


def test_the_way_an_imported_code_was_written_is_kept() -> None:
    parsed = codes.parse_code("000.00.28.h24-20240719-0000012")
    assert parsed == DossierCode("000.00.28.H24", date(2024, 7, 19), 12, serial_width=7, long_day=True)
    assert parsed.text == "000.00.28.H24-20240719-0000012"
    assert parsed.short == "20240719-0000012"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ScanProblem.EMPTY),
        ("   \t", ScanProblem.EMPTY),
        ("H24.28-261323-0001", ScanProblem.DATE),
        ("H24.28-270229-0001", ScanProblem.DATE),
        ("H24.28-00010101-0001", ScanProblem.DATE),
        ("H24.28-261123-001", ScanProblem.FORMAT),
        ("H24.28-261123-00000001", ScanProblem.FORMAT),
        ("X24.28-261123-0001", ScanProblem.FORMAT),
        ("H24.28.1-261123-0001", ScanProblem.FORMAT),
        ("H24.28-26112-0001", ScanProblem.FORMAT),
        ("H24.28-261123-0001; DROP TABLE event;--", ScanProblem.FORMAT),
        ("H24.28-٢٦١١٢٣-0001", ScanProblem.FORMAT),
        ("G04.05-240720", ScanProblem.FORMAT),
    ],
)
def test_what_is_no_code_is_refused(text: str, problem: ScanProblem) -> None:
    with pytest.raises(CodeNotReadable) as refused:
        codes.parse_code(text)
    assert refused.value.facts["problem"] == problem


def test_the_facts_of_a_refusal_can_be_shown() -> None:
    with pytest.raises(CodeNotReadable) as refused:
        codes.parse_code("\ud800\0" + "x" * 5_000)
    shown = refused.value.facts["code"]
    assert len(shown) == 64
    assert shown.isprintable()
    assert shown.encode()


def test_a_code_without_its_agency_belongs_to_the_desk() -> None:
    assert codes.parse_short_code("261123-0001", HEZA).text == "H24.28-261123-0001"
    with pytest.raises(CodeNotReadable):
        codes.parse_short_code("261123-01", HEZA)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("000.00.28.H24", "H24.28", True),
        ("H24.28", "H24.28.00", True),
        ("000.00.29.H24", "H24.28", False),
        ("001.00.28.H24", "H24.28", False),
        ("H24", "H24.28", False),
        ("G24.28", "H24.28", False),
    ],
)
def test_both_styles_name_one_agency(one: str, other: str, same: bool) -> None:
    assert codes.is_same_agency(one, other) is same
    assert codes.is_same_agency(other, one) is same


# --- scan numbers


def test_the_documented_parts_of_a_scan_number() -> None:
    assert NUMBER == "2611230003286410"  # 261123 | 00032 | 864 = SHA-256("H24.28") mod 1000 | 10
    assert codes.agency_tag(HEZA) == "864"
    assert codes.parse_scan_number(NUMBER) == ScanNumber(DAY, 32, "864")


@given(AGENCIES, DAYS, SCAN_SERIALS)
def test_every_scan_number_is_read_back(agency: str, day: date, serial: int) -> None:
    made = codes.make_scan_number(agency, day, serial)
    assert len(made) == 16
    assert mod_97_10.is_valid(made)  # the second opinion of python-stdnum
    assert codes.barcode_digits(made) == made
    assert codes.parse_scan_number(made) == ScanNumber(day, serial, codes.agency_tag(agency))


@given(DAYS, SCAN_SERIALS)
def test_every_single_digit_error_is_found(day: date, serial: int) -> None:
    made = codes.make_scan_number(HEZA, day, serial)
    for place in range(16):
        for digit in set("0123456789") - {made[place]}:
            with pytest.raises(CodeNotReadable):
                codes.parse_scan_number(made[:place] + digit + made[place + 1 :])


@given(DAYS, SCAN_SERIALS)
def test_every_swap_of_neighbours_is_found(day: date, serial: int) -> None:
    made = codes.make_scan_number(HEZA, day, serial)
    for place in range(15):
        one, two = made[place], made[place + 1]
        if one != two:
            with pytest.raises(CodeNotReadable) as refused:
                codes.parse_scan_number(made[:place] + two + one + made[place + 2 :])
            assert refused.value.facts["problem"] == ScanProblem.CHECK_DIGITS


def test_only_one_pair_of_check_digits_is_right() -> None:
    # 02 and 99 are equal modulo 97, as are 00 and 97, 01 and 98.
    bodies = [codes.make_scan_number(HEZA, DAY, serial)[:14] for serial in range(1, 400)]
    for body in bodies:
        accepted = [pair for pair in range(100) if _is_read(f"{body}{pair:02d}")]
        assert len(accepted) == 1


def _is_read(digits: str) -> bool:
    try:
        codes.parse_scan_number(digits)
    except CodeNotReadable:
        return False
    return True


@pytest.mark.parametrize("serial", [0, -1, 100_000])
def test_a_serial_beyond_five_digits_has_no_scan_number(serial: int) -> None:
    with pytest.raises(InvalidField) as refused:
        codes.make_scan_number(HEZA, DAY, serial)
    assert refused.value.facts == {
        "field": "serial", "problem": "out_of_range", "lowest": 1, "highest": 99_999, "value": serial,
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ScanProblem.EMPTY),
        ("26112300032864x0", ScanProblem.NOT_DIGITS),
        (NUMBER[:-1], ScanProblem.WRONG_LENGTH),
        (NUMBER + "0", ScanProblem.WRONG_LENGTH),
        (NUMBER[:-1] + "1", ScanProblem.CHECK_DIGITS),
        ("261323000328640", ScanProblem.WRONG_LENGTH),
        ("26132300032864" + mod_97_10.calc_check_digits("26132300032864"), ScanProblem.DATE),
    ],
)
def test_what_is_no_scan_number_is_refused(text: str, problem: ScanProblem) -> None:
    with pytest.raises(CodeNotReadable) as refused:
        codes.parse_scan_number(text)
    assert refused.value.facts["problem"] == problem


# --- barcode text (bad input 45)


@pytest.mark.parametrize("digits", ["1" * 14, NUMBER, "1" * 24])
def test_14_to_24_digits_may_become_a_barcode(digits: str) -> None:
    assert codes.barcode_digits(digits) == digits


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty"),
        ("Đức", "letters"),
        (NUMBER + "\n", "letters"),
        ("\n" + NUMBER, "letters"),
        ("１２３４５６７８９０１２３４", "letters"),
        ("1234 5678 9012 3456", "letters"),
        ("²" * 16, "letters"),
        ("1" * 13, "too_short"),
        ("1" * 25, "too_long"),
        ("1" * 300, "too_long"),
    ],
)
def test_nothing_else_becomes_a_barcode(text: str, problem: str) -> None:
    with pytest.raises(InvalidField) as refused:
        codes.barcode_digits(text)
    assert refused.value.facts["problem"] == problem


# --- slips, batches, QR


def test_slips_and_batches_are_read_back() -> None:
    assert codes.slip_id(SlipKind.SUPPLEMENT, DAY, 1, 1) == "BS-261123-1.1"
    assert codes.slip_id("TC", DAY, 3, 12) == "TC-261123-3.12"
    assert codes.batch_id(DAY, 1, 1) == "BG-261123-1.1"
    slip = codes.parse_slip_id(" tc-261123-3.12 ")
    assert slip == SlipId(SlipKind.REFUSAL, DAY, 3, 12)
    assert slip.text == "TC-261123-3.12"
    batch = codes.parse_batch_id("bg-261123-22.5")
    assert batch == BatchId(DAY, 22, 5)
    assert batch.text == "BG-261123-22.5"


@pytest.mark.parametrize(
    "text",
    ["BG-261123-1.1", "BS-261123-0.1", "BS-261123-1.0", "BS-261123-23.1", "BS-261323-1.1", ""],
)
def test_what_is_no_slip_is_refused(text: str) -> None:
    with pytest.raises(CodeNotReadable):
        codes.parse_slip_id(text)


def test_a_slip_is_no_batch() -> None:
    with pytest.raises(CodeNotReadable):
        codes.parse_batch_id("BS-261123-1.1")
    with pytest.raises(ValueError, match="BG"):
        codes.slip_id("BG", DAY, 1, 1)
    with pytest.raises(InvalidField):
        codes.batch_id(DAY, 23, 1)


@given(AGENCIES, DAYS, st.integers(1, 99_999), st.datetimes(datetime(2000, 1, 1)), st.integers(1, 9_999))
def test_every_qr_is_read_back(agency: str, day: date, serial: int, issued: datetime, version: int) -> None:
    issued = issued.replace(second=0, microsecond=0)
    code = codes.make_code(agency, day, serial)
    read = codes.parse_qr(codes.make_qr(code, issued, version))
    assert (read.code.text, read.issued_at, read.version) == (code, issued, version)


def test_a_qr_says_code_time_and_version_and_nothing_else() -> None:
    made = codes.make_qr("H24.28-261123-0001", datetime(2026, 11, 23, 9, 14), 1)
    assert made == "H24.28-261123-0001|20261123T0914|1"


@pytest.mark.parametrize(
    "text",
    [
        "H24.28-261123-0001",
        "H24.28-261123-0001|20261123T0914",
        "H24.28-261123-0001|20261123T2514|1",
        "H24.28-261123-0001|20261123 0914|1",
        "H24.28-261123-0001|20261123T0914|0",
        "H24.28-261123-0001|20261123T0914|1|x",
        "H24.28-261123-0001|20261123T0914|12345",
        "nothing|20261123T0914|1",
    ],
)
def test_what_is_no_qr_is_refused(text: str) -> None:
    with pytest.raises(CodeNotReadable):
        codes.parse_qr(text)


# --- number blocks


@pytest.mark.parametrize(
    ("desk", "of", "block"),
    [
        (1, 1, NumberBlock(1, 8_800)),
        (1, 2, NumberBlock(1, 400)),
        (2, 2, NumberBlock(401, 800)),
        (22, 22, NumberBlock(8_401, 8_800)),
    ],
)
def test_the_block_of_a_desk(desk: int, of: int, block: NumberBlock) -> None:
    assert codes.block_for(desk, of) == block


@pytest.mark.parametrize(("desk", "of"), [(0, 1), (2, 1), (23, 23), (1, 23), (3, 2), (-1, 5), (1, 0)])
def test_there_are_22_desks_at_most(desk: int, of: int) -> None:
    with pytest.raises(InvalidField):
        codes.block_for(desk, of)


def test_no_serial_belongs_to_two_blocks() -> None:
    blocks = [codes.block_for(desk, 22) for desk in range(1, 23)] + [*RESERVE_BLOCKS, PAPER_FALLBACK]
    owned = [serial for block in blocks for serial in range(block.lo, block.hi + 1)]
    assert owned == list(range(1, 10_000))
    assert len(RESERVE_BLOCKS) == 10
    assert {block.hi - block.lo + 1 for block in RESERVE_BLOCKS} == {80}


def test_serials_run_to_the_end_of_the_block() -> None:
    block = NumberBlock(401, 403)
    assert codes.next_serial(block, None) == 401
    assert [codes.next_serial(block, last) for last in (401, 402)] == [402, 403]
    assert 403 in block
    assert 404 not in block
    with pytest.raises(NumberBlockExhausted) as end:
        codes.next_serial(block, 403, on=DAY)
    facts = {"on": "2026-11-23", "lo": 401, "hi": 403, "way_out": "next_free_block"}
    assert end.value.facts == facts
    with pytest.raises(ValueError, match="400"):
        codes.next_serial(block, 400)
