"""Papers brought at a desk that had no data of the dossier: the clock goes on by them, and the due is counted
as if they had been brought where the dossier was known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from counter_app.commands import reads
from counter_app.domain.calendar import DayKind
from counter_app.queries.calendar_versions import calendar_versions
from counter_app.services import calendar_work
from counter_app.storage.unit_of_work import UnitOfWork
from tests.desks import person
from tests.sync.around import Around, desks_around

ASKED = {"items": [{"no": 2, "text": "Bản vẽ"}], "reason": "thiếu", "ground": "Điều 17"}


@pytest.fixture
def around() -> Iterator[Around]:
    """Two desks that have met."""
    with desks_around(2) as made:
        made.meet_all()
        yield made


def received(around: Around, procedure: str, name: str) -> str:
    form = {"procedure": procedure, "applicant": person(name), "components": [{"no": 1, "copies": 1}]}
    return around.receive(1, **form)


def shown(around: Around, number: int, code: str) -> dict[str, Any]:
    value = reads.show(around.desks[number].desk, code)
    return {
        key: value[key] for key in ("status", "due_at", "due_first", "own_due", "receipt_version", "paused")
    }


@pytest.mark.parametrize("procedure", ["DT-09", "LD-01", "XNK-01"])
def test_the_due_is_counted_when_the_data_come(around: Around, procedure: str) -> None:
    there = received(around, procedure, "Đỗ Đình Đức")
    here = received(around, procedure, "Đặng Thị Đào")
    for code in (there, here):
        around.done(1, "request_supplement", code=code, **ASKED)
    before = shown(around, 1, here)
    around.time.now += timedelta(days=6)
    told = around.done(2, "supplement", code=here, items=[{"no": 2}])
    assert (told["status"], told["warnings"]) == ("awaiting_data", ["awaits_data", "due_not_counted"])
    around.time.now -= timedelta(minutes=1)
    around.done(1, "supplement", code=there, items=[{"no": 2}])
    around.meet_all()
    after = shown(around, 1, here)
    assert after["status"] == "received" and after["due_at"] > (before["due_first"] or "")
    wanted = shown(around, 1, there)
    assert {key: after[key][:10] for key in ("due_at", "due_first")} == {
        key: wanted[key][:10] for key in ("due_at", "due_first")
    }
    assert (after["receipt_version"], after["own_due"] is None) == (2, wanted["own_due"] is None)
    assert shown(around, 2, here) == after
    around.assert_all_same()


@pytest.mark.parametrize("has_seen", [False, True])
def test_a_correction_made_while_the_clock_stood_still_is_counted_by_all(
    around: Around, has_seen: bool
) -> None:
    """Counted at a desk that did not know that the papers had been brought elsewhere."""
    code = received(around, "DT-09", "Đỗ Đình Đức")
    around.done(1, "request_supplement", code=code, **ASKED)
    around.meet_all()
    around.time.now += timedelta(days=14)
    around.done(2, "supplement", code=code, items=[{"no": 2}])
    corrected_to(around, code, "LD-01", has_seen=has_seen)
    after = shown(around, 1, code)
    assert (after["status"], after["paused"]) == ("received", False)
    assert (after["due_at"], after["due_first"]) == ("2026-12-16T17:30", "2026-12-16T17:30")
    assert (after["own_due"], after["receipt_version"]) == ("2026-12-07T15:02", 3)
    around.assert_all_same()


@pytest.mark.parametrize("has_seen", [False, True])
def test_a_correction_that_saw_nothing_of_a_pause_is_counted_with_it(around: Around, has_seen: bool) -> None:
    code = received(around, "DT-09", "Đỗ Đình Đức")
    around.meet_all()
    around.done(2, "request_supplement", code=code, **ASKED)
    around.time.now += timedelta(days=8)
    around.done(2, "supplement", code=code, items=[{"no": 2}])
    corrected_to(around, code, "LD-01", has_seen=has_seen)
    assert shown(around, 1, code)["due_at"] == "2026-12-10T17:30"
    around.assert_all_same()


def test_a_correction_that_saw_nothing_of_a_request_leaves_the_clock_still(around: Around) -> None:
    code = received(around, "DT-09", "Đỗ Đình Đức")
    around.meet_all()
    around.done(2, "request_supplement", code=code, **ASKED)
    corrected_to(around, code, "LD-01", has_seen=False)
    after = shown(around, 1, code)
    assert (after["status"], after["paused"], after["due_at"]) == ("awaiting_supplement", True, None)
    around.time.now += timedelta(days=8)
    around.done(1, "supplement", code=code, items=[{"no": 2}])
    assert shown(around, 1, code)["due_at"] == "2026-12-10T17:30"
    around.meet_all()
    around.assert_all_same()


def test_papers_taken_in_without_having_seen_a_correction_are_counted_by_its_limit(around: Around) -> None:
    code = received(around, "DT-09", "Đỗ Đình Đức")
    around.done(1, "request_supplement", code=code, **ASKED)
    around.meet_all()
    around.done(1, "correct", "tuan", code=code, changes={"procedure": "LD-01"}, reason="nhầm thủ tục")
    around.time.now += timedelta(days=6)
    around.done(2, "supplement", code=code, items=[{"no": 2}])
    without = shown(around, 2, code)["due_at"]
    around.meet_all()
    assert shown(around, 2, code)["due_at"] > without
    around.assert_all_same()


def corrected_to(around: Around, code: str, procedure: str, *, has_seen: bool) -> None:
    """Desk 1 corrects the procedure, having met the other desk before or not; then all meet, desk 2 first."""
    if has_seen:
        around.meet_all()
    changes = {"procedure": procedure}
    around.done(1, "correct", "tuan", code=code, changes=changes, reason="nhầm thủ tục")
    around.meet(2)
    around.meet_all()


def test_papers_brought_before_any_were_asked_for_answer_no_later_request(around: Around) -> None:
    code = around.receive(1)
    brought = around.done(2, "supplement", code=code, items=[{"no": 2}])
    around.meet_all()
    around.time.now += timedelta(days=1)
    told = around.done(1, "request_supplement", code=code, **ASKED)
    assert told["status"] == "awaiting_supplement"
    around.meet_all()
    for number in (1, 2):
        assert around.rows(number, "SELECT status FROM dossier") == [("awaiting_supplement",)]
        assert around.rows(number, "SELECT is_folded FROM awaited_act") == [(0,)]
    around.done(2, "revoke", "tuan", event_id=brought["event_id"], reason="gõ nhầm mã")
    around.done(1, "supplement", code=code, items=[{"no": 2}])
    around.meet_all()
    assert around.rows(2, "SELECT status FROM dossier") == [("received",)]
    around.assert_all_same()


def test_the_answer_to_a_request_tells_what_became_of_the_dossier(around: Around) -> None:
    """Papers that another desk took in within the same minute wait here already."""
    code = around.receive(1)
    around.done(2, "supplement", code=code, items=[{"no": 2}])
    around.meet_all()
    told = around.done(1, "request_supplement", code=code, **ASKED)
    assert told["status"] == around.rows(1, "SELECT status FROM dossier")[0][0]


def test_versions_of_the_calendar_are_told_after_a_decision_about_two_of_them(around: Around) -> None:
    """The decision stands in the calendar's own stream; dues are counted by what these versions tell."""

    def off(day: int) -> Callable[[UnitOfWork], object]:
        when, words = date(2026, 12, day), {"label": "nghỉ bù", "notice": "TB 15", "by": "quantri"}
        return lambda uow: calendar_work.set_day(uow, when, DayKind.OFF, **words)

    around.write(2, off(8))
    around.write(1, off(9))
    around.meet_all()
    [(conflict,)] = around.rows(1, "SELECT id FROM conflict WHERE kind = 'calendar:set'")
    around.done(1, "resolve", "tuan", conflict=conflict, chosen="", reason="đã xem")
    with around.store(1).read() as reading:
        assert len(calendar_versions(reading)) == 3
