"""A joint dossier (liên thông) on paper: its units beside the lead, and dues that cannot be meant."""

from __future__ import annotations

from pathlib import Path

from counter_app.forms import wording
from counter_app.queries.papers import Printing, gather
from tests.builders import Clock
from tests.desks import Counter, a_trial, form


def test_units_of_a_joint_dossier_stand_on_the_control_sheet(tmp_path: Path) -> None:
    """A due after the total one or on a day off is taken, and warned of."""
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        counter = Counter(desk, clock)
        joint = [{"unit": "QHXD", "due": "2026-11-28"}, {"unit": "TNMT", "due": "2027-11-26"}]
        done = counter.done("receive", **form("DT-09", joint=joint))
        assert {"joint_due_after_total", "joint_due_day_off"} <= set(done["warnings"])
        said = Printing("Nguyễn Thị Lan", desk.local_now(), wording)
        sheet = desk.read(lambda reading: gather(reading, "control_sheet", done["code"], said))
        assert sheet.coop_departments == ("Phòng Quy hoạch và Xây dựng", "Phòng Tài nguyên và Môi trường")
