"""Kết thúc ngày: a checklist of the day, what is behind each line; the day signed off and printed."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter_app.domain.errors import CounterError, LogMovedOn, NoPrinter, PrintFailed
from counter_app.domain.intake import TEXT_LIMIT
from counter_app.domain.text import date_text
from counter_app.queries.day_sheets import SignOff
from counter_app.queries.dossier_pages import DossierFilter
from counter_app.services.day_close import SignedOff
from counter_app.ui import theme
from counter_app.ui.dossier_words import staff_words
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.end_of_day import desk_work
from counter_app.ui.pages.end_of_day.check_list import CheckList
from counter_app.ui.pages.end_of_day.checks import CheckId, checks, moment_words, title_of
from counter_app.ui.pages.end_of_day.desk_work import Loaded, SheetPaper
from counter_app.ui.pages.end_of_day.detail import DayDetail, code_of, sheet_of
from counter_app.ui.pages.end_of_day.page_head import EndOfDayHead
from counter_app.ui.pages.end_of_day.sheet_view import SheetView
from counter_app.ui.tokens import MAIN_BUTTON, PAGE_PADDING
from counter_app.ui.widgets.actions import add_action
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.fields import TextField
from counter_app.ui.widgets.frames import CardFrame, Ground
from counter_app.ui.widgets.notice import Notice

_GROUP = "Kết thúc ngày"
_LEFT, _LEFT_COMPACT = 436, 412


class EndOfDayPage(Ground):
    """Left the checklist, right what is behind its line; below it the note and the button that signs.

    A sheet that was signed lies over both until it is closed.
    """

    def __init__(self, context: PageContext) -> None:
        super().__init__("surface", name="end_of_day_page")
        self.setAccessibleName("Kết thúc ngày")
        self._context, self._jobs, self._session = context, context.jobs, context.session
        self._loaded: Loaded | None = None
        self._day: date | None = None
        self._is_signing = self._is_drawing = self._is_printing = False
        self._owed: date | None = None
        self.head = EndOfDayHead()
        self.list = CheckList()
        self.detail = DayDetail(context.memory)
        self.state = Notice(name="end_state")
        self.notice = Notice(name="end_notice")
        self.note = TextField(
            "Ghi chú trên phiếu", name="end_note", hint="không bắt buộc", max_length=TEXT_LIMIT
        )
        self.note.enter_moves_on = False
        self.sign = Button(
            "Chốt ngày và in",
            ButtonKind.MAIN,
            icon="stamp",
            key="Ctrl+Enter",
            name="end_sign",
            height=MAIN_BUTTON,
        )
        self.sheet = SheetView()
        self._build()
        self._connect()
        self._add_actions()
        self.setFocusProxy(self.list)
        self.set_compact(False)

    # -- building

    def _build(self) -> None:
        board = QWidget()
        row = QHBoxLayout(board)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._make_left())
        row.addWidget(self._make_right(), 1)
        self._whole = QStackedWidget()
        self._whole.addWidget(board)
        self._whole.addWidget(self.sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole)

    def _make_left(self) -> QWidget:
        self._left = Ground("window", ("right",), name="end_left")
        self._left_column = QVBoxLayout(self._left)
        self._card = CardFrame()
        body = self._card.body
        body.setContentsMargins(1, theme.px(5), 1, theme.px(5))
        body.addWidget(self.list)
        self._left_column.setSpacing(theme.px(10))
        self._left_column.addWidget(self.head)
        self._left_column.addWidget(self._card)
        self._left_column.addStretch(1)
        return self._left

    def _make_right(self) -> QWidget:
        right = QWidget()
        self._right_column = QVBoxLayout(right)
        self._right_column.setSpacing(theme.px(10))
        self._right_column.addWidget(self.detail, 1)
        self._right_column.addWidget(self.state)
        self._right_column.addWidget(self.notice)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(16))
        foot.addWidget(self.note, 1)
        foot.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignBottom)
        self._right_column.addLayout(foot)
        return right

    def _connect(self) -> None:
        self.head.day_chosen.connect(self.choose_day)
        self.head.left.connect(self._to_list)
        self.list.moved.connect(self._show_current)
        self.list.opened.connect(self._open_check)
        self.detail.row_opened.connect(self._row_opened)
        self.detail.all_opened.connect(self.open_current)
        self.state.acted.connect(self._state_acted)
        self.sign.clicked.connect(self.sign_off)
        self.sheet.print_pressed.connect(self.print_sheet)
        self.sheet.closed.connect(self._close_sheet)
        self._session.changed.connect(self._changed)

    def _add_actions(self) -> None:
        add = partial(add_action, self, group=_GROUP)
        add("Chốt ngày và in phiếu", "Ctrl+Return", self._main_key, name="act_sign")
        add("Chốt ngày và in phiếu", "Ctrl+Enter", self._main_key, name="act_sign_keypad")
        add("Mở các hồ sơ của dòng đang xem", "Ctrl+O", self.open_current, name="act_open_check")
        add("Xem phiếu đã chốt", "Ctrl+P", self.show_last_sheet, name="act_show_sheet")
        add("Gõ ngày khác", "Ctrl+G", self._to_date, name="act_day")
        add("Ngày trước", "Alt+Left", partial(self._step, -1), name="act_day_before")
        add("Ngày sau", "Alt+Right", partial(self._step, 1), name="act_day_after")
        add("Đọc lại số liệu", "Ctrl+Shift+R", self.reload, name="act_reread")
        add("Quay lại", "Escape", self._back, name="act_back")

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        side, foot = theme.px(PAGE_PADDING), theme.px(12 if is_compact else 20)
        self._left.setFixedWidth(theme.px(_LEFT_COMPACT if is_compact else _LEFT))
        self._left_column.setContentsMargins(side, 0, theme.px(20), foot)
        self._right_column.setContentsMargins(theme.px(20), 0, side, foot)
        for part in (self.head, self.list, self.detail):
            part.set_compact(is_compact)

    # -- reading

    def page_shown(self) -> None:
        """The present day, unless another one was being looked at; the cursor goes to the list."""
        if self._loaded is None or self._loaded.view.day == self._loaded.view.as_of.date():
            self._day = self._context.now().date()
        self.reload()
        if not self._is_sheet():
            self._to_list()

    def choose_day(self, day: date) -> None:
        """Show another day; what was said of the one before goes."""
        self._day = day
        self.notice.clear()
        self.reload()
        self._to_list()

    def reload(self) -> None:
        """Read the day again."""
        login = self._session.login
        if login and self._day is not None:
            do = desk_work.loading(self._context.desk, self._day, login, self._context.now())
            self._jobs.read(do, self._show, self._show_error, channel="end_of_day")

    def _changed(self, kinds: set[str]) -> None:
        if kinds & {"dossier", "day", "calendar", "catalogue"} and self.isVisible():
            self.reload()

    def _show(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self.head.show_day(loaded.view.day, loaded.view.as_of)
        self.detail.set_day(loaded)
        self.list.set_checks(checks(loaded.view))
        self._show_current()
        self._show_state(loaded)

    def _show_state(self, loaded: Loaded) -> None:
        view = loaded.view
        last = view.last_sign_off
        self._owed = view.owed_before if last is None else None
        again = f" lần {len(view.sign_offs) + 1}" if last else ""
        self.sign.setText(f"Chốt ngày{again} và in")
        if last is not None:
            self._say_signed(last, loaded)
        elif self._owed is not None:
            day = date_text(self._owed)
            self.state.show_info(f"Ngày {day} có tiếp nhận hồ sơ mà chưa chốt.", "Xem ngày đó")
        else:
            self.state.clear()

    def _say_signed(self, last: SignOff, loaded: Loaded) -> None:
        when = moment_words(last.at.isoformat(timespec="minutes"), loaded.view.day)
        words = f"Đã chốt lúc {when} · {staff_words(last.by, loaded.reference)} · phiếu số {last.number}."
        if any(not sheet.is_in_log for sheet in loaded.view.sign_offs):
            words += " Dấu trên phiếu không còn khớp nhật ký: báo quản trị."
            self.state.show_error(words, "Xem phiếu")
        elif last.after:
            self.state.show_warning(f"{words} Có {last.after} việc sau khi chốt.", "Xem phiếu")
        else:
            self.state.show_done(words, "Xem phiếu")

    def _show_current(self, _check: str = "") -> None:
        check = self.list.current()
        if check is not None and self._loaded is not None:
            self.detail.show_check(check)

    def _show_error(self, error: CounterError) -> None:
        self.notice.show_error(sentence_of(error))

    # -- opening

    def _open_check(self, wanted: str) -> None:
        """What is behind a line: its dossiers in Hồ sơ, the drafts in Tiếp nhận, the sheet."""
        if self._loaded is None or self._is_sheet():
            return
        check = CheckId(wanted)
        if check is CheckId.DRAFTS:
            if self.list.check(check).figure:
                self._context.show_page("reception")
        elif check is CheckId.LOG:
            self.show_last_sheet()
        else:
            codes = self.detail.codes(check)
            if codes:
                title = title_of(self.list.check(check), self._loaded.view)
                self._context.open_list(title, DossierFilter(codes=codes))

    def open_current(self) -> None:
        """What is behind the line with the cursor."""
        check = self.list.current()
        if check is not None:
            self._open_check(str(check.id))

    def _row_opened(self, row: object) -> None:
        if code_of(row):
            self._context.open_dossier(code_of(row))
        elif sheet_of(row):
            self._draw(sheet_of(row))

    def _state_acted(self) -> None:
        if self._owed is not None:
            self.choose_day(self._owed)
        else:
            self.show_last_sheet()

    # -- signing

    def sign_off(self) -> None:
        """Sign the day as it stands on the page, and print its sheet."""
        if self._loaded is None or self._is_signing or self._is_drawing or self._is_sheet():
            return
        if self.head.is_edited():
            self.head.take_typed()  # nobody signs the day shown while another one stands in the field
            return
        self._is_signing = True
        self.notice.clear()
        do = desk_work.signing(
            self._context.desk, self._loaded.view, self.note.value(), self._session.login
        )
        self._jobs.run(do, self._signed, self._not_signed)

    def _not_signed(self, error: CounterError) -> None:
        self._is_signing = False
        if isinstance(error, LogMovedOn):
            self.notice.show_warning(sentence_of(error))
            self.reload()
        else:
            self._show_error(error)

    def _signed(self, done: SignedOff) -> None:
        self._is_signing = False
        self.note.set_value("")
        self._session.say_changed("day")
        self._draw(done.sheet, is_printed=True)

    # -- the sheet

    def show_last_sheet(self) -> None:
        """The newest sheet of the day, to be looked at and printed again."""
        if self._loaded is not None and self._loaded.view.sign_offs and not self._is_sheet():
            self._draw(self._loaded.view.sign_offs[-1].code)

    def _draw(self, sheet: str, *, is_printed: bool = False) -> None:
        if self._is_drawing:
            return
        self._is_drawing = True
        do = desk_work.drawing(sheet, self._session.login, self._context.now())
        drawn = partial(self._drawn, is_printed=is_printed)
        self._jobs.read(do, drawn, self._show_error, self._drawing_ended)

    def _drawing_ended(self) -> None:
        self._is_drawing = False

    def _drawn(self, paper: SheetPaper, *, is_printed: bool) -> None:
        self.sheet.notice.clear()
        self.sheet.show_sheet(paper)
        self.sheet.set_printed(is_printed=not is_printed)
        self._whole.setCurrentWidget(self.sheet)
        self.sheet.print.setFocus()
        if is_printed:
            self.print_sheet()

    def print_sheet(self) -> None:
        """Print the sheet that is shown; what was signed stays signed where the printer fails."""
        paper = self.sheet.paper
        if paper is None or self._is_printing or not self._is_sheet():
            return
        self._is_printing = True
        self.sheet.notice.clear()
        work = partial(self._context.printer.print_pdf, paper.pdf, f"{paper.title} {paper.code}")
        printed, failed = partial(self._printed, paper), partial(self._not_printed, paper)
        self._jobs.work(work, printed, failed, self._printing_ended)

    def _printing_ended(self) -> None:
        self._is_printing = False

    def _printed(self, paper: SheetPaper, _nothing: object = None) -> None:
        self.sheet.set_printed(is_printed=True)
        self.sheet.notice.show_done(
            f"Ngày {date_text(paper.day)} đã chốt, phiếu số {paper.number} đã in. Hãy ký và lưu phiếu."
        )

    def _not_printed(self, paper: SheetPaper, error: CounterError) -> None:
        self.sheet.set_printed(is_printed=False)
        words = f"Ngày {date_text(paper.day)} đã chốt, phiếu số {paper.number} chưa in"
        self.sheet.notice.show_error(f"{words}: {_cause(error)}, rồi bấm In phiếu.")

    # -- keys

    def _is_sheet(self) -> bool:
        return self._whole.currentWidget() is self.sheet

    def _main_key(self) -> None:
        if self._is_sheet():
            self.print_sheet()
        else:
            self.sign_off()

    def _close_sheet(self) -> None:
        self._whole.setCurrentIndex(0)
        self.sheet.paper = None
        self._to_list()

    def _back(self) -> None:
        if self._is_sheet():
            self._close_sheet()
        else:
            self._to_list()

    def _to_list(self) -> None:
        self.list.setFocus()

    def _to_date(self) -> None:
        if not self._is_sheet():
            self.head.field.setFocus()
            self.head.field.selectAll()

    def _step(self, days: int) -> None:
        if not self._is_sheet():
            self.head.step(days)


def _cause(error: CounterError) -> str:
    """Why a sheet was not printed, and what to do about it."""
    if isinstance(error, NoPrinter):
        return "máy này chưa có máy in. Hãy nối máy in"
    if isinstance(error, PrintFailed):
        return "máy in không in được. Hãy xem giấy và máy in"
    return sentence_of(error).rstrip(".")
