"""Typing as a person: every key goes to the widget that has the cursor, Vietnamese letters included."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

NOTHING = Qt.KeyboardModifier.NoModifier


def focus() -> QWidget:
    """The widget with the cursor; fails where there is none."""
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the cursor"
    return found


def type_text(text: str) -> None:
    """Type a text. QTest aborts the process on letters beyond ASCII: those go as a key event with a text,
    which is what an input method sends."""
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(focus(), letter)
            continue
        for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
            QApplication.sendEvent(focus(), QKeyEvent(kind, Qt.Key.Key_unknown, NOTHING, letter))


def press(key: Qt.Key, held: Qt.KeyboardModifier = NOTHING) -> None:
    """Press one key."""
    QTest.keyClick(focus(), key, held)
