"""Asks for the reason of a recall or a refusal, inside the page: Enter does it, Esc leaves it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from counter_app.domain.intake import TEXT_LIMIT
from counter_app.ui import theme
from counter_app.ui.tokens import FIELD
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.fields import TextField
from counter_app.ui.widgets.frames import Ground


class ReasonBar(Ground):
    """Hidden until `ask`; then `given(reason)` or `left()`. An empty reason is marked beside its label."""

    given = Signal(str)
    left = Signal()

    def __init__(self, *, name: str) -> None:
        super().__init__("sunken", ("top", "bottom"), name=name)
        self.field = TextField("Lý do", name=f"{name}_reason", is_required=True, max_length=TEXT_LIMIT)
        self.field.enter_moves_on = False
        self.confirm = Button("Xác nhận", ButtonKind.DANGER, name=f"{name}_confirm", height=FIELD)
        self.cancel = Button("Thôi", ButtonKind.QUIET, key="Esc", name=f"{name}_cancel", height=FIELD)
        self.confirm.clicked.connect(self._give)
        self.cancel.clicked.connect(self.leave)
        self.field.edit.returnPressed.connect(self._give)
        self.field.edited.connect(self.field.clear_mark)
        self.field.edit.installEventFilter(self)
        self._lay_out()
        self.setVisible(False)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(10))
        column.setSpacing(theme.px(8))
        column.addWidget(self.field)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.confirm)
        column.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def ask(self, label: str, verb: str, proposed: str = "") -> None:
        """Ask, with a reason that may stand as it is."""
        self.field.set_label(label)
        self.field.set_value(proposed)
        self.field.clear_mark()
        self.confirm.setText(verb)
        self.setVisible(True)
        self.field.setFocus()
        self.field.edit.selectAll()

    def is_asking(self) -> bool:
        """Whether a reason is being asked for."""
        return not self.isHidden()

    def close_question(self) -> None:
        """It was done: the bar goes."""
        self.setVisible(False)

    def leave(self) -> None:
        """Nothing is done."""
        self.setVisible(False)
        self.left.emit()

    def _give(self) -> None:
        reason = self.field.value().strip()
        if not reason:
            self.field.set_problem("cần có lý do")
            self.field.setFocus()
            return
        self.given.emit(reason)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.leave()
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]
