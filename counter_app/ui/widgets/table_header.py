"""Calm table header: quiet words aligned as their column, no vertical lines, one rule below."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import TABLE_HEADER, Role
from counter_app.ui.widgets.painting import hairline

PADDING = 12


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
        model = self.model()
        painter.save()
        painter.fillRect(rect, theme.colour("surface"))
        words = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        aligned = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        aligned = aligned or Qt.AlignmentFlag.AlignLeft
        painter.setFont(theme.font(Role.CAPTION, 500))
        painter.setPen(theme.colour("text2"))
        inner = rect.adjusted(theme.px(PADDING), 0, -theme.px(PADDING), 0)
        painter.drawText(inner, int(aligned) | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()
        hairline(painter, rect.x(), rect.bottom(), rect.width(), "hatch")
