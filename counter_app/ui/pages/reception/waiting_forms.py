"""Forms that wait: put aside, opened again, cleared and taken back. Every one of them is a draft."""

from __future__ import annotations

import uuid
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from counter_app.ui.pages.reception.desk_work import KeptDraft
from counter_app.ui.pages.reception.draft_keeper import DraftKeeper
from counter_app.ui.pages.reception.form_state import FormState, draft_words
from counter_app.ui.pages.reception.form_view import FormView
from counter_app.ui.pages.reception.received_panel import ReceivedPanel


def new_form_id() -> str:
    """A request id for a form."""
    return uuid.uuid4().hex


class WaitingForms(QObject):
    """`open_asked(FormState)`: show this form. The list stands in the head of the form, the latest one also
    below what was just given."""

    open_asked = Signal(object)

    def __init__(self, form: FormView, keeper: DraftKeeper, panel: ReceivedPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._form, self._keeper, self._panel = form, keeper, panel
        self._drafts: tuple[KeptDraft, ...] = ()
        self._cleared: FormState | None = None
        keeper.listed.connect(self.set_drafts)
        form.head.menu_asked.connect(self.show_waiting)
        form.head.waiting_chosen.connect(self.open_waiting)
        form.head.put_aside.connect(self.put_aside)
        form.head.cleared.connect(self.clear)

    def set_drafts(self, drafts: tuple[KeptDraft, ...]) -> None:
        """What the store keeps for this person."""
        self._drafts = drafts
        self.show_waiting()

    def show_waiting(self) -> None:
        """Bring list and card up to date."""
        waiting = [(self._words(draft.state), draft.saved_at) for draft in self._waiting()]
        self._form.head.show_waiting(waiting, can_put_aside=not self._form.state.is_untouched)
        self._panel.show_waiting(waiting[0][0] if waiting else "", len(waiting))

    def _waiting(self) -> list[KeptDraft]:
        return [draft for draft in self._drafts if draft.state.form_id != self._form.state.form_id]

    def _words(self, state: FormState) -> str:
        catalogue = self._form.catalogue
        return draft_words(state, catalogue.procedure(state.procedure) if catalogue else None)

    def put_aside(self) -> None:
        """Let the present form wait and begin another."""
        if not self._form.state.is_untouched and not self._form.state.correcting:
            self._keep()
            self.open_asked.emit(FormState(new_form_id()))

    def open_waiting(self, index: int = 0) -> None:
        """Go on with a waiting form; the present one, where something was typed, waits instead."""
        waiting = self._waiting()
        if index >= len(waiting):
            return
        if not self._form.state.is_untouched:
            self._keep()
        self.open_asked.emit(replace(waiting[index].state, is_waiting=False))

    def _keep(self) -> None:
        self._keeper.touch(replace(self._form.state, is_waiting=True))
        self._keeper.flush()

    def clear(self) -> None:
        """Begin the form anew; one press brings the old one back."""
        old = self._form.state
        if old.is_untouched:
            return
        self._keeper.forget(old.form_id)
        self.open_asked.emit(FormState(new_form_id()))
        self._cleared = old
        self._form.side.notice.show_info("Đã xóa biểu mẫu.", "Lấy lại")
        self._form.side.fit()

    def take_back(self) -> bool:
        """The form cleared last stands there again; whether there was one."""
        state, self._cleared = self._cleared, None
        if state is None:
            return False
        self.open_asked.emit(state)
        self._keeper.touch(state)
        return True

    def go_on(self) -> None:
        """Something was typed: what was cleared before is not offered any more."""
        self._cleared = None
