"""The whole window as tests drive it: by keys and a scanner, and it comes to rest in between."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import Desk
from counter_app.domain.dossier import Dossier
from counter_app.queries.dossiers import one_dossier
from counter_app.ui.desk_window import DeskWindow
from counter_app.ui.memory import Memory
from counter_app.ui.pages.reception_page import ReceptionPage
from counter_app.ui.scans import Verdict
from tests.ui.at_the_counter import Fingers, PaperTray

_LONGEST_MS = 60_000


class DrivenWindow:
    """Window, hands and scanner over a desk; `verdicts`: what became of each scan, over every opening."""

    def __init__(self) -> None:
        self.printer = PaperTray()
        self.verdicts: list[Verdict] = []

    def open_over(self, desk: Desk, folder: Path) -> None:
        """The window over a desk, nobody at it yet; what it remembers lies in `folder`."""
        self.desk = desk
        memory = Memory(QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat))
        self.shown = DeskWindow(desk, self.printer, memory)
        self.shown.pages.scans.answered.connect(lambda _scan, verdict: self.verdicts.append(verdict))
        self.window = self.shown.window
        self.hands = Fingers(self.window, self.settle)

    def settle(self) -> None:
        """Let the worker, the scanner and the page on top come to rest."""
        limit = QDeadlineTimer(_LONGEST_MS)
        while not self.is_at_rest():
            assert not limit.hasExpired(), "the window did not come to rest"
            QTest.qWait(1)
        QApplication.processEvents()

    def is_at_rest(self) -> bool:
        """Nothing is under way on the worker, at the scanner or on the page on top."""
        page = self.window.page(self.window.current_page()) if self.window.current_page() else None
        is_ready = getattr(page, "is_ready", lambda: True)
        is_sliding = isinstance(page, ReceptionPage) and page.panel.preview.is_sliding()
        is_quiet = self.shown.jobs.is_idle() and not self.shown.pages.scans.waiting()
        return is_quiet and is_ready() and not is_sliding

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key, and what comes of it."""
        self.hands.press(key, held)
        self.settle()

    def dossier(self, code: str) -> Dossier:
        """What the events have said of a dossier."""
        return self.desk.read(lambda reading: one_dossier(reading, code, self.desk.local_now()).dossier)

    def close(self) -> None:
        """End the window, let go of the desk."""
        self.shown.close()
        self.desk.close()
