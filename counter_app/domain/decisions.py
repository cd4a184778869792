"""What later events decide about earlier ones: which were revoked, and how supervisors settled conflicts.

Read from the whole stream before it is folded. A decision names events, never an order: it holds where the
centre put the events in another order than the desk that decided saw.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from counter_app.domain import transitions
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import SCHEMA_VERSION, Event
from counter_app.domain.events import EventKind as K
from counter_app.domain.payload_reading import Payload

Roles = Mapping[str, str]
"""Event id → the role its actor really had there ("": none), where that is not the one the event names."""


@dataclass(frozen=True)
class Resolution:
    """What a `conflict_resolved` says. chosen: the event that stands ("": none); over: those left out."""

    conflict: str
    chosen: str
    over: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """An event that a supervisor chose, and by which event. is_own: it was itself the struck one."""

    resolution: str
    conflict: str
    is_own: bool


@dataclass(frozen=True)
class Decisions:
    """What was decided in one stream.

    revoked: events taken back. left_out: event id → the one chosen instead of it ("": none). chosen: event id
    → its choice. counted: resolutions that count. settled: conflicts that those named.
    """

    revoked: frozenset[str] = frozenset()
    left_out: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, Choice] = field(default_factory=dict)
    counted: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()


NONE = Decisions()


def conflict_id(event_id: str, resolution_id: str = "") -> str:
    """The id of an event's conflict, the same at every desk.

    `resolution_id`: the resolution that chose the event, which even so cannot stand any more.
    """
    text = f"conflict:{event_id}:{resolution_id}" if resolution_id else f"conflict:{event_id}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def role_of(event: Event, roles: Roles | None) -> str:
    """The role that an event's actor had: as it is known, else as the event says."""
    if roles and event.id in roles:
        return roles[event.id]
    if event.real_role is not None:
        return event.real_role
    claimed = event.payload.get("role")
    return claimed if isinstance(claimed, str) else ""


def read_resolution(payload: Payload) -> Resolution:
    """What a resolution says. Raises KeyError or TypeError where it says nothing that could be read."""
    conflict, chosen = payload["conflict"], payload.get("chosen", "")
    over = tuple(payload.get("over", ()))
    if not all(isinstance(word, str) for word in (conflict, chosen, *over)):
        raise TypeError("no resolution")
    return Resolution(conflict, chosen, over)


def is_decision(event: Event, roles: Roles | None) -> bool:
    """Whether a revocation or resolution is one: readable, and by somebody who may decide."""
    if event.schema_v > SCHEMA_VERSION[event.kind]:
        return False
    rule = transitions.RULES[event.kind]
    is_granted = transitions.is_granted(rule, _NOBODYS, role_of(event, roles))
    if event.kind is not K.CONFLICT_RESOLVED or not is_granted:
        return is_granted
    try:
        read_resolution(event.payload)
    except (KeyError, TypeError):
        return False
    return True


def is_early(event: Event, stream: str, roles: Roles | None) -> bool:
    """Whether an event takes back an act that waited for the dossier of `stream`, where that has no data yet:
    it stands where the act stood, and may stand before the reception."""
    return event.kind is K.REVOKED and event.stream != stream and is_decision(event, roles)


_NOBODYS = Dossier("")


def read_decisions(events: Sequence[Event], roles: Roles | None = None) -> Decisions:
    """The decisions of one stream in fold order."""
    revoking, resolving = [], []
    for place, event in enumerate(events):
        if event.kind is K.REVOKED:
            revoking.append(event)
        elif event.kind is K.CONFLICT_RESOLVED:
            resolving.append((place, event))
    if not revoking and not resolving:
        return NONE
    revoked = _revoked(revoking, roles, NONE)
    counting = [(place, e) for place, e in resolving if e.id not in revoked and is_decision(e, roles)]
    settled = _settled(events, counting)
    return Decisions(
        revoked=_revoked(revoking, roles, settled),
        left_out=settled.left_out,
        chosen=settled.chosen,
        counted=settled.counted,
        settled=settled.settled,
    )


def _revoked(revoking: Sequence[Event], roles: Roles | None, settled: Decisions) -> frozenset[str]:
    return frozenset(
        str(event.payload.get("event_id"))
        for event in revoking
        if event.id in settled.chosen or (event.id not in settled.left_out and is_decision(event, roles))
    )


def _settled(events: Sequence[Event], resolving: Sequence[tuple[int, Event]]) -> Decisions:
    """The first resolution of a conflict counts. One that contradicts another about the same event counts
    only where its author had seen that one."""
    if not resolving:
        return NONE
    places = {event.id: place for place, event in enumerate(events)}
    fates: dict[str, tuple[bool, int]] = {}
    instead: dict[str, str] = {}
    chosen: dict[str, Choice] = {}
    own: dict[str, set[str]] = {}
    counted, settled = set(), set()
    for place, event in resolving:
        said = read_resolution(event.payload)
        named = dict.fromkeys(said.over, False) | ({said.chosen: True} if said.chosen else {})
        against = [fates[key][1] for key, fate in named.items() if key in fates and fates[key][0] != fate]
        if said.conflict in settled or max(against, default=-1) > places.get(event.seen or "", -1):
            continue
        counted.add(event.id)
        settled.add(said.conflict)
        for key, is_chosen in named.items():
            fates[key] = (is_chosen, place)
            if not is_chosen:
                instead[key] = said.chosen
        if said.chosen:
            ids = own.setdefault(said.chosen, {conflict_id(said.chosen)})
            chosen[said.chosen] = Choice(event.id, said.conflict, said.conflict in ids)
            ids.add(conflict_id(said.chosen, event.id))
    return Decisions(
        left_out={key: instead[key] for key, (is_chosen, _) in fates.items() if not is_chosen},
        chosen={key: choice for key, choice in chosen.items() if fates[key][0]},
        counted=frozenset(counted),
        settled=frozenset(settled),
    )
