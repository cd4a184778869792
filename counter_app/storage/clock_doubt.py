"""A clock far from the centre's is not believed, until it is set or a supervisor says that it is right.

Whether he did is told by the log's own order, never by the clock in question.
"""

from __future__ import annotations

import json

from sqlalchemy import Connection

MOST_OFF_MS = 24 * 3_600_000
"""Further off than this, numbering needs a supervisor (document 3, S1f)."""
_SAME_MS = 3_600_000
"""A clock that went on by no more than this against the centre's is the one that was confirmed."""
_KEY = "clock_doubt"


def note(conn: Connection, offset_ms: int) -> None:
    """What a pass found: this machine's clock minus the centre's. A doubt that was met by a supervisor's word
    stays so while the clock is as far off as it was then."""
    if abs(offset_ms) <= MOST_OFF_MS:
        conn.exec_driver_sql("DELETE FROM meta WHERE key = ?", (_KEY,))
        return
    known = _read(conn)
    if known is not None and abs(known[0] - offset_ms) <= _SAME_MS:
        return
    behind = conn.exec_driver_sql("SELECT coalesce(max(rowid), 0) FROM event").scalar_one()
    conn.exec_driver_sql(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_KEY, json.dumps([offset_ms, behind])),
    )


def open_doubt(conn: Connection, desk: int) -> int | None:
    """How far the clock is off (ms) where no supervisor has confirmed it since that was found; else None."""
    known = _read(conn)
    if known is None:
        return None
    confirmed = conn.exec_driver_sql(
        "SELECT 1 FROM event e JOIN envelope v ON v.event_id = e.id JOIN origin o ON o.id = v.origin"
        " WHERE e.stream = ? AND e.kind = 'desk:clock_confirmed' AND e.rowid > ? AND o.is_mine = 1 LIMIT 1",
        (f"desk:{desk}", known[1]),
    ).first()
    return None if confirmed else known[0]


def _read(conn: Connection) -> tuple[int, int] | None:
    text = conn.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (_KEY,)).scalar()
    if text is None:
        return None
    offset_ms, behind = json.loads(text)
    return int(offset_ms), int(behind)
