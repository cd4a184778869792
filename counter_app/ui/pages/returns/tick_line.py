"""One line that can be ticked: box, words and key; amber while it asks to be looked at."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from counter_app.ui import theme
from counter_app.ui.tokens import CHECK_BOX, RADIUS, SOFT, Role, Tone
from counter_app.ui.widgets.painting import check_box, focus_ring, rounded

_HEIGHT = 28
_SIDE = 3
_GAP = 8


class TickLine(QAbstractButton):
    """Space ticks, Enter goes on to the next field. `set_lit` asks for it in amber."""

    def __init__(self, words: str, *, name: str, key: str = "") -> None:
        super().__init__()
        self._key, self._is_lit = key, False
        self._has_key_focus = False
        self.setObjectName(name)
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(f"{words} {key}".strip())
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.signals().changed.connect(self.updateGeometry)

    def set_lit(self, is_lit: bool) -> None:
        """Ask for it in amber, or no more."""
        self._is_lit = is_lit
        self.update()

    def is_lit(self) -> bool:
        """Whether it asks to be looked at."""
        return self._is_lit

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_key_focus = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def _words(self) -> str:
        return self.text().replace("&&", "&")

    def sizeHint(self) -> QSize:
        key = theme.text_width(theme.font(Role.CAPTION), self._key) + theme.px(12) if self._key else 0
        words = theme.text_width(theme.font(Role.BODY), self._words())
        around = theme.px(2 * _SIDE + CHECK_BOX + _GAP)
        return QSize(around + words + key, theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRectF(self.rect())
        radius = theme.px(RADIUS)
        if self._is_lit:
            rounded(painter, area, radius, theme.colour(SOFT[Tone.AMBER]))
        elif self.underMouse():
            rounded(painter, area, radius, theme.colour("hover"))
        side = theme.px(CHECK_BOX)
        x = theme.px(_SIDE)
        at = QPointF(x, (self.height() - side) / 2)
        check_box(painter, at, is_ticked=self.isChecked(), tone=Tone.AMBER if self._is_lit else None)
        x += side + theme.px(_GAP)
        right = self.width() - theme.px(_SIDE)
        if self._key:
            small = theme.font(Role.CAPTION)
            painter.setFont(small)
            painter.setPen(theme.colour("text3"))
            width = theme.text_width(small, self._key)
            area_of_key = QRectF(right - width, 0, width + 2, self.height())
            painter.drawText(area_of_key, Qt.AlignmentFlag.AlignVCenter, self._key)
            right -= width + theme.px(12)
        painter.setFont(theme.font(Role.BODY))
        painter.setPen(theme.colour("text"))
        elide = Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(self._words(), elide, int(right - x) + 1)
        painter.drawText(QRectF(x, 0, right - x + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        if self.hasFocus() and self._has_key_focus:
            focus_ring(painter, area, radius)
