"""What a keeper of the catalogue does and counts, for the tests of its pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt

from counter_app.domain.procedure import Procedure
from counter_app.ui.pages.catalogue_page import CataloguePage
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers

TODAY = date(2026, 11, 23)
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def offered(page: CataloguePage, *paths: Path) -> None:
    """The file that the system's own dialog would answer."""
    page.procedure_desk.ask_files = lambda _parent, _folder: [str(path) for path in paths]


def version(desk: PageDesk, procedure_id: str, number: int) -> Procedure:
    return desk.read(lambda reading: reading.reference.procedure_version(procedure_id, number))


def count(desk: PageDesk) -> int:
    return desk.read(lambda reading: sum(map(len, reading.reference.procedure_texts.values())))


def tab(hands: Fingers, times: int = 1) -> None:
    for _ in range(times):
        hands.press(Qt.Key.Key_Tab)


def opened(hands: Fingers, desk: PageDesk, procedure: str) -> None:
    """The form of a procedure, by search and Ctrl+E."""
    hands.type(procedure)
    hands.enter()
    hands.ctrl(Qt.Key.Key_E)
    desk.settle()
