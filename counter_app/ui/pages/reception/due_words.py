"""The promised date for the receipt card: which days count, which do not, and the sentence. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from counter_app.domain.calendar import WEEKEND, DaysOff, WorkingCalendar
from counter_app.domain.deadline import compute
from counter_app.domain.dossier import StepTime, runs_of
from counter_app.domain.due import Due, LimitUnit
from counter_app.domain.procedure import Procedure
from counter_app.domain.steps import run_due
from counter_app.domain.text import date_text, day_name, day_name_long, time_text
from counter_app.domain.units import DESK
from counter_app.forms.wording import WEEKEND_TEXT, limit_text

ENDING_SOON = timedelta(days=30)
_MOST_WEEKENDS = 2


@dataclass(frozen=True)
class DuePreview:
    """What the card shows of a due date. `counted` and `off` are days as the little calendar draws them."""

    due: Due
    due_at: datetime
    counted: tuple[date, ...]
    off: tuple[date, ...]
    sentence: str
    limit: str
    warnings: tuple[str, ...] = ()
    hand_over_before: str = ""


def preview(procedure: Procedure, now: datetime, calendar: WorkingCalendar) -> DuePreview:
    """The due date if the dossier were received at `now` (local)."""
    due = compute(now, procedure.limit, calendar)
    return DuePreview(
        due=due,
        due_at=due.at or due.first_at,
        counted=counted_days(due, calendar),
        off=uncounted_days(due, calendar),
        sentence=sentence(due),
        limit=limit_text(procedure.limit, is_padded=False),
        warnings=_warnings(due, procedure, now.date()),
        hand_over_before=_hand_over_before(procedure, now, calendar),
    )


def counted_days(due: Due, calendar: WorkingCalendar) -> tuple[date, ...]:
    """The days counted, in order, the due day last; none where hours are counted."""
    if due.limit.is_by_minute or due.at is None:
        return ()
    days = _days_between(due.counted_from.date(), due.at.date())
    if due.limit.is_by_calendar:
        return tuple(day for day in days if day <= due.first_at.date() and not _rolled(due, day))
    return tuple(day for day in days if calendar.is_working(day))


def uncounted_days(due: Due, calendar: WorkingCalendar) -> tuple[date, ...]:
    """Days off between reception and the due day that were passed over."""
    if due.at is None:
        return ()
    counted = set(counted_days(due, calendar))
    days = _days_between(due.received_at.date(), due.at.date())
    return tuple(day for day in days if day not in counted and not calendar.is_working(day))


def _rolled(due: Due, day: date) -> bool:
    run = due.rolled_over
    return run is not None and run.first <= day <= run.last


def _days_between(after: date, up_to: date) -> list[date]:
    return [date.fromordinal(n) for n in range(after.toordinal() + 1, up_to.toordinal() + 1)]


def sentence(due: Due) -> str:
    """`Nhận 09:14 T2 23/11. Không tính 24/11 (Ngày Văn hóa Việt Nam) và 28–29/11 (cuối tuần).`

    For the small card: further plain weekends are numbered, the whole story is `due_explanation`.
    """
    received, start, year = due.received_at, due.counted_from, due.received_at.year
    parts = [f"Nhận {time_text(received)} {day_name(received)} {_short(received, year)}"]
    if start.date() != received.date():
        parts[0] += f", tính từ {day_name(start)} {_short(start, year)}"
    elif start != received and due.limit.is_by_minute:
        parts[0] += f", tính từ {time_text(start)}"
    is_same_day = due.limit.unit is LimitUnit.WORKING_DAY and due.limit.amount == 0
    if is_same_day and due.first_at.date() > start.date():
        parts.append("Đã quá giờ trả trong ngày nên trả ngày làm việc tiếp theo")
    if due.rolled_over is not None:
        days, moved_to = _span(due.rolled_over, year), _short(due.first_at, year)
        parts.append(f"Hết hạn vào ngày nghỉ {days} nên dời sang {moved_to}")
    if due.skipped:
        parts.append(f"Không tính {_listed(due, year)}")
    return ". ".join(parts) + "."


def _listed(due: Due, year: int) -> str:
    weekends = [run for run in due.skipped if run.is_plain_weekend]
    holidays = [run for run in due.skipped if not run.is_plain_weekend]
    texts = [f"{_span(run, year)} ({_labels(run)})" for run in holidays]
    plain = len(weekends) + due.unlisted_weekends
    if plain > _MOST_WEEKENDS:
        texts.append(f"{plain} kỳ {WEEKEND_TEXT}")
    elif weekends:
        texts.append(f"{', '.join(_span(run, year) for run in weekends)} ({WEEKEND_TEXT})")
    return " và ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else texts[0]


def _labels(run: DaysOff) -> str:
    words = [WEEKEND_TEXT if label == WEEKEND else label.partition(" (")[0] for label in run.labels]
    return ", ".join(dict.fromkeys(words))


def _span(run: DaysOff, year: int) -> str:
    if run.first == run.last:
        return _short(run.first, year)
    if (run.first.year, run.first.month) == (run.last.year, run.last.month):
        return f"{run.first.day}–{_short(run.last, year)}"
    return f"{_short(run.first, year)}–{_short(run.last, year)}"


def _short(day: date, year: int) -> str:
    return f"{day.day}/{day.month}" if day.year == year else f"{day.day}/{day.month}/{day.year}"


def _warnings(due: Due, procedure: Procedure, today: date) -> tuple[str, ...]:
    found = []
    if due.is_provisional and due.at is not None:
        found.append(f"Lịch nghỉ {due.at.year} chưa được công bố: ngày hẹn là tạm tính.")
    ends = procedure.in_force_to
    if ends is not None and ends - today <= ENDING_SOON:
        what = "Thủ tục này" if procedure.ending else "Bản đang áp dụng của thủ tục này"
        found.append(f"{what} hết hiệu lực sau ngày {date_text(ends)}.")
    return tuple(found)


def _hand_over_before(procedure: Procedure, now: datetime, calendar: WorkingCalendar) -> str:
    """Until when the desk's own steps last: `13:30 hôm nay`; empty where the desk has none."""
    runs = runs_of(tuple(StepTime(step.no, step.unit, step.minutes) for step in procedure.steps))
    if not runs or runs[0].unit != DESK:
        return ""
    until = run_due(now, runs[0].minutes, calendar)
    return moment_words(until, now.date()) if until else ""


def moment_words(moment: datetime, today: date) -> str:
    """`13:30 hôm nay`, `09:00 ngày mai`, `09:00 thứ năm 26/11`."""
    away = (moment.date() - today).days
    day = {0: "hôm nay", 1: "ngày mai"}.get(away)
    return f"{time_text(moment)} {day or f'{day_name_long(moment)} {_short(moment, today.year)}'}"
