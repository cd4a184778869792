"""A desk for each test: a real trial desk, Monday 23/11/2026, 09:14, and the handover page in a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from tests.builders import trial_desk
from tests.ui.at_a_page import PageDesk
from tests.ui.handover.at_the_page import AtThePage


@pytest.fixture(scope="session")
def trial_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trial desk made once, to be copied."""
    folder = tmp_path_factory.mktemp("template")
    trial_desk(folder).close()
    return folder / "desk"


@pytest.fixture
def desk(tmp_path: Path, trial_template: Path, qapp: object) -> Iterator[PageDesk]:
    """Lan at the desk; nothing was received yet."""
    made = PageDesk(tmp_path, "lan", template=trial_template)
    yield made
    made.close()


@pytest.fixture
def at(desk: PageDesk, shown: Callable[[QWidget], QWidget]) -> Callable[..., AtThePage]:
    """Opens the page as the active window, for the person at the desk or for another one."""

    def open_page(login: str = "lan") -> AtThePage:
        desk.sign_in(login)
        made = AtThePage(desk)
        made.page.resize(1150, 686)
        made.page.set_compact(True)
        shown(made.page)
        made.page.page_shown()
        made.settle()
        return made

    return open_page
