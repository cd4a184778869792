"""The search box of the frame, driven by keys over a real desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.ui import search_box
from counter_app.ui.search_box import SearchBox
from counter_app.ui.widgets.actions import add_action
from counter_app.ui.widgets.line_edit import LineEdit
from tests.desks import COMPANY, Counter, person
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers
from tests.ui.whole_day.driving import DeskDay

Show = Callable[[QWidget], QWidget]


class Box:
    """A window with the box and another widget, and who opened or left."""

    def __init__(self, desk: PageDesk, show: Show) -> None:
        self.desk = desk
        self.opened: list[str] = []
        self.left = 0
        self.window = QWidget()
        self.window.resize(900, 700)
        column = QVBoxLayout(self.window)
        self.edit = LineEdit(name="global_search")
        self.other = LineEdit(name="other")
        column.addWidget(self.edit)
        column.addWidget(self.other)
        column.addStretch(1)
        self.box = SearchBox(self.edit, desk.jobs, desk.desk.local_now, self.opened.append, self._leave)
        show(self.window)
        self.edit.setFocus()
        self.fingers = Fingers(self.window, self.settle)

    def _leave(self) -> None:
        self.left += 1
        self.other.setFocus()

    def settle(self) -> None:
        self.desk.settle(lambda: not self.box._timer.isActive())

    def type(self, text: str) -> None:
        self.fingers.type(text)
        self.settle()

    def codes(self) -> list[str]:
        return [row.code for row in self.box.list.rows()] if self.box.popup.isVisible() else []


@pytest.fixture
def box(tmp_path: Path, shown: Show) -> Iterator[Box]:
    desk = PageDesk(tmp_path)
    desk.acts.received(applicant=COMPANY | {"name": "Công ty TNHH Đức Thắng"})
    desk.acts.received(applicant=person("Nguyễn Thị Lan Anh"))
    desk.acts.received(applicant=person("Đức Minh"))
    made = Box(desk, shown)
    yield made
    made.window.close()
    desk.close()


def test_results_come_while_one_types(box: Box) -> None:
    box.type("duc")
    assert box.codes() == ["261123-0003", "261123-0001"]
    assert box.box.list.rows()[1].name == "Công ty TNHH Đức Thắng"
    assert box.box.list.rows()[1].when.startswith("Còn")


def test_enter_opens_the_first_even_before_it_was_shown(box: Box) -> None:
    box.fingers.type("duc thang")
    box.fingers.enter()
    box.settle()
    assert box.opened == ["H24.28-261123-0001"]
    assert box.edit.text() == ""
    assert not box.box.popup.isVisible()


def test_down_goes_into_the_list_and_enter_opens_that_row(box: Box) -> None:
    box.type("duc")
    box.fingers.press(Qt.Key.Key_Down)
    assert Fingers.focused() == "search_results"
    box.fingers.press(Qt.Key.Key_Down)
    box.fingers.enter()
    assert box.opened == ["H24.28-261123-0001"]


def test_up_from_the_first_row_goes_back_to_the_words(box: Box) -> None:
    box.type("duc")
    box.fingers.press(Qt.Key.Key_Down)
    box.fingers.press(Qt.Key.Key_Up)
    assert Fingers.focused() == "global_search"


def test_escape_closes_then_empties_then_leaves(box: Box) -> None:
    box.type("duc")
    box.fingers.press(Qt.Key.Key_Escape)
    assert (box.codes(), box.edit.text()) == ([], "duc")
    box.fingers.press(Qt.Key.Key_Escape)
    assert (box.edit.text(), box.left) == ("", 0)
    box.fingers.press(Qt.Key.Key_Escape)
    assert box.left == 1


@pytest.mark.parametrize("typed", ["'; DROP TABLE event;--", '"', "NEAR(", "khong co ai", "%"])
def test_what_names_nothing_says_so(box: Box, typed: str) -> None:
    box.type(typed)
    assert box.codes() == []
    assert box.box._words.text() == "Không thấy hồ sơ nào khớp."


def test_leaving_closes_the_list(box: Box) -> None:
    box.type("duc")
    box.other.setFocus()
    box.settle()
    assert not box.box.popup.isVisible()


def test_more_than_eight_are_said_to_be_more(box: Box) -> None:
    for _ in range(9):
        box.desk.acts.received(applicant=person("Trần Văn Bình"))
    box.type("tran van")
    assert len(box.codes()) == 8
    assert "gõ thêm" in box.box._words.text()


def test_a_scan_that_went_through_the_box_is_not_looked_up(tmp_path: Path, shown: Show) -> None:
    """A page that takes the scan stays in front: no list may lie over it afterwards."""
    day = DeskDay(tmp_path, shown)
    try:
        code = Counter(day.desk, day.clock).received()
        day.sign_in("lan")
        day.go(Qt.Key.Key_F4, "handover")
        day.hands.press(Qt.Key.Key_F3)
        box = day.shown.search
        assert box is not None
        verdicts = day.scan(code)
        QTest.qWait(2 * search_box._WAIT_MS)
        day.settle()
        assert len(verdicts) == 1
        assert box._edit.text() == ""
        assert box.popup.isHidden()
    finally:
        day.close()


def test_enter_in_the_box_is_not_the_enter_of_the_page_below(box: Box) -> None:
    """After a reception the page's Enter asks for the next form: looking for a dossier must not press it."""
    pressed: list[int] = []
    add_action(box.window, "Hồ sơ tiếp theo", "Return", lambda: pressed.append(1), name="act_next")
    box.type("duc thang")
    box.fingers.enter()
    box.settle()
    assert (box.opened, pressed) == (["H24.28-261123-0001"], [])
    box.other.setFocus()
    box.fingers.enter()
    assert pressed == [1]


def test_nobody_finds_what_another_one_looked_for(box: Box) -> None:
    box.type("duc")
    box.box.forget()
    assert (box.edit.text(), box.codes(), box.box.list.rows()) == ("", [], ())
