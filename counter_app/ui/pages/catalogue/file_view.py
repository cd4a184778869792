"""A calendar file before anything of it counts: a verdict for each row, then into the draft."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from counter_app.domain.text import date_text, day_name
from counter_app.imports.calendar_rows import CalendarRow, Verdict, changes_of
from counter_app.imports.tables import ForeignTable
from counter_app.ui import theme
from counter_app.ui.memory import Memory
from counter_app.ui.models.columns import Column
from counter_app.ui.models.rows_model import RowsModel
from counter_app.ui.pages.catalogue import calendar_words as words
from counter_app.ui.tokens import MAIN_BUTTON, PAGE_PADDING, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.cells import Cell, TextCell
from counter_app.ui.widgets.data_table import DataTable
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.text import Text


@dataclass(frozen=True)
class CalendarFile:
    """A file that was read, and what each of its rows would do."""

    table: ForeignTable
    rows: tuple[CalendarRow, ...]


class FileView(Ground):
    """`left` goes back; `taken(changes)` the days of the rows that say something new."""

    left = Signal()
    taken = Signal(object)

    def __init__(self, memory: Memory) -> None:
        super().__init__("surface", name="calendar_file")
        self._rows: tuple[CalendarRow, ...] = ()
        self.title = Text("Nhập lịch từ tệp", Role.TITLE, Tone.TEXT, 600, name="file_title")
        self.words = Text("", Role.BODY, Tone.TEXT2, wraps=True, name="file_words")
        self.notice = Notice(name="file_notice")
        self.table = DataTable(
            RowsModel(_columns(), key=lambda row: str(row.row)),
            name="file_table",
            label="Các dòng của tệp",
            memory=memory,
            edge=PAGE_PADDING,
        )
        self.table.set_empty("Tệp không có dòng nào", "Cần các cột date, kind, label, notice, status.")
        self.back = Button("Quay lại", ButtonKind.QUIET, key="Esc", name="file_back", height=MAIN_BUTTON)
        self.main = Button("", ButtonKind.MAIN, key="Ctrl+Enter", name="file_main", height=MAIN_BUTTON)
        self._build()
        self.back.clicked.connect(self.left)
        self.main.clicked.connect(self.submit)

    def _build(self) -> None:
        side = theme.px(PAGE_PADDING)
        head = QVBoxLayout()
        head.setContentsMargins(side, theme.px(4), side, 0)
        head.setSpacing(theme.px(4))
        for part in (self.title, self.words, self.notice):
            head.addWidget(part)
        self.foot = Ground("surface", ("top",), name="file_foot")
        foot = QHBoxLayout(self.foot)
        foot.setContentsMargins(side, theme.px(12), side, theme.px(12))
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.main)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self.foot)
        self.setFocusProxy(self.table)

    def show_file(self, file: CalendarFile) -> None:
        """The rows of a file; refused ones first, for they stop the whole."""
        self._rows = tuple(sorted(file.rows, key=lambda row: (row.verdict is not Verdict.REFUSED, row.row)))
        self.words.setText(words.file_words(file.table, file.rows))
        self.table.table_model.set_rows(self._rows)
        refused = sum(row.verdict is Verdict.REFUSED for row in self._rows)
        count = len(changes_of(self._rows))
        if refused:
            self.notice.show_error(f"{refused} dòng sai. Hãy sửa tệp rồi nhập lại; chưa dòng nào được lấy.")
        else:
            self.notice.clear()
        self.main.setText(f"Đưa {count} ngày vào thay đổi")
        self.main.setEnabled(bool(count) and not refused)

    def submit(self) -> None:
        """The days into the draft; a file with a refused row gives none."""
        if self.main.isEnabled():
            self.taken.emit(changes_of(self._rows))


def _columns() -> list[Column[CalendarRow]]:
    return [
        Column("row", "Dòng", 56, _number, is_right=True),
        Column("verdict", "Xét", 124, words.verdict_badge, is_fixed=True),
        Column("day", "Ngày", 140, _day, is_fixed=True),
        Column("kind", "Loại", 84, _kind, is_fixed=True),
        Column("label", "Tên ngày", 190, _label),
        Column("notice", "Căn cứ", 170, lambda row: TextCell(_shown(row, 3), Tone.TEXT2), gives_way=2),
        Column("why", "Ghi chú", 160, _why, is_stretch=True),
    ]


def _shown(row: CalendarRow, at: int) -> str:
    return row.shown[at] if at < len(row.shown) else ""


def _number(row: CalendarRow) -> Cell:
    return TextCell(str(row.row), Tone.TEXT3, figures=True)


def _day(row: CalendarRow) -> Cell:
    if row.entry is None:
        return TextCell(_shown(row, 0), Tone.TEXT2)
    return TextCell(f"{day_name(row.entry.day)} {date_text(row.entry.day)}", figures=True)


def _kind(row: CalendarRow) -> Cell:
    if row.entry is None:
        return TextCell(_shown(row, 1), Tone.TEXT2)
    return TextCell(dict(words.KINDS)[str(row.entry.kind)])


def _label(row: CalendarRow) -> Cell:
    return TextCell(row.entry.label if row.entry else _shown(row, 2))


def _why(row: CalendarRow) -> Cell:
    return TextCell(words.verdict_words(row), Tone.RED if row.error else Tone.TEXT2)
