"""The page of a unit over a real trial desk, shown as the active window and driven by keys and scans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt

from counter_app.ui.models.table_model import GroupRow
from counter_app.ui.pages.department_page import DepartmentPage
from counter_app.ui.scans import Verdict
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers
from tests.ui.scanning import a_scan

FRIDAY = datetime(2026, 11, 20, 10, 0)
TODAY = datetime(2026, 11, 23, 8, 30)


class UnitAtWork:
    """Desk, page and fingers. `settle` waits for acts, readings and the time of a double press."""

    def __init__(self, folder: Path, login: str = "minh") -> None:
        self.at = PageDesk(folder, login)
        self.acts, self.clock = self.at.acts, self.at.clock
        self._page: DepartmentPage | None = None

    @property
    def page(self) -> DepartmentPage:
        """The page, made at the first look."""
        if self._page is None:
            self._page = DepartmentPage(self.at.context)
        return self._page

    def fingers(self) -> Fingers:
        """Hands on the page."""
        return Fingers(self.page, self.settle)

    def settle(self) -> None:
        """Let everything come to rest."""
        self.at.settle(self.page.is_ready)

    def codes(self) -> list[str]:
        """Codes of the list that is shown, from the top."""
        return [row.code for row in self.page.lists.table().table_model.rows()]

    def groups(self) -> list[tuple[str, int]]:
        """Titles of the list that is shown, with their counts."""
        lines = self.page.lists.table().table_model.lines()
        return [(line.title, line.count) for line in lines if isinstance(line, GroupRow)]

    def scan(self, code: str) -> Verdict:
        """One scan while the page is on top; its verdict."""
        said: list[Verdict] = []
        self.page.take_scan(a_scan(code), said.append)
        self.settle()
        assert len(said) == 1, "a scan is answered exactly once"
        return said[0]

    def close(self) -> None:
        """End page, worker and desk."""
        if self._page is not None:
            self._page.close_page()
        self.at.close()


Begin = Callable[[], UnitAtWork]


def steps_done(work: UnitAtWork, code: str) -> list[int]:
    """Numbers of the steps marked, in the order of the log."""
    return [e["data"]["step"] for e in work.acts.history(code) if e["kind"] == "dossier:step_done"]


def kinds(work: UnitAtWork, code: str) -> list[str]:
    """What happened to a dossier, in the order of the log."""
    return [event["kind"].removeprefix("dossier:") for event in work.acts.history(code)]


def whole_unit(work: UnitAtWork) -> None:
    """Show the dossiers of everybody in the unit."""
    work.fingers().ctrl(Qt.Key.Key_2)
    work.settle()
