"""What the page asks of the worker: functions that make the callables run there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter_app.queries.deadlines import Behind, LoadRow, MonthShare, OpenRow, Standing
from counter_app.queries.forecast import PastTimes, RiskRow
from counter_app.queries.overdue_list import ListEntry
from counter_app.ui.pages.deadlines.figures import PAUSED_STATUSES, Number

if TYPE_CHECKING:
    from counter_app.ui.printing import PdfPages

Reads = Callable[[Any], Any]
FORM = "overdue_list"


@dataclass(frozen=True)
class First:
    """What is shown at once: the late ones, and the words that speak of them."""

    reference: Any
    now: datetime
    overdue: tuple[OpenRow, ...]


@dataclass(frozen=True)
class Rest:
    """What follows: every number, the other lists, who held the rows how long."""

    load: tuple[LoadRow, ...]
    entries: dict[Number, tuple[ListEntry, ...]]


@dataclass(frozen=True)
class Risks:
    """The forecast and how many past dossiers it stands on."""

    rows: tuple[RiskRow, ...]
    basis: int


@dataclass(frozen=True)
class ListPaper:
    """The overdue list drawn."""

    title: str
    pdf: bytes
    pages: PdfPages
    rows: int


def read_first(now: datetime, unit: str) -> Reads:
    """The overdue list."""

    def do(reading: Any) -> First:
        from counter_app.queries.deadlines import overdue

        return First(reading.reference, now, overdue(reading, now, unit=unit))

    return do


def behind_list(number: Number, unit: str) -> Behind:
    """What a list of the page holds."""
    if number is Number.TODAY:
        return Behind(unit, is_due_today=True)
    if number is Number.PAUSED:
        return Behind(unit, standing=Standing.PAUSED, statuses=PAUSED_STATUSES)
    return Behind(unit, standing=Standing.OVERDUE)


def read_rest(first: First, unit: str) -> Reads:
    """Numbers, the other lists, and the bars of who held what."""
    now = first.now

    def do(reading: Any) -> Rest:
        from counter_app.queries.deadlines import load, rows_behind
        from counter_app.queries.overdue_list import entries

        found = {Number.OVERDUE: entries(reading, first.overdue, now)}
        for number in (Number.TODAY, Number.PAUSED):
            rows = rows_behind(reading, now, behind_list(number, unit))
            found[number] = entries(reading, rows, now)
        return Rest(load(reading, now, unit=unit), found)

    return do


def read_risk(now: datetime, unit: str, past: PastTimes) -> Reads:
    """Those that may come late; None while more of the past must be read: ask again then."""

    def do(reading: Any) -> Risks | None:
        from counter_app.queries.forecast import at_risk, learn

        if not learn(reading, now, past, unit=unit):
            return None
        rows = at_risk(reading, now, past, unit=unit)
        return Risks(rows, past.dossiers)

    return do


def read_months(now: datetime, unit: str) -> Reads:
    """Share in time of the last months."""

    def do(reading: Any) -> tuple[MonthShare, ...]:
        from counter_app.queries.deadlines import months_in_time

        return months_in_time(reading, now.date(), unit=unit)

    return do


def read_codes(now: datetime, behind: Behind) -> Reads:
    """The codes behind a number that no filter describes."""

    def do(reading: Any) -> tuple[str, ...]:
        from counter_app.queries.deadlines import codes_behind

        return codes_behind(reading, now, behind)

    return do


def read_whole_list(now: datetime, number: Number, unit: str) -> Reads:
    """Every row of a list, for export."""

    def do(reading: Any) -> tuple[ListEntry, ...]:
        from counter_app.queries.deadlines import overdue, rows_behind
        from counter_app.queries.overdue_list import entries

        if number is Number.OVERDUE:
            rows = overdue(reading, now, unit=unit, limit=None)
        else:
            rows = rows_behind(reading, now, behind_list(number, unit), limit=None)
        return entries(reading, rows, now)

    return do


def draw_list(now: datetime, unit: str, by: str) -> Reads:
    """The overdue list as PDF with its pages."""

    def do(reading: Any) -> ListPaper:
        from counter_app.forms import wording
        from counter_app.forms.registry import FORMS
        from counter_app.queries import papers
        from counter_app.ui.printing import PdfPages

        name = reading.reference.person(by).name
        value: Any = papers.gather(reading, FORM, unit, papers.Printing(name, now, wording, (1,)))
        pdf = FORMS[FORM].draw(value)
        return ListPaper(FORMS[FORM].title, pdf, PdfPages(pdf), len(value.lines))

    return do


def file_path(folder: Path, number: Number, now: datetime, ending: str) -> Path:
    """`qua-han-261123-0914.xlsx`; a file that is there already is not written over."""
    names = {
        Number.OVERDUE: "qua-han",
        Number.TODAY: "den-han",
        Number.PAUSED: "tam-dung",
        Number.RISK: "nguy-co",
    }
    stem = f"{names[number]}-{now:%y%m%d-%H%M}"
    path, again = folder / f"{stem}.{ending}", 1
    while path.exists():
        again += 1
        path = folder / f"{stem}-{again}.{ending}"
    return path
