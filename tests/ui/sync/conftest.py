"""A desk for each test, joined or not, and the page Đồng bộ in a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.domain.sync_report import PassReport
from counter_app.ui.pages.sync_page import SyncPage
from tests.builders import trial_desk
from tests.passes import NIGHT, joined
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers
from tests.ui.sync.passes import Passes

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
OK_AT = datetime(2026, 11, 23, 2, 1)


class AtThePage:
    """The page as a person meets it: keys, and what is to be read on it."""

    def __init__(self, desk: PageDesk, shown: Callable[[QWidget], QWidget]) -> None:
        self.desk, self.passes = desk, Passes()
        self.page = SyncPage(replace(desk.context, sync=self.passes))  # type: ignore[arg-type]
        self.page.resize(1150, 686)
        self.page.set_compact(True)
        shown(self.page)
        self.page.page_shown()
        self.hands = Fingers(self.page, desk.settle)
        desk.settle()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.hands.press(key, held)
        self.desk.settle()

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


@pytest.fixture(scope="session")
def sync_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trial desk made once, to be copied."""
    folder = tmp_path_factory.mktemp("template")
    trial_desk(folder).close()
    return folder / "desk"


@pytest.fixture
def desk(tmp_path: Path, sync_template: Path, qapp: object) -> Iterator[PageDesk]:
    """Tuấn, who supervises, at the desk; nothing was received yet."""
    made = PageDesk(tmp_path, "tuan", template=sync_template)
    yield made
    made.close()


@pytest.fixture
def at(desk: PageDesk, shown: Callable[[QWidget], QWidget]) -> Callable[..., AtThePage]:
    """Opens the page at a desk that has a centre and these passes in its log."""

    def open_page(*passes: PassReport, last_ok: datetime | None = OK_AT, login: str = "tuan") -> AtThePage:
        desk.desk.write(lambda uow: joined(uow, last_ok, *(passes or (NIGHT,))))
        desk.sign_in(login)
        return AtThePage(desk, shown)

    return open_page
