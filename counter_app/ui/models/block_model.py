"""A table of a million rows: the count is known, rows come in blocks from the worker, a few are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import Signal

from counter_app.domain.errors import CounterError
from counter_app.ui.jobs import Jobs, Token
from counter_app.ui.models.columns import Column
from counter_app.ui.models.table_model import TableModel
from counter_app.ui.tokens import Tone

BLOCKS_KEPT = 24
_MOST_WANTED = 3
"""Blocks waited for at once: those a view shows, and the next one; older wishes are stale."""


class Opened(Protocol):
    """What a source says of a list: how many rows, and where the rows asked for stand (-1: gone)."""

    count: int
    numbers: tuple[int, ...]


class Source(Protocol):
    """A list that is read on the worker thread, and used nowhere else. `block` answers None when it needs
    another turn to get there; other work may come between the turns."""

    def open(self, reading: Any, seqs: Sequence[int] = ()) -> Opened:
        """Look at the list anew."""

    def check_count(self, reading: Any) -> int:
        """The count, made sure of."""

    def block(self, reading: Any, number: int) -> Sequence[Any] | None:
        """Rows of one block."""


class BlockModel(TableModel):
    """`show_source` shows another list, `reload` the same one as it is now: the view keeps cursor and scroll
    place, for the rows that were there are asked for again by their `place` before anything changes.

    `loaded` fires after each reset (count known, the first rows there); `failed(error)` when a reading fails.
    """

    loaded = Signal()
    failed = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        *,
        key: Callable[[Any], str],
        place: Callable[[Any], int],
        jobs: Jobs,
        block: int,
        row_tone: Callable[[Any], Tone | None] | None = None,
    ) -> None:
        """`place`: the number by which a source finds a row again. `block`: rows in a block."""
        super().__init__(columns, key=key, row_tone=row_tone)
        self._place, self._jobs, self._size = place, jobs, block
        self._source: Source | None = None
        self._count = 0
        self._blocks: OrderedDict[int, tuple[Any, ...]] = OrderedDict()
        self._numbers: dict[str, int] = {}
        self._moved: dict[int, int] = {}
        self._wanted: list[int] = []
        self._token: Token | None = None
        self._opening: Token | None = None
        self._at = 0
        self._is_new = True

    # -- the list

    def show_source(self, source: Source) -> None:
        """Show another list, from its beginning."""
        self._source = source
        self._is_new = True
        self._open(source, ())

    def reload(self) -> None:
        """Show the same list as it is now."""
        if self._source is not None:
            self._open(self._source, () if self._is_new else self.places_looked_at())

    def is_at_rest(self) -> bool:
        """Whether everything that was asked for is here."""
        return self._opening is None and self._token is None and not self._wanted

    def _open(self, source: Source, places: tuple[int, ...]) -> None:
        if self._opening is not None:
            self._opening.drop()
        self._drop_wishes()
        self._opening = self._jobs.read(
            lambda reading: _opened(source, reading, places, self._size), self._shown, self._failed
        )

    def _shown(self, found: tuple[Opened, dict[int, tuple[Any, ...]], tuple[int, ...]]) -> None:
        opened, blocks, places = found
        self._opening = None
        self._drop_wishes()
        self.keeps_place = not self._is_new
        self._is_new = False
        self.beginResetModel()
        self._count = opened.count
        self._blocks = OrderedDict(blocks)
        self._moved = dict(zip(places, opened.numbers, strict=True))
        self._numbers = {}
        for number, rows in blocks.items():
            self._remember(number, rows)
        self.endResetModel()
        self.loaded.emit()
        source = self._source
        if source is not None:
            self._jobs.read(source.check_count, self._checked, self._failed)

    def _checked(self, count: int) -> None:
        if count != self._count and self._opening is None:
            self.reload()

    def _failed(self, error: CounterError) -> None:
        self._opening = None
        self._token = None
        self._wanted = []
        self.failed.emit(error)

    # -- blocks

    def _drop_wishes(self) -> None:
        if self._token is not None:
            self._token.drop()
            self._token = None
        self._wanted = []

    def _want(self, number: int) -> None:
        if not 0 <= number * self._size < self._count or number in self._blocks:
            return
        if number in self._wanted:
            self._wanted.remove(number)
        self._wanted = [*self._wanted, number][-_MOST_WANTED:]
        self._ask()

    def _ask(self) -> None:
        """The latest wish first; one reading at a time, so that stale wishes cost nothing."""
        source = self._source
        if self._token is not None or not self._wanted or source is None or self._opening is not None:
            return
        number = self._wanted[-1]
        self._token = self._jobs.read(
            lambda reading: (number, source.block(reading, number)), self._came, self._failed
        )

    def _came(self, found: tuple[int, Sequence[Any] | None]) -> None:
        number, rows = found
        self._token = None
        if rows is not None:
            self._wanted = [other for other in self._wanted if other != number]
            self._keep(number, tuple(rows))
        self._ask()

    def _keep(self, number: int, rows: tuple[Any, ...]) -> None:
        self._blocks[number] = rows
        self._remember(number, rows)
        while len(self._blocks) > BLOCKS_KEPT:
            self._forget(*self._blocks.popitem(last=False))
        first = number * self._size
        last = min(first + self._size, self._count) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        if number == self._at:
            self._want_beside(number)

    def _remember(self, number: int, rows: Sequence[Any]) -> None:
        for place, row in enumerate(rows, start=number * self._size):
            self._numbers[self.key(row)] = place

    def _forget(self, number: int, rows: Sequence[Any]) -> None:
        for row in rows:
            if self._numbers.get(self.key(row), -1) // self._size == number:
                del self._numbers[self.key(row)]

    def _want_beside(self, number: int) -> None:
        """Rows a page away come before they are looked at."""
        for other in (number - 1, number + 1):
            self._want(other)

    # -- what the view asks

    def count(self) -> int:
        return self._count

    def line_at(self, number: int) -> Any:
        block, place = divmod(number, self._size)
        rows = self._blocks.get(block)
        if rows is None:
            self._at = block
            self._want(block)
            return None
        if block != self._at:
            self._at = block
            self._blocks.move_to_end(block)
            self._want_beside(block)
        return rows[place] if place < len(rows) else None

    def number_of(self, key: str) -> int:
        return self._numbers.get(key, -1)

    def place_of(self, number: int) -> int:
        row = self.row_at(number)
        return -1 if row is None else self._place(row)

    def number_at_place(self, place: int) -> int:
        return self._moved.get(place, -1)

    def loaded_rows(self) -> Iterator[tuple[int, Any]]:
        """The rows that are here now, with their numbers."""
        for block, rows in self._blocks.items():
            yield from enumerate(rows, start=block * self._size)

    def take_rows(self, first: int, last: int, done: Callable[[Sequence[Any]], object]) -> None:
        source, size = self._source, self._size
        if source is None:
            return
        wanted = range(first // size, last // size + 1)
        if all(block in self._blocks for block in wanted):
            rows = [row for block in wanted for row in self._blocks[block]]
            done(rows[first - wanted[0] * size : last - wanted[0] * size + 1])
            return
        cut = partial(self._cut, first - wanted[0] * size, last - first + 1, done)
        self._jobs.read(lambda reading: [_block(source, reading, n) for n in wanted], cut, self._failed)

    def _cut(
        self, first: int, count: int, done: Callable[[Sequence[Any]], object], blocks: list[Sequence[Any]]
    ) -> None:
        done([row for block in blocks for row in block][first : first + count])


def _block(source: Source, reading: Any, number: int) -> Sequence[Any]:
    """A block however far it is."""
    while (rows := source.block(reading, number)) is None:
        pass
    return rows


def _opened(
    source: Source, reading: Any, places: tuple[int, ...], size: int
) -> tuple[Opened, dict[int, tuple[Any, ...]], tuple[int, ...]]:
    """The list as it is now, with the blocks around the rows that were looked at (else the first one)."""
    opened = source.open(reading, places)
    near = {max(0, number) // size for number in opened.numbers} or {0}
    near |= {number + 1 for number in near}
    there = sorted(number for number in near if number * size < opened.count)
    blocks = {number: tuple(_block(source, reading, number)) for number in there}
    return opened, blocks, places
