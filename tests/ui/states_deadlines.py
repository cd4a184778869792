"""Pictures of Theo dõi hạn in the whole window, on a real trial desk of 200 dossiers and their past."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from counter_app.domain.errors import PrintFailed
from counter_app.domain.staff import Role
from counter_app.ui.main_window import MainWindow
from counter_app.ui.pages.deadlines.figures import Number
from counter_app.ui.pages.deadlines.page_head import Scope
from counter_app.ui.pages.deadlines_page import DeadlinesPage
from tests.ui.at_a_page import PageDesk
from tests.ui.deadlines.past import past_desk
from tests.ui.invented import NOW, STATUS, session
from tests.ui.picture_states import state


class _Picture(MainWindow):
    """The window over a copy of the desk, which ends with it."""

    def __init__(self, login: str = "tuan", role: Role = Role.SUPERVISOR) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="counter-app-pictures-")
        self.at = PageDesk(Path(self.folder.name), login, template=past_desk(), at=NOW)
        self.at.memory.keep("export/folder", self.folder.name)
        self.deadlines = DeadlinesPage(self.at.context)
        super().__init__(
            session(role), {"deadlines": lambda: self.deadlines}, clock=lambda: NOW, with_search=True
        )
        self.set_status(STATUS)
        self.show_page("deadlines")

    def closeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().closeEvent(event)
        self.at.close()
        self.folder.cleanup()


def _settled(window: _Picture) -> None:
    window.at.settle()


def _tile(number: Number) -> object:
    def press(window: _Picture) -> None:
        window.at.settle()
        QTest.keyClick(window.deadlines.tiles.tiles[number], Qt.Key.Key_Return)
        window.at.settle()

    return press


def _scope(scope: Scope) -> object:
    def choose(window: _Picture) -> None:
        window.at.settle()
        window.deadlines.head.choose(scope)
        window.deadlines.numbers[scope].setFocus()

    return choose


def _preview(window: _Picture) -> None:
    window.at.settle()
    window.deadlines.print_list()
    window.at.settle()


def _print_failed(window: _Picture) -> None:
    _preview(window)
    window.at.printer.error = PrintFailed(printer="HP LaserJet M404", because="printer_error")
    window.deadlines.out.print()
    window.at.settle()


def _reason(window: _Picture) -> None:
    window.at.settle()
    window.deadlines.reason.ask(612)


def _exported(window: _Picture) -> None:
    window.at.settle()
    window.deadlines.export()
    window.at.settle()


@state("deadlines", settle=_settled)
def _whole() -> QWidget:
    return _Picture()


@state("deadlines-today", settle=_tile(Number.TODAY))
def _today() -> QWidget:
    return _Picture()


@state("deadlines-paused", settle=_tile(Number.PAUSED))
def _paused() -> QWidget:
    return _Picture()


@state("deadlines-risk", settle=_tile(Number.RISK))
def _risk() -> QWidget:
    return _Picture()


@state("deadlines-units", settle=_scope(Scope.UNITS))
def _units() -> QWidget:
    return _Picture()


@state("deadlines-officers", settle=_scope(Scope.OFFICERS))
def _officers() -> QWidget:
    return _Picture()


@state("deadlines-head", settle=_settled)
def _head() -> QWidget:
    return _Picture("dung", Role.HEAD)


@state("deadlines-print", settle=_preview)
def _printing() -> QWidget:
    return _Picture()


@state("deadlines-print-failed", settle=_print_failed)
def _printing_failed() -> QWidget:
    return _Picture()


@state("deadlines-reason", settle=_reason)
def _asking() -> QWidget:
    return _Picture()


@state("deadlines-exported", settle=_exported)
def _exporting() -> QWidget:
    return _Picture()
