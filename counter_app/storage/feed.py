"""The agency's feed as this file holds it: how far, what it still lacks, what waits to go up.

Order is given by the centre (`pos`) and stands beside an event, never inside its hash: a row taken in moves
places, no byte of a record. Nothing here asks the network. All functions work in the caller's transaction.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from counter_app.storage import event_log
from counter_app.storage.event_log import GENESIS, StoredEvent
from counter_app.storage.reenvelope import reenvelope

PAGE = 250
"""Rows of one transaction: as long as it takes, an act at the counter waits."""
PAGE_AT_REST = 500
"""Rows of one while nobody acts: a fifth less work in all, for a dossier of several rows is folded once."""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A row of the feed as the centre gives it; `feed_hash` is that of the feed up to and with it."""

    stored: StoredEvent
    feed_hash: str
    desk: int
    incarnation: int


@dataclass(frozen=True, slots=True)
class FeedPlace:
    """How far the feed is held here: the last position, and the feed's hash there (GENESIS at 0)."""

    pos: int
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last envelope held of an origin."""

    origin: str
    oseq: int
    hash: str


def place_of(conn: Connection) -> FeedPlace:
    """How far the feed is held."""
    row = conn.exec_driver_sql("SELECT pulled_pos, feed_hash FROM sync_state LIMIT 1").first()
    return FeedPlace(int(row[0]), str(row[1])) if row else FeedPlace(0, GENESIS)


def heads(conn: Connection) -> list[Head]:
    """The last envelope of every origin held here, also of those that hold none yet."""
    rows = conn.exec_driver_sql(
        "SELECT o.id, coalesce(v.oseq, 0), coalesce(v.hash, ?) FROM origin o LEFT JOIN envelope v ON"
        " v.origin = o.id AND v.oseq = (SELECT max(oseq) FROM envelope WHERE origin = o.id) ORDER BY o.id",
        (GENESIS,),
    )
    return [Head(*row) for row in rows]


def link_at(conn: Connection, origin: str, oseq: int) -> str | None:
    """Hash of an envelope held here; GENESIS before the first, None where it is not held."""
    if oseq == 0:
        return GENESIS
    found = conn.exec_driver_sql("SELECT hash FROM envelope WHERE origin = ? AND oseq = ?", (origin, oseq))
    value = found.scalar()
    return None if value is None else str(value)


def mine(conn: Connection) -> list[str]:
    """Origins that this file wrote, the present one last."""
    rows = conn.exec_driver_sql(
        "SELECT id FROM origin WHERE is_mine = 1 ORDER BY closed_at IS NULL, incarnation"
    )
    return [row[0] for row in rows]


def unconfirmed_from(conn: Connection, origin: str) -> int | None:
    """Number of the first envelope of an origin's tail without a position; None where all have one.

    Positions are given in the order of the chain, so what lacks one is a tail.
    """
    first: int | None = None
    query = "SELECT oseq, pos FROM envelope WHERE origin = ? AND oseq < ? ORDER BY oseq DESC LIMIT ?"
    before, size = 1 << 62, 64
    while rows := conn.exec_driver_sql(query, (origin, before, size)).all():
        for oseq, pos in rows:
            if pos is not None:
                return first
            first = oseq
        before, size = rows[-1][0], 1000
    return first


def waiting(conn: Connection) -> tuple[int, int | None]:
    """(how many of this file's own envelopes have no position yet, UTC ms of the oldest of their acts)."""
    count, oldest = 0, None
    for origin in mine(conn):
        first = unconfirmed_from(conn, origin)
        if first is None:
            continue
        row = conn.exec_driver_sql(
            "SELECT count(*), min(e.wall) FROM envelope v JOIN event e ON e.id = v.event_id"
            " WHERE v.origin = ? AND v.oseq >= ?",
            (origin, first),
        ).one()
        count += row[0]
        oldest = row[1] if oldest is None or (row[1] is not None and row[1] < oldest) else oldest
    return count, oldest


def streams_from(conn: Connection, origin: str, first: int) -> set[str]:
    """Streams of the events in an origin's chain from number `first` on."""
    return set(
        conn.exec_driver_sql(
            "SELECT DISTINCT e.stream FROM envelope v JOIN event e ON e.id = v.event_id"
            " WHERE v.origin = ? AND v.oseq >= ?",
            (origin, first),
        ).scalars()
    )


def unconfirmed_streams(conn: Connection) -> set[str]:
    """Streams with acts, whosesoever, that have no position."""
    found: set[str] = set()
    for origin in conn.exec_driver_sql("SELECT id FROM origin").scalars().all():
        first = unconfirmed_from(conn, origin)
        if first is not None:
            found |= streams_from(conn, origin, first)
    return found


def orphans(conn: Connection) -> list[StoredEvent]:
    """Events of others that stand at no position and in no envelope of this file: the centre lost them.

    In the order of their chains.
    """
    own = set(mine(conn))
    found: list[StoredEvent] = []
    origins = conn.exec_driver_sql("SELECT id FROM origin WHERE is_mine = 0 ORDER BY incarnation, id")
    for origin in origins.scalars().all():
        first = unconfirmed_from(conn, origin)
        if first is None:
            continue
        for item in event_log.read_chain(conn, origin, first - 1):
            if not _stands_elsewhere(conn, item.event.id, own):
                found.append(item)
    return found


def _stands_elsewhere(conn: Connection, event_id: str, own: set[str]) -> bool:
    rows = conn.exec_driver_sql("SELECT origin, pos FROM envelope WHERE event_id = ?", (event_id,)).all()
    return any(pos is not None or origin in own for origin, pos in rows)


def has_unconfirmed_beside(conn: Connection, own: str) -> bool:
    """Whether something stands at no position that is not of the present life `own`: the centre went back, or
    an earlier life left something."""
    others = conn.exec_driver_sql("SELECT id FROM origin WHERE id <> ?", (own,)).scalars().all()
    return any(unconfirmed_from(conn, origin) is not None for origin in others)


def relay(conn: Connection, own: str) -> list[StoredEvent]:
    """Put every orphan into an envelope of this desk's own chain; answers the new envelopes."""
    return reenvelope(conn, own, orphans(conn))
