"""A dossier told by events: every kind with a payload as the services write it, folded one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from counter_app.domain.deadline import LimitUnit, TimeLimit, compute
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import Event, EventKind, utc_ms
from counter_app.domain.fold import apply, fold
from counter_app.domain.transitions import RULES, is_granted
from counter_app.services.seed_calendar import seed_calendar
from tests.builders import MONDAY, an_applicant

K = EventKind
CALENDAR = seed_calendar()
STREAM = "dossier:" + "0" * 31 + "1"
STEPS = [[1, "MC", 240], [2, "QLDT", 120], [3, "QLDT", 2160], [4, "LD", 240], [5, "VP", 180], [6, "MC", 180]]

DOSSIER_KINDS = tuple(kind for kind in EventKind if kind.startswith("dossier:"))
REMARKS = (K.NOTE_ADDED, K.PAPER_PRINTED, K.SCAN_ATTACHED, K.NOTIFIED, K.SURVEYED)

ROLE_OF = {"MC": "counter", "LD": "supervisor"}
"""Role of who acts for a unit, where it is not an officer."""


def role_of(kind: EventKind, unit: str, state: Dossier) -> str:
    """The role of a unit's people, where it may do the act; else the first that may."""
    rule = RULES[kind]
    words = dict.fromkeys((ROLE_OF.get(unit, "officer"), "counter", "officer", "supervisor"))
    return next(word for word in words if is_granted(rule, state, word))


def intake(**fields: Any) -> dict[str, Any]:
    """What form and procedure give to `registered` and `received`."""
    return {
        "procedure": "DT-08",
        "procedure_version": 1,
        "field": "DT",
        "limit": {"amount": 7, "unit": "working_day"},
        "steps": STEPS,
        "applicant": an_applicant().to_json(),
        "components": [{"no": 1, "copies": 1}],
        "missing": [2, 3],
        "channel": "direct",
        "return_by": "desk",
        "fee_vnd": 0,
    } | fields


def due(at: datetime = MONDAY) -> dict[str, Any]:
    """The due of seven working days from `at`."""
    return compute(at, TimeLimit(7, LimitUnit.WORKING_DAY), CALENDAR).to_json()


def _received(state: Dossier) -> dict[str, Any]:
    numbers = {"book": "DT-2026-1", "number": 1, "receipt_series": "01-2026-1", "receipt_no": 1, "serial": 1}
    given = {"code": "H24.28-261123-0001", "scan_number": "2611230000186484", "form_set": "TT03_2025"}
    return intake() | numbers | given | {"due": due(), "own_due": "2026-11-23T15:14"}


def _transit(state: Dossier) -> dict[str, Any]:
    transit = state.transit
    to = transit.to if transit else "QLDT"
    return {"batch": transit.batch if transit else "", "from": transit.giver if transit else "MC", "to": to}


_SLIP = {"reason": "thiếu giấy", "ground": "Điều 17", "slip_series": "03-2026-1", "slip_no": 1}

PAYLOADS: dict[EventKind, Callable[[Dossier], dict[str, Any]]] = {
    K.REGISTERED: lambda state: intake(portal_code="G04.28-0001-TT"),
    K.RECEIVED: _received,
    K.REFUSED: lambda state: dict(_SLIP),
    K.CORRECTED: lambda state: {
        "changes": ["note"],
        "reason": "gõ nhầm",
        "after": {"note": "đã sửa", "due": due(), "receipt_version": state.receipt_version + 1},
    },
    K.HANDED_OVER: lambda state: {"batch": "BG-261123-1.1", "from": state.holder or "MC", "to": "QLDT"},
    K.RECALLED: lambda state: {**_transit(state), "reason": "đưa nhầm"},
    K.TAKEN_OVER: lambda state: {**_transit(state), "own_due": None},
    K.HANDOVER_DECLINED: lambda state: {**_transit(state), "reason": "không phải việc của phòng"},
    K.ASSIGNED: lambda state: {"officer": "minh"},
    K.STEP_DONE: lambda state: {"step": 2},
    K.COOPERATION_ASKED: lambda state: {"units": ["TNMT"], "respond_by": "2026-11-30"},
    K.SUPPLEMENT_REQUESTED: lambda state: _SLIP | {"items": [{"no": 2, "text": "Bản vẽ"}]},
    K.SUPPLEMENTED: lambda state: {"items": [{"no": 2, "copies": 1}], "due": due()},
    K.PAYMENT_REQUESTED: lambda state: {"amount_vnd": 30_000, "what": "phí"},
    K.PAID: lambda state: {"amount_vnd": 30_000, "method": "cash", "receipt_no": "0001", "due": due()},
    K.EXTENDED: lambda state: {
        "due": due(MONDAY + timedelta(days=7)),
        "old_due": "2026-12-03T17:30",
        "new_due": "2026-12-10",
        "reason": "cần ý kiến Bộ",
        "signer": "tuan",
    },
    K.STOPPED: lambda state: {"reason": "chờ bản án"},
    K.RESUMED: lambda state: {"reason": "đã có bản án", "due": due()},
    K.WITHDRAWN: lambda state: {"reason": "chủ hồ sơ rút"},
    K.FINISHED: lambda state: {"outcome": "granted", "punctuality": "early", "result_no": "1/QĐ-BQL"},
    K.REOPENED: lambda state: {"reason": "kết quả sai tên"},
    K.RETURNED: lambda state: {"to_whom": "Đặng Đức Đạt", "method": "desk"},
    K.VOIDED: lambda state: {"reason": "nhập nhầm"},
    K.DUE_RECALCULATED: lambda state: {"due": due(), "calendar_version": "vn-2026.2", "reason": "nghỉ bù"},
    K.REVOKED: lambda state: {"event_id": "f" * 32, "reason": "bấm nhầm"},
    K.NOTE_ADDED: lambda state: {"text": "đã gọi"},
    K.PAPER_PRINTED: lambda state: {"form": "receipt", "version": 1, "copies": [1, 2]},
    K.SCAN_ATTACHED: lambda state: {"component": 1, "sha256": "0" * 64},
    K.NOTIFIED: lambda state: {"how": "điện thoại", "text": "đã có kết quả"},
    K.SURVEYED: lambda state: {"scores": [5, 5]},
    K.LEGACY_IMPORTED: lambda state: intake(
        code="H24.28-251120-0007", source="một cửa cũ", source_id="7", state="processing"
    ),
    K.LEGACY_ACCEPTED: lambda state: {},
    K.LEGACY_VOIDED: lambda state: {"batch": "1", "reason": "nhập hai lần"},
    K.CONFLICT_RESOLVED: lambda state: {"conflict": "0" * 32, "chosen": "0" * 32, "reason": "đã xem"},
}


def actor_unit(kind: EventKind, state: Dossier) -> str:
    """The unit whose people may do the act as the dossier stands."""
    if kind in (K.TAKEN_OVER, K.HANDOVER_DECLINED) and state.transit:
        return state.transit.to
    if kind is K.RECALLED and state.transit:
        return state.transit.giver
    return state.holder or "MC"


class Story:
    """Events of one dossier and what they make of it. Each event is a minute after the one before."""

    def __init__(self, begin: datetime = MONDAY) -> None:
        self.events: list[Event] = []
        self.dossier = Dossier(STREAM)
        self.at = begin

    def event(self, kind: EventKind, *, unit: str = "", role: str = "", **payload: Any) -> Event:
        """An event of a kind as it would be written now, by the right unit unless another is named."""
        acting = unit or actor_unit(kind, self.dossier)
        full = PAYLOADS[kind](self.dossier) | payload
        full |= {"unit": acting, "role": role or role_of(kind, acting, self.dossier)}
        number = len(self.events) + 1
        actor = f"ai-{acting.lower()}"
        seen = self.events[-1].id if self.events else None
        return Event(f"{number:032x}", "H24.28", STREAM, kind, full, actor, utc_ms(self.at), seen)

    def tell(self, kind: EventKind, **fields: Any) -> Story:
        """One more event, folded in."""
        self.at += timedelta(minutes=1)
        return self.add(self.event(kind, **fields))

    def add(self, event: Event) -> Story:
        """An event made elsewhere, folded in."""
        self.events.append(event)
        self.dossier = apply(self.dossier, event)
        return self

    def told(self, *kinds: EventKind) -> Story:
        """Several events with their usual payloads."""
        for kind in kinds:
            self.tell(kind)
        return self

    def again(self) -> Dossier:
        """The same events folded from zero."""
        return fold(STREAM, self.events)


def newer(event: Event) -> Event:
    """The same event as a program of next year would write it."""
    return replace(event, schema_v=99)


AT_QLDT = (K.RECEIVED, K.HANDED_OVER, K.TAKEN_OVER)
WAY_TO: dict[str, tuple[EventKind, ...]] = {
    "–": (),
    "registered": (K.REGISTERED,),
    "received": (K.RECEIVED,),
    "refused": (K.REGISTERED, K.REFUSED),
    "processing": AT_QLDT,
    "awaiting_supplement": (*AT_QLDT, K.SUPPLEMENT_REQUESTED),
    "awaiting_payment": (*AT_QLDT, K.PAYMENT_REQUESTED),
    "withdrawn": (*AT_QLDT, K.WITHDRAWN),
    "stopped": (*AT_QLDT, K.STOPPED),
    "finished": (*AT_QLDT, K.FINISHED),
    "returned": (*AT_QLDT, K.FINISHED, K.RETURNED),
    "voided": (K.RECEIVED, K.VOIDED),
}
"""Each status and a way there; `–` is no dossier yet."""


def story_in(status: str) -> Story:
    """A dossier in a status, reached by real events."""
    story = Story().told(*WAY_TO[status])
    assert (story.dossier.status or "–") == status
    assert story.dossier.conflicts == ()
    return story
