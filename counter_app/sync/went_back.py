"""The centre went back (a restored copy, a failover that lost its tail): up to where do both still agree?"""

from __future__ import annotations

from sqlalchemy import Connection

from counter_app.domain.events import feed_hash
from counter_app.storage import feed
from counter_app.storage.event_log import GENESIS
from counter_app.storage.feed import FeedPlace
from counter_app.sync.line import Line


def feed_hashes(conn: Connection, up_to: int) -> list[str]:
    """Hash of the feed at each position 0 … `up_to`, as it is held here."""
    found = [GENESIS]
    rows = conn.exec_driver_sql(
        "SELECT hash FROM envelope WHERE pos IS NOT NULL AND pos <= ? ORDER BY agency, pos", (up_to,)
    )
    for row in rows:
        found.append(feed_hash(found[-1], row[0]))
    return found


def last_equal(line: Line, held: list[str], head: int) -> FeedPlace:
    """The last position at which the centre's feed is the one held (`feed_hashes`); some 20 questions."""
    low, high = 0, min(head, len(held) - 1)
    while low < high:
        middle = (low + high + 1) // 2
        if _hash_at(line, middle) == held[middle]:
            low = middle
        else:
            high = middle - 1
    return FeedPlace(low, held[low])


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
