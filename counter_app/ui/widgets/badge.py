"""Badge: a state as icon, word and colour; and the avatar with a person's initials."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.domain.text import initials
from counter_app.ui import theme
from counter_app.ui.tokens import BADGE, Role, Tone
from counter_app.ui.widgets.painting import badge, badge_width


class Badge(QWidget):
    """A state in words; `filled` in panels and cards, in tables only red and amber have a ground."""

    def __init__(
        self,
        text: str = "",
        tone: Tone = Tone.SLATE,
        icon: str = "circle-check",
        *,
        filled: bool = True,
        name: str = "",
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._filled = filled
        self.set_state(text, tone, icon)
        theme.signals().changed.connect(self.updateGeometry)

    def set_state(self, text: str, tone: Tone, icon: str) -> None:
        """Show another state."""
        self._text, self._tone, self._icon = text, tone, icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The words."""
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(badge_width(self._text, filled=self._filled), theme.px(BADGE))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        badge(QPainter(self), QPointF(0, 0), self._text, self._tone, self._icon, filled=self._filled)


def paint_avatar(painter: QPainter, rect: QRectF, name: str, *, is_chosen: bool) -> None:
    """A disc with initials: teal for the person at work, slate for the others."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent" if is_chosen else "slate_soft"))
    painter.drawEllipse(rect)
    made = theme.font(Role.BODY if rect.width() > theme.px(32) else Role.CAPTION, 600, figures=True)
    painter.setFont(made)
    painter.setPen(theme.colour("on_accent" if is_chosen else "slate"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials(name))
    painter.restore()
