"""Forms of the acts that let the clock stand still and go on: papers, fees, stop, resume, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from counter_app.domain.dossier import Status
from counter_app.domain.text import money
from counter_app.ui.acts import life_work
from counter_app.ui.acts.date_meanings import counted_days
from counter_app.ui.acts.questions import Ask, Plan, Question, Values
from counter_app.ui.widgets.tick_list import Tick

if TYPE_CHECKING:
    from counter_app.ui.pages.dossiers.panel_view import ComponentRow, PanelView

METHODS = (("cash", "Tiền mặt"), ("transfer", "Chuyển khoản"), ("online", "Trực tuyến"))


def _reason(hint: str = "in trên giấy", lines: int = 2) -> Question:
    return Question("reason", Ask.AREA, "Lý do", True, hint, lines=lines)


def _ground(view: PanelView) -> Question:
    return Question("ground", Ask.AREA, "Căn cứ", True, "in trên phiếu", start=view.ground, lines=2)


# -- papers asked for and brought


def _asked_tick(row: ComponentRow) -> Tick:
    said = "đã nộp" if row.is_handed_in else "còn thiếu" if row.is_required else "chưa nộp"
    return Tick(str(row.no), row.name, said, is_ticked=row.is_required and not row.is_handed_in)


def _request_supplement(view: PanelView) -> tuple[Question, ...]:
    rows = sorted(view.components, key=lambda row: (row.is_handed_in, not row.is_required))
    ticks = tuple(_asked_tick(row) for row in rows)
    meaning = counted_days(view) if view.calendar is not None else None
    on = view.respond_by.isoformat() if view.respond_by else ""
    return (
        Question("items", Ask.TICKS, "Giấy tờ cần bổ sung", hint="Phím cách chọn", ticks=ticks),
        Question("other", Ask.AREA, "Nội dung khác", hint="mỗi dòng một nội dung", lines=2),
        _reason("in trên phiếu"),
        _ground(view),
        Question("respond_by", Ask.DATE, "Bổ sung trước", start=on, meaning=meaning),
    )


def _asks_something(values: Values) -> Mapping[str, str]:
    is_asked = values.get("items") or values.get("other", "").strip()
    return {} if is_asked else {"items": "chọn giấy tờ, hoặc ghi nội dung khác"}


def _round_words(view: PanelView) -> str:
    number = view.dossier.supplement_rounds + 1
    stops = " Đồng hồ dừng đến khi bổ sung đủ." if view.dossier.received_at else ""
    return f"Mẫu 02, lần {number}.{stops}"


def _supplement(view: PanelView) -> tuple[Question, ...]:
    """One line a paper that was asked for; what is no paper of the list comes in as one line."""
    wanted = {no for no, _ in view.dossier.requested_items}
    rows = [row for row in view.components if row.no in wanted]
    ticks = [Tick(str(row.no), row.name, row.kind, row.copies, is_ticked=True) for row in rows]
    others = _others(view)
    if others:
        ticks.append(Tick(life_work.OTHER, others, is_ticked=True))
    hint = "Phím cách chọn, số là số bản"
    return (Question("items", Ask.TICKS, "Đã nộp", True, hint, ticks=tuple(ticks)),)


def _others(view: PanelView) -> str:
    return "; ".join(text for no, text in view.dossier.requested_items if not no)


def _brought_words(view: PanelView) -> str:
    if not view.dossier.received_at:
        return "Bỏ chọn giấy chưa nộp."
    return f"Bỏ chọn giấy chưa nộp. Đồng hồ chạy tiếp, cấp bản {view.dossier.receipt_version + 1}."


def _refuse(view: PanelView) -> tuple[Question, ...]:
    return (_reason("in trên phiếu", 3), _ground(view))


# -- fees


def _request_payment(view: PanelView) -> tuple[Question, ...]:
    owed = view.dossier.fee_owed_vnd
    return (
        Question("amount_vnd", Ask.MONEY, "Số tiền", True, "đồng", start=str(owed) if owed else ""),
        Question("what", Ask.AREA, "Khoản phải nộp", True, start=view.fee_note, lines=2),
    )


def _pay(view: PanelView) -> tuple[Question, ...]:
    owed = view.dossier.fee_owed_vnd

    def is_less(values: Values) -> bool:
        typed = values.get("amount_vnd", "")
        return bool(typed) and int(typed) < owed

    def is_money(values: Values) -> bool:
        return values.get("amount_vnd") != "0"

    hint = f"còn phải nộp {money(owed)} đ" if owed else "đồng"
    return (
        Question("amount_vnd", Ask.MONEY, "Số tiền", True, hint, start=str(owed) if owed else ""),
        Question("method", Ask.SEGMENTS, "Cách nộp", choices=METHODS, start="cash", shown_if=is_money),
        Question("receipt_no", Ask.LINE, "Số biên lai", True, shown_if=is_money),
        Question("exemption", Ask.AREA, "Lý do miễn, giảm", True, lines=2, shown_if=is_less),
    )


def _pay_words(view: PanelView) -> str:
    return "Nộp xong đồng hồ chạy tiếp." if view.dossier.status is Status.AWAITING_PAYMENT else ""


# -- stop, resume, withdraw


def _only_reason(view: PanelView) -> tuple[Question, ...]:
    return (_reason(lines=3),)


def _kept_reason(view: PanelView) -> tuple[Question, ...]:
    return (_reason("ghi vào hồ sơ", 3),)


def _resume_words(view: PanelView) -> str:
    waits = {Status.AWAITING_SUPPLEMENT: "bổ sung", Status.AWAITING_PAYMENT: "nộp phí"}
    waited = waits.get(view.dossier.stopped_from) if view.dossier.stopped_from else None
    return f"Hồ sơ vẫn chờ {waited}: đồng hồ chưa chạy." if waited else "Đồng hồ chạy tiếp từ lúc này."


def _withdraw_words(view: PanelView) -> str:
    return "Chủ hồ sơ xin rút. Hồ sơ không tiếp tục được nữa; giấy tờ trả lại ở Trả kết quả."


CLOCK_PLANS: tuple[Plan, ...] = (
    Plan(
        "request_supplement",
        "Yêu cầu bổ sung",
        "Yêu cầu bổ sung",
        _request_supplement,
        life_work.request_supplement,
        _round_words,
        _asks_something,
    ),
    Plan("supplement", "Nhận bổ sung", "Nhận bổ sung", _supplement, life_work.supplement, _brought_words),
    Plan("refuse", "Từ chối hồ sơ (mẫu 03)", "Từ chối", _refuse, life_work.refuse),
    Plan(
        "request_payment",
        "Yêu cầu nộp phí",
        "Yêu cầu nộp",
        _request_payment,
        life_work.request_payment,
        lambda view: "Đồng hồ dừng đến khi nộp phí.",
    ),
    Plan("pay", "Thu phí", "Ghi đã thu", _pay, life_work.pay, _pay_words),
    Plan(
        "stop",
        "Dừng giải quyết",
        "Dừng giải quyết",
        _only_reason,
        life_work.stop,
        lambda view: "Đồng hồ dừng đến khi giải quyết tiếp.",
    ),
    Plan("resume", "Giải quyết tiếp", "Giải quyết tiếp", _kept_reason, life_work.resume, _resume_words),
    Plan("withdraw", "Rút hồ sơ", "Rút hồ sơ", _only_reason, life_work.withdraw, _withdraw_words),
)
