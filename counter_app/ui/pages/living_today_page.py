"""«Hôm nay» that reads its rows when it is shown and after every act, and opens a row's dossier."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer

from counter_app.domain.errors import CounterError
from counter_app.queries.attention import attention
from counter_app.queries.dossier_pages import DossierFilter
from counter_app.queries.end_of_day import is_close_owed
from counter_app.queries.today import today
from counter_app.ui.attention_words import AttentionLine, attention_lines
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.today_page import TodayPage
from counter_app.ui.today_rows import today_view
from counter_app.ui.widgets.quiet_list import QuietRow

_REFRESH_MS = 60_000


class LivingTodayPage(TodayPage):
    """Enter or a click on a row opens its dossier."""

    def __init__(self, context: PageContext, *, can_receive: bool) -> None:
        super().__init__(can_receive=can_receive)
        self._context = context
        context.session.changed.connect(self._others_changed)
        self.close_day.clicked.connect(self._go_to_end)
        for part in (self.received, self.waiting, self.due):
            part.list.opened.connect(self._open)
        self._attention: tuple[AttentionLine, ...] = ()
        for n, line in enumerate(self.lines):
            line.acted.connect(partial(self._attend, n))
        self._timer = QTimer(self)  # what is due changes with the time alone
        self._timer.timeout.connect(self._tick)
        self._timer.start(_REFRESH_MS)

    def page_shown(self) -> None:
        """Read the rows again."""
        self.reload()

    def reload(self) -> None:
        """Read the rows of the person signed in."""
        context = self._context
        login, now = context.session.login, context.now()
        if login:
            context.jobs.read(
                lambda reading: today_view(
                    today(reading, login, now),
                    reading.reference,
                    now,
                    is_close_owed=is_close_owed(reading, login, now),
                ),
                self.set_rows,
                self._failed,
                channel="today",
            )
            context.jobs.read(
                lambda reading: attention_lines(attention(reading, login, now), now),
                self._show_attention,
                self._failed,
                channel="attention",
            )

    def _show_attention(self, found: tuple[AttentionLine, ...]) -> None:
        self._attention = found
        self.set_attention(found)

    def _attend(self, n: int) -> None:
        line = self._attention[n]
        if line.page:
            self._context.show_page(line.page)
        else:
            self._context.open_list(line.title, DossierFilter(codes=line.codes))

    def _tick(self) -> None:
        if self.isVisible():
            self.reload()

    def _others_changed(self, kinds: set[str]) -> None:
        if kinds & {"dossier", "day", "calendar", "catalogue"}:
            self.reload()

    def _go_to_end(self) -> None:
        self._context.show_page("end_of_day")

    def _open(self, row: QuietRow) -> None:
        self._context.open_dossier(row.key or row.code)

    def _failed(self, error: CounterError) -> None:
        self.show_problem(sentence_of(error))
