"""The engine against the naive walk, on thousands of random dossiers of 2024 to 2026."""

from __future__ import annotations

import os
from datetime import date, datetime, time, timedelta

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from counter_app.domain.deadline import Due, LimitUnit, Pause, TimeLimit, compute, is_late, outcome
from counter_app.services.seed_calendar import seed_calendar
from tests.domain import deadline_walk as walk
from tests.domain.deadline_walk import Case, Span

CALENDAR = seed_calendar()
RUNS = int(os.environ.get("COUNTER_APP_WALK_EXAMPLES", "2000"))
MOST = {"working_day": 30, "day": 45, "month": 3, "working_hour": 45}
EDGES = [time(0), time(7, 29), time(7, 30), time(11, 29), time(11, 30), time(12), time(13, 29), time(13, 30)]
EDGES += [time(15), time(15, 1), time(17, 29), time(17, 30)]
HOLIDAYS = sorted(walk.OFF | walk.EXTRA)
FIRST, LAST = date(2024, 1, 1), date(2026, 9, 30)

days = st.one_of(
    st.dates(FIRST, LAST),
    st.builds(date.__add__, st.sampled_from(HOLIDAYS), st.builds(timedelta, st.integers(-9, 1))),
).filter(lambda day: FIRST <= day <= LAST)
times = st.one_of(
    st.sampled_from(EDGES),
    st.builds(time, st.integers(0, 23), st.integers(0, 59)),
)
moments = st.builds(datetime.combine, days, times)
settings.register_profile(
    "walk", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
whole, half, fourth = (
    settings(settings.get_profile("walk"), max_examples=RUNS // part) for part in (1, 2, 4)
)


@st.composite
def limits(draw: st.DrawFn) -> tuple[str, int]:
    unit = draw(st.sampled_from(sorted(MOST)))
    return unit, draw(st.integers(0 if unit == "working_day" else 1, MOST[unit]))


def later(draw: st.DrawFn, moment: datetime, most_days: int) -> datetime:
    """A moment at or after `moment`, as often as not on the edge of a session."""
    day = moment.date() + timedelta(days=draw(st.integers(0, most_days)))
    return max(moment, datetime.combine(day, draw(times)))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    received = draw(moments)
    unit, amount = draw(limits())
    bare = walk.due_at(Case(received, unit, amount))
    span = (bare - received).days + 3
    pauses: list[Span] = []
    for _ in range(draw(st.integers(0, 4))):
        near_due = bare + timedelta(minutes=draw(st.integers(-1, 1)))
        start = max(received, draw(st.sampled_from([near_due, later(draw, received, span)])))
        pauses.append((start, later(draw, start, draw(st.sampled_from([0, 2, 12])))))
    case = Case(received, unit, amount, tuple(pauses))
    if not draw(st.booleans()):
        return case
    extended_at = draw(st.none() | st.just(later(draw, received, span)))
    earlier = walk.united(pauses)
    if extended_at is not None:
        earlier = [each for each in earlier if each[0] < extended_at]
    new = walk.due_without_extension(case, list(earlier)).date()
    for _ in range(draw(st.integers(1, 15))):
        new = walk.next_day(new)
    return Case(received, unit, amount, tuple(pauses), new, extended_at)


def computed(case: Case, extra: tuple[Pause, ...] = ()) -> Due:
    pauses = [Pause(start, end) for start, end in case.pauses]
    limit = TimeLimit(case.amount, LimitUnit(case.unit))
    return compute(case.received, limit, CALENDAR, [*pauses, *extra], case.extension, case.extended_at)


@whole
@given(cases())
def test_due_moment_is_where_the_walk_ends(case: Case) -> None:
    due = computed(case)
    event(f"{case.unit}, pauses {len(case.pauses) > 0}, extended {case.extension is not None}")
    assert due.counted_from == walk.counted_from(case.received)
    assert due.first_at == walk.due_at(Case(case.received, case.unit, case.amount))
    assert due.at == walk.due_at(case)
    assert Due.from_json(due.to_json()) == due


@half
@given(cases(), st.data())
def test_an_open_pause_leaves_what_remains_at_the_stop(case: Case, data: st.DataObject) -> None:
    stop = max([end for _, end in case.pauses if end is not None], default=case.received)
    stop = later(data.draw, stop + timedelta(minutes=1), 3)
    before = computed(case)
    if case.extended_at is not None and stop < case.extended_at:
        return
    due = computed(case, (Pause(stop),))
    assert due.at is None
    assert due.stopped_at == stop
    assert due.at_stop == before.at
    assert due.remaining_at_stop == walk.working_minutes(stop, due.at_stop)
    by_minute = case.unit == "working_hour"
    late = stop > due.at_stop if by_minute else stop.date() > due.at_stop.date()
    assert is_late(stop + timedelta(days=999), due) is late


@fourth
@given(moments, moments)
def test_working_minutes_between_two_moments(start: datetime, end: datetime) -> None:
    end = start + (end - start) % timedelta(days=60) * (1 if end > start else -1)
    assert CALENDAR.working_minutes(start, end) == walk.working_minutes(start, end)


@fourth
@given(moments, st.integers(1, 6000))
def test_adding_working_minutes_and_taking_them_back(start: datetime, minutes: int) -> None:
    start = walk.counted_from(start)
    end = CALENDAR.add_working_minutes(start, minutes)
    assert end == walk.walk_hours(start, minutes, [])
    assert CALENDAR.add_working_minutes(end, -minutes) == start


@fourth
@given(moments, st.integers(1, 300))
def test_nth_working_day_and_the_runs_between(moment: datetime, n: int) -> None:
    day = walk.counted_from(moment).date()
    end, stepped = CALENDAR.nth_working_after(day, n), day
    for _ in range(n):
        stepped = walk.next_day(stepped)
    assert end == stepped
    assert CALENDAR.nth_working_after(end, -n) == day
    assert CALENDAR.working_days(day, end) == n
    assert CALENDAR.working_days(end, day) == -n
    off = {
        run.first + timedelta(days=k)
        for run in CALENDAR.days_off(day, end)
        for k in range((run.last - run.first).days + 1)
    }
    between = [day + timedelta(days=k) for k in range((end - day).days)]
    assert off == {each for each in between if not walk.works(each)}
    assert set(CALENDAR.swap_days(day, end)) == {each for each in [*between, end] if each in walk.EXTRA}


@fourth
@given(moments, moments, limits())
def test_outcome_by_minute_for_hours_and_by_date_for_all_else(
    finished: datetime, due: datetime, limit: tuple[str, int]
) -> None:
    kind = TimeLimit(limit[1], LimitUnit(limit[0]))
    mine, theirs = (finished, due) if kind.unit == "working_hour" else (finished.date(), due.date())
    expected = "early" if mine < theirs else "late" if mine > theirs else "on_time"
    assert outcome(finished, due, kind) == expected


def test_the_walk_itself_knows_a_worked_saturday_and_a_holiday() -> None:
    """The oracle is only worth something if its calendar is not empty."""
    assert walk.works(date(2026, 1, 10))
    assert not walk.works(date(2026, 11, 24))
    assert len(walk.OFF) == 38
    assert len(walk.EXTRA) == 4
