"""One act on one dossier at the right of another page: who it is about, the small form, its paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.domain.errors import CounterError
from counter_app.ui import theme
from counter_app.ui.acts.act_work import Outcome
from counter_app.ui.dialogs.paper_dialog import PaperDialog
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.dossiers.panel_acts import PanelActs
from counter_app.ui.pages.dossiers.panel_view import PanelView, load
from counter_app.ui.paper_printer import PaperPrinter
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.clock_bar import ClockBar
from counter_app.ui.widgets.frames import Ground, Rule
from counter_app.ui.widgets.text import ElidedLabel, Text, caption

WIDTH = 416
_PADDING = 20


@dataclass(frozen=True)
class Asked:
    """The dossier as the panel shows it; `refusal`: why the act cannot be done now."""

    view: PanelView
    refusal: CounterError | None


class ActDrawer(Ground):
    """`begin(code, act)` opens it; `opened()` and `closed()`; `done(Outcome)`; `refused(sentence)` where the
    act cannot be. Only acts with a form of `acts.plans` are begun here. What was typed is kept by dossier and
    act."""

    opened = Signal()
    closed = Signal()
    done = Signal(object)
    refused = Signal(str)

    def __init__(self, context: PageContext, *, name: str = "act_drawer") -> None:
        super().__init__("surface", ("left",), name=name)
        self._context = context
        self._asked = 0
        self.printing = PaperPrinter(context.desk, context.jobs, context.printer, self)
        self.code = Text("", Role.TITLE, Tone.TEXT, 600, figures=True, name=f"{name}_code")
        self.applicant = ElidedLabel("", Role.BODY, Tone.TEXT, weight=600, name=f"{name}_applicant")
        self.procedure = ElidedLabel("", Role.BODY, Tone.TEXT2, name=f"{name}_procedure")
        self.due = caption("", Tone.TEXT2, figures=True, name=f"{name}_due")
        self.clock = ClockBar(name=f"{name}_clock")
        self._place = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setSpacing(theme.px(2))
        for part in (self.code, self.applicant, self.procedure, self.due, self.clock, Rule()):
            self._column.addWidget(part)
        self._column.addSpacing(theme.px(8))
        self._column.addLayout(self._place, 1)
        self.acts = PanelActs(context, self._place, self)
        self.acts.opened.connect(self._form_opened)
        self.acts.closed.connect(self._form_closed)
        self.acts.done.connect(self._done)
        self.acts.failed.connect(self.refused)
        self._fit()
        theme.signals().changed.connect(self._fit)
        self.hide()

    def _fit(self) -> None:
        self.setFixedWidth(theme.px(WIDTH))
        side = theme.px(_PADDING)
        self._column.setContentsMargins(side, theme.px(12), side, theme.px(12))

    def is_open(self) -> bool:
        """Whether a form stands here."""
        return self.acts.form is not None

    def is_busy(self) -> bool:
        """Whether a dossier is read or its act is under way."""
        return bool(self._asked) or self.acts.is_busy()

    def code_shown(self) -> str:
        """The dossier whose form is open."""
        return self.code.text() if self.is_open() else ""

    # -- begin

    def begin(self, code: str, act: str) -> None:
        """Read the dossier, then open the form of the act, or say why not."""
        if self.is_busy():
            return
        self._asked += 1
        do = _ask(code, act, self._context.session.login, self._context)
        self._context.jobs.read(
            do, partial(self._read, act), self._not_read, self._answered, channel=f"act_drawer/{id(self)}"
        )

    def _answered(self) -> None:
        self._asked = 0

    def _read(self, act: str, asked: Asked) -> None:
        self._asked = 0
        view = asked.view
        if asked.refusal is not None or act not in view.possible:
            names = dict(view.names)
            self.refused.emit(sentence_of(asked.refusal, names=names) if asked.refusal else "")
            return
        self.code.setText(view.code)
        self.applicant.setText(view.applicant)
        self.procedure.setText(view.procedure)
        self.due.setText(" ".join(part for part in (view.due.label, view.due.value) if part))
        self.clock.set_days(view.clock, view.due.sentence)
        self.clock.setVisible(bool(view.clock))
        self.acts.set_view(view)
        self.acts.begin(act)

    def _not_read(self, error: CounterError) -> None:
        self.refused.emit(sentence_of(error))

    # -- the form

    def _form_opened(self, _form: QWidget) -> None:
        self.opened.emit()  # the page makes room first: both at once would make the window wider
        self.show()
        form = self.acts.form
        if form is not None:
            form.begin()

    def _form_closed(self, _act: str) -> None:
        self.close_form()

    def submit(self) -> None:
        """The main button of the form."""
        if self.acts.form is not None:
            self.acts.form.submit()

    def back(self) -> None:
        """Esc: what was typed is there again the next time."""
        self.acts.leave()

    def close_form(self) -> None:
        """No form is open; one that is half typed is kept."""
        was_open = self.isVisibleTo(self.parentWidget()) if self.parentWidget() else self.isVisible()
        self.acts.set_view(None)
        self.hide()
        if was_open:
            self.closed.emit()

    def _done(self, outcome: Outcome) -> None:
        code = self.code.text()
        self.close_form()
        self.done.emit(outcome)
        if outcome.form:
            login = self._context.session.login
            dialog = PaperDialog(self.printing, outcome.form, outcome.code, login, code, self.window())
            self._context.session.leaving.connect(dialog.reject)  # nothing may lie over the lock
            dialog.open()

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.back()
        else:
            super().keyPressEvent(event)


def _ask(code: str, act: str, login: str, context: PageContext) -> Callable[[Any], Asked]:
    now = context.now()

    def do(reading: Any) -> Asked:
        from counter_app.domain.possible import chances

        view = load(code, login, now)(reading)
        found = chances(view.dossier, reading.reference.person(login), now.date(), [act])
        return Asked(view, next((chance.refusal for chance in found), None))

    return do
