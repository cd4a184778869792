"""Charts by one drawing code: bars, a line over months, stacked bars; on screen and, as a picture, on paper.

Fill `data`; amber and red only for what is at risk or late; numbers on the bars, at most three grid lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from counter_app.domain.text import money
from counter_app.ui import theme
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.painting import hairline

_LABEL = 20
_GAP = 10


@dataclass(frozen=True)
class Bar:
    """One bar: words below it, its number above it, its colour token."""

    label: str
    value: int
    shade: str = "data"


@dataclass(frozen=True)
class BarChart:
    """Bars side by side."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Point:
    """A point of a line: 0 … 1, None where there is nothing to say. `basis`: of how many."""

    label: str
    share: float | None
    basis: int


@dataclass(frozen=True)
class LineChart:
    """Shares over time; the last one is written out."""

    points: tuple[Point, ...]


@dataclass(frozen=True)
class Stack:
    """A horizontal bar of parts (value, colour token); their sum stands at its end."""

    label: str
    parts: tuple[tuple[int, str], ...]

    @property
    def total(self) -> int:
        """Sum of the parts."""
        return sum(value for value, _ in self.parts)


@dataclass(frozen=True)
class StackChart:
    """Stacked bars below each other."""

    stacks: tuple[Stack, ...]


Chart = BarChart | LineChart | StackChart


def draw_chart(painter: QPainter, area: QRectF, chart: Chart) -> tuple[QRectF, ...]:
    """Draw it; the places that can be pointed at, one for each bar, point or stack."""
    painter.save()
    if isinstance(chart, BarChart):
        places = _draw_bars(painter, area, chart)
    elif isinstance(chart, LineChart):
        places = _draw_line(painter, area, chart)
    else:
        places = _draw_stacks(painter, area, chart)
    painter.restore()
    return places


def chart_image(chart: Chart, width: int, height: int, dots: float = 1.0) -> QImage:
    """The chart as a picture of `width` × `height` design pixels, `dots` device pixels each: for a report."""
    image = QImage(round(width * dots), round(height * dots), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(dots)
    image.fill(theme.colour("surface"))
    painter = QPainter(image)
    draw_chart(painter, QRectF(0, 0, width, height), chart)
    painter.end()
    return image


def places_of(area: QRectF, chart: Chart) -> tuple[QRectF, ...]:
    """Where each bar, point or stack stands, without drawing."""
    if isinstance(chart, BarChart):
        return _columns(area, len(chart.bars))
    if isinstance(chart, LineChart):
        return _columns(_line_room(area), len(chart.points))
    return _lines(area, len(chart.stacks))


def chart_words(chart: Chart) -> tuple[str, ...]:
    """What each place says, for tooltip and for who listens."""
    if isinstance(chart, BarChart):
        return tuple(f"{bar.label}: {money(bar.value)}" for bar in chart.bars)
    if isinstance(chart, LineChart):
        return tuple(
            f"{point.label}: {percent(point.share)} ({money(point.basis)})" for point in chart.points
        )
    return tuple(f"{stack.label}: {money(stack.total)}" for stack in chart.stacks)


def percent(share: float | None) -> str:
    """`97,0%`, `100%`, or `–` where there is nothing to divide by."""
    if share is None:
        return "–"
    # All but one of many is not all: what is not whole never reads as 100.
    return "100%" if share == 1 else f"{min(share * 100, 99.9):.1f}%".replace(".", ",")


# -- bars


def _columns(area: QRectF, count: int) -> tuple[QRectF, ...]:
    step = area.width() / max(1, count)
    return tuple(QRectF(area.x() + n * step, area.y(), step, area.height()) for n in range(count))


def _draw_bars(painter: QPainter, area: QRectF, chart: BarChart) -> tuple[QRectF, ...]:
    places = _columns(area, len(chart.bars))
    low = area.bottom() - theme.px(_LABEL)
    room = low - area.y() - theme.px(_LABEL)
    most = max((bar.value for bar in chart.bars), default=0)
    for place, bar in zip(places, chart.bars, strict=True):
        height = room * bar.value / most if most else 0
        inner = place.adjusted(theme.px(6), 0, -theme.px(6), 0)
        top = low - (max(2.0, height) if bar.value else 0)
        _block(painter, QRectF(inner.x(), round(top), inner.width(), low - round(top)), bar.shade)
        above = QRectF(place.x(), top - theme.px(_LABEL), place.width(), theme.px(_LABEL))
        _figure(painter, above, money(bar.value), 600)
        _caption(painter, QRectF(place.x(), low, place.width(), theme.px(_LABEL)), bar.label)
    hairline(painter, int(area.x()), int(low), int(area.width()), "hatch")
    return places


def _block(painter: QPainter, rect: QRectF, shade: str) -> None:
    """A bar with its upper corners a little rounded."""
    if rect.height() <= 0:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(rect)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(shade))
    painter.drawRoundedRect(rect.adjusted(0, 0, 0, 6), 3, 3)
    painter.restore()


def _figure(
    painter: QPainter, area: QRectF, text: str, weight: int, side: Qt.AlignmentFlag | None = None
) -> None:
    painter.setFont(theme.font(Role.CAPTION, weight, figures=True))
    painter.setPen(theme.colour("text"))
    flags = (side or Qt.AlignmentFlag.AlignHCenter) | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(area, flags, text)


def _caption(
    painter: QPainter, area: QRectF, text: str, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter
) -> None:
    painter.setFont(theme.font(Role.CAPTION, 400, figures=True))
    painter.setPen(theme.colour("text2"))
    painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, text)


# -- line


def _line_room(area: QRectF) -> QRectF:
    """The room of the points between the scale at the left and the last one's number at the right."""
    right = theme.text_width(theme.font(Role.CAPTION, 600, figures=True), "100,0%") - theme.px(4)
    return area.adjusted(theme.px(28), theme.px(_GAP), -right, -theme.px(_LABEL))


def _floor(points: Sequence[Point]) -> float:
    """The lowest line of the scale: a step of ten below the least share."""
    shares = [point.share for point in points if point.share is not None]
    least = min(shares, default=1.0)
    return max(0.0, (int(least * 100 - 1) // 10) * 10 / 100)


def _draw_line(painter: QPainter, area: QRectF, chart: LineChart) -> tuple[QRectF, ...]:
    room = _line_room(area)
    places = _columns(room, len(chart.points))
    floor = _floor(chart.points)

    def height_of(share: float) -> float:
        return room.bottom() - room.height() * (share - floor) / (1 - floor)

    for share in (1.0, (1 + floor) / 2, floor):
        y = height_of(share)
        shade = "hatch" if share == floor else "border"
        hairline(painter, int(room.x()), round(y), int(area.right() - room.x()), shade)
        scale = QRectF(area.x() - 2, y - theme.px(8), theme.px(26), theme.px(16))
        _caption(painter, scale, f"{share * 100:.0f}", Qt.AlignmentFlag.AlignRight)
    dots = [
        QPointF(place.center().x(), height_of(point.share))
        for place, point in zip(places, chart.points, strict=True)
        if point.share is not None
    ]
    _draw_course(painter, room, dots)
    last = chart.points[-1] if chart.points else None
    if dots and last is not None and last.share is not None:
        beside = QRectF(dots[-1].x() + theme.px(10), dots[-1].y() - theme.px(8), theme.px(60), theme.px(16))
        _figure(painter, beside, percent(last.share), 600, Qt.AlignmentFlag.AlignLeft)
    for place, point in zip(places, chart.points, strict=True):
        _caption(painter, QRectF(place.x(), room.bottom(), place.width(), theme.px(_LABEL)), point.label)
    return places


def _draw_course(painter: QPainter, room: QRectF, dots: list[QPointF]) -> None:
    if not dots:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent_soft"))
    ends = [QPointF(dots[-1].x(), room.bottom()), QPointF(dots[0].x(), room.bottom())]
    painter.drawPolygon(QPolygonF([*dots, *ends]))
    painter.setPen(QPen(theme.colour("accent_text"), theme.px(2)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(dots))
    painter.setPen(QPen(theme.colour("surface"), 1))
    painter.setBrush(theme.colour("accent_text"))
    for dot in dots:
        side = theme.px(5) if dot is dots[-1] else theme.px(3.5)
        painter.drawEllipse(dot, side, side)
    painter.restore()


# -- stacks


def _lines(area: QRectF, count: int) -> tuple[QRectF, ...]:
    step = min(area.height() / max(1, count), theme.px(36))
    return tuple(QRectF(area.x(), area.y() + n * step, area.width(), step) for n in range(count))


def _draw_stacks(painter: QPainter, area: QRectF, chart: StackChart) -> tuple[QRectF, ...]:
    places = _lines(area, len(chart.stacks))
    made = theme.font(Role.CAPTION)
    widest = max((theme.text_width(made, stack.label) for stack in chart.stacks), default=0)
    names = min(widest, area.width() * 0.42)
    most = max((stack.total for stack in chart.stacks), default=0)
    made_figure = theme.font(Role.CAPTION, 600, figures=True)
    figure = max(theme.px(34), theme.text_width(made_figure, money(most)) + theme.px(8))
    track = area.width() - names - theme.px(_GAP) - figure
    for place, stack in zip(places, chart.stacks, strict=True):
        _stack_name(painter, QRectF(place.x(), place.y(), names, place.height()), stack.label)
        high = min(theme.px(14), place.height() - 4)
        x, y = place.x() + names + theme.px(_GAP), round(place.center().y() - high / 2)
        for value, shade in stack.parts:
            width = track * value / most if most else 0
            if width > 0:
                painter.fillRect(QRectF(round(x), y, max(2, round(width) - 1), round(high)), _solid(shade))
            x += width
        beside = QRectF(x + theme.px(6), place.y(), figure, place.height())
        _figure(painter, beside, money(stack.total), 600, Qt.AlignmentFlag.AlignLeft)
    return places


def _stack_name(painter: QPainter, area: QRectF, text: str) -> None:
    made = theme.font(Role.CAPTION)
    painter.setFont(made)
    painter.setPen(theme.colour(Tone.TEXT))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()) + 1)
    painter.drawText(area.adjusted(0, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter, shown)


def _solid(shade: str) -> QColor:
    return theme.colour(shade)
