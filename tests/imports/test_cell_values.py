"""One cell of a foreign table: numbers as people write them, days as spreadsheets keep them."""

from __future__ import annotations

from datetime import date

import pytest

from counter_app.domain.errors import InvalidField
from counter_app.imports import cell_values as cells


@pytest.mark.parametrize(
    ("text", "number"),
    [("3000000", 3_000_000), ("3.000.000", 3_000_000), ("3 000 000 đ", 3_000_000), ("1,500", 1_500),
     ("-5", -5), (" 17 ", 17), ("100.000 VNĐ", 100_000)],
)  # fmt: skip
def test_whole_numbers(text: str, number: int) -> None:
    assert cells.whole(text, field="fee_vnd") == number


@pytest.mark.parametrize("text", ["0.5", "1e9", "mười", "٣", "1.5.0", "12-3", "9" * 16, "1,5 triệu", "0x10"])
def test_what_is_no_whole_number(text: str) -> None:
    with pytest.raises(InvalidField) as caught:
        cells.whole(text, field="fee_vnd")
    assert caught.value.facts["problem"] == "not_a_whole_number"


@pytest.mark.parametrize(
    ("text", "found"), [("4", 240), ("0.5", 30), ("1,5", 90), ("0.25", 15), ("-4", -240)]
)
def test_hours_become_minutes(text: str, found: int) -> None:
    assert cells.minutes(text, field="steps.hours") == found


@pytest.mark.parametrize("text", ["0.33", "4h", "1:30", "NaN", "inf", "1e3"])
def test_what_are_no_hours(text: str) -> None:
    with pytest.raises(InvalidField):
        cells.minutes(text, field="steps.hours")


@pytest.mark.parametrize(
    ("text", "on"),
    [("01/12/2026", date(2026, 12, 1)), ("2026-12-01", date(2026, 12, 1)), ("46357", date(2026, 12, 1)),
     ("1.12.2026", date(2026, 12, 1)), ("", None)],
)  # fmt: skip
def test_days(text: str, on: date | None) -> None:
    assert cells.day(text, field="in_force_from") == on


@pytest.mark.parametrize("text", ["23/11", "31/02/2026", "12/31/2026", "hôm nay", "1/1/0001", "31/12/9999"])
def test_what_are_no_days(text: str) -> None:
    with pytest.raises(InvalidField):
        cells.day(text, field="in_force_from")


@pytest.mark.parametrize("text", ["Ngày làm việc", "ngay lam viec", "working_day", " NGÀY  LÀM VIỆC "])
def test_words_whatever_their_marks(text: str) -> None:
    assert cells.one_of(cells.LIMIT_UNITS, text, field="limit_unit") == "working_day"
