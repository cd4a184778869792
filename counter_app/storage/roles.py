"""Which role a person had at a place of the log: rights are asked again where desks' events are folded.

Order is the fold's: by `pos`, then what is not yet confirmed. A clerk who writes himself another role into
his own file changes nothing for the others (document 7).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.domain.reference_fold import accepted

Place = tuple[bool, int, int, str, int]
"""Where an event stands in fold order: (unconfirmed, pos, incarnation, origin, oseq)."""

SYSTEM = "system"


@dataclass(frozen=True)
class _Life:
    places: Sequence[Place]
    roles: Sequence[str]


class RoleHistory:
    """Roles of all staff through the log."""

    def __init__(self, lives: Mapping[str, _Life]) -> None:
        self._lives = lives

    def role_at(self, login: str, place: Place) -> str:
        """The role in force just before `place`; "" where there was no such person, or not in service."""
        life = self._lives.get(login)
        if life is None:
            return ""
        found = bisect_left(life.places, place)
        return life.roles[found - 1] if found else ""

    def real_role(self, event: Event, place: Place) -> str | None:
        """The role where it is another than the event names, else None."""
        if event.actor == SYSTEM:
            return None  # no person: what it may do is a matter of the kinds of events
        role = self.role_at(event.actor, place)
        return None if role == event.payload.get("role") else role


def history_of(streams: Iterable[tuple[str, Sequence[tuple[Place, Event]]]]) -> RoleHistory:
    """From the streams of staff (`staff:lan`), each in fold order."""
    lives: dict[str, _Life] = {}
    for stream, placed in streams:
        standing = accepted([event for _, event in placed])
        placed = [(place, event) for place, event in placed if event.id in standing]
        told = [(place, event) for place, event in placed if event.kind is K.STAFF_SET]
        lives[stream.partition(":")[2]] = _Life(
            [place for place, _ in told], [_role(event) for _, event in told]
        )
    return RoleHistory(lives)


def _role(event: Event) -> str:
    return str(event.payload.get("staff_role", "")) if event.payload.get("is_active") else ""


_MARK = (
    "SELECT pulled_pos, coalesce((SELECT max(rowid) FROM event INDEXED BY ix_event_stream"
    " WHERE stream >= 'staff:' AND stream < 'staff;'), 0) FROM sync_state LIMIT 1"
)
_KEY = "role_history"


def mark(conn: Connection) -> tuple[int, int] | None:
    """What changes when the history may have changed; None at a desk that is alone."""
    row = conn.exec_driver_sql(_MARK).first()
    return (int(row[0]), int(row[1])) if row else None


def kept(conn: Connection, at: tuple[int, int]) -> RoleHistory | None:
    """The history that this connection read at the same mark."""
    found = conn.info.get(_KEY)
    return found[1] if found and found[0] == at else None


def keep(conn: Connection, at: tuple[int, int], history: RoleHistory) -> RoleHistory:
    """Remember the history of a mark."""
    conn.info[_KEY] = (at, history)
    return history


def forget(conn: Connection) -> None:
    """Read the history anew at the next question."""
    conn.info.pop(_KEY, None)
