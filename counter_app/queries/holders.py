"""Who held a dossier how long: working minutes at desk, departments and leadership, and the clock's stops."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select

from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.fold import fold
from counter_app.domain.pauses import Pause, merge
from counter_app.domain.units import DESK, UnitRole
from counter_app.storage import stream_log
from counter_app.storage.projection_tables import control_sheet, dossier
from counter_app.storage.store import Reading

_AT_ONCE = 500


@dataclass(frozen=True)
class HeldTime:
    """Working minutes of one dossier by holder; transit belongs to the giver until it is taken.

    `department` is every specialist unit and the office; `applicant` the time the clock stood still, which
    no unit is charged with. `taken_by`: login of who took the paper last.
    """

    stream: str
    desk: int
    department: int
    leader: int
    applicant: int
    taken_by: str

    @property
    def working_minutes(self) -> int:
        """What the authority itself held it, stops of the clock left out."""
        return self.desk + self.department + self.leader


@dataclass(frozen=True)
class UnitStay:
    """A stay of the paper with a unit: local times, `until` None while it is there."""

    stream: str
    unit: str
    since: datetime
    until: datetime | None
    taken_by: str


def stays_of(reading: Reading, streams: Sequence[str]) -> tuple[UnitStay, ...]:
    """Stays of these dossiers, each dossier's in order, one dossier after the other."""
    found: list[UnitStay] = []
    columns = control_sheet.c
    for first in range(0, len(streams), _AT_ONCE):
        part = streams[first : first + _AT_ONCE]
        statement = (
            select(columns.stream, columns.unit, columns.since, columns.until, columns.taken_by)
            .where(columns.stream.in_(part))
            .order_by(columns.stream, columns.n)
        )
        found += [_stay(row) for row in reading.conn.execute(statement)]
    return tuple(found)


def _stay(row: Any) -> UnitStay:
    until = datetime.fromisoformat(row.until) if row.until else None
    return UnitStay(row.stream, row.unit, datetime.fromisoformat(row.since), until, row.taken_by)


@dataclass(frozen=True)
class Stops:
    """When the clock of a dossier stood still, merged and in order."""

    stream: str
    pauses: tuple[Pause, ...]

    def minutes(self, start: datetime, end: datetime, calendar: WorkingCalendar) -> int:
        """Working minutes between two moments at which the clock stood still."""
        passed = 0
        for pause in self.pauses:
            begin, stop = max(start, pause.start), min(end, pause.end or end)
            if begin < stop:
                passed += calendar.working_minutes(begin, stop)
        return passed


def stops_of(reading: Reading, streams: Sequence[str]) -> tuple[Stops, ...]:
    """The stops of those dossiers whose clock ever stood still.

    Only the log knows them; read is the log of those whose due date moved or is away: a stop that moved
    nothing (no working day in it, or begun after the due date) is left out.
    """
    moved: list[str] = []
    for first in range(0, len(streams), _AT_ONCE):
        part = streams[first : first + _AT_ONCE]
        statement = select(dossier.c.stream).where(
            dossier.c.stream.in_(part), dossier.c.due_at.is_distinct_from(dossier.c.due_first)
        )
        moved += list(reading.conn.execute(statement).scalars())
    return tuple(stops for stream in moved if (stops := _folded(reading, stream)).pauses)


def _folded(reading: Reading, stream: str) -> Stops:
    held = fold(stream, [stored.event for stored in stream_log.read_stream(reading.conn, stream)])
    pauses = merge(held.pauses, held.received_at) if held.received_at else ()
    return Stops(stream, pauses)


def held_times(reading: Reading, streams: Sequence[str], now: datetime) -> tuple[HeldTime, ...]:
    """Of each of these dossiers who held it how long, up to `now` (local)."""
    stops = {each.stream: each for each in stops_of(reading, streams)}
    stays = groupby(stays_of(reading, streams), key=lambda stay: stay.stream)
    return tuple(
        _held(reading, stream, tuple(lines), stops.get(stream, Stops(stream, ())), now)
        for stream, lines in stays
    )


def _held(reading: Reading, stream: str, stays: Iterable[UnitStay], stops: Stops, now: datetime) -> HeldTime:
    calendar = reading.reference.calendar
    minutes = dict.fromkeys(("desk", "department", "leader"), 0)
    applicant, taken_by = 0, ""
    for stay in stays:
        end = stay.until or max(now, stay.since)
        stood = stops.minutes(stay.since, end, calendar)
        minutes[_kind(reading, stay.unit)] += calendar.working_minutes(stay.since, end) - stood
        applicant += stood
        taken_by = stay.taken_by
    return HeldTime(stream, **minutes, applicant=applicant, taken_by=taken_by)


def _kind(reading: Reading, code: str) -> str:
    unit = reading.reference.units.get(code)
    if code == DESK or (unit is not None and unit.role is UnitRole.COUNTER):
        return "desk"
    return "leader" if unit is not None and unit.role is UnitRole.LEADER else "department"
