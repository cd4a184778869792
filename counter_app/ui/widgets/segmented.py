"""Segmented control: one of a few choices, all visible; arrow keys move it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import FIELD, RADIUS, RADIUS_NAV, Role
from counter_app.ui.widgets.painting import focus_ring, rounded

_BEFORE_COUNT = 7
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class Segmented(QWidget):
    """Choices are (value, words) pairs; `changed(value)` fires for the person's own changes only."""

    changed = Signal(str)

    def __init__(
        self, choices: Sequence[tuple[str, str]], *, name: str, label: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choices = tuple(choices)
        self._at = 0
        self._has_key_focus = False
        self._label = label
        self._counts: dict[str, str] = {}
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._describe()
        theme.signals().changed.connect(self.updateGeometry)

    def value(self) -> str:
        """The value of the chosen segment; empty where there is nothing to choose."""
        return self._choices[self._at][0] if self._choices else ""

    def set_value(self, value: str) -> None:
        """Choose a segment by its value; an unknown value raises ValueError."""
        self._at = [known for known, _ in self._choices].index(value)
        self._describe()
        self.update()

    def set_counts(self, counts: Mapping[str, str]) -> None:
        """A small number behind the words of a choice, by value; the others have none."""
        self._counts = dict(counts)
        self._describe()
        self.updateGeometry()
        self.update()

    def set_label(self, label: str) -> None:
        """The accessible name before the chosen words."""
        self._label = label
        self._describe()

    def _describe(self) -> None:
        value, words = self._choices[self._at] if self._choices else ("", "")
        words = f"{words} {self._counts.get(value, '')}".strip()
        self.setAccessibleName(f"{self._label}: {words}" if self._label else words)

    def _move_to(self, at: int) -> None:
        at = min(max(at, 0), len(self._choices) - 1)
        if at == self._at or not self._choices:
            return
        self._at = at
        self._describe()
        self.update()
        self.changed.emit(self.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        if event.key() in steps and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._move_to(self._at + steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Home:
            self._move_to(0)
        elif event.key() == Qt.Key.Key_End:
            self._move_to(len(self._choices) - 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for at, rect in enumerate(self._segments()):
            if rect.contains(event.position()):
                self._move_to(at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_key_focus = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths(theme.px(24))) + 4, theme.px(FIELD))

    def minimumSizeHint(self) -> QSize:
        return QSize(sum(self._widths(theme.px(10))) + 4, theme.px(FIELD))

    def _widths(self, padding: int) -> list[int]:
        made = theme.font(Role.BODY, 600)
        return [
            theme.text_width(made, text) + self._count_width(value) + padding for value, text in self._choices
        ]

    def _count_width(self, value: str) -> int:
        count = self._counts.get(value, "")
        made = theme.font(Role.CAPTION, figures=True)
        return theme.text_width(made, count) + theme.px(_BEFORE_COUNT) if count else 0

    def _segments(self) -> list[QRectF]:
        natural = self._widths(0)
        spare = (self.width() - 4 - sum(natural)) / max(1, len(natural))
        made, x = [], 2.0
        for width in natural:
            made.append(QRectF(x, 2, width + spare, self.height() - 4))
            x += width + spare
        return made

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ringed = self.hasFocus() and self._has_key_focus
        rounded(painter, QRectF(self.rect()), theme.px(RADIUS_NAV), theme.colour("hover"))
        for at, (rect, (value, words)) in enumerate(zip(self._segments(), self._choices, strict=True)):
            chosen = at == self._at
            if chosen:
                if ringed:
                    rect = rect.adjusted(1, 1, -1, -1)
                ground, outline = (
                    theme.colour("surface"),
                    theme.colour("field" if self.isEnabled() else "border"),
                )
                rounded(painter, QRectF(rect.toRect()), theme.px(RADIUS), ground, outline)
            painter.setFont(theme.font(Role.BODY, 500 if chosen else 400))
            painter.setPen(theme.colour("text3" if not self.isEnabled() else "text" if chosen else "text2"))
            width = self._count_width(value)
            painter.drawText(rect.adjusted(0, 0, -width, 0), Qt.AlignmentFlag.AlignCenter, words)
            if width:
                self._paint_count(painter, rect, words, self._counts[value])
        if ringed:
            focus_ring(painter, QRectF(self.rect()), theme.px(RADIUS_NAV))

    def _paint_count(self, painter: QPainter, rect: QRectF, words: str, count: str) -> None:
        made = theme.font(Role.CAPTION, figures=True)
        gap = theme.px(_BEFORE_COUNT)
        whole = painter.fontMetrics().horizontalAdvance(words) + gap + theme.text_width(made, count)
        left = rect.center().x() + whole / 2 - theme.text_width(made, count)
        painter.setFont(made)
        painter.setPen(theme.colour("text3" if not self.isEnabled() else "text2"))
        painter.drawText(QRectF(left, rect.top(), rect.right() - left, rect.height()), _MIDDLE, count)
