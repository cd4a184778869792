"""A list whose rows are as high as their words: papers of a procedure, its steps, what the law says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from counter_app.ui import theme
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.painting import hairline, row_frame
from counter_app.ui.widgets.text import wrapped

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_LEAD = 30
_TOP = 7
_GAP = 10


@dataclass(frozen=True)
class WrappedRow:
    """`lead` a number or date in quiet figures, `text` in as many lines as it needs, `caption` below it,
    `tail` at the right of the first line. `is_required` draws the red star."""

    lead: str
    text: str
    caption: str = ""
    tail: str = ""
    is_required: bool = False
    tone: Tone = Tone.TEXT


class _Rows(QAbstractListModel):
    """The rows for the view."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[WrappedRow, ...] = ()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            needed = "bắt buộc" if row.is_required else ""
            return ", ".join(part for part in (row.lead, row.text, needed, row.caption, row.tail) if part)
        return None


class _Cells(QStyledItemDelegate):
    """Measures and paints a row whole."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        view: WrappedList = self.parent()  # type: ignore[assignment]
        row = view.rows()[index.row()]
        width = view.viewport().width()
        lines = len(self._lines(view, row, width))
        height = lines * theme.line(Role.BODY) + 2 * theme.px(_TOP)
        if row.caption:
            height += len(self._captions(view, row, width)) * theme.line(Role.CAPTION) + 1
        return QSize(width, height)

    @staticmethod
    def _tail_room(row: WrappedRow) -> int:
        if not row.tail:
            return 0
        return theme.text_width(theme.font(Role.BODY, figures=True), row.tail) + theme.px(12)

    def _lines(self, view: WrappedList, row: WrappedRow, width: int) -> list[str]:
        room = width - theme.px(view.lead) - self._tail_room(row) - (theme.px(_GAP) if row.is_required else 0)
        return wrapped(row.text, theme.font(Role.BODY), max(40, room))

    @staticmethod
    def _captions(view: WrappedList, row: WrappedRow, width: int) -> list[str]:
        return wrapped(row.caption, theme.font(Role.CAPTION), max(40, width - theme.px(view.lead)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        view: WrappedList = self.parent()  # type: ignore[assignment]
        row, area = view.rows()[index.row()], option.rect
        painter.save()
        left, y = area.x() + theme.px(view.lead), area.y() + theme.px(_TOP)
        line = theme.line(Role.BODY)
        self._put(painter, QRectF(area.x(), y, theme.px(view.lead), line), row.lead, Tone.TEXT3, figures=True)
        tail = self._tail_room(row)
        for text in self._lines(view, row, area.width()):
            self._put(painter, QRectF(left, y, area.right() - left, line), text, row.tone)
            y += line
        if row.is_required:
            last = self._lines(view, row, area.width())[-1]
            x = left + theme.text_width(theme.font(Role.BODY), last) + theme.px(4)
            self._put(painter, QRectF(x, y - line, theme.px(12), line), "*", Tone.RED)
        if tail:
            spot = QRectF(area.right() - tail + theme.px(12), area.y() + theme.px(_TOP), tail, line)
            self._put(painter, spot, row.tail, Tone.TEXT2, figures=True)
        for text in self._captions(view, row, area.width()) if row.caption else ():
            spot = QRectF(left, y + 1, area.right() - left, theme.line(Role.CAPTION))
            self._put(painter, spot, text, Tone.TEXT3, Role.CAPTION)
            y += theme.line(Role.CAPTION)
        painter.restore()
        hairline(painter, area.x(), area.bottom(), area.width())
        if view.hasFocus() and index.row() == view.currentIndex().row():
            row_frame(painter, area)

    @staticmethod
    def _put(
        painter: QPainter,
        area: QRectF,
        text: str,
        tone: Tone,
        role: Role = Role.BODY,
        *,
        figures: bool = False,
    ) -> None:
        painter.setFont(theme.font(role, figures=figures))
        painter.setPen(theme.colour(tone))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)


class WrappedList(QListView):
    """Up and Down move, Ctrl+C copies the row; only the list scrolls."""

    def __init__(self, *, name: str, label: str, lead: int = _LEAD) -> None:
        super().__init__()
        self.lead = lead
        self._rows = _Rows()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setModel(self._rows)
        self.setItemDelegate(_Cells(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setTabKeyNavigation(False)
        theme.signals().changed.connect(self.scheduleDelayedItemsLayout)

    def set_rows(self, rows: Sequence[WrappedRow]) -> None:
        """Show other rows from the top."""
        self._rows.beginResetModel()
        self._rows.rows = tuple(rows)
        self._rows.endResetModel()
        self.scrollToTop()

    def rows(self) -> tuple[WrappedRow, ...]:
        """What is shown."""
        return self._rows.rows

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex().row()
        is_copy = event.key() == Qt.Key.Key_C and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if is_copy and 0 <= at < len(self._rows.rows):
            row = self._rows.rows[at]
            parts = (row.lead, row.text, row.caption, row.tail)
            QApplication.clipboard().setText("\t".join(part for part in parts if part))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._rows.rows:
            self.setCurrentIndex(self._rows.index(0))
        self.viewport().update()
