"""Where a table stood, found again when its rows are set anew: cursor, selection, first row in sight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject

from counter_app.ui.widgets.table_ground import next_row

if TYPE_CHECKING:
    from counter_app.ui.widgets.data_table import DataTable

MOST_CHOSEN = 2_000
"""Selected rows that are found again; a larger selection falls back to the cursor row."""
_SELECT = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


@dataclass(frozen=True)
class Kept:
    """Where the view stood before its rows were set anew: cursor, first row in sight, selection."""

    key: str = ""
    place: int = -1
    top_key: str = ""
    top: int = -1
    scrolled: int = 0
    chosen: tuple[str, ...] = ()


class TablePlace(QObject):
    """Belongs to one table: `keep` before the reset, `find` after it."""

    def __init__(self, table: DataTable) -> None:
        super().__init__(table)
        self._table = table
        self._kept = Kept()

    def places(self) -> tuple[int, ...]:
        """Of the rows to be found again: the cursor's, and the first and last one in sight."""
        table = self._table
        ends = (table.rowAt(0), table.rowAt(table.viewport().height() - 1))
        seen = [table.table_model.place_of(number) for number in ends if number >= 0]
        return tuple(dict.fromkeys(place for place in (table.cursor_place, *seen) if place >= 0))

    def keep(self) -> None:
        """Note where the table stands."""
        table, model = self._table, self._table.table_model
        top = max(0, table.rowAt(0))
        self._kept = Kept(
            table.current_key(),
            table.cursor_place if table.currentIndex().isValid() else -1,
            model.key_at(top),
            model.place_of(top) if top < model.count() else -1,
            table.verticalScrollBar().value(),
            self._chosen(),
        )

    def _chosen(self) -> tuple[str, ...]:
        ranges = self._table.selected_ranges()
        count = sum(last - first + 1 for first, last in ranges)
        if not 1 < count <= MOST_CHOSEN:
            return ()
        numbers = (number for first, last in ranges for number in range(first, last + 1))
        return tuple(key for number in numbers if (key := self._table.table_model.key_at(number)))

    def find(self) -> None:
        """Stand there again; in another list only the cursor row is looked for, from the top."""
        table, model = self._table, self._table.table_model
        kept = self._kept if model.keeps_place else Kept(self._kept.key)
        number = self._found(kept.key, kept.place)
        if number < 0 and table.hasFocus() and model.count():
            number = 0
        if number >= 0:
            table.go_to(next_row(model, number))
            self._choose_again(kept.chosen)
        self._scroll_back(kept)

    def _found(self, key: str, place: int) -> int:
        model = self._table.table_model
        number = model.number_of(key) if key else -1
        if number < 0 and place >= 0 and model.count():
            number = model.number_at_place(place)
        return number

    def _choose_again(self, keys: tuple[str, ...]) -> None:
        model, found = self._table.table_model, QItemSelection()
        for number in map(model.number_of, keys):
            if number >= 0:
                at = model.index(number, 0)
                found.select(at, at)
        if not found.isEmpty():
            self._table.selectionModel().select(found, _SELECT)

    def _scroll_back(self, kept: Kept) -> None:
        """To the row that was the first in sight; who stood at the top stays there and sees what is new."""
        self._table.updateGeometries()
        top = self._found(kept.top_key, kept.top) if kept.scrolled > 0 else 0
        self._table.verticalScrollBar().setValue(top if top >= 0 else kept.scrolled)
