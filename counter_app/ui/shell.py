"""The window of the screen: painted at once, before anything is opened; the frame moves in when it is ready.

It imports Qt and the tokens alone: what stands between the click and the first picture is kept short.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QRectF, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QFontDatabase, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from counter_app import paths
from counter_app.ui.tokens import DARK, LIGHT, SIGN_IN_WIDTH, STATUS_BAR

TITLE = "Một cửa"
_WAITING = "Đang mở quầy…"
_FACES = ("BeVietnamPro-SemiBold.ttf", "BeVietnamPro-Regular.ttf")
_GEOMETRY = "window/geometry"
_BRAND_TOP = "window/brand_top"
_BRAND_AT_FIRST = 150
_ROOMY = (1600, 960)
_FIGURES = 4
"""Figures of the largest length that is believed."""
_WIDEST = 2560
"""Pixels of a screen that one window fills with profit."""


class Shell(QMainWindow):
    """`painted` fires once, after the first picture; `closing` when the person closes the window.

    Until `hold(widget)` it shows the name of the house where the sign-in page will show it.
    """

    painted = Signal()
    closing = Signal()

    def __init__(self, scheme: str = "light", settings: QSettings | None = None) -> None:
        super().__init__()
        self.setObjectName("shell")
        self.setWindowTitle(TITLE)
        self._settings = settings or QSettings("counter-app", "counter-app")
        self._is_painted = False
        self._may_close: Callable[[], bool] = lambda: True
        self._tokens = DARK if _is_dark(scheme) else LIGHT
        self._brand_top = _kept_number(self._settings.value(_BRAND_TOP), _BRAND_AT_FIRST)
        for face in _FACES:
            QFontDatabase.addApplicationFont(str(paths.resources() / "fonts" / face))

    def show_as_before(self) -> None:
        """At the place and size it had when it was closed; the first time as large as the screen."""
        kept, available = self._settings.value(_GEOMETRY), self.screen().availableGeometry()
        if isinstance(kept, QByteArray) and self.restoreGeometry(kept):
            self.show()
        elif available.width() <= _WIDEST:
            self.setGeometry(available)  # where no window manager enlarges it
            self.showMaximized()
        else:
            self.resize(*_ROOMY)
            self.show()

    def hold(self, widget: QWidget) -> None:
        """Show the widget in place of the opening picture, or of the widget before it; its title is the
        window's: two desks on one screen are told apart in the task bar."""
        self.setCentralWidget(widget)
        self.setWindowTitle(widget.windowTitle() or TITLE)
        widget.windowTitleChanged.connect(lambda told: self.setWindowTitle(told or TITLE))
        widget.show()

    def keep_brand_top(self, top: int) -> None:
        """Where the name of the house stands on the sign-in page: the next start draws it there."""
        self._settings.setValue(_BRAND_TOP, top)

    def ask_before_closing(self, may_close: Callable[[], bool]) -> None:
        """Asked at each wish to close; False keeps the window open."""
        self._may_close = may_close

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close():
            event.ignore()
            return
        self._settings.setValue(_GEOMETRY, self.saveGeometry())
        self.closing.emit()
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.centralWidget() is None:
            self._paint_opening(QPainter(self))
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def _paint_opening(self, painter: QPainter) -> None:
        """The name, where the sign-in page has it, one line below it, and the line of the status bar."""
        tokens = self._tokens
        painter.fillRect(self.rect(), QColor(tokens.window))
        width = min(SIGN_IN_WIDTH, self.width())
        left = (self.width() - width) / 2
        made = painter.font()
        made.setFamilies(["Be Vietnam Pro"])
        made.setPixelSize(28)
        made.setWeight(made.Weight.DemiBold)
        painter.setFont(made)
        painter.setPen(QColor(tokens.accent_text))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(left, self._brand_top, width, 36), middle, TITLE)
        made.setPixelSize(14)
        made.setWeight(made.Weight.Normal)
        painter.setFont(made)
        painter.setPen(QColor(tokens.text2))
        painter.drawText(QRectF(left, self._brand_top + 38, width, 20), middle, _WAITING)
        line = self.height() - STATUS_BAR
        painter.fillRect(0, line, self.width(), 1, QColor(tokens.border))


def _kept_number(kept: object, otherwise: int) -> int:
    """A length that was remembered; a file that was damaged must not keep the desk shut."""
    text = str(kept)
    is_length = text.isascii() and text.isdigit() and len(text) <= _FIGURES
    return int(text) if is_length else otherwise


def _is_dark(scheme: str) -> bool:
    if scheme == "system":
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return scheme == "dark"
