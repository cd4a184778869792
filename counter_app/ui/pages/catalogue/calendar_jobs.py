"""What the calendar page asks of the desk: each function makes the `do` of a job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.calendar_change import DayChange
from counter_app.imports.calendar_rows import read_rows
from counter_app.imports.tables import read_table
from counter_app.queries.calendar_preview import CalendarPreview, calendar_preview
from counter_app.queries.calendar_versions import CalendarVersion, calendar_versions
from counter_app.services import calendar_work, recalculation
from counter_app.services.calendar_work import CalendarDone
from counter_app.services.holiday_proposals import proposals
from counter_app.services.recalculation import Recalculated, Recalculation
from counter_app.services.seed import SYSTEM
from counter_app.ui.pages.catalogue.calendar_draft import CalendarDraft
from counter_app.ui.pages.catalogue.file_view import CalendarFile

Told = Callable[[int, int], object]


@dataclass(frozen=True)
class CalendarNews:
    """Versions of the calendar, the names of who made them by login, and what was promised by an older one;
    None where nothing can be stale."""

    versions: tuple[CalendarVersion, ...]
    names: dict[str, str]
    stale: CalendarPreview | None


def look(stale_dues: Callable[[Any], CalendarPreview | None] | None) -> Callable[[Any], CalendarNews]:
    """The versions; `stale_dues` counts the open dossiers too."""

    def do(reading: Any) -> CalendarNews:
        versions = calendar_versions(reading)
        stale = stale_dues(reading) if stale_dues is not None else None
        names = {person.login: person.name for person in reading.reference.staff.values()}
        names.setdefault(SYSTEM.login, "Hệ thống")
        return CalendarNews(versions, names, stale)

    return do


def preview(calendar: WorkingCalendar | None, told: Told) -> Callable[[Any], CalendarPreview]:
    """The open dossiers that a calendar would move; None: the stored one."""
    return lambda reading: calendar_preview(reading, calendar, told)


def store(draft: CalendarDraft, by: str) -> Callable[[Any], CalendarDone]:
    """The draft as the next version."""

    def do(uow: Any) -> CalendarDone:
        done = calendar_work.change_calendar(
            uow, draft.change, by=by, notice=draft.ground, base=draft.base.version
        )
        uow.commit()
        return done

    return do


def recalculate(
    codes: Sequence[str], wanted: Recalculation, by: str, told: Told
) -> Callable[[Any], Recalculated]:
    """The due dates counted again, all or none."""

    def do(uow: Any) -> Recalculated:
        done = recalculation.recalculate(uow, codes, wanted, by=by, told=told)
        uow.commit()
        return done

    return do


def propose(calendar: WorkingCalendar, year: int) -> Callable[[], tuple[DayChange, ...]]:
    """Days that the year will likely have off."""
    return lambda: proposals(calendar, year)


def read_file(path: str, calendar: WorkingCalendar, today: date) -> Callable[[], CalendarFile]:
    """A file and a verdict for each of its rows."""

    def do() -> CalendarFile:
        table = read_table(Path(path))
        return CalendarFile(table, read_rows(table, calendar, today))

    return do
