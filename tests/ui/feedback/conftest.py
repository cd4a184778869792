"""A page Phản ánh for each test: a real trial desk, Monday 23/11/2026, and the page in a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from counter_app.queries.feedback import FeedbackRow, feedback_list
from counter_app.ui.pages.feedback_page import FeedbackPage
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers


class FeedbackDesk:
    """The desk, the page, and the keyboard before it. `target`: where an export goes, empty for nowhere."""

    def __init__(self, desk: PageDesk, shown: Callable[[QWidget], QWidget]) -> None:
        self.desk, self.acts, self._shown = desk, desk.acts, shown
        self.target = ""
        self.asked: list[str] = []
        self.page: FeedbackPage

    def open(self, login: str = "lan") -> Fingers:
        """The page as the active window at the smallest size; the keyboard."""
        self.desk.sign_in(login)
        self.page = FeedbackPage(self.desk.context, ask_path=self._ask)
        self.page.resize(1150, 686)
        self.page.set_compact(True)
        self._shown(self.page)
        self.page.page_shown()
        self.page.setFocus()
        self.desk.scans.set_page(lambda: self.page, self.page)
        self.settle()
        return Fingers(self.page, self.settle)

    def _ask(self, _parent: QWidget, suggested: str) -> str:
        self.asked.append(suggested)
        return self.target

    def settle(self) -> None:
        """Let page and worker come to rest."""
        self.desk.settle(self.page.is_ready)

    def stored(self) -> tuple[FeedbackRow, ...]:
        """Every feedback of the store."""
        today = self.desk.context.now().date()
        found: Any = self.desk.read(lambda reading: feedback_list(reading, today))
        return tuple(found.rows)

    def shown_numbers(self) -> list[str]:
        """What the list shows."""
        return [row.number.short(1) for row in self.page.left.rows()]


@pytest.fixture
def at(tmp_path: Path, trial_template: Path, shown: Callable[[QWidget], QWidget]) -> Iterator[FeedbackDesk]:
    """The desk; no feedback yet."""
    made = FeedbackDesk(PageDesk(tmp_path, template=trial_template), shown)
    yield made
    made.desk.close()
