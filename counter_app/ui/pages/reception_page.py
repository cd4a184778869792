"""Tiếp nhận: one form, one live card, one button; then the receipt, and the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedWidget, QVBoxLayout, QWidget

from counter_app.domain.errors import CounterError, DuplicateOpenDossier
from counter_app.domain.events import LOCAL_ZONE
from counter_app.ui.desk_port import DeskPort
from counter_app.ui.jobs import Jobs
from counter_app.ui.messages import sentence_of
from counter_app.ui.pages.reception import desk_work, form_state, online_work, page_keys, scan_taking
from counter_app.ui.pages.reception.catalogue import Catalogue
from counter_app.ui.pages.reception.desk_work import Given, KeptDraft
from counter_app.ui.pages.reception.draft_keeper import DraftKeeper
from counter_app.ui.pages.reception.form_state import FormState, SlipKind
from counter_app.ui.pages.reception.form_view import FormView
from counter_app.ui.pages.reception.issuing import Issuing, Paper, warm_up
from counter_app.ui.pages.reception.lookups import Lookups
from counter_app.ui.pages.reception.online_forms import OnlineForms
from counter_app.ui.pages.reception.onward import Onward
from counter_app.ui.pages.reception.received_panel import ReceivedPanel
from counter_app.ui.pages.reception.received_words import received_view
from counter_app.ui.pages.reception.side_column import Mode
from counter_app.ui.pages.reception.waiting_forms import WaitingForms, new_form_id
from counter_app.ui.printing import Printer
from counter_app.ui.session import Session

_REFRESH_MS = 20_000
_READING = timedelta(milliseconds=700)


class ReceptionPage(QWidget):
    """The page of one person: another person gets a page of his own, and his own drafts."""

    take_scan = scan_taking.take_scan

    def __init__(self, desk: DeskPort, jobs: Jobs, session: Session, printer: Printer) -> None:
        super().__init__()
        self.setObjectName("reception_page")
        self._desk, self.jobs, self.session = desk, jobs, session
        self._by = session.login
        self._given: Given | None = None
        self._given_state = FormState("")
        self._unprinted = set(desk.startup.not_printed)
        self._loaded_on = date.min
        self._wanted = ""
        self._turned_at: datetime | None = None
        self._was_shown = False
        self.lookups = Lookups(jobs, self)
        self.keeper = DraftKeeper(jobs, self._by, self)
        self.issuing = Issuing(desk, jobs, printer, self)
        self.form = FormView(self.lookups, self._now)
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
        self._focused: QWidget = self.form.procedure.field.edit
        self._connect()
        page_keys.add_form_keys(self)
        page_keys.add_panel_keys(self)
        self.set_compact(False)
        self.form.open_form(FormState(new_form_id()))
        self._load()

    def _now(self) -> datetime:
        return desk_work.local_now(self._desk)

    def _connect(self) -> None:
        self.form.changed.connect(self._changed)
        self.form.components.lit_changed.connect(self._turned)
        self.form.side.pressed.connect(self.pressed)
        self.form.side.notice.acted.connect(self._notice_pressed)
        self.lookups.settled.connect(self._go_on)
        self.keeper.saved.connect(self._saved)
        self.waiting.open_asked.connect(self.open_form)
        self.keeper.failed.connect(self.form.show_error)
        self.issuing.given.connect(self._received)
        self.issuing.refused.connect(self._refused)
        self.issuing.drawn.connect(self._drawn)
        self.issuing.printed.connect(self._printed)
        self.issuing.not_printed.connect(self._not_printed)
        self.issuing.busy_changed.connect(self._busy_changed)
        self.issuing.printers_known.connect(self.panel.show_printers)
        self.panel.pressed.connect(self.panel_pressed)
        self.panel.printer_chosen.connect(self.issuing.choose_printer)
        self.session.changed.connect(self._others_changed)
        self.session.leaving.connect(self.keeper.flush)
        QApplication.instance().focusChanged.connect(self._focus_moved)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._refresh)
        self._timer.start(_REFRESH_MS)

    # -- start, drafts

    def _load(self) -> None:
        self._loaded_on = self._now().date()
        do = desk_work.load_catalogue(self._by, self._now())
        self.jobs.read(do, self._catalogue_read, self.form.show_error)

    def _refresh(self) -> None:
        """The time goes on; on another day other versions may be in force."""
        if self._now().date() != self._loaded_on:
            self._load()
        else:
            self.form.refresh()

    def _catalogue_read(self, catalogue: Catalogue) -> None:
        is_first = self.form.catalogue is None
        self.form.set_catalogue(catalogue)
        if is_first:
            self.jobs.read(desk_work.drafts_of(self._by), self._restore, self.form.show_error)

    def _restore(self, drafts: tuple[KeptDraft, ...]) -> None:
        """After a crash the form is there again; forms put aside on purpose stay aside."""
        self.waiting.set_drafts(drafts)
        open_one = next((draft for draft in drafts if not draft.state.is_waiting), None)
        if open_one is not None and self.form.state.is_untouched:
            self.form.open_form(open_one.state)
            self.form.head.show_saved(open_one.saved_at)
            self.waiting.show_waiting()
        self._tell_not_printed()
        self.online.ask()
        self.jobs.work(warm_up, is_kept=False)

    def _tell_not_printed(self) -> None:
        codes = sorted(self._unprinted)
        if codes:
            listed = ", ".join(codes[:3]) + (" …" if len(codes) > 3 else "")
            self.form.side.notice.show_warning(f"Đã tiếp nhận nhưng chưa in giấy: {listed}.", "In ngay")
            self.form.side.fit()

    def _notice_pressed(self) -> None:
        if not self.waiting.take_back():
            for code in sorted(self._unprinted):
                self.issuing.print_again("receipt", code, self._by)

    def is_ready(self) -> bool:
        """Whether the catalogue was read and nothing is under way."""
        return self.form.catalogue is not None and self.jobs.is_idle() and self.keeper.is_saved()

    def _changed(self) -> None:
        self.waiting.go_on()
        self.keeper.touch(self.form.state)

    def _saved(self, state: FormState) -> None:
        if state.form_id == self.form.state.form_id and not state.is_untouched:
            self.form.head.show_saved(self._desk.now().astimezone(LOCAL_ZONE))

    def open_form(self, state: FormState) -> None:
        """Show a form and put the cursor where work begins."""
        self.stack.setCurrentWidget(self.form)
        self.form.open_form(state)
        self.form.head.show_saved(None)
        self._wanted = ""
        self.keeper.look()
        self.waiting.show_waiting()
        if not self.onward.to_papers():
            field = self.form.applicant.number if state.procedure else self.form.procedure.field
            field.setFocus()

    # -- the main button

    def pressed(self, what: str) -> None:
        """A button of the form: main, anyway, supplement, refuse or back."""
        if what == "register":
            self.online.register()
            return
        if self.issuing.is_busy() or (what in ("main", "anyway") and self._is_unread()):
            return
        slips = {"supplement": SlipKind.SUPPLEMENT, "refuse": SlipKind.REFUSAL}
        if what in slips:
            self._begin_slip(slips[what])
        elif what == "back":
            self.back()
        elif not self.lookups.is_settled():
            self._wanted = what
        elif self.form.check():
            self._submit(is_anyway=what == "anyway")

    def _turned(self) -> None:
        self._turned_at = self._desk.now()

    def _is_unread(self) -> bool:
        """Whether the button turned to form 02 only just now: nobody can have read it."""
        if self._turned_at is None or self.form.mode() is not Mode.MISSING:
            return False
        return timedelta(0) <= self._desk.now() - self._turned_at < _READING

    def _go_on(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.pressed(wanted)

    def _submit(self, *, is_anyway: bool) -> None:
        form, mode, table = self.form, self.form.mode(), self.form.components.table
        has_unlit = mode in (Mode.RECEIVE, Mode.MISSING) and len(table.lit()) < len(table.missing())
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
        else:
            state = form.state
            do = desk_work.receive(state.form_id, state.new_dossier(), self._by, state.accepting)
            self._act(do)

    def _give_slip(self, mode: Mode) -> None:
        kind = SlipKind.REFUSAL if mode is Mode.REFUSE else SlipKind.SUPPLEMENT
        state = replace(self.form.state, slip_kind=kind)
        self._act(desk_work.give_slip(state, self.form.slip_items(), self._by, new_form_id()))

    def _correct_now(self) -> None:
        state = self.form.state
        new, reason = state.new_dossier(), state.correction_reason
        moment = self.form.side.correction.moment()
        self._act(desk_work.correct(state.form_id, state.correcting, new, reason, self._by, moment))

    def _act(self, do: desk_work.Reads) -> None:
        self.form.side.notice.clear()
        self.keeper.pause()
        self._given_state = self.form.state
        self.issuing.act(do, self._by)

    def _busy_changed(self, is_busy: bool) -> None:
        self.form.side.set_busy(is_busy)
        if not is_busy:
            # Whatever ended the act, a bug included: what stands in the form goes on being saved.
            self.keeper.go_on(is_done=False)

    def _refused(self, error: CounterError) -> None:
        self.form.show_error(error)
        if isinstance(error, DuplicateOpenDossier):
            self.form.ask_duplicate()

    def _begin_slip(self, kind: SlipKind) -> None:
        if self.form.chosen() is None:
            self.form.check()
        if self.form.chosen() is None or self.form.state.correcting:
            return
        self.form.set_slip(kind)
        self.form.side.slip.first_field().setFocus()

    def back(self) -> None:
        """Esc: out of a correction or a slip."""
        state = self.form.state
        if state.slip_kind is not SlipKind.NONE:
            self.form.set_slip(SlipKind.NONE)
            self.form.side.main.setFocus()
        elif state.correcting or state.accepting:
            self.keeper.forget(state.form_id)
            self.open_form(FormState(new_form_id()))
            if self._given is not None and state.correcting:
                self.stack.setCurrentWidget(self.panel)
                self.panel.next.setFocus()

    # -- after the act

    def _received(self, given: Given) -> None:
        self.keeper.go_on(is_done=True)
        self._given = given
        state, catalogue = self._given_state, self.form.catalogue
        self.panel.show_given(received_view(given, state, catalogue, self._now().date()))
        self.stack.setCurrentWidget(self.panel)
        self.panel.next.setFocus(Qt.FocusReason.TabFocusReason)
        self.form.open_form(FormState(new_form_id()))
        self.keeper.look()
        self.issuing.ask_printers()
        self.session.say_changed("dossier")

    def _drawn(self, paper: Paper) -> None:
        if self._given is not None and (paper.form, paper.code) == (self._given.form, self._given.code):
            self.panel.show_paper(paper)

    def _printed(self, paper: Paper) -> None:
        self.session.say_changed("paper")
        self._unprinted.discard(paper.code)
        if self._given is None or paper.code != self._given.code:
            self.form.side.notice.show_done(f"Đã in giấy của hồ sơ {paper.code}.")
            return
        self.panel.show_printed(paper)
        begun = self._given_state.begun_at
        if begun and paper.reprint_no == 1 and paper.form == "receipt":
            now = self._desk.now().astimezone(LOCAL_ZONE).replace(tzinfo=None)
            self.panel.show_seconds(max(0, round((now - datetime.fromisoformat(begun)).total_seconds())))

    def _not_printed(self, error: CounterError) -> None:
        if self.stack.currentWidget() is self.form:
            self.form.side.notice.show_warning(sentence_of(error))
            self.form.side.fit()
        else:
            self.panel.show_not_printed(sentence_of(error))

    def panel_pressed(self, what: str) -> None:
        """A button of what was given: next, same, correct, open_waiting, again, or a paper."""
        acts: dict[str, Callable[[], object]] = {"next": self.next_form, "same": self.next_of_same}
        acts |= {"correct": self.correct, "open_waiting": self.waiting.open_waiting}
        given = self._given
        if what in acts:
            acts[what]()
        elif given is not None:
            self.issuing.print_again(given.form if what == "again" else what, given.code, self._by)

    def enter_pressed(self) -> None:
        """Enter on what was given: the button with the cursor, else the next form."""
        focused = self.panel.focusWidget()
        if isinstance(focused, QAbstractButton) and focused.hasFocus():
            focused.click()
        else:
            self.next_form()

    def next_form(self) -> None:
        """An empty form, the cursor in the procedure."""
        self.open_form(FormState(new_form_id()))

    def next_of_same(self) -> None:
        """A form with the same applicant and submitter."""
        self.open_form(form_state.same_applicant(self._given_state, new_form_id()))

    def correct(self, code: str = "") -> None:
        """The form of a dossier to be corrected: of this code, else of what was just given."""
        given = self._given.code if self._given and self._given.form == "receipt" else ""
        if code or given:
            self.waiting.put_aside()
            do = online_work.form_of(code or given, new_form_id(), self._now())
            self.jobs.read(do, self._open_correction, self._not_printed)

    def _open_correction(self, state: FormState) -> None:
        self.open_form(state)
        if state.correcting:
            self.form.side.correction.reason.setFocus()

    # -- the frame

    def _others_changed(self, kinds: set[str]) -> None:
        if kinds & {"catalogue", "calendar", "settings", "units"}:
            self._load()
        elif "dossier" in kinds:
            self.online.ask()
            if self.stack.currentWidget() is self.form:
                self.form.refresh()

    def page_shown(self) -> None:
        """The first time the cursor is in the procedure, whatever the frame's stack chose."""
        if not self._was_shown:
            self._was_shown = True
            self._focused = self.form.procedure.field.edit

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now is not self and self.isAncestorOf(now):
            self._focused = now

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
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
