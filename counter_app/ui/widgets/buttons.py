"""Buttons: icon, words and key in one; main, amber, plain, quiet and danger."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from counter_app.ui import icons, theme
from counter_app.ui.tokens import FIELD, RADIUS, Role
from counter_app.ui.widgets.painting import focus_ring, rounded


class ButtonKind(StrEnum):
    """What a button weighs; at most one main (or amber) button stands on a page."""

    MAIN = "main"
    AMBER = "amber"
    PLAIN = "plain"
    QUIET = "quiet"
    DANGER = "danger"


@dataclass(frozen=True)
class _Look:
    """Token names of one kind: fill at rest, under the mouse, pressed; outline; text; icon; key."""

    fill: str
    hover: str
    press: str
    outline: str
    text: str
    icon: str
    key: str


_LOOKS: dict[ButtonKind, _Look] = {
    ButtonKind.MAIN: _Look(
        "accent", "accent_hover", "accent_press", "", "on_accent", "on_accent", "on_accent"
    ),
    ButtonKind.AMBER: _Look("warn_fill", "warn_hover", "warn_press", "", "on_warn", "on_warn", "on_warn"),
    ButtonKind.PLAIN: _Look("surface", "hover", "border", "field", "text", "text2", "text3"),
    ButtonKind.QUIET: _Look("", "hover", "border", "", "text2", "text2", "text3"),
    ButtonKind.DANGER: _Look("", "red_soft", "red_soft", "red", "red", "red", "red"),
}
_FILLED = (ButtonKind.MAIN, ButtonKind.AMBER)


class Button(QPushButton):
    """A button that paints itself. `key` is only written; the shortcut belongs to an action of the page.

    `height` is 32 by default, 36 in panels, 44–48 for the main button. `setText` takes words as they are:
    an ampersand is shown, never a mnemonic.
    """

    def __init__(
        self,
        text: str,
        kind: ButtonKind = ButtonKind.PLAIN,
        *,
        icon: str = "",
        key: str = "",
        name: str,
        height: int = FIELD,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind, self._icon, self._key, self._height = kind, icon, key, height
        self._has_key_focus = False
        self._words = ""
        self.setObjectName(name)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)
        theme.signals().changed.connect(self.updateGeometry)

    def setText(self, text: str) -> None:
        self._words = text
        super().setText(text.replace("&", "&&"))
        self.setAccessibleName(f"{text} {self._key}".strip())
        self.updateGeometry()

    def words(self) -> str:
        """The text as shown (`text()` has its ampersands doubled)."""
        return self._words

    def set_kind(self, kind: ButtonKind) -> None:
        """Main turns amber when a required paper is missing."""
        self._kind = kind
        self.update()

    def kind(self) -> ButtonKind:
        """The present kind."""
        return self._kind

    def set_icon(self, icon: str) -> None:
        """Change the icon by its Lucide name."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_key(self, key: str) -> None:
        """Change the key written in the button."""
        self._key = key
        self.setText(self._words)
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.px(10) if self._kind is ButtonKind.QUIET else theme.px(14)
        return QSize(self._content_width() + 2 * side, theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._content_width() + theme.px(12), theme.px(self._height))

    def _content_width(self) -> int:
        width = theme.text_width(self._words_font(), self._words) if self._words else 0
        if self._icon:
            width += theme.px(16) + (theme.px(8) if self._words else 0)
        if self._key:
            width += theme.px(12) + theme.text_width(self._key_font(), self._key)
        return width

    def _words_font(self) -> QFont:
        return theme.font(Role.BODY, 600 if self._kind in _FILLED else 500)

    @staticmethod
    def _key_font() -> QFont:
        return theme.font(Role.CAPTION)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # The ring is for the keyboard: a click shows its own press.
        self._has_key_focus = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ringed = self.hasFocus() and self._has_key_focus and self.isEnabled()
        self._paint_ground(painter, ringed)
        self._paint_content(painter)

    def _paint_ground(self, painter: QPainter, ringed: bool) -> None:
        look = _LOOKS[self._kind]
        whole = QRectF(self.rect())
        radius = theme.px(RADIUS)
        ground = whole.adjusted(3, 3, -3, -3) if ringed else whole
        inner = radius - 2 if ringed else radius
        fill = theme.colour(self._fill(look)) if self._fill(look) else None
        outline = theme.colour(look.outline) if look.outline else None
        if not self.isEnabled():
            is_quiet = self._kind is ButtonKind.QUIET
            fill = None if is_quiet else theme.colour("sunken")
            outline = None if is_quiet else theme.colour("border")
        rounded(painter, ground, inner, fill, outline)
        if ringed:
            focus_ring(painter, whole, radius + 1)

    def _fill(self, look: _Look) -> str:
        if self.isDown() or self.isChecked():
            return look.press
        return look.hover if self.underMouse() else look.fill

    def _paint_content(self, painter: QPainter) -> None:
        look = _LOOKS[self._kind]
        off = not self.isEnabled()
        x = (self.width() - self._content_width()) / 2
        middle = self.height() / 2
        if self._icon:
            side = theme.px(16)
            tint = theme.colour("text3" if off else look.icon)
            icons.draw(painter, self._icon, QPointF(x, middle - side / 2), side, tint)
            x += side + (theme.px(8) if self._words else 0)
        x = self._paint_words(
            painter, x, self._words, self._words_font(), theme.colour("text3" if off else look.text)
        )
        if self._key:
            tint = theme.colour("text3" if off else look.key)
            if self._kind in _FILLED and not off:
                tint.setAlphaF(0.86)
            self._paint_words(painter, x + theme.px(12), self._key, self._key_font(), tint)

    def _paint_words(self, painter: QPainter, x: float, text: str, made: QFont, tint: QColor) -> float:
        width = theme.text_width(made, text)
        painter.setFont(made)
        painter.setPen(tint)
        room = max(0.0, min(width, self.width() - x - theme.px(6)))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room) + 2)
        painter.drawText(QRectF(x, 0, room + 4, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        return x + width
