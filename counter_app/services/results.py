"""What an act answers: small frozen values, the same for window and command line."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from counter_app.domain.due import Due


@dataclass(frozen=True)
class Received:
    """A dossier taken in. Times are local; `missing` are numbers of required components not handed in."""

    stream: str
    code: str
    scan_number: str
    book: str
    number: int
    due: Due
    missing: tuple[int, ...]
    warnings: tuple[str, ...]
    event_id: str
    received_at: datetime
    receipt_version: int = 1


@dataclass(frozen=True)
class ActDone:
    """One dossier changed."""

    stream: str
    code: str
    event_id: str
    status: str
    holder: str
    due_at: datetime | None
    warnings: tuple[str, ...] = ()
    receipt_version: int = 0


@dataclass(frozen=True)
class SlipDone:
    """A slip given before reception (form 02 or 03), or a registered dossier refused (no slip id then)."""

    stream: str
    slip: str
    number: int
    event_id: str
    status: str
    code: str = ""
    holder: str = ""


@dataclass(frozen=True)
class BatchDone:
    """A batch act: every dossier of it, in the order they were named."""

    batch: str | None
    results: tuple[ActDone, ...] = field(default=())
