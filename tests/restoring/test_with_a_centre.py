"""`restore` of desks that share a real central store: what was sent comes back, the rest is entered again."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter_app.bootstrap import Ports
from counter_app.domain.centre_errors import EnrolmentNotReadable
from counter_app.joining import join_desk
from counter_app.storage import keys
from counter_app.storage.database import Mode, connect
from counter_app.storage.new_desk import CENTRE
from counter_app.sync.enrol import Way, enrol
from tests.central.centre import AGENCY, Centre
from tests.desks import Counter, a_real, form, person
from tests.restoring.at_a_centre import a_joined_desk, agrees, enrolment_file, joined
from tests.restoring.desk_lost import LostDesk, a_lost_desk


def test_way_2_what_was_sent_comes_back_and_the_rest_is_entered_again(
    tmp_path: Path, centre: Centre, way: Way
) -> None:
    lost, _ = a_joined_desk(tmp_path, centre, way)
    lost.receive("a")
    copy = lost.copied()
    sent = lost.receive("b", "c")
    with lost.opened() as counter:
        counter.desk.sync()
        until = counter.clock.local
    (gone,) = lost.receive("d")
    lost.file.unlink()
    told = lost.restored(copy)
    assert (told["way"], told["block"], told["incarnation"], told["centre"]) == (
        "centre",
        [8801, 8880],
        2,
        None,
    )
    assert told["pulled"] >= 2
    assert told["reenter_since"] == until.isoformat(timespec="minutes")
    assert lost.receive("e") == ["H24.28-261123-8801"]
    with lost.opened() as counter:
        for code in sent:
            assert counter.show(code)["code"] == code
        again = form(applicant=person("Người d"), receipt=lost.paper[gone])
        assert counter.done("receive", **again)["code"] == gone
        agrees(counter)


def test_way_3_of_a_joined_desk_and_what_turns_up_later(tmp_path: Path, centre: Centre, way: Way) -> None:
    """F20, and the lost original comes after all: both stand, and a person sees them side by side."""
    lost, made = a_joined_desk(tmp_path, centre, way)
    copy = lost.copied()
    (code,) = lost.receive("a")
    with lost.opened() as counter:
        counter.desk.sync()
    here, nowhere = made.address.hosts[0].name, str(tmp_path / "no-socket")
    _led(copy, lost, here, nowhere)
    told = lost.restored(copy)
    assert (told["way"], told["centre"]) == ("reserve", "centre_unreachable")
    assert (told["block"], told["label"], told["more_set_aside"]) == ([8801, 8880], 101, 1)
    with lost.opened() as counter:
        again = form(applicant=person("Người khác"), receipt=lost.paper[code])
        assert counter.done("receive", **again)["code"] == code
    _led(lost.file, lost, nowhere, here)
    with lost.opened() as counter:
        counter.desk.sync()
        report = counter.desk.sync(is_thorough=True)
        assert report.differences == ()
        kinds = counter.desk.read(
            lambda reading: reading.conn.exec_driver_sql("SELECT because, is_resolved FROM conflict").all()
        )
        assert [tuple(row) for row in kinds] == [("dup_code", 0)]
        twice = "SELECT count(*) FROM dossier WHERE code = ?"
        both = counter.desk.read(lambda reading: reading.conn.exec_driver_sql(twice, (code,)).scalar())
        assert both == 2
        assert counter.is_sound()


def _led(file: Path, lost: LostDesk, here: str, there: str) -> None:
    """Let a file look for its centre at another socket: one that is not there is a line that is down."""
    raw = connect(file, keys.load_key(lost.folder), Mode.WRITE)
    raw.execute("UPDATE meta SET value = replace(value, ?, ?) WHERE key = ?", (here, there, CENTRE))
    assert there in raw.execute("SELECT value FROM meta WHERE key = ?", (CENTRE,)).fetchone()[0]
    raw.close()


def test_the_new_life_meets_the_centre_and_another_desk_sees_everything(
    tmp_path: Path, centre: Centre, way: Way
) -> None:
    lost, _ = a_joined_desk(tmp_path, centre, way)
    copy = lost.copied()
    lost.receive("a", "b")
    lost.restored(copy)
    lost.receive("c")
    with lost.opened() as counter:
        counter.desk.sync()
    other = enrol(centre.admin, AGENCY, 2, way)
    desk, _, _ = join_desk(tmp_path / "second", other, ports=Ports(clock=lost.clock))
    with desk:
        desk.sync()
        found = [Counter(desk, lost.clock).show("H24.28-261123-8801")["code"]]
    assert found == ["H24.28-261123-8801"]
    with a_real(tmp_path, lost.clock, desk=2, of=2) as stranger:  # and a desk that is alone asks nobody
        assert not stranger.is_joined


def test_a_copy_from_before_the_desk_joined_takes_a_new_enrolment(
    tmp_path: Path, centre: Centre, way: Way
) -> None:
    alone = a_lost_desk(tmp_path)
    alone.receive("a")
    copy = alone.copied()
    joined(alone, centre, way)
    (sent,) = alone.receive("b")
    with alone.opened() as counter:
        counter.desk.sync()
    again = enrol(centre.admin, AGENCY, 1, way)  # its machine is replaced: next life, new password
    told = alone.restored(copy, enrolment=enrolment_file(tmp_path, again))
    assert (told["way"], told["incarnation"], told["block"]) == ("centre", 2, [again.lo, again.hi])
    with alone.opened() as counter:
        assert counter.desk.origin.id == again.origin
        assert counter.show(sent)["code"] == sent
    (code,) = alone.receive("c")
    assert code == f"H24.28-261123-{again.lo}"
    with alone.opened() as counter:
        assert counter.desk.sync(is_thorough=True).differences == ()
        assert counter.is_sound()
    other = enrol(centre.admin, AGENCY, 5, way)
    file = enrolment_file(tmp_path, other)
    with pytest.raises(EnrolmentNotReadable):
        alone.restored(copy, enrolment=file)
