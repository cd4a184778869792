"""Projection of acts that wait for the data of their dossier."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from counter_app.domain.decisions import read_decisions
from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K

AWAITED = "awaited:"
_INSERT = (
    "INSERT INTO awaited_act (event_id, stream, code, kind, unit, by, at, is_folded)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (event_id) DO UPDATE SET is_folded = excluded.is_folded"
)


def project_awaited(conn: Connection, stream: str, events: Sequence[Event]) -> None:
    """The acts of one waiting stream; their dossier says later that it took them in. One that was taken back
    waits no more."""
    revoked = read_decisions(events).revoked
    for event in events:
        if event.kind is not K.REVOKED:
            write_awaited(conn, event, stream.removeprefix(AWAITED), is_folded=event.id in revoked)


def write_awaited(conn: Connection, event: Event, code: str, *, is_folded: bool) -> None:
    """One act that came before its dossier."""
    unit = str(event.payload.get("unit", "")).encode(errors="replace").decode()  # half a character is none
    at = event.at.isoformat(timespec="minutes")
    conn.exec_driver_sql(
        _INSERT, (event.id, event.stream, code, str(event.kind), unit, event.actor, at, int(is_folded))
    )
