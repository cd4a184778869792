"""Trả kết quả: what waits at the left, the dossier at the desk at the right; scans lose nothing typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.domain.errors import CounterError, InvalidField
from counter_app.queries.awaited import NotHere
from counter_app.queries.returns import AwaitingRow, CollectView
from counter_app.ui.dossier_words import short_code
from counter_app.ui.messages import field_problem, sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.returns import desk_work, returns_words
from counter_app.ui.pages.returns.calling import Calling
from counter_app.ui.pages.returns.desk_work import Book, SignedOff
from counter_app.ui.pages.returns.fee_taking import FeeTaking
from counter_app.ui.pages.returns.fill import RECEIPT, Fill, fresh, problems
from counter_app.ui.pages.returns.finder import Finder
from counter_app.ui.pages.returns.last_sheet import LastSheet
from counter_app.ui.pages.returns.left_column import LeftColumn
from counter_app.ui.pages.returns.other_scans import obey, take_card
from counter_app.ui.pages.returns.parked import ParkedReturns
from counter_app.ui.pages.returns.side_panel import Mode, SidePanel
from counter_app.ui.pages.returns.surveying import Surveying
from counter_app.ui.pages.returns.unknown_return import UnknownReturn
from counter_app.ui.scans import Answer, Scan, Verdict
from counter_app.ui.tokens import Tone
from counter_app.ui.warning_words import warnings_words
from counter_app.ui.widgets.actions import add_action
from counter_app.ui.widgets.frames import Ground

_GROUP = "Trả kết quả"


class ReturnsPage(Ground):
    """The page of one person. A scan opens its dossier; what was typed for another is put aside."""

    def __init__(self, context: PageContext) -> None:
        super().__init__("surface", name="returns_page")
        self._context = context
        self._jobs, self._session, self._by = context.jobs, context.session, context.session.login
        self._book: Book | None = None
        self._view: CollectView | None = None
        self._request_id = uuid4().hex
        self._is_busy = False
        self._opening: list[Callable[[], None]] = []
        self.left = LeftColumn(context.memory)
        self.list, self.strip, self.bar = self.left.list, self.left.strip, self.left.bar
        self.panel = SidePanel(context.memory)
        self.parked = ParkedReturns(context.jobs, self._by, self._open_fill, self)
        self.finder = Finder(self.panel.find, context.jobs, context.now, self._agency_id)
        self.sheet = LastSheet(context, self.panel, self._by, self)
        self.calling = Calling(context, self.panel, self._by)
        self.fees = FeeTaking(context, self.panel, lambda: self._view, self)
        self.unknown = UnknownReturn(context, self.panel, self.strip, self)
        self.survey = Surveying(context, self.panel, self.finder, self._by)
        self._build()
        self._connect()
        self._add_actions()
        self.set_compact(False)
        self.setFocusProxy(self.panel.find.edit)

    # -- building

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.left, 1)
        row.addWidget(self.panel)
        row.addWidget(self.unknown.form)
        row.addWidget(self.fees.drawer)
        QWidget.setTabOrder(self.panel.main, self.list.table)

    def _connect(self) -> None:
        self.finder.wanted.connect(self.open)
        self.panel.pressed.connect(self.press)
        self.panel.discard.clicked.connect(self._discard)
        self.panel.form.edited.connect(self._edited)
        self.list.table.opened.connect(self._row_opened)
        self.bar.opened.connect(self.open)
        self.parked.changed.connect(self._show_parked)
        self.parked.failed.connect(self._show_error)
        self.calling.found.connect(self._call_found)
        self.calling.noted.connect(self._called)
        self.calling.failed.connect(self._show_error)
        self.calling.busy.connect(self._set_busy)
        self.unknown.busy.connect(self._set_busy)
        self.fees.told.connect(self.strip.show_verdict)
        self._context.scans.changed.connect(self._scans_changed)
        self._session.changed.connect(self._others_changed)
        self._session.leaving.connect(self.parked.flush)

    def _add_actions(self) -> None:
        add = partial(add_action, self, group=_GROUP)
        main = partial(self.press, "main")
        add("Trả kết quả", "Ctrl+Return", main, name="act_return")
        add("Trả kết quả", "Ctrl+Enter", main, name="act_return_keypad")
        add("Đã báo khách", "Ctrl+B", self.call, name="act_notify")
        add("Thu phí", "Ctrl+U", self.fees.begin, name="act_pay")
        add("Mất giấy hẹn", "Ctrl+I", self.panel.toggle_lost, name="act_lost")
        add("Tìm hồ sơ để trả", "Ctrl+F", self.finder.focus, name="act_find")
        add("Đến danh sách chờ trả", "Ctrl+G", self.list.focus_list, name="act_list")
        add("In phiếu kiểm soát vừa trả", "Ctrl+P", partial(self.press, "sheet"), name="act_sheet")
        for number in range(3):
            words = f"Hồ sơ đang dở thứ {number + 1}"
            add(words, f"Ctrl+{number + 1}", partial(self.bar.open, number), name=f"act_parked_{number + 1}")
        add("In phiếu đánh giá", "Ctrl+Shift+P", self.survey.print_paper, name="act_survey_paper")
        add("Quay lại", "Escape", partial(self.press, "back"), name="act_back")

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        self.left.set_compact(is_compact)
        self.panel.set_compact(is_compact)

    # -- the list

    def page_shown(self) -> None:
        """Read the list anew; the cursor waits for the next receipt."""
        self._reload()

    def _reload(self) -> None:
        do = desk_work.waiting_list(self._context.now())
        self._jobs.read(do, self._list_read, self._show_error, channel="returns_list")

    def _list_read(self, book: Book) -> None:
        self._book = book
        reference = book.reference
        self.list.show_list(book.awaiting, reference.units, reference.agency.id, self._context.now())
        self.left.show_counts(returns_words.head_words(book.awaiting), self.list.ready_count())
        self._show_parked()

    def _others_changed(self, kinds: set[str]) -> None:
        if "dossier" not in kinds:
            return
        self._reload()
        if self._view is not None:
            do = desk_work.collect(self._view.code, self._context.now())
            self._jobs.read(do, self._reread, self._show_error, channel="returns_reread")

    def _reread(self, view: CollectView) -> None:
        if self._view is None or self._view.code != view.code or self._is_busy:
            return
        self._view = view
        self.panel.form.update_view(view)
        self.panel.show_dossier(view, self._units(), self._context.now(), is_kept=True)

    def _units(self) -> Any:
        return self._book.reference.units if self._book else {}

    def _agency_id(self) -> str:
        return self._context.desk.agency.id

    # -- find, open

    def _row_opened(self, row: AwaitingRow) -> None:
        self.open(row.code)

    def open(self, code: str, has_receipt: bool = False, answer: Answer | None = None) -> None:
        """Open a dossier at the desk. `has_receipt`: its receipt was scanned or its code typed."""
        do = desk_work.opening(code, self._context.now(), self._by)
        done, failed = partial(self._opened, has_receipt, answer), partial(self._not_opened, answer)
        self._jobs.read(do, done, failed, partial(self._answer_anyway, answer))

    def _opened(self, has_receipt: bool, answer: Answer | None, view: CollectView | NotHere) -> None:
        if self._is_busy:  # the act of another dossier is under way: this one opens when it is done
            self._opening.append(partial(self._opened, has_receipt, answer, view))
            return
        aside = self._put_aside(view.code)
        if isinstance(view, NotHere):
            self.fees.close_form()
            self._close("")
            self.unknown.begin(view, answer)
            return
        is_open = self._view is not None and self._view.code == view.code and self.panel.mode is Mode.COLLECT
        fill = self.panel.form.value() if is_open else self.parked.take(view.code)
        fill = fill or fresh(view, has_receipt=has_receipt)
        if has_receipt:
            fill = replace(fill, has_receipt=True)
        self._show(view, fill)
        verdict = returns_words.verdict(view, self._units(), short_code(view.code, self._agency_id()), aside)
        self.strip.show_verdict(verdict)
        if answer is not None:
            answer(verdict)

    def _show(self, view: CollectView, fill: Fill) -> None:
        self.fees.close_form()
        self.survey.put_away()
        is_other = self._view is None or self._view.code != view.code
        self._view = view
        if is_other:
            self._request_id = uuid4().hex
        self.panel.form.show_fill(view, fill)
        self.panel.show_dossier(view, self._units(), self._context.now())
        self.panel.name_main(view)
        self.panel.discard.setVisible(fill.is_touched and self.panel.mode is Mode.COLLECT)
        self.finder.clear()
        self.list.table.reveal(view.code)
        if self.panel.mode is Mode.COLLECT:
            self.panel.form.focus_first()
        else:
            self.parked.forget(view.code)
            self.finder.focus()

    def _not_opened(self, answer: Answer | None, error: CounterError) -> None:
        words = sentence_of(error)
        verdict = Verdict(Tone.RED, "Không mở được", words)
        self.strip.show_verdict(verdict)
        if answer is None:
            self.finder.show_problem(words)
        else:
            answer(verdict)

    def _answer_anyway(self, answer: Answer | None) -> None:
        # A bug goes to the exception hook; the scans behind this one must not wait for it. A second answer
        # to a scan that was answered is not heard.
        if answer is not None and not self._opening:
            answer(Verdict(Tone.RED, "Không mở được", "Có lỗi trong chương trình, hãy quét lại."))

    def _open_fill(self) -> Fill | None:
        """What is typed in the open form; None where no form is open."""
        if self._view is None or self.panel.mode is not Mode.COLLECT:
            return None
        return self.panel.form.value()

    def _put_aside(self, next_code: str) -> str:
        """Keep what was typed for the dossier that is open; its code where something was kept."""
        fill = self._open_fill()
        if fill is None or fill.code == next_code:
            return ""
        self.parked.put(fill)
        return short_code(fill.code, self._agency_id()) if fill.is_touched else ""

    def _show_parked(self) -> None:
        self.bar.show_parked(self.parked.all(), self._agency_id())

    # -- scans

    def take_scan(self, scan: Scan, answer: Answer) -> None:
        """A receipt opens its dossier; an identity card fills in who collects, or finds the dossiers."""
        if scan.card is not None:
            answer(take_card(self, scan.card))
        elif scan.command:
            answer(obey(self, scan.command))
        else:
            self.open(scan.text, has_receipt=True, answer=answer)

    def _scans_changed(self) -> None:
        self.strip.set_waiting(max(0, self._context.scans.waiting() - 1))

    # -- acts

    def can_press(self, what: str) -> bool:
        """Whether a button would do something now."""
        if what == "sheet":
            return self.sheet.can_print()
        is_open = self.unknown.is_open() or self.panel.mode is not Mode.IDLE
        return what == "handover" or (is_open and not self._is_busy)

    def press(self, what: str) -> None:
        """A button: main, sheet, open, handover or back."""
        if self.fees.takes(what) or self.unknown.takes(what):
            return
        if what == "back":
            self._back()
        elif what == "sheet":
            self.sheet.print_again()
        elif what == "open" and self._view is not None:
            self._context.open_dossier(self._view.code)
        elif what == "handover":
            self._context.show_page("handover")
        elif what == "main" and not self._is_busy and self._view is not None:
            if self.panel.mode is Mode.NOTIFY:
                self.calling.note(self._view)
            elif self.panel.mode is Mode.COLLECT:
                self._sign_off(self._view)

    def _edited(self) -> None:
        self.panel.discard.setVisible(True)
        if self._view is not None:
            self.panel.show_obstacle(self._view, self._units())
        self.parked.touch()

    def _sign_off(self, view: CollectView) -> None:
        fill = self.panel.form.value()
        if fill.is_at_desk and returns_words.not_here(view, self._units()):
            self.panel.form.method.setFocus()
            return
        found = problems(fill)
        for field, text in found.items():
            self.panel.form.show_problem(field, text)
        self.panel.show_obstacle(view, self._units(), found.get(RECEIPT, ""))
        if found:
            self.panel.form.focus_problem(next(iter(found)))
            return
        self._set_busy(True)
        self.parked.pause()
        do = desk_work.sign_off(fill, self._request_id, self._by)
        self._jobs.run(do, self._signed_off, self._refused, self._act_ended)

    def _signed_off(self, done: SignedOff) -> None:
        self.parked.forget(done.code, is_done=True)
        code = short_code(done.code, self._agency_id())
        care = warnings_words(done.warnings)
        words = " · ".join(part for part in (f"{done.to_whom} · {done.at:%H:%M}", care) if part)
        self.strip.show_verdict(Verdict(Tone.AMBER if care else Tone.GREEN, f"Đã trả {code}", words))
        self.sheet.keep(done)
        self._close(f"Vừa trả {code} cho {done.to_whom} lúc {done.at:%H:%M}.")
        self.survey.begin(done)
        self._session.say_changed("dossier")

    def _refused(self, error: CounterError) -> None:
        field = str(error.facts.get("field", "")) if isinstance(error, InvalidField) else ""
        if field and self.panel.form.show_problem(field, field_problem(error.facts), sentence_of(error)):
            self.panel.form.focus_problem(field)
        else:
            self._show_error(error)

    def _act_ended(self) -> None:
        self._set_busy(False)

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.panel.set_busy(is_busy)
        waiting, self._opening = ([], self._opening) if is_busy else (self._opening, [])
        for go_on in waiting:
            go_on()

    def _close(self, last: str) -> None:
        self._view = None
        self.panel.show_idle(last)
        self.finder.focus()

    def _show_error(self, error: CounterError) -> None:
        self.panel.show_error(sentence_of(error))
        if self.panel.mode is Mode.IDLE:
            self.strip.show_verdict(Verdict(Tone.RED, "Chưa làm được", sentence_of(error)))

    # -- telling the applicant

    def call(self) -> None:
        """Note that the applicant of the row (or of the open dossier) was told."""
        row = self.list.table.current_row()
        is_in_list = self.list.table.hasFocus() and row is not None
        code = row.code if is_in_list or (self._view is None and row is not None) else ""
        code = code or (self._view.code if self._view is not None else "")
        if code and not self._is_busy:
            self.calling.begin(code)

    def _call_found(self, view: CollectView) -> None:
        fill = self._open_fill()
        if fill is not None:
            self.parked.put(fill)
        self._view = view
        self.survey.put_away()
        self.panel.show_call(view, self._units(), self._context.now())
        self.calling.focus()

    def _called(self, code: str, how: str) -> None:
        shown = short_code(code, self._agency_id())
        self.strip.show_verdict(Verdict(Tone.GREEN, f"Đã báo {shown}", f"{how} · đã ghi"))
        self._view = None
        self.panel.show_idle("")
        self.list.focus_list()
        self._session.say_changed("dossier")

    # -- back

    def _back(self) -> None:
        if self.survey.skip() or not self.can_press("back"):
            return
        was_call = self.panel.mode is Mode.NOTIFY
        fill = self._open_fill()
        if fill is not None:
            self.parked.put(fill)
        self._view = None
        self.panel.show_idle("")
        if was_call:
            self.list.focus_list()
        else:
            self.finder.focus()

    def _discard(self) -> None:
        if self._view is not None and not self._is_busy:
            self.parked.forget(self._view.code)
            self._close("")

    def is_ready(self) -> bool:
        """Whether the list was read and nothing waits to be saved."""
        return self._book is not None and self.parked.is_saved()

    def close_page(self) -> None:
        """The window lets go of the page."""
        self.parked.flush()
