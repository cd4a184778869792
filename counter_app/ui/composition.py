"""What an input method of the system is composing in the field with the cursor, told letter by letter.

UniKey types backspaces; the input methods of Windows and Linux themselves show a word under way and change it
in place. To the scanner's detector both are made to look alike.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from shiboken6 import isValid

BACKSPACE = "\b"


class Composition(QObject):
    """Calls `changed(letters)` before a change reaches the field; until then `word` is what is under way."""

    def __init__(self, changed: Callable[[tuple[str, ...]], None], parent: QObject) -> None:
        super().__init__(parent)
        self._changed = changed
        self._focus: QObject | None = None
        self._is_passing = False
        self.word = ""
        QGuiApplication.instance().focusObjectChanged.connect(self._follow)
        self._follow(QGuiApplication.focusObject())

    def close(self) -> None:
        """Listen no more."""
        QGuiApplication.instance().focusObjectChanged.disconnect(self._follow)
        self._follow(None)

    def put_back(self, word: str) -> None:
        """End what is under way and write `word`, which a person had begun, as it stood."""
        if self._focus is None or not isValid(self._focus):
            return
        self._is_passing = True
        try:
            QGuiApplication.inputMethod().reset()
            event = QInputMethodEvent()
            event.setCommitString(word)
            QCoreApplication.sendEvent(self._focus, event)
        finally:
            self._is_passing = False
        self.word = ""

    def _follow(self, focus: QObject | None) -> None:
        if self._focus is not None and isValid(self._focus):
            self._focus.removeEventFilter(self)
        self._focus, self.word = focus, ""
        if focus is not None:
            focus.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.InputMethod and not self._is_passing:
            new = event.commitString() + event.preeditString()
            same = 0
            while same < min(len(self.word), len(new)) and self.word[same] == new[same]:
                same += 1
            letters = (*(BACKSPACE for _ in self.word[same:]), *new[same:])
            if letters:
                self._changed(letters)
            self.word = event.preeditString()
        return False
