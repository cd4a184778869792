"""Pictures of the reception page in the whole window, on a real trial desk: Monday 23/11/2026, 09:14."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from counter_app.domain.dossier import Channel
from counter_app.domain.errors import PrintFailed, StoreFull
from counter_app.domain.staff import Role
from counter_app.services import reception
from counter_app.ui.main_window import MainWindow
from tests.builders import a_form
from tests.ui.at_the_counter import Counter, Fingers
from tests.ui.invented import NOW, STATUS, session
from tests.ui.picture_states import state

_PAGES = ("today", "reception")


class _Picture(MainWindow):
    """The window over a desk of its own, which ends with it."""

    def __init__(self, counter: Counter, folder: tempfile.TemporaryDirectory[str]) -> None:
        self.counter, self.folder = counter, folder
        pages = {"today": QWidget, "reception": lambda: counter.page}
        super().__init__(session(Role.COUNTER), pages, clock=lambda: NOW)
        self.set_status(STATUS)
        self.show_page("reception")

    def fingers(self) -> Fingers:
        return Fingers(self, self.counter.settle)

    def closeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().closeEvent(event)
        self.counter.close()
        self.folder.cleanup()


def _window(*, is_known: bool = True, is_open: bool = False) -> _Picture:
    folder = tempfile.TemporaryDirectory(prefix="counter-app-pictures-")
    counter = Counter(Path(folder.name))
    if is_known:
        counter.receive(a_form(procedure="DT-09", components=a_form().components[:1]))
    if is_open:
        counter.receive()
    return _Picture(counter, folder)


def _begin(window: _Picture, procedure: str = "dt08") -> Fingers:
    window.counter.settle()
    hands = window.fingers()
    hands.type(procedure)
    hands.enter()
    hands.type("0299001487")
    window.counter.settle()
    return hands


def _half(window: _Picture) -> None:
    hands = _begin(window)
    hands.ctrl(Qt.Key.Key_Space)
    table = window.counter.page.form.components.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(3, 1))
    window.counter.settle()


def _missing(window: _Picture) -> None:
    _begin(window)
    form = window.counter.page.form
    table = form.components.table
    table.setFocus()
    for row in (0, 1):
        table.setCurrentIndex(table.model().index(row, 1))
        QTest.keyClick(table, Qt.Key.Key_Space)
    form.applicant.email.edit.setFocus()
    form.applicant.email.edit.setText("dn02@example")
    QTest.keyClick(form.applicant.email.edit, Qt.Key.Key_Backspace)
    QTest.keyClick(form.applicant.email.edit, "e")
    table.setFocus()
    table.show_missing()
    window.counter.settle()


def _received(window: _Picture) -> None:
    hands = _begin(window)
    hands.ctrl(Qt.Key.Key_Space)
    window.counter.settle()
    window.counter.clock.move(seconds=41)
    hands.ctrl(Qt.Key.Key_Return)
    window.counter.settle()


def _settled(window: _Picture) -> None:
    window.counter.settle()


@state("reception-empty", settle=_settled)
def _empty_state() -> QWidget:
    return _window()


@state("reception-half", settle=_half)
def _half_state() -> QWidget:
    return _window()


@state("reception-missing", settle=_missing)
def _missing_state() -> QWidget:
    return _window()


@state("reception-duplicate", settle=_half)
def _duplicate_state() -> QWidget:
    return _window(is_open=True)


@state("reception-received", settle=_received)
def _received_state() -> QWidget:
    return _window()


def _next(window: _Picture) -> None:
    _received(window)
    window.fingers().press(Qt.Key.Key_F2)
    window.counter.settle()


@state("reception-next", settle=_next)
def _next_state() -> QWidget:
    return _window()


def _type_ahead(window: _Picture) -> None:
    window.counter.settle()
    window.fingers().type("dieu chinh")
    window.counter.settle()


@state("reception-typing", settle=_type_ahead)
def _typing_state() -> QWidget:
    return _window()


def _other(window: _Picture) -> None:
    _half(window)
    applicant = window.counter.page.form.applicant
    applicant.submitter.edit.setFocus()
    applicant.submitter.edit.selectAll()
    QTest.keyClicks(applicant.submitter.edit, "Nguyen Van Nop")
    applicant.submitter_number.setFocus()
    window.counter.settle()


@state("reception-submitter", settle=_other)
def _other_state() -> QWidget:
    return _window(is_open=True)


def _correcting(window: _Picture) -> None:
    _received(window)
    QTest.keyClick(window, Qt.Key.Key_F10)
    window.counter.settle()


@state("reception-correcting", settle=_correcting)
def _correcting_state() -> QWidget:
    return _window()


def _long(window: _Picture) -> None:
    _begin(window, "dt03")
    window.counter.settle()


@state("reception-long", settle=_long)
def _long_state() -> QWidget:
    return _window(is_known=True)




def _refusing(window: _Picture) -> None:
    _half(window)
    window.counter.page.form.side.right.click()
    window.counter.settle()


@state("reception-refusing", settle=_refusing)
def _refusing_state() -> QWidget:
    return _window()


def _asked_by_hand(window: _Picture) -> None:
    _begin(window)
    window.counter.page.form.components.table.setFocus()
    window.counter.page.form.side.left.click()
    window.counter.settle()


@state("reception-asking", settle=_asked_by_hand)
def _asking_state() -> QWidget:
    return _window()


def _not_printed(window: _Picture) -> None:
    hands = window.fingers()
    window.counter.printer.shelf = ("Khay thử", "HP LaserJet M404 (A5)")
    window.counter.settle()
    window.counter.page.form.applicant.name.setFocus()
    hands.type("Tran Thi Vi Du")
    hands.ctrl(Qt.Key.Key_N)
    window.counter.printer.error = PrintFailed(printer="HP LaserJet M404", because="not_started")
    _received(window)


@state("reception-not-printed", settle=_not_printed)
def _not_printed_state() -> QWidget:
    return _window()


def _full(window: _Picture) -> None:
    _half(window)
    window.counter.page.form.show_error(StoreFull(path="desk.sqlite"))
    window.counter.page.form.applicant.submitter.ask_for_all()


@state("reception-full-disk", settle=_full)
def _full_state() -> QWidget:
    return _window(is_open=True)


def _joint(window: _Picture) -> None:
    _half(window)
    window.fingers().ctrl(Qt.Key.Key_J)
    joint = window.counter.page.form.way.joint
    joint.lines[0].unit.set_value("TNMT")
    joint.lines[0].due.edit.setText("30/11/2026")
    joint.edited.emit()
    window.counter.settle()


def _accepting(window: _Picture) -> None:
    window.counter.settle()
    window.counter.page.correct("000.28.26.H24-261123-000017")
    window.counter.settle()


def _online_window() -> _Picture:
    window = _window()
    new = a_form(portal_code="000.28.26.H24-261123-000017", channel=Channel.ONLINE)

    def do(uow: Any) -> None:
        reception.register(uow, new, by="lan")
        uow.commit()

    window.counter.desk.write(do)
    return window


@state("reception-act-joint", settle=_joint)
def _joint_state() -> QWidget:
    return _window()


@state("reception-act-online", settle=_accepting)
def _online_state() -> QWidget:
    return _online_window()
