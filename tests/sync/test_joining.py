"""Desks join a real PostgreSQL: new ones with what it holds, one that worked alone with what it did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from psycopg.conninfo import conninfo_to_dict

from counter_app import joining
from counter_app.bootstrap import Desk, Ports, make_desk, problems
from counter_app.domain.centre_errors import EnrolmentNotReadable, FirstDeskNeedsAdmin
from counter_app.domain.staff import Role
from counter_app.domain.sync_report import Outcome
from counter_app.services import administration
from counter_app.services.accounts import add_staff
from counter_app.services.first_desk import NewDesk
from counter_app.services.seed import SYSTEM
from counter_app.storage import feed, numbers, projection
from counter_app.storage.unit_of_work import UnitOfWork
from counter_app.sync.address import Host
from counter_app.sync.enrol import Way, enrol
from counter_app.sync.enrolment import Enrolment
from tests.builders import Clock
from tests.central.centre import Centre
from tests.desks import STAFF, Counter, form

AGENCY = "H24.28"
Enrol = Callable[..., Enrolment]


def today_there(centre: Centre) -> Clock:
    """A clock that stands at the centre's own day: it gives blocks by it."""
    return Clock(centre.value("SELECT (now() AT TIME ZONE 'UTC' + interval '7 hours')::timestamp(0)"))


@pytest.fixture
def clock(centre: Centre) -> Clock:
    return today_there(centre)


@pytest.fixture
def enrolled(centre: Centre) -> Enrol:
    """An enrolment of a desk there."""
    place = conninfo_to_dict(centre.uri)
    way = Way((Host(str(place["host"])),), str(place["dbname"]))

    def make(desk: int, **more: Any) -> Enrolment:
        return enrol(centre.admin, AGENCY, desk, way, agency_name="Ban Quản lý Khu kinh tế", **more)

    return make


@pytest.fixture
def open_desks() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def with_staff(desk: Desk) -> Desk:
    def add(uow: UnitOfWork) -> None:
        for login, (role, unit) in STAFF.items():
            add_staff(uow, login, name=f"Cán bộ {login}", role=role, unit=unit, by=SYSTEM)
        uow.commit()

    desk.write(add)
    return desk


def first_and_second(
    folder: Path, enrolled: Enrol, clock: Clock, stack: ExitStack
) -> tuple[Counter, Counter]:
    """Desk 1, which brought everything, and desk 2."""
    made = []
    for number in (1, 2):
        admin = "Quản Trị" if number == 1 else ""
        desk, login, password = joining.join_desk(
            folder / f"new-{number}", enrolled(number), admin=admin, ports=Ports(clock=clock)
        )
        assert bool(login) == bool(password) == (number == 1)
        made.append(Counter(stack.enter_context(desk), clock))
        if number == 1:
            with_staff(desk)
            desk.sync()
    return made[0], made[1]


def assert_same(*counters: Counter) -> None:
    for _ in range(2):
        for counter in counters:
            counter.desk.sync(is_thorough=True)
    told = {
        counter.desk.read(lambda r: (projection.digest(r.conn), feed.place_of(r.conn), feed.waiting(r.conn)))
        for counter in counters
    }
    assert len(told) == 1
    for counter in counters:
        assert counter.desk.sync(is_thorough=True).outcome is Outcome.OK
        assert problems(counter.desk, deep=True) == []


def test_three_desks_a_day_apart_and_a_fourth(
    tmp_path: Path, enrolled: Enrol, clock: Clock, open_desks: ExitStack
) -> None:
    first, second = first_and_second(tmp_path, enrolled, clock, open_desks)
    second.desk.sync()
    codes = [counter.received() for counter in (first, second) for _ in range(3)]
    report = second.desk.sync()
    assert (report.sent, report.stored, report.pulled, report.waiting) == (3, 3, 3, 0)
    first.desk.sync()
    second.desk.sync()
    idle = [second.desk.sync() for _ in range(3)]
    assert all(report.round_trips <= 3 and report.outcome is Outcome.OK for report in idle)
    third, _, _ = joining.join_desk(tmp_path / "third", enrolled(3), ports=Ports(clock=clock))
    newest = Counter(open_desks.enter_context(third), clock)
    assert sorted(codes) == sorted(
        newest.desk.read(lambda r: list(r.conn.exec_driver_sql("SELECT code FROM dossier").scalars()))
    )
    assert newest.received().endswith("-0801")
    assert_same(first, second, newest)


def test_the_first_desk_of_an_empty_agency_needs_an_administrator(
    tmp_path: Path, enrolled: Enrol, clock: Clock
) -> None:
    with pytest.raises(FirstDeskNeedsAdmin):
        joining.join_desk(tmp_path / "new", enrolled(1), ports=Ports(clock=clock))
    assert list((tmp_path / "new").glob("**/*.sqlite")) == [], "whole or not at all"


def test_one_that_worked_alone_joins_without_renumbering(
    tmp_path: Path, enrolled: Enrol, clock: Clock, open_desks: ExitStack
) -> None:
    """Its seeds give way to the agency's without a word, its people and dossiers come along."""
    first, second = first_and_second(tmp_path, enrolled, clock, open_desks)

    def call_it_new(uow: UnitOfWork) -> None:
        administration.set_agency(uow, {"place": "Hải Phòng"}, by=_admin(first))
        uow.commit()

    first.desk.write(call_it_new)
    first.desk.sync()
    new = NewDesk(AGENCY, "Ban Quản lý Khu kinh tế", 3, 22)
    old, _, _ = make_desk(tmp_path / "alone", new, admin="quantri3", ports=Ports(clock=clock))
    alone = Counter(with_staff(old), clock)

    def hire(uow: UnitOfWork) -> None:
        add_staff(uow, "van3", name="Cán bộ van3", role=Role.COUNTER, unit="MC", by=SYSTEM)
        uow.commit()

    old.write(hire)
    code = alone.received(by="van3")
    origin = old.origin.id
    old.close()
    with pytest.raises(EnrolmentNotReadable):
        joining.join_existing(tmp_path / "alone", enrolled(4), ports=Ports(clock=clock))
    joined = joining.join_existing(tmp_path / "alone", enrolled(3, origin=origin), ports=Ports(clock=clock))
    third = Counter(open_desks.enter_context(joined), clock)
    assert third.received(by="van3").rpartition("-")[2] == "0802"
    report = third.desk.sync()
    assert not report.is_new_incarnation
    assert_same(first, second, third)
    found = second.desk.read(
        lambda r: (
            r.reference.agency.place,
            r.reference.person("van3").role,
            r.conn.exec_driver_sql("SELECT count(*) FROM conflict").scalar(),
        )
    )
    assert found == ("Hải Phòng", Role.COUNTER, 0)
    assert second.show(code)["code"] == code
    assert third.desk.origin.id == origin


def _admin(counter: Counter) -> str:
    found = counter.desk.read(
        lambda r: next(
            login for login, person in r.reference.staff.items() if person.role is Role.ADMINISTRATOR
        )
    )
    return str(found)


def test_the_only_desk_of_an_agency_keeps_today_and_numbers_from_its_block_tomorrow(
    tmp_path: Path, enrolled: Enrol, clock: Clock, open_desks: ExitStack
) -> None:
    new = NewDesk(AGENCY, "Ban Quản lý Khu kinh tế")
    desk, _, _ = make_desk(tmp_path / "alone", new, admin="quantri", ports=Ports(clock=clock))
    before = Counter(with_staff(desk), clock).received()
    origin = desk.origin.id
    desk.close()
    joined = joining.join_existing(tmp_path / "alone", enrolled(1, origin=origin), ports=Ports(clock=clock))
    counter = Counter(open_desks.enter_context(joined), clock)
    counter.desk.sync()
    day = clock.local.date()

    def owned(after: int) -> list[tuple[int, int]]:
        when = day + timedelta(days=after)
        return counter.desk.read(lambda r: [(b.lo, b.hi) for b in numbers.blocks(r.conn, origin, when)])

    assert owned(0) == [(1, 400), (401, 8800)]
    assert owned(1) == [(1, 400)]
    assert counter.received().rpartition("-")[2] == "0002"
    assert before.endswith("-0001")
    counter.desk.sync()
    other, _, _ = joining.join_desk(tmp_path / "second", enrolled(2), ports=Ports(clock=clock))
    second = Counter(open_desks.enter_context(other), clock)
    refused = second.say("receive", **form())
    assert refused["error"] == "number_block_exhausted", "its block begins tomorrow too"
    clock.move(days=1)
    assert second.received().endswith("-0401")
