"""What still goes out before the window closes, in one sentence over the frame; nobody has to wait for it."""

from __future__ import annotations

from counter_app.domain.text import money
from counter_app.ui.pages.one_card import OneCardPage, head
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.actions import add_action
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.text import Text

_SAFE = (
    "Cửa sổ tự đóng khi gửi xong. Đóng ngay cũng không mất việc nào: việc chưa gửi vẫn nằm trong quầy này, "
    "lần mở sau gửi tiếp."
)


class SendingPage(OneCardPage):
    """`closed` when the person does not want to wait. count: own entries that wait to be sent."""

    def __init__(self, count: int) -> None:
        words = f"Đang gửi {money(count)} việc về kho trước khi đóng…"
        sentence = Text(_SAFE, Role.BODY, Tone.TEXT2, wraps=True)
        self.close_now = Button("Đóng ngay", ButtonKind.PLAIN, key="Esc", name="close_unsent")
        told = head(words, name="sending_words")
        super().__init__("send", Tone.ACCENT, told, sentence, self.close_now, name="sending_page")
        add_action(self, "Đóng ngay", "Escape", self.closed.emit, name="act_close_unsent")
        self.setAccessibleName(words)
