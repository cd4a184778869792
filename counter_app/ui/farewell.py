"""What waits goes out before the window closes: a machine that is switched off runs no pass at night."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from counter_app.ui.desk_window import DeskWindow
from counter_app.ui.pages.sending_page import SendingPage

LONGEST_MS = 10_000
"""Nobody is kept longer: what is left goes with the first pass after the next start."""


class Farewell(QObject):
    """`may_close()` is asked at each wish to close; where it said no, `over` fires when it would say yes.

    Only a centre that answered the last time is tried: a desk without a network closes at once.
    """

    over = Signal()

    def __init__(self, shown: DeskWindow, parent: QObject | None = None) -> None:
        super().__init__(parent or shown)
        self._shown, self._sync = shown, shown.sync
        self._is_sending = self._is_last_pass = False
        self._patience = QTimer(self, singleShot=True, interval=LONGEST_MS)
        self._patience.timeout.connect(self.over)

    def may_close(self) -> bool:
        """Whether nothing is to be sent first. Who asks a second time does not want to wait, and a system
        that shuts down must not."""
        if self._is_sending or _is_shutting_down() or not self._has_to_send():
            return True
        self._send()
        return False

    def _has_to_send(self) -> bool:
        is_reached = self._sync.last_report is not None and self._sync.last_error is None
        return self._sync.is_joined and is_reached and self._shown.passes.waiting() > 0

    def _send(self) -> None:
        self._is_sending = True
        page = SendingPage(self._shown.passes.waiting())
        page.closed.connect(self.over)
        self._shown.leave(page)
        self._patience.start()
        self._sync.finished.connect(self._ended)
        # One that is under way may have begun before the last act.
        self._is_last_pass = self._sync.start()

    def _ended(self, _said: object) -> None:
        if self._is_last_pass or self._sync.last_error is not None:
            self.over.emit()
        else:
            self._is_last_pass = True
            self._sync.start()


def _is_shutting_down() -> bool:
    application = QGuiApplication.instance()
    return isinstance(application, QGuiApplication) and application.isSavingSession()
