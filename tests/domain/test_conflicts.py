"""Desks that worked without knowing of each other: what is struck, and what a supervisor's decision does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from counter_app.domain.conflicts import NEITHER, competing, conflict_of, side, sides
from counter_app.domain.decisions import conflict_id
from counter_app.domain.events import Event
from counter_app.domain.fold import Standing, fold, steps
from tests.domain.dossier_story import AT_QLDT, STREAM, K, Story
from tests.domain.meeting import Meeting, causes, cid, clash


def folded(*events: Event, roles: dict[str, str] | None = None) -> Any:
    return fold(STREAM, events, roles)


def test_a_struck_event_names_what_it_lost_against_and_moves_no_clock() -> None:
    _, events, one, other = clash(*AT_QLDT, first=K.FINISHED, second=K.STOPPED)
    dossier = folded(*events)
    (found,) = dossier.conflicts
    assert (found.id, found.event_id, found.because, found.over) == (
        cid(other), other.id, "act_not_allowed", (one.id,)
    )
    assert (dossier.status, dossier.pauses, dossier.has_open_conflict) == ("finished", (), True)


def test_the_struck_event_may_be_chosen_and_the_other_is_left_out() -> None:
    meeting, events, one, other = clash(*AT_QLDT, first=K.FINISHED, second=K.STOPPED)
    decided = meeting.resolve(events, cid(other), other.id)
    assert decided.payload["over"] == [one.id]
    after = folded(*events, decided)
    assert (after.status, after.finished_at, after.has_open_conflict) == ("stopped", None, False)
    assert causes(after) == [(one.id, "not_chosen", True), (other.id, "chosen", True)]
    assert [each.stands for each in after.conflicts] == [False, True]
    assert after.settled == {cid(other)}


def test_the_standing_event_may_be_chosen() -> None:
    meeting, events, one, other = clash(*AT_QLDT, first=K.FINISHED, second=K.STOPPED)
    after = folded(*events, meeting.resolve(events, cid(other), one.id))
    assert (after.status, after.pauses) == ("finished", ())
    assert causes(after) == [(other.id, "not_chosen", True)]


@pytest.mark.parametrize("chooses_struck", [True, False])
def test_a_decision_names_events_and_holds_in_the_other_order(chooses_struck: bool) -> None:
    """The centre was restored and put the other event first: the same dossier."""
    meeting, events, one, other = clash(*AT_QLDT, first=K.FINISHED, second=K.STOPPED)
    decided = meeting.resolve(events, cid(other), other.id if chooses_struck else one.id)
    straight = folded(*events, decided)
    turned = folded(*meeting.common, other, one, decided)
    assert not turned.has_open_conflict
    assert (turned.status, turned.pauses, turned.finished_at) == (
        straight.status, straight.pauses, straight.finished_at
    )
    early = folded(*meeting.common, decided, other, one)
    assert (early.status, early.has_open_conflict) == (straight.status, False)


def test_the_first_resolution_of_a_conflict_counts_and_the_second_is_kept() -> None:
    """Document 7, row 52: two supervisors at two desks."""
    meeting, events, one, other = clash(*AT_QLDT, first=K.FINISHED, second=K.STOPPED)
    first = meeting.resolve(events, cid(other), other.id)
    second = meeting.resolve(events, cid(other), one.id)
    once, twice = folded(*events, first), folded(*events, first, second)
    assert replace(twice, head=None, last_at=None) == replace(once, head=None, last_at=None)
    assert folded(*events, second, first).status == "finished"
    assert [step.standing for step in steps(STREAM, [*events, first, second])][-1] is Standing.COUNTS


def test_resolutions_that_contradict_each_other_the_first_counts_unless_the_second_knew() -> None:
    meeting, events, one, other = clash(*AT_QLDT, first=K.FINISHED, second=K.STOPPED)
    kept = meeting.resolve(events, cid(other), one.id)
    turned = [*meeting.common, other, one]
    against = meeting.resolve(turned, cid(one), other.id)
    after = folded(*events, kept, replace(against, payload={**against.payload, "chosen": other.id}))
    assert (after.status, after.settled) == ("finished", {cid(other)})
    knew = folded(*events, kept, replace(against, seen=kept.id))
    assert (knew.status, knew.has_open_conflict) == ("stopped", False)


def test_neither_leaves_the_struck_event_out() -> None:
    meeting, events, _, other = clash(*AT_QLDT, first=K.FINISHED, second=K.STOPPED)
    after = folded(*events, meeting.resolve(events, cid(other), NEITHER))
    assert (after.status, causes(after)) == ("finished", [(other.id, "not_chosen", True)])
    turned = folded(*meeting.common, other, events[-2], meeting.resolve(events, cid(other), NEITHER))
    assert (turned.status, turned.has_open_conflict) == ("finished", False)


def test_the_least_set_is_left_out() -> None:
    """One desk stopped and resumed, extended; the other had extended: one extension is too many, no more."""
    meeting = Meeting(*AT_QLDT)
    one: list[Event] = []
    for kind in (K.STOPPED, K.RESUMED, K.EXTENDED, K.FINISHED):
        meeting.act(one, kind)
    other = meeting.act([], K.EXTENDED)
    events = [*meeting.common, *one, other]
    # finished alone does not do: the extension stands too, and the extension alone neither
    assert set(competing(STREAM, events, other.id)) == {each.id for each in one}
    events = [*meeting.common, *one[:3], other]
    assert competing(STREAM, events, other.id) == (one[2].id,)


def test_of_two_that_would_do_the_one_that_takes_fewer_with_it() -> None:
    meeting = Meeting(K.RECEIVED)
    one: list[Event] = []
    for kind in (K.HANDED_OVER, K.TAKEN_OVER, K.FINISHED):
        meeting.act(one, kind)
    void = meeting.act([], K.STOPPED, unit="LD")
    events = [*meeting.common, *one, void]
    assert competing(STREAM, events, void.id) == (one[2].id,)
    seen = side(STREAM, events, folded(*events).conflicts[0], void.id)
    assert (seen.status, seen.holder, seen.struck, seen.is_possible) == ("stopped", "QLDT", (), True)


def test_sides_say_what_each_choice_makes_of_the_dossier() -> None:
    meeting = Meeting(K.RECEIVED)
    given: list[Event] = []
    meeting.act(given, K.HANDED_OVER)
    meeting.act(given, K.TAKEN_OVER)
    void = meeting.act([], K.VOIDED, unit="LD")
    events = [*meeting.common, *given, void]
    (found,) = folded(*events).conflicts
    struck, first, second = sides(STREAM, events, found)
    assert (struck.chosen, struck.status, struck.over) == (void.id, "voided", (given[0].id,))
    assert (struck.struck, struck.holder, struck.is_possible) == ((given[1].id,), "MC", True)
    assert (first.chosen, first.over) == (given[0].id, (void.id,))
    assert (first.status, first.holder) == ("processing", "QLDT")
    assert (second.chosen, second.due_at) == (given[1].id, folded(*events).due_at)


def test_an_event_that_knew_everything_can_only_stay_struck() -> None:
    story = Story().told(K.RECEIVED, K.REOPENED)
    (found,) = story.again().conflicts
    assert found.over == ()
    chosen, neither = sides(STREAM, story.events, found)
    assert (chosen.is_possible, neither.is_possible, neither.chosen) == (False, True, NEITHER)


# -- rights


@pytest.mark.parametrize("claimed", ["officer", "administrator", "", "ai đó"])
def test_an_act_without_the_right_to_it_is_struck(claimed: str) -> None:
    story = Story().told(*AT_QLDT)
    event = story.event(K.FINISHED)
    event = replace(event, kind=K.REOPENED if claimed == "officer" else K.FINISHED,
                    payload={**event.payload, "role": claimed}, payload_json="")
    after = folded(*story.events, event)
    assert (after.status, causes(after)) == ("processing", [(event.id, "unauthorised", False)])


def test_the_role_as_the_log_knows_it_is_asked() -> None:
    story = Story().told(*AT_QLDT, K.FINISHED)
    last = story.events[-1]
    assert folded(*story.events, roles={last.id: "counter"}).status == "processing"
    assert folded(*story.events, roles={last.id: "head"}).status == "finished"
    told = [*story.events[:-1], replace(last, real_role="")]
    assert causes(folded(*told)) == [(last.id, "unauthorised", False)]
    assert causes(folded(*told, roles={last.id: "officer"})) == []


def test_a_supervisor_may_let_it_stand() -> None:
    story = Story().told(*AT_QLDT, K.FINISHED)
    roles = {story.events[-1].id: "counter"}
    said = {"conflict": cid(story.events[-1]), "chosen": story.events[-1].id, "over": []}
    story.tell(K.CONFLICT_RESOLVED, **said)
    after = folded(*story.events, roles=roles)
    assert (after.status, after.has_open_conflict) == ("finished", False)
    assert after.conflicts[0].because == "chosen"
    by_nobody = {story.events[-1].id: "head"} | roles
    assert folded(*story.events, roles=by_nobody).status == "processing"


@pytest.mark.parametrize("kind", [K.RECEIVED, K.REGISTERED])
def test_a_promise_to_a_citizen_stands_and_is_flagged(kind: Any) -> None:
    story = Story().tell(kind, role="officer")
    after = story.again()
    assert (after.status, causes(after)) == (
        kind.rpartition(":")[2], [(story.events[0].id, "unauthorised", False)]
    )
    assert (after.conflicts[0].stands, after.has_open_conflict) == (True, True)
    story.tell(K.CONFLICT_RESOLVED, conflict=cid(story.events[0]), chosen="", over=[])
    assert (story.again().status, story.again().has_open_conflict) == (after.status, False)


def test_who_may_not_revoke_or_resolve_changes_nothing() -> None:
    meeting, events, one, other = clash(*AT_QLDT, first=K.FINISHED, second=K.STOPPED)
    revoking = replace(meeting.act([], K.REVOKED, event_id=one.id, role="officer"), seen=other.id)
    after = folded(*events, revoking)
    assert after.status == "finished"
    assert (revoking.id, "unauthorised", False) in causes(after)
    resolving = meeting.resolve(events, cid(other), other.id, role="head")
    after = folded(*events, resolving)
    assert (after.status, after.settled) == ("finished", frozenset())
    assert causes(after) == [(other.id, "act_not_allowed", False), (resolving.id, "unauthorised", False)]


def test_a_chosen_event_that_cannot_stand_any_more_is_a_new_conflict() -> None:
    """After the decision another desk's act came in before it: the question is put again, with its own id."""
    meeting, events, one, other = clash(*AT_QLDT, first=K.FINISHED, second=K.STOPPED)
    decided = meeting.resolve(events, cid(other), other.id)
    late = meeting.act([], K.WITHDRAWN)
    whole = [*meeting.common, late, one, other, decided]
    after = folded(*whole)
    again = conflict_of(after, conflict_id(other.id, decided.id))
    assert again is not None
    assert (again.event_id, again.is_resolved, again.over) == (other.id, False, (late.id,))
    settled = meeting.resolve(whole, again.id, other.id)
    final = folded(*whole, settled)
    assert (final.status, final.has_open_conflict) == ("stopped", False)


# -- payloads of another world


@pytest.mark.parametrize("kind", [K.FINISHED, K.EXTENDED, K.CORRECTED, K.HANDED_OVER, K.CONFLICT_RESOLVED])
@pytest.mark.parametrize("junk", [{}, {"outcome": 3, "due": [], "after": 7, "from": None, "over": [[]]}])
def test_a_payload_that_cannot_be_read_is_struck(kind: Any, junk: dict[str, Any]) -> None:
    story = Story().told(*AT_QLDT)
    role = "supervisor" if kind is K.CONFLICT_RESOLVED else "officer"
    event = replace(story.event(kind), payload=junk | {"unit": "QLDT", "role": role}, payload_json="")
    if kind is K.FINISHED and junk:
        return  # an outcome that is no word is no grant
    if kind is K.CORRECTED:
        event = replace(event, payload={**event.payload, "role": "counter"}, payload_json="")
    after = folded(*story.events, event)
    assert causes(after) == [(event.id, "not_readable", False)]
    assert (after.status, after.due) == (story.dossier.status, story.dossier.due)


@pytest.mark.parametrize(
    ("key", "value"),
    [("receipt_no", 2**63), ("applicant", {"kind": "person", "name": 5}), ("number", "x"), ("book", None),
     ("due", {"at": "2026-11-23T08:00+07:00"}), ("received_at", "2026-11-23T08:00Z")],
)
def test_a_reception_that_could_not_be_shown_or_stored_is_no_reception(key: str, value: Any) -> None:
    story = Story()
    event = story.event(K.RECEIVED)
    payload = {k: v for k, v in event.payload.items() if k != key} | ({} if value is None else {key: value})
    after = folded(replace(event, payload=payload, payload_json=""))
    assert (after.status, after.code, causes(after)) == (None, "", [(event.id, "not_readable", False)])


# -- acts that came before their dossier


def awaited(story: Story, kind: Any, **fields: Any) -> Event:
    event = story.event(kind, unit=fields.pop("unit", "QLDT"), awaits=True, **fields)
    return replace(event, id=f"{kind}{len(story.events)}"[-9:].rjust(32, "a"), stream="awaited:x")


def test_a_take_over_before_the_data_waits_and_folds_when_they_come() -> None:
    story = Story().told(K.RECEIVED, K.HANDED_OVER)
    scan = awaited(story, K.TAKEN_OVER)
    alone = folded(scan)
    assert (alone.status, alone.waiting, alone.conflicts) == (None, (scan.id,), ())
    for place in range(3):
        events = [*story.events[:place], scan, *story.events[place:]]
        after = folded(*events)
        assert (after.status, after.holder, after.waiting, after.conflicts) == ("processing", "QLDT", (), ())
        assert after.stays[-1].taken_by == scan.actor
        assert [step.standing for step in steps(STREAM, events)] == [Standing.COUNTS] * 3
    assert [step.standing for step in steps(STREAM, [scan, story.events[0]])][-1] is Standing.WAITING


def test_acts_wait_for_each_other() -> None:
    story = Story().told(*AT_QLDT, K.SUPPLEMENT_REQUESTED)
    brought = awaited(story, K.SUPPLEMENTED, unit="MC", due=None)
    late = Story().told(K.RECEIVED, K.HANDED_OVER)
    scan = awaited(late, K.TAKEN_OVER)
    request = story.events[3]
    after = folded(brought, scan, *late.events, request)
    assert (after.status, after.waiting, after.conflicts) == ("processing", (), ())
    assert [(p.start, p.end) for p in after.pauses] == [(request.at, max(brought.at, request.at))]
    assert after.due == late.dossier.due
    assert after.missing == (3,)
    assert {item.no for item in after.components} == {1, 2}


def test_a_take_over_that_says_what_is_so_does_not_wait_for_another_handover() -> None:
    story = Story().told(*AT_QLDT)
    scan = awaited(story, K.TAKEN_OVER)
    back = Story().told(*AT_QLDT)
    back.tell(K.HANDED_OVER, to="MC").tell(K.TAKEN_OVER).tell(K.HANDED_OVER, to="QLDT")
    after = folded(*back.events[:3], scan, *back.events[3:])
    assert (after.waiting, after.conflicts) == ((), ())
    assert after.transit is not None


def test_only_the_three_acts_of_paper_may_wait_and_not_without_a_right() -> None:
    story = Story().told(K.RECEIVED)
    finish = awaited(story, K.FINISHED)
    assert causes(folded(*story.events, finish)) == [(finish.id, "act_not_allowed", False)]
    scan = awaited(story, K.TAKEN_OVER, role="administrator")
    assert causes(folded(*story.events, scan)) == [(scan.id, "unauthorised", False)]
