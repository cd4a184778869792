"""Conflicts that wait for a supervisor: which dossier, which acts clash, by whom and where each was done."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from counter_app.domain import conflicts
from counter_app.domain.dossier import Conflict, Dossier
from counter_app.domain.errors import ConflictUnknown
from counter_app.domain.events import Event
from counter_app.domain.fold import fold
from counter_app.storage import stream_log
from counter_app.storage.conflict_tables import conflict as t
from counter_app.storage.event_log import event_from_columns
from counter_app.storage.projection_tables import dossier as d
from counter_app.storage.store import Reading

MOST = 500
"""Rows of one look; what is beyond waits behind them."""

_EVENTS = (
    "SELECT e.id, e.agency, e.stream, e.kind, e.schema_v, e.payload, e.seen, e.actor, e.wall,"
    " e.clock_quality, o.desk, min(v.pos) FROM event e"
    " JOIN envelope v ON v.event_id = e.id JOIN origin o ON o.id = v.origin"
    " WHERE e.id IN (SELECT value FROM json_each(?)) GROUP BY e.id"
)


@dataclass(frozen=True)
class ClashingAct:
    """One event of a conflict. at: local, to the minute. desk: number of the desk that recorded it, from 1.
    reason: as it was given, or "". pos: its place at the centre, None while that has not confirmed it."""

    event_id: str
    kind: str
    by: str
    unit: str
    desk: int
    at: datetime
    reason: str
    pos: int | None


@dataclass(frozen=True)
class ConflictRow:
    """An open conflict. code: what names the dossier, or the stream itself where it is no dossier's.

    because: a `ConflictCause` or the code of a broken precondition. struck: the event about which it is; None
    where the log does not hold it. over: those that stand against it. has_effect: the struck one has its
    effect all the same (a receipt given by somebody without the right to it).
    """

    id: str
    stream: str
    code: str
    applicant: str
    procedure: str
    because: str
    kind: str
    struck: ClashingAct | None
    over: tuple[ClashingAct, ...]
    has_effect: bool


def open_conflicts(reading: Reading, limit: int = MOST) -> tuple[ConflictRow, ...]:
    """Conflicts that nobody has settled, the oldest struck event first."""
    rows = reading.conn.execute(_joined().where(t.c.is_resolved == 0).limit(limit)).all()
    told = _told(reading, rows)
    return tuple(sorted(told, key=lambda row: (row.struck.at.isoformat() if row.struck else "~", row.id)))


def one_conflict(reading: Reading, conflict: str) -> ConflictRow:
    """One conflict, settled ones too. Raises ConflictUnknown."""
    rows = reading.conn.execute(_joined().where(t.c.id == conflict)).all()
    if not rows:
        raise ConflictUnknown(conflict=conflict)
    return _told(reading, rows)[0]


def sides_of(reading: Reading, conflict: str) -> tuple[conflicts.Side, ...]:
    """What can be chosen and what each choice makes of the dossier; () where the conflict is not of one
    dossier's fold (one code twice, a reference stream). Raises ConflictUnknown."""
    row = one_conflict(reading, conflict)
    if not row.stream.startswith("dossier:"):
        return ()
    events, dossier = _folded(reading, row.stream)
    found = conflicts.conflict_of(dossier, conflict)
    return conflicts.sides(row.stream, events, found) if found is not None else ()


def _folded(reading: Reading, stream: str) -> tuple[list[Event], Dossier]:
    events = [stored.event for stored in stream_log.read_stream(reading.conn, stream)]
    return events, fold(stream, events)


def _joined() -> Any:
    return select(
        t, d.c.code, d.c.portal_code, d.c.slip, d.c.applicant_name, d.c.procedure
    ).select_from(t.outerjoin(d, d.c.stream == t.c.stream))


def _told(reading: Reading, rows: Sequence[Row[Any]]) -> list[ConflictRow]:
    over = {row.id: [str(each) for each in json.loads(row.over)] for row in rows}
    wanted = {each for row in rows for each in (row.event_id, *over[row.id])}
    acts = _acts(reading, sorted(wanted))
    return [
        ConflictRow(
            id=row.id,
            stream=row.stream,
            code=row.code or row.portal_code or row.slip or row.stream,
            applicant=row.applicant_name or "",
            procedure=row.procedure or "",
            because=row.because,
            kind=row.kind,
            struck=acts.get(row.event_id),
            over=tuple(acts[each] for each in over[row.id] if each in acts),
            has_effect=_has_effect(row),
        )
        for row in rows
    ]


def _has_effect(row: Row[Any]) -> bool:
    return Conflict(row.id, row.event_id, row.kind, row.because).stands


def _acts(reading: Reading, ids: Sequence[str]) -> dict[str, ClashingAct]:
    found = reading.conn.exec_driver_sql(_EVENTS, (json.dumps(ids),)).all()
    return {row[0]: _act(event_from_columns(row[:10]), row[10], row[11]) for row in found}


def _act(event: Event, desk: int, pos: int | None) -> ClashingAct:
    return ClashingAct(
        event_id=event.id,
        kind=str(event.kind),
        by=event.actor,
        unit=str(event.payload.get("unit", "")),
        desk=desk,
        at=event.at,
        reason=str(event.payload.get("reason") or ""),
        pos=pos,
    )
