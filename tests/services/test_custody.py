"""Custody: each holder's own due worked out by hand, runs used once, and batches that are all or none.

DT-08 has the runs MC 4 h, QLDT 42 h, LD 4 h, VP 3 h, MC 3 h; a day has eight hours, 07:30–11:30 and
13:30–17:30; Tuesday 24/11/2026 is a holiday.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from counter_app.domain.pauses import Pause
from counter_app.domain.steps import run_due
from counter_app.services.seed_calendar import seed_calendar
from tests.desks import Counter, form

STAFF = {"MC": "lan", "QLDT": "minh", "QLDN": "hoa", "TNMT": "mai", "LD": "tuan", "VP": "van"}


def at(counter: Counter, moment: str) -> Counter:
    """The next line is said at this moment."""
    counter.clock.set(datetime.fromisoformat(moment))
    counter.clock.move(minutes=-1)
    return counter


def move(counter: Counter, code: str, to: str, moment: str) -> str | None:
    """Handed over at once and taken at a moment; the new holder's own due."""
    holder = counter.show(code)["holder"]
    counter.done("hand_over", STAFF[holder], codes=[code], to=to)
    at(counter, moment).done("take_over", STAFF[to], codes=[code])
    own_due: str | None = counter.show(code)["own_due"]
    return own_due


@pytest.mark.parametrize(
    ("procedure", "received", "own_due"),
    [
        ("DT-08", "2026-11-23T09:15", "2026-11-23T15:15"),  # 2 h 15 before noon, 1 h 45 after
        ("DT-08", "2026-11-23T07:30", "2026-11-23T11:30"),  # the end of a session stays there
        ("DT-08", "2026-11-23T18:00", "2026-11-25T11:30"),  # counted from Wednesday's opening
        ("DT-08", "2026-11-28T10:00", "2026-11-30T11:30"),  # a Saturday
        ("XNK-01", "2026-11-23T17:20", "2026-11-25T07:50"),  # 30 minutes: 10 today, 20 after the holiday
    ],
)
def test_the_desks_first_run_counts_from_where_the_due_counts(
    counter: Counter, procedure: str, received: str, own_due: str
) -> None:
    code = at(counter, received).received(procedure)
    assert counter.show(code)["own_due"] == own_due


def test_each_holder_has_the_hours_of_its_next_run_from_taking_over(counter: Counter) -> None:
    code = counter.received("DT-08")
    legal = counter.show(code)["due_at"]
    assert move(counter, code, "QLDT", "2026-11-23T14:00") == "2026-12-01T16:00"
    assert move(counter, code, "LD", "2026-12-02T10:00") == "2026-12-02T16:00"
    assert move(counter, code, "VP", "2026-12-03T17:00") == "2026-12-04T10:00"
    assert move(counter, code, "MC", "2026-12-04T11:45") == "2026-12-04T16:30"
    shown = counter.show(code)
    assert (shown["due_at"], shown["status"]) == (legal, "processing"), "own dues never move the legal one"
    assert counter.is_sound()


def test_a_run_is_used_when_the_hand_on_is_taken_over_and_not_before(counter: Counter) -> None:
    code = counter.received("DT-08")
    own = counter.show(code)["own_due"]
    counter.done("hand_over", codes=[code], to="QLDT")
    counter.done("recall", codes=[code], reason="thiếu giấy")
    assert counter.show(code)["own_due"] == own
    counter.done("hand_over", codes=[code], to="QLDT")
    counter.done("decline", "minh", codes=[code], reason="thiếu giấy")
    assert (counter.show(code)["own_due"], counter.show(code)["holder"]) == (own, "MC")
    assert move(counter, code, "QLDT", "2026-11-23T14:00") == "2026-12-01T16:00"
    assert move(counter, code, "TNMT", "2026-11-23T15:00") is None, "a unit without a run has no own due"
    assert counter.say("step_done", "mai", codes=[code])["error"] == "no_step_left"
    assert move(counter, code, "QLDT", "2026-11-23T16:00") is None, "its only run is used"
    assert move(counter, code, "MC", "2026-11-25T07:30") == "2026-11-25T10:30", "the desk's second run"
    assert counter.is_sound()


def test_units_may_come_in_another_order(counter: Counter) -> None:
    code = counter.received("DT-08")
    assert move(counter, code, "LD", "2026-11-23T14:00") == "2026-11-25T08:00"
    assert move(counter, code, "QLDT", "2026-11-25T08:00") == "2026-12-02T10:00"
    assert move(counter, code, "VP", "2026-11-25T09:00") == "2026-11-25T14:00"


def test_steps_are_marked_in_the_order_of_the_holders_run(counter: Counter) -> None:
    code = counter.received("DT-08")
    assert counter.refused("step_done", "tuan", codes=[code])["error"] == "act_not_allowed"
    counter.passed(code, "lan", "QLDT", "minh")
    for done in ([2], [2, 3], [2, 3, 4]):
        counter.done("step_done", "minh", codes=[code], note="xong")
        assert counter.show(code)["steps_done"] == done
    assert counter.refused("step_done", "minh", codes=[code])["error"] == "no_step_left"
    counter.passed(code, "minh", "LD", "tuan")
    counter.done("step_done", "tuan", codes=[code])
    assert counter.show(code)["steps_done"] == [2, 3, 4, 5]


def test_another_procedure_gives_the_holder_its_own_hours(counter: Counter) -> None:
    """MT-09: MC 4 h, TNMT 12 h, LD 4 h, VP 2 h, MC 2 h."""
    code = counter.received("DT-08")
    assert move(counter, code, "QLDT", "2026-11-23T14:00") == "2026-12-01T16:00"
    counter.done("correct", "tuan", code=code, changes={"procedure": "MT-09"}, reason="nhầm thủ tục")
    assert counter.show(code)["own_due"] is None
    assert move(counter, code, "TNMT", "2026-11-23T16:00") == "2026-11-26T10:00"
    assert move(counter, code, "LD", "2026-11-26T07:30") == "2026-11-26T11:30"
    counter.done("correct", "tuan", code=code, changes={"procedure": "XNK-01"}, reason="nhầm lần nữa")
    assert counter.show(code)["own_due"] == "2026-11-26T08:30", "one hour from when the leader took it"
    assert counter.is_sound()


CALENDAR = seed_calendar()


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([], "2026-11-25T10:00"),
        ([("2026-11-23T15:00", "2026-11-23T16:00")], "2026-11-25T11:00"),
        ([("2026-11-23T15:00", "2026-11-26T09:00")], "2026-11-26T16:00"),  # five hours are left on Thursday
        ([("2026-11-20T08:00", "2026-11-23T15:30")], "2026-11-25T11:30"),  # begun under the holder before
        ([("2026-11-25T10:00", "2026-11-26T09:00")], "2026-11-25T10:00"),  # at the due: late stays late
        ([("2026-11-23T15:00", None)], None),
    ],
)
def test_an_own_due_stands_still_while_the_clock_does(
    pauses: list[tuple[str, str | None]], due: str | None
) -> None:
    """Six hours from Monday 14:00: three and a half that day, two and a half on Wednesday."""
    stops = [Pause(datetime.fromisoformat(a), datetime.fromisoformat(b) if b else None) for a, b in pauses]
    found = run_due(datetime(2026, 11, 23, 14, 0), 360, CALENDAR, stops)
    assert (found.isoformat(timespec="minutes") if found else None) == due


def test_one_that_cannot_go_keeps_all_and_each_is_named(counter: Counter) -> None:
    codes = [counter.received(procedure) for procedure in ("DT-07", "DT-08", "DT-09")]
    counter.done("hand_over", codes=codes[1:2], to="QLDN")
    counter.done("register", portal_code="G04.28-0001-TT", **form("LD-01"))
    asked = [*codes, "G04.28-0001-TT", "H24.28-261123-0099", "H29.13-261123-0001"]
    refused = counter.refused("hand_over", codes=asked, to="QLDT")
    assert refused["error"] == "dossier_already_handed_over"
    named = [(each["code"], each["error"]) for each in refused["refused"]]
    assert named == [
        (codes[1], "dossier_already_handed_over"),
        ("G04.28-0001-TT", "act_not_allowed"),
        ("H24.28-261123-0099", "dossier_unknown"),
        ("H29.13-261123-0001", "foreign_code"),
    ]
    assert refused["refused"][0]["facts"]["to"] == "QLDN"
    assert counter.show(codes[0])["in_transit_to"] is None
    counter.done("hand_over", codes=[codes[0], codes[2]], to="QLDT")
    taken = counter.refused("take_over", "minh", codes=codes)
    assert [each["error"] for each in taken["refused"]] == ["not_receiver"]
    assert counter.show(codes[0])["holder"] == "MC"
    back = counter.refused("recall", "lan", codes=[*codes, "x"], reason="x")
    assert [each["error"] for each in back["refused"]] == ["code_not_readable"]


@pytest.mark.parametrize(
    ("act", "by", "more"),
    [
        ("assign", "minh", {"officer": "dung"}),
        ("step_done", "minh", {}),
        ("hand_over", "minh", {"to": "LD"}),
    ],
)
def test_every_batch_act_is_all_or_none(counter: Counter, act: str, by: str, more: dict[str, str]) -> None:
    codes = [counter.received(procedure) for procedure in ("DT-07", "DT-08", "DT-09")]
    batch = counter.done("hand_over", codes=codes[:2], to="QLDT")["batch"]
    counter.done("take_over", by, batch=batch)
    refused = counter.refused(act, by, codes=codes, **more)
    assert (refused["error"], [each["code"] for each in refused["refused"]]) in [
        ("not_holder", codes[2:]),
        ("act_not_allowed", codes[2:]),
    ]
    answer = counter.done(act, by, codes=[codes[0], codes[1], codes[0]], **more)
    assert [line["code"] for line in answer["results"]] == codes[:2], "a code named twice is done once"
    assert counter.is_sound()


def test_lists_that_cannot_be(counter: Counter) -> None:
    for codes in ([], ["x"] * 501):
        refused = counter.refused("hand_over", codes=codes, to="QLDT")
        assert (refused["error"], refused["field"]) == ("invalid_field", "codes")
    assert counter.refused("take_over", "minh")["field"] == "codes"
    assert counter.refused("take_over", "minh", batch="BG-261123-1.9")["error"] == "batch_unknown"
    assert counter.refused("recall", batch="BG-261123-1.9", reason="x")["error"] == "batch_unknown"
    assert counter.refused("take_over", "minh", batch="'; DROP TABLE event;--")["error"] == "batch_unknown"


def test_a_batch_takes_what_is_still_in_it(counter: Counter) -> None:
    codes = [counter.received(procedure) for procedure in ("DT-07", "DT-08", "DT-09")]
    batch = counter.done("hand_over", codes=codes, to="QLDT")["batch"]
    counter.done("recall", codes=codes[:1], reason="thiếu giấy")
    taken = counter.done("take_over", "minh", batch=batch)
    assert [line["code"] for line in taken["results"]] == codes[1:]
    again = counter.refused("take_over", "minh", batch=batch)
    assert {each["error"] for each in again["refused"]} == {"not_in_transit"}


def test_an_officer_who_leaves_hands_all_his_dossiers_to_another(counter: Counter) -> None:
    codes = [counter.received(procedure) for procedure in ("DT-07", "DT-08", "DT-09")]
    batch = counter.done("hand_over", codes=codes, to="QLDT")["batch"]
    counter.done("take_over", "dung", batch=batch)
    counter.done("assign", "dung", codes=codes, officer="minh")
    counter.done("assign", "dung", codes=codes, officer="dung")
    assert {counter.show(code)["officer"] for code in codes} == {"dung"}
    counter.passed(codes[0], "minh", "LD", "tuan")
    assert counter.show(codes[0])["officer"] is None, "another unit, another officer"
    counter.done("assign", "tuan", codes=codes[1:], officer="minh")
    assert counter.show(codes[1])["officer"] == "minh"
