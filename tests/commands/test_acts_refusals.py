"""Each illegal act answers with its error and its facts and changes nothing; the next line is answered."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from counter_app.commands.acts import MAX_LINE, run
from tests.builders import Clock
from tests.desks import COMPANY, Counter, a_real, form, person

Step = tuple[str, str, dict[str, Any]]
QLDT: Step = ("hand_over", "lan", {"to": "QLDT"})
AT_QLDT: tuple[Step, ...] = (QLDT, ("take_over", "minh", {}))
FINISHED = (*AT_QLDT, ("finish", "minh", {"outcome": "granted"}))
RETURNED = (*FINISHED, ("return_result", "lan", {"to_whom": COMPANY["representative"], "method": "desk"}))
VOIDED = (("void", "tuan", {"reason": "nhầm"}),)
ONE = {"finish", "return_result", "void", "reopen", "correct", "note", "notify"}

Way = tuple[Step, ...]
ILLEGAL: list[tuple[Way, str, str, dict[str, Any], str, dict[str, Any]]] = [
    ((), "hand_over", "minh", {"to": "TNMT"}, "not_holder", {"holder": "MC", "unit": "QLDT"}),
    ((), "hand_over", "lan", {"to": "MC"}, "handover_to_own_unit", {"unit": "MC"}),
    ((), "hand_over", "lan", {"to": "XX"}, "unit_unknown", {"unit": "XX"}),
    ((), "hand_over", "ai", {"to": "QLDT"}, "staff_unknown", {"by": "ai"}),
    ((), "hand_over", "quantri", {"to": "QLDT"}, "not_permitted", {"role": "administrator"}),
    ((), "take_over", "minh", {}, "not_in_transit", {"holder": "MC"}),
    ((), "recall", "lan", {"reason": "x"}, "not_in_transit", {"holder": "MC"}),
    ((), "decline", "minh", {"reason": "x"}, "not_in_transit", {"holder": "MC"}),
    ((), "step_done", "tuan", {}, "act_not_allowed", {"status": "received"}),
    ((), "finish", "tuan", {"outcome": "granted"}, "act_not_allowed", {"status": "received"}),
    ((), "finish", "lan", {"outcome": "granted"}, "not_permitted", {"by": "lan", "role": "counter"}),
    ((), "reopen", "tuan", {"reason": "x"}, "act_not_allowed", {"status": "received"}),
    (
        (),
        "return_result",
        "lan",
        {"to_whom": "Đạt", "method": "desk"},
        "act_not_allowed",
        {"act": "return_result"},
    ),
    ((), "assign", "lan", {"officer": "minh"}, "not_permitted", {"act": "assign"}),
    ((), "void", "minh", {"reason": "x"}, "not_permitted", {"permission": "supervise"}),
    ((), "note", "quantri", {"text": "x"}, "not_permitted", {"permission": "remark"}),
    ((QLDT,), "hand_over", "lan", {"to": "QLDT"}, "dossier_already_handed_over", {"to": "QLDT"}),
    ((QLDT,), "hand_over", "minh", {"to": "LD"}, "dossier_already_handed_over", {"batch": "BG-261123-1.1"}),
    ((QLDT,), "take_over", "hoa", {}, "not_receiver", {"to": "QLDT", "unit": "QLDN"}),
    ((QLDT,), "take_over", "tuan", {}, "not_receiver", {"unit": "LD"}),
    ((QLDT,), "decline", "lan", {"reason": "x"}, "not_receiver", {"unit": "MC"}),
    ((QLDT,), "recall", "minh", {"reason": "x"}, "not_giver", {"giver": "MC", "unit": "QLDT"}),
    ((QLDT,), "assign", "minh", {"officer": "minh"}, "dossier_already_handed_over", {}),
    ((QLDT,), "void", "tuan", {"reason": "x"}, "act_not_allowed", {"possible": ["recall"]}),
    (AT_QLDT, "hand_over", "lan", {"to": "TNMT"}, "not_holder", {"holder": "QLDT"}),
    (AT_QLDT, "assign", "hoa", {"officer": "hoa"}, "not_holder", {"holder": "QLDT"}),
    (AT_QLDT, "assign", "minh", {"officer": "hoa"}, "officer_not_of_unit", {"officer_unit": "QLDN"}),
    (AT_QLDT, "assign", "minh", {"officer": "ai"}, "staff_unknown", {"by": "ai"}),
    (AT_QLDT, "finish", "hoa", {"outcome": "granted"}, "not_holder", {"act": "finish"}),
    (AT_QLDT, "void", "tuan", {"reason": "x"}, "act_not_allowed", {"possible": ["hand_over", "finish"]}),
    (FINISHED, "finish", "minh", {"outcome": "granted"}, "act_not_allowed", {"possible": ["reopen"]}),
    (FINISHED, "step_done", "minh", {}, "act_not_allowed", {"status": "finished"}),
    (FINISHED, "reopen", "minh", {"reason": "x"}, "not_permitted", {"role": "officer"}),
    (RETURNED, "hand_over", "lan", {"to": "QLDT"}, "act_not_allowed", {"status": "returned"}),
    (RETURNED, "correct", "lan", {"changes": {"note": "x"}, "reason": "x"}, "act_not_allowed", {}),
    (RETURNED, "return_result", "lan", {"to_whom": "Đạt", "method": "desk"}, "act_not_allowed", {}),
    (VOIDED, "hand_over", "lan", {"to": "QLDT"}, "act_not_allowed", {"status": "voided"}),
    (VOIDED, "finish", "tuan", {"outcome": "granted"}, "act_not_allowed", {"possible": ["note"]}),
]


def on(code: str, act: str, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with the dossier named as the act wants it."""
    return fields | ({"code": code} if act in ONE else {"codes": [code]})


@pytest.mark.parametrize(
    ("way", "act", "by", "fields", "error", "facts"),
    ILLEGAL,
    ids=[f"{n}-{row[1]}" for n, row in enumerate(ILLEGAL)],
)
def test_an_illegal_act_is_named_and_changes_nothing(
    counter: Counter, way: Way, act: str, by: str, fields: dict[str, Any], error: str, facts: dict[str, Any]
) -> None:
    code = counter.received("DT-09")
    for step, who, more in way:
        counter.done(step, who, **on(code, step, more))
    refused = counter.refused(act, by, **on(code, act, fields))
    assert refused["error"] == error
    for name, value in facts.items():
        found = refused[name]
        assert set(value) <= set(found) if isinstance(value, list) else found == value
    if error in {"act_not_allowed", "not_holder", "not_receiver", "not_giver", "not_in_transit"}:
        assert (refused["code"], refused["act"]) == (code, act)
        assert refused["status"] == counter.show(code)["status"]
        assert refused["possible"]


def test_codes_that_name_nothing(counter: Counter) -> None:
    counter.received()
    for code, error in (
        ("H24.28-261123-0009", "dossier_unknown"),
        ("261123-0009", "dossier_unknown"),
        ("H29.13-261123-0001", "foreign_code"),
        ("000.00.13.H29-240719-0001", "foreign_code"),
        ("2611230000186485", "code_not_readable"),
        ("Đức", "code_not_readable"),
        ("", "code_not_readable"),
        ("TC-261123-1.1", "dossier_unknown"),
        ("x" * 1001, "invalid_field"),
    ):
        assert counter.refused("note", code=code, text="x")["error"] == error


def test_dossiers_and_people_that_reception_refuses(counter: Counter) -> None:
    for fields, error in (
        (form("DT-99"), "procedure_unknown"),
        (form(components=[]), "no_components"),
        (form(joint=[{"unit": "ZZ", "due": "2026-11-30"}]), "unit_unknown"),
        ({k: v for k, v in form().items() if k != "applicant"}, "invalid_field"),
    ):
        assert counter.refused("receive", **fields)["error"] == error
    assert counter.refused("receive", "minh", **form())["error"] == "not_permitted"
    assert counter.refused("receive", "quantri", **form())["error"] == "not_permitted"
    assert counter.refused("receive", "tuan", **form(components=[]))["error"] == "no_components"
    empty = counter.done("receive", "tuan", **form(components=[], note="nộp sau theo công văn"))
    assert empty["missing"] == [1, 2, 3]


def test_the_same_id_and_procedure_while_one_is_open(counter: Counter) -> None:
    plain = {name: value for name, value in form("XNK-01").items() if name != "duplicate_reason"}
    first = counter.done("receive", **plain)["code"]
    refused = counter.refused("receive", **plain)
    assert (refused["error"], refused["code"], refused["status"]) == (
        "duplicate_open_dossier",
        first,
        "received",
    )
    assert counter.done("receive", **form("XNK-01"))["warnings"] == []
    other = plain | {"applicant": COMPANY | {"name": "Công ty Khác"}, "procedure": "XNK-02"}
    assert counter.done("receive", **other)["warnings"] == ["name_differs"]
    for code in (first, "H24.28-261123-0002"):
        counter.done("finish", code=code, outcome="granted")
    assert counter.done("receive", **plain)["ok"]
    nobody = plain | {"applicant": person("Nguyễn Văn A")}
    assert counter.done("receive", **nobody)["ok"]
    assert counter.done("receive", **nobody)["ok"], "without an id nobody is a duplicate of anybody"


def test_the_same_request_once_and_another_content_never(counter: Counter) -> None:
    ask = form(request_id="phiếu-1")
    first = counter.done("receive", **ask)
    state = counter.state()
    assert counter.done("receive", **ask) == first
    assert counter.done("receive", **ask | {"note": None}) == first, "a field left out is the same content"
    assert counter.state() == state
    refused = counter.refused("receive", **ask | {"note": "khác"})
    assert (refused["error"], refused["request_id"]) == ("request_id_reused", "phiếu-1")
    assert (
        counter.refused("note", code=first["code"], text="x", request_id="phiếu-1")["error"]
        == "request_id_reused"
    )
    assert counter.refused("receive", "tuan", **ask)["error"] == "request_id_reused"
    bad = form(procedure="DT-99", request_id="phiếu-2")
    assert counter.refused("receive", **bad)["error"] == "procedure_unknown"
    assert counter.done("receive", **form(request_id="phiếu-2"))["ok"], "a refused request kept nothing"


@pytest.mark.parametrize("act", ["receive", "hand_over", "note", "confirm_clock"])
def test_unknown_fields_are_refused_by_name(counter: Counter, act: str) -> None:
    code = counter.received()
    fields = {
        "receive": form(),
        "hand_over": {"codes": [code], "to": "QLDT"},
        "note": {"code": code, "text": "x"},
        "confirm_clock": {"reason": "x"},
    }[act]
    refused = counter.refused(act, "tuan", **fields, colour="đỏ", Note="x")
    assert (refused["error"], refused["fields"]) == ("unknown_fields", ["Note", "colour"])


def test_unknown_fields_of_parts_are_named_by_their_place(counter: Counter) -> None:
    parts = form(applicant=COMPANY | {"age": 5}, components=[{"no": 1, "copies": 1, "colour": "x"}])
    refused = counter.refused("receive", **parts)
    assert refused["fields"] == ["applicant.age", "components.0.colour"]


def test_moments_of_past_acts(counter: Counter) -> None:
    code = counter.received()
    refused = counter.refused("note", code=code, text="x", at="2027-01-01T00:00")
    assert (refused["error"], refused["at"]) == ("at_in_future", "2027-01-01T00:00")
    early = counter.refused("note", code=code, text="x", at="2026-11-23T09:00")
    assert (early["error"], early["last"], early["code"]) == (
        "at_before_last_event",
        "2026-11-23T09:15",
        code,
    )
    counter.clock.move(hours=2)
    counter.done("note", code=code, text="ghi bù", at="2026-11-23T10:00")
    line = counter.history(code)[-1]
    assert (line["at"], line["clock_quality"], line["data"]["via"]) == (
        "2026-11-23T10:00",
        "backdated",
        "cli",
    )
    for at in (
        "2026-11-23",
        "2026-02-30T09:00",
        "23/11/2026 09:00",
        "2026-11-23T09:00+07:00",
        "0999-01-01T00:00",
    ):
        bad = counter.refused("note", code=code, text="x", at=at)
        assert (bad["error"], bad["field"]) == ("invalid_field", "at")
    assert (
        counter.refused("confirm_clock", "tuan", reason="x", at="2027-01-01T00:00")["error"] == "at_in_future"
    )


def test_a_real_desk_takes_no_past_acts(tmp_path: Path) -> None:
    clock = Clock()
    with a_real(tmp_path, clock) as desk:
        counter = Counter(desk, clock)
        code = counter.received()
        counter.clock.move(hours=2)
        refused = counter.refused("note", code=code, text="x", at="2026-11-23T10:00")
        assert (refused["error"], refused["at"]) == ("at_not_allowed", "2026-11-23T10:00")
        assert counter.refused("receive", **form(), at="2026-11-20T10:00")["error"] == "at_not_allowed"
        assert counter.refused("note", code=code, text="x", at="2027-11-20T10:00")["error"] == "at_in_future"


NOT_JSON = [
    *("", "   ", "x", "{", "[1]", "null", '"note"', "5", "{'act': 'note'}", '{"act": NaN}', '{"act": 1e999}'),
    *('{"act": "note",}', "[" * 100_000, '{"act": "no\x00te"}', "\udcff", "9" * 5000),
]


@pytest.mark.parametrize("line", NOT_JSON, ids=range(len(NOT_JSON)))
def test_a_line_that_is_no_act_is_answered_too(counter: Counter, line: str) -> None:
    before = counter.state()
    answer = counter.line(line)
    assert (answer["ok"], answer["error"]) == (False, "line_not_json")
    assert counter.state() == before


def test_one_answer_a_line_in_order_and_then_the_next(counter: Counter) -> None:
    good = json.dumps({"act": "receive", "by": "lan", **form()}, ensure_ascii=False)
    lines = [*NOT_JSON, "\ufeff" + good, "x" * (MAX_LINE + 1), good.replace("lan", "\\ud800"), good]
    written = io.BytesIO()
    out = io.TextIOWrapper(written, encoding="utf-8", newline="\n")
    assert run(counter.desk, (line + "\n" for line in lines), out) == 0
    told = written.getvalue().decode().splitlines()
    answers = [json.loads(line) for line in told]
    assert [answer["ok"] for answer in answers] == [False] * len(NOT_JSON) + [True, False, False, True]
    assert answers[-3]["error"] == "line_not_json"
    assert answers[-1]["code"] == "H24.28-261123-0002"
