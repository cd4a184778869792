"""Key figures: tiles that are buttons, the chosen one in its soft colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from counter_app.domain.text import money
from counter_app.ui import icons, theme
from counter_app.ui.pages.deadlines.figures import Number
from counter_app.ui.tokens import RADIUS_CARD, SOFT, Role, Tone
from counter_app.ui.widgets.painting import focus_ring, rounded

HEIGHT = 50
_GAP = 12


@dataclass(frozen=True)
class TileLook:
    """What a tile is about."""

    number: Number
    words: str
    icon: str
    tone: Tone
    short: str = ""
    """Words where a large number leaves no room for the whole."""


TILES: tuple[TileLook, ...] = (
    TileLook(Number.OVERDUE, "Quá hạn", "clock-alert", Tone.RED),
    TileLook(Number.TODAY, "Đến hạn hôm nay", "hourglass", Tone.AMBER, "Hạn hôm nay"),
    TileLook(Number.RISK, "Có nguy cơ", "trending-up", Tone.AMBER),
    TileLook(Number.PAUSED, "Tạm dừng", "circle-pause", Tone.SLATE),
    TileLook(Number.OPEN, "Đang mở", "folder-open", Tone.TEXT),
)


class FigureTile(QAbstractButton):
    """A number of 28 px, its icon and words, a caption below. Enter and Space press it."""

    def __init__(self, look: TileLook) -> None:
        super().__init__()
        self.look = look
        self._count: int | None = None
        self._caption = ""
        self.setObjectName(f"tile_{look.number}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_figure(None, "")
        theme.signals().changed.connect(self.updateGeometry)

    def set_figure(self, count: int | None, caption: str) -> None:
        """Show a number; None while it is being counted."""
        self._count, self._caption = count, caption
        said = "đang đếm" if count is None else money(count)
        self.setAccessibleName(f"{self.look.words}: {said}" + (f", {caption}" if caption else ""))
        self.setToolTip(f"<p>{escape(caption)}</p>" if caption else "")
        self.update()

    def count(self) -> int | None:
        """The number shown."""
        return self._count

    def caption(self) -> str:
        """The words below."""
        return self._caption

    def sizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(150), theme.px(HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            # The row of tiles is one control: arrow keys go along it, they press nothing.
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def _tone(self) -> Tone:
        # Nought calls nobody: it has no loud colour.
        if self._count or self.look.number is Number.OPEN:
            return self.look.tone
        return Tone.ACCENT if self.isChecked() else Tone.TEXT2

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        whole = QRectF(self.rect())
        ground = SOFT[self._tone()] if self.isChecked() else "hover" if self.underMouse() else "sunken"
        rounded(painter, whole, theme.px(RADIUS_CARD), theme.colour(ground))
        figure = "…" if self._count is None else money(self._count)
        made = theme.font(Role.FIGURE, 600, figures=True)
        x = theme.px(14)
        wide = theme.text_width(made, figure)
        painter.setFont(made)
        painter.setPen(theme.colour(self._tone()))
        painter.drawText(QRectF(x, 0, wide + 2, whole.height()), Qt.AlignmentFlag.AlignVCenter, figure)
        self._paint_words(painter, x + wide + theme.px(_GAP))
        if self.hasFocus():
            focus_ring(painter, whole, theme.px(RADIUS_CARD))

    def _paint_words(self, painter: QPainter, x: float) -> None:
        middle, side = self.height() / 2, theme.px(14)
        line = theme.line(Role.BODY)
        tone = self._tone()
        icons.draw(painter, self.look.icon, QPointF(x, middle - line + 4), side, theme.colour(tone))
        body = theme.font(Role.BODY, 500)
        painter.setFont(body)
        painter.setPen(theme.colour(tone))
        beside = x + side + theme.px(6)
        upper = QRectF(beside, middle - line, self.width() - beside - 4, line)
        fits = theme.text_width(body, self.look.words) <= upper.width() or not self.look.short
        words = self.look.words if fits else self.look.short
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, _cut(body, words, upper.width()))
        small = theme.font(Role.CAPTION, figures=True)
        painter.setFont(small)
        painter.setPen(theme.colour("text2"))
        lower = QRectF(x, middle + 1, self.width() - x - 4, theme.line(Role.CAPTION))
        painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, _cut(small, self._caption, lower.width()))


def _cut(made: object, text: str, width: float) -> str:
    return QFontMetricsF(made).elidedText(text, Qt.TextElideMode.ElideRight, width + 1)  # type: ignore[arg-type]


class TileRow(QWidget):
    """The five tiles. `pressed(number)` for each press; which one is chosen the page says."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("tiles")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        self.tiles: Mapping[Number, FigureTile] = {look.number: FigureTile(look) for look in TILES}
        for number, tile in self.tiles.items():
            row.addWidget(tile, 1)
            tile.clicked.connect(lambda _checked=False, number=number: self.pressed.emit(str(number)))

    def choose(self, number: Number) -> None:
        """Show which list stands below."""
        for known, tile in self.tiles.items():
            tile.setChecked(known is number)
