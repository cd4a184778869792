"""Printed receipts of a restored desk entered again in the window: by their QR, by their code, by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.ui.restored_window import RestoredWindow

Show = Callable[[QWidget], QWidget]
Open = Callable[..., RestoredWindow]
Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def opened(tmp_path: Path, shown: Show) -> Iterator[Open]:
    made: list[RestoredWindow] = []

    def open_window(*names: str, **given: object) -> RestoredWindow:
        made.append(RestoredWindow(tmp_path, *names, **given).show(shown))  # type: ignore[arg-type]
        return made[-1]

    yield open_window
    for each in made:
        each.close()


def test_a_lost_receipt_is_scanned_filled_and_has_its_old_code_and_due_date(opened: Open) -> None:
    at = opened()
    (code,) = at.codes
    page = at.reception()
    at.scan_paper(code)
    assert page.form.state.reentering == at.lost.paper[code]
    assert page.form.reentry.isVisible()
    assert page.form.reentry.code.text() == code
    assert page.form.reentry.moment.text() == "09:15 thứ hai 23/11/2026"
    assert page.form.side.main.words() == "Nhập lại hồ sơ"
    at.fill()
    at.hands.ctrl(Key.Key_Return)
    at.settle()
    dossier = at.dossier(code)
    assert (dossier.code, dossier.due_at) == (code, at.dues[code])
    assert dossier.received_at is not None and f"{dossier.received_at:%H:%M}" == "09:15"
    panel = page.panel
    assert page.stack.currentWidget() is panel
    assert panel.code.text() == code
    assert f"{at.dues[code]:%d/%m/%Y}" in panel.due.text()
    assert at.printer.paper == [], "it is in somebody's hands"
    at.hands.ctrl(Key.Key_P)
    at.settle()
    assert len(at.printer.paper) == 1
