"""Phản ánh: complaints and suggestions with the day an answer is due; a form at the right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from counter_app.domain.errors import CodeNotReadable, CounterError, DossierUnknown, ForeignCode, InvalidField
from counter_app.queries.feedback import FeedbackRow, Shown
from counter_app.ui import theme
from counter_app.ui.dossier_words import short_code
from counter_app.ui.list_export import AskPath, ListExport, ask_path
from counter_app.ui.messages import field_problem, sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.feedback import desk_work, words
from counter_app.ui.pages.feedback.columns import Look, export_columns
from counter_app.ui.pages.feedback.desk_work import AnswerFill, Book, NewFill, Typed
from counter_app.ui.pages.feedback.draft_keeper import DraftKeeper
from counter_app.ui.pages.feedback.forms import AnswerForm, NewForm
from counter_app.ui.pages.feedback.list_side import ListSide
from counter_app.ui.scan_words import refusal
from counter_app.ui.scans import Answer, Scan, Verdict
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.actions import add_action
from counter_app.ui.widgets.fields import Field
from counter_app.ui.widgets.frames import Ground

if TYPE_CHECKING:
    from counter_app.services.feedback import FeedbackDone

_GROUP = "Phản ánh"
_WIDTH, _WIDTH_COMPACT = 416, 392
_SEARCH_MS = 150
_CODE_ERRORS = (CodeNotReadable, ForeignCode, DossierUnknown)


class FeedbackPage(Ground):
    """The page of one person: the form of a new feedback until a row is chosen; nothing typed is lost."""

    def __init__(self, context: PageContext, *, ask_path: AskPath = ask_path) -> None:
        """`ask_path(parent, suggested)`: asks where an export goes."""
        super().__init__("surface", name="feedback_page")
        self._context = context
        self._by = context.session.login
        self._look = Look(context.now, lambda: context.desk.agency.id)
        self._book: Book | None = None
        self._row: FeedbackRow | None = None
        self._answers: dict[str, AnswerFill] = {}
        self._is_busy = False
        self.left = ListSide(self._look, context.memory)
        self.table, self.notice = self.left.table, self.left.notice
        self.new, self.answer = NewForm(), AnswerForm()
        self.drafts = DraftKeeper(context.jobs, self._by, self.typed, self)
        self.export = ListExport(desk_work.EXPORT, context, self, self.left.export, self.notice, ask_path)
        self._search = QTimer(self)
        self._search.setSingleShot(True)
        self._search.setInterval(_SEARCH_MS)
        self._build()
        self._connect()
        self._add_actions()
        self.set_compact(False)
        self.setFocusProxy(self.new.text.area)

    # -- building

    def _build(self) -> None:
        self.left.under_notice.addWidget(self.export.reason)
        self.forms = QStackedWidget()
        self.forms.addWidget(self.new)
        self.forms.addWidget(self.answer)
        self.side = Ground("sunken", ("left",), name="feedback_side")
        inner = QVBoxLayout(self.side)
        inner.setContentsMargins(*(theme.px(20),) * 4)
        inner.addWidget(self.forms)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.left, 1)
        row.addWidget(self.side)

    def _connect(self) -> None:
        left = self.left
        left.segments.changed.connect(self._reload)
        left.find.textEdited.connect(self._search.start)
        left.find.returnPressed.connect(self._find_now)
        self._search.timeout.connect(self._reload)
        left.new.clicked.connect(self.begin_new)
        left.export.clicked.connect(self.begin_export)
        self.table.moved.connect(self._moved)
        self.table.opened.connect(self._opened)
        self.new.save.clicked.connect(self.submit)
        self.answer.save.clicked.connect(self.submit)
        self.new.edited.connect(self.drafts.touch)
        self.answer.edited.connect(self._answer_edited)
        self.answer.dossier_wanted.connect(self._context.open_dossier)
        self.drafts.restored.connect(self._restore)
        self.drafts.failed.connect(self._show_error)
        self._context.session.changed.connect(self._others_changed)
        self._context.session.leaving.connect(self.drafts.flush)

    def _add_actions(self) -> None:
        add = partial(add_action, self, group=_GROUP)
        add("Ghi", "Ctrl+Return", self.submit, name="act_save_feedback")
        add("Ghi", "Ctrl+Enter", self.submit, name="act_save_feedback_keypad")
        add("Phản ánh mới", "Ctrl+N", self.begin_new, name="act_new_feedback")
        add("Tìm phản ánh", "Ctrl+F", self.left.focus_find, name="act_find_feedback")
        add("Đến danh sách phản ánh", "Ctrl+G", self.left.focus_list, name="act_feedback_list")
        add("Mở hồ sơ liên quan", "Ctrl+O", self._open_dossier, name="act_feedback_dossier")
        add("Xuất danh sách đang xem", "Ctrl+E", self.begin_export, name="act_export_feedback")
        for number, (shown, told) in enumerate(words.SHOWN.items(), start=1):
            do = partial(self.show_only, shown)
            add(f"Hiển thị: {told}", f"Ctrl+{number}", do, name=f"act_feedback_{shown}")
        add("Quay lại", "Escape", self.back, name="act_feedback_back")

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        self.left.set_compact(is_compact)
        self.side.setFixedWidth(theme.px(_WIDTH_COMPACT if is_compact else _WIDTH))

    # -- the list

    def page_shown(self) -> None:
        """Read the list anew."""
        self._reload()

    def _others_changed(self, kinds: set[str]) -> None:
        if kinds & {"feedback", "settings", "calendar"}:
            self._reload()

    def _reload(self, _value: object = None) -> None:
        self._search.stop()
        do = desk_work.book(self.left.shown(), self.left.find.text(), self._context.now())
        self._context.jobs.read(do, self._read, self._show_error, channel="feedback_list")

    def _read(self, book: Book) -> None:
        self._book = book
        desks = [row.number.desk for row in book.found.rows]
        self._look.desks = max([self._context.desk.desk_number, *desks])
        self.left.show_list(book.found, book.counts)
        self.new.show_due(book.due_on, book.days)
        if self._row is not None:
            same = next((row for row in book.found.rows if row.stream == self._row.stream), None)
            if same is not None and same != self._row:
                self._show_row(same)

    def show_only(self, shown: Shown) -> None:
        """Open ones, answered ones, or all."""
        self.left.segments.set_value(str(shown))
        self._reload()

    def _find_now(self) -> None:
        self._reload()
        self.left.focus_list()

    def _moved(self, row: FeedbackRow | None) -> None:
        # Rows that are read anew put the cursor somewhere too: only the person's own moves open one.
        if row is not None and self.table.hasFocus():
            self._show_row(row)

    def _opened(self, row: FeedbackRow) -> None:
        self.table.set_current(row.stream)
        self._show_row(row)
        if self.answer.is_writing():
            self.answer.answer.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_row(self, row: FeedbackRow) -> None:
        is_other = self._row is None or self._row.stream != row.stream
        is_closed = self._row is not None and self._row.answered_at is None and row.answered_at is not None
        self._row = row
        staff = self._book.staff if self._book is not None else {}
        person = staff.get(row.answered_by)
        name = person.name if person is not None else row.answered_by
        self.answer.show_row(row, self._look.number(row), self._context.now().date(), name)
        if is_other or is_closed:
            typed = self._answers.get(row.stream)
            is_writing = row.answered_at is None or typed is not None
            fill = typed or AnswerFill(row.answer, row.how)
            self.answer.show_fill(fill, is_writing=is_writing)
        self.forms.setCurrentWidget(self.answer)

    # -- what is typed

    def typed(self) -> Typed:
        """Everything that is typed and not yet recorded."""
        return Typed(self.new.value(), tuple(self._answers.items()))

    def _restore(self, typed: Typed) -> None:
        if not self.new.value().is_touched:
            self.new.show_fill(typed.new)
        self._answers = {**dict(typed.answers), **self._answers}

    def _answer_edited(self) -> None:
        if self._row is None:
            return
        fill = self.answer.value()
        if fill.answer and fill.answer != self._row.answer:
            self._answers[self._row.stream] = fill
        else:
            self._answers.pop(self._row.stream, None)
        self.drafts.touch()

    # -- acts

    def begin_new(self) -> None:
        """The form of a new feedback, with what was typed there before."""
        self._row = None
        self.forms.setCurrentWidget(self.new)
        self.new.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def submit(self) -> None:
        """Record what the form at the right says."""
        if self._is_busy:
            return
        if self.forms.currentWidget() is self.new:
            self._receive(self.new.value())
        elif self._row is not None and self.answer.is_writing():
            self._answer(self._row, self.answer.value())

    def _receive(self, fill: NewFill) -> None:
        if not fill.text:
            self._show_problem(self.new.fields, "text", "còn thiếu")
            return
        left = replace(self.typed(), new=NewFill())
        fill = replace(fill, code=desk_work.whole_code(fill.code, self._look.agency_id()))
        self._run(desk_work.receive(fill, self._by, left), partial(self._received, left), self.new.fields)

    def _answer(self, row: FeedbackRow, fill: AnswerFill) -> None:
        if not fill.answer:
            self._show_problem(self.answer.fields, "answer", "còn thiếu")
            return
        answers = {stream: kept for stream, kept in self._answers.items() if stream != row.stream}
        left = Typed(self.new.value(), tuple(answers.items()))
        do = desk_work.answer(row.stream, fill, self._by, left)
        self._run(do, partial(self._answered, left, row), self.answer.fields)

    def _run(self, do: Any, done: Any, fields: Mapping[str, Field]) -> None:
        self._is_busy = True
        self.notice.clear()
        self._context.jobs.run(do, done, partial(self._refused, fields), self._free)

    def _free(self) -> None:
        self._is_busy = False

    def _received(self, left: Typed, done: FeedbackDone) -> None:
        self.drafts.done(left)
        self.new.show_fill(NewFill())
        self.new.text.setFocus()
        number = done.number.short(max(self._look.desks, done.number.desk))
        told = words.taken_words(number, done.due_on, done.warnings)
        (self.notice.show_warning if done.warnings else self.notice.show_done)(told)
        self._context.session.say_changed("feedback")

    def _answered(self, left: Typed, row: FeedbackRow, done: FeedbackDone) -> None:
        self._answers.pop(row.stream, None)
        self.drafts.done(left)
        number = done.number.short(self._look.desks)
        self.notice.show_done(words.answered_words(number, is_late=done.is_late))
        if self._row is not None and self._row.stream == row.stream:
            self._row = None
            self.forms.setCurrentWidget(self.new)
        self.left.focus_list()
        self._context.session.say_changed("feedback")

    def _refused(self, fields: Mapping[str, Field], error: CounterError) -> None:
        if isinstance(error, InvalidField) and str(error.facts.get("field")) in fields:
            name = str(error.facts["field"])
            self._show_problem(fields, name, field_problem(error.facts), sentence_of(error))
        elif isinstance(error, _CODE_ERRORS) and "code" in fields:
            self._show_problem(fields, "code", "không có hồ sơ này", sentence_of(error))
        else:
            self._show_error(error)

    def _show_problem(self, fields: Mapping[str, Field], name: str, told: str, sentence: str = "") -> None:
        fields[name].set_problem(told, sentence)
        fields[name].setFocus()

    def _show_error(self, error: CounterError) -> None:
        self.notice.show_error(sentence_of(error))

    def _open_dossier(self) -> None:
        if self.forms.currentWidget() is self.answer:
            self.answer.open_dossier()

    def begin_export(self) -> None:
        """The list as it is shown, into an Excel file."""
        if self._book is not None:
            columns, rows = export_columns(self._look, self._book.staff), self._book.found.rows
            self.export.begin(columns, desk_work.export_rows(columns, rows), len(rows))

    # -- back, scans

    def back(self) -> None:
        """One step back: the question of the export, the chosen row, the search."""
        if self.export.give_up():
            return
        if self.forms.currentWidget() is self.answer:
            self._row = None
            self.forms.setCurrentWidget(self.new)
            self.left.focus_list()
        elif self.left.find.text():
            self.left.find.clear()
            self._reload()

    def take_scan(self, scan: Scan, answer: Answer) -> None:
        """A receipt names the dossier of a new feedback; while one is open, it narrows the list."""
        refused = refusal(scan)
        if refused is not None or scan.command or scan.card is not None:
            told = "Quét giấy hẹn để điền hồ sơ liên quan"
            answer(refused or Verdict(Tone.AMBER, "Phản ánh", told))
            return
        shown = short_code(scan.scanned.code.text, self._look.agency_id()) if scan.scanned.code else scan.text
        if self.forms.currentWidget() is self.new:
            self.new.code.set_value(scan.text)
            self.new.code.clear_mark()
            self.drafts.touch()
            answer(Verdict(Tone.GREEN, shown, "Đã điền hồ sơ liên quan"))
        else:
            self.left.find.setText(scan.scanned.code.text if scan.scanned.code else scan.text)
            self._reload()
            answer(Verdict(Tone.GREEN, shown, "Tìm phản ánh của hồ sơ này"))

    def is_ready(self) -> bool:
        """Whether the list was read and nothing waits to be kept or searched."""
        return self._book is not None and self.drafts.is_saved() and not self._search.isActive()

    def close_page(self) -> None:
        """The window lets go of the page."""
        self.drafts.flush()
