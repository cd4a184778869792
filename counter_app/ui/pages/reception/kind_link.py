"""The small word in the gutter that says organisation or person, and changes it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from counter_app.domain.dossier import PartyKind
from counter_app.ui import icons, labels, theme
from counter_app.ui.tokens import Role


class KindLink(QAbstractButton):
    """A word like the gutter's captions; under the mouse it shows that it can be changed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Đổi tổ chức, cá nhân  Ctrl+T")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_kind(PartyKind.ORGANISATION)
        theme.signals().changed.connect(self.updateGeometry)

    def set_kind(self, kind: PartyKind) -> None:
        """Show whether the applicant is an organisation or a person."""
        self.setText(labels.PARTIES[kind])
        self.setAccessibleName(f"Chủ hồ sơ là {labels.PARTIES[kind].lower()}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = theme.text_width(theme.font(Role.CAPTION), self.text())
        return QSize(width + theme.px(22), theme.line(Role.CAPTION) + 2)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: object) -> None:
        super().leaveEvent(event)  # type: ignore[arg-type]
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        is_hovered = self.underMouse()
        tint = theme.colour("text" if is_hovered else "text3")
        painter.setFont(theme.font(Role.CAPTION))
        painter.setPen(tint)
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter, self.text())
        if is_hovered:
            side = theme.px(14)
            x = theme.text_width(painter.font(), self.text()) + theme.px(6)
            icons.draw(painter, "arrow-left-right", QPointF(x, (self.height() - side) / 2), side, tint)
