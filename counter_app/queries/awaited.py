"""Acts recorded before their dossier's data were here: what waits, since when, by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from counter_app.storage.conflict_tables import awaited_act as t
from counter_app.storage.store import Reading

MOST = 500


@dataclass(frozen=True)
class AwaitedRow:
    """An act that waits for data. kind: of the event; at: local, to the minute; by: a login; unit: a code."""

    event_id: str
    code: str
    kind: str
    at: datetime
    by: str
    unit: str


def awaited_acts(reading: Reading, *, unit: str = "", code: str = "") -> tuple[AwaitedRow, ...]:
    """What still waits, the oldest first; of one unit or one code where they are named; 500 at most."""
    wanted = [t.c.is_folded == 0]
    if unit:
        wanted.append(t.c.unit == unit)
    if code:
        wanted.append(t.c.code == code)
    rows = reading.conn.execute(select(t).where(*wanted).order_by(t.c.at, t.c.event_id).limit(MOST))
    return tuple(
        AwaitedRow(row.event_id, row.code, row.kind, datetime.fromisoformat(row.at), row.by, row.unit)
        for row in rows
    )
