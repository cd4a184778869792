"""Dossiers in pages of a large table: one filter, a fixed list of orders, keyset reading (never OFFSET)."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from counter_app.domain.errors import FieldProblem, InvalidField
from counter_app.queries.dossiers import DossierRow, to_row
from counter_app.storage.projection_tables import LISTED, OPEN_STATUS
from counter_app.storage.store import Reading

BLOCK = 100
"""Rows that are read at once."""
_STRIDE = 50_000
"""Keys that one step of a walk to the middle passes: some 40 ms, so that an act need not wait longer."""


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
    found = {name: _count(conn, *_where(wanted, now)) for name, wanted in conditions.items()}
    return Counts(kept_count(conn), found["open"], found["overdue"], found["awaiting"])


def kept_count(conn: Connection) -> int:
    """Dossiers in the large list, without counting them: rows are numbered without gaps and never deleted,
    so the highest number less the few that are not listed is their number."""
    return int(
        conn.exec_driver_sql(
            "SELECT coalesce((SELECT max(seq) FROM dossier), 0) - (SELECT count(*) FROM dossier"
            " WHERE slip IS NOT NULL OR is_quarantined <> 0)"
        ).scalar_one()
    )


def _count(conn: Connection, where: str, values: Sequence[Any]) -> int:
    return int(conn.exec_driver_sql(f"SELECT count(*) FROM dossier WHERE {where}", tuple(values)).scalar_one())


def _where(wanted: DossierFilter, now: datetime) -> tuple[str, list[Any]]:
    """The filter as a condition with question marks: words of this program only, values apart."""
    said = [LISTED, *(part for part, _ in _conditions(wanted, now))]
    values = [value for _, given in _conditions(wanted, now) for value in given]
    return " AND ".join(said), values


def _conditions(wanted: DossierFilter, now: datetime) -> Iterator[tuple[str, tuple[Any, ...]]]:
    if wanted.statuses:
        yield "status IN (SELECT value FROM json_each(?))", (json.dumps(wanted.statuses),)
    if wanted.is_open or wanted.is_overdue:
        yield f"status IN ({OPEN_STATUS})", ()
    if wanted.is_overdue:
        yield "late_from <= ?", (now.isoformat(timespec="minutes"),)
    if wanted.is_in_transit:
        yield "in_transit_to IS NOT NULL", ()
    for column, value in (("holder", wanted.unit), ("officer", wanted.officer), ("field", wanted.field)):
        if value:
            yield f"{column} = ?", (value,)
    if wanted.procedures:
        yield "procedure IN (SELECT value FROM json_each(?))", (json.dumps(wanted.procedures),)
    yield from _days("received_at", wanted.received_from, wanted.received_to)
    yield from _days("due_at", wanted.due_from, wanted.due_to)
    if wanted.codes:
        codes = json.dumps(wanted.codes)
        named = "(SELECT value FROM json_each(?))"
        yield f"(code IN {named} OR portal_code IN {named})", (codes, codes)


def _days(column: str, first: date | None, last: date | None) -> Iterator[tuple[str, tuple[Any, ...]]]:
    if first is not None:
        yield f"{column} >= ?", (first.isoformat(),)
    if last is not None:
        yield f"{column} < ?", ((last + timedelta(days=1)).isoformat(),)


@dataclass(frozen=True)
class Opening:
    """A list as it stands now: how many rows, and at which number the rows asked for stand (-1: no more)."""

    count: int
    numbers: tuple[int, ...]


class DossierPages:
    """One list in one order, read block by block. Used on one thread only, the worker's.

    Without a filter it reads by key from the nearest place that is known: the front, the end, a block that
    was read, or a mark; to the middle it walks over the covering index in strides and leaves a mark a block.
    With a filter it keeps the row numbers of the whole list, eight bytes each.
    """

    def __init__(self, wanted: DossierFilter, order: Order, now: Callable[[], datetime]) -> None:
        """`now`: the local clock; what is overdue is asked anew at every opening."""
        self.wanted, self.order, self._clock = wanted, order, now
        self.now = now()
        self._count = 0
        self._gap: int | None = None
        self._seqs = array("q")
        self._marks: dict[int, Place] = {}
        keys = _KEYS[order.by]
        self._keys = ", ".join(keys)
        self._width = len(keys)
        self._ahead, self._back = ("<", ">") if order.is_descending else (">", "<")
        self._sorted = {True: _sorted(keys, order.is_descending), False: _sorted(keys, not order.is_descending)}

    # -- the list as a whole

    def open(self, reading: Reading, seqs: Sequence[int] = ()) -> Opening:
        """Look at the list anew, and where the rows of these numbers (`DossierRow.seq`) stand in it."""
        conn = reading.conn
        self.now = self._clock()
        self._marks = {}
        if self.wanted == NO_FILTER:
            self._count = kept_count(conn) - (self._gap or 0)
            return Opening(self._count, tuple(self._rank(conn, seq) for seq in seqs))
        self._seqs = self._listed(conn)
        self._count = len(self._seqs)
        places = {seq: number for number, seq in enumerate(self._seqs)} if seqs else {}
        return Opening(self._count, tuple(places.get(seq, -1) for seq in seqs))

    def check_count(self, reading: Reading) -> int:
        """Count the rows, once: should the numbers have gaps after all, the difference is kept."""
        if self.wanted == NO_FILTER and self._gap is None:
            counted = _count(reading.conn, LISTED, ())
            self._gap = kept_count(reading.conn) - counted
            self._count = counted
        return self._count

    def _listed(self, conn: Connection) -> array[int]:
        where, values = _where(self.wanted, self.now)
        inner = f"SELECT seq FROM dossier WHERE {where} ORDER BY {self._sorted[True]}"
        # One text instead of a row a number: a list of a hundred thousand is read in a tenth of the time.
        found = conn.exec_driver_sql(f"SELECT json_group_array(seq) FROM ({inner})", tuple(values)).scalar_one()
        return array("q", json.loads(found))

    def _rank(self, conn: Connection, seq: int) -> int:
        place = self._place_of(conn, seq)
        if place is None:
            return -1
        condition, values = self._beyond(self._back, place)
        return _count(conn, f"{LISTED} AND {condition}", values)

    def _place_of(self, conn: Connection, seq: int) -> Place | None:
        found = conn.exec_driver_sql(
            f"SELECT {self._keys} FROM dossier WHERE seq = ? AND {LISTED}", (seq,)
        ).first()
        return tuple(found) if found else None

    # -- blocks

    def block(self, reading: Reading, number: int) -> tuple[DossierRow, ...] | None:
        """Rows `number * BLOCK` and following; None: one stride nearer, ask again."""
        conn = reading.conn
        first = number * BLOCK
        limit = min(BLOCK, self._count - first)
        if limit <= 0:
            return ()
        if self.wanted != NO_FILTER:
            return self._by_seqs(conn, self._seqs[first : first + limit])
        return self._by_key(conn, number, limit)

    def _by_seqs(self, conn: Connection, seqs: array[int]) -> tuple[DossierRow, ...]:
        rows = conn.exec_driver_sql(
            "SELECT * FROM dossier WHERE seq IN (SELECT value FROM json_each(?))", (json.dumps(seqs.tolist()),)
        )
        found = {row.seq: to_row(row, self.now) for row in rows}
        return tuple(found[seq] for seq in seqs if seq in found)

    def _by_key(self, conn: Connection, number: int, limit: int) -> tuple[DossierRow, ...] | None:
        at_end = number == (self._count - 1) // BLOCK
        if number == 0:
            rows = self._read(conn, "", (), limit + 1, is_ahead=True)
        elif number in self._marks:
            condition, values = self._beyond(f"{self._ahead}=", self._marks[number])
            rows = self._read(conn, condition, values, limit + 1, is_ahead=True)
        elif at_end:
            rows = self._read(conn, "", (), limit, is_ahead=False)
        elif number + 1 in self._marks:
            condition, values = self._beyond(self._back, self._marks[number + 1])
            rows = self._read(conn, condition, values, limit, is_ahead=False)
        elif not self._walk_towards(conn, number):
            return ()
        else:
            return self._by_key(conn, number, limit) if number in self._marks else None
        self._mark(number, rows)
        return tuple(to_row(row, self.now) for row in rows[:limit])

    def _mark(self, number: int, rows: Sequence[Any]) -> None:
        """The first row of a block is known now, and of the block behind it when one row more was read."""
        if rows:
            self._marks[number] = tuple(rows[0])[-self._width :]
        if len(rows) > BLOCK:
            self._marks[number + 1] = tuple(rows[BLOCK])[-self._width :]

    def _read(
        self, conn: Connection, condition: str, values: Sequence[Any], limit: int, *, is_ahead: bool
    ) -> list[Any]:
        """Rows in the list's order, their key behind their columns."""
        where = f"{LISTED} AND {condition}" if condition else LISTED
        found = conn.exec_driver_sql(
            f"SELECT *, {self._keys} FROM dossier WHERE {where} ORDER BY {self._sorted[is_ahead]} LIMIT ?",
            (*values, limit),
        ).fetchall()
        return list(found) if is_ahead else list(reversed(found))

    def _beyond(self, sign: str, place: Place) -> tuple[str, Place]:
        marks = ", ".join("?" * self._width)
        return f"({self._keys}) {sign} ({marks})", place

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
        sign = f"{self._ahead}=" if is_ahead else self._back
        condition, values = self._beyond(sign, place) if place is not None else ("", ())
        where = f"{LISTED} AND {condition}" if condition else LISTED
        phase = 1 if is_ahead else start % BLOCK
        names = ", ".join(f"{key} AS k{n}" for n, key in enumerate(_KEYS[self.order.by]))
        columns = ", ".join(f"k{n}" for n in range(self._width))
        inner = f"SELECT {names} FROM dossier WHERE {where} ORDER BY {self._sorted[is_ahead]} LIMIT {_STRIDE}"
        counted = f"SELECT row_number() OVER () AS n, {columns} FROM ({inner})"
        rows = conn.exec_driver_sql(
            f"SELECT * FROM ({counted}) WHERE n % {BLOCK} = ?", (*values, phase % BLOCK)
        )
        for n, *found in rows:
            row = start + n - 1 if is_ahead else start - n
            self._marks[row // BLOCK] = tuple(found)


def _sorted(keys: Sequence[str], is_descending: bool) -> str:
    return ", ".join(f"{key} {'DESC' if is_descending else 'ASC'}" for key in keys)


def listed(reading: Reading, wanted: DossierFilter, order: Order, now: datetime) -> Iterator[DossierRow]:
    """Every row of a list in its order, block by block: for export."""
    # A filter that narrows nothing is read by key too, in one direction.
    pages = DossierPages(wanted, order, lambda: now)
    for number in range((pages.open(reading).count + BLOCK - 1) // BLOCK):
        yield from pages.block(reading, number) or ()
