"""Forms of what a unit decides on the way: one extension with an apology, units asked for their opinion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.domain.text import date_text, time_text
from counter_app.ui.acts import life_work
from counter_app.ui.acts.date_meanings import counted_days, later_days
from counter_app.ui.acts.questions import Ask, Plan, Question
from counter_app.ui.widgets.tick_list import Tick

if TYPE_CHECKING:
    from counter_app.ui.pages.dossiers.panel_view import PanelView


def _extend(view: PanelView) -> tuple[Question, ...]:
    meaning = later_days(view) if view.calendar is not None else None
    return (
        Question("new_due", Ask.DATE, "Hạn mới", True, "ngày làm việc", meaning=meaning),
        Question("reason", Ask.AREA, "Lý do", True, "in trên văn bản xin lỗi", lines=3),
        Question("signer", Ask.LINE, "Người ký", True, start=view.signer),
    )


def _extend_words(view: PanelView) -> str:
    due = view.dossier.due_at
    old = f"Hạn đang có {time_text(due)} {date_text(due)}. " if due else ""
    return f"{old}Chỉ gia hạn được một lần, kèm xin lỗi (mẫu 04)."


def _cooperate(view: PanelView) -> tuple[Question, ...]:
    ticks = tuple(Tick(code, name) for code, name in view.coworkers)
    meaning = counted_days(view) if view.calendar is not None else None
    return (
        Question("units", Ask.TICKS, "Đơn vị phối hợp", True, "Phím cách chọn", ticks=ticks),
        Question("respond_by", Ask.DATE, "Trả lời trước", hint="có thể để trống", meaning=meaning),
        Question("note", Ask.AREA, "Nội dung lấy ý kiến", hint="có thể để trống"),
    )


DECIDING_PLANS: tuple[Plan, ...] = (
    Plan(
        "extend",
        "Gia hạn",
        "Gia hạn",
        _extend,
        life_work.extend,
        _extend_words,
        error_fields={"extension_not_possible": "new_due"},
    ),
    Plan(
        "cooperate",
        "Lấy ý kiến phối hợp",
        "Lấy ý kiến",
        _cooperate,
        life_work.cooperate,
        lambda view: "Hồ sơ vẫn ở đơn vị đang giữ, đồng hồ vẫn chạy.",
    ),
)
