"""Each act of a dossier's life letter by letter: its answer, its rules of time, repetition and names."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desks import COMPANY, Counter, Json, form

SINGLE = {"ok", "code", "event_id", "status", "holder", "due_at"}
ISSUED = SINGLE | {"receipt_version"}
SLIP = {"ok", "slip", "number", "event_id", "status", "code", "holder", "due_at"}
BATCH = {"ok", "batch", "results"}

Step = tuple[str, str, Json]
AT_QLDT: tuple[Step, ...] = (("hand_over", "lan", {"to": "QLDT"}), ("take_over", "minh", {}))
ASKED: Step = (
    "request_supplement",
    "minh",
    {"items": [{"no": 2, "text": "Bản sao"}, {"text": "Giấy khác"}], "reason": "thiếu", "ground": "Điều 17"},
)
FEE: Step = ("request_payment", "lan", {"amount_vnd": 30_000, "what": "phí thẩm định"})
PAY: Step = ("pay", "lan", {"amount_vnd": 30_000, "method": "cash", "receipt_no": "0001"})
STOP: Step = ("stop", "minh", {"reason": "chờ bản án"})
FINISH: Step = ("finish", "minh", {"outcome": "granted", "result_no": "1"})
BATCHES = {"hand_over", "recall", "take_over", "decline", "assign", "step_done", "recalculate"}

SCENES: dict[str, tuple[tuple[Step, ...], Step, set[str], str]] = {
    "request_supplement": (AT_QLDT, ASKED, SLIP, "awaiting_supplement"),
    "supplement": (
        (*AT_QLDT, ASKED),
        ("supplement", "lan", {"items": [{"no": 2, "copies": 2}, {"copies": 1}, {}]}),
        ISSUED,
        "processing",
    ),
    "request_payment": (AT_QLDT, FEE, SINGLE, "awaiting_payment"),
    "pay": ((*AT_QLDT, FEE), PAY, SINGLE, "processing"),
    "extend": (
        AT_QLDT,
        ("extend", "minh", {"new_due": "2026-12-10", "reason": "chờ Bộ", "signer": "Phạm Anh Tuấn"}),
        SINGLE,
        "processing",
    ),
    "stop": (AT_QLDT, STOP, SINGLE, "stopped"),
    "resume": ((*AT_QLDT, STOP), ("resume", "minh", {"reason": "đã có"}), SINGLE, "processing"),
    "withdraw": (AT_QLDT, ("withdraw", "lan", {"reason": "rút"}), SINGLE, "withdrawn"),
    "cooperate": (
        AT_QLDT,
        ("cooperate", "minh", {"units": ["TNMT"], "respond_by": "2026-11-30", "note": "xin ý kiến"}),
        SINGLE,
        "processing",
    ),
    "refuse": (
        (*AT_QLDT, ASKED),
        ("refuse", "lan", {"reason": "không đủ điều kiện", "ground": "Điều 17"}),
        SLIP,
        "refused",
    ),
    "correct": ((), ("correct", "lan", {"changes": {"note": "x"}, "reason": "gõ nhầm"}), ISSUED, "received"),
    "void": ((), ("void", "tuan", {"reason": "nhập hai lần"}), SINGLE, "voided"),
    "finish": (AT_QLDT, FINISH, SINGLE, "finished"),
    "reopen": ((*AT_QLDT, FINISH), ("reopen", "tuan", {"reason": "sai tên"}), SINGLE, "processing"),
    "return_result": (
        (*AT_QLDT, FINISH),
        ("return_result", "lan", {"to_whom": COMPANY["name"], "method": "post"}),
        SINGLE,
        "returned",
    ),
    "note": ((), ("note", "lan", {"text": "x"}), SINGLE, "received"),
    "notify": ((), ("notify", "lan", {"how": "điện thoại", "text": "x"}), SINGLE, "received"),
    "hand_over": ((), AT_QLDT[0], BATCH, "received"),
    "take_over": (AT_QLDT[:1], AT_QLDT[1], BATCH, "processing"),
    "recall": (AT_QLDT[:1], ("recall", "lan", {"reason": "x"}), BATCH, "received"),
    "decline": (AT_QLDT[:1], ("decline", "minh", {"reason": "x"}), BATCH, "received"),
    "assign": (AT_QLDT, ("assign", "dung", {"officer": "minh"}), BATCH, "processing"),
    "step_done": (AT_QLDT, ("step_done", "minh", {"note": "x"}), BATCH, "processing"),
}
"""Act → the way there, one right call, the answer's fields, the status after it."""


def asked(counter: Counter, act: str) -> tuple[str, str, Json]:
    """A dossier brought to where the act may be done: its code, who does it, and the fields."""
    code = counter.received("DT-09")
    way, (_, by, fields), _, _ = SCENES[act]
    for step, who, more in way:
        counter.done(step, who, **named(step, code), **more)
    return code, by, fields


def named(act: str, code: str) -> Json:
    return {"codes": [code]} if act in BATCHES else {"code": code}


@pytest.mark.parametrize("act", SCENES)
def test_the_answer_has_these_fields(counter: Counter, act: str) -> None:
    code, by, fields = asked(counter, act)
    answer = counter.done(act, by, **named(act, code), **fields)
    _, _, keys, status = SCENES[act]
    assert set(answer) - {"warnings"} == keys
    line = answer["results"][0] if act in BATCHES else answer
    shown, last = counter.show(code), counter.history(code)[-1]
    assert (line["code"], line["status"], line["event_id"]) == (code, status, last["event_id"])
    assert (line["holder"] or None, shown["status"]) == (shown["holder"], status)
    if "due_at" in answer:
        assert answer["due_at"] == (shown["due_at"] if status != "refused" else None)
    if "receipt_version" in answer:
        assert answer["receipt_version"] == shown["receipt_version"]
    assert (last["by"], last["data"]["via"]) == (by, "cli")
    assert counter.is_sound()


@pytest.mark.parametrize("act", SCENES)
def test_the_same_request_gives_the_same_answer_and_does_nothing_more(counter: Counter, act: str) -> None:
    code, by, fields = asked(counter, act)
    whole = named(act, code) | fields | {"request_id": "phiếu-7"}
    first, state = counter.done(act, by, **whole), counter.state()
    assert counter.done(act, by, **whole) == first
    assert counter.state() == state
    other = counter.refused(act, "tuan" if by != "tuan" else "lan", **whole)
    assert (other["error"], other["request_id"]) == ("request_id_reused", "phiếu-7")


@pytest.mark.parametrize("act", SCENES)
def test_rules_of_time_and_names(counter: Counter, act: str) -> None:
    code, by, fields = asked(counter, act)
    whole = named(act, code) | fields
    assert counter.refused(act, by, **whole, at="2027-01-04T08:00")["error"] == "at_in_future"
    early = counter.refused(act, by, **whole, at="2026-11-23T09:00")
    assert (early["error"], early["code"]) == ("at_before_last_event", code)
    unknown = counter.refused(act, by, **whole, colour="đỏ", Reason="x")
    assert (unknown["error"], unknown["fields"]) == ("unknown_fields", ["Reason", "colour"])
    for name in fields:
        wrong = counter.refused(act, by, **whole | {name: 7 if not isinstance(fields[name], int) else "7"})
        assert (wrong["error"], wrong["field"].split(".")[0]) == ("invalid_field", name)
    counter.clock.move(hours=3)
    last = counter.history(code)[-1]["at"]
    scan = counter.show(code)["scan_number"]
    counter.done(act, by, **named(act, scan), **fields, at=last)
    line = counter.history(code)[-1]
    assert (line["at"], line["clock_quality"]) == (last, "backdated")


LEFT_OUT = [
    ("supplement", "items"),
    *((act, name) for act in ("request_payment",) for name in ("amount_vnd", "what")),
    *(("pay", name) for name in ("amount_vnd", "method", "receipt_no")),
    *(("extend", name) for name in ("new_due", "reason", "signer")),
    *((act, "reason") for act in ("stop", "resume", "withdraw", "void", "reopen", "correct", "refuse")),
    *(("request_supplement", name) for name in ("items", "reason", "ground")),
    ("cooperate", "units"),
]


@pytest.mark.parametrize(("act", "name"), LEFT_OUT)
def test_compulsory_fields_are_named(counter: Counter, act: str, name: str) -> None:
    code, by, fields = asked(counter, act)
    rest = {key: value for key, value in fields.items() if key != name}
    refused = counter.refused(act, by, **named(act, code), **rest)
    assert (refused["error"], refused["field"], refused["problem"]) == ("invalid_field", name, "missing")
    empty: Any = [] if isinstance(fields[name], list) else " "
    if not isinstance(fields[name], int) and name not in {"method", "new_due"}:
        refused = counter.refused(act, by, **named(act, code), **rest, **{name: empty})
        assert (refused["error"], refused["field"]) == ("invalid_field", name)


MONEY = [
    ({"amount_vnd": 29_999}, "amount_vnd", "not_owed"),
    ({"amount_vnd": 30_001}, "amount_vnd", "not_owed"),
    ({"amount_vnd": 30_001, "exemption": "hộ nghèo"}, "amount_vnd", "not_owed"),
    ({"amount_vnd": 0}, "amount_vnd", "out_of_range"),
    ({"amount_vnd": -1}, "amount_vnd", "out_of_range"),
    ({"amount_vnd": 10**12 + 1}, "amount_vnd", "out_of_range"),
    ({"amount_vnd": 30_000.0}, "amount_vnd", "wrong_type"),
    ({"amount_vnd": "30000"}, "amount_vnd", "wrong_type"),
    ({"amount_vnd": True}, "amount_vnd", "wrong_type"),
    ({"method": "gold"}, "method", "unknown"),
    ({"receipt_no": ""}, "receipt_no", "empty"),
    ({"receipt_no": "x" * 256}, "receipt_no", "too_long"),
]


@pytest.mark.parametrize(("change", "field", "problem"), MONEY)
def test_what_cannot_be_paid(counter: Counter, change: Json, field: str, problem: str) -> None:
    code, by, fields = asked(counter, "pay")
    refused = counter.refused("pay", by, code=code, **fields | change)
    assert (refused["error"], refused["field"], refused["problem"]) == ("invalid_field", field, problem)


def test_money_that_is_excused_is_owed_no_more(counter: Counter) -> None:
    code, by, _ = asked(counter, "pay")
    excused = {"amount_vnd": 0, "method": "cash", "receipt_no": "", "exemption": "người khuyết tật"}
    assert counter.done("pay", by, code=code, **excused)["status"] == "processing"
    shown = counter.show(code)
    assert (shown["fee_vnd"], shown["fee_paid_vnd"]) == (30_000, 0)
    counter.done(*FEE[:2], code=code, **FEE[2] | {"amount_vnd": 5_000})
    again = counter.done("pay", by, code=code, amount_vnd=5_000, method="online", receipt_no="0002")
    assert again["status"] == "processing"
    counter.done("finish", "minh", code=code, outcome="granted")
    after = counter.done("pay", by, code=code, amount_vnd=7_000, method="transfer", receipt_no="0002")
    assert (after["status"], after["warnings"]) == ("finished", ["receipt_no_used"])
    assert counter.show(code)["fee_paid_vnd"] == 12_000
    assert counter.is_sound()


def test_a_second_extension_is_refused_with_both_dates_and_what_is_possible(counter: Counter) -> None:
    code, by, fields = asked(counter, "extend")
    counter.done("extend", by, code=code, **fields)
    refused = counter.refused("extend", by, code=code, **fields | {"new_due": "2026-12-11"})
    assert (refused["error"], refused["act"], refused["status"]) == (
        "already_extended",
        "extend",
        "processing",
    )
    assert (refused["due_first"], refused["due_at"]) == ("2026-11-27T17:30", "2026-12-10T17:30")
    assert "extend" not in refused["possible"] and "finish" in refused["possible"]


def test_the_desk_asks_for_papers_wherever_the_dossier_lies_but_not_on_its_way(counter: Counter) -> None:
    """A department asks only for what it holds; the desk's own request does not ask who does."""
    code = counter.received("DT-09")
    counter.done("hand_over", codes=[code], to="QLDT")
    on_its_way = counter.refused("request_supplement", code=code, **ASKED[2])
    assert on_its_way["error"] == "dossier_already_handed_over"
    counter.done("take_over", "minh", codes=[code])
    assert counter.refused("request_supplement", "hoa", code=code, **ASKED[2])["error"] == "not_holder"
    answer = counter.done("request_supplement", code=code, **ASKED[2])
    assert (answer["status"], answer["holder"], answer["due_at"]) == ("awaiting_supplement", "QLDT", None)


def test_all_gaps_come_in_one_form_and_rounds_are_numbered(counter: Counter) -> None:
    code = counter.received("DT-08", **{k: v for k, v in form().items() if k == "components"})
    numbers = []
    for round_no in (1, 2, 3):
        asked_for = {"items": [{"no": 2, "text": "x"}, {"no": 3, "text": "y"}], **WORDS}
        numbers.append(counter.done("request_supplement", code=code, **asked_for)["number"])
        brought = counter.done("supplement", code=code, items=[{"no": 2}])
        assert brought["receipt_version"] == round_no + 1
        assert brought.get("warnings") == ["still_missing"]
    assert numbers == [1, 2, 3]
    assert counter.show(code)["missing"] == [3]


WORDS = {"reason": "thiếu giấy", "ground": "Điều 17"}
