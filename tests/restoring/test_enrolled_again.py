"""`restore --enrol`: an enrolment opens a life once; brought again it tells only where the centre is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from counter_app.joining import join_existing
from counter_app.storage.replacing import ASIDE
from counter_app.sync.address import Host
from counter_app.sync.enrol import Way, enrol
from counter_app.sync.enrolment import Enrolment
from tests.central.centre import AGENCY, Centre
from tests.restoring.desk_lost import LostDesk, a_lost_desk


@pytest.fixture
def way(server: str) -> Way:
    """By the local socket."""
    return Way((Host(str(psycopg.conninfo.conninfo_to_dict(server)["host"])),))


@pytest.fixture
def medium(tmp_path: Path) -> Path:
    """Where a witness journal may lie."""
    return tmp_path / "usb"


def _joined(
    tmp_path: Path, centre: Centre, way: Way, medium: Path | None = None
) -> tuple[LostDesk, Enrolment]:
    """The only desk of its agency, which has met its centre once; the enrolment it joined by."""
    lost = a_lost_desk(tmp_path, medium=medium)
    with lost.opened() as counter:
        origin = counter.desk.origin.id
    made = enrol(centre.admin, AGENCY, 1, way, agency_name="Ban Quản lý", origin=origin)
    with join_existing(lost.folder, made, ports=lost.ports) as desk:
        desk.sync()
    return lost, made


def _file(tmp_path: Path, made: Enrolment) -> Path:
    file = tmp_path / "desk1.enrol"
    file.write_text(made.to_text(), "utf-8")
    return file


def _unreachable(made: Enrolment, tmp_path: Path) -> Enrolment:
    """The same paper at a desk whose line to the centre is down."""
    nowhere = tuple(replace(host, name=str(tmp_path / "no-socket")) for host in made.address.hosts)
    return replace(made, address=replace(made.address, hosts=nowhere))


def _agrees(lost: LostDesk) -> None:
    with lost.opened() as counter:
        report = counter.desk.sync(is_thorough=True)
        assert (report.outcome, report.differences, report.new_conflicts) == ("ok", (), 0)
        assert counter.is_sound()


@pytest.mark.parametrize("is_aside_there", [True, False])
def test_an_enrolment_used_twice_prints_no_number_twice(
    tmp_path: Path, centre: Centre, way: Way, is_aside_there: bool
) -> None:
    lost, _ = _joined(tmp_path, centre, way)
    lost.receive("a")
    copy = lost.copied()
    file = _file(tmp_path, enrol(centre.admin, AGENCY, 1, way))
    told = lost.restored(copy, enrolment=file)
    assert (told["way"], told["incarnation"], told["block"]) == ("centre", 2, [8801, 8880])
    assert lost.receive("x") == ["H24.28-261123-8801"]
    if not is_aside_there:  # only the mark in the folder tells of the life between
        for each in (lost.file, *lost.folder.glob(f"{ASIDE}-*/*.db")):
            each.unlink()
    told = lost.restored(copy, enrolment=file)
    assert (told["way"], told["incarnation"], told["block"]) == ("centre", 3, [8881, 8960])
    assert lost.receive("y") == ["H24.28-261123-8881"]
    _agrees(lost)


def test_an_enrolment_used_twice_without_a_line_prints_no_number_twice(
    tmp_path: Path, centre: Centre, way: Way
) -> None:
    lost, _ = _joined(tmp_path, centre, way)
    copy = lost.copied()
    file = _file(tmp_path, _unreachable(enrol(centre.admin, AGENCY, 1, way), tmp_path))
    told = lost.restored(copy, enrolment=file)
    assert (told["way"], told["centre"], told["block"]) == ("reserve", "centre_unreachable", [8801, 8880])
    assert "As newly enrolled" in told["next"][0]
    assert not any("reserve block" in sentence or "earlier restore" in sentence for sentence in told["next"])
    assert lost.receive("x") == ["H24.28-261123-8801"]
    told = lost.restored(copy, enrolment=file)
    assert told["way"] == "reserve"
    assert told["block"] not in ([8801, 8880], None)
    assert "reserve block" in told["next"][0]
    assert lost.receive("y") != ["H24.28-261123-8801"]


def test_the_enrolment_of_the_present_life_lets_it_go_on_with_its_journal(
    tmp_path: Path, centre: Centre, way: Way, medium: Path
) -> None:
    lost, made = _joined(tmp_path, centre, way, medium)
    lost.receive("a")
    copy = lost.copied()
    lost.receive("b")
    told = lost.restored(copy, enrolment=_file(tmp_path, made), medium=medium)
    assert (told["way"], told["incarnation"], told["label"], told["replayed"]) == ("journal", 1, 1, 1)
    assert told["reenter_since"] is None
    assert "as before" in told["next"][0]
    assert lost.receive("c") == ["H24.28-261123-0003"]
    _agrees(lost)


def test_the_enrolment_of_the_present_life_begins_another_without_a_journal(
    tmp_path: Path, centre: Centre, way: Way
) -> None:
    lost, made = _joined(tmp_path, centre, way)
    lost.receive("a")
    copy = lost.copied()
    lost.receive("b")
    told = lost.restored(copy, enrolment=_file(tmp_path, made))
    assert (told["way"], told["incarnation"], told["block"]) == ("centre", 2, [8801, 8880])
    assert told["reenter_since"] is not None
    assert lost.receive("c") == ["H24.28-261123-8801"]
    _agrees(lost)


@pytest.mark.parametrize("is_met", [True, False])
def test_a_new_enrolment_begins_a_new_life_and_says_so_where_a_journal_carries_on(
    tmp_path: Path, centre: Centre, way: Way, medium: Path, is_met: bool
) -> None:
    lost, _ = _joined(tmp_path, centre, way, medium)
    lost.receive("a")
    copy = lost.copied()
    lost.receive("b")
    again = enrol(centre.admin, AGENCY, 1, way)
    file = _file(tmp_path, again if is_met else _unreachable(again, tmp_path))
    told = lost.restored(copy, enrolment=file, medium=medium)
    assert (told["way"], told["journal"]) == ("centre" if is_met else "reserve", "carries_on")
    assert (told["label"], told["block"], told["replayed"]) == (101, [again.lo, again.hi], 1)
    assert told["reenter_since"] is None
    first, *rest = told["next"]
    assert "nothing is missing" in first
    assert "desk number 101" in first
    assert f"{again.lo}–{again.hi}" in first
    assert not any("as before" in each or "Enter " in each for each in told["next"])
    assert any("last entry" in sentence for sentence in rest)
    assert lost.receive("c") == [f"H24.28-261123-{again.lo}"]
    if is_met:
        _agrees(lost)
