"""A note below a list: what differs, in one bold and one small line, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import RADIUS_NAV, SOFT, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.notice import IconMark
from counter_app.ui.widgets.painting import rounded
from counter_app.ui.widgets.text import ElidedLabel

_ICONS = {
    Tone.RED: "circle-alert",
    Tone.AMBER: "circle-dashed",
    Tone.GREEN: "circle-check",
    Tone.SLATE: "info",
}


class NoteBar(QWidget):
    """Hidden until `show_note`. `acted(name)` when one of its (at most two) buttons is pressed."""

    acted = Signal(str)

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._tone = Tone.AMBER
        self._names = ("", "")
        self._icon = IconMark("circle-dashed", Tone.AMBER, 16)
        self._title = ElidedLabel("", Role.BODY, Tone.TEXT, weight=500, name=f"{name}_title")
        self._detail = ElidedLabel("", Role.CAPTION, Tone.TEXT2, name=f"{name}_detail")
        self.buttons = tuple(
            Button("", ButtonKind.QUIET, name=f"{name}_{place}", height=28) for place in ("first", "second")
        )
        for place, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, at=place: self.acted.emit(self._names[at]))
        self._lay_out()
        self.clear()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(6), theme.px(8), theme.px(6))
        row.setSpacing(theme.px(10))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        for button in self.buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_note(
        self, tone: Tone, title: str, detail: str = "", *actions: tuple[str, str], icon: str = ""
    ) -> None:
        """Show words; `actions` are pairs of a name for `acted` and the words of its button."""
        self._tone = tone
        self._icon.set_icon(icon or _ICONS[tone], tone)
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        given = (*actions, ("", ""), ("", ""))[:2]
        self._names = tuple(name for name, _ in given)
        for button, (name, words) in zip(self.buttons, given, strict=True):
            button.setText(words)
            button.setVisible(bool(name))
        is_news = self.accessibleName() != f"{title}. {detail}" or not self.isVisible()
        self.setAccessibleName(f"{title}. {detail}")
        self.setVisible(True)
        self.update()
        if is_news:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def clear(self) -> None:
        """Nothing differs."""
        self._title.setText("")
        self._detail.setText("")
        for button in self.buttons:
            button.setText("")
            button.setVisible(False)
        self.setVisible(False)

    def text(self) -> str:
        """Both lines as one, empty while hidden."""
        return " · ".join(part for part in (self._title.text(), self._detail.text()) if part)

    def tone(self) -> Tone:
        """The tone shown last."""
        return self._tone

    def paintEvent(self, event: QPaintEvent) -> None:
        rounded(QPainter(self), QRectF(self.rect()), theme.px(RADIUS_NAV), theme.colour(SOFT[self._tone]))
