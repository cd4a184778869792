"""Who applies and how to reach them: numbers are put right or refused with what is wrong about them."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.vn import mst as second_opinion

from counter_app.domain import identity
from counter_app.domain.errors import InvalidField
from counter_app.domain.identity import Gender, IdentityCard, IdKind

TAX_CODES = """
0299000116 0299001487 0299002850 0299004223 0299005594 0299006968 0299008330 0299009704 0299011076 0299013813
0299015183 0299016557 0299017920 0299019290 0299020666 0299022039 0299023402 0299024773 0299026146 0299028880
0299030255 0299031629 0299034362 0299035736 0299037109 0299039843 0299041218 0299042589 0299043952 0299045325
0299046696 0299048069 0299049432 0299050808 0299052178 0299053541 0299054915 0299056285 0299020666-001
0299019290-002"""
IDENTITY_NUMBERS = """
031075999001 031182999002 031090999003 030188999004 031068999005 030195999006 066193999007 066192999008
046170999009 031204999010 031306999011 034059999012"""
PASSPORTS = "TZ0000001 M00000002 00XX00003 PX0000004 C0X000005 900000006 EX0000007 C0000008"
SAMPLES = [
    (kind, number)
    for kind, numbers in (("mst", TAX_CODES), ("cccd", IDENTITY_NUMBERS), ("passport", PASSPORTS))
    for number in numbers.split()
]
"""Every number of the invented applicants: series that are not given out."""

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def problem_of(error: pytest.ExceptionInfo[InvalidField]) -> str:
    return str(error.value.facts["problem"])


# --- numbers (bad inputs 21, 22)


@pytest.mark.parametrize(("kind", "number"), SAMPLES)
def test_the_numbers_of_the_sample_applicants_pass(kind: str, number: str) -> None:
    assert identity.check_id(IdKind(kind), number) == number
    assert identity.check_id(kind, f" {number.translate(WIDE)} \n") == number


@pytest.mark.parametrize(
    ("kind", "typed", "normal"),
    [
        ("mst", "02 99 00 1487", "0299001487"),
        ("mst", "02.99.001.487", "0299001487"),
        ("mst", "0299020666001", "0299020666-001"),
        ("mst", "0299020666 - 001", "0299020666-001"),
        ("mst", "0299020666–001", "0299020666-001"),
        ("mst", "031075999001", "031075999001"),  # a person's: the identity number
        ("cccd", "031 075 999 001", "031075999001"),
        ("cccd", "031.075.999.001", "031075999001"),
        ("cccd", "\u202d031075999001\u202c", "031075999001"),
        ("cccd", "001200999001", "001200999001"),
        ("cccd", "096399999001", "096399999001"),
        ("cccd", "286200000002", "286200000002"),  # birth registered abroad
        ("cmnd", "012345678", "012345678"),
        ("cmnd", "012 345 678", "012345678"),
        ("passport", " b1234567 ", "B1234567"),
        ("passport", "900000006", "900000006"),
        ("none", "", ""),
        ("none", "  ", ""),
    ],
)
def test_a_number_is_put_in_its_normal_form(kind: str, typed: str, normal: str) -> None:
    assert identity.check_id(kind, typed) == normal


@pytest.mark.parametrize(
    ("kind", "typed", "facts"),
    [
        ("cccd", "", {"problem": "empty"}),
        ("cccd", " . ", {"problem": "empty"}),
        ("cccd", "31075999001", {"problem": "too_short", "limit": 12, "missing": 1}),  # Excel ate the nought
        ("cccd", "0310759", {"problem": "too_short", "limit": 12, "missing": 5}),
        ("cccd", "0310759990010", {"problem": "too_long", "limit": 12, "extra": 1}),
        ("cccd", "03107599900A", {"problem": "letters"}),
        ("cccd", "O31075999001", {"problem": "letters"}),
        ("cccd", "03107599900l", {"problem": "letters"}),
        ("cccd", "0310/5999001", {"problem": "characters"}),
        ("cccd", "٠٣١٠٧٥٩٩٩٠٠١", {"problem": "characters"}),
        ("cccd", "3.1075999001E10", {"problem": "letters"}),
        ("cccd", "000075999001", {"problem": "province", "value": "000"}),
        ("cccd", "003075999001", {"problem": "province", "value": "003"}),
        ("cccd", "097075999001", {"problem": "province", "value": "097"}),
        ("cccd", "999075999001", {"problem": "province", "value": "999"}),
        ("cccd", "031475999001", {"problem": "century_gender"}),
        ("cccd", "031975999001", {"problem": "century_gender"}),
        ("cccd", "031299999001", {"problem": "birth_year"}),
        ("cmnd", "12345678", {"problem": "too_short", "limit": 9, "missing": 1}),
        ("cmnd", "031075999001", {"problem": "too_long", "limit": 9, "extra": 3}),
        ("cmnd", "01234567X", {"problem": "letters"}),
        ("mst", "", {"problem": "empty"}),
        ("mst", "029900148", {"problem": "too_short", "limit": 10, "missing": 1}),
        ("mst", "02990014877", {"problem": "too_long", "limit": 10, "extra": 1}),
        ("mst", "0299001486", {"problem": "check_digit"}),
        ("mst", "0299020666-01", {"problem": "too_short", "limit": 13, "missing": 1}),
        ("mst", "029902066601", {"problem": "too_short", "limit": 13, "missing": 1}),
        ("mst", "0299020666-0001", {"problem": "too_long", "limit": 13, "extra": 1}),
        ("mst", "0299020666-000", {"problem": "serial"}),
        ("mst", "0100000003", {"problem": "serial"}),
        ("mst", "03107599900", {"problem": "too_long", "limit": 10, "extra": 1}),
        ("mst", "097075999001", {"problem": "province", "value": "097"}),
        ("mst", "029900148X", {"problem": "letters"}),
        ("passport", "B12", {"problem": "too_short", "limit": 6, "missing": 3}),
        ("passport", "B123456789", {"problem": "too_long", "limit": 9, "extra": 1}),
        ("passport", "B 1234567", {"problem": "characters"}),
        ("passport", "B-1234567", {"problem": "characters"}),
        ("passport", "HOAMOTCUA", {"problem": "no_identity"}),
        ("passport", "B12#4567", {"problem": "characters"}),
        ("passport", "Đ1234567", {"problem": "characters"}),
        ("none", "0299001487", {"problem": "unwanted"}),
        ("cccd", "0" * 100_000, {"problem": "too_long", "limit": 300}),
        ("cccd", "\ud800", {"problem": "characters"}),
    ],
)
def test_a_wrong_number_says_what_is_wrong(kind: str, typed: str, facts: dict[str, Any]) -> None:
    with pytest.raises(InvalidField) as refused:
        identity.check_id(kind, typed, today=date(2026, 11, 23))
    assert refused.value.facts == {"field": "id_number", **facts}


def test_a_branch_is_not_taken_for_a_person() -> None:
    # Twelve digits that would do as an identity number, but the dash says what they are.
    number = next(str(n).zfill(10) for n in range(310_750_000, 310_760_000) if _is_tax_code(str(n).zfill(10)))
    assert identity.check_id("mst", number + "01") == number + "01"
    with pytest.raises(InvalidField) as refused:
        identity.check_id("mst", f"{number}-01")
    assert refused.value.facts["missing"] == 1


def test_a_kind_that_does_not_exist_is_an_error_of_the_program() -> None:
    with pytest.raises(ValueError, match="visa"):
        identity.check_id("visa", "1")


def _is_tax_code(number: str) -> bool:
    try:
        return bool(identity.check_id(IdKind.MST, number))
    except InvalidField:
        return False


@given(st.from_regex(r"[0-9]{10}([0-9]{3})?", fullmatch=True))
def test_tax_codes_are_judged_as_python_stdnum_does(number: str) -> None:
    for last in "0123456789":
        candidate = number[:9] + last + number[10:]
        assert _is_tax_code(candidate) == second_opinion.is_valid(candidate)


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_no_single_wrong_digit_of_a_tax_code_passes(body: str) -> None:
    good = [body + last for last in "0123456789" if _is_tax_code(body + last)]
    for number in good:
        for place in range(10):
            others = set("0123456789") - {number[place]}
            assert not any(_is_tax_code(number[:place] + digit + number[place + 1 :]) for digit in others)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("0299001487", IdKind.MST),
        ("0299020666-001", IdKind.MST),
        ("031.075.999.001", IdKind.CCCD),
        ("012345678", IdKind.CMND),
        ("b1234567", IdKind.PASSPORT),
        ("00XX00003", IdKind.PASSPORT),
        ("hoa-mot-cua-26", IdKind.NONE),
        ("hoa-26", IdKind.NONE),
        ("B 1234567", IdKind.NONE),
        ("B1234", IdKind.NONE),
        ("hoamotcua26", IdKind.NONE),
        ("", IdKind.NONE),
        ("0310759", IdKind.NONE),
        ("Nguyễn Văn A", IdKind.NONE),
        ("Nguyen", IdKind.NONE),
        ("x" * 10_000, IdKind.NONE),
    ],
)
def test_the_kind_is_guessed(typed: str, kind: IdKind) -> None:
    assert identity.guess_kind(typed) is kind


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("031199001234", "03********34"),
        ("012345678", "01*****78"),
        ("0299020666-001", "02**********01"),
        ("123456", "12**56"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_a_number_is_masked(number: str, masked: str) -> None:
    assert identity.mask_id(number) == masked


# --- the QR of the identity card

CARD = "031199001234|123456789|Nguyễn Thị Ví Dụ|05021999|Nữ|Số 1, phường Đông Hải, Hải Phòng|15042021"


def test_a_card_is_read() -> None:
    assert identity.parse_identity_card(CARD) == IdentityCard(
        number="031199001234",
        old_number="123456789",
        name="Nguyễn Thị Ví Dụ",
        born_on=date(1999, 2, 5),
        gender=Gender.FEMALE,
        address="Số 1, phường Đông Hải, Hải Phòng",
        issued_on=date(2021, 4, 15),
    )


@pytest.mark.parametrize(
    ("read", "changes"),
    [
        ("]Q1" + CARD + "\r\n", {}),
        (unicodedata.normalize("NFD", CARD), {}),
        (CARD.replace("123456789", ""), {"old_number": ""}),
        (CARD.replace("123456789", "không có"), {"old_number": ""}),
        (CARD.replace("Nữ", "Nam"), {"gender": Gender.MALE}),
        (CARD.replace("Nữ", "NU"), {}),
        (CARD.replace("Nữ", "?"), {"gender": Gender.UNKNOWN}),
        (CARD.replace("05021999", "05/02/1999"), {}),
        (CARD.replace("05021999", "00001999"), {"born_on": None}),
        (CARD.replace("05021999", "1999"), {"born_on": None}),
        (CARD.replace("15042021", ""), {"issued_on": None}),
        (CARD + "||Nguyễn Văn Cha| mẹ ", {"extras": ("", "Nguyễn Văn Cha", " mẹ")}),
        (CARD + "|||||", {"extras": ("", "", "", "", "")}),
    ],
)
def test_cards_differ(read: str, changes: dict[str, Any]) -> None:
    card = identity.parse_identity_card(read)
    plain = identity.parse_identity_card(CARD)
    for field in ("number", "old_number", "name", "born_on", "gender", "address", "issued_on", "extras"):
        assert getattr(card, field) == changes.get(field, getattr(plain, field)), field


@pytest.mark.parametrize(
    ("read", "problem"),
    [
        ("", "too_few_fields"),
        ("031199001234", "too_few_fields"),
        ("|".join(CARD.split("|")[:6]), "too_few_fields"),
        (CARD.replace("031199001234", "31199001234"), "too_short"),
        (CARD.replace("031199001234", "0311990o1234"), "letters"),
        (CARD.replace("031199001234", "003199001234"), "province"),
        (CARD.replace("Nguyễn Thị Ví Dụ", ""), "empty"),
        (CARD.replace("ễ", "\ufffd"), "format"),
        (CARD.replace("ễ", "\0"), "control"),
        (CARD + "|" * 3_000, "too_long"),
    ],
)
def test_what_is_no_card_is_refused(read: str, problem: str) -> None:
    with pytest.raises(InvalidField) as refused:
        identity.parse_identity_card(read)
    assert problem_of(refused) == problem
    assert refused.value.facts["field"] == "identity_card"


@given(st.text(max_size=120) | st.text(alphabet="0123456789|Nam/ ", max_size=120))
def test_a_card_is_read_or_refused(read: str) -> None:
    try:
        card = identity.parse_identity_card(read)
    except InvalidField:
        return
    assert len(card.number) == 12
