"""`restore --enrol`: an enrolment opens a life once; brought again it tells only where the centre is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.storage.replacing import ASIDE
from counter_app.sync.enrol import Way, enrol
from counter_app.sync.enrolment import Enrolment
from tests.central.centre import AGENCY, Centre
from tests.restoring.at_a_centre import a_joined_desk, agrees, enrolment_file


@pytest.fixture
def medium(tmp_path: Path) -> Path:
    """Where a witness journal may lie."""
    return tmp_path / "usb"


def _unreachable(made: Enrolment, tmp_path: Path) -> Enrolment:
    """The same paper at a desk whose line to the centre is down."""
    nowhere = tuple(replace(host, name=str(tmp_path / "no-socket")) for host in made.address.hosts)
    return replace(made, address=replace(made.address, hosts=nowhere))


@pytest.mark.parametrize("is_aside_there", [True, False])
def test_an_enrolment_used_twice_prints_no_number_twice(
    tmp_path: Path, centre: Centre, way: Way, is_aside_there: bool
) -> None:
    lost, _ = a_joined_desk(tmp_path, centre, way)
    lost.receive("a")
    copy = lost.copied()
    file = enrolment_file(tmp_path, enrol(centre.admin, AGENCY, 1, way))
    told = lost.restored(copy, enrolment=file)
    assert (told["way"], told["incarnation"], told["block"]) == ("centre", 2, [8801, 8880])
    assert lost.receive("x") == ["H24.28-261123-8801"]
    if not is_aside_there:  # only the mark in the folder tells of the life between
        for each in (lost.file, *lost.folder.glob(f"{ASIDE}-*/*.db")):
            each.unlink()
    told = lost.restored(copy, enrolment=file)
    assert (told["way"], told["incarnation"], told["block"]) == ("centre", 3, [8881, 8960])
    assert lost.receive("y") == ["H24.28-261123-8881"]
    with lost.opened() as counter:
        agrees(counter)


def test_an_enrolment_used_twice_without_a_line_prints_no_number_twice(
    tmp_path: Path, centre: Centre, way: Way
) -> None:
    lost, _ = a_joined_desk(tmp_path, centre, way)
    copy = lost.copied()
    file = enrolment_file(tmp_path, _unreachable(enrol(centre.admin, AGENCY, 1, way), tmp_path))
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
    lost, made = a_joined_desk(tmp_path, centre, way, medium)
    lost.receive("a")
    copy = lost.copied()
    lost.receive("b")
    told = lost.restored(copy, enrolment=enrolment_file(tmp_path, made), medium=medium)
    assert (told["way"], told["incarnation"], told["label"], told["replayed"]) == ("journal", 1, 1, 1)
    assert told["reenter_since"] is None
    assert "as before" in told["next"][0]
    assert lost.receive("c") == ["H24.28-261123-0003"]
    with lost.opened() as counter:
        agrees(counter)


def test_the_enrolment_of_the_present_life_begins_another_without_a_journal(
    tmp_path: Path, centre: Centre, way: Way
) -> None:
    lost, made = a_joined_desk(tmp_path, centre, way)
    lost.receive("a")
    copy = lost.copied()
    lost.receive("b")
    told = lost.restored(copy, enrolment=enrolment_file(tmp_path, made))
    assert (told["way"], told["incarnation"], told["block"]) == ("centre", 2, [8801, 8880])
    assert told["reenter_since"] is not None
    assert lost.receive("c") == ["H24.28-261123-8801"]
    with lost.opened() as counter:
        agrees(counter)


@pytest.mark.parametrize("is_met", [True, False])
def test_a_new_enrolment_begins_a_new_life_and_says_so_where_a_journal_carries_on(
    tmp_path: Path, centre: Centre, way: Way, medium: Path, is_met: bool
) -> None:
    lost, _ = a_joined_desk(tmp_path, centre, way, medium)
    lost.receive("a")
    copy = lost.copied()
    lost.receive("b")
    again = enrol(centre.admin, AGENCY, 1, way)
    file = enrolment_file(tmp_path, again if is_met else _unreachable(again, tmp_path))
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
        with lost.opened() as counter:
            agrees(counter)
