"""Desks that lose their file and share a real central store: how they joined it, and that both agree."""

from __future__ import annotations

from pathlib import Path

from counter_app.joining import join_existing
from counter_app.sync.enrol import Way, enrol
from counter_app.sync.enrolment import Enrolment
from tests.central.centre import AGENCY, Centre
from tests.desks import Counter
from tests.restoring.desk_lost import LostDesk, a_lost_desk


def a_joined_desk(
    folder: Path, centre: Centre, way: Way, medium: Path | None = None
) -> tuple[LostDesk, Enrolment]:
    """The only desk of its agency, which has met its centre once; the enrolment it joined by."""
    lost = a_lost_desk(folder, medium=medium)
    return lost, joined(lost, centre, way)


def joined(lost: LostDesk, centre: Centre, way: Way) -> Enrolment:
    """A desk that was alone joins and meets its centre once; the enrolment it joined by."""
    with lost.opened() as counter:
        origin = counter.desk.origin.id
    made = enrol(centre.admin, AGENCY, 1, way, agency_name="Ban Quản lý", origin=origin)
    with join_existing(lost.folder, made, ports=lost.ports) as desk:
        desk.sync()
    return made


def enrolment_file(folder: Path, made: Enrolment) -> Path:
    """The enrolment as `restore --enrol` reads it; one that was brought before is written over."""
    file = folder / "desk1.enrol"
    file.write_text(made.to_text(), "utf-8")
    return file


def agrees(counter: Counter) -> None:
    """Nothing is left to tell between the desk and its centre, and the file is sound."""
    report = counter.desk.sync(is_thorough=True)
    assert (report.outcome, report.differences, report.new_conflicts) == ("ok", (), 0)
    assert counter.is_sound()
