"""Rows of many dossiers at once, for a rebuild: gathered in Python, written table by table.

What the rows are is said in `projection`; here is only how many of them are written together. A dossier in
whose life something happened that looks at other rows (a revocation, a settled conflict, an act that waited)
is not taken: it goes its own way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert

from counter_app.domain.dossier import Dossier
from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.storage import projection
from counter_app.storage import projection_tables as t
from counter_app.storage.conflict_rows import UNREADABLE
from counter_app.storage.projection_applicants import (
    TELLING,
    applicant_row,
    know_applicants,
    know_applicants_again,
)
from counter_app.storage.projection_ledger import NEW_PAYMENT, NEW_SURVEY, payment_rows, survey_row
from counter_app.storage.statements import Prepared

_ALONE = frozenset({K.REVOKED, K.CONFLICT_RESOLVED})
_NEW_DOSSIER = Prepared(lambda: insert(t.dossier), [column.name for column in t.dossier.columns])
_OF_DOSSIER = [column.name for column in t.dossier.columns if column.name not in ("seq", "stream")]
_NEW_ENTRY = "INSERT INTO book_entry (book, number, stream, struck_because) VALUES (?, ?, ?, ?)"

_Row = dict[str, Any]


def is_plain(dossier: Dossier, events: Sequence[Event]) -> bool:
    """Whether the rows of a dossier follow from its own events and touch no others'."""
    if dossier.status is None or dossier.waiting:
        return False
    return not any(event.kind in _ALONE or event.payload.get("awaits") for event in events)


class BulkRows:
    """Rows of plain dossiers, until they are written. The caller gives each its row number."""

    def __init__(self) -> None:
        self._dossiers: list[_Row] = []
        self._words: list[tuple[int, str]] = []
        self._stays: list[_Row] = []
        self._conflicts: list[tuple[Any, ...]] = []
        self._payments: list[_Row] = []
        self._entries: list[tuple[Any, ...]] = []
        self._numbers: list[_Row] = []
        self._listed: list[_Row] = []
        self._prints: list[_Row] = []
        self._surveys: list[_Row] = []
        self._applicants: list[_Row] = []
        self._all: tuple[list[Any], ...] = (
            *(self._dossiers, self._words, self._stays, self._conflicts, self._payments, self._entries),
            *(self._numbers, self._listed, self._prints, self._surveys, self._applicants),
        )

    def add(self, seq: int, dossier: Dossier, standing: Sequence[Event], events: Sequence[Event]) -> None:
        """The rows of one dossier, or none: raises what reading a payload of another world ends in."""
        marks = [len(rows) for rows in self._all]
        try:
            self._add(seq, dossier, standing, events)
        except UNREADABLE:
            for rows, mark in zip(self._all, marks, strict=True):
                del rows[mark:]
            raise

    def _add(self, seq: int, dossier: Dossier, standing: Sequence[Event], events: Sequence[Event]) -> None:
        row = projection.dossier_row(dossier, standing[0])
        row["seq"] = seq
        self._words.append((seq, projection.search_words(dossier)))
        self._dossiers.append(row)
        self._stays += projection.stay_rows(dossier)
        if dossier.conflicts:
            self._conflicts += projection.conflict_rows(dossier)
        if dossier.payments:
            self._payments += payment_rows(dossier)
        for event in events:
            if event.kind in TELLING and (applicant := applicant_row(event)) is not None:
                self._applicants.append(applicant)
        entries: list[tuple[str, int, str | None]] = []
        for event in standing:
            self._add_event(dossier.stream, event, entries)
        self._entries += [(book, number, dossier.stream, why) for book, number, why in entries]

    def _add_event(self, stream: str, event: Event, entries: list[tuple[str, int, str | None]]) -> None:
        kind, payload = event.kind, event.payload
        if kind is K.HANDED_OVER:
            self._listed.append(projection.listed_row(stream, event))
        elif kind is K.RECEIVED:
            entries.append((str(payload["book"]), int(payload["number"]), None))
        elif kind is K.PAPER_PRINTED:
            self._prints.append(projection.print_row(stream, event))
        elif kind is K.SURVEYED:
            self._surveys.append(survey_row(event))
        elif kind is K.VOIDED:
            _strike(entries, str(payload["reason"]))
        elif kind is K.CORRECTED and "book" in payload["after"]:
            _strike(entries, str(payload["reason"]))
            entries.append((str(payload["after"]["book"]), int(payload["after"]["number"]), None))
        if kind in projection.NUMBERING:
            numbers = projection.numbers_of(event)
            self._numbers += [{"series": series, "number": no, "stream": stream} for series, no in numbers]

    def write(self, conn: Connection, known: frozenset[int] | None = None) -> None:
        """Write all of them. `known`: numbers of the dossiers that have a row already; None in a rebuild,
        which makes the index of names at its end. Raises what one row that the file does not take ends in;
        the caller undoes the others then."""
        if known:
            again = [row for row in self._dossiers if row["seq"] in known]
            if again:
                _write_changes(conn, again)
                conn.exec_driver_sql(projection.SEARCH_DELETE, [(row["seq"],) for row in again])
        new = [row for row in self._dossiers if not known or row["seq"] not in known]
        _NEW_DOSSIER.run_many(conn, new)
        projection.NEW_STAY.run_many(conn, self._stays)
        NEW_PAYMENT.run_many(conn, self._payments)
        projection.NEW_NUMBER.run_many(conn, self._numbers)
        projection.NEW_LISTED.run_many(conn, self._listed)
        projection.NEW_PRINT.run_many(conn, self._prints)
        NEW_SURVEY.run_many(conn, self._surveys)
        for statement, rows in (
            (projection.SEARCH_INSERT, self._words),
            (projection.NEW_CONFLICT, self._conflicts),
            (_NEW_ENTRY, self._entries),
        ):
            if rows:
                conn.exec_driver_sql(statement, rows)
        if known is None:
            know_applicants(conn, self._applicants)
        else:
            know_applicants_again(conn, self._applicants)


def _write_changes(conn: Connection, rows: Sequence[_Row]) -> None:
    """Only what is another than before: each column named costs its place in every index it is in."""
    marks, names = ",".join("?" * len(rows)), ", ".join(f'"{name}"' for name in _OF_DOSSIER)
    query = f"SELECT seq, {names} FROM dossier WHERE seq IN ({marks})"  # noqa: S608 - our own names
    held = {row[0]: row[1:] for row in conn.exec_driver_sql(query, tuple(row["seq"] for row in rows))}
    found: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for row in rows:
        pairs = zip(_OF_DOSSIER, held[row["seq"]], strict=True)
        changed = tuple([name for name, was in pairs if row[name] != was])
        if changed:
            found.setdefault(changed, []).append((*[row[name] for name in changed], row["seq"]))
    for changed, values in found.items():
        told = ", ".join(f'"{name}" = ?' for name in changed)
        conn.exec_driver_sql(f"UPDATE dossier SET {told} WHERE seq = ?", values)  # noqa: S608


def _strike(entries: list[tuple[str, int, str | None]], because: str) -> None:
    entries[:] = [(book, number, because if why is None else why) for book, number, why in entries]
