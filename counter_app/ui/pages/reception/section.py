"""One section of the form: its title in the left gutter, its rows at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.widgets.text import SectionLabel

FIELD_TOP = 25
"""From the top of a field (its label line) to where a title of one line stands level with the editor."""
TABLE_TOP = 5
_ROWS = 10
_ROWS_COMPACT = 6


class Section(QWidget):
    """Fill `rows`. `edited(name)` says which editor the person changed, `left(name)` which was left."""

    edited = Signal(str)
    left = Signal(str)

    def __init__(self, title: str, caption: str = "", *, name: str, top: int = FIELD_TOP) -> None:
        super().__init__()
        self.setObjectName(name)
        self.label = SectionLabel(title, caption, name=f"{name}_title")
        gutter = QVBoxLayout()
        gutter.setContentsMargins(0, theme.px(top), 0, 0)
        gutter.addWidget(self.label)
        gutter.addStretch(1)
        self.gutter = gutter
        self.rows = QVBoxLayout()
        self.rows.setSpacing(theme.px(_ROWS))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(gutter)
        row.addLayout(self.rows, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        self.label.set_compact(is_compact)
        self.rows.setSpacing(theme.px(_ROWS_COMPACT if is_compact else _ROWS))


def row_of(*fields: tuple[QWidget, int]) -> QWidget:
    """Fields side by side, 12 px apart, with their stretch; a stretch of 0 keeps a field's own width."""
    made = QWidget()
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(12))
    for field, stretch in fields:
        row.addWidget(field, stretch, Qt.AlignmentFlag.AlignTop)
    return made
