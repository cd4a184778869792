"""Decisions of conflicts that somebody should hear of: their own act, or a dossier in their unit's hands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from counter_app.domain.events import EventKind, local_minute, utc_ms
from counter_app.storage.store import Reading

TOLD_FOR = timedelta(days=3)
"""How long a decision is told."""
MOST = 50

_DECIDED = (
    "SELECT e.id, e.payload, e.actor, e.wall, d.code, d.portal_code, d.slip, d.applicant_name, d.status,"
    " d.holder, d.in_transit_to FROM event e JOIN dossier d ON d.stream = e.stream"
    " WHERE e.stream IN (SELECT stream FROM conflict WHERE is_resolved = 1) AND e.kind = ? AND e.wall >= ?"
    " AND e.actor <> ? ORDER BY e.wall DESC, e.id LIMIT ?"
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
    """Decisions of the last days by others, the newest first: those of dossiers that lie with the person's
    unit or come to it, and those about an act of the person."""
    unit = reading.reference.person(login).unit
    since = utc_ms(now - TOLD_FOR)
    asked = (str(EventKind.CONFLICT_RESOLVED), since, login, MOST)
    found = []
    for row in reading.conn.exec_driver_sql(_DECIDED, asked).all():
        said = json.loads(row.payload)
        acts = _acts(reading, said)
        own = {id_ for id_, (_, actor) in acts.items() if actor == login}
        if unit not in (row.holder, row.in_transit_to) and not own:
            continue
        chosen = str(said.get("chosen") or "")
        found.append(
            Decision(
                event_id=row.id,
                code=row.code or row.portal_code or row.slip or "",
                applicant=row.applicant_name or "",
                status=row.status or "",
                by=row.actor,
                at=local_minute(row.wall),
                chosen=acts[chosen][0] if chosen in acts else "",
                own_left_out=tuple(acts[id_][0] for id_ in _left_out(said) if id_ in own),
            )
        )
    return tuple(found)


def _left_out(said: Mapping[str, object]) -> list[str]:
    over = said.get("over")
    return [str(each) for each in over] if isinstance(over, list) else []


def _acts(reading: Reading, said: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """Event id → (kind, actor) of what the decision is about."""
    struck = reading.conn.exec_driver_sql(_STRUCK, (str(said.get("conflict")),)).scalars().all()
    wanted = [*_left_out(said), str(said.get("chosen") or ""), *map(str, struck)]
    rows = reading.conn.exec_driver_sql(_ACTS, (json.dumps(wanted),))
    return {row.id: (row.kind, row.actor) for row in rows}
