"""The whole table of document 2: every kind from every status, who may, where the paper must be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.domain import errors, transitions
from counter_app.domain.dossier import Dossier
from counter_app.domain.due import LimitUnit, TimeLimit
from counter_app.domain.events import EventKind
from counter_app.domain.fold import apply
from counter_app.domain.staff import Role, Staff
from tests.domain.dossier_story import DOSSIER_KINDS, WAY_TO, K, Story, story_in

OPEN = {"received", "processing", "awaiting_supplement", "awaiting_payment", "stopped"}
EVERY = set(WAY_TO) - {"–"}
MOVES = EVERY - {"registered", "refused", "voided", "returned"}

TABLE: dict[EventKind, set[str]] = {
    K.REGISTERED: {"–"},
    K.RECEIVED: {"–", "registered"},
    K.REFUSED: {"–", "registered", "awaiting_supplement"},
    K.CORRECTED: OPEN | {"finished"},
    K.HANDED_OVER: MOVES,
    K.RECALLED: MOVES,
    K.TAKEN_OVER: MOVES,
    K.HANDOVER_DECLINED: MOVES,
    K.ASSIGNED: OPEN,
    K.STEP_DONE: {"processing"},
    K.COOPERATION_ASKED: {"processing"},
    K.SUPPLEMENT_REQUESTED: {"–", "registered", "received", "processing"},
    K.SUPPLEMENTED: {"awaiting_supplement"},
    K.PAYMENT_REQUESTED: {"received", "processing"},
    K.PAID: {"awaiting_payment", "finished"},
    K.EXTENDED: {"received", "processing"},
    K.STOPPED: OPEN - {"stopped"},
    K.RESUMED: {"stopped"},
    K.WITHDRAWN: OPEN | {"registered"},
    K.FINISHED: {"processing"},
    K.REOPENED: {"finished"},
    K.RETURNED: {"finished", "withdrawn", "stopped", "refused"},
    K.VOIDED: {"received"},
    K.DUE_RECALCULATED: OPEN,
    K.REVOKED: EVERY,
    K.NOTE_ADDED: EVERY,
    K.PAPER_PRINTED: EVERY,
    K.SCAN_ATTACHED: EVERY,
    K.NOTIFIED: EVERY,
    K.SURVEYED: EVERY,
    K.LEGACY_IMPORTED: {"–"},
    K.LEGACY_ACCEPTED: set(),
    K.LEGACY_VOIDED: set(),
    K.CONFLICT_RESOLVED: EVERY,
}
"""Allowed from, row by row as document 2 has them; accepting old dossiers asks for quarantine (below)."""

LEADS_TO: dict[EventKind, str] = {
    K.REGISTERED: "registered",
    K.RECEIVED: "received",
    K.REFUSED: "refused",
    K.SUPPLEMENT_REQUESTED: "awaiting_supplement",
    K.PAYMENT_REQUESTED: "awaiting_payment",
    K.STOPPED: "stopped",
    K.WITHDRAWN: "withdrawn",
    K.FINISHED: "finished",
    K.REOPENED: "processing",
    K.RETURNED: "returned",
    K.VOIDED: "voided",
    K.LEGACY_IMPORTED: "processing",  # the state that its payload names
}
BACK = {K.SUPPLEMENTED, K.PAID, K.RESUMED}
"""Back where it was: in these stories that was `processing` (a payment after the end changes nothing)."""
IN_TRANSIT_ONLY = {K.RECALLED, K.TAKEN_OVER, K.HANDOVER_DECLINED}
REMARKS = {K.NOTE_ADDED, K.PAPER_PRINTED, K.SCAN_ATTACHED, K.NOTIFIED, K.SURVEYED}


def expected_after(kind: EventKind, status: str) -> str:
    if kind in BACK:
        return "finished" if status == "finished" else "processing"
    if kind is K.TAKEN_OVER and status == "received":
        return "processing"
    return LEADS_TO.get(kind, status)


def test_the_table_of_the_test_names_every_kind() -> None:
    assert set(TABLE) == set(DOSSIER_KINDS) == set(transitions.RULES)


@pytest.mark.parametrize("status", WAY_TO)
@pytest.mark.parametrize("kind", DOSSIER_KINDS)
def test_every_kind_from_every_status(kind: EventKind, status: str) -> None:
    story = story_in(status)
    if kind in IN_TRANSIT_ONLY and status in MOVES:
        story.tell(K.HANDED_OVER, to="TNMT")
    before = story.dossier
    after = story.tell(kind).dossier
    became = str(after.status) if after.status else "–"
    if status in TABLE[kind]:
        assert (became, after.conflicts) == (expected_after(kind, status), ())
    elif status == "–" and kind in (*REMARKS, K.CONFLICT_RESOLVED):
        assert (became, after.conflicts) == ("–", ())
    else:
        assert became == status
        assert [conflict.because for conflict in after.conflicts] == ["act_not_allowed"]
        assert replace(after, conflicts=(), head=None, last_at=None, last_by="") == replace(
            before, head=None, last_at=None, last_by=""
        )
    assert story.again() == after


@pytest.mark.parametrize("kind", [K.LEGACY_ACCEPTED, K.LEGACY_VOIDED])
def test_old_dossiers_are_accepted_or_voided_out_of_quarantine_only(kind: EventKind) -> None:
    story = Story().tell(K.LEGACY_IMPORTED)
    assert story.dossier.is_quarantined
    assert sorted(transitions.possible_acts(story.dossier)) == sorted(ALWAYS)
    after = story.tell(kind).dossier
    assert after.conflicts == ()
    assert (str(after.status), after.is_quarantined) == (
        ("processing", False) if kind is K.LEGACY_ACCEPTED else ("voided", True)
    )


SHORT = {"limit": {"amount": 6, "unit": "working_hour"}}


@pytest.mark.parametrize(
    ("limit", "is_allowed"),
    [
        ({"amount": 6, "unit": "working_hour"}, True),
        ({"amount": 8, "unit": "working_hour"}, True),
        ({"amount": 9, "unit": "working_hour"}, False),
        ({"amount": 0, "unit": "working_day"}, False),
        ({"amount": 1, "unit": "working_day"}, False),
    ],
)
def test_only_up_to_eight_working_hours_are_finished_from_received(
    limit: dict[str, object], is_allowed: bool
) -> None:
    story = Story().tell(K.RECEIVED, limit=limit).tell(K.FINISHED)
    assert (story.dossier.status == "finished") is is_allowed
    assert bool(story.dossier.conflicts) is not is_allowed


def test_voided_only_if_never_handed_over_and_extended_once() -> None:
    back = Story().told(K.RECEIVED, K.HANDED_OVER, K.RECALLED)
    assert back.dossier.status == "received"
    assert back.tell(K.VOIDED).dossier.conflicts[0].because == "act_not_allowed"
    twice = Story().told(K.RECEIVED, K.EXTENDED, K.EXTENDED)
    assert [c.because for c in twice.dossier.conflicts] == ["already_extended"]


SUPERVISOR = {Role.SUPERVISOR}
ONLY_DESK = {Role.COUNTER, Role.SUPERVISOR}
DEPARTMENT = {Role.OFFICER, Role.HEAD, Role.SUPERVISOR}
ALL_BUT_ADMINISTRATOR = ONLY_DESK | DEPARTMENT
WHO: dict[str, set[Role]] = {
    **dict.fromkeys(("register", "receive", "refuse", "correct", "supplement", "withdraw"), ONLY_DESK),
    **dict.fromkeys(("request_payment", "pay", "return_result"), ONLY_DESK),
    "request_supplement": ALL_BUT_ADMINISTRATOR,
    **dict.fromkeys(("assign", "step_done", "cooperate", "extend", "stop", "resume", "finish"), DEPARTMENT),
    **dict.fromkeys(("hand_over", "recall", "take_over", "decline"), ALL_BUT_ADMINISTRATOR),
    **dict.fromkeys(("reopen", "void", "recalculate", "revoke", "resolve"), SUPERVISOR),
    **dict.fromkeys(("import_legacy", "accept_legacy", "void_legacy"), SUPERVISOR),
    **dict.fromkeys(("note", "print", "attach", "notify", "survey"), ALL_BUT_ADMINISTRATOR),
}
"""Column «by» of document 2; the supervisor may do every dossier act, the administrator none."""


@pytest.mark.parametrize("act", WHO)
@pytest.mark.parametrize("role", Role)
def test_who_may(act: str, role: Role) -> None:
    assert set(WHO) == set(transitions.BY_ACT)
    by = Staff("ai", "Ai Đó", role, "MC")
    rule = transitions.BY_ACT[act]
    if role in WHO[act]:
        transitions.check_permission(rule, Dossier(""), by)
        with pytest.raises(errors.NotPermitted):
            transitions.check_permission(rule, Dossier(""), replace(by, is_active=False))
    else:
        with pytest.raises(errors.NotPermitted) as refused:
            transitions.check_permission(rule, Dossier(""), by)
        assert refused.value.facts["act"] == act
        assert (refused.value.facts["by"], refused.value.facts["role"]) == ("ai", str(role))


def test_the_desk_finishes_what_lasts_eight_hours_at_most() -> None:
    lan = Staff("lan", "Lan", Role.COUNTER, "MC")
    hours = Story().tell(K.RECEIVED, **SHORT).dossier
    assert transitions.check(K.FINISHED, hours, lan).act == "finish"
    days = replace(hours, limit=TimeLimit(1, LimitUnit.WORKING_DAY))
    with pytest.raises(errors.NotPermitted):
        transitions.check(K.FINISHED, days, lan)


HELD = {
    **dict.fromkeys((K.ASSIGNED, K.STEP_DONE, K.COOPERATION_ASKED, K.FINISHED), "processing"),
    **dict.fromkeys((K.EXTENDED, K.STOPPED, K.SUPPLEMENT_REQUESTED), "processing"),
    K.RESUMED: "stopped",
}
"""By staff of the unit that holds the dossier (the supervisor: any)."""
AT_THE_DESK = {
    K.CORRECTED: "processing",
    K.SUPPLEMENTED: "awaiting_supplement",
    K.PAYMENT_REQUESTED: "processing",
    K.PAID: "awaiting_payment",
    K.WITHDRAWN: "processing",
    K.RETURNED: "finished",
}
"""Desk acts do not ask who holds the paper, but not while it is in transit."""

MINH = Staff("minh", "Minh", Role.OFFICER, "QLDT")
HOA = Staff("hoa", "Hoa", Role.OFFICER, "QLDN")
LAN = Staff("lan", "Lan", Role.COUNTER, "MC")
TUAN = Staff("tuan", "Tuấn", Role.SUPERVISOR, "LD")


def refusal(kind: EventKind, dossier: Dossier, by: Staff) -> str:
    """Error code of the act, or none."""
    try:
        transitions.check(kind, dossier, by)
    except errors.CounterError as error:
        return error.code
    return ""


@pytest.mark.parametrize(("kind", "status"), HELD.items())
def test_work_is_done_by_the_unit_that_holds_the_dossier(kind: EventKind, status: str) -> None:
    story = story_in(status)
    assert [refusal(kind, story.dossier, by) for by in (MINH, HOA, TUAN)] == ["", "not_holder", ""]
    on_its_way = story.tell(K.HANDED_OVER, to="QLDN").dossier
    late = [refusal(kind, on_its_way, by) for by in (MINH, HOA, TUAN)]
    assert late == ["dossier_already_handed_over"] * 3


@pytest.mark.parametrize(("kind", "status"), AT_THE_DESK.items())
def test_desk_acts_do_not_ask_who_holds_the_paper(kind: EventKind, status: str) -> None:
    story = story_in(status)
    assert story.dossier.holder == "QLDT"
    assert refusal(kind, story.dossier, LAN) == ""
    assert refusal(kind, story.tell(K.HANDED_OVER, to="MC").dossier, LAN) == "dossier_already_handed_over"


def test_a_handover_is_two_sided() -> None:
    story = story_in("received")
    assert refusal(K.HANDED_OVER, story.dossier, MINH) == "not_holder"
    assert refusal(K.HANDED_OVER, story.dossier, TUAN) == "not_holder"
    for kind in IN_TRANSIT_ONLY:
        assert refusal(kind, story.dossier, LAN) == "not_in_transit"
    given = story.tell(K.HANDED_OVER).dossier
    assert refusal(K.HANDED_OVER, given, LAN) == "dossier_already_handed_over"
    assert [refusal(K.TAKEN_OVER, given, by) for by in (LAN, MINH)] == ["not_receiver", ""]
    assert refusal(K.TAKEN_OVER, given, HOA) == "not_receiver"
    assert [refusal(K.HANDOVER_DECLINED, given, by) for by in (LAN, MINH)] == ["not_receiver", ""]
    assert [refusal(K.RECALLED, given, by) for by in (LAN, MINH)] == ["", "not_giver"]


def test_custody_broken_in_the_log_is_a_conflict_and_nothing_else() -> None:
    story = story_in("received")
    for kind, unit, because in (
        (K.HANDED_OVER, "QLDT", "not_holder"),
        (K.TAKEN_OVER, "QLDT", "not_in_transit"),
    ):
        after = apply(story.dossier, story.event(kind, unit=unit))
        assert [c.because for c in after.conflicts] == [because]
        assert (after.holder, after.transit, after.stays) == ("MC", None, story.dossier.stays)


ALWAYS = ["revoke", "note", "notify"]
POSSIBLE: dict[str, list[str]] = {
    "–": ["register", "receive", "refuse", "request_supplement"],
    "registered": ["receive", "refuse", "request_supplement", "withdraw", *ALWAYS],
    "received": [
        *("correct", "hand_over", "assign", "request_supplement", "request_payment", "extend", "stop"),
        *("withdraw", "void", "recalculate", *ALWAYS),
    ],
    "refused": ["return_result", *ALWAYS],
    "processing": [
        *("correct", "hand_over", "assign", "step_done", "cooperate", "request_supplement"),
        *("request_payment", "extend", "stop", "withdraw", "finish", "recalculate", *ALWAYS),
    ],
    "awaiting_supplement": [
        *("refuse", "correct", "hand_over", "assign", "supplement", "stop", "withdraw", "recalculate"),
        *ALWAYS,
    ],
    "awaiting_payment": [
        *("correct", "hand_over", "assign", "pay", "stop", "withdraw", "recalculate", *ALWAYS),
    ],
    "stopped": [
        *("correct", "hand_over", "assign", "resume", "withdraw", "return_result", "recalculate", *ALWAYS),
    ],
    "withdrawn": ["hand_over", "return_result", *ALWAYS],
    "finished": ["correct", "hand_over", "pay", "reopen", "return_result", *ALWAYS],
    "returned": ALWAYS,
    "voided": ALWAYS,
}


@pytest.mark.parametrize("status", POSSIBLE)
def test_what_is_possible_now(status: str) -> None:
    story = story_in(status)
    assert sorted(transitions.possible_acts(story.dossier)) == sorted(POSSIBLE[status])
    if status in MOVES:
        given = story.tell(K.HANDED_OVER, to="VP").dossier
        free = {"reopen", "recalculate"} & set(POSSIBLE[status])
        moving = ["recall", "take_over", "decline", *free, *ALWAYS]
        assert sorted(transitions.possible_acts(given)) == sorted(moving)


def test_possible_tells_of_hours_and_of_the_one_extension() -> None:
    hours = Story().tell(K.RECEIVED, **SHORT)
    assert "finish" in transitions.possible_acts(hours.dossier)
    assert "extend" not in transitions.possible_acts(hours.tell(K.EXTENDED).dossier)
    again = Story().told(K.RECEIVED, K.HANDED_OVER, K.RECALLED).dossier
    assert "void" not in transitions.possible_acts(again)


NEVER_RECEIVED = (K.CORRECTED, K.HANDED_OVER, K.ASSIGNED, K.STOPPED, K.DUE_RECALCULATED)


@pytest.mark.parametrize("kind", NEVER_RECEIVED)
def test_what_was_never_received_has_no_paper_and_no_clock(kind: EventKind) -> None:
    """A registered dossier may wait for a supplement: the statuses are alike, the dossier is not."""
    waiting = Story().told(K.REGISTERED, K.SUPPLEMENT_REQUESTED)
    withdrawn = Story().told(K.REGISTERED, K.WITHDRAWN)
    for story in (waiting, withdrawn):
        after = story.tell(kind).dossier
        assert [c.because for c in after.conflicts] == ["act_not_allowed"]
        assert (after.holder, after.stays, after.pauses) == ("", (), ())
    left = ["refuse", "supplement", "withdraw", *ALWAYS]
    assert sorted(transitions.possible_acts(waiting.dossier)) == sorted(left)


@pytest.mark.parametrize("kind", [K.SUPPLEMENT_REQUESTED, K.REFUSED])
def test_a_slip_takes_remarks_and_corrections_of_the_log_only(kind: EventKind) -> None:
    slip = Story().tell(kind, slip_id="TC-261123-1.1").dossier
    assert sorted(transitions.possible_acts(slip)) == sorted(ALWAYS)
