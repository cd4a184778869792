"""Tick list: lines with a check box, and copies where papers are counted; and its labelled field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

from counter_app.ui import theme
from counter_app.ui.tokens import CHECK_BOX, Role, Tone
from counter_app.ui.widgets.fields import Field
from counter_app.ui.widgets.painting import check_box
from counter_app.ui.widgets.row_list import Line, RowList

_MOST_COPIES = 999
_DIGITS = range(Qt.Key.Key_0, Qt.Key.Key_9 + 1)


@dataclass(frozen=True)
class Tick:
    """One line. `copies` 0: not counted, else how many; `detail` stands behind them at the right."""

    value: str
    words: str
    detail: str = ""
    copies: int = 0
    is_ticked: bool = False


class TickList(RowList):
    """Space ticks the line with the cursor, digits set its copies, Ctrl+Space ticks all or none; `toggled`
    after each change. Enter is left to the form."""

    toggled = Signal()
    text_x = 30

    def __init__(self, ticks: Sequence[Tick], *, name: str, label: str) -> None:
        super().__init__(name=name, label=label, is_wrapping=True)
        self._ticks = {tick.value: tick for tick in ticks}
        self._copies = {tick.value: tick.copies for tick in ticks}
        self._on = {tick.value for tick in ticks if tick.is_ticked}
        self._is_wrong = False
        self._is_typing = ""
        self._show()

    def ticked(self) -> dict[str, int]:
        """Value and copies of every ticked line, in their order."""
        return {value: self._copies[value] for value in self._ticks if value in self._on}

    def set_ticked(self, ticked: Mapping[str, int]) -> None:
        """Tick these and no others; what is no line here is left out. Copies of 0 stay as they are."""
        self._on = {value for value in ticked if value in self._ticks}
        for value in self._on:
            self._copies[value] = ticked[value] or self._copies[value]
        self._show()

    def set_problem(self, is_wrong: bool) -> None:
        """Boxes ask in amber, or no more."""
        self._is_wrong = is_wrong
        self._show()

    def _show(self) -> None:
        self.set_lines([self._line(tick) for tick in self._ticks.values()])

    def _line(self, tick: Tick) -> Line:
        is_on = tick.value in self._on
        copies = str(self._copies[tick.value]) if tick.copies else ""
        detail = " ".join(part for part in (copies, tick.detail) if part)
        tone = Tone.TEXT if is_on else Tone.TEXT2
        said = "đã chọn" if is_on else "chưa chọn"
        return Line(tick.value, tick.words, detail, "check" if is_on else "", tone=tone, tip=said)

    def _toggle(self, value: str) -> None:
        self._on ^= {value}
        self._is_typing = ""
        self._show()
        self.toggled.emit()

    def _toggle_all(self) -> None:
        self._on = set() if len(self._on) == len(self._ticks) else set(self._ticks)
        self._show()
        self.toggled.emit()

    def _set_copies(self, value: str, digit: int) -> None:
        """Digits typed on one line make one number: 1 then 2 is 12."""
        typed = self._copies[value] * 10 + digit if self._is_typing == value else digit
        if not 0 < typed <= _MOST_COPIES:
            return
        self._is_typing = value
        self._copies[value] = typed
        self._on.add(value)
        self._show()
        self.toggled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        value, key = self.current(), event.key()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Space and held == Qt.KeyboardModifier.ControlModifier:
            self._toggle_all()
        elif key == Qt.Key.Key_Space and value and not held:
            self._toggle(value)
        elif key in _DIGITS and value and not held and self._ticks[value].copies:
            self._set_copies(value, key - Qt.Key.Key_0)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End):
            self._is_typing = ""
            super().keyPressEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = self._at_y(int(event.position().y()))
        if at >= 0:
            self._toggle(self.lines()[at].key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def _paint_mark(self, painter: QPainter, at: QPointF, line: Line) -> None:
        side = theme.px(CHECK_BOX)
        at = at + QPointF(theme.px(1), (theme.line(Role.BODY) - side) / 2)
        tone = Tone.AMBER if self._is_wrong else None
        check_box(painter, at, is_ticked=line.key in self._on, tone=tone)


class TickField(Field):
    """A labelled tick list; `value()` is `2:1 5:3` (value:copies) or `QLDT QHXD`, empty for none."""

    def __init__(
        self,
        label: str,
        ticks: Sequence[Tick],
        *,
        name: str,
        is_required: bool = False,
        hint: str = "",
    ) -> None:
        self.list = TickList(ticks, name=name, label=label)
        super().__init__(label, self.list, is_required=is_required, hint=hint)
        self.list.toggled.connect(self.edited)

    def value(self) -> str:
        """What is ticked, as text."""
        return packed(self.list.ticked())

    def set_value(self, text: str) -> None:
        """Tick what the text names."""
        self.list.set_ticked(unpacked(text))


def packed(ticked: Mapping[str, int]) -> str:
    """`2:1 5:3`; without copies `QLDT QHXD`."""
    return " ".join(f"{value}:{copies}" if copies else value for value, copies in ticked.items())


def unpacked(text: str) -> dict[str, int]:
    """Inverse of `packed`."""
    found = {}
    for part in text.split():
        value, _, copies = part.partition(":")
        found[value] = int(copies or 0)
    return found
