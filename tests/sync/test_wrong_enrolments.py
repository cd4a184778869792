"""An enrolment of another number, another centre, or of a desk's own file joins nothing by mistake."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from counter_app import joining
from counter_app.bootstrap import Desk, Ports, make_desk
from counter_app.domain.centre_errors import EnrolmentNotReadable
from counter_app.services.first_desk import NewDesk
from counter_app.sync.address import VERIFY_FULL, Host
from counter_app.sync.enrol import Way, enrol
from counter_app.sync.enrolment import Enrolment
from tests.builders import Clock, trial_desk
from tests.central.centre import AGENCY, Centre


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A desk 1 that worked alone, closed."""
    new = NewDesk(AGENCY, "Ban Quản lý Khu kinh tế", 1, 1)
    desk, _, _ = make_desk(tmp_path / "alone", new, admin="quantri", ports=Ports(clock=Clock()))
    desk.close()
    return tmp_path / "alone"


def enrolment_of(centre: Centre, folder: Path, number: int = 1) -> Enrolment:
    with joining.bootstrap.open_desk(folder, writing=False) as desk:
        origin = desk.origin.id
    place = conninfo_to_dict(centre.uri)
    way = Way((Host(str(place["host"])),), str(place["dbname"]))
    return enrol(centre.admin, AGENCY, number, way, agency_name="Ban Quản lý Khu kinh tế", origin=origin)


def refusal(folder: Path, enrolment: Enrolment) -> str:
    with pytest.raises(EnrolmentNotReadable) as refused:
        joining.join_existing(folder, enrolment, ports=Ports(clock=Clock())).close()
    return str(refused.value.facts["because"])


def test_a_desk_joins_by_its_own_number(centre: Centre, alone: Path) -> None:
    made = enrolment_of(centre, alone, number=6)
    assert refusal(alone, made) == "enrolment_of_another_number"
    with joining.bootstrap.open_desk(alone, writing=False) as desk:
        assert not desk.is_joined


def test_the_enrolment_of_a_file_makes_no_second_one(centre: Centre, alone: Path, tmp_path: Path) -> None:
    made = enrolment_of(centre, alone)
    assert Enrolment.from_text(made.to_text()) == made and made.has_file
    with pytest.raises(EnrolmentNotReadable) as refused:
        joining.join_desk(tmp_path / "new", made, admin="Tran IT", ports=Ports(clock=Clock()))
    assert refused.value.facts["because"] == "enrolment_of_a_file"
    assert not (tmp_path / "new").exists()


def test_a_desk_of_one_centre_does_not_join_another(centre: Centre, alone: Path) -> None:
    made = enrolment_of(centre, alone)
    joining.join_existing(alone, made, ports=Ports(clock=Clock())).close()
    far = replace(made.address, hosts=(Host("kho.example"),), dbname="khac", sslmode=VERIFY_FULL)
    assert refusal(alone, replace(made, address=far)) == "enrolment_of_another_centre"
    moved = replace(made.address, hosts=(Host("kho.example"),), sslmode=VERIFY_FULL)
    with joining.join_existing(alone, replace(made, address=moved), ports=Ports(clock=Clock())) as desk:
        assert desk.is_joined, "the same database under another name may be a centre that moved"


def test_a_trial_desk_stays_at_home(centre: Centre, tmp_path: Path) -> None:
    trial: Desk = trial_desk(tmp_path / "trial")
    folder = trial.folder
    trial.close()
    made = enrolment_of(centre, folder)
    far = replace(made.address, hosts=(Host("kho.example"),), sslmode=VERIFY_FULL)
    assert refusal(folder, replace(made, address=far)) == "trial_stays_at_home"
    joining.join_existing(folder, made, ports=Ports(clock=Clock())).close()
