"""Conflicts between events of one dossier: what must be left out so that a struck event stands, and what each
decision of a supervisor would make of the dossier. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from counter_app.domain.decisions import Resolution, Roles, conflict_id
from counter_app.domain.dossier import Conflict, Dossier
from counter_app.domain.dossier_parts import ConflictCause
from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.domain.fold import fold, moving, unseen
from counter_app.domain.staff import Role
from counter_app.domain.transitions import RULES

NEITHER = ""
"""Chosen in a resolution: what is struck stays struck, nothing else is left out."""

BESIDE_THE_FOLD: frozenset[str] = frozenset(
    {ConflictCause.DUP_CODE, ConflictCause.DUP_PORTAL_CODE, ConflictCause.CHANGED_ELSEWHERE}
)
"""Causes that no fold of a dossier meets: two dossiers, or two changes of the catalogue, clash."""


@dataclass(frozen=True)
class Side:
    """What one decision would make of the dossier.

    chosen: as `resolve` takes it (event id, or NEITHER); over: the events it would leave out. status, holder,
    in_transit_to, due_at: of the dossier after it; the due as the events that remain promised it (recording
    the decision counts it again where the clock moved). struck: events that count now and would then have no
    effect, beside those left out; revived: those without effect now that would then count.
    is_possible: False where the chosen event could not stand whatever were left out.
    """

    chosen: str
    over: tuple[str, ...]
    status: str
    holder: str
    in_transit_to: str
    due_at: datetime | None
    struck: tuple[str, ...]
    revived: tuple[str, ...]
    is_possible: bool


def conflict_of(dossier: Dossier, id_: str) -> Conflict | None:
    """The dossier's conflict of this id, or None."""
    return next((each for each in dossier.conflicts if each.id == id_), None)


def competing(
    stream: str, events: Sequence[Event], struck_id: str, roles: Roles | None = None
) -> tuple[str, ...]:
    """The least set of standing events, none of which its author had seen, to leave out so that it stands.

    One event where one is enough (the one that takes the fewest others with it, of equal ones the latest);
    else those that lead to a status; else all. () where nothing need be left out, or nothing would help:
    `decided` tells which.
    """
    place = next(n for n, event in enumerate(events) if event.id == struck_id)
    named = [each.id for each in fold(stream, events, roles).conflicts if each.event_id == struck_id]
    rivals = unseen(events, place, moving(stream, events, roles))
    ids = [events[n].id for n in rivals]
    leading = [events[n].id for n in rivals if RULES[events[n].kind].to is not None]

    def without(over: Sequence[str]) -> Dossier:
        conflict = named[-1] if named else conflict_id(struck_id)
        return decided(stream, events, Resolution(conflict, struck_id, tuple(over)), roles)

    if stands(without(()), struck_id):
        return ()
    singles = []
    for nearness, rival in enumerate(ids):
        after = without((rival,))
        if stands(after, struck_id):
            singles.append((len(without_effect(after)), -nearness, rival))
    if singles:
        return (min(singles)[2],)
    for several in (leading, ids):
        if several and stands(without(several), struck_id):
            return tuple(several)
    return ()


def resolution_of(
    stream: str, events: Sequence[Event], conflict: Conflict, chosen: str, roles: Roles | None = None
) -> Resolution:
    """The resolution that lets `chosen` stand.

    Chosen the struck event: `competing` is left out. Chosen another, or NEITHER: the struck one is. A promise
    that stands flagged is never left out: then the decision settles the conflict and nothing more.
    """
    if conflict.because in BESIDE_THE_FOLD or conflict.stands:
        return Resolution(conflict.id, chosen, ())
    if chosen == conflict.event_id:
        return Resolution(conflict.id, chosen, competing(stream, events, chosen, roles))
    return Resolution(conflict.id, chosen, (conflict.event_id,))


def decided(
    stream: str, events: Sequence[Event], resolution: Resolution, roles: Roles | None = None
) -> Dossier:
    """The dossier as if the resolution were recorded now."""
    last = events[-1]
    payload = {
        "conflict": resolution.conflict,
        "chosen": resolution.chosen,
        "over": list(resolution.over),
        "role": str(Role.SUPERVISOR),
    }
    id_ = conflict_id(resolution.conflict, "as if")
    as_if = Event(id_, last.agency, stream, K.CONFLICT_RESOLVED, payload, last.actor, last.wall, last.id)
    return fold(stream, [*events, as_if], roles)


def without_effect(dossier: Dossier) -> frozenset[str]:
    """Ids of the events that conflicts leave without effect."""
    return frozenset(each.event_id for each in dossier.conflicts if not each.stands)


def stands(dossier: Dossier, event_id: str) -> bool:
    """Whether an event of the dossier, which nobody revoked, has its effect."""
    return event_id not in without_effect(dossier) and event_id not in dossier.waiting


def side(
    stream: str, events: Sequence[Event], conflict: Conflict, chosen: str, roles: Roles | None = None
) -> Side:
    """What the dossier would be with `chosen`."""
    resolution = resolution_of(stream, events, conflict, chosen, roles)
    before, after = fold(stream, events, roles), decided(stream, events, resolution, roles)
    gone, gone_then = without_effect(before), without_effect(after)
    order = [event.id for event in events]
    return Side(
        chosen=chosen,
        over=resolution.over,
        status=str(after.status) if after.status else "",
        holder=after.holder,
        in_transit_to=after.transit.to if after.transit else "",
        due_at=after.due_at,
        struck=tuple(id_ for id_ in order if id_ in gone_then - gone and id_ not in resolution.over),
        revived=tuple(id_ for id_ in order if id_ in gone - gone_then and id_ != chosen),
        is_possible=not chosen or stands(after, chosen),
    )


def sides(
    stream: str, events: Sequence[Event], conflict: Conflict, roles: Roles | None = None
) -> tuple[Side, ...]:
    """What can be chosen: the struck event, each that it lost against; NEITHER where it lost against none."""
    others = conflict.over or (NEITHER,)
    return tuple(side(stream, events, conflict, chosen, roles) for chosen in (conflict.event_id, *others))
