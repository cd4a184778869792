"""What the page of a unit says: time left, steps, lanes, dates. No Qt here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from counter_app.domain.text import time_text
from counter_app.queries.department import Lane, QueueRow
from counter_app.ui.dossier_words import due_words
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.cells import EMPTY

_HOURS_SHOWN = 24
"""Beyond so many working hours the time left is said in working days of the agency."""
_MINUTES_SHOWN = 10
"""Beyond so many working hours minutes say nothing any more."""
_SHORT_CLAUSE = 2
"""A clause of so few words does not say what the step is about; the next one is added."""
_WHO = re.compile(r"^(Chuyên viên|Lãnh đạo phòng|Lãnh đạo Ban)\s+")
_BREAK = re.compile(r"\s*[,;(]\s*")


@dataclass(frozen=True)
class LaneLook:
    """Title, tone and icon of a group of the queue."""

    title: str
    tone: Tone
    icon: str


LANES: Mapping[Lane, LaneLook] = {
    Lane.LATE: LaneLook("Quá hạn bước", Tone.RED, "clock-alert"),
    Lane.TODAY: LaneLook("Hết hôm nay", Tone.AMBER, "hourglass"),
    Lane.WEEK: LaneLook("Trong tuần", Tone.TEXT2, "calendar-days"),
    Lane.LATER: LaneLook("Sau đó", Tone.TEXT2, "calendar-days"),
    Lane.PAUSED: LaneLook("Tạm dừng", Tone.SLATE, "circle-pause"),
    Lane.NO_DUE: LaneLook("Không có hạn bước", Tone.TEXT2, "circle-dashed"),
    Lane.DONE: LaneLook("Đã xong, chờ giao về Một cửa", Tone.TEXT2, "file-check-2"),
}

_PAUSED: Mapping[str, str] = {
    "awaiting_supplement": "chờ bổ sung",
    "awaiting_payment": "chờ nộp phí",
    "stopped": "đã dừng",
}
_WAITS_FOR: Mapping[str, str] = {
    "awaiting_supplement": "Chờ người nộp",
    "awaiting_payment": "Chờ nộp phí",
    "stopped": "Đã dừng",
}
_ENDED: Mapping[str, str] = {
    "finished": "có kết quả",
    "withdrawn": "đã rút",
    "refused": "từ chối",
}
WHY_PAUSED: Mapping[str, str] = {
    "awaiting_supplement": "Đang chờ người nộp bổ sung: đồng hồ dừng, bước chưa làm tiếp được",
    "awaiting_payment": "Đang chờ nộp phí: đồng hồ dừng, bước chưa làm tiếp được",
    "stopped": "Đang dừng giải quyết: Ctrl+U để giải quyết tiếp",
}


def span_words(minutes: int, minutes_per_day: int = 480) -> str:
    """`44 phút`, `2 giờ 16`, `6 giờ`; from 10 hours on whole hours, from 24 on whole working days."""
    if minutes >= _HOURS_SHOWN * 60:
        return f"{minutes // minutes_per_day} ngày"
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} phút"
    return f"{hours} giờ {rest:02d}" if rest and hours < _MINUTES_SHOWN else f"{hours} giờ"


def time_left_words(row: QueueRow, minutes_per_day: int = 480) -> str:
    """`còn 2 giờ 16`, `trễ 6 giờ`, `chờ bổ sung`; never a minus sign."""
    if row.lane is Lane.DONE:
        return _ENDED.get(row.status, "đã xong")
    if row.is_paused:
        return _PAUSED.get(row.status, "tạm dừng")
    if row.minutes_left is None:
        return "không hạn"
    if row.lane is Lane.LATE:  # out of hours no working minute may have passed since
        return f"trễ {span_words(-row.minutes_left, minutes_per_day)}" if row.minutes_left else "vừa trễ"
    return f"còn {span_words(row.minutes_left, minutes_per_day)}" if row.minutes_left else "đến hạn"


def time_left_tone(row: QueueRow) -> Tone:
    """Red late, amber when it ends today, green later, slate while the clock stands still."""
    tones = {Lane.LATE: Tone.RED, Lane.TODAY: Tone.AMBER, Lane.PAUSED: Tone.SLATE}
    tones |= {Lane.NO_DUE: Tone.TEXT3, Lane.DONE: Tone.TEXT2}
    return tones.get(row.lane, Tone.GREEN)


def time_left_icon(row: QueueRow) -> str:
    """The icon beside the words."""
    icons = {Lane.WEEK: "circle-check", Lane.LATER: "circle-check"}
    return icons.get(row.lane) or LANES[row.lane].icon


def step_name(action: str) -> str:
    """The catalogue's sentence in a few words: `Chuyên viên thẩm định hồ sơ, dự thảo kết quả` →
    `Thẩm định hồ sơ`. The whole sentence is the tooltip."""
    clauses = _BREAK.split(_WHO.sub("", action.strip()))
    name = clauses[0]
    if len(name.split()) <= _SHORT_CLAUSE and len(clauses) > 1 and clauses[1]:
        name = f"{name}, {clauses[1]}"
    return name[:1].upper() + name[1:]


def procedure_words(name: str) -> str:
    """The name in a list: every one of them is a procedure, so the word itself goes."""
    short = name.removeprefix("Thủ tục ")
    return short[:1].upper() + short[1:]


def person_words(name: str) -> str:
    """The last two words of a name, by which people call each other: `Trần Quang Minh` → `Quang Minh`."""
    return " ".join(name.split()[-2:])


def step_caption(row: QueueRow) -> str:
    """`3/6`: number of the next step, or of the last one done, and how many there are."""
    if row.is_paused or row.lane is Lane.DONE:
        return EMPTY
    number = row.step.no if row.step else row.last_done
    return f"{number}/{row.steps_count}" if number else EMPTY


def step_words(row: QueueRow, next_unit: str) -> str:
    """Name of the next step, or what is waited for. `next_unit`: short name of who comes after."""
    if row.lane is Lane.DONE:
        return "Chờ giao quầy"
    if row.is_paused:
        return _WAITS_FOR.get(row.status, "Tạm dừng")
    if row.step is not None:
        return step_name(row.step.action)
    if row.run_minutes <= 0:
        return "Không có bước"
    return f"Giao {next_unit}" if next_unit else "Chờ ghi kết quả"


def own_due_words(due: datetime | None) -> str:
    """`11:30 23/11`, `–` without an own due; a step never lasts a year, so none is said."""
    return EMPTY if due is None else f"{time_text(due)} {due:%d/%m}"


def promise_words(row: QueueRow, now: datetime) -> str:
    """`26/11`; while the clock stands still what was left of it: `còn 1 ngày`."""
    if not row.is_paused:
        return due_words(row.due_at.isoformat() if row.due_at else None, now)
    if row.legal_left is None:
        return EMPTY
    size = row.legal_left if row.legal_days_left is None else row.legal_days_left
    if size < 0 or row.legal_left < 0:
        return "đã quá hạn"
    return f"còn {span_words(size)}" if row.legal_days_left is None else f"còn {size} ngày"


def promise_tone(row: QueueRow, now: datetime) -> Tone:
    """Red when the promise is broken, amber on its day."""
    if row.is_overdue:
        return Tone.RED
    is_today = row.due_at is not None and row.due_at.date() == now.date() and row.lane is not Lane.DONE
    return Tone.AMBER if is_today else Tone.TEXT2


def hours_and_minutes(moment: datetime, now: datetime) -> str:
    """`08:41` today, else `16:35 20/11`."""
    return time_text(moment) if moment.date() == now.date() else f"{time_text(moment)} {moment:%d/%m}"
