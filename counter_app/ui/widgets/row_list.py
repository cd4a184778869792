"""Row list: lines of one icon, words that may be cut, and a caption at the right; one has the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from counter_app.ui import icons, theme
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.painting import row_frame
from counter_app.ui.widgets.text import wrapped

_ROW = 30
_TEXT_X = 24
_RIGHT = 6
_MOST_LINES = 2


@dataclass(frozen=True)
class Line:
    """`words` at the left, `detail` at the right; `tip` adds to the tooltip. key: what `chosen` says."""

    key: str
    words: str
    detail: str = ""
    icon: str = "file-text"
    tone: Tone = Tone.TEXT
    icon_tone: Tone = Tone.TEXT2
    detail_tone: Tone = Tone.TEXT2
    tip: str = ""


class RowList(QWidget):
    """As high as its lines: it stands in a scroll area. Up and Down move, Enter says `chosen(key)`.

    `is_wrapping`: long words take a second line instead of being cut.
    """

    chosen = Signal(str)
    moved = Signal(QRect)
    text_x = _TEXT_X

    def __init__(self, *, name: str, label: str, is_wrapping: bool = False, has_cursor: bool = True) -> None:
        super().__init__()
        self._lines: tuple[Line, ...] = ()
        self._is_wrapping = is_wrapping
        self._at = -1
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if has_cursor else Qt.FocusPolicy.NoFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.signals().changed.connect(self.updateGeometry)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines; the cursor stays on its key when that is still there."""
        kept = self.current()
        self._lines = tuple(lines)
        self._at = next((n for n, line in enumerate(self._lines) if kept and line.key == kept), -1)
        self._describe()
        self.updateGeometry()
        self.update()

    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    def current(self) -> str:
        """Key of the line with the cursor, empty when there is none."""
        return self._lines[self._at].key if 0 <= self._at < len(self._lines) else ""

    def _describe(self) -> None:
        if 0 <= self._at < len(self._lines):
            line = self._lines[self._at]
            self.setAccessibleDescription(", ".join(p for p in (line.words, line.detail, line.tip) if p))
        else:
            self.setAccessibleDescription(f"{len(self._lines)} dòng")

    # -- geometry

    def _room(self, line: Line, width: int) -> int:
        taken = 0
        if line.detail:
            taken = theme.text_width(theme.font(Role.CAPTION, figures=True), line.detail) + theme.px(10)
        return max(theme.px(40), width - theme.px(self.text_x + _RIGHT) - taken)

    def _words(self, line: Line, width: int) -> list[str]:
        room = self._room(line, width)
        made = theme.font(Role.BODY)
        if not self._is_wrapping:
            return [_elided(line.words, room)]
        lines = wrapped(line.words, made, room)
        if len(lines) > _MOST_LINES:
            rest = " ".join(lines[_MOST_LINES - 1 :])
            lines = [*lines[: _MOST_LINES - 1], _elided(rest, room)]
        return lines

    def _heights(self, width: int) -> list[int]:
        more = theme.line(Role.BODY)
        return [theme.px(_ROW) + (len(self._words(line, width)) - 1) * more for line in self._lines]

    def heightForWidth(self, width: int) -> int:
        return sum(self._heights(width))

    def sizeHint(self) -> QSize:
        width = self.width() if self.width() > theme.px(100) else theme.px(360)
        return QSize(theme.px(240), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _rows(self) -> list[QRect]:
        rows, top = [], 0
        for height in self._heights(self.width()):
            rows.append(QRect(0, top, self.width(), height))
            top += height
        return rows

    # -- cursor

    def _move_to(self, at: int) -> None:
        self._at = min(max(at, 0), len(self._lines) - 1)
        self._describe()
        self.update()
        self.moved.emit(self._rows()[self._at])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Down: self._at + 1,
            Qt.Key.Key_Up: max(0, self._at - 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._lines) - 1,
        }
        key = Qt.Key(event.key())
        is_enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._lines and key in steps and not held:
            self._move_to(steps[key])
        elif is_enter and self.current() and not held and not event.isAutoRepeat():
            self.chosen.emit(self.current())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at_y(int(event.position().y()))
        if at >= 0 and self.focusPolicy() != Qt.FocusPolicy.NoFocus:
            self._move_to(at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._at_y(int(event.position().y())) == self._at and self.current():
            self.chosen.emit(self.current())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._at < 0 and self._lines and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._move_to(0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _at_y(self, y: int) -> int:
        return next((n for n, row in enumerate(self._rows()) if row.top() <= y <= row.bottom()), -1)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._at_y(event.pos().y())
            QToolTip.showText(event.globalPos(), self.tip(at) if at >= 0 else "", self)
            return True
        return super().event(event)

    def tip(self, at: int) -> str:
        """The whole line as a tooltip; what looks like markup stays as typed."""
        line = self._lines[at]
        parts = [escape(part) for part in (line.words, line.tip) if part]
        return f"<p>{'<br>'.join(parts)}</p>"

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for at, (row, line) in enumerate(zip(self._rows(), self._lines, strict=True)):
            if not row.intersects(event.rect()):
                continue
            self._paint_line(painter, row, line)
            if self.hasFocus() and at == self._at:
                row_frame(painter, row)

    def _paint_line(self, painter: QPainter, row: QRect, line: Line) -> None:
        pitch, pad = theme.line(Role.BODY), (theme.px(_ROW) - theme.line(Role.BODY)) / 2
        self._paint_mark(painter, QPointF(theme.px(2), row.top() + pad), line)
        painter.setFont(theme.font(Role.BODY))
        painter.setPen(theme.colour(line.tone))
        left = theme.px(self.text_x)
        area = QRectF(left, row.top() + pad, row.width() - left - theme.px(_RIGHT), pitch)
        for words in self._words(line, self.width()):
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
            painter.drawText(area, flags, words)
            area.translate(0, pitch)
        if line.detail:
            area.moveTop(row.top() + pad)
            painter.setFont(theme.font(Role.CAPTION, figures=True))
            painter.setPen(theme.colour(line.detail_tone))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(area, flags, line.detail)

    def _paint_mark(self, painter: QPainter, at: QPointF, line: Line) -> None:
        """What stands before the words; `at` is the top left corner of the first line."""
        side = theme.px(16)
        at = at + QPointF(0, (theme.line(Role.BODY) - side) / 2)
        icons.draw(painter, line.icon, at, side, theme.colour(line.icon_tone))


def _elided(text: str, room: int) -> str:
    return QFontMetrics(theme.font(Role.BODY)).elidedText(text, Qt.TextElideMode.ElideRight, room)
