"""Icons: Lucide SVG files recoloured and rendered at the device's pixels, with a cache."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from counter_app import paths


class IconMissing(RuntimeError):
    """No such icon file among the resources."""


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    file = paths.resources() / "icons" / f"{name}.svg"
    if not file.is_file():
        raise IconMissing(name)
    return file.read_text(encoding="utf-8")


def svg(name: str, colour: str, size: int) -> bytes:
    """The SVG text in one colour; the stroke is 2 up to 16 px and 1.75 above. Raises IconMissing."""
    stroke = "2" if size <= 16 else "1.75"
    text = _source(name).replace("currentColor", colour)
    return text.replace('stroke-width="2"', f'stroke-width="{stroke}"', 1).encode()


@lru_cache(maxsize=1024)
def pixmap(name: str, colour: str, size: int = 16, ratio: float = 1.0) -> QPixmap:
    """The icon as a pixmap of `size` logical pixels at the device pixel `ratio`."""
    side = round(size * ratio)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(svg(name, colour, size))).render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def draw(painter: QPainter, name: str, at: QPointF, size: int, colour: str | QColor) -> None:
    """Paint the icon with its top left corner `at`, on whole pixels so that its lines stay sharp."""
    colour = colour.name() if isinstance(colour, QColor) else colour
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(round(at.x()), round(at.y())), pixmap(name, colour, size, ratio))


def icon(name: str, colour: str, size: int = 16) -> QIcon:
    """The icon for menus and actions, sharp up to a ratio of 3."""
    made = QIcon()
    for ratio in (1.0, 2.0, 3.0):
        made.addPixmap(pixmap(name, colour, size, ratio))
    return made


def forget() -> None:
    """Empty the cache; the theme calls it when the colours change."""
    pixmap.cache_clear()
