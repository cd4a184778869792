"""What comes into the window: the desk's pages, the first run, what keeps the desk shut; or a picture."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSize, QTimer
from PySide6.QtWidgets import QApplication

from counter_app.domain.errors import CounterError, FileNotWritten
from counter_app.ui import theme
from counter_app.ui.desk_port import DeskPort
from counter_app.ui.desk_window import DeskWindow
from counter_app.ui.farewell import Farewell
from counter_app.ui.fault_hook import FaultHook
from counter_app.ui.letter_size import fitting
from counter_app.ui.main_window import MainWindow
from counter_app.ui.messages import sentence_of
from counter_app.ui.pages.sign_in_page import SignInPage
from counter_app.ui.printing import NoPaper, SystemPrinter
from counter_app.ui.shell import Shell
from counter_app.ui.standard_texts import StandardTexts
from counter_app.ui.start import DeskMakers, made_application

if TYPE_CHECKING:
    from counter_app.ui.local_server import Answering, LocalServer
    from counter_app.ui.pages.first_run_page import FirstRunPage

_LAID_OUT_MS = 200
PICTURE_SIZE = QSize(1366, 768)


def application(scheme: str = "system", body_px: int = 14) -> QApplication:
    """The Qt application, made once: fonts, Fusion, palette, sheet, and Qt's own texts in Vietnamese."""
    app = made_application()
    if app.findChild(StandardTexts) is None:
        app.installTranslator(StandardTexts(app))
    theme.apply(app, scheme, fitting(body_px))
    return app


class Stage(QObject):
    """What stands in the window after the opening picture: the first-run page, the desk, or what is wrong."""

    def __init__(self, shell: Shell, makers: DeskMakers, scheme: str, body_px: int) -> None:
        super().__init__(shell)
        self._shell, self._makers = shell, makers
        self._desk: DeskPort | None = None
        self._shown: DeskWindow | None = None
        self._server: LocalServer | None = None
        application(scheme, body_px)
        # What is loaded by now stays: the collector need not look at it again between two keys.
        gc.freeze()
        self._hook = FaultHook()

    def go_on(self, desk: DeskPort | None) -> None:
        """With the desk that was opened; None: there is none yet."""
        if desk is None:
            self._ask_for_desk()
        else:
            self._desk = desk
            self._show(desk)

    def _show(self, desk: DeskPort) -> None:
        application(desk.settings.theme, desk.settings.body_px)
        self._shown = DeskWindow(desk, SystemPrinter(desk.settings.printer, tray=lambda: desk.settings.tray))
        self._shown.asked.connect(self._keep_place)
        self._shown.ask_who()
        self._shell.hold(self._shown.window)
        self._server = _listening(self._shell, self._shown, self._makers.answers, self)
        farewell = Farewell(self._shown)
        farewell.over.connect(self._shell.close)
        self._shell.ask_before_closing(farewell.may_close)
        # The page is usable first; copy and check come behind it.
        QTimer.singleShot(2_000, self._shown.begin_upkeep)

    def _keep_place(self) -> None:
        page = self._shell.findChild(SignInPage)
        if page is not None:
            QTimer.singleShot(_LAID_OUT_MS, page, lambda: self._shell.keep_brand_top(page.brand_top()))

    def _ask_for_desk(self) -> None:
        from counter_app.ui.pages.first_run_page import FirstRunPage

        printer = SystemPrinter()
        page = FirstRunPage(printers=printer.names(), default_printer=printer.chosen())
        frame = MainWindow(None, {}, clock=_long_ago)
        frame.cover(page)
        page.submitted.connect(lambda first: self._begin(page, lambda: self._makers.make(first)))
        page.trial_requested.connect(lambda: self._begin(page, self._makers.make_trial))
        self._shell.hold(frame)

    def _begin(self, page: FirstRunPage, act: Callable[[], DeskPort]) -> None:
        page.set_busy(True)
        QApplication.processEvents()
        try:
            self._desk = act()
        except CounterError as error:
            page.show_error(sentence_of(error))
            return
        finally:
            page.set_busy(False)
        self._show(self._desk)

    def say(self, error: CounterError) -> None:
        """Why the desk cannot be opened; the window closes by Esc or its button."""
        if QApplication.platformName() in {"offscreen", "minimal"}:
            self._shell.close()  # nobody can read it: the answer of the command says it
            return
        from counter_app.ui.pages.cannot_open_page import CannotOpenPage

        page = CannotOpenPage(sentence_of(error))
        page.closed.connect(self._shell.close)
        self._shell.hold(page)
        page.setFocus()

    def close(self) -> None:
        """Save what was typed, let the worker end, let go of the desk."""
        if self._server is not None:
            self._server.close()
        if self._shown is not None:
            self._shown.close()
        if self._desk is not None:
            self._desk.close()
        self._hook.remove()


def _listening(*parts: Any) -> LocalServer:
    from counter_app.ui.local_server import listen  # Qt's network part is loaded behind the first picture

    return listen(*parts)


def run(desk: DeskPort, answers: Mapping[str, Answering] | None = None) -> int:
    """Open the window over a desk that is open already, and stay until it is closed; answers the exit code.

    The desk is closed with the window. `answers`: what the window does for other processes.
    """
    app = application(desk.settings.theme, desk.settings.body_px)
    shell = Shell(desk.settings.theme)
    stage = Stage(shell, _made_already(desk, answers), desk.settings.theme, desk.settings.body_px)
    stage.go_on(desk)
    shell.show_as_before()
    try:
        return int(app.exec())
    finally:
        stage.close()


def _made_already(desk: DeskPort, answers: Mapping[str, Answering] | None = None) -> DeskMakers:
    return DeskMakers(lambda: desk, lambda _first: desk, lambda: desk, answers or {})


def _long_ago() -> datetime:
    """The clock of a frame that lies under the first-run page and is never seen."""
    return datetime(2000, 1, 1)


def picture(desk: DeskPort, path: Path, login: str = "lan") -> None:
    """Draw the window on the reception page into a PNG, without a screen. Raises FileNotWritten."""
    from counter_app.ui.pages.reception_page import ReceptionPage

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
