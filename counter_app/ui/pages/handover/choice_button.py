"""The unit or batch a side is about: words with a small arrow, a menu below; keys change it too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from counter_app.ui import icons, theme
from counter_app.ui.tokens import RADIUS, Role
from counter_app.ui.widgets.painting import focus_ring, rounded

_SIDE = 6
_ARROW = 14
_HEIGHT = 28


@dataclass(frozen=True)
class Choice:
    """One entry of the menu: `count` stands at its right; `is_rare` ones stand below a line."""

    value: str
    words: str
    count: str = ""
    is_rare: bool = False


class ChoiceButton(QPushButton):
    """`chosen(value)` when a person takes an entry of the menu. Without choices it is only words."""

    chosen = Signal(str)

    def __init__(self, *, name: str, label: str) -> None:
        super().__init__()
        self._label, self._words = label, ""
        self._choices: tuple[Choice, ...] = ()
        self._has_key_focus = False
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.clicked.connect(self.open_menu)
        theme.signals().changed.connect(self.updateGeometry)
        self.set_choices((), "")

    def set_choices(self, choices: Sequence[Choice], words: str) -> None:
        """What may be chosen, and what stands here now."""
        self._choices, self._words = tuple(choices), words
        self.setAccessibleName(f"{self._label}: {words}" if words else self._label)
        self.setText(words.replace("&", "&&"))
        is_open = len(self._choices) > 1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_open else Qt.FocusPolicy.NoFocus)
        self.setEnabled(is_open)
        self.setToolTip("")
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """What stands here (`text()` has its ampersands doubled)."""
        return self._words

    def choices(self) -> tuple[Choice, ...]:
        """The entries of the menu."""
        return self._choices

    def open_menu(self) -> None:
        """The menu below the words."""
        menu = QMenu(self)
        menu.setObjectName(f"{self.objectName()}_menu")
        menu.setAccessibleName(self._label)
        has_line = False
        for choice in self._choices:
            if choice.is_rare and not has_line:
                menu.addSeparator()
                has_line = True
            words = choice.words.replace("&", "&&")
            action = menu.addAction(f"{words}\t{choice.count}" if choice.count else words)
            action.setObjectName(f"{self.objectName()}_{choice.value}")
            action.triggered.connect(lambda _=False, value=choice.value: self.chosen.emit(value))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + theme.px(2))))

    def sizeHint(self) -> QSize:
        wide = theme.text_width(theme.font(Role.BODY), self._words) + 2 * theme.px(_SIDE)
        return QSize(wide + (theme.px(_ARROW + 4) if self._choices else 0), theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(_HEIGHT))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_key_focus = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, whole = QPainter(self), QRectF(self.rect())
        is_open = len(self._choices) > 1
        if is_open and (self.underMouse() or self.isDown()):
            shade = "border" if self.isDown() else "hover"
            rounded(painter, whole, theme.px(RADIUS), theme.colour(shade))
        made, side = theme.font(Role.BODY), theme.px(_SIDE)
        arrow = theme.px(_ARROW) if is_open else 0
        room = self.width() - 2 * side - (arrow + theme.px(4) if arrow else 0)
        painter.setFont(made)
        painter.setPen(theme.colour("text2"))
        shown = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room + 1)
        painter.drawText(QRectF(side, 0, room + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        if arrow:
            x = side + min(room, theme.text_width(made, shown)) + theme.px(4)
            icons.draw(
                painter, "chevron-down", QPointF(x, (self.height() - arrow) / 2), arrow, theme.colour("text3")
            )
        if self.hasFocus() and self._has_key_focus:
            focus_ring(painter, whole, theme.px(RADIUS))
