"""Pictures of a restored desk: the offer beside «not found», the form of a lost receipt, what is said."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from tests.desks import Counter, form, person
from tests.ui.picture_states import state
from tests.ui.restored_window import RestoredWindow

_OPEN: dict[int, tuple[RestoredWindow, tempfile.TemporaryDirectory[str]]] = {}


def _window() -> QWidget:
    folder = tempfile.TemporaryDirectory(prefix="counter-app-pictures-")
    made = RestoredWindow(Path(folder.name), "a", "b")
    _OPEN[id(made.window)] = (made, folder)
    made.window.installEventFilter(_End(made.window))
    return made.window


class _End(QObject):
    """The desk ends with its window."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Close and id(watched) in _OPEN:
            made, folder = _OPEN.pop(id(watched))
            made.close()
            folder.cleanup()
        return False


def _with(act: Callable[[RestoredWindow], None]) -> Callable[[QWidget], None]:
    def settle(window: QWidget) -> None:
        made, _ = _OPEN[id(window)]
        made.settle()
        act(made)
        made.settle()

    return settle


def _card(at: RestoredWindow) -> None:
    at.reception()
    at.scan_paper(at.codes[0])
    at.fill()


def _typed(at: RestoredWindow) -> None:
    at.reception()
    at.press(Qt.Key.Key_F3)
    at.hands.type(at.codes[0])
    at.settle()
    at.press(Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    at.hands.type("17:45")
    at.hands.enter()
    at.settle()
    at.hands.type("dt08")
    at.hands.enter()


def _known(at: RestoredWindow) -> None:
    _card(at)
    again = form(applicant=person("Người khác"), receipt=at.lost.paper[at.codes[0]])
    Counter(at.desk, at.clock).done("receive", **again)
    at.hands.ctrl(Qt.Key.Key_Return)


def _received(at: RestoredWindow) -> None:
    _card(at)
    at.hands.ctrl(Qt.Key.Key_Return)


def _searched(at: RestoredWindow) -> None:
    at.press(Qt.Key.Key_F3)
    at.hands.type(at.codes[0])


def _scanned(at: RestoredWindow) -> None:
    at.press(Qt.Key.Key_F5)
    at.scan_paper(at.codes[0])


for _name, _act in {
    "reentry-card": _card,
    "reentry-typed": _typed,
    "reentry-known": _known,
    "reentry-received": _received,
    "reentry-searched": _searched,
    "reentry-scanned": _scanned,
    "reentry-today": lambda at: None,
}.items():
    state(_name, settle=_with(_act))(_window)
