"""A fee still owed at the return desk: paid right there, and the return goes on where it was."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from counter_app.queries.returns import CollectView
from counter_app.ui.acts.act_work import Outcome
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.dossiers.act_drawer import ActDrawer
from counter_app.ui.pages.returns.side_panel import SidePanel
from counter_app.ui.scans import Verdict
from counter_app.ui.tokens import Tone
from counter_app.ui.warning_words import warnings_words


class FeeTaking(QObject):
    """The form of a payment takes the place of the panel; what is typed there waits below it.

    `told(Verdict)`: what came of it, for the strip.
    """

    told = Signal(object)

    def __init__(
        self, context: PageContext, panel: SidePanel, view: Callable[[], CollectView | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._panel, self._view = panel, view
        self.drawer = ActDrawer(context, name="fee_drawer")
        self.drawer.opened.connect(panel.hide)
        self.drawer.closed.connect(self._closed)
        self.drawer.done.connect(self._done)
        self.drawer.refused.connect(self._refused)
        panel.head.pay.clicked.connect(lambda: self.begin())

    def begin(self) -> None:
        """Open the form, where something is owed and can be paid."""
        view = self._view()
        if view is not None and view.is_payable and view.fee_due_vnd:
            self.drawer.begin(view.code, "pay")

    def takes(self, what: str) -> bool:
        """Whether a key of the page is one of the open form: the main button, or the way back."""
        if not self.drawer.is_open():
            return False
        if what == "main":
            self.drawer.submit()
        elif what == "back":
            self.drawer.back()
        return True

    def close_form(self) -> None:
        """Another dossier comes to the desk: what is half typed is kept for this one."""
        if self.drawer.is_open():
            self.drawer.close_form()

    def _closed(self) -> None:
        self._panel.show()
        self._panel.form.focus_first()

    def _done(self, outcome: Outcome) -> None:
        warnings = warnings_words(outcome.warnings)
        tone = Tone.AMBER if warnings else Tone.GREEN
        self.told.emit(Verdict(tone, outcome.words.partition(": ")[2] or outcome.words, warnings))

    def _refused(self, sentence: str) -> None:
        self.told.emit(Verdict(Tone.RED, "Chưa thu được", sentence))
