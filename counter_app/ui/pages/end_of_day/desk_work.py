"""What the page asks of the worker: functions that make the callables run there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from counter_app.domain.events import LOCAL_ZONE
from counter_app.queries.end_of_day import DayView
from counter_app.services.day_close import SignedOff
from counter_app.ui.desk_port import DeskPort, ReferencePort
from counter_app.ui.printing import PdfPages

FORM = "day_close"
Do = Callable[[Any], Any]


@dataclass(frozen=True)
class Loaded:
    """The day, and the agency's units and people."""

    view: DayView
    reference: ReferencePort


@dataclass(frozen=True)
class SheetPaper:
    """A day's sheet as PDF, with its pages for the preview. `code`: `2026-11-23-1`."""

    code: str
    title: str
    pdf: bytes
    pages: PdfPages
    day: date
    number: int


def backup_of(desk: DeskPort, day: date) -> datetime | None:
    """Local time of the copy of the file made on a day, None where there is none."""
    for path in desk.copies():
        try:
            made = datetime.fromtimestamp(path.stat().st_mtime, tz=LOCAL_ZONE)
        except OSError:
            continue  # a copy that was taken away meanwhile is no copy
        if made.date() == day:
            return made.replace(second=0, microsecond=0, tzinfo=None)
    return None


def loading(desk: DeskPort, day: date, login: str, now: datetime) -> Do:
    """Read a day."""

    def do(reading: Any) -> Loaded:
        from counter_app.queries.end_of_day import end_of_day

        view = end_of_day(reading, day, login, now, backup_of(desk, day))
        return Loaded(view, reading.reference)

    return do


def signing(desk: DeskPort, view: DayView, note: str, by: str) -> Do:
    """Sign a day off as it was seen."""

    def do(uow: Any) -> SignedOff:
        from counter_app.services.day_close import sign_off

        copied = backup_of(desk, view.day)
        done = sign_off(uow, view.day, note=note, seen=view.log_hash, by=by, backup_at=copied)
        uow.commit()
        return done

    return do


def drawing(sheet: str, by: str, now: datetime) -> Do:
    """Draw a sheet with its pages."""

    def do(reading: Any) -> SheetPaper:
        from counter_app.forms import wording
        from counter_app.forms.registry import FORMS
        from counter_app.queries import papers

        name = reading.reference.person(by).name
        value: Any = papers.gather(reading, FORM, sheet, papers.Printing(name, now, wording, (1,)))
        pdf = FORMS[FORM].draw(value)
        return SheetPaper(value.sheet, FORMS[FORM].title, pdf, PdfPages(pdf), value.day, value.sheet_no)

    return do
