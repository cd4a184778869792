"""Whether a receipt was lost is a look: it waits for no pass that writes meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.ui.restored_window import RestoredWindow

_LONGEST = 8.0
"""Seconds that the pass writes where nobody ends it."""


@pytest.mark.parametrize("is_restored", [True, False])
def test_a_lost_receipt_is_told_while_a_pass_writes(
    tmp_path: Path, shown: Callable[[QWidget], QWidget], is_restored: bool
) -> None:
    at = RestoredWindow(tmp_path, is_restored=is_restored).show(shown)
    at.press(Qt.Key.Key_F5)
    began, ends = Event(), Event()

    def write(_conn: object) -> bool:
        began.set()
        return ends.wait(_LONGEST)

    ended: list[bool] = []
    a_pass = Thread(target=lambda: ended.append(at.desk.store.exchange(write)))
    a_pass.start()
    began.wait(_LONGEST)
    at.scan_paper(at.codes[0])
    is_offered, is_still_writing = at.shown.pages.reentry.button.isVisible(), a_pass.is_alive()
    ends.set()
    a_pass.join()
    at.close()
    assert is_offered
    assert is_still_writing
    assert ended == [True]
