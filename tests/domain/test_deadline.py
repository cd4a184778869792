"""The rules of the promised date, case by case; `test_deadline_walk.py` has the random ones."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.deadline import (
    Due,
    LimitUnit,
    Outcome,
    Pause,
    PauseMove,
    TimeLimit,
    compute,
    is_late,
    outcome,
    remaining_minutes,
)
from counter_app.domain.errors import (
    DateOutOfRange,
    ExtensionNotPossible,
    PauseNotPossible,
    TimeLimitNotPossible,
)
from counter_app.services.seed_calendar import SEED_VERSION, seed_calendar

CALENDAR = seed_calendar()
DATA = Path(__file__).parents[1] / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def pauses_of(*spans: str) -> list[Pause]:
    """`2026-03-10T10:00/2026-03-12T10:00`; nothing after the stroke: still open."""
    pairs = (span.split("/") for span in spans)
    return [Pause(at(start), at(end) if end else None) for start, end in pairs]


def due_of(
    received: str, amount: int, unit: str, *pauses: str, extension: str = "", extended_at: str = ""
) -> Due:
    return compute(
        at(received),
        TimeLimit(amount, LimitUnit(unit)),
        CALENDAR,
        pauses_of(*pauses),
        date.fromisoformat(extension) if extension else None,
        at(extended_at) if extended_at else None,
    )


@pytest.mark.parametrize("name", ["deadline_examples.csv", "deadline_golden.csv"])
def test_every_case_of_the_tables(name: str) -> None:
    """59 worked examples with reasons; 265 edges (bad input 27), frozen from the naive walk."""
    cases = rows(name)
    assert len(cases) == {"deadline_examples.csv": 59, "deadline_golden.csv": 265}[name]
    for case in cases:
        spans = case["pauses"].split(";") if case["pauses"] else []
        due = due_of(
            case["received"], int(case["amount"]), case["unit"], *spans, extension=case["extension"]
        )
        found = (due.at, due.counted_from, due.calendar_version, due.is_provisional)
        expected = (at(case["expected_due_at"]), at(case["expected_counted_from"]), SEED_VERSION, False)
        assert found == expected, case


@pytest.mark.parametrize("amount", [-1, 3651, 10_000, 10**30, 0.5, 5.0, "5", True, None])
@pytest.mark.parametrize("unit", list(LimitUnit))
def test_an_impossible_limit_is_refused(amount: Any, unit: LimitUnit) -> None:
    with pytest.raises(TimeLimitNotPossible) as caught:
        TimeLimit(amount, unit)
    assert caught.value.facts["max"] == 3650


@pytest.mark.parametrize("unit", list(LimitUnit))
def test_zero_is_for_working_days_only(unit: LimitUnit) -> None:
    assert TimeLimit(1, unit).amount == 1
    assert TimeLimit(3650, unit).amount == 3650
    if unit is LimitUnit.WORKING_DAY:
        assert TimeLimit(0, unit).amount == 0
    else:
        with pytest.raises(TimeLimitNotPossible):
            TimeLimit(0, unit)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-03-13T15:00", "2026-03-13T17:30"),
        ("2026-03-13T15:01", "2026-03-16T17:30"),
        ("2026-03-13T17:30", "2026-03-16T17:30"),  # counted from Monday 07:30, before the cut-off
        ("2026-03-13T12:00", "2026-03-13T17:30"),
        ("2026-02-13T15:01", "2026-02-23T17:30"),
        ("2026-01-09T17:31", "2026-01-10T17:30"),
    ],
)
def test_same_day_procedures(received: str, expected: str) -> None:
    assert due_of(received, 0, "working_day").at == at(expected)


@pytest.mark.parametrize(
    ("received", "months", "expected"),
    [
        ("2024-01-31T09:00", 1, "2024-02-29T17:30"),
        ("2025-12-31T09:00", 14, "2027-03-01T17:30"),  # Sunday 28/02
        ("2025-01-31T09:00", 1, "2025-03-03T17:30"),  # Tết: counted from 03/02
        ("2025-12-31T09:00", 2, "2026-03-02T17:30"),
        ("2025-10-31T09:00", 1, "2025-12-01T17:30"),  # Sunday 30/11
        ("2024-02-29T09:00", 12, "2025-02-28T17:30"),
        ("2025-12-01T09:00", 1, "2026-01-05T17:30"),
    ],
)
def test_months_keep_the_day_or_the_last_there_is(received: str, months: int, expected: str) -> None:
    assert due_of(received, months, "month").at == at(expected)


def test_the_longest_limits_there_are() -> None:
    assert due_of("2026-03-11T09:00", 3650, "day").at == at("2036-03-10T17:30")  # Saturday 08/03 moves on
    assert due_of("2026-03-11T09:00", 3650, "month").at == at("2330-05-12T17:30")
    due = due_of("2026-03-11T09:00", 3650, "working_day")
    assert due.is_provisional


@pytest.mark.parametrize(
    ("received", "unit"),
    [("9999-12-31T18:00", "working_day"), ("9999-12-31T09:00", "day"), ("9999-11-30T09:00", "month")],
)
def test_counting_beyond_the_last_year(received: str, unit: str) -> None:
    with pytest.raises(DateOutOfRange):
        due_of(received, 2, unit)


def test_pauses_that_touch_or_overlap_count_once() -> None:
    due = due_of(
        "2026-03-09T09:00",
        5,
        "working_day",
        "2026-03-12T10:00/2026-03-13T10:00",
        "2026-03-10T10:00/2026-03-12T10:00",
        "2026-03-11T09:00/2026-03-11T10:00",
    )
    assert due.moves == (PauseMove(at("2026-03-10T10:00"), at("2026-03-13T10:00"), 3),)
    assert due.at == at("2026-03-19T17:30")


def test_standing_still_on_day_0_gains_nothing() -> None:
    on_day_0 = due_of("2026-03-14T09:00", 1, "working_day", "2026-03-14T10:00/2026-03-16T16:00")
    assert on_day_0.at == due_of("2026-03-14T09:00", 1, "working_day").at == at("2026-03-17T17:30")
    beyond = due_of("2026-03-14T09:00", 1, "working_day", "2026-03-14T10:00/2026-03-17T16:00")
    assert beyond.at == at("2026-03-18T17:30")
    over_in_time = due_of("2026-03-13T18:00", 1, "working_day", "2026-03-13T18:30/2026-03-14T08:00")
    assert over_in_time.at == at("2026-03-17T17:30")


@pytest.mark.parametrize(
    ("pause", "moves"),
    [
        ("2026-03-16T17:29/2026-03-18T10:00", 2),
        ("2026-03-16T17:30/2026-03-18T10:00", 0),
        ("2026-03-17T09:00/2026-03-18T10:00", 0),
    ],
)
def test_a_pause_at_or_after_the_due_moment_moves_nothing(pause: str, moves: int) -> None:
    due = due_of("2026-03-09T09:00", 5, "working_day", pause)
    assert [move.amount for move in due.moves] == [moves]
    assert due.at == at("2026-03-18T17:30" if moves else "2026-03-16T17:30")


def test_the_due_moment_is_as_moved_by_the_earlier_pauses() -> None:
    """The second pause begins after the first due date, but before the one the first pause made of it."""
    first, second = "2026-03-10T10:00/2026-03-12T10:00", "2026-03-17T10:00/2026-03-18T10:00"
    assert due_of("2026-03-09T09:00", 5, "working_day", second).at == at("2026-03-16T17:30")
    assert due_of("2026-03-09T09:00", 5, "working_day", first, second).at == at("2026-03-19T17:30")
    hours = due_of(
        "2026-03-11T09:00",
        2,
        "working_hour",
        "2026-03-11T10:00/2026-03-11T10:30",
        "2026-03-11T11:15/2026-03-11T14:00",
    )
    assert hours.first_at == at("2026-03-11T11:00")
    assert hours.at == at("2026-03-11T14:15")
    assert [move.amount for move in hours.moves] == [30, 45]


def test_while_paused_there_is_no_due_date_but_what_remains() -> None:
    due = due_of("2026-03-09T09:00", 5, "working_day", "2026-03-13T10:00/")
    assert due.at is None
    assert due.is_paused
    assert due.stopped_at == at("2026-03-13T10:00")
    assert due.at_stop == due.first_at == at("2026-03-16T17:30")
    assert due.remaining_at_stop == 330 + 480
    assert not is_late(at("2027-03-13T10:00"), due)


def test_an_open_pause_swallows_all_that_follow() -> None:
    due = due_of(
        "2026-03-09T09:00",
        5,
        "working_day",
        "2026-03-12T10:00/2026-03-13T10:00",
        "2026-03-11T10:00/",
        "2026-03-10T10:00/2026-03-10T11:00",
    )
    assert [(move.start, move.end) for move in due.moves] == [
        (at("2026-03-10T10:00"), at("2026-03-10T11:00")),
        (at("2026-03-11T10:00"), None),
    ]
    assert due.stopped_at == at("2026-03-11T10:00")


def test_late_at_the_stop_stays_late() -> None:
    due = due_of("2026-03-09T09:00", 5, "working_day", "2026-03-17T10:00/")
    assert due.at is None
    assert due.remaining_at_stop == -150
    assert is_late(at("2026-03-17T10:00"), due)


def test_one_extension_replaces_the_date_and_keeps_the_old_one() -> None:
    pause = "2026-03-10T10:00/2026-03-12T10:00"
    due = due_of("2026-03-09T09:00", 5, "working_day", pause, extension="2026-03-20")
    assert due.at == at("2026-03-20T17:30")
    assert due.before_extension == at("2026-03-18T17:30")
    assert due.first_at == at("2026-03-16T17:30")
    assert due.extension == date(2026, 3, 20)


def test_pauses_after_the_extension_move_the_extended_date() -> None:
    earlier, later = "2026-03-10T10:00/2026-03-12T10:00", "2026-03-19T10:00/2026-03-23T10:00"
    due = due_of(
        "2026-03-09T09:00",
        5,
        "working_day",
        earlier,
        later,
        extension="2026-03-20",
        extended_at="2026-03-18T09:00",
    )
    assert due.at == at("2026-03-24T17:30")
    assert [move.amount for move in due.moves] == [2, 2]
    all_before = due_of("2026-03-09T09:00", 5, "working_day", earlier, later, extension="2026-03-20")
    assert all_before.at == at("2026-03-20T17:30")


def test_hours_after_an_extension_go_on_by_the_minute() -> None:
    due = due_of(
        "2026-03-11T09:00",
        4,
        "working_hour",
        "2026-03-12T17:00/2026-03-13T08:00",
        extension="2026-03-12",
        extended_at="2026-03-11T14:00",
    )
    assert due.before_extension == at("2026-03-11T15:00")
    assert due.at == at("2026-03-13T08:30")


@pytest.mark.parametrize(
    ("extension", "because"),
    [
        ("2026-03-16", "not_after_due"),
        ("2026-03-10", "not_after_due"),
        ("2026-03-21", "not_a_working_day"),
        ("2026-04-27", "not_a_working_day"),
    ],
)
def test_an_impossible_extension_is_refused(extension: str, because: str) -> None:
    with pytest.raises(ExtensionNotPossible) as caught:
        due_of("2026-03-09T09:00", 5, "working_day", extension=extension)
    assert caught.value.facts == {"extension": extension, "because": because, "due_at": "2026-03-16T17:30"}


def test_an_extension_must_lie_after_the_date_the_pauses_made() -> None:
    dossier, pause = ("2026-03-09T09:00", 5, "working_day"), "2026-03-10T10:00/2026-03-12T10:00"
    with pytest.raises(ExtensionNotPossible):
        due_of(*dossier, pause, extension="2026-03-18")
    due = due_of(*dossier, pause, extension="2026-03-18", extended_at="2026-03-09T10:00")
    assert due.at == at("2026-03-20T17:30")


def test_a_pause_begins_after_reception_and_ends_after_it_begins() -> None:
    with pytest.raises(PauseNotPossible) as caught:
        due_of("2026-03-09T09:00", 5, "working_day", "2026-03-09T08:59/2026-03-10T10:00")
    assert caught.value.facts["because"] == "before_reception"
    assert due_of("2026-03-09T09:00", 5, "working_day", "2026-03-09T09:00/2026-03-10T10:00").at
    with pytest.raises(PauseNotPossible) as caught:
        pauses_of("2026-03-10T10:00/2026-03-10T09:59")
    assert caught.value.facts["because"] == "ends_before_it_begins"


@pytest.mark.parametrize(
    ("received", "amount", "unit", "is_provisional"),
    [
        ("2026-12-28T09:00", 3, "working_day", False),
        ("2026-12-28T09:00", 4, "working_day", True),
        ("2026-12-31T17:29", 0, "working_day", True),
        ("2026-12-31T16:30", 1, "working_hour", False),
        ("2026-12-31T16:31", 1, "working_hour", True),
        ("2023-12-29T18:00", 1, "working_day", True),  # whether 30/12/2023 was worked is not known here
        ("2024-01-01T08:00", 1, "working_day", False),
    ],
)
def test_a_year_without_a_confirmed_notice_is_provisional(
    received: str, amount: int, unit: str, is_provisional: bool
) -> None:
    assert due_of(received, amount, unit).is_provisional is is_provisional


def test_a_year_between_is_touched_too() -> None:
    calendar = WorkingCalendar("v", {}, frozenset({2025, 2027}))
    due = compute(at("2025-12-31T09:00"), TimeLimit(365, LimitUnit.DAY), calendar)
    assert due.at == at("2026-12-31T17:30")
    assert due.is_provisional
    assert compute(at("2025-12-01T09:00"), TimeLimit(20, LimitUnit.DAY), calendar).is_provisional is False


def test_an_extension_or_a_pause_into_an_unknown_year_is_provisional() -> None:
    assert due_of("2026-12-21T09:00", 1, "working_day", extension="2027-01-05").is_provisional
    assert due_of("2026-12-21T09:00", 8, "working_day", "2026-12-22T09:00/2026-12-23T09:00").is_provisional


@pytest.mark.parametrize(
    ("finished", "unit", "expected"),
    [
        ("2026-03-15T23:59", "working_day", Outcome.EARLY),
        ("2026-03-16T00:00", "day", Outcome.ON_TIME),
        ("2026-03-16T23:59", "month", Outcome.ON_TIME),
        ("2026-03-17T00:00", "working_day", Outcome.LATE),
        ("2026-03-16T17:29", "working_hour", Outcome.EARLY),
        ("2026-03-16T17:30", "working_hour", Outcome.ON_TIME),
        ("2026-03-16T17:31", "working_hour", Outcome.LATE),
    ],
)
def test_outcome(finished: str, unit: str, expected: Outcome) -> None:
    assert outcome(at(finished), at("2026-03-16T17:30"), TimeLimit(5, LimitUnit(unit))) is expected


def test_late_is_after_the_due_date_or_minute() -> None:
    by_date = due_of("2026-03-09T09:00", 5, "working_day")
    assert not is_late(at("2026-03-16T23:00"), by_date)
    assert is_late(at("2026-03-17T00:00"), by_date)
    by_minute = due_of("2026-03-11T09:00", 2, "working_hour")
    assert not is_late(at("2026-03-11T11:00"), by_minute)
    assert is_late(at("2026-03-11T11:01"), by_minute)


def test_remaining_working_minutes() -> None:
    due = at("2026-11-25T17:30")
    assert remaining_minutes(at("2026-11-23T16:30"), due, CALENDAR) == 540
    assert remaining_minutes(at("2026-11-26T08:00"), due, CALENDAR) == -30


def test_a_pause_that_begins_with_the_extension_is_a_later_one() -> None:
    pause = "2026-03-12T10:00/2026-03-13T10:00"
    due = due_of(
        "2026-03-09T09:00", 5, "working_day", pause, extension="2026-03-20", extended_at="2026-03-12T10:00"
    )
    assert (due.before_extension, due.at) == (at("2026-03-16T17:30"), at("2026-03-23T17:30"))
