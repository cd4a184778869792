"""Starts Qt in the right order, and opens the window: over a desk, on the first run, or for a picture."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication

from counter_app.domain.errors import CounterError, FileNotWritten
from counter_app.ui import theme
from counter_app.ui.desk_port import DeskPort
from counter_app.ui.desk_window import DeskWindow
from counter_app.ui.fault_hook import FaultHook
from counter_app.ui.main_window import MainWindow
from counter_app.ui.messages import sentence_of
from counter_app.ui.pages.first_run_page import FirstRun, FirstRunPage
from counter_app.ui.pages.reception_page import ReceptionPage
from counter_app.ui.printing import NoPaper, SystemPrinter
from counter_app.ui.standard_texts import StandardTexts

PICTURE_SIZE = QSize(1366, 768)


def application(scheme: str = "system", body_px: int = 14) -> QApplication:
    """The Qt application, made once: fonts, Fusion, palette, sheet, and the hook for what must not happen."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("counter-app")
    app.setOrganizationName("counter-app")
    if not isinstance(existing, QApplication):
        app.installTranslator(StandardTexts(app))
    theme.apply(app, scheme, body_px)
    return app


def run(desk: DeskPort) -> int:
    """Open the window over a desk and stay until it is closed; answers the exit code."""
    app = application(desk.settings.theme, desk.settings.body_px)
    hook = FaultHook()
    shown = DeskWindow(desk, SystemPrinter(desk.settings.printer))
    shown.ask_who()
    _show(shown.window)
    # The page is usable first; copy and check come behind it.
    QTimer.singleShot(2_000, shown.begin_upkeep)
    try:
        return int(app.exec())
    finally:
        shown.close()
        hook.remove()


def first_run(make: Callable[[FirstRun], DeskPort], make_trial: Callable[[], DeskPort]) -> int:
    """Ask what a new desk needs, make it, and go on in its window. The desk is closed at the end."""
    app = application()
    hook = FaultHook()
    printer = SystemPrinter()
    page = FirstRunPage(printers=printer.names(), default_printer=printer.chosen())
    window = MainWindow(None, {}, clock=_long_ago)
    window.cover(page)
    made: list[DeskPort] = []

    def begin(act: Callable[[], DeskPort]) -> None:
        page.set_busy(True)
        app.processEvents()
        try:
            made.append(act())
            window.close()
        except CounterError as error:
            page.show_error(sentence_of(error))
        finally:
            page.set_busy(False)

    page.submitted.connect(lambda first: begin(lambda: make(first)))
    page.trial_requested.connect(lambda: begin(make_trial))
    _show(window)
    try:
        app.exec()
    finally:
        hook.remove()
    if not made:
        return 0
    try:
        return run(made[0])
    finally:
        made[0].close()


def _long_ago() -> datetime:
    """The clock of a frame that lies under the first-run page and is never seen."""
    return datetime(2000, 1, 1)


def _show(window: MainWindow) -> None:
    """As large as fits: full on small screens, roomy on large ones."""
    available = window.screen().availableGeometry()
    if available.width() <= 1440:
        window.showMaximized()
    else:
        window.resize(min(1600, available.width() - 120), min(960, available.height() - 80))
        window.show()


def picture(desk: DeskPort, path: Path, login: str = "lan") -> None:
    """Draw the window on the reception page into a PNG, without a screen. Raises FileNotWritten."""
    if not os.environ.get("QT_QPA_PLATFORM"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        # Without a screen the platform warns of every size hint; a person at a terminal cannot use that.
        os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    app = application("light")
    shown = DeskWindow(desk, NoPaper())
    try:
        shown.window.resize(PICTURE_SIZE)
        shown.window.show()
        person = desk.read(lambda reading: reading.reference.person(login))
        shown.enter(person)
        shown.window.show_page("reception")
        _settle(app, shown)
        page = shown.window.page("reception")
        if isinstance(page, ReceptionPage):
            page.open_form(replace(page.form.state, procedure="DT-01"))
            _settle(app, shown)
        if not shown.window.grab().save(str(path), "PNG"):
            raise FileNotWritten(path=str(path), because="picture")
    finally:
        shown.close()
        shown.window.close()


def _settle(app: QApplication, shown: DeskWindow) -> None:
    while not shown.jobs.is_idle():
        app.processEvents()
    app.processEvents()
