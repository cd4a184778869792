"""Texts: kept exactly or refused, found without marks, sorted as Vietnamese sorts, dates as clerks type."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain import text
from counter_app.domain.errors import InvalidField

TODAY = date(2026, 11, 23)
NFD_NAME = unicodedata.normalize("NFD", "Nguyễn Đỗ Thị Thuỷ")
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=[]), max_size=60)  # surrogates too


def problem_of(error: pytest.ExceptionInfo[InvalidField]) -> str:
    return str(error.value.facts["problem"])


# --- what is typed into a field (bad inputs 8, 9, 10, 16, 19, 20)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nguyễn Văn A", "Nguyễn Văn A"),
        (NFD_NAME, "Nguyễn Đỗ Thị Thuỷ"),
        ("  Nguyễn \u00a0 Văn\u3000A \r\n", "Nguyễn Văn A"),
        ("\tNguyễn Văn A\t", "Nguyễn Văn A"),
        ("\u202eNguyễn\u202c Văn A", "Nguyễn Văn A"),
        ("\u2066Nguyễn\u2069 \u200fVăn A", "Nguyễn Văn A"),
        ("\ufeffNguyễn\u200b V\u00adăn\u200d A\u2060", "Nguyễn Văn A"),
        ("Nguyễn\u200b\u200b Văn \u200b A", "Nguyễn Văn A"),
        ("Công ty <b TNHH & \"X\" 'Y'", "Công ty <b TNHH & \"X\" 'Y'"),
        ("'; DROP TABLE event;--", "'; DROP TABLE event;--"),
        ("1 OR 1=1", "1 OR 1=1"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("Ống 👍 中文 ភាសា", "Ống 👍 中文 ភាសា"),
        ("", ""),
        (" \u200b\u202e ", ""),
    ],
)
def test_a_text_is_kept_as_it_stands(typed: str, kept: str) -> None:
    assert text.clean(typed, field="name", max_length=255) == kept


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("a\0b", "control"),
        ("a\x0bb", "control"),
        ("ab\x0b", "control"),
        ("a\x1bb", "control"),
        ("a\x7fb", "control"),
        ("a\x85b", "control"),
        ("a\ufffeb", "control"),
        ("a\U0001ffffb", "control"),
        ("a\ud800b", "surrogate"),
        ("\udfff", "surrogate"),
        ("a\tb", "control"),
        ("a\nb", "line_break"),
        ("a\r\nb", "line_break"),
        ("a\u2028b", "line_break"),
        ("a" * 256, "too_long"),
        ("ă" * 256, "too_long"),
        ("a " * 5_000, "too_long"),
        ("", "empty"),
        (" \t\u00a0\u200b ", "empty"),
        ("A", "too_short"),
    ],
)
def test_a_text_is_refused(typed: str, problem: str) -> None:
    with pytest.raises(InvalidField) as refused:
        text.clean(typed, field="name", max_length=255, required=True, min_length=2)
    assert problem_of(refused) == problem
    assert refused.value.facts["field"] == "name"


@pytest.mark.parametrize("length", [256, 10_000, 1_000_000])
def test_an_over_long_text_names_its_limit_and_is_not_cut(length: int) -> None:
    with pytest.raises(InvalidField) as refused:
        text.clean("x" * length, field="name", max_length=255)
    assert refused.value.facts == {"field": "name", "problem": "too_long", "limit": 255}
    assert text.clean("x" * 255, field="name", max_length=255) == "x" * 255


def test_the_limit_counts_letters_not_how_they_were_put_together() -> None:
    assert text.clean(unicodedata.normalize("NFD", "ậ" * 255), field="name", max_length=255) == "ậ" * 255


def test_a_tower_of_marks_is_refused_before_it_is_put_in_order() -> None:
    # Ordering half a million marks takes hours: that this test ends is the proof.
    with pytest.raises(InvalidField) as refused:
        text.clean("a" + "\u0301\u0323" * 250_000, field="note", max_length=2_000)
    assert problem_of(refused) == "too_long"


def test_lines_are_kept_where_a_field_has_several() -> None:
    typed = "\n\r\n một\t hai \r\rba\u2028bốn \n\n"
    assert text.clean(typed, field="note", max_length=100, lines=5) == "một hai\n\nba\nbốn"
    with pytest.raises(InvalidField) as refused:
        text.clean("1\n2\n3", field="note", max_length=100, lines=2)
    assert refused.value.facts == {"field": "note", "problem": "too_many_lines", "limit": 2}


@given(ANY_TEXT, st.sampled_from([1, 3]))
def test_cleaning_twice_changes_nothing(typed: str, lines: int) -> None:
    try:
        once = text.clean(typed, field="note", max_length=40, lines=lines)
    except InvalidField:
        return
    assert text.clean(once, field="note", max_length=40, lines=lines) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not text.has_unseen(once)
    assert len(once) <= 40
    once.encode()


@pytest.mark.parametrize("name", ["", "   ", "A", "-", "--", "…!"])
def test_a_name_needs_two_characters_and_a_letter(name: str) -> None:
    with pytest.raises(InvalidField):
        text.clean_name(name, field="name")


@pytest.mark.parametrize("name", ["Lê A", "Ý Nhi Kđăm", "H'Hen Mẫu Niê", "Jürgen Müßig", "3M", "李 明"])
def test_a_name_may_be_of_any_people(name: str) -> None:
    assert text.clean_name(name, field="name") == name


@pytest.mark.parametrize(
    ("typed", "unseen"),
    [("Nguyễn", False), ("Nguy\u200bễn", True), ("\ufeffNgô", True), ("a\u00adb", True), ("a\u202eb", True)],
)
def test_unseen_characters_are_found_in_imports(typed: str, unseen: bool) -> None:
    assert text.has_unseen(typed) is unseen


# --- logins (bad input 50)


@pytest.mark.parametrize(
    "typed",
    ["Lan Hương", " lan hương ", "LAN HƯƠNG", "ＬＡＮ hương", "lan hu\u031bo\u031bng", "lan\u200b hương"],
)
def test_a_login_is_the_same_however_typed(typed: str) -> None:
    assert text.normalise_login(typed) == "lan hương"


def test_marks_tell_logins_apart() -> None:
    assert text.normalise_login("Đức") != text.normalise_login("Duc")


@given(ANY_TEXT)
def test_a_normal_login_is_normal(typed: str) -> None:
    once = text.normalise_login(typed)
    assert text.normalise_login(once) == once
    once.encode()


# --- dates and money in words


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(0, "0"), (999, "999"), (1_000, "1.000"), (3_000_000, "3.000.000"), (-1_500, "-1.500")],
)
def test_money_has_dots(amount: int, shown: str) -> None:
    assert text.money(amount) == shown


def test_dates_as_screen_and_paper_write_them() -> None:
    assert text.date_text(date(2026, 2, 5)) == "05/02/2026"
    assert text.long_date_text(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert text.long_date_text(date(2026, 7, 15)) == "ngày 15 tháng 7 năm 2026"
    assert [text.day_month_text(date(2024, 8, 31)), text.day_month_text(date(2024, 9, 3))] == ["31/8", "03/9"]
    assert text.time_text(datetime(2026, 11, 23, 9, 4)) == text.time_text(time(9, 4)) == "09:04"


def test_days_have_their_names() -> None:
    week = [TODAY + timedelta(days=n) for n in range(7)]  # 23/11/2026 is a Monday
    assert [text.day_name(day) for day in week] == ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]
    assert text.day_name_long(week[0]) == "thứ hai"
    assert text.day_name_long(week[3]) == "thứ năm"
    assert text.day_name_long(week[6]) == "chủ nhật"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("231126", TODAY),
        ("23112026", TODAY),
        ("23/11", TODAY),
        ("23/11/", TODAY),
        ("23-11-2026", TODAY),
        ("23.11.26", TODAY),
        ("23 11 2026", TODAY),
        (" 23 / 11 / 2026 ", TODAY),
        ("2026-11-23", TODAY),
        ("20261123", TODAY),
        ("２３/１１/２０２６", TODAY),
        ("1/2/26", date(2026, 2, 1)),
        ("5/3", date(2026, 3, 5)),
        ("29/02/2024", date(2024, 2, 29)),
        ("290224", date(2024, 2, 29)),
        ("01/01/00", date(2000, 1, 1)),
        ("311299", date(2099, 12, 31)),
        ("01/01/1900", date(1900, 1, 1)),
        ("31/12/2199", date(2199, 12, 31)),
        ("20111225", date(2011, 12, 25)),
        ("25122011", date(2011, 12, 25)),
    ],
)
def test_dates_are_understood_as_clerks_type_them(typed: str, day: date) -> None:
    assert text.parse_date(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("31/02/2026", "day"),
        ("310226", "day"),
        ("29/02/2023", "day"),
        ("29/2", "day"),
        ("0/1/2026", "day"),
        ("32/01/2026", "day"),
        ("11/23/2026", "month"),
        ("112326", "month"),
        ("2026-13-01", "month"),
        ("1/1/0001", "year"),
        ("31/12/9999", "year"),
        ("31/12/1899", "year"),
        ("1/1/2200", "year"),
        ("0001-01-01", "year"),
        ("", "empty"),
        ("   ", "empty"),
        ("hôm nay", "format"),
        ("23", "format"),
        ("2311", "format"),
        ("23/11/6", "format"),
        ("23/11/026", "format"),
        ("23//11", "format"),
        ("-23/11", "format"),
        ("23/11/2026 09:00", "format"),
        ("٢٣/١١", "format"),
        ("2" * 100_000, "format"),
        ("23/11" + " " * 100 + "x", "format"),
        ("\0", "format"),
    ],
)
def test_dates_that_cannot_be_are_refused(typed: str, problem: str) -> None:
    with pytest.raises(InvalidField) as refused:
        text.parse_date(typed, TODAY, field="issued_on")
    assert problem_of(refused) == problem
    assert refused.value.facts["field"] == "issued_on"


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    patterns = ("%d/%m/%Y", "%Y-%m-%d", "%d%m%Y", "%Y%m%d", "%d.%m.%Y", "%d %m %Y")
    for written in [text.date_text(day), *(day.strftime(pattern) for pattern in patterns)]:
        assert text.parse_date(written, TODAY) == day
    if 2000 <= day.year <= 2099:
        assert text.parse_date(f"{day:%d%m%y}", TODAY) == day


# --- names in small places


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Công ty TNHH X", "TNHH X"),
        ("Công ty Cổ phần Logistics Cửa Cấm", "CP Logistics Cửa Cấm"),
        ("CÔNG TY CỔ PHẦN THÉP ĐÌNH ĐÔ", "CP THÉP ĐÌNH ĐÔ"),
        ("công ty tnhh x", "TNHH x"),
        ("Công ty TNHH MTV Sao Biển 68", "TNHH MTV Sao Biển 68"),
        ("Công ty trách nhiệm hữu hạn một thành viên A", "TNHH MTV A"),
        ("Công ty CP Y", "CP Y"),
        ("CTCP Y", "CP Y"),
        (unicodedata.normalize("NFD", "Công ty Cổ phần Y"), "CP Y"),
        ("Công ty TNHH", "Công ty TNHH"),
        ("Công ty TNHHX", "Công ty TNHHX"),
        ("Chi nhánh Công ty Cổ phần Logistics", "Chi nhánh Công ty Cổ phần Logistics"),
        ("Hợp tác xã An Mẫu", "Hợp tác xã An Mẫu"),
        ("", ""),
    ],
)
def test_the_legal_form_is_shortened_in_front_only(name: str, short: str) -> None:
    assert text.short_legal_form(name) == short


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Nguyễn Thị Lan", "NL"),
        ("Trần Minh Đức", "TĐ"),
        ("đỗ Quang Huy", "ĐH"),
        ("Lan", "L"),
        (unicodedata.normalize("NFD", "Ông Ích Ắc"), "ÔẮ"),
        ("Trần Vĩ Mẫu (Chen Wei)", "TW"),
        ("", ""),
        ("--", ""),
    ],
)
def test_initials_of_a_name(name: str, letters: str) -> None:
    assert text.initials(name) == letters
