"""Grounds and lines: card, grey column, hairline rule."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import RADIUS_CARD
from counter_app.ui.widgets.painting import rounded


class CardFrame(QFrame):
    """A white card on grey with padding 20 × 14; a card never holds a card. Fill `body`.

    `ground` and `outline` are token names; an amber note is `CardFrame("amber_soft", "")`.
    """

    def __init__(self, ground: str = "surface", outline: str = "border", *, name: str = "") -> None:
        super().__init__()
        self._ground, self._outline = ground, outline
        self.setObjectName(name)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.px(20), theme.px(14), theme.px(20), theme.px(14))
        self.body.setSpacing(theme.px(8))

    def set_look(self, ground: str, outline: str) -> None:
        """Change ground and outline by token names; an empty name draws none."""
        self._ground, self._outline = ground, outline
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        ground = theme.colour(self._ground) if self._ground else None
        outline = theme.colour(self._outline) if self._outline else None
        rounded(QPainter(self), QRectF(self.rect()), theme.px(RADIUS_CARD), ground, outline)


class Ground(QWidget):
    """A plain area of one token's colour, hairlines on chosen edges ("left", "top", "right", "bottom")."""

    def __init__(self, shade: str = "window", edges: tuple[str, ...] = (), *, name: str = "") -> None:
        super().__init__()
        self._shade, self._edges = shade, edges
        self.setObjectName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(self._shade))
        line = theme.colour("border")
        width, height = self.width(), self.height()
        for edge, (x, y, w, h) in {
            "left": (0, 0, 1, height),
            "right": (width - 1, 0, 1, height),
            "top": (0, 0, width, 1),
            "bottom": (0, height - 1, width, 1),
        }.items():
            if edge in self._edges:
                painter.fillRect(x, y, w, h, line)


class Rule(QWidget):
    """A horizontal hairline; `token` is `border`, or `hatch` under a head."""

    def __init__(self, shade: str = "border") -> None:
        super().__init__()
        self._shade = shade
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return QSize(8, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour(self._shade))
