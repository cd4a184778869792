"""What a scan means for the handover of one unit: facts, no words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, select

from counter_app.domain.codes import ScanKind, read_scan
from counter_app.domain.dossier import Status
from counter_app.domain.errors import CodeNotReadable, CounterError, DossierUnknown, ForeignCode
from counter_app.domain.transitions import MOVABLE
from counter_app.queries.awaited import own_code, taken_already
from counter_app.queries.finding import find_stream
from counter_app.queries.handover import Batch, HeldRow, Place, held_row, one_batch
from counter_app.storage.event_log import is_joined
from counter_app.storage.projection_tables import dossier
from counter_app.storage.store import Reading


class ScanIs(StrEnum):
    """What a scan means for one unit's handover."""

    TO_GIVE = "to_give"
    TO_TAKE = "to_take"
    TO_AWAIT = "to_await"
    AWAITED = "awaited"
    BATCH_TO_TAKE = "batch_to_take"
    BATCH_OVER = "batch_over"
    BATCH_GIVEN = "batch_given"
    BATCH_OF_OTHERS = "batch_of_others"
    BATCH_UNKNOWN = "batch_unknown"
    GIVEN = "given"
    BETWEEN_OTHERS = "between_others"
    HELD_ELSEWHERE = "held_elsewhere"
    NOT_MOVABLE = "not_movable"
    UNKNOWN = "unknown"
    FOREIGN = "foreign"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Judgement:
    """The facts of one scan. `code` as it is shown, `unit` the other unit it is about, `held` with TO_GIVE.

    `problem`: why it cannot be read. `status`: the dossier's. TO_AWAIT: the paper came quicker than its data;
    where the dossier is known here, `unit` has it by the data, or gets it in `batch`. AWAITED: it was taken
    over so already, at `at` (local).
    """

    kind: ScanIs
    code: str
    stream: str = ""
    held: HeldRow | None = None
    batch: str = ""
    unit: str = ""
    status: str = ""
    agency: str = ""
    problem: str = ""
    at: datetime | None = None


def judge_scan(reading: Reading, text: str, unit: str) -> Judgement:
    """What `text` (a code, scan number, QR or batch number) is for the people of `unit`. Never raises."""
    scanned = read_scan(text, reading.reference.agency.id)
    if scanned.kind is ScanKind.BATCH:
        return _judge_batch(one_batch(reading, scanned.text), scanned.text, unit)
    try:
        stream = find_stream(reading.conn, reading.reference.agency.id, text)
    except DossierUnknown as error:
        code = own_code(text, reading.reference.agency.id)
        return _may_await(reading, Judgement(ScanIs.UNKNOWN, code), unit) if code else _not_ours(error)
    except CounterError as error:
        return _not_ours(error)
    row = reading.conn.execute(select(dossier).where(dossier.c.stream == stream)).one()
    found = _judge_dossier(reading, row, unit)
    return _may_await(reading, found, unit) if found.kind in _NOT_COMING and found.unit else found


_NOT_COMING = frozenset({ScanIs.HELD_ELSEWHERE, ScanIs.BETWEEN_OTHERS})


def _may_await(reading: Reading, found: Judgement, unit: str) -> Judgement:
    """The paper is in hand, and nothing here tells that it is: at a desk that shares its log the data may
    still be on their way, at one that is alone it is as it is told."""
    if not is_joined(reading.conn):
        return found
    taken = taken_already(reading, found.code, unit)
    return replace(found, kind=ScanIs.AWAITED if taken else ScanIs.TO_AWAIT, at=taken.at if taken else None)


def _judge_batch(batch: Batch | None, number: str, unit: str) -> Judgement:
    if batch is None:
        return Judgement(ScanIs.BATCH_UNKNOWN, number)
    if batch.to == unit:
        kind = ScanIs.BATCH_TO_TAKE if batch.count(Place.IN_TRANSIT) else ScanIs.BATCH_OVER
        return Judgement(kind, number, batch=number, unit=batch.giver)
    kind = ScanIs.BATCH_GIVEN if batch.giver == unit else ScanIs.BATCH_OF_OTHERS
    return Judgement(kind, number, batch=number, unit=batch.to)


def _judge_dossier(reading: Reading, row: Row[Any], unit: str) -> Judgement:
    code = row.code or row.portal_code or row.slip or ""
    facts: dict[str, Any] = {"code": code, "stream": row.stream, "status": row.status}
    if not row.code or row.is_quarantined or Status(row.status) not in MOVABLE:
        return Judgement(ScanIs.NOT_MOVABLE, **facts)
    if row.in_transit_to == unit:
        return Judgement(ScanIs.TO_TAKE, batch=row.batch, unit=row.holder, **facts)
    if row.in_transit_to is not None:
        kind = ScanIs.GIVEN if row.holder == unit else ScanIs.BETWEEN_OTHERS
        return Judgement(kind, batch=row.batch, unit=row.in_transit_to, **facts)
    if row.holder != unit:
        return Judgement(ScanIs.HELD_ELSEWHERE, unit=row.holder or "", **facts)
    held = held_row(reading, row.stream)
    return Judgement(ScanIs.TO_GIVE, held=held, unit=held.next_unit, **facts)


def _not_ours(error: CounterError) -> Judgement:
    code = str(error.facts.get("code", ""))
    if isinstance(error, ForeignCode):
        return Judgement(ScanIs.FOREIGN, code, agency=str(error.facts.get("agency", "")))
    if isinstance(error, DossierUnknown):
        return Judgement(ScanIs.UNKNOWN, code)
    if isinstance(error, CodeNotReadable):
        return Judgement(ScanIs.UNREADABLE, code, problem=str(error.facts.get("problem", "")))
    raise error
