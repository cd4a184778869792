"""Rows that are all in memory: short lists and queues, with group rows between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from counter_app.ui.models.columns import Column
from counter_app.ui.models.table_model import GroupRow, TableModel
from counter_app.ui.tokens import Tone

__all__ = ["GroupRow", "RowsModel"]


class RowsModel(TableModel):
    """`set_rows` shows other rows: the view keeps cursor, selection and scroll place by the rows' keys, and
    ticks of rows that are gone go."""

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        *,
        key: Callable[[Any], str],
        row_tone: Callable[[Any], Tone | None] | None = None,
    ) -> None:
        super().__init__(columns, key=key, row_tone=row_tone)
        self._lines: tuple[Any, ...] = ()
        self._numbers: dict[str, int] = {}

    def set_rows(self, rows: Iterable[Any]) -> None:
        """Show these rows and group rows, in this order."""
        ticks = len(self._ticks)
        self.beginResetModel()
        self._lines = tuple(rows)
        rows = ((number, line) for number, line in enumerate(self._lines) if not isinstance(line, GroupRow))
        self._numbers = {self.key(line): number for number, line in rows}
        self._ticks = {key: None for key in self._ticks if key in self._numbers}
        self.endResetModel()
        if len(self._ticks) != ticks:
            self.ticks_changed.emit()

    def rows(self) -> tuple[Any, ...]:
        """The rows without the group rows."""
        return tuple(line for line in self._lines if not isinstance(line, GroupRow))

    def lines(self) -> tuple[Any, ...]:
        """Rows and group rows as they stand."""
        return self._lines

    def count(self) -> int:
        return len(self._lines)

    def line_at(self, number: int) -> Any:
        return self._lines[number]

    def number_of(self, key: str) -> int:
        return self._numbers.get(key, -1)

    def take_rows(self, first: int, last: int, done: Callable[[Sequence[Any]], object]) -> None:
        done([line for line in self._lines[first : last + 1] if not isinstance(line, GroupRow)])
