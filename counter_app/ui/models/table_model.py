"""What every table model can do for the view: rows by number and key, cells, ticks, words for who listens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from counter_app.ui.models.columns import Column
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.cells import Cell, TextCell, cell_words

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class GroupRow:
    """A title over the rows that follow ("Quá hạn bước  2"); it is no row and cannot be chosen."""

    title: str
    count: int
    tone: Tone = Tone.TEXT
    icon: str = ""


class TableModel(QAbstractTableModel):
    """Base of the models. A row is any frozen object; `key` says by what it is the same in another reading.

    `keeps_place`: rows that are set anew are the same list, the view stays where it was. `places_looked_at`
    is the view's: the places (`place_of`) of the rows that it must find again. `ticks` are kept by key. The
    delegate asks `line_at` and the column, not `data`: no object travels through a variant.
    """

    ticks_changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        *,
        key: Callable[[Any], str],
        row_tone: Callable[[Any], Tone | None] | None = None,
    ) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.key = key
        self.is_tickable = False
        self.keeps_place = True
        self.places_looked_at: Callable[[], tuple[int, ...]] = tuple
        self._row_tone = row_tone
        self._ticks: dict[str, None] = {}

    # -- what a model of its own must answer

    def count(self) -> int:
        """Rows and group rows together."""
        raise NotImplementedError

    def line_at(self, number: int) -> Any:
        """The row or GroupRow at a place, None while it is being read."""
        raise NotImplementedError

    def number_of(self, key: str) -> int:
        """Where the row of a key stands, -1 when it is not here (or not read yet)."""
        raise NotImplementedError

    def take_rows(self, first: int, last: int, done: Callable[[Sequence[Any]], object]) -> None:
        """Hand the rows from `first` to `last` (inclusive, without group rows) to `done`, now or when they
        were read."""
        raise NotImplementedError

    def place_of(self, number: int) -> int:
        """How to find this place again when the rows have changed; given back to `number_at_place`."""
        return number

    def number_at_place(self, place: int) -> int:
        """Where a place is now, -1 when nothing is left of it."""
        return min(place, self.count() - 1)

    # -- rows

    def row_at(self, number: int) -> Any:
        """The row at a place; None for a group row, for one that is being read, and past the end."""
        line = self.line_at(number) if 0 <= number < self.count() else None
        return None if isinstance(line, GroupRow) else line

    def key_at(self, number: int) -> str:
        """Key of the row at a place, empty where there is none."""
        row = self.row_at(number)
        return "" if row is None else self.key(row)

    def cell(self, number: int, column: int) -> Cell | None:
        """What a cell shows; None where there is no row (yet)."""
        row = self.row_at(number)
        return None if row is None else self.columns[column].cell(row)

    def tone_at(self, number: int) -> Tone | None:
        """The soft ground of a row that needs care."""
        row = self.row_at(number)
        return self._row_tone(row) if row is not None and self._row_tone is not None else None

    def column_of(self, column_id: str) -> int:
        """Place of a column; an unknown id is a ValueError."""
        return [column.id for column in self.columns].index(column_id)

    def say_all_changed(self) -> None:
        """The same rows, other words (a minute has passed)."""
        if self.count():
            last = self.index(self.count() - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # -- ticks

    def ticked(self) -> tuple[str, ...]:
        """Keys of the ticked rows in the order in which they were ticked."""
        return tuple(self._ticks)

    def is_ticked(self, number: int) -> bool:
        """Whether the row at a place is ticked."""
        return bool(self._ticks) and self.key_at(number) in self._ticks

    def set_ticked(self, keys: Iterable[str]) -> None:
        """Tick exactly these."""
        wanted = dict.fromkeys(keys)
        if list(wanted) != list(self._ticks):
            self._ticks = wanted
            self.say_all_changed()
            self.ticks_changed.emit()

    # -- what Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self.count()

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self.line_at(index.row()), GroupRow):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, column = self.line_at(index.row()), self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(column)
        if line is None:
            return None
        if isinstance(line, GroupRow):
            spoken = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return f"{line.title}, {line.count}" if role in spoken and index.column() == 0 else None
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_words(column.cell(line))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index.row(), index.column(), cell_words(column.cell(line)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(column, line)
        return None

    def _spoken(self, number: int, column: int, words: str) -> str:
        named = f"{self.columns[column].title}: {words}"
        if column == 0 and self.is_tickable:
            return f"{named}, {'đã chọn' if self.is_ticked(number) else 'chưa chọn'}"
        return named

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(self.columns[section])
        return None


def _aligned(column: Column[Any]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _tip(column: Column[Any], row: Any) -> str:
    """The full value; in a paragraph of its own, else a name such as `<Pearl>` would be read as a tag."""
    cell = column.cell(row)
    words = cell.tip if isinstance(cell, TextCell) and cell.tip else column.words(row)
    return f"<p>{escape(words)}</p>" if words else ""
