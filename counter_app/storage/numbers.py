"""Numbers that this desk gives out: serials of a day, books, slips, batches. No gap, none twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date

from sqlalchemy import Connection, bindparam, func, insert, select

from counter_app.domain.codes import NumberBlock, make_code, next_serial, parse_code
from counter_app.domain.errors import CodeNotReadable, NumberBlockExhausted
from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.storage import event_log, projection
from counter_app.storage import projection_tables as p
from counter_app.storage import tables as t
from counter_app.storage.conflict_rows import UNREADABLE
from counter_app.storage.statements import Prepared

_BLOCKS = Prepared(
    lambda: (
        select(t.number_block.c.lo, t.number_block.c.hi)
        .where(
            t.number_block.c.origin == bindparam("origin"),
            t.number_block.c.from_date <= bindparam("today"),
            (t.number_block.c.until_date.is_(None)) | (t.number_block.c.until_date > bindparam("today")),
        )
        .order_by(t.number_block.c.lo)
    )
)
_LAST_SERIAL = Prepared(
    lambda: select(func.max(t.number_issued.c.serial)).where(
        t.number_issued.c.on_date == bindparam("day"),
        t.number_issued.c.serial.between(bindparam("lo"), bindparam("hi")),
    )
)
_ISSUED = Prepared(lambda: insert(t.number_issued), [column.name for column in t.number_issued.columns])
_IN_BOOK = Prepared(
    lambda: (
        select(p.book_entry.c.number, p.book_entry.c.stream)
        .where(p.book_entry.c.book == bindparam("name"))
        .order_by(p.book_entry.c.number.desc())
    )
)
_IN_SERIES = Prepared(
    lambda: (
        select(p.paper_number.c.number, p.paper_number.c.stream)
        .where(p.paper_number.c.series == bindparam("name"))
        .order_by(p.paper_number.c.number.desc())
    )
)
_IN_FEEDBACK = Prepared(
    lambda: (
        select(p.feedback.c.number, p.feedback.c.stream)
        .where(p.feedback.c.series == bindparam("name"))
        .order_by(p.feedback.c.number.desc())
    )
)
_Told = Callable[[Event], Sequence[int]]
"""The numbers of one book, series or day that an act gave."""


def blocks(conn: Connection, origin_id: str, today: date) -> list[NumberBlock]:
    """The blocks this origin may number from today, lowest first."""
    rows = _BLOCKS.run(conn, {"origin": origin_id, "today": today.isoformat()})
    return [NumberBlock(row.lo, row.hi) for row in rows]


def take_serial(conn: Connection, origin_id: str, on: date, today: date) -> int:
    """The next serial of a day. Raises NumberBlockExhausted when every block of this desk is used up."""
    last_error: NumberBlockExhausted | None = None
    is_joined = event_log.is_joined(conn)
    for block in blocks(conn, origin_id, today):
        last = _LAST_SERIAL.run(conn, {"day": on.isoformat(), "lo": block.lo, "hi": block.hi}).scalar()
        if is_joined:
            last = max(last or 0, _last_of_copies(conn, origin_id, on, block)) or None
        try:
            return next_serial(block, last, on=on)
        except NumberBlockExhausted as error:
            last_error = error
    raise last_error or NumberBlockExhausted(on=on.isoformat(), lo=0, hi=0, way_out="next_free_block")


def _last_of_copies(conn: Connection, origin_id: str, on: date, block: NumberBlock) -> int:
    """The greatest serial of a day in a block that a copy of this file gave under the life they shared, which
    this one did not give itself: it is on paper, and came here over the centre."""

    def told(event: Event) -> list[int]:
        with suppress(CodeNotReadable):
            code = parse_code(str(event.payload["code"]))
            if event.kind is K.RECEIVED and code.day == on and block.lo <= code.serial <= block.hi:
                return [code.serial]
        return []

    agency = str(conn.exec_driver_sql("SELECT agency FROM origin WHERE id = ?", (origin_id,)).scalar_one())
    ends = (make_code(agency, on, block.lo), make_code(agency, on, block.hi))
    found = conn.exec_driver_sql(_IN_BLOCK, ends)
    serials = ((_digits(row.code.rpartition("-")[2]), row.stream) for row in found)
    return max(_own(conn, serials, told), _last_struck(conn, told))


def record_issued(conn: Connection, on: date, serial: int, code: str, event_id: str) -> None:
    """Note that a number was given, in the transaction that gives it."""
    values = {"on_date": on.isoformat(), "serial": serial, "code": code, "event_id": event_id}
    _ISSUED.run(conn, values)


def next_in_book(conn: Connection, book: str) -> int:
    """The next number of a register (field-year-desk): 1, 2, 3 … without gaps, void and struck ones used."""

    def told(event: Event) -> list[int]:
        both = (event.payload, event.payload.get("after") or {})
        return [int(said["number"]) for said in both if said.get("book") == book]

    return max(_last_own(conn, _IN_BOOK, book, told), _last_struck(conn, told)) + 1


def next_in_series(conn: Connection, series: str) -> int:
    """The next number of a form's series (`01-2026-1`) or of a day's slips (`BS-261123-1`)."""

    def told(event: Event) -> list[int]:
        return [number for name, number in projection.numbers_of(event) if name == series]

    return max(_last_own(conn, _IN_SERIES, series, told), _last_struck(conn, told)) + 1


def next_feedback(conn: Connection, series: str) -> int:
    """The next number of the feedback of a year and desk (`PA-2026-1`)."""

    def told(event: Event) -> list[int]:
        return [int(event.payload["number"])] if event.payload.get("series") == series else []

    return _last_own(conn, _IN_FEEDBACK, series, told) + 1


def next_batch(conn: Connection, prefix: str) -> int:
    """The next number of a day's handovers of this desk; `prefix` is `BG-261123-1.`."""

    def told(event: Event) -> list[int]:
        name = str(event.payload.get("batch", ""))
        return [_in_batch(name)] if name.startswith(prefix) else []

    batch = p.batch_item.c.batch
    # A range, not LIKE: only a range is looked up in the key, and every handover asks this.
    after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    names = conn.execute(select(batch).distinct().where(batch >= prefix, batch < after)).scalars()
    rows = (
        (_in_batch(name), stream)
        for name in sorted(names, key=_in_batch, reverse=True)
        for stream in conn.execute(select(p.batch_item.c.stream).where(batch == name)).scalars()
    )
    return max(_own(conn, rows, told), _last_struck(conn, told)) + 1


def _in_batch(name: str) -> int:
    return _digits(name.rpartition(".")[2])


def _digits(text: str) -> int:
    """0 for what is no number: an enrolled desk may have written anything."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0


_NUMBERED = projection.NUMBERING | {K.CORRECTED, K.HANDED_OVER}
# CROSS JOIN: from the few conflicts to their dossiers. Left to itself the planner walks the whole log.
_STRUCK = (
    "SELECT e.id, e.agency, e.stream, e.kind, e.schema_v, e.payload, e.seen, e.actor, e.wall,"
    " e.clock_quality FROM event e WHERE e.id IN (SELECT event_id FROM conflict UNION ALL"
    " SELECT a.id FROM conflict c CROSS JOIN event a ON a.stream = c.stream WHERE c.because = 'not_readable')"
    " AND EXISTS (SELECT 1"
    " FROM envelope v JOIN origin o ON o.id IN (v.origin, v.relayed_from)"
    " WHERE v.event_id = e.id AND o.is_mine = 1)"
)
_IN_BLOCK = "SELECT code, stream FROM dossier WHERE code BETWEEN ? AND ? ORDER BY code DESC"


_MOST_DIGITS = 9
_MOST = 10**_MOST_DIGITS - 1
"""No paper bears a greater number: what cannot be read may say anything."""
_OWN = (
    "SELECT e.id, e.agency, e.stream, e.kind, e.schema_v, e.payload, e.seen, e.actor, e.wall,"
    " e.clock_quality FROM event e WHERE e.stream = ?"
    " AND EXISTS (SELECT 1 FROM envelope v JOIN origin o ON o.id IN (v.origin, v.relayed_from)"
    " WHERE v.event_id = e.id AND o.is_mine = 1)"
)


def _last_own(conn: Connection, query: Prepared, name: str, told: _Told) -> int:
    return _own(conn, ((row.number, row.stream) for row in query.run(conn, {"name": name})), told)


def _own(conn: Connection, numbers: Iterable[tuple[int, str]], told: _Told) -> int:
    """The first of the numbers, the greatest of which comes first, that an act of this file gave. Others name
    what is counted here only by mistake or by malice: that must not carry this desk's count away."""
    told_in: dict[str, set[int]] = {}
    for number, stream in numbers:
        if stream not in told_in:
            told_in[stream] = _told_by_own(conn, stream, told)
        if 0 < number <= _MOST and number in told_in[stream]:
            return number
    return 0


def _told_by_own(conn: Connection, stream: str, told: _Told) -> set[int]:
    found: set[int] = set()
    for row in conn.exec_driver_sql(_OWN, (stream,)):
        with suppress(*UNREADABLE):
            found.update(told(event_log.event_from_columns(row)))
    return found


def _last_struck(conn: Connection, told: _Told) -> int:
    """The greatest number in acts of this file that conflicts leave without rows: it is on paper all the
    same. An act that says nothing that can be read gave no number, and keeps nobody from numbering on."""
    last = 0
    for row in conn.exec_driver_sql(_STRUCK):
        if row.kind in _NUMBERED:
            with suppress(*UNREADABLE):
                numbers = told(event_log.event_from_columns(row))
                last = max(last, *(number for number in numbers if number <= _MOST), 0)
    return last
