"""How many dossiers are promised by an older calendar: counted only where there can be something to say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from counter_app.domain.errors import CounterError
from counter_app.domain.staff import Permission
from counter_app.queries.calendar_preview import CalendarPreview, calendar_preview
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.catalogue.calendar_words import stale_words


class StaleDues(QObject):
    """`told(words)`: what is to be said now, "" for nothing; `failed(CounterError)`.

    Once nothing is stale it is not counted anew before the calendar changes: what is promised from now on is
    promised by the present one.
    """

    told = Signal(str)
    failed = Signal(object)

    def __init__(self, context: PageContext, parent: QObject, *, channel: str) -> None:
        super().__init__(parent)
        self._context, self._channel = context, channel
        self._clean = ""
        context.session.changed.connect(self._others_changed)

    def is_sure(self) -> bool:
        """Whether nothing was stale when last counted, and nothing can have become so but by the calendar."""
        return bool(self._clean)

    def look(self) -> None:
        """Count, for who may count the dues again; for others there is nothing to say."""
        if self._context.session.may(Permission.SUPERVISE):
            self._context.jobs.read(self.counting(), self._counted, self._fail, channel=self._channel)
        else:
            self.told.emit("")

    def counting(self) -> Callable[[Any], CalendarPreview | None]:
        """A read that counts; None where nothing can have become stale."""
        clean = self._clean

        def do(reading: Any) -> CalendarPreview | None:
            is_clean = reading.reference.calendar.version == clean
            return None if is_clean else calendar_preview(reading)

        return do

    def words(self, found: CalendarPreview) -> str:
        """What is said of what was counted; "" where nothing is stale, which is kept in mind."""
        may_recalculate = self._context.session.may(Permission.SUPERVISE)
        words = stale_words(found, may_recalculate=may_recalculate)
        self._clean = "" if words else found.version
        return words

    def _counted(self, found: CalendarPreview | None) -> None:
        if found is not None:
            self.told.emit(self.words(found))

    def _fail(self, error: CounterError) -> None:
        self.failed.emit(error)

    def _others_changed(self, kinds: set[str]) -> None:
        if "elsewhere" in kinds:
            self._clean = ""  # another desk may have promised by an older calendar
