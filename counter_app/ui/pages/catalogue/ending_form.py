"""Bãi bỏ: from which day nobody may hand in a dossier of a procedure any more, by which decision and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from counter_app.domain.errors import CounterError, InvalidField
from counter_app.domain.procedure import Procedure
from counter_app.ui import theme
from counter_app.ui.messages import field_problem, sentence_of
from counter_app.ui.tokens import PANEL_BUTTON, Role, Tone
from counter_app.ui.widgets.area_field import AreaField
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.fields import DateField, TextField
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.text import Text, heading


class EndingForm(Ground):
    """`left` gives up; `asked(procedure id, last day, decision, reason)`: the day typed is the first one
    without the procedure."""

    left = Signal()
    asked = Signal(str, object, str, str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("sunken", ("top",), name="ending_form")
        self._procedure_id = ""
        self._today = today
        self.title = heading("", name="ending_title")
        self.words = Text(
            "Hồ sơ đã nhận vẫn được giải quyết theo bản đã nhận; ngày hẹn không đổi.",
            *(Role.CAPTION, Tone.TEXT2),
            wraps=True,
            name="ending_words",
        )
        self.notice = Notice(name="ending_notice")
        self.day = DateField("Bãi bỏ từ ngày", name="ending_day", today=today, is_required=True)
        self.decision = TextField("Quyết định số", name="ending_decision", is_required=True, max_length=255)
        self.reason = AreaField("Lý do", name="ending_reason", lines=2)
        self.back = Button("Thôi", ButtonKind.QUIET, key="Esc", name="ending_back", height=PANEL_BUTTON)
        self.main = Button(
            "Bãi bỏ", ButtonKind.DANGER, key="Ctrl+Enter", name="ending_main", height=PANEL_BUTTON
        )
        self._build()
        self.back.clicked.connect(self.left)
        self.main.clicked.connect(self.submit)
        for field in (self.day, self.decision, self.reason):
            field.edited.connect(field.clear_mark)
        self.setFocusProxy(self.day)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        column.setSpacing(theme.px(8))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.day, 2)
        row.addWidget(self.decision, 3)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.main)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addWidget(self.notice)
        column.addLayout(row)
        column.addWidget(self.reason)
        column.addLayout(foot)

    def open_procedure(self, procedure: Procedure) -> None:
        """Begin with a procedure; what was typed for the same one stays."""
        if procedure.id != self._procedure_id:
            self.day.set_value(None)
            self.decision.set_value("")
            self.reason.set_value("")
        self._procedure_id = procedure.id
        self.title.setText(f"Bãi bỏ {procedure.id}")
        self.notice.clear()
        for field in (self.day, self.decision, self.reason):
            field.clear_mark()

    def procedure_id(self) -> str:
        """Of which procedure it is about."""
        return self._procedure_id

    def close_procedure(self) -> None:
        """It is stored: nothing is under way any more."""
        self._procedure_id = ""

    def submit(self) -> None:
        """Ask to store; what is missing says so beside its field."""
        first = self.day.value()
        if not self.decision.value():
            self.decision.set_problem("còn thiếu")
            self.decision.setFocus()
        if first is None:
            self.day.set_problem("không phải ngày" if self.day.edit.text().strip() else "còn thiếu")
            self.day.setFocus()
        elif self.decision.value():
            last = first - timedelta(days=1)
            self.asked.emit(self._procedure_id, last, self.decision.value(), self.reason.value())

    def show_refusal(self, error: CounterError) -> None:
        """What the store said, beside its field where it has one."""
        fields = {"in_force_to": self.day, "decision": self.decision, "reason": self.reason}
        field = fields.get(str(error.facts.get("field", "")))
        if isinstance(error, InvalidField) and field is not None:
            field.set_problem(field_problem(error.facts), sentence_of(error))
            field.setFocus()
        else:
            self.notice.show_error(sentence_of(error))
