"""The fields of a small form: one made for each question, read, written, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date

from counter_app.domain.text import date_text, money
from counter_app.ui.acts.questions import Ask, Question
from counter_app.ui.widgets.area_field import AreaField
from counter_app.ui.widgets.fields import ChoiceField, DateField, Field, SegmentField, TextField
from counter_app.ui.widgets.tick_list import TickField

_MONEY_SIGNS = " .,\u00a0đ"
_NOT_A_DATE = "không phải ngày"
_NOT_MONEY = "không phải số tiền"


class MoneyField(TextField):
    """Whole đồng: `1500000` or `1.500.000`; written with dots on leaving."""

    def __init__(self, label: str, *, name: str, is_required: bool, hint: str) -> None:
        super().__init__(label, name=name, is_required=is_required, figures=True, hint=hint, max_length=40)
        self.left.connect(self._tidy)

    def amount(self) -> int | None:
        """The amount; None while what stands there is none."""
        digits = "".join(c for c in self.value() if c not in _MONEY_SIGNS)
        return int(digits) if digits.isascii() and digits.isdigit() else None

    def _tidy(self) -> None:
        amount = self.amount()
        if amount is not None:
            self.set_value(money(amount))
        elif self.value():
            self.set_problem(_NOT_MONEY)


class MeantDateField(DateField):
    """A date that says beside itself what it comes to."""

    def __init__(self, question: Question, *, name: str, today: Callable[[], date]) -> None:
        super().__init__(
            question.label, name=name, today=today, is_required=question.is_required, hint=question.hint
        )
        self._meaning = question.meaning
        self.edit.textChanged.connect(self.explain)
        self.left.connect(self.explain)

    def explain(self) -> None:
        """Say what the date comes to; nothing while it is none."""
        on = self.value()
        if self._meaning is None or on is None:
            return
        meant = self._meaning(on)
        if meant.is_possible:
            self.set_ok(meant.words)
        else:
            self.set_warning(meant.words)

    def clear_mark(self) -> None:
        """A problem goes; what the date comes to stays."""
        super().clear_mark()
        self.explain()


def make_field(question: Question, today: Callable[[], date]) -> Field:
    """The field of a question, with what stands there at first."""
    name, label, hint = f"act_{question.name}", question.label, question.hint
    needed = question.is_required
    if question.ask is Ask.AREA:
        made: Field = AreaField(label, name=name, is_required=needed, hint=hint, lines=question.lines)
    elif question.ask is Ask.CHOICE:
        words = "Chọn…" if len(question.choices) != 1 else ""
        made = ChoiceField(label, question.choices, name=name, is_required=needed, placeholder=words)
    elif question.ask is Ask.SEGMENTS:
        made = SegmentField(label, question.choices, name=name)
    elif question.ask is Ask.DATE:
        made = MeantDateField(question, name=name, today=today)
    elif question.ask is Ask.MONEY:
        made = MoneyField(label, name=name, is_required=needed, hint=hint)
    elif question.ask is Ask.TICKS:
        made = TickField(label, question.ticks, name=name, is_required=needed, hint=hint)
    else:
        made = TextField(label, name=name, is_required=needed, hint=hint)
    if question.start:
        write(made, _first(question, today))
    return made


def _first(question: Question, today: Callable[[], date]) -> str:
    if question.ask is Ask.DATE:
        on = today() if question.start == "today" else date.fromisoformat(question.start)
        return date_text(on)
    return money(int(question.start)) if question.ask is Ask.MONEY else question.start


def problem_of(field: Field) -> str:
    """What is wrong with what stands there, whatever the act; empty where nothing is."""
    if isinstance(field, DateField) and field.edit.text().strip() and field.value() is None:
        return _NOT_A_DATE
    if isinstance(field, MoneyField) and field.value() and field.amount() is None:
        return _NOT_MONEY
    return ""


def read(field: Field) -> str:
    """The text as it stands, half a date too."""
    if isinstance(field, DateField):
        return field.edit.text()
    if isinstance(field, AreaField):
        return field.text()
    if isinstance(field, TextField):
        return field.edit.text()
    return field.value()  # type: ignore[attr-defined]


def answer(field: Field) -> str:
    """What the act is given: a date as ISO text, money as digits."""
    if isinstance(field, MoneyField):
        amount = field.amount()
        return "" if amount is None else str(amount)
    value = field.value()  # type: ignore[attr-defined]
    if isinstance(value, date):
        return value.isoformat()
    return value or ""


def write(field: Field, text: str) -> None:
    """Put a text back as `read` gave it; a choice that is gone is left open."""
    if isinstance(field, DateField):
        field.edit.setText(text)
    elif isinstance(field, SegmentField):
        with suppress(ValueError):
            field.set_value(text)
    else:
        field.set_value(text)  # type: ignore[attr-defined]
