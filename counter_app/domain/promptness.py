"""The small deadlines around the promised date: paper to the department, an online dossier, an apology.

Paper goes to the department on the working day it came, after 15:00 at the start of the next one; an
online dossier is answered within 8 working hours (NĐ 61/2018/NĐ-CP, Điều 17, 18; NĐ 118/2025/NĐ-CP). Who will
be late says so before the day of the promise. None of these moves the promised date: they are warnings.
"""

from __future__ import annotations

from datetime import date, datetime

from counter_app.domain.calendar import WorkingCalendar

ONLINE_MINUTES = 8 * 60


def transfer_by(received_at: datetime, calendar: WorkingCalendar) -> datetime:
    """By when paper received at `received_at` must have been given to its department (local)."""
    start = calendar.counted_from(received_at)
    if start.time() <= calendar.hours.same_day_cut_off:
        return calendar.closing(start.date())
    return calendar.opening(calendar.next_working(start.date()))


def answer_by(registered_at: datetime, calendar: WorkingCalendar) -> datetime:
    """By when an online dossier must be received, refused or sent back for papers (local)."""
    return calendar.add_working_minutes(calendar.counted_from(registered_at), ONLINE_MINUTES)


def apology_until(now: datetime, calendar: WorkingCalendar) -> date:
    """Dossiers due up to this day need an apology now, where they will not be done: the next working day."""
    return calendar.next_working(now.date())
