"""What the page says when an act is done: one sentence each, and what can be done about it. No Qt here."""

from __future__ import annotations

from counter_app.ui.dossier_words import short_code
from counter_app.ui.pages.department.act_bar import listed
from counter_app.ui.pages.department.desk_work import Names, Outcome


def done_words(outcome: Outcome, names: Names, agency_id: str) -> str:
    """`Đã giao 3 hồ sơ cho Lãnh đạo Ban · BG-261123-1.2`."""
    codes = [short_code(code, agency_id) for code in outcome.codes]
    several = codes[0] if len(codes) == 1 else f"{len(codes)} hồ sơ"
    if outcome.kind == "given":
        return f"Đã giao {several} cho {names.unit(outcome.unit)} · {outcome.batch}"
    if outcome.kind == "assigned":
        return f"Đã phân công {several} cho {names.people.get(outcome.unit, outcome.unit)}"
    if outcome.kind == "stepped" and len(codes) == 1:
        return f"Đã xong bước {outcome.step} · {several}"
    return _PLAIN[outcome.kind].format(several)


_PLAIN = {
    "taken": "Đã nhận {}",
    "declined": "Đã từ chối nhận {}, trả về bên giao",
    "stepped": "Đã xong bước của {}",
    "finished": "Đã ghi kết quả của {}, chờ giao về Một cửa",
    "recalled": "Đã thu hồi {}",
    "step_revoked": "Đã bỏ ghi xong bước của {}",
    "reopened": "Đã mở lại {}",
}


def chosen_words(codes: list[str], *, is_ticked: bool, name: str = "") -> tuple[str, str]:
    """What the bar says at its left: how many are ticked and which, or the dossier under the cursor."""
    if not codes:
        return "", ""
    if is_ticked:
        return f"Đã chọn {len(codes)} hồ sơ", listed(codes)
    return codes[0], name
