"""Checking the hash chains of the log: what was edited, cut out or slipped in, and where first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from counter_app.domain.events import envelope_hash
from counter_app.storage import event_log
from counter_app.storage.problems import Fault, Problem

_COLUMNS = (
    "e.id, e.agency, e.stream, e.kind, e.schema_v, e.payload, e.seen, e.actor, e.wall, e.clock_quality,"
    " e.content_hash, v.oseq, v.prev, v.hash, v.event_id, v.agency"
)
_JOINED = "FROM envelope v LEFT JOIN event e ON e.id = v.event_id"
_PAGE = f"SELECT {_COLUMNS} {_JOINED} WHERE v.origin = ? AND v.oseq > ? ORDER BY v.oseq LIMIT ?"


def verify_chains(conn: Connection, deep: bool = True) -> list[Problem]:
    """The first bad record of each origin, and every event that stands in no chain; empty when all is well.
    One whose envelope the centre could not take is in none, and its envelope is kept aside.

    `deep` recomputes each content hash from the columns; without it only the links are followed.
    Projections are not looked at (they are compared by their digest).
    """
    origins = (
        conn.exec_driver_sql("SELECT origin FROM envelope GROUP BY origin ORDER BY origin").scalars().all()
    )
    found = [problem for origin in origins for problem in _first_bad(conn, origin, 0, deep)]
    lost = conn.exec_driver_sql(
        "SELECT id FROM event WHERE NOT EXISTS (SELECT 1 FROM envelope WHERE event_id = event.id)"
        " AND id NOT IN (SELECT event_id FROM envelope_aside) ORDER BY id"
    )
    return found + [Problem(row[0], Fault.EVENT_WITHOUT_ENVELOPE) for row in lost]


def verify_tail(conn: Connection, n: int = 500) -> list[Problem]:
    """The last `n` records of each open origin, deep; for the start of the program."""
    heads = conn.exec_driver_sql(
        "SELECT id, (SELECT max(oseq) FROM envelope WHERE origin = origin.id) FROM origin"
        " WHERE closed_at IS NULL ORDER BY id"
    ).all()
    return [
        problem
        for origin, last in heads
        if last is not None
        for problem in _first_bad(conn, origin, max(0, last - n), deep=True)
    ]


def _first_bad(conn: Connection, origin: str, after: int, deep: bool) -> Iterator[Problem]:
    prev = _link_before(conn, origin, after)
    expected = after + 1
    for row in _records(conn, origin, after):
        fault, detail = _fault(row, origin, expected, prev, deep)
        if fault is not None:
            yield Problem(f"{origin}/{expected}", fault, detail)
            return
        prev, expected = row[13], expected + 1


def _link_before(conn: Connection, origin: str, oseq: int) -> str:
    if oseq == 0:
        return event_log.GENESIS
    row = conn.exec_driver_sql(
        "SELECT hash FROM envelope WHERE origin = ? AND oseq = ?", (origin, oseq)
    ).first()
    return row[0] if row else ""


def _records(conn: Connection, origin: str, after: int) -> Iterator[Sequence[Any]]:
    while rows := conn.exec_driver_sql(_PAGE, (origin, after, event_log.BATCH)).all():
        yield from rows
        after = rows[-1][11]


def _fault(row: Sequence[Any], origin: str, expected: int, prev: str, deep: bool) -> tuple[Fault | None, str]:
    event_id, content, oseq, link_prev, link = row[0], row[10], row[11], row[12], row[13]
    if oseq != expected:
        return Fault.SEQUENCE_GAP, str(oseq)
    if event_id is None:
        return Fault.EVENT_MISSING, row[14]
    if link_prev != prev:
        return Fault.LINK_BROKEN, event_id
    if envelope_hash(prev, origin, oseq, content) != link:
        return Fault.HASH_WRONG, event_id
    if deep and (event_log.content_hash(row) != content or row[1] != row[15]):
        return Fault.CONTENT_EDITED, event_id
    return None, ""
