"""Pictures of the administration page in the whole window."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtWidgets import QWidget

from counter_app.domain.staff import Role
from counter_app.ui.main_window import MainWindow
from counter_app.ui.pages.administration_page import AdministrationPage
from tests.ui.at_a_page import PageDesk
from tests.ui.invented import NOW, STATUS, session
from tests.ui.picture_states import state

_PAGES = ("today", "dossiers", "catalogue")


class _Picture(MainWindow):
    """The window over a desk of its own, which ends with it."""

    def __init__(self, part: str) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="counter-app-pictures-")
        self.desk = PageDesk(Path(self.folder.name), "quantri")
        self.desk.printer.shelf = ("Canon LBP 2900", "Brother HL-L2321D")
        self.desk.printer.used = "Canon LBP 2900"
        self.made = AdministrationPage(self.desk.context)
        pages = {**dict.fromkeys(_PAGES, QWidget), "settings": lambda: self.made}
        super().__init__(session(Role.ADMINISTRATOR), pages, clock=lambda: NOW, with_search=True)
        self.set_status(STATUS)
        self.show_page("settings")
        self.made.show_part(part)

    def settle(self) -> None:
        self.made.current().reload()
        self.desk.settle()

    def closeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().closeEvent(event)
        self.desk.close()
        self.folder.cleanup()


def _people(window: QWidget) -> None:
    window.settle()
    window.made.parts["people"].table.set_current("minh")


def _password(window: QWidget) -> None:
    _people(window)
    window.made.parts["people"].reset.click()
    window.desk.settle()


def _settle(window: QWidget) -> None:
    window.settle()


def _unit(window: QWidget) -> None:
    window.settle()
    window.made.parts["units"].table.set_current("QLDT")


def _copies(window: QWidget) -> None:
    window.desk.desk.upkeep()
    window.settle()


@state("administration-people", settle=_people)
def _administration_people() -> QWidget:
    return _Picture("people")


@state("administration-password", settle=_password)
def _administration_password() -> QWidget:
    return _Picture("people")


@state("administration-new-person", settle=_settle)
def _administration_new() -> QWidget:
    return _Picture("people")


@state("administration-units", settle=_unit)
def _administration_units() -> QWidget:
    return _Picture("units")


@state("administration-agency", settle=_settle)
def _administration_agency() -> QWidget:
    return _Picture("agency")


@state("administration-machine", settle=_settle)
def _administration_machine() -> QWidget:
    return _Picture("machine")


@state("administration-backup", settle=_copies)
def _administration_backup() -> QWidget:
    return _Picture("backup")


def _leaving(window: QWidget) -> None:
    acts = window.desk.acts
    code = acts.received()
    acts.passed(code, "lan", "QLDT", "minh")
    acts.done("assign", "dung", codes=[code], officer="minh")
    _people(window)
    part = window.made.parts["people"]
    part.service.set_value("no")
    part.submit()
    window.settle()


@state("administration-act-leaving", settle=_leaving)
def _administration_leaving() -> QWidget:
    return _Picture("people")
