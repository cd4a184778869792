"""What a calendar would move, before anything is stored: old and new date, the paper, which promises stay."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from counter_app.domain.errors import CounterError, InvalidField
from counter_app.queries.calendar_preview import CalendarPreview, DueMove, RemainderMove
from counter_app.ui import theme
from counter_app.ui.dossier_words import short_code, short_name
from counter_app.ui.memory import Memory
from counter_app.ui.messages import field_problem, sentence_of
from counter_app.ui.models.columns import Column
from counter_app.ui.models.rows_model import RowsModel
from counter_app.ui.pages.catalogue import calendar_words as words
from counter_app.ui.pages.returns.tick_line import TickLine
from counter_app.ui.tokens import MAIN_BUTTON, PAGE_PADDING, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.cells import BadgeCell, Cell, TextCell
from counter_app.ui.widgets.data_table import DataTable
from counter_app.ui.widgets.fields import TextField
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.text import Text

PreviewRow = DueMove | RemainderMove
_PAUSED = BadgeCell("Đang dừng", Tone.SLATE, "circle-pause")


class PreviewView(Ground):
    """`left` goes back; `store_asked` for a draft; `recalculation_asked(reason, allows earlier)` for promises
    made by an older calendar; `opened(code)` a dossier."""

    left = Signal()
    store_asked = Signal()
    recalculation_asked = Signal(str, bool)
    opened = Signal(str)

    def __init__(self, memory: Memory, agency_id: Callable[[], str]) -> None:
        super().__init__("surface", name="calendar_preview")
        self._agency_id = agency_id
        self._found: CalendarPreview | None = None
        self._is_draft, self._is_busy = False, False
        self.title = Text("", Role.TITLE, Tone.TEXT, 600, name="preview_title")
        self.words = Text("", Role.BODY, Tone.TEXT2, wraps=True, name="preview_words")
        self.notice = Notice(name="preview_notice")
        self.table = DataTable(
            RowsModel(self._columns(), key=lambda row: row.code),
            name="preview_table",
            label="Hồ sơ đổi hạn",
            memory=memory,
            edge=PAGE_PADDING,
        )
        self.table.set_empty("Không hồ sơ nào đổi hạn", "Có thể lưu lịch mà không ảnh hưởng đến ai.")
        self.reason = TextField("Lý do tính lại", name="recalc_reason", is_required=True, max_length=500)
        self.earlier = TickLine("Cho sớm hơn cả ngày đã in trên giấy", name="recalc_earlier")
        self.back = Button("Quay lại", ButtonKind.QUIET, key="Esc", name="preview_back", height=MAIN_BUTTON)
        self.main = Button("", ButtonKind.MAIN, key="Ctrl+Enter", name="preview_main", height=MAIN_BUTTON)
        self._build()
        self.back.clicked.connect(self.left)
        self.main.clicked.connect(self.submit)
        self.earlier.toggled.connect(self._earlier_toggled)
        self.reason.edited.connect(self.reason.clear_mark)
        self.table.opened.connect(lambda row: self.opened.emit(row.code))

    def _columns(self) -> list[Column[PreviewRow]]:
        return [
            Column("code", "Mã hồ sơ", 124, self._code, is_fixed=True, copy=lambda row: row.code),
            Column("name", "Chủ hồ sơ", 160, _name, is_stretch=True, copy=lambda row: row.applicant_name),
            Column("procedure", "Thủ tục", 76, lambda row: TextCell(row.procedure), gives_way=1),
            Column("old", "Hạn cũ", 174, _old, is_fixed=True),
            Column("new", "Hạn mới", 178, self._new, is_fixed=True),
            Column("paper", "Giấy hẹn", 130, _paper, gives_way=2),
            Column("what", "Kết quả", 176, self._what, is_fixed=True),
        ]

    def _build(self) -> None:
        side = theme.px(PAGE_PADDING)
        head = QVBoxLayout()
        head.setContentsMargins(side, theme.px(4), side, 0)
        head.setSpacing(theme.px(4))
        for part in (self.title, self.words, self.notice):
            head.addWidget(part)
        self.foot = Ground("surface", ("top",), name="preview_foot")
        asked = QVBoxLayout()
        asked.setSpacing(theme.px(4))
        asked.addWidget(self.reason)
        asked.addWidget(self.earlier)
        foot = QHBoxLayout(self.foot)
        foot.setContentsMargins(side, theme.px(12), side, theme.px(12))
        foot.setSpacing(theme.px(16))
        foot.addWidget(self.back)
        foot.addLayout(asked, 1)
        foot.addWidget(self.main)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self.foot)
        self.setFocusProxy(self.table)

    # -- what is shown

    def wait(self, changes: int) -> None:
        """The dossiers are being counted. `changes` of the draft; 0: the stored calendar."""
        self._found, self._is_draft = None, changes > 0
        self.title.setText(words.preview_title(changes))
        self.words.setText("Đang tính lại hạn của các hồ sơ đang mở…")
        self.notice.clear()
        self.table.table_model.set_rows(())
        self._say()

    def show_progress(self, done: int, of: int, what: str) -> None:
        """How far it is: nothing is shown twice, only the words grow."""
        self.words.setText(f"{what} {done} / {words.many(of)}")

    def show_found(self, found: CalendarPreview) -> None:
        """The dossiers that would move; those whose clock stands still after them."""
        self._found = found
        self.words.setText(words.preview_words(found))
        self.table.table_model.set_rows((*found.moves, *found.remainders))
        self._say()
        if self.reason.isVisible() and found.codes:
            self.reason.setFocus()

    def found(self) -> CalendarPreview | None:
        """What is shown; None while it is counted."""
        return self._found

    def show_error(self, error: CounterError) -> None:
        """Beside its cause where that is a field; nothing typed is lost."""
        self.set_busy(is_busy=False)
        if isinstance(error, InvalidField) and error.facts.get("field") == "reason":
            self.reason.set_problem(field_problem(error.facts), sentence_of(error))
            self.reason.setFocus()
            return
        self.notice.show_error(sentence_of(error))

    def set_busy(self, *, is_busy: bool) -> None:
        """While an act is under way no second one begins."""
        self._is_busy = is_busy
        self._say()

    def set_may(self, *, may_store: bool, may_recalculate: bool) -> None:
        """What the person's role permits; the rest is not shown."""
        self._may_store, self._may_recalculate = may_store, may_recalculate
        self._say()

    _may_store = _may_recalculate = False

    def _say(self) -> None:
        found = self._found
        is_recalculation = not self._is_draft and self._may_recalculate
        has_work = found is not None and bool(found.codes)
        self.reason.setVisible(is_recalculation and has_work)
        has_kept = found is not None and found.kept_count > 0
        self.earlier.setVisible(is_recalculation and has_kept)
        self.main.setVisible(self._may_store if self._is_draft else is_recalculation and has_work)
        count = len(found.codes) if found else 0
        self.main.setText("Lưu lịch" if self._is_draft else f"Tính lại {count} hạn")
        self.main.setEnabled(found is not None and not self._is_busy)
        self.back.setEnabled(not self._is_busy)

    def _earlier_toggled(self) -> None:
        self.table.viewport().update()

    # -- acts

    def submit(self) -> None:
        """Store the draft, or count the dates again; once."""
        if self._found is None or self._is_busy or not self.main.isVisible():
            return
        if self._is_draft:
            self.set_busy(is_busy=True)
            self.store_asked.emit()
            return
        if not self.reason.value():
            self.reason.set_problem("chưa nhập")
            self.reason.setFocus()
            return
        self.set_busy(is_busy=True)
        self.recalculation_asked.emit(self.reason.value(), self.allows_earlier())

    def allows_earlier(self) -> bool:
        """Whether printed promises may come earlier."""
        return self.earlier.isChecked() and not self.earlier.isHidden()

    # -- cells

    def _code(self, row: PreviewRow) -> Cell:
        return TextCell(short_code(row.code, self._agency_id()), figures=True)

    def _new(self, row: PreviewRow) -> Cell:
        if isinstance(row, RemainderMove):
            return TextCell(words.left_words(row.new_left))
        told = words.due_words(row.new_at)
        if row.is_kept and not self.allows_earlier():  # what it would be, and will not
            return TextCell(told, Tone.TEXT3, figures=True)
        return TextCell(told, figures=True, weight=600)

    def _what(self, row: PreviewRow) -> Cell:
        if isinstance(row, RemainderMove):
            return _PAUSED
        return words.move_badge(row, allows_earlier=self.allows_earlier())


def _name(row: PreviewRow) -> Cell:
    return TextCell(short_name(row.applicant_name))


def _old(row: PreviewRow) -> Cell:
    if isinstance(row, RemainderMove):
        return TextCell(words.left_words(row.old_left), Tone.TEXT2)
    return TextCell(words.due_words(row.old_at), Tone.TEXT2, figures=True)


def _paper(row: PreviewRow) -> Cell:
    if isinstance(row, RemainderMove):
        return TextCell("–", Tone.TEXT3)
    return TextCell(words.paper_words(row), Tone.TEXT if row.paper_at else Tone.TEXT3)
