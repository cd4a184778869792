"""What is filled in by hand: squares to tick, lines to write on. Drawn, for the font has no ballot box."""

from __future__ import annotations

from reportlab.platypus import Flowable

from counter_app.forms.sheet import MM

_OUTLINE = 0.8


class TickBox(Flowable):  # type: ignore[misc]
    """An empty square in the middle of its cell, with room for a cross around it; lengths in points."""

    def __init__(self, size: float = 4.2 * MM, height: float = 9 * MM) -> None:
        super().__init__()
        self._size, self._height = size, height

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As wide as the cell."""
        self._width = width
        return width, self._height

    def draw(self) -> None:
        """The outline."""
        self.canv.saveState()
        self.canv.setLineWidth(_OUTLINE)
        x, y = (self._width - self._size) / 2, (self._height - self._size) / 2
        self.canv.rect(x, y, self._size, self._size)
        self.canv.restoreState()


class WritingLines(Flowable):  # type: ignore[misc]
    """Dotted lines over the whole width, `pitch` points apart."""

    def __init__(self, count: int, pitch: float) -> None:
        super().__init__()
        self._count, self._pitch = count, pitch

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As wide as there is room."""
        self._width = width
        return width, self._count * self._pitch

    def draw(self) -> None:
        """Dots, the first line one pitch below the upper edge."""
        self.canv.saveState()
        self.canv.setLineWidth(0.7)
        self.canv.setLineCap(1)
        self.canv.setDash(0.1, 2.4)
        for number in range(self._count):
            y = number * self._pitch + 1.0
            self.canv.line(0, y, self._width, y)
        self.canv.restoreState()
