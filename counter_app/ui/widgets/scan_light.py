"""The scan light in the top bar: that scans wait, what became of the last one; for pages without a strip."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.ui import icons, theme
from counter_app.ui.scan_queue import ScanQueue
from counter_app.ui.scans import Scan, Verdict
from counter_app.ui.tokens import RADIUS_NAV, SOFT, Role, Tone
from counter_app.ui.widgets.painting import rounded
from counter_app.ui.widgets.scan_strip import ICONS

_HEIGHT, _ICON, _PADDING, _GAP, _WIDTH = 32, 16, 8, 6, 300
_SHOWN_MS = 8_000


class ScanLight(QWidget):
    """An icon and a few words; it takes no focus. A verdict fades to the icon alone after eight seconds,
    a red one stays until the next scan."""

    def __init__(self, *, name: str = "scan_light") -> None:
        super().__init__()
        self._verdict: Verdict | None = None
        self._waiting = 0
        self._trouble = ""
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_MS)
        self._timer.timeout.connect(self.clear)
        theme.signals().changed.connect(self.updateGeometry)
        self._say()

    def watch(self, queue: ScanQueue) -> None:
        """Follow a queue."""
        self._queue = queue
        queue.answered.connect(self._answered)
        queue.changed.connect(self._changed)

    def show_verdict(self, verdict: Verdict) -> None:
        """What became of the last scan."""
        self._verdict = verdict
        self._timer.stop()
        if verdict.tone is not Tone.RED:
            self._timer.start()
        self._say(is_alert=True)

    def set_waiting(self, count: int) -> None:
        """Scans that wait for their answer."""
        self._waiting = count
        self._say()

    def set_trouble(self, words: str) -> None:
        """What is wrong with the scanner itself ("Máy quét COM3 chưa cắm"); empty when nothing is."""
        self._trouble = words
        if words:
            self._verdict = None  # an old verdict would hide that nothing is scanned any more
        self._say(is_alert=bool(words))

    def clear(self) -> None:
        """The icon alone."""
        self._verdict = None
        self._say()

    def words(self) -> str:
        """What stands beside the icon."""
        if self._waiting > 0:
            return f"{self._waiting} lượt quét đang chờ"
        if self._verdict is not None:
            return " · ".join(part for part in (self._verdict.title, self._verdict.words) if part)
        return self._trouble

    def tone(self) -> Tone:
        """The colour of the light."""
        if self._waiting > 0:
            return Tone.SLATE
        if self._verdict is not None:
            return self._verdict.tone
        return Tone.AMBER if self._trouble else Tone.TEXT3

    def _answered(self, _scan: Scan, verdict: Verdict) -> None:
        self.show_verdict(verdict)

    def _changed(self) -> None:
        self.set_waiting(self._queue.waiting())

    def _say(self, *, is_alert: bool = False) -> None:
        words = self.words() or "Sẵn sàng quét"
        self.setAccessibleName(f"Máy quét: {words}")
        self.setToolTip("<p>" + words.replace("&", "&amp;").replace("<", "&lt;") + "</p>")
        self.updateGeometry()
        self.update()
        if is_alert:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _runs(self) -> list[tuple[str, QFont]]:
        """The words in their faces: the code in figures, the rest in the face of words."""
        words = self.words()
        code, dot, rest = words.partition(" · ")
        is_code = any(letter.isdigit() for letter in code) and bool(dot)
        plain, figures = theme.font(Role.CAPTION, 500), theme.font(Role.CAPTION, 500, figures=True)
        return [(code, figures), (dot + rest, plain)] if is_code else [(words, plain)] if words else []

    def sizeHint(self) -> QSize:
        width = theme.px(2 * _PADDING + _ICON)
        if runs := self._runs():
            width += theme.px(_GAP) + sum(theme.text_width(made, words) for words, made in runs) + 2
        return QSize(min(width, theme.px(_WIDTH)), theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(2 * _PADDING + _ICON), theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, words, tone = QPainter(self), self.words(), self.tone()
        if words:
            rounded(painter, QRectF(self.rect()), theme.px(RADIUS_NAV), theme.colour(SOFT[tone]))
        side, left = theme.px(_ICON), theme.px(_PADDING)
        at = QPointF(left, (self.height() - side) / 2)
        icons.draw(painter, self._icon(tone), at, side, theme.colour(tone))
        left += side + theme.px(_GAP)
        painter.setPen(theme.colour(tone))
        right = self.width() - theme.px(_PADDING)
        for run, made in self._runs():
            area = QRectF(left, 0, max(0, right - left + 1), self.height())
            painter.setFont(made)
            cut = QFontMetricsF(made).elidedText(run, Qt.TextElideMode.ElideRight, area.width() + 1)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, cut)
            left += theme.text_width(made, run)

    def _icon(self, tone: Tone) -> str:
        if self._waiting > 0:
            return "hourglass"
        return ICONS.get(tone, "scan-barcode")
