"""Why the desk cannot be opened, in one sentence, where the desk would have been."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.actions import add_action
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import CardFrame, Ground
from counter_app.ui.widgets.notice import IconMark
from counter_app.ui.widgets.text import Text

_WIDTH = 560


class CannotOpenPage(Ground):
    """`closed` when the person has read it."""

    closed = Signal()

    def __init__(self, sentence: str) -> None:
        super().__init__("window", name="cannot_open_page")
        card = CardFrame()
        card.setFixedWidth(theme.px(_WIDTH))
        column = card.body
        column.setSpacing(theme.px(12))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(IconMark("circle-alert", Tone.RED, 28), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Text("Chưa mở được quầy", Role.TITLE, Tone.TEXT, 600), 1)
        column.addLayout(head)
        column.addWidget(Text(sentence, Role.BODY, Tone.TEXT, wraps=True, name="cannot_open_sentence"))
        foot = QHBoxLayout()
        foot.addStretch(1)
        self._close = Button("Đóng", ButtonKind.MAIN, key="Enter", name="cannot_open_close")
        self._close.clicked.connect(self.closed)
        foot.addWidget(self._close)
        column.addLayout(foot)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(_centred(card))
        outer.addStretch(3)
        add_action(self, "Đóng", "Escape", self.closed.emit, name="act_cannot_open_close")
        self.setFocusProxy(self._close)


def _centred(card: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.addStretch(1)
    row.addWidget(card)
    row.addStretch(1)
    return holder
