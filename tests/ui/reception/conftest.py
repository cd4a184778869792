"""A counter for each test: a real trial desk, Monday 23/11/2026, 09:14, and the page in a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from tests.ui.at_the_counter import Counter, Fingers
from tests.ui.restored_window import RestoredWindow


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


@pytest.fixture
def opened(tmp_path: Path, shown: Callable[[QWidget], QWidget]) -> Iterator[Callable[..., RestoredWindow]]:
    """Opens the window of a desk restored without its journal; some receipts of it are lost."""
    made: list[RestoredWindow] = []

    def open_window(*names: str, **given: object) -> RestoredWindow:
        made.append(RestoredWindow(tmp_path, *names, **given).show(shown))  # type: ignore[arg-type]
        return made[-1]

    yield open_window
    for each in made:
        each.close()
