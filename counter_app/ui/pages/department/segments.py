"""The segments of the unit's page: words and how many dossiers each shows, the number in small figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent

from counter_app.ui import theme
from counter_app.ui.tokens import FIELD, RADIUS, RADIUS_NAV, Role
from counter_app.ui.widgets.painting import focus_ring, rounded
from counter_app.ui.widgets.segmented import Segmented

_GAP = 8


class CountedSegments(Segmented):
    """As `Segmented`, with a count beside the words of each choice."""

    def __init__(self, choices: Sequence[tuple[str, str]], *, name: str, label: str) -> None:
        self._counts: dict[str, str] = {}
        super().__init__(choices, name=name, label=label)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """How many dossiers each choice shows."""
        self._counts = {value: str(count) for value, count in counts.items()}
        self._describe()
        self.updateGeometry()
        self.update()

    def count_of(self, value: str) -> int:
        """The number shown beside a choice."""
        return int(self._counts.get(value, "0"))

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Other choices; the value stays where it is among them."""
        kept = self.value()
        self._choices = tuple(choices)
        values = [value for value, _ in self._choices]
        self._at = values.index(kept) if kept in values else 0
        self._describe()
        self.updateGeometry()
        self.update()

    def _describe(self) -> None:
        super()._describe()
        count = self._counts.get(self.value())
        if count is not None:
            self.setAccessibleName(f"{self.accessibleName()}, {count}")

    def _widths(self, padding: int) -> list[int]:
        made = theme.font(Role.BODY, 600)
        return [
            theme.text_width(made, words) + self._count_room(value) + padding
            for value, words in self._choices
        ]

    def _count_room(self, value: str) -> int:
        count = self._counts.get(value, "")
        return theme.px(_GAP) + theme.text_width(_count_font(), count) if count else 0

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths(theme.px(24))) + 4, theme.px(FIELD))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ringed = self.hasFocus() and self._has_key_focus
        rounded(painter, QRectF(self.rect()), theme.px(RADIUS_NAV), theme.colour("hover"))
        for at, (rect, (value, words)) in enumerate(zip(self._segments(), self._choices, strict=True)):
            is_chosen = at == self._at
            if is_chosen:
                ground = rect.adjusted(1, 1, -1, -1) if ringed else rect
                rounded(
                    painter,
                    QRectF(ground.toRect()),
                    theme.px(RADIUS),
                    theme.colour("surface"),
                    theme.colour("field"),
                )
            self._paint_words(painter, rect, value, words, is_chosen)
        if ringed:
            focus_ring(painter, QRectF(self.rect()), theme.px(RADIUS_NAV))

    def _paint_words(self, painter: QPainter, rect: QRectF, value: str, words: str, is_chosen: bool) -> None:
        made = theme.font(Role.BODY, 500 if is_chosen else 400)
        room = self._count_room(value)
        width = theme.text_width(made, words)
        x = rect.x() + (rect.width() - width - room) / 2
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(made)
        painter.setPen(theme.colour("text" if is_chosen else "text2"))
        painter.drawText(QRectF(x, rect.y(), width + 2, rect.height()), middle, words)
        if room:
            painter.setFont(_count_font())
            painter.setPen(theme.colour("text3"))
            area = QRectF(x + width + theme.px(_GAP), rect.y(), room, rect.height())
            painter.drawText(area, middle, self._counts[value])


def _count_font() -> QFont:
    return theme.font(Role.CAPTION, figures=True)
