"""Small forms that open above the action bar: decide, assign, hand over, decline. One line of fields each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.pages.department.desk_work import Result
from counter_app.ui.tokens import PAGE_PADDING, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.fields import ChoiceField, DateField, Field, SegmentField, TextField
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.text import ElidedLabel, Text

GRANTED, REJECTED = "granted", "rejected"
SHORTEST_REASON = 3


class InlineForm(Ground):
    """A line of fields with a title. `closed` when the person backs out; `submit_words` go into the main
    button of the page, which asks `check()` before it acts."""

    closed = Signal()
    submit_words = ""
    submit_icon = "check"

    def __init__(self, title: str, fields: Sequence[tuple[Field, int]], *, name: str) -> None:
        """`fields` with their widths in pixels of the design; 0 stretches."""
        super().__init__("surface", ("top",), name=name)
        self.setAccessibleName(title)
        self.title = Text(title, Role.BODY, Tone.TEXT, 600, name=f"{name}_title")
        self.about = ElidedLabel("", Role.CAPTION, Tone.TEXT2, name=f"{name}_about")
        self.close_button = Button("Thôi", ButtonKind.QUIET, key="Esc", name=f"{name}_close")
        self.close_button.clicked.connect(self.closed)
        self._first = fields[0][0]
        row = QHBoxLayout(self)
        side = theme.px(PAGE_PADDING)
        row.setContentsMargins(side, theme.px(10), side, theme.px(10))
        row.setSpacing(theme.px(12))
        row.addWidget(self._head())
        for field, width in fields:
            if width:
                field.setFixedWidth(theme.px(width))
            row.addWidget(field, 0 if width else 1)
        if all(width for _, width in fields):
            row.addStretch(1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignBottom)

    def _head(self) -> QWidget:
        holder = QWidget()
        holder.setFixedWidth(theme.px(216))
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, theme.px(4), 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addStretch(1)
        return holder

    def set_about(self, title: str, words: str) -> None:
        """What the form is about: the act, and on which dossiers."""
        self.title.setText(title)
        self.about.setText(words)

    def start(self) -> None:
        """The cursor to the first field."""
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def check(self) -> bool:
        """Whether it can be sent; what is wrong is marked, the cursor goes there."""
        return True


class FinishForm(InlineForm):
    """Decide a matter: granted or rejected, number and day of the result."""

    submit_icon = "stamp"

    def __init__(self, today: Callable[[], date]) -> None:
        self.outcome = SegmentField(
            "Kết quả", [(GRANTED, "Chấp thuận"), (REJECTED, "Không chấp thuận")], name="finish_outcome"
        )
        self.number = TextField("Số kết quả", name="finish_number", max_length=200, hint="có thể để trống")
        self.on = DateField("Ngày kết quả", name="finish_on", today=today)
        self._today = today
        fields = [(self.outcome, 272), (self.number, 220), (self.on, 132)]
        super().__init__("Ghi kết quả", fields, name="finish_form")

    def begin(self, *, is_next: bool) -> None:
        """Empty for a dossier; in a row of several outcome and day stay."""
        self.number.set_value("")
        if not is_next:
            self.outcome.set_value(GRANTED)
            self.on.set_value(self._today())
        for field in (self.number, self.on):
            field.clear_mark()
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self) -> None:
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def check(self) -> bool:
        on = self.on.value()
        is_typed = bool(self.on.edit.text().strip())
        if on is None and is_typed:
            self.on.set_problem("không phải ngày")
        elif on is not None and on > self._today():
            self.on.set_problem("ở tương lai")
        else:
            return True
        self.on.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def result(self) -> Result:
        """What was typed."""
        return Result(self.outcome.value() == GRANTED, self.number.value(), self.on.value())


class ChooseForm(InlineForm):
    """One choice from a list: an officer, a unit."""

    def __init__(self, title: str, label: str, placeholder: str, *, name: str, icon: str) -> None:
        self.choice = ChoiceField(label, name=f"{name}_choice", placeholder=placeholder)
        self.submit_icon = icon
        super().__init__(title, [(self.choice, 320)], name=name)

    def begin(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Show the choices; nothing is chosen where `chosen` is none of them."""
        self.choice.set_choices(choices)
        self.choice.set_value(chosen)
        self.choice.clear_mark()
        self.start()

    def check(self) -> bool:
        if self.choice.value():
            return True
        self.choice.set_problem("chưa chọn")
        self.start()
        return False


class ReasonForm(InlineForm):
    """A reason in words; it goes into the record."""

    submit_icon = "undo-2"

    def __init__(self, title: str, *, name: str) -> None:
        self.reason = TextField("Lý do", name=f"{name}_reason", is_required=True, max_length=2000)
        super().__init__(title, [(self.reason, 0)], name=name)

    def begin(self) -> None:
        """Empty, with the cursor in it."""
        self.reason.set_value("")
        self.reason.clear_mark()
        self.start()

    def check(self) -> bool:
        if len(self.reason.value()) >= SHORTEST_REASON:
            return True
        self.reason.set_problem("cần ghi lý do")
        self.start()
        return False


class ReassignForm(InlineForm):
    """Whose dossiers go to whom: two choices, never the same person."""

    submit_icon = "users"

    def __init__(self) -> None:
        self.source = ChoiceField("Hồ sơ của", name="reassign_from", placeholder="Chọn cán bộ…")
        self.target = ChoiceField("Giao cho", name="reassign_to", placeholder="Chọn cán bộ…")
        super().__init__("Giao lại hồ sơ", [(self.source, 280), (self.target, 280)], name="reassign_form")

    def begin(
        self, sources: Sequence[tuple[str, str]], officers: Sequence[tuple[str, str]], chosen: str
    ) -> None:
        """Show the choices; nobody is chosen to take them."""
        self.source.set_choices(sources)
        self.source.set_value(chosen)
        self.target.set_choices(officers)
        self.target.set_value("")
        for field in (self.source, self.target):
            field.clear_mark()
        self.start()

    def start(self) -> None:
        """The cursor to who is to take them, once it is known whose they are."""
        field = self.target if self.source.value() else self.source
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def check(self) -> bool:
        for field in (self.source, self.target):
            if not field.value():
                field.set_problem("chưa chọn")
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        if self.source.value() == self.target.value():
            self.target.set_problem("cùng một người")
            self.target.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        return True
