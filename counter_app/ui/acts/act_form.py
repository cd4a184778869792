"""A small form for one act: its fields, what is wrong beside each, one main button, Esc goes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.errors import CounterError, InvalidField
from counter_app.domain.text import date_text
from counter_app.ui import theme
from counter_app.ui.act_words import ACTS
from counter_app.ui.acts.plans import Ask, Plan, Question
from counter_app.ui.messages import field_problem, sentence_of
from counter_app.ui.tokens import MAIN_BUTTON, Tone
from counter_app.ui.widgets.area_field import AreaField
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.fields import ChoiceField, DateField, Field, SegmentField, TextField
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.text import caption, heading

_EMPTY = "chưa nhập"


class ActForm(QWidget):
    """`submitted(values)` once every field holds what it may; `left()` for the way back."""

    submitted = Signal(object)
    left = Signal()
    edited = Signal()

    def __init__(
        self, plan: Plan, questions: tuple[Question, ...], words: str, today: Callable[[], date]
    ) -> None:
        super().__init__()
        self.plan = plan
        self._today = today
        self.fields: dict[str, Field] = {}
        self._questions = {question.name: question for question in questions}
        self.setObjectName(f"act_form_{plan.act}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(heading(plan.title, name="act_title"))
        if words:
            column.addWidget(caption(words, Tone.TEXT2, wraps=True, name="act_words"))
        for question in questions:
            field = self._make(question)
            self.fields[question.name] = field
            field.edited.connect(field.clear_mark)
            field.edited.connect(self.edited)
            column.addWidget(field)
        self._begun = self.typed()
        self.notice = Notice(name="act_notice")
        column.addWidget(self.notice)
        column.addStretch(1)
        column.addLayout(self._make_foot())

    def _make(self, question: Question) -> Field:
        name, label, hint = f"act_{question.name}", question.label, question.hint
        if question.ask is Ask.AREA:
            made: Field = AreaField(label, name=name, is_required=question.is_required, hint=hint)
        elif question.ask is Ask.CHOICE:
            words = "Chọn…" if len(question.choices) != 1 else ""
            made = ChoiceField(
                label, question.choices, name=name, is_required=question.is_required, placeholder=words
            )
        elif question.ask is Ask.SEGMENTS:
            made = SegmentField(label, question.choices, name=name)
        elif question.ask is Ask.DATE:
            made = DateField(label, name=name, today=self._today, hint=hint)
        else:
            made = TextField(label, name=name, is_required=question.is_required, hint=hint)
        start = date_text(self._today()) if question.start == "today" else question.start
        if start:
            _write(made, start)
        return made

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.back = Button("Quay lại", ButtonKind.QUIET, key="Esc", name="act_back", height=MAIN_BUTTON)
        self.back.clicked.connect(self.left)
        kind = ButtonKind.DANGER if ACTS[self.plan.act].is_grave else ButtonKind.MAIN
        self.main = Button(
            self.plan.submit, kind, key="Ctrl+Enter", name="act_main", height=MAIN_BUTTON
        )
        self.main.clicked.connect(self.submit)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.main)
        return row

    # -- what was typed

    def typed(self) -> Mapping[str, str]:
        """What stands in the fields now, to be put back later."""
        return {name: _read(field) for name, field in self.fields.items()}

    def is_untouched(self) -> bool:
        """Whether nothing differs from how the form began."""
        now = self.typed()
        return all(now[name] in ("", begun) for name, begun in self._begun.items())

    def put_back(self, typed: Mapping[str, str]) -> None:
        """Fill the fields with what was typed before; a choice that is gone is left open."""
        for name, text in typed.items():
            if name in self.fields:
                _write(self.fields[name], text)

    def set_choice(self, name: str, value: str) -> None:
        """Choose in a field, where it is there."""
        if name in self.fields:
            _write(self.fields[name], value)

    def begin(self) -> None:
        """The cursor in the first field that is still empty."""
        empty = [field for field in self.fields.values() if not _read(field)]
        (empty or [*self.fields.values(), self.main])[0].setFocus(Qt.FocusReason.TabFocusReason)

    # -- the act

    def submit(self) -> None:
        """Check the fields; then `submitted`."""
        self.notice.clear()
        wrong = [field for name, field in self.fields.items() if not self._is_right(name, field)]
        if wrong:
            wrong[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.submitted.emit({name: _value(field) for name, field in self.fields.items()})

    def _is_right(self, name: str, field: Field) -> bool:
        if self._questions[name].is_required and not _value(field):
            field.set_problem(_EMPTY)
        elif isinstance(field, DateField) and field.edit.text().strip() and field.value() is None:
            field.set_problem("không phải ngày")
        return not field.problem()

    def show_error(self, error: CounterError, names: Mapping[str, str]) -> None:
        """Beside the field that it names, else as a line of the form."""
        field = self.fields.get(str(error.facts.get("field", "")))
        if isinstance(error, InvalidField) and field is not None:
            field.set_problem(field_problem(error.facts), sentence_of(error))
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.notice.show_error(sentence_of(error, names=names))


def _read(field: Field) -> str:
    """The text as it stands, half a date too."""
    if isinstance(field, DateField):
        return field.edit.text()
    if isinstance(field, AreaField):
        return field.text()
    if isinstance(field, TextField):
        return field.edit.text()
    return field.value()  # type: ignore[attr-defined]


def _value(field: Field) -> str:
    """What the act is given: a date as ISO text."""
    value = field.value()  # type: ignore[attr-defined]
    if isinstance(value, date):
        return value.isoformat()
    return value or ""


def _write(field: Field, text: str) -> None:
    if isinstance(field, DateField):
        field.edit.setText(text)
    elif isinstance(field, SegmentField):
        with suppress(ValueError):  # a choice that is gone
            field.set_value(text)
    else:
        field.set_value(text)  # type: ignore[attr-defined]
