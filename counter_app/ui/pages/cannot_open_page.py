"""Why the desk cannot be opened, in one sentence, where the desk would have been."""

from __future__ import annotations

from counter_app.ui.pages.one_card import OneCardPage, head
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.actions import add_action
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.text import Text


class CannotOpenPage(OneCardPage):
    """`closed` when the person has read it."""

    def __init__(self, sentence: str) -> None:
        told = Text(sentence, Role.BODY, Tone.TEXT, wraps=True, name="cannot_open_sentence")
        self._close = Button("Đóng", ButtonKind.MAIN, key="Enter", name="cannot_open_close")
        super().__init__(
            "circle-alert", Tone.RED, head("Chưa mở được quầy"), told, self._close, name="cannot_open_page"
        )
        add_action(self, "Đóng", "Escape", self.closed.emit, name="act_cannot_open_close")
        self.setFocusProxy(self._close)
