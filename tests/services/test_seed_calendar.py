"""The delivered calendar: what is in it, and what a broken file says."""

from __future__ import annotations

from datetime import date

import pytest

from counter_app.domain.calendar import DayKind, WorkingHours
from counter_app.domain.errors import InvalidField
from counter_app.services.seed_calendar import (
    SEED_VERSION,
    calendar_of,
    read_days,
    seed_calendar,
    seed_days,
)

HEADER = "date,kind,label,notice,status"


def test_three_confirmed_years_of_notices() -> None:
    calendar = seed_calendar()
    assert calendar.version == SEED_VERSION
    assert calendar.confirmed_years == {2024, 2025, 2026}
    assert calendar.hours == WorkingHours()
    assert len(calendar.days) == len(seed_days()) == 42
    swap = calendar.days[date(2026, 1, 10)]
    assert (swap.kind, swap.notice, swap.is_confirmed) == (DayKind.WORKING, "12729/VPCP-KGVX", True)


def test_the_culture_day_is_off_from_2026_only() -> None:
    calendar = seed_calendar()
    assert [calendar.is_working(date(year, 11, 24)) for year in (2025, 2026)] == [True, False]


def test_a_proposed_day_leaves_its_year_unconfirmed() -> None:
    days = read_days([HEADER, "2027-01-01,off,x,y,confirmed", "2027-02-05,off,x,y,proposed"])
    assert [day.is_confirmed for day in days] == [True, False]
    assert calendar_of(days, "v").confirmed_years == frozenset()


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["date,kind,label"], "columns"),
        ([HEADER, "2027-01-01,off,x"], "columns"),
        ([HEADER, "2027-01-01,off,x,y,confirmed,z"], "columns"),
        ([HEADER, "2027-02-30,off,x,y,confirmed"], "unreadable"),
        ([HEADER, "2027-01-01,closed,x,y,confirmed"], "unreadable"),
        ([HEADER, "2027-01-01,off,x,y,perhaps"], "unknown"),
        ([HEADER, "2027-01-01,off,x,y,confirmed", "2027-01-01,working,x,y,confirmed"], "duplicate"),
    ],
)
def test_a_broken_file_names_the_problem(lines: list[str], problem: str) -> None:
    with pytest.raises(InvalidField) as caught:
        read_days(lines)
    assert caught.value.facts["problem"] == problem
