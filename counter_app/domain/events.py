"""The vocabulary of the log: kinds of events, their schema versions, and the event itself.

An event is appended once and never altered; everything else is computed from events.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from counter_app.domain.calendar import WorkingCalendar

LOCAL_ZONE = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Vietnam keeps UTC+7 the whole year since 1975: a fixed offset is exact and needs no tables."""


class EventKind(StrEnum):
    """Kinds of events; the strings are stored and never reused."""

    REGISTERED = "dossier:registered"
    RECEIVED = "dossier:received"
    REFUSED = "dossier:refused"
    CORRECTED = "dossier:corrected"
    HANDED_OVER = "dossier:handed_over"
    RECALLED = "dossier:recalled"
    TAKEN_OVER = "dossier:taken_over"
    HANDOVER_DECLINED = "dossier:handover_declined"
    ASSIGNED = "dossier:assigned"
    STEP_DONE = "dossier:step_done"
    COOPERATION_ASKED = "dossier:cooperation_asked"
    SUPPLEMENT_REQUESTED = "dossier:supplement_requested"
    SUPPLEMENTED = "dossier:supplemented"
    PAYMENT_REQUESTED = "dossier:payment_requested"
    PAID = "dossier:paid"
    EXTENDED = "dossier:extended"
    STOPPED = "dossier:stopped"
    RESUMED = "dossier:resumed"
    WITHDRAWN = "dossier:withdrawn"
    FINISHED = "dossier:finished"
    REOPENED = "dossier:reopened"
    RETURNED = "dossier:returned"
    VOIDED = "dossier:voided"
    DUE_RECALCULATED = "dossier:due_recalculated"
    REVOKED = "dossier:revoked"
    NOTE_ADDED = "dossier:note_added"
    PAPER_PRINTED = "dossier:paper_printed"
    SCAN_ATTACHED = "dossier:scan_attached"
    NOTIFIED = "dossier:notified"
    SURVEYED = "dossier:surveyed"
    LEGACY_IMPORTED = "dossier:legacy_imported"
    LEGACY_ACCEPTED = "dossier:legacy_accepted"
    LEGACY_VOIDED = "dossier:legacy_voided"
    CONFLICT_RESOLVED = "dossier:conflict_resolved"

    CLOCK_CONFIRMED = "desk:clock_confirmed"
    DESK_OPENED = "desk:opened"
    PROCEDURE_PUBLISHED = "procedure:published"
    PROCEDURE_ENDED = "procedure:ended"
    UNIT_SET = "unit:set"
    STAFF_SET = "staff:set"
    STAFF_PASSWORD_SET = "staff:password_set"  # noqa: S105 - the kind's name, no secret
    CALENDAR_SET = "calendar:set"
    SETTINGS_SET = "settings:set"
    PERSONAL_DATA_SHOWN = "staff:personal_data_shown"
    FEEDBACK_RECEIVED = "feedback:received"
    FEEDBACK_ANSWERED = "feedback:answered"
    FEEDBACK_SURVEYED = "feedback:surveyed"
    DAY_SIGNED_OFF = "day:signed_off"


SCHEMA_VERSION: dict[EventKind, int] = dict.fromkeys(EventKind, 1)
"""Newest payload schema this program knows, by kind. A newer one found in a log is kept, not read."""

REMARKS: frozenset[EventKind] = frozenset(
    {
        EventKind.NOTE_ADDED,
        EventKind.PAPER_PRINTED,
        EventKind.SCAN_ATTACHED,
        EventKind.NOTIFIED,
        EventKind.SURVEYED,
    }
)
"""Kinds that commute with everything: they never conflict and never change the status."""


class ClockQuality(StrEnum):
    """How far the wall time of an event can be trusted; evidence, never an order."""

    GOOD = "good"
    SUSPECT = "suspect"
    BACKDATED = "backdated"


def canonical_json(value: Any) -> str:
    """The one text of a JSON value: keys sorted, no blanks, no NaN. Raises ValueError for NaN."""
    return _encode(value)


_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode  # made once: `json.dumps` makes one each time


@dataclass(frozen=True)
class Event:
    """A fact of the log.

    id: 32 hex digits. stream: `dossier:<32 hex>`, `staff:lan`, `procedure:DT-01`, `settings:agency` ….
    payload: JSON object. seen: id of the stream's head event when the act was done, or None.
    actor: login, or `system`. wall: UTC milliseconds. real_role: no part of what the event says: the role
    that its actor had at that place of the log, where the log is told by several desks and it is not the
    one the event names ("": none); else None. calendars: as little: by version, those by which the due of a
    dossier is counted where the event waited for its data.
    """

    id: str
    agency: str
    stream: str
    kind: EventKind
    payload: Mapping[str, Any]
    actor: str
    wall: int
    seen: str | None = None
    schema_v: int = 1
    clock_quality: ClockQuality = ClockQuality.GOOD
    payload_json: str = field(default="", compare=False, repr=False)
    real_role: str | None = field(default=None, compare=False, repr=False)
    calendars: Mapping[str, WorkingCalendar] | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.payload_json:
            object.__setattr__(self, "payload_json", canonical_json(dict(self.payload)))

    @cached_property
    def hashed_text(self) -> str:
        """Everything the event says, as the one text that is hashed: a JSON array of ten values."""
        return canonical_json(
            [
                self.id,
                self.agency,
                self.stream,
                str(self.kind),
                self.schema_v,
                self.payload_json,
                self.seen,
                self.actor,
                self.wall,
                str(self.clock_quality),
            ]
        )

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 (64 hex digits) over everything the event says; position and envelope apart."""
        return hashlib.sha256(self.hashed_text.encode()).hexdigest()

    @cached_property
    def at(self) -> datetime:
        """Local wall time of the act to the minute, naive: payload `at` of a back-dated act, else `wall`.

        An `at` that is no local moment is not read; a `wall` beyond all calendars is the nearest year's end.
        """
        given = self.payload.get("at")
        if isinstance(given, str):
            moment = _local_moment(given)
            if moment is not None:
                return moment
        return local_minute(min(max(self.wall, 0), _LAST_WALL))


_LAST_WALL = 253_370_739_600_000
"""01/01/9999 in Vietnam, UTC milliseconds."""


def _local_moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is None else None


_LOCAL_EPOCH = datetime.fromtimestamp(0, tz=LOCAL_ZONE).replace(tzinfo=None)


def local_minute(wall: int) -> datetime:
    """UTC milliseconds → naive local wall time, cut to the minute."""
    return _LOCAL_EPOCH + timedelta(minutes=wall // 60_000)


def utc_ms(local: datetime) -> int:
    """Naive local wall time → UTC milliseconds."""
    return round(local.replace(tzinfo=LOCAL_ZONE).timestamp() * 1000)


def envelope_hash(prev: str, origin: str, oseq: int, content_hash: str) -> str:
    """Link of an origin's chain: SHA-256 of (prev, origin, oseq, content hash), 64 hex digits."""
    return hashlib.sha256(f"{prev}\n{origin}\n{oseq}\n{content_hash}".encode()).hexdigest()


def feed_hash(before: str, link: str) -> str:
    """Link of an agency's feed: SHA-256 of (feed hash before, hash of the envelope at the next position)."""
    return hashlib.sha256(f"{before}\n{link}".encode()).hexdigest()
