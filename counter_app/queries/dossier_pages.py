"""Dossiers in pages of a large table: one filter, a fixed list of orders, keyset reading (never OFFSET)."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal_column, select, text, tuple_

from counter_app.domain.errors import FieldProblem, InvalidField
from counter_app.queries.dossiers import DossierRow, to_row
from counter_app.storage.projection_tables import LISTED, OPEN_STATUS, dossier
from counter_app.storage.store import Reading

BLOCK = 100
"""Rows that are read at once."""
_STRIDE, _NARROW_STRIDE = 50_000, 5_000
"""Keys that one step of a walk to the middle passes: some 40 ms, so that an act need not wait longer. Where a
filter must look at each row besides, fewer."""
WHOLE = 50_000
"""A list with a filter that has no more rows is sorted once, and its row numbers are kept."""


class SortBy(StrEnum):
    """Orders a list may have; a word from outside that is none of them is refused."""

    NEWEST = "newest"
    CODE = "code"
    APPLICANT = "applicant"
    PROCEDURE = "procedure"
    DUE = "due"
    STATUS = "status"
    HOLDER = "holder"


_KEYS: dict[SortBy, tuple[str, ...]] = {
    SortBy.NEWEST: ("first_at", "seq"),
    SortBy.CODE: ("coalesce(code, portal_code, '')", "seq"),
    SortBy.APPLICANT: ("applicant_sort", "seq"),
    SortBy.PROCEDURE: ("field", "procedure", "first_at", "seq"),
    SortBy.DUE: ("coalesce(due_at, '9')", "seq"),
    SortBy.STATUS: ("status", "first_at", "seq"),
    SortBy.HOLDER: ("coalesce(holder, '')", "first_at", "seq"),
}
"""What each order compares, in the words of the index that covers it. Nothing else is ever sorted by."""


def sort_by(word: str) -> SortBy:
    """The order a word from outside names. Raises InvalidField for any other word: it never reaches SQL."""
    try:
        return SortBy(word)
    except ValueError:
        raise InvalidField(field="sort", problem=FieldProblem.FORMAT, value=word[:40]) from None


@dataclass(frozen=True)
class Order:
    """By what a list is sorted; rows that are alike in it stand in the order in which they came."""

    by: SortBy = SortBy.CODE
    is_descending: bool = True


@dataclass(frozen=True)
class DossierFilter:
    """What a list is narrowed to; what is left at its default narrows nothing.

    Days are inclusive. `codes`: exactly these (the dossiers behind a number that no other field describes).
    """

    statuses: tuple[str, ...] = ()
    is_open: bool = False
    is_overdue: bool = False
    is_in_transit: bool = False
    unit: str = ""
    officer: str = ""
    field: str = ""
    procedures: tuple[str, ...] = ()
    received_from: date | None = None
    received_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    codes: tuple[str, ...] = ()


NO_FILTER = DossierFilter()
Place = tuple[Any, ...]
"""Where a row stands in an order: the values it is compared by, `seq` last."""


@dataclass(frozen=True)
class Counts:
    """How many dossiers the saved filters of a list would show. `year`: received in the year of `now`."""

    everything: int
    is_open: int
    overdue: int
    awaiting: int


def counts(reading: Reading, now: datetime) -> Counts:
    """The figures of the saved filters; none of them reads more than the dossiers that are open."""
    conn = reading.conn
    conditions = {
        "open": DossierFilter(is_open=True),
        "overdue": DossierFilter(is_overdue=True),
        "awaiting": DossierFilter(statuses=("awaiting_supplement",)),
    }
    found = {name: _count(conn, _conditions(wanted, now)) for name, wanted in conditions.items()}
    return Counts(kept_count(conn), found["open"], found["overdue"], found["awaiting"])


def kept_count(conn: Connection) -> int:
    """Dossiers in the large list, without counting them: rows are numbered without gaps and never deleted,
    so the highest number less the few that are not listed is their number."""
    unlisted = select(func.count()).select_from(dossier).where(text(_UNLISTED))
    return int(conn.execute(select(func.max(dossier.c.seq))).scalar() or 0) - _number(conn, unlisted)


def _count(conn: Connection, conditions: Iterable[ColumnElement[bool]]) -> int:
    return _number(conn, select(func.count()).select_from(dossier).where(_LISTED, *conditions))


def _number(conn: Connection, statement: Select[Any]) -> int:
    return int(conn.execute(statement).scalar_one())


class _Unindexed:
    """Columns that SQLite must not choose an index by (the unary plus): the order's index leads."""

    def __getattr__(self, name: str) -> ColumnElement[Any]:
        return literal_column(f"+{dossier.c[name].name}")


def _conditions(
    wanted: DossierFilter, now: datetime, row: Any = dossier.c
) -> Iterator[ColumnElement[bool]]:
    """The filter in the words of the indexes; what the person chose is always a bound value."""
    if wanted.statuses:
        yield row.status.in_(wanted.statuses)
    if wanted.is_open or wanted.is_overdue:
        yield _words(f"status IN ({OPEN_STATUS})")
    if wanted.is_overdue:
        yield row.late_from <= now.isoformat(timespec="minutes")
    if wanted.is_in_transit:
        yield row.in_transit_to.is_not(None)
    named = ((row.holder, wanted.unit), (row.officer, wanted.officer), (row.field, wanted.field))
    yield from (column == value for column, value in named if value)
    if wanted.procedures:
        yield row.procedure.in_(wanted.procedures)
    yield from _days(row.received_at, wanted.received_from, wanted.received_to)
    yield from _days(row.due_at, wanted.due_from, wanted.due_to)
    if wanted.codes:
        # One value however many codes there are: a statement has room for so many question marks only.
        codes = select(func.json_each(json.dumps(wanted.codes)).table_valued("value").c.value)
        yield row.code.in_(codes) | row.portal_code.in_(codes)


def _days(
    column: ColumnElement[Any], first: date | None, last: date | None
) -> Iterator[ColumnElement[bool]]:
    if first is not None:
        yield column >= first.isoformat()
    if last is not None:
        yield column < (last + timedelta(days=1)).isoformat()


def _words(condition: str) -> ColumnElement[bool]:
    """A condition of this program's own words: an index is used only for the very words it was made with."""
    return text(f"({condition})")  # type: ignore[return-value]


_LISTED = _words(LISTED)
_UNLISTED = "slip IS NOT NULL OR is_quarantined <> 0"


@dataclass(frozen=True)
class Opening:
    """A list as it stands now: how many rows, and at which number the rows asked for stand (-1: no more)."""

    count: int
    numbers: tuple[int, ...]


class DossierPages:
    """One list in one order, read block by block. Used on one thread only, the worker's.

    Without a filter it reads by key from the nearest place that is known: the front, the end, a block that
    was read, or a mark; to the middle it walks over the covering index in strides and leaves a mark a block.
    With a filter that leaves no more than `WHOLE` rows it keeps their numbers instead, eight bytes each.
    """

    def __init__(self, wanted: DossierFilter, order: Order, now: Callable[[], datetime]) -> None:
        """`now`: the local clock; what is overdue is asked anew at every opening."""
        self.wanted, self.order, self._clock = wanted, order, now
        self.now = now()
        self._count = 0
        self._gap: int | None = None
        self._seqs: array[int] | None = None
        self._narrow: tuple[ColumnElement[bool], ...] = ()
        self._marks: dict[int, Place] = {}
        self._keys: tuple[ColumnElement[Any], ...] = tuple(literal_column(key) for key in _KEYS[order.by])
        self._key = tuple_(*self._keys)

    # -- the list as a whole

    def open(self, reading: Reading, seqs: Sequence[int] = ()) -> Opening:
        """Look at the list anew, and where the rows of these numbers (`DossierRow.seq`) stand in it."""
        conn = reading.conn
        self.now = self._clock()
        self._marks = {}
        self._seqs = None
        if self.wanted == NO_FILTER:
            self._count = kept_count(conn) - (self._gap or 0)
        else:
            self._count = _count(conn, _conditions(self.wanted, self.now))
            self._narrow = tuple(_conditions(self.wanted, self.now, _Unindexed()))
        if self.wanted == NO_FILTER or self._count > WHOLE:
            return Opening(self._count, tuple(self._rank(conn, seq) for seq in seqs))
        self._seqs = self._listed(conn)
        places = {seq: number for number, seq in enumerate(self._seqs)} if seqs else {}
        return Opening(self._count, tuple(places.get(seq, -1) for seq in seqs))

    def check_count(self, reading: Reading) -> int:
        """Count the rows, once: should the numbers have gaps after all, the difference is kept."""
        if self.wanted == NO_FILTER and self._gap is None:
            counted = _count(reading.conn, ())
            self._gap = kept_count(reading.conn) - counted
            self._count = counted
        return self._count

    def _listed(self, conn: Connection) -> array[int]:
        where = _conditions(self.wanted, self.now)
        inner = select(dossier.c.seq).where(_LISTED, *where).order_by(*self._sorted(is_ahead=True)).subquery()
        # One text instead of a row a number: a list of a hundred thousand is read in a tenth of the time.
        found = conn.execute(select(func.json_group_array(inner.c.seq))).scalar_one()
        return array("q", json.loads(found))

    def _rank(self, conn: Connection, seq: int) -> int:
        there = select(*self._keys).where(dossier.c.seq == seq, _LISTED, *self._narrow)
        place = conn.execute(there).first()
        if place is None:
            return -1
        number = _count(conn, [self._beyond(tuple(place), is_ahead=False), *self._narrow])
        self._mark_around(conn, number, tuple(place))
        return number

    def _mark_around(self, conn: Connection, number: int, place: Place) -> None:
        """Where the block of this row begins: it will be looked at next, and must not be walked to."""
        block, before = divmod(number, BLOCK)
        if before:
            keys = select(*(key.label(f"k{n}") for n, key in enumerate(self._keys))).select_from(dossier)
            back = self._within(keys, self._beyond(place, is_ahead=False), before, is_ahead=False)
            place = tuple(conn.execute(back).fetchall()[-1])
        self._marks[block] = place

    # -- blocks

    def block(self, reading: Reading, number: int) -> tuple[DossierRow, ...] | None:
        """Rows `number * BLOCK` and following; None: one stride nearer, ask again."""
        conn = reading.conn
        first = number * BLOCK
        limit = min(BLOCK, self._count - first)
        if limit <= 0:
            return ()
        if self._seqs is not None:
            return self._by_seqs(conn, self._seqs[first : first + limit])
        return self._by_key(conn, number, limit)

    def _by_seqs(self, conn: Connection, seqs: array[int]) -> tuple[DossierRow, ...]:
        rows = conn.execute(select(dossier).where(dossier.c.seq.in_(seqs.tolist())))
        found = {row.seq: to_row(row, self.now) for row in rows}
        return tuple(found[seq] for seq in seqs if seq in found)

    def _by_key(self, conn: Connection, number: int, limit: int) -> tuple[DossierRow, ...] | None:
        if number == 0:
            rows = self._read(conn, None, limit + 1, is_ahead=True)
        elif number in self._marks:
            rows = self._read(conn, self._at_or_beyond(self._marks[number]), limit + 1, is_ahead=True)
        elif number == (self._count - 1) // BLOCK:
            rows = self._read(conn, None, limit, is_ahead=False)
        elif number + 1 in self._marks:
            before = self._beyond(self._marks[number + 1], is_ahead=False)
            rows = self._read(conn, before, limit, is_ahead=False)
        elif not self._walk_towards(conn, number):
            return ()
        else:
            return self._by_key(conn, number, limit) if number in self._marks else None
        self._mark(number, rows)
        return tuple(to_row(row, self.now) for row in rows[:limit])

    def _mark(self, number: int, rows: Sequence[Any]) -> None:
        """The first row of a block is known now, and of the block behind it when one row more was read."""
        if rows:
            self._marks[number] = tuple(rows[0])[-len(self._keys) :]
        if len(rows) > BLOCK:
            self._marks[number + 1] = tuple(rows[BLOCK])[-len(self._keys) :]

    def _read(
        self, conn: Connection, where: ColumnElement[bool] | None, limit: int, *, is_ahead: bool
    ) -> list[Any]:
        """Rows in the list's order, their key behind their columns."""
        statement = select(dossier, *(key.label(f"k{n}") for n, key in enumerate(self._keys)))
        found = conn.execute(self._within(statement, where, limit, is_ahead=is_ahead)).fetchall()
        return list(found) if is_ahead else list(reversed(found))

    def _within(
        self, statement: Select[Any], where: ColumnElement[bool] | None, limit: int, *, is_ahead: bool
    ) -> Select[Any]:
        conditions = () if where is None else (where,)
        narrowed = statement.where(_LISTED, *conditions, *self._narrow)
        return narrowed.order_by(*self._sorted(is_ahead=is_ahead)).limit(limit)

    def _sorted(self, *, is_ahead: bool) -> list[ColumnElement[Any]]:
        is_down = self.order.is_descending is is_ahead
        return [key.desc() if is_down else key.asc() for key in self._keys]

    def _beyond(self, place: Place, *, is_ahead: bool) -> ColumnElement[bool]:
        """Rows behind a place, or those before it."""
        # The first value is said twice: SQLite does not seek in an expression's index by a row of values.
        given, first = tuple_(*place), self._keys[0]
        if self.order.is_descending is is_ahead:
            return and_(first <= place[0], self._key < given)
        return and_(first >= place[0], self._key > given)

    def _at_or_beyond(self, place: Place) -> ColumnElement[bool]:
        given, first = tuple_(*place), self._keys[0]
        if self.order.is_descending:
            return and_(first <= place[0], self._key <= given)
        return and_(first >= place[0], self._key >= given)

    # -- the way to the middle

    def _walk_towards(self, conn: Connection, number: int) -> bool:
        """One stride from the nearest known block, a mark at the first row of each block that is passed;
        whether it led anywhere."""
        marks = len(self._marks)
        known = sorted({0, *self._marks})
        at = bisect_right(known, number)
        before = known[at - 1]
        after = known[at] if at < len(known) else None
        ahead = number - before
        back = after - number if after is not None else (self._count // BLOCK + 1) - number
        if ahead <= back:
            self._stride(conn, before, self._marks.get(before), is_ahead=True)
        else:
            place = self._marks[after] if after is not None else None
            self._stride(conn, after, place, is_ahead=False)
        return len(self._marks) > marks

    def _stride(self, conn: Connection, block: int | None, place: Place | None, *, is_ahead: bool) -> None:
        """`block`: where it begins, at `place` (None: the front, or from the end backward)."""
        start = block * BLOCK if block is not None else self._count
        where = None
        if place is not None:
            where = self._at_or_beyond(place) if is_ahead else self._beyond(place, is_ahead=False)
        keys = select(*(key.label(f"k{n}") for n, key in enumerate(self._keys)))
        stride = _NARROW_STRIDE if self._narrow else _STRIDE
        passed = self._within(keys.select_from(dossier), where, stride, is_ahead=is_ahead).subquery()
        numbered = select(func.row_number().over().label("n"), *passed.c).subquery()
        phase = 1 if is_ahead else start % BLOCK
        for n, *found in conn.execute(select(*numbered.c).where(numbered.c.n % BLOCK == phase)):
            row = start + n - 1 if is_ahead else start - n
            self._marks[row // BLOCK] = tuple(found)


def listed(reading: Reading, wanted: DossierFilter, order: Order, now: datetime) -> Iterator[DossierRow]:
    """Every row of a list in its order, block by block: for export."""
    # A filter that narrows nothing is read by key too, in one direction.
    pages = DossierPages(wanted, order, lambda: now)
    for number in range((pages.open(reading).count + BLOCK - 1) // BLOCK):
        yield from pages.block(reading, number) or ()
