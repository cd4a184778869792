"""The clock bar's days: each working day once, and what it was for the due date."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from counter_app.domain.clock_days import ClockDay, ClockKind, clock_days, remaining_at_stop
from counter_app.domain.deadline import LimitUnit, TimeLimit, compute
from counter_app.domain.events import EventKind as K
from tests.builders import MONDAY
from tests.domain.dossier_story import AT_QLDT, CALENDAR, Story, due, story_in

START, COUNTED, PAUSED, TODAY, AHEAD = (
    ClockKind.START,
    ClockKind.COUNTED,
    ClockKind.PAUSED,
    ClockKind.TODAY,
    ClockKind.AHEAD,
)


def _days(story: Story, now: datetime) -> tuple[ClockDay, ...]:
    return clock_days(story.dossier, CALENDAR, now)


def _told(days: tuple[ClockDay, ...]) -> list[tuple[str, ClockKind]]:
    return [(f"{day.day:%d/%m}" if day.day else "", day.kind) for day in days]


def _at(story: Story, at: datetime, kind: K, **fields: object) -> Story:
    story.at = at - timedelta(minutes=1)
    return story.tell(kind, **fields)


def test_from_reception_to_the_due_day_without_days_off() -> None:
    days = _days(Story().told(*AT_QLDT), datetime(2026, 11, 26, 10, 0))
    assert _told(days) == [
        ("23/11", START),
        ("25/11", COUNTED),
        ("26/11", TODAY),
        ("27/11", AHEAD),
        ("30/11", AHEAD),
        ("01/12", AHEAD),
        ("02/12", AHEAD),
        ("03/12", AHEAD),
    ]
    assert [day.day for day in days if day.is_due] == [date(2026, 12, 3)]
    counted = sum(day.kind in (COUNTED, TODAY, AHEAD) for day in days)
    assert counted == 7, "as many as the limit"


def test_the_day_of_reception_may_be_today() -> None:
    first = _days(Story().told(K.RECEIVED), MONDAY)[0]
    assert (first.kind, first.is_today) == (TODAY, True)


def test_days_that_stood_still_are_those_the_due_date_moved_by() -> None:
    story = _at(Story().told(*AT_QLDT), datetime(2026, 11, 25, 9, 0), K.SUPPLEMENT_REQUESTED)
    _at(story, datetime(2026, 11, 27, 15, 0), K.SUPPLEMENTED, due=due() | {"at": "2026-12-07T17:30"})
    days = _days(story, datetime(2026, 11, 30, 10, 0))
    assert [day.day for day in days if day.kind is PAUSED] == [date(2026, 11, 26), date(2026, 11, 27)]
    assert [day.day for day in days if day.is_due] == [date(2026, 12, 7)]


def test_while_it_stands_still_the_rest_has_no_date() -> None:
    story = _at(Story().told(*AT_QLDT), datetime(2026, 11, 26, 9, 0), K.STOPPED)
    days = _days(story, datetime(2026, 11, 30, 10, 0))
    assert _told(days) == [
        ("23/11", START),
        ("25/11", COUNTED),
        ("26/11", COUNTED),
        ("27/11", PAUSED),
        ("30/11", PAUSED),
        *[("", AHEAD)] * 5,
    ]
    assert [day.is_due for day in days] == [False] * 9 + [True]
    assert [day.is_today for day in days].index(True) == 4
    assert remaining_at_stop(story.dossier, CALENDAR) == 390 + 5 * 480


def test_what_remains_is_counted_from_the_stop() -> None:
    story = _at(Story().told(*AT_QLDT), datetime(2026, 12, 3, 15, 30), K.STOPPED)
    assert remaining_at_stop(story.dossier, CALENDAR) == 120
    assert remaining_at_stop(Story().told(*AT_QLDT).dossier, CALENDAR) is None


def test_late_before_it_stopped_owes_no_day() -> None:
    story = _at(Story().told(*AT_QLDT), datetime(2026, 12, 4, 9, 0), K.STOPPED)
    days = _days(story, datetime(2026, 12, 7, 9, 0))
    assert all(day.day is not None for day in days)
    assert remaining_at_stop(story.dossier, CALENDAR) == -90


def test_days_after_the_due_day_are_over() -> None:
    days = _days(Story().told(*AT_QLDT), datetime(2026, 12, 7, 9, 0))
    assert [day.day for day in days if day.kind is ClockKind.OVER] == [date(2026, 12, 4), date(2026, 12, 7)]
    due_day = next(day for day in days if day.is_due)
    assert due_day.kind is COUNTED
    assert days[-1].is_today


def test_a_result_ends_the_clock() -> None:
    story = _at(Story().told(*AT_QLDT), datetime(2026, 11, 27, 9, 0), K.FINISHED)
    days = _days(story, datetime(2026, 12, 9, 9, 0))
    assert [day.kind for day in days] == [
        START,
        COUNTED,
        COUNTED,
        ClockKind.DONE,
        *[ClockKind.UNUSED] * 4,
    ]
    assert not any(day.is_today for day in days)


def test_a_late_result_is_over_to_its_day() -> None:
    story = _at(Story().told(*AT_QLDT), datetime(2026, 12, 7, 9, 0), K.FINISHED)
    days = _days(story, datetime(2026, 12, 20, 9, 0))
    assert days[-1] == ClockDay(date(2026, 12, 7), ClockKind.OVER, is_end=True)


def test_an_end_without_result_is_told_apart() -> None:
    assert _days(story_in("voided"), datetime(2026, 12, 9, 9, 0))[0].kind is ClockKind.CLOSED


@pytest.mark.parametrize("status", ["registered", "refused"])
def test_before_reception_there_is_no_clock(status: str) -> None:
    assert _days(story_in(status), MONDAY) == ()


def test_received_after_hours_counts_from_the_next_morning() -> None:
    at = datetime(2026, 11, 23, 18, 0)
    story = _at(Story(), at, K.RECEIVED, due=due(at))
    days = _days(story, at)
    assert (days[0].day, days[0].kind) == (date(2026, 11, 25), TODAY)


HOURS = {"limit": {"amount": 6, "unit": "working_hour"}}


def _hourly(now: datetime, *more: tuple[datetime, K]) -> tuple[ClockDay, ...]:
    at = datetime(2026, 11, 23, 9, 0)
    promised = compute(at, TimeLimit(6, LimitUnit.WORKING_HOUR), CALENDAR).to_json()
    story = _at(Story(), at, K.RECEIVED, due=promised, **HOURS)
    for moment, kind in more:
        _at(story, moment, kind)
    return _days(story, now)


def test_a_limit_in_hours_is_told_by_the_hour() -> None:
    hours = _hourly(datetime(2026, 11, 23, 13, 40))
    assert [(f"{hour.until:%H:%M}", hour.kind) for hour in hours] == [
        ("10:00", COUNTED),
        ("11:00", COUNTED),
        ("14:00", TODAY),
        ("15:00", AHEAD),
        ("16:00", AHEAD),
        ("17:00", AHEAD),
    ]
    assert [hour.is_due for hour in hours] == [False] * 5 + [True]


def test_hours_go_over_and_end_with_the_result() -> None:
    late = _hourly(datetime(2026, 11, 25, 8, 0))
    assert [hour.kind for hour in late[6:]] == [ClockKind.OVER]
    done = _hourly(datetime(2026, 11, 27, 8, 0), (datetime(2026, 11, 23, 10, 30), K.FINISHED))
    assert [hour.kind for hour in done] == [COUNTED, ClockKind.DONE, *[ClockKind.UNUSED] * 4]


def test_hours_that_stand_still() -> None:
    hours = _hourly(datetime(2026, 11, 23, 14, 0), (datetime(2026, 11, 23, 10, 0), K.PAYMENT_REQUESTED))
    assert [hour.kind for hour in hours] == [COUNTED, PAUSED, PAUSED, *[AHEAD] * 5]
    assert [hour.day is None for hour in hours] == [False] * 3 + [True] * 5


def test_many_hours_are_told_by_the_day() -> None:
    days = _hourly(datetime(2026, 12, 4, 8, 0))
    assert all(day.until is None for day in days)
    assert days[-1].kind is ClockKind.OVER
