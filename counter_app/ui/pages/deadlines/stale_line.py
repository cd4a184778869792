"""One line on Theo dõi hạn: dossiers promised by an older calendar, and the way to count them again."""

from __future__ import annotations

from typing import Any

from counter_app.domain.errors import CounterError
from counter_app.domain.staff import Permission
from counter_app.queries.calendar_preview import CalendarPreview, calendar_preview
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.catalogue.calendar_words import stale_words
from counter_app.ui.widgets.notice import Notice


class StaleLine(Notice):
    """Nothing for who may not count again. Once nothing is stale it is not counted anew before the calendar
    changes: what is promised from now on is promised by the present one."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(name="stale_dues")
        self._context = context
        self._clean = ""
        self.acted.connect(self._open)
        context.session.changed.connect(self._others_changed)

    def look(self) -> None:
        """Count, where there can be something."""
        if not self._context.session.may(Permission.SUPERVISE):
            self.clear()
            return
        clean = self._clean

        def do(reading: Any) -> CalendarPreview | None:
            is_clean = reading.reference.calendar.version == clean
            return None if is_clean else calendar_preview(reading)

        self._context.jobs.read(do, self._counted, self._fail, channel="stale_dues")

    def _others_changed(self, kinds: set[str]) -> None:
        if "elsewhere" in kinds:
            self._clean = ""  # another desk may have promised by an older calendar

    def _counted(self, found: CalendarPreview | None) -> None:
        if found is None:
            return
        words = stale_words(found, may_recalculate=True)
        self._clean = "" if words else found.version
        if words:
            self.show_warning(words, "Xem và tính lại")
        else:
            self.clear()

    def _fail(self, error: CounterError) -> None:
        self.show_error(sentence_of(error))

    def _open(self) -> None:
        self._context.show_page("catalogue")
