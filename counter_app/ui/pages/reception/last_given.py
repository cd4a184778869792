"""What was given last, in one line on the empty form: its code, and its paper once more."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.text import ElidedLabel


class LastGiven(QWidget):
    """Hidden until `show_given`. `pressed`: its paper is wanted once more."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("last_given")
        self.words = ElidedLabel("", Role.BODY, Tone.TEXT, figures=True, name="last_given_words")
        self.again = Button("In lại", ButtonKind.QUIET, key="Ctrl+P", name="last_given_again", height=28)
        self.again.clicked.connect(self.pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.words, 1)
        row.addWidget(self.again)
        self.clear()

    def show_given(self, code: str, *, is_printed: bool) -> None:
        """`code` of a dossier or slip. Without its paper it is amber and says so."""
        self.words.set_tone(Tone.TEXT if is_printed else Tone.AMBER)
        self.words.setText(f"{'Vừa cấp' if is_printed else 'Chưa in'} {code}")
        self.setAccessibleName(self.words.text())
        self.setVisible(True)

    def clear(self) -> None:
        """Another dossier was begun."""
        self.words.setText("")
        self.setVisible(False)

    def text(self) -> str:
        """The words shown, empty when none."""
        return self.words.text()
