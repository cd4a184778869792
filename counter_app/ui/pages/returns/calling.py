"""«Đã báo khách»: from the list or the open dossier to a noted call, one at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from counter_app.domain.errors import CounterError, InvalidField
from counter_app.queries.returns import CollectView
from counter_app.ui.messages import field_problem, sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.returns import desk_work
from counter_app.ui.pages.returns.side_panel import SidePanel


class Calling(QObject):
    """`found(CollectView)`: the page shows its call form; `noted(code, how)` when the call is kept;
    `failed(CounterError)` where no field is to blame; `busy(bool)` around the act."""

    found = Signal(object)
    noted = Signal(str, str)
    failed = Signal(object)
    busy = Signal(bool)

    def __init__(self, context: PageContext, panel: SidePanel, login: str) -> None:
        super().__init__(panel)
        self._context, self._panel, self._by = context, panel, login

    def begin(self, code: str) -> None:
        """Read whom to call."""
        do = desk_work.collect(code, self._context.now())
        self._context.jobs.read(do, self._read, self._fail)

    def _read(self, view: CollectView) -> None:
        self.found.emit(view)

    def focus(self) -> None:
        """Put the cursor where work goes on."""
        self._panel.call.ways.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def note(self, view: CollectView) -> None:
        """Keep what was said."""
        text = self._panel.call.text
        if not text.value():
            text.set_problem("còn thiếu")
            text.setFocus()
            return
        self.busy.emit(True)
        do = desk_work.notify(view.code, self._panel.call.how(), text.value(), self._by)
        self._context.jobs.run(do, self._noted, self._refused, self._end)

    def _noted(self, code: str) -> None:
        self._panel.call.forget(code)
        self.noted.emit(code, self._panel.call.how())

    def _refused(self, error: CounterError) -> None:
        if isinstance(error, InvalidField):
            self._panel.call.text.set_problem(field_problem(error.facts), sentence_of(error))
        else:
            self._fail(error)

    def _fail(self, error: CounterError) -> None:
        self.failed.emit(error)

    def _end(self) -> None:
        self.busy.emit(False)
