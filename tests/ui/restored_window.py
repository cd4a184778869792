"""The window over a desk restored without journal and centre, its lost receipts in somebody's hands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.bootstrap import Desk, open_desk
from counter_app.domain.dossier import Dossier
from counter_app.queries.dossiers import one_dossier
from counter_app.ui.desk_window import DeskWindow
from counter_app.ui.memory import Memory
from counter_app.ui.pages.reception_page import ReceptionPage
from counter_app.ui.scans import Verdict
from tests.restoring.desk_lost import LostDesk, a_lost_desk
from tests.ui.at_the_counter import Fingers, PaperTray
from tests.ui.scanning import wedge

_LONGEST_MS = 60_000


class RestoredWindow:
    """Desk, window, hands and scanner of `login`. `codes`: the lost receipts, in their order; `dues`: what
    was printed on them. `is_restored` False: the file is back without anybody having told the desk so."""

    def __init__(
        self, folder: Path, *names: str, login: str = "lan", is_restored: bool = True, of: int = 1
    ) -> None:
        self.lost: LostDesk = a_lost_desk(folder, of=of)
        copy = self.lost.copied()
        self.codes = self.lost.receive(*(names or ("a",)))
        with self.lost.opened() as before:
            self.dues = {code: datetime.fromisoformat(before.show(code)["due_at"]) for code in self.codes}
        self.clock = self.lost.clock
        self.clock.move(hours=1)
        if is_restored:
            self.lost.restored(copy)
        else:
            self.lost.file.write_bytes(copy.read_bytes())
        self.folder, self.login = folder, login
        self.printer = PaperTray()
        self.verdicts: list[Verdict] = []
        self.open()

    def open(self) -> None:
        """The window as it opens, `login` at the desk."""
        self.desk: Desk = open_desk(self.lost.folder, writing=True, ports=self.lost.ports)
        memory = Memory(QSettings(str(self.folder / "window.ini"), QSettings.Format.IniFormat))
        self.shown = DeskWindow(self.desk, self.printer, memory)
        self.shown.pages.scans.answered.connect(lambda _scan, verdict: self.verdicts.append(verdict))
        self.shown.enter(self.desk.read(lambda reading: reading.reference.person(self.login)))
        self.window = self.shown.window
        self.window.resize(1366, 768)
        self.hands = Fingers(self.window, self.settle)

    def show(self, show: Callable[[QWidget], QWidget]) -> RestoredWindow:
        """Lay it before the person."""
        show(self.window)
        self.settle()
        return self

    def settle(self) -> None:
        """Let the worker, the scanner and the page on top come to rest."""
        limit = QDeadlineTimer(_LONGEST_MS)
        while not self._is_at_rest():
            assert not limit.hasExpired(), "the window did not come to rest"
            QTest.qWait(1)
        QApplication.processEvents()

    def _is_at_rest(self) -> bool:
        page = self.window.page(self.window.current_page())
        is_ready = getattr(page, "is_ready", lambda: True)
        is_sliding = isinstance(page, ReceptionPage) and page.panel.preview.is_sliding()
        search = self.shown.search
        is_looking = search is not None and search._timer.isActive()
        is_quiet = self.shown.jobs.is_idle() and not self.shown.pages.scans.waiting()
        return is_quiet and not is_looking and is_ready() and not is_sliding

    @property
    def page(self) -> ReceptionPage:
        """The reception page, to look at."""
        made = self.window.page("reception")
        assert isinstance(made, ReceptionPage)
        return made

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key, and what comes of it."""
        self.hands.press(key, held)
        self.settle()

    def reception(self) -> ReceptionPage:
        """F2, its first reading done."""
        self.press(Qt.Key.Key_F2)
        return self.page

    def scan(self, text: str) -> Verdict:
        """A scanner types it; what became of it."""
        wedge(text, target=self.window)
        self.settle()
        return self.verdicts[-1]

    def scan_paper(self, code: str) -> Verdict:
        """The QR of a receipt that was printed."""
        return self.scan(self.lost.paper[code])

    def fill(self, name: str = "Nguyen Van Lai") -> None:
        """Procedure, a person, every required paper: by keys, from where the cursor stands."""
        self.hands.type("dt08")
        self.hands.enter()
        self.settle()
        self.hands.enter()
        self.hands.type(name)
        self.settle()
        self.hands.ctrl(Qt.Key.Key_Space)
        self.settle()

    def dossier(self, code: str) -> Dossier:
        """What the events have said of a dossier."""
        return self.desk.read(lambda reading: one_dossier(reading, code, self.desk.local_now()).dossier)

    def rows(self, query: str) -> list[Any]:
        """Rows of the store."""
        return self.desk.read(lambda reading: reading.conn.exec_driver_sql(query).all())

    def close(self) -> None:
        """End the window, let go of the desk."""
        self.shown.close()
        self.desk.close()
