"""Open conflicts with all that one needs to decide them: what each act said and printed, what follows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from counter_app.domain.conflicts import Side
from counter_app.domain.errors import CounterError
from counter_app.domain.reference_fold import accepted
from counter_app.queries.conflicts import ClashingAct, ConflictRow, open_conflicts, sides_of
from counter_app.queries.day_sheets import own_desk
from counter_app.storage import stream_log
from counter_app.storage.projection_tables import dossier, paper_print
from counter_app.storage.reference import Reference
from counter_app.storage.store import Reading
from counter_app.storage.tables import event, origin

MOST = 50
"""Conflicts that one look tells: nobody decides more at a stretch, and each folds its dossier anew."""


@dataclass(frozen=True)
class ConflictDetail:
    """row: as the list has it. sides: what can be chosen, () where no fold tells. said: event id → what the
    act said; printed: event id → forms that its author printed for the dossier since. status: the dossier's
    now, procedure_name in the version it was received by, both "" where it is none. own_desk: number of this
    desk. standing: of a stream that is no dossier's, the change of this kind that stands."""

    row: ConflictRow
    sides: tuple[Side, ...] = ()
    said: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    printed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    status: str = ""
    procedure_name: str = ""
    own_desk: int = 1
    standing: ClashingAct | None = None

    def side(self, chosen: str) -> Side | None:
        """What choosing this event would make of the dossier."""
        return next((each for each in self.sides if each.chosen == chosen), None)


def conflict_details(reading: Reading, limit: int = MOST) -> tuple[ConflictDetail, ...]:
    """The open conflicts, the oldest first."""
    desk = own_desk(reading.conn)[1]
    return tuple(_detail(reading, row, desk) for row in open_conflicts(reading, limit))


def _detail(reading: Reading, row: ConflictRow, desk: int) -> ConflictDetail:
    columns = (dossier.c.status, dossier.c.procedure, dossier.c.procedure_version)
    now = reading.conn.execute(select(*columns).where(dossier.c.stream == row.stream)).first()
    standing = None if row.stream.startswith("dossier:") else _standing(reading, row)
    acts = [act for act in (row.struck, *row.over, standing) if act is not None]
    said = {act.event_id: _said(reading, act.event_id) for act in acts}
    return ConflictDetail(
        row=row,
        sides=sides_of(reading, row.id),
        said={key: payload for key, (_, payload) in said.items()},
        printed={act.event_id: _printed(reading, said[act.event_id][0], act) for act in acts},
        status=now.status if now is not None else "",
        procedure_name=_procedure(reading.reference, now.procedure, now.procedure_version) if now else "",
        own_desk=desk,
        standing=standing,
    )


def _standing(reading: Reading, row: ConflictRow) -> ClashingAct | None:
    """The change that stands where another, which did not know of it, does not."""
    items = stream_log.read_stream(reading.conn, row.stream)
    kept = accepted([item.event for item in items])
    found = [item for item in items if item.event.id in kept and str(item.event.kind) == row.kind]
    if not found:
        return None
    told, said = found[-1], found[-1].event
    desk = reading.conn.execute(select(origin.c.desk).where(origin.c.id == told.origin)).scalar_one()
    unit = str(said.payload.get("unit", ""))
    return ClashingAct(said.id, row.kind, said.actor, unit, int(desk), said.at, "", told.pos)


def _said(reading: Reading, event_id: str) -> tuple[str, Mapping[str, Any]]:
    statement = select(event.c.stream, event.c.payload).where(event.c.id == event_id)
    found = reading.conn.execute(statement).one()
    payload = json.loads(found.payload)
    return str(found.stream), payload if isinstance(payload, dict) else {}


def _printed(reading: Reading, stream: str, act: ClashingAct) -> tuple[str, ...]:
    print_ = paper_print.c
    statement = (
        select(print_.form)
        .where(print_.stream == stream, print_.by == act.by)
        .where(print_.at >= act.at.isoformat(timespec="minutes"))
        .order_by(print_.at)
    )
    return tuple(dict.fromkeys(map(str, reading.conn.execute(statement).scalars())))


def _procedure(reference: Reference, procedure: str, version: int) -> str:
    try:
        return reference.procedure_version(procedure, version).name
    except CounterError:
        return procedure
