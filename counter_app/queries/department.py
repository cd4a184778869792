"""Hồ sơ của phòng: what a unit holds, by the working time left in its own phase, and what comes to it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, select, text

from counter_app.domain.dossier import StepTime, runs_of
from counter_app.domain.dossier_parts import ConflictCause
from counter_app.domain.events import EventKind
from counter_app.domain.fold import fold
from counter_app.domain.procedure import Procedure
from counter_app.domain.staff import Permission
from counter_app.domain.units import DESK
from counter_app.storage import stream_log
from counter_app.storage.projection_tables import OPEN_STATUS, batch_item, conflict, control_sheet, dossier
from counter_app.storage.store import Reading
from counter_app.storage.tables import event

_IS_OPEN: Any = text(f"dossier.status IN ({OPEN_STATUS})")
_OPEN = frozenset(OPEN_STATUS.replace("'", "").split(","))
_PAUSED = frozenset({"awaiting_supplement", "awaiting_payment", "stopped"})
_CLOSED_HERE = ("finished", "withdrawn", "refused")


class Lane(StrEnum):
    """Where a dossier stands in the queue: by its holder's own due, in the order in which they are shown.

    `WEEK` reaches to this week's Sunday. `DONE`: nothing is owed any more, but the paper still lies here.
    """

    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    PAUSED = "paused"
    NO_DUE = "no_due"
    DONE = "done"


@dataclass(frozen=True)
class StepView:
    """An internal step: its number in the procedure and what is done in it."""

    no: int
    action: str


@dataclass(frozen=True)
class QueueRow:
    """A dossier that a unit holds. Moments are local.

    minutes_left: working minutes to `own_due`, negative when it has passed; None without an own due (paused,
    or no run of steps of this unit). run_minutes: all of that run. step: the next one of the run, None when
    none is left; last_done the one marked last. next_unit: who comes after the run, empty at the end.
    legal_left: working minutes that the promised date still had when the clock stopped, legal_days_left the
    same in days (None for hour limits); both only while it stands still.
    """

    stream: str
    code: str
    applicant_name: str
    procedure: str
    procedure_name: str
    status: str
    officer: str
    officer_name: str
    lane: Lane
    since: datetime
    own_due: datetime | None
    minutes_left: int | None
    run_minutes: int
    step: StepView | None
    is_last_step: bool
    last_done: int | None
    steps_count: int
    next_unit: str
    due_at: datetime | None
    is_overdue: bool
    legal_left: int | None = None
    legal_days_left: int | None = None
    given_by_unit: str = ""

    @property
    def share_used(self) -> float:
        """Share of the run's working time that is used up, 0 to 1; 0 without an own due."""
        if self.minutes_left is None or self.run_minutes <= 0:
            return 0.0
        return min(1.0, max(0.0, 1 - self.minutes_left / self.run_minutes))

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands still."""
        return self.status in _PAUSED


@dataclass(frozen=True)
class IncomingRow:
    """A dossier on its way to a unit. `given_at` is local."""

    stream: str
    code: str
    applicant_name: str
    procedure: str
    procedure_name: str
    status: str
    batch: str
    giver: str
    giver_name: str
    given_at: datetime
    given_by_name: str
    due_at: datetime | None
    is_overdue: bool


@dataclass(frozen=True)
class Officer:
    """Somebody of the unit who may be given dossiers; `load` of them are with this person now."""

    login: str
    name: str
    load: int


@dataclass(frozen=True)
class DepartmentView:
    """All that the page of one unit shows. `queue` is in order: lane by lane, the least time left first."""

    unit: str
    unit_name: str
    now: datetime
    queue: tuple[QueueRow, ...]
    incoming: tuple[IncomingRow, ...]
    officers: tuple[Officer, ...]


def department(reading: Reading, unit: str, now: datetime) -> DepartmentView:
    """The page of a unit at a local moment. Raises UnitUnknown."""
    queue = unit_queue(reading, unit, now)
    return DepartmentView(
        unit=unit,
        unit_name=reading.reference.open_unit(unit).name,
        now=now,
        queue=queue,
        incoming=incoming_dossiers(reading, unit, now),
        officers=_officers(reading, unit, queue),
    )


def unit_queue(reading: Reading, unit: str, now: datetime) -> tuple[QueueRow, ...]:
    """What a unit holds and has not given on: lane by lane, the least time left first, then by the promised
    date and the code; paused ones by what is left of the promise."""
    here = and_(dossier.c.holder == unit, dossier.c.in_transit_to.is_(None))
    found = _read(reading, and_(here, _IS_OPEN))
    if unit != DESK:  # the desk keeps results for the applicant: they stand on their own page
        found += _read(reading, and_(here, dossier.c.status.in_(_CLOSED_HERE)))
    rows = [_queue_row(reading, each, now) for each in found]
    return tuple(sorted(rows, key=_order))


def incoming_dossiers(reading: Reading, unit: str, now: datetime) -> tuple[IncomingRow, ...]:
    """What was given to a unit and not yet taken: the oldest batch first, then by code."""
    statement = (
        select(dossier, batch_item.c.given_at, batch_item.c.given_by)
        .join(
            batch_item,
            and_(batch_item.c.batch == dossier.c.batch, batch_item.c.stream == dossier.c.stream),
        )
        .where(dossier.c.in_transit_to == unit)
        .order_by(batch_item.c.given_at, dossier.c.batch, dossier.c.code)
    )
    return tuple(_incoming_row(reading, row, now) for row in reading.conn.execute(statement))


@dataclass(frozen=True)
class _Found:
    """The rows that tell of one dossier."""

    row: Row[Any]
    stays: Sequence[Row[Any]]
    steps_done: frozenset[int]


def _read(reading: Reading, where: ColumnElement[bool]) -> list[_Found]:
    rows = reading.conn.execute(select(dossier).where(where)).all()
    if not rows:
        return []
    stays: dict[str, list[Row[Any]]] = defaultdict(list)
    of_these = select(control_sheet).join(dossier, dossier.c.stream == control_sheet.c.stream).where(where)
    for stay in reading.conn.execute(of_these.order_by(control_sheet.c.stream, control_sheet.c.n)):
        stays[stay.stream].append(stay)
    steps = _steps_done(reading, where)
    return [_Found(row, stays[row.stream], frozenset(steps.get(row.stream, ()))) for row in rows]


def _steps_done(reading: Reading, where: ColumnElement[bool]) -> Mapping[str, set[int]]:
    """Steps marked as done by dossier; revoked marks and those that became conflicts are left out."""
    kinds = (EventKind.STEP_DONE, EventKind.REVOKED)
    statement = (
        select(event.c.stream, event.c.id, event.c.kind, event.c.payload)
        .join(dossier, dossier.c.stream == event.c.stream)
        .where(where, event.c.kind.in_([str(kind) for kind in kinds]))
    )
    broken = select(conflict.c.event_id).join(dossier, dossier.c.stream == conflict.c.stream)
    broken = broken.where(where, conflict.c.because != str(ConflictCause.CHOSEN))
    left_out = {str(row.event_id) for row in reading.conn.execute(broken)}
    marked: list[tuple[str, str, int]] = []
    for row in reading.conn.execute(statement):
        payload = json.loads(row.payload)
        if row.kind == EventKind.REVOKED:
            left_out.add(str(payload["event_id"]))
        else:
            marked.append((row.stream, row.id, int(payload["step"])))
    done: dict[str, set[int]] = defaultdict(set)
    for stream, event_id, step in marked:
        if event_id not in left_out:
            done[stream].add(step)
    return done


def _queue_row(reading: Reading, found: _Found, now: datetime) -> QueueRow:
    row = found.row
    procedure = reading.reference.procedure_version(row.procedure, row.procedure_version)
    place = _place(found, procedure)
    own_due = _moment(row.own_due) if row.status in _OPEN else None
    legal_left, legal_days = _legal_left(reading, row) if row.status in _PAUSED else (None, None)
    officer = reading.reference.staff.get(row.officer or "")
    return QueueRow(
        stream=row.stream,
        code=row.code,
        applicant_name=row.applicant_name,
        procedure=row.procedure,
        procedure_name=procedure.name,
        status=row.status,
        officer=row.officer or "",
        officer_name=officer.name if officer else (row.officer or ""),
        lane=_lane(row.status, own_due, now),
        since=datetime.fromisoformat(found.stays[-1].since),
        own_due=own_due,
        minutes_left=reading.reference.calendar.working_minutes(now, own_due) if own_due else None,
        run_minutes=place.run_minutes,
        step=place.step,
        is_last_step=place.is_last,
        last_done=max(found.steps_done, default=None),
        steps_count=len(procedure.steps),
        next_unit=place.next_unit,
        due_at=_moment(row.due_at),
        is_overdue=_is_overdue(row, now),
        legal_left=legal_left,
        legal_days_left=legal_days,
        given_by_unit=found.stays[-2].unit if len(found.stays) > 1 else "",
    )


@dataclass(frozen=True)
class _Place:
    """Where a dossier is among the internal steps."""

    step: StepView | None
    is_last: bool
    run_minutes: int
    next_unit: str


def _place(found: _Found, procedure: Procedure) -> _Place:
    """The unit's next run not yet used: a whole run is used when the paper of its unit was taken on.

    As `Dossier.with_steps`, `next_run` and `next_step` say it, without folding hundreds of dossiers.
    """
    unused = list(runs_of(tuple(StepTime(step.no, step.unit, step.minutes) for step in procedure.steps)))
    for stay in found.stays:
        run = next((each for each in unused if each.unit == stay.unit), None)
        if run is not None and stay.until is not None:
            unused.remove(run)
    run = next((each for each in unused if each.unit == found.row.holder), None)
    if run is None:
        return _Place(None, is_last=False, run_minutes=0, next_unit="")
    after = max(run.steps)
    next_unit = next((step.unit for step in procedure.steps if step.no > after), "")
    left = [no for no in run.steps if no not in found.steps_done]
    step = next((StepView(each.no, each.action) for each in procedure.steps if each.no in left), None)
    return _Place(step, len(left) == 1, run.minutes, next_unit)


def _legal_left(reading: Reading, row: Row[Any]) -> tuple[int | None, int | None]:
    """What the promise still had when the clock stopped: working minutes, and days for limits in days."""
    told = fold(row.stream, [stored.event for stored in stream_log.read_stream(reading.conn, row.stream)])
    due = told.due.at if told.due else None
    if due is None or told.limit is None or not told.pauses:
        return None, None
    calendar, stop = reading.reference.calendar, told.pauses[-1].start
    days = None if told.limit.is_by_minute else calendar.working_days(stop.date(), due.date())
    return calendar.working_minutes(stop, due), days


def _lane(status: str, own_due: datetime | None, now: datetime) -> Lane:
    if status not in _OPEN:
        return Lane.DONE
    if status in _PAUSED:
        return Lane.PAUSED
    if own_due is None:
        return Lane.NO_DUE
    if own_due < now:
        return Lane.LATE
    if own_due.date() == now.date():
        return Lane.TODAY
    sunday = now.date() + timedelta(days=6 - now.weekday())
    return Lane.WEEK if own_due.date() <= sunday else Lane.LATER


_LANES = list(Lane)


def _order(row: QueueRow) -> tuple[int, str, int, str, str]:
    own = row.own_due.isoformat() if row.own_due else ""
    promised = row.due_at.isoformat() if row.due_at else ""
    return (_LANES.index(row.lane), own, row.legal_left or 0, promised, row.code)


def _incoming_row(reading: Reading, row: Row[Any], now: datetime) -> IncomingRow:
    procedure = reading.reference.procedure_version(row.procedure, row.procedure_version)
    giver = reading.reference.units.get(row.holder)
    person = reading.reference.staff.get(row.given_by)
    return IncomingRow(
        stream=row.stream,
        code=row.code,
        applicant_name=row.applicant_name,
        procedure=row.procedure,
        procedure_name=procedure.name,
        status=row.status,
        batch=row.batch,
        giver=row.holder,
        giver_name=giver.short_name if giver else row.holder,
        given_at=datetime.fromisoformat(row.given_at),
        given_by_name=person.name if person else row.given_by,
        due_at=_moment(row.due_at),
        is_overdue=_is_overdue(row, now),
    )


def _officers(reading: Reading, unit: str, queue: Sequence[QueueRow]) -> tuple[Officer, ...]:
    """People of the unit who may work on dossiers, and how many open ones each has."""
    load = Counter(row.officer for row in queue if row.lane is not Lane.DONE)
    return tuple(
        Officer(person.login, person.name, load[person.login])
        for person in reading.reference.staff.values()
        if person.unit == unit and person.may(Permission.DEPARTMENT_ACT)
    )


def _is_overdue(row: Row[Any], now: datetime) -> bool:
    is_late = row.late_from is not None and row.late_from <= now.isoformat(timespec="minutes")
    return is_late and row.status in _OPEN


def _moment(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None
