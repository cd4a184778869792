"""One side of a handover: who it is about, the scan strip, the pile, notes of what differs, its button."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.queries.handover import BatchLine, HeldRow
from counter_app.ui import theme
from counter_app.ui.dossier_words import due_words, full_due_words
from counter_app.ui.pages.handover.choice_button import ChoiceButton
from counter_app.ui.pages.handover.give_pile import GiveLine
from counter_app.ui.pages.handover.note_bar import NoteBar
from counter_app.ui.pages.handover.pile_table import PileRow, PileTable
from counter_app.ui.pages.handover.reason_bar import ReasonBar
from counter_app.ui.pages.handover.take_pile import TakeLine
from counter_app.ui.pages.handover.words import NoteWords, Speech, result_cell, row_tone
from counter_app.ui.tokens import MAIN_BUTTON, PAGE_PADDING, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.scan_strip import ScanStrip
from counter_app.ui.widgets.text import ElidedLabel, Text, caption

_HEAD = 30


_NOTES = ("outcome", "missing", "aside", "other")


class Upright(QWidget):
    """The hairline between two sides."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(1)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("border"))


class Side(QWidget):
    """`name` begins the names of all its parts. `pressed`: its button, by mouse."""

    pressed = Signal()

    def __init__(self, *, name: str, title: str, label: str, idle: str, button: Button) -> None:
        super().__init__()
        self._idle = idle
        self.setObjectName(f"{name}_side")
        self.button = button
        self.choice = ChoiceButton(name=f"{name}_choice", label=label)
        self.number = caption("", figures=True, name=f"{name}_batch")
        self.strip = ScanStrip(name=f"{name}_strip", label=f"{title}: lượt quét vừa rồi")
        self.table = PileTable(name=f"{name}_table", label=title)
        self.notes = {key: NoteBar(name=f"{name}_{key}") for key in _NOTES}
        self.problem = Notice(name=f"{name}_problem")
        self.reason = ReasonBar(name=f"{name}_question")
        self.hint = ElidedLabel("", Role.CAPTION, Tone.TEXT3, name=f"{name}_hint")
        self.button.clicked.connect(self.pressed)
        self._lay_out(title)
        self.rest()

    def _lay_out(self, title: str) -> None:
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, theme.px(6))
        head.setSpacing(theme.px(4))
        head.addWidget(Text(title, Role.BODY, Tone.TEXT, 600))
        head.addWidget(self.choice)
        head.addStretch(1)
        head.addWidget(self.number)
        self._column.addLayout(head)
        self._column.addWidget(self.strip)
        self._column.addSpacing(theme.px(8))
        self._column.addWidget(self.table, 1)
        below = QVBoxLayout()
        below.setContentsMargins(0, theme.px(8), 0, 0)
        below.setSpacing(theme.px(8))
        for part in (self.problem, *self.notes.values(), self.reason):
            below.addWidget(part)
        self._column.addLayout(below)
        self._column.addSpacing(theme.px(12))
        self._foot = QHBoxLayout()
        self._foot.setSpacing(theme.px(12))
        self._foot.addWidget(self.hint, 1)
        self._foot.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        self._column.addLayout(self._foot)
        self.set_compact(False)

    def set_compact(self, is_compact: bool) -> None:
        """Less room below in low windows."""
        self._column.setContentsMargins(0, 0, 0, theme.px(14 if is_compact else PAGE_PADDING - 8))

    def has_focus(self) -> bool:
        """Whether the cursor is somewhere in this side."""
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    def set_rows(self, rows: Sequence[PileRow]) -> None:
        """Show the pile."""
        self.table.set_rows(rows)

    def set_tally(self, seen: int, expected: int) -> None:
        """`6/7 đã quét`; nothing where there is nothing to scan."""
        if expected:
            self.strip.set_tally(f"{seen}/{expected}", "đã quét")
        else:
            self.strip.set_tally("", "")

    def rest(self) -> None:
        """A pile is done or given up: the strip says what to scan next."""
        self.strip.set_idle(self._idle)

    def set_button(self, words: str, reason: str) -> None:
        """The button's words; `reason` says why it cannot be pressed, and is empty where it can."""
        self.button.setText(words)
        self.button.setEnabled(not reason)
        self.hint.setText(reason)

    def set_main(self, is_main: bool) -> None:
        """Whether the page's one filled button is this side's."""
        self.button.set_kind(ButtonKind.MAIN if is_main else ButtonKind.PLAIN)

    def add_to_foot(self, button: Button) -> None:
        """Another button, before the side's own."""
        self._foot.insertWidget(1, button, 0, Qt.AlignmentFlag.AlignRight)

    def _note(self, key: str, tone: Tone, words: NoteWords | None, icon: str = "") -> None:
        if words is None:
            self.notes[key].clear()
        else:
            self.notes[key].show_note(tone, words.title, words.detail, (key, words.action), icon=icon)


def make_button(name: str, icon: str, key: str) -> Button:
    """The button at the foot of a side."""
    return Button("", ButtonKind.PLAIN, icon=icon, key=key, name=name, height=MAIN_BUTTON)


def pile_row(
    line: GiveLine | TakeLine, dossier: HeldRow | BatchLine, speech: Speech, now: datetime
) -> PileRow:
    """The row of a dossier, as its `line` stands in the pile."""
    return PileRow(
        key=dossier.stream,
        result=result_cell(line, now),
        tone=row_tone(line),
        code=speech.code(dossier.code),
        full_code=dossier.code,
        name=dossier.applicant_name,
        procedure=dossier.procedure_name,
        due=due_words(dossier.due_at, now),
        full_due=full_due_words(dossier.due_at),
    )
