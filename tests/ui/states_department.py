"""Pictures of the unit's page in the whole window, on a real trial desk: Monday 23/11/2026, 09:14."""

from __future__ import annotations

import atexit
import csv
import shutil
import tempfile
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.domain.staff import Role
from counter_app.paths import seed
from counter_app.ui.main_window import MainWindow, SessionView
from counter_app.ui.pages.department_page import DepartmentPage
from tests.desks import Counter as Acts
from tests.desks import person
from tests.services.met import join
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers
from tests.ui.department.unit_days import at, awaiting, given, held
from tests.ui.invented import NOW, STATUS
from tests.ui.picture_states import state
from tests.ui.scanning import a_scan

_PAGES = ("today", "handover", "dossiers", "catalogue")
_AGENCY = "BQL Khu kinh tế Hải Phòng"
_MINH = SessionView(_AGENCY, "Trần Quang Minh", "minh", Role.OFFICER, "Phòng QLĐT")
_DUNG = SessionView(_AGENCY, "Phạm Tiến Dũng", "dung", Role.HEAD, "Phòng QLĐT")
_TUAN = SessionView(_AGENCY, "Hoàng Anh Tuấn", "tuan", Role.SUPERVISOR, "Lãnh đạo Ban")
_TAKEN = (
    (datetime(2026, 11, 18, 14, 50), "DT-09"),
    (datetime(2026, 11, 18, 16, 14), "DT-09"),
    (datetime(2026, 11, 12, 10, 5), "DT-08"),
    (datetime(2026, 11, 20, 8, 12), "DT-10"),
    (datetime(2026, 11, 20, 9, 40), "DT-12"),
    (datetime(2026, 11, 20, 14, 31), "DT-11"),
    (datetime(2026, 11, 19, 15, 2), "DT-16"),
    (datetime(2026, 11, 17, 15, 10), "DT-07"),
    (datetime(2026, 11, 18, 9, 20), "DT-13"),
    (datetime(2026, 11, 16, 8, 30), "DT-01"),
    (datetime(2026, 11, 20, 10, 45), "DT-15"),
)


def _applicants() -> list[str]:
    with (seed() / "trial_applicants.csv").open(encoding="utf-8", newline="") as file:
        return [row["name"] for row in csv.DictReader(file)]


@cache
def _template() -> Path:
    """A desk made once in a process: what a unit holds in every lane, and what comes to it."""
    folder = Path(tempfile.mkdtemp(prefix="counter-app-pictures-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = PageDesk(folder)
    acts, names = made.acts, _applicants()

    def who(number: int) -> dict[str, object]:
        return {"applicant": person(names[number % len(names)])}

    mine = [held(acts, moment, code, **who(n)) for n, (moment, code) in enumerate(_TAKEN)]
    others = [held(acts, datetime(2026, 11, 19, 9, n), "DT-14", **who(20 + n)) for n in range(3)]
    no_run = held(acts, datetime(2026, 11, 20, 15, 0), "TM-02", **who(11))
    paused = [held(acts, datetime(2026, 11, 19, 8, n), "DT-16", **who(12 + n)) for n in range(2)]
    finished = held(acts, datetime(2026, 11, 17, 8, 0), "DT-09", **who(14))
    at(acts, datetime(2026, 11, 20, 15, 30))
    acts.done("assign", "dung", codes=[*mine, no_run, *paused, finished], officer="minh")
    acts.done("assign", "dung", codes=others[:1], officer="dung")
    acts.done("step_done", "minh", codes=[mine[0], mine[2], mine[3], mine[3], *mine[6:9]])
    acts.done("step_done", "minh", codes=[mine[3]])
    acts.done("finish", "minh", code=finished, outcome="granted")
    for number, code in enumerate(paused):
        awaiting(acts, code, datetime(2026, 11, 20, 16 + number, 0))
    _coming(acts, who)
    made.clock.set(NOW)
    made.close()
    return made.desk.folder


def _coming(acts: Acts, who: object) -> None:
    at(acts, datetime(2026, 11, 20, 16, 20))
    codes = [acts.received(f"DT-{n:02d}", **who(30 + n)) for n in (1, 8, 9)]  # type: ignore[operator]
    acts.done("hand_over", codes=codes, to="QLDT")
    at(acts, datetime(2026, 11, 23, 8, 30))
    codes = [acts.received(f"DT-{n:02d}", **who(40 + n)) for n in (10, 12)]  # type: ignore[operator]
    acts.done("hand_over", codes=codes, to="QLDT")
    given(acts, datetime(2026, 11, 23, 8, 50), "TM-02", to="QLDN")


class _Picture(MainWindow):
    """The window over a desk of its own, which ends with it."""

    def __init__(self, view: SessionView = _MINH, *, is_empty: bool = False) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="counter-app-pictures-")
        template = None if is_empty else _template()
        self.at = PageDesk(Path(self.folder.name), view.login, template=template, at=NOW)
        self.at.memory.keep("department/unit", "QLDT")
        self.made: list[DepartmentPage] = []
        pages = dict.fromkeys(_PAGES, QWidget) | {"department": self._make}
        super().__init__(view, pages, clock=lambda: NOW, with_search=True)
        self.set_status(STATUS)
        self.show_page("department")

    def _make(self) -> DepartmentPage:
        self.made.append(DepartmentPage(self.at.context))
        return self.made[-1]

    @property
    def department(self) -> DepartmentPage:
        return self.made[-1]

    def settle(self) -> None:
        self.at.settle(self.department.is_ready)

    def fingers(self) -> Fingers:
        self.settle()
        self.department.setFocus()
        return Fingers(self, self.settle)

    def codes(self) -> list[str]:
        return [row.code for row in self.department.lists.table().table_model.rows()]

    def scan(self, code: str) -> None:
        self.department.take_scan(a_scan(code), lambda _verdict: None)
        self.settle()

    def closeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().closeEvent(event)
        self.department.close_page()
        self.at.close()
        self.folder.cleanup()


def _mine(window: _Picture) -> None:
    hands = window.fingers()
    for _ in range(2):
        hands.press(Qt.Key.Key_Down)
        hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Up)


def _whole_unit(window: _Picture) -> None:
    window.fingers().ctrl(Qt.Key.Key_2)
    window.settle()


def _incoming(window: _Picture) -> None:
    hands = window.fingers()
    hands.ctrl(Qt.Key.Key_3)
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Space)


def _taking(window: _Picture, *, is_wrong: bool = False) -> None:
    window.fingers().ctrl(Qt.Key.Key_N)
    code = window.codes()[0]
    window.scan(code)
    if is_wrong:
        window.scan("H24.28-261123-0003")


def _quicker(window: _Picture, *, is_stray: bool = False) -> None:
    join(window.at.acts)
    _taking(window)
    window.scan("H24.28-261123-0407")
    if is_stray:
        window.scan("H24.28-261123-0003")


def _steps(window: _Picture) -> None:
    window.fingers().ctrl(Qt.Key.Key_Q)
    window.settle()
    window.scan(window.codes()[3])
    window.scan(window.codes()[0])


def _pile(window: _Picture) -> None:
    hands = window.fingers()
    hands.ctrl(Qt.Key.Key_Q)
    window.department.stack.meanings.setFocus()
    hands.press(Qt.Key.Key_End)
    window.department.setFocus()
    for code in window.codes()[2:6]:
        window.scan(code)


def _finish(window: _Picture) -> None:
    hands = window.fingers()
    for _ in range(3):
        hands.press(Qt.Key.Key_Space)
        hands.press(Qt.Key.Key_Down)
    hands.ctrl(Qt.Key.Key_K)
    hands.type("3218/GCN-BQL")


def _form(window: _Picture, key: Qt.Key) -> None:
    hands = window.fingers()
    hands.press(Qt.Key.Key_Space)
    hands.ctrl(key)


def _given(window: _Picture) -> None:
    hands = window.fingers()
    while window.department.bar.main.words() != "Xong, giao Lãnh đạo Ban":
        hands.press(Qt.Key.Key_Down)
    hands.ctrl(Qt.Key.Key_Return)
    window.settle()


def _refused(window: _Picture) -> None:
    hands = window.fingers()
    hands.ctrl(Qt.Key.Key_A)
    code = window.codes()[1]
    window.at.acts.done("hand_over", "dung", codes=[code], to="LD")
    hands.ctrl(Qt.Key.Key_B)
    hands.ctrl(Qt.Key.Key_Return)
    window.settle()


def _settled(window: _Picture) -> None:
    window.fingers()


_STATES = {
    "mine": _mine,
    "unit": _whole_unit,
    "incoming": _incoming,
    "taking": _taking,
    "taking-wrong": partial(_taking, is_wrong=True),
    "taking-quicker": _quicker,
    "taking-stray": partial(_quicker, is_stray=True),
    "stack-steps": _steps,
    "stack-pile": _pile,
    "finish": _finish,
    "assign": partial(_form, key=Qt.Key.Key_I),
    "hand-over": partial(_form, key=Qt.Key.Key_G),
    "given": _given,
    "refused": _refused,
}


def _of_minh() -> QWidget:
    return _Picture()


for _name, _settle in _STATES.items():
    state(f"department-{_name}", settle=_settle)(_of_minh)


@state("department-empty", settle=_settled)
def _empty() -> QWidget:
    return _Picture(is_empty=True)


@state("department-head", settle=_settled)
def _head() -> QWidget:
    return _Picture(_DUNG)


@state("department-supervisor", settle=_settled)
def _supervisor() -> QWidget:
    return _Picture(_TUAN)


def _drawer(window: _Picture, key: Qt.Key) -> None:
    hands = window.fingers()
    hands.ctrl(key)
    window.settle()


def _reassigning(window: _Picture) -> None:
    _whole_unit(window)
    window.fingers().ctrl(Qt.Key.Key_J)
    window.settle()
    form = window.department.forms.reassign
    form.source.set_value("minh")
    form.source.edited.emit()
    form.target.set_value("dung")
    window.settle()


for _name, _key in (("extend", Qt.Key.Key_E), ("supplement", Qt.Key.Key_Y)):
    state(f"department-act-{_name}", settle=partial(_drawer, key=_key))(_head)
state("department-act-reassign", settle=_reassigning)(_head)
