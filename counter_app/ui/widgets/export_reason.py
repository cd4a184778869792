"""One line that asks what a long list is taken out for; Esc gives up."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.domain.text import money
from counter_app.ui import theme
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.fields import TextField

_LIMIT = 200


class ReasonBar(QWidget):
    """`given(reason)` or `given_up()`."""

    given = Signal(str)
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("export_reason_bar")
        self.field = TextField("Lý do xuất", name="export_reason", is_required=True, max_length=_LIMIT)
        self.field.enter_moves_on = False
        self.button = Button("Xuất", ButtonKind.MAIN, icon="file-spreadsheet", name="export_go_on")
        self.stop = Button("Thôi", ButtonKind.QUIET, key="Esc", name="export_give_up")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.field, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignBottom)
        self.button.clicked.connect(self._give)
        self.stop.clicked.connect(self.given_up)
        self.field.edit.returnPressed.connect(self._give)
        self.hide()

    def ask(self, rows: int, what: str = "hồ sơ") -> None:
        """Show it and put the cursor there; `what` the rows are."""
        self.field.set_value("")
        self.field.clear_mark()
        self.field.set_hint("được ghi vào nhật ký bảo mật")
        self.button.setText(f"Xuất {money(rows)} {what}")
        self.show()
        self.field.setFocus()

    def _give(self) -> None:
        reason = self.field.value().strip()
        if not reason:
            self.field.set_problem("cần lý do")
            self.field.setFocus()
            return
        self.given.emit(reason)
