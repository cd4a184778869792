"""Proposals of a library: never confirmed, and known to miss what a notice decides."""

from __future__ import annotations

from datetime import date

import pytest

from counter_app.domain.calendar import DayKind
from counter_app.services.holiday_proposals import proposals, proposed_days
from counter_app.services.seed_calendar import seed_calendar


def test_a_coming_year_has_tet_and_the_fixed_days_and_nothing_is_confirmed() -> None:
    days = {each.day: each for each in proposed_days(2027)}
    assert not any(each.is_confirmed for each in days.values())
    assert [day.day for day, each in days.items() if each.label == "Tết Nguyên đán"] == [4, 5, 8, 9, 10]
    assert days[date(2027, 4, 30)].label == "Ngày Chiến thắng"
    assert days[date(2027, 5, 3)].label == "Ngày Quốc tế Lao động (nghỉ bù)"
    assert (days[date(2027, 9, 2)].label, days[date(2027, 9, 3)].label) == (
        "Quốc khánh",
        "Quốc khánh (ngày liền kề)",
    )
    assert all(day.weekday() < 5 for day in days), "weekends are off anyway"


def test_24_november_is_a_holiday_from_2026() -> None:
    years = [y for y in range(2021, 2028) if date(y, 11, 24) in {each.day for each in proposed_days(y)}]
    assert years == [2026, 2027]


def test_the_swap_of_new_year_2026_is_missed_so_a_person_has_to_look() -> None:
    days = {each.day: each.kind for each in proposed_days(2026)}
    stored = seed_calendar().days
    missed = {day for day in stored if day.year == 2026 and day not in days}
    assert missed == {date(2026, 1, 2), date(2026, 1, 10)}
    assert days[date(2026, 8, 22)] is DayKind.WORKING
    assert stored[date(2026, 8, 31)].label == next(
        each.label for each in proposed_days(2026) if each.day == date(2026, 8, 31)
    )


def test_days_that_the_calendar_has_are_not_proposed_again() -> None:
    assert proposals(seed_calendar(), 2026) == ()
    assert len(proposals(seed_calendar(), 2027)) == len(proposed_days(2027)) > 10


@pytest.mark.parametrize("year", [1900, 2014, 2100, 9999])
def test_a_year_that_nobody_knows_has_no_proposals(year: int) -> None:
    assert proposed_days(year) == ()
