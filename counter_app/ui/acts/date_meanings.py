"""What a date typed into a form comes to: its weekday, how many working days, whether it can be. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from counter_app.domain.calendar import WEEKEND
from counter_app.domain.text import day_month_text, day_name
from counter_app.ui.acts.questions import Meaning

if TYPE_CHECKING:
    from counter_app.ui.pages.dossiers.panel_view import PanelView


def counted_days(view: PanelView) -> Callable[[date], Meaning]:
    """`T2 07/12 · 10 ngày làm việc`, counted from today."""
    calendar, today = view.calendar, view.today
    assert calendar is not None and today is not None  # both are read with the dossier

    def meaning(on: date) -> Meaning:
        if on < today:
            return Meaning("đã qua", is_possible=False)
        if on == today:
            return Meaning(f"{day_name(on)} · hôm nay")
        days = calendar.working_days(today, on)
        off = "" if calendar.is_working(on) else " · ngày nghỉ"
        return Meaning(f"{day_name(on)}{off} · {days} ngày làm việc", is_possible=not off)

    return meaning


def later_days(view: PanelView) -> Callable[[date], Meaning]:
    """`T5 03/12 · thêm 5 ngày làm việc`, after the due date that is valid now."""
    calendar, due = view.calendar, view.dossier.due_at
    assert calendar is not None

    def meaning(on: date) -> Meaning:
        if not calendar.is_working(on):
            label = calendar.label(on)
            off = "ngày nghỉ" if label == WEEKEND else label
            return Meaning(f"{day_name(on)}, {off}", is_possible=False)
        if due is None:
            return Meaning(day_name(on))
        if on <= due.date():
            return Meaning(f"không sau hạn {day_month_text(due.date())}", is_possible=False)
        return Meaning(f"{day_name(on)} · thêm {calendar.working_days(due.date(), on)} ngày làm việc")

    return meaning
