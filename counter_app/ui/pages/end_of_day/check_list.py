"""The checklist as a list: icon, what, how much; Up and Down move, Enter opens what is behind a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from counter_app.ui import icons, theme
from counter_app.ui.pages.end_of_day.checks import Check, CheckId
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.painting import hairline, row_frame, words

ROW, ROW_COMPACT = 56, 50
_PADDING = 16
_ICON = 18
_GAP = 12
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Lines(QAbstractListModel):
    """The lines for the view."""

    def __init__(self) -> None:
        super().__init__()
        self.checks: tuple[Check, ...] = ()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.checks)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        check = self.checks[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return check
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(part for part in (check.title, check.figure, check.words) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (check.title, check.words) if part)
        return None


class _Painter(QStyledItemDelegate):
    """Paints a line whole."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view: CheckList = self.parent()  # type: ignore[assignment]
        return QSize(theme.px(200), view.row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        check: Check = index.data(Qt.ItemDataRole.UserRole)
        view: CheckList = self.parent()  # type: ignore[assignment]
        rect = option.rect
        painter.save()
        if index.row() == view.currentIndex().row():
            painter.fillRect(rect, theme.colour("accent_soft"))
        elif index.row() == view.hovered_row():
            painter.fillRect(rect, theme.colour("hover"))
        self._paint_check(painter, QRectF(rect), check)
        painter.restore()
        if index.row() + 1 < view.model().rowCount():
            hairline(painter, rect.x(), rect.bottom(), rect.width())
        if view.hasFocus() and index.row() == view.currentIndex().row():
            row_frame(painter, rect)

    @classmethod
    def _paint_check(cls, painter: QPainter, rect: QRectF, check: Check) -> None:
        inner = rect.adjusted(theme.px(_PADDING), 0, -theme.px(_PADDING), -1)
        side = theme.px(_ICON)
        at = QPointF(inner.x(), inner.y() + (inner.height() - side) / 2)
        icons.draw(painter, check.icon, at, side, theme.colour(check.tone))
        taken = cls._paint_figure(painter, inner, check)
        left = inner.x() + side + theme.px(_GAP)
        body, small = theme.line(Role.BODY), theme.line(Role.CAPTION)
        height = body + (small + theme.px(2) if check.words else 0)
        top = inner.y() + (inner.height() - height) / 2
        line = QRectF(left, top, inner.right() - taken - left, body)
        words(painter, line, check.title, theme.font(Role.BODY, 500 if check.is_open else 400), Tone.TEXT)
        if check.words:
            below = QRectF(left, top + body + theme.px(2), line.width(), small + 2)
            tone = check.tone if check.is_open else Tone.TEXT3
            words(painter, below, check.words, theme.font(Role.CAPTION), tone)

    @staticmethod
    def _paint_figure(painter: QPainter, inner: QRectF, check: Check) -> float:
        if not check.figure:
            return 0.0
        made = theme.font(Role.TITLE, 600, figures=True)
        width = theme.text_width(made, check.figure)
        painter.setFont(made)
        painter.setPen(theme.colour(check.tone if check.is_open else Tone.TEXT))
        area = QRectF(inner.right() - width, inner.y(), width + 2, inner.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, check.figure)
        return width + theme.px(_GAP)


class CheckList(QListView):
    """`moved(id)`: the cursor went to a line; `opened(id)`: Enter or a double click on it."""

    moved = Signal(str)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._lines = _Lines()
        self._hover = -1
        self._row = ROW
        self.setObjectName("day_checks")
        self.setAccessibleName("Việc cuối ngày")
        self.setModel(self._lines)
        self.setItemDelegate(_Painter(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.doubleClicked.connect(self._double_clicked)
        self.entered.connect(self._entered)
        theme.signals().changed.connect(self.scheduleDelayedItemsLayout)

    def set_checks(self, checks: Sequence[Check]) -> None:
        """Show other lines; the cursor stays on its line, at first it goes to the first that is open."""
        kept = self.current()
        self._lines.beginResetModel()
        self._lines.checks = tuple(checks)
        self._lines.endResetModel()
        if kept is None:
            kept = next((check for check in checks if check.is_open), checks[0])
        self.choose(kept.id)
        self.updateGeometry()

    def checks(self) -> tuple[Check, ...]:
        """What is shown."""
        return self._lines.checks

    def check(self, wanted: CheckId) -> Check:
        """One line. Raises StopIteration before the first lines came."""
        return next(check for check in self._lines.checks if check.id is wanted)

    def current(self) -> Check | None:
        """The line with the cursor."""
        row = self.currentIndex().row()
        return self._lines.checks[row] if 0 <= row < len(self._lines.checks) else None

    def choose(self, wanted: CheckId) -> None:
        """Put the cursor on a line."""
        for row, check in enumerate(self._lines.checks):
            if check.id is wanted:
                self.setCurrentIndex(self._lines.index(row))

    def hovered_row(self) -> int:
        """Row under the mouse, -1 for none."""
        return self._hover

    def row_height(self) -> int:
        """Pixels of one line."""
        return theme.px(self._row)

    def set_compact(self, is_compact: bool) -> None:
        """Lower lines in low windows."""
        self._row = ROW_COMPACT if is_compact else ROW
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        check = self.current()
        if check is not None:
            self.moved.emit(str(check.id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            check = self.current()
            if check is not None and not event.isAutoRepeat():
                self.opened.emit(str(check.id))
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters go nowhere: a scanner's digits must not move the cursor."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def leaveEvent(self, event: object) -> None:
        super().leaveEvent(event)  # type: ignore[arg-type]
        self._set_hover(-1)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), max(1, len(self._lines.checks)) * self.row_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(240), 3 * self.row_height())

    def _double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(str(self._lines.checks[index.row()].id))

    def _entered(self, index: QModelIndex) -> None:
        self._set_hover(index.row())

    def _set_hover(self, row: int) -> None:
        self._hover = row
        self.viewport().update()
