"""One-line input with an icon or a code before the text and quiet words behind it; and the combo box."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QStyledItemDelegate, QWidget

from counter_app.ui import icons, theme
from counter_app.ui.tokens import FIELD, Role


class LineEdit(QLineEdit):
    """A field of 32 px. `figures` sets tabular digits for codes, dates and numbers."""

    def __init__(
        self, *, name: str, figures: bool = False, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._figures = figures
        self._icon = ""
        self._lead = ""
        self._trail = ""
        self.setObjectName(name)
        self.setPlaceholderText(placeholder)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._restyle()
        theme.signals().changed.connect(self._restyle)

    def set_icon(self, icon: str) -> None:
        """An icon at the left, inside the field."""
        self._icon = icon
        self._restyle()

    def set_lead(self, text: str) -> None:
        """A code in the link colour before the text (`1.009647`)."""
        self._lead = text
        self._restyle()

    def set_trail(self, text: str) -> None:
        """Quiet words at the right end: a field of business, a key."""
        self._trail = text
        self._restyle()

    def set_problem(self, is_wrong: bool) -> None:
        """Red outline, or the usual one."""
        self.setProperty("problem", "true" if is_wrong else "false")
        self.style().unpolish(self)
        self.style().polish(self)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(FIELD))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            # With nothing of its own to undo the page may: it takes back a form that was cleared.
            has_no_undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            if has_no_undo or is_page_key(event):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_page_key(event):
            event.ignore()
            return
        super().keyPressEvent(event)

    def _restyle(self) -> None:
        self.setFont(theme.font(Role.BODY, figures=self._figures))
        left = (theme.px(26) if self._icon else 0) + (self._lead_width() + theme.px(7) if self._lead else 0)
        right = self._trail_width() + theme.px(8) if self._trail else 0
        # Inter sits one pixel lower than Be Vietnam Pro in the same box.
        self.setTextMargins(left, 0, right, 2 if self._figures else 0)
        self.update()

    def _lead_width(self) -> int:
        return theme.text_width(theme.font(Role.BODY, 500, figures=True), self._lead)

    def _trail_width(self) -> int:
        return theme.text_width(theme.font(Role.CAPTION), self._trail)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not (self._icon or self._lead or self._trail):
            return
        painter = QPainter(self)
        x = theme.px(11)
        if self._icon:
            side = theme.px(16)
            icons.draw(
                painter, self._icon, QPointF(x, (self.height() - side) / 2), side, theme.colour("text2")
            )
            x += theme.px(26)
        if self._lead:
            painter.setFont(theme.font(Role.BODY, 500, figures=True))
            painter.setPen(theme.colour("accent_text"))
            area = QRectF(x + 1, 0, self._lead_width() + 2, self.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self._lead)
        if self._trail:
            painter.setFont(theme.font(Role.CAPTION))
            painter.setPen(theme.colour("text3"))
            area = QRectF(0, 0, self.width() - theme.px(12), self.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._trail)


_PAGE_KEYS = frozenset({Qt.Key.Key_U, Qt.Key.Key_E, Qt.Key.Key_D, Qt.Key.Key_K})


def is_page_key(event: QKeyEvent) -> bool:
    """Ctrl+U, E, D, K: on X11 Qt empties the line with them or walks in it, which nobody at a desk expects;
    they are the page's."""
    return event.key() in _PAGE_KEYS and event.modifiers() == Qt.KeyboardModifier.ControlModifier


class ComboBox(QComboBox):
    """A choice from a list of (value, words); the wheel never changes it unseen."""

    def __init__(
        self,
        choices: Sequence[tuple[str, str]] = (),
        *,
        name: str,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setPlaceholderText(placeholder)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(12)
        self._restyle()
        theme.signals().changed.connect(self._restyle)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Replace the list; the value is kept when it is still there."""
        kept = self.value()
        self.blockSignals(True)
        self.clear()
        for value, words in choices:
            self.addItem(words, value)
        self.setCurrentIndex(self.findData(kept) if kept else self._first())
        self.blockSignals(False)

    def value(self) -> str:
        """The chosen value; empty while nothing is chosen."""
        return str(self.currentData() or "")

    def set_value(self, value: str) -> None:
        """Choose by value; an unknown one chooses nothing."""
        self.setCurrentIndex(self.findData(value))

    def set_problem(self, is_wrong: bool) -> None:
        """Red outline, or the usual one."""
        self.setProperty("problem", "true" if is_wrong else "false")
        self.style().unpolish(self)
        self.style().polish(self)

    def _first(self) -> int:
        return -1 if self.placeholderText() or not self.count() else 0

    def _restyle(self) -> None:
        self.setFont(theme.font(Role.BODY))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(FIELD))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.showPopup()
            return
        super().keyPressEvent(event)
