"""The dossier at the top of the panel: code and state, applicant, procedure, facts, what to look at."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.due import LimitUnit
from counter_app.queries.returns import CollectView
from counter_app.ui import theme
from counter_app.ui.pages.returns import returns_words as words
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.badge import Badge
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.text import ElidedLabel, Text

_MOST_FACTS = 5
_MOST_PAPERS = 5
_SPARED = 1


class FactLine(QWidget):
    """What it is at the left, the value at the right; `name` is the object name of the value."""

    def __init__(self, words: str = "", *, name: str) -> None:
        super().__init__()
        self._words = Text(words, Role.BODY, Tone.TEXT2)
        self.value = ElidedLabel("–", Role.BODY, Tone.TEXT, weight=500, name=name)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self._words)
        row.addWidget(self.value, 1)

    def show_fact(self, words: str, value: str, tone: Tone = Tone.TEXT) -> None:
        """Another fact; nothing is a dash."""
        self._words.setText(words)
        self.value.setText(value or "–")
        self.value.set_tone(tone)


class DossierHead(QWidget):
    """Facts differ with the kind of dossier; a late result says so in amber."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("return_head")
        self.code = Text("", Role.TITLE, Tone.TEXT, 600, figures=True, name="return_code")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.badge = Badge("", name="return_badge")
        self.applicant = ElidedLabel("", Role.BODY, Tone.TEXT, weight=600, name="return_applicant")
        self.procedure = ElidedLabel("", Role.BODY, Tone.TEXT2, name="return_procedure")
        self.rows = tuple(FactLine(name=f"return_fact_{n}") for n in range(_MOST_FACTS))
        self.papers = tuple(
            ElidedLabel("", Role.CAPTION, Tone.TEXT2, name=f"return_paper_{n}") for n in range(_MOST_PAPERS)
        )
        self.late = Notice(name="return_late")
        self.pay = Button("Thu phí", ButtonKind.QUIET, icon="banknote", key="Ctrl+U", name="pay_fee")
        self.pay.setFixedHeight(theme.px(20))
        self.pay.hide()
        self._lines = 0
        first = QHBoxLayout()
        first.setSpacing(theme.px(8))
        first.addWidget(self.code)
        first.addStretch(1)
        first.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(first)
        column.addSpacing(theme.px(2))
        column.addWidget(self.applicant)
        column.addWidget(self.procedure)
        column.addSpacing(theme.px(6))
        for row in self.rows:
            column.addWidget(row)
        column.addSpacing(theme.px(4))
        for paper in self.papers:
            column.addWidget(paper)
        column.addWidget(self.late)

    def show_view(self, view: CollectView, units: Any, now: datetime) -> None:
        """Show a dossier."""
        self.code.setText(view.code)
        state = words.panel_state(view, units)
        self.badge.set_state(state.text, state.tone, state.icon)
        self.applicant.setText(view.applicant.name if view.applicant else "–")
        self.procedure.setText(view.procedure.name)
        lines = words.facts(view, now) if view.is_ready else ()
        for number, row in enumerate(self.rows):
            row.setVisible(number < len(lines))
            if number < len(lines):
                title, value = lines[number]
                is_owed = title == words.FEE and view.fee_due_vnd > 0
                row.show_fact(title, value, Tone.AMBER if is_owed else Tone.TEXT)
                if title == words.FEE:
                    row.layout().addWidget(self.pay)
                    self.pay.setVisible(is_owed and view.is_payable)
        shown = words.paper_lines(view, _MOST_PAPERS) if view.is_ready else ()
        for number, paper in enumerate(self.papers):
            paper.setVisible(number < len(shown))
            paper.setText(shown[number] if number < len(shown) else "")
        self._lines = len(lines)
        self._show_late(view)

    def set_room(self, has_room: bool) -> None:
        """Without room the last fact goes: the list says it too."""
        for number, row in enumerate(self.rows):
            is_spared = number >= self._lines - _SPARED and not has_room
            row.setVisible(number < self._lines and not is_spared)

    def _show_late(self, view: CollectView) -> None:
        if view.lateness is None or not view.is_ready:
            self.late.clear()
            return
        if words.no_apology(view):
            self.late.show_error(words.no_apology(view))
            return
        is_by_hour = view.procedure.limit.unit is LimitUnit.WORKING_HOUR
        self.late.show_warning(words.late_words(view.lateness, is_by_hour=is_by_hour))

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        for row in self.rows:
            row.setFixedHeight(theme.px(20 if is_compact else 24))
