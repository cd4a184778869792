"""Labelled fields: the line above carries the star and, at its right, hint or problem; nothing moves."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from counter_app.domain.errors import InvalidField
from counter_app.domain.text import date_text, parse_date
from counter_app.ui import icons, theme
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.line_edit import ComboBox, LineEdit
from counter_app.ui.widgets.segmented import Segmented


class LabelLine(QWidget):
    """Label, red star, and at the right one mark (icon and words) in red, amber, green or grey."""

    def __init__(self, label: str, is_required: bool, hint: str, hint_icon: str = "") -> None:
        super().__init__()
        self.label, self.is_required = label, is_required
        self.hint = (hint, Tone.TEXT3, hint_icon)
        self.mark: tuple[str, Tone, str] | None = None
        self.sentence = ""
        """The whole sentence of the mark, where the words on the line are shortened."""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.signals().changed.connect(self.updateGeometry)

    def shown(self) -> tuple[str, Tone, str]:
        """Words, tone and icon at the right: the mark, else the standing hint."""
        return self.mark or self.hint

    def told(self) -> str:
        """What tooltip and screen reader say: the whole sentence; before bare words a label that is cut."""
        words = self.sentence or self.shown()[0]
        is_bare = self.sentence == "" and self._label_room() < self._label_width()
        return f"{self.label}: {words}" if is_bare else words

    def is_cut(self) -> bool:
        """Whether even the words of the mark have no room."""
        words, _, icon = self.shown()
        return theme.text_width(theme.font(Role.CAPTION), words) > self.width() - self._icon_room(icon)

    def sizeHint(self) -> QSize:
        return QSize(self._label_width() + theme.px(24), theme.line(Role.CAPTION))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._label_width(), theme.px(60)), theme.line(Role.CAPTION))

    def _label_width(self) -> int:
        star = theme.px(12) if self.is_required else 0
        return theme.text_width(theme.font(Role.CAPTION, 500), self.label) + star

    @staticmethod
    def _icon_room(icon: str) -> int:
        return theme.px(14) + theme.px(5) if icon else 0

    def _label_room(self) -> int:
        """A mark comes before the label, the label before a hint."""
        if self.mark is None:
            return self._label_width()
        words, _, icon = self.mark
        taken = theme.text_width(theme.font(Role.CAPTION), words) + self._icon_room(icon) + theme.px(8)
        return max(0, min(self._label_width(), self.width() - taken))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words = self.told().replace("&", "&amp;").replace("<", "&lt;")
            QToolTip.showText(event.globalPos(), f"<p>{words}</p>" if words else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        height = self.height()
        painter.setFont(theme.font(Role.CAPTION, 500))
        painter.setPen(theme.colour(Tone.TEXT2))
        middle = Qt.AlignmentFlag.AlignVCenter
        star = theme.px(12) if self.is_required else 0
        room = self._label_room() - star
        label = painter.fontMetrics().elidedText(self.label, Qt.TextElideMode.ElideRight, max(0, room))
        painter.drawText(QRectF(0, 0, self.width(), height), middle, label)
        if self.is_required:
            painter.setPen(theme.colour(Tone.RED))
            x = theme.text_width(painter.font(), label) + theme.px(4)
            painter.drawText(QRectF(x, 0, theme.px(12), height), middle, "*")
        self._paint_mark(painter)

    def _paint_mark(self, painter: QPainter) -> None:
        words, tone, icon = self.shown()
        if not words:
            return
        made = theme.font(Role.CAPTION)
        side = theme.px(14)
        label_room = self._label_room()
        gap = theme.px(8) if label_room else 0
        room = self.width() - label_room - gap - self._icon_room(icon)
        painter.setFont(made)
        painter.setPen(theme.colour(tone))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(0, room))
        width = theme.text_width(made, shown) - 1
        area = QRectF(self.width() - width, 0, width + 1, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)
        if icon:
            at = QPointF(area.left() - side - theme.px(5), (self.height() - side) / 2)
            icons.draw(painter, icon, at, side, theme.colour(tone))


class Field(QWidget):
    """A labelled editor. `edited` fires when the person changes it, `left` when the cursor goes away.

    `enter_moves_on` (default) makes Enter go to the next field, unless this machine's setting says that
    only Tab does (`Field.is_enter_wanted`).
    """

    edited = Signal()
    left = Signal()

    is_enter_wanted = True

    def __init__(
        self, label: str, editor: QWidget, *, is_required: bool = False, hint: str = "", hint_icon: str = ""
    ) -> None:
        super().__init__()
        self.editor = editor
        self.enter_moves_on = True
        self.line = LabelLine(label, is_required, hint, hint_icon)
        self.setObjectName(f"{editor.objectName()}_field")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        column.addWidget(self.line)
        column.addWidget(editor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(editor)
        editor.setAccessibleName(label)
        editor.installEventFilter(self)
        self._describe()

    def set_label(self, label: str) -> None:
        """Change the words of the label."""
        self.line.label = label
        self.editor.setAccessibleName(label)
        self.line.update()

    def set_required(self, is_required: bool) -> None:
        """Show or hide the red star."""
        self.line.is_required = is_required
        self.line.update()

    def set_problem(self, text: str, sentence: str = "") -> None:
        """What is wrong, in red with an icon; an empty text takes the mark away. `sentence` is the tooltip
        and what a screen reader says."""
        self._set_mark((text, Tone.RED, "circle-alert") if text else None, sentence)

    def set_warning(self, text: str) -> None:
        """What to look at, in amber; it does not stop anything."""
        self._set_mark((text, Tone.AMBER, "triangle-alert") if text else None)

    def set_ok(self, text: str) -> None:
        """What was checked, in green."""
        self._set_mark((text, Tone.GREEN, "check") if text else None)

    def set_hint(self, text: str, icon: str = "") -> None:
        """The standing grey words; they show while there is no mark."""
        self.line.hint = (text, Tone.TEXT3, icon)
        self._describe()

    def clear_mark(self) -> None:
        """Take problem, warning or check mark away; the hint shows again."""
        self._set_mark(None)

    def problem(self) -> str:
        """The words of the problem shown, empty when there is none."""
        mark = self.line.mark
        return mark[0] if mark and mark[1] is Tone.RED else ""

    def mark(self) -> str:
        """The words shown at the right of the label line, whatever they are."""
        return self.line.shown()[0]

    def _set_mark(self, mark: tuple[str, Tone, str] | None, sentence: str = "") -> None:
        self.line.mark, self.line.sentence = mark, sentence
        setter = getattr(self.editor, "set_problem", None)
        if setter is not None:
            setter(bool(self.problem()))
        self._describe()

    def _describe(self) -> None:
        self.editor.setAccessibleDescription(self.line.sentence or self.line.shown()[0])
        self.line.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
            if event.reason() not in passing:
                self.left.emit()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._moves_on(event):
            if not event.isAutoRepeat():  # a key held down would run through the whole form
                self.window().focusNextChild() if self.window() is self else self.focusNextChild()
            return True
        return super().eventFilter(watched, event)

    def _moves_on(self, event: QKeyEvent) -> bool:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return Field.is_enter_wanted and self.enter_moves_on and is_enter and not held


class TextField(Field):
    """A labelled line of text; `value()` is NFC without spaces at its ends. `is_secret` hides the letters."""

    def __init__(
        self,
        label: str,
        *,
        name: str,
        is_required: bool = False,
        figures: bool = False,
        placeholder: str = "",
        hint: str = "",
        max_length: int = 500,
        is_secret: bool = False,
    ) -> None:
        self.edit = LineEdit(name=name, figures=figures, placeholder=placeholder)
        self.edit.setMaxLength(max_length)
        self._is_secret = is_secret
        if is_secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        super().__init__(label, self.edit, is_required=is_required, hint=hint)
        self.edit.textEdited.connect(self.edited)

    def value(self) -> str:
        """The text; a secret is returned exactly as typed."""
        text = self.edit.text()
        return text if self._is_secret else unicodedata.normalize("NFC", text).strip()

    def set_value(self, text: str) -> None:
        """Replace the text, cursor at its end; `edited` does not fire."""
        self.edit.setText(text)

    def set_read_only(self, is_read_only: bool) -> None:
        """Show the value on the quiet ground; the cursor passes it by."""
        self.edit.setReadOnly(is_read_only)
        self.edit.setFocusPolicy(Qt.FocusPolicy.ClickFocus if is_read_only else Qt.FocusPolicy.StrongFocus)
        self.edit.set_problem(bool(self.problem()))


class ChoiceField(Field):
    """A labelled list of (value, words); with a placeholder nothing is chosen at first."""

    def __init__(
        self,
        label: str,
        choices: Sequence[tuple[str, str]] = (),
        *,
        name: str,
        is_required: bool = False,
        placeholder: str = "",
        hint: str = "",
    ) -> None:
        self.combo = ComboBox(choices, name=name, placeholder=placeholder)
        super().__init__(label, self.combo, is_required=is_required, hint=hint)
        self.combo.activated.connect(self._activated)

    def _activated(self, _index: int) -> None:
        self.edited.emit()

    def value(self) -> str:
        """The chosen value, empty when none is."""
        return self.combo.value()

    def set_value(self, value: str) -> None:
        """Choose by value."""
        self.combo.set_value(value)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Replace the list."""
        self.combo.set_choices(choices)


class SegmentField(Field):
    """A labelled segmented control."""

    def __init__(self, label: str, choices: Sequence[tuple[str, str]], *, name: str, hint: str = "") -> None:
        self.segments = Segmented(choices, name=name)
        super().__init__(label, self.segments, hint=hint)
        self.segments.set_label(label)
        self.segments.changed.connect(lambda _value: self.edited.emit())

    def value(self) -> str:
        """The chosen value."""
        return self.segments.value()

    def set_value(self, value: str) -> None:
        """Choose by value."""
        self.segments.set_value(value)


class DateField(Field):
    """A labelled date, typed `231126`, `23/11` or `23-11-2026`; on leaving it is written as 23/11/2026."""

    def __init__(
        self, label: str, *, name: str, today: Callable[[], date], is_required: bool = False, hint: str = ""
    ) -> None:
        self.edit = LineEdit(name=name, figures=True, placeholder="")
        self._today = today
        super().__init__(label, self.edit, is_required=is_required, hint=hint)
        self.edit.textEdited.connect(self.edited)
        self.left.connect(self._tidy)

    def value(self) -> date | None:
        """The date, None while what stands there is none."""
        try:
            return parse_date(self.edit.text(), self._today())
        except InvalidField:
            return None

    def set_value(self, on: date | None) -> None:
        """Show a date, or nothing."""
        self.edit.setText(date_text(on) if on else "")

    def _tidy(self) -> None:
        found = self.value()
        if found is not None:
            self.edit.setText(date_text(found))
            self.clear_mark()
        elif self.edit.text().strip():
            self.set_problem("không phải ngày")
