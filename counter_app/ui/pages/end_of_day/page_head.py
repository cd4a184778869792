"""Head of the page: title, the day as a typed date with the day before and after, and when it was read."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.errors import InvalidField
from counter_app.domain.text import date_text, day_name_long, parse_date, time_text
from counter_app.ui import theme
from counter_app.ui.messages import field_problem
from counter_app.ui.tokens import PAGE_HEAD, PAGE_HEAD_COMPACT, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.line_edit import LineEdit
from counter_app.ui.widgets.text import ElidedLabel, Text

_FIELD = 118


class EndOfDayHead(QWidget):
    """`day_chosen(date)`; `left()`: Esc in the field. What is no date is said below it."""

    day_chosen = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("end_of_day_head")
        self._day = self._today = date(2000, 1, 1)
        self._read = ""
        self.moment = ElidedLabel("", Role.CAPTION, Tone.TEXT2, name="end_moment")
        self.field = LineEdit(name="end_date", figures=True)
        self.field.setAccessibleName("Ngày làm việc")
        self.field.setToolTip("Gõ ngày, ví dụ 22/11 (Ctrl+G)")
        self.field.setMaxLength(40)
        self.field.setFixedWidth(theme.px(_FIELD))
        self.field.installEventFilter(self)
        self.before = self._step_button("arrow-left", "Ngày trước (Alt+←)", "end_day_before", -1)
        self.after = self._step_button("arrow-right", "Ngày sau (Alt+→)", "end_day_after", 1)
        self._bar = QWidget()
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        row.addWidget(Text("Kết thúc ngày", Role.TITLE, Tone.TEXT, 600))
        row.addStretch(1)
        for part in (self.before, self.field, self.after):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.moment)
        self.set_compact(False)

    def _step_button(self, icon: str, words: str, name: str, days: int) -> Button:
        made = Button("", ButtonKind.QUIET, icon=icon, name=name)
        made.setAccessibleName(words.partition(" (")[0])
        made.setToolTip(words)
        made.clicked.connect(lambda: self.step(days))
        return made

    def set_compact(self, is_compact: bool) -> None:
        """60 px, or 52 in low windows."""
        self._bar.setFixedHeight(theme.px(PAGE_HEAD_COMPACT if is_compact else PAGE_HEAD))

    def show_day(self, day: date, now: datetime) -> None:
        """Show which day it is, and as of when its figures stand."""
        self._day, self._today = day, now.date()
        self.after.setEnabled(day < now.date())
        read = f"{time_text(now)}" if day == now.date() else f"{time_text(now)} {date_text(now.date())}"
        which = {0: "Hôm nay, ", 1: "Hôm qua, "}.get((now.date() - day).days, "")
        name = day_name_long(day)
        self._read = f"{which}{name if which else name.capitalize()} · số liệu lúc {read}"
        self._put_back()

    def is_edited(self) -> bool:
        """Whether another date stands in the field than the one whose figures are shown."""
        return self.field.text().strip() != date_text(self._day)

    def _put_back(self) -> None:
        self.field.setText(date_text(self._day))
        self.field.set_problem(False)
        self.moment.set_tone(Tone.TEXT2)
        self.moment.setText(self._read)

    def _refuse(self, words: str) -> None:
        self.field.set_problem(True)
        self.field.selectAll()
        self.moment.set_tone(Tone.RED)
        self.moment.setText(words)

    def step(self, days: int) -> None:
        """The day before or after; none ahead of today."""
        wanted = self._day + timedelta(days=days)
        if wanted <= self._today:
            self.day_chosen.emit(wanted)

    def take_typed(self) -> None:
        """Go to the day that was typed, or say why it is none."""
        try:
            wanted = parse_date(self.field.text(), self._today, field="day")
        except InvalidField as error:
            self._refuse(f"Chưa đọc được ngày: {field_problem(error.facts)}")
            return
        if wanted > self._today:
            self._refuse(f"Ngày {date_text(wanted)} chưa đến.")
            return
        self.day_chosen.emit(wanted)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                if not event.isAutoRepeat():
                    self.take_typed()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._put_back()
                self.left.emit()
                return True
        if event.type() == QEvent.Type.FocusOut and self.is_edited():
            self._put_back()  # the date that stands there is always the one whose figures are shown
        return super().eventFilter(watched, event)
