"""After a restore: what the journal holds beyond the file comes back, with its numbers and projections."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError

from counter_app.domain.errors import StoreNotOpened
from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.storage import tables as t
from counter_app.storage.event_log import StoredEvent
from counter_app.storage.journal import Journal
from counter_app.storage.refold import refold
from counter_app.storage.store import Store


def replay_journal(store: Store, journal: Journal) -> int:
    """Bring the file forward by its journal in one transaction; answers how many events came back.

    Raises JournalMismatch where journal and file are not of one past, StoreNotOpened(path, because) where
    the file holds half of what it lacks.
    """
    try:
        with store.writer.begin() as conn:
            missing = journal.replay(conn)
            restore_numbers(conn, store.origin.id, missing)
            project_missing(conn, [stored.event for stored in missing])
    except IntegrityError as error:
        # Pages of a later state stand in it, as when its -wal was taken away amid a checkpoint.
        raise StoreNotOpened(path=str(store.path), because="damaged") from error
    return len(missing)


def restore_numbers(conn: Connection, origin_id: str, events: Sequence[StoredEvent]) -> None:
    """Numbers that this origin gave in these events, so that none is given again; not those of other desks,
    or lives, whose events it sent once more."""
    rows = [
        {
            "on_date": stored.event.at.date().isoformat(),
            "serial": int(stored.event.payload["serial"]),
            "code": stored.event.payload["code"],
            "event_id": stored.event.id,
        }
        for stored in events
        if stored.origin == origin_id and stored.relayed_from is None and stored.event.kind is K.RECEIVED
    ]
    for row in rows:
        conn.execute(insert(t.number_issued), row)


def project_missing(conn: Connection, events: Sequence[Event]) -> None:
    """Project events that were put into the log behind the projections' back."""
    for stream in dict.fromkeys(event.stream for event in events):
        refold(conn, stream)
