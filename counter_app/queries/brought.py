"""What the passes with the central store brought to this file, and when they last went through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from counter_app.domain.events import local_minute
from counter_app.storage.store import Reading


@dataclass(frozen=True)
class Passed:
    """last_ok: when a pass last went through; last_night: a thorough one (naive local, None never). mark:
    the log's place from which on `brought_since` tells. conflicts: those that stand open."""

    is_joined: bool
    last_ok: datetime | None
    last_night: datetime | None
    mark: int
    conflicts: int


@dataclass(frozen=True)
class Brought:
    """kinds: first words of the streams (`dossier`, `staff` …) that others' entries belong to."""

    kinds: frozenset[str]
    now: Passed


def passed(reading: Reading) -> Passed:
    """As things stand."""
    conn = reading.conn
    state = conn.exec_driver_sql("SELECT last_ok FROM sync_state LIMIT 1").first()
    night = conn.exec_driver_sql(_LAST_NIGHT).scalar()
    return Passed(
        is_joined=state is not None,
        last_ok=None if state is None or state.last_ok is None else local_minute(state.last_ok),
        last_night=None if night is None else local_minute(int(night)),
        mark=int(conn.exec_driver_sql("SELECT coalesce(max(rowid), 0) FROM event").scalar_one()),
        conflicts=int(conn.exec_driver_sql(_CONFLICTS).scalar_one()),
    )


_CONFLICTS = "SELECT count(*) FROM conflict WHERE is_resolved = 0"
_LAST_NIGHT = (
    "SELECT ended_at FROM (SELECT ended_at, outcome, report FROM sync_log ORDER BY id DESC LIMIT 2000)"
    " WHERE outcome IN ('ok', 'differs') AND json_extract(report, '$.is_thorough') LIMIT 1"
)
_OTHERS = (
    "SELECT DISTINCT substr(e.stream, 1, instr(e.stream, ':') - 1) FROM event e"
    " WHERE e.rowid > ? AND NOT EXISTS (SELECT 1 FROM envelope v JOIN origin o ON o.id = v.origin"
    " WHERE v.event_id = e.id AND o.is_mine = 1)"
)


def brought_since(reading: Reading, mark: int) -> Brought:
    """What came from others behind a place of the log; an entry that this desk wrote itself is none."""
    rows = reading.conn.exec_driver_sql(_OTHERS, (mark,))
    return Brought(frozenset(str(row[0]) for row in rows), passed(reading))
