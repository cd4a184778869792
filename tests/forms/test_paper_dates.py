"""Dates of the forms: leading noughts as NĐ 30/2020 wants them, and no break inside a date."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from counter_app.forms.paper_dates import (
    NBSP,
    blank_moment,
    day_text,
    moment_text,
    short_day,
    short_moment,
)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 7, 10), "ngày 10 tháng 7 năm 2026"),
        (date(2026, 12, 3), "ngày 03 tháng 12 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_have_a_nought(day: date, text: str) -> None:
    assert day_text(day).replace(NBSP, " ") == text


def test_a_date_never_breaks_over_two_lines() -> None:
    moment = datetime(2026, 12, 3, 17, 30)
    for text in (day_text(moment), moment_text(moment), short_moment(moment), short_day(moment)):
        assert " " not in text


def test_moments() -> None:
    moment = datetime(2026, 11, 23, 9, 4)
    assert moment_text(moment).replace(NBSP, " ") == "09 giờ 04 phút, ngày 23 tháng 11 năm 2026"
    assert short_moment(moment).replace(NBSP, " ") == "09:04 23/11/2026"
    assert short_day(moment) == "23/11/2026"


def test_a_moment_to_be_written_by_hand_has_its_words() -> None:
    words = blank_moment().replace(NBSP, " ").replace("…", "").split()
    assert words == ["giờ", "phút,", "ngày", "tháng", "năm", "20"]
