"""The action bar at the foot: what is chosen, the quiet acts, and the one main button at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import MAIN_BUTTON, PAGE_PADDING, PANEL_BUTTON, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.text import ElidedLabel

MOST_CODES = 6


class ActBar(Ground):
    """Its buttons are public; which of them are shown is the page's decision."""

    def __init__(self) -> None:
        super().__init__("sunken", ("top",), name="department_act_bar")
        self.chosen = ElidedLabel("", Role.BODY, Tone.TEXT, weight=600, name="chosen_words")
        self.about = ElidedLabel("", Role.CAPTION, Tone.TEXT2, figures=True, name="chosen_about")
        self.decline = _quiet("Từ chối nhận", "undo-2", "decline_button", "Ctrl+T")
        self.back = _quiet("Trả lại quầy", "undo-2", "back_button", "Ctrl+B")
        self.give = _quiet("Bàn giao", "arrow-left-right", "give_button", "Ctrl+G")
        self.assign = _plain("Phân công", "user-plus", "assign_button", "Ctrl+I")
        self.finish = _plain("Ghi kết quả", "stamp", "finish_button", "Ctrl+K")
        self.more = _plain("Việc khác", "chevron-down", "more_button", "Ctrl+O")
        self.main = Button(
            "", ButtonKind.MAIN, icon="check", key="Ctrl+Enter", name="main_button", height=MAIN_BUTTON
        )
        self.buttons = (self.decline, self.back, self.give, self.assign, self.finish, self.more)
        self._build()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        side = theme.px(PAGE_PADDING)
        row.setContentsMargins(side, theme.px(8), side, theme.px(8))
        row.setSpacing(theme.px(8))
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self.chosen)
        column.addWidget(self.about)
        column.addStretch(1)
        row.addWidget(words, 1)
        for button in self.buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.main)
        self.setMinimumHeight(theme.px(MAIN_BUTTON + 16))

    def set_compact(self, is_compact: bool) -> None:
        """In a low (and narrow) window the quiet acts have no icon and write no key; F1 lists them."""
        for button in self.buttons:
            button.set_icon("" if is_compact else str(button.property("icon_name")))
            button.set_key("" if is_compact else str(button.property("key_words")))

    def set_main(self, words: str, icon: str, *, is_possible: bool) -> None:
        """Words of the main button; where it can do nothing the reason stands at the left."""
        self.main.setText(words)
        self.main.set_icon(icon)
        self.main.setEnabled(is_possible)

    def set_chosen(self, words: str, about: str, *, is_reason: bool = False) -> None:
        """What the buttons act on; `is_reason`: why the main one does nothing."""
        self.chosen.setText(words)
        self.about.setText(about)
        self.about.set_tone(Tone.AMBER if is_reason else Tone.TEXT2)


def _quiet(words: str, icon: str, name: str, key: str) -> Button:
    return _made(words, ButtonKind.QUIET, icon, name, key)


def _plain(words: str, icon: str, name: str, key: str) -> Button:
    return _made(words, ButtonKind.PLAIN, icon, name, key)


def _made(words: str, kind: ButtonKind, icon: str, name: str, key: str) -> Button:
    button = Button(words, kind, icon=icon, key=key, name=name, height=PANEL_BUTTON)
    button.setProperty("icon_name", icon)
    button.setProperty("key_words", key)
    return button


class NoticePlace(QWidget):
    """Where the page speaks, above the bar; it takes no room while it is silent."""

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        side = theme.px(PAGE_PADDING)
        column = QVBoxLayout(self)
        column.setContentsMargins(side, theme.px(8), side, theme.px(8))
        column.addWidget(notice)
        notice.installEventFilter(self)
        self.setVisible(not notice.isHidden())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setVisible(event.type() == QEvent.Type.ShowToParent)
        return super().eventFilter(watched, event)


def listed(codes: Sequence[str]) -> str:
    """`261116-0012 · 261117-0003 · và 4 hồ sơ nữa`."""
    shown = list(codes[:MOST_CODES])
    more = len(codes) - len(shown)
    return " · ".join([*shown, f"và {more} hồ sơ nữa"] if more else shown)
