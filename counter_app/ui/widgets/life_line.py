"""Life line: what happened to a dossier as a vertical track; dotted where its clock stood still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from counter_app.ui import icons, theme
from counter_app.ui.tokens import RADIUS_NAV, Role, Tone
from counter_app.ui.widgets.painting import rounded, row_frame

_NODE = 48
_BAND = 42
_TRACK_X = 14
_CIRCLE = 24
_TEXT_X = 36
_RIGHT = 6
_TOP = 2


class NodeLook(StrEnum):
    """How a node is drawn."""

    DONE = "done"            # outlined
    REMARK = "remark"        # a note on the way: grey outline
    STOPPING = "stopping"    # amber: from here the clock stood still
    RUNNING = "running"      # green: from here it went on
    PRESENT = "present"      # filled
    EXPECTED = "expected"    # grey
    TAKEN_BACK = "taken_back"  # grey, does not count
    STRUCK = "struck"        # grey, struck through: a supervisor decided against it
    CLASH = "clash"          # amber outline: met other events, has no effect


@dataclass(frozen=True)
class LifeNode:
    """One event: `title` and `detail` at the left, `when` and `lasted` at the right.

    key: what `chosen` says of it, empty for a node that is no event. is_still: the clock stands still
    below it. tip: more than fits, for the tooltip.
    """

    title: str
    detail: str = ""
    when: str = ""
    lasted: str = ""
    icon: str = "git-commit-horizontal"
    look: NodeLook = NodeLook.DONE
    key: str = ""
    is_still: bool = False
    tone: Tone = Tone.TEXT2
    tip: str = ""


@dataclass(frozen=True)
class LifeBand:
    """The clock stood still: `words` "Đồng hồ dừng 4 ngày", `span` "16/11 – 20/11"."""

    words: str
    span: str


LifeItem = LifeNode | LifeBand

_RING = {
    NodeLook.DONE: ("surface", "accent_text", "accent_text"),
    NodeLook.REMARK: ("surface", "field", "text2"),
    NodeLook.STOPPING: ("amber_soft", "", "amber"),
    NodeLook.RUNNING: ("green_soft", "", "green"),
    NodeLook.PRESENT: ("accent", "", "on_accent"),
    NodeLook.EXPECTED: ("surface", "hatch", "text3"),
    NodeLook.TAKEN_BACK: ("sunken", "border", "text3"),
    NodeLook.STRUCK: ("sunken", "border", "text3"),
    NodeLook.CLASH: ("surface", "amber_fill", "amber"),
}
"""Tokens of ground, outline and icon."""
_FAINT = (NodeLook.EXPECTED, NodeLook.TAKEN_BACK, NodeLook.STRUCK)


class LifeLine(QWidget):
    """Up and Down move the cursor over the events, Enter says `chosen(key)`, `moved(QRect)` where it is."""

    chosen = Signal(str)
    moved = Signal(QRect)

    def __init__(self, *, name: str = "life_line", label: str = "Diễn biến") -> None:
        super().__init__()
        self._items: tuple[LifeItem, ...] = ()
        self._tops: list[int] = [0]
        self._at = -1
        self._has_key_focus = False
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.signals().changed.connect(self._restyle)

    def set_items(self, items: Sequence[LifeItem]) -> None:
        """Show another life; the cursor stays on its event when that is still there."""
        kept = self.current()
        self._items = tuple(items)
        self._at = next((n for n, item in enumerate(self._items) if kept and _key(item) == kept), -1)
        self._restyle()

    def items(self) -> tuple[LifeItem, ...]:
        """What is drawn."""
        return self._items

    def tops(self) -> tuple[int, ...]:
        """Where each row begins, and the end of the last one, in pixels; rows that may be scrolled to."""
        return (0, *self._tops[1:])

    def current(self) -> str:
        """Key of the event with the cursor, empty when there is none."""
        return _key(self._items[self._at]) if 0 <= self._at < len(self._items) else ""

    def _restyle(self) -> None:
        self._tops = [theme.px(_TOP)]
        for item in self._items:
            height = _NODE if isinstance(item, LifeNode) else _BAND
            self._tops.append(self._tops[-1] + theme.px(height))
        self._describe()
        self.updateGeometry()
        self.update()

    def _describe(self) -> None:
        item = self._items[self._at] if 0 <= self._at < len(self._items) else None
        words = spoken(item) if item else f"{len(self._items)} việc"
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), self._tops[-1] + theme.px(_TOP))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    # -- cursor

    def _nodes(self) -> list[int]:
        return [n for n, item in enumerate(self._items) if isinstance(item, LifeNode) and item.key]

    def _move_to(self, at: int) -> None:
        self._at = at
        self._describe()
        self.update()
        self.moved.emit(self._row(at))

    def _row(self, at: int) -> QRect:
        return QRect(0, self._tops[at], self.width(), self._tops[at + 1] - self._tops[at])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        nodes = self._nodes()
        key = event.key()
        if not nodes or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Down:
            self._move_to(next((n for n in nodes if n > self._at), nodes[-1]))
        elif key == Qt.Key.Key_Up:
            self._move_to(next((n for n in reversed(nodes) if n < self._at), nodes[0]))
        elif key == Qt.Key.Key_Home:
            self._move_to(nodes[0])
        elif key == Qt.Key.Key_End:
            self._move_to(nodes[-1])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() and not event.isAutoRepeat():
            self.chosen.emit(self.current())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at_y(int(event.position().y()))
        if at in self._nodes():
            self._move_to(at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._at_y(int(event.position().y())) == self._at and self.current():
            self.chosen.emit(self.current())

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_key_focus = event.reason() != Qt.FocusReason.MouseFocusReason
        if self._at < 0 and self._has_key_focus and self._nodes():
            self._move_to(self._nodes()[-1])
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _at_y(self, y: int) -> int:
        return next((n for n in range(len(self._items)) if self._tops[n] <= y < self._tops[n + 1]), -1)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._at_y(event.pos().y())
            QToolTip.showText(event.globalPos(), tip(self._items[at]) if at >= 0 else "", self)
            return True
        return super().event(event)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for at, item in enumerate(self._items):
            row = self._row(at)
            if not row.adjusted(0, -theme.px(_NODE), 0, theme.px(_NODE)).intersects(event.rect()):
                continue
            if isinstance(item, LifeBand):
                self._paint_band(painter, row, item)
            else:
                self._paint_node(painter, row, item)
            if at + 1 < len(self._items):
                self._paint_track(painter, at)
        if self.hasFocus() and 0 <= self._at < len(self._items):
            row_frame(painter, self._row(self._at).adjusted(0, -theme.px(4), 0, -theme.px(5)))

    def _paint_track(self, painter: QPainter, at: int) -> None:
        item, row = self._items[at], self._row(at)
        below = self._items[at + 1]
        is_still = isinstance(item, LifeBand) or item.is_still
        is_faint = isinstance(below, LifeNode) and below.look is NodeLook.EXPECTED
        shade = "slate_fill" if is_still else "hatch" if is_faint else "accent_text"
        pen = QPen(theme.colour(shade), 2)
        if is_still:
            pen.setStyle(Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([1.5, 1.5])
        top = row.top() if isinstance(item, LifeBand) else row.top() + theme.px(_CIRCLE)
        end = row.bottom() + 1
        painter.save()
        painter.setPen(pen)
        x = theme.px(_TRACK_X)
        painter.drawLine(QPointF(x, top), QPointF(x, end))
        painter.restore()

    def _paint_node(self, painter: QPainter, row: QRect, node: LifeNode) -> None:
        ground, outline, tint = _RING[node.look]
        side = theme.px(_CIRCLE)
        circle = QRectF(theme.px(_TRACK_X) - side / 2, row.top(), side, side)
        rounded(
            painter, circle, side / 2, theme.colour(ground), theme.colour(outline) if outline else None, 1.5
        )
        glyph = theme.px(14)
        inset = (side - glyph) / 2
        icons.draw(painter, node.icon, circle.topLeft() + QPointF(inset, inset), glyph, theme.colour(tint))
        is_faint = node.look in _FAINT
        left = theme.px(_TEXT_X)
        room = row.width() - left - theme.px(_RIGHT)
        first = QRectF(left, row.top() + theme.px(1), room, theme.line(Role.BODY))
        second = QRectF(left, first.bottom() + 1, first.width(), theme.line(Role.CAPTION) + 2)
        weight = 400 if node.look in (NodeLook.REMARK, *_FAINT) else 600
        is_out = node.look in (NodeLook.TAKEN_BACK, NodeLook.STRUCK)
        shade = Tone.TEXT3 if is_out else Tone.TEXT2 if is_faint else Tone.TEXT
        quiet = Tone.TEXT3 if is_faint else Tone.TEXT2
        room = _paint_right(painter, first, node.when, quiet)
        is_struck = node.look is NodeLook.STRUCK
        _paint_left(painter, first, room, node.title, Role.BODY, weight, shade, is_struck=is_struck)
        room = _paint_right(painter, second, node.lasted, node.tone)
        _paint_left(painter, second, room, node.detail, Role.CAPTION, 400, quiet)

    @staticmethod
    def _paint_band(painter: QPainter, row: QRect, band: LifeBand) -> None:
        left = theme.px(_TEXT_X) - theme.px(2)
        width = row.width() - left - theme.px(_RIGHT) / 2
        ground = QRectF(left, row.top() - theme.px(2), width, theme.px(_BAND - 10))
        rounded(painter, ground, theme.px(RADIUS_NAV), theme.colour("slate_soft"))
        side = theme.px(16)
        at = QPointF(ground.left() + theme.px(10), ground.center().y() - side / 2)
        icons.draw(painter, "circle-pause", at, side, theme.colour(Tone.SLATE))
        inner = ground.adjusted(theme.px(34), 0, -theme.px(8), 0)
        room = _paint_right(painter, inner, band.span, Tone.SLATE)
        _paint_left(painter, inner, room, band.words, Role.BODY, 500, Tone.SLATE)


def _paint_right(painter: QPainter, area: QRectF, words: str, tone: Tone) -> float:
    """Words at the right end; answers the room that is left before them."""
    if not words:
        return area.width()
    made = theme.font(Role.CAPTION, figures=True)
    width = theme.text_width(made, words)
    painter.setFont(made)
    painter.setPen(theme.colour(tone))
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
    return area.width() - width - theme.px(10)


def _paint_left(
    painter: QPainter,
    area: QRectF,
    room: float,
    words: str,
    role: Role,
    weight: int,
    tone: Tone,
    *,
    is_struck: bool = False,
) -> None:
    made = QFont(theme.font(role, weight))
    made.setStrikeOut(is_struck)
    painter.setFont(made)
    painter.setPen(theme.colour(tone))
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room) + 1)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(area, flags, shown)


def _key(item: LifeItem) -> str:
    return item.key if isinstance(item, LifeNode) else ""


def spoken(item: LifeItem) -> str:
    """The item in one sentence, for a screen reader."""
    if isinstance(item, LifeBand):
        return f"{item.words}, {item.span}"
    parts = (item.title, item.detail, item.when, item.lasted, item.tip)
    return ", ".join(part for part in parts if part)


def tip(item: LifeItem) -> str:
    """The whole text as a tooltip; what looks like markup stays as typed."""
    if isinstance(item, LifeBand):
        return f"<p>{escape(item.words)}<br>{escape(item.span)}</p>"
    lines = [part for part in (item.title, item.detail, item.tip) if part]
    return f"<p>{'<br>'.join(escape(line) for line in lines)}</p>"
