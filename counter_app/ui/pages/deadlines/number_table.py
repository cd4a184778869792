"""Numbers by unit or officer: a grid whose every number opens its dossiers; arrow keys move the cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from counter_app.domain.text import money
from counter_app.ui import icons, theme
from counter_app.ui.pages.deadlines.figures import Line, Number
from counter_app.ui.tokens import ROW, Role, Tone
from counter_app.ui.widgets.painting import hairline, row_frame, words
from counter_app.ui.widgets.table_header import PADDING, CalmHeader

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_NUMBER_WIDTH = 104
_NAME_LEAST = 220


@dataclass(frozen=True)
class GridRow:
    """A line with its name; `caption` in small words beside it. The whole stands last, as a sum."""

    name: str
    caption: str
    line: Line
    is_sum: bool = False


GRID: tuple[tuple[Number, str, Tone, str], ...] = (
    (Number.OPEN, "Đang mở", Tone.TEXT, ""),
    (Number.IN_TIME, "Trong hạn", Tone.TEXT2, ""),
    (Number.OVERDUE, "Quá hạn", Tone.RED, "clock-alert"),
    (Number.PAUSED, "Tạm dừng", Tone.SLATE, "circle-pause"),
    (Number.NO_DUE, "Chưa có hạn", Tone.SLATE, "clock"),
    (Number.TODAY, "Hạn hôm nay", Tone.AMBER, "hourglass"),
    (Number.RISK, "Có nguy cơ", Tone.AMBER, "trending-up"),
)
"""Numbers in the order of the identity: open = in time + overdue + paused + without a due date."""


class GridModel(QAbstractTableModel):
    """Rows of numbers."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._rows: tuple[GridRow, ...] = ()

    def set_rows(self, rows: Sequence[GridRow]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rows(self) -> tuple[GridRow, ...]:
        """What is shown."""
        return self._rows

    def count_at(self, index: Index) -> int:
        """The number of a cell; of the name, how many are open."""
        number = GRID[max(0, index.column() - 1)][0]
        return self._rows[index.row()].line.count(number)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(GRID) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        said = row.name if index.column() == 0 else money(self.count_at(index))
        if role == Qt.ItemDataRole.DisplayRole:
            return said
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return said if index.column() == 0 else f"{row.name}, {GRID[index.column() - 1][1]}: {said}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._title if section == 0 else GRID[section - 1][1]
        return _side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class _Cells(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(_NUMBER_WIDTH), theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.model().rows()[index.row()]  # type: ignore[attr-defined]
        painter.save()
        if row.is_sum:
            painter.fillRect(option.rect, theme.colour("sunken"))
        inner = QRectF(option.rect).adjusted(theme.px(PADDING), 0, -theme.px(PADDING), -1)
        if index.column() == 0:
            self._paint_name(painter, inner, row)
        else:
            self._paint_number(painter, inner, index, row)
        painter.restore()
        hairline(painter, option.rect.x(), option.rect.bottom(), option.rect.width())

    @staticmethod
    def _paint_name(painter: QPainter, area: QRectF, row: GridRow) -> None:
        made = theme.font(Role.BODY, 600 if row.is_sum else 400)
        words(painter, area, row.name, made, Tone.TEXT)
        taken = theme.text_width(made, row.name) + theme.px(8)
        if row.caption and taken < area.width():
            words(painter, area.adjusted(taken, 0, 0, 0), row.caption, theme.font(Role.CAPTION), Tone.TEXT3)

    @staticmethod
    def _paint_number(painter: QPainter, area: QRectF, index: Index, row: GridRow) -> None:
        count = index.model().count_at(index)  # type: ignore[attr-defined]
        _, _, tone, icon = GRID[index.column() - 1]
        is_loud = count > 0 and tone in (Tone.RED, Tone.AMBER)
        made = theme.font(Role.BODY, 600 if is_loud or row.is_sum else 400, figures=True)
        said = money(count)
        words(painter, area, said, made, tone if count else Tone.TEXT3, is_right=True)
        if is_loud and icon:
            side = theme.px(14)
            x = area.right() - theme.text_width(made, said) - side - theme.px(6)
            icons.draw(painter, icon, QPointF(x, area.center().y() - side / 2), side, theme.colour(tone))


class NumberTable(QTableView):
    """`opened(row, number)`: Enter, a click or a double click on a number. A nought opens nothing."""

    opened = Signal(object, str)

    def __init__(self, title: str, *, name: str, label: str) -> None:
        super().__init__()
        self.grid = GridModel(title)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setModel(self.grid)
        self.setItemDelegate(_Cells(self))
        self.head = CalmHeader(self)
        self.setHorizontalHeader(self.head)
        self.head.setObjectName(f"{name}_head")
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(8)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.px(ROW))
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._open)
        theme.signals().changed.connect(self._restyle)

    def set_rows(self, rows: Sequence[GridRow]) -> None:
        """Show these rows; the cursor stays in its place."""
        at = self.currentIndex()
        place = (at.row(), at.column())
        self.grid.set_rows(rows)
        if at.isValid() and rows:
            self.setCurrentIndex(self.grid.index(min(place[0], len(rows) - 1), place[1]))
        self._fit()

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        self._fit()

    def _fit(self) -> None:
        has_undue = any(row.line.no_due for row in self.grid.rows())
        undue = 1 + [number for number, *_ in GRID].index(Number.NO_DUE)
        self.setColumnHidden(undue, not has_undue)
        shown = [n for n in range(1, len(GRID) + 1) if not self.isColumnHidden(n)]
        room = self.viewport().width()
        least = theme.px(_NUMBER_WIDTH)
        widest = max(least, (room - theme.px(_NAME_LEAST)) // (len(shown) + 1))
        width = min(widest, theme.px(150))
        for column in shown:
            self.setColumnWidth(column, width)
        self.setColumnWidth(0, max(theme.px(160), room - width * len(shown)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def focusInEvent(self, event: QEvent) -> None:
        # Before Qt puts the cursor on the first cell: the first number is what one comes for.
        if not self.currentIndex().isValid() and self.grid.rowCount():
            self.setCurrentIndex(self.grid.index(0, 1))
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.viewport().update()

    def focusOutEvent(self, event: QEvent) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if not event.isAutoRepeat():
                self._open(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Space):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and self.grid.count_at(index):
            number = GRID[max(0, index.column() - 1)][0]
            self.opened.emit(self.grid.rows()[index.row()], str(number))

    def keyboardSearch(self, search: str) -> None:
        """None: letters belong to the search box of the window."""

    def paintEvent(self, event: QEvent) -> None:
        super().paintEvent(event)  # type: ignore[arg-type]
        current = self.currentIndex()
        if self.hasFocus() and current.isValid():
            row_frame(QPainter(self.viewport()), self.visualRect(current))
