"""What is no error of the trade: into the log, and one dialog that says nothing typed is lost."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, Slot, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout

from counter_app.ui import theme
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.text import Text

log = logging.getLogger("counter_app.window")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_HARMLESS = "propagateSizeHints"


class FaultDialog(QDialog):
    """One at a time; the same fault a hundred times is one dialog."""

    def __init__(self, kind: str) -> None:
        super().__init__(QApplication.activeWindow())
        self.setObjectName("fault_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Lỗi ngoài dự kiến")
        self.setMinimumWidth(theme.px(440))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(20))
        column.setSpacing(theme.px(8))
        column.addWidget(Text("Có lỗi ngoài dự kiến", Role.TITLE, Tone.TEXT, 600))
        words = "Những gì đã gõ vẫn được lưu nháp. Hãy làm lại việc vừa rồi; nếu lỗi lặp lại, báo quản trị."
        column.addWidget(Text(words, Role.BODY, Tone.TEXT, wraps=True))
        column.addWidget(Text(f"Loại lỗi: {kind}", Role.CAPTION, Tone.TEXT3, wraps=True, name="fault_kind"))
        foot = QHBoxLayout()
        foot.addStretch(1)
        close = Button("Đóng", key="Esc", name="fault_close")
        close.clicked.connect(self.accept)
        foot.addWidget(close)
        column.addLayout(foot)


class _Teller(QObject):
    """Lives on the main thread: a fault of another one is told there, where windows may be made."""

    heard = Signal(str)

    def __init__(self, tell: Callable[[str], object]) -> None:
        super().__init__()
        self._tell = tell
        self.heard.connect(self._pass_on)

    @Slot(str)
    def _pass_on(self, kind: str) -> None:
        self._tell(kind)


class FaultHook:
    """Takes the place of `sys.excepthook` and of Qt's message handler until `remove`."""

    def __init__(self) -> None:
        self._before = sys.excepthook
        self._dialog: FaultDialog | None = None
        self._teller = _Teller(self._say)
        sys.excepthook = self.fault
        qInstallMessageHandler(self.qt_says)

    def remove(self) -> None:
        """Put back what was there before."""
        sys.excepthook = self._before
        qInstallMessageHandler(None)

    def fault(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log the fault and say so once. The log holds no form's content, only the trace."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        log.error("unexpected fault", exc_info=(kind, error, trace))
        self._teller.heard.emit(kind.__name__)

    def _say(self, kind: str) -> None:
        if self._dialog is None and QApplication.instance() is not None:
            self._dialog = FaultDialog(kind)
            self._dialog.finished.connect(self._closed)
            self._dialog.open()

    def _closed(self, _result: int) -> None:
        self._dialog = None

    def qt_says(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        """Qt's own messages into the log."""
        if _HARMLESS not in message:
            log.log(_LEVELS.get(kind, logging.WARNING), "%s: %s", context.category or "qt", message)
