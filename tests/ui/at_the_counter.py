"""The real reception page over a real trial desk, with a printer that keeps its paper in a list."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.bootstrap import Desk, Ports, open_desk
from counter_app.domain.dossier import Dossier
from counter_app.domain.errors import CounterError
from counter_app.domain.intake import NewDossier
from counter_app.domain.staff import Staff
from counter_app.queries.dossiers import one_dossier
from counter_app.services import reception
from counter_app.ui.jobs import Jobs
from counter_app.ui.pages.reception_page import ReceptionPage
from counter_app.ui.printing import page_sizes
from counter_app.ui.session import Session
from tests.builders import Clock, a_form, trial_desk

_LONGEST_MS = 60_000


@dataclass
class PaperTray:
    """The printer port at the edge: every title printed is kept, or the error that is set is raised.

    A test that sets `may_end` holds the paper in the printer, from `begun` until it lets it out.
    """

    paper: list[str] = field(default_factory=list)
    pages: int = 0
    error: CounterError | None = None
    shelf: tuple[str, ...] = ("Khay thử",)
    used: str = "Khay thử"
    begun: Event = field(default_factory=Event)
    may_end: Event | None = None

    def names(self) -> tuple[str, ...]:
        return self.shelf

    def chosen(self) -> str:
        return self.used

    def choose(self, name: str) -> None:
        self.used = name

    def print_pdf(self, pdf: bytes, title: str) -> None:
        if self.error is not None:
            raise self.error
        self.begun.set()
        if self.may_end is not None:
            assert self.may_end.wait(_LONGEST_MS / 1000), "nobody let the paper out"
        self.paper.append(title)
        self.pages += len(page_sizes(pdf))


class Counter:
    """Desk, worker, session, printer and page. `settle` waits until nothing is under way."""

    def __init__(self, folder: Path, login: str = "lan", template: Path | None = None) -> None:
        """A trial desk in `folder`, made anew or copied from one that was made before."""
        self.clock = Clock()
        if template is None:
            self.desk: Desk = trial_desk(folder, self.clock)
        else:
            shutil.copytree(template, folder / "desk")
            self.desk = open_desk(folder / "desk", writing=True, ports=Ports(clock=self.clock))
        self.jobs = Jobs(self.desk)
        self.session = Session()
        self.session.sign_in(self.person(login))
        self.printer = PaperTray()
        self._page: ReceptionPage | None = None

    def person(self, login: str) -> Staff:
        """One of the nine of the trial desk."""
        return self.desk.read(lambda reading: reading.reference.person(login))

    @property
    def page(self) -> ReceptionPage:
        """The page, made at the first look."""
        if self._page is None:
            self._page = self.new_page()
        return self._page

    def new_page(self) -> ReceptionPage:
        """Another page, as after a restart of the window."""
        self._page = ReceptionPage(self.desk, self.jobs, self.session, self.printer)
        return self._page

    def receive(self, new: NewDossier | None = None) -> str:
        """A dossier received before, past the window; its code."""

        def do(uow: Any) -> str:
            done = reception.receive(uow, new or a_form(), by="lan")
            uow.commit()
            return done.code

        return self.desk.write(do)

    def dossier(self, code: str) -> Dossier:
        """What the events have said of a dossier."""
        return self.desk.read(lambda reading: one_dossier(reading, code, self.desk.local_now()).dossier)

    def count(self, table: str) -> int:
        """Rows of a table of the store."""
        query = f"SELECT count(*) FROM {table}"
        return self.desk.read(lambda reading: reading.conn.exec_driver_sql(query).scalar_one())

    def settle(self) -> None:
        """Let the worker and the page come to rest."""
        limit = QDeadlineTimer(_LONGEST_MS)
        while not (self.jobs.is_idle() and (self._page is None or self._is_at_rest(self._page))):
            assert not limit.hasExpired(), "the page did not come to rest"
            QTest.qWait(1)
        QApplication.processEvents()

    @staticmethod
    def _is_at_rest(page: ReceptionPage) -> bool:
        return page.is_ready() and not page.panel.preview.is_sliding()

    def close(self) -> None:
        """End the worker, let go of the desk."""
        if self._page is not None:
            self._page.close_page()
        self.jobs.close()
        self.desk.close()


class Fingers:
    """Presses keys on whatever has the focus, and counts them: a chord is one key."""

    def __init__(self, window: QWidget, settle: Callable[[], None]) -> None:
        self.window, self.settle = window, settle
        self.keys = 0

    def type(self, text: str) -> None:
        """Letters, one key each."""
        for letter in text:
            if letter.isascii():
                QTest.keyClick(self._target(), letter)
            else:  # QTest knows the keys of ASCII only; an input method sends the letter itself
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    none = Qt.KeyboardModifier.NoModifier
                    QApplication.sendEvent(self._target(), QKeyEvent(kind, 0, none, letter))
            self.keys += 1

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key, with what is held."""
        QTest.keyClick(self._target(), key, held)
        self.keys += 1

    def enter(self) -> None:
        self.press(Qt.Key.Key_Return)

    def ctrl(self, key: Qt.Key) -> None:
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    @staticmethod
    def focused() -> str:
        """Name of the widget that has the focus."""
        focused = QApplication.focusWidget()
        return focused.objectName() if focused else ""

    def _target(self) -> QWidget:
        return QApplication.focusWidget() or self.window
