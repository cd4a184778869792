"""What the main button does with the dossiers chosen: decided from the rows alone. No Qt here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from counter_app.domain.units import DESK
from counter_app.queries.department import Lane, QueueRow
from counter_app.ui.pages.department.words import WHY_PAUSED


class NextKind(StrEnum):
    """Acts of the main button. The two-part ones mark the unit's last step and go on in one transaction."""

    TAKE = "take"
    STEP = "step"
    STEP_AND_GIVE = "step_and_give"
    STEP_AND_FINISH = "step_and_finish"
    GIVE = "give"
    FINISH = "finish"
    NONE = "none"


@dataclass(frozen=True)
class NextAct:
    """One act, for `unit` where it gives something away; `why` says why there is none."""

    kind: NextKind
    unit: str = ""
    why: str = ""


_NOT_HERE = "Chỉ cán bộ của đơn vị đang giữ mới bàn giao được"
_DIFFERENT = "Các hồ sơ đã chọn cần việc khác nhau: chọn riêng từng nhóm"
_STEPS = frozenset({NextKind.STEP, NextKind.STEP_AND_GIVE, NextKind.STEP_AND_FINISH})


def next_act(row: QueueRow, unit: str, *, may_give: bool) -> NextAct:
    """What comes next for one dossier held by `unit`: the step, and after the unit's last one the way on.

    Where nobody but the desk follows, the matter is decided here: it is finished. Otherwise it goes on to the
    unit of the next steps. `may_give`: whether the person belongs to the holding unit.
    """
    if row.lane is Lane.DONE:
        return _give(DESK, may_give)
    if row.is_paused:
        return NextAct(NextKind.NONE, why=WHY_PAUSED.get(row.status, ""))
    onward = _onward(row, unit)
    if row.status != "processing":
        return _give(onward, may_give)
    if row.step is None:
        return _give(onward, may_give) if onward else NextAct(NextKind.FINISH)
    if not row.is_last_step:
        return NextAct(NextKind.STEP)
    if not onward:
        return NextAct(NextKind.STEP_AND_FINISH)
    return NextAct(NextKind.STEP_AND_GIVE, onward) if may_give else NextAct(NextKind.STEP)


def next_of_all(rows: Sequence[QueueRow], unit: str, *, may_give: bool) -> NextAct:
    """The one act for all rows. Steps of all of them can be marked together even where some go on after."""
    acts = {next_act(row, unit, may_give=may_give) for row in rows}
    if not acts:
        return NextAct(NextKind.NONE)
    if len(acts) == 1:
        return acts.pop()
    if {act.kind for act in acts} <= _STEPS:
        return NextAct(NextKind.STEP)
    reasons = [act.why for act in acts if act.kind is NextKind.NONE and act.why]
    return NextAct(NextKind.NONE, why=reasons[0] if len(reasons) == len(acts) else _DIFFERENT)


def _onward(row: QueueRow, unit: str) -> str:
    """Who comes after this unit, empty where only the desk does. A unit that the procedure has no steps for
    gives back to who gave it."""
    if row.run_minutes <= 0:
        return row.given_by_unit or DESK
    return "" if row.next_unit == DESK and unit != DESK else row.next_unit


def _give(unit: str, may_give: bool) -> NextAct:
    return NextAct(NextKind.GIVE, unit) if may_give else NextAct(NextKind.NONE, why=_NOT_HERE)


def main_words(act: NextAct, count: int, unit_name: str) -> str:
    """Words of the main button; they carry the number they act on when it is more than one."""
    several = f"{count} hồ sơ"
    is_one = count <= 1
    words = {
        NextKind.TAKE: "Nhận hồ sơ" if is_one else f"Nhận {several}",
        NextKind.STEP: "Xong, chuyển bước sau" if is_one else f"Xong {several}, chuyển bước sau",
        NextKind.STEP_AND_GIVE: f"Xong, giao {unit_name}"
        if is_one
        else f"Xong, giao {several} cho {unit_name}",
        NextKind.STEP_AND_FINISH: "Xong, ghi kết quả" if is_one else f"Xong, ghi kết quả {several}",
        NextKind.GIVE: f"Giao {unit_name}" if is_one else f"Giao {several} cho {unit_name}",
        NextKind.FINISH: "Ghi kết quả" if is_one else f"Ghi kết quả {several}",
    }
    return words.get(act.kind, "Xong, chuyển bước sau")


def main_icon(act: NextAct) -> str:
    """Icon of the main button."""
    icons = {NextKind.TAKE: "inbox", NextKind.GIVE: "arrow-left-right", NextKind.FINISH: "stamp"}
    icons |= {NextKind.STEP_AND_GIVE: "arrow-left-right", NextKind.STEP_AND_FINISH: "stamp"}
    return icons.get(act.kind, "check")
