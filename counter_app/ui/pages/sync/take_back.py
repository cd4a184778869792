"""Below the acts that wait: the one with a mistyped code is taken back, once its reason is given."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.queries.sync import AwaitedAct
from counter_app.ui import theme
from counter_app.ui.tokens import PANEL_BUTTON, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.fields import TextField
from counter_app.ui.widgets.text import Text


class TakeBack(QWidget):
    """Asks whether, and why; `confirmed(row, reason)`. Hidden until it asks, and after it was answered."""

    confirmed = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("take_back")
        self._row: AwaitedAct | None = None
        self.question = Text("", Role.BODY, Tone.TEXT, wraps=True, figures=True, name="take_back_question")
        self.reason = TextField(
            "Lý do bỏ", name="take_back_reason", is_required=True, hint="bắt buộc, ghi vào nhật ký"
        )
        self.reason.enter_moves_on = False
        self.reason.edit.returnPressed.connect(self.confirm)
        self.reason.edited.connect(lambda: self.reason.set_problem(""))
        self.button = Button(
            "Bỏ việc này", ButtonKind.MAIN, key="Enter", name="take_back_confirm", height=PANEL_BUTTON
        )
        self.button.clicked.connect(self.confirm)
        line = QHBoxLayout()
        line.addWidget(self.reason, 1)
        line.addSpacing(theme.px(12))
        line.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.question)
        column.addLayout(line)
        self.hide()

    def ask(self, row: AwaitedAct, act: str, code: str) -> None:
        """Ask about one act; what was typed for the one before is gone."""
        if row != self._row:
            self.reason.set_value("")
        self._row = row
        self.question.setText(
            f"Bỏ việc “{act}” của hồ sơ {code}? Việc này thôi chờ và không có hiệu lực khi dữ liệu về; lịch "
            "sử vẫn giữ việc đã ghi, ai bỏ và lý do."
        )
        self.reason.set_problem("")
        self.show()
        self.reason.setFocus()

    def confirm(self) -> None:
        """Tell, where a reason is given."""
        reason = self.reason.value()
        if self._row is None or not self.isVisible():
            return
        if not reason:
            self.reason.set_problem("còn thiếu lý do")
            self.reason.setFocus()
            return
        self.confirmed.emit(self._row, reason)

    def drop(self) -> bool:
        """Ask no more; answers whether it did."""
        was_asking = self._row is not None
        self._row = None
        self.reason.set_value("")
        self.hide()
        return was_asking
