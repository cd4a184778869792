"""Handover (bàn giao): what a unit holds and where each goes next, what is on its way to it, batches."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, and_, func, or_, select, text

from counter_app.domain.codes import batch_id
from counter_app.domain.dossier import PAUSED, Dossier, Status, Stay, StepTime, runs_of
from counter_app.domain.promptness import transfer_by
from counter_app.domain.units import DESK
from counter_app.storage.projection_tables import OPEN_STATUS, batch_item, control_sheet, dossier, paper_print
from counter_app.storage.store import Reading

MOST = 2_000
"""Rows of one unit read at once; a page shows no more of a pile that nobody could carry."""


class Readiness(StrEnum):
    """Whether a held dossier is expected in the next batch to its next unit."""

    READY = "ready"          # received at the desk, its own steps done, or finished elsewhere than the desk
    IN_WORK = "in_work"      # a step of the holder's run is not done yet
    PAUSED = "paused"        # waits for papers or a fee, or is stopped
    NO_WAY_ON = "no_way_on"  # nothing follows: a result at the desk, or the last step of the last unit


@dataclass(frozen=True)
class HeldRow:
    """A dossier whose paper a unit holds. `next_unit` is a unit code, empty where nothing follows.

    `next_steps`: numbers of the next unit's steps. Times are local ISO text. `transfer_by`: by when paper
    received at the desk goes to its department (`domain.promptness`), None for what was there already.
    """

    stream: str
    code: str
    status: str
    procedure: str
    procedure_name: str
    applicant_name: str
    due_at: str | None
    own_due: str | None
    next_unit: str
    next_steps: tuple[int, ...]
    readiness: Readiness
    transfer_by: datetime | None = None


class Place(StrEnum):
    """Where a line of a batch is now."""

    IN_TRANSIT = "in_transit"
    TAKEN = "taken"
    BACK = "back"  # recalled by the giver or declined by the receiver


@dataclass(frozen=True)
class BatchLine:
    """A dossier listed in a batch. `taken_at`, `taken_by` where it was taken."""

    stream: str
    code: str
    status: str
    procedure: str
    procedure_name: str
    applicant_name: str
    due_at: str | None
    place: Place
    taken_at: str | None = None
    taken_by: str | None = None


@dataclass(frozen=True)
class Batch:
    """A handover: its number, who gave it to whom, when (local ISO text), and its lines by code."""

    number: str
    giver: str
    to: str
    given_at: str
    given_by: str
    lines: tuple[BatchLine, ...]

    def count(self, place: Place) -> int:
        """How many lines are there."""
        return sum(line.place is place for line in self.lines)


@dataclass(frozen=True)
class BatchHead:
    """A handover without its lines: how many it lists, how many of them are `left` on their way."""

    number: str
    giver: str
    to: str
    given_at: str
    given_by: str
    count: int
    left: int


_HELD_COLUMNS = (
    dossier.c.stream,
    dossier.c.code,
    dossier.c.status,
    dossier.c.procedure,
    dossier.c.procedure_version,
    dossier.c.applicant_name,
    dossier.c.due_at,
    dossier.c.own_due,
    dossier.c.holder,
    dossier.c.in_transit_to,
    dossier.c.batch,
    dossier.c.received_at,
)
_IS_OPEN = f"status IN ({OPEN_STATUS})"
# The plus keeps the planner on the holder's index: few papers lie in a unit, many results ever were.
_IS_OVER = "+status IN ('finished','withdrawn')"
# As above: few papers are on their way, but the desk ever held thousands of withdrawn and voided ones.
_LEFT = (
    "SELECT batch, count(*) FROM dossier WHERE in_transit_to IS NOT NULL"
    " AND (in_transit_to = ? OR +holder = ?) GROUP BY batch"
)
_STEPS_DONE = (
    "SELECT e.stream, e.payload FROM event e WHERE e.kind = 'dossier:step_done' AND e.stream IN"
    " (SELECT stream FROM dossier WHERE holder = ? AND in_transit_to IS NULL AND {which})"
    " AND NOT EXISTS (SELECT 1 FROM event r WHERE r.stream = e.stream AND r.kind = 'dossier:revoked'"
    " AND json_extract(r.payload, '$.event_id') = e.id)"
)


def to_give(reading: Reading, unit: str) -> tuple[HeldRow, ...]:
    """What the unit holds and may pass on, the newest code first (the top of the pile).

    Results and withdrawn papers that lie at the desk wait for the applicant: they are left out.
    """
    found = _held(reading, unit, _IS_OPEN)
    if unit != DESK:
        found += _held(reading, unit, _IS_OVER)
    rows = _with_next(reading, unit, found)
    return tuple(sorted(rows, key=lambda row: row.code, reverse=True))


def held_row(reading: Reading, stream: str) -> HeldRow:
    """One dossier that its unit holds, with where it goes next."""
    rows: list[Row[Any]] = list(
        reading.conn.execute(select(*_HELD_COLUMNS).where(dossier.c.stream == stream))
    )
    return _with_next(reading, rows[0].holder, rows, only=stream)[0]


def _held(reading: Reading, unit: str, status: str) -> list[Row[Any]]:
    statement = select(*_HELD_COLUMNS).where(
        dossier.c.holder == unit,
        dossier.c.in_transit_to.is_(None),
        dossier.c.code.is_not(None),
        dossier.c.is_quarantined == 0,
        text(status),
    )
    return list(reading.conn.execute(statement.limit(MOST)))


def _with_next(
    reading: Reading, unit: str, rows: Sequence[Row[Any]], *, only: str = ""
) -> list[HeldRow]:
    """The rows with where each goes next. `only`: the stream of the one row, where it is one."""
    stays = _stays(reading, unit, only)
    done = _steps_done(reading, unit, only)
    return [_held_row(reading, row, stays.get(row.stream, ()), done.get(row.stream, set())) for row in rows]


def _stays(reading: Reading, unit: str, only: str) -> Mapping[str, list[Stay]]:
    sheet = control_sheet.c
    statement = select(sheet.stream, sheet.unit, sheet.since, sheet.until)
    if only:
        statement = statement.where(sheet.stream == only)
    else:
        held = dossier.c.holder == unit, dossier.c.in_transit_to.is_(None)
        statement = statement.join(dossier, dossier.c.stream == sheet.stream).where(
            *held, or_(*(text(clause) for clause in _wanted(unit)))
        )
    found: dict[str, list[Stay]] = {}
    for row in reading.conn.execute(statement.order_by(sheet.stream, sheet.n)):
        since = datetime.fromisoformat(row.since)
        until = datetime.fromisoformat(row.until) if row.until else None
        found.setdefault(row.stream, []).append(Stay(row.unit, since, "", until=until))
    return found


def _wanted(unit: str) -> tuple[str, ...]:
    return (_IS_OPEN,) if unit == DESK else (_IS_OPEN, _IS_OVER)


def _steps_done(reading: Reading, unit: str, only: str) -> Mapping[str, set[int]]:
    if unit == DESK:
        return {}  # the desk marks no steps: what lies there is ready
    statement = _STEPS_DONE.format(which="stream = ?" if only else _IS_OPEN)
    found: dict[str, set[int]] = {}
    for stream, payload in reading.conn.exec_driver_sql(statement, (unit, only) if only else (unit,)):
        found.setdefault(stream, set()).add(int(json.loads(payload)["step"]))
    return found


def _held_row(reading: Reading, row: Row[Any], stays: Iterable[Stay], done: set[int]) -> HeldRow:
    procedure = reading.reference.procedure_version(row.procedure, row.procedure_version)
    steps = tuple(StepTime(step.no, step.unit, step.minutes) for step in procedure.steps)
    state = replace(Dossier(row.stream), stays=tuple(stays)).with_steps(steps)
    unit, next_steps = _next(state, row)
    return HeldRow(
        stream=row.stream,
        code=row.code,
        status=row.status,
        procedure=row.procedure,
        procedure_name=procedure.name,
        applicant_name=row.applicant_name,
        due_at=row.due_at,
        own_due=row.own_due,
        next_unit=unit,
        next_steps=next_steps,
        readiness=_readiness(row, state, done, unit),
        transfer_by=_transfer_by(reading, row),
    )


def _transfer_by(reading: Reading, row: Row[Any]) -> datetime | None:
    if row.holder != DESK or row.status != Status.RECEIVED or row.received_at is None:
        return None
    return transfer_by(datetime.fromisoformat(row.received_at), reading.reference.calendar)


def _next(state: Dossier, row: Row[Any]) -> tuple[str, tuple[int, ...]]:
    """The unit that follows and its steps: the desk once the work is over, else the next run not used."""
    runs = runs_of(state.steps)
    here = state.stays[-1].run if state.stays else None
    free = [run for run in runs if run.index not in state.used_runs and run.unit != row.holder]
    if row.status in {Status.FINISHED, Status.WITHDRAWN}:
        last = next((run for run in reversed(free) if run.unit == DESK), None)
        return ("" if row.holder == DESK else DESK), (last.steps if last else ())
    later = [run for run in free if here is None or run.index > here]
    # A paper sent back out of turn has no later run: the first that is left over is its way on.
    chosen = next(iter(later or free), None)
    return (chosen.unit, chosen.steps) if chosen else ("", ())


def _readiness(row: Row[Any], state: Dossier, done: set[int], unit: str) -> Readiness:
    if not unit:
        return Readiness.NO_WAY_ON
    if row.status in PAUSED:
        return Readiness.PAUSED
    if row.holder == DESK or row.status in {Status.FINISHED, Status.WITHDRAWN}:
        return Readiness.READY
    here = state.stays[-1].run if state.stays else None
    mine = next((run.steps for run in runs_of(state.steps) if run.index == here), ())
    return Readiness.READY if done.issuperset(mine) else Readiness.IN_WORK


def to_take(reading: Reading, unit: str) -> tuple[Batch, ...]:
    """Batches of which something is on its way to the unit, the newest first, each with all its lines."""
    statement = select(dossier.c.batch).where(dossier.c.in_transit_to == unit).distinct()
    return _batches(reading, [row.batch for row in reading.conn.execute(statement) if row.batch])


def batches(reading: Reading, unit: str, since: date, limit: int) -> tuple[BatchHead, ...]:
    """What the unit gave or was given since a day, the newest first; what is still on its way always."""
    item = batch_item.c
    left = {str(number): int(count) for number, count in reading.conn.exec_driver_sql(_LEFT, (unit, unit))}
    heads = (
        select(
            item.batch,
            func.min(item.giver).label("giver"),
            func.min(item.to).label("to"),
            func.min(item.given_at).label("given_at"),
            func.min(item.given_by).label("given_by"),
            func.count().label("count"),
        )
        .group_by(item.batch)
        .order_by(item.batch.desc())
    )
    first = batch_id(since, 1, 1).rpartition("-")[0]
    lately = heads.where(item.batch >= first, or_(item.giver == unit, item.to == unit)).limit(limit)
    rows = list(reading.conn.execute(lately))
    older = sorted(set(left) - {row.batch for row in rows})
    rows += reading.conn.execute(heads.where(item.batch.in_(older)))
    made = [
        BatchHead(row.batch, row.giver, row.to, row.given_at, row.given_by, row[5], left.get(row.batch, 0))
        for row in rows
    ]
    return tuple(sorted(made, key=lambda each: (each.given_at, each.number), reverse=True))


def one_batch(reading: Reading, number: str) -> Batch | None:
    """A batch by its number, or None."""
    found = _batches(reading, [number])
    return found[0] if found else None


def times_printed(reading: Reading, number: str) -> int:
    """How often the list of a batch was printed: of its dossiers the one with most prints recorded since it
    was given and before it was given again."""
    item, made, sheet = batch_item.c, paper_print.c, control_sheet.c
    again = (
        select(func.min(sheet.given_at))
        .where(sheet.stream == item.stream, sheet.given_at > item.given_at)
        .scalar_subquery()
    )
    counts = (
        select(func.count().label("prints"))
        .select_from(batch_item.join(paper_print, made.stream == item.stream))
        .where(item.batch == number, made.form == "handover_list", made.at >= item.given_at)
        .where(or_(again.is_(None), made.at < again))
        .group_by(item.stream)
        .subquery()
    )
    return int(reading.conn.execute(select(func.max(counts.c.prints))).scalar() or 0)


def _batches(reading: Reading, numbers: Sequence[str]) -> tuple[Batch, ...]:
    item, sheet = batch_item.c, control_sheet.c
    after = control_sheet.alias("after")
    stay = and_(sheet.stream == item.stream, sheet.batch == item.batch)
    following = and_(after.c.stream == item.stream, after.c.n == sheet.n + 1)
    statement = (
        select(batch_item, *_HELD_COLUMNS[1:], sheet.until, after.c.taken_by)
        .add_columns(dossier.c.batch.label("batch_now"))
        .join(dossier, dossier.c.stream == item.stream)
        .outerjoin(control_sheet, stay)
        .outerjoin(after, following)
        .where(item.batch.in_(numbers))
        .order_by(item.batch, dossier.c.code)
    )
    heads: dict[str, Row[Any]] = {}
    lines: dict[str, list[BatchLine]] = {}
    for row in reading.conn.execute(statement):
        number = str(row._mapping[item.batch])
        heads.setdefault(number, row)
        lines.setdefault(number, []).append(_line(reading, row, number))
    made = [
        Batch(number, row.giver, row.to, row.given_at, row.given_by, tuple(lines[number]))
        for number, row in heads.items()
    ]
    return tuple(sorted(made, key=lambda each: (each.given_at, each.number), reverse=True))


def _line(reading: Reading, row: Row[Any], number: str) -> BatchLine:
    procedure = reading.reference.procedure_version(row.procedure, row.procedure_version)
    if row.until is not None:
        place = Place.TAKEN
    else:
        is_moving = row.in_transit_to is not None and row.batch_now == number
        place = Place.IN_TRANSIT if is_moving else Place.BACK
    return BatchLine(
        stream=row.stream,
        code=row.code or "",
        status=row.status,
        procedure=row.procedure,
        procedure_name=procedure.name,
        applicant_name=row.applicant_name,
        due_at=row.due_at,
        place=place,
        taken_at=row.until,
        taken_by=row.taken_by if place is Place.TAKEN else None,
    )
