"""Where the cursor goes once the applicant is known: to the papers, the only thing left to tell."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from counter_app.ui.pages.reception.form_view import FormView

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Onward(QObject):
    """Made after the form, so that the form has taken in what happened before the cursor moves.

    A tax code of ten digits may go on with a branch: there Enter moves the cursor, never the answer alone.
    """

    def __init__(self, form: FormView) -> None:
        super().__init__(form)
        self._form = form
        self._number = form.applicant.number.edit
        self._number.installEventFilter(self)
        form.applicant.known_chosen.connect(self._name_taken)
        form.procedure.chosen.connect(self._procedure_taken)
        form.known_shown.connect(self._known_shown)

    def to_papers(self) -> bool:
        """Put the cursor on the papers; whether applicant and papers are there."""
        papers = self._form.components.table
        if not self._form.state.name or not papers.lines():
            return False
        papers.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_key and event.key() in _ENTER and self._form.memory.known is not None:
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            return not held and self.to_papers()
        return super().eventFilter(watched, event)

    def _known_shown(self) -> None:
        """Enter was quicker than the answer: the cursor waits in the name, which is filled in by now."""
        if self._form.applicant.name.edit.hasFocus():
            self.to_papers()

    def _name_taken(self, _index: int) -> None:
        self._form.applicant.name.stays = self.to_papers()

    def _procedure_taken(self, _procedure: str) -> None:
        self._form.procedure.field.stays = self.to_papers()
