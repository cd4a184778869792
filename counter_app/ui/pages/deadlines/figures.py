"""The numbers of the page and the dossiers behind each: counted from one reading, so that they add up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.dossier import PAUSED, Status
from counter_app.queries.deadlines import NOBODY, Behind, LoadRow, Standing
from counter_app.queries.dossier_pages import DossierFilter
from counter_app.queries.forecast import RiskRow

PAUSED_STATUSES = tuple(sorted(str(status) for status in PAUSED))


class Number(StrEnum):
    """What a number on the page counts."""

    OPEN = "open"
    IN_TIME = "in_time"
    OVERDUE = "overdue"
    RISK = "risk"
    TODAY = "today"
    PAUSED = "paused"
    NO_DUE = "no_due"


@dataclass(frozen=True)
class Line:
    """Numbers of a unit, an officer or the whole. `open = in_time + overdue + paused + no_due`;
    at risk and due today are among them. `unit` "": all; NOBODY: none has them yet. `officer` None: not told
    apart by officer; "": nobody was given."""

    unit: str
    officer: str | None
    open: int
    in_time: int
    overdue: int
    risk: int
    today: int
    paused: int
    no_due: int

    def count(self, number: Number) -> int:
        """One of the numbers."""
        return int(getattr(self, str(number)))


@dataclass(frozen=True)
class AgeBand:
    """Open dossiers that came in so many working days ago; `most` None has no end."""

    least: int
    most: int | None
    count: int
    since: date | None = None
    until: date | None = None


AGE_BANDS: tuple[tuple[int, int | None], ...] = ((0, 2), (3, 5), (6, 10), (11, 17), (18, None))


@dataclass(frozen=True)
class Figures:
    """Everything the page counts, of one reading and its forecast."""

    load: tuple[LoadRow, ...] = ()
    risk: tuple[RiskRow, ...] = field(default=())

    def whole(self, unit: str = "") -> Line:
        """The sum of all."""
        return self._line(lambda row: True, self.risk, unit, None)

    def by_unit(self) -> tuple[Line, ...]:
        """One line a unit, the most loaded first."""
        units = dict.fromkeys(row.unit for row in self.load)
        lines = [
            self._line(
                lambda row, unit=unit: row.unit == unit,
                [r for r in self.risk if r.holder == unit],
                unit,
                None,
            )
            for unit in units
        ]
        return _by_load(lines)

    def by_officer(self) -> tuple[Line, ...]:
        """One line an officer in a unit; dossiers nobody was given stand in a line of their own."""
        pairs = dict.fromkeys((row.unit, row.officer) for row in self.load)
        lines = [
            self._line(
                lambda row, unit=unit, officer=officer: (row.unit, row.officer) == (unit, officer),
                [r for r in self.risk if (r.holder, r.officer) == (unit, officer)],
                unit,
                officer,
            )
            for unit, officer in pairs
        ]
        return _by_load(lines)

    def _line(
        self, is_in: Callable[[LoadRow], bool], risk: Sequence[RiskRow], unit: str, officer: str | None
    ) -> Line:
        rows = [row for row in self.load if is_in(row)]

        def of(standing: Standing) -> int:
            return sum(row.count for row in rows if row.standing is standing)

        return Line(
            unit=unit,
            officer=officer,
            open=sum(row.count for row in rows),
            in_time=of(Standing.IN_TIME),
            overdue=of(Standing.OVERDUE),
            risk=len(risk),
            today=sum(row.count for row in rows if row.is_due_today),
            paused=of(Standing.PAUSED),
            no_due=of(Standing.NO_DUE),
        )

    def status(self, status: Status) -> int:
        """Open dossiers of a status."""
        return sum(row.count for row in self.load if row.status == status)

    def due_today_at(self, units: Iterable[str]) -> int:
        """Due today and still with one of these units."""
        chosen = set(units)
        return sum(row.count for row in self.load if row.is_due_today and row.unit in chosen)

    def ages(self, calendar: WorkingCalendar, today: date) -> tuple[AgeBand, ...]:
        """Open dossiers by the working days since they came in; the bands add up to all of them."""
        return tuple(self._band(calendar, today, least, most) for least, most in AGE_BANDS)

    def _band(self, calendar: WorkingCalendar, today: date, least: int, most: int | None) -> AgeBand:
        days = {row.since for row in self.load}
        inside = [
            day
            for day in days
            if least <= max(0, calendar.working_days(day, today))
            and (most is None or max(0, calendar.working_days(day, today)) <= most)
        ]
        count = sum(row.count for row in self.load if row.since in set(inside))
        if not inside:
            return AgeBand(least, most, 0)
        return AgeBand(least, most, count, min(inside), max(inside))


def _by_load(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (-line.overdue, -line.open, line.unit, line.officer or "")))


@dataclass(frozen=True)
class Opening:
    """How the dossiers behind a number are found: by a filter, or by what must be asked first."""

    wanted: DossierFilter | None
    behind: Behind | None = None


def opening(line: Line, number: Number, figures: Figures, now: datetime) -> Opening:
    """The dossiers behind a number of a line: exactly those that were counted."""
    unit, officer = line.unit, line.officer or ""
    is_nobody = line.officer == "" or unit == NOBODY
    if number is Number.RISK:
        return Opening(DossierFilter(codes=tuple(row.code for row in _risk_of(line, figures))))
    plain = DossierFilter(is_open=True, unit=unit, officer=officer)
    described = {
        Number.OPEN: plain,
        Number.OVERDUE: replace(plain, is_overdue=True),
        Number.TODAY: replace(plain, due_from=now.date(), due_to=now.date()),
        Number.PAUSED: replace(plain, statuses=PAUSED_STATUSES),
    }
    if number in described and not is_nobody:
        return Opening(described[number])
    standing = {
        Number.IN_TIME: Standing.IN_TIME,
        Number.OVERDUE: Standing.OVERDUE,
        Number.PAUSED: Standing.PAUSED,
        Number.NO_DUE: Standing.NO_DUE,
    }.get(number)
    whose = NOBODY if line.officer == "" else officer
    return Opening(None, Behind(unit, whose, standing, is_due_today=number is Number.TODAY))


def _risk_of(line: Line, figures: Figures) -> tuple[RiskRow, ...]:
    return tuple(
        row
        for row in figures.risk
        if (not line.unit or row.holder == line.unit)
        and (line.officer is None or row.officer == line.officer)
    )


def age_opening(band: AgeBand, unit: str) -> Opening:
    """The dossiers of an age."""
    return Opening(None, Behind(unit, since=band.since, until=band.until))
