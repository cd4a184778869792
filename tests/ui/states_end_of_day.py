"""Pictures of Kết thúc ngày in the whole window, on a real trial desk."""

from __future__ import annotations

import functools
import os
import tempfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from counter_app.domain.errors import NoPrinter
from counter_app.domain.events import LOCAL_ZONE
from counter_app.ui.main_window import MainWindow
from counter_app.ui.pages.end_of_day.checks import CheckId
from counter_app.ui.pages.end_of_day_page import EndOfDayPage
from counter_app.ui.pages.living_today_page import LivingTodayPage
from tests.builders import Clock, trial_desk
from tests.desks import COMPANY, Counter, person
from tests.ui.at_a_page import PageDesk
from tests.ui.invented import STATUS, session
from tests.ui.picture_states import state

MONDAY = date(2026, 11, 23)
EVENING = datetime(2026, 11, 23, 16, 42)


def copied(desk: PageDesk, at: datetime) -> None:
    """A copy of the file that was made at a local moment."""
    folder = desk.desk.folder / "backups"
    folder.mkdir(exist_ok=True)
    path = folder / f"desk-{at:%Y-%m-%d}.db"
    path.touch()
    stamp = at.replace(tzinfo=LOCAL_ZONE).timestamp()
    os.utime(path, (stamp, stamp))


@functools.cache
def empty_desk() -> Path:
    """A trial desk without a dossier, made once and copied."""
    folder = Path(tempfile.mkdtemp(prefix="counter-app-look-"))
    trial_desk(folder).close()
    return folder / "desk"


def usual_day(acts: Counter, clock: Clock) -> None:
    """Friday's rest, Monday's receipts in every state, fees, a receipt number used twice."""
    clock.set(datetime(2026, 11, 20, 15, 55))
    acts.received("DT-08", applicant=person("Trần Thị Ví Dụ"))
    late = acts.received("DT-01")
    acts.passed(late, "lan", "QLDT", "minh")
    clock.set(datetime(2026, 11, 23, 8, 2))
    names = ("Nguyễn Văn Mẫu", "Phạm Thị Thử", "Lê Văn Giả Định", "Đỗ Thị Ánh")
    codes = [acts.received("DT-08", applicant=person(name)) for name in names]
    codes += [acts.received("DT-01", applicant=COMPANY, channel="online") for _ in range(2)]
    clock.set(datetime(2026, 11, 23, 10, 20))
    acts.done("hand_over", codes=codes[:2], to="QLDT")
    acts.done("take_over", "minh", codes=codes[:1])
    acts.done("finish", "minh", code=late, outcome="granted", result_no="118/GCN")
    acts.passed(late, "minh", "MC", "lan")
    for code, amount, method, number in (
        (codes[2], 300_000, "cash", "0012345"),
        (codes[3], 1_200_000, "transfer", "0012346"),
        (codes[4], 100_000, "cash", "0012345"),
    ):
        acts.done("request_payment", code=code, amount_vnd=amount, what="phí thẩm định")
        acts.done("pay", code=code, amount_vnd=amount, method=method, receipt_no=number)
    acts.received("DT-08", applicant=person("Vũ Hoàng Khách"), fee_paid_vnd=50_000)


class _Picture(MainWindow):
    """The window over a copy of a desk, which ends with it."""

    def __init__(self, *, is_empty: bool = False, many: int = 0, backup: bool = True) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="counter-app-pictures-")
        self.at = PageDesk(Path(self.folder.name), "lan", template=empty_desk())
        if not is_empty:
            usual_day(self.at.acts, self.at.clock)
        for number in range(many):
            self.at.clock.set(datetime(2026, 11, 23, 9, 0) + timedelta(minutes=number))
            self.at.acts.received("DT-08", applicant=person(f"Nguyễn Văn Mẫu {number}"))
        self.at.clock.set(EVENING)
        if backup:
            copied(self.at, datetime(2026, 11, 23, 12, 0))
        self.end = EndOfDayPage(self.at.context)
        super().__init__(
            session(), {"end_of_day": lambda: self.end}, clock=lambda: EVENING, with_search=True
        )
        self.set_status(STATUS)
        self.show_page("end_of_day")

    def closeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().closeEvent(event)
        self.at.close()
        self.folder.cleanup()


def _settled(window: _Picture | _Today) -> None:
    window.at.settle()


def _at(check: CheckId) -> object:
    def choose(window: _Picture) -> None:
        window.at.settle()
        window.end.list.choose(check)
        window.at.settle()

    return choose


def _sign(window: _Picture) -> None:
    window.at.settle()
    QTest.keyClick(window.end.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    window.at.settle()


def _signed(window: _Picture) -> None:
    _sign(window)
    window.at.acts.received("DT-08", applicant=person("Khách đến muộn"))
    window.end.sheet.closed.emit()
    window.end.reload()
    window.at.settle()


def _signed_log(window: _Picture) -> None:
    _signed(window)
    window.end.list.choose(CheckId.LOG)


def _moved_on(window: _Picture) -> None:
    window.at.settle()
    window.at.acts.received("DT-08", applicant=person("Khách đến muộn"))
    _sign(window)


def _not_printed(window: _Picture) -> None:
    window.at.printer.error = NoPrinter(printer="")
    _sign(window)


def _wrong_date(window: _Picture) -> None:
    window.at.settle()
    window.end.head.field.setFocus()
    window.end.head.field.setText("31/02")
    QTest.keyClick(window.end.head.field, Qt.Key.Key_Return)
    window.at.settle()


@state("end-of-day", settle=_settled)
def _usual() -> QWidget:
    return _Picture()


@state("end-empty", settle=_settled)
def _empty() -> QWidget:
    return _Picture(is_empty=True)


@state("end-many", settle=_at(CheckId.RECEIVED))
def _many() -> QWidget:
    return _Picture(many=60, backup=False)


@state("end-fees", settle=_at(CheckId.FEES))
def _fees() -> QWidget:
    return _Picture()


@state("end-backup", settle=_at(CheckId.BACKUP))
def _backup() -> QWidget:
    return _Picture(backup=False)


@state("end-log", settle=_signed_log)
def _log() -> QWidget:
    return _Picture()


@state("end-sheet", settle=_sign)
def _sheet() -> QWidget:
    return _Picture()


@state("end-sheet-not-printed", settle=_not_printed)
def _sheet_not_printed() -> QWidget:
    return _Picture()


@state("end-signed", settle=_signed)
def _already() -> QWidget:
    return _Picture()


@state("end-moved-on", settle=_moved_on)
def _moved() -> QWidget:
    return _Picture()


@state("end-wrong-date", settle=_wrong_date)
def _date() -> QWidget:
    return _Picture()


@state("end-yesterday", settle=_settled)
def _after_midnight() -> QWidget:
    made = _Picture()
    made.at.clock.set(datetime(2026, 11, 24, 0, 20))
    made.end.page_shown()
    made.end.choose_day(MONDAY)
    return made


class _Today(MainWindow):
    """Hôm nay and the status bar after half past four."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="counter-app-pictures-")
        self.at = PageDesk(Path(self.folder.name), "lan", template=empty_desk())
        usual_day(self.at.acts, self.at.clock)
        self.at.clock.set(EVENING)
        self.today = LivingTodayPage(self.at.context, can_receive=True)
        super().__init__(session(), {"today": lambda: self.today}, clock=lambda: EVENING, with_search=True)
        self.set_status(replace(STATUS, owed="Chưa chốt ngày"))
        self.show_page("today")

    def closeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().closeEvent(event)
        self.at.close()
        self.folder.cleanup()


@state("end-owed-today", settle=_settled)
def _owed() -> QWidget:
    return _Today()
