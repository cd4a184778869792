"""Looking again at what the centre holds of rows that were taken in before: nobody may change them there."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from counter_app.domain.errors import LogDamaged
from counter_app.storage.event_log import StoredEvent
from counter_app.sync.line import Line

MOST = 1000
_Row = tuple[int, str, int, str, str]


def first_changed_row(conn: Connection, line: Line, after: int, up_to: int) -> int | None:
    """The first position behind `after`, up to `up_to`, where the centre's row is not the one held here."""
    while after < up_to:
        here = list(_held(conn, after, min(after + MOST, up_to)))
        if not here:
            return after + 1  # this file itself has lost rows
        try:
            there = [_row(row.stored) for row in line.pull(after, len(here))]
        except LogDamaged as error:
            return int(str(error.facts["event_id"]).removeprefix("pos "))
        for place, mine in enumerate(here[: len(there)] if there else here):
            if place >= len(there) or there[place] != mine:
                return int(mine[0])
        after += len(there)
    return None


def _row(item: StoredEvent) -> _Row:
    return (item.pos or 0, item.origin, item.oseq, item.hash, item.event.content_hash)


def _held(conn: Connection, after: int, up_to: int) -> Iterator[_Row]:
    rows = conn.exec_driver_sql(
        "SELECT v.pos, v.origin, v.oseq, v.hash, e.content_hash"
        " FROM envelope v JOIN event e ON e.id = v.event_id"
        " WHERE v.agency = (SELECT agency FROM sync_state) AND v.pos > ? AND v.pos <= ? ORDER BY v.pos",
        (after, up_to),
    )
    for row in rows:
        yield (row[0], row[1], row[2], row[3], row[4])
