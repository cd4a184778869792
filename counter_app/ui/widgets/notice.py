"""Inline message: a line inside the page that says what happened and what to do; never a dialog."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from counter_app.ui import icons, theme
from counter_app.ui.tokens import RADIUS_NAV, SOFT, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.painting import rounded
from counter_app.ui.widgets.text import Text

_ICONS = {
    Tone.RED: "circle-alert",
    Tone.AMBER: "triangle-alert",
    Tone.SLATE: "info",
    Tone.GREEN: "circle-check",
}


class IconMark(QWidget):
    """One icon in a tone, as a widget for rows of words; `line` centres it on the first line of that role."""

    def __init__(self, icon: str, tone: Tone = Tone.TEXT2, side: int = 16, line: Role | None = None) -> None:
        super().__init__()
        self._icon, self._tone, self._side = icon, tone, side
        self.setFixedSize(theme.px(side), theme.line(line) if line else theme.px(side))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_icon(self, icon: str, tone: Tone) -> None:
        """Show another icon."""
        self._icon, self._tone = icon, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        at = QPointF(0, (self.height() - theme.px(self._side)) / 2)
        icons.draw(QPainter(self), self._icon, at, theme.px(self._side), theme.colour(self._tone))


class Notice(QWidget):
    """Error, warning, information or success in its soft colour; hidden until something is shown.

    `keeps_place` reserves the room while hidden, so that nothing below moves. `acted` fires when the
    button given to a `show_*` call is pressed.
    """

    acted = Signal()

    def __init__(self, *, name: str = "notice", keeps_place: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self._tone = Tone.SLATE
        self._icon = IconMark("info", Tone.SLATE, 16, Role.BODY)
        self._text = Text("", Role.BODY, Tone.TEXT, wraps=True)
        self._button = Button("", ButtonKind.QUIET, name=f"{name}_action", height=28)
        self._button.clicked.connect(lambda: self.acted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        row.setSpacing(theme.px(10))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        policy.setRetainSizeWhenHidden(keeps_place)
        self.setSizePolicy(policy)
        self.clear()

    def show_error(self, text: str, action: str = "") -> None:
        """Red: it did not happen."""
        self._show(Tone.RED, text, action)

    def show_warning(self, text: str, action: str = "") -> None:
        """Amber: it needs a look."""
        self._show(Tone.AMBER, text, action)

    def show_info(self, text: str, action: str = "") -> None:
        """Slate: good to know."""
        self._show(Tone.SLATE, text, action)

    def show_done(self, text: str, action: str = "") -> None:
        """Green: it happened."""
        self._show(Tone.GREEN, text, action)

    def clear(self) -> None:
        """Take the line away."""
        self._text.setText("")
        self._button.setVisible(False)
        self.setVisible(False)

    def text(self) -> str:
        """The words shown, empty when none."""
        return self._text.text()

    def tone(self) -> Tone:
        """The tone shown last."""
        return self._tone

    def _show(self, tone: Tone, text: str, action: str) -> None:
        self._tone = tone
        self._text.setText(text)
        self._icon.set_icon(_ICONS[tone], tone)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        # Icon and first line stand on the middle of the button beside them.
        height = theme.px(28) if action else theme.line(Role.BODY)
        self._icon.setFixedHeight(height)
        self._text.setMinimumHeight(height)
        self.setAccessibleName(text)
        self.setVisible(True)
        self.update()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def sizeHint(self) -> QSize:
        return self.layout().sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        rounded(QPainter(self), QRectF(self.rect()), theme.px(RADIUS_NAV), theme.colour(SOFT[self._tone]))
