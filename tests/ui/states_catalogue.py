"""Pictures of the catalogue and the calendar in the whole window, on a real trial desk."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache, partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.domain.staff import Role
from counter_app.ui.main_window import MainWindow
from counter_app.ui.pages.catalogue_page import CataloguePage
from tests.builders import trial_desk
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers
from tests.ui.invented import NOW, STATUS, session
from tests.ui.picture_states import state

_PAGES = ("today", "reception", "handover", "dossiers", "returns")


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="counter-app-pictures-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    trial_desk(folder).close()
    return folder / "desk"


class _Picture(MainWindow):
    """The window over a desk of its own, which ends with it."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="counter-app-pictures-")
        self.desk = PageDesk(Path(self.folder.name), template=_template())
        self.catalogue = CataloguePage(self.desk.context)
        pages = dict.fromkeys(_PAGES, QWidget)
        shown = {**pages, "catalogue": lambda: self.catalogue}
        super().__init__(session(Role.COUNTER), shown, clock=lambda: NOW, with_search=True)
        self.set_status(STATUS)
        self.show_page("catalogue")

    def hands(self) -> Fingers:
        self.desk.settle(self.catalogue.is_ready)
        return Fingers(self, lambda: self.desk.settle(self.catalogue.is_ready))

    def closeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().closeEvent(event)
        self.desk.close()
        self.folder.cleanup()


def _procedures(window: _Picture) -> None:
    hands = window.hands()
    for _ in range(7):
        hands.press(Qt.Key.Key_Down)


def _searching(window: _Picture) -> None:
    hands = window.hands()
    hands.type("moi truong")
    hands.enter()
    hands.press(Qt.Key.Key_Down)


def _steps(window: _Picture) -> None:
    hands = window.hands()
    hands.type("dt08")
    hands.enter()
    hands.enter()
    hands.press(Qt.Key.Key_Right)


def _law(window: _Picture) -> None:
    _steps(window)
    window.hands().press(Qt.Key.Key_Right)


def _nothing(window: _Picture) -> None:
    window.hands().type("zzz")


def _part(key: Qt.Key, window: _Picture) -> None:
    window.hands().ctrl(key)


def _next_year(window: _Picture) -> None:
    hands = window.hands()
    hands.ctrl(Qt.Key.Key_2)
    hands.press(Qt.Key.Key_Right)


_STATES = {
    "catalogue-procedures": _procedures,
    "catalogue-searching": _searching,
    "catalogue-steps": _steps,
    "catalogue-law": _law,
    "catalogue-nothing": _nothing,
    "catalogue-calendar": partial(_part, Qt.Key.Key_2),
    "catalogue-provisional": _next_year,
    "catalogue-units": partial(_part, Qt.Key.Key_3),
    "catalogue-people": partial(_part, Qt.Key.Key_4),
}
for _name, _settle in _STATES.items():
    state(_name, settle=_settle)(_Picture)
