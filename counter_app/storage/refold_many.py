"""Folding the dossiers of a page of the feed anew: what `refold` does, for many of them table by table.

Only plain dossiers go together (`bulk_rows`), and only while nothing is wrong with any of them; all others go
one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from counter_app.domain.events import Event
from counter_app.domain.fold import fold
from counter_app.storage import projection
from counter_app.storage.bulk_rows import BulkRows, is_plain
from counter_app.storage.conflict_rows import UNREADABLE, project_shared_codes
from counter_app.storage.refold import (
    codes_of,
    effective,
    forget_many,
    portal_codes_of,
    refold,
    tell_who_waits,
)
from counter_app.storage.stream_log import AWAITED, read_many

TOGETHER = 250
"""Dossiers that are read and written together."""


def refold_dossiers(conn: Connection, streams: Sequence[str]) -> None:
    """Make the rows of these dossiers' streams anew from the log, in the caller's transaction. Raises
    LogDamaged."""
    for first in range(0, len(streams), TOGETHER):
        part = streams[first : first + TOGETHER]
        told = {stream: [item.event for item in stored] for stream, stored in read_many(conn, part).items()}
        together = _written(conn, told)
        _tell_others(conn, together)
        for stream in part:
            if stream not in together:
                refold(conn, stream)


def _written(conn: Connection, told: Mapping[str, Sequence[Event]]) -> Mapping[str, Sequence[Event]]:
    """Write what goes together; answers which did."""
    known = dict(_rows(conn, "SELECT stream, seq FROM dossier WHERE stream IN", told))
    rows, held = BulkRows(), {}
    last = projection.last_seq(conn)
    for stream, events in told.items():
        seq = known.get(stream, last + 1)
        try:
            dossier = fold(stream, events)
            if is_plain(dossier, events):
                rows.add(seq, dossier, effective(dossier, events), events)
                held[stream] = events
                last = max(last, seq)
        except UNREADABLE:
            continue
    conn.exec_driver_sql("SAVEPOINT together")
    try:
        forget_many(conn, held)
        rows.write(conn, frozenset(known.values()))
    except UNREADABLE:
        conn.exec_driver_sql("ROLLBACK TO together")
        held = {}
    conn.exec_driver_sql("RELEASE together")
    return held


def _tell_others(conn: Connection, written: Mapping[str, Sequence[Event]]) -> None:
    """What follows for dossiers of the same code, and for acts that wait for one."""
    codes = {code for events in written.values() for code in codes_of(events)}
    portal_codes = {code for events in written.values() for code in portal_codes_of(events)}
    for column, values in (("code", codes), ("portal_code", portal_codes)):
        streams: dict[str, list[str]] = {}
        query = f"SELECT {column}, stream FROM dossier WHERE {column} IN"  # noqa: S608 - our own names
        for value, stream in _rows(conn, query, values):
            streams.setdefault(value, []).append(stream)
        for value, those in sorted(streams.items()):
            if len(those) > 1 or those[0] not in written:  # one alone was just written without any
                project_shared_codes(conn, conn, column, value)
    names = [f"{AWAITED}{code}" for code in codes]
    for code in {row[0] for row in _rows(conn, "SELECT code FROM awaited_act WHERE stream IN", names)}:
        tell_who_waits(conn, code)


def _rows(conn: Connection, query: str, values: Iterable[str]) -> list[Any]:
    wanted = tuple(values)
    if not wanted:
        return []
    return list(conn.exec_driver_sql(f"{query} ({','.join('?' * len(wanted))})", wanted))
