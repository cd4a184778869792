"""Enrolling desks, replacing their machines, taking the right away; several agencies in one centre."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from counter_app.domain.centre_errors import (
    CentreRefused,
    CentreTooOld,
    CentreUnreachable,
    DeskNotEnrolled,
    DeskNumberTaken,
    NoBlockLeft,
    OriginOfAnotherDesk,
)
from counter_app.domain.errors import InvalidField
from counter_app.domain.events import EventKind
from counter_app.sync.address import Host
from counter_app.sync.dial import dial
from counter_app.sync.enrol import Way, enrol, revoke
from counter_app.sync.enrolment import Enrolment
from tests.central.centre import AGENCY, Centre, Chain, an_event, new_id
from tests.central.test_rights import CALLS, DENIED

OTHER = "H24.99"

pytestmark = pytest.mark.usefixtures("asks_passwords")


def today(centre: Centre) -> date:
    day: date = centre.value("SELECT counter.today()")
    return day


def blocks(centre: Centre, origin: str) -> list[tuple[int, int, date]]:
    found = "SELECT lo, hi, from_date FROM counter.number_block WHERE origin = %s ORDER BY lo"
    return [tuple(row) for row in centre.admin.execute(found, (origin,)).fetchall()]


def refuses(centre: Centre, made: Enrolment, folder: Path) -> str:
    with pytest.raises(CentreRefused) as no:
        dial(made.address, folder)
    return str(no.value.facts["because"])


def test_a_new_desk_meets_the_centre(centre: Centre, way: Way, tmp_path: Path) -> None:
    made = enrol(centre.admin, "h24.28", 3, way, agency_name=" Ban  quản lý ")
    assert (made.agency_id, made.desk, made.incarnation) == (AGENCY, 3, 1)
    assert made.agency == {"id": AGENCY, "name": "Ban quản lý", "short_name": "Ban quản lý"}
    assert (made.lo, made.hi, made.from_date) == (801, 1200, today(centre))
    assert made.address.dbname == centre.admin.info.dbname
    assert made.address.sslmode == "disable"
    assert len(made.address.password) == 32
    chain = Chain(made.origin)
    with closing(dial(made.address, tmp_path)) as line:
        said = line.hello(chain.greeting())
        assert [(block.lo, block.hi) for block in said.blocks] == [(801, 1200)]
        assert line.push(chain.add_notes(1)).stored == 1
        rights = line.conn.execute(
            "SELECT count(*) FROM pg_proc WHERE pronamespace = 'counter'::regnamespace"
            " AND has_function_privilege(oid, 'EXECUTE')"
        ).fetchone()
        assert rights == (len(CALLS),)
    kept = centre.value("SELECT rolpassword FROM pg_authid WHERE rolname = %s", (made.login,))
    assert kept.startswith("SCRAM-SHA-256$")
    assert made.address.password not in kept


def test_an_enrolled_desk_is_denied_everything_but_the_calls(
    centre: Centre, way: Way, tmp_path: Path
) -> None:
    made = enrol(centre.admin, AGENCY, 1, way, agency_name="Ban")
    other = enrol(centre.admin, AGENCY, 2, way)
    with closing(dial(made.address, tmp_path)) as line:
        for statement in [*DENIED, f'SET ROLE "{other.login}"', f'GRANT "{other.login}" TO CURRENT_USER']:
            with pytest.raises(psycopg.Error) as no:
                line.conn.execute(statement.encode())
            assert no.value.sqlstate == "42501", f"{statement}: {no.value}"


def test_no_two_desks_have_anything_in_common(centre: Centre, way: Way) -> None:
    made = [enrol(centre.admin, AGENCY, desk, way, agency_name="Ban") for desk in (1, 2, 22)]
    for what in ("origin", "login", "lo"):
        assert len({getattr(one, what) for one in made}) == 3
    assert len({one.address.password for one in made}) == 3
    assert [(one.lo, one.hi) for one in made] == [(1, 400), (401, 800), (8401, 8800)]


def test_the_agency_is_told_as_its_feed_has_it(centre: Centre, way: Way, tmp_path: Path) -> None:
    with pytest.raises(InvalidField) as no:
        enrol(centre.admin, AGENCY, 1, way)
    assert no.value.facts == {"field": "agency_name", "problem": "empty"}
    assert centre.value("SELECT count(*) FROM counter.agency_head") == 0, "nothing is left of it"
    first = enrol(centre.admin, AGENCY, 1, way, agency_name="Ban cũ")
    chain = Chain(first.origin)

    def settings(**values: object) -> None:
        chain.add(
            an_event(
                stream="settings:agency", kind=EventKind.SETTINGS_SET, payload={"settings": dict(values)}
            )
        )

    settings(id=AGENCY, name="Ban", short_name="B", is_survey_asked=False)
    settings(name="Ban mới", hours=["07:30", "11:30", "13:00", "17:00", "15:00"])
    with closing(dial(first.address, tmp_path)) as line:
        line.push(chain.records)
    second = enrol(centre.admin, AGENCY, 2, way, agency_name="một tên khác")
    assert second.agency == {
        "id": AGENCY,
        "name": "Ban mới",
        "short_name": "B",
        "is_survey_asked": False,
        "hours": ["07:30", "11:30", "13:00", "17:00", "15:00"],
    }


def test_a_replaced_machine_begins_a_new_life_on_a_reserve_block(
    centre: Centre, way: Way, tmp_path: Path
) -> None:
    old = enrol(centre.admin, AGENCY, 4, way, agency_name="Ban")
    old_line, old_chain = dial(old.address, tmp_path), Chain(old.origin)
    old_line.push(old_chain.add_notes(2))
    new = enrol(centre.admin, AGENCY, 4, way)
    assert (new.login, new.incarnation, new.desk) == (old.login, 2, 4)
    assert new.origin != old.origin
    assert (new.lo, new.hi, new.from_date) == (9041, 9120, today(centre))
    with pytest.raises(CentreUnreachable):
        old_line.pull(0, 1)
    assert refuses(centre, old, tmp_path) == "login_not_admitted", "the old machine's password is void"
    with closing(dial(new.address, tmp_path)) as line:
        said = line.hello(Chain(new.origin).greeting(heads=[old_chain.head]))
        assert [(one.incarnation, one.is_closed) for one in said.origins] == [(1, False), (2, False)]
        assert line.push(old_chain.add_notes(1)).stored == 1, "what was rescued from the old disk"
    assert enrol(centre.admin, AGENCY, 4, way).incarnation == 3


def test_after_the_last_reserve_block_a_whole_one_is_given(centre: Centre, way: Way) -> None:
    for _ in range(11):
        enrol(centre.admin, AGENCY, 1, way, agency_name="Ban")
    made = enrol(centre.admin, AGENCY, 1, way)
    assert (made.lo, made.hi) == (8401, 8800)
    for _ in range(20):
        made = enrol(centre.admin, AGENCY, 1, way)
    assert made.lo == 401
    with pytest.raises(NoBlockLeft):
        enrol(centre.admin, AGENCY, 1, way)
    assert centre.value("SELECT count(*) FROM counter.origin") == 32, "nothing is left of it"
    with pytest.raises(NoBlockLeft):
        enrol(centre.admin, AGENCY, 2, way)


def test_a_desk_that_worked_alone_joins_and_goes_on_numbering(
    centre: Centre, way: Way, tmp_path: Path
) -> None:
    alone = Chain()
    alone.add_notes(30)
    tomorrow = today(centre) + timedelta(days=1)
    made = enrol(centre.admin, AGENCY, 1, way, agency_name="Ban", origin=alone.origin)
    assert (made.origin, made.incarnation) == (alone.origin, 1)
    assert (made.lo, made.hi, made.from_date) == (1, 400, tomorrow), "today it may have given any number"
    with closing(dial(made.address, tmp_path)) as line:
        assert line.push(alone.records).stored == 30
    assert enrol(centre.admin, AGENCY, 2, way).from_date == tomorrow, "not before the first keeps to its own"
    again = enrol(centre.admin, AGENCY, 1, way, origin=alone.origin)
    assert (again.origin, again.incarnation, again.lo, again.from_date) == (alone.origin, 1, 1, tomorrow)
    assert again.address.password != made.address.password
    centre.admin.execute("UPDATE counter.number_block SET from_date = from_date - 1")
    assert enrol(centre.admin, AGENCY, 3, way).from_date == today(centre)


def test_two_desks_that_worked_alone_under_one_number(centre: Centre, way: Way) -> None:
    first = enrol(centre.admin, AGENCY, 1, way, agency_name="Ban", origin=new_id())
    with pytest.raises(DeskNumberTaken) as taken:
        enrol(centre.admin, AGENCY, 1, way, origin=new_id())
    assert taken.value.facts == {"agency": AGENCY, "desk": 1}
    with pytest.raises(OriginOfAnotherDesk) as known:
        enrol(centre.admin, AGENCY, 2, way, origin=first.origin)
    assert known.value.facts == {"origin": first.origin, "agency": AGENCY, "desk": 1}
    assert centre.value("SELECT count(*) FROM counter.origin") == 1
    assert centre.value("SELECT count(*) FROM pg_roles WHERE rolname ~ '^counter_H24.28_2'") == 0


def test_a_revoked_desk_is_out(centre: Centre, way: Way, tmp_path: Path) -> None:
    made = enrol(centre.admin, AGENCY, 1, way, agency_name="Ban")
    neighbour = enrol(centre.admin, AGENCY, 2, way)
    with closing(dial(neighbour.address, tmp_path)) as beside, closing(dial(made.address, tmp_path)) as line:
        line.hello(Chain(new_id()).greeting())
        revoked = revoke(centre.admin, AGENCY, 1)
        assert (revoked.login, revoked.origins, revoked.connections) == (made.login, 2, 1)
        with pytest.raises(CentreUnreachable):
            line.pull(0, 1)
        assert beside.pull(0, 1) == (), "the others work on"
    assert refuses(centre, made, tmp_path) == "login_revoked"
    assert centre.value("SELECT count(*) FROM counter.origin WHERE desk = 1 AND status = 'open'") == 0
    assert revoke(centre.admin, AGENCY, 1).connections == 0
    back = enrol(centre.admin, AGENCY, 1, way)
    assert back.incarnation == 3
    with closing(dial(back.address, tmp_path)) as line:
        said = line.hello(Chain(back.origin).greeting())
        assert [one.is_closed for one in said.origins if one.desk == 1] == [True, True, False]


def test_who_is_not_there_cannot_be_revoked(centre: Centre) -> None:
    with pytest.raises(DeskNotEnrolled) as no:
        revoke(centre.admin, AGENCY, 9)
    assert no.value.facts == {"agency": AGENCY, "desk": 9}


def test_two_agencies_in_one_centre_never_see_each_other(centre: Centre, way: Way, tmp_path: Path) -> None:
    ours = enrol(centre.admin, AGENCY, 1, way, agency_name="Ban")
    theirs = enrol(centre.admin, OTHER, 1, way, agency_name="Khác")
    assert (theirs.lo, ours.lo) == (1, 1), "each has numbers of its own"
    assert theirs.login != ours.login
    mine, foreign = Chain(ours.origin), Chain(theirs.origin)
    with closing(dial(ours.address, tmp_path)) as line, closing(dial(theirs.address, tmp_path)) as other:
        line.push(mine.add_notes(2))
        other.push(foreign.add(an_event(agency=OTHER)))
        assert {row.stored.event.agency for row in line.pull(0, 9)} == {AGENCY}
        assert {row.stored.event.agency for row in other.pull(0, 9)} == {OTHER}
        assert [one.origin for one in other.hello(foreign.greeting()).origins] == [theirs.origin]
        with pytest.raises(CentreRefused):
            other.push(mine.add_notes(1))
        revoke(centre.admin, OTHER, 1)
        assert len(line.pull(0, 9)) == 2
    assert enrol(centre.admin, "H24.77", 1, way, agency_name="Mới").agency["name"] == "Mới"


def test_a_role_of_that_name_that_is_not_ours_is_left_alone(centre: Centre, way: Way) -> None:
    centre.admin.execute(f'CREATE ROLE "counter_{AGENCY}_1" LOGIN SUPERUSER')
    made = enrol(centre.admin, AGENCY, 1, way, agency_name="Ban")
    assert made.login == f"counter_{AGENCY}_1_2"
    assert enrol(centre.admin, AGENCY, 1, way).login == made.login, "its second machine keeps it"
    roles = "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = %s"
    assert centre.admin.execute(roles, (made.login,)).fetchone() == (False,) * 4


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("desk", {"desk": 0}),
        ("desk", {"desk": 23}),
        ("agency_id", {"agency_id": "x y"}),
        ("agency_id", {"agency_id": ""}),
        ("origin", {"origin": "A" * 32}),
        ("origin", {"origin": "a" * 31}),
        ("host", {"way": Way(())}),
        ("ca", {"way": Way((Host("kho.example"),))}),
        ("ca", {"way": Way((Host("127.0.0.1"),), ca="?")}),
        ("ca", {"way": Way((Host("127.0.0.1"), Host("kho")))}),
    ],
)
def test_what_cannot_be_enrolled(centre: Centre, way: Way, field: str, values: dict[str, object]) -> None:
    given = {"agency_id": AGENCY, "desk": 1, "way": way, "agency_name": "Ban"} | values
    with pytest.raises(InvalidField) as no:
        enrol(centre.admin, **given)  # type: ignore[arg-type]
    assert no.value.facts["field"] == field
    assert centre.value("SELECT count(*) FROM counter.agency_head") == 0


def test_only_a_superuser_enrols_and_only_where_a_centre_is(centre: Centre, way: Way) -> None:
    login, _ = centre.enrol(1)
    with centre.desk(login) as desk, pytest.raises(CentreRefused) as no:
        enrol(desk, AGENCY, 2, way, agency_name="Ban")
    assert no.value.facts == {"because": "right_missing"}
    with centre.desk(login) as desk, pytest.raises(CentreRefused):
        revoke(desk, AGENCY, 1)
    centre.admin.execute("DROP SCHEMA counter CASCADE")
    for call in (
        lambda: enrol(centre.admin, AGENCY, 2, way, agency_name="Ban"),
        lambda: revoke(centre.admin, AGENCY, 2),
    ):
        with pytest.raises(CentreTooOld) as none:
            call()
        assert none.value.facts == {"because": "not_installed"}
