"""A desk for each test, joined or not, and the page Đồng bộ in a window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.domain.sync_report import PassReport
from counter_app.ui.pages.sync_page import SyncPage
from tests.passes import NIGHT, joined
from tests.ui.at_a_page import PageDesk, ShownPage
from tests.ui.sync.passes import Passes

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
OK_AT = datetime(2026, 11, 23, 2, 1)


class AtThePage(ShownPage[SyncPage]):
    """The page as a person meets it: keys, and what is to be read on it."""

    def __init__(self, desk: PageDesk, shown: Callable[[QWidget], QWidget]) -> None:
        self.passes = Passes()
        super().__init__(desk, SyncPage(replace(desk.context, sync=self.passes)), shown)  # type: ignore[arg-type]

    def waiting(self) -> list[str]:
        """The lines of what waits."""
        return [line.words for line in self.page.left.waiting.lines()]

    def notices(self) -> list[str]:
        """What must be known, at the left."""
        return [each.text() for each in self.page.left.notices if each.text()]

    def right(self) -> str:
        """What stands at the right."""
        shown = self.page.right.currentWidget()
        return {self.page.log: "log", self.page.awaited: "awaited"}.get(shown, "conflict")


@pytest.fixture
def desk(desk: PageDesk) -> PageDesk:
    """Tuấn, who supervises, is at the desk."""
    desk.sign_in("tuan")
    return desk


@pytest.fixture
def at(desk: PageDesk, shown: Callable[[QWidget], QWidget]) -> Callable[..., AtThePage]:
    """Opens the page at a desk that has a centre and these passes in its log."""

    def open_page(*passes: PassReport, last_ok: datetime | None = OK_AT, login: str = "tuan") -> AtThePage:
        desk.desk.write(lambda uow: joined(uow, last_ok, *(passes or (NIGHT,))))
        desk.sign_in(login)
        return AtThePage(desk, shown)

    return open_page
