"""A due counted again by another calendar: the extended date stands, the paper's promise is remembered."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from counter_app.domain.calendar import CalendarDay, DayKind, WorkingCalendar
from counter_app.domain.calendar_change import CalendarChange, DayChange, changed
from counter_app.domain.deadline import Pause, compute
from counter_app.domain.due import LimitUnit, TimeLimit
from counter_app.domain.errors import ExtensionNotPossible
from counter_app.domain.recount import is_kept
from counter_app.services.seed_calendar import seed_calendar

RECEIVED = datetime(2026, 11, 23, 9, 14)
FIVE = TimeLimit(5, LimitUnit.WORKING_DAY)  # first due Tuesday 01/12/2026, for 24/11 is off


def with_off(*days: date) -> WorkingCalendar:
    off = (DayChange(day, CalendarDay(day, DayKind.OFF, "Nghỉ thử", "1/TB")) for day in days)
    return changed(seed_calendar(), CalendarChange(tuple(off)), "thử")


def counted(calendar: WorkingCalendar, to: date, *pauses: Pause, decided: bool = True) -> datetime | None:
    at = datetime(2026, 11, 30, 10, 0)
    due = compute(RECEIVED, FIVE, calendar, pauses, to, at, is_extension_decided=decided)
    return due.at


def test_an_extended_date_that_is_still_worked_stands() -> None:
    assert counted(with_off(date(2026, 11, 26)), date(2026, 12, 4)) == datetime(2026, 12, 4, 17, 30)


def test_one_that_became_a_day_off_moves_on_to_the_next_working_day() -> None:
    calendar = with_off(date(2026, 12, 4))  # a Friday
    assert counted(calendar, date(2026, 12, 4)) == datetime(2026, 12, 7, 17, 30)
    with pytest.raises(ExtensionNotPossible):
        counted(calendar, date(2026, 12, 4), decided=False)


def test_a_count_that_went_past_the_extended_date_does_not_move_it() -> None:
    calendar = with_off(*(date(2026, 11, 25) + timedelta(days=n) for n in range(3)), date(2026, 12, 1))
    assert compute(RECEIVED, FIVE, calendar).at == datetime(2026, 12, 7, 17, 30)
    assert counted(calendar, date(2026, 12, 4)) == datetime(2026, 12, 4, 17, 30)
    with pytest.raises(ExtensionNotPossible):
        counted(calendar, date(2026, 12, 4), decided=False)


def test_a_later_pause_moves_the_date_that_stands() -> None:
    later = Pause(datetime(2026, 12, 2, 9, 0), datetime(2026, 12, 3, 9, 0))
    assert counted(with_off(date(2026, 12, 4)), date(2026, 12, 4), later) == datetime(2026, 12, 8, 17, 30)


@pytest.mark.parametrize("off", [(), (date(2026, 12, 4),), (date(2026, 11, 30), date(2026, 12, 1))])
def test_no_day_off_is_explained_twice(off: tuple[date, ...]) -> None:
    due = compute(
        *(RECEIVED, FIVE, with_off(*off), (), date(2026, 12, 4), datetime(2026, 11, 30, 10, 0)),
        is_extension_decided=True,
    )
    firsts = [run.first for run in due.skipped]
    assert len(firsts) == len(set(firsts))
    assert firsts == sorted(firsts)


@pytest.mark.parametrize(
    ("old", "new", "paper", "kept"),
    [
        (4, 3, 4, True),      # the paper says what is valid
        (4, 3, None, False),  # nobody has a paper
        (4, 5, 4, False),     # later is no broken promise of ours
        (4, 3, 3, False),     # the later date was never printed
        (4, 2, 3, True),      # before even what the paper says
        (4, 3, 6, True),
    ],
)
def test_a_promise_is_kept_where_it_would_come_before_the_paper(
    old: int, new: int, paper: int | None, kept: bool
) -> None:
    at = {day: datetime(2026, 12, day, 17, 30) for day in range(1, 8)}
    assert is_kept(at[old], at[new], at[paper] if paper else None) is kept
