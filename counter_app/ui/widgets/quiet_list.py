"""Quiet list: two-line rows on hairlines, for pages that are read; one row at a time has the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from counter_app.ui import icons, theme
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.painting import hairline, row_frame, words

_ROW = 54
PADDING = 12


@dataclass(frozen=True)
class QuietRow:
    """`name` and, at its right, `when` (tone and icon say how urgent); `code` and `what` below.
    `key` is what opens it, where that is not `code`."""

    code: str
    name: str
    what: str
    when: str
    tone: Tone = Tone.TEXT3
    icon: str = ""
    key: str = ""


class _Rows(QAbstractListModel):
    """The rows for the view."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[QuietRow, ...] = ()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.name}, {row.code}, {row.what}, {row.when}"
        return None


class _Cells(QStyledItemDelegate):
    """Paints a row whole."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.px(200), theme.px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: QuietRow = index.data(Qt.ItemDataRole.UserRole)
        view: QuietList = self.parent()  # type: ignore[assignment]
        rect = option.rect
        painter.save()
        if index.row() == view.hovered_row():
            painter.fillRect(rect, theme.colour("hover"))
        inner = QRectF(rect).adjusted(theme.px(PADDING), theme.px(6), -theme.px(PADDING), -theme.px(7))
        taken = self._paint_when(painter, inner, row)
        first = QRectF(inner.x(), inner.y(), inner.width() - taken, theme.line(Role.BODY))
        words(painter, first, row.name, theme.font(Role.BODY), Tone.TEXT)
        self._paint_below(painter, inner.adjusted(0, theme.line(Role.BODY) + 1, 0, 0), row)
        painter.restore()
        hairline(painter, rect.x(), rect.bottom(), rect.width())
        if view.hasFocus() and index.row() == view.currentIndex().row():
            row_frame(painter, rect)

    @staticmethod
    def _paint_when(painter: QPainter, inner: QRectF, row: QuietRow) -> float:
        made = theme.font(Role.CAPTION, 500 if row.tone is not Tone.TEXT3 else 400)
        width = theme.text_width(made, row.when)
        area = QRectF(inner.right() - width, inner.y(), width + 2, theme.line(Role.BODY))
        painter.setFont(made)
        painter.setPen(theme.colour(row.tone))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, row.when)
        if not row.icon:
            return width + theme.px(12)
        side = theme.px(14)
        at = QPointF(area.x() - side - theme.px(6), area.y() + (area.height() - side) / 2)
        icons.draw(painter, row.icon, at, side, theme.colour(row.tone))
        return width + side + theme.px(18)

    @staticmethod
    def _paint_below(painter: QPainter, inner: QRectF, row: QuietRow) -> None:
        made = theme.font(Role.CAPTION, figures=True)
        area = QRectF(inner.x(), inner.y(), inner.width(), theme.line(Role.CAPTION) + 2)
        painter.setFont(made)
        painter.setPen(theme.colour(Tone.ACCENT))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, row.code)
        area.setLeft(area.left() + theme.text_width(made, row.code) + theme.px(8))
        words(painter, area, row.what, theme.font(Role.CAPTION), Tone.TEXT3)


class QuietList(QListView):
    """Up and Down move, Enter or a click opens (`opened(QuietRow)`), Ctrl+C copies the code of the row."""

    opened = Signal(object)

    def __init__(self, *, name: str, label: str) -> None:
        super().__init__()
        self._rows = _Rows()
        self._hover = -1
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setModel(self._rows)
        self.setItemDelegate(_Cells(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.clicked.connect(lambda index: self._open(index.row()))
        self.entered.connect(lambda index: self._set_hover(index.row()))
        theme.signals().changed.connect(self.scheduleDelayedItemsLayout)

    def set_rows(self, rows: Sequence[QuietRow]) -> None:
        """Show other rows; the cursor stays on its code when that is still there."""
        kept = self.current_code()
        self._rows.beginResetModel()
        self._rows.rows = tuple(rows)
        self._rows.endResetModel()
        codes = [row.code for row in self._rows.rows]
        if kept in codes:
            self.setCurrentIndex(self._rows.index(codes.index(kept)))

    def rows(self) -> tuple[QuietRow, ...]:
        """What is shown."""
        return self._rows.rows

    def current_code(self) -> str:
        """Code of the row with the cursor, empty when there is none."""
        row = self.currentIndex().row()
        return self._rows.rows[row].code if 0 <= row < len(self._rows.rows) else ""

    def hovered_row(self) -> int:
        """Row under the mouse, -1 for none."""
        return self._hover

    def _set_hover(self, row: int) -> None:
        self._hover = row
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        # The visible height snaps to whole rows: a row cut by the lower edge is not drawn.
        height = self.viewport().height()
        over = height % theme.px(_ROW)
        if over and len(self._rows.rows) * theme.px(_ROW) > height:
            QPainter(self.viewport()).fillRect(
                0, height - over, self.viewport().width(), over, theme.colour("surface")
            )

    def leaveEvent(self, event: object) -> None:
        super().leaveEvent(event)  # type: ignore[arg-type]
        self._set_hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._rows.rows:
            self.setCurrentIndex(self._rows.index(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_copy = event.key() == Qt.Key.Key_C and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if is_copy and self.current_code():
            QApplication.clipboard().setText(self.current_code())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._open(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def _open(self, row: int) -> None:
        if 0 <= row < len(self._rows.rows):
            self.opened.emit(self._rows.rows[row])
