"""The fields of an act for one dossier: right ones, and now and then one that the rules refuse."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.domain import deadline_walk as walk
from tests.statemachine.catalogue import LIMITS
from tests.statemachine.model import Deed, Life
from tests.statemachine.table import STAFF

UNITS = ("MC", "QLDT", "QLDN", "TNMT", "LD", "VP")
WORDS = {"reason": "có lý do", "ground": "Điều 17"}
OFFICERS = {"officer", "head", "supervisor"}


@dataclass(frozen=True)
class Made:
    """What is sent, what the model notes of it, and the errors it must meet though the act is allowed."""

    deed: Deed
    fields: dict[str, Any]
    errors: set[str] = field(default_factory=set)


def made(life: Life, act: str, by: str, at: datetime, data: st.DataObject, *, is_allowed: bool) -> Made:
    """Fields of an act. Wrong values only where state, person and paper would allow it."""
    plain = {
        "refuse": dict(WORDS),
        "request_supplement": {"items": [{"no": 2, "text": "Bản sao"}], **WORDS},
        "supplement": {"items": [{"no": 2}]},
        "finish": {"outcome": "granted"},
        "note": {"text": "đã gọi"},
        "notify": {"how": "điện thoại", "text": "mời đến nhận"},
        "cooperate": {"units": [unit for unit in ("TNMT", "QLDN") if unit != life.holder]},
        "take_over": {},
    }
    if act in plain:
        return Made(Deed(act, by, at), plain[act])
    maker = _MAKERS.get(act)
    if maker is None:  # stop, resume, withdraw, reopen, void, recall, decline, recalculate
        return Made(Deed(act, by, at, procedure=life.procedure), {"reason": "có lý do"})
    return maker(life, by, at, data, is_allowed)


def _received(life: Life, by: str, at: datetime, data: st.DataObject, is_allowed: bool) -> Made:
    return Made(Deed("receive", by, at, procedure=life.procedure), {})


def _asked(life: Life, by: str, at: datetime, data: st.DataObject, is_allowed: bool) -> Made:
    amount = data.draw(st.sampled_from([30_000, 75_000]), "asked")
    return Made(Deed("request_payment", by, at, amount=amount), {"amount_vnd": amount, "what": "phí"})


def _paid(life: Life, by: str, at: datetime, data: st.DataObject, is_allowed: bool) -> Made:
    ways = ["whole", "whole", "part", "excused", "none", "more"] if is_allowed else ["whole"]
    way = data.draw(st.sampled_from(ways), "paid")
    amount = {"whole": life.owed, "part": 10_000, "excused": 10_000, "none": 0, "more": life.owed + 1}[way]
    if life.status != "awaiting_payment":
        amount = 5_000
    is_excused = way in {"excused", "none"}
    is_wrong = is_allowed and life.status == "awaiting_payment" and way in {"part", "more"}
    fields = {"amount_vnd": amount, "method": "cash", "receipt_no": "0001"}
    if is_excused:
        fields["exemption"] = "hộ nghèo"
    deed = Deed("pay", by, at, amount=amount, is_excused=is_excused)
    return Made(deed, fields, {"invalid_field"} if is_wrong else set())


def _extended(life: Life, by: str, at: datetime, data: st.DataObject, is_allowed: bool) -> Made:
    due = life.due() or at
    day = walk.next_day(max(due.date(), at.date()))
    way = data.draw(st.sampled_from(["next", "next", "later", "same"]), "new due") if is_allowed else "next"
    if way == "later":
        day = walk.next_day(walk.next_day(day))
    errors: set[str] = set()
    if way == "same":
        day = due.date()
        errors = {"extension_not_possible", "invalid_field"}  # not after the due, or over already
    fields = {"new_due": day.isoformat(), "reason": "chờ ý kiến", "signer": "Phạm Anh Tuấn"}
    return Made(Deed("extend", by, at, new_due=day), fields, errors)


def _returned(life: Life, by: str, at: datetime, data: st.DataObject, is_allowed: bool) -> Made:
    whom = data.draw(st.sampled_from(["own", "own", "proxy", "stranger"]), "whom") if is_allowed else "own"
    fields = {"to_whom": "Đỗ Đình Đức" if whom == "own" else "Lê Thị Hoa", "method": "desk"}
    if whom == "proxy":
        fields["proxy_paper"] = "Giấy ủy quyền 01"
    return Made(Deed("return_result", by, at), fields, {"invalid_field"} if whom == "stranger" else set())


def _given(life: Life, by: str, at: datetime, data: st.DataObject, is_allowed: bool) -> Made:
    own = STAFF[by][1]
    to = data.draw(st.sampled_from([unit for unit in UNITS if is_allowed or unit != own]), "to")
    errors = {"handover_to_own_unit"} if to == own else set()
    return Made(Deed("hand_over", by, at, to=to), {"to": to}, errors)


def _assigned(life: Life, by: str, at: datetime, data: st.DataObject, is_allowed: bool) -> Made:
    right = [who for who, (role, unit) in sorted(STAFF.items()) if unit == life.holder and role in OFFICERS]
    officer = data.draw(st.sampled_from([*right, *right, *sorted(STAFF)[:3]]), "officer")
    role, unit = STAFF[officer]
    is_right = unit == life.holder and role in OFFICERS
    deed = Deed("assign", by, at, to=officer)
    return Made(deed, {"officer": officer}, set() if is_right or not is_allowed else {"officer_not_of_unit"})


def _step(life: Life, by: str, at: datetime, data: st.DataObject, is_allowed: bool) -> Made:
    step = life.next_step() if is_allowed else None
    has_none = is_allowed and step is None
    return Made(Deed("step_done", by, at, step=step or 0), {}, {"no_step_left"} if has_none else set())


def _corrected(life: Life, by: str, at: datetime, data: st.DataObject, is_allowed: bool) -> Made:
    what = data.draw(st.sampled_from(["note", "procedure", "received_at"]), "what")
    changes: dict[str, Any] = {"note": f"sửa lần {life.version}, {at:%d/%m %H:%M} {life.owed}"}
    deed = Deed("correct", by, at)
    if what == "procedure" and is_allowed:
        others = [name for name in sorted(LIMITS) if name != life.procedure]
        other = data.draw(st.sampled_from(others), "other")
        changes = {"procedure": other, "components": [{"no": 1, "copies": 1}]}
        deed = Deed("correct", by, at, procedure=other)
    elif what == "received_at" and is_allowed:
        true = life.received_at - timedelta(minutes=data.draw(st.integers(1, 4_000), "earlier"))
        changes = {"received_at": true.isoformat(timespec="minutes")}
        deed = Deed("correct", by, at, received_at=true)
    is_late = is_allowed and STAFF[by][0] != "supervisor" and life.received_at.date() != at.date()
    errors = {"correction_too_late"} if is_late else set()
    return Made(deed, {"changes": changes, "reason": "gõ nhầm"}, errors)


_MAKERS = {
    "receive": _received,
    "request_payment": _asked,
    "pay": _paid,
    "extend": _extended,
    "return_result": _returned,
    "hand_over": _given,
    "assign": _assigned,
    "step_done": _step,
    "correct": _corrected,
}
