"""A page that says one thing: a card in the middle of the window, with a head, a sentence and one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from counter_app.ui import theme
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.frames import CardFrame, Ground
from counter_app.ui.widgets.notice import IconMark
from counter_app.ui.widgets.text import Text

_WIDTH = 560


class OneCardPage(Ground):
    """`closed` when the button was pressed. icon, tone: of the mark beside the head."""

    closed = Signal()

    def __init__(
        self, icon: str, tone: Tone, head: Text, sentence: Text, button: Button, *, name: str
    ) -> None:
        super().__init__("window", name=name)
        card = CardFrame()
        card.setFixedWidth(theme.px(_WIDTH))
        card.body.setSpacing(theme.px(12))
        top, foot = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(theme.px(12))
        top.addWidget(IconMark(icon, tone, 28), 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(head, 1)
        foot.addStretch(1)
        foot.addWidget(button)
        card.body.addLayout(top)
        card.body.addWidget(sentence)
        card.body.addLayout(foot)
        button.clicked.connect(self.closed)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(_centred(card))
        outer.addStretch(3)


def head(words: str, *, name: str = "") -> Text:
    """The words beside the mark."""
    return Text(words, Role.TITLE, Tone.TEXT, 600, wraps=True, name=name)


def _centred(card: CardFrame) -> QHBoxLayout:
    """In the middle by stretches: an alignment would give wrapped text the height of one line."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card)
    row.addStretch(1)
    return row
