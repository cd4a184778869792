"""Labels: plain text in one of four roles, with the line height that Vietnamese capitals need."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import GUTTER, GUTTER_COMPACT, Role, Tone


class Text(QLabel):
    """A label of plain text; colour and size follow the theme. `figures` sets tabular digits."""

    def __init__(
        self,
        text: str = "",
        role: Role = Role.BODY,
        tone: Tone = Tone.TEXT,
        weight: int | None = None,
        *,
        figures: bool = False,
        wraps: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role, self._tone, self._weight, self._figures = role, tone, weight, figures
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        self.setObjectName(name)
        self.setText(text)
        self._restyle()
        theme.signals().changed.connect(self._restyle)

    def set_tone(self, tone: Tone) -> None:
        """Change the colour."""
        self._tone = tone
        self._restyle()

    def set_weight(self, weight: int) -> None:
        """Change the weight: 400, 500 or 600."""
        self._weight = weight
        self._restyle()

    def _restyle(self) -> None:
        self.setFont(theme.font(self._role, self._weight, figures=self._figures))
        made = QPalette(self.palette())
        made.setColor(QPalette.ColorRole.WindowText, theme.colour(self._tone))
        self.setPalette(made)
        if self._role is Role.FIGURE:
            self.setContentsMargins(0, theme.px(5), 0, 0)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        lines = max(1, round(hint.height() / max(1, self.fontMetrics().lineSpacing())))
        top = self.contentsMargins().top()
        return QSize(hint.width() + 1, max(hint.height(), lines * theme.line(self._role) + top))

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(hint.width() if self.wordWrap() else self.sizeHint().width(), self.sizeHint().height())

    def heightForWidth(self, width: int) -> int:
        height = super().heightForWidth(width)
        if height < 0:
            return height
        spacing = max(1, self.fontMetrics().lineSpacing())
        return max(height, max(1, round(height / spacing)) * theme.line(self._role))


class ElidedLabel(Text):
    """A name that may be cut at the right; the full text is the tooltip and the accessible name."""

    def __init__(self, text: str = "", role: Role = Role.BODY, tone: Tone = Tone.TEXT, **options: object) -> None:
        super().__init__(text, role, tone, **options)  # type: ignore[arg-type]
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(theme.px(24))

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self._set_tip()

    def is_cut(self) -> bool:
        """Whether the text does not fit."""
        return theme.text_width(self.font(), self.text()) - 1 > self.contentsRect().width()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(24), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_tip()

    def _set_tip(self) -> None:
        # A tooltip is rich text when it looks like it: a name such as <Pearl> must stay as typed.
        tip = self.text().replace("&", "&amp;").replace("<", "&lt;")
        self.setToolTip(f"<p>{tip}</p>" if self.text() and self.is_cut() else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(theme.colour(self._tone if self.isEnabled() else Tone.TEXT3))
        area = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width() + 1)
        painter.drawText(area, int(self.alignment()) | Qt.TextFlag.TextSingleLine, shown)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_tip()


class SectionLabel(QWidget):
    """Title of a form section in the left gutter, with a caption of at most a few words below."""

    def __init__(self, title: str, caption: str = "", *, compact: bool = False, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.setSpacing(theme.px(1))
        self.title = Text(title, Role.BODY, Tone.TEXT, 600)
        self.caption = Text(caption, Role.CAPTION, Tone.TEXT3, wraps=True)
        column.addWidget(self.title)
        column.addWidget(self.caption)
        column.addStretch(1)
        self.caption.setVisible(bool(caption))
        self.set_compact(compact)

    def set_compact(self, compact: bool) -> None:
        """Gutter of 124 px, or 108 in low windows."""
        self.setFixedWidth(theme.px(GUTTER_COMPACT if compact else GUTTER))

    def set_caption(self, text: str) -> None:
        """Change the words below the title; empty hides them."""
        self.caption.setText(text)
        self.caption.setVisible(bool(text))


def caption(text: str = "", tone: Tone = Tone.TEXT3, **options: object) -> Text:
    """A hint or a key: 12 px in the quiet colour."""
    return Text(text, Role.CAPTION, tone, **options)  # type: ignore[arg-type]


def heading(text: str, **options: object) -> Text:
    """A section title: 14 px, 600."""
    return Text(text, Role.BODY, Tone.TEXT, 600, **options)  # type: ignore[arg-type]
