"""Pictures of the return desk in the whole window, on a real trial desk with weeks of work behind it."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.domain.staff import Role
from counter_app.ui.main_window import MainWindow
from counter_app.ui.pages.returns_page import ReturnsPage
from tests.desks import Counter as Acts
from tests.desks import person
from tests.services.met import join
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers
from tests.ui.invented import NOW, STATUS, session
from tests.ui.picture_states import state
from tests.ui.returns.scenes import finished, withdrawn
from tests.ui.scanning import a_scan

_PAGES = ("today", "reception", "handover", "dossiers", "catalogue")
_SUBMITTER = person("Trần Thị Nộp Hộ", id_kind="cccd", id_number="031203000001", phone="0912345678")
_CARD = "031188000001|031234567|Lê Thị Nhận Thay|01021988|Nữ|Số 1 Lạch Tray, Hải Phòng|01012022"
_LATE = datetime(2026, 11, 9, 8, 30)


@cache
def _template() -> tuple[Path, dict[str, str]]:
    """A desk made once in a process, and the codes of what its pictures are about."""
    folder = Path(tempfile.mkdtemp(prefix="counter-app-pictures-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = PageDesk(folder, dossiers=110, at=_LATE)
    acts: Acts = made.acts
    codes = {}
    codes["late"] = acts.received("TM-02", submitter=_SUBMITTER, fee_paid_vnd=500_000)
    acts.passed(codes["late"], "lan", "QLDN", "hoa")
    made.clock.set(datetime(2026, 11, 19, 14, 0))
    result = {"outcome": "granted", "result_no": "88/GP-BQL", "result_on": "2026-11-19"}
    acts.done("finish", "hoa", code=codes["late"], **result)
    acts.passed(codes["late"], "hoa", "MC", "lan")
    acts.done("notify", code=codes["late"], how="điện thoại", text="Đã báo có kết quả, hẹn chiều thứ hai")
    made.clock.set(datetime(2026, 11, 20, 8, 0))
    codes["ready"] = finished(acts, number="3212/GCN-BQL", submitter=_SUBMITTER)
    codes["away"] = finished(acts, is_back=False)
    codes["person"] = finished(acts, applicant=person("Nguyễn Thị Thanh Thuỷ Tiên", phone="0912000111"))
    codes["post"] = finished(acts, return_by="post")
    codes["papers"] = withdrawn(acts, components=[{"no": 1, "copies": 1}, {"no": 2, "copies": 2}])
    codes["open"] = acts.received("DT-03")
    made.clock.set(NOW)
    made.close()
    return made.desk.folder, codes


class _Picture(MainWindow):
    """The window over a desk of its own, which ends with it."""

    def __init__(self) -> None:
        template, self.codes = _template()
        self.folder = tempfile.TemporaryDirectory(prefix="counter-app-pictures-")
        self.desk = PageDesk(Path(self.folder.name), template=template)
        self.returns = ReturnsPage(self.desk.context)
        pages = dict.fromkeys(_PAGES, QWidget)
        shown = {**pages, "returns": lambda: self.returns}
        super().__init__(session(Role.COUNTER), shown, clock=lambda: NOW, with_search=True)
        self.set_status(STATUS)
        self.show_page("returns")

    def settle(self) -> None:
        self.desk.settle(self.returns.is_ready)

    def scan(self, name: str) -> Fingers:
        """A receipt is scanned; the keyboard."""
        self.settle()
        self.desk.scans.set_page(lambda: self.returns, self.returns)
        self.desk.scans.add(a_scan(self.codes.get(name, name)))
        self.settle()
        return Fingers(self, self.settle)

    def closeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().closeEvent(event)
        self.desk.close()
        self.folder.cleanup()


def _idle(window: _Picture) -> None:
    window.settle()


def _scanned(name: str, window: _Picture) -> None:
    window.scan(name)


def _other(window: _Picture) -> None:
    window.scan("late")
    hands = window.scan(_CARD)
    hands.ctrl(Qt.Key.Key_Return)
    window.settle()


def _lost(window: _Picture) -> None:
    window.settle()
    hands = Fingers(window, window.settle)
    hands.type("dong do")
    window.settle()
    hands.press(Qt.Key.Key_Down)


def _unread(window: _Picture) -> None:
    window.settle()
    hands = Fingers(window, window.settle)
    hands.type("thuy tien")
    window.settle()
    hands.enter()
    window.settle()
    hands.ctrl(Qt.Key.Key_Return)


def _aside(window: _Picture) -> None:
    hands = window.scan("ready")
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Tab)
    hands.type("031188000001")
    hands = window.scan("late")
    hands.ctrl(Qt.Key.Key_I)
    window.scan("person")


def _done(window: _Picture) -> None:
    hands = window.scan("ready")
    hands.ctrl(Qt.Key.Key_Return)
    window.settle()


def _surveyed(window: _Picture) -> None:
    _done(window)
    Fingers(window, window.settle).type("2")
    window.desk.settle(lambda: window.returns.is_ready() and not window.returns.panel.survey.is_waiting())


def _paying(window: _Picture) -> None:
    hands = window.scan("late")
    hands.ctrl(Qt.Key.Key_U)
    window.settle()


def _calling(window: _Picture) -> None:
    hands = window.scan("late")
    hands.ctrl(Qt.Key.Key_B)
    window.settle()


_STATES = {
    "returns-idle": _idle,
    "returns-ready": partial(_scanned, "ready"),
    "returns-late": partial(_scanned, "late"),
    "returns-other": _other,
    "returns-lost": _lost,
    "returns-unread": _unread,
    "returns-aside": _aside,
    "returns-done": _done,
    "returns-surveyed": _surveyed,
    "returns-calling": _calling,
    "returns-act-pay": _paying,
    "returns-away": partial(_scanned, "away"),
    "returns-post": partial(_scanned, "post"),
    "returns-papers": partial(_scanned, "papers"),
    "returns-open": partial(_scanned, "open"),
}
for _name, _settle in _STATES.items():
    state(_name, settle=_settle)(_Picture)




def _unknown(window: _Picture) -> None:
    window.settle()
    join(window.desk.acts)
    window.scan("H24.28-261123-0407")
    window.scan(_CARD)


@state("returns-unknown", settle=_unknown)
def _unknown_state() -> QWidget:
    return _Picture()
