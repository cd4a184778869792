"""Rights and reference data that several desks write: judged by the place in the feed, same everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest

from counter_app.domain.events import SCHEMA_VERSION, Event
from counter_app.domain.events import EventKind as K
from counter_app.domain.staff import Role, Staff
from counter_app.services import accounts, administration
from counter_app.services.seed import SYSTEM
from counter_app.storage.roles import Place, history_of
from counter_app.storage.unit_of_work import UnitOfWork
from tests.central.centre import an_event
from tests.sync.around import Around, desks_around, feed_rows, taken_in

RESPONSIBLE = Staff("quantri", "Cán bộ quantri", Role.ADMINISTRATOR, "VP")


@pytest.fixture
def around() -> Iterator[Around]:
    with desks_around(3) as made:
        made.meet_all()
        yield made


def change_role(around: Around, number: int, login: str, role: Role, *, is_active: bool = True) -> None:
    unit = {"lan": "MC", "minh": "QLDT", "hoa": "QLDN"}[login]

    def do(uow: UnitOfWork) -> None:
        administration.change_person(
            uow, login, name=f"Cán bộ {login}", role=role, unit=unit, is_active=is_active, by="quantri"
        )

    around.write(number, do)


def set_place(around: Around, number: int, place: str) -> None:
    around.write(number, lambda uow: administration.set_agency(uow, {"place": place}, by="quantri"))


def everywhere(around: Around, query: str) -> list[tuple[object, ...]]:
    """The same rows at all desks, after they have met."""
    around.meet_all()
    around.assert_all_same()
    (found,) = {tuple(around.rows(number, query)) for number in around.desks}
    return list(found)


CONFLICTS = "SELECT kind, because, is_resolved FROM conflict ORDER BY kind, because"


def test_an_act_behind_the_loss_of_the_role_is_flagged_at_every_desk(around: Around) -> None:
    """Desk 1 takes the role away and sends that first; desk 2 did not know, and meets after it."""
    code = around.receive(2)
    around.meet_all()
    change_role(around, 1, "lan", Role.COUNTER, is_active=False)
    around.meet(1)
    around.done(2, "hand_over", "lan", codes=[code], to="QLDT")
    around.receive(2)
    around.meet(2)  # its push and the loss of the role come back in one page
    around.assert_rebuilt_is_same(2)
    found = everywhere(around, CONFLICTS)
    assert found == [("dossier:handed_over", "unauthorised", 0), ("dossier:received", "unauthorised", 0)]
    assert everywhere(around, "SELECT count(*) FROM dossier WHERE code IS NOT NULL") == [(2,)], (
        "a promise stands"
    )


def test_an_act_before_the_loss_of_the_role_stands(around: Around) -> None:
    code = around.receive(2)
    around.meet_all()
    around.done(2, "hand_over", "lan", codes=[code], to="QLDT")
    around.meet(2)
    change_role(around, 1, "lan", Role.COUNTER, is_active=False)
    assert everywhere(around, CONFLICTS) == []


def test_what_is_not_sent_yet_is_judged_again_when_a_role_goes(around: Around) -> None:
    code = around.receive(2)
    around.meet_all()
    change_role(around, 1, "lan", Role.COUNTER, is_active=False)
    around.meet(1)
    around.done(2, "hand_over", "lan", codes=[code], to="QLDT")
    taken_in(around, 2, feed_rows(around, 2))  # fetched; nothing went up
    around.assert_rebuilt_is_same(2)
    assert around.conflicts(2) == [("dossier:handed_over", "unauthorised", 0)]


def test_a_role_that_a_clerk_gives_himself_counts_nowhere(around: Around) -> None:
    """He edits the table of his own desk; the window then lets him be an administrator."""
    with around.store(2).writer.begin() as conn:
        conn.exec_driver_sql("UPDATE staff SET role = 'administrator' WHERE login = 'lan'")
    forged = Staff("lan", "Cán bộ lan", Role.ADMINISTRATOR, "MC")

    def promote(uow: UnitOfWork) -> None:
        accounts.record_staff(uow, Staff("hoa", "Cán bộ hoa", Role.SUPERVISOR, "QLDN"), 4, forged)
        uow.record("settings:agency", K.SETTINGS_SET, {"settings": {"place": "Nhà lan"}}, forged)

    around.write(2, promote)
    code = around.receive(3)
    around.meet_all()
    around.say(2, "void", "hoa", code=code, reason="tự ý")
    found = everywhere(around, CONFLICTS)
    assert found == [("settings:set", "unauthorised", 0), ("staff:set", "unauthorised", 0)]
    assert everywhere(around, "SELECT role FROM staff WHERE login IN ('lan', 'hoa') ORDER BY login") == [
        ("officer",),
        ("counter",),
    ]
    assert "Nhà lan" not in str(everywhere(around, "SELECT json FROM setting"))


def test_of_two_changes_apart_the_first_in_the_feed_stands(around: Around) -> None:
    set_place(around, 1, "Hải Phòng 1")
    set_place(around, 2, "Hải Phòng 2")
    change_role(around, 1, "hoa", Role.HEAD)
    change_role(around, 2, "hoa", Role.SUPERVISOR)
    around.meet(2)
    found = everywhere(around, CONFLICTS)
    assert found == [("settings:set", "changed_elsewhere", 0), ("staff:set", "changed_elsewhere", 0)]
    assert "Hải Phòng 2" in str(everywhere(around, "SELECT json FROM setting WHERE key = 'agency'"))
    assert everywhere(around, "SELECT role FROM staff WHERE login = 'hoa'") == [("supervisor",)]
    set_place(around, 1, "Hải Phòng 3")
    assert "Hải Phòng 3" in str(everywhere(around, "SELECT json FROM setting WHERE key = 'agency'"))


def test_a_supervisor_has_seen_it(around: Around) -> None:
    set_place(around, 1, "Hải Phòng 1")
    set_place(around, 2, "Hải Phòng 2")
    around.meet_all()
    (conflict,) = around.rows(3, "SELECT id FROM conflict")[0]
    around.done(3, "resolve", "tuan", conflict=conflict, chosen="", reason="đã xem")
    around.assert_rebuilt_is_same(3)
    assert around.conflicts(3) == [("settings:set", "changed_elsewhere", 1)]
    assert everywhere(around, CONFLICTS) == [("settings:set", "changed_elsewhere", 1)]


def test_a_password_and_a_role_changed_apart_both_stand(around: Around) -> None:
    change_role(around, 1, "minh", Role.HEAD)
    around.write(2, lambda uow: accounts.reset_password(uow, "minh", by=RESPONSIBLE))
    hashes = around.rows(2, "SELECT password_hash FROM staff WHERE login = 'minh'")
    around.meet(1)
    assert everywhere(around, CONFLICTS) == []
    assert everywhere(around, "SELECT role, password_hash FROM staff WHERE login = 'minh'") == [
        ("head", hashes[0][0])
    ]


def test_an_unreadable_change_is_a_conflict_and_what_stood_before_goes_on(around: Around) -> None:
    def garble(uow: UnitOfWork) -> None:
        payload = {"code": "QLDT", "name": ["không", "đọc", "được"], "place": {}}
        with suppress(KeyError):  # its rows cannot be written here either; the event is in the log
            uow.record("unit:QLDT", K.UNIT_SET, payload, SYSTEM)

    around.write(2, garble)
    code = around.receive(2)
    found = everywhere(around, CONFLICTS)
    assert found == [("unit:set", "not_readable", 0)]
    assert everywhere(around, "SELECT name FROM unit WHERE code = 'QLDT'") == [("Đầu tư",)]
    assert everywhere(around, "SELECT code FROM dossier") == [(code,)]


def test_a_role_that_a_newer_program_wrote_is_not_read() -> None:
    """What is unread in the projections gives no right either."""
    told = [
        a_role_of_lan(1, "counter", 1),
        a_role_of_lan(2, "supervisor", SCHEMA_VERSION[K.STAFF_SET] + 1),
    ]
    roles = history_of([("staff:lan", told)])
    assert roles.role_at("lan", (False, 3, 1, "0" * 32, 3)) == "counter"


def a_role_of_lan(pos: int, role: str, schema: int) -> tuple[Place, Event]:
    payload = {"login": "lan", "staff_role": role, "is_active": True, "role": ""}
    event = an_event(
        stream="staff:lan",
        kind=K.STAFF_SET,
        payload=payload,
        actor=SYSTEM.login,
        schema_v=schema,
        seen=None if pos == 1 else "e1",
        id=f"e{pos}",
    )
    return (False, pos, 1, "0" * 32, pos), event
