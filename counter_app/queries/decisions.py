"""Decisions of conflicts that somebody should hear of: their own act, or a dossier in their unit's hands."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from counter_app.domain.decisions import read_decisions
from counter_app.domain.events import EventKind, local_minute, utc_ms
from counter_app.storage.store import Reading
from counter_app.storage.stream_log import read_stream

TOLD_FOR = timedelta(days=3)
"""How long a decision is told, from when it came to this desk."""
MOST = 50

# A row of the log of passes that stands for several like ones has the place of the last: nothing was fetched.
_PLACE_THEN = (
    "SELECT json_extract(report, '$.head') FROM sync_log WHERE ended_at <= ? AND report IS NOT NULL"
    " ORDER BY id DESC LIMIT 1"
)
_DECIDED = (
    "SELECT e.id, e.stream, e.payload, e.actor, e.wall, d.code, d.portal_code, d.slip, d.applicant_name,"
    " d.status, d.holder, d.in_transit_to FROM event e JOIN dossier d ON d.stream = e.stream"
    " WHERE e.stream IN (SELECT stream FROM conflict WHERE is_resolved = 1) AND e.kind = ? AND e.actor <> ?"
    " AND (e.wall >= ? OR EXISTS (SELECT 1 FROM envelope v JOIN origin o ON o.id = v.origin"
    " WHERE v.event_id = e.id AND v.pos > ? AND o.is_mine = 0)) ORDER BY e.wall DESC, e.id"
)
_ACTS = "SELECT id, kind, actor FROM event WHERE id IN (SELECT value FROM json_each(?))"
_STRUCK = "SELECT event_id FROM conflict WHERE id = ?"


@dataclass(frozen=True)
class Decision:
    """A conflict of a dossier that was decided. at: local minute; status: the dossier's now. chosen: kind of
    the act that stands, "" where none of them does; own_left_out: kinds of the person's own acts without
    effect."""

    event_id: str
    code: str
    applicant: str
    status: str
    by: str
    at: datetime
    chosen: str
    own_left_out: tuple[str, ...]


def decisions_for(reading: Reading, login: str, now: datetime) -> tuple[Decision, ...]:
    """Decisions by others that count, told from when they came to this desk on, the newest first: those of
    dossiers that lie with the person's unit or come to it, and those about an act of the person."""
    unit = reading.reference.person(login).unit
    counted: dict[str, frozenset[str]] = {}
    found: list[Decision] = []
    for row in _decided(reading, login, now):
        said = json.loads(row.payload)
        acts = _acts(reading, said)
        own = {id_ for id_, (_, actor) in acts.items() if actor == login}
        if unit not in (row.holder, row.in_transit_to) and not own:
            continue
        if row.stream not in counted:
            counted[row.stream] = _counted(reading, row.stream)
        if row.id in counted[row.stream]:
            found.append(_decision(row, said, acts, own))
        if len(found) == MOST:
            break
    return tuple(found)


def _decided(reading: Reading, login: str, now: datetime) -> Sequence[Row[Any]]:
    """What came lately. What was decided elsewhere came by a pass, maybe days later: it lies behind the place
    up to which the centre's feed was held here then. A desk younger than that is told of its own days."""
    since = utc_ms(now - TOLD_FOR)
    place = reading.conn.exec_driver_sql(_PLACE_THEN, (since,)).scalar()
    asked = (str(EventKind.CONFLICT_RESOLVED), login, since, place)
    return reading.conn.exec_driver_sql(_DECIDED, asked).all()


def _counted(reading: Reading, stream: str) -> frozenset[str]:
    """Decisions of a dossier that count: of two about one conflict, made at two desks, only one does."""
    return read_decisions([stored.event for stored in read_stream(reading.conn, stream)]).counted


def _decision(
    row: Row[Any], said: Mapping[str, object], acts: Mapping[str, tuple[str, str]], own: set[str]
) -> Decision:
    chosen = str(said.get("chosen") or "")
    return Decision(
        event_id=row.id,
        code=row.code or row.portal_code or row.slip or "",
        applicant=row.applicant_name or "",
        status=row.status or "",
        by=row.actor,
        at=local_minute(row.wall),
        chosen=acts[chosen][0] if chosen in acts else "",
        own_left_out=tuple(acts[id_][0] for id_ in _left_out(said) if id_ in own),
    )


def _left_out(said: Mapping[str, object]) -> list[str]:
    over = said.get("over")
    return [str(each) for each in over] if isinstance(over, list) else []


def _acts(reading: Reading, said: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """Event id → (kind, actor) of what the decision is about."""
    struck = reading.conn.exec_driver_sql(_STRUCK, (str(said.get("conflict")),)).scalars().all()
    wanted = [*_left_out(said), str(said.get("chosen") or ""), *map(str, struck)]
    rows = reading.conn.exec_driver_sql(_ACTS, (json.dumps(wanted),))
    return {row.id: (row.kind, row.actor) for row in rows}
