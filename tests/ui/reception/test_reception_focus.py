"""Focus that cannot go back where it was: the widget that had it is gone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QWidget

from tests.ui.at_the_counter import Counter, Fingers
from tests.ui.reception.test_reception_page import fill

Hands = Callable[[], Fingers]


def test_focus_on_a_tab_that_a_reprint_made_anew(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers)
    fingers.ctrl(Qt.Key.Key_Return)
    fingers.settle()
    page = counter.page
    before = page.panel.bar
    assert before is not None
    assert before.copies is not None
    before.copies.setFocus()
    assert page._focused is before.copies
    fingers.ctrl(Qt.Key.Key_P)
    fingers.settle()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert page.panel.bar is not before
    elsewhere = QWidget()
    elsewhere.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    elsewhere.show()
    elsewhere.activateWindow()
    elsewhere.setFocus()
    page.activateWindow()
    page.setFocus()
    assert page.panel.isVisible()
    elsewhere.close()
