"""Paper quicker than its data: taken over, brought, returned at a desk that does not know the dossier yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.codes import make_scan_number, parse_code
from counter_app.domain.events import EventKind as K
from counter_app.queries.awaited import awaited_acts
from tests.builders import Clock
from tests.desks import Counter, a_trial, form
from tests.services.met import confirm, join, pulled, stream_of

CODE = "H24.28-261123-0401"


@pytest.fixture
def counter(tmp_path: Path) -> Any:
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        yield Counter(desk, clock)


def arrives(counter: Counter, like: str, stream: str = "dossier:" + "4" * 32) -> str:
    """The other desk's reception of CODE, as that of `like` here; its event id."""
    data = counter.history(like)[0]["data"]
    data = data | {"code": CODE, "book": "DT-2026-2", "receipt_series": "01-2026-2", "scan_number": SCAN}
    return pulled(counter, stream, K.RECEIVED, "lan", None, **data).id


SCAN = make_scan_number("H24.28", parse_code(CODE).day, 401)


@pytest.mark.parametrize("named", [CODE, SCAN, "261123-0401"])
def test_a_take_over_waits_and_folds_when_the_data_come(counter: Counter, named: str) -> None:
    like = counter.received()
    join(counter)
    confirm(counter)
    (told,) = counter.done("take_over", "minh", codes=[named])["results"]
    assert (told["code"], told["status"], told["holder"], told["warnings"]) == (
        CODE,
        "awaiting_data",
        "QLDT",
        ["awaits_data"],
    )
    (row,) = counter.desk.read(awaited_acts)
    assert (row.code, row.kind, row.by, row.unit, row.event_id) == (
        CODE,
        str(K.TAKEN_OVER),
        "minh",
        "QLDT",
        told["event_id"],
    )
    assert counter.desk.read(lambda r: awaited_acts(r, unit="MC")) == ()
    head = arrives(counter, like)
    assert counter.show(CODE)["status"] == "received"
    assert len(counter.desk.read(awaited_acts)) == 1
    given = {"batch": "BG-261123-2.1", "from": "MC", "to": "QLDT"}
    pulled(counter, "dossier:" + "4" * 32, K.HANDED_OVER, "lan", head, **given)
    shown = counter.show(CODE)
    assert (shown["status"], shown["holder"], shown["in_transit_to"], shown["conflict"]) == (
        "processing",
        "QLDT",
        None,
        False,
    )
    assert counter.desk.read(awaited_acts) == ()
    counter.done("assign", "dung", codes=[CODE], officer="minh")
    assert counter.is_sound()


def test_twice_is_refused_and_a_desk_alone_refuses_at_once(counter: Counter) -> None:
    assert counter.refused("take_over", "minh", codes=[CODE])["error"] == "dossier_unknown"
    join(counter)
    counter.done("take_over", "minh", codes=[CODE])
    again = counter.refused("take_over", "dung", codes=[SCAN])
    assert (again["error"], again["code"], again["by"], again["act"]) == (
        "awaited_already",
        CODE,
        "minh",
        "take_over",
    )
    counter.done("take_over", "mai", codes=[CODE])  # another unit says something else
    assert counter.refused("take_over", "quantri", codes=["H24.28-261123-0402"])["error"] == "not_permitted"


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("decline", {"codes": [CODE], "reason": "nhầm"}),
        ("hand_over", {"codes": [CODE], "to": "QLDT"}),
        ("assign", {"codes": [CODE], "officer": "minh"}),
        ("pay", {"code": CODE, "amount_vnd": 1, "method": "cash", "receipt_no": "1"}),
    ],
)
def test_other_acts_on_an_unknown_code_stay_refused(counter: Counter, act: str, fields: Any) -> None:
    join(counter)
    assert counter.refused(act, "tuan", **fields)["error"] == "dossier_unknown"


@pytest.mark.parametrize("code", ["H99.01-261123-0401", "G04.28-0001-TT", "hồ sơ", "TC-261123-1.7"])
def test_what_is_no_code_of_ours_is_refused(counter: Counter, code: str) -> None:
    join(counter)
    assert counter.refused("take_over", "minh", codes=[code])["error"] in (
        "foreign_code",
        "code_not_readable",
        "dossier_unknown",
    )
    assert counter.desk.read(awaited_acts) == ()


def test_held_elsewhere_by_the_data_is_taken_at_once(counter: Counter) -> None:
    code = counter.received()
    assert counter.refused("take_over", "minh", codes=[code])["error"] == "not_in_transit"
    join(counter)
    confirm(counter)
    seen = counter.history(code)[-1]["event_id"]
    (told,) = counter.done("take_over", "minh", codes=[code])["results"]
    assert (told["status"], told["warnings"]) == ("awaiting_data", ["awaits_data"])
    assert counter.show(code)["holder"] == "MC"
    again = counter.refused("take_over", "minh", codes=[code])
    assert again["error"] == "awaited_already"
    given = {"batch": "BG-261123-2.1", "from": "MC", "to": "QLDT"}
    pulled(counter, stream_of(counter, code), K.HANDED_OVER, "lan", seen, **given)
    assert (counter.show(code)["holder"], counter.show(code)["status"]) == ("QLDT", "processing")
    assert counter.desk.read(awaited_acts) == ()
    assert counter.refused("take_over", "minh", codes=[code])["error"] == "not_in_transit"
    assert counter.is_sound()


def test_brought_and_returned_before_the_data(counter: Counter) -> None:
    like = counter.received(components=[{"no": 1, "copies": 1}])
    join(counter)
    confirm(counter)
    told = counter.done("supplement", "lan", code=CODE, items=[{"no": 2, "copies": 3}])
    assert (told["status"], told["due_at"]) == ("awaiting_data", None)
    assert told["warnings"] == ["awaits_data", "due_not_counted"]
    twice = counter.refused("supplement", "lan", code=CODE, items=[{"no": 2}, {"no": 2}])
    assert twice["error"] == "invalid_field"
    stream = "dossier:" + "4" * 32
    head = arrives(counter, like)
    due = counter.show(CODE)["due_at"]
    asked = {"items": [{"no": 2, "text": "Bản vẽ"}], "reason": "thiếu"}
    pulled(counter, stream, K.SUPPLEMENT_REQUESTED, "lan", head, **asked)
    shown = counter.show(CODE)
    assert (shown["status"], shown["due_at"]) == ("received", due)
    assert {"no": 2, "copies": 3}.items() <= next(c for c in shown["components"] if c["no"] == 2).items()
    assert counter.is_sound()


def taken_back(counter: Counter, event_id: str, by: str = "tuan") -> Any:
    return counter.done("revoke", by, event_id=event_id, reason="gõ nhầm mã")


def test_an_act_with_a_mistyped_code_is_taken_back_and_stays_told(counter: Counter) -> None:
    like = counter.received()
    join(counter)
    confirm(counter)
    wrong = counter.done("take_over", "minh", codes=[CODE])["results"][0]["event_id"]
    refused = counter.refused("revoke", "minh", event_id=wrong, reason="gõ nhầm mã")
    assert refused["error"] == "not_permitted"
    told = taken_back(counter, wrong)
    assert (told["code"], told["status"]) == (CODE, "revoked")
    assert counter.desk.read(awaited_acts) == ()
    kinds = [str(K.TAKEN_OVER), str(K.REVOKED)]
    told_of = [(line["kind"], line["by"]) for line in counter.history(CODE)]
    assert told_of == [(kinds[0], "minh"), (kinds[1], "tuan")]
    again = counter.refused("revoke", "tuan", event_id=wrong, reason="gõ nhầm mã")
    assert (again["error"], again["because"]) == ("revoke_not_possible", "revoked_already")
    assert counter.is_sound()
    confirm(counter)
    head = arrives(counter, like)  # the code is given after all, to another dossier
    given = {"batch": "BG-261123-2.1", "from": "MC", "to": "QLDT"}
    pulled(counter, "dossier:" + "4" * 32, K.HANDED_OVER, "lan", head, **given)
    shown = counter.show(CODE)
    assert (shown["holder"], shown["in_transit_to"], shown["conflict"]) == ("MC", "QLDT", False)
    assert [line["kind"] for line in counter.history(CODE)][:2] == kinds
    assert counter.desk.read(awaited_acts) == ()
    counter.done("take_over", "minh", codes=[CODE])
    assert counter.is_sound()


def test_taken_back_before_it_is_confirmed_and_after_the_data(counter: Counter) -> None:
    """The same, where the centre puts the dossier's own events before what was done here."""
    like = counter.received()
    join(counter)
    confirm(counter)
    wrong = counter.done("take_over", "minh", codes=[CODE])["results"][0]["event_id"]
    arrives(counter, like)
    assert [row.event_id for row in counter.desk.read(awaited_acts)] == [wrong]
    taken_back(counter, wrong)
    assert counter.desk.read(awaited_acts) == ()
    assert (counter.show(CODE)["holder"], counter.show(CODE)["conflict"]) == ("MC", False)
    assert counter.is_sound()


def test_one_that_waits_in_the_dossiers_own_stream_is_taken_back(counter: Counter) -> None:
    code = counter.received()
    join(counter)
    confirm(counter)
    wrong = counter.done("take_over", "minh", codes=[code])["results"][0]["event_id"]
    taken_back(counter, wrong)
    assert counter.desk.read(awaited_acts) == ()
    counter.done("hand_over", "lan", codes=[code], to="QLDT")
    assert counter.show(code)["in_transit_to"] == "QLDT"
    assert counter.is_sound()


def test_a_return_that_waited_and_was_taken_in_can_be_taken_back_too(counter: Counter) -> None:
    like = counter.received()
    join(counter)
    confirm(counter)
    wrong = counter.done("return_result", "lan", code=CODE, to_whom="Đặng Đức Đạt", method="desk")["event_id"]
    head = arrives(counter, like)
    pulled(counter, "dossier:" + "4" * 32, K.WITHDRAWN, "lan", head, reason="rút")
    assert counter.show(CODE)["status"] == "returned"
    assert taken_back(counter, wrong)["status"] == "withdrawn"
    assert (counter.show(CODE)["status"], counter.show(CODE)["conflict"]) == ("withdrawn", False)
    assert counter.is_sound()


def test_a_return_before_the_data_waits_for_the_result(counter: Counter) -> None:
    like = counter.received()
    join(counter)
    confirm(counter)
    told = counter.done("return_result", "lan", code=CODE, to_whom="Đặng Đức Đạt", method="desk")
    assert told["status"] == "awaiting_data"
    again = counter.refused("return_result", "lan", code=CODE, to_whom="Đặng Đức Đạt", method="desk")
    assert again["error"] == "awaited_already"
    head = arrives(counter, like)
    assert counter.show(CODE)["status"] == "received"
    pulled(counter, "dossier:" + "4" * 32, K.WITHDRAWN, "lan", head, reason="rút")
    assert (counter.show(CODE)["status"], counter.show(CODE)["conflict"]) == ("returned", False)
    assert form()  # the other desk's reception was a usual one
