"""Pictures of the calendar being kept: form, proposals, file, preview, recalculation, what came of it."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.domain.staff import Role
from counter_app.services.remarks import paper_printed
from counter_app.ui.main_window import MainWindow
from counter_app.ui.pages.catalogue.calendar_view import SidePart
from counter_app.ui.pages.catalogue_page import CataloguePage
from tests.builders import Clock, trial_desk
from tests.desks import Counter as Acts
from tests.desks import person
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers
from tests.ui.invented import NOW, STATUS, session
from tests.ui.picture_states import state

_PAGES = ("today", "reception", "handover", "dossiers", "returns")
_NAMES = (
    "Công ty TNHH Điện tử Tân Cảng",
    "Công ty Cổ phần Logistics Đình Vũ",
    "Nguyễn Thị Ngọc Huyền",
    "Công ty TNHH MTV Chế biến Thủy sản Cát Hải và Dịch vụ Hậu cần Nghề cá",
    "Trần Đức Mạnh",
    "Công ty TNHH Nhựa Kỹ thuật An Dương",
)
_FILE = """date,kind,label,notice,status
2027-01-01,off,Tết Dương lịch,Bộ luật Lao động Đ.112,confirmed
2027-02-04,off,Tết Nguyên đán,8150/TB-BNV,confirmed
2027-02-05,off,Tết Nguyên đán,8150/TB-BNV,confirmed
2027-02-30,off,Tết Nguyên đán,8150/TB-BNV,confirmed
2027-02-08,nghi,Tết Nguyên đán,8150/TB-BNV,confirmed
2027-02-05,off,Tết Nguyên đán,8150/TB-BNV,confirmed
2026-11-24,off,Ngày Văn hóa Việt Nam,Nghị quyết 28/2026/QH16,confirmed
2026-08-22,off,Nghỉ hoán đổi,9441/TB-BNV,confirmed
"""


@cache
def _template() -> Path:
    """A desk with eighteen open dossiers, a third of them printed, two with the clock standing still."""
    folder = Path(tempfile.mkdtemp(prefix="counter-app-pictures-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    clock = Clock()
    with trial_desk(folder, clock) as desk:
        acts = Acts(desk, clock)
        procedures = ("DT-08", "DT-09", "LD-01", "MT-01", "XD-01", "TM-01")
        codes = [
            acts.received(procedures[n % 6], applicant=person(_NAMES[n % 6])) for n in range(18)
        ]

        def paper(uow: Any) -> None:
            for code in codes[::3]:
                paper_printed(uow, code, form="receipt", version=1, copies=(1, 2), by="lan")
            uow.commit()

        desk.write(paper)
    return folder / "desk"


class _Picture(MainWindow):
    """The window over a desk of its own, which ends with it."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="counter-app-pictures-")
        self.desk = PageDesk(Path(self.folder.name), "quantri", template=_template())
        self.catalogue = CataloguePage(self.desk.context)
        pages = dict.fromkeys(_PAGES, QWidget)
        shown = {**pages, "catalogue": lambda: self.catalogue}
        super().__init__(session(Role.ADMINISTRATOR), shown, clock=lambda: NOW, with_search=True)
        self.set_status(STATUS)
        self.show_page("catalogue")

    def hands(self) -> Fingers:
        self.desk.settle(self.catalogue.is_ready)
        return Fingers(self, lambda: self.desk.settle(self.catalogue.is_ready))

    def closeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().closeEvent(event)
        self.desk.close()
        self.folder.cleanup()


def _form(window: _Picture) -> Fingers:
    hands = window.hands()
    hands.ctrl(Qt.Key.Key_2)
    hands.ctrl(Qt.Key.Key_D)
    return hands


def _typed(window: _Picture, day: str, kind: Qt.Key, label: str, notice: str) -> Fingers:
    hands, edit = window.hands(), window.catalogue.calendar.edit
    edit.day.setFocus()
    hands.type(day)
    edit.kind.setFocus()
    hands.press(kind)
    if label:
        edit.label.setFocus()
        hands.type(label)
    edit.notice.setFocus()
    edit.notice.edit.selectAll()
    hands.type(notice)
    edit.add.setFocus()
    hands.press(Qt.Key.Key_Space)
    return hands


def _draft(window: _Picture) -> Fingers:
    _form(window)
    _typed(window, "271126", Qt.Key.Key_Home, "Nghỉ tránh bão số 12", "118/CĐ-TTg")
    hands = _typed(window, "051226", Qt.Key.Key_Home, "", "118/CĐ-TTg")  # refused: no name
    edit = window.catalogue.calendar.edit
    edit.kind.setFocus()
    hands.press(Qt.Key.Key_Right)
    edit.label.setFocus()
    hands.type("Làm bù cho 27/11")
    edit.add.setFocus()
    hands.press(Qt.Key.Key_Space)
    return hands


def _wrong(window: _Picture) -> None:
    _form(window)
    _typed(window, "310226", Qt.Key.Key_Home, "", "118/CĐ-TTg")


def _proposals(window: _Picture) -> Fingers:
    hands = _form(window)
    window.catalogue.calendar.show_year(2027)
    window.catalogue.calendar.edit.propose.setFocus()
    hands.press(Qt.Key.Key_Space)
    window.desk.settle()
    return hands


def _file(window: _Picture) -> None:
    hands = _form(window)
    file = Path(window.folder.name) / "lich-nghi-2027.csv"
    file.write_text(_FILE, "utf-8")
    window.catalogue.calendar_desk.ask_file = lambda _parent, _folder: str(file)
    hands.ctrl(Qt.Key.Key_I)
    window.desk.settle()


def _preview(window: _Picture) -> Fingers:
    hands = _form(window)
    _typed(window, "271126", Qt.Key.Key_Home, "Nghỉ tránh bão số 12", "118/CĐ-TTg")
    hands.ctrl(Qt.Key.Key_Return)
    window.desk.settle()
    return hands


def _earlier(window: _Picture) -> Fingers:
    hands = _form(window)
    _typed(window, "241126", Qt.Key.Key_End, "", "thu hồi thông báo")
    hands.ctrl(Qt.Key.Key_Return)
    window.desk.settle()
    return hands


def _stored(window: _Picture) -> Fingers:
    hands = _preview(window)
    hands.ctrl(Qt.Key.Key_Return)
    window.desk.settle()
    return hands


def _for_the_supervisor(window: _Picture) -> Fingers:
    hands = window.hands()
    window.desk.sign_in("tuan")
    window.catalogue.page_shown()
    window.desk.settle()
    return hands


def _stale(window: _Picture) -> Fingers:
    _stored(window)
    return _for_the_supervisor(window)


def _recalculation(window: _Picture) -> Fingers:
    _earlier(window).ctrl(Qt.Key.Key_Return)
    window.desk.settle()
    hands = _for_the_supervisor(window)
    hands.ctrl(Qt.Key.Key_J)
    window.desk.settle()
    return hands


def _no_reason(window: _Picture) -> None:
    _recalculation(window).ctrl(Qt.Key.Key_Return)


def _counted(window: _Picture) -> None:
    hands = _recalculation(window)
    hands.type("Thu hồi ngày nghỉ theo công văn 120")
    hands.ctrl(Qt.Key.Key_Return)
    window.desk.settle()


def _versions(window: _Picture) -> None:
    _stored(window)
    window.catalogue.calendar.show_part(SidePart.VERSIONS)


_STATES = {
    "calendar-form": _form,
    "calendar-draft": _draft,
    "calendar-wrong": _wrong,
    "calendar-proposals": _proposals,
    "calendar-file": _file,
    "calendar-preview": _preview,
    "calendar-preview-earlier": _earlier,
    "calendar-stored": _stored,
    "calendar-stale": _stale,
    "calendar-recalculation": _recalculation,
    "calendar-recalculation-no-reason": _no_reason,
    "calendar-recalculated": _counted,
    "calendar-versions": _versions,
}
for _name, _settle in _STATES.items():
    state(_name, settle=_settle)(_Picture)
