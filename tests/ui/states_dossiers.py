"""Pictures of the page Hồ sơ over a real desk with many dossiers, in the whole frame."""

from __future__ import annotations

import atexit
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.domain.staff import Role
from counter_app.queries.dossier_pages import DossierFilter
from counter_app.ui.main_window import MainWindow
from counter_app.ui.pages.dossiers_page import DossiersPage
from tests.ui.at_a_page import PageDesk
from tests.ui.invented import NOW, STATUS, session
from tests.ui.picture_states import state

ROWS = 150


@cache
def _desk() -> PageDesk:
    """One desk for all pictures."""
    folder = tempfile.TemporaryDirectory(prefix="pictures-")
    made = PageDesk(Path(folder.name), "lan", dossiers=ROWS)
    atexit.register(folder.cleanup)
    atexit.register(made.close)
    return made


def _window() -> MainWindow:
    desk = _desk()
    desk.memory.forget("dossiers/columns")
    page = DossiersPage(desk.context)
    others = dict.fromkeys(("reception", "handover", "returns", "catalogue"), QWidget)
    made = MainWindow(
        session(Role.COUNTER), {**others, "dossiers": lambda: page}, clock=lambda: NOW, with_search=True
    )
    made.set_status(STATUS)
    made.show_page("dossiers")
    made.setProperty("page", page)
    return made


def _page(root: QWidget) -> Any:
    page = root.findChild(QWidget, "dossiers_page")
    page.page_shown()
    _desk().settle()
    return page


def _list(root: QWidget) -> None:
    page = _page(root)
    page.table.setFocus(Qt.FocusReason.TabFocusReason)
    page.table.selectRow(6)
    _desk().settle()


def _panel(root: QWidget) -> None:
    _list(root)
    page = _page(root)
    page.open_dossier(page.table.current_row().shown_code)
    _desk().settle()
    page.table.clearFocus()


def _narrowed(root: QWidget) -> None:
    page = _page(root)
    page.open_list("Quá hạn của phòng QLĐT", DossierFilter(is_overdue=True))
    page.head.unit_chosen.emit("QLDT")
    _desk().settle()


def _empty(root: QWidget) -> None:
    page = _page(root)
    page.open_list("Đến hạn ngày lễ", DossierFilter(codes=("H24.28-990101-0001",)))
    _desk().settle()


def _menu(root: QWidget) -> None:
    page = _page(root)
    page.head.segments.setFocus(Qt.FocusReason.TabFocusReason)
    page.head.ask_name()
    page.table.show_columns(column.id for column in page.model.columns)
    _desk().settle()


def _reason(root: QWidget) -> None:
    _panel(root)
    page = _page(root)
    page._export.reason.ask(1_284)
    _desk().settle()


state("dossiers-list", settle=_list)(_window)
state("dossiers-panel", settle=_panel)(_window)
state("dossiers-narrowed", settle=_narrowed)(_window)
state("dossiers-empty", settle=_empty)(_window)
state("dossiers-reason", settle=_reason)(_window)
state("dossiers-all-columns-save", settle=_menu)(_window)
