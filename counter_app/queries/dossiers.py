"""Dossiers as rows: one, a filtered list, and the events of one in fold order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select, text

from counter_app.domain.dossier import PORTAL_STATUS, Dossier
from counter_app.domain.errors import DossierUnknown
from counter_app.domain.fold import fold
from counter_app.queries.awaited import own_code
from counter_app.queries.finding import find_stream
from counter_app.storage import stream_log
from counter_app.storage.event_log import StoredEvent
from counter_app.storage.projection_tables import LISTED, OPEN_STATUS, dossier
from counter_app.storage.store import Reading


@dataclass(frozen=True)
class DossierRow:
    """A dossier or slip in a list. Times are local ISO text to the minute, None where there is none."""

    seq: int
    stream: str
    code: str | None
    portal_code: str | None
    slip: str | None
    scan_number: str | None
    status: str
    portal_status: int | None
    procedure: str
    applicant_name: str
    holder: str | None
    in_transit_to: str | None
    batch: str | None
    officer: str | None
    received_at: str | None
    due_at: str | None
    due_first: str | None
    own_due: str | None
    is_paused: bool
    is_overdue: bool
    is_provisional: bool
    outcome: str | None
    has_conflict: bool
    receipt_version: int
    procedure_version: int = 1
    field: str = ""

    @property
    def shown_code(self) -> str:
        """What stands wherever a code is asked."""
        return self.code or self.portal_code or self.slip or ""


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; None and False narrow nothing. `now` (local) decides what is overdue."""

    now: datetime
    status: str | None = None
    unit: str | None = None
    overdue: bool = False
    slips: bool = False
    limit: int = 200


_SLIPS = "slip IS NOT NULL AND is_quarantined = 0"
_PAUSED = {"awaiting_supplement", "awaiting_payment", "stopped"}


def to_row(row: Row[Any], now: datetime) -> DossierRow:
    """A row of the projection as a list shows it."""
    late = row.late_from is not None and row.late_from <= now.isoformat(timespec="minutes")
    return DossierRow(
        seq=row.seq,
        stream=row.stream,
        code=row.code,
        portal_code=row.portal_code,
        slip=row.slip,
        scan_number=row.scan_number,
        status=row.status,
        portal_status=_PORTAL[row.status],
        procedure=row.procedure,
        applicant_name=row.applicant_name,
        holder=row.holder,
        in_transit_to=row.in_transit_to,
        batch=row.batch,
        officer=row.officer,
        received_at=row.received_at,
        due_at=row.due_at,
        due_first=row.due_first,
        own_due=row.own_due,
        is_paused=row.status in _PAUSED and row.received_at is not None,
        is_overdue=late and row.status in _OPEN_WORDS,
        is_provisional=bool(row.is_provisional),
        outcome=row.outcome,
        has_conflict=bool(row.has_conflict),
        receipt_version=row.receipt_version,
        procedure_version=row.procedure_version,
        field=row.field,
    )


_PORTAL = {str(status): number for status, number in PORTAL_STATUS.items()}
_OPEN_WORDS = frozenset(OPEN_STATUS.replace("'", "").split(","))


def list_dossiers(reading: Reading, wanted: Filter) -> list[DossierRow]:
    """Dossiers (voided ones included, slips only when asked for), newest first."""
    # In the words of the indexes: a bound nought would hide from SQLite that they may be used.
    statement: Select[Any] = select(dossier).where(text(_SLIPS if wanted.slips else LISTED))
    conditions: list[ColumnElement[bool]] = []
    if wanted.status:
        conditions.append(dossier.c.status == wanted.status)
    if wanted.unit:
        conditions.append(dossier.c.holder == wanted.unit)
    if wanted.overdue:
        conditions.append(text(f"status IN ({OPEN_STATUS})"))  # type: ignore[arg-type]
        conditions.append(dossier.c.late_from <= wanted.now.isoformat(timespec="minutes"))
    statement = statement.where(*conditions).order_by(dossier.c.first_at.desc(), dossier.c.seq.desc())
    rows = reading.conn.execute(statement.limit(wanted.limit))
    return [to_row(row, wanted.now) for row in rows]


@dataclass(frozen=True)
class DossierView:
    """One dossier, whole: its row in lists and the folded state behind it."""

    row: DossierRow
    dossier: Dossier


def one_dossier(reading: Reading, code: str, now: datetime) -> DossierView:
    """The dossier a code names. Raises CodeNotReadable, ForeignCode, DossierUnknown."""
    stream = find_stream(reading.conn, reading.reference.agency.id, code)
    return by_stream(reading, stream, now)


def by_stream(reading: Reading, stream: str, now: datetime) -> DossierView:
    """The dossier of a stream that is known to exist."""
    row = reading.conn.execute(select(dossier).where(dossier.c.stream == stream)).one()
    events = [stored.event for stored in stream_log.read_stream(reading.conn, stream)]
    return DossierView(to_row(row, now), fold(stream, events))


@dataclass(frozen=True)
class HistoryLine:
    """One event of a dossier. `at` local ISO text; `pos` None until the centre has it."""

    kind: str
    at: str
    by: str
    unit: str
    data: Mapping[str, Any]
    event_id: str
    pos: int | None
    clock_quality: str


_ENVELOPE_KEYS = frozenset({"unit", "role", "at"})


def history(reading: Reading, code: str) -> list[HistoryLine]:
    """The events of a dossier in fold order; of one whose data are not here, the acts that wait for them, and
    those of them that were taken back. Raises CodeNotReadable, ForeignCode, DossierUnknown."""
    return [
        HistoryLine(
            kind=str(stored.event.kind),
            at=stored.event.at.isoformat(timespec="minutes"),
            by=stored.event.actor,
            unit=str(stored.event.payload.get("unit", "")),
            data={k: v for k, v in stored.event.payload.items() if k not in _ENVELOPE_KEYS},
            event_id=stored.event.id,
            pos=stored.pos,
            clock_quality=str(stored.event.clock_quality),
        )
        for stored in _told(reading, code)
    ]


def _told(reading: Reading, code: str) -> list[StoredEvent]:
    agency = reading.reference.agency.id
    try:
        return stream_log.read_stream(reading.conn, find_stream(reading.conn, agency, code))
    except DossierUnknown:
        own = own_code(code, agency)
        waiting = stream_log.read_stream(reading.conn, stream_log.awaited_stream(own)) if own else []
        if not waiting:
            raise
        return waiting
