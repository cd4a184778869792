"""A page of a unit on an empty trial desk, with the officer of QLDT signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from tests.ui.department.driving import UnitAtWork

Show = Callable[[QWidget], QWidget]


@pytest.fixture
def work(tmp_path: Path, qapp: object) -> Iterator[UnitAtWork]:
    """Desk and page; the page is shown by `begun`."""
    made = UnitAtWork(tmp_path)
    yield made
    made.close()


@pytest.fixture
def begin(work: UnitAtWork, shown: Show) -> Callable[[], UnitAtWork]:
    """Shows the page once the dossiers of the test are there, at 09:14 of Monday."""

    def show() -> UnitAtWork:
        from tests.builders import MONDAY

        work.clock.set(MONDAY)
        page = work.page
        page.resize(1150, 686)
        shown(page)
        page.setFocus()
        work.settle()
        return work

    return show
