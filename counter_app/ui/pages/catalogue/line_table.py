"""Numbered lines that are written by keys: papers and steps of a procedure, a cell at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from counter_app.ui import theme
from counter_app.ui.tokens import CHECK_BOX, ROW, TABLE_HEADER, Role, Tone
from counter_app.ui.widgets.painting import check_box, hairline, row_frame

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
YES = "1"
_PADDING = 8
_NUMBER_WIDTH = 36


@dataclass(frozen=True)
class LineColumn:
    """`choices`: (value, words) of a list; `is_yes_no`: Space ticks it; `is_stretch` takes the rest."""

    title: str
    width: int
    choices: tuple[tuple[str, str], ...] = ()
    is_yes_no: bool = False
    is_stretch: bool = False
    is_number: bool = False


class _Lines(QAbstractTableModel):
    """Texts by line and column; a problem belongs to a cell until the cell is written anew."""

    def __init__(self, columns: Sequence[LineColumn]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.lines: list[list[str]] = []
        self.problems: dict[tuple[int, int], str] = {}

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns) + 1

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and way == Qt.Orientation.Horizontal:
            return "" if section == 0 else self.columns[section - 1].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def words(self, line: int, column: int) -> str:
        """What a cell shows."""
        value = self.lines[line][column]
        known = self.columns[column]
        if known.is_yes_no:
            return "có" if value else "không"
        return dict(known.choices).get(value, value)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line, column = index.row(), index.column() - 1
        if column < 0:
            return str(line + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.EditRole:
            return self.lines[line][column]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            problem = self.problems.get((line, column), "")
            words = self.words(line, column)
            is_spoken = role == Qt.ItemDataRole.AccessibleTextRole
            return f"{self.columns[column].title} {words} {problem}".strip() if is_spoken else words
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.problems.get((line, column)) or self.words(line, column)
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() == 0:
            return False
        place = index.row(), index.column() - 1
        self.lines[place[0]][place[1]] = " ".join(str(value).split())
        self.problems.pop(place, None)
        self.dataChanged.emit(index, index)
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_written = index.column() > 0 and not self.columns[index.column() - 1].is_yes_no
        return usual | Qt.ItemFlag.ItemIsEditable if is_written else usual


class _Cells(QStyledItemDelegate):
    """Paints as the tables of the program do; lists open as lists."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        view: LineTable = self.parent()  # type: ignore[assignment]
        model, area = view.lines_model, QRectF(option.rect)
        painter.save()
        painter.fillRect(area, theme.colour("surface"))
        problem = index.column() > 0 and (index.row(), index.column() - 1) in model.problems
        if problem:
            painter.fillRect(area.adjusted(1, 1, -1, -1), theme.colour("red_soft"))
        hairline(painter, option.rect.x(), option.rect.bottom(), option.rect.width())
        column = model.columns[index.column() - 1] if index.column() else None
        if column is not None and column.is_yes_no:
            spot = QPointF(area.x() + theme.px(_PADDING), area.center().y() - theme.px(CHECK_BOX) / 2)
            check_box(painter, spot, is_ticked=bool(model.lines[index.row()][index.column() - 1]))
        else:
            self._put(painter, area, str(index.data() or ""), index.column(), is_wrong=bool(problem))
        if view.currentIndex() == index and view.hasFocus():
            row_frame(painter, option.rect)
        painter.restore()

    @staticmethod
    def _put(painter: QPainter, area: QRectF, text: str, column: int, *, is_wrong: bool) -> None:
        painter.setFont(theme.font(Role.BODY, figures=column == 0))
        tone = Tone.RED if is_wrong else Tone.TEXT3 if column == 0 else Tone.TEXT
        painter.setPen(theme.colour(tone))
        room = area.adjusted(theme.px(_PADDING), 0, -theme.px(4), 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        view: LineTable = self.parent()  # type: ignore[assignment]
        column = view.lines_model.columns[index.column() - 1]
        if column.choices:
            combo = QComboBox(parent)
            combo.setObjectName("line_choice")
            for value, words in column.choices:
                combo.addItem(words, value)
            return combo
        edit = QLineEdit(parent)
        edit.setObjectName("line_text")
        edit.setFrame(False)
        edit.setFont(theme.font(Role.BODY))
        edit.setMaxLength(2_100)
        edit.setAccessibleName(column.title)
        return edit

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        value = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(value)))
        elif isinstance(editor, QLineEdit):
            editor.setText(value)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter stores the cell and goes to the next one; by default it would only store it, later."""
        is_enter = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        )
        if is_enter and isinstance(editor, QWidget):
            view: LineTable = self.parent()  # type: ignore[assignment]
            view.finish_writing()
            view.go_on()
            return True
        return super().eventFilter(editor, event)

    def setModelData(self, editor: QWidget, model: QAbstractTableModel, index: _Index) -> None:
        value = editor.currentData() if isinstance(editor, QComboBox) else editor.text()
        model.setData(index, value)


class LineTable(QTableView):
    """Typing writes the cell, Enter goes to the next one, Space ticks; Insert adds a line, Ctrl+Delete takes
    one away, Alt+Up and Alt+Down move it. `changed()` after each of these."""

    changed = Signal()
    moved = Signal()

    def __init__(self, columns: Sequence[LineColumn], *, name: str, label: str) -> None:
        super().__init__()
        self.lines_model = _Lines(columns)
        self.setModel(self.lines_model)
        self.setItemDelegate(_Cells(self))
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self._set_widths()
        self.lines_model.dataChanged.connect(self._edited)
        theme.signals().changed.connect(self._restyle)
        self._restyle()

    def _set_widths(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(theme.px(_NUMBER_WIDTH))
        header.resizeSection(0, theme.px(_NUMBER_WIDTH))
        for at, column in enumerate(self.lines_model.columns, start=1):
            stretch = QHeaderView.ResizeMode.Stretch if column.is_stretch else QHeaderView.ResizeMode.Fixed
            header.setSectionResizeMode(at, stretch)
            header.resizeSection(at, theme.px(column.width))

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        header = self.horizontalHeader()
        header.setFont(theme.font(Role.CAPTION, 500))
        header.setFixedHeight(theme.px(TABLE_HEADER))
        ground, line, words = (theme.colour(t).name() for t in ("surface", "border", Tone.TEXT2))
        header.setStyleSheet(
            f"QHeaderView {{ background: {ground}; border: 0; }} "
            f"QHeaderView::section {{ background: {ground}; color: {words}; border: 0; "
            f"border-bottom: 1px solid {line}; padding-left: {theme.px(_PADDING)}px; }}"
        )
        self.viewport().update()

    def _edited(self) -> None:
        self.changed.emit()

    # -- lines

    def set_lines(self, lines: Sequence[Sequence[str]]) -> None:
        """Show other lines; `changed` is not told."""
        model = self.lines_model
        model.beginResetModel()
        model.lines = [list(line) for line in lines]
        model.problems = {}
        model.endResetModel()
        if model.lines:
            self.setCurrentIndex(model.index(0, 1))

    def lines(self) -> tuple[tuple[str, ...], ...]:
        """What stands there."""
        return tuple(tuple(line) for line in self.lines_model.lines)

    def show_problems(self, problems: Mapping[tuple[int, int], str]) -> None:
        """Mark cells (line, column, both from 0); the cursor goes to the first."""
        self.lines_model.problems = dict(problems)
        self.viewport().update()
        if problems:
            line, column = min(problems)
            self.setCurrentIndex(self.lines_model.index(line, column + 1))

    def add_line(self, values: Sequence[str]) -> None:
        """A line below the cursor; its first cell is ready to be written."""
        self.finish_writing()
        at = self.currentIndex().row() + 1 if self.currentIndex().isValid() else self.lines_model.rowCount()
        self._change_order(lambda lines: lines.insert(at, list(values)), at, 1)

    def drop_line(self) -> None:
        """Take the cursor's line away."""
        self.finish_writing()
        at = self.currentIndex().row()
        if at >= 0:
            last = self.lines_model.rowCount() - 2
            self._change_order(lambda lines: lines.pop(at), min(at, last), self.currentIndex().column())

    def move_line(self, by: int) -> None:
        """The cursor's line goes up or down; the numbers follow."""
        self.finish_writing()
        at, to = self.currentIndex().row(), self.currentIndex().row() + by
        if at >= 0 and 0 <= to < self.lines_model.rowCount():
            column = self.currentIndex().column()
            self._change_order(lambda lines: lines.insert(to, lines.pop(at)), to, column)

    def finish_writing(self) -> None:
        """What is being typed into a cell is kept."""
        if self.state() == QAbstractItemView.State.EditingState:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # an editor that loses the cursor stores its text

    def _change_order(self, change: Callable[[list[list[str]]], object], row: int, column: int) -> None:
        model = self.lines_model
        model.beginResetModel()
        change(model.lines)
        model.problems = {}
        model.endResetModel()
        if model.lines:
            self.setCurrentIndex(model.index(max(row, 0), max(column, 1)))
        self.changed.emit()

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_line(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif held == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_Delete:
            self.drop_line()
        elif event.key() == Qt.Key.Key_Space and not held and self._is_yes_no(at):
            self.lines_model.setData(at, "" if at.data(Qt.ItemDataRole.EditRole) else YES)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self.go_on()
        elif event.key() == Qt.Key.Key_Delete and not held and at.isValid() and not self._is_yes_no(at):
            self.lines_model.setData(at, "")
        else:
            super().keyPressEvent(event)

    def _is_yes_no(self, at: QModelIndex) -> bool:
        return at.isValid() and at.column() > 0 and self.lines_model.columns[at.column() - 1].is_yes_no

    def go_on(self) -> None:
        """The next cell, then the next line's first; after the last cell nothing."""
        at, model = self.currentIndex(), self.lines_model
        if at.column() < model.columnCount() - 1:
            self.setCurrentIndex(model.index(at.row(), at.column() + 1))
        elif at.row() < model.rowCount() - 1:
            self.setCurrentIndex(model.index(at.row() + 1, 1))

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.moved.emit()

    def mousePressEvent(self, event: object) -> None:
        super().mousePressEvent(event)
        at = self.currentIndex()
        if self._is_yes_no(at) and self.indexAt(event.position().toPoint()) == at:
            self.lines_model.setData(at, "" if at.data(Qt.ItemDataRole.EditRole) else YES)

    def focusOutEvent(self, event: QEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
