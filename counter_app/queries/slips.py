"""Papers as they were issued: by whom, when, under which number, and the dossier as it stood then.

What came after changes nothing on a paper that was given out: it is gathered from the event that issued it
and from what had happened before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from counter_app.domain.dossier import Dossier
from counter_app.domain.events import Event, EventKind
from counter_app.domain.fold import Standing, Step, steps
from counter_app.storage import stream_log
from counter_app.storage.store import Reading


@dataclass(frozen=True)
class Issued:
    """An event that issued a paper. dossier: right after it. round_no: which of its kind it is, from 1."""

    event: Event
    dossier: Dossier
    round_no: int

    @property
    def number(self) -> int | None:
        """Number of the slip; None where it has none."""
        return int(self.event.payload.get("slip_no") or 0) or None

    @property
    def desk(self) -> int | None:
        """Desk that counted the number, from 1."""
        last = str(self.event.payload.get("slip_series", "")).rpartition("-")[2]
        return int(last) if last.isdecimal() else None

    @property
    def reason(self) -> str:
        """The reason as it was given."""
        return str(self.event.payload.get("reason", ""))

    @property
    def ground(self) -> str:
        """The legal ground as it was given."""
        return str(self.event.payload.get("ground", ""))


def effective(stream: str, events: Iterable[Event]) -> list[tuple[Event, Dossier]]:
    """The events that count, each with the dossier after it: neither taken back nor in conflict."""
    counting = (Standing.COUNTS, Standing.UNKNOWN)
    return [(step.event, step.dossier) for step in steps(stream, events) if step.standing in counting]


def issued(counting: Sequence[tuple[Event, Dossier]], *kinds: EventKind) -> tuple[Issued, ...]:
    """Those of the effective events that are of these kinds, in their order."""
    matching = [(event, dossier) for event, dossier in counting if event.kind in kinds]
    return tuple(Issued(event, dossier, no) for no, (event, dossier) in enumerate(matching, start=1))


def stream_steps(reading: Reading, stream: str) -> list[Step]:
    """All events of a stream that is known to exist, and what became of each."""
    return steps(stream, (stored.event for stored in stream_log.read_stream(reading.conn, stream)))


def counting_events(reading: Reading, stream: str) -> list[tuple[Event, Dossier]]:
    """The effective events of a stream that is known to exist."""
    return effective(stream, (stored.event for stored in stream_log.read_stream(reading.conn, stream)))


def last_issued(reading: Reading, stream: str, *kinds: EventKind) -> Issued | None:
    """The last of these events that took effect, or None."""
    found = issued(counting_events(reading, stream), *kinds)
    return found[-1] if found else None
