"""Entering a printed receipt again on the reception page: into that mode, on in it, and out of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from counter_app.ui.pages.reception.form_state import FormState
from counter_app.ui.pages.reception.waiting_forms import new_form_id
from counter_app.ui.reentry_work import LostReceipt, code_of

if TYPE_CHECKING:
    from counter_app.ui.pages.reception_page import ReceptionPage

_KEYS = {
    "act_main": ("Tiếp nhận và in", "Nhập lại hồ sơ"),
    "act_main_keypad": ("Tiếp nhận và in", "Nhập lại hồ sơ"),
    "act_back": ("Quay lại", "Bỏ nhập lại"),
}
"""Action of the page → its words on the sheet of keys: as always, and in this mode."""


class Reentering(QObject):
    """Of one page. The mode is in the form itself: a draft saved in it comes back in it."""

    def __init__(self, page: ReceptionPage) -> None:
        super().__init__(page)
        self._page = page
        page.form.mode_shown.connect(self._name_keys)
        page.form.reentry.dossier_asked.connect(page.dossier_asked)

    def takes(self, receipt: str) -> bool:
        """Whether this receipt may go into the form as it stands."""
        page = self._page
        if page.issuing.is_busy():
            return False
        if page.stack.currentWidget() is not page.form:
            return True  # what was given last is shown: the next form is empty
        state = page.form.state
        return state.is_without_content or self._is_same(receipt)

    def begin(self, lost: LostReceipt) -> None:
        """The form of this receipt. What stood in the form waits; the same receipt goes on as it is, with
        the moment where its QR was scanned at last."""
        page, state = self._page, self._page.form.state
        if page.issuing.is_busy():
            return
        if page.stack.currentWidget() is page.form and self._is_same(lost.receipt):
            if "|" in lost.receipt:
                self._show(replace(state, reentering=lost.receipt, paper_moment=""))
            return
        if not state.is_without_content:
            page.waiting.put_aside()
        elif state.reentering:
            page.keeper.forget(state.form_id)
        self._show(replace(FormState(new_form_id()), reentering=lost.receipt))

    def leave(self) -> None:
        """An ordinary form again; what was typed into it stays, the cursor too."""
        self._page.form.leave_reentry()

    def _is_same(self, receipt: str) -> bool:
        present = self._page.form.state.reentering
        return bool(present) and code_of(present) == code_of(receipt)

    def _show(self, state: FormState) -> None:
        page = self._page
        page.open_form(state)
        page.keeper.touch(state)
        if not page.form.reentry.field.isHidden() and not state.paper_moment:
            page.form.reentry.field.setFocus()

    def _name_keys(self) -> None:
        is_on = bool(self._page.form.state.reentering)
        for name, words in _KEYS.items():
            action = self._page.form.findChild(QAction, name)
            if action is not None:
                action.setText(words[is_on])
