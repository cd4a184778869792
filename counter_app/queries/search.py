"""The one search of the desk: code, scan number, serial, name without marks, ids, phone, procedure."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import lru_cache

from sqlalchemy import bindparam, func, select

from counter_app.domain.codes import (
    ScanKind,
    make_code,
    normalise_code,
    parse_short_code,
    read_scan,
)
from counter_app.domain.errors import CounterError
from counter_app.domain.printed_codes import MAX_CODE_SERIAL
from counter_app.domain.text import fold, fts_query
from counter_app.queries.dossiers import DossierRow, to_row
from counter_app.queries.finding import named_by, rows_named
from counter_app.storage.projection_tables import batch_item, dossier
from counter_app.storage.statements import Prepared
from counter_app.storage.store import Reading

_GROUPED = re.compile(r"\s*[+(]?[0-9][0-9 .()-]*")
_LEAST_FIGURES, _LONGEST_FIGURES = 6, 40
_LONGEST_PREFIX = 3
"""Letters that the prefix index holds: of a longer beginning all rows must be gathered before the newest."""
_BY_WORDS = "SELECT rowid FROM dossier_search WHERE dossier_search MATCH ? ORDER BY rowid DESC LIMIT ?"
_BEGUN = "SELECT term FROM dossier_search_words WHERE term >= ? AND term < ? LIMIT ?"
_MOST_BEGUN = 100
"""Words that a begun one may become: more rows than anybody reads, and the next letter asks anew."""
_given = select(func.json_each(bindparam("seqs")).table_valued("value").c.value)
_ROWS = Prepared(lambda: select(dossier).where(dossier.c.seq.in_(_given)))
_LATEST = Prepared(
    lambda: select(dossier.c.seq, dossier.c.code)
    .where(dossier.c.seq.in_(_given))
    .order_by(dossier.c.received_at.desc())
)
_LISTED = Prepared(
    lambda: select(dossier.c.seq)
    .where(dossier.c.stream.in_(select(batch_item.c.stream).where(batch_item.c.batch == bindparam("batch"))))
    .order_by(dossier.c.seq.desc())
)
_OF_PROCEDURE = Prepared(
    lambda: select(dossier.c.received_at, dossier.c.seq)
    .where(dossier.c.procedure == bindparam("procedure"))
    .order_by(dossier.c.received_at.desc())
    .limit(bindparam("most"))
)

MOST_ROWS = 10_000
"""Rows of one search at the most: nobody reads further, and a statement has room for so many keys."""


def search(reading: Reading, typed: str, now: datetime, limit: int = 50) -> list[DossierRow]:
    """Dossiers and slips that `typed` names, best first: exact code, today's serial, words, procedure.

    Nothing that can be typed is an error; what names nothing gives an empty list. `now` is local.
    """
    limit = min(limit, MOST_ROWS)
    found: dict[int, None] = {}
    for finder in (_by_code, _by_serial, _by_figures, _by_words, _by_procedure):
        for seq in finder(reading, typed, now, limit):
            found.setdefault(seq)
        if len(found) >= limit:
            break
    seqs = list(found)[:limit]
    if not seqs:
        return []
    rows = {row.seq: to_row(row, now) for row in _ROWS.run(reading.conn, {"seqs": json.dumps(seqs)})}
    return [rows[seq] for seq in seqs if seq in rows]


def _by_code(reading: Reading, typed: str, now: datetime, limit: int) -> list[int]:
    agency = reading.reference.agency.id
    scanned = read_scan(typed, agency)
    conn = reading.conn
    if scanned.kind is ScanKind.BATCH and scanned.batch is not None:
        listed = _LISTED.run(conn, {"batch": scanned.batch.text})
        return [int(seq) for seq in listed.scalars()]
    named = named_by(scanned)
    if named is not None and named[0] != "portal_code":
        return rows_named(conn, *named)
    try:
        return rows_named(conn, "code", parse_short_code(typed, agency).text)
    except CounterError:
        return rows_named(conn, "portal_code", normalise_code(typed)) if typed.strip() else []


def _by_serial(reading: Reading, typed: str, now: datetime, limit: int) -> list[int]:
    """The serial alone: today's first, then the latest days that have it."""
    word = typed.strip()
    if not (word.isascii() and word.isdigit() and len(word) <= 7 and 0 < int(word) <= MAX_CODE_SERIAL):
        return []
    today = make_code(reading.reference.agency.id, now.date(), int(word))
    padded = f"{int(word):04d}"
    others = _with_words(reading, f'"{padded}"', limit)
    ends = [
        int(row.seq)
        for row in _LATEST.run(reading.conn, {"seqs": json.dumps(others)})
        if row.code and row.code.endswith(f"-{padded}")
    ]
    return [*rows_named(reading.conn, "code", today), *ends]


def _with_words(reading: Reading, query: str, limit: int) -> list[int]:
    return [int(row[0]) for row in reading.conn.exec_driver_sql(_BY_WORDS, (query, limit))]


def _by_figures(reading: Reading, typed: str, now: datetime, limit: int) -> list[int]:
    """A phone or an id as people write it, in groups or with +84: it is stored as figures alone."""
    if len(typed) > _LONGEST_FIGURES or not _GROUPED.fullmatch(typed):
        return []
    figures = "".join(char for char in typed if char.isdigit())
    if typed.strip().startswith("+84"):
        figures = f"0{figures[2:].removeprefix('0')}"
    if len(figures) < _LEAST_FIGURES or figures == typed:
        return []
    return _with_begun(reading, f'"{figures}"*', limit)


def _by_words(reading: Reading, typed: str, now: datetime, limit: int) -> list[int]:
    """Every word, the last one perhaps only begun; of long ones the whole words come first."""
    query = fts_query(typed)
    return [] if query is None else _with_begun(reading, query, limit)


def _with_begun(reading: Reading, query: str, limit: int) -> list[int]:
    """Rows of a query that ends in a begun word, `… "beg"*`.

    Whole words, and beginnings that the prefix index holds, are read from the newest on as far as wanted. Of
    any other beginning SQLite gathers every row first, half a second of a number that all tax codes of a
    province begin with: instead the words that begin so are looked up, and the first of them asked for.
    """
    before, _, last = query.rpartition(" ")
    begun = last.removesuffix("*").strip('"')
    if len(begun) <= _LONGEST_PREFIX:
        return _with_words(reading, query, limit)
    found = dict.fromkeys(_with_words(reading, query.removesuffix("*"), limit))
    if len(found) < limit:
        words = reading.conn.exec_driver_sql(_BEGUN, (begun, f"{begun}\U0010ffff", _MOST_BEGUN)).scalars()
        either = " OR ".join(f'"{word}"' for word in words)
        if either:
            wanted = f"({before}) AND ({either})" if before else either
            found |= dict.fromkeys(_with_words(reading, wanted, limit))
    return list(found)


def _by_procedure(reading: Reading, typed: str, now: datetime, limit: int) -> list[int]:
    """Dossiers of the procedures whose name holds every word typed, newest first."""
    words = fold(typed[:400]).split()
    if not words:
        return []
    wanted = [
        procedure.id
        for procedure in reading.reference.procedures(now.date())
        if all(f" {word}" in _told(procedure.name, procedure.national_code) for word in words)
    ]
    # One question a procedure: its index gives the newest at once, where many together would be sorted.
    rows = [
        (str(row.received_at or ""), int(row.seq))
        for procedure_id in wanted
        for row in _OF_PROCEDURE.run(reading.conn, {"procedure": procedure_id, "most": limit})
    ]
    return [seq for _, seq in sorted(rows, reverse=True)[:limit]]


@lru_cache(maxsize=1024)
def _told(name: str, national_code: str) -> str:
    return f" {fold(f'{name} {national_code}')}"
