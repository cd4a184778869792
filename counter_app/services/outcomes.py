"""What deciding a conflict would make of its dossier: folded as the decision would be, nothing recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from counter_app.domain import conflicts
from counter_app.domain.dossier import Conflict, Dossier
from counter_app.domain.due import Due
from counter_app.domain.events import Event
from counter_app.domain.fold import fold
from counter_app.queries.conflicts import ConflictRow
from counter_app.services.resolving import counted_again
from counter_app.storage import stream_log
from counter_app.storage.store import Reading


@dataclass(frozen=True)
class Afterwards:
    """The dossier as it would be with `chosen` (event id, or NEITHER). due_at: local, counted again where the
    decision would; None while the clock stands still or nothing is owed."""

    chosen: str
    dossier: Dossier
    due_at: datetime | None


def afterwards(reading: Reading, row: ConflictRow) -> tuple[Afterwards, ...]:
    """What each choice would make of it; () where no fold of a dossier meets this conflict."""
    if not row.stream.startswith(stream_log.DOSSIER):
        return ()
    events = [item.event for item in stream_log.read_stream(reading.conn, row.stream)]
    before = fold(row.stream, events)
    found = conflicts.conflict_of(before, row.id)
    if found is None:
        return ()
    choices = (found.event_id, *(found.over or (conflicts.NEITHER,)))
    return tuple(_after(reading, before, events, found, chosen) for chosen in choices)


def _after(
    reading: Reading, before: Dossier, events: Sequence[Event], conflict: Conflict, chosen: str
) -> Afterwards:
    resolution = conflicts.resolution_of(before.stream, events, conflict, chosen)
    after = conflicts.decided(before.stream, events, resolution)
    again = counted_again(reading, before, after).get("due")
    due = after.due if again is None else Due.from_json(again)
    return Afterwards(chosen, after, None if due is None or after.is_paused else due.at)
