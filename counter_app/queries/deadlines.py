"""Theo dõi hạn: the overdue list first, then how the open dossiers stand, and which share was done in time.

What is overdue is the engine's word: `late_from`, the first minute at which a dossier is late. Every open
dossier has exactly one `Standing`, so open = in time + overdue + paused + without a due date, always.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnClause, ColumnElement, Select, case, column, func, select, text

from counter_app.domain.dossier import PAUSED
from counter_app.storage.projection_tables import OPEN_STATUS, dossier
from counter_app.storage.store import Reading

MOST_SHOWN = 200
"""Rows of the overdue list on the page; export and paper take them all."""

NOBODY = "\x00"
"""In `Behind.officer`: dossiers that no officer was given; in `unit`: those no unit has, for they came online
and wait to be received."""

# The planner would take the index of all states and sort; it is told which one: SQLite fails loudly where an
# index named so cannot serve. Columns stand without their table then.
BY_LATENESS: Any = text("dossier INDEXED BY ix_dossier_open_late")
IS_OPEN: Any = text(f"status IN ({OPEN_STATUS})")
_BY_END: Any = text("dossier INDEXED BY ix_dossier_done")
c: Mapping[str, ColumnClause[Any]] = {each.name: column(each.name) for each in dossier.columns}


class Standing(StrEnum):
    """How an open dossier stands to its due date."""

    OVERDUE = "overdue"
    IN_TIME = "in_time"
    PAUSED = "paused"
    NO_DUE = "no_due"


@dataclass(frozen=True)
class OpenRow:
    """An open dossier in a list. Times are local ISO text to the minute; `due_at` and `late_from` None while
    its clock stands still, `received_at` None for what came online and waits. `code`: what stands wherever
    a code is asked."""

    stream: str
    code: str
    procedure: str
    procedure_version: int
    applicant_name: str
    holder: str
    officer: str
    received_at: str | None
    due_at: str | None
    late_from: str | None
    in_transit_to: str | None
    status: str


@dataclass(frozen=True)
class LoadRow:
    """Open dossiers that are alike: `count` of them. `since`: the day they came in (received, else first)."""

    unit: str
    officer: str
    status: str
    standing: Standing
    is_due_today: bool
    since: date
    count: int


@dataclass(frozen=True)
class MonthShare:
    """Dossiers finished in a calendar month, and how many of them early or on time."""

    first: date
    done: int
    in_time: int

    @property
    def share(self) -> float | None:
        """0 … 1, None where nothing was finished."""
        return self.in_time / self.done if self.done else None


@dataclass(frozen=True)
class Behind:
    """The open dossiers behind a number; what is left at its default narrows nothing. Days are inclusive."""

    unit: str = ""
    officer: str = ""
    standing: Standing | None = None
    statuses: tuple[str, ...] = ()
    is_due_today: bool = False
    since: date | None = None
    until: date | None = None


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _in_unit(unit: str) -> list[ColumnElement[bool]]:
    if unit == NOBODY:
        return [func.coalesce(c["holder"], "") == ""]
    return [c["holder"] == unit] if unit else []


_SHOWN_CODE = func.coalesce(c["code"], c["portal_code"])
_COLUMNS: tuple[Any, ...] = (
    c["stream"],
    _SHOWN_CODE,
    c["procedure"],
    c["procedure_version"],
    c["applicant_name"],
    func.coalesce(c["holder"], ""),
    func.coalesce(c["officer"], ""),
    c["received_at"],
    c["due_at"],
    c["late_from"],
    c["in_transit_to"],
    c["status"],
)


def overdue(
    reading: Reading, now: datetime, *, unit: str = "", limit: int | None = MOST_SHOWN
) -> tuple[OpenRow, ...]:
    """Open dossiers that are late, the latest of all first; of a unit those it holds."""
    statement: Select[Any] = (
        select(*_COLUMNS)
        .select_from(BY_LATENESS)
        .where(IS_OPEN, c["late_from"] <= _iso(now), c["is_quarantined"] == 0, *_in_unit(unit))
        .order_by(c["late_from"])
    )
    rows = reading.conn.execute(statement if limit is None else statement.limit(limit))
    return tuple(OpenRow(*row) for row in rows)


def _standing(now: datetime) -> ColumnElement[str]:
    is_late = c["late_from"] <= _iso(now)
    return case(
        (is_late, str(Standing.OVERDUE)),
        (c["late_from"].is_not(None), str(Standing.IN_TIME)),
        (c["status"].in_(sorted(PAUSED)), str(Standing.PAUSED)),
        else_=str(Standing.NO_DUE),
    )


_came_in = func.substr(func.coalesce(c["received_at"], c["first_at"]), 1, 10)


def _is_due_on(day: date) -> ColumnElement[bool]:
    night = datetime.combine(day + timedelta(days=1), datetime.min.time())
    morning = datetime.combine(day, datetime.min.time())
    found: ColumnElement[bool] = c["due_at"].between(_iso(morning), _iso(night - timedelta(minutes=1)))
    return found


def _counted(unit: str) -> list[ColumnElement[bool]]:
    """Open, a dossier and no slip, not an imported one that waits to be accepted."""
    return [IS_OPEN, c["slip"].is_(None), c["is_quarantined"] == 0, *_in_unit(unit)]


def load(reading: Reading, now: datetime, *, unit: str = "") -> tuple[LoadRow, ...]:
    """Every open dossier, counted by what tells them apart on the page."""
    is_today = func.coalesce(_is_due_on(now.date()), 0)
    keys = (c["holder"], c["officer"], c["status"], _standing(now), is_today, _came_in)
    statement = select(*keys, func.count()).select_from(BY_LATENESS).where(*_counted(unit)).group_by(*keys)
    found = []
    for holder, officer, status, standing, due, day, count in reading.conn.execute(statement):
        since, whose = date.fromisoformat(day), holder or NOBODY
        found.append(LoadRow(whose, officer or "", status, Standing(standing), bool(due), since, count))
    return tuple(found)


def total(rows: Iterable[LoadRow], standing: Standing | None = None) -> int:
    """How many dossiers these rows stand for, of one standing or of all."""
    return sum(row.count for row in rows if standing is None or row.standing is standing)


def _behind(now: datetime, behind: Behind) -> list[ColumnElement[bool]]:
    conditions = _counted(behind.unit)
    if behind.officer == NOBODY:
        conditions.append(func.coalesce(c["officer"], "") == "")
    elif behind.officer:
        conditions.append(c["officer"] == behind.officer)
    if behind.standing is not None:
        conditions.append(_standing(now) == str(behind.standing))
    if behind.statuses:
        conditions.append(c["status"].in_(behind.statuses))
    if behind.is_due_today:
        conditions.append(_is_due_on(now.date()))
    if behind.since is not None:
        conditions.append(_came_in >= behind.since.isoformat())
    if behind.until is not None:
        conditions.append(_came_in <= behind.until.isoformat())
    return conditions


def codes_behind(reading: Reading, now: datetime, behind: Behind) -> tuple[str, ...]:
    """What stands wherever a code is asked, of exactly the dossiers that `load` counted for a number."""
    statement = (
        select(_SHOWN_CODE)
        .select_from(BY_LATENESS)
        .where(*_behind(now, behind))
        .order_by(c["late_from"], c["seq"])
    )
    return tuple(str(code) for code in reading.conn.execute(statement).scalars())


def rows_behind(
    reading: Reading, now: datetime, behind: Behind, *, limit: int | None = MOST_SHOWN
) -> tuple[OpenRow, ...]:
    """Those dossiers as a list, the one due first before the others."""
    statement: Select[Any] = (
        select(*_COLUMNS)
        .select_from(BY_LATENESS)
        .where(*_behind(now, behind))
        .order_by(c["due_at"], c["first_at"], c["seq"])
    )
    rows = reading.conn.execute(statement if limit is None else statement.limit(limit))
    return tuple(OpenRow(*row) for row in rows)


def first_of_month(day: date, months_back: int = 0) -> date:
    """The first day of the month so many months before that of `day`."""
    years, month = divmod(day.year * 12 + day.month - 1 - months_back, 12)
    return date(years, month + 1, 1)


def months_in_time(
    reading: Reading, today: date, *, unit: str = "", months: int = 6
) -> tuple[MonthShare, ...]:
    """Of each of the last calendar months, this one last: finished, and of these early or on time.

    Of a unit: dossiers of the procedures that it is in charge of (a finished paper lies elsewhere).
    """
    begin = first_of_month(today, months - 1)
    month = func.substr(c["finished_at"], 1, 7)
    conditions = [c["finished_at"] >= begin.isoformat(), c["is_quarantined"] == 0]
    if unit:
        conditions.append(c["procedure"].in_(_procedures_of(reading, unit)))
    statement = (
        select(month, func.count(), func.sum(case((c["outcome"].in_(("early", "on_time")), 1), else_=0)))
        .select_from(_BY_END)
        .where(c["finished_at"].is_not(None), *conditions)
        .group_by(month)
    )
    found = {key: (int(done), int(good)) for key, done, good in reading.conn.execute(statement)}
    firsts = [first_of_month(today, back) for back in range(months - 1, -1, -1)]
    return tuple(MonthShare(first, *found.get(first.isoformat()[:7], (0, 0))) for first in firsts)


def _procedures_of(reading: Reading, unit: str) -> Sequence[str]:
    reference = reading.reference
    return [
        procedure_id
        for procedure_id, versions in reference.procedure_texts.items()
        if reference.procedure_version(procedure_id, max(versions)).department == unit
    ]
