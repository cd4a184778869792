"""Which events of a reference stream stand, where several desks wrote it: those of persons with the right to
it, and of two that did not know of each other the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from counter_app.domain.dossier_parts import ConflictCause
from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.domain.staff import PERMISSIONS, Permission

_ONE_AFTER_ANOTHER: frozenset[K] = frozenset(
    {
        K.PROCEDURE_PUBLISHED,
        K.PROCEDURE_ENDED,
        K.UNIT_SET,
        K.STAFF_SET,
        K.STAFF_PASSWORD_SET,
        K.CALENDAR_SET,
        K.SETTINGS_SET,
    }
)
"""Kinds that replace what the last one of their kind said, and that an administrator alone may record. The
others of reference streams only add."""

_SYSTEM = "system"
_GRANTS: Mapping[str, frozenset[Permission]] = {str(role): what for role, what in PERMISSIONS.items()}


class Standing:
    """The events of one reference stream, judged one after another in fold order.

    An event that replaces stands only when its author had the right to it and had seen the one it replaces.
    One that was struck had seen no more than what it had itself seen, so that what is built on it does not
    stand by chance.
    """

    def __init__(self) -> None:
        self._seen_up_to: dict[str, int] = {}
        self._last: dict[K, int] = {}
        self._count = 0

    def judge(self, event: Event, role: str) -> str:
        """Why the next event does not stand (a `ConflictCause`), "" where it does. `role`: its author's."""
        place, self._count = self._count, self._count + 1
        known = self._seen_up_to.get(event.seen or "", -1)
        because = self._because(event, role, known)
        self._seen_up_to[event.id] = known if because else place
        if not because and event.kind in _ONE_AFTER_ANOTHER:
            self._last[event.kind] = place
        return because

    def _because(self, event: Event, role: str, known: int) -> str:
        if event.kind not in _ONE_AFTER_ANOTHER:
            return ""
        if not _is_granted(event, role):
            return ConflictCause.UNAUTHORISED
        return ConflictCause.CHANGED_ELSEWHERE if known < self._last.get(event.kind, -1) else ""


def judged(events: Sequence[Event]) -> dict[str, str]:
    """Event id → why it does not stand, "" where it does; of one stream in fold order."""
    standing = Standing()
    return {event.id: standing.judge(event, role_of(event)) for event in events}


def accepted(events: Sequence[Event]) -> dict[str, bool]:
    """Ids of the events that stand, of one stream in fold order."""
    return {id_: True for id_, because in judged(events).items() if not because}


def is_settling(event: Event) -> bool:
    """Whether an event of a reference stream settles the conflict that it names."""
    return event.kind is K.CONFLICT_RESOLVED and Permission.SUPERVISE in _GRANTS.get(role_of(event), ())


def role_of(event: Event) -> str:
    """The role that an event's author had: as the log tells it, else as the event says."""
    return event.real_role if event.real_role is not None else str(event.payload.get("role", ""))


def _is_granted(event: Event, role: str) -> bool:
    if event.actor == _SYSTEM:
        return True  # the first events of a desk
    if event.kind is K.STAFF_PASSWORD_SET and event.payload.get("login") == event.actor:
        return role in _GRANTS
    return Permission.ADMINISTER in _GRANTS.get(role, ())
