"""What one push carries: a run of one chain, at most 500 events and 1 MiB; a larger event goes alone."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from counter_app.storage.event_log import StoredEvent, read_chain
from counter_app.sync.central import MOST_BYTES, MOST_EVENTS


def batches(conn: Connection, origin: str, after: int) -> Iterator[list[StoredEvent]]:
    """The chain of `origin` behind number `after`, in pushes."""
    held: list[StoredEvent] = []
    size = 0
    for item in read_chain(conn, origin, after):
        length = len(item.event.hashed_text.encode())
        if held and (len(held) == MOST_EVENTS or size + length > MOST_BYTES):
            yield held
            held, size = [], 0
        held.append(item)
        size += length
    if held:
        yield held
