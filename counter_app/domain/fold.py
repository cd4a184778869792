"""The fold: events of one dossier, in order, to the dossier they tell. Pure, complete and closed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from counter_app.domain import transitions
from counter_app.domain.changes import CHANGES
from counter_app.domain.dossier import PAUSED, Conflict, Dossier
from counter_app.domain.errors import CounterError
from counter_app.domain.events import REMARKS, SCHEMA_VERSION, Event
from counter_app.domain.events import EventKind as K
from counter_app.domain.pauses import Pause
from counter_app.domain.staff import Role


def fold(stream: str, events: Iterable[Event]) -> Dossier:
    """Fold the events of one stream in their order.

    A revoked event is left out; one whose precondition is broken becomes a conflict and changes nothing
    else; an unknown kind or a newer schema is kept and makes the dossier read-only (`unknown_kinds`).
    """
    listed = list(events)
    revoked = {str(event.payload.get("event_id")) for event in listed if event.kind is K.REVOKED}
    dossier = Dossier(stream)
    for event in listed:
        dossier = _seen(dossier, event) if event.id in revoked else apply(dossier, event)
    return dossier


def apply(dossier: Dossier, event: Event) -> Dossier:
    """The dossier after one more event."""
    if not isinstance(event.kind, K) or event.schema_v > SCHEMA_VERSION[event.kind]:
        unknown = replace(dossier, unknown_kinds=(*dossier.unknown_kinds, str(event.kind)))
        return _seen(unknown, event)
    if event.kind in REMARKS:
        return _seen(dossier, event)
    broken = _broken_precondition(dossier, event)
    if broken:
        conflict = Conflict(_conflict_id(event), event.id, str(event.kind), broken)
        return _seen(replace(dossier, conflicts=(*dossier.conflicts, conflict)), event)
    change = CHANGES.get(event.kind)
    payload = {**event.payload, "by": event.actor, "event": event.id}
    changed = change(dossier, payload, event.at) if change else dossier
    rule = transitions.RULES[event.kind]
    if rule.to is not None:
        changed = replace(changed, status=rule.to)
    return _seen(_run_clock(changed, event.at), event)


def _seen(dossier: Dossier, event: Event) -> Dossier:
    last = event.at if dossier.last_at is None else max(dossier.last_at, event.at)
    return replace(dossier, head=event.id, last_at=last, last_by=event.actor)


def _conflict_id(event: Event) -> str:
    return hashlib.sha256(f"conflict:{event.id}".encode()).hexdigest()[:32]


def _broken_precondition(dossier: Dossier, event: Event) -> str:
    rule = transitions.RULES.get(event.kind) if isinstance(event.kind, K) else None
    if rule is None:
        return "not_a_dossier_event"
    unit = str(event.payload.get("unit", ""))
    is_supervisor = event.payload.get("role") == Role.SUPERVISOR
    try:
        transitions.check_status(rule, dossier)
        transitions.check_custody(rule, dossier, unit, is_supervisor=is_supervisor)
    except CounterError as error:
        return error.code
    return ""


def _run_clock(after: Dossier, at: datetime) -> Dossier:
    """Open a pause where the clock stands still and none is open, close it when the clock goes on.

    Desks' clocks differ, and order never uses them: a pause neither begins before reception nor ends before
    it began.
    """
    if after.received_at is None:
        return after
    was_open = bool(after.pauses) and after.pauses[-1].end is None
    paused = after.status in PAUSED
    if paused and not was_open:
        return replace(after, pauses=(*after.pauses, Pause(max(at, after.received_at), None)))
    if not paused and was_open:
        start = after.pauses[-1].start
        closed = Pause(start, max(at, start))
        return replace(after, pauses=(*after.pauses[:-1], closed))
    return after
