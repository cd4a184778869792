"""A counter for each test: a real trial desk, Monday 23/11/2026, 09:14, and the page in a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from tests.ui.at_the_counter import Counter, Fingers


@pytest.fixture
def counter(tmp_path: Path, trial_template: Path, qapp: object) -> Iterator[Counter]:
    """The desk behind the page; nothing was received yet."""
    made = Counter(tmp_path, template=trial_template)
    yield made
    made.close()


@pytest.fixture
def hands(counter: Counter, shown: Callable[[QWidget], QWidget]) -> Callable[[], Fingers]:
    """Opens the page as the active window and hands over the keyboard."""

    def open_page() -> Fingers:
        counter.page.resize(1150, 686)
        counter.page.set_compact(True)
        shown(counter.page)
        counter.settle()
        counter.page.form.procedure.field.setFocus()
        return Fingers(counter.page, counter.settle)

    return open_page
