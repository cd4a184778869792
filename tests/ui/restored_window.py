"""The window over a desk restored without journal and centre, its lost receipts in somebody's hands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.bootstrap import open_desk
from counter_app.ui.pages.reception_page import ReceptionPage
from counter_app.ui.scans import Verdict
from tests.restoring.desk_lost import LostDesk, a_lost_desk
from tests.ui.driven_window import DrivenWindow
from tests.ui.scanning import wedge


class RestoredWindow(DrivenWindow):
    """Desk, window, hands and scanner of `login`. `codes`: the lost receipts, in their order; `dues`: what
    was printed on them. `is_restored` False: the file is back without anybody having told the desk so."""

    def __init__(
        self, folder: Path, *names: str, login: str = "lan", is_restored: bool = True, of: int = 1
    ) -> None:
        super().__init__()
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
        self.open()

    def open(self) -> None:
        """The window as it opens, `login` at the desk."""
        self.open_over(open_desk(self.lost.folder, writing=True, ports=self.lost.ports), self.folder)
        self.shown.enter(self.desk.read(lambda reading: reading.reference.person(self.login)))
        self.window.resize(1366, 768)

    def show(self, show: Callable[[QWidget], QWidget]) -> RestoredWindow:
        """Lay it before the person."""
        show(self.window)
        self.settle()
        return self

    def is_at_rest(self) -> bool:
        """The search box, too, has begun what was typed in it."""
        search = self.shown.search
        is_looking = search is not None and search._timer.isActive()
        return super().is_at_rest() and not is_looking

    @property
    def page(self) -> ReceptionPage:
        """The reception page, to look at."""
        made = self.window.page("reception")
        assert isinstance(made, ReceptionPage)
        return made

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

    def rows(self, query: str) -> list[Any]:
        """Rows of the store."""
        return self.desk.read(lambda reading: reading.conn.exec_driver_sql(query).all())
