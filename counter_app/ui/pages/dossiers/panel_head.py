"""Head of the panel: code, state, who and what, the due date with its clock."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.pages.dossiers.panel_view import PanelView
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.badge import Badge
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.clock_bar import ClockBar
from counter_app.ui.widgets.frames import Rule
from counter_app.ui.widgets.notice import IconMark, Notice
from counter_app.ui.widgets.text import ElidedLabel, Text, caption

_ICON_BUTTON = 28
_MASK_TIP = "Hiện số giấy tờ (có ghi nhật ký)"


class PanelHead(QWidget):
    """`copied()`, `close_asked()`, `ids_asked(bool)`: the eye was pressed, show the ids or hide them;
    `conflict_asked()`: to where conflicts are decided."""

    copied = Signal()
    close_asked = Signal()
    ids_asked = Signal(bool)
    conflict_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel_head")
        self._view: PanelView | None = None
        self._are_ids_shown = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addLayout(self._make_code())
        self.column.addSpacing(theme.px(4))
        self.column.addLayout(self._make_state())
        self.conflict = Notice(name="panel_conflict")
        self.conflict.acted.connect(self.conflict_asked)
        self._conflict_room = QWidget()
        room = QVBoxLayout(self._conflict_room)
        room.setContentsMargins(0, theme.px(8), 0, 0)
        room.addWidget(self.conflict)
        self.column.addWidget(self._conflict_room)
        self.column.addSpacing(theme.px(8))
        self._make_people()
        self._rules = [Rule(), Rule()]
        self.column.addSpacing(theme.px(8))
        self.column.addWidget(self._rules[0])
        self.column.addSpacing(theme.px(8))
        self._make_due()
        self.column.addSpacing(theme.px(8))
        self.column.addWidget(self._rules[1])

    def _make_code(self) -> QHBoxLayout:
        self.code = Text("", Role.TITLE, Tone.TEXT, 600, figures=True, name="panel_code")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.copy = icon_button("copy", "panel_copy", "Chép mã hồ sơ")
        self.copy.clicked.connect(self.copied)
        self.close_button = icon_button("x", "panel_close", "Đóng (Esc)")
        self.close_button.clicked.connect(self.close_asked)
        row = QHBoxLayout()
        row.setSpacing(theme.px(4))
        row.addWidget(self.code)
        row.addWidget(self.copy)
        row.addStretch(1)
        row.addWidget(self.close_button)
        return row

    def _make_state(self) -> QHBoxLayout:
        self.badge = Badge("", Tone.SLATE, "clock", name="panel_badge")
        self.holder_icon = IconMark("user", Tone.TEXT2, 14)
        self.holder = ElidedLabel("", Role.CAPTION, Tone.TEXT2, name="panel_holder")
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        row.addWidget(self.badge)
        row.addSpacing(theme.px(2))
        row.addWidget(self.holder_icon)
        row.addWidget(self.holder, 1)
        return row

    def _make_people(self) -> None:
        self.applicant = ElidedLabel("", Role.BODY, Tone.TEXT, weight=600, name="panel_applicant")
        self.procedure = ElidedLabel("", Role.BODY, Tone.TEXT2, name="panel_procedure")
        self.column.addWidget(self.applicant)
        self.column.addWidget(self.procedure)
        self.ids = ElidedLabel("", Role.CAPTION, Tone.TEXT2, figures=True, name="panel_ids")
        self.other_ids = ElidedLabel("", Role.CAPTION, Tone.TEXT2, figures=True, name="panel_other_ids")
        self.eye = icon_button("eye", "panel_eye", _MASK_TIP)
        self.eye.clicked.connect(self._eye_pressed)
        row = QHBoxLayout()
        row.setSpacing(theme.px(4))
        row.addWidget(self.ids, 1)
        row.addWidget(self.eye)
        self.column.addLayout(row)
        self.column.addWidget(self.other_ids)

    def _make_due(self) -> None:
        self.due_label = caption("Hẹn trả", Tone.TEXT2, weight=500)
        self.due = Text("", Role.BODY, Tone.TEXT, 600, figures=True, name="panel_due")
        self.due_note = caption("", Tone.TEXT2, figures=True, name="panel_due_note")
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.due_label)
        row.addWidget(self.due)
        row.addStretch(1)
        row.addWidget(self.due_note)
        self.column.addLayout(row)
        self.column.addSpacing(theme.px(4))
        self.clock = ClockBar(name="panel_clock")
        self.column.addWidget(self.clock)

    # -- showing

    def show_view(self, view: PanelView) -> None:
        """Another dossier, or the same one anew; ids that were shown stay so for the same dossier."""
        if self._view is None or self._view.code != view.code:
            self._are_ids_shown = False
        self._view = view
        self.code.setText(view.code)
        self.badge.set_state(view.badge.text, view.badge.tone, view.badge.icon)
        self._show_conflicts(view.conflicts)
        self.holder.setText(view.holder)
        self.holder_icon.setVisible(bool(view.holder))
        self.applicant.setText(view.applicant)
        self.procedure.setText(view.procedure)
        self._show_ids()
        self.due_label.setText(view.due.label)
        self.due.setText(view.due.value)
        self.due.setToolTip(f"<p>{escape(view.due.tip)}</p>" if view.due.tip else "")
        self.due_note.setText(view.due.note)
        self.clock.set_days(view.clock, view.due.sentence)
        self.clock.setVisible(bool(view.clock))

    def _show_conflicts(self, count: int) -> None:
        """What another desk recorded against it; the struck lines of its life say which."""
        self._conflict_room.setVisible(count > 0)
        if count:
            self.conflict.show_warning(f"{count} chỗ khác nhau giữa các quầy, chưa ai chọn.", "Đồng bộ")
        else:
            self.conflict.clear()

    def show_ids(self, are_shown: bool) -> None:
        """Show the id numbers, or mask them."""
        self._are_ids_shown = are_shown
        self._show_ids()

    def are_ids_shown(self) -> bool:
        """Whether the id numbers stand there in full."""
        return self._are_ids_shown

    def _show_ids(self) -> None:
        people = self._view.people if self._view else ()
        lines = [line.shown if self._are_ids_shown else line.masked for line in people]
        self.ids.setText(lines[0] if lines else "")
        self.other_ids.setText(lines[1] if len(lines) > 1 else "")
        self.other_ids.setVisible(len(lines) > 1)
        has_ids = any(line.shown != line.masked for line in people)
        self.ids.setVisible(bool(lines))
        self.eye.setVisible(has_ids)
        self.eye.set_icon("eye-off" if self._are_ids_shown else "eye")
        words = "Che số giấy tờ" if self._are_ids_shown else _MASK_TIP
        self.eye.setToolTip(words)
        self.eye.setAccessibleName(words)

    def _eye_pressed(self) -> None:
        self.ids_asked.emit(not self._are_ids_shown)


def icon_button(icon: str, name: str, words: str) -> Button:
    """One of the few icons without a word: its words are the tooltip and the accessible name."""
    made = Button("", ButtonKind.QUIET, icon=icon, name=name, height=_ICON_BUTTON)
    made.setToolTip(words)
    made.setAccessibleName(words)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made
