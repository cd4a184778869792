"""Projection: what events say, as flat rows. Every row can be made again from the log (`rebuild`)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from counter_app.domain.dossier import Dossier, Status
from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.domain.text import fold as fold_text
from counter_app.domain.text import name_key
from counter_app.storage import projection_tables as t
from counter_app.storage.conflict_rows import settle
from counter_app.storage.projection_applicants import know_applicant
from counter_app.storage.projection_awaited import write_awaited
from counter_app.storage.projection_ledger import forget_survey, project_payments, project_survey
from counter_app.storage.statements import Prepared

SEARCH_INSERT = "INSERT INTO dossier_search(rowid, words) VALUES (?, ?)"
SEARCH_DELETE = "DELETE FROM dossier_search WHERE rowid = ?"


def _names(table: Table, *left_out: str) -> list[str]:
    return [column.name for column in table.columns if column.name not in left_out]


# What an act writes, compiled once: an act of the counter may take a few milliseconds in all.
_NEW_DOSSIER = Prepared(lambda: insert(t.dossier).returning(t.dossier.c.seq), _names(t.dossier, "seq"))
_SAME_DOSSIER = Prepared(
    lambda: update(t.dossier).where(t.dossier.c.stream == bindparam("of")).returning(t.dossier.c.seq),
    _names(t.dossier, "seq", "first_at"),
)
NEW_STAY = Prepared(lambda: insert(t.control_sheet), _names(t.control_sheet))
_NO_STAYS = Prepared(lambda: delete(t.control_sheet).where(t.control_sheet.c.stream == bindparam("stream")))
# A number told twice of one dossier is one row: it must not make the whole dossier unreadable.
_NEW_ENTRY = Prepared(
    lambda: upsert(t.book_entry).on_conflict_do_nothing(), _names(t.book_entry, "struck_because")
)
NEW_NUMBER = Prepared(lambda: upsert(t.paper_number).on_conflict_do_nothing(), _names(t.paper_number))
NEW_LISTED = Prepared(lambda: upsert(t.batch_item).on_conflict_do_nothing(), _names(t.batch_item))
NEW_PRINT = Prepared(lambda: insert(t.paper_print), _names(t.paper_print))


def iso(moment: datetime | None) -> str | None:
    """Local wall time to the minute as stored in projections, or None."""
    return moment.isoformat("T", "minutes") if moment else None


def project_dossier(conn: Connection, dossier: Dossier, fresh: Sequence[Event], *, is_new: bool) -> None:
    """Write the rows of one dossier after its `fresh` events (a rebuild gives all of them)."""
    row = dossier_row(dossier, fresh[0] if is_new else None)
    if is_new:
        seq = _NEW_DOSSIER.run(conn, row).scalar_one()
    else:
        seq = _SAME_DOSSIER.run(conn, {**row, "of": dossier.stream}).scalar_one()
    kinds = {event.kind for event in fresh}
    if is_new or kinds & _SEARCHABLE:
        if not is_new:
            conn.exec_driver_sql(SEARCH_DELETE, (seq,))
        conn.exec_driver_sql(SEARCH_INSERT, (seq, search_words(dossier)))
    _project_stays(conn, dossier, is_new=is_new)
    project_conflicts(conn, dossier)
    if dossier.payments or K.REVOKED in kinds:
        project_payments(conn, dossier, is_new=is_new)
    for event in fresh:
        _project_event(conn, dossier, event)
    if dossier.waiting or any(event.payload.get("awaits") for event in fresh):
        project_awaits(conn, dossier, fresh)


_SEARCHABLE = frozenset(
    {K.REGISTERED, K.RECEIVED, K.CORRECTED, K.REFUSED, K.SUPPLEMENT_REQUESTED, K.LEGACY_IMPORTED, K.REVOKED}
)


def dossier_row(dossier: Dossier, first: Event | None) -> dict[str, Any]:
    """The columns of a dossier's row, `seq` apart; `first` (its first event) where the row is new."""
    row = {**_identity_columns(dossier), **_due_columns(dossier), **_custody_columns(dossier)}
    if first is not None:
        row["first_at"] = iso(first.at)
    return row


def _identity_columns(dossier: Dossier) -> dict[str, Any]:
    applicant = dossier.applicant
    return {
        "stream": dossier.stream,
        "code": dossier.code or None,
        "portal_code": dossier.portal_code or None,
        "slip": dossier.slip or None,
        "scan_number": dossier.scan_number or None,
        "status": str(dossier.status),
        "procedure": dossier.procedure,
        "procedure_version": dossier.procedure_version,
        "field": dossier.field,
        "book": dossier.book or None,
        "book_number": dossier.book_number or None,
        "received_by": dossier.received_by or None,
        "applicant_name": applicant.name if applicant else "",
        "applicant_sort": name_key(applicant.name) if applicant else "",
        "applicant_identity": (applicant.identity or None) if applicant else None,
        "channel": str(dossier.channel),
        "receipt_version": dossier.receipt_version,
        "is_quarantined": int(dossier.is_quarantined),
        "has_conflict": int(dossier.has_open_conflict),
        "is_read_only": int(bool(dossier.unknown_kinds)),
        "last_at": iso(dossier.last_at),
        "head": dossier.head,
    }


def _due_columns(dossier: Dossier) -> dict[str, Any]:
    return {
        "received_at": iso(dossier.received_at),
        "due_at": iso(dossier.due_at),
        "due_first": iso(dossier.due_first),
        "late_from": iso(late_from(dossier)),
        "is_provisional": int(bool(dossier.due and dossier.due.is_provisional)),
        "outcome": dossier.outcome or None,
        "finished_at": iso(dossier.finished_at),
        "ended_at": iso(dossier.ended_at),
    }


def _custody_columns(dossier: Dossier) -> dict[str, Any]:
    stay = dossier.stays[-1] if dossier.stays else None
    transit = dossier.transit
    return {
        "holder": dossier.holder or None,
        "in_transit_to": transit.to if transit else None,
        "batch": transit.batch if transit else None,
        "officer": dossier.officer or None,
        "own_due": iso(stay.own_due) if stay and not dossier.is_paused else None,
    }


def late_from(dossier: Dossier) -> datetime | None:
    """The first minute at which the dossier is overdue, or None while it has no due date."""
    due = dossier.due_at
    if due is None or dossier.limit is None:
        return None
    if dossier.limit.is_by_minute:
        return due + timedelta(minutes=1)
    return datetime.combine(due.date() + timedelta(days=1), time())


def search_words(dossier: Dossier) -> str:
    """Folded words by which a dossier is found: codes, names, ids, phones, procedure codes."""
    words = [dossier.code, dossier.portal_code, dossier.slip, dossier.scan_number, dossier.procedure]
    for party in (dossier.applicant, dossier.submitter):
        if party is not None:
            words += [party.name, party.representative, party.id_number, party.phone.replace(" ", "")]
    return fold_text(" ".join(word for word in words if word))


def _project_stays(conn: Connection, dossier: Dossier, *, is_new: bool) -> None:
    if not is_new:
        _NO_STAYS.run(conn, {"stream": dossier.stream})
    NEW_STAY.run_many(conn, stay_rows(dossier))


def stay_rows(dossier: Dossier) -> list[dict[str, Any]]:
    """The rows of a dossier's control sheet."""
    return [
        {
            "stream": dossier.stream,
            "n": n,
            "unit": stay.unit,
            "since": iso(stay.since),
            "taken_by": stay.taken_by,
            "own_due": iso(stay.own_due),
            "given_at": iso(stay.given_at),
            "given_by": stay.given_by or None,
            "given_to": stay.given_to or None,
            "batch": stay.batch or None,
            "until": iso(stay.until),
        }
        for n, stay in enumerate(dossier.stays)
    ]


NEW_CONFLICT = (
    "INSERT INTO conflict (id, stream, event_id, kind, because, is_resolved, over)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET is_resolved = excluded.is_resolved, over = excluded.over,"
    " because = excluded.because"
)


def project_conflicts(conn: Connection, dossier: Dossier) -> None:
    """Write the conflicts that the fold of a dossier met."""
    for values in conflict_rows(dossier):
        conn.exec_driver_sql(NEW_CONFLICT, values)


def conflict_rows(dossier: Dossier) -> list[tuple[Any, ...]]:
    """The conflicts of a dossier as `NEW_CONFLICT` takes them."""
    return [
        (each.id, dossier.stream, each.event_id, each.kind, each.because, int(each.is_resolved),
         json.dumps(list(each.over)))
        for each in dossier.conflicts
    ]  # fmt: skip


def project_awaits(conn: Connection, dossier: Dossier, events: Iterable[Event]) -> None:
    """Write which acts still wait for this dossier's data, and which it has taken in."""
    waiting = set(dossier.waiting)
    for event in events:
        if event.payload.get("awaits"):
            write_awaited(conn, event, dossier.code, is_folded=event.id not in waiting)


def forget_dossier(conn: Connection, stream: str) -> None:
    """Take away a dossier's own row and its words: nothing of its events stands any more."""
    seq = conn.exec_driver_sql("SELECT seq FROM dossier WHERE stream = ?", (stream,)).scalar()
    if seq is not None:
        conn.exec_driver_sql(SEARCH_DELETE, (seq,))
        conn.exec_driver_sql("DELETE FROM dossier WHERE seq = ?", (seq,))


def _project_event(conn: Connection, dossier: Dossier, event: Event) -> None:
    payload = event.payload
    if event.kind is K.RECEIVED:
        _enter_book(conn, dossier.stream, str(payload["book"]), int(payload["number"]))
        _number(conn, str(payload["receipt_series"]), int(payload["receipt_no"]), dossier.stream)
        know_applicant(conn, event)
    elif event.kind is K.CORRECTED:
        after = payload["after"]
        if "book" in after:
            _strike(conn, dossier.stream, str(payload["reason"]))
            _enter_book(conn, dossier.stream, str(after["book"]), int(after["number"]))
        know_applicant(conn, event)
    elif event.kind is K.VOIDED:
        _strike(conn, dossier.stream, str(payload["reason"]))
    elif event.kind in _NUMBERED:
        _number_slip(conn, dossier.stream, event)
    elif event.kind is K.SURVEYED:
        project_survey(conn, event)
    elif event.kind is K.CONFLICT_RESOLVED:
        settle(conn, str(event.payload["conflict"]))
    elif event.kind is K.REVOKED:
        forget_survey(conn, str(payload["event_id"]))
    elif event.kind is K.HANDED_OVER:
        _list_in_batch(conn, dossier.stream, event)
    elif event.kind is K.PAPER_PRINTED:
        _count_print(conn, dossier.stream, event)


_NUMBERED = frozenset({K.REFUSED, K.SUPPLEMENT_REQUESTED, K.EXTENDED, K.STOPPED, K.WITHDRAWN})
"""Kinds whose paper has a number of its own; one of a dossier without that paper carries none."""
NUMBERING = _NUMBERED | {K.RECEIVED}
"""Kinds for which `numbers_of` may find any."""


def numbers_of(event: Event) -> list[tuple[str, int]]:
    """(series, number) of the papers that an event gave a number to."""
    payload = event.payload
    found: list[tuple[str, int]] = []
    if event.kind is K.RECEIVED and "receipt_series" in payload:
        found.append((str(payload["receipt_series"]), int(payload["receipt_no"])))
    if event.kind in _NUMBERED:
        if payload.get("slip_series"):
            found.append((str(payload["slip_series"]), int(payload["slip_no"])))
        if payload.get("slip_id"):
            series, _, number = str(payload["slip_id"]).rpartition(".")
            found.append((series, int(number)))
    return found


def _number_slip(conn: Connection, stream: str, event: Event) -> None:
    for series, number in numbers_of(event):
        _number(conn, series, number, stream)


def _enter_book(conn: Connection, stream: str, book: str, number: int) -> None:
    _NEW_ENTRY.run(conn, {"book": book, "number": number, "stream": stream})


def _strike(conn: Connection, stream: str, because: str) -> None:
    entry = t.book_entry
    conn.execute(
        update(entry)
        .where(entry.c.stream == stream, entry.c.struck_because.is_(None))
        .values(struck_because=because)
    )


def _number(conn: Connection, series: str, number: int, stream: str) -> None:
    NEW_NUMBER.run(conn, {"series": series, "number": number, "stream": stream})


def _list_in_batch(conn: Connection, stream: str, event: Event) -> None:
    NEW_LISTED.run(conn, listed_row(stream, event))


def listed_row(stream: str, event: Event) -> dict[str, Any]:
    """What a handover listed."""
    return {
        "batch": event.payload["batch"],
        "stream": stream,
        "event_id": event.id,
        "giver": event.payload["from"],
        "to": event.payload["to"],
        "given_at": iso(event.at),
        "given_by": event.actor,
    }


def _count_print(conn: Connection, stream: str, event: Event) -> None:
    NEW_PRINT.run(conn, print_row(stream, event))


def print_row(stream: str, event: Event) -> dict[str, Any]:
    """A paper that was printed."""
    return {
        "event_id": event.id,
        "stream": stream,
        "form": event.payload["form"],
        "version": int(event.payload.get("version", 1)),
        "at": iso(event.at),
        "by": event.actor,
    }


def clear(conn: Connection) -> None:
    """Empty every projection."""
    for table in t.PROJECTIONS:
        conn.execute(delete(table))
    for name in t.INDEXES_OF_WORDS:
        conn.exec_driver_sql(f"DROP TABLE {name}")
    for statement in (t.SEARCH_DDL, t.NAMES_DDL, *t.WORDS_SETTINGS):
        conn.exec_driver_sql(statement)


def last_seq(conn: Connection) -> int:
    """The highest row number of a dossier; 0 where there is none."""
    return int(conn.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM dossier").scalar_one())


def without_indexes(conn: Connection) -> list[str]:
    """Drop the indexes of dossiers, which are made faster of the whole table; answers how to make them
    again."""
    found = conn.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master"
        " WHERE type = 'index' AND tbl_name = 'dossier' AND sql IS NOT NULL"
    ).all()
    for name, _ in found:
        conn.exec_driver_sql(f'DROP INDEX "{name}"')
    return [sql for _, sql in found]


def merge_words(conn: Connection, most: int) -> None:
    """Put small pieces of the indexes of words together, at most `most` pages of each; the rest next time."""
    for name in t.INDEXES_OF_WORDS:
        statement = f"INSERT INTO {name}({name}, rank) VALUES ('merge', ?)"  # noqa: S608 - our own names
        conn.exec_driver_sql(statement, (most,))


def digest(conn: Connection) -> str:
    """SHA-256 (64 hex digits) over all projection rows in the order of their keys; row numbers apart."""
    running = hashlib.sha256()
    for table in t.PROJECTIONS:
        columns = [c for c in table.columns if c.name != "seq"]
        keys = t.natural_key(table)
        running.update(f"\n#{table.name}\n".encode())
        for row in conn.execute(select(*columns).order_by(*keys)):
            running.update(json.dumps(list(row), ensure_ascii=False).encode())
    return running.hexdigest()


def status_counts(conn: Connection) -> dict[Status, int]:
    """How many dossiers (slips and quarantined ones apart) are in each status."""
    rows = conn.execute(
        text(
            "SELECT status, count(*) FROM dossier WHERE slip IS NULL AND is_quarantined = 0 GROUP BY status"
        )
    )
    return {Status(status): int(count) for status, count in rows}
