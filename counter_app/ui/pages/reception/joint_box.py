"""Units of a joint dossier (liên thông) with their own due dates: folded away until they are wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.fields import ChoiceField, DateField
from counter_app.ui.widgets.text import caption

_UNIT = 240
_DUE = 132
MOST = 3
"""Units asked for at one dossier; a fourth has never been seen."""

Joint = tuple[tuple[str, str], ...]


class _Line(QWidget):
    """One unit and the day it is to be ready."""

    def __init__(self, number: int, today: Callable[[], date]) -> None:
        super().__init__()
        self.unit = ChoiceField(
            f"Đơn vị liên thông {number}", name=f"joint_unit_{number}", placeholder="Chọn đơn vị…"
        )
        self.due = DateField("Hạn", name=f"joint_due_{number}", today=today)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self.unit)
        row.addWidget(self.due)
        row.addStretch(1)
        self.unit.setFixedWidth(theme.px(_UNIT))
        self.due.setFixedWidth(theme.px(_DUE))


class JointBox(QWidget):
    """`open()` shows a line more; a line without a unit does not count. `edited` by the person alone."""

    edited = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.setObjectName("joint_box")
        self.lines = tuple(_Line(number, today) for number in range(1, MOST + 1))
        self.more = Button("Thêm đơn vị", ButtonKind.QUIET, icon="plus", name="joint_more", height=28)
        self.more.clicked.connect(lambda: self.open())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        for line in self.lines:
            column.addWidget(line)
            line.hide()
            for field in (line.unit, line.due):
                field.edited.connect(field.clear_mark)
                field.edited.connect(self.edited)
        row = QHBoxLayout()
        row.addWidget(self.more)
        row.addWidget(caption("bỏ trống đơn vị nào thì không tính", Tone.TEXT3))
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def set_units(self, units: Sequence[tuple[str, str]]) -> None:
        """The units that may take part; what was chosen stays."""
        for line in self.lines:
            chosen = line.unit.value()
            line.unit.set_choices([("", "–"), *units])
            line.unit.set_value(chosen)

    def open(self) -> None:
        """One line more, the cursor in its unit."""
        self.show()
        line = next((line for line in self.lines if line.isHidden()), self.lines[-1])
        line.show()
        self.more.setVisible(any(each.isHidden() for each in self.lines))
        line.unit.setFocus()

    def value(self) -> Joint:
        """Unit and ISO date of each line that names a unit; an empty date where none can be read."""
        found = []
        for line in self.lines:
            if line.unit.value() and not line.isHidden():
                on = line.due.value()
                found.append((line.unit.value(), on.isoformat() if on else ""))
        return tuple(found)

    def set_value(self, joint: Joint) -> None:
        """Show these units; without one the box folds."""
        for number, line in enumerate(self.lines):
            unit, due = joint[number] if number < len(joint) else ("", "")
            line.unit.set_value(unit)
            line.due.set_value(date.fromisoformat(due[:10]) if due else None)
            line.setVisible(number < len(joint))
            for field in (line.unit, line.due):
                field.clear_mark()
        self.more.setVisible(len(joint) < MOST)
        self.setVisible(bool(joint))

    def check(self) -> bool:
        """Whether every unit has a day; what is wrong is marked, the cursor goes there."""
        for line in self.lines:
            if line.unit.value() and not line.isHidden() and line.due.value() is None:
                line.due.set_problem("chưa nhập" if not line.due.edit.text().strip() else "không phải ngày")
                line.due.setFocus()
                return False
        return True

    def field(self, name: str) -> ChoiceField | DateField:
        """Where an error about `joint.unit` or `joint.due` stands: the last line that counts."""
        used = [line for line in self.lines if line.unit.value() and not line.isHidden()]
        line = (used or [self.lines[0]])[-1]
        return line.unit if name == "joint.unit" else line.due
