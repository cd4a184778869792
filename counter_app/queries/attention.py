"""What must not wait: paper still at the desk, online dossiers not answered, promises about to break."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, func, literal_column, select, text

from counter_app.domain.events import EventKind
from counter_app.domain.promptness import answer_by, apology_until, transfer_by
from counter_app.domain.staff import Permission
from counter_app.domain.units import DESK
from counter_app.queries.dossiers import DossierRow, to_row
from counter_app.storage import stream_log
from counter_app.storage.conflict_tables import conflict
from counter_app.storage.projection_tables import OPEN_STATUS, dossier
from counter_app.storage.store import Reading

MOST = 500
_IS_OPEN: ColumnElement[bool] = literal_column(f"(status IN ({OPEN_STATUS}))")

_OWN = (
    "SELECT c.stream, coalesce(d.code, d.portal_code, d.slip, '') AS code, d.applicant_name, c.kind,"
    " c.because, json_array_length(c.over) > 0 AS is_of_two, max(e.wall) AS at FROM conflict c"
    " JOIN event e ON e.id IN (SELECT c.event_id UNION ALL SELECT value FROM json_each(c.over))"
    " JOIN dossier d ON d.stream = c.stream WHERE c.is_resolved = 0 AND e.actor = :login"
    " GROUP BY c.id ORDER BY at DESC, c.id LIMIT :most"
)


class Matter(StrEnum):
    """What is asked of a person."""

    TRANSFER = "transfer"  # paper received and still at the desk
    ANSWER = "answer"      # registered online, neither received nor answered
    APOLOGY = "apology"    # due by the next working day, not finished, not extended


@dataclass(frozen=True)
class Waiting:
    """A dossier and by when it must have moved (local). `is_late`: that moment has passed."""

    row: DossierRow
    by: datetime
    is_late: bool


@dataclass(frozen=True)
class Attention:
    """One matter with its dossiers, the most urgent first."""

    matter: Matter
    waiting: tuple[Waiting, ...]

    @property
    def late(self) -> int:
        """How many have passed their moment."""
        return sum(each.is_late for each in self.waiting)


def attention(reading: Reading, login: str, now: datetime) -> tuple[Attention, ...]:
    """The matters of one person at a local moment; one without dossiers is left out.

    Transfers and answers are the counter's; apologies those of the person's unit, of all for who supervises.
    """
    person = reading.reference.person(login)
    found = []
    if person.may(Permission.DESK_ACT):
        found.append(Attention(Matter.TRANSFER, transfers(reading, now)))
        found.append(Attention(Matter.ANSWER, answers(reading, now)))
    if person.may(Permission.DEPARTMENT_ACT):
        unit = "" if person.may(Permission.SUPERVISE) else person.unit
        found.append(Attention(Matter.APOLOGY, apologies(reading, now, unit)))
    return tuple(each for each in found if each.waiting)


def conflicts_to_choose(reading: Reading, login: str) -> int:
    """Open conflicts, for a person who may decide them; 0 for the others."""
    if not reading.reference.person(login).may(Permission.SUPERVISE):
        return 0
    statement = select(func.count()).select_from(conflict).where(conflict.c.is_resolved == 0)
    return int(reading.conn.execute(statement).scalar_one())


def conflicts_of(reading: Reading, stream: str) -> int:
    """Open conflicts of one stream."""
    where = (conflict.c.stream == stream, conflict.c.is_resolved == 0)
    return int(reading.conn.execute(select(func.count()).select_from(conflict).where(*where)).scalar_one())


@dataclass(frozen=True)
class OwnConflict:
    """An undecided conflict about an act of the person. kind: of the act that has no effect meanwhile;
    because: as in the conflict; is_of_two: another act stands against it."""

    code: str
    applicant: str
    kind: str
    because: str
    is_of_two: bool


def conflicts_of_own_acts(reading: Reading, login: str) -> tuple[OwnConflict, ...]:
    """Undecided conflicts of dossiers about an act of this person, one a dossier, the latest act first; none
    for who decides them."""
    if reading.reference.person(login).may(Permission.SUPERVISE):
        return ()
    rows = reading.conn.exec_driver_sql(_OWN, {"login": login, "most": MOST}).all()
    latest: dict[str, Row[Any]] = {}
    for row in rows:
        latest.setdefault(row.stream, row)
    return tuple(
        OwnConflict(row.code, row.applicant_name, row.kind, row.because, bool(row.is_of_two))
        for row in latest.values()
    )


def transfers(reading: Reading, now: datetime) -> tuple[Waiting, ...]:
    """Paper that lies at the desk since its reception; what stands still waits for the applicant instead."""
    calendar = reading.reference.calendar
    where = [
        _IS_OPEN,
        dossier.c.holder == DESK,
        dossier.c.status == "received",
        dossier.c.in_transit_to.is_(None),
    ]
    rows = _rows(reading, now, where, dossier.c.received_at)
    return _sorted(
        Waiting(row, by, now > by)
        for row in rows
        if row.received_at is not None
        for by in [transfer_by(datetime.fromisoformat(row.received_at), calendar)]
    )


def answers(reading: Reading, now: datetime) -> tuple[Waiting, ...]:
    """Online dossiers that nobody has received, refused or sent back."""
    calendar = reading.reference.calendar
    listed = text("slip IS NULL AND is_quarantined = 0")
    statement = select(dossier).where(listed, dossier.c.status == "registered").order_by(dossier.c.first_at)
    found = []
    for each in reading.conn.execute(statement.limit(MOST)):
        by = answer_by(_came_at(reading, each.stream, each.first_at), calendar)
        found.append(Waiting(to_row(each, now), by, now > by))
    return _sorted(found)


def _came_at(reading: Reading, stream: str, first_at: str) -> datetime:
    """Since when the desk owes an answer: the registration, or the last papers that were sent after it."""
    stored = stream_log.read_stream(reading.conn, stream)
    sent = [each.event.at for each in stored if each.event.kind is EventKind.SUPPLEMENTED]
    return sent[-1] if sent else datetime.fromisoformat(first_at)


def apologies(reading: Reading, now: datetime, unit: str = "") -> tuple[Waiting, ...]:
    """Open dossiers due by the next working day whose promise was never extended; late ones among them.

    `unit`: only those it holds.
    """
    night = datetime.combine(apology_until(now, reading.reference.calendar) + timedelta(days=1), time())
    where: list[ColumnElement[bool]] = [
        _IS_OPEN,
        dossier.c.due_at < night.isoformat(timespec="minutes"),
        dossier.c.due_at == dossier.c.due_first,
    ]
    if unit:
        where.append(dossier.c.holder == unit)
    rows = _rows(reading, now, where, dossier.c.due_at)
    return _sorted(
        Waiting(row, datetime.fromisoformat(row.due_at), row.is_overdue)
        for row in rows
        if row.due_at is not None
    )


def _rows(
    reading: Reading, now: datetime, where: Sequence[ColumnElement[bool]], order: ColumnElement[str]
) -> list[DossierRow]:
    """The oldest ones: beyond `MOST` nobody would go through them."""
    statement = select(dossier).where(*where, dossier.c.slip.is_(None)).order_by(order)
    return [to_row(row, now) for row in reading.conn.execute(statement.limit(MOST))]


def _sorted(found: Iterable[Waiting]) -> tuple[Waiting, ...]:
    return tuple(sorted(found, key=lambda each: (each.by, each.row.shown_code)))
