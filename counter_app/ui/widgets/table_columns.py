"""Which columns of a table are shown and how wide: wanted, dragged, remembered, fitted to the window."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHeaderView

from counter_app.ui import theme
from counter_app.ui.memory import Memory
from counter_app.ui.widgets.table_widths import least_width, share

if TYPE_CHECKING:
    from counter_app.ui.models.columns import Column
    from counter_app.ui.widgets.data_table import DataTable


class ShownColumns(QObject):
    """Belongs to one table; `wanted` is what the person chose, in the order of the model's columns."""

    def __init__(self, table: DataTable, memory: Memory | None, name: str) -> None:
        super().__init__(table)
        self._table, self._memory, self._name = table, memory, name
        self._columns: tuple[Column[Any], ...] = table.table_model.columns
        self._dragged: dict[str, int] = self._read_widths()
        self._is_fitting = False
        first = tuple(column.id for column in self._columns if not column.is_hidden)
        self.wanted = self._in_order(memory.words(f"{name}/columns", first) if memory else first)
        self._shown = self.wanted
        head = table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.set_sortable(frozenset(n for n, column in enumerate(self._columns) if column.sort))
        head.sectionResized.connect(self._resized)

    def _in_order(self, ids: Iterable[str]) -> tuple[str, ...]:
        known = set(ids)
        return tuple(column.id for column in self._columns if column.is_fixed or column.id in known)

    def _read_widths(self) -> dict[str, int]:
        kept = self._memory.words(f"{self._name}/widths") if self._memory else ()
        pairs = (word.partition("=") for word in kept)
        known = {column.id for column in self._columns}
        return {name: int(px) for name, _, px in pairs if name in known and px.isdigit() and len(px) < 5}

    def want(self, ids: Iterable[str]) -> None:
        """Show these and the fixed ones."""
        self.wanted = self._in_order(ids)
        if self._memory is not None:
            self._memory.keep(f"{self._name}/columns", self.wanted)
        self.fit()

    def forget_widths(self) -> None:
        """As wide as they were made."""
        self._dragged = {}
        if self._memory is not None:
            self._memory.forget(f"{self._name}/widths")
        self.fit()

    def sections(self) -> list[int]:
        """Numbers of the columns on the screen, from the left."""
        return [number for number, column in enumerate(self._columns) if column.id in self._shown]

    def first(self) -> int:
        """The leftmost column on the screen."""
        return next(iter(self.sections()), 0)

    def last(self) -> int:
        """The rightmost column on the screen."""
        return next(iter(reversed(self.sections())), 0)

    def fit(self) -> None:
        """Share the width of the table."""
        table, head = self._table, self._table.horizontalHeader()
        chosen = [column for column in self._columns if column.id in self.wanted]
        shares = share(chosen, table.viewport().width(), self._dragged, table.around(), theme.px)
        self._shown = shares.shown()
        self._is_fitting = True
        try:
            for number, column in enumerate(self._columns):
                width = shares.widths.get(column.id)
                head.setSectionHidden(number, width is None)
                if width is not None:
                    head.resizeSection(number, width + self._edge_of(number))
        finally:
            self._is_fitting = False
        table.viewport().update()

    def _edge_of(self, number: int) -> int:
        head = self._table.head
        return (head.lead if number == self.first() else 0) + (head.tail if number == self.last() else 0)

    def _resized(self, number: int, _old: int, new: int) -> None:
        """The person dragged an edge."""
        if self._is_fitting:
            return
        column = self._columns[number]
        self._dragged[column.id] = max(least_width(column, theme.px), new - self._edge_of(number))
        if self._memory is not None:
            self._memory.keep(f"{self._name}/widths", [f"{name}={px}" for name, px in self._dragged.items()])
        self.fit()
