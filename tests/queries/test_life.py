"""The life line: rows in order, how long each lasted, where the clock stood still, what is and what comes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from counter_app.domain.dossier import Status
from counter_app.domain.events import EventKind as K
from counter_app.queries.life import (
    ClockStop,
    Effect,
    Expected,
    LifeEvent,
    LifeRow,
    Next,
    Present,
    life,
    life_rows,
)
from tests.builders import MONDAY
from tests.desks import Counter
from tests.domain.dossier_story import AT_QLDT, CALENDAR, WAY_TO, Story, due, story_in

LATER = MONDAY + timedelta(days=2)  # Wednesday: Tuesday 24/11 is a day off


def _rows(story: Story, now: datetime = LATER) -> list[LifeRow]:
    return list(life_rows(story.dossier, story.events, CALENDAR, now))


def _events(story: Story, now: datetime = LATER) -> list[LifeEvent]:
    return [row for row in _rows(story, now) if isinstance(row, LifeEvent)]


def _kinds(story: Story) -> list[str]:
    return [_name(row) for row in _rows(story)]


def _name(row: LifeRow) -> str:
    return row.kind.partition(":")[2] if isinstance(row, LifeEvent) else type(row).__name__


def _at(story: Story, at: datetime, kind: K, **fields: object) -> Story:
    story.at = at - timedelta(minutes=1)
    return story.tell(kind, **fields)


def test_given_and_taken_are_one_row_at_the_moment_of_taking() -> None:
    story = Story().told(*AT_QLDT)
    received, taken = _events(story)
    assert (received.kind, taken.kind) == (K.RECEIVED, K.TAKEN_OVER)
    assert taken.at == MONDAY + timedelta(minutes=3)
    assert taken.given_at == MONDAY + timedelta(minutes=2)
    assert taken.given_by == "ai-mc"


def test_of_two_decisions_the_first_counts_and_both_say_what_they_keep() -> None:
    story = Story().told(*AT_QLDT)
    here = story.tell(K.WITHDRAWN).events[-1]
    there = story.tell(K.FINISHED).events[-1]
    (clash,) = story.dossier.conflicts
    for kept, left in ((here, there), (there, here)):
        story.tell(K.CONFLICT_RESOLVED, conflict=clash.id, chosen=kept.id, over=[left.id], reason="đã họp")
    first, second = (each for each in _events(story) if each.kind == K.CONFLICT_RESOLVED)
    assert (first.effect, second.effect) == (Effect.COUNTS, Effect.DECIDED_BEFORE)
    kept = [each.kept.event_id for each in (first, second) if each.kept]
    assert kept == [here.id, there.id]
    assert [each.event_id for each in second.left_out] == [here.id]


def test_what_was_given_and_not_taken_stays_a_row() -> None:
    story = Story().told(K.RECEIVED, K.HANDED_OVER)
    assert _kinds(story) == ["received", "handed_over", "Present", "Expected"]
    story.told(K.HANDOVER_DECLINED, K.HANDED_OVER, K.TAKEN_OVER)
    assert _kinds(story) == [
        "received",
        "handed_over",
        "handover_declined",
        "taken_over",
        "Present",
        "Expected",
    ]


def test_how_long_is_working_time_to_the_next_milestone() -> None:
    story = _at(Story(), MONDAY, K.RECEIVED)
    _at(story, MONDAY.replace(hour=10, minute=14), K.NOTE_ADDED)
    _at(story, MONDAY.replace(hour=13, minute=40), K.HANDED_OVER)
    _at(story, MONDAY.replace(hour=15, minute=0), K.TAKEN_OVER)
    now = datetime(2026, 11, 25, 8, 0)
    received, note, taken = _events(story, now)
    assert received.minutes == 136 + 10, "to the moment the paper was given, lunch left out"
    assert note.minutes is None
    assert taken.minutes == 150 + 30, "until now, and Tuesday is a day off"


def test_an_ended_life_does_not_go_on_counting() -> None:
    story = story_in("voided")
    assert _events(story)[-1].minutes is None
    assert not any(isinstance(row, Present | Expected) for row in _rows(story))


def test_a_stop_stands_after_what_began_it() -> None:
    story = _at(Story().told(*AT_QLDT), MONDAY.replace(hour=11), K.SUPPLEMENT_REQUESTED)
    story.tell(K.NOTE_ADDED)
    _at(story, datetime(2026, 11, 27, 9, 0), K.SUPPLEMENTED)
    assert _kinds(story)[2:6] == ["supplement_requested", "ClockStop", "note_added", "supplemented"]
    (stop,) = [row for row in _rows(story) if isinstance(row, ClockStop)]
    assert stop == ClockStop(MONDAY.replace(hour=11), datetime(2026, 11, 27, 9, 0), 3, is_by_minute=False)
    still = {event.kind: event.is_clock_still for event in _events(story)}
    assert still[K.SUPPLEMENT_REQUESTED] and still[K.NOTE_ADDED] and not still[K.SUPPLEMENTED]
    assert {e.kind: e.minutes for e in _events(story)}[K.SUPPLEMENT_REQUESTED] is None


def test_the_stop_is_as_long_as_the_due_date_moved() -> None:
    start, end = MONDAY.replace(hour=11), datetime(2026, 12, 1, 9, 0)
    story = _at(Story().told(*AT_QLDT), start, K.STOPPED)
    _at(story, end, K.RESUMED)
    (stop,) = [row for row in _rows(story, end) if isinstance(row, ClockStop)]
    assert stop.amount == CALENDAR.working_days(start.date(), end.date()) == 5


def test_an_hour_limit_stops_by_the_minute() -> None:
    limit = {"limit": {"amount": 8, "unit": "working_hour"}}
    story = _at(Story(), MONDAY, K.RECEIVED, **limit)
    _at(story, MONDAY.replace(hour=10, minute=0), K.PAYMENT_REQUESTED)
    now = MONDAY.replace(hour=14, minute=0)
    (stop,) = [row for row in _rows(story, now) if isinstance(row, ClockStop)]
    assert (stop.amount, stop.end, stop.is_by_minute) == (90 + 30, None, True)


def test_two_stops_each_stand_in_their_place() -> None:
    story = Story().told(*AT_QLDT, K.SUPPLEMENT_REQUESTED, K.SUPPLEMENTED, K.STOPPED)
    assert _kinds(story) == [
        "received",
        "taken_over",
        "supplement_requested",
        "ClockStop",
        "supplemented",
        "stopped",
        "ClockStop",
        "Present",
        "Expected",
    ]
    stops = [row for row in _rows(story) if isinstance(row, ClockStop)]
    assert [stop.end is None for stop in stops] == [False, True]


def test_a_revoked_event_stays_and_does_not_count() -> None:
    story = Story().told(*AT_QLDT, K.ASSIGNED)
    story.tell(K.REVOKED, event_id=story.events[-1].id, unit="LD", role="supervisor")
    assigned = next(event for event in _events(story) if event.kind == K.ASSIGNED)
    assert assigned.effect is Effect.REVOKED
    assert assigned.revoked_by == story.events[-1].id
    assert assigned.minutes is None
    taken = next(event for event in _events(story) if event.kind == K.TAKEN_OVER)
    assert taken.minutes is not None and taken.minutes > 60, "it lasts past what was taken back"


def test_what_met_others_and_had_no_effect_says_so() -> None:
    story = story_in("returned").tell(K.FINISHED)
    assert _events(story)[-1].effect is Effect.CONFLICT


def test_prints_have_a_place_of_their_own() -> None:
    story = Story().told(K.RECEIVED, K.PAPER_PRINTED)
    assert _kinds(story)[0] == "received"
    assert "paper_printed" not in _kinds(story)


def test_present_knows_officer_step_and_own_due() -> None:
    story = Story().told(K.RECEIVED, K.HANDED_OVER)
    story.tell(K.TAKEN_OVER, own_due="2026-11-25T10:00").tell(K.ASSIGNED)
    (here,) = [row for row in _rows(story) if isinstance(row, Present)]
    assert (here.unit, here.officer, here.step, here.steps) == ("QLDT", "minh", 2, 6)
    assert here.own_due == datetime(2026, 11, 25, 10, 0)
    assert here.minutes_left == 46
    (late,) = [row for row in _rows(story, datetime(2026, 11, 25, 10, 30)) if isinstance(row, Present)]
    assert late.minutes_left == -30


@pytest.mark.parametrize(
    ("status", "what", "unit"),
    [
        ("received", Next.UNIT, "QLDT"),
        ("processing", Next.UNIT, "LD"),
        ("awaiting_supplement", Next.SUPPLEMENT, ""),
        ("awaiting_payment", Next.PAYMENT, ""),
        ("finished", Next.RETURN, "MC"),
        ("withdrawn", Next.RETURN, "MC"),
    ],
)
def test_what_is_expected_next(status: str, what: Next, unit: str) -> None:
    (following,) = [row for row in _rows(story_in(status)) if isinstance(row, Expected)]
    assert (following.what, following.unit) == (what, unit)


def test_in_transit_the_taking_is_expected() -> None:
    story = Story().told(K.RECEIVED, K.HANDED_OVER)
    here, following = _rows(story)[-2:]
    assert isinstance(here, Present)
    assert (here.to, here.own_due) == ("QLDT", None)
    assert following == Expected(Next.TAKE_OVER, "QLDT")


@pytest.mark.parametrize("status", ["registered", "refused", "returned", "voided"])
def test_where_nothing_is_held_there_is_no_present(status: str) -> None:
    assert not any(isinstance(row, Present | Expected) for row in _rows(story_in(status)))


@pytest.mark.parametrize("status", [status for status in WAY_TO if status != "–"])
def test_every_event_but_prints_is_in_the_line_or_joined(status: str) -> None:
    story = story_in(status)
    shown = {event.event_id for event in _events(story)}
    joined = {
        event.id
        for event, following in zip(story.events, story.events[1:], strict=False)
        if event.kind is K.HANDED_OVER and following.kind is K.TAKEN_OVER
    }
    assert shown | joined == {event.id for event in story.events}
    (here,) = [row for row in _rows(story) if isinstance(row, Present)] or [None]
    assert here is None or here.status is Status(status)


def test_from_the_desk(counter: Counter) -> None:
    code = counter.received()
    counter.passed(code, "lan", "QLDT", "minh")

    def look(reading: object) -> list[str]:
        from counter_app.queries.dossiers import one_dossier

        dossier = one_dossier(reading, code, counter.clock.local).dossier  # type: ignore[arg-type]
        rows = life(reading, dossier, counter.clock.local)  # type: ignore[arg-type]
        return [row.kind for row in rows if isinstance(row, LifeEvent)]

    assert counter.desk.read(look) == [K.RECEIVED, K.TAKEN_OVER]


def test_due_of_the_story_is_real() -> None:
    assert due()["at"] == "2026-12-03T17:30", "the stories above count on it"
