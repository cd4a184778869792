"""Pictures of papers that belong to no dossier: menus and previews, over the pages that lead to them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from counter_app.ui.dialogs.paper_dialog import PaperDialog
from tests.ui import states_catalogue, states_dossiers
from tests.ui.picture_states import state


def _lay_over(window: QWidget, dialog: PaperDialog) -> None:
    """The dialog laid over the window, for a picture takes the window alone."""
    dialog.setWindowFlags(Qt.WindowType.Widget)
    dialog.setParent(window)
    dialog.move((window.width() - dialog.width()) // 2, (window.height() - dialog.height()) // 2)
    dialog.setAutoFillBackground(True)
    dialog.show()


def _paper(open_it: Callable[[QWidget], None]) -> Callable[[QWidget], None]:
    def settle(window: QWidget) -> None:
        desk = _desk_of(window)
        desk.settle()
        open_it(window)
        desk.settle()
        desk.settle()
        dialog = window.findChild(PaperDialog)
        assert dialog is not None
        if dialog.preview.page_count() > 1:
            dialog.preview.show_page(1)
        _lay_over(window, dialog)

    return settle


def _desk_of(window: QWidget) -> object:
    return getattr(window, "desk", None) or states_dossiers._desk()


def _menu(window: QWidget) -> None:
    """The menu painted where it stands: it is a window of its own."""
    desk = _desk_of(window)
    desk.settle()
    page = window.page("dossiers")
    page.head.register.click()
    desk.settle()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    button = page.head.register
    at = button.mapTo(window, QPoint(0, button.height()))
    picture: QPixmap = menu.grab()
    menu.close()
    shown = QLabel(window)
    shown.setTextFormat(Qt.TextFormat.PlainText)
    shown.setPixmap(picture)
    width = round(picture.width() / picture.devicePixelRatio())
    shown.move(min(at.x(), window.width() - width - 8), at.y())
    shown.adjustSize()
    shown.show()


def _open_register(window: QWidget) -> None:
    window.page("dossiers")._register.desk_papers.open_paper("register", "DT-2026-1")


def _open(form: str, code: str = "") -> Callable[[QWidget], None]:
    def do(window: QWidget) -> None:
        window.catalogue.papers.desk_papers.open_paper(form, code)

    return do


@state("deskpaper-register-menu", settle=_menu)
def _register_menu() -> QWidget:
    return states_dossiers._window()


@state("deskpaper-register", settle=_paper(_open_register))
def _register() -> QWidget:
    return states_dossiers._window()


@state("deskpaper-posting", settle=_paper(_open("posting", "DT-01")))
def _posting() -> QWidget:
    return states_catalogue._Picture()


@state("deskpaper-survey", settle=_paper(_open("survey")))
def _survey() -> QWidget:
    return states_catalogue._Picture()
