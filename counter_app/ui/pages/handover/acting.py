"""The acts of the handover page: one at a time, then the paper of what was given, then its record."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from counter_app.domain.errors import CounterError, PrintFailed
from counter_app.services.results import BatchDone
from counter_app.ui import batch_papers
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.handover.desk_work import Do


class Acting(QObject):
    """`done(kind, BatchDone)` or `refused(kind, CounterError)`; of a list `printed(batch)` or
    `not_printed(batch, CounterError)`. What was given stays given whatever becomes of its list."""

    done = Signal(str, object)
    refused = Signal(str, object)
    printed = Signal(str)
    not_printed = Signal(str, object)
    busy_changed = Signal(bool)

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._is_busy = False
        self._kind = ""
        self._steps: dict[str, str] = {}

    def is_busy(self) -> bool:
        """Whether an act is under way: a second press of a button does nothing."""
        return self._is_busy

    def act(self, kind: str, do: Do) -> bool:
        """Begin an act; False, and nothing is done, while another is under way."""
        if self._is_busy:
            return False
        self._kind = kind
        self._set_busy(True)
        self._context.jobs.run(do, self._did, self._failed, self._end)
        return True

    def _did(self, done: BatchDone) -> None:
        self.done.emit(self._kind, done)
        self._context.session.say_changed("dossier", "handover")

    def _failed(self, error: CounterError) -> None:
        self.refused.emit(self._kind, error)

    def _end(self) -> None:
        self._set_busy(False)

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.busy_changed.emit(is_busy)

    def print_list(self, batch: str) -> None:
        """Draw the list of a batch, print it, record that; once more while that is under way does nothing."""
        if not batch or batch in self._steps:
            return
        self._steps[batch] = "draw"
        context, failed = self._context, partial(self._not_printed, batch)
        draw = batch_papers.list_paper(batch, context.session.login, context.now())
        context.jobs.read(draw, self._print, failed, partial(self._check, batch, "draw"))

    def _print(self, paper: batch_papers.ListPaper) -> None:
        batch = paper.batch
        self._steps[batch] = "print"
        failed = partial(self._not_printed, batch)
        work = batch_papers.printing(paper, self._context)
        self._context.jobs.work(
            work, partial(self._printed, batch), failed, partial(self._check, batch, "print")
        )

    def _printed(self, batch: str, not_recorded: CounterError | None) -> None:
        self._steps.pop(batch, None)
        self.printed.emit(batch)
        if not_recorded is not None:
            self.refused.emit("print", not_recorded)

    def _not_printed(self, batch: str, error: CounterError) -> None:
        self._steps.pop(batch, None)
        self.not_printed.emit(batch, error)

    def _check(self, batch: str, step: str) -> None:
        # A bug goes to the exception hook; the page must still say that nothing was printed.
        if self._steps.get(batch) == step:
            self._not_printed(batch, PrintFailed(printer="", because="not_drawn"))
