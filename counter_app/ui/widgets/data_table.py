"""The table of every list: keyboard first, columns that can be chosen and dragged, copying, ticks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView

from counter_app.ui import theme
from counter_app.ui.memory import Memory
from counter_app.ui.models.table_model import TableModel
from counter_app.ui.tokens import ROW
from counter_app.ui.widgets.painting import row_frame
from counter_app.ui.widgets.table_cells import TICK, TableCells
from counter_app.ui.widgets.table_clipboard import copy_rows
from counter_app.ui.widgets.table_columns import ShownColumns
from counter_app.ui.widgets.table_ground import cover_cut_row, next_row, paint_empty, set_group_rows
from counter_app.ui.widgets.table_header import PADDING, SortHeader
from counter_app.ui.widgets.table_place import TablePlace

_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class DataTable(QTableView):
    """Up, Down, Page, Home and End move the cursor row; Shift and Ctrl select more rows; Enter opens.

    `opened(row)` Enter or double click; `moved(row | None)` the cursor stands on another row;
    `ticks_changed()`; `sort_chosen(word, is_descending)` a header was clicked: the page reads anew and
    calls `set_sort`. Rows that are set anew keep cursor, selection and scroll place by their keys.
    """

    opened = Signal(object)
    moved = Signal(object)
    ticks_changed = Signal()
    sort_chosen = Signal(str, bool)
    copied = Signal(int)

    def __init__(
        self,
        model: TableModel,
        *,
        name: str,
        label: str,
        memory: Memory | None = None,
        tickable: bool = False,
        edge: int = PADDING,
    ) -> None:
        """`edge`: pixels of the design between the table's sides and its words, 24 where the table fills
        the page from side to side."""
        super().__init__()
        self.table_model = model
        self.is_tickable = model.is_tickable = tickable
        self._edge = edge
        self._hover = -1
        self.cursor_place = -1
        self._said: str | None = None
        self._empty = ("", "")
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setModel(model)
        self.setItemDelegate(TableCells(self))
        self.head = SortHeader(self)
        self.setHorizontalHeader(self.head)
        self._set_up_view()
        self.shown_columns = ShownColumns(self, memory, name)
        self._place = TablePlace(self)
        self._connect()
        self._restyle()

    def _set_up_view(self) -> None:
        self.head.setObjectName(f"{self.objectName()}_head")
        self.head.setAccessibleName(f"{self.accessibleName()}: các cột")
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(8)
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setDragEnabled(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def _connect(self) -> None:
        model = self.table_model
        model.modelAboutToBeReset.connect(self._place.keep)
        model.modelReset.connect(self._rows_changed)
        model.dataChanged.connect(self._rows_came)
        model.places_looked_at = self._place.places
        model.ticks_changed.connect(self.ticks_changed)
        self.head.sectionClicked.connect(self._head_clicked)
        self.entered.connect(self._entered)
        self.doubleClicked.connect(self._double_clicked)
        theme.signals().changed.connect(self._restyle)

    def _restyle(self) -> None:
        rows = self.verticalHeader()
        if rows.defaultSectionSize() != theme.px(ROW):
            rows.setDefaultSectionSize(theme.px(ROW))
        self.head.lead = theme.px(self._edge - PADDING + (TICK if self.is_tickable else 0))
        set_group_rows(self)
        self.fit_columns()
        self.head.updateGeometry()
        self.viewport().update()

    # -- the cursor

    def current_row(self) -> Any:
        """The row with the cursor; None for none, and while it is being read."""
        return self.table_model.row_at(self.currentIndex().row())

    def current_key(self) -> str:
        """Key of the cursor row, empty for none."""
        return self.table_model.key_at(self.currentIndex().row())

    def set_current(self, key: str) -> bool:
        """Put the cursor on the row of this key; False when it is not among the rows."""
        number = self.table_model.number_of(key)
        if number < 0:
            return False
        self.go_to(number)
        return True

    def reveal(self, key: str) -> bool:
        """Put the cursor on the row and bring it into the middle of the view when it is outside."""
        if not self.set_current(key):
            return False
        if not self.viewport().rect().contains(self.visualRect(self.currentIndex()).center()):
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    def go_to(self, number: int) -> None:
        """Put the cursor on the row of this number."""
        at = self.table_model.index(number, self.first_column())
        self.selectionModel().setCurrentIndex(at, _SELECT)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.row() != previous.row():
            self._say_moved()

    def _say_moved(self) -> None:
        key = self.current_key()
        self.cursor_place = self.table_model.place_of(self.currentIndex().row()) if key else -1
        if key != self._said:
            self._said = key
            self.moved.emit(self.current_row())

    def _rows_changed(self) -> None:
        """Rows were set anew."""
        set_group_rows(self)
        self._hover = -1
        self._place.find()
        self._say_moved()
        self.viewport().update()

    def _rows_came(self, first: QModelIndex, last: QModelIndex) -> None:
        """The cursor may have stood on a row that was still being read."""
        if first.row() <= self.currentIndex().row() <= last.row():
            self._say_moved()

    def selected_ranges(self) -> list[tuple[int, int]]:
        """First and last number of each run of selected rows, from the top."""
        found: list[tuple[int, int]] = []
        chosen = self.selectionModel().selection()
        for first, last in sorted({(part.top(), part.bottom()) for part in chosen}):
            if found and first <= found[-1][1] + 1:
                found[-1] = (found[-1][0], max(found[-1][1], last))
            else:
                found.append((first, last))
        return found

    def hovered_row(self) -> int:
        """Row under the mouse, -1 for none."""
        return self._hover

    # -- columns

    def columns_shown(self) -> tuple[str, ...]:
        """Ids of the columns the person wants to see; a narrow window may show fewer."""
        return self.shown_columns.wanted

    def show_columns(self, ids: Iterable[str]) -> None:
        """Show these columns and the fixed ones; remembered."""
        self.shown_columns.want(ids)

    def fit_columns(self) -> None:
        """Share the width among the columns."""
        self.shown_columns.fit()

    def first_column(self) -> int:
        """The leftmost column that is shown."""
        return self.shown_columns.first()

    def paddings(self, column: int, *, with_tick: bool = True) -> tuple[int, int]:
        """Pixels left and right of the value in a column."""
        left = right = theme.px(PADDING)
        if column == self.first_column():
            left = theme.px(self._edge) + (theme.px(TICK) if with_tick and self.is_tickable else 0)
        if column == self.shown_columns.last():
            right += self.head.tail
        return left, right

    def around(self) -> int:
        """Pixels of a row that belong to its edges, not to the widths of its columns. The scroll bar has
        room there also while it is not shown: nothing jumps when it comes."""
        bar = self.verticalScrollBar()
        spare = 0 if bar.isVisible() else bar.sizeHint().width()
        self.head.tail = theme.px(self._edge - PADDING) + spare
        return self.head.lead + self.head.tail

    def set_sort(self, sort: str, is_descending: bool) -> None:
        """Show by what the rows are sorted."""
        sorts = [column.sort for column in self.table_model.columns]
        at = sorts.index(sort) if sort and sort in sorts else -1
        self.head.set_sorted(at, is_descending)
        way = "giảm dần" if is_descending else "tăng dần"
        title = self.table_model.columns[at].title
        self.head.setAccessibleDescription(f"Xếp theo {title}, {way}" if at >= 0 else "")

    def sort_by(self, sort: str) -> None:
        """As a click on the header of that column: ascending first, the second time the other way."""
        at, is_descending = self.head.sorted_by()
        is_again = at >= 0 and self.table_model.columns[at].sort == sort
        self.sort_chosen.emit(sort, not is_descending if is_again else False)

    def _head_clicked(self, section: int) -> None:
        sort = self.table_model.columns[section].sort
        if sort:
            self.sort_by(sort)

    # -- ticks

    def ticked(self) -> tuple[str, ...]:
        """Keys of the ticked rows in the order in which they were ticked."""
        return self.table_model.ticked()

    def set_ticked(self, keys: Iterable[str]) -> None:
        """Tick exactly these rows."""
        self.table_model.set_ticked(keys)

    def _toggle(self) -> None:
        """Ticks or unticks the selected rows together, as the cursor row turns."""
        turned = not self.table_model.is_ticked(self.currentIndex().row())
        keys = [
            self.table_model.key_at(number)
            for first, last in self.selected_ranges()
            for number in range(first, last + 1)
        ]
        keys = [key for key in keys if key] or [key for key in (self.current_key(),) if key]
        kept = [key for key in self.ticked() if turned or key not in keys]
        self.set_ticked([*kept, *keys] if turned else kept)

    def _tick_all(self) -> None:
        self.set_ticked(key for n in range(self.table_model.count()) if (key := self.table_model.key_at(n)))

    def copy(self) -> None:
        """The selected rows, columns as shown, to the clipboard as text and as HTML; `copied(n)` follows."""
        copy_rows(self)

    # -- keys and mouse

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._takes(event):  # type: ignore[arg-type]
            event.accept()
            return True
        return super().event(event)

    def _takes(self, event: QKeyEvent) -> bool:
        """Keys that are the table's although the page may have an action for them."""
        if event.key() == Qt.Key.Key_Escape:
            return self.is_tickable and bool(self.ticked())
        is_ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        return is_ctrl and event.key() in (Qt.Key.Key_C, Qt.Key.Key_A)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_C:
            self.copy()
        elif held == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_A and self.is_tickable:
            self._tick_all()
        elif held or not self._handle_plain(event):
            self._pass_on(event)

    def _handle_plain(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            row = self.current_row()
            if row is not None and not event.isAutoRepeat():
                self.opened.emit(row)
        elif key == Qt.Key.Key_Space and self.is_tickable:
            if not event.isAutoRepeat():
                self._toggle()
        elif key == Qt.Key.Key_Escape and self.is_tickable and self.ticked():
            self.set_ticked(())
        else:
            return False
        return True

    def _pass_on(self, event: QKeyEvent) -> None:
        # Sideways there is no cursor; the page (a panel, a segmented control) may want these keys.
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Escape, Qt.Key.Key_Space):
            event.ignore()
            return
        super().keyPressEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        # Home and End are the first and the last row, not the first and the last column.
        count = self.table_model.count()
        ends = {QAbstractItemView.CursorAction.MoveHome: 0, QAbstractItemView.CursorAction.MoveEnd: count - 1}
        if action in ends and count:
            number = next_row(self.table_model, ends[action])
            return self.table_model.index(number, self.first_column())
        return super().moveCursor(action, modifiers)

    def keyboardSearch(self, search: str) -> None:
        """None: it would read every row on the main thread; the search box of the window finds."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = self.indexAt(event.position().toPoint())
        if self.is_tickable and at.isValid() and event.button() is Qt.MouseButton.LeftButton:
            left, _ = self.paddings(self.first_column())
            if event.position().x() + self.horizontalOffset() < left:
                self._toggle()

    def _double_clicked(self, index: QModelIndex) -> None:
        row = self.table_model.row_at(index.row())
        if row is not None:
            self.opened.emit(row)

    def _entered(self, index: QModelIndex) -> None:
        self._set_hover(index.row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._set_hover(-1)

    def _set_hover(self, number: int) -> None:
        if number != self._hover:
            self._hover = number
            self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.table_model.count():
            self.go_to(next_row(self.table_model, 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # -- painting and size

    def set_empty(self, words: str, next_step: str = "") -> None:
        """What stands in the place of rows while there are none."""
        self._empty = (words, next_step)
        self.setAccessibleDescription(" ".join(part for part in self._empty if part))
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if not self.table_model.count():
            paint_empty(self, painter, self._empty)
            return
        cover_cut_row(self, painter)
        current = self.currentIndex()
        if self.hasFocus() and current.isValid():
            rect = self.visualRect(current)
            wide = min(self.head.length() - self.head.offset(), self.viewport().width())
            row_frame(painter, QRect(0, rect.y(), wide, rect.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()
