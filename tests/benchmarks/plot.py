"""The costs of P12 as a picture: both axes by tens, one line a work, n log n beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Circle, Drawing, Line, Rect, String
from reportlab.lib.colors import Color, HexColor, white

if TYPE_CHECKING:
    from tests.benchmarks.costs import Cost

WIDTH, HEIGHT = 720, 460
LEFT, RIGHT, BELOW, ABOVE = 70, 170, 50, 30
_COLOURS = ("#1f5fa8", "#b3261e", "#2e7d32", "#8e44ad", "#c77700", "#37474f")
_GREY = HexColor("#9aa4ae")


def plot(costs: Sequence[Cost], file: Path) -> None:
    """Draw as SVG. Milliseconds and megabytes share the scale: only the slopes are looked at."""
    rows = sorted({cost.rows for cost in costs})
    least, most = min(max(cost.value, 0.01) for cost in costs), max(cost.value for cost in costs)
    lo, hi = math.floor(math.log10(least)), math.ceil(math.log10(most))
    picture = _Picture((math.log10(rows[0]), math.log10(rows[-1])), (lo, hi))
    picture.scale(rows)
    start = 10.0**lo * 5
    per = start / (rows[0] * math.log(rows[0]))
    picture.line([(n, n * math.log(n) * per) for n in rows], _GREY, "n log n", dashed=True)
    for work, colour in zip(dict.fromkeys(cost.work for cost in costs), _COLOURS * 3, strict=False):
        of = [cost for cost in costs if cost.work == work]
        picture.line([(cost.rows, cost.value) for cost in of], HexColor(colour), f"{work}, {of[0].unit}")
    file.write_text(renderSVG.drawToString(picture.drawing), "utf-8")


class _Picture:
    """A drawing whose axes run by tens."""

    def __init__(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        self._x, self._y = x, y
        self._labels: list[float] = []
        self.drawing = Drawing(WIDTH, HEIGHT)
        self.drawing.add(Rect(0, 0, WIDTH, HEIGHT, fillColor=white, strokeColor=None))

    def scale(self, rows: Sequence[int]) -> None:
        """Both axes, a line at every ten."""
        right, top = WIDTH - RIGHT, HEIGHT - ABOVE
        for power in range(int(self._y[0]), int(self._y[1]) + 1):
            _, y = self._at(rows[0], 10.0**power)
            self.drawing.add(Line(LEFT, y, right, y, strokeColor=HexColor("#dfe3e7"), strokeWidth=0.6))
            self.drawing.add(String(LEFT - 6, y - 3, f"{10.0**power:,g}", fontSize=9, textAnchor="end"))
        for n in rows:
            x, _ = self._at(n, 1.0)
            self.drawing.add(Line(x, BELOW, x, top, strokeColor=HexColor("#dfe3e7"), strokeWidth=0.6))
            self.drawing.add(String(x, BELOW - 16, f"{n:,}", fontSize=9, textAnchor="middle"))
        middle = (LEFT + right) / 2
        self.drawing.add(String(middle, 12, "dossiers in the file", fontSize=10, textAnchor="middle"))
        self.drawing.add(String(LEFT, HEIGHT - 18, "ms, MB", fontSize=10, textAnchor="middle"))

    def line(
        self, points: Sequence[tuple[float, float]], colour: Color, name: str, *, dashed: bool = False
    ) -> None:
        """One work, with its name at the end, clear of the names before."""
        at = [self._at(n, value) for n, value in points]
        dashes = [4, 3] if dashed else None
        for here, there in pairwise(at):  # a line of many corners would be filled
            self.drawing.add(Line(*here, *there, strokeColor=colour, strokeWidth=1.6, strokeDashArray=dashes))
        for x, y in at if not dashed else ():
            self.drawing.add(Circle(x, y, 2.4, fillColor=colour, strokeColor=colour))
        place = at[-1][1]
        while any(abs(place - other) < 12 for other in self._labels):
            place += 1
        self._labels.append(place)
        self.drawing.add(String(WIDTH - RIGHT + 8, place - 3, name, fontSize=9, fillColor=colour))

    def _at(self, n: float, value: float) -> tuple[float, float]:
        wide, high = WIDTH - LEFT - RIGHT, HEIGHT - BELOW - ABOVE
        x = (math.log10(n) - self._x[0]) / (self._x[1] - self._x[0])
        y = (math.log10(max(value, 0.01)) - self._y[0]) / (self._y[1] - self._y[0])
        return LEFT + x * wide, BELOW + y * high
