"""What each small form asks, what its button says, and what it does: one plan an act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from counter_app.domain.dossier import Status
from counter_app.ui.acts import act_work
from counter_app.ui.acts.clock_plans import CLOCK_PLANS
from counter_app.ui.acts.deciding_plans import DECIDING_PLANS
from counter_app.ui.acts.questions import Ask, Plan, Question

if TYPE_CHECKING:
    from counter_app.ui.pages.dossiers.panel_view import PanelView


def _reason(hint: str = "ghi vào hồ sơ") -> Question:
    return Question("reason", Ask.AREA, "Lý do", True, hint)


def _nothing(view: PanelView) -> tuple[Question, ...]:
    return ()


def _only_reason(view: PanelView) -> tuple[Question, ...]:
    return (_reason(),)


def _note(view: PanelView) -> tuple[Question, ...]:
    return (Question("text", Ask.AREA, "Nội dung", True, "Shift+Enter xuống dòng"),)


_WAYS = tuple((words, words) for words in ("điện thoại", "tin nhắn", "email"))
_RESULT_THERE = "Đã có kết quả, mời đến nhận."


def _notify(view: PanelView) -> tuple[Question, ...]:
    start = _RESULT_THERE if view.dossier.status is Status.FINISHED else ""
    return (
        Question("how", Ask.SEGMENTS, "Cách báo", choices=_WAYS, start=_WAYS[0][0]),
        Question("text", Ask.AREA, "Đã báo gì", True, start=start),
    )


def _assign(view: PanelView) -> tuple[Question, ...]:
    others = tuple(choice for choice in view.officers if choice[0] != view.dossier.officer)
    return (Question("officer", Ask.CHOICE, "Giao cho", True, choices=others or view.officers),)


def _step_done(view: PanelView) -> tuple[Question, ...]:
    return (Question("note", Ask.AREA, "Ghi chú", hint="có thể để trống"),)


_GRANTED = (("granted", "Chấp thuận"), ("rejected", "Không chấp thuận"))


def _finish(view: PanelView) -> tuple[Question, ...]:
    return (
        Question("outcome", Ask.SEGMENTS, "Kết quả", choices=_GRANTED, start="granted"),
        Question("result_no", Ask.LINE, "Số kết quả", hint="có thể để trống"),
        Question("result_on", Ask.DATE, "Ngày kết quả", start="today"),
    )


def _hand_over(view: PanelView) -> tuple[Question, ...]:
    start = view.next_unit if view.next_unit in dict(view.units) else ""
    return (Question("to", Ask.CHOICE, "Giao cho", True, choices=view.units, start=start),)


def _revoke(view: PanelView) -> tuple[Question, ...]:
    return (Question("event_id", Ask.CHOICE, "Việc ghi nhầm", True, choices=view.revocable), _reason())


def _void_words(view: PanelView) -> str:
    return "Số hồ sơ vẫn tính là đã dùng; hồ sơ không tiếp tục được nữa."


def _step_words(view: PanelView) -> str:
    step = view.dossier.next_step()
    return f"Đánh dấu xong bước {step}/{len(view.dossier.steps)}." if step else ""


PLANS: Mapping[str, Plan] = {
    plan.act: plan
    for plan in (
        Plan("take_over", "Nhận hồ sơ", "Nhận hồ sơ", _nothing, act_work.take_over),
        Plan("decline", "Từ chối nhận bàn giao", "Từ chối nhận", _only_reason, act_work.decline),
        Plan("recall", "Thu hồi bàn giao", "Thu hồi", _only_reason, act_work.recall),
        Plan("hand_over", "Bàn giao hồ sơ", "Giao 1 hồ sơ", _hand_over, act_work.hand_over),
        Plan("assign", "Phân công", "Phân công", _assign, act_work.assign),
        Plan("step_done", "Xong bước", "Xong bước", _step_done, act_work.step_done, _step_words),
        Plan("finish", "Ghi kết quả", "Ghi kết quả", _finish, act_work.finish),
        Plan("note", "Ghi chú", "Lưu ghi chú", _note, act_work.note),
        Plan("notify", "Đã báo khách", "Ghi nhận đã báo", _notify, act_work.notify),
        Plan("reopen", "Mở lại hồ sơ", "Mở lại", _only_reason, act_work.reopen),
        Plan("void", "Hủy số hồ sơ", "Hủy số", _only_reason, act_work.void, _void_words),
        Plan("revoke", "Bỏ việc ghi nhầm", "Bỏ việc này", _revoke, act_work.revoke),
        *DECIDING_PLANS,
        *CLOCK_PLANS,
    )
}
