"""One question after a result was handed out, answered by one key: how satisfied, on the whole.

The strip has the keyboard while it asks. A figure counts only when nothing else is typed right after it: the
beginning of a code that somebody types, and any letter, goes on in the search field. Scans never come here,
they are caught before.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.feedback import HIGHEST_SCORE
from counter_app.ui import theme
from counter_app.ui.tokens import PANEL_BUTTON, RADIUS_NAV, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.painting import focus_ring, rounded
from counter_app.ui.widgets.text import Text

QUESTION = "Mức độ hài lòng chung?"
ANSWERS = ("Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng")
"""By key 1 to 4; the first is the highest score."""
_QUIET_MS = 300
_COLUMNS = 2


class SurveyStrip(QWidget):
    """`answered(score)` 4 to 1; `skipped()`; `typed(text)`: it was no answer, it belongs into the search."""

    answered = Signal(int)
    skipped = Signal()
    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("survey_strip")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{QUESTION} {', '.join(f'{n} {told}' for n, told in enumerate(ANSWERS, 1))}")
        self._pressed = ""
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(self._answer)
        self.title = Text(QUESTION, Role.BODY, Tone.TEXT, 600, name="survey_question")
        self.skip = Button("Bỏ qua", ButtonKind.QUIET, key="Esc", name="survey_skip", height=28)
        self.skip.clicked.connect(self.skipped)
        self.buttons = tuple(self._button(n, told) for n, told in enumerate(ANSWERS, start=1))
        self._build()
        self.hide()

    def _button(self, number: int, told: str) -> Button:
        made = Button(told, key=str(number), name=f"survey_{number}", height=PANEL_BUTTON)
        # One stop for Tab: the strip itself; the mouse presses the buttons.
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setCheckable(True)
        made.clicked.connect(partial(self._say, number))
        return made

    def _build(self) -> None:
        self.skip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.skip)
        grid = QGridLayout()
        grid.setSpacing(theme.px(8))
        for place, button in enumerate(self.buttons):
            grid.addWidget(button, place // _COLUMNS, place % _COLUMNS)
            grid.setColumnStretch(place % _COLUMNS, 1)
        column = QVBoxLayout(self)
        side = theme.px(12)
        column.setContentsMargins(side, theme.px(8), side, side)
        column.setSpacing(theme.px(6))
        column.addLayout(head)
        column.addLayout(grid)

    def ask(self) -> None:
        """Show the question and take the keyboard."""
        self._forget()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> bool:
        """Take the question away; whether it was there. A figure struck a moment ago is no answer then."""
        was_there = not self.isHidden()
        self._forget()
        self.hide()
        return was_there

    def is_waiting(self) -> bool:
        """Whether a figure was struck and may still turn out to be the beginning of something else."""
        return self._quiet.isActive()

    def _forget(self) -> None:
        self._quiet.stop()
        self._pressed = ""
        for button in self.buttons:
            button.setChecked(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if held or not text or not text.isprintable():
            super().keyPressEvent(event)
            return
        if event.isAutoRepeat():
            return
        if not self._pressed and text in {str(n) for n in range(1, len(ANSWERS) + 1)}:
            self._pressed = text
            self.buttons[int(text) - 1].setChecked(True)
            self._quiet.start()
            return
        whole = self._pressed + text
        self._forget()
        self.typed.emit(whole)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, whole = QPainter(self), QRectF(self.rect())
        ground = theme.colour("accent_soft" if self.hasFocus() else "sunken")
        rounded(painter, whole.adjusted(3, 3, -3, -3), theme.px(RADIUS_NAV), ground)
        if self.hasFocus():
            focus_ring(painter, whole, theme.px(RADIUS_NAV) + 1)

    def _answer(self) -> None:
        if self._pressed:
            self._say(int(self._pressed))

    def _say(self, number: int, _is_checked: bool = False) -> None:
        self._forget()
        self.answered.emit(HIGHEST_SCORE + 1 - number)
