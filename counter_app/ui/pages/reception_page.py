"""Tiếp nhận: one form, one live card, one button; then the receipt, and the next."""

from __future__ import annotations

from datetime import date, datetime

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from counter_app.domain.events import LOCAL_ZONE
from counter_app.ui.desk_port import DeskPort
from counter_app.ui.jobs import Jobs
from counter_app.ui.pages.reception import desk_work, online_work, page_keys, scan_taking
from counter_app.ui.pages.reception.afterwards import Afterwards
from counter_app.ui.pages.reception.catalogue import Catalogue
from counter_app.ui.pages.reception.desk_work import KeptDraft
from counter_app.ui.pages.reception.draft_keeper import DraftKeeper
from counter_app.ui.pages.reception.ending import Ending
from counter_app.ui.pages.reception.form_state import FormState
from counter_app.ui.pages.reception.form_view import FormView
from counter_app.ui.pages.reception.issuing import Issuing, warm_up
from counter_app.ui.pages.reception.lookups import Lookups
from counter_app.ui.pages.reception.online_forms import OnlineForms
from counter_app.ui.pages.reception.onward import Onward
from counter_app.ui.pages.reception.received_panel import ReceivedPanel
from counter_app.ui.pages.reception.reentering import Reentering
from counter_app.ui.pages.reception.waiting_forms import WaitingForms, new_form_id
from counter_app.ui.printing import Printer
from counter_app.ui.reentry_work import LostReceipt
from counter_app.ui.session import Session

_REFRESH_MS = 20_000


class ReceptionPage(QWidget):
    """The page of one person: another person gets a page of his own, and his own drafts."""

    dossier_asked = Signal(str)
    """A dossier that is to be opened on its own page, by its code."""

    take_scan = scan_taking.take_scan

    def __init__(self, desk: DeskPort, jobs: Jobs, session: Session, printer: Printer) -> None:
        super().__init__()
        self.setObjectName("reception_page")
        self.desk, self.jobs, self.session = desk, jobs, session
        self.by = session.login
        self._loaded_on = date.min
        self._was_shown = False
        self.lookups = Lookups(jobs, self)
        self.keeper = DraftKeeper(jobs, self.by, self)
        self.issuing = Issuing(desk, jobs, printer, self)
        self.form = FormView(self.lookups, self.now)
        self.onward = Onward(self.form)
        self.panel = ReceivedPanel()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.form)
        self.stack.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.waiting = WaitingForms(self.form, self.keeper, self.panel, self)
        self.online = OnlineForms(self)
        self.ending = Ending(self)
        self.afterwards = Afterwards(self)
        self.reentering = Reentering(self)
        self._focused: QWidget = self.form.procedure.field.edit
        self._connect()
        page_keys.add_form_keys(self)
        page_keys.add_panel_keys(self)
        self.set_compact(False)
        self.form.open_form(FormState(new_form_id()))
        self._load()

    def now(self) -> datetime:
        """Naive local time, cut to the minute."""
        return desk_work.local_now(self.desk)

    def _connect(self) -> None:
        self.form.changed.connect(self._changed)
        self.form.side.notice.acted.connect(self._notice_pressed)
        self.keeper.saved.connect(self._saved)
        self.waiting.open_asked.connect(self.open_form)
        self.keeper.failed.connect(self.form.show_error)
        self.session.changed.connect(self._others_changed)
        self.session.leaving.connect(self.keeper.flush)
        QApplication.instance().focusChanged.connect(self._focus_moved)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._refresh)
        self._timer.start(_REFRESH_MS)

    # -- start, drafts

    def _load(self) -> None:
        self._loaded_on = self.now().date()
        do = desk_work.load_catalogue(self.by, self.now())
        self.jobs.read(do, self._catalogue_read, self.form.show_error)

    def _refresh(self) -> None:
        """The time goes on; on another day other versions may be in force."""
        if self.now().date() != self._loaded_on:
            self._load()
        else:
            self.form.refresh()

    def _catalogue_read(self, catalogue: Catalogue) -> None:
        is_first = self.form.catalogue is None
        self.form.set_catalogue(catalogue)
        if is_first:
            self.jobs.read(desk_work.drafts_of(self.by), self._restore, self.form.show_error)

    def _restore(self, drafts: tuple[KeptDraft, ...]) -> None:
        """After a crash the form is there again; forms put aside on purpose stay aside."""
        self.waiting.set_drafts(drafts)
        open_one = next((draft for draft in drafts if not draft.state.is_waiting), None)
        is_typing = bool(self.form.procedure.field.edit.text())
        if open_one is not None and self.form.state.is_untouched and not is_typing:
            self.form.open_form(open_one.state)
            self.form.head.show_saved(open_one.saved_at)
            self.waiting.show_waiting()
        self.afterwards.tell_not_printed()
        self.online.ask()
        self.jobs.work(warm_up, is_kept=False)

    def _notice_pressed(self) -> None:
        if not self.waiting.take_back():
            self.afterwards.print_unprinted()

    def is_ready(self) -> bool:
        """Whether the catalogue was read and nothing is under way."""
        return self.form.catalogue is not None and self.jobs.is_idle() and self.keeper.is_saved()

    def _changed(self) -> None:
        self.waiting.go_on()
        self.keeper.touch(self.form.state)

    def _saved(self, state: FormState) -> None:
        if state.form_id == self.form.state.form_id and not state.is_untouched:
            self.form.head.show_saved(self.desk.now().astimezone(LOCAL_ZONE))

    def open_form(self, state: FormState) -> None:
        """Show a form and put the cursor where work begins."""
        self.stack.setCurrentWidget(self.form)
        self.form.open_form(state)
        self.form.head.show_saved(None)
        self.ending.forget()
        self.keeper.look()
        self.waiting.show_waiting()
        self.afterwards.form_changed()
        if not self.onward.to_papers():
            field = self.form.applicant.number if state.procedure else self.form.procedure.field
            field.setFocus()

    # -- ways

    def next_form(self) -> None:
        """An empty form, the cursor in the procedure."""
        self.open_form(FormState(new_form_id()))

    def correct(self, code: str = "") -> None:
        """The form of a dossier to be corrected: of this code, else of what was just given."""
        chosen = code or self.afterwards.receipt_given()
        if chosen:
            self.waiting.put_aside()
            do = online_work.form_of(chosen, new_form_id(), self.now())
            self.jobs.read(do, self._open_correction, self.afterwards.not_printed)

    def _open_correction(self, state: FormState) -> None:
        self.open_form(state)
        if state.correcting:
            self.form.side.correction.reason.setFocus()

    def takes_receipt(self, receipt: str) -> bool:
        """Whether a lost receipt may go into the form as it stands: nothing but such a receipt is in it."""
        return self.reentering.takes(receipt)

    def reenter(self, lost: LostReceipt) -> None:
        """Enter a printed receipt again; what stood in the form waits."""
        self.reentering.begin(lost)

    # -- the frame

    def _others_changed(self, kinds: set[str]) -> None:
        if kinds & {"catalogue", "calendar", "settings", "units"}:
            self._load()
        elif "dossier" in kinds:
            self.online.ask()
            if self.stack.currentWidget() is self.form:
                self.form.refresh()

    def page_shown(self) -> None:
        """The first time the cursor is in the procedure, whatever the frame's stack chose. Asked for again
        while what was given is shown, it goes on to an empty form; a form under way stays as it is."""
        self.afterwards.page_asked()
        if not self._was_shown:
            self._was_shown = True
            self._focused = self.form.procedure.field.edit

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now is not self and self.isAncestorOf(now):
            self._focused = now

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.afterwards.panel_seen()
        # A widget that had the focus may be gone by now: the tabs of the preview are made anew at a reprint.
        is_there = shiboken6.isValid(self._focused) and self._focused.isVisibleTo(self)
        target = self._focused if is_there else self.form.procedure.field.edit
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_compact(self, is_compact: bool) -> None:
        """Two densities, chosen by the height of the window."""
        self.form.set_compact(is_compact)
        self.panel.set_compact(is_compact)

    def close_page(self) -> None:
        """The program ends: what was typed is saved."""
        self.keeper.flush()
