"""Who issued a form 02 or 03, when and under which number: what came after changes nothing on the paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from counter_app.domain.dossier import Dossier
from counter_app.domain.events import Event, EventKind
from counter_app.storage import event_log
from counter_app.storage.store import Reading


@dataclass(frozen=True)
class IssuedSlip:
    """A form 02 or 03 as it was given. `at` local, to the minute; `by` a login; `desk` counts from 1."""

    at: datetime
    by: str
    number: int
    desk: int
    reason: str
    ground: str


def issued_slip(reading: Reading, dossier: Dossier, kind: EventKind) -> IssuedSlip | None:
    """The last slip of this kind (refused or supplement_requested) that took effect, or None."""
    broken = {conflict.event_id for conflict in dossier.conflicts}
    stored = event_log.read_stream(reading.conn, dossier.stream)
    given = [each.event for each in stored if each.event.kind is kind and each.event.id not in broken]
    return _issued(given[-1]) if given else None


def _issued(event: Event) -> IssuedSlip:
    said = event.payload
    desk = int(str(said["slip_series"]).rpartition("-")[2])
    return IssuedSlip(
        event.at, event.actor, int(said["slip_no"]), desk, str(said["reason"]), str(said["ground"])
    )
