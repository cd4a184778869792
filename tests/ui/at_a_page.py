"""A page over a real trial desk with everything a page is given, for the tests and pictures of pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QDeadlineTimer, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.bootstrap import Desk, Ports, open_desk
from counter_app.domain.staff import Staff
from counter_app.queries.dossier_pages import DossierFilter
from counter_app.ui.jobs import Jobs
from counter_app.ui.memory import Memory
from counter_app.ui.page_context import PageContext
from counter_app.ui.scan_queue import ScanQueue
from counter_app.ui.session import Session
from tests.builders import Clock, trial_desk
from tests.desks import Counter as Acts
from tests.ui.at_the_counter import Fingers, PaperTray

_LONGEST_MS = 60_000


@dataclass
class Ways:
    """Where a page wanted to go."""

    dossiers: list[str] = field(default_factory=list)
    lists: list[tuple[str, DossierFilter]] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)
    returns: list[str] = field(default_factory=list)


class PageDesk:
    """A trial desk, its worker and the context of a page. `acts` speaks to the desk in act lines
    (`acts.received()`, `acts.passed(…)`, `acts.done("finish", "minh", code=…)`); each moves the clock on a
    minute. `settle()` waits until the worker is at rest."""

    def __init__(
        self,
        folder: Path,
        login: str = "lan",
        *,
        dossiers: int = 0,
        template: Path | None = None,
        at: datetime | None = None,
    ) -> None:
        self.clock = Clock() if at is None else Clock(at)
        if template is None:
            self.desk: Desk = trial_desk(folder, self.clock, dossiers=dossiers)
        else:
            shutil.copytree(template, folder / "desk")
            self.desk = open_desk(folder / "desk", writing=True, ports=Ports(clock=self.clock))
        self.acts = Acts(self.desk, self.clock)
        self.jobs = Jobs(self.desk)
        self.session = Session()
        self.printer = PaperTray()
        self.ways = Ways()
        self.memory = Memory(QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat))
        self.scans = ScanQueue()
        self.context = PageContext(
            desk=self.desk,
            jobs=self.jobs,
            session=self.session,
            printer=self.printer,
            memory=self.memory,
            scans=self.scans,
            now=self.desk.local_now,
            open_dossier=self.ways.dossiers.append,
            open_list=lambda title, wanted: self.ways.lists.append((title, wanted)),
            show_page=self.ways.pages.append,
            correct=self.ways.corrected.append,
            open_return=self.ways.returns.append,
        )
        self.sign_in(login)

    def person(self, login: str) -> Staff:
        """One of the nine of the trial desk."""
        return self.desk.read(lambda reading: reading.reference.person(login))

    def sign_in(self, login: str) -> None:
        """This person works at the page now."""
        self.session.sign_in(self.person(login))

    def read(self, do: Callable[[Any], Any]) -> Any:
        """A query past the page."""
        return self.desk.read(do)

    def settle(self, is_ready: Callable[[], bool] = lambda: True) -> None:
        """Let the worker (and what else is asked) come to rest."""
        limit = QDeadlineTimer(_LONGEST_MS)
        while not (self.jobs.is_idle() and is_ready()):
            assert not limit.hasExpired(), "the page did not come to rest"
            QTest.qWait(1)
        QApplication.processEvents()

    def close(self) -> None:
        """End the worker, let go of the desk."""
        self.jobs.close()
        self.desk.close()


P = TypeVar("P", bound=QWidget)


class ShownPage(Generic[P]):
    """A page as a person meets it in a window of 1366 × 768: `press` keys, let the worker come to rest."""

    def __init__(self, desk: PageDesk, page: P, shown: Callable[[QWidget], QWidget]) -> None:
        self.desk, self.page = desk, page
        page.resize(1150, 686)
        page.set_compact(True)  # type: ignore[attr-defined]
        shown(page)
        page.page_shown()  # type: ignore[attr-defined]
        self.hands = Fingers(page, desk.settle)
        desk.settle()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key, and what comes of it."""
        self.hands.press(key, held)
        self.desk.settle()
