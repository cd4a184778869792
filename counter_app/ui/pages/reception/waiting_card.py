"""The next waiting form, below what was just given: one look, one press."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from counter_app.ui import icons, theme
from counter_app.ui.tokens import RADIUS_CARD, Role
from counter_app.ui.widgets.painting import focus_ring, rounded

_HEIGHT = 62


class WaitingCard(QAbstractButton):
    """`show_waiting(words, count)`; the panel hides it while nothing waits."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._has_key_focus = False
        self.setObjectName("waiting_card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_waiting(self, words: str, count: int) -> None:
        """The latest waiting form in words, and how many wait."""
        self.setText(words)
        self._count = count
        self.setAccessibleName(f"Mở hồ sơ chờ: {words}")
        self.update()

    def count(self) -> int:
        """How many forms wait."""
        return self._count

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(_HEIGHT))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_key_focus = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = "hover" if self.underMouse() else "sunken"
        rounded(painter, QRectF(self.rect()), theme.px(RADIUS_CARD), theme.colour(ground))
        side, inset = theme.px(16), theme.px(14)
        icons.draw(painter, "inbox", QPointF(inset, theme.px(12)), side, theme.colour("text2"))
        left = inset + side + theme.px(8)
        head = QRectF(left, theme.px(9), self.width() - left - inset, theme.line(Role.BODY))
        painter.setFont(theme.font(Role.BODY, 500))
        painter.setPen(theme.colour("text"))
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, "Hồ sơ đang chờ")
        small = theme.font(Role.CAPTION)
        painter.setFont(theme.font(Role.CAPTION, figures=True))
        painter.setPen(theme.colour("text3"))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(head, right, f"1/{self._count} · Ctrl+O")
        painter.setFont(small)
        painter.setPen(theme.colour("text2"))
        line = QRectF(inset, head.bottom() + theme.px(3), self.width() - 2 * inset, theme.line(Role.CAPTION))
        shown = QFontMetricsF(small).elidedText(self.text(), Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
        if self.hasFocus() and self._has_key_focus:
            focus_ring(painter, QRectF(self.rect()), theme.px(RADIUS_CARD))
