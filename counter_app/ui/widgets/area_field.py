"""A labelled field of several lines: notes and reasons. Enter goes on, Shift+Enter begins a line."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from counter_app.ui import theme
from counter_app.ui.tokens import Role
from counter_app.ui.widgets.fields import Field
from counter_app.ui.widgets.line_edit import is_page_key


class Area(QPlainTextEdit):
    """The editor; Tab leaves it, and the keys of the page stay the page's."""

    def __init__(self, *, name: str, lines: int) -> None:
        super().__init__()
        self._line_count = lines
        self.setObjectName(name)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._restyle()
        theme.signals().changed.connect(self._restyle)

    def set_problem(self, is_wrong: bool) -> None:
        """Red outline, or the usual one."""
        self.setProperty("problem", "true" if is_wrong else "false")
        self.style().unpolish(self)
        self.style().polish(self)

    def _restyle(self) -> None:
        self.setFont(theme.font(Role.BODY))
        self.setFixedHeight(self._line_count * theme.line(Role.BODY) + theme.px(18))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), self.height())

    def event(self, event: QEvent) -> bool:
        is_pages = isinstance(event, QKeyEvent) and is_page_key(event)
        if is_pages and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            event.ignore()
            return False
        return super().event(event)


class AreaField(Field):
    """`value()` is NFC without blanks at its ends; `text()` what stands there."""

    def __init__(
        self, label: str, *, name: str, is_required: bool = False, hint: str = "", lines: int = 3
    ) -> None:
        self.area = Area(name=name, lines=lines)
        super().__init__(label, self.area, is_required=is_required, hint=hint)
        self.area.textChanged.connect(self.edited)

    def text(self) -> str:
        """Exactly what was typed."""
        return self.area.toPlainText()

    def value(self) -> str:
        """The text as it is kept."""
        return unicodedata.normalize("NFC", self.text()).strip()

    def set_value(self, text: str) -> None:
        """Replace the text, cursor at its end; `edited` does not fire."""
        self.area.blockSignals(True)
        self.area.setPlainText(text)
        self.area.blockSignals(False)
        self.area.moveCursor(self.area.textCursor().MoveOperation.End)
