"""A return desk for each test: a real trial desk, Monday 23/11/2026, 09:14, and the page in a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from counter_app.ui.pages.returns_page import ReturnsPage
from counter_app.ui.scans import Verdict
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers
from tests.ui.scanning import a_scan


class ReturnDesk:
    """The desk, the page, and the keyboard before it."""

    def __init__(self, desk: PageDesk, shown: Callable[[QWidget], QWidget]) -> None:
        self.desk, self.acts, self._shown = desk, desk.acts, shown
        self.verdicts: list[Verdict] = []
        self.page: ReturnsPage

    def open(self, width: int = 1150, height: int = 686) -> Fingers:
        """The page as the active window at the smallest size; the keyboard."""
        self.page = ReturnsPage(self.desk.context)
        self.page.resize(width, height)
        self.page.set_compact(height < 700)
        self._shown(self.page)
        self.page.page_shown()
        self.page.setFocus()
        self.desk.scans.set_page(lambda: self.page, self.page)
        self.settle()
        return Fingers(self.page, self.settle)

    def settle(self) -> None:
        """Let page and worker come to rest."""
        self.desk.settle(self.page.is_ready)

    def scan(self, *texts: str) -> None:
        """Scans come one after the other, faster than the page answers."""
        self.desk.scans.answered.connect(self._answered)
        for text in texts:
            self.desk.scans.add(a_scan(text))
        self.settle()
        self.desk.scans.answered.disconnect(self._answered)

    def _answered(self, _scan: object, verdict: Verdict) -> None:
        self.verdicts.append(verdict)


@pytest.fixture
def at(tmp_path: Path, trial_template: Path, shown: Callable[[QWidget], QWidget]) -> Iterator[ReturnDesk]:
    """The return desk; nothing was received yet."""
    made = ReturnDesk(PageDesk(tmp_path, template=trial_template), shown)
    yield made
    made.desk.close()
