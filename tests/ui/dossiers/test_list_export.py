"""What leaves Hồ sơ as a file is written down first; a long list needs the supervisor and a reason."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from python_calamine import CalamineWorkbook

from counter_app.domain.codes import Command, make_command_number
from counter_app.services import exports
from counter_app.ui.pages import dossiers_page
from counter_app.ui.pages.dossiers_page import DossiersPage
from counter_app.ui.scans import Verdict
from counter_app.ui.widgets import table_clipboard
from tests.desks import _trial
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers
from tests.ui.scanning import a_scan

Open = Callable[[str], "Exporting"]


class Exporting:
    """The page as one person sees it, and what the security log says of exports."""

    def __init__(self, folder: Path, login: str, shown: Callable[[QWidget], QWidget]) -> None:
        self.desk = PageDesk(folder, login, template=_trial())
        for _ in range(3):
            self.desk.acts.received()
        self.target = folder / "ra.xlsx"
        self.asked = 0
        self.page = DossiersPage(self.desk.context, ask_path=self._ask)
        self.page.resize(1150, 700)
        shown(self.page)
        self.page.page_shown()
        self.fingers = Fingers(self.page, self.settle)
        self.settle()
        self.page.table.setFocus()

    def _ask(self, _parent: QWidget, _suggested: str) -> str:
        self.asked += 1
        return str(self.target)

    def settle(self) -> None:
        self.desk.settle(self.page.model.is_at_rest)

    def export(self) -> None:
        self.fingers.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def written_down(self) -> list[tuple[str, int, str]]:
        """(who, rows, what for) of each export."""

        def do(reading: Any) -> list[tuple[str, int, str]]:
            rows = reading.conn.exec_driver_sql(
                "SELECT actor, facts FROM security_log WHERE what = 'exported' ORDER BY seq"
            )
            return [(actor, (said := json.loads(facts))["rows"], said["reason"]) for actor, facts in rows]

        found: list[tuple[str, int, str]] = self.desk.read(do)
        return found

    def rows(self) -> int:
        """Rows in the file, below its head."""
        return len(CalamineWorkbook.from_path(str(self.target)).get_sheet_by_index(0).to_python()) - 1


@pytest.fixture
def open_as(tmp_path: Path, shown: Callable[[QWidget], QWidget]) -> Iterator[Open]:
    made: list[Exporting] = []

    def make(login: str) -> Exporting:
        made.append(Exporting(tmp_path, login, shown))
        return made[0]

    yield make
    for one in made:
        one.page.close()
        one.desk.close()


def test_every_export_is_a_line_of_the_security_log(open_as: Open) -> None:
    at = open_as("lan")
    at.export()
    assert at.written_down() == [("lan", at.rows(), "Danh sách Hồ sơ")]
    assert at.rows() == at.page.model.count() >= 3


def test_an_export_whose_name_ends_in_csv_is_one(open_as: Open) -> None:
    at = open_as("lan")
    at.target = at.target.parent / "ra.CSV"
    at.export()
    with at.target.open(encoding="utf-8-sig", newline="") as read:
        rows = list(csv.reader(read))
    assert rows[0][0] == at.page.model.columns[0].title
    assert len(rows) == at.page.model.count() + 1 >= 4


def test_a_file_that_could_not_be_written_is_in_the_log_too(open_as: Open) -> None:
    at = open_as("lan")
    at.target = at.target.parent / "nowhere" / "x.xlsx"
    at.export()
    assert len(at.written_down()) == 1
    assert at.page.notice.isVisible()


def test_a_long_list_is_not_for_everybody(open_as: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    at = open_as("lan")
    monkeypatch.setattr(exports, "MOST_ROWS_ALONE", 2)
    at.export()
    assert at.asked == 0
    assert at.written_down() == []
    assert not at.target.exists()
    assert "lãnh đạo" in at.page.notice.text()
    assert at.page.head.export.isEnabled()


def test_the_supervisor_says_what_a_long_list_is_for(open_as: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    at = open_as("tuan")
    monkeypatch.setattr(exports, "MOST_ROWS_ALONE", 2)
    at.export()
    assert at.asked == 0
    assert at.fingers.focused() == "export_reason"
    at.fingers.press(Qt.Key.Key_Escape)
    assert not at.page._export.reason.isVisible()
    assert at.fingers.focused() == "dossiers"
    at.export()
    at.fingers.type("Thanh tra yeu cau")
    at.fingers.enter()
    at.settle()
    assert at.written_down() == [("tuan", at.rows(), "Thanh tra yeu cau")]
    assert not at.page._export.reason.isVisible()


def test_a_long_copy_stops_where_an_export_would_ask(open_as: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    at = open_as("lan")
    for module in (table_clipboard, dossiers_page):
        monkeypatch.setattr(module, "MOST_COPIED", 2)
    for key in (Qt.Key.Key_A, Qt.Key.Key_C):
        at.fingers.press(key, Qt.KeyboardModifier.ControlModifier)
        at.settle()
    assert len(QApplication.clipboard().text().split("\n")) == 2
    assert "xuất (Ctrl+E)" in at.page.foot.text()


def test_a_command_is_left_to_who_takes_the_rest(open_as: Open) -> None:
    at = open_as("lan")
    answers: list[Verdict] = []
    assert at.page.take_scan(a_scan(make_command_number(Command.FINISH)), answers.append) is False
    at.settle()
    assert answers == []
