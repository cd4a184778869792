"""Calm table header: quiet words aligned as their column, no vertical lines, one rule below."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from counter_app.ui import icons, theme
from counter_app.ui.tokens import TABLE_HEADER, Role
from counter_app.ui.widgets.painting import hairline

PADDING = 12
_ARROW = 14
_ARROW_GAP = 6


class CalmHeader(QHeaderView):
    """Horizontal header of 30 px; alignment comes from the model's TextAlignmentRole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme.px(24))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(TABLE_HEADER))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        painter.fillRect(rect, theme.colour("surface"))
        self._paint_words(painter, rect.adjusted(*self._insets(section)), section)
        painter.restore()
        hairline(painter, rect.x(), rect.bottom(), rect.width(), "hatch")

    def _insets(self, section: int) -> tuple[int, int, int, int]:
        """What is added to the edges of a section to get the room of its words."""
        return theme.px(PADDING), 0, -theme.px(PADDING), 0

    def _paint_words(self, painter: QPainter, inner: QRect, section: int) -> None:
        aligned = self._aligned(section)
        painter.setFont(theme.font(Role.CAPTION, 500))
        painter.setPen(theme.colour("text2"))
        painter.drawText(inner, int(aligned) | Qt.AlignmentFlag.AlignVCenter, self._words(section))

    def _words(self, section: int) -> str:
        return str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")

    def _aligned(self, section: int) -> Qt.AlignmentFlag:
        role = Qt.ItemDataRole.TextAlignmentRole
        return self.model().headerData(section, Qt.Orientation.Horizontal, role) or Qt.AlignmentFlag.AlignLeft


class SortHeader(CalmHeader):
    """Header of a data table: the column that sorts has an arrow after its words, those that can sort answer
    the mouse, widths are dragged. `lead` is what the first shown column has at its left besides the padding
    (page edge, tick), `tail` the last one at its right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sorted = -1
        self._is_descending = False
        self._sortable: frozenset[int] = frozenset()
        self._hovered = -1
        self.lead = self.tail = 0
        self.setSectionsClickable(True)
        self.setMouseTracking(True)
        self.setStretchLastSection(False)

    def set_sortable(self, sections: frozenset[int]) -> None:
        """Sections that answer a click."""
        self._sortable = sections

    def set_sorted(self, section: int, is_descending: bool) -> None:
        """Draw the arrow here; -1 nowhere."""
        self._sorted, self._is_descending = section, is_descending
        self.viewport().update()

    def sorted_by(self) -> tuple[int, bool]:
        """Section with the arrow (-1 none) and whether it points down."""
        return self._sorted, self._is_descending

    def _shown(self) -> list[int]:
        return [section for section in range(self.count()) if not self.isSectionHidden(section)]

    def _insets(self, section: int) -> tuple[int, int, int, int]:
        shown = self._shown()
        lead = self.lead if shown and section == shown[0] else 0
        tail = self.tail if shown and section == shown[-1] else 0
        return theme.px(PADDING) + lead, 0, -theme.px(PADDING) - tail, 0

    def _paint_words(self, painter: QPainter, inner: QRect, section: int) -> None:
        made = theme.font(Role.CAPTION, 500)
        is_sorted = section == self._sorted
        arrow = theme.px(_ARROW) + theme.px(_ARROW_GAP) if is_sorted else 0
        words = QFontMetricsF(made).elidedText(
            self._words(section), Qt.TextElideMode.ElideRight, inner.width() - arrow + 1
        )
        width = theme.text_width(made, words)
        is_right = bool(self._aligned(section) & Qt.AlignmentFlag.AlignRight)
        x = inner.right() + 1 - width - arrow if is_right else inner.x()
        is_lit = is_sorted or (section == self._hovered and section in self._sortable)
        tint = theme.colour("text" if is_lit else "text2")
        painter.setFont(made)
        painter.setPen(tint)
        painter.drawText(QRect(x, inner.y(), width + 2, inner.height()), Qt.AlignmentFlag.AlignVCenter, words)
        if is_sorted:
            side = theme.px(_ARROW)
            at = QPointF(x + width + theme.px(_ARROW_GAP) - 2, inner.y() + (inner.height() - side) / 2)
            icons.draw(painter, "arrow-down" if self._is_descending else "arrow-up", at, side, tint)

    def mouseMoveEvent(self, event: object) -> None:
        super().mouseMoveEvent(event)  # type: ignore[arg-type]
        self._set_hovered(self.logicalIndexAt(event.position().toPoint()))  # type: ignore[attr-defined]

    def leaveEvent(self, event: object) -> None:
        super().leaveEvent(event)  # type: ignore[arg-type]
        self._set_hovered(-1)

    def _set_hovered(self, section: int) -> None:
        if section != self._hovered:
            self._hovered = section
            self.viewport().update()
