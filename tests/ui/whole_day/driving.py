"""The whole window over a real trial desk, driven as people do: keys, and a scanner that types."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.services.trial import PASSWORD
from counter_app.ui.pages.sign_in_page import SignInPage
from counter_app.ui.scans import Verdict
from tests.builders import Clock, trial_desk
from tests.ui.driven_window import DrivenWindow
from tests.ui.scanning import barcode_of, wedge

PEOPLE = ("lan", "minh", "dung", "hoa", "mai", "son", "van", "tuan", "quantri")
"""The tiles of the sign-in page, in their order."""


class DeskDay(DrivenWindow):
    """Desk, window, hands and scanner. Nothing here calls a page: what happens is typed or scanned."""

    def __init__(self, folder: Path, show: Callable[[QWidget], QWidget]) -> None:
        super().__init__()
        self.clock = Clock()
        self.open_over(trial_desk(folder, self.clock), folder)
        self.shown.ask_who()
        self.window.resize(1366, 768)
        show(self.window)
        self.settle()

    def sign_in(self, login: str) -> None:
        """Lock the desk when somebody works at it; the number of the tile, the password, Enter."""
        if not self.window.is_covered():
            self.hands.ctrl(Qt.Key.Key_L)
            self.settle()
        assert self.window.findChild(SignInPage) is not None
        number = PEOPLE.index(login) + 1
        self.hands.press(Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        self.hands.type(PASSWORD)
        self.hands.enter()
        self.settle()
        assert self.shown.session.login == login

    def go(self, key: Qt.Key, page: str) -> Any:
        """Press a page's key; the page, to look at."""
        self.press(key)
        assert self.window.current_page() == page
        return self.window.page(page)

    def chord(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier) -> None:
        """A key with one that is held."""
        self.press(key, held)

    def scan(self, *codes: str) -> list[Verdict]:
        """Scan the barcode of each code, one after the other; what became of each."""
        begun = len(self.verdicts)
        for code in codes:
            wedge(barcode_of(code), target=self.window)
            self.clock.move(minutes=1)
            self.settle()
        assert len(self.verdicts) == begun + len(codes), "a scan was lost"
        return self.verdicts[begun:]
