"""The control sheet of the dossier that was handed out last: printed at once, or once more."""

from __future__ import annotations

from PySide6.QtCore import QObject

from counter_app.domain.errors import CounterError
from counter_app.ui.dossier_words import short_code
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.returns.desk_work import SignedOff
from counter_app.ui.pages.returns.side_panel import Mode, SidePanel
from counter_app.ui.paper_printer import Paper, PaperPrinter


class LastSheet(QObject):
    """`keep(done)` remembers what was handed out; what became of its sheet stands in the panel."""

    def __init__(self, context: PageContext, panel: SidePanel, by: str, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._panel, self._by = context, panel, by
        self._last: SignedOff | None = None
        self.paper = PaperPrinter(context.desk, context.jobs, context.printer, self)
        self.paper.printed.connect(self._printed)
        self.paper.not_printed.connect(self._failed)

    def keep(self, done: SignedOff) -> None:
        """This one was handed out last; its sheet is printed where that is ticked."""
        self._last = done
        if self._panel.sheet.isChecked():
            self._print(done)

    def can_print(self) -> bool:
        """Whether there is one, nothing is open, and no sheet is under way."""
        is_idle = self._panel.mode is Mode.IDLE and not self.paper.is_printing()
        return self._last is not None and is_idle

    def print_again(self) -> None:
        """Print it, if it can be."""
        if self._last is not None and self.can_print():
            self._print(self._last)

    def _print(self, done: SignedOff) -> None:
        self.paper.print_again("control_sheet", done.code, self._by)

    def _printed(self, paper: Paper) -> None:
        code = short_code(paper.code, self._context.desk.agency.id)
        self._panel.add_to_last(f"Đã in phiếu kiểm soát {code}.")

    def _failed(self, error: CounterError) -> None:
        self._panel.add_to_last(f"Phiếu kiểm soát chưa in. {sentence_of(error)}")
