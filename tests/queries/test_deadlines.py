"""Overdue, loads, shares, holders, forecast: each against a slow count from the log itself."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from counter_app.bootstrap import Desk, Ports, open_desk
from counter_app.domain.deadline import outcome
from counter_app.domain.dossier import Dossier, Status
from counter_app.domain.due import Outcome
from counter_app.domain.fold import fold
from counter_app.queries import deadlines, forecast, holders
from counter_app.queries.deadlines import NOBODY, Behind, Standing
from counter_app.queries.forecast import LEAST_BASIS, PastTimes
from counter_app.queries.overdue_list import entries
from counter_app.storage import stream_log
from counter_app.storage.store import Reading
from tests.builders import MONDAY, Clock
from tests.ui.deadlines.past import FREQUENT, past_desk

MOMENTS = (
    MONDAY,
    MONDAY - timedelta(days=2),  # a Saturday: what was due on Friday is late, no working minute has passed
    MONDAY.replace(hour=23, minute=59),
    MONDAY + timedelta(days=30),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("deadlines")
    shutil.copytree(past_desk(), folder / "desk")
    with open_desk(folder / "desk", writing=False, ports=Ports(clock=Clock())) as opened:
        yield opened


def _folded(reading: Reading) -> list[Dossier]:
    streams = reading.conn.exec_driver_sql("SELECT stream FROM dossier WHERE slip IS NULL").scalars()
    return [
        fold(stream, [stored.event for stored in stream_log.read_stream(reading.conn, stream)])
        for stream in streams
    ]


@pytest.fixture(scope="module")
def dossiers(desk: Desk) -> list[Dossier]:
    """Every dossier, from the log."""
    return desk.read(_folded)


def _is_late(dossier: Dossier, now: datetime) -> bool:
    if not dossier.is_open or dossier.is_paused or dossier.due_at is None or dossier.limit is None:
        return False
    return outcome(now, dossier.due_at, dossier.limit) is Outcome.LATE


@pytest.mark.parametrize("now", MOMENTS)
def test_the_list_is_what_the_engine_calls_late(desk: Desk, dossiers: list[Dossier], now: datetime) -> None:
    expected = {dossier.code: dossier for dossier in dossiers if _is_late(dossier, now)}
    rows = desk.read(lambda reading: deadlines.overdue(reading, now, limit=None))
    assert {row.code for row in rows} == set(expected)
    assert [row.late_from for row in rows] == sorted(str(row.late_from) for row in rows)
    for row in rows:
        of_log = expected[row.code]
        assert (row.holder, row.officer, row.status) == (of_log.holder, of_log.officer, of_log.status)


def test_a_limit_in_hours_is_late_by_the_minute(desk: Desk, dossiers: list[Dossier]) -> None:
    by_hour = next(each for each in dossiers if each.is_open and each.due_at and each.limit.is_by_minute)  # type: ignore[union-attr]
    due = by_hour.due_at
    assert due is not None

    def codes(now: datetime) -> set[str]:
        return {row.code for row in desk.read(lambda reading: deadlines.overdue(reading, now, limit=None))}

    assert by_hour.code not in codes(due)
    assert by_hour.code in codes(due + timedelta(minutes=1))


def test_a_limit_cuts_the_list(desk: Desk) -> None:
    now = MOMENTS[-1]
    whole = desk.read(lambda reading: deadlines.overdue(reading, now, limit=None))
    assert len(whole) > 3
    assert desk.read(lambda reading: deadlines.overdue(reading, now, limit=3)) == whole[:3]


@pytest.mark.parametrize("now", MOMENTS)
def test_the_numbers_add_up(desk: Desk, dossiers: list[Dossier], now: datetime) -> None:
    load = desk.read(lambda reading: deadlines.load(reading, now))
    count = deadlines.total(load)
    assert count == sum(dossier.is_open for dossier in dossiers)
    assert count == sum(deadlines.total(load, standing) for standing in Standing)
    assert deadlines.total(load, Standing.OVERDUE) == sum(_is_late(each, now) for each in dossiers)
    statuses = Counter(str(each.status) for each in dossiers if each.is_open)
    assert {row.status for row in load} == set(statuses)
    for status, expected in statuses.items():
        assert sum(row.count for row in load if row.status == status) == expected
    paused = {Status.AWAITING_SUPPLEMENT, Status.AWAITING_PAYMENT, Status.STOPPED}
    assert deadlines.total(load, Standing.PAUSED) == sum(each.status in paused for each in dossiers)
    due_today = [
        each for each in dossiers if each.is_open and each.due_at and each.due_at.date() == now.date()
    ]
    assert sum(row.count for row in load if row.is_due_today) == len(due_today)


@pytest.mark.parametrize("now", MOMENTS[:2])
def test_a_unit_holds_its_share_of_the_whole(desk: Desk, now: datetime) -> None:
    load = desk.read(lambda reading: deadlines.load(reading, now))
    units = {row.unit for row in load}
    assert len(units) > 3
    for unit in units:
        part = desk.read(lambda reading, unit=unit: deadlines.load(reading, now, unit=unit))
        assert sorted(part, key=repr) == sorted((row for row in load if row.unit == unit), key=repr)
        late = desk.read(lambda reading, unit=unit: deadlines.overdue(reading, now, unit=unit, limit=None))
        assert len(late) == deadlines.total(part, Standing.OVERDUE)


def test_each_number_has_exactly_its_dossiers(desk: Desk) -> None:
    load = desk.read(lambda reading: deadlines.load(reading, MONDAY))

    def same(behind: Behind, is_in: Callable[[deadlines.LoadRow], bool]) -> None:
        codes = desk.read(lambda reading: deadlines.codes_behind(reading, MONDAY, behind))
        rows = desk.read(lambda reading: deadlines.rows_behind(reading, MONDAY, behind, limit=None))
        assert len(codes) == sum(row.count for row in load if is_in(row)), behind
        assert sorted(row.code for row in rows) == sorted(codes)
        assert len(set(codes)) == len(codes)

    same(Behind(), lambda row: True)
    same(Behind(is_due_today=True), lambda row: row.is_due_today)
    for standing in Standing:
        same(Behind(standing=standing), lambda row, standing=standing: row.standing is standing)
    for unit, officer in {(row.unit, row.officer) for row in load}:
        same(
            Behind(unit, officer or NOBODY),
            lambda row, unit=unit, officer=officer: (row.unit, row.officer) == (unit, officer),
        )
    for day in {row.since for row in load}:
        same(Behind(since=day, until=day), lambda row, day=day: row.since == day)


def test_the_lists_go_by_their_index(desk: Desk) -> None:
    """A query that sorts or looks through all dossiers is not the one that was measured."""
    asked: list[tuple[str, Any]] = []

    def note(conn: Any, cursor: Any, text: str, values: Any, context: Any, many: bool) -> None:
        asked.append((text, values))

    def look(reading: Reading) -> list[str]:
        engine = reading.conn.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            deadlines.overdue(reading, MONDAY)
            deadlines.load(reading, MONDAY)
            deadlines.months_in_time(reading, MONDAY.date(), unit="QLDT")
        finally:
            event.remove(engine, "before_cursor_execute", note)
        plans = []
        for text, values in asked:
            rows = reading.conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)
            plans.append("; ".join(str(row[-1]) for row in rows))
        return plans

    first, whole, months = desk.read(look)
    assert first == "SEARCH dossier USING INDEX ix_dossier_open_late (late_from<?)"
    assert "SCAN dossier USING INDEX ix_dossier_open_late" in whole  # of the open ones only: it is partial
    assert "SEARCH dossier USING COVERING INDEX ix_dossier_done (finished_at>?)" in months


def test_months_are_counted_from_what_was_finished(desk: Desk, dossiers: list[Dossier]) -> None:
    months = desk.read(lambda reading: deadlines.months_in_time(reading, MONDAY.date()))
    assert [month.first for month in months] == [date(2026, month, 1) for month in range(6, 12)]
    assert months[0].share is None
    for month in months:
        done = [
            each
            for each in dossiers
            if each.finished_at and each.finished_at.date().month == month.first.month
        ]
        good = [each for each in done if each.outcome in {"early", "on_time"}]
        assert (month.done, month.in_time) == (len(done), len(good))
    assert sum(month.done for month in months) > 200


def test_months_of_a_unit_are_those_of_its_procedures(desk: Desk, dossiers: list[Dossier]) -> None:
    units = {
        unit: desk.read(
            lambda reading, unit=unit: deadlines.months_in_time(reading, MONDAY.date(), unit=unit)
        )
        for unit in ("QLDT", "QLDN", "TNMT", "QHXD")
    }
    whole = desk.read(lambda reading: deadlines.months_in_time(reading, MONDAY.date()))
    for number, month in enumerate(whole):
        assert sum(months[number].done for months in units.values()) == month.done


@pytest.mark.parametrize(
    ("day", "back", "first"),
    [
        (date(2026, 11, 23), 0, date(2026, 11, 1)),
        (date(2026, 1, 31), 1, date(2025, 12, 1)),
        (date(2026, 3, 31), 15, date(2024, 12, 1)),
    ],
)
def test_first_of_month(day: date, back: int, first: date) -> None:
    assert deadlines.first_of_month(day, back) == first


# -- who held it


def test_what_holders_had_is_the_whole_time(desk: Desk, dossiers: list[Dossier]) -> None:
    chosen = [each for each in dossiers if each.stays and each.received_at and each.is_open]
    streams = [each.stream for each in chosen]
    found = {
        each.stream: each for each in desk.read(lambda reading: holders.held_times(reading, streams, MONDAY))
    }
    assert set(found) == set(streams)
    calendar = desk.read(lambda reading: reading.reference.calendar)
    for dossier in chosen:
        held = found[dossier.stream]
        assert dossier.received_at is not None
        passed = calendar.working_minutes(dossier.received_at, MONDAY)
        assert held.working_minutes + held.applicant == passed
        assert held.taken_by == dossier.stays[-1].taken_by
    assert any(found[each.stream].leader for each in chosen)


def test_while_the_clock_stands_still_no_unit_is_charged(desk: Desk, dossiers: list[Dossier]) -> None:
    stopped = [each.stream for each in dossiers if each.is_paused]
    later = datetime(2026, 11, 25, 9, 14)  # the 24th is a holiday: one working day

    def read(now: datetime) -> list[holders.HeldTime]:
        return list(desk.read(lambda reading: holders.held_times(reading, stopped, now)))

    assert stopped
    for before, after in zip(read(MONDAY), read(later), strict=True):
        assert after.working_minutes == before.working_minutes
        assert after.applicant == before.applicant + 480


def test_entries_keep_the_order_of_the_rows(desk: Desk) -> None:
    rows = desk.read(lambda reading: deadlines.overdue(reading, MONDAY, limit=None))
    found = desk.read(lambda reading: entries(reading, rows, MONDAY))
    assert [entry.row for entry in found] == list(rows)
    assert all(entry.late_minutes > 0 for entry in found)
    assert {entry.is_by_hour for entry in found} == {True, False}


# -- forecast


@given(
    st.lists(st.integers(0, 5000), max_size=60),
    st.integers(0, 5000),
    st.integers(0, 5000),
)
def test_the_forecast_is_a_count(needed: list[int], passed: int, left: int) -> None:
    still = [minutes for minutes in needed if minutes > passed]
    told = forecast.forecast(sorted(needed), passed, left)
    if len(still) < LEAST_BASIS:
        assert told is None
        return
    assert told is not None
    assert told.basis == len(still)
    assert told.share == sum(minutes > passed + left for minutes in still) / len(still)
    assert told.longer_than == (len(needed) - len(still)) / len(needed)


def test_too_few_past_ones_give_no_forecast() -> None:
    nineteen = [1000] * (LEAST_BASIS - 1)
    assert forecast.forecast(nineteen, 0, 10) is None
    told = forecast.forecast([*nineteen, 1000], 0, 10)
    assert told is not None and told.share == 1.0


def test_risk_is_of_open_ones_in_time_with_enough_past(desk: Desk, dossiers: list[Dossier]) -> None:
    past = PastTimes()
    rows = desk.read(lambda reading: forecast.at_risk(reading, MONDAY, past))
    by_code = {each.code: each for each in dossiers}
    assert rows
    assert past.dossiers > LEAST_BASIS
    for row in rows:
        of_log = by_code[row.code]
        assert of_log.is_open and not of_log.is_paused and not _is_late(of_log, MONDAY)
        assert row.procedure in FREQUENT
        assert forecast.AT_RISK <= row.share <= 1 and row.basis >= LEAST_BASIS
    assert [row.share for row in rows] == sorted((row.share for row in rows), reverse=True)
    everything = desk.read(lambda reading: forecast.at_risk(reading, MONDAY, past, least=0.0))
    assert {row.code for row in rows} < {row.code for row in everything}
    one = rows[0].holder
    of_unit = desk.read(lambda reading: forecast.at_risk(reading, MONDAY, past, unit=one))
    assert of_unit == tuple(row for row in rows if row.holder == one)


def test_a_share_is_what_the_log_says(desk: Desk, dossiers: list[Dossier]) -> None:
    """One forecast again, from the log alone."""
    row = desk.read(lambda reading: forecast.at_risk(reading, MONDAY, PastTimes()))[0]
    calendar = desk.read(lambda reading: reading.reference.calendar)
    mine = next(each for each in dossiers if each.code == row.code)
    at = sum(stay.unit == mine.holder for stay in mine.stays) - 1
    needed = []
    for each in dossiers:
        stays = [stay for stay in each.stays if stay.unit == mine.holder]
        if each.procedure != mine.procedure or not each.finished_at or len(stays) <= at:
            continue
        if stays[at].since <= each.finished_at:
            needed.append(calendar.working_minutes(stays[at].since, each.finished_at))
    assert mine.due_at is not None
    passed = calendar.working_minutes(mine.stays[-1].since, MONDAY)
    left = calendar.working_minutes(MONDAY, mine.due_at)
    still = [minutes for minutes in needed if minutes > passed]
    assert row.basis == len(still)
    assert row.share == sum(minutes > passed + left for minutes in still) / len(still)


def test_the_past_is_read_once_a_day(desk: Desk) -> None:
    asked: list[str] = []

    def note(conn: Any, cursor: Any, text: str, values: Any, context: Any, many: bool) -> None:
        asked.append(text)

    past = PastTimes()

    def count(now: datetime) -> int:
        def look(reading: Reading) -> int:
            asked.clear()
            event.listen(reading.conn.engine, "before_cursor_execute", note)
            try:
                forecast.at_risk(reading, now, past)
            finally:
                event.remove(reading.conn.engine, "before_cursor_execute", note)
            return len(asked)

        return desk.read(look)

    first, again = count(MONDAY), count(MONDAY + timedelta(hours=3))
    assert again < first
    assert count(MONDAY + timedelta(days=1)) > again


def test_the_past_is_learned_in_steps(desk: Desk) -> None:
    past, whole = PastTimes(), PastTimes()
    steps = 1
    while not desk.read(lambda reading: forecast.learn(reading, MONDAY, past, most=2)):
        steps += 1
        assert steps < 60
    assert steps > 2
    expected = desk.read(lambda reading: forecast.at_risk(reading, MONDAY, whole))
    assert desk.read(lambda reading: forecast.at_risk(reading, MONDAY, past)) == expected
    assert past.dossiers == whole.dossiers


def test_a_desk_without_a_past_has_numbers_of_nought(tmp_path: Path) -> None:
    from tests.desks import a_trial

    with a_trial(tmp_path) as empty:
        assert empty.read(lambda reading: deadlines.overdue(reading, MONDAY)) == ()
        assert empty.read(lambda reading: deadlines.load(reading, MONDAY)) == ()
        assert empty.read(lambda reading: forecast.at_risk(reading, MONDAY, PastTimes())) == ()
        months = empty.read(lambda reading: deadlines.months_in_time(reading, MONDAY.date()))
        assert [month.done for month in months] == [0] * 6
        assert all(month.share is None for month in months)
