"""`acts --schema`: a JSON Schema of all acts with exactly the contract's fields, and it says what acts do."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from counter_app.cli import main
from tests.desks import COMPANY, Counter, form

EVERY = {"act", "by", "request_id", "at"}
SLIP = {"code", "procedure", "applicant", "submitter", "components", "channel", "reason", "ground"}
RECEIVE = {
    *("procedure", "applicant", "submitter", "components", "channel", "return_by", "note", "fee_paid_vnd"),
    *("duplicate_reason", "slip", "joint"),
}
FIELDS: dict[str, set[str]] = {
    "register": RECEIVE | {"portal_code"},
    "receive": RECEIVE | {"code", "receipt"},
    "refuse": SLIP,
    "request_supplement": SLIP | {"items", "respond_by"},
    "correct": {"code", "changes", "reason"},
    "hand_over": {"codes", "to"},
    "recall": {"codes", "batch", "reason"},
    "take_over": {"codes", "batch"},
    "decline": {"codes", "reason"},
    "assign": {"codes", "officer"},
    "step_done": {"codes", "note"},
    "finish": {"code", "outcome", "result_no", "result_on"},
    "reopen": {"code", "reason"},
    "supplement": {"code", "items"},
    "request_payment": {"code", "amount_vnd", "what"},
    "pay": {"code", "amount_vnd", "method", "receipt_no", "exemption"},
    "extend": {"code", "new_due", "reason", "signer"},
    "stop": {"code", "reason"},
    "resume": {"code", "reason"},
    "withdraw": {"code", "reason"},
    "cooperate": {"code", "units", "respond_by", "note"},
    "recalculate": {"codes", "calendar_version", "reason", "allow_earlier"},
    "return_result": {"code", "to_whom", "id_number", "method", "proxy_paper"},
    "void": {"code", "reason"},
    "revoke": {"event_id", "reason"},
    "note": {"code", "text"},
    "notify": {"code", "how", "text"},
    "survey": {"code", "scores", "text"},
    "feedback": {"text", "from", "contact", "channel", "code"},
    "answer_feedback": {"feedback", "answer", "how"},
    "resolve": {"conflict", "chosen", "reason"},
    "confirm_clock": {"reason"},
}
"""Document 9, act by act, for the acts that are built."""

PARTY = {"kind", "name", "id_kind", "id_number", "representative", "phone", "email", "address"}
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "null": (type(None),),
}
SILENT = {"title", "description", "default", "discriminator", "$defs"}


@pytest.fixture
def schema(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What the command prints, without any desk."""
    assert main(["acts", "--schema"]) == 0
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


def problems(schema: dict[str, Any], rule: dict[str, Any], value: Any) -> list[str]:
    """What a JSON Schema says against a value; a keyword that is not known here fails the test."""
    if "$ref" in rule:
        return problems(schema, schema["$defs"][rule["$ref"].removeprefix("#/$defs/")], value)
    found: list[str] = []
    for word, says in rule.items():
        if word in ("anyOf", "oneOf"):
            fits = sum(not problems(schema, option, value) for option in says)
            found += [word] if fits == 0 or (word == "oneOf" and fits > 1) else []
        elif word == "type":
            fits_type = isinstance(value, TYPES[says]) and not isinstance(value, bool)
            found += [] if fits_type else [word]
        elif word in ("properties", "additionalProperties", "required"):
            found += _of_object(schema, rule, word, value) if isinstance(value, dict) else []
        elif word == "items":
            found += (
                [p for item in value for p in problems(schema, says, item)] if isinstance(value, list) else []
            )
        else:
            found += _of_scalar(word, says, value)
    return found


def _of_object(schema: dict[str, Any], rule: dict[str, Any], word: str, value: dict[str, Any]) -> list[str]:
    known = rule.get("properties", {})
    if word == "required":
        return [name for name in rule[word] if name not in value]
    if word == "additionalProperties":
        return [] if rule[word] is True else [name for name in value if name not in known]
    return [p for name, part in known.items() if name in value for p in problems(schema, part, value[name])]


def _of_scalar(word: str, says: Any, value: Any) -> list[str]:
    size = len(value) if isinstance(value, str) else None
    if word in SILENT:
        return []
    if word == "const":
        is_good = value == says
    elif word == "enum":
        is_good = value in says
    elif word == "pattern":
        is_good = size is None or re.search(says, value) is not None
    elif word in ("maxLength", "minLength"):
        is_good = size is None or (size <= says if word == "maxLength" else size >= says)
    elif word in ("minimum", "maximum"):
        is_good = not isinstance(value, int) or (value >= says if word == "minimum" else value <= says)
    else:
        raise AssertionError(f"a keyword that this test does not know: {word}")
    return [] if is_good else [word]


def definition(schema: dict[str, Any], act: str) -> dict[str, Any]:
    ref = schema["discriminator"]["mapping"][act]
    found: dict[str, Any] = schema["$defs"][ref.removeprefix("#/$defs/")]
    return found


def test_all_acts_with_exactly_the_contracts_fields(schema: dict[str, Any]) -> None:
    assert set(schema["discriminator"]["mapping"]) == set(FIELDS)
    assert len(schema["oneOf"]) == len(FIELDS)
    for act, fields in FIELDS.items():
        found = definition(schema, act)
        assert set(found["properties"]) == fields | EVERY, act
        assert (found["type"], found["additionalProperties"]) == ("object", False)
        assert found["properties"]["act"]["const"] == act
        assert {"act", "by"} <= set(found["required"])
        assert not {"at", "request_id"} & set(found["required"])
    assert set(schema["$defs"]["PartyModel"]["properties"]) == PARTY


GOOD: list[dict[str, Any]] = [
    {"act": "receive", "by": "lan", **form()},
    {"act": "receive", "by": "lan", "code": "G04.28-0001-TT", "note": "x"},
    {"act": "register", "by": "lan", **form(), "portal_code": "G04.28-0001-TT"},
    {
        "act": "hand_over",
        "by": "lan",
        "codes": ["H24.28-261123-0001"],
        "to": "QLDT",
        "at": "2026-11-23T09:20",
    },
    {"act": "take_over", "by": "minh", "batch": "BG-261123-1.1"},
    {"act": "finish", "by": "minh", "code": "1", "outcome": "granted", "result_on": "2026-11-23"},
    {"act": "correct", "by": "lan", "code": "1", "changes": {"applicant.name": "x"}, "reason": "x"},
    {"act": "confirm_clock", "by": "tuan", "reason": "x", "request_id": "1"},
]
BAD: list[dict[str, Any]] = [
    {"act": "bless", "by": "lan"},
    {"act": "note", "by": "lan", "code": "1"},
    {"act": "note", "code": "1", "text": "x"},
    {"act": "note", "by": "lan", "code": 1, "text": "x"},
    {"act": "note", "by": "lan", "code": "1", "text": "x", "colour": "x"},
    {"act": "note", "by": "lan", "code": "1", "text": "x", "at": "2026-11-23 09:20"},
    {"act": "finish", "by": "lan", "code": "1", "outcome": "perhaps"},
    {"act": "hand_over", "by": "lan", "codes": "1", "to": "QLDT"},
    {"act": "receive", "by": "lan", **form(components=[{"no": 1, "copies": 0}])},
    {"act": "receive", "by": "lan", **form(components=[{"no": "1", "copies": 1}])},
    {"act": "receive", "by": "lan", **form(applicant=COMPANY | {"kind": "bank"})},
    {"act": "receive", "by": "lan", **form(fee_paid_vnd=-1)},
]


@pytest.mark.parametrize("line", GOOD, ids=lambda line: line["act"])
def test_what_the_schema_accepts_is_read(
    schema: dict[str, Any], counter: Counter, line: dict[str, Any]
) -> None:
    assert problems(schema, schema, line) == []
    answer = counter.line(json.dumps(line))
    assert answer.get("error") not in {"unknown_fields", "invalid_field", "act_unknown", "line_not_json"}


@pytest.mark.parametrize("line", BAD, ids=range(len(BAD)))
def test_what_the_schema_refuses_is_refused(
    schema: dict[str, Any], counter: Counter, line: dict[str, Any]
) -> None:
    assert problems(schema, schema, line)
    assert counter.line(json.dumps(line))["error"] in {"unknown_fields", "invalid_field", "act_unknown"}
