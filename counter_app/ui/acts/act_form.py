"""A small form for one act: its fields, what is wrong beside each, one main button, Esc goes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from counter_app.domain.errors import CounterError, InvalidField
from counter_app.ui import theme
from counter_app.ui.act_words import ACTS
from counter_app.ui.acts.asked_fields import answer, make_field, problem_of, read, write
from counter_app.ui.acts.questions import Plan, Question
from counter_app.ui.messages import field_problem, sentence_of
from counter_app.ui.tokens import MAIN_BUTTON, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.fields import Field
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.text import caption, heading
from counter_app.ui.widgets.tick_list import TickField

_EMPTY = "chưa nhập"
_NOT_TICKED = "chưa chọn"
_NOT_POSSIBLE = "không được"


class ActForm(QWidget):
    """`submitted(values)` once every field holds what it may; `left()` for the way back.

    Title and main button stand still; the fields between them scroll where a low window has no room.
    """

    submitted = Signal(object)
    left = Signal()
    edited = Signal()

    def __init__(
        self, plan: Plan, questions: tuple[Question, ...], words: str, today: Callable[[], date]
    ) -> None:
        super().__init__()
        self.plan = plan
        self.fields: dict[str, Field] = {}
        self._questions = {question.name: question for question in questions}
        self.setObjectName(f"act_form_{plan.act}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(heading(plan.title, name="act_title"))
        if words:
            column.addWidget(caption(words, Tone.TEXT2, wraps=True, name="act_words"))
        column.addWidget(self._make_fields(questions, today), 1)
        self._ask()
        self._begun = self.typed()
        self.notice = Notice(name="act_notice")
        column.addWidget(self.notice)
        column.addLayout(self._make_foot())
        QApplication.instance().focusChanged.connect(self._focus_moved)

    def _make_fields(self, questions: tuple[Question, ...], today: Callable[[], date]) -> QScrollArea:
        self._body = QWidget()
        rows = QVBoxLayout(self._body)
        rows.setContentsMargins(0, 0, theme.px(2), 0)
        rows.setSpacing(theme.px(10))
        for question in questions:
            field = make_field(question, today)
            self.fields[question.name] = field
            field.edited.connect(field.clear_mark)
            field.edited.connect(self._ask)
            field.edited.connect(self.edited)
            if isinstance(field, TickField):
                field.list.moved.connect(self._reveal_line)
            rows.addWidget(field)
        rows.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidget(self._body)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.viewport().setAutoFillBackground(False)
        self._body.setAutoFillBackground(False)
        return self._area

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

    # -- the cursor stays in view

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if isValid(self._body) and new is not None and self._body.isAncestorOf(new):
            # A field made just now has no place before the layout is done.
            QTimer.singleShot(0, self, self._reveal_field)

    def _reveal_field(self) -> None:
        here = next((field for field in self.fields.values() if field.editor.hasFocus()), None)
        if here is None:
            return
        if isinstance(here, TickField):
            self._area.ensureVisible(0, here.mapTo(self._body, here.rect().topLeft()).y(), 0, 0)
        else:
            self._area.ensureWidgetVisible(here, 0, theme.px(4))

    def _reveal_line(self, row: QRect) -> None:
        made = self.sender()
        if isinstance(made, QWidget):
            top = made.mapTo(self._body, row.topLeft()).y()
            self._area.ensureVisible(0, top + row.height() // 2, 0, row.height())

    # -- what was typed

    def _ask(self) -> None:
        """Show the fields that the others make necessary, hide those that they spare."""
        values = {name: answer(field) for name, field in self.fields.items()}
        for name, question in self._questions.items():
            self.fields[name].setVisible(question.shown_if(values))

    def _is_asked(self, name: str) -> bool:
        return not self.fields[name].isHidden()

    def typed(self) -> Mapping[str, str]:
        """What stands in the fields now, to be put back later."""
        return {name: read(field) for name, field in self.fields.items()}

    def is_untouched(self) -> bool:
        """Whether nothing differs from how the form began."""
        now = self.typed()
        return all(now[name] in ("", begun) for name, begun in self._begun.items())

    def put_back(self, typed: Mapping[str, str]) -> None:
        """Fill the fields with what was typed before; a choice that is gone is left open."""
        for name, text in typed.items():
            if name in self.fields:
                write(self.fields[name], text)
        self._ask()

    def set_choice(self, name: str, value: str) -> None:
        """Choose in a field, where it is there."""
        if name in self.fields:
            write(self.fields[name], value)

    def begin(self) -> None:
        """The cursor in a list to tick, else in the first field that is still empty."""
        asked = [field for name, field in self.fields.items() if self._is_asked(name)]
        first = [field for field in asked[:1] if isinstance(field, TickField)]
        empty = [field for field in asked if not read(field)]
        (first or empty or [*asked, self.main])[0].setFocus(Qt.FocusReason.TabFocusReason)

    # -- the act

    def submit(self) -> None:
        """Check the fields; then `submitted`."""
        self.notice.clear()
        asked = [name for name in self.fields if self._is_asked(name)]
        wrong = [name for name in asked if not self._is_right(name)]
        values = {name: answer(self.fields[name]) if name in asked else "" for name in self.fields}
        if not wrong:
            for name, words in self.plan.check(values).items():
                self.fields[name].set_problem(words)
                wrong.append(name)
        if wrong:
            self.fields[wrong[0]].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.submitted.emit(values)

    def _is_right(self, name: str) -> bool:
        field = self.fields[name]
        if self._questions[name].is_required and not read(field).strip():
            field.set_problem(_NOT_TICKED if isinstance(field, TickField) else _EMPTY)
        elif problem_of(field):
            field.set_problem(problem_of(field))
        return not field.problem()

    def show_error(self, error: CounterError, names: Mapping[str, str]) -> None:
        """Beside the field that it names, else as a line of the form."""
        named = str(error.facts.get("field", "")).partition(".")[0]
        field = self.fields.get(self.plan.error_fields.get(error.code, named))
        is_field = isinstance(error, InvalidField)
        sentence = sentence_of(error, names=names)
        if field is not None and not field.isHidden():
            field.set_problem(field_problem(error.facts) if is_field else _NOT_POSSIBLE, sentence)
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            if is_field:
                return
        self.notice.show_error(sentence)
