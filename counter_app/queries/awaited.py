"""Acts recorded before their dossier's data were here: what waits, since when, by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from counter_app.domain.codes import ScanKind, read_scan
from counter_app.domain.events import EventKind
from counter_app.storage.conflict_tables import awaited_act as t
from counter_app.storage.event_log import is_joined
from counter_app.storage.store import Reading

MOST = 500
_OURS = frozenset({ScanKind.OWN_CODE, ScanKind.OWN_SCAN_NUMBER, ScanKind.QR})


def own_code(text: str, agency_id: str) -> str:
    """The code that a scanned or typed text names, where it is one of this agency's, known or not; else
    empty. Only such a code can wait for the data of its dossier."""
    scanned = read_scan(text, agency_id)
    return scanned.code.text if scanned.kind in _OURS and scanned.code is not None else ""


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


def taken_already(reading: Reading, code: str, unit: str) -> AwaitedRow | None:
    """The take-over of a paper by a unit that still waits for its data, if there is one."""
    return _waiting(reading, EventKind.TAKEN_OVER, code, unit)


def _waiting(reading: Reading, kind: EventKind, code: str, unit: str) -> AwaitedRow | None:
    rows = awaited_acts(reading, unit=unit, code=code)
    return next((row for row in rows if row.kind == kind), None)


@dataclass(frozen=True)
class NotHere:
    """A dossier of which this desk knows nothing but its code, at a desk where its data may still come.
    returned: its result was handed out by the unit already, and that waits for the data."""

    code: str
    returned: AwaitedRow | None


def not_here(reading: Reading, text: str, unit: str) -> NotHere | None:
    """What a scanned or typed text of an unknown dossier is; None where no data can come for it."""
    code = own_code(text, reading.reference.agency.id)
    if not code or not is_joined(reading.conn):
        return None
    return NotHere(code, _waiting(reading, EventKind.RETURNED, code, unit))
