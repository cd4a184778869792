"""Painting that several widgets share: rounded grounds, hairlines, focus ring, check box, hatching, badge,
a line of words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from counter_app.ui import icons, theme
from counter_app.ui.tokens import BADGE, CHECK_BOX, SOFT, Role, Tone


def rounded(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None,
    outline: QColor | None = None,
    width: float = 1,
) -> None:
    """A rounded ground with an outline drawn inside `rect`, on half pixels so that it stays sharp."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if outline is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, radius, radius)
    else:
        painter.setPen(QPen(outline, width))
        inset = width / 2
        inner = rect.adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(inner, radius - inset, radius - inset)
    painter.restore()


def focus_ring(painter: QPainter, rect: QRectF, radius: float) -> None:
    """The keyboard focus: 2 px inside `rect`."""
    rounded(painter, rect, radius, None, theme.colour("accent_text"), 2)


def hairline(painter: QPainter, x: int, y: int, width: int, shade: str = "border") -> None:
    """A horizontal line of exactly one pixel."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(QRect(x, y, width, 1), theme.colour(shade))
    painter.restore()


def row_frame(painter: QPainter, rect: QRect) -> None:
    """The cursor row: 2 px along the whole row."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    tint = theme.colour("accent_text")
    painter.fillRect(rect.x(), rect.y(), rect.width(), 2, tint)
    painter.fillRect(rect.x(), rect.bottom() - 1, rect.width(), 2, tint)
    painter.fillRect(rect.x(), rect.y(), 2, rect.height(), tint)
    painter.fillRect(rect.right() - 1, rect.y(), 2, rect.height(), tint)
    painter.restore()


def hatching(painter: QPainter, rect: QRectF, radius: float) -> None:
    """Diagonal lines: a day or a time that does not count."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    painter.setClipPath(path)
    painter.fillRect(rect, theme.colour("sunken"))
    painter.setPen(QPen(theme.colour("hatch"), 1))
    step = theme.px(5)
    reach = int(rect.width() + rect.height())
    for offset in range(0, reach, step):
        painter.drawLine(
            QPointF(rect.left() + offset, rect.top()),
            QPointF(rect.left() + offset - rect.height(), rect.bottom()),
        )
    painter.restore()


def check_box(painter: QPainter, at: QPointF, *, is_ticked: bool, tone: Tone | None = None) -> None:
    """A painted check box of 18 px; `tone` colours its outline (amber: missing)."""
    side = theme.px(CHECK_BOX)
    rect = QRectF(round(at.x()), round(at.y()), side, side)
    if is_ticked:
        rounded(painter, rect, theme.px(4), theme.colour("accent"))
        inset = theme.px(2)
        mark_at = QPointF(rect.x() + inset, rect.y() + inset)
        icons.draw(painter, "check", mark_at, side - 2 * inset, theme.colour("on_accent"))
        return
    rounded(painter, rect, theme.px(4), theme.colour("field_bg"), theme.colour(tone or "field"))


def badge_width(text: str, *, filled: bool = True) -> int:
    """Pixels that `badge` takes for a text."""
    inner = theme.px(14) + theme.px(6) + theme.text_width(theme.font(Role.CAPTION, 500), text)
    return inner + (theme.px(16) if filled else 0)


def badge(painter: QPainter, at: QPointF, text: str, tone: Tone, icon: str, *, filled: bool = True) -> None:
    """Icon, word and colour in one, `BADGE` pixels high, its top left corner `at`."""
    height = theme.px(BADGE)
    rect = QRectF(at.x(), at.y(), badge_width(text, filled=filled), height)
    if filled:
        rounded(painter, rect, height / 2, theme.colour(SOFT[tone]))
    x = rect.x() + (theme.px(8) if filled else 0)
    side = theme.px(14)
    icons.draw(painter, icon, QPointF(x, rect.y() + (height - side) / 2), side, theme.colour(tone))
    painter.setFont(theme.font(Role.CAPTION, 500))
    painter.setPen(theme.colour(tone))
    x += side + theme.px(6)
    painter.drawText(QRectF(x, rect.y(), rect.right() - x + 2, height), Qt.AlignmentFlag.AlignVCenter, text)


def words(
    painter: QPainter, area: QRectF, text: str, made: QFont, tone: Tone, *, is_right: bool = False
) -> None:
    """One line in the middle of an area, cut at the right."""
    painter.setFont(made)
    painter.setPen(theme.colour(tone))
    flat = text.replace("\n", " ")
    shown = QFontMetricsF(made).elidedText(flat, Qt.TextElideMode.ElideRight, area.width() + 1)
    side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
    flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(area.adjusted(0, 0, 0 if is_right else 2, 0), flags, shown)
