"""What two desks that had not met took in twice is found after they met, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from counter_app.queries.duplicates import PossibleDuplicate, possible_duplicates
from tests.desks import COMPANY
from tests.sync.around import Around, desks_around

PROCEDURE = "LD-01"
OTHER = COMPANY | {"name": "Công ty TNHH Thử Nghiệm", "id_number": "0100109106"}


@pytest.fixture
def around() -> Iterator[Around]:
    with desks_around(3) as made:
        made.meet_all()
        yield made


def receive(around: Around, number: int, **fields: Any) -> str:
    """The company's dossier at a desk; the reason is kept only where that desk knew of another."""
    values = {
        "procedure": PROCEDURE,
        "applicant": COMPANY,
        "components": [{"no": 1, "copies": 1}],
        "duplicate_reason": "dự án khác",
    }
    return around.receive(number, **(values | fields))


def later(around: Around, days: int) -> None:
    """The desks stood still; a supervisor says at each that its clock is right."""
    around.time.now += timedelta(days=days)
    for number in around.desks:
        around.done(number, "confirm_clock", "tuan", reason="nghỉ dài ngày")


def found(around: Around, number: int = 1, login: str = "lan") -> tuple[PossibleDuplicate, ...]:
    desk = around.desks[number].desk
    return desk.read(lambda reading: possible_duplicates(reading, login, desk.local_now()))


def pairs(around: Around, number: int = 1) -> list[tuple[str, str]]:
    return [(each.earlier, each.later) for each in found(around, number)]


def test_two_desks_that_were_apart_hear_of_it_when_they_met(around: Around) -> None:
    first, second = receive(around, 2), receive(around, 1)
    assert found(around) == ()
    around.meet_all()
    expected = PossibleDuplicate(first, 2, second, 1, COMPANY["name"], 0)
    for number in (1, 2, 3):
        assert found(around, number) == (expected,)
    assert found(around, login="tuan") == (expected,)
    for login in ("minh", "dung", "quantri"):
        assert found(around, login=login) == (), "nothing to do at the desk"


def test_at_a_desk_that_knew_of_the_first_the_reason_was_asked(around: Around) -> None:
    receive(around, 1)
    around.meet_all()
    receive(around, 2)
    receive(around, 2)
    around.meet_all()
    assert found(around) == ()


def test_neither_another_procedure_nor_another_applicant_nor_one_without_an_id(around: Around) -> None:
    receive(around, 1)
    receive(around, 2, procedure="DT-09")
    receive(around, 2, applicant=OTHER)
    nobody = {"kind": "person", "name": "Trần Văn Ba", "id_kind": "none"}
    for number in (1, 2):
        receive(around, number, applicant=nobody)
    around.meet_all()
    assert found(around) == ()


def test_of_many_at_each_desk_one_pair_is_told(around: Around) -> None:
    """Who hands in five at each desk gave a reason for all but the first."""
    mine = [receive(around, 1) for _ in range(5)]
    yours = [receive(around, 2) for _ in range(5)]
    around.meet_all()
    (told,) = found(around)
    assert (told.earlier, told.later, told.more) == (mine[-1], yours[0], 0)


def test_a_third_desk_counts_in_the_same_pair_and_other_applicants_in_others(around: Around) -> None:
    codes = [receive(around, number) for number in (1, 2, 3)]
    others = [receive(around, number, applicant=OTHER) for number in (3, 1)]
    around.meet_all()
    assert [(each.earlier, each.later, each.more) for each in found(around)] == [
        (others[0], others[1], 0),
        (codes[1], codes[2], 1),
    ]


@pytest.mark.parametrize("which", [0, 1])
def test_it_is_over_when_one_of_both_is_no_longer_open(around: Around, which: int) -> None:
    codes = receive(around, 1), receive(around, 2)
    around.meet_all()
    assert pairs(around) == [codes]
    around.done(3, "void", "tuan", code=codes[which], reason="nhận trùng")
    assert pairs(around) == [codes]
    around.meet_all()
    assert found(around) == ()


def test_a_note_on_the_later_one_says_that_there_are_two(around: Around) -> None:
    first, second = receive(around, 1), receive(around, 2)
    around.meet_all()
    around.done(1, "note", code=first, text="đã gọi điện")
    assert pairs(around) == [(first, second)], "said of the other one"
    noted = around.done(1, "note", code=second, text="hai dự án khác nhau")
    assert found(around) == ()
    around.meet_all()
    assert found(around, 2) == ()
    around.done(2, "revoke", "tuan", event_id=noted["event_id"], reason="ghi nhầm")
    assert pairs(around, 2) == [(first, second)], "the note was taken back"


def test_what_was_noted_before_the_reception_says_nothing_of_it(around: Around) -> None:
    portal = "G04.28-000077"
    online = {"procedure": PROCEDURE, "applicant": COMPANY, "components": [{"no": 1, "copies": 1}]}
    around.done(1, "register", channel="online", portal_code=portal, **online)
    around.done(1, "note", code=portal, text="đã xem trên cổng")
    first = receive(around, 2)
    second = around.done(1, "receive", code=portal)["code"]
    around.meet_all()
    assert pairs(around) == [(first, second)]


def test_after_two_weeks_nobody_is_told(around: Around) -> None:
    receive(around, 1)
    later(around, days=20)
    receive(around, 2)
    around.meet_all()
    assert len(found(around)) == 1, "the later one is of today"
    around.time.now += timedelta(days=13, hours=23)
    assert len(found(around)) == 1
    around.time.now += timedelta(hours=2)
    assert found(around) == ()


def test_one_that_was_corrected_to_another_applicant_is_no_pair_any_more(around: Around) -> None:
    receive(around, 1)
    second = receive(around, 2)
    around.meet_all()
    around.done(2, "correct", code=second, changes={"applicant": OTHER}, reason="gõ nhầm mã số thuế")
    assert found(around, 2) == ()


def test_what_one_desk_made_alike_by_a_correction_was_seen_there(around: Around) -> None:
    receive(around, 1)
    second = receive(around, 1, applicant=OTHER)
    around.done(1, "correct", code=second, changes={"applicant": COMPANY}, reason="gõ nhầm mã số thuế")
    around.meet_all()
    assert found(around) == ()


def test_it_looks_by_the_indexes_of_what_is_new_and_of_what_is_open(around: Around) -> None:
    """No walk over all dossiers or events: it is read each minute."""
    receive(around, 1)
    plans: list[list[str]] = []
    store = around.store(1)

    def note(conn: Any, cursor: Any, statement: str, values: Any, *rest: Any) -> None:
        if "ix_dossier_newest" in statement and not statement.startswith("EXPLAIN"):
            asked = conn.connection.dbapi_connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            plans.append([str(row[3]) for row in asked.fetchall()])

    event.listen(store.reader, "before_cursor_execute", note)
    found(around)
    event.remove(store.reader, "before_cursor_execute", note)
    (plan,) = plans
    assert [line for line in plan if line.startswith("SCAN")] == []
    assert "SEARCH b USING INDEX ix_dossier_newest (received_at>?)" in plan
    by_index = "USING INDEX ix_dossier_open_identity (applicant_identity=? AND procedure=?)"
    assert plan.index(f"SEARCH o {by_index}") < plan.index(f"SEARCH a {by_index}")
