"""One act of the unit at a time: the act, what it says, and the printed list of what was given away."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from counter_app.domain.errors import CounterError, PrintFailed
from counter_app.ui import batch_papers
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.department.desk_work import Outcome, Work


class Acting(QObject):
    """`done(Outcome)` or `refused(CounterError)`; `listed(batch)` or `not_listed(batch, CounterError)` for
    the list of a handover. While an act is under way, a second one is not begun.
    """

    done = Signal(object)
    refused = Signal(object)
    listed = Signal(str)
    not_listed = Signal(str, object)
    busy_changed = Signal(bool)

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._is_busy = False
        self._is_told = True

    def is_busy(self) -> bool:
        """Whether an act is under way: a second press does nothing."""
        return self._is_busy

    def act(self, do: Work) -> None:
        """Do it, unless another act is under way."""
        if self._is_busy:
            return
        self._set_busy(True)
        self._context.jobs.run(_with_warnings(do), self._done, self._refused, self._end)

    def print_list(self, batch: str) -> None:
        """Draw and print the list of a batch (again)."""
        context = self._context
        self._is_told = False
        gather = batch_papers.list_paper(batch, context.session.login, context.now())
        context.jobs.read(gather, self._print, partial(self._fail, batch), partial(self._check_told, batch))

    def _done(self, outcome: Outcome) -> None:
        kinds = ("dossier", "handover") if outcome.batch else ("dossier",)
        self._context.session.say_changed(*kinds)
        self.done.emit(outcome)
        if outcome.batch:
            self.print_list(outcome.batch)

    def _refused(self, error: CounterError) -> None:
        self.refused.emit(error)

    def _end(self) -> None:
        self._set_busy(False)

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.busy_changed.emit(is_busy)

    def _print(self, paper: batch_papers.ListPaper) -> None:
        self._is_told = True
        work = batch_papers.printing(paper, self._context)
        self._context.jobs.work(work, partial(self._printed, paper.batch), partial(self._fail, paper.batch))

    def _printed(self, batch: str, not_recorded: CounterError | None) -> None:
        self._context.session.say_changed("paper")
        self.listed.emit(batch)
        if not_recorded is not None:  # the paper is there all the same
            self.refused.emit(not_recorded)

    def _fail(self, batch: str, error: CounterError) -> None:
        self._is_told = True
        self.not_listed.emit(batch, error)

    def _check_told(self, batch: str) -> None:
        # A bug while drawing goes to the exception hook; the page must still say that nothing was printed.
        if not self._is_told:
            self._fail(batch, PrintFailed(printer="", because="not_drawn"))


def _with_warnings(do: Work) -> Work:
    def watched(uow: Any) -> Outcome:
        outcome: Outcome = do(uow)
        return replace(outcome, warnings=tuple(uow.warnings))

    return watched


def double_press_ms() -> int:
    """Within this time a second press is the same press, however quick the act was."""
    return QApplication.doubleClickInterval()
