"""What another desk recorded comes into a file, as a pass would bring it; without a centre between them."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import Connection

from counter_app.bootstrap import Desk, Ports, open_desk
from counter_app.domain.events import envelope_hash
from counter_app.storage import event_log
from counter_app.storage.event_log import GENESIS, StoredEvent
from counter_app.storage.refold import refold
from tests.builders import Clock
from tests.desks import Counter


def twin(template: Path, folder: Path, clock: Clock) -> Counter:
    """A desk with the same past as everybody who was copied from `template`."""
    shutil.copytree(template, folder)
    return Counter(open_desk(folder, writing=True, ports=Ports(clock=clock)), clock)


def brought(desk: Desk, other: Desk, number: int = 2) -> None:
    """Every event that `other` recorded of its own stands in `desk` now, confirmed, told by desk `number`."""
    chain = other.read(lambda reading: list(event_log.read_chain(reading.conn, other.origin.id, 0)))

    def do(conn: Connection) -> None:
        known = set(conn.exec_driver_sql("SELECT id FROM event").scalars())
        origin = f"{number:032x}"
        conn.exec_driver_sql(
            "INSERT OR IGNORE INTO origin (id, agency, desk, incarnation, opened_at, is_mine)"
            " VALUES (?, ?, ?, 1, 0, 0)",
            (origin, desk.agency.id, number),
        )
        pos = conn.exec_driver_sql("SELECT coalesce(max(pos), 0) FROM envelope").scalar_one()
        oseq, prev = event_log.chain_head(conn, origin)
        assert oseq or prev == GENESIS
        for event in (item.event for item in chain if item.event.id not in known):
            oseq, pos = oseq + 1, pos + 1
            link = envelope_hash(prev, origin, oseq, event.content_hash)
            stored = StoredEvent(event, origin, oseq, None, prev, link)
            event_log.insert(conn, [stored], [event.content_hash])
            conn.exec_driver_sql(
                "UPDATE envelope SET pos = ? WHERE origin = ? AND oseq = ?", (pos, origin, oseq)
            )
            prev = link
        told = dict.fromkeys(item.event.stream for item in chain if item.event.id not in known)
        # What stands behind it now, and whose author may have lost the right to it meanwhile.
        behind = conn.exec_driver_sql(
            "SELECT DISTINCT e.stream FROM envelope v JOIN event e ON e.id = v.event_id WHERE v.pos IS NULL"
        ).scalars()
        for stream in dict.fromkeys([*told, *behind]):
            refold(conn, stream)

    desk.store.exchange(do)
