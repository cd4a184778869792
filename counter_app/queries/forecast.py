"""Which open dossiers are at risk: how many past ones of their procedure needed longer from the same phase.

A phase is a stay with a unit and which of its stays that is (the desk holds a dossier twice). Compared are
working minutes without the clock's stops. Never a certainty: each forecast carries how many past dossiers
it stands on, and on fewer than 20 there is none (document 10, item 10).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import func, select

from counter_app.domain.calendar import WorkingCalendar
from counter_app.queries.deadlines import BY_LATENESS, IS_OPEN, c
from counter_app.queries.holders import Stops, UnitStay, stays_of, stops_of
from counter_app.storage.projection_tables import dossier
from counter_app.storage.store import Reading

LEAST_BASIS = 20
MOST_PAST = 200
"""So many of the last finished dossiers of a procedure are looked at: bounded, and of today's practice."""
MOST_LOOKED_AT = 2_000
"""So many open dossiers are forecast, those due soonest first."""
AT_RISK = 0.25
"""From this share on a dossier is called at risk."""

Phase = tuple[str, int]
"""Unit, and which of its stays (from 1)."""


@dataclass(frozen=True)
class RiskRow:
    """An open dossier in time that may come late: `share` (0 … 1) of `basis` past ones would have.

    Times are local ISO text. `longer_than`: share of all past ones that left the phase's point earlier.
    """

    stream: str
    code: str
    procedure: str
    procedure_version: int
    applicant_name: str
    holder: str
    officer: str
    due_at: str
    taken_by: str
    share: float
    basis: int
    longer_than: float


@dataclass(frozen=True)
class _Past:
    """Working minutes from the beginning of a phase to the end, of past dossiers, in order."""

    dossiers: int
    needed: dict[Phase, list[int]] = field(repr=False)


class PastTimes:
    """How long past dossiers took, remembered for a day by procedure. Used on the worker thread only."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._by_procedure: dict[str, _Past] = {}

    def needed(self, reading: Reading, procedure: str, phase: Phase, today: date) -> Sequence[int]:
        """Working minutes that past dossiers needed from the beginning of a phase, in order."""
        if not self.knows(procedure, today):
            self._by_procedure[procedure] = _read_past(reading, procedure)
        return self._by_procedure[procedure].needed.get(phase, [])

    def knows(self, procedure: str, today: date) -> bool:
        """Whether the past of a procedure was read today."""
        if self._day != today:
            self._day, self._by_procedure = today, {}
        return procedure in self._by_procedure

    def learn(self, reading: Reading, procedure: str, today: date) -> None:
        """Read the past of a procedure, unless it was read today."""
        self.needed(reading, procedure, ("", 0), today)

    @property
    def dossiers(self) -> int:
        """Past dossiers that today's forecasts stand on."""
        return sum(past.dossiers for past in self._by_procedure.values())


def _read_past(reading: Reading, procedure: str) -> _Past:
    statement = (
        select(dossier.c.stream, dossier.c.finished_at)
        .where(
            dossier.c.procedure == procedure,
            dossier.c.finished_at.is_not(None),
            dossier.c.is_quarantined == 0,
        )
        .order_by(dossier.c.received_at.desc())
        .limit(MOST_PAST)
    )
    ends = {row.stream: datetime.fromisoformat(row.finished_at) for row in reading.conn.execute(statement)}
    calendar = reading.reference.calendar
    stops = {each.stream: each for each in stops_of(reading, list(ends))}
    needed: dict[Phase, list[int]] = {}
    for stream, stays in groupby(stays_of(reading, list(ends)), key=lambda stay: stay.stream):
        end, stood = ends[stream], stops.get(stream, Stops(stream, ()))
        for phase, stay in _phases(stays):
            if stay.since <= end:
                needed.setdefault(phase, []).append(_net(stay.since, end, stood, calendar))
    for minutes in needed.values():
        minutes.sort()
    return _Past(len(ends), needed)


def _phases(stays: Iterable[UnitStay]) -> Iterable[tuple[Phase, UnitStay]]:
    seen: Counter[str] = Counter()
    for stay in stays:
        seen[stay.unit] += 1
        yield (stay.unit, seen[stay.unit]), stay


def _net(start: datetime, end: datetime, stops: Stops, calendar: WorkingCalendar) -> int:
    return calendar.working_minutes(start, end) - stops.minutes(start, end, calendar)


@dataclass(frozen=True)
class Forecast:
    """Share of past dossiers that, still open at the same point of the phase, ended after the time left."""

    share: float
    basis: int
    longer_than: float


def forecast(needed: Sequence[int], passed: int, left: int) -> Forecast | None:
    """From what past dossiers needed (working minutes, in order), what has passed and what is left.

    None where fewer than `LEAST_BASIS` of them were still open at this point.
    """
    gone = bisect_right(needed, passed)
    basis = len(needed) - gone
    if basis < LEAST_BASIS:
        return None
    longer = len(needed) - bisect_right(needed, passed + left)
    return Forecast(longer / basis, basis, gone / len(needed))


def learn(reading: Reading, now: datetime, past: PastTimes, *, unit: str = "", most: int = 3) -> bool:
    """Read the past of at most `most` procedures that `at_risk` will ask for; False while some are missing.

    The first time in a day this reads some ten thousand rows: in steps, so that an act need not wait for all.
    """
    found = [row.procedure for row in _in_time(reading, now, unit)]
    missing = [each for each in dict.fromkeys(found) if not past.knows(each, now.date())]
    for procedure in missing[:most]:
        past.learn(reading, procedure, now.date())
    return len(missing) <= most


def at_risk(
    reading: Reading, now: datetime, past: PastTimes, *, unit: str = "", least: float = AT_RISK
) -> tuple[RiskRow, ...]:
    """Open dossiers in time whose forecast is at least `least`, the greatest share first."""
    rows = _in_time(reading, now, unit)
    streams = [row.stream for row in rows]
    calendar = reading.reference.calendar
    stops = {each.stream: each for each in stops_of(reading, streams)}
    stays = {
        stream: tuple(lines)
        for stream, lines in groupby(stays_of(reading, streams), key=lambda stay: stay.stream)
    }
    found = []
    for row in rows:
        held = stays.get(row.stream)
        if not held:
            continue
        phase, stay = list(_phases(held))[-1]
        needed = past.needed(reading, row.procedure, phase, now.date())
        stood = stops.get(row.stream, Stops(row.stream, ()))
        passed = _net(stay.since, max(now, stay.since), stood, calendar)
        left = max(0, calendar.working_minutes(now, datetime.fromisoformat(row.due_at)))
        told = forecast(needed, passed, left)
        if told is not None and told.share >= least:
            cells: tuple[Any, ...] = (*row, stay.taken_by, told.share, told.basis, told.longer_than)
            found.append(RiskRow(*cells))
    return tuple(sorted(found, key=lambda risk: (-risk.share, risk.due_at, risk.code)))


def _in_time(reading: Reading, now: datetime, unit: str) -> list[Any]:
    statement = (
        select(
            c["stream"],
            c["code"],
            c["procedure"],
            c["procedure_version"],
            c["applicant_name"],
            c["holder"],
            func.coalesce(c["officer"], ""),
            c["due_at"],
        )
        .select_from(BY_LATENESS)
        .where(
            IS_OPEN,
            c["late_from"] > now.isoformat(timespec="minutes"),
            c["is_quarantined"] == 0,
            *([c["holder"] == unit] if unit else []),
        )
        .order_by(c["late_from"])
        .limit(MOST_LOOKED_AT)
    )
    return list(reading.conn.execute(statement))
