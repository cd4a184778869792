"""What another desk did, in this desk's file as a pull would have left it: no network, the real storage."""

from __future__ import annotations

from typing import Any

from counter_app.domain.events import Event, EventKind, envelope_hash
from counter_app.storage import event_log, refold
from counter_app.storage.event_log import GENESIS, StoredEvent
from counter_app.storage.unit_of_work import UnitOfWork
from tests.desks import Counter

OTHER = "e" * 32
"""Origin of the other desk."""


def join(counter: Counter) -> None:
    """The desk shares its log from now on; the other desk is known."""

    def write(uow: UnitOfWork) -> None:
        uow.conn.exec_driver_sql(
            "INSERT INTO sync_state (agency, pulled_pos, feed_hash) VALUES (?, 0, ?)",
            (uow.origin.agency, GENESIS),
        )
        uow.conn.exec_driver_sql(
            "INSERT INTO origin (id, agency, desk, incarnation, opened_at, is_mine)"
            " VALUES (?, ?, 2, 1, 0, 0)",
            (OTHER, uow.origin.agency),
        )
        uow.commit()

    counter.desk.write(write)


def confirm(counter: Counter) -> None:
    """The centre gave every event of this desk that it had not yet its place."""

    def write(uow: UnitOfWork) -> None:
        pos = _last(uow)
        rows = uow.conn.exec_driver_sql(
            "SELECT origin, oseq FROM envelope WHERE pos IS NULL ORDER BY oseq"
        ).all()
        for n, (origin, oseq) in enumerate(rows, start=1):
            uow.conn.exec_driver_sql(
                "UPDATE envelope SET pos = ? WHERE origin = ? AND oseq = ?", (pos + n, origin, oseq)
            )
        _move_cursor(uow)
        uow.commit()

    counter.desk.write(write)


def pulled(
    counter: Counter, stream: str, kind: EventKind, by: str, seen: str | None, **payload: Any
) -> Event:
    """An event of the other desk, at the next place of the feed: before what is not yet confirmed here."""
    found: list[Event] = []

    def write(uow: UnitOfWork) -> None:
        person = uow.reference.person(by)
        full = payload | {"unit": payload.get("unit", person.unit), "role": str(person.role)}
        wall = int(uow.now.timestamp() * 1000)
        event = Event(uow.new_id(), uow.origin.agency, stream, kind, full, by, wall, seen)
        oseq, prev = event_log.chain_head(uow.conn, OTHER)
        link = envelope_hash(prev, OTHER, oseq + 1, event.content_hash)
        stored = StoredEvent(event, OTHER, oseq + 1, None, prev, link)
        place = _last(uow) + 1
        event_log.insert(uow.conn, [stored], [event.content_hash])
        uow.conn.exec_driver_sql("UPDATE envelope SET pos = ? WHERE event_id = ?", (place, event.id))
        _move_cursor(uow)
        refold.refold(uow.conn, stream)
        uow.commit()
        found.append(event)

    counter.desk.write(write)
    return found[0]


def stream_of(counter: Counter, code: str) -> str:
    """The stream of a dossier."""
    query = "SELECT stream FROM dossier WHERE code = ?"
    return str(counter.desk.read(lambda r: r.conn.exec_driver_sql(query, (code,)).scalar_one()))


def _move_cursor(uow: UnitOfWork) -> None:
    last = _last(uow)
    uow.conn.exec_driver_sql("UPDATE sync_state SET pulled_pos = ?, feed_hash = ?", (last, f"{last:064x}"))


def _last(uow: UnitOfWork) -> int:
    return int(uow.conn.exec_driver_sql("SELECT coalesce(max(pos), 0) FROM envelope").scalar_one())
