"""Labels: plain text in one of four roles, with the line height that Vietnamese capitals need."""

from __future__ import annotations

from html import escape
from math import ceil

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import GUTTER, GUTTER_COMPACT, Role, Tone

_FIGURE_RISE = 5
_WRAP_WIDTH = 360


class Text(QLabel):
    """A label of plain text; colour and size follow the theme. `figures` sets tabular digits.

    It paints itself: QLabel would set wrapped lines too close and clip the marks of Ằ, Ấ, Ỗ, which rise
    above the font's own ascent.
    """

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
        self._restyle()
        self.setText(text)
        theme.signals().changed.connect(self._restyle)

    def set_tone(self, tone: Tone) -> None:
        """Change the colour."""
        self._tone = tone
        self._restyle()

    def tone(self) -> Tone:
        """The colour it has."""
        return self._tone

    def _restyle(self) -> None:
        self.setFont(theme.font(self._role, self._weight, figures=self._figures))
        made = QPalette(self.palette())
        made.setColor(QPalette.ColorRole.WindowText, theme.colour(self._tone))
        self.setPalette(made)
        self.updateGeometry()
        self.update()

    # -- lines

    def _lines(self, width: int) -> list[str]:
        paragraphs = self.text().split("\n")
        if not self.wordWrap():
            return paragraphs
        return [line for paragraph in paragraphs for line in wrapped(paragraph, self.font(), width)]

    def _first_baseline(self) -> int:
        """Of the first line: in the middle of its pitch, lower only where the marks need the room."""
        metrics = QFontMetricsF(self.font())
        pitch = theme.line(self._role)
        middle = round((pitch - metrics.ascent() - metrics.descent()) / 2 + metrics.ascent())
        if self._role is Role.FIGURE:
            middle += theme.px(_FIGURE_RISE)
        return max(middle, ceil(-metrics.tightBoundingRect(self.text()).top()))

    def _height(self, lines: int) -> int:
        # Of the descent all but the faintest row must fit.
        last = self._first_baseline() + (lines - 1) * theme.line(self._role)
        needed = ceil(last + QFontMetricsF(self.font()).descent() - 0.9)
        rise = theme.px(_FIGURE_RISE) if self._role is Role.FIGURE else 0
        return max(lines * theme.line(self._role) + rise, needed)

    def _natural_width(self) -> int:
        return max(theme.text_width(self.font(), line) for line in self.text().split("\n"))

    def sizeHint(self) -> QSize:
        margins = self.contentsMargins()
        around = QSize(margins.left() + margins.right(), margins.top() + margins.bottom())
        width = self._natural_width()
        if self.wordWrap():
            width = min(width, theme.px(_WRAP_WIDTH))
        return QSize(width, self._height(len(self._lines(width)))) + around

    def minimumSizeHint(self) -> QSize:
        if not self.wordWrap():
            return self.sizeHint()
        return QSize(theme.px(40), self._height(1))

    def heightForWidth(self, width: int) -> int:
        if not self.wordWrap():
            return -1
        margins = self.contentsMargins()
        inner = width - margins.left() - margins.right()
        return self._height(len(self._lines(inner))) + margins.top() + margins.bottom()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(theme.colour(self._tone if self.isEnabled() else Tone.TEXT3))
        area = self.contentsRect()
        lines = self._lines(area.width())
        spare = area.height() - self._height(len(lines))
        baseline = area.top() + self._first_baseline()
        if self.alignment() & Qt.AlignmentFlag.AlignBottom:
            baseline += spare
        elif not self.alignment() & Qt.AlignmentFlag.AlignTop:
            baseline += spare // 2
        for line in lines:
            free = area.width() - painter.fontMetrics().horizontalAdvance(line)
            x = area.left()
            if self.alignment() & Qt.AlignmentFlag.AlignRight:
                x += free
            elif self.alignment() & Qt.AlignmentFlag.AlignHCenter:
                x += free // 2
            painter.drawText(x, baseline, line)
            baseline += theme.line(self._role)


def wrapped(text: str, made: QFont, width: int) -> list[str]:
    """The text in lines of at most `width` pixels; a word longer than a line is broken."""
    layout = QTextLayout(text, made)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    found: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
        found.append(text[line.textStart() : line.textStart() + line.textLength()].rstrip(" "))
    layout.endLayout()
    return found or [""]


class ElidedLabel(Text):
    """A name that may be cut at the right; the full text is the tooltip and the accessible name."""

    def __init__(
        self, text: str = "", role: Role = Role.BODY, tone: Tone = Tone.TEXT, **options: object
    ) -> None:
        super().__init__(text, role, tone, **options)  # type: ignore[arg-type]
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(theme.px(24))

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)

    def is_cut(self) -> bool:
        """Whether the text does not fit."""
        return theme.text_width(self.font(), self.text()) - 1 > self.contentsRect().width()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(24), self.sizeHint().height())

    def tip(self) -> str:
        """The tooltip: the full text when it is cut, else nothing."""
        # A tooltip is rich text when it looks like it: a name such as <Pearl> must stay as typed.
        return f"<p>{escape(self.text())}</p>" if self.text() and self.is_cut() else ""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip(), self)
            return True
        return super().event(event)

    def _lines(self, width: int) -> list[str]:
        text = self.text().replace("\n", " ")
        return [self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width + 1)]


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


def caption(text: str = "", tone: Tone = Tone.TEXT3, **options: object) -> Text:
    """A hint or a key: 12 px in the quiet colour."""
    return Text(text, Role.CAPTION, tone, **options)  # type: ignore[arg-type]


def heading(text: str, **options: object) -> Text:
    """A section title: 14 px, 600."""
    return Text(text, Role.BODY, Tone.TEXT, 600, **options)  # type: ignore[arg-type]
