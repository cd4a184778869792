"""The scan strip: the last scan in large letters, its reason, a tally; green, amber or red as a whole."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.ui import icons, theme
from counter_app.ui.scans import Verdict
from counter_app.ui.tokens import RADIUS_CARD, SOFT, Role, Tone
from counter_app.ui.widgets.painting import rounded

HEIGHT = 68
_PADDING, _GAP, _ICON, _SMALL = 16, 12, 28, 14
ICONS = {Tone.GREEN: "check", Tone.AMBER: "triangle-alert", Tone.RED: "circle-alert"}
"""Tone of a verdict → its icon."""


class ScanStrip(QWidget):
    """68 px high. `show_verdict` after each scan; `set_idle(words)` before the first one and after a fresh
    start. The screen reader hears every verdict."""

    def __init__(self, *, name: str, label: str) -> None:
        super().__init__()
        self._label = label
        self._verdict: Verdict | None = None
        self._idle = "Quét mã trên giấy"
        self._tally, self._caption = "", ""
        self._waiting = 0
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.signals().changed.connect(self.updateGeometry)
        self._say()

    def show_verdict(self, verdict: Verdict) -> None:
        """What became of the last scan."""
        self._verdict = verdict
        self._say(is_alert=True)

    def set_tally(self, figures: str, caption: str = "") -> None:
        """How many, at the right: "6/7", "đã quét"; an empty text takes it away."""
        self._tally, self._caption = figures, caption
        self._say()

    def set_idle(self, words: str) -> None:
        """Nothing was scanned yet: what to scan here."""
        self._idle, self._verdict = words, None
        self._say()

    def set_waiting(self, count: int) -> None:
        """Scans that wait for their answer."""
        self._waiting = count
        self._say()

    def verdict(self) -> Verdict | None:
        """The verdict shown, None when idle."""
        return self._verdict

    def words(self) -> str:
        """Everything the strip says, as one line."""
        said = (self._verdict.title, self._verdict.words) if self._verdict else (self._idle,)
        tally = f"{self._tally} {self._caption}".strip()
        return " · ".join(part for part in (*said, tally, self._waiting_words()) if part)

    def _waiting_words(self) -> str:
        return f"{self._waiting} lượt quét đang chờ" if self._waiting > 0 else ""

    def _say(self, *, is_alert: bool = False) -> None:
        self.setAccessibleDescription(self.words())
        self.setToolTip("" if self._verdict is None else _plain(self._verdict.words))
        self.update()
        if is_alert:
            self.setAccessibleName(f"{self._label}: {self.words()}")
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(420), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(HEIGHT))

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tone = self._verdict.tone if self._verdict is not None else Tone.TEXT2
        rounded(painter, QRectF(self.rect()), theme.px(RADIUS_CARD), theme.colour(SOFT[tone]))
        left, side = theme.px(_PADDING), theme.px(_ICON)
        icon = ICONS.get(tone, "scan-barcode")
        tint = theme.colour(tone if self._verdict is not None else Tone.TEXT3)
        icons.draw(painter, icon, QPointF(left, (self.height() - side) / 2), side, tint)
        left += side + theme.px(_GAP)
        needed = self._title_width()
        right = self._paint_tally(painter, self.width() - theme.px(_PADDING), left + needed)
        if self._verdict is None:
            area = QRectF(left, 0, max(0, right - left), self.height())
            self._paint_line(painter, theme.font(Role.BODY), Tone.TEXT2, area, self._idle_words())
        else:
            self._paint_verdict(painter, self._verdict, left, right)

    def _title_width(self) -> int:
        """What the code needs: it is never cut for a caption or a count."""
        return theme.text_width(_title_font(self._verdict.title), self._verdict.title) if self._verdict else 0

    def _idle_words(self) -> str:
        return self._waiting_words() or self._idle

    def _paint_verdict(self, painter: QPainter, verdict: Verdict, left: float, right: float) -> None:
        title_height, words_height = theme.line(Role.TITLE), theme.line(Role.CAPTION)
        top = (self.height() - title_height - words_height) / 2
        title = QRectF(left, top, max(0, right - left), title_height)
        if self._waiting:
            room = title.width() - self._title_width()
            title.setRight(right - self._paint_waiting(painter, right, title, room))
        self._paint_line(painter, _title_font(verdict.title), Tone.TEXT, title, verdict.title)
        below = QRectF(left, title.bottom(), max(0, right - left), words_height)
        self._paint_line(painter, theme.font(Role.CAPTION), Tone.TEXT2, below, verdict.words)

    def _paint_waiting(self, painter: QPainter, right: float, line: QRectF, room: float) -> float:
        """At the right of the title, where there is room; answers the width taken."""
        made, side = theme.font(Role.CAPTION, figures=True), theme.px(_SMALL)
        words = f"{self._waiting} đang chờ"
        width = theme.text_width(made, words) + 2
        if width + side + theme.px(4 + _GAP) > room:
            return 0
        area = QRectF(right - width, line.top(), width, line.height())
        self._paint_line(painter, made, Tone.TEXT2, area, words)
        at = QPointF(area.left() - side - theme.px(4), line.center().y() - side / 2)
        icons.draw(painter, "hourglass", at, side, theme.colour(Tone.TEXT2))
        return width + side + theme.px(4 + _GAP)

    def _paint_tally(self, painter: QPainter, right: float, least: float) -> float:
        """From the right edge; answers where the words must end: not before `least`, if that can be."""
        if not self._tally:
            return right
        figures = theme.text_width(theme.font(Role.FIGURE, 600, figures=True), self._tally) + 2
        made = theme.font(Role.CAPTION)
        width = theme.text_width(made, self._caption) + 2
        if self._caption and least <= right - width - figures - theme.px(3 * _GAP):
            area = QRectF(right - width, 0, width, self.height())
            self._paint_line(painter, made, Tone.TEXT2, area, self._caption)
            right = area.left() - theme.px(_GAP)
        area = QRectF(right - figures, 0, figures, self.height())
        self._paint_line(painter, theme.font(Role.FIGURE, 600, figures=True), Tone.TEXT, area, self._tally)
        return area.left() - theme.px(_GAP)

    @staticmethod
    def _paint_line(painter: QPainter, font: QFont, tone: Tone, area: QRectF, words: str) -> None:
        painter.setFont(font)
        painter.setPen(theme.colour(tone))
        shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, area.width() + 1)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)


def _title_font(title: str) -> QFont:
    """A code in figures, words in the face of words."""
    return theme.font(Role.TITLE, 500, figures=any(letter.isdigit() for letter in title))


def _plain(words: str) -> str:
    """As a tooltip: data, never markup."""
    return "<p>" + words.replace("&", "&amp;").replace("<", "&lt;") + "</p>" if words else ""
