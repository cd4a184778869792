"""The catalogue page over a real trial desk, in a window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from counter_app.ui.pages.catalogue_page import CataloguePage
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers


@pytest.fixture
def page(desk: PageDesk, shown: Callable[[QWidget], QWidget]) -> CataloguePage:
    """The page as the active window at the smallest size, read."""
    made = CataloguePage(desk.context)
    made.resize(1150, 686)
    made.set_compact(True)
    shown(made)
    made.page_shown()
    made.setFocus()
    desk.settle(made.is_ready)
    return made


@pytest.fixture
def hands(page: CataloguePage, desk: PageDesk) -> Fingers:
    """The keyboard before it."""
    return Fingers(page, lambda: desk.settle(page.is_ready))


@pytest.fixture
def keeper(page: CataloguePage, desk: PageDesk, hands: Fingers) -> Fingers:
    """The administrator at the page."""
    desk.sign_in("quantri")
    page.page_shown()
    desk.settle()
    return hands
