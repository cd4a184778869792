"""A field that proposes lines below itself while one types; Enter takes the marked line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from counter_app.ui import icons, theme
from counter_app.ui.field_memory import TAKEN_BACK
from counter_app.ui.tokens import RADIUS_NAV, ROW, Role
from counter_app.ui.widgets.fields import TextField
from counter_app.ui.widgets.painting import rounded

_PADDING = 12
_GAP = 10
_EDGE = 4
_MOST_TRAIL = 0.55


@dataclass(frozen=True)
class Suggestion:
    """One line: `key` is what taking it means; `lead` a code before the words, `trail` quiet words behind."""

    key: str
    title: str
    lead: str = ""
    trail: str = ""


class SuggestList(QWidget):
    """The lines, laid over the window below the field; it never takes the focus."""

    picked = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.lines: tuple[Suggestion, ...] = ()
        self.current = 0
        self.hide()

    def show_below(self, editor: QWidget, lines: Sequence[Suggestion], least_width: int) -> None:
        """Show lines under a field, the first one marked."""
        window = editor.window()
        if self.parent() is not window:
            self.setParent(window)
        self.lines, self.current = tuple(lines), 0
        corner = editor.mapTo(window, QPoint(0, editor.height() + 2))
        width = min(max(editor.width(), least_width), window.width() - corner.x() - theme.px(_EDGE))
        height = len(lines) * theme.px(ROW) + 2 * theme.px(_EDGE)
        self.setGeometry(QRect(corner.x(), corner.y(), width, height))
        self.raise_()
        self.show()
        self.update()

    def move_by(self, step: int) -> None:
        """Mark another line; past the end it begins again."""
        if self.lines:
            self.current = (self.current + step) % len(self.lines)
            self.update()

    def _row_at(self, position: QPointF) -> int:
        row = int((position.y() - theme.px(_EDGE)) // theme.px(ROW))
        return row if 0 <= row < len(self.lines) else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position())
        if row >= 0 and row != self.current:
            self.current = row
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position())
        if row >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.picked.emit(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        outline = theme.colour("field")
        rounded(painter, QRectF(self.rect()), theme.px(RADIUS_NAV), theme.colour("surface"), outline)
        for row, line in enumerate(self.lines):
            area = QRectF(1, theme.px(_EDGE) + row * theme.px(ROW), self.width() - 2, theme.px(ROW))
            if row == self.current:
                painter.fillRect(area, theme.colour("accent_soft"))
            self._paint_line(painter, area.adjusted(theme.px(_PADDING), 0, -theme.px(_PADDING), 0), line)

    @staticmethod
    def _paint_line(painter: QPainter, area: QRectF, line: Suggestion) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        if line.lead:
            made = theme.font(Role.BODY, 500, figures=True)
            painter.setFont(made)
            painter.setPen(theme.colour("accent_text"))
            painter.drawText(area, middle, line.lead)
            area.setLeft(area.left() + theme.text_width(made, line.lead) + theme.px(_GAP))
        if line.trail:
            small = theme.font(Role.CAPTION, figures=True)
            painter.setFont(small)
            painter.setPen(theme.colour("text3"))
            room = area.width() * _MOST_TRAIL
            shown = QFontMetricsF(small).elidedText(line.trail, Qt.TextElideMode.ElideRight, room)
            painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, shown)
            area.setRight(area.right() - theme.text_width(small, shown) - theme.px(_GAP))
        made = theme.font(Role.BODY)
        painter.setFont(made)
        painter.setPen(theme.colour("text"))
        words = QFontMetricsF(made).elidedText(line.title, Qt.TextElideMode.ElideRight, area.width() + 1)
        painter.drawText(area, middle, words)


class SuggestField(TextField):
    """A text field with a list of proposals. `asked(text)` wants lines for what was typed (or, with Down on
    a closed list, for what stands there); answer with `propose`. `chosen(key)` when a line was taken."""

    asked = Signal(str)
    chosen = Signal(str)

    def __init__(
        self, label: str, *, name: str, placeholder: str = "", has_arrow: bool = False, least_width: int = 0
    ) -> None:
        super().__init__(label, name=name, placeholder=placeholder)
        self._least_width = least_width
        self.stays = False
        """Set by who handles `chosen`: Enter then does not go to the next field."""
        self.list = SuggestList(f"{name}_list")
        self.list.picked.connect(self._pick)
        self.left.connect(self.close_list)
        if has_arrow:
            # A list of a few choices opens on demand; while one types a name of one's own it stays away.
            self.arrow = _Arrow(self.edit)
            self.edit.textEdited.connect(self.close_list)
        else:
            self.edit.textEdited.connect(self._typed)

    def _typed(self, text: str) -> None:
        if self.edit.property(TAKEN_BACK):
            self.close_list()  # a scan was taken out again: nobody typed, nobody asks
        else:
            self.asked.emit(text)

    def propose(self, lines: Sequence[Suggestion]) -> None:
        """Show these lines, or none; late answers for a field that was left are not shown."""
        if not lines or not self.edit.hasFocus():
            self.close_list()
            return
        self.list.show_below(self.edit, lines, theme.px(self._least_width))
        self._describe_line()

    def close_list(self) -> None:
        """Take the lines away."""
        self.list.hide()

    def is_open(self) -> bool:
        """Whether lines are shown."""
        return self.list.isVisible()

    def ask_for_all(self) -> None:
        """Open the list on what stands in the field, as the arrow does."""
        self.edit.setFocus()
        self.asked.emit(self.edit.text())

    def _pick(self, row: int) -> None:
        line = self.list.lines[row]
        self.close_list()
        self.chosen.emit(line.key)

    def _describe_line(self) -> None:
        line = self.list.lines[self.list.current]
        self.edit.setAccessibleDescription(" ".join((line.lead, line.title, line.trail)).strip())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._is_own_escape(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self._handles(event):
                return True
        return super().eventFilter(watched, event)

    def _is_own_escape(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and self.is_open()

    def _handles(self, event: QKeyEvent) -> bool:
        key = event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if not self.is_open():
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.asked.emit(self.edit.text())
                return True
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.move_by(1 if key == Qt.Key.Key_Down else -1)
            self._describe_line()
        elif key == Qt.Key.Key_Escape:
            self.close_list()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.isAutoRepeat():
                return True
            self.stays = False
            self._pick(self.list.current)
            if not self.stays:
                self.focusNextChild()
        else:
            return False
        return True


class _Arrow(QWidget):
    """The small arrow at the right end of a field that can also be opened by the mouse."""

    def __init__(self, edit: QWidget) -> None:
        super().__init__(edit)
        self._edit = edit
        self.setCursor(Qt.CursorShape.ArrowCursor)
        edit.installEventFilter(self)
        self._place()

    def _place(self) -> None:
        width = theme.px(30)
        self.setGeometry(self._edit.width() - width, 0, width, self._edit.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        field = self._edit.parentWidget()
        if isinstance(field, SuggestField):
            field.ask_for_all()

    def paintEvent(self, event: QPaintEvent) -> None:
        side = theme.px(16)
        at = QPointF(self.width() - side - theme.px(8), (self.height() - side) / 2)
        icons.draw(QPainter(self), "chevron-down", at, side, theme.colour("text2"))
