"""How the columns of a table share its width: fixed ones first, the rest to those that stretch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from counter_app.ui.models.columns import Column

LEAST = 48
"""No column is dragged narrower than this (pixels of the design)."""


@dataclass(frozen=True)
class Shares:
    """Pixels of every column that is shown, by id; those left out gave way to the others."""

    widths: Mapping[str, int]

    def shown(self) -> tuple[str, ...]:
        """Ids in the order of the columns."""
        return tuple(self.widths)


def share(
    columns: Sequence[Column[Any]],
    room: int,
    chosen: Mapping[str, int],
    around: int,
    scale: Callable[[float], int],
) -> Shares:
    """Widths of `columns` (those the person wants to see) in `room` pixels.

    `chosen`: widths that the person dragged, in pixels. `around`: pixels the edges of the page take besides.
    Columns with `gives_way` leave, the highest number first, until the least widths fit.
    """
    kept = list(columns)
    while True:
        leaving = max((column for column in kept if column.gives_way), key=_rank, default=None)
        if leaving is None or _least(kept, chosen, scale) + around <= room:
            break
        kept.remove(leaving)
    widths = {column.id: _fixed(column, chosen, scale) for column in kept}
    free = [column for column in kept if column.is_stretch and column.id not in chosen]
    if not free and kept:
        free = [column for column in kept if column.is_stretch][-1:]
    _spread(widths, free, room - around, scale)
    return Shares(widths)


def _rank(column: Column[Any]) -> int:
    return column.gives_way


def least_width(column: Column[Any], scale: Callable[[float], int]) -> int:
    """How narrow a column may be dragged: what must never be cut keeps its width."""
    return scale(column.width) if column.is_fixed else scale(min(LEAST, column.width))


def _fixed(column: Column[Any], chosen: Mapping[str, int], scale: Callable[[float], int]) -> int:
    wanted = chosen.get(column.id, scale(column.width))
    return max(wanted, least_width(column, scale))


def _least(columns: Sequence[Column[Any]], chosen: Mapping[str, int], scale: Callable[[float], int]) -> int:
    return sum(_fixed(column, chosen, scale) for column in columns)


def _spread(
    widths: dict[str, int], free: Sequence[Column[Any]], room: int, scale: Callable[[float], int]
) -> None:
    """Give what is left to the stretching columns, in proportion to their least widths."""
    spare = room - sum(widths.values())
    weight = sum(scale(column.width) for column in free)
    if spare <= 0 or not weight:
        return
    given = 0
    for place, column in enumerate(free):
        is_last = place == len(free) - 1
        part = spare - given if is_last else spare * scale(column.width) // weight
        widths[column.id] += part
        given += part
