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
from counter_app.domain.fold import is_known
from counter_app.domain.reference_fold import Standing

Place = tuple[bool, int, int, str, int]
"""Where an event stands in fold order: (unconfirmed, pos, incarnation, origin, oseq)."""

Mark = tuple[str, int]
"""How far the feed is held (its hash), and the file's last event about staff."""

SYSTEM = "system"


@dataclass(frozen=True)
class _Life:
    places: list[Place]
    roles: list[str]


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
    """From the streams of staff (`staff:lan`), each in fold order.

    All of them are judged together: who gives a role must have had the right to it there.
    """
    told = [(place, stream, event) for stream, placed in streams for place, event in placed]
    told.sort(key=lambda each: each[0])
    standing: dict[str, Standing] = {}
    lives: dict[str, _Life] = {}
    for place, stream, event in told:
        role = _now(lives.get(event.actor))
        because = standing.setdefault(stream, Standing()).judge(event, role)
        if not because and event.kind is K.STAFF_SET and is_known(event):  # a newer program's is kept, unread
            life = lives.setdefault(stream.partition(":")[2], _Life([], []))
            life.places.append(place)
            life.roles.append(_role(event))
    return RoleHistory(lives)


def _now(life: _Life | None) -> str:
    return life.roles[-1] if life else ""


def _role(event: Event) -> str:
    return str(event.payload.get("staff_role", "")) if event.payload.get("is_active") else ""


_MARK = (
    "SELECT feed_hash, coalesce((SELECT max(rowid) FROM event INDEXED BY ix_event_stream"
    " WHERE stream >= 'staff:' AND stream < 'staff;'), 0) FROM sync_state LIMIT 1"
)
_KEY = "role_history"


def mark(conn: Connection) -> Mark | None:
    """What changes when the history may have changed; None at a desk that is alone."""
    row = conn.exec_driver_sql(_MARK).first()
    return (str(row[0]), int(row[1])) if row else None


def kept(conn: Connection, at: Mark) -> RoleHistory | None:
    """The history that this connection read at the same mark."""
    found = conn.info.get(_KEY)
    return found[1] if found and found[0] == at else None


def keep(conn: Connection, at: Mark, history: RoleHistory) -> RoleHistory:
    """Remember the history of a mark."""
    conn.info[_KEY] = (at, history)
    return history


def forget(conn: Connection) -> None:
    """Read the history anew at the next question."""
    conn.info.pop(_KEY, None)
