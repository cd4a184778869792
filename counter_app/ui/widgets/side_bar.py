"""Side bar: the pages of the role, each with its icon and key; help at the foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout

from counter_app.ui import icons, theme
from counter_app.ui.navigation import FOOT, PageEntry
from counter_app.ui.tokens import NAV_ITEM, RADIUS_NAV, SIDE_BAR, Role
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.painting import focus_ring, rounded


class NavItem(QAbstractButton):
    """One page: icon, title, key. Selected in teal."""

    def __init__(self, page_id: str, title: str, icon: str, key: str) -> None:
        super().__init__()
        self.page_id, self._title, self._icon, self._key = page_id, title, icon, key
        self._is_selected = False
        self._has_key_focus = False
        self._count, self._is_alarming, self._is_open = 0, False, False
        self.setObjectName(f"nav_{page_id}")
        self.setAccessibleName(f"{title} {key}".strip())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_selected(self, is_selected: bool) -> None:
        """Mark the page that is shown."""
        self._is_selected = is_selected
        self.setAccessibleDescription("đang mở" if is_selected else "")
        self.update()

    def set_count(self, count: int, *, is_alarming: bool = False, is_open: bool = False) -> None:
        """A number beside the title, 0 for none; red where it is alarming, amber where one must choose."""
        if (count, is_alarming, is_open) == (self._count, self._is_alarming, self._is_open):
            return
        self._count, self._is_alarming, self._is_open = count, is_alarming, is_open
        told = f", {count} quá hạn" if is_alarming else f", {count} đang chờ"
        told = f", {count} cần chọn" if is_open else told
        self.setAccessibleName(f"{self._title} {self._key}".strip() + (told if count else ""))
        self.update()

    def count(self) -> int:
        """The number shown, 0 for none."""
        return self._count

    def is_selected(self) -> bool:
        """Whether its page is shown."""
        return self._is_selected

    def sizeHint(self) -> QSize:
        return QSize(theme.px(SIDE_BAR - 16), theme.px(NAV_ITEM))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_key_focus = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = QRectF(self.rect()).adjusted(0, 1, 0, -1)
        radius = theme.px(RADIUS_NAV)
        if self._is_selected:
            rounded(painter, ground, radius, theme.colour("accent_soft"))
        elif self.isDown() or self.underMouse():
            rounded(painter, ground, radius, theme.colour("border" if self.isDown() else "hover"))
        side = theme.px(18)
        tint = "accent_text" if self._is_selected else "text2"
        at = QPointF(theme.px(12), (self.height() - side) / 2)
        icons.draw(painter, self._icon, at, side, theme.colour(tint))
        x = theme.px(42)
        painter.setFont(theme.font(Role.BODY, 600 if self._is_selected else 400))
        painter.setPen(theme.colour("accent_text" if self._is_selected else "text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        room = self.width() - x - theme.px(12)
        painter.drawText(QRectF(x, 0, room, self.height()), middle, self._title)
        if self._count:
            weight = 600 if self._is_selected else 400
            self._paint_count(painter, x + theme.text_width(theme.font(Role.BODY, weight), self._title))
        painter.setFont(theme.font(Role.CAPTION, figures=True))
        painter.setPen(theme.colour("accent_text" if self._is_selected else "text3"))
        painter.drawText(QRectF(x, 0, room, self.height()), middle | Qt.AlignmentFlag.AlignRight, self._key)
        if self.hasFocus() and self._has_key_focus:
            focus_ring(painter, ground, radius)


    def _paint_count(self, painter: QPainter, x: float) -> None:
        words = str(self._count) if self._count < 1000 else "999+"
        made = theme.font(Role.CAPTION, 600, figures=True)
        width = max(theme.text_width(made, words) + theme.px(12), theme.px(20))
        height = theme.px(20)
        pill = QRectF(x + theme.px(8), (self.height() - height) / 2, width, height)
        ground, ink = ("red_soft", "red") if self._is_alarming else ("border", "text2")
        if self._is_open:
            ground, ink = "amber_soft", "amber"
        rounded(painter, pill, height / 2, theme.colour(ground))
        painter.setFont(made)
        painter.setPen(theme.colour(ink))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)


class SideBar(Ground):
    """`chosen(page_id)` when a page is clicked; the id `help` stands for the help at the foot."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__("window", ("right",), name="side_bar")
        self._items: list[NavItem] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.px(8), theme.px(12), theme.px(8), theme.px(8))
        self._column.setSpacing(0)
        self.setFixedWidth(theme.px(SIDE_BAR))
        theme.signals().changed.connect(self._resize)

    def set_entries(self, entries: Sequence[PageEntry]) -> None:
        """Show these pages; help is always there."""
        while self._column.count():
            item = self._column.takeAt(0)
            if item is not None and item.widget() is not None:
                item.widget().deleteLater()
        self._items = []
        group = 0
        for entry in [entry for entry in entries if entry.group != FOOT]:
            if entry.group != group and self._items:
                self._column.addSpacing(theme.px(12))
            group = entry.group
            self._add(entry.id, entry.title, entry.icon, entry.key)
        self._column.addStretch(1)
        for entry in [entry for entry in entries if entry.group == FOOT]:
            self._add(entry.id, entry.title, entry.icon, entry.key)
        self._add("help", "Trợ giúp", "circle-question-mark", "F1")

    def select(self, page_id: str) -> None:
        """Mark the page that is shown."""
        for item in self._items:
            item.set_selected(item.page_id == page_id)

    def item(self, page_id: str) -> NavItem | None:
        """The row of a page, None when the role does not see it."""
        return next((item for item in self._items if item.page_id == page_id), None)

    def set_count(
        self, page_id: str, count: int, *, is_alarming: bool = False, is_open: bool = False
    ) -> None:
        """A number beside a page's title, where the role sees the page."""
        item = self.item(page_id)
        if item is not None:
            item.set_count(count, is_alarming=is_alarming, is_open=is_open)

    def page_ids(self) -> tuple[str, ...]:
        """Ids of the rows shown, help last."""
        return tuple(item.page_id for item in self._items)

    def _add(self, page_id: str, title: str, icon: str, key: str) -> None:
        item = NavItem(page_id, title, icon, key)
        item.clicked.connect(lambda: self.chosen.emit(page_id))
        self._items.append(item)
        self._column.addWidget(item)

    def _resize(self) -> None:
        self.setFixedWidth(theme.px(SIDE_BAR))
