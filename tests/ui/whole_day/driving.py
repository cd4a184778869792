"""The whole window over a real trial desk, driven as people do: keys, and a scanner that types."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.queries.dossiers import one_dossier
from counter_app.services.trial import PASSWORD
from counter_app.ui.desk_window import DeskWindow
from counter_app.ui.memory import Memory
from counter_app.ui.pages.sign_in_page import SignInPage
from counter_app.ui.scans import Verdict
from tests.builders import Clock, trial_desk
from tests.ui.at_the_counter import Fingers, PaperTray
from tests.ui.scanning import barcode_of, wedge

_LONGEST_MS = 60_000
PEOPLE = ("lan", "minh", "dung", "hoa", "mai", "son", "van", "tuan", "quantri")
"""The tiles of the sign-in page, in their order."""


class DeskDay:
    """Desk, window, hands and scanner. Nothing here calls a page: what happens is typed or scanned."""

    def __init__(self, folder: Path, show: Callable[[QWidget], QWidget]) -> None:
        self.clock = Clock()
        self.desk = trial_desk(folder, self.clock)
        self.printer = PaperTray()
        memory = Memory(QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat))
        self.shown = DeskWindow(self.desk, self.printer, memory)
        self.verdicts: list[Verdict] = []
        self.shown.pages.scans.answered.connect(lambda _scan, verdict: self.verdicts.append(verdict))
        self.shown.ask_who()
        self.shown.window.resize(1366, 768)
        show(self.shown.window)
        self.hands = Fingers(self.shown.window, self.settle)
        self.settle()

    def settle(self) -> None:
        """Let the worker, the scanner and the page on top come to rest."""
        limit = QDeadlineTimer(_LONGEST_MS)
        while not self._is_at_rest():
            assert not limit.hasExpired(), "the window did not come to rest"
            QTest.qWait(1)
        QApplication.processEvents()

    def _is_at_rest(self) -> bool:
        frame = self.shown.window
        page = frame.page(frame.current_page()) if frame.current_page() else None
        is_ready = getattr(page, "is_ready", lambda: True)
        preview = getattr(getattr(page, "panel", None), "preview", None)
        is_sliding = preview is not None and hasattr(preview, "is_sliding") and preview.is_sliding()
        is_quiet = self.shown.jobs.is_idle() and not self.shown.pages.scans.waiting()
        return is_quiet and is_ready() and not is_sliding

    def sign_in(self, login: str) -> None:
        """Lock the desk when somebody works at it; the number of the tile, the password, Enter."""
        if not self.shown.window.is_covered():
            self.hands.ctrl(Qt.Key.Key_L)
            self.settle()
        assert self.shown.window.findChild(SignInPage) is not None
        number = PEOPLE.index(login) + 1
        self.hands.press(Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        self.hands.type(PASSWORD)
        self.hands.enter()
        self.settle()
        assert self.shown.session.login == login

    def go(self, key: Qt.Key, page: str) -> Any:
        """Press a page's key; the page, to look at."""
        self.hands.press(key)
        self.settle()
        assert self.shown.window.current_page() == page
        return self.shown.window.page(page)

    def chord(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier) -> None:
        """A key with one that is held."""
        self.hands.press(key, held)
        self.settle()

    def scan(self, *codes: str) -> list[Verdict]:
        """Scan the barcode of each code, one after the other; what became of each."""
        begun = len(self.verdicts)
        for code in codes:
            wedge(barcode_of(code), target=self.shown.window)
            self.clock.move(minutes=1)
            self.settle()
        assert len(self.verdicts) == begun + len(codes), "a scan was lost"
        return self.verdicts[begun:]

    def dossier(self, code: str) -> Any:
        """What the events have said of a dossier."""
        return self.desk.read(lambda reading: one_dossier(reading, code, self.desk.local_now()).dossier)

    def close(self) -> None:
        """End the window, let go of the desk."""
        self.shown.close()
        self.desk.close()
