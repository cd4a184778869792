"""The left side of the return page: title, last scan, what is put aside, the list."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.memory import Memory
from counter_app.ui.pages.returns.list_panel import ListPanel
from counter_app.ui.pages.returns.parked_bar import ParkedBar
from counter_app.ui.tokens import PAGE_HEAD, PAGE_HEAD_COMPACT, PAGE_PADDING, Role, Tone
from counter_app.ui.widgets.scan_strip import ScanStrip
from counter_app.ui.widgets.text import ElidedLabel, Text

_IDLE = "Quét giấy hẹn: hồ sơ mở ra ở bên phải"


class LeftColumn(QWidget):
    """Holds `strip`, `bar` and `list`; `show_counts` writes beside the title."""

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self.setObjectName("returns_left")
        self.strip = ScanStrip(name="returns_strip", label="Quét giấy hẹn")
        self.strip.set_idle(_IDLE)
        self.bar = ParkedBar()
        self.list = ListPanel(memory)
        self._counts = ElidedLabel("", Role.BODY, Tone.TEXT2, name="returns_counts")
        side = theme.px(PAGE_PADDING)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(side, 0, side, 0)
        head.setSpacing(theme.px(10))
        head.addWidget(Text("Trả kết quả", Role.TITLE, Tone.TEXT, 600))
        head.addWidget(self._counts, 1)
        above = QVBoxLayout()
        above.setContentsMargins(side, 0, side, theme.px(10))
        above.setSpacing(theme.px(8))
        above.addWidget(self.strip)
        above.addWidget(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addLayout(above)
        column.addWidget(self.list, 1)

    def show_counts(self, text: str, at_desk: int) -> None:
        """How much waits, and how much of it lies here."""
        self._counts.setText(text)
        self.strip.set_tally(str(at_desk), "sẵn ở quầy")

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        self._head.setFixedHeight(theme.px(PAGE_HEAD_COMPACT if is_compact else PAGE_HEAD))
