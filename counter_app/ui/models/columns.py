"""Columns of a table: what each shows of a row, how wide it is, by what it sorts, what it copies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from counter_app.ui.widgets.cells import Cell, cell_words

R = TypeVar("R")


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column. `width` in pixels of the design; of a stretching column it is the least width.

    `sort`: the word given to `sort_chosen`, empty where the list cannot be sorted by it. `is_fixed`: cannot
    be hidden and never gives way (code, date, badge). `is_hidden`: not shown until it is chosen.
    `gives_way`: when the window is too narrow, the column with the highest number hides first; 0 never.
    `copy`: the full value for the clipboard and for export; without it the words of the cell.
    `is_number`: pasted as a number; everything else is pasted as text, so that ids keep their noughts.
    """

    id: str
    title: str
    width: int
    cell: Callable[[R], Cell]
    is_right: bool = field(default=False, kw_only=True)
    is_stretch: bool = field(default=False, kw_only=True)
    sort: str = field(default="", kw_only=True)
    is_fixed: bool = field(default=False, kw_only=True)
    is_hidden: bool = field(default=False, kw_only=True)
    gives_way: int = field(default=0, kw_only=True)
    is_number: bool = field(default=False, kw_only=True)
    copy: Callable[[R], str] | None = field(default=None, kw_only=True)

    def words(self, row: R) -> str:
        """The full value of a row in words."""
        return self.copy(row) if self.copy is not None else cell_words(self.cell(row))
