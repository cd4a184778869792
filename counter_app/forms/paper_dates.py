"""Dates and times as the forms print them (document 5, 2.2 and 16; NĐ 30/2020/NĐ-CP Phụ lục I).

Parts of one date are joined by no-break spaces, so a date never breaks over two lines.
"""

from __future__ import annotations

from datetime import date, datetime

NBSP = "\u00a0"


def day_text(day: date) -> str:
    """`ngày 05 tháng 02 năm 2026`: a leading 0 for days below 10 and months 1 and 2 (`tháng 7`)."""
    month = f"{day.month:02d}" if day.month < 3 else f"{day.month}"
    return _joined(f"ngày {day.day:02d} tháng {month} năm {day.year:04d}")


def moment_text(moment: datetime) -> str:
    """`09 giờ 14 phút, ngày 23 tháng 11 năm 2026`."""
    clock = _joined(f"{moment.hour:02d} giờ {moment.minute:02d} phút,")
    return f"{clock}{NBSP}{day_text(moment)}"


def hour_text(moment: datetime) -> str:
    """`17 giờ, ngày 03 tháng 12 năm 2026`, `17 giờ 30 phút, ngày …`: minutes only where there are some.

    For sentences: a line may break before the day, else justified lines are torn apart.
    """
    clock = f"{moment.hour:02d} giờ" + (f" {moment.minute:02d} phút" if moment.minute else "")
    return f"{_joined(clock)}, {day_text(moment)}"


def blank_moment() -> str:
    """A moment to be filled in by hand."""
    return _joined("…… giờ …… phút,") + " " + _joined("ngày …… tháng …… năm 20……")


def short_day(day: date) -> str:
    """`03/12/2026`, for tables."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def short_moment(moment: datetime) -> str:
    """`17:30 03/12/2026`, for tables and the foot."""
    return f"{moment.hour:02d}:{moment.minute:02d}{NBSP}{short_day(moment)}"


def _joined(text: str) -> str:
    return text.replace(" ", NBSP)
