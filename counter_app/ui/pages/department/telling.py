"""What the page says after an act, and the one thing that can be done about it: print again, take back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from counter_app.domain.errors import CounterError
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.department import desk_work
from counter_app.ui.pages.department.acting import Acting
from counter_app.ui.pages.department.desk_work import Names, Outcome
from counter_app.ui.pages.department.notices import done_words
from counter_app.ui.warning_words import warnings_words
from counter_app.ui.widgets.notice import Notice

_RECALL_REASON = "Giao nhầm, thu hồi ngay"


class Telling(QObject):
    """Words of acts in the notice of the page; what was given stays given whatever becomes of its list."""

    def __init__(
        self,
        context: PageContext,
        acting: Acting,
        notice: Notice,
        names: Callable[[], Names],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._acting, self._notice, self._names = context, acting, notice, names
        self._act: Callable[[], object] | None = None
        self._given: Outcome | None = None
        acting.done.connect(self._done)
        acting.refused.connect(self.refused)
        acting.listed.connect(self._listed)
        acting.not_listed.connect(self._not_listed)
        notice.acted.connect(self._acted)

    def _done(self, outcome: Outcome) -> None:
        self._act = None
        self._given = outcome if outcome.batch else None
        words = self._words(outcome)
        warnings = warnings_words(outcome.warnings)
        if warnings:
            self._notice.show_warning(f"{words}. {warnings}")
        else:
            self._notice.show_done(f"{words} · đang in danh sách" if outcome.batch else words)

    def refused(self, error: CounterError) -> None:
        """It did not happen: why."""
        self._act = None
        self._notice.show_error(sentence_of(error, names=self._names().spoken))

    def _words(self, outcome: Outcome) -> str:
        return done_words(outcome, self._names(), self._context.desk.agency.id)

    def _listed(self, batch: str) -> None:
        given = self._given
        if given is None or given.batch != batch:
            return
        self._act = partial(self._recall, given)
        self._notice.show_done(f"{self._words(given)} · đã in danh sách", "Thu hồi")

    def _not_listed(self, batch: str, error: CounterError) -> None:
        given = self._given
        words = f"{self._words(given)}. " if given is not None and given.batch == batch else ""
        self._act = partial(self._acting.print_list, batch)
        self._notice.show_warning(f"{words}Chưa in được danh sách: {sentence_of(error)}", "In lại")

    def _recall(self, given: Outcome) -> None:
        self._acting.act(desk_work.recall(given.codes, _RECALL_REASON, self._context.session.login))

    def _acted(self) -> None:
        act, self._act = self._act, None
        if act is not None:
            act()
