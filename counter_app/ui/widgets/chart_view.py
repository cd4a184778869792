"""A chart as a widget: its bars, points or lines are chosen by arrow keys, opened by Enter or a click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import RADIUS
from counter_app.ui.widgets.charts import BarChart, Chart, chart_words, draw_chart, places_of
from counter_app.ui.widgets.painting import focus_ring


class ChartView(QWidget):
    """`opened(n)`: the n-th bar or line was chosen. `can_open` False: the chart is looked at only."""

    opened = Signal(int)

    def __init__(self, *, name: str, label: str, can_open: bool = True) -> None:
        super().__init__()
        self._chart: Chart = BarChart(())
        self._at = 0
        self._can_open = can_open
        self._label = label
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        theme.signals().changed.connect(self.update)

    def set_chart(self, chart: Chart) -> None:
        """Show another chart."""
        self._chart = chart
        self._at = min(self._at, max(0, len(chart_words(chart)) - 1))
        self._describe()
        self.update()

    def chart(self) -> Chart:
        """What is shown."""
        return self._chart

    def _describe(self) -> None:
        words = chart_words(self._chart)
        self.setAccessibleDescription("; ".join(words))
        here = words[self._at] if self._at < len(words) else ""
        self.setAccessibleName(f"{self._label}. {here}" if here and self.hasFocus() else self._label)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(92))

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(2, 2, -2, -2)

    def _places(self) -> tuple[QRectF, ...]:
        return places_of(self._area(), self._chart)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        count = len(chart_words(self._chart))
        if event.key() in steps and count:
            self._at = min(max(self._at + steps[Qt.Key(event.key())], 0), count - 1)
            self._describe()
            self.update()
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
            and self._can_open
            and count
        ):
            if not event.isAutoRepeat():
                self.opened.emit(self._at)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._number_at(event.position().toPoint())
        if found >= 0 and self._can_open and event.button() is Qt.MouseButton.LeftButton:
            self._at = found
            self.opened.emit(found)

    def _number_at(self, point: object) -> int:
        for number, place in enumerate(self._places()):
            if place.contains(point):  # type: ignore[arg-type]
                return number
        return -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_over = self._can_open and self._number_at(event.position().toPoint()) >= 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self._number_at(event.pos())
            QToolTip.showText(
                event.globalPos(), chart_words(self._chart)[number] if number >= 0 else "", self
            )
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._describe()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._describe()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        places = draw_chart(painter, self._area(), self._chart)
        if self.hasFocus() and places:
            focus_ring(
                painter, places[min(self._at, len(places) - 1)].adjusted(1, 0, -1, 0), theme.px(RADIUS)
            )
