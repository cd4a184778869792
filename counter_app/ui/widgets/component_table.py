"""Checklist of the papers handed in: painted check boxes, everything by keyboard."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QTableView, QWidget

from counter_app.domain.procedure import ComponentKind
from counter_app.ui import theme
from counter_app.ui.tokens import CHECK_BOX, TABLE_HEADER
from counter_app.ui.widgets.component_cells import CHECK, KIND, NAME, ComponentCells, kind_width, row_height
from counter_app.ui.widgets.component_line import KIND_WORDS, ComponentLine
from counter_app.ui.widgets.painting import row_frame
from counter_app.ui.widgets.table_header import CalmHeader

_KINDS = tuple(ComponentKind)
_MOST_COPIES = 99
_SECOND_DIGIT_MS = 800
_Index = QModelIndex | QPersistentModelIndex

__all__ = ["KIND_WORDS", "ComponentLine", "ComponentTable"]


class _Lines(QAbstractTableModel):
    """The lines for the view; the delegate paints the line object itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[ComponentLine] = []
        self.lit: set[int] = set()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 3

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == CHECK:
            return Qt.CheckState.Checked if line.is_ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == NAME:
            return f"<p>{escape(line.name)}</p>"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(line)
        if role == Qt.ItemDataRole.DisplayRole:
            return {CHECK: "", NAME: line.name, KIND: line.words()}[index.column()]
        return None

    def _spoken(self, line: ComponentLine) -> str:
        state = "đã nhận" if line.is_ticked else "thiếu" if self.is_lit(line) else "chưa nhận"
        return f"{line.name}, {'bắt buộc, ' if line.is_required else ''}{state}, {line.words()}"

    def is_lit(self, line: ComponentLine) -> bool:
        return line.is_required and not line.is_ticked and line.no in self.lit

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {CHECK: "", NAME: "Giấy tờ  (* bắt buộc)", KIND: "Loại và số bản"}[section]


class ComponentTable(QTableView):
    """Space ticks, digits set copies, Left and Right change the kind, Ctrl+Space ticks all required.

    A required line that is missing lights up when the cursor has left it, or with `show_missing()`.
    `changed` fires for each change by the person; `lit_changed` when a line lights up or goes out.
    """

    changed = Signal()
    lit_changed = Signal()

    def __init__(self, *, name: str = "components", compact: bool = False) -> None:
        super().__init__()
        self._lines = _Lines(self)
        self._hover = -1
        self._digit_at = (-1, 0)
        self._compact = compact
        self._kind_width = 0
        self._cells = ComponentCells(self)
        self.setObjectName(name)
        self.setAccessibleName("Thành phần hồ sơ")
        self.setModel(self._lines)
        self.setItemDelegate(self._cells)
        self._set_up_view()
        self.selectionModel().currentRowChanged.connect(self._row_left)
        theme.signals().changed.connect(self._fit)

    def _set_up_view(self) -> None:
        self.setHorizontalHeader(CalmHeader(self))
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(8)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_lines(self, lines: tuple[ComponentLine, ...] | list[ComponentLine]) -> None:
        """Show the papers of another procedure; nothing is lit on an untouched form."""
        self._lines.beginResetModel()
        self._lines.lines = list(lines)
        self._lines.lit = set()
        self._kind_width = 0
        self._lines.endResetModel()
        self._fit()
        self.lit_changed.emit()

    def lines(self) -> tuple[ComponentLine, ...]:
        """All lines as they stand."""
        return tuple(self._lines.lines)

    def ticked(self) -> tuple[ComponentLine, ...]:
        """What is handed in."""
        return tuple(line for line in self._lines.lines if line.is_ticked)

    def missing(self) -> tuple[ComponentLine, ...]:
        """Required and not ticked, shown or not."""
        return tuple(line for line in self._lines.lines if line.is_required and not line.is_ticked)

    def lit(self) -> tuple[ComponentLine, ...]:
        """Missing and shown in amber."""
        return tuple(line for line in self._lines.lines if self._lines.is_lit(line))

    def tick_required(self) -> None:
        """Tick every required paper with the copies the procedure asks for."""
        for row, line in enumerate(self._lines.lines):
            if line.is_required and not line.is_ticked:
                self._lines.lines[row] = replace(line, is_ticked=True)
        self._say_changed()

    def show_missing(self) -> None:
        """Light every missing required line (the main button was pressed); the cursor goes to the first."""
        self._light({line.no for line in self.missing()})
        for row, line in enumerate(self._lines.lines):
            if self._lines.is_lit(line):
                self.setCurrentIndex(self._lines.index(row, NAME))
                break

    def set_compact(self, compact: bool) -> None:
        """Low windows: names in 12 px on two lines, rows of 34 px."""
        self._compact = compact
        self._fit()

    def is_compact(self) -> bool:
        """Which density is shown."""
        return self._compact

    def is_lit(self, line: ComponentLine) -> bool:
        """Whether a line stands in amber."""
        return self._lines.is_lit(line)

    def hovered_row(self) -> int:
        """Row under the mouse, -1 for none."""
        return self._hover

    # -- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Space and held == Qt.KeyboardModifier.ControlModifier:
            self.tick_required()
        elif held or not self._handle_plain(event):
            super().keyPressEvent(event)

    def _handle_plain(self, event: QKeyEvent) -> bool:
        key, row = event.key(), self.currentIndex().row()
        last = len(self._lines.lines) - 1
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and last >= 0:
            self.setCurrentIndex(self._lines.index(0 if key == Qt.Key.Key_Home else last, NAME))
        elif row < 0:
            return False
        elif key == Qt.Key.Key_Space:
            line = self._lines.lines[row]
            self._change(row, replace(line, is_ticked=not line.is_ticked, copies=max(1, line.copies)))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._turn_kind(row, 1 if key == Qt.Key.Key_Right else -1)
        elif event.text() and event.text() in "0123456789":
            self._set_copies(row, int(event.text()), event.timestamp())
        else:
            return False
        return True

    def _set_copies(self, row: int, digit: int, at_ms: int) -> None:
        line = self._lines.lines[row]
        last_row, last_ms = self._digit_at
        follows = last_row == row and at_ms - last_ms < _SECOND_DIGIT_MS and line.is_ticked
        copies = line.copies * 10 + digit if follows else digit
        self._digit_at = (row, at_ms)
        if copies > _MOST_COPIES:
            copies = digit
        if copies == 0:
            self._change(row, replace(line, is_ticked=False))
        else:
            self._change(row, replace(line, is_ticked=True, copies=copies))

    def _turn_kind(self, row: int, step: int) -> None:
        line = self._lines.lines[row]
        kind = _KINDS[(_KINDS.index(line.kind) + step) % len(_KINDS)]
        self._change(row, replace(line, kind=kind))

    def _change(self, row: int, line: ComponentLine) -> None:
        self._lines.lines[row] = line
        self._lines.lit.discard(line.no)
        self._say_changed()

    def _say_changed(self) -> None:
        self._lines.lit = {line.no for line in self.lit()}
        last = self._lines.index(max(0, len(self._lines.lines) - 1), KIND)
        self._lines.dataChanged.emit(self._lines.index(0, 0), last)
        self._fit_columns()
        self.changed.emit()
        self.lit_changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.setCurrentIndex(self._lines.index(index.row(), NAME))
            line = self._lines.lines[index.row()]
            self._change(index.row(), replace(line, is_ticked=not line.is_ticked, copies=max(1, line.copies)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._set_hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: object) -> None:
        super().leaveEvent(event)  # type: ignore[arg-type]
        self._set_hover(-1)

    def _set_hover(self, row: int) -> None:
        if row != self._hover:
            self._hover = row
            self.viewport().update()

    # -- what lights up

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._lines.lines:
            self.setCurrentIndex(self._lines.index(0, NAME))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        # A page that goes out of sight (a scan opened a dossier, F5) leaves no line: nobody passed it over.
        if event.reason() not in passing and self.isVisible() and self.currentIndex().isValid():
            self._leave(self.currentIndex().row())
        self.viewport().update()

    def _row_left(self, _current: QModelIndex, previous: QModelIndex) -> None:
        self._digit_at = (-1, 0)
        if previous.isValid() and previous.row() < len(self._lines.lines):
            self._leave(previous.row())

    def _leave(self, row: int) -> None:
        line = self._lines.lines[row]
        if line.is_required and not line.is_ticked:
            self._light({line.no})

    def _light(self, numbers: set[int]) -> None:
        if numbers <= self._lines.lit:
            return
        self._lines.lit |= numbers
        self.viewport().update()
        self.lit_changed.emit()

    # -- size

    def _fit(self) -> None:
        self._fit_columns()
        self.setMaximumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.viewport().update()

    def _fit_columns(self) -> None:
        header = self.horizontalHeader()
        check = theme.px(12 + CHECK_BOX + 8)
        # The column may grow when a kind is changed by key, but never shrinks: nothing jumps.
        kind = self._kind_width = max(self._kind_width, kind_width(self._lines.lines))
        header.resizeSection(CHECK, check)
        header.resizeSection(KIND, kind)
        header.resizeSection(NAME, max(theme.px(120), self.viewport().width() - check - kind))
        for row, line in enumerate(self._lines.lines):
            self.setRowHeight(row, row_height(line, header.sectionSize(NAME), compact=self._compact))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        height = self.sizeHint().height()
        if height != self.maximumHeight():
            self.setMaximumHeight(height)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        rows = sum(self.rowHeight(row) for row in range(len(self._lines.lines)))
        return QSize(theme.px(420), theme.px(TABLE_HEADER) + rows + 1)

    def minimumSizeHint(self) -> QSize:
        least = theme.px(TABLE_HEADER) + 3 * theme.px(34)
        return QSize(theme.px(300), min(least, self.sizeHint().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        current = self.currentIndex()
        if self.hasFocus() and current.isValid():
            rect = self.visualRect(self._lines.index(current.row(), CHECK))
            row_frame(painter, rect.adjusted(0, -1, self.viewport().width() - rect.width(), 0))
        self._hide_cut_row(painter)

    def _hide_cut_row(self, painter: QPainter) -> None:
        # The visible height snaps to whole rows: a row cut by the lower edge is not drawn.
        bottom = self.viewport().height()
        row = self.rowAt(bottom - 1)
        if row > 0 and self.rowViewportPosition(row) + self.rowHeight(row) > bottom:
            top = self.rowViewportPosition(row)
            painter.fillRect(0, top, self.viewport().width(), bottom - top, theme.colour("surface"))
