"""«Đang dở»: returns that were begun and put aside because another dossier was scanned. None is lost."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from counter_app.ui import theme
from counter_app.ui.pages.returns.fill import Fill
from counter_app.ui.tokens import RADIUS_NAV, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.notice import IconMark
from counter_app.ui.widgets.painting import rounded
from counter_app.ui.widgets.text import Text, caption

_SHOWN = 3


class ParkedBar(QWidget):
    """`opened(code)` when one is wanted back; the keys Ctrl+1 … belong to the page."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("parked_bar")
        self._codes: tuple[str, ...] = ()
        self._title = Text("", Role.BODY, Tone.TEXT, 500)
        self._more = caption("", Tone.TEXT2)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(4), theme.px(8), theme.px(4))
        row.setSpacing(theme.px(8))
        row.addWidget(IconMark("circle-dashed", Tone.AMBER, 16))
        row.addWidget(self._title)
        self._buttons = tuple(self._button(number) for number in range(_SHOWN))
        for button in self._buttons:
            row.addWidget(button)
        row.addWidget(self._more)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_parked((), "")

    def _button(self, number: int) -> Button:
        made = Button("", ButtonKind.QUIET, key=f"Ctrl+{number + 1}", name=f"parked_{number + 1}", height=28)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        made.clicked.connect(partial(self.open, number))
        return made

    def show_parked(self, parked: Sequence[Fill], agency_id: str) -> None:
        """Show them, the latest first; without any the bar goes."""
        self._codes = tuple(fill.code for fill in parked)
        self._title.setText(f"Đang dở {len(parked)}")
        for number, button in enumerate(self._buttons):
            has_one = number < len(parked)
            button.setVisible(has_one)
            if has_one:
                button.setText(parked[number].code.removeprefix(f"{agency_id}-"))
                button.setToolTip(f"{parked[number].code} {parked[number].name}".strip())
        self._more.setText(f"và {len(parked) - _SHOWN} hồ sơ nữa" if len(parked) > _SHOWN else "")
        self.setVisible(bool(parked))

    def codes(self) -> tuple[str, ...]:
        """Codes of what is put aside."""
        return self._codes

    def open(self, number: int, _is_checked: bool = False) -> None:
        """Bring one back."""
        if number < len(self._codes):
            self.opened.emit(self._codes[number])

    def paintEvent(self, event: QPaintEvent) -> None:
        rounded(QPainter(self), QRectF(self.rect()), theme.px(RADIUS_NAV), theme.colour("amber_soft"))
