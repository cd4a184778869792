"""A due date counted again by another calendar: what it comes to, and whether the promise moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.counting import promised_at, recount
from counter_app.domain.dossier import Dossier
from counter_app.domain.due import Due
from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.domain.fold import steps

__all__ = ["PROMISING", "Recount", "is_kept", "paper_promise", "promised_at", "recount", "recounted"]

PROMISING = ("receipt", "extension")
"""Papers that carry a promised date."""


def paper_promise(stream: str, events: Sequence[Event]) -> datetime | None:
    """The date that the last printed paper of a dossier promises; None where none was printed."""
    promised = None
    for step in steps(stream, events):
        event, due = step.event, step.dossier.due
        if event.kind is K.PAPER_PRINTED and event.payload.get("form") in PROMISING and due:
            promised = promised_at(due)
    return promised


def is_kept(old_at: datetime, new_at: datetime, paper_at: datetime | None) -> bool:
    """Whether a promise is kept: counted afresh it would come before it, and before what the paper says."""
    return paper_at is not None and new_at < min(old_at, paper_at)


@dataclass(frozen=True)
class Recount:
    """What counting afresh makes of a dossier's due. `old_at`, `new_at`: as `promised_at`.

    `old_left`, `new_left`: only while the clock stands still: working minutes that remain, each by its own
    calendar. `is_settled`: it was provisional and is so no longer.
    """

    due: Due
    old_at: datetime
    new_at: datetime
    old_left: int | None = None
    new_left: int | None = None
    is_settled: bool = False

    @property
    def is_paused(self) -> bool:
        """Whether there is no due date now, only a remainder."""
        return self.new_left is not None

    @property
    def moves(self) -> bool:
        """Whether the due date is another one; never while the clock stands still."""
        return not self.is_paused and self.new_at != self.old_at

    @property
    def is_earlier(self) -> bool:
        """Whether it would come before what was promised."""
        return self.moves and self.new_at < self.old_at

    @property
    def changes_remainder(self) -> bool:
        """Whether, while the clock stands still, more or less remains than before."""
        return self.is_paused and self.old_left != self.new_left


def recounted(
    dossier: Dossier, calendar: WorkingCalendar, promised_by: WorkingCalendar
) -> Recount | None:
    """The dossier's due counted afresh by `calendar` beside the stored one, which was counted by
    `promised_by`; None where it has none."""
    old = dossier.due
    if old is None or dossier.received_at is None or dossier.limit is None:
        return None
    due = recount(dossier, calendar)
    old_at, new_at = promised_at(old), promised_at(due)
    left: tuple[int | None, int | None] = (None, None)
    if due.is_paused and due.stopped_at is not None:
        left = (
            promised_by.working_minutes(due.stopped_at, old_at),
            calendar.working_minutes(due.stopped_at, new_at),
        )
    return Recount(due, old_at, new_at, *left, is_settled=old.is_provisional and not due.is_provisional)
