"""Conflicts that no fold of one stream can see: one code given twice, a stream that cannot be read."""

from __future__ import annotations

import hashlib
import json

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, ProgrammingError

from counter_app.domain.fold import fold
from counter_app.storage.stream_log import read_stream

UNREADABLE = (
    *(ArithmeticError, AttributeError, LookupError, TypeError, ValueError),
    *(DataError, IntegrityError, InterfaceError, ProgrammingError),
)
"""What a payload of another world makes of a projection."""

_KINDS = {"code": "dup_code", "portal_code": "dup_portal_code"}
_INSERT = (
    "INSERT INTO conflict (id, stream, event_id, kind, because, is_resolved, over)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET is_resolved = excluded.is_resolved, over = excluded.over"
)


def conflict_id(kind: str, of: str) -> str:
    """32 hex digits, the same at every desk."""
    return hashlib.sha256(f"{kind}:{of}".encode()).hexdigest()[:32]


def shared_codes(conn: Connection, column: str) -> list[str]:
    """Codes (or portal codes) that several dossiers have."""
    query = (
        f"SELECT {column} FROM dossier WHERE {column} IS NOT NULL GROUP BY {column} HAVING count(*) > 1"  # noqa: S608
    )
    return list(conn.exec_driver_sql(query).scalars())


def project_shared_codes(conn: Connection, log: Connection, column: str, value: str) -> None:
    """One conflict for each dossier but the first of a code, first by stream; none where the code is one's.

    They are settled when a resolution that counts, in any of these dossiers, names one of them.
    """
    kind = _KINDS[column]
    rows = conn.exec_driver_sql(
        f"SELECT stream, head FROM dossier WHERE {column} = ? ORDER BY stream", (value,)  # noqa: S608
    ).all()
    streams = [row[0] for row in rows]
    for stream in streams:
        conn.exec_driver_sql("DELETE FROM conflict WHERE stream = ? AND kind = ?", (stream, kind))
    if len(streams) < 2:
        return
    settled = {each for stream in streams for each in _settled(log, stream)}
    firsts = {stream: _first_event(log, stream, column) for stream in streams}
    ids = {stream: conflict_id(kind, stream) for stream in streams[1:]}
    is_settled = int(bool(settled & set(ids.values())))
    for stream, one in ids.items():
        over = json.dumps([firsts[each] for each in streams if each != stream])
        conn.exec_driver_sql(_INSERT, (one, stream, firsts[stream], kind, kind, is_settled, over))


def note_unreadable(conn: Connection, log: Connection, stream: str) -> None:
    """A stream whose rows could not be made: kept in the log, shown as a conflict."""
    one = conflict_id("not_readable", stream)
    first = _first_event(log, stream)
    conn.exec_driver_sql(_INSERT, (one, stream, first, "not_readable", "not_readable", 0, "[]"))


def settle(conn: Connection, conflict: str) -> None:
    """A resolution named a conflict that several dossiers, or a reference stream, share."""
    conn.exec_driver_sql(
        "UPDATE conflict SET is_resolved = 1 WHERE kind IN ('dup_code', 'dup_portal_code') AND EXISTS"
        " (SELECT 1 FROM conflict c JOIN dossier d ON d.stream = c.stream JOIN dossier e ON"
        " (conflict.kind = 'dup_code' AND e.code = d.code) OR"
        " (conflict.kind = 'dup_portal_code' AND e.portal_code = d.portal_code)"
        " WHERE c.id = ? AND c.kind = conflict.kind AND e.stream = conflict.stream)",
        (conflict,),
    )


def _settled(conn: Connection, stream: str) -> frozenset[str]:
    return fold(stream, [item.event for item in read_stream(conn, stream)]).settled


def _first_event(conn: Connection, stream: str, column: str = "code") -> str:
    """Id of the event that gave a stream its code, else its first; the same at every desk.

    A portal code is the registration's, if there is one: a later reception must not change the row.
    """
    first = "dossier:registered" if column == "portal_code" else "dossier:received"
    found = conn.exec_driver_sql(
        "SELECT id FROM event WHERE stream = ?"
        " ORDER BY kind <> ?, kind <> 'dossier:received', wall, id LIMIT 1",
        (stream, first),
    ).scalar()
    return str(found or "")
