"""The centre went back (a restored copy, a failover that lost its tail): up to where do both still agree?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from counter_app.domain.events import feed_hash
from counter_app.storage import feed
from counter_app.storage.event_log import GENESIS
from counter_app.storage.feed import FeedPlace
from counter_app.sync.line import Line

STRIDE = 1_000
"""Positions between two places of the feed that are held in memory at once: a feed may have millions."""


def last_equal(conn: Connection, line: Line, up_to: int, head: int, stride: int = STRIDE) -> FeedPlace:
    """The last position, up to `up_to` here and `head` there, at which both feeds are the same.

    Some 20 questions to the centre: first among places far apart, then among those between two of them.
    """
    end = min(head, up_to)
    start = FeedPlace(0, GENESIS)
    far = [start, *(place for place in _places(conn, start, end) if place.pos % stride == 0)]
    known = _last_of(line, far)
    return _last_of(line, [known, *_places(conn, known, min(end, known.pos + stride))])


def _places(conn: Connection, after: FeedPlace, up_to: int) -> Iterator[FeedPlace]:
    """The feed as it is held here, place after place, up to the first one that is missing."""
    rows = conn.exec_driver_sql(
        "SELECT pos, hash FROM envelope WHERE agency = (SELECT agency FROM sync_state)"
        " AND pos > ? AND pos <= ? ORDER BY pos",
        (after.pos, up_to),
    )
    pos, link = after.pos, after.hash
    for row in rows:
        if row[0] != pos + 1:
            return
        pos, link = row[0], feed_hash(link, row[1])
        yield FeedPlace(pos, link)


def _last_of(line: Line, places: Sequence[FeedPlace]) -> FeedPlace:
    """The last of these places that the centre knows; the first one is known to be."""
    low, high = 0, len(places) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _hash_at(line, places[middle].pos) == places[middle].hash:
            low = middle
        else:
            high = middle - 1
    return places[low]


def _hash_at(line: Line, pos: int) -> str:
    rows = line.pull(pos - 1, 1)
    return rows[0].feed_hash if rows else ""


def forget_positions(conn: Connection, place: FeedPlace) -> list[str]:
    """Take the positions behind `place` away again; answers the streams whose order that changes."""
    conn.exec_driver_sql(
        "UPDATE envelope SET pos = NULL WHERE agency = (SELECT agency FROM sync_state) AND pos > ?",
        (place.pos,),
    )
    conn.exec_driver_sql("UPDATE sync_state SET pulled_pos = ?, feed_hash = ?", (place.pos, place.hash))
    return sorted(feed.unconfirmed_streams(conn))
