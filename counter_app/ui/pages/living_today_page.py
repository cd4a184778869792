"""«Hôm nay» that reads its rows when it is shown and after every act, and opens a row's dossier."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer

from counter_app.domain.errors import CounterError
from counter_app.domain.staff import Permission
from counter_app.queries.attention import attention, conflicts_of_own_acts, conflicts_to_choose
from counter_app.queries.decisions import Decision, decisions_for
from counter_app.queries.dossier_pages import DossierFilter
from counter_app.queries.duplicates import possible_duplicates
from counter_app.queries.end_of_day import is_close_owed
from counter_app.queries.own_life import own_life
from counter_app.queries.today import today
from counter_app.ui.attention_words import (
    AttentionLine,
    attention_lines,
    conflict_lines,
    decision_lines,
    duplicate_lines,
    life_lines,
    own_conflict_lines,
)
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.today_page import TodayPage
from counter_app.ui.stale_dues import StaleDues
from counter_app.ui.today_rows import today_view
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.quiet_list import QuietRow

_REFRESH_MS = 60_000
_SEEN = "today/decisions_seen"
_MOST_SEEN = 200


class LivingTodayPage(TodayPage):
    """Enter or a click on a row opens its dossier."""

    def __init__(self, context: PageContext, *, can_receive: bool) -> None:
        super().__init__(can_receive=can_receive)
        self._context = context
        self.stale_dues = StaleDues(context, self, channel="today_stale")
        self.stale_dues.told.connect(self._show_stale)
        self.stale_dues.failed.connect(self._failed)
        context.session.changed.connect(self._others_changed)
        self.close_day.clicked.connect(self._go_to_end)
        for part in (self.received, self.waiting, self.due):
            part.list.opened.connect(self._open)
        self._attention: tuple[AttentionLine, ...] = ()
        self._stale: tuple[AttentionLine, ...] = ()
        for n, line in enumerate(self.lines):
            line.acted.connect(partial(self._attend, n))
        self._timer = QTimer(self)  # what is due changes with the time alone
        self._timer.timeout.connect(self._tick)
        self._timer.start(_REFRESH_MS)

    def page_shown(self) -> None:
        """Read the rows again."""
        self.reload()
        self.stale_dues.look()

    def reload(self) -> None:
        """Read the rows of the person signed in."""
        context = self._context
        login, now = context.session.login, context.now()
        news = self._not_seen(login, now)
        can_receive = context.session.may(Permission.DESK_ACT)
        hears = can_receive or context.session.may(Permission.ADMINISTER)
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
                lambda reading: (
                    *(life_lines(own_life(reading), now, can_receive=can_receive) if hears else ()),
                    *attention_lines(attention(reading, login, now), now),
                    *conflict_lines(conflicts_to_choose(reading, login)),
                    *duplicate_lines(possible_duplicates(reading, login, now)),
                    *own_conflict_lines(conflicts_of_own_acts(reading, login)),
                    *decision_lines(news(reading), reading.reference, now),
                ),
                self._show_attention,
                self._failed,
                channel="attention",
            )

    def _not_seen(self, login: str, now: datetime) -> Callable[[Any], list[Decision]]:
        """Reads what was decided since the person last looked."""
        seen = set(self._context.memory.words(f"{_SEEN}/{login}"))
        return lambda reading: [
            each for each in decisions_for(reading, login, now) if each.event_id not in seen
        ]

    def _show_attention(self, found: tuple[AttentionLine, ...]) -> None:
        self._attention = found
        self.set_attention((*found, *self._stale))

    def _show_stale(self, words: str) -> None:
        line = AttentionLine(words, Tone.AMBER, "Xem và tính lại", page="catalogue")
        self._stale = (line,) if words else ()
        self.set_attention((*self._attention, *self._stale))

    def _attend(self, n: int) -> None:
        line = (*self._attention, *self._stale)[n]
        if line.told:
            key = f"{_SEEN}/{self._context.session.login}"
            self._context.memory.keep(key, (*line.told, *self._context.memory.words(key))[:_MOST_SEEN])
            self.reload()
        if line.page:
            self._context.show_page(line.page)
        elif line.opens:
            self._context.open_dossier(line.opens)
        elif line.told and len(line.codes) == 1:
            self._context.open_dossier(line.codes[0])
        else:
            self._context.open_list(line.title, DossierFilter(codes=line.codes))

    def _tick(self) -> None:
        if self.isVisible():
            self.reload()

    def _others_changed(self, kinds: set[str]) -> None:
        if kinds & {"dossier", "day", "calendar", "catalogue", "conflict"}:
            self.reload()
        if "calendar" in kinds or ("dossier" in kinds and self._stale):
            self.stale_dues.look()

    def _go_to_end(self) -> None:
        self._context.show_page("end_of_day")

    def _open(self, row: QuietRow) -> None:
        self._context.open_dossier(row.key or row.code)

    def _failed(self, error: CounterError) -> None:
        self.show_problem(sentence_of(error))
