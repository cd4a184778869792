"""What still goes out before the window closes, in one sentence over the frame; nobody has to wait for it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from counter_app.domain.text import money
from counter_app.ui import theme
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.actions import add_action
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import CardFrame, Ground
from counter_app.ui.widgets.notice import IconMark
from counter_app.ui.widgets.text import Text

_WIDTH = 560
_SAFE = (
    "Cửa sổ tự đóng khi gửi xong. Đóng ngay cũng không mất việc nào: việc chưa gửi vẫn nằm trong quầy này, "
    "lần mở sau gửi tiếp."
)


class SendingPage(Ground):
    """`closed` when the person does not want to wait. count: own entries that wait to be sent."""

    closed = Signal()

    def __init__(self, count: int) -> None:
        super().__init__("window", name="sending_page")
        card = CardFrame()
        card.setFixedWidth(theme.px(_WIDTH))
        column = card.body
        column.setSpacing(theme.px(12))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(IconMark("send", Tone.ACCENT, 28), 0, Qt.AlignmentFlag.AlignTop)
        words = f"Đang gửi {money(count)} việc về kho trước khi đóng…"
        head.addWidget(Text(words, Role.TITLE, Tone.TEXT, 600, wraps=True, name="sending_words"), 1)
        column.addLayout(head)
        column.addWidget(Text(_SAFE, Role.BODY, Tone.TEXT2, wraps=True))
        column.addLayout(self._foot())
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(_centred(card))
        outer.addStretch(3)
        add_action(self, "Đóng ngay", "Escape", self.closed.emit, name="act_close_unsent")
        self.setAccessibleName(words)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.close_now = Button("Đóng ngay", ButtonKind.PLAIN, key="Esc", name="close_unsent")
        self.close_now.clicked.connect(self.closed)
        foot.addWidget(self.close_now)
        return foot


def _centred(card: CardFrame) -> QHBoxLayout:
    """In the middle by stretches: an alignment would give wrapped text the height of one line."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card)
    row.addStretch(1)
    return row
