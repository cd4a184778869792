"""Pictures of the handover page in the whole window, on a real trial desk: Monday 23/11/2026, 09:14."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from counter_app.domain.errors import PrintFailed
from counter_app.domain.staff import Role
from counter_app.ui.main_window import MainWindow, SessionView
from counter_app.ui.pages.handover_page import HandoverPage
from tests.builders import Clock, trial_desk
from tests.desks import person
from tests.services.met import join
from tests.ui.at_a_page import PageDesk
from tests.ui.invented import NOW, STATUS, session
from tests.ui.picture_states import state
from tests.ui.scanning import a_scan

_PAGES = ("today", "reception", "handover", "dossiers", "returns", "end_of_day", "catalogue", "department")
_FRIDAY = datetime(2026, 11, 20, 8, 2)
_GIVEN = (
    "Công ty TNHH Hoá chất Hoà Bình <Thử>",
    "Công ty CP Logistics Cửa Cấm Mẫu",
    "Công ty TNHH Yamada Demo Seiko",
    "Công ty TNHH Bao bì Giấy Kraft Nam Triệu",
    "Công ty TNHH Ắc quy Ưu Tiên Số Một",
    "Công ty TNHH Phụ tùng Kỳ Hà",
    "Công ty TNHH Kho ngoại quan Lạch Huyện Mẫu",
)
_TAKEN = (
    "Nguyễn Văn Mẫu",
    "Công ty TNHH Dệt may Hoàng Mai",
    "Công ty TNHH Hanmi Mẫu Electronics",
    "Công ty TNHH TM&DV Ngọc Trai <Pearl>",
)


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="counter-app-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    trial_desk(folder, Clock(_FRIDAY)).close()
    return folder / "desk"


class _Picture(MainWindow):
    """The window over a desk of its own, which ends with it."""

    def __init__(self, desk: PageDesk, folder: tempfile.TemporaryDirectory[str], view: SessionView) -> None:
        self.desk, self.folder = desk, folder
        self.shown = HandoverPage(desk.context)
        pages: dict[str, Callable[[], QWidget]] = dict.fromkeys(_PAGES, QWidget)
        pages["handover"] = lambda: self.shown
        super().__init__(view, pages, clock=lambda: NOW, with_search=True)
        self.set_status(STATUS)
        self.show_page("handover")

    def scan(self, codes: Sequence[str], minutes: int = 0) -> None:
        """Scan papers, as many a minute as told."""
        for place, code in enumerate(codes):
            self.desk.clock.move(minutes=1 if minutes and place % minutes == 0 and place else 0)
            self.shown.take_scan(a_scan(code), lambda _verdict: None)
            self.desk.settle()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key at whatever has the cursor."""
        QTest.keyClick(self.focusWidget() or self.shown, key, held)
        self.desk.settle()

    def closeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().closeEvent(event)
        self.desk.close()
        self.folder.cleanup()


def _desk(login: str = "lan") -> tuple[PageDesk, tempfile.TemporaryDirectory[str]]:
    folder = tempfile.TemporaryDirectory(prefix="counter-app-pictures-")
    return PageDesk(Path(folder.name), login, template=_template(), at=_FRIDAY), folder


def _received(desk: PageDesk, names: Sequence[str], procedure: str) -> list[str]:
    return [desk.acts.received(procedure, applicant=person(name)) for name in names]


def _filled(desk: PageDesk) -> tuple[list[str], str, list[str]]:
    """Seven to give, one of another unit, four on their way here."""
    coming = _received(desk, _TAKEN, "LD-01")
    going = _received(desk, _GIVEN, "DT-08")
    other = _received(desk, ["Công ty TNHH Nước & Môi trường Xanh Đình Vũ"], "MT-09")[0]
    desk.acts.done("hand_over", codes=coming, to="QLDN")
    desk.acts.done("take_over", "hoa", codes=coming)
    for code in coming:
        desk.acts.done("finish", "hoa", code=code, outcome="granted")
    desk.acts.done("hand_over", "hoa", codes=coming, to="MC")
    desk.clock.set(datetime(2026, 11, 23, 9, 2))
    return going, other, coming


def _window(*, is_empty: bool = False) -> _Picture:
    desk, folder = _desk()
    made: tuple[list[str], str, list[str]] = ([], "", [])
    if not is_empty:
        made = _filled(desk)
    window = _Picture(desk, folder, session(Role.COUNTER))
    window.going, window.other, window.coming = made
    return window


def _settled(window: _Picture) -> None:
    window.desk.settle()


def _in_the_middle(window: _Picture) -> None:
    _settled(window)
    window.scan(window.coming[:3], minutes=2)
    window.desk.clock.set(datetime(2026, 11, 23, 9, 12))
    window.scan(window.going[1:], minutes=2)
    window.scan([window.other])


def _given(window: _Picture) -> None:
    _in_the_middle(window)
    window.shown.give.notes["other"].buttons[0].click()
    window.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def _not_printed(window: _Picture) -> None:
    window.desk.printer.error = PrintFailed(printer="HP LaserJet M404", because="printer_error")
    _given(window)


def _taken(window: _Picture) -> None:
    _in_the_middle(window)
    window.press(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)


def _reporting(window: _Picture) -> None:
    _taken(window)
    window.shown.take.notes["missing"].buttons[0].click()
    window.desk.settle()


def _refused(window: _Picture) -> None:
    _in_the_middle(window)
    window.desk.acts.done("hand_over", codes=[window.going[3]], to="TNMT")
    window.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def _past(window: _Picture) -> None:
    _given(window)
    window.scan(window.coming[:1])
    window.desk.acts.done("take_over", "minh", codes=window.going[2:4])
    window.press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)


def _recalling(window: _Picture) -> None:
    _past(window)
    window.shown.past.recall.click()
    window.desk.settle()


@state("handover-empty", settle=_settled)
def _empty_state() -> QWidget:
    return _window(is_empty=True)


@state("handover-start", settle=_settled)
def _start_state() -> QWidget:
    return _window()


@state("handover-scanning", settle=_in_the_middle)
def _scanning_state() -> QWidget:
    return _window()


@state("handover-given", settle=_given)
def _given_state() -> QWidget:
    return _window()


@state("handover-not-printed", settle=_not_printed)
def _not_printed_state() -> QWidget:
    return _window()


@state("handover-taken", settle=_taken)
def _taken_state() -> QWidget:
    return _window()


@state("handover-reporting", settle=_reporting)
def _reporting_state() -> QWidget:
    return _window()


@state("handover-refused", settle=_refused)
def _refused_state() -> QWidget:
    return _window()


@state("handover-past", settle=_past)
def _past_state() -> QWidget:
    return _window()


@state("handover-recalling", settle=_recalling)
def _recalling_state() -> QWidget:
    return _window()


def _officer(window: _Picture) -> None:
    _settled(window)
    window.scan(window.coming[:2])


@state("handover-officer", settle=_officer)
def _officer_state() -> QWidget:
    desk, folder = _desk("minh")
    at_work = _received(desk, _GIVEN[:5], "DT-08")
    desk.acts.done("hand_over", codes=at_work, to="QLDT")
    desk.acts.done("take_over", "minh", codes=at_work)
    desk.acts.done("finish", "minh", code=at_work[0], outcome="granted")
    coming = _received(desk, _GIVEN[5:] + _TAKEN[1:], "DT-09")
    desk.acts.done("hand_over", codes=coming, to="QLDT")
    desk.clock.set(datetime(2026, 11, 23, 9, 2))
    view = SessionView("BQL Khu kinh tế Hải Phòng", "Vũ Quang Minh", "minh", Role.OFFICER, "Quầy 1")
    window = _Picture(desk, folder, view)
    window.going, window.other, window.coming = at_work, "", coming
    return window


_QUICK = ("H24.28-261123-0407", "H24.28-261123-0409", "H24.28-261123-0412")


def _quicker(window: _Picture) -> None:
    """Paper of the other desk that came before its data: one taken before, two in the pile."""
    _settled(window)
    join(window.desk.acts)
    window.desk.acts.done("take_over", "minh", codes=[_QUICK[2]])
    stray = window.desk.acts.received("DT-08", applicant=person(_GIVEN[0]))
    window.desk.session.say_changed("dossier")
    window.desk.settle()
    window.scan([*window.coming[:3], stray, _QUICK[0]], minutes=2)


def _quicker_taken(window: _Picture) -> None:
    _quicker(window)
    window.press(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)


def _quicker_while_giving(window: _Picture) -> None:
    _settled(window)
    join(window.desk.acts)
    window.scan([window.going[0], _QUICK[1]])


state("handover-quicker", settle=_quicker)(_officer_state)
state("handover-quicker-taken", settle=_quicker_taken)(_officer_state)
state("handover-quicker-giving", settle=_quicker_while_giving)(_officer_state)
