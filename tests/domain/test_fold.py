"""The fold is complete and closed: whatever comes in whatever order, it tells one dossier, never fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.domain.dossier import PAUSED, Dossier, Status, runs_of
from counter_app.domain.events import Event, EventKind
from counter_app.domain.fold import apply, fold
from tests.domain.dossier_story import DOSSIER_KINDS, REMARKS, STREAM, K, Story, newer
from tests.domain.test_transitions import MOVES, TABLE, expected_after

BLESSED = cast(EventKind, "dossier:blessed")
"""A kind that a program of next year may write."""
UNITS = ("MC", "QLDT", "TNMT", "LD", "VP")
OTHER_STEPS = [[1, "MC", 30], [2, "TNMT", 210], [3, "LD", 60], [4, "MC", 30]]
VARIANTS: dict[EventKind, list[dict[str, Any]]] = {
    K.RECEIVED: [{}, {}, {"limit": {"amount": 6, "unit": "working_hour"}}, {"slip": "TC-261123-1.1"}],
    K.REFUSED: [{}, {}, {"slip_id": "TC-261123-1.1"}],
    K.HANDED_OVER: [{"to": unit} for unit in UNITS],
    K.FINISHED: [{}, {"outcome": "rejected"}],
    K.CORRECTED: [
        {},
        {"after": {"steps": OTHER_STEPS, "procedure": "MT-01", "field": "MT", "receipt_version": 2}},
        {"after": {"received_at": "2026-11-20T08:00", "receipt_version": 2}},
        {"after": {"received_at": "2026-11-25T16:00", "receipt_version": 2, "own_due": None}},
    ],
    K.LEGACY_IMPORTED: [{"state": str(status)} for status in Status],
}


MOVES_BACK = (K.RECALLED, K.TAKEN_OVER, K.HANDOVER_DECLINED)
RARE = {K.REGISTERED, K.REFUSED, K.WITHDRAWN, K.VOIDED, K.RETURNED, K.LEGACY_IMPORTED, K.REVOKED, *REMARKS}
"""Not in the middle of a dossier's life: seldom drawn, or no story would get there."""
ONWARD = {"received": K.HANDED_OVER, "processing": K.FINISHED, "stopped": K.RESUMED}


def next_kinds(dossier: Dossier) -> list[EventKind]:
    """What could come next; what leads on stands there several times."""
    status = str(dossier.status) if dossier.status else "–"
    if dossier.status is None:
        return [*(K.RECEIVED,) * 9, K.REGISTERED, K.SUPPLEMENT_REQUESTED, K.LEGACY_IMPORTED]
    if dossier.transit is not None:
        return [*MOVES_BACK, K.TAKEN_OVER, K.NOTE_ADDED]
    allowed = [kind for kind in DOSSIER_KINDS if status in TABLE[kind] and kind not in MOVES_BACK]
    onward = [ONWARD[status]] * 20 if status in ONWARD else []
    return onward + [kind for kind in allowed for _ in range(1 if kind in RARE else 8)]


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Mostly what could come next, by the right unit; also what could not, by anybody, with clocks astray."""
    story = Story()
    for _ in range(draw(st.integers(5, 30))):
        story.at += timedelta(minutes=draw(st.integers(-600, 2_000)))
        likely = next_kinds(story.dossier)
        kind = draw(st.sampled_from(likely if draw(st.integers(0, 5)) else DOSSIER_KINDS))
        fields = dict(draw(st.sampled_from(VARIANTS.get(kind, [{}]))))
        if kind is K.REVOKED and story.events:
            fields["event_id"] = draw(st.sampled_from(story.events)).id
        if not draw(st.integers(0, 9)):
            fields["unit"] = draw(st.sampled_from(UNITS))
            fields["role"] = draw(st.sampled_from(["officer", "supervisor"]))
        event = story.event(kind, **fields)
        if not draw(st.integers(0, 60)):
            event = newer(event)
        elif not draw(st.integers(0, 60)):
            event = replace(event, kind=draw(st.sampled_from([BLESSED, K.STAFF_SET])))
        story.add(event)
    return story


def bare(dossier: Dossier) -> Dossier:
    """Without what every event leaves behind, whatever it says."""
    return replace(dossier, head=None, last_at=None, last_by="")


def without_rivals(dossier: Dossier) -> Dossier:
    """Also without what a struck event lost against: an event taken out may be one that others had seen."""
    return bare(replace(dossier, conflicts=tuple(replace(each, over=()) for each in dossier.conflicts)))


def is_read(event: Event) -> bool:
    return isinstance(event.kind, EventKind) and event.schema_v == 1


def revoked_ids(events: list[Event]) -> set[str]:
    by_right = [e for e in events if e.kind is K.REVOKED and e.payload["role"] == "supervisor"]
    return {str(e.payload["event_id"]) for e in by_right}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories())
def test_each_event_works_or_becomes_one_conflict(story: Story) -> None:
    dossier = Dossier(STREAM)
    for event in story.events:
        before, dossier = dossier, apply(dossier, event)
        assert (dossier.head, dossier.last_by) == (event.id, event.actor)
        assert dossier.last_at is not None
        assert before.last_at is None or dossier.last_at >= before.last_at
        new = dossier.conflicts[len(before.conflicts) :]
        if not is_read(event):
            expected = before.unknown_kinds
            if event.kind != K.STAFF_SET or event.schema_v != 1:
                expected = (*expected, str(event.kind))
                assert bare(dossier) == bare(replace(before, unknown_kinds=expected))
        elif new:
            assert [(c.event_id, c.kind, c.is_resolved) for c in new] == [(event.id, str(event.kind), False)]
            assert event.kind not in REMARKS
            assert new[0].because
            if not new[0].stands:
                assert bare(replace(dossier, conflicts=before.conflicts)) == bare(before)
        elif event.kind in REMARKS:
            assert bare(dossier) == bare(before)
        check_closed(before, event, dossier)
        check_form(dossier)
    assert len({conflict.id for conflict in dossier.conflicts}) == len(dossier.conflicts)
    assert apply(dossier, story.events[-1]).conflicts[: len(dossier.conflicts)] == dossier.conflicts


def check_closed(before: Dossier, event: Event, after: Dossier) -> None:
    """What had an effect was allowed by the table of the document, and led where the table says."""
    is_struck = len(after.conflicts) > len(before.conflicts) and not after.conflicts[-1].stands
    is_silent = not is_read(event) or event.kind in (*REMARKS, K.CONFLICT_RESOLVED) or is_struck
    if is_silent or event.kind not in TABLE:
        assert after.status == before.status
        return
    status = str(before.status) if before.status else "–"
    is_hours = event.kind is K.FINISHED and before.is_hours_short
    is_old = event.kind in (K.LEGACY_ACCEPTED, K.LEGACY_VOIDED) and before.is_quarantined
    assert status in TABLE[event.kind] or is_old or (is_hours and status == "received")
    back = dict.fromkeys((K.SUPPLEMENTED, K.PAID), before.awaiting_from) | {K.RESUMED: before.stopped_from}
    if event.kind is K.LEGACY_IMPORTED:
        assert after.status == event.payload["state"]
    elif event.kind is K.LEGACY_VOIDED:
        assert after.status is Status.VOIDED
    elif event.kind is K.TAKEN_OVER:
        begins = status == "received" and event.payload["to"] != "MC"
        assert after.status == ("processing" if begins else status)
    elif event.kind in back and status != "finished":
        assert after.status == (back[event.kind] or after.status)
    else:
        assert after.status == expected_after(event.kind, status)


def check_form(dossier: Dossier) -> None:
    """Pauses, custody and runs are well-formed at every moment."""
    for pause in dossier.pauses:
        assert dossier.received_at is not None
        assert pause.start >= dossier.received_at
        assert pause.end is None or pause.end >= pause.start
    assert all(pause.end is not None for pause in dossier.pauses[:-1])
    if dossier.received_at is not None:
        is_open = bool(dossier.pauses) and dossier.pauses[-1].end is None
        assert is_open == (dossier.status in PAUSED)
        assert dossier.status not in PAUSED or dossier.due_at is None
    if dossier.transit is not None:
        assert str(dossier.status) in MOVES
        assert dossier.transit.giver == dossier.stays[-1].unit if dossier.stays else True
    assert dossier.used_runs <= {run.index for run in runs_of(dossier.steps)}
    assert [stay.until is None for stay in dossier.stays] == [
        n == len(dossier.stays) - 1 for n in range(len(dossier.stays))
    ]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories())
def test_a_revoked_event_is_as_if_it_had_never_been(story: Story) -> None:
    out = revoked_ids(story.events)
    rest = [event for event in story.events if event.id not in out]
    whole, without = story.again(), fold(STREAM, rest)
    assert without_rivals(whole) == without_rivals(without)
    assert whole == fold(STREAM, story.events)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories(), st.data())
def test_remarks_commute_with_everything(story: Story, data: st.DataObject) -> None:
    events = list(story.events)
    for number, kind in enumerate(REMARKS):
        remark = replace(story.event(kind), id=f"{number:x}".rjust(32, "e"))
        events.insert(data.draw(st.integers(0, len(events))), remark)
    after = fold(STREAM, events)
    assert bare(after) == bare(story.again())
    assert after.last_at is not None
    assert after.last_at >= (story.again().last_at or after.last_at)


def test_stop_and_supplement_nest_and_the_clock_stands_still_once() -> None:
    story = Story().told(K.RECEIVED, K.HANDED_OVER, K.TAKEN_OVER, K.SUPPLEMENT_REQUESTED)
    begun = story.at
    story.told(K.STOPPED, K.RESUMED)
    assert (story.dossier.status, len(story.dossier.pauses)) == ("awaiting_supplement", 1)
    assert story.dossier.due_at is None
    story.tell(K.SUPPLEMENTED)
    assert story.dossier.status == "processing"
    assert [(p.start, p.end) for p in story.dossier.pauses] == [(begun, story.at)]
    assert story.dossier.due_at is not None
    story.told(K.SUPPLEMENT_REQUESTED, K.SUPPLEMENTED)
    assert (story.dossier.supplement_rounds, len(story.dossier.pauses)) == (2, 2)


def test_taken_over_while_it_waits_goes_back_to_processing() -> None:
    """The first take-over turns received into processing: also where a waiting dossier will go back to."""
    for asked, answered in ((K.STOPPED, K.RESUMED), (K.PAYMENT_REQUESTED, K.PAID)):
        story = Story().tell(K.RECEIVED)
        story.told(asked, K.HANDED_OVER, K.TAKEN_OVER)
        assert story.dossier.status in PAUSED
        assert story.tell(answered).dossier.status == "processing"
    nested = Story().told(K.RECEIVED, K.PAYMENT_REQUESTED, K.STOPPED, K.HANDED_OVER, K.TAKEN_OVER)
    assert nested.told(K.RESUMED, K.PAID).dossier.status == "processing"
    at_the_desk = Story().told(K.RECEIVED, K.STOPPED, K.RESUMED)
    assert at_the_desk.dossier.status == "received"


def test_a_payment_after_the_end_moves_nothing_but_money() -> None:
    story = Story().told(K.RECEIVED, K.HANDED_OVER, K.TAKEN_OVER, K.FINISHED)
    before = story.dossier
    after = story.tell(K.PAID).dossier
    assert bare(after) == bare(replace(before, fee_paid_vnd=30_000, payments=after.payments))
    assert [each.amount_vnd for each in after.payments] == [30_000]


def test_what_reception_took_is_in_the_ledger_without_a_receipt_number() -> None:
    """`receipt_no` of a reception is the number of form 01, of a payment that of its fee receipt."""
    taken = Story().tell(K.RECEIVED, fee_paid_vnd=50_000, receipt_no=7).dossier
    assert [(p.amount_vnd, p.method, p.receipt_no) for p in taken.payments] == [(50_000, "", "")]


def test_a_clock_that_runs_back_makes_no_pause_run_back() -> None:
    story = Story().told(K.RECEIVED, K.STOPPED)
    begun = story.at
    story.at -= timedelta(days=3)
    (pause,) = story.tell(K.RESUMED).dossier.pauses
    assert (pause.start, pause.end) == (begun, begun)
    early = Story().tell(K.RECEIVED)
    early.at -= timedelta(days=3)
    (pause,) = early.tell(K.STOPPED).dossier.pauses
    assert pause.start == early.dossier.received_at


def test_another_procedure_gives_every_stay_the_run_it_would_have_had() -> None:
    story = Story().told(K.RECEIVED, K.HANDED_OVER, K.TAKEN_OVER)
    assert (set(story.dossier.used_runs), story.dossier.stays[-1].run) == ({0}, 1)
    story.tell(K.CORRECTED, after={"steps": OTHER_STEPS, "receipt_version": 2})
    assert (set(story.dossier.used_runs), story.dossier.stays[-1].run) == ({0}, None)
    story.tell(K.HANDED_OVER, to="TNMT").tell(K.TAKEN_OVER)
    assert story.dossier.used_runs == {0}
    run = story.dossier.next_run("TNMT")
    assert run is not None
    assert (run.index, run.minutes, story.dossier.stays[-1].run) == (1, 210, 1)


@pytest.mark.parametrize("make", [newer, lambda event: replace(event, kind=BLESSED)])
def test_what_a_newer_program_wrote_is_kept_and_not_read(make: Any) -> None:
    story = Story().tell(K.RECEIVED)
    story.add(make(story.event(K.VOIDED)))
    assert story.dossier.status == "received"
    assert len(story.dossier.unknown_kinds) == 1
    assert story.dossier.conflicts == ()


def test_conflicts_have_the_same_id_wherever_they_are_met() -> None:
    one = Story().told(K.RECEIVED, K.REOPENED).dossier.conflicts
    other = Story().told(K.RECEIVED, K.REOPENED).dossier.conflicts
    assert one == other
    assert len(one[0].id) == 32
    resolved = Story().told(K.RECEIVED, K.REOPENED).tell(K.CONFLICT_RESOLVED, conflict=one[0].id).dossier
    assert (resolved.has_open_conflict, len(resolved.conflicts)) == (False, 1)
