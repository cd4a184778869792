"""Each holder's own due: the working time of its run of internal steps; never the legal due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.pauses import Pause


def run_due(
    since: datetime, minutes: int, calendar: WorkingCalendar, pauses: Sequence[Pause] = ()
) -> datetime | None:
    """`minutes` of working time after taking over at `since`, pauses left out; None while one is open.

    A pause that begins at or after the due moment, as moved by the earlier ones, moves nothing.
    """
    due = calendar.add_working_minutes(calendar.counted_from(since), minutes)
    last_end = since
    for pause in sorted(pauses, key=lambda each: each.start):
        if pause.end is None:
            return None
        start, end = max(pause.start, last_end), pause.end
        if start >= due or end <= start:
            continue
        due = calendar.add_working_minutes(due, calendar.working_minutes(start, end))
        last_end = end
    return due
