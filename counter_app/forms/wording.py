"""A due date in Vietnamese: its explanation on screen, the counting sentence on paper, limits, time left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from counter_app.domain.calendar import WEEKEND, DaysOff
from counter_app.domain.deadline import Due, LimitUnit, PauseMove, TimeLimit

WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
UNITS: dict[LimitUnit, str] = {
    LimitUnit.WORKING_DAY: "ngày làm việc",
    LimitUnit.DAY: "ngày",
    LimitUnit.MONTH: "tháng",
    LimitUnit.WORKING_HOUR: "giờ làm việc",
}
WEEKEND_TEXT = "cuối tuần"
PROVISIONAL = "lịch tạm tính"
NO_MOVE = "không dời hạn"


def due_explanation(due: Due) -> str:
    """Why the due date is that one, in one line of facts with middle dots between them (document 2).

    `Nhận 14:20 T6 30/08/2024 · 5 ngày làm việc · bỏ T7 31/8 – T3 03/9 (cuối tuần, Quốc khánh), 07–08/9 · hẹn
    17:30 T3 10/09/2024`.
    """
    year = due.received_at.year
    parts = [f"Nhận {_moment(due.received_at)}"]
    if due.counted_from != due.received_at:
        parts.append(f"tính từ {_clock(due.counted_from)} {_day_name(due.counted_from, year)}")
    parts.append(limit_text(due.limit, is_padded=False))
    parts += _passed(due, "bỏ ", _named_span)
    parts.append(_swap_days(due, "làm bù "))
    before, after = _moves(due)
    parts += _pauses(before, due, "tạm dừng ", "+")
    if due.extension is not None and due.before_extension is not None:
        old, new = _day_name(due.before_extension, year), _day_name(due.extension, year)
        parts.append(f"gia hạn từ {old} đến {new}")
    parts += _pauses(after, due, "tạm dừng ", "+")
    parts.append(_promise(due, "hẹn"))
    if due.is_provisional:
        parts.append(PROVISIONAL)
    return " · ".join(part for part in parts if part)


def counting_sentence(due: Due) -> str:
    """The sentence `Cách tính: …` of form 01 (document 5 §3); parts with nothing to say are left out."""
    year = due.received_at.year
    parts = [_reception(due), _first_day(due), limit_text(due.limit)]
    parts += _passed(due, "trừ ngày nghỉ: ", _span)
    parts.append(_swap_days(due, "làm bù: "))
    before, after = _moves(due)
    parts += _pauses(before, due, "tạm dừng: ", "cộng ")
    if due.extension is not None and due.before_extension is not None:
        parts.append(f"gia hạn: từ {_day(due.before_extension, year)} đến {_day(due.extension, year)}")
    parts += _pauses(after, due, "tạm dừng: ", "cộng ")
    promise = _promise(due, "hạn trả")
    parts.append(f"{promise} ({PROVISIONAL})" if due.is_provisional else promise)
    return "Cách tính: " + "; ".join(part for part in parts if part) + "."


def limit_text(limit: TimeLimit, is_padded: bool = True) -> str:
    """`07 ngày làm việc`, `15 ngày`, `06 giờ làm việc`, `01 tháng`; `trong ngày làm việc` for 0."""
    if limit.amount == 0:
        return f"trong {UNITS[limit.unit]}"
    return f"{limit.amount:02d} {UNITS[limit.unit]}" if is_padded else f"{limit.amount} {UNITS[limit.unit]}"


def remaining_text(minutes: int, hours_per_day: float = 8, is_by_hour: bool = False) -> str:
    """What a badge says of `minutes` working minutes to the due moment: `còn 4 ngày`, `quá hạn 2 ngày`.

    Whole days left, hours and minutes only where no whole day is; lateness in days counts begun ones, as it
    is judged by date. With `is_by_hour` (hour limits, steps) never days: `còn 9 giờ`, `quá hạn 44 phút`.
    """
    if minutes == 0:
        return "đến hạn"
    word, size, day = ("còn" if minutes > 0 else "quá hạn"), abs(minutes), round(hours_per_day * 60)
    if not is_by_hour and minutes < 0:
        return f"{word} {-(-size // day)} ngày"
    if not is_by_hour and size >= day:
        return f"{word} {size // day} ngày"
    return f"{word} {size // 60} giờ" if size >= 60 else f"{word} {size} phút"


def _clock(moment: datetime) -> str:
    return f"{moment.hour:02d}:{moment.minute:02d}"


def _full_day(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def _moment(moment: datetime) -> str:
    return f"{_clock(moment)} {WEEKDAYS[moment.weekday()]} {_full_day(moment)}"


def _day(day: date, year: int) -> str:
    """`03/9`, `05/02`; with its year where that is not `year`. Months 1 and 2 have a 0 (NĐ 30/2020)."""
    month = f"{day.month:02d}" if day.month < 3 else f"{day.month}"
    return f"{day.day:02d}/{month}" if day.year == year else f"{day.day:02d}/{month}/{day.year:04d}"


def _day_name(day: date, year: int) -> str:
    return f"{WEEKDAYS[day.weekday()]} {_day(day, year)}"


def _swap_days(due: Due, word: str) -> str:
    """The swap days that were counted: while the clock stands still, those up to the stop."""
    stop, year = due.stopped_at, due.received_at.year
    days = [day for day in due.swap_days if stop is None or day <= stop.date()]
    return word + ", ".join(_day_name(day, year) for day in days) if days else ""


def _dates(first: date, last: date, year: int) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return _day(last, year) if first == last else f"{first.day:02d}–{_day(last, year)}"
    return f"{_day(first, year)}–{_day(last, year)}"


@lru_cache(maxsize=4096)
def _span(run: DaysOff, year: int) -> str:
    return _dates(run.first, run.last, year)


@lru_cache(maxsize=4096)
def _named_span(run: DaysOff, year: int) -> str:
    """Weekday names where there is more to it than a weekend: those who read it look for the odd days."""
    if run.is_plain_weekend:
        return _span(run, year)
    if run.first == run.last:
        return _day_name(run.first, year)
    return f"{_day_name(run.first, year)} – {_day_name(run.last, year)}"


@lru_cache(maxsize=4096)
def _labels(labels: tuple[str, ...], is_weekend_known: bool) -> str:
    """` (cuối tuần, Quốc khánh)`; `Quốc khánh (ngày liền kề)` loses its remark beside `Quốc khánh`."""
    texts: list[str] = []
    for label in labels:
        holiday, _, remark = label.partition(" (")
        if label == WEEKEND:
            text = "" if is_weekend_known else WEEKEND_TEXT
        elif holiday in labels or not remark:
            text = holiday
        else:
            text = f"{holiday} – {remark.removesuffix(')')}"
        texts.append(text)
    told = list(dict.fromkeys(text for text in texts if text))
    return f" ({', '.join(told)})" if told else ""


def _passed(due: Due, word: str, span: Callable[[DaysOff, int], str]) -> list[str]:
    """The days off: those the limit ended on, and those that were not counted (up to a stop)."""
    year, stop, is_weekend_known = due.received_at.year, due.stopped_at, False
    parts: list[str] = []
    if due.limit.amount == 0 and due.first_at.date() > due.counted_from.date():
        parts.append("quá giờ chốt trong ngày nên sang ngày làm việc tiếp theo")
    if due.rolled_over is not None:
        run = due.rolled_over
        days = span(run, year) + _labels(run.labels, False)
        parts.append(f"hết hạn vào ngày nghỉ {days} nên dời sang {_day_name(due.first_at, year)}")
        is_weekend_known = WEEKEND in run.labels
    texts: list[str] = []
    for run in due.skipped:
        if stop is None or run.first <= stop.date():
            texts.append(span(run, year) + _labels(run.labels, is_weekend_known))
            is_weekend_known = is_weekend_known or WEEKEND in run.labels
    if due.unlisted_weekends and stop is None:
        texts.append(f"và {due.unlisted_weekends} kỳ {WEEKEND_TEXT} khác")
    return [*parts, word + ", ".join(texts)] if texts else parts


def _moves(due: Due) -> tuple[list[PauseMove], list[PauseMove]]:
    """Closed pauses before and after the extension."""
    closed = [move for move in due.moves if move.end is not None]
    if due.extended_at is None:
        return closed, []
    moment = due.extended_at
    return [m for m in closed if m.start < moment], [m for m in closed if m.start >= moment]


def _pauses(moves: list[PauseMove], due: Due, word: str, plus: str) -> list[str]:
    if not moves:
        return []
    return [word + ", ".join(f"{_pause_span(m, due)} ({_gain(m, due.limit, plus)})" for m in moves)]


def _pause_span(move: PauseMove, due: Due) -> str:
    year, end = due.received_at.year, move.end or move.start
    if not due.limit.is_by_minute:
        return _dates(move.start.date(), end.date(), year)
    if move.start.date() == end.date():
        return f"{_clock(move.start)}–{_clock(end)} {_day(end, year)}"
    return f"{_clock(move.start)} {_day(move.start, year)} – {_clock(end)} {_day(end, year)}"


def _gain(move: PauseMove, limit: TimeLimit, plus: str) -> str:
    if move.amount == 0:
        return NO_MOVE
    if not limit.is_by_minute:
        return f"{plus}{move.amount} ngày làm việc"
    hours, minutes = divmod(move.amount, 60)
    texts = [f"{hours} giờ"] if hours else []
    texts += [f"{minutes} phút"] if minutes else []
    return f"{plus}{' '.join(texts)} làm việc"


def _promise(due: Due, word: str) -> str:
    if due.at is not None:
        return f"{word} {_moment(due.at)}"
    stop = due.stopped_at or due.received_at
    left = remaining_text(due.remaining_at_stop or 0, is_by_hour=due.limit.is_by_minute)
    return f"đang tạm dừng từ {_moment(stop)}, khi dừng {left}, chưa có ngày hẹn"


def _reception(due: Due) -> str:
    day = f"ngày {_full_day(due.received_at)} ({WEEKDAYS[due.received_at.weekday()]})"
    if due.limit.is_by_minute or due.counted_from.date() != due.received_at.date():
        return f"nhận {_clock(due.received_at)} {day}"
    return f"nhận {day}"


def _first_day(due: Due) -> str:
    """From where it is counted: the first day after day 0, or for hours the minute."""
    year, start = due.received_at.year, due.counted_from
    moved = "" if start.date() == due.received_at.date() else f"coi như nhận {_day_name(start, year)}; "
    if due.limit.is_by_minute:
        return "" if start == due.received_at else f"tính từ {_clock(start)} {_day_name(start, year)}"
    if due.limit.amount == 0:
        return moved.removesuffix("; ")
    following = date.fromordinal(start.toordinal() + 1)
    if due.limit.is_by_calendar:
        return f"{moved}tính từ ngày tiếp theo {_day(following, year)}"
    for run in due.skipped[:1]:
        if run.first == following:
            following = date.fromordinal(run.last.toordinal() + 1)
    return f"{moved}tính từ ngày làm việc tiếp theo {_day(following, year)}"
