"""Working days, sessions and counting in both, at the edges of days, years and the calendar itself."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from counter_app.domain.calendar import (
    WEEKEND,
    CalendarDay,
    DayKind,
    DaysOff,
    WorkingCalendar,
    WorkingHours,
)
from counter_app.domain.errors import DateOutOfRange, InvalidField
from counter_app.services.seed_calendar import seed_calendar

CALENDAR = seed_calendar()
PLAIN = WorkingCalendar("plain", {}, frozenset())


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def on(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "is_working", "label"),
    [
        ("2026-11-23", True, ""),
        ("2026-11-24", False, "Ngày Văn hóa Việt Nam"),
        ("2026-11-28", False, WEEKEND),
        ("2026-01-10", True, "Làm bù cho 02/01"),
        ("2026-01-02", False, "Nghỉ hoán đổi"),
        ("1987-06-05", True, ""),
        ("2999-12-31", True, ""),
    ],
)
def test_days_and_their_labels(day: str, is_working: bool, label: str) -> None:
    assert (CALENDAR.is_working(on(day)), CALENDAR.label(on(day))) == (is_working, label)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-11T06:45", "2026-03-11T07:30"),
        ("2026-03-11T07:30", "2026-03-11T07:30"),
        ("2026-03-11T11:29", "2026-03-11T11:29"),
        ("2026-03-11T11:30", "2026-03-11T13:30"),
        ("2026-03-11T13:29", "2026-03-11T13:30"),
        ("2026-03-11T17:29", "2026-03-11T17:29"),
        ("2026-03-11T17:30", "2026-03-12T07:30"),
        ("2026-03-13T17:31", "2026-03-16T07:30"),
        ("2026-02-13T17:31", "2026-02-23T07:30"),
        ("2026-01-10T12:00", "2026-01-10T13:30"),
        ("2026-01-10T17:30", "2026-01-12T07:30"),
        ("2025-12-31T18:00", "2026-01-05T07:30"),
    ],
)
def test_counting_begins_at_the_next_working_minute(moment: str, expected: str) -> None:
    assert CALENDAR.counted_from(at(moment)) == at(expected)
    assert CALENDAR.is_working_moment(at(expected))
    assert CALENDAR.is_working_moment(at(moment)) is (moment == expected)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-03-11T07:30", 240, "2026-03-11T11:30"),
        ("2026-03-11T07:30", 241, "2026-03-11T13:31"),
        ("2026-03-11T11:30", 0, "2026-03-11T11:30"),
        ("2026-03-11T12:10", 1, "2026-03-11T13:31"),
        ("2026-03-13T17:30", 1, "2026-03-16T07:31"),
        ("2026-03-14T09:00", 480, "2026-03-16T17:30"),
        ("2026-01-09T15:00", 480, "2026-01-10T15:00"),
        ("2026-03-16T07:30", -1, "2026-03-13T17:29"),
        ("2026-03-16T11:30", -240, "2026-03-16T07:30"),
        ("2026-03-16T13:30", -1, "2026-03-16T11:29"),
    ],
)
def test_adding_minutes_stays_on_the_edge_it_reaches(start: str, minutes: int, end: str) -> None:
    assert CALENDAR.add_working_minutes(at(start), minutes) == at(end)
    assert CALENDAR.working_minutes(at(start), at(end)) == minutes


def test_minutes_over_a_swap_saturday_and_a_holiday() -> None:
    assert CALENDAR.working_minutes(at("2026-01-09T17:30"), at("2026-01-12T07:30")) == 480
    assert CALENDAR.working_minutes(at("2026-11-24T08:00"), at("2026-11-24T16:00")) == 0
    assert CALENDAR.working_minutes(at("2026-11-25T08:00"), at("2026-11-23T17:00")) == -60


def test_nth_working_day_counts_from_either_side() -> None:
    assert CALENDAR.nth_working_after(on("2026-02-13"), 1) == on("2026-02-23")
    assert CALENDAR.nth_working_after(on("2026-02-23"), -1) == on("2026-02-13")
    assert CALENDAR.nth_working_after(on("2026-02-18"), 0) == on("2026-02-13")
    assert CALENDAR.next_working(on("2026-01-09")) == on("2026-01-10")
    assert CALENDAR.on_or_after(on("2026-01-10")) == on("2026-01-10")
    assert CALENDAR.on_or_after(on("2026-01-11")) == on("2026-01-12")


def test_years_far_away_need_no_table() -> None:
    assert PLAIN.nth_working_after(date(1, 1, 1), 5) == date(1, 1, 8)
    assert PLAIN.working_days(date(1, 1, 7), date(9999, 12, 31)) == (3652059 - 7) // 7 * 5 + 5
    assert PLAIN.nth_working_after(date(2400, 2, 28), 2) == date(2400, 3, 1)
    weekends = PLAIN.days_off(date(1, 1, 1), date(1, 1, 20))
    assert [run.first for run in weekends] == [date(1, 1, 6), date(1, 1, 13)]


def test_beyond_the_last_year_is_a_fact_not_a_crash() -> None:
    with pytest.raises(DateOutOfRange):
        PLAIN.next_working(date.max)
    with pytest.raises(DateOutOfRange):
        PLAIN.add_working_minutes(datetime(9999, 12, 31, 17, 0), 31)


def test_runs_of_days_off_keep_their_labels_in_order() -> None:
    assert CALENDAR.days_off(on("2024-08-30"), on("2024-09-10")) == (
        DaysOff(on("2024-08-31"), on("2024-09-03"), (WEEKEND, "Quốc khánh", "Quốc khánh (ngày liền kề)")),
        DaysOff(on("2024-09-07"), on("2024-09-08"), (WEEKEND,)),
    )


def test_a_run_over_the_turn_of_the_year_is_one_run() -> None:
    new_year = {date(2027, 1, 1): CalendarDay(date(2027, 1, 1), DayKind.OFF, "New Year", "")}
    runs = WorkingCalendar("v", new_year, frozenset()).days_off(date(2026, 12, 31), date(2027, 1, 4))
    assert runs == (DaysOff(date(2027, 1, 1), date(2027, 1, 3), ("New Year", WEEKEND)),)
    saturday_to_sunday = PLAIN.days_off(date(2022, 12, 30), date(2023, 1, 2))  # 31 Dec and 1 Jan
    assert saturday_to_sunday == (DaysOff(date(2022, 12, 31), date(2023, 1, 1), (WEEKEND,)),)
    assert PLAIN.days_off(date(2022, 12, 31), date(2023, 1, 2)) == ()


def test_swap_days_are_those_worked_against_the_pattern() -> None:
    assert CALENDAR.swap_days(on("2024-01-01"), on("2026-12-31")) == tuple(
        map(on, ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"])
    )
    assert CALENDAR.swap_days(on("2026-01-11"), on("2026-08-21")) == ()


def test_an_exception_that_repeats_the_pattern_changes_nothing() -> None:
    named = {
        date(2026, 3, 14): CalendarDay(date(2026, 3, 14), DayKind.OFF, "Saturday off", ""),
        date(2026, 3, 16): CalendarDay(date(2026, 3, 16), DayKind.WORKING, "Monday worked", ""),
    }
    calendar = WorkingCalendar("v", named, frozenset())
    assert calendar.nth_working_after(date(2026, 3, 13), 2) == date(2026, 3, 17)
    assert calendar.swap_days(date(2026, 3, 1), date(2026, 3, 31)) == ()
    assert calendar.days_off(date(2026, 3, 13), date(2026, 3, 16))[0].labels == ("Saturday off", WEEKEND)


def test_other_weeks_and_hours_than_the_usual() -> None:
    hours = WorkingHours(time(8), time(12), time(13), time(16, 30))
    calendar = WorkingCalendar("v", {}, frozenset(), hours, frozenset({5, 6}))
    saturday = datetime(2026, 3, 14, 15, 30)
    assert hours.minutes_per_day == 450
    assert calendar.add_working_minutes(saturday, 60 + 240) == datetime(2026, 3, 15, 12, 0)
    assert calendar.next_working(date(2026, 3, 15)) == date(2026, 3, 21)
    every_day = WorkingCalendar("v", {}, frozenset(), weekly=frozenset(range(7)))
    assert every_day.nth_working_after(date(2026, 3, 14), 10) == date(2026, 3, 24)
    assert every_day.days_off(date(2026, 1, 1), date(2026, 12, 31)) == ()


def test_sessions_that_touch_leave_no_break() -> None:
    through = WorkingHours(time(8), time(12), time(12), time(16))
    calendar = WorkingCalendar("v", {}, frozenset(), through)
    assert calendar.counted_from(datetime(2026, 3, 11, 12, 0)) == datetime(2026, 3, 11, 12, 0)
    assert calendar.add_working_minutes(datetime(2026, 3, 11, 11, 0), 120) == datetime(2026, 3, 11, 13, 0)


@pytest.mark.parametrize("weekly", [frozenset(), frozenset({7}), frozenset({-1, 2})])
def test_a_week_needs_a_working_day(weekly: frozenset[int]) -> None:
    with pytest.raises(InvalidField):
        WorkingCalendar("v", {}, frozenset(), weekly=weekly)


def test_sessions_must_be_in_order() -> None:
    with pytest.raises(InvalidField):
        WorkingHours(morning_from=time(12), morning_to=time(11))
    with pytest.raises(InvalidField):
        WorkingHours(afternoon_from=time(11))


def test_a_calendar_is_a_value() -> None:
    assert seed_calendar() == CALENDAR
    assert hash(seed_calendar()) == hash(CALENDAR)
    CALENDAR.days_off(on("2024-01-02"), on("2024-12-31"))  # what is computed on the way is no part of it
    assert seed_calendar() == CALENDAR


def test_ranks_agree_with_counting_one_by_one() -> None:
    day, count, start = on("2023-12-01"), 0, on("2023-12-01")
    while day < on("2027-02-01"):
        day += timedelta(days=1)
        count += CALENDAR.is_working(day)
        assert CALENDAR.working_days(start, day) == count
        if CALENDAR.is_working(day):
            assert CALENDAR.nth_working_after(start, count) == day
