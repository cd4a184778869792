"""One line of a card or panel: what it is at the left, the value at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.text import ElidedLabel, Text

_HEIGHT = 22


class FactRow(QWidget):
    """`name` is the object name of the value."""

    def __init__(self, words: str, *, name: str, height: int = _HEIGHT) -> None:
        super().__init__()
        self._height = height
        self.value = ElidedLabel("–", Role.BODY, Tone.TEXT, weight=500, name=name)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(Text(words, Role.BODY, Tone.TEXT2))
        row.addWidget(self.value, 1)
        self._fit()
        theme.signals().changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedHeight(theme.px(self._height))

    def set_value(self, text: str) -> None:
        """Show a value; nothing is a dash."""
        self.value.setText(text or "–")
