"""From the click to the desk: the window is painted first, the file is opened behind it.

Nothing heavy is imported before the first picture (the store's library alone takes longer than Qt).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from counter_app.ui.collector import collect_on_main_thread
from counter_app.ui.shell import Shell

if TYPE_CHECKING:
    from counter_app.ui.desk_port import DeskPort
    from counter_app.ui.local_server import Answering
    from counter_app.ui.pages.first_run_page import FirstRun

NAME = "counter-app"


@dataclass(frozen=True)
class DeskMakers:
    """How a desk comes about: `open` the one that is there (None: there is none), `make` a new one from the
    first-run page, `make_trial`. All may raise CounterError; `open` runs on a thread of its own. `answers`:
    what the open window does for other processes, by the word they ask with."""

    open: Callable[[], DeskPort | None]
    make: Callable[[FirstRun], DeskPort]
    make_trial: Callable[[], DeskPort]
    answers: Mapping[str, Answering] = field(default_factory=dict)


class _Opening(QObject):
    """Opens the desk on a thread and tells the main one."""

    done = Signal(object, object)

    def __init__(self, parent: QObject, work: Callable[[], Any]) -> None:
        super().__init__(parent)
        self._work = work
        self._thread: Any = None
        self._desk: Any = None

    def begin(self) -> None:
        """Called when the first picture stands."""
        import threading

        self._thread = threading.Thread(target=self._open, name="opening", daemon=True)
        self._thread.start()

    def _open(self) -> None:
        try:
            self._desk = self._work()
        except BaseException as error:
            self.done.emit(None, error)
        else:
            self.done.emit(self._desk, None)

    def end(self, *, is_taken: bool) -> None:
        """Wait until it is open, and let go of a desk that nobody took: a window that was closed meanwhile
        must not leave a file half brought up to date, nor its lock and papers behind."""
        if self._thread is not None:
            self._thread.join()
        if self._desk is not None and not is_taken:
            self._desk.close()


def _stopped(made: Any, desk: DeskPort | None, error: BaseException | None) -> BaseException | None:
    """Go on with the desk; answers what keeps it shut, also where it opened and could not be read."""
    from counter_app.domain.errors import CounterError

    if error is None:
        try:
            made.go_on(desk)
        except CounterError as found:
            return found
    return error


def made_application() -> QApplication:
    """The Qt application with its names, made once."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName(NAME)
    app.setOrganizationName(NAME)
    return app


def open_window(makers: DeskMakers, scheme: str = "system", body_px: int = 14) -> int:
    """Show the window, open the desk, and stay until the window is closed; answers the exit code.

    Raises the CounterError that kept the desk from opening, once the person has read it and closed.
    """
    app = made_application()
    collect_on_main_thread()
    shell = Shell(scheme)
    opening = _Opening(shell, makers.open)
    shell.painted.connect(opening.begin)
    stage: list[Any] = []
    failed: list[BaseException] = []

    def arrived(desk: DeskPort | None, error: BaseException | None) -> None:
        from counter_app.domain.errors import CounterError
        from counter_app.ui.app import Stage

        made = Stage(shell, makers, scheme, body_px)
        stage.append(made)
        error = _stopped(made, desk, error)
        if error is None:
            return
        failed.append(error)
        if isinstance(error, CounterError):
            made.say(error)
        else:
            app.exit(1)

    opening.done.connect(arrived)
    shell.show_as_before()
    try:
        code = int(app.exec())
    finally:
        opening.end(is_taken=bool(stage))
        for made in stage:
            made.close()
    if failed:
        raise failed[0]
    return code
