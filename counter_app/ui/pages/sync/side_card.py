"""One side of a conflict as a card: where and when, its rows, and the button that keeps it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout

from counter_app.ui import theme
from counter_app.ui.pages.sync.conflict_view import SideView
from counter_app.ui.pages.sync.fact_rows import FactRows
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import CardFrame, Rule
from counter_app.ui.widgets.notice import IconMark
from counter_app.ui.widgets.text import ElidedLabel, Text, caption

_BUTTON = 40


class SideCard(CardFrame):
    """`pressed()`: its button, or the card itself, was pressed."""

    pressed = Signal()

    def __init__(self, number: int) -> None:
        super().__init__(name=f"conflict_side_{number}")
        self._is_chosen = False
        self.icon = IconMark("monitor", Tone.TEXT2, 16)
        self.title = Text("", Role.BODY, Tone.TEXT, 600, name=f"side_title_{number}")
        self.place = ElidedLabel("", Role.BODY, Tone.TEXT2, name=f"side_place_{number}")
        self.when = caption("", Tone.TEXT2, figures=True, name=f"side_when_{number}")
        self.rows = FactRows(name=f"side_rows_{number}")
        key, name = f"Alt+{number}", f"side_keep_{number}"
        self.button = Button("", icon="check", key=key, name=name, height=_BUTTON)
        self.button.clicked.connect(self.pressed)
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        for part in (self.icon, self.title):
            head.addWidget(part)
        head.addWidget(self.place, 1)
        head.addWidget(self.when)
        self.body.setSpacing(theme.px(6))
        self.body.addLayout(head)
        self.body.addSpacing(theme.px(2))
        self.body.addWidget(Rule())
        self.body.addWidget(self.rows)
        self.body.addStretch(1)
        self.body.addWidget(self.button)

    def show_side(self, side: SideView, *, may_choose: bool) -> None:
        """Show another side."""
        self.icon.set_icon(side.icon, Tone.TEXT2)
        self.title.setText(side.title)
        self.place.setText(side.place)
        self.when.setText(side.when)
        self.rows.set_rows(side.rows)
        self.button.setText(side.button)
        self.button.setVisible(may_choose and side.chosen is not None)
        self.setAccessibleName(f"{side.title}, {side.place}, {side.when}")

    def set_chosen(self, is_chosen: bool) -> None:
        """The side in question: outlined, its button filled."""
        self._is_chosen = is_chosen
        self.set_look("surface", "accent_text" if is_chosen else "border")
        self.button.set_kind(ButtonKind.MAIN if is_chosen else ButtonKind.PLAIN)
        self.button.setAccessibleDescription("Đang chọn" if is_chosen else "")

    def is_chosen(self) -> bool:
        """Whether it is the side in question."""
        return self._is_chosen

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        self.rows.set_compact(is_compact)
        side, edge = theme.px(16 if is_compact else 20), theme.px(10 if is_compact else 14)
        self.body.setContentsMargins(side, edge, side, edge)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # A press on the card looks at the side; only its filled button keeps it.
        if not self._is_chosen and not self.button.isHidden():
            self.pressed.emit()
