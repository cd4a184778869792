"""When a dossier's clock stands still: awaiting a supplement (5) or payment (6), stopped (8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from counter_app.domain.errors import PauseNotPossible


@dataclass(frozen=True)
class Pause:
    """The clock stands still from `start` (included) to `end`; `end` is None while it still does.

    Local wall times to the minute. Raises PauseNotPossible when it ends before it begins.
    """

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise PauseNotPossible(
                start=self.start.isoformat(timespec="minutes"),
                end=self.end.isoformat(timespec="minutes"),
                because="ends_before_it_begins",
            )


@dataclass(frozen=True)
class PauseMove:
    """What one merged pause did to the due date.

    amount: working days for day-type limits, working minutes for working_hour; 0 when it moved nothing
    (no working time in it, or begun after the due moment) and while it is open.
    """

    start: datetime
    end: datetime | None
    amount: int


def merge(pauses: Iterable[Pause], received_at: datetime) -> tuple[Pause, ...]:
    """The union of `pauses`, in order and without overlap; only the last can be open.

    Raises PauseNotPossible for one that begins before `received_at`.
    """
    union: list[Pause] = []
    for pause in sorted(pauses, key=lambda each: each.start):
        if pause.start < received_at:
            raise PauseNotPossible(
                start=pause.start.isoformat(timespec="minutes"),
                end=None if pause.end is None else pause.end.isoformat(timespec="minutes"),
                because="before_reception",
                received_at=received_at.isoformat(timespec="minutes"),
            )
        last = union[-1] if union else None
        if last is None or (last.end is not None and last.end < pause.start):
            union.append(pause)
        elif last.end is not None and (pause.end is None or pause.end > last.end):
            union[-1] = Pause(last.start, pause.end)
    return tuple(union)
