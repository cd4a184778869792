"""Events that get another envelope: of a chain that forked, or of one whose end the centre lost.

An event is never changed and never left without an envelope; the one it had is kept as evidence.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from counter_app.domain.events import envelope_hash
from counter_app.storage import event_log
from counter_app.storage.event_log import StoredEvent


def reenvelope(conn: Connection, own: str, items: Iterable[StoredEvent]) -> list[StoredEvent]:
    """Put events into envelopes at the end of the chain `own`, in the caller's transaction; each id once."""
    oseq, prev = event_log.chain_head(conn, own)
    made: list[StoredEvent] = []
    for item in {each.event.id: each for each in items}.values():
        oseq += 1
        link = envelope_hash(prev, own, oseq, item.event.content_hash)
        made.append(StoredEvent(item.event, own, oseq, None, prev, link, item.relayed_from or item.origin))
        prev = link
    if made:
        hashes = [item.event.content_hash for item in made]
        event_log.insert(conn, made, hashes, {item.event.id for item in made})
    return made


def set_aside(
    conn: Connection, origin: str, first: int, own: str, at_ms: int, *, leave: frozenset[int] = frozenset()
) -> list[StoredEvent]:
    """Take the envelopes of a chain from number `first` on out of it; answers the new ones in `own`.

    None of them may have a position. `leave`: numbers whose events get no other envelope, because the centre
    could not take them; they stay in the file as evidence. `at_ms`: UTC ms.
    """
    items = list(event_log.read_chain(conn, origin, first - 1))
    conn.exec_driver_sql(
        "INSERT INTO envelope_aside (origin, oseq, prev, hash, event_id, relayed_from, at)"
        " SELECT origin, oseq, prev, hash, event_id, relayed_from, ? FROM envelope"
        " WHERE origin = ? AND oseq >= ? ON CONFLICT DO NOTHING",
        (at_ms, origin, first),
    )
    conn.exec_driver_sql("DELETE FROM envelope WHERE origin = ? AND oseq >= ?", (origin, first))
    lost = [item for item in items if item.oseq not in leave and not _has_envelope(conn, item.event.id)]
    return reenvelope(conn, own, lost)


def _has_envelope(conn: Connection, event_id: str) -> bool:
    return conn.exec_driver_sql("SELECT 1 FROM envelope WHERE event_id = ?", (event_id,)).first() is not None
