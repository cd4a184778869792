"""Folding a whole stream anew and writing its rows again: after a meeting of desks, and for a rebuild.

What comes from other desks may stand before what was here, so a stream's rows are made of all its events.
A stream whose events cannot be written as rows is left out and told as a conflict: it must not keep all
others from being taken in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection

from counter_app.domain.dossier import Dossier
from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.domain.fold import fold, is_known
from counter_app.storage import projection
from counter_app.storage import projection_reference as reference
from counter_app.storage.bulk_rows import BulkRows, is_plain
from counter_app.storage.conflict_rows import (
    UNREADABLE,
    note_unreadable,
    project_shared_codes,
    shared_codes,
)
from counter_app.storage.projection import iso, project_dossier
from counter_app.storage.projection_applicants import index_names, know_applicant
from counter_app.storage.projection_awaited import project_awaited
from counter_app.storage.stream_log import AWAITED, DOSSIER, awaited_stream, read_stream, streams_of_code

MOST_HELD = 1_000
"""Dossiers whose rows a rebuild writes together."""

_OF_STREAM = ("control_sheet", "fee_payment", "book_entry", "paper_print", "conflict", "awaited_act")
"""Tables with rows of a dossier's stream."""


def refold(conn: Connection, stream: str) -> None:
    """Make the rows of one stream anew from the log, in the caller's transaction. Raises LogDamaged."""
    events = [item.event for item in read_stream(conn, stream)]
    if stream.startswith(DOSSIER):
        codes = codes_of(events)
        _guarded(conn, conn, stream, partial(_refold_dossier, conn, stream, events))
        for code in codes:
            project_shared_codes(conn, conn, "code", code)
            tell_who_waits(conn, code)
        for portal_code in portal_codes_of(events):
            project_shared_codes(conn, conn, "portal_code", portal_code)
    elif stream.startswith(AWAITED):
        project_awaited(conn, stream, events)
        for each in streams_of_code(conn, stream.removeprefix(AWAITED)):
            refold(conn, each)
    else:
        _guarded(conn, conn, stream, partial(reference.project_stream, conn, stream, events))


def rebuild(
    conn: Connection, streams: Iterable[tuple[str, Sequence[Event]]], log: Connection | None = None
) -> int:
    """Fold every stream from zero into empty projections; answers how many events there were.

    `log`: where the events lie, if not in the same file.
    """
    log = log or conn
    projection.clear(conn)
    indexes = projection.without_indexes(conn)
    count, bulk = 0, _Bulk(conn, log)
    for stream, events in streams:
        if stream.startswith(DOSSIER):
            count += [event.stream for event in events].count(stream)
            bulk.take(stream, events)
        elif stream.startswith(AWAITED):
            count += len(events)
            project_awaited(conn, stream, events)
        else:
            count += len(events)
            _guarded(conn, log, stream, partial(reference.project_stream, conn, stream, events))
    bulk.write()
    index_names(conn)
    for statement in indexes:
        conn.exec_driver_sql(statement)
    for column in ("code", "portal_code"):
        for value in shared_codes(conn, column):
            project_shared_codes(conn, log, column, value)
    return count


class _Bulk:
    """Dossiers of a rebuild, written some hundreds at a time; one that cannot be is written alone."""

    def __init__(self, conn: Connection, log: Connection) -> None:
        self._conn, self._log = conn, log
        self._held: list[str] = []
        self._rows = BulkRows()
        self._seq: int | None = None

    def take(self, stream: str, events: Sequence[Event]) -> None:
        """Write the rows of one dossier, now or with others."""
        if not self._gathers(stream, events):
            self.write()
            self._write_alone(stream, events)
        elif len(self._held) >= MOST_HELD:
            self.write()

    def write(self) -> None:
        """Write what is held."""
        held, rows = self._held, self._rows
        self._held, self._rows = [], BulkRows()
        if not held:
            return
        self._conn.exec_driver_sql("SAVEPOINT bulk")
        try:
            rows.write(self._conn)
        except UNREADABLE:
            self._conn.exec_driver_sql("ROLLBACK TO bulk")
            for stream in held:
                self._write_alone(stream, [item.event for item in read_stream(self._log, stream)])
        self._conn.exec_driver_sql("RELEASE bulk")

    def _gathers(self, stream: str, events: Sequence[Event]) -> bool:
        if self._seq is None:
            self._seq = projection.last_seq(self._conn)
        try:
            dossier = fold(stream, events)
            if not is_plain(dossier, events):
                return False
            self._rows.add(self._seq + 1, dossier, effective(dossier, events), events)
        except UNREADABLE:
            return False
        self._seq += 1
        self._held.append(stream)
        return True

    def _write_alone(self, stream: str, events: Sequence[Event]) -> None:
        _guarded(self._conn, self._log, stream, partial(_new_dossier, self._conn, stream, events))
        self._seq = None


def _guarded(conn: Connection, log: Connection, stream: str, write: Callable[[], None]) -> None:
    conn.exec_driver_sql("SAVEPOINT refold")
    try:
        write()
    except UNREADABLE:
        conn.exec_driver_sql("ROLLBACK TO refold")
        _forget_stream(conn, log, stream)
        note_unreadable(conn, log, stream)
    # Not after any other error: a full disk has ended the transaction already, savepoint and all.
    conn.exec_driver_sql("RELEASE refold")


def _new_dossier(conn: Connection, stream: str, events: Sequence[Event]) -> None:
    dossier = fold(stream, events)
    standing = effective(dossier, events)
    if dossier.status is None:
        projection.project_conflicts(conn, dossier)
    else:
        project_dossier(conn, dossier, standing, is_new=True)
        projection.project_awaits(conn, dossier, events)
    _know_others(conn, standing, events)


def _refold_dossier(conn: Connection, stream: str, events: Sequence[Event]) -> None:
    dossier = fold(stream, events)
    seq = conn.exec_driver_sql("SELECT seq FROM dossier WHERE stream = ?", (stream,)).scalar()
    standing = effective(dossier, events)
    _forget_rows(conn, stream, events)
    if dossier.status is None:
        projection.forget_dossier(conn, stream)
        projection.project_conflicts(conn, dossier)
    else:
        project_dossier(conn, dossier, standing, is_new=seq is None)
        if seq is not None:
            first = iso(standing[0].at)
            conn.exec_driver_sql("UPDATE dossier SET first_at = ? WHERE seq = ?", (first, seq))
        projection.project_awaits(conn, dossier, events)
    _know_others(conn, standing, events)


def _know_others(conn: Connection, standing: Sequence[Event], events: Sequence[Event]) -> None:
    """Applicants told by events that do not stand; those that do tell theirs when they are written."""
    ids = {event.id for event in standing}
    for event in events:
        if event.id not in ids:
            know_applicant(conn, event)


def tell_who_waits(conn: Connection, code: str) -> None:
    """Which acts still wait for a code, asked of each of its dossiers: two desks may have given it."""
    waiting = awaited_stream(code)
    there = "SELECT 1 FROM awaited_act WHERE code = ? AND stream = ? LIMIT 1"
    if conn.exec_driver_sql(there, (code, waiting)).first():
        project_awaited(conn, waiting, [item.event for item in read_stream(conn, waiting)])
        for stream in streams_of_code(conn, code):
            events = [item.event for item in read_stream(conn, stream)]
            projection.project_awaits(conn, fold(stream, events), events)


def effective(dossier: Dossier, events: Sequence[Event]) -> list[Event]:
    """Events without those that became conflicts, still wait or are of a newer program; a revoked one keeps
    the rows it once made.

    One that stands although it is flagged (a receipt of somebody without the right) is among them.
    """
    if not dossier.conflicts and not dossier.waiting and not dossier.unknown_kinds:
        return list(events)
    idle = {each.event_id for each in dossier.conflicts if not each.stands} | set(dossier.waiting)
    return [event for event in events if event.id not in idle and is_known(event)]


def _forget_rows(conn: Connection, stream: str, events: Sequence[Event]) -> None:
    forget_many(conn, {stream: events})


def forget_many(conn: Connection, told: Mapping[str, Sequence[Event]]) -> None:
    """Rows beside the dossiers' own that their events made, in whatever order they came then."""
    listed, surveys, numbers = [], [], []
    for stream, events in told.items():
        for event in events:
            if event.kind is K.HANDED_OVER:
                listed += [(batch, stream) for batch in _texts([event.payload.get("batch")])]
            elif event.kind is K.SURVEYED:
                surveys.append((event.id,))
            if event.kind in projection.NUMBERING:
                numbers += [(series, number, stream) for series, number in _numbers(event)]
    of_stream = [(stream,) for stream in told]
    gone: list[tuple[str, Sequence[tuple[Any, ...]]]] = [
        *((f"DELETE FROM {name} WHERE stream = ?", of_stream) for name in _OF_STREAM),  # noqa: S608 - our own
        ("DELETE FROM batch_item WHERE batch = ? AND stream = ?", listed),
        ("DELETE FROM survey WHERE event_id = ?", surveys),
        ("DELETE FROM paper_number WHERE series = ? AND number = ? AND stream = ?", numbers),
    ]
    for statement, rows in gone:
        if rows:
            conn.exec_driver_sql(statement, list(rows))


def _forget_stream(conn: Connection, log: Connection, stream: str) -> None:
    if not stream.startswith(DOSSIER):
        return
    events = [item.event for item in read_stream(log, stream)]
    for name in (*_OF_STREAM, "batch_item"):
        conn.exec_driver_sql(f"DELETE FROM {name} WHERE stream = ?", (stream,))  # noqa: S608 - our own names
    conn.exec_driver_sql("DELETE FROM paper_number WHERE stream = ?", (stream,))
    for event in events:
        conn.exec_driver_sql("DELETE FROM survey WHERE event_id = ?", (event.id,))
        know_applicant(conn, event)
    projection.forget_dossier(conn, stream)


def codes_of(events: Sequence[Event]) -> list[str]:
    return _texts(event.payload.get("code") for event in events if event.kind is K.RECEIVED)


def portal_codes_of(events: Sequence[Event]) -> list[str]:
    kinds = (K.REGISTERED, K.RECEIVED)
    return _texts(event.payload.get("portal_code") for event in events if event.kind in kinds)


def _numbers(event: Event) -> list[tuple[str, int]]:
    """Numbers that an event may have written rows for; of one that cannot be read there are none."""
    try:
        return [each for each in projection.numbers_of(event) if _texts(each[:1]) and abs(each[1]) < 1 << 63]
    except UNREADABLE:
        return []


def _texts(found: Iterable[object]) -> list[str]:
    """Each text once; half a character is none that a row could hold."""
    texts = dict.fromkeys(text for text in found if isinstance(text, str) and text)
    return [text for text in texts if not any("\ud800" <= char <= "\udfff" for char in text)]
