"""Desks that did not know of each other, in the domain alone: events of several, in the centre's order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from counter_app.domain.conflicts import resolution_of
from counter_app.domain.decisions import conflict_id
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import Event, EventKind, utc_ms
from counter_app.domain.fold import fold
from tests.builders import MONDAY
from tests.domain.dossier_story import PAYLOADS, STREAM, K, Story, actor_unit, role_of


class Meeting:
    """A common beginning, and what desks did after it, each knowing its own acts alone."""

    def __init__(self, *beginning: EventKind) -> None:
        story = Story().told(*beginning)
        self.common = list(story.events)
        self.made = len(self.common)

    def act(self, own: list[Event], kind: EventKind, **fields: Any) -> Event:
        """One more act of a desk that saw the beginning and its `own` acts; it is added to them."""
        self.made += 1
        known = [*self.common, *own]
        state = fold(STREAM, known)
        event = self._event(state, kind, known[-1].id if known else None, **fields)
        own.append(event)
        return event

    def resolve(self, events: list[Event], conflict: str, chosen: str, **fields: Any) -> Event:
        """A resolution as the service records it, by somebody who saw all of `events`."""
        self.made += 1
        state = fold(STREAM, events)
        found = next(each for each in state.conflicts if each.id == conflict)
        over = list(resolution_of(STREAM, events, found, chosen).over)
        said = {"conflict": conflict, "chosen": chosen, "over": over, "reason": "đã xem"} | fields
        return self._event(state, K.CONFLICT_RESOLVED, events[-1].id, **said)

    def _event(
        self,
        state: Dossier,
        kind: EventKind,
        seen: str | None,
        *,
        unit: str = "",
        role: str = "",
        **more: Any,
    ) -> Event:
        acting = unit or actor_unit(kind, state)
        full = PAYLOADS[kind](state) | more
        full |= {"unit": acting, "role": role or role_of(kind, acting, state)}
        at = utc_ms(MONDAY + timedelta(hours=1, minutes=self.made))
        return Event(f"{self.made:032x}", "H24.28", STREAM, kind, full, f"ai-{acting.lower()}", at, seen)


def clash(*beginning: EventKind, first: EventKind, second: EventKind, **fields: Any) -> tuple[
    Meeting, list[Event], Event, Event
]:
    """Two desks, one act each; all events in the order in which `second` loses."""
    meeting = Meeting(*beginning)
    one = meeting.act([], first)
    other = meeting.act([], second, **fields)
    return meeting, [*meeting.common, one, other], one, other


def cid(event: Event) -> str:
    """Id of the conflict about an event."""
    return conflict_id(event.id)


def causes(dossier: Dossier) -> list[tuple[str, str, bool]]:
    """(event id, because, is_resolved) of every conflict."""
    return [(each.event_id, each.because, each.is_resolved) for each in dossier.conflicts]
