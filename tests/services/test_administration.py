"""People, units and settings changed by the administrator, and what would leave the desk without anybody."""

from __future__ import annotations

from typing import Any

import pytest

from counter_app.domain import errors
from counter_app.domain.staff import Role
from counter_app.domain.units import UnitRole
from counter_app.services import administration as admin
from tests.desks import Counter


def do(counter: Counter, act: Any, *args: Any, **fields: Any) -> Any:
    def committed(uow: Any) -> Any:
        answer = act(uow, *args, **fields)
        uow.commit()
        return answer

    return counter.desk.write(committed)


def staff(counter: Counter) -> Any:
    return counter.desk.read(lambda reading: reading.reference.staff)


def person(counter: Counter, login: str, **changes: Any) -> Any:
    known = staff(counter)[login]
    fields = {"name": known.name, "role": known.role, "unit": known.unit, "is_active": True} | changes
    return do(counter, admin.change_person, login, **({"by": "quantri"} | fields))


def unit(counter: Counter, code: str, **changes: Any) -> Any:
    fields = {"name": "Phòng Thử", "short_name": "Thử", "role": UnitRole.SPECIALIST, "is_open": True}
    return do(counter, admin.set_unit, code, **({"by": "quantri"} | fields | changes))


def test_a_person_moves_leaves_and_comes_back(counter: Counter) -> None:
    person(counter, "minh", unit="QHXD", role=Role.HEAD, name="  Trần  Minh ")
    moved = staff(counter)["minh"]
    assert (moved.name, moved.role, moved.unit) == ("Trần Minh", Role.HEAD, "QHXD")
    person(counter, "minh", is_active=False)
    with pytest.raises(errors.StaffUnknown):
        counter.desk.read(lambda reading: reading.reference.person("minh"))
    person(counter, "minh", is_active=True)
    assert staff(counter)["minh"].is_active
    assert counter.is_sound()


@pytest.mark.parametrize("changes", [{"is_active": False}, {"role": Role.SUPERVISOR}])
def test_the_last_administrator_stays(counter: Counter, changes: dict[str, Any]) -> None:
    with pytest.raises(errors.LastAdministrator):
        person(counter, "quantri", **changes)
    person(counter, "tuan", role=Role.ADMINISTRATOR)
    person(counter, "quantri", by="tuan", **changes)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"by": "lan"}, errors.NotPermitted),
        ({"by": "tuan"}, errors.NotPermitted),
        ({"unit": "KHONG"}, errors.UnitUnknown),
        ({"name": " "}, errors.InvalidField),
    ],
)
def test_what_cannot_be_is_refused(
    counter: Counter, changes: dict[str, Any], kind: type[Exception]
) -> None:
    before = counter.state()
    with pytest.raises(kind):
        person(counter, "minh", **changes)
    assert counter.state() == before


def test_a_unit_is_added_renamed_and_closed(counter: Counter) -> None:
    unit(counter, "cntt", name="Phòng Công nghệ thông tin", short_name="CNTT", is_new=True)
    units = counter.desk.read(lambda reading: reading.reference.units)
    assert (units["CNTT"].name, units["CNTT"].is_open) == ("Phòng Công nghệ thông tin", True)
    assert list(units)[-1] == "CNTT"
    unit(counter, "CNTT", is_open=False)
    with pytest.raises(errors.UnitUnknown):
        counter.desk.read(lambda reading: reading.reference.open_unit("CNTT"))
    assert counter.is_sound()


def test_a_new_unit_takes_no_code_that_there_is(counter: Counter) -> None:
    unit(counter, "CNTT", is_new=True)
    unit(counter, "CNTT", is_open=False)
    before = counter.state()
    for code in ("QLDT", "cntt"):
        with pytest.raises(errors.UnitKnown) as told:
            unit(counter, code, is_new=True)
        assert told.value.facts == {"unit": code.upper()}
    assert counter.state() == before


def test_a_change_makes_no_new_unit(counter: Counter) -> None:
    before = counter.state()
    with pytest.raises(errors.UnitUnknown):
        unit(counter, "CNTT")
    assert counter.state() == before


def test_the_desk_stays_the_desk(counter: Counter) -> None:
    with pytest.raises(errors.InvalidField) as told:
        unit(counter, "MC", role=UnitRole.SPECIALIST)
    assert told.value.facts["field"] == "role_of_unit"
    unit(counter, "MC", role=UnitRole.COUNTER, name="Trung tâm Phục vụ hành chính công")
    renamed = counter.desk.read(lambda reading: reading.reference.units["MC"])
    assert (renamed.name, renamed.role) == ("Trung tâm Phục vụ hành chính công", UnitRole.COUNTER)


def test_a_unit_at_work_is_not_closed(counter: Counter) -> None:
    with pytest.raises(errors.UnitInUse) as told:
        unit(counter, "MC", role=UnitRole.COUNTER, is_open=False)
    assert told.value.facts["people"] == 1
    code = counter.received()
    counter.done("hand_over", codes=[code], to="QHXD")
    person(counter, "son", unit="QLDT")
    with pytest.raises(errors.UnitInUse) as told:
        unit(counter, "QHXD", is_open=False)
    assert told.value.facts == {"unit": "QHXD", "people": 0, "dossiers": 1}


@pytest.mark.parametrize("code", ["", "A", "QL ĐT", "Đ1", "ABCDEFGHI"])
def test_a_unit_code_is_plain(counter: Counter, code: str) -> None:
    with pytest.raises(errors.InvalidField):
        unit(counter, code, is_new=True)


def test_settings_of_the_agency(counter: Counter) -> None:
    new = do(counter, admin.set_agency, {"place": "Hải An", "supplement_days": 10}, by="quantri")
    assert new == ("place",), "what was so already is no change"
    agency = counter.desk.read(lambda reading: reading.reference.agency)
    assert (agency.place, agency.id) == ("Hải An", "H24.28")
    assert do(counter, admin.set_agency, {"place": "Hải An"}, by="quantri") == ()


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"id": "H99"}, errors.UnknownFields),
        ({"is_trial": False}, errors.UnknownFields),
        ({"name": ""}, errors.InvalidField),
        ({"slip_paper": "A3"}, errors.InvalidField),
        ({"supplement_days": 0}, errors.InvalidField),
        ({"supplement_days": True}, errors.InvalidField),
        ({"idle_lock_minutes": 241}, errors.InvalidField),
        ({"contact_phone": "x" * 61}, errors.InvalidField),
    ],
)
def test_settings_that_cannot_be(counter: Counter, changes: dict[str, Any], kind: type[Exception]) -> None:
    before = counter.state()
    with pytest.raises(kind):
        do(counter, admin.set_agency, changes, by="quantri")
    assert counter.state() == before
