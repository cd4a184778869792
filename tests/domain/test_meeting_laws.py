"""Laws of the fold where desks meet: total, the same however it is split, decisions once, remarks never."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.domain.conflicts import conflict_of, decided, resolution_of, stands, without_effect
from counter_app.domain.decisions import conflict_id
from counter_app.domain.dossier import PAUSED, Dossier
from counter_app.domain.events import REMARKS, Event
from counter_app.domain.fold import Standing, fold, following, steps
from tests.domain.dossier_story import DOSSIER_KINDS, STREAM, K, Story
from tests.domain.test_fold import stories

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(-1e9, 1e9) | st.text(max_size=8)
    | st.sampled_from(["2026-11-23T08:00", "2026-11-23T08:00+07:00", "supervisor", "QLDT", "processing"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
KEYS = (
    *("due", "to", "from", "batch", "unit", "role", "at", "awaits", "amount_vnd", "after", "applicant"),
    *("steps", "components", "items", "chosen", "over", "conflict", "event_id", "own_due", "outcome"),
    *("reason", "state"),
)
MANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def troubled(draw: st.DrawFn) -> list[Event]:
    """A story with some payloads of another world, resolutions, roles that are not so, acts that wait."""
    story = draw(stories())
    events = list(story.events)
    for _ in range(draw(st.integers(0, 4))):
        n = draw(st.integers(0, len(events) - 1))
        event = events[n]
        junk = draw(st.dictionaries(st.sampled_from(KEYS), JUNK, max_size=4))
        events[n] = replace(event, payload={**event.payload, **junk}, payload_json="")
    for number in range(draw(st.integers(0, 3))):
        about = draw(st.sampled_from(events)).id
        said = {
            "conflict": conflict_id(about),
            "chosen": draw(st.sampled_from([about, "", draw(st.sampled_from(events)).id])),
            "over": [each.id for each in draw(st.lists(st.sampled_from(events), max_size=2))],
        }
        made = replace(story.event(K.CONFLICT_RESOLVED, **said), id=f"{number:x}".rjust(32, "c"))
        events.insert(draw(st.integers(0, len(events))), made)
    for number in range(draw(st.integers(0, 2))):
        kind = draw(st.sampled_from([K.TAKEN_OVER, K.SUPPLEMENTED, K.RETURNED]))
        scan = replace(story.event(kind, unit="QLDT", awaits=True), id=f"{number:x}".rjust(32, "a"))
        events.insert(draw(st.integers(0, len(events))), scan)
    wrong = draw(st.lists(st.sampled_from(events), max_size=2))
    return [replace(e, real_role="counter") if e in wrong else e for e in events]


@MANY
@given(troubled(), st.randoms(use_true_random=False))
def test_the_fold_never_raises_in_whatever_order(events: list[Event], chance: Any) -> None:
    whole = fold(STREAM, events)
    assert whole == fold(STREAM, iter(events))
    shuffled = list(events)
    chance.shuffle(shuffled)
    turned = fold(STREAM, shuffled)
    for dossier in (whole, turned):
        assert dossier.status not in PAUSED or dossier.due_at is None or dossier.received_at is None
        assert len({each.id for each in dossier.conflicts}) == len(dossier.conflicts)
    assert whole.settled == {each for each in whole.settled if each in {
        str(e.payload.get("conflict")) for e in events if e.kind is K.CONFLICT_RESOLVED}}


@MANY
@given(troubled())
def test_one_event_after_another_tells_what_all_at_once_tell(events: list[Event]) -> None:
    dossier = Dossier(STREAM)
    for n, event in enumerate(events, start=1):
        dossier = following(dossier, event, lambda n=n: events[:n])  # type: ignore[misc]
        assert dossier == fold(STREAM, events[:n])


@MANY
@given(troubled())
def test_every_event_is_told_once_and_what_has_no_effect_changes_nothing(events: list[Event]) -> None:
    told = steps(STREAM, events)
    assert sorted(step.event.id for step in told) == sorted(event.id for event in events)
    whole = fold(STREAM, events)
    idle = {s.event.id for s in told if s.standing in (Standing.STRUCK, Standing.NOT_CHOSEN)}
    assert idle == without_effect(whole)
    assert {s.event.id for s in told if s.standing is Standing.WAITING} == set(whole.waiting)
    before = Dossier(STREAM)
    for step in told:
        if step.standing is not Standing.COUNTS:
            assert (step.dossier.status, step.dossier.pauses, step.dossier.stays, step.dossier.due) == (
                before.status, before.pauses, before.stays, before.due
            )
        before = step.dossier
    assert not [each for each in whole.conflicts if each.kind in REMARKS]


@MANY
@given(stories(), st.data())
def test_a_decision_settles_its_conflict_and_a_second_one_changes_nothing(story: Story, data: Any) -> None:
    before = fold(STREAM, story.events)
    still = [each for each in before.conflicts if not each.is_resolved]
    if not still or before.unknown_kinds:
        return
    found = data.draw(st.sampled_from(still))
    chosen = data.draw(st.sampled_from([found.event_id, *found.over, ""]))
    resolution = resolution_of(STREAM, story.events, found, chosen)
    after = decided(STREAM, story.events, resolution)
    if chosen == found.event_id and not stands(after, chosen):
        return  # nothing helps: the service refuses that
    told = conflict_of(after, found.id)
    assert told is None or told.is_resolved
    said = {"conflict": found.id, "chosen": resolution.chosen, "over": list(resolution.over)}
    story.tell(K.CONFLICT_RESOLVED, **said)
    once = story.again()
    story.tell(K.CONFLICT_RESOLVED, **(said | {"chosen": "", "over": [e.id for e in story.events[:2]]}))
    twice = story.again()
    assert replace(twice, head=None, last_at=None) == replace(once, head=None, last_at=None)


def test_every_kind_with_every_junk_is_told() -> None:
    story = Story().told(K.RECEIVED, K.HANDED_OVER, K.TAKEN_OVER)
    for kind in DOSSIER_KINDS:
        for value in (None, 7, "x", [], {}, [[1]], {"at": 5}, -(2**70), "2026-13-45"):
            event = replace(story.event(kind), payload=dict.fromkeys((*KEYS, "role"), value), payload_json="")
            for role in ("supervisor", "counter", "officer"):
                after = fold(STREAM, [*story.events, event], {event.id: role})
                assert after.head == event.id
