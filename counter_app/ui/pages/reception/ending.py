"""The buttons that end the form: what each does now, what it asks first, and what becomes of a refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from counter_app.domain.errors import CounterError, DuplicateOpenDossier
from counter_app.ui.pages.reception import desk_work
from counter_app.ui.pages.reception.form_state import FormState, SlipKind
from counter_app.ui.pages.reception.side_column import Mode
from counter_app.ui.pages.reception.waiting_forms import new_form_id

if TYPE_CHECKING:
    from counter_app.ui.pages.reception_page import ReceptionPage

_READING = timedelta(milliseconds=700)
_SLIPS = {"supplement": SlipKind.SUPPLEMENT, "refuse": SlipKind.REFUSAL}
_WITH_GAPS = (Mode.RECEIVE, Mode.MISSING, Mode.REENTER)
"""Modes in which papers that are missing are shown before anything is done."""


class Ending(QObject):
    """Of one page: one act at a time."""

    def __init__(self, page: ReceptionPage) -> None:
        super().__init__(page)
        self._page = page
        self._wanted = ""
        self._turned_at: datetime | None = None
        page.form.components.lit_changed.connect(self._turned)
        page.form.side.pressed.connect(self.pressed)
        page.lookups.settled.connect(self._go_on)
        page.issuing.refused.connect(self._refused)
        page.issuing.busy_changed.connect(self._busy_changed)

    def pressed(self, what: str) -> None:
        """A button of the form: main, anyway, supplement, refuse, register or back."""
        page = self._page
        if page.form.state.reentering and (what in _SLIPS or what == "register"):
            return  # the paper was given long ago: there is nothing to refuse any more
        if what == "register":
            page.online.register()
            return
        if page.issuing.is_busy() or (what in ("main", "anyway") and self._is_unread()):
            return
        if what in _SLIPS:
            self._begin_slip(_SLIPS[what])
        elif what == "back":
            self.back()
        elif not page.lookups.is_settled():
            self._wanted = what
        elif page.form.check():
            self._submit(is_anyway=what == "anyway")

    def forget(self) -> None:
        """Another form stands there: what waited for an answer was meant for the one before."""
        self._wanted = ""

    def _turned(self) -> None:
        self._turned_at = self._page.desk.now()

    def _is_unread(self) -> bool:
        """Whether the button turned to form 02 (or the gaps of an old receipt came up) only just now: nobody
        can have read it."""
        form = self._page.form
        if self._turned_at is None or not form.components.table.lit():
            return False
        if form.mode() not in (Mode.MISSING, Mode.REENTER):
            return False
        return timedelta(0) <= self._page.desk.now() - self._turned_at < _READING

    def _go_on(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.pressed(wanted)

    def _submit(self, *, is_anyway: bool) -> None:
        form, mode, table = self._page.form, self._page.form.mode(), self._page.form.components.table
        has_unlit = mode in _WITH_GAPS and len(table.lit()) < len(table.missing())
        if mode is Mode.REENTER and form.reentry.ask():
            return
        if mode is Mode.CORRECT:
            if not form.side.correction.ask():
                self._correct_now()
        elif has_unlit and not is_anyway:
            table.show_missing()
            table.setFocus()
        elif mode in (Mode.MISSING, Mode.SUPPLEMENT, Mode.REFUSE) and not is_anyway:
            if not form.side.slip.ask():
                self._give_slip(mode)
        elif form.duplicate is not None and not form.side.duplicate.value():
            form.side.duplicate.ask()
            form.side.notice.show_warning("Có hồ sơ cùng thủ tục đang mở: hãy chọn lý do để tiếp tục.")
            form.side.fit()
        elif mode is Mode.REENTER:
            self._act(desk_work.reenter(form.state, form.reentry.typed_moment(), self._page.by))
        else:
            state = form.state
            do = desk_work.receive(state.form_id, state.new_dossier(), self._page.by, state.accepting)
            self._act(do)

    def _give_slip(self, mode: Mode) -> None:
        form = self._page.form
        kind = SlipKind.REFUSAL if mode is Mode.REFUSE else SlipKind.SUPPLEMENT
        state = replace(form.state, slip_kind=kind)
        self._act(desk_work.give_slip(state, form.slip_items(), self._page.by, new_form_id()))

    def _correct_now(self) -> None:
        form = self._page.form
        new, reason = form.state.new_dossier(), form.state.correction_reason
        moment = form.side.correction.moment()
        code, form_id = form.state.correcting, form.state.form_id
        self._act(desk_work.correct(form_id, code, new, reason, self._page.by, moment))

    def _act(self, do: desk_work.Reads) -> None:
        page = self._page
        page.form.side.notice.clear()
        page.keeper.pause()
        page.afterwards.begin(page.form.state)
        page.issuing.act(do, page.by)

    def _busy_changed(self, is_busy: bool) -> None:
        self._page.form.side.set_busy(is_busy)
        if not is_busy:
            # Whatever ended the act, a bug included: what stands in the form goes on being saved.
            self._page.keeper.go_on(is_done=False)

    def _refused(self, error: CounterError) -> None:
        form = self._page.form
        if form.state.reentering and form.reentry.show_refusal(error):
            form.show_mode()
            return
        form.show_error(error)
        if isinstance(error, DuplicateOpenDossier):
            form.ask_duplicate()

    def _begin_slip(self, kind: SlipKind) -> None:
        form = self._page.form
        if form.chosen() is None:
            form.check()
        if form.chosen() is None or form.state.correcting:
            return
        form.set_slip(kind)
        form.side.slip.first_field().setFocus()

    def back(self) -> None:
        """Esc: out of a correction, a slip, or the entering of an old receipt."""
        page, state = self._page, self._page.form.state
        if state.slip_kind is not SlipKind.NONE:
            page.form.set_slip(SlipKind.NONE)
            page.form.side.main.setFocus()
        elif state.reentering:
            page.reentering.leave()
        elif state.correcting or state.accepting:
            page.keeper.forget(state.form_id)
            page.open_form(FormState(new_form_id()))
            if state.correcting:
                page.afterwards.show_again()
