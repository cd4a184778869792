"""The due date as a value: what its explanation names, and its JSON in the log."""

from __future__ import annotations

import json
from datetime import date

import pytest

from counter_app.domain.calendar import CalendarDay, DayKind, WorkingCalendar
from counter_app.domain.deadline import Due, LimitUnit, TimeLimit, compute
from counter_app.services.seed_calendar import SEED_VERSION
from tests.domain.test_deadline import CALENDAR, at, due_of


def test_the_explanation_names_what_was_passed_over() -> None:
    due = due_of("2024-04-26T14:00", 3, "working_day")
    assert [(run.first, run.last) for run in due.skipped] == [(date(2024, 4, 27), date(2024, 5, 1))]
    assert due.swap_days == (date(2024, 5, 4),)
    assert due.rolled_over is None


def test_calendar_days_pass_over_nothing_but_the_end() -> None:
    due = due_of("2026-02-10T09:00", 10, "day")
    assert due.skipped == ()
    assert due.rolled_over is not None
    assert (due.rolled_over.first, due.rolled_over.last) == (date(2026, 2, 20), date(2026, 2, 22))
    moved = due_of("2026-03-09T09:00", 4, "day", "2026-03-10T10:00/2026-03-12T10:00")
    assert moved.rolled_over is None
    assert [(run.first, run.last) for run in moved.skipped] == [(date(2026, 3, 14), date(2026, 3, 15))]


def test_a_long_limit_lists_its_holidays_and_only_some_weekends() -> None:
    due = due_of("2026-03-02T09:00", 90, "working_day")
    holidays = [run for run in due.skipped if not run.is_plain_weekend]
    assert [run.first for run in holidays] == [date(2026, 4, 25), date(2026, 4, 30)]
    assert (len(due.skipped), due.unlisted_weekends) == (10, 8)


def test_a_later_calendar_does_not_move_a_stored_date() -> None:
    stored = due_of("2026-03-09T09:00", 5, "working_day").to_json()
    holiday = date(2026, 3, 12)
    days = {**CALENDAR.days, holiday: CalendarDay(holiday, DayKind.OFF, "new", "notice")}
    newer = WorkingCalendar("vn-2026.2", days, CALENDAR.confirmed_years)
    again = compute(at("2026-03-09T09:00"), TimeLimit(5, LimitUnit.WORKING_DAY), newer)
    read = Due.from_json(json.loads(json.dumps(stored)))
    assert (read.at, read.calendar_version) == (at("2026-03-16T17:30"), SEED_VERSION)
    assert (again.at, again.calendar_version) == (at("2026-03-17T17:30"), "vn-2026.2")


@pytest.mark.parametrize(
    "due",
    [
        due_of("2024-08-30T16:00", 5, "working_day"),
        due_of("2026-02-10T09:00", 10, "day"),
        due_of("2026-03-02T09:00", 90, "working_day"),
        due_of("2026-03-09T09:00", 5, "working_day", "2026-03-16T17:30/", extension="2026-03-20"),
        due_of(
            "2026-01-09T09:00",
            2,
            "working_hour",
            "2026-01-09T10:00/2026-01-09T10:30",
            "2026-01-12T10:00/",
            extension="2026-01-13",
            extended_at="2026-01-10T08:00",
        ),
    ],
)
def test_json_keeps_everything_and_is_small(due: Due) -> None:
    text = json.dumps(due.to_json(), allow_nan=False)
    assert Due.from_json(json.loads(text)) == due
    assert len(text) < 1_000


def test_nothing_left_at_the_stop_is_not_lost() -> None:
    due = due_of("2026-03-09T09:00", 5, "working_day", "2026-03-16T17:30/")
    assert due.remaining_at_stop == 0
    assert Due.from_json(due.to_json()).remaining_at_stop == 0


def test_the_longest_limit_still_has_a_small_explanation() -> None:
    due = due_of("2026-03-11T09:00", 3650, "working_day")
    assert due.unlisted_weekends > 600
    assert len(json.dumps(due.to_json())) < 1_500


def test_what_pauses_add_after_an_extension_is_named_too() -> None:
    """Worked Saturday 22/08 and the National Day run lie behind the extended date."""
    due = due_of(
        "2026-08-17T09:00",
        2,
        "working_day",
        "2026-08-20T10:00/2026-08-31T10:00",
        extension="2026-08-21",
        extended_at="2026-08-18T09:00",
    )
    assert due.at is not None
    assert due.at.date() == date(2026, 9, 3)
    assert due.swap_days == (date(2026, 8, 22),)
    assert [run.first for run in due.skipped] == [date(2026, 8, 23), date(2026, 8, 29)]
