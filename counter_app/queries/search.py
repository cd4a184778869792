"""The one search of the desk: code, scan number, serial, name without marks, ids, phone, procedure."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, text

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
from counter_app.queries.finding import has_scan_number
from counter_app.storage.projection_tables import batch_item, dossier
from counter_app.storage.store import Reading

_GROUPED = re.compile(r"\s*[+(]?[0-9][0-9 .()-]*")
_LEAST_FIGURES, _LONGEST_FIGURES = 6, 40
_BY_WORDS = text(
    "SELECT rowid FROM dossier_search WHERE dossier_search MATCH :query ORDER BY rowid DESC LIMIT :most"
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
    rows = {
        row.seq: to_row(row, now)
        for row in reading.conn.execute(select(dossier).where(dossier.c.seq.in_(seqs)))
    }
    return [rows[seq] for seq in seqs if seq in rows]


def _seqs(conn: Connection, where: ColumnElement[bool]) -> list[int]:
    statement = select(dossier.c.seq).where(where)
    return [int(row.seq) for row in conn.execute(statement.order_by(dossier.c.seq.desc()))]


def _by_code(reading: Reading, typed: str, now: datetime, limit: int) -> list[int]:
    agency = reading.reference.agency.id
    scanned = read_scan(typed, agency)
    conn = reading.conn
    if scanned.kind in {ScanKind.OWN_SCAN_NUMBER, ScanKind.FOREIGN_SCAN_NUMBER}:
        return _seqs(conn, has_scan_number(scanned.text))
    if scanned.kind is ScanKind.SLIP and scanned.slip is not None:
        return _seqs(conn, dossier.c.slip == scanned.slip.text)
    if scanned.kind is ScanKind.BATCH and scanned.batch is not None:
        listed = select(batch_item.c.stream).where(batch_item.c.batch == scanned.batch.text)
        return _seqs(conn, dossier.c.stream.in_(listed))
    code = scanned.qr.code if scanned.qr is not None else scanned.code
    if code is not None:
        return _seqs(conn, dossier.c.code == code.text)
    try:
        return _seqs(conn, dossier.c.code == parse_short_code(typed, agency).text)
    except CounterError:
        return _seqs(conn, dossier.c.portal_code == normalise_code(typed)) if typed.strip() else []


def _by_serial(reading: Reading, typed: str, now: datetime, limit: int) -> list[int]:
    """The serial alone: today's first, then the latest days that have it."""
    word = typed.strip()
    if not (word.isascii() and word.isdigit() and len(word) <= 7 and 0 < int(word) <= MAX_CODE_SERIAL):
        return []
    today = make_code(reading.reference.agency.id, now.date(), int(word))
    padded = f"{int(word):04d}"
    others = reading.conn.execute(_BY_WORDS, {"query": f'"{padded}"', "most": limit}).scalars().all()
    ends = [
        int(row.seq)
        for row in reading.conn.execute(
            select(dossier.c.seq, dossier.c.code).where(dossier.c.seq.in_(others)).order_by(
                dossier.c.received_at.desc()
            )
        )
        if row.code and row.code.endswith(f"-{padded}")
    ]
    return [*_seqs(reading.conn, dossier.c.code == today), *ends]


def _by_figures(reading: Reading, typed: str, now: datetime, limit: int) -> list[int]:
    """A phone or an id as people write it, in groups or with +84: it is stored as figures alone."""
    if len(typed) > _LONGEST_FIGURES or not _GROUPED.fullmatch(typed):
        return []
    figures = "".join(char for char in typed if char.isdigit())
    if typed.strip().startswith("+84"):
        figures = f"0{figures[2:].removeprefix('0')}"
    if len(figures) < _LEAST_FIGURES or figures == typed:
        return []
    asked = {"query": f'"{figures}"*', "most": limit}
    return [int(row.rowid) for row in reading.conn.execute(_BY_WORDS, asked)]


def _by_words(reading: Reading, typed: str, now: datetime, limit: int) -> list[int]:
    query = fts_query(typed)
    if query is None:
        return []
    return [int(row.rowid) for row in reading.conn.execute(_BY_WORDS, {"query": query, "most": limit})]


def _by_procedure(reading: Reading, typed: str, now: datetime, limit: int) -> list[int]:
    """Dossiers of the procedures whose name holds every word typed, newest first."""
    words = fold(typed[:400]).split()
    if not words:
        return []
    wanted = [
        procedure.id
        for procedure in reading.reference.procedures(now.date())
        if all(f" {word}" in f" {fold(f'{procedure.name} {procedure.national_code}')}" for word in words)
    ]
    # One question a procedure: its index gives the newest at once, where many together would be sorted.
    newest = select(dossier.c.received_at, dossier.c.seq).order_by(dossier.c.received_at.desc()).limit(limit)
    rows = [
        (str(row.received_at or ""), int(row.seq))
        for procedure_id in wanted
        for row in reading.conn.execute(newest.where(dossier.c.procedure == procedure_id))
    ]
    return [seq for _, seq in sorted(rows, reverse=True)[:limit]]
