"""The fold: events of one dossier, in order, to the dossier they tell. Pure, complete and closed.

It never raises, whatever an event says: what cannot be becomes a conflict and changes nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from counter_app.domain import transitions
from counter_app.domain.changes import CHANGES
from counter_app.domain.copying import replace
from counter_app.domain.counting import counted_by_all, run_clock
from counter_app.domain.decisions import (
    Roles,
    conflict_id,
    is_decision,
    is_early,
    read_decisions,
    read_resolution,
    role_of,
)
from counter_app.domain.dossier import Conflict, Dossier
from counter_app.domain.dossier_parts import PROMISES, ConflictCause
from counter_app.domain.errors import ActNotAllowed, CounterError
from counter_app.domain.events import REMARKS, SCHEMA_VERSION, Event
from counter_app.domain.events import EventKind as K
from counter_app.domain.staff import Role

CLOCKS_DIFFER = timedelta(minutes=10)
"""What two desks' clocks may differ by before an order of moments says anything (they are flagged at 2)."""
AWAITING: frozenset[K] = frozenset({K.TAKEN_OVER, K.SUPPLEMENTED, K.RETURNED})
"""Kinds that may be recorded before the data of their dossier are there (`awaits` in the payload)."""

_UNREADABLE = (
    *(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
    CounterError,
)
"""What reading a payload of another world ends in."""
_FINAL = frozenset({ConflictCause.UNAUTHORISED, ConflictCause.NOT_READABLE})
"""Causes that waiting for more data does not mend."""


class Standing(StrEnum):
    """What became of an event: it counts; or is left out, and why; or waits for data; or cannot be read."""

    COUNTS = "counts"
    REVOKED = "revoked"
    STRUCK = "struck"
    NOT_CHOSEN = "not_chosen"
    WAITING = "waiting"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Step:
    """An event, the dossier after it, and what became of it."""

    event: Event
    dossier: Dossier
    standing: Standing


def fold(stream: str, events: Iterable[Event], roles: Roles | None = None) -> Dossier:
    """Fold the events of one stream in their order.

    A revoked event is left out; one whose author had no right to it, whose precondition is broken or that
    cannot be read becomes a conflict and changes nothing else; a resolution leaves out and lets stand what
    it names, the first of a conflict alone. An act that `awaits` data is tried again after every later
    event. An unknown kind or a newer schema is kept and makes the dossier read-only (`unknown_kinds`).
    roles: see `Roles`; where an event is not named there, its `real_role`, else the role it names.
    """
    folding = _Folding(stream, list(events), roles)
    return folding.run()


def steps(stream: str, events: Iterable[Event], roles: Roles | None = None) -> list[Step]:
    """As `fold`, told step by step in the order of effect: an act that waited stands where it took effect,
    one that still waits at the end."""
    folding = _Folding(stream, list(events), roles)
    folding.told = []
    folding.run()
    return folding.told


def moving(stream: str, events: Sequence[Event], roles: Roles | None = None) -> tuple[int, ...]:
    """Places of the events that stand and changed what the preconditions of others ask for."""
    folding = _Folding(stream, list(events), roles)
    folding.run()
    return tuple(sorted(folding.moves))


def apply(dossier: Dossier, event: Event, role: str | None = None) -> Dossier:
    """The dossier after one more event, as far as can be told without the others (see `following`).

    role: the one its actor really had, where that is not what the event says.
    """
    if not is_known(event):
        return _seen(_unread(dossier, event), event)
    if event.kind is K.CONFLICT_RESOLVED:
        return _resolved(dossier, event, role)
    after, because = _attempt(dossier, event, role_of(event, _as_roles(event, role)))
    if not because:
        return _seen(_flagged(after, event, role_of(event, _as_roles(event, role))), event)
    if _may_wait(event, because):
        if _is_told_already(dossier, event):
            return _seen(dossier, event)
        return _seen(replace(dossier, waiting=(*dossier.waiting, event.id)), event)
    struck = Conflict(conflict_id(event.id), event.id, str(event.kind), because)
    return _seen(replace(dossier, conflicts=(*dossier.conflicts, struck)), event)


def following(
    dossier: Dossier, event: Event, history: Callable[[], Sequence[Event]], roles: Roles | None = None
) -> Dossier:
    """The dossier after one more event, exactly as `fold` tells it.

    `history` gives the whole stream with this event; it is read only where one event alone does not tell:
    decisions about earlier events, acts that wait, and what came to be struck.
    """
    if event.kind not in (K.REVOKED, K.CONFLICT_RESOLVED) and not dossier.waiting and not dossier.settled:
        after = apply(dossier, event, roles.get(event.id) if roles else None)
        if len(after.conflicts) == len(dossier.conflicts):
            return after
    return fold(dossier.stream, history(), roles)


_NOTHING_YET = Dossier("")


class _Folding:
    """One fold under way. `told`: the steps, where they are wanted."""

    def __init__(self, stream: str, listed: list[Event], roles: Roles | None) -> None:
        self.listed, self.roles = listed, roles
        self.decided = read_decisions(listed, roles)
        self.dossier = replace(_NOTHING_YET, stream=stream, settled=self.decided.settled)
        self.moves: list[int] = []
        self.deferred: list[int] = []
        self.told: list[Step] | None = None

    def run(self) -> Dossier:
        """Fold all of them."""
        decided = self.decided
        for place, event in enumerate(self.listed):
            if event.id in decided.revoked:
                self._leave(event, Standing.REVOKED)
            elif not is_known(event):
                self.dossier = _unread(self.dossier, event)
                self._leave(event, Standing.UNKNOWN)
            elif event.kind in REMARKS:
                self._leave(event, Standing.COUNTS)
            elif event.id in decided.left_out:
                self._leave_out(event, decided.left_out[event.id])
            elif event.kind is K.CONFLICT_RESOLVED:
                self._resolve(event)
            elif self.dossier.status is None and is_early(event, self.dossier.stream, self.roles):
                self._leave(event, Standing.COUNTS)
            else:
                self._try(place, event)
        if self.deferred:
            waiting = [self.listed[place] for place in self.deferred]
            self.dossier = replace(self.dossier, waiting=tuple(event.id for event in waiting))
            for event in waiting:
                self._tell(event, Standing.WAITING)
        return self.dossier

    def _tell(self, event: Event, standing: Standing) -> None:
        if self.told is not None:
            self.told.append(Step(event, self.dossier, standing))

    def _leave(self, event: Event, standing: Standing) -> None:
        self.dossier = _seen(self.dossier, event)
        self._tell(event, standing)

    def _leave_out(self, event: Event, chosen: str) -> None:
        over = (chosen,) if chosen else ()
        self._add(event, conflict_id(event.id), ConflictCause.NOT_CHOSEN, over, is_resolved=True)
        self._leave(event, Standing.NOT_CHOSEN)

    def _add(
        self, event: Event, id_: str, because: str, over: tuple[str, ...] = (), *, is_resolved: bool = False
    ) -> None:
        is_settled = is_resolved or id_ in self.decided.settled
        found = Conflict(id_, event.id, str(event.kind), because, is_settled, over)
        self.dossier = replace(self.dossier, conflicts=(*self.dossier.conflicts, found))

    def _resolve(self, event: Event) -> None:
        """A resolution was read before; here stands only what follows for the due date."""
        if event.id in self.decided.counted:
            after, because = _changed(self.dossier, event)
            self.dossier = self.dossier if because else after
            self._leave(event, Standing.COUNTS)
        elif is_decision(event, self.roles):
            self._leave(event, Standing.COUNTS)
        else:
            self._strike(event, _why_no_decision(event, role_of(event, self.roles)), ())

    def _try(self, place: int, event: Event) -> None:
        before, role = self.dossier, role_of(event, self.roles)
        choice = self.decided.chosen.get(event.id)
        after, because = _attempt(before, event, role, is_chosen=choice is not None)
        if because:
            self._not_now(place, event, because)
            return
        self.dossier = after
        if choice is None:
            self.dossier = _flagged(after, event, role)
        elif choice.is_own:
            self._add(event, choice.conflict, ConflictCause.CHOSEN, is_resolved=True)
        self._leave(event, Standing.COUNTS)
        if _has_moved(before, after):
            self.moves.append(place)
            if self.deferred:
                self._try_again()

    def _not_now(self, place: int, event: Event, because: str) -> None:
        if not _may_wait(event, because):
            self._strike(event, because, () if because in _FINAL else self._lost_against(place))
        elif _is_told_already(self.dossier, event):
            self._leave(event, Standing.COUNTS)
        else:
            self.deferred.append(place)
            self.dossier = _seen(self.dossier, event)

    def _strike(self, event: Event, because: str, over: tuple[str, ...]) -> None:
        choice = self.decided.chosen.get(event.id)
        id_ = conflict_id(event.id, choice.resolution) if choice else conflict_id(event.id)
        self._add(event, id_, because, over)
        self._leave(event, Standing.STRUCK)

    def _try_again(self) -> None:
        """Acts that waited, the oldest first, until none of them can go on."""
        moved = True
        while moved:
            moved = False
            for place in list(self.deferred):
                event = self.listed[place]
                after, because = _attempt(self.dossier, event, role_of(event, self.roles))
                if because in _FINAL:
                    self.deferred.remove(place)
                    self._strike(event, because, ())
                elif _is_told_already(self.dossier, event):
                    self.deferred.remove(place)
                    self._tell(event, Standing.COUNTS)
                elif not because:
                    self.deferred.remove(place)
                    self.dossier, moved = after, True
                    self.moves.append(place)
                    self._tell(event, Standing.COUNTS)

    def _lost_against(self, place: int) -> tuple[str, ...]:
        return tuple(self.listed[n].id for n in unseen(self.listed, place, sorted(self.moves)))


def unseen(events: Sequence[Event], place: int, moves: Sequence[int]) -> tuple[int, ...]:
    """Of the places `moves` before `place`, those whose events its author had not seen.

    Where he had seen all of them since the event he names, those that its author in turn had not seen: two
    acts of one desk, the second knowing no more than the first.
    """
    places = {event.id: n for n, event in enumerate(events[:place])}
    upper, chain = place, {place}
    while True:
        seen = events[upper].seen
        known = places.get(seen, -1) if seen else -1
        found = tuple(n for n in moves if known < n < place and n not in chain)
        if found or known < 0 or known in chain:
            return found
        upper = known
        chain.add(known)


def _as_roles(event: Event, role: str | None) -> Roles | None:
    return None if role is None else {event.id: role}


def is_known(event: Event) -> bool:
    """Whether this program can read it: its kind, in this schema."""
    return isinstance(event.kind, K) and event.schema_v <= SCHEMA_VERSION[event.kind]


def _unread(dossier: Dossier, event: Event) -> Dossier:
    return replace(dossier, unknown_kinds=(*dossier.unknown_kinds, str(event.kind)))


def _seen(dossier: Dossier, event: Event) -> Dossier:
    """The dossier with its head moved on: what every event leaves behind, whatever it says."""
    at, last = event.at, dossier.last_at
    return replace(
        dossier, head=event.id, last_at=at if last is None else max(last, at), last_by=event.actor
    )


def _attempt(dossier: Dossier, event: Event, role: str, *, is_chosen: bool = False) -> tuple[Dossier, str]:
    """The dossier with an event's effect; why it has none, "" where it has."""
    kind = event.kind
    if kind in REMARKS:
        return dossier, ""
    rule = transitions.RULES.get(kind)
    if rule is None:
        return dossier, "not_a_dossier_event"
    if not is_chosen and kind not in PROMISES and not transitions.is_granted(rule, dossier, role):
        return dossier, ConflictCause.UNAUTHORISED
    unit = str(event.payload.get("unit", ""))
    try:
        transitions.check_status(rule, dossier)
        transitions.check_custody(rule, dossier, unit, is_supervisor=role == Role.SUPERVISOR)
    except CounterError as error:
        return dossier, error.code
    if _is_before_asked(dossier, event):
        return dossier, ActNotAllowed.code
    return _changed(dossier, event)


def _is_before_asked(dossier: Dossier, event: Event) -> bool:
    """Whether papers were brought, where nothing was known of the dossier, before it asked for the ones that
    it waits for: they answer an earlier form 02, or were entered under a wrong code."""
    if event.kind is not K.SUPPLEMENTED or event.payload.get("awaits") is not True or not dossier.pauses:
        return False
    asked = dossier.pauses[-1]
    return asked.end is None and asked.start - event.at > CLOCKS_DIFFER


def _changed(dossier: Dossier, event: Event) -> tuple[Dossier, str]:
    change, to = CHANGES.get(event.kind), transitions.RULES[event.kind].to
    beside = {"by": event.actor, "event": event.id, "calendars": event.calendars}
    payload: dict[str, Any] = {**event.payload, **beside}
    at = event.at
    try:
        changed = change(dossier, payload, at) if change else dossier
    except _UNREADABLE:
        return dossier, ConflictCause.NOT_READABLE
    if to is not None:
        changed = replace(changed, status=to)
    told = run_clock(changed, at)
    if event.calendars is not None and changed.due is not dossier.due:
        told = counted_by_all(told, event.calendars)
    return told, ""


def _flagged(after: Dossier, event: Event, role: str) -> Dossier:
    """A promise to a citizen by somebody who had no right to make it stands, and a supervisor looks at it."""
    if event.kind not in PROMISES or transitions.is_granted(transitions.RULES[event.kind], after, role):
        return after
    id_ = conflict_id(event.id)
    flag = Conflict(id_, event.id, str(event.kind), ConflictCause.UNAUTHORISED, id_ in after.settled)
    return replace(after, conflicts=(*after.conflicts, flag))


def _resolved(dossier: Dossier, event: Event, role: str | None) -> Dossier:
    """What a resolution settles; what it leaves out or lets stand only the whole stream tells."""
    roles = _as_roles(event, role)
    if not is_decision(event, roles):
        because = _why_no_decision(event, role_of(event, roles))
        struck = Conflict(conflict_id(event.id), event.id, str(event.kind), because)
        return _seen(replace(dossier, conflicts=(*dossier.conflicts, struck)), event)
    named = read_resolution(event.payload).conflict
    if named in dossier.settled:
        return _seen(dossier, event)
    after, because = _changed(dossier, event)
    conflicts = tuple(replace(c, is_resolved=True) if c.id == named else c for c in dossier.conflicts)
    after = dossier if because else after
    return _seen(replace(after, conflicts=conflicts, settled=dossier.settled | {named}), event)


def _why_no_decision(event: Event, role: str) -> str:
    is_granted = transitions.is_granted(transitions.RULES[event.kind], Dossier(event.stream), role)
    return ConflictCause.NOT_READABLE if is_granted else ConflictCause.UNAUTHORISED


def _may_wait(event: Event, because: str) -> bool:
    return event.kind in AWAITING and because not in _FINAL and event.payload.get("awaits") is True


def _is_told_already(dossier: Dossier, event: Event) -> bool:
    """Whether an awaited take-over says what is so: its unit holds the paper. It must not wait for the next
    handover, which would be another one."""
    if event.kind is not K.TAKEN_OVER or dossier.transit is not None:
        return False
    return bool(dossier.holder) and dossier.holder == event.payload.get("to")


def _has_moved(before: Dossier, after: Dossier) -> bool:
    """Whether an event changed anything that the preconditions of others ask for."""
    return (
        before.status is not after.status
        or before.transit is not after.transit
        or before.holder != after.holder
        or before.extension is not after.extension
        or before.code != after.code
        or before.is_quarantined is not after.is_quarantined
    )
