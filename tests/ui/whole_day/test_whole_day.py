"""Receive, hand over, take over with one missing, finish, what is late, hand back, return: one day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.commands import upkeep
from counter_app.domain.dossier import Status
from counter_app.forms import wording
from counter_app.queries.papers import Printing, gather
from counter_app.ui.pages.deadlines.figures import Number
from counter_app.ui.tokens import Tone
from tests.ui.whole_day.driving import DeskDay

DESK, DEPARTMENT = "Bộ phận Tiếp nhận và Trả kết quả", "Phòng Quản lý Đầu tư"
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def day(tmp_path: Path, shown: Callable[[QWidget], QWidget]) -> Iterator[DeskDay]:
    made = DeskDay(tmp_path, shown)
    yield made
    made.close()


def receive_five(day: DeskDay) -> list[str]:
    """Five procedures for one company: its name is typed once, then its number is enough."""
    page = day.go(Qt.Key.Key_F2, "reception")
    codes = []
    for number, procedure in enumerate(("dt07", "dt08", "dt09", "dt03", "xnk01")):
        day.hands.type(procedure)
        day.hands.enter()
        day.hands.type("0299001487")
        if number == 0:
            day.hands.enter()
            day.hands.type("Cong ty Thep Ha Long")
        day.settle()
        day.chord(Qt.Key.Key_Space)
        day.chord(Qt.Key.Key_Return)
        assert page.stack.currentWidget() is page.panel
        codes.append(page.panel.code.text())
        day.clock.move(minutes=6)
        day.hands.enter()
        day.settle()
    return codes


def test_a_whole_day_by_keys_and_scans_alone(day: DeskDay) -> None:
    day.sign_in("lan")
    codes = receive_five(day)
    assert codes == [f"H24.28-261123-000{n}" for n in range(1, 6)]
    investment, trade = codes[:4], codes[4]

    # The desk gives two piles: four to one department, one to the other.
    handover = day.go(Qt.Key.Key_F4, "handover")
    assert {verdict.tone for verdict in day.scan(*investment)} == {Tone.GREEN}
    day.chord(Qt.Key.Key_Return)
    assert {verdict.tone for verdict in day.scan(trade)} == {Tone.GREEN}
    day.chord(Qt.Key.Key_Return)
    assert [title for title in day.printer.paper if "BG-" in title] == [
        "Danh sách bàn giao hồ sơ BG-261123-1.1",
        "Danh sách bàn giao hồ sơ BG-261123-1.2",
    ]
    assert all(day.dossier(code).transit is not None for code in codes)
    assert handover is day.shown.window.page("handover")

    # Three papers really arrive; the fourth stays the desk's matter.
    day.sign_in("minh")
    day.go(Qt.Key.Key_F4, "handover")
    arrived, missing = investment[:3], investment[3]
    assert {verdict.tone for verdict in day.scan(*arrived)} == {Tone.GREEN}
    day.chord(Qt.Key.Key_Return, ALT)
    assert [day.dossier(code).holder for code in arrived] == ["QLDT"] * 3
    assert day.dossier(missing).transit.giver == "MC"

    # Three are finished one after the other and go back.
    department = day.go(Qt.Key.Key_F7, "department")
    day.chord(Qt.Key.Key_2)
    day.chord(Qt.Key.Key_A)
    day.chord(Qt.Key.Key_K)
    for _ in range(3):
        day.clock.move(minutes=10)
        day.chord(Qt.Key.Key_Return)
    assert [day.dossier(code).status for code in arrived] == [Status.FINISHED] * 3
    day.hands.press(Qt.Key.Key_Escape)
    day.settle()
    day.chord(Qt.Key.Key_A)
    day.chord(Qt.Key.Key_B)
    day.chord(Qt.Key.Key_Return)
    assert department is not None
    assert [day.dossier(code).transit.to for code in arrived] == ["MC"] * 3

    # Days later the leader sees exactly what is late.
    day.clock.set(datetime(2026, 11, 27, 8, 0))
    day.sign_in("tuan")
    deadlines = day.go(Qt.Key.Key_F8, "deadlines")
    assert deadlines.lists.chosen() is Number.OVERDUE
    assert [row.row.code for row in deadlines.lists.table().table_model.rows()] == [trade]

    # The desk takes the results back, and the applicant collects.
    day.sign_in("lan")
    day.go(Qt.Key.Key_F4, "handover")
    assert {verdict.tone for verdict in day.scan(*arrived)} == {Tone.GREEN}
    day.chord(Qt.Key.Key_Return, ALT)
    day.go(Qt.Key.Key_F6, "returns")
    for code in arrived:
        (verdict,) = day.scan(code)
        assert verdict.tone is Tone.GREEN, verdict
        day.chord(Qt.Key.Key_Return)
    assert [day.dossier(code).status for code in arrived] == [Status.RETURNED] * 3
    check_the_books(day, arrived, missing)


def check_the_books(day: DeskDay, arrived: list[str], missing: str) -> None:
    """The file is sound, and each control sheet says who had the paper when, and whether in time.

    By hand: the desk has 4 hours; the department's 60, 42 and 12 hours count from 09:52 on the 23rd (the
    24th is a holiday), so only the third was due before the desk took it back on the 27th: 15:52 on the 25th.
    """
    found = upkeep.verify(day.desk, deep=True)
    assert (found["ok"], found["problems"]) == (True, [])
    there, back = datetime(2026, 11, 23, 9, 52), datetime(2026, 11, 27, 8, 3)
    taken = (DESK, DEPARTMENT, there, "Nguyễn Thị Lan", "Trần Quang Minh", "early")
    for code, result in zip(arrived, ("early", "early", "late"), strict=True):
        returned = (DEPARTMENT, DESK, back, "Trần Quang Minh", "Nguyễn Thị Lan", result)
        assert blocks(day, code) == [taken, returned], code
    assert blocks(day, missing) == [
        (DESK, DEPARTMENT, datetime(2026, 11, 23, 9, 48), "Nguyễn Thị Lan", "", "")
    ]


def blocks(day: DeskDay, code: str) -> list[tuple[object, ...]]:
    """The lines of a dossier's control sheet."""
    printing = Printing(by="Lan", at=day.desk.local_now(), words=wording)
    sheet = day.desk.read(lambda reading: gather(reading, "control_sheet", code, printing))
    return [
        (b.from_unit, b.to_unit, b.handed_over_at, b.giver_name, b.taker_name, b.result)
        for b in sheet.blocks
    ]
