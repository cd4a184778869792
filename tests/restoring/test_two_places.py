"""One desk's file at work in two folders that both meet the centre: the page Đồng bộ says so."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from counter_app.queries.sync import SyncFacts, sync_view
from counter_app.sync.enrol import Way
from counter_app.ui.pages.sync.words import notices
from tests.central.centre import Centre
from tests.restoring.at_a_centre import a_joined_desk
from tests.restoring.desk_lost import LostDesk

PART = "có vẻ đang chạy ở hai nơi"


def a_day_at(place: LostDesk, name: str) -> SyncFacts:
    """Hours later: a dossier, a pass; what the page reads then."""
    place.clock.move(hours=3)
    with place.opened() as counter:
        place.receive_at(counter, name)
        counter.desk.sync()
        return counter.desk.read(lambda reading: sync_view(reading, counter.clock.local))


def is_told(facts: SyncFacts) -> bool:
    return any(PART in told.words for told in notices(facts))


def test_each_place_is_told_once_it_hears_of_the_other_ones_work(
    tmp_path: Path, centre: Centre, way: Way
) -> None:
    here, _ = a_joined_desk(tmp_path, centre, way)
    there = LostDesk(tmp_path / "copied", here.clock)
    shutil.copytree(here.folder, there.folder)
    told = [(is_told(a_day_at(here, f"a{n}")), is_told(a_day_at(there, f"b{n}"))) for n in range(3)]
    assert told == [(False, False), (True, True), (True, True)]
    last = here.clock.local
    here.clock.move(days=8)
    with here.opened() as counter:
        counter.desk.sync()  # what it had not heard of yet; the other place was shut meanwhile
        later = counter.desk.read(lambda reading: sync_view(reading, last + timedelta(hours=2)))
        gone = counter.desk.read(lambda reading: sync_view(reading, counter.clock.local))
    assert (later.twin_at, gone.twin_at) == (last, None)


def test_a_restore_is_no_second_place(tmp_path: Path, centre: Centre, way: Way) -> None:
    """Twice in a week, each with its new life, and the passes of them."""
    lost, _ = a_joined_desk(tmp_path, centre, way)
    copy = lost.copied()
    for name in ("a", "b"):
        assert not is_told(a_day_at(lost, name))
        assert lost.restored(copy)["way"] == "centre"
        lost.clock.move(hours=3)
    found = a_day_at(lost, "c")
    assert (found.forks, found.twin_at, is_told(found)) == (0, None, False)
