"""The page over a copy of the desk with a past, in a window, as the supervisor or a head of department."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from counter_app.ui.pages.deadlines_page import DeadlinesPage
from tests.builders import MONDAY
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers
from tests.ui.deadlines.past import past_desk


class AtThePage:
    """Desk, page, fingers. `page` is shown and has counted."""

    def __init__(self, folder: Path, login: str, shown: Callable[[QWidget], QWidget]) -> None:
        self.desk = PageDesk(folder, login, template=past_desk(), at=MONDAY)
        self.folder = folder / "documents"
        self.folder.mkdir()
        self.desk.memory.keep("export/folder", str(self.folder))
        self.page = DeadlinesPage(self.desk.context)
        self.page.resize(1150, 686)
        self.page.set_compact(True)
        shown(self.page)
        self.page.page_shown()
        self.hands = Fingers(self.page, self.desk.settle)
        self.desk.settle()

    def close(self) -> None:
        self.page.close()
        self.desk.close()


@pytest.fixture
def leader(shown: Callable[[QWidget], QWidget], tmp_path: Path) -> Iterator[AtThePage]:
    """The supervisor: the whole authority."""
    made = AtThePage(tmp_path, "tuan", shown)
    yield made
    made.close()


@pytest.fixture
def head(shown: Callable[[QWidget], QWidget], tmp_path: Path) -> Iterator[AtThePage]:
    """The head of Phòng Quản lý Đầu tư: what it holds."""
    made = AtThePage(tmp_path, "dung", shown)
    yield made
    made.close()
