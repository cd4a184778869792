"""From an act at the desk to its paper: one act at a time, then the paper of what it gave."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from counter_app.domain.errors import CounterError
from counter_app.ui.desk_port import DeskPort
from counter_app.ui.jobs import Jobs
from counter_app.ui.pages.reception.desk_work import Given, Reads
from counter_app.ui.paper_printer import COPIES, Paper, PaperPrinter, warm_up
from counter_app.ui.printing import Printer

__all__ = ["COPIES", "Issuing", "Paper", "warm_up"]


class Issuing(PaperPrinter):
    """One act at a time: `given(Given)` or `refused(CounterError)`; then `drawn(Paper)`; then
    `printed(Paper)` or `not_printed(CounterError)`. What was given stays given whatever becomes of its paper.
    """

    given = Signal(object)
    refused = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, desk: DeskPort, jobs: Jobs, printer: Printer, parent: QObject) -> None:
        super().__init__(desk, jobs, printer, parent)
        self._is_busy = False

    def is_busy(self) -> bool:
        """Whether an act is under way: a second press of the button does nothing."""
        return self._is_busy

    def act(self, do: Reads, by: str) -> None:
        """Do the act and print what it gives; a paper that is in somebody's hands is only shown."""
        if self._is_busy:
            return
        self._by = by
        self._set_busy(True)
        self._jobs.run(do, self._given, self._refused, self._end)

    def _given(self, given: Given) -> None:
        self.given.emit(given)
        self._draw(given.form, given.code, is_printed=not given.is_reentered)

    def _refused(self, error: CounterError) -> None:
        self.refused.emit(error)

    def _end(self) -> None:
        self._set_busy(False)

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.busy_changed.emit(is_busy)
