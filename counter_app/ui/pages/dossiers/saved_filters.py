"""Saved filters of the list Hồ sơ: the four that everyone has with their figures, and one's own by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from counter_app.domain.text import money
from counter_app.queries.dossier_pages import Counts, DossierFilter, Order, SortBy
from counter_app.ui import theme
from counter_app.ui.memory import Memory
from counter_app.ui.tokens import FIELD, RADIUS, RADIUS_NAV, Role
from counter_app.ui.widgets.painting import focus_ring, rounded
from counter_app.ui.widgets.segmented import Segmented

ALL, OPEN, OVERDUE, AWAITING = "all", "open", "overdue", "awaiting"
WORDS: tuple[tuple[str, str], ...] = (
    (ALL, "Tất cả"),
    (OPEN, "Đang mở"),
    (OVERDUE, "Quá hạn"),
    (AWAITING, "Chờ bổ sung"),
)
BASES: Mapping[str, DossierFilter] = {
    ALL: DossierFilter(),
    OPEN: DossierFilter(is_open=True),
    OVERDUE: DossierFilter(is_overdue=True),
    AWAITING: DossierFilter(statuses=("awaiting_supplement",)),
}
_KEY = "dossiers/filters"
MOST_KEPT = 20
MOST_NAME = 40


@dataclass(frozen=True)
class SavedFilter:
    """One of a person's own: a name for what the list is narrowed to, and its order."""

    name: str
    base: str = ALL
    field: str = ""
    unit: str = ""
    sort: str = SortBy.CODE
    is_descending: bool = True

    def order(self) -> Order:
        """As the query takes it."""
        return Order(SortBy(self.sort), self.is_descending)


def own_filters(memory: Memory) -> tuple[SavedFilter, ...]:
    """Those kept on this machine; one that cannot be read any more is left out."""
    found = []
    for text in memory.words(_KEY)[:MOST_KEPT]:
        try:
            values = json.loads(text)
            made = SavedFilter(**values)
            SortBy(made.sort)
        except (ValueError, TypeError):
            continue
        texts = (made.name, made.field, made.unit)
        if made.base in BASES and all(isinstance(text, str) for text in texts) and made.name:
            found.append(made)
    return tuple(found)


def keep_filter(memory: Memory, made: SavedFilter) -> None:
    """Keep it; one of the same name is replaced."""
    others = [known for known in own_filters(memory) if known.name != made.name]
    _write(memory, [*others, made][-MOST_KEPT:])


def forget_filter(memory: Memory, name: str) -> None:
    """Keep it no more."""
    _write(memory, [known for known in own_filters(memory) if known.name != name])


def _write(memory: Memory, filters: list[SavedFilter]) -> None:
    memory.keep(_KEY, [json.dumps(asdict(made), ensure_ascii=False) for made in filters])


class FilterSegments(Segmented):
    """The four saved filters with their figures in small letters."""

    def __init__(self) -> None:
        self._figures: dict[str, str] = {}
        super().__init__(WORDS, name="saved_filter", label="Lọc hồ sơ")

    def show_counts(self, counts: Counts) -> None:
        """The figures beside the words."""
        figures = {OPEN: counts.is_open, OVERDUE: counts.overdue, AWAITING: counts.awaiting}
        self._figures = {value: money(count) for value, count in figures.items()}
        self.setAccessibleDescription(
            ", ".join(f"{words} {self._figures[value]}" for value, words in WORDS if value in self._figures)
        )
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        # In a narrow window the figures go; the words stay whole.
        return QSize(sum(super()._widths(theme.px(10))) + 4, theme.px(FIELD))

    def _has_room(self) -> bool:
        return self.width() >= sum(self._with_figures(theme.px(8))) + 4

    def _widths(self, padding: int) -> list[int]:
        return self._with_figures(padding) if padding or self._has_room() else super()._widths(padding)

    def _with_figures(self, padding: int) -> list[int]:
        small = theme.font(Role.CAPTION, figures=True)
        widths = super()._widths(padding)
        for place, (value, _) in enumerate(self._choices):
            if figure := self._figures.get(value):
                widths[place] += theme.px(8) + theme.text_width(small, figure)
        return widths

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ringed = self.hasFocus() and self._has_key_focus
        rounded(painter, QRectF(self.rect()), theme.px(RADIUS_NAV), theme.colour("hover"))
        for place, rect in enumerate(self._segments()):
            self._paint_segment(painter, rect, place, ringed)
        if ringed:
            focus_ring(painter, QRectF(self.rect()), theme.px(RADIUS_NAV))

    def _paint_segment(self, painter: QPainter, rect: QRectF, place: int, ringed: bool) -> None:
        value, words = self._choices[place]
        is_chosen = place == self._at
        if is_chosen:
            inner = rect.adjusted(1, 1, -1, -1) if ringed else rect
            ground, outline = theme.colour("surface"), theme.colour("field")
            rounded(painter, QRectF(inner.toRect()), theme.px(RADIUS), ground, outline)
        made, small = theme.font(Role.BODY, 500 if is_chosen else 400), theme.font(Role.CAPTION, figures=True)
        figure = self._figures.get(value, "") if self._has_room() else ""
        width = theme.text_width(made, words)
        beside = theme.px(8) + theme.text_width(small, figure) if figure else 0
        x = rect.x() + (rect.width() - width - beside) / 2
        area = QRectF(x, rect.y(), width + 2, rect.height())
        painter.setFont(made)
        painter.setPen(theme.colour("text" if is_chosen else "text2"))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)
        if figure:
            painter.setFont(small)
            painter.setPen(theme.colour("text3"))
            area = QRectF(x + width + theme.px(8), rect.y(), beside, rect.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, figure)
