"""A child process of P14: somebody types an intake while a pass takes in what other desks did.

`python -m tests.benchmarks.typed FOLDER KEYS`. KEYS are pressed first with nothing else under way, then while
the pass runs and until it ends. Prints one JSON line: seconds of every turn of the window before and during
the pass, how long acts of the counter waited meanwhile, events taken in, seconds of the pass.
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import Ports, open_desk
from counter_app.domain.intake import NewDossier
from counter_app.services import reception
from counter_app.storage.unit_of_work import UnitOfWork
from counter_app.ui.app import application
from counter_app.ui.jobs import Jobs
from counter_app.ui.network import Errand
from counter_app.ui.pages.reception_page import ReceptionPage
from counter_app.ui.session import Session
from tests.benchmarks.past import UNTIL
from tests.benchmarks.receiving import a_form
from tests.builders import Clock
from tests.ui.at_the_counter import PaperTray

TEXT = "nguyen thi lan huong 12 to dan pho "
_GIVEN_UP_S = 300.0
_BETWEEN_ACTS_S = 0.5


class Typist:
    """A window with the reception page, and what happens in it turn by turn."""

    def __init__(self, app: QApplication, desk: Any) -> None:
        self._app, self._desk = app, desk
        self.jobs = Jobs(desk)
        session = Session()
        session.sign_in(desk.read(lambda reading: reading.reference.person("lan")))
        self.page = ReceptionPage(desk, self.jobs, session, PaperTray())
        self.page.resize(1366, 768)
        self.page.show()
        self._keys = itertools.cycle(TEXT)
        self.turns: list[float] = []
        self.waits: list[float] = []
        self._is_acting = False
        self._acts = 0

    def until(self, is_done: Any) -> None:
        """Let the window run."""
        began = time.perf_counter()
        while not is_done():
            self._app.processEvents()
            if time.perf_counter() - began > _GIVEN_UP_S:
                raise TimeoutError("it did not come to rest")

    def focus(self) -> None:
        """Into the field of the applicant's name, as soon as the page can be typed into."""
        self.until(self.page.is_ready)
        self._field = self.page.form.procedure.field.edit
        self._field.setFocus()

    def key(self) -> None:
        """One key and one turn of the window: what both take is how long it heard nothing else."""
        began = time.perf_counter()
        QTest.keyClick(self._field, next(self._keys))
        if len(self._field.text()) > len(TEXT):
            QTest.keyClick(self._field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClick(self._field, Qt.Key.Key_Delete)
        self._app.processEvents()
        self.turns.append(time.perf_counter() - began)
        time.sleep(0.002)  # the hand between two keys; the other threads' turn

    def act(self, form: NewDossier) -> None:
        """A dossier received by the window's worker, timed from the asking to the answer."""
        if self._is_acting:
            return
        self._is_acting = True
        began = time.perf_counter()

        def do(uow: UnitOfWork) -> str:
            done = reception.receive(uow, form, by="lan")
            uow.commit()
            return done.code

        def ended(_: object) -> None:
            self.waits.append(time.perf_counter() - began)
            self._is_acting = False

        self.jobs.run(do, ended, ended)

    def close(self) -> None:
        """Everything at rest, then gone."""
        self.until(lambda: not self._is_acting and self.jobs.is_idle())
        self.page.close_page()
        self.jobs.close()


def main() -> int:
    """Type, meet, type on."""
    folder, keys = Path(sys.argv[1]), int(sys.argv[2])
    app = application("light")
    with open_desk(folder, writing=True, ports=Ports(clock=Clock(UNTIL))) as desk:
        typist = Typist(app, desk)
        typist.focus()
        for _ in range(keys):
            typist.key()
        before, typist.turns = typist.turns, []
        told: list[Any] = []
        errand = Errand(desk.sync)
        errand.ended.connect(lambda report, error: told.append(error or report))
        began = last = time.perf_counter()
        errand.begin()
        forms = (a_form(desk, n, 1_000) for n in itertools.count(1))
        while not told or len(typist.turns) < keys:
            typist.key()
            if not told and time.perf_counter() - last > _BETWEEN_ACTS_S:
                last = time.perf_counter()
                typist.act(next(forms))
        took = time.perf_counter() - began
        typist.close()
    report = told[0]
    if isinstance(report, BaseException):
        raise report
    found = {"before": before, "during": typist.turns, "waits": typist.waits}
    sys.stdout.write(json.dumps({**found, "pulled": report.pulled, "seconds": took}) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
