"""A child process of P1 and P2: starts a window, tells when it stood, and goes.

`python -m tests.benchmarks.painted empty` or `… window FOLDER`. Prints one JSON line with moments of
`time.perf_counter`, which all processes of a machine share.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

LOGIN = "lan"
_GIVEN_UP_S = 60.0


def main() -> int:
    """Run what the arguments ask for."""
    if sys.argv[1] == "empty":
        return _empty()
    return _window(sys.argv[2])


def _empty() -> int:
    """The limit: a Qt application with one plain window."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    class Window(QWidget):
        is_painted = False

        def paintEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
            if not self.is_painted:
                self.is_painted = True
                QTimer.singleShot(0, self.told)

        def told(self) -> None:
            _tell(painted=time.perf_counter())
            self.close()

    app = QApplication([])
    window = Window()
    window.showMaximized()
    return int(app.exec())


def _window(folder: str) -> int:
    """Ours, by the program's own command; watched from the moment its event loop runs."""
    from counter_app.ui.plain_imports import load_qt

    load_qt()
    from PySide6.QtWidgets import QApplication

    run = QApplication.exec

    def watched(*_: object) -> int:
        watch = _Watch()
        watch.begin()
        return int(run())

    QApplication.exec = watched  # the program has no hook for this, and needs none
    from counter_app.cli import main as program

    return program(["--data", folder, "window"])


class _Watch:
    """Notes the first picture, the sign-in page, and the reception page that can be typed into."""

    def __init__(self) -> None:
        self._moments: dict[str, float] = {}
        self._next: Callable[[], bool] = self._asked

    def begin(self) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        from counter_app.ui.shell import Shell

        (self._shell,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, Shell)]
        self._shell.painted.connect(lambda: self._note("painted"))
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(1)
        self._began = time.perf_counter()

    def _note(self, name: str) -> None:
        self._moments.setdefault(name, time.perf_counter())

    def _look(self) -> None:
        is_hopeless = time.perf_counter() - self._began > _GIVEN_UP_S
        if is_hopeless or ("painted" in self._moments and self._next()):
            self._end()

    def _asked(self) -> bool:
        """The sign-in page stands: sign in."""
        from counter_app.services.trial import PASSWORD
        from counter_app.ui.pages.sign_in_page import SignInPage

        page = self._shell.findChild(SignInPage)
        if page is not None and page.isVisible():
            self._note("asked")
            page.signed_in_requested.emit(LOGIN, PASSWORD)
            self._next = self._signed_in
        return False

    def _signed_in(self) -> bool:
        """The password was right: to the reception page."""
        frame: Any = self._shell.centralWidget()
        if not frame.is_covered():
            self._note("signed_in")
            frame.show_page("reception")
            self._edit = frame.page("reception").form.procedure.field.edit
            self._edit.installEventFilter(_painter_of(self, "usable"))
            self._next = lambda: "usable" in self._moments
        return False

    def _end(self) -> None:
        self._timer.stop()
        _tell(**self._moments)
        self._shell.close()


def _painter_of(watch: _Watch, name: str) -> Any:
    """A filter that notes the first painting of a widget; it belongs to the watch."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Filter(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, lambda: watch._note(name))
            return False

    watch.filter = Filter()
    return watch.filter


def _tell(**moments: float) -> None:
    sys.stdout.write(json.dumps(moments) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
