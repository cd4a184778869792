"""The left side of the page Phản ánh: title and figures, what is shown, search, the list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.queries.feedback import FeedbackCounts, FeedbackList, FeedbackRow, Shown
from counter_app.ui import theme
from counter_app.ui.memory import Memory
from counter_app.ui.models.rows_model import RowsModel
from counter_app.ui.pages.feedback import words
from counter_app.ui.pages.feedback.columns import Look, list_columns
from counter_app.ui.tokens import PAGE_HEAD, PAGE_HEAD_COMPACT, PAGE_PADDING, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.data_table import DataTable
from counter_app.ui.widgets.line_edit import LineEdit
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.segmented import Segmented
from counter_app.ui.widgets.text import ElidedLabel, Text, caption

_FOOT = 36
_EMPTY = {
    Shown.OPEN: ("Không có phản ánh nào chờ trả lời.", "Ghi phản ánh mới ở bên phải."),
    Shown.ANSWERED: ("Chưa có phản ánh nào được trả lời.", ""),
    Shown.ALL: ("Chưa có phản ánh nào.", "Ghi phản ánh đầu tiên ở bên phải."),
}


class ListSide(QWidget):
    """Holds `segments`, `find`, `table`, `export`, `new`, `notice`; `under_notice` is the room for a bar."""

    def __init__(self, look: Look, memory: Memory) -> None:
        super().__init__()
        self.setObjectName("feedback_left")
        self.figures = ElidedLabel("", Role.BODY, Tone.TEXT2, name="feedback_figures")
        self.new = Button("Phản ánh mới", ButtonKind.QUIET, icon="plus", key="Ctrl+N", name="new_feedback")
        self.export = Button(
            "Xuất", ButtonKind.QUIET, icon="file-spreadsheet", key="Ctrl+E", name="export_feedback"
        )
        choices = [(str(shown), told) for shown, told in words.SHOWN.items()]
        self.segments = Segmented(choices, name="feedback_shown", label="Hiển thị")
        self.find = LineEdit(name="find_feedback", placeholder="Số, mã hồ sơ, tên hoặc nội dung")
        self.find.setAccessibleName("Tìm phản ánh")
        self.find.set_icon("search")
        self.find.set_trail("Ctrl+F")
        self.notice = Notice(name="feedback_notice")
        self.under_notice = QVBoxLayout()
        self.model = RowsModel(list_columns(look), key=lambda row: row.stream)
        self.table = DataTable(
            self.model, name="feedback_list", label="Phản ánh", memory=memory, edge=PAGE_PADDING
        )
        self.left_out = caption("", Tone.TEXT3, name="feedback_left_out")
        self._build()

    def _build(self) -> None:
        side = theme.px(PAGE_PADDING)
        self._title = QWidget()
        title = QHBoxLayout(self._title)
        title.setContentsMargins(side, 0, side, 0)
        title.setSpacing(theme.px(8))
        title.addWidget(Text("Phản ánh", Role.TITLE, Tone.TEXT, 600))
        title.addWidget(self.figures, 1)
        title.addWidget(self.export)
        title.addWidget(self.new)
        filters = QHBoxLayout()
        filters.setContentsMargins(side, 0, side, theme.px(8))
        filters.setSpacing(theme.px(12))
        filters.addWidget(self.segments)
        filters.addWidget(self.find, 1)
        self.under_notice.setContentsMargins(side, 0, side, 0)
        self.under_notice.addWidget(self.notice)
        foot = QWidget()
        foot.setFixedHeight(theme.px(_FOOT))
        row = QHBoxLayout(foot)
        row.setContentsMargins(side, 0, side, 0)
        row.addWidget(self.left_out)
        row.addStretch(1)
        row.addWidget(caption("Enter trả lời · Ctrl+C chép", Tone.TEXT3, name="feedback_keys"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addLayout(filters)
        column.addLayout(self.under_notice)
        column.addWidget(self.table, 1)
        column.addWidget(foot)
        self.set_compact(False)

    def shown(self) -> Shown:
        """What the list shows."""
        return Shown(self.segments.value())

    def show_list(self, found: FeedbackList, counts: FeedbackCounts) -> None:
        """Another reading; the cursor stays on its row."""
        is_narrowed = bool(self.find.text().strip())
        empty = ("Không phản ánh nào khớp.", "Esc để bỏ tìm.") if is_narrowed else _EMPTY[self.shown()]
        self.table.set_empty(*empty)
        self.model.set_rows(found.rows)
        self.figures.setText(words.count_words(counts))
        left_out = found.total - len(found.rows)
        self.left_out.setText(f"còn {left_out} phản ánh cũ hơn, tìm để thấy" if left_out else "")
        self.export.setEnabled(bool(found.rows))

    def rows(self) -> tuple[FeedbackRow, ...]:
        """The rows as they stand."""
        return self.model.rows()

    def focus_list(self) -> None:
        """Put the cursor into the list."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_find(self) -> None:
        """Put the cursor into the search."""
        self.find.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find.selectAll()

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        self._title.setFixedHeight(theme.px(PAGE_HEAD_COMPACT if is_compact else PAGE_HEAD))
