"""A desk with a scanner for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget

from tests.ui.scan.at_a_scanner import Desk


@pytest.fixture
def scanner(shown: Callable[[QWidget], QWidget]) -> Iterator[Desk]:
    """The window stands, the cursor is in the line."""
    desk = Desk()
    shown(desk)
    desk.line.setFocus()
    yield desk
    desk.close_capture()
