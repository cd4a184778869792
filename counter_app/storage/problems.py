"""What a check of the store found, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Kinds of findings of `verify`."""

    FILE_DAMAGED = "file_damaged"
    PAGE_DAMAGED = "page_damaged"
    FOREIGN_KEY = "foreign_key"
    TRIGGER_MISSING = "trigger_missing"
    SEQUENCE_GAP = "sequence_gap"
    LINK_BROKEN = "link_broken"
    HASH_WRONG = "hash_wrong"
    CONTENT_EDITED = "content_edited"
    EVENT_MISSING = "event_missing"
    EVENT_WITHOUT_ENVELOPE = "event_without_envelope"
    NUMBER_LOST = "number_lost"
    PROJECTION_DIFFERS = "projection_differs"
    JOURNAL_DIFFERS = "journal_differs"


@dataclass(frozen=True, order=True)
class Problem:
    """One finding. where: `origin/oseq`, an event id, a table or a page; what: its kind; detail: as found."""

    where: str
    what: Fault
    detail: str = ""
