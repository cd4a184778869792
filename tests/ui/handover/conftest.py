"""A desk for each test: a real trial desk, Monday 23/11/2026, 09:14, and the handover page in a window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from tests.ui.at_a_page import PageDesk
from tests.ui.handover.at_the_page import AtThePage


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
