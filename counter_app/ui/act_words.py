"""Acts on a dossier in words: what the button says, and in one line why an act is not possible now.

No Qt here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from counter_app.domain.dossier import OPEN, Dossier, Status
from counter_app.domain.possible import Chance
from counter_app.domain.units import DESK
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.dossier_words import unit_words


@dataclass(frozen=True)
class ActLook:
    """Words of the button (a verb) and its icon. `is_grave`: it takes something back for good."""

    words: str
    icon: str
    is_grave: bool = False


ACTS: Mapping[str, ActLook] = {
    "receive": ActLook("Tiếp nhận", "file-plus-2"),
    "take_over": ActLook("Nhận hồ sơ", "inbox"),
    "decline": ActLook("Từ chối nhận", "undo-2"),
    "supplement": ActLook("Nhận bổ sung", "file-check-2"),
    "pay": ActLook("Thu phí", "banknote"),
    "resume": ActLook("Tiếp tục", "arrow-right"),
    "return_result": ActLook("Trả kết quả", "package-check"),
    "step_done": ActLook("Xong bước", "check"),
    "finish": ActLook("Ghi kết quả", "stamp"),
    "hand_over": ActLook("Bàn giao", "arrow-left-right"),
    "recall": ActLook("Thu hồi", "undo-2"),
    "request_supplement": ActLook("Bổ sung", "file-clock"),
    "assign": ActLook("Phân công", "user-plus"),
    "extend": ActLook("Gia hạn", "calendar-clock"),
    "print": ActLook("In lại", "printer"),
    "note": ActLook("Ghi chú", "file-text"),
    "correct": ActLook("Sửa, cấp lại", "square-pen"),
    "notify": ActLook("Báo khách", "mail-check"),
    "request_payment": ActLook("Yêu cầu phí", "banknote"),
    "cooperate": ActLook("Lấy ý kiến", "users"),
    "stop": ActLook("Dừng", "circle-stop"),
    "withdraw": ActLook("Rút hồ sơ", "undo-2", is_grave=True),
    "refuse": ActLook("Từ chối", "file-x", is_grave=True),
    "reopen": ActLook("Mở lại", "rotate-ccw"),
    "void": ActLook("Hủy số", "trash-2", is_grave=True),
    "revoke": ActLook("Bỏ ghi nhầm", "undo-2"),
}
"""Acts that the panel offers, the likeliest first."""

_STATES: Mapping[str, str] = {
    Status.REGISTERED: "chưa tiếp nhận",
    Status.RECEIVED: "phòng chưa nhận hồ sơ",
    Status.PROCESSING: "đang giải quyết",
    Status.AWAITING_SUPPLEMENT: "đang chờ bổ sung",
    Status.AWAITING_PAYMENT: "đang chờ nộp phí",
    Status.STOPPED: "đang dừng giải quyết",
    Status.FINISHED: "đã có kết quả",
    Status.REFUSED: "đã từ chối tiếp nhận",
    Status.WITHDRAWN: "hồ sơ đã rút",
    Status.RETURNED: "đã trả kết quả",
    Status.VOIDED: "đã hủy số",
}
_ENDED = (Status.RETURNED, Status.VOIDED, Status.WITHDRAWN, Status.REFUSED)
_NEVER_SAID = frozenset(
    {
        *("take_over", "decline", "recall", "receive", "supplement", "pay", "resume"),
        *("request_payment", "cooperate", "stop", "withdraw", "refuse"),
    }
)
"""Acts whose refusal says nothing: what they answer did not happen, or it is others' business."""
_MOST_NAMED = 2
_OTHERS = "Việc khác"


def refusal_lines(
    refused: Iterable[Chance], dossier: Dossier, given_at: datetime | None, reference: ReferencePort
) -> tuple[str, ...]:
    """One line a reason: `Trả kết quả: chưa có kết quả`; acts with the same reason share the line, and
    where they are many they are not named.

    `given_at`: when the paper was first handed over.
    """
    acts_by_reason: dict[str, list[str]] = {}
    for chance in refused:
        reason = _reason(chance, dossier, given_at, reference)
        if reason:
            acts_by_reason.setdefault(reason, []).append(ACTS[chance.act].words)
    return tuple(f"{_listed(acts)}: {reason}" for reason, acts in acts_by_reason.items())


def _listed(acts: list[str]) -> str:
    if len(acts) > _MOST_NAMED:
        return _OTHERS
    return ", ".join([acts[0], *(words[:1].lower() + words[1:] for words in acts[1:])])


def _reason(
    chance: Chance, dossier: Dossier, given_at: datetime | None, reference: ReferencePort
) -> str:
    error = chance.refusal
    if error is None or chance.act in _NEVER_SAID or _is_far(chance.act, dossier):
        return ""
    facts = error.facts
    if error.code == "dossier_already_handed_over":
        return f"đang chuyển đến {unit_words(facts['to'], reference)}"
    if error.code == "not_holder":
        return f"{unit_words(facts['holder'], reference)} đang giữ hồ sơ"
    if error.code == "already_extended":
        return f"đã gia hạn đến {dossier.extension.new_due:%d/%m}" if dossier.extension else "đã gia hạn"
    if error.code == "no_step_left":
        return f"hết bước của {unit_words(facts['unit'], reference)}"
    if error.code == "correction_too_late":
        return "sau ngày tiếp nhận chỉ lãnh đạo sửa được"
    if facts.get("status") == "read_only":
        return "cần phiên bản chương trình mới hơn"
    return _state_reason(chance.act, dossier, given_at)


def _is_far(act: str, dossier: Dossier) -> bool:
    """Whether the act is so far away that saying why would only be noise."""
    if act == "request_supplement" and dossier.status is Status.AWAITING_SUPPLEMENT:
        return True
    if act == "reopen":
        return dossier.status not in (Status.FINISHED, Status.RETURNED)
    if act in ("assign", "step_done", "finish", "extend", "request_supplement"):
        return dossier.status in OPEN and dossier.holder == DESK and dossier.transit is None
    return False


def _state_reason(act: str, dossier: Dossier, given_at: datetime | None) -> str:
    status = dossier.status
    if status is None or dossier.slip:
        return "chưa tiếp nhận"
    if dossier.is_quarantined:
        return "hồ sơ cũ chưa được chấp nhận"
    if status in _ENDED:
        return f"{_STATES[status]}{_on(dossier.ended_at)}"
    if act == "return_result" and status in OPEN:
        return "chưa có kết quả"
    if act == "void" and dossier.is_ever_handed_over:
        return f"đã bàn giao{_on(given_at)}"
    if status is Status.FINISHED:
        return f"{_STATES[status]}{_on(dossier.finished_at)}"
    return _STATES[status]


def _on(moment: date | None) -> str:
    return f" ngày {moment:%d/%m}" if moment else ""
