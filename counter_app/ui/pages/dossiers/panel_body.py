"""Body of the panel: the life line with the papers printed, the components, the papers; one at a time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.pages.dossiers.panel_view import ComponentRow, PanelView, PaperRow
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.life_line import LifeLine
from counter_app.ui.widgets.row_list import Line, RowList
from counter_app.ui.widgets.segmented import Segmented
from counter_app.ui.widgets.text import caption

LIFE, COMPONENTS, PAPERS = "life", "components", "papers"
_SEGMENTS = ((LIFE, "Diễn biến"), (COMPONENTS, "Thành phần"), (PAPERS, "Giấy tờ"))
_MOST_BELOW_LIFE = 3


class PanelBody(QWidget):
    """`event_chosen(id)`: Enter on an event of the life line; `paper_chosen(form, code)`: on a paper."""

    event_chosen = Signal(str)
    paper_chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel_body")
        self._papers: dict[str, PaperRow] = {}
        self._is_at_end = True
        self.segments = Segmented(_SEGMENTS, name="panel_segments", label="Phần của hồ sơ")
        self.segments.changed.connect(self._turn)
        self.life = LifeLine(name="panel_life")
        self.components = RowList(name="panel_components", label="Thành phần hồ sơ", is_wrapping=True)
        self.papers = RowList(name="panel_papers", label="Giấy tờ của hồ sơ")
        self.latest = RowList(name="panel_latest_papers", label="Giấy tờ đã in")
        self.prints = RowList(name="panel_prints", label="Các lần in", is_wrapping=True, has_cursor=False)
        self.life.chosen.connect(self.event_chosen)
        self.life.moved.connect(self._leave_end)
        for papers in (self.papers, self.latest):
            papers.chosen.connect(self._paper_chosen)
        self.stack = QStackedWidget()
        for parts in (self._life_parts(), [self.components], self._paper_parts()):
            self.stack.addWidget(self._scrolled(parts))
        self.stack.widget(0).verticalScrollBar().actionTriggered.connect(self._leave_end)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        top = QHBoxLayout()
        top.addWidget(self.segments)
        top.addStretch(1)
        column.addLayout(top)
        column.addWidget(self.stack, 1)

    def _life_parts(self) -> list[QWidget]:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, theme.px(8), theme.px(6), 0)
        row.addWidget(caption("Giấy tờ đã in", Tone.TEXT2, weight=500))
        row.addStretch(1)
        row.addWidget(caption("Ctrl+P in lại", Tone.TEXT3))
        self._latest_head = head
        return [self.life, head, self.latest]

    def _paper_parts(self) -> list[QWidget]:
        self._papers_words = caption("Enter xem rồi in", Tone.TEXT3)
        self._prints_head = caption("Các lần in", Tone.TEXT2, weight=500)
        self._prints_head.setContentsMargins(0, theme.px(12), 0, theme.px(2))
        return [self.papers, self._papers_words, self._prints_head, self.prints]

    def _scrolled(self, parts: list[QWidget]) -> QScrollArea:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        area = _EndArea(self._keep_end)
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for part in parts:
            if isinstance(part, LifeLine | RowList):
                part.moved.connect(lambda row, part=part, area=area: _reveal(area, part, row))
        return area

    # -- showing

    def show_view(self, view: PanelView, *, is_other: bool) -> None:
        """Another dossier (`is_other`), or the same anew; where the life went on, its end is in view."""
        has_grown = len(view.life) != len(self.life.items())
        self.life.set_items(view.life)
        self.components.set_lines([_component_line(row) for row in view.components])
        self._papers = {row.key: row for row in view.papers}
        self.papers.set_lines([_paper_line(row) for row in view.papers])
        printed = [row for row in view.papers if row.is_printed][:_MOST_BELOW_LIFE]
        self.latest.set_lines([_paper_line(row) for row in printed])
        self.prints.set_lines([_print_line(row) for row in view.prints])
        for part in (self._latest_head, self.latest):
            part.setVisible(bool(printed))
        self._papers_words.setVisible(bool(view.papers))
        for part in (self._prints_head, self.prints):
            part.setVisible(bool(view.prints))
        given = sum(row.is_handed_in for row in view.components)
        self.segments.set_counts({COMPONENTS: str(given), PAPERS: str(len(view.papers))})
        if is_other:
            self.show_part(LIFE)
        if is_other or has_grown:
            QTimer.singleShot(0, self, self.show_end)

    def show_part(self, part: str) -> None:
        """Turn to life, components or papers."""
        self.segments.set_value(part)
        self._turn(part)

    def current_paper(self) -> PaperRow | None:
        """The paper with the cursor, else the first one; None where there is none."""
        listed = self.papers if self.segments.value() == PAPERS else self.latest
        key = listed.current()
        return self._papers.get(key) or next(iter(self._papers.values()), None)

    def _keep_end(self, area: QScrollArea) -> None:
        if self._is_at_end and area is self.stack.widget(0):
            self.show_end()

    def _leave_end(self, *_: object) -> None:
        self._is_at_end = False

    def show_end(self) -> None:
        """The life line at its end: the present is in view, and stays so until somebody scrolls."""
        self._is_at_end = True
        area = self.stack.widget(0)
        assert isinstance(area, QScrollArea)  # made by `_scrolled`
        view = area.viewport().height()
        hidden = self.life.sizeHint().height() - view
        top = next((top for top in self.life.tops() if top >= hidden), 0) if hidden > 0 else 0
        # Room below, so that the first row in view is a whole one.
        area.widget().setMinimumHeight(top + view if top else 0)
        area.widget().resize(area.widget().width(), max(area.widget().sizeHint().height(), top + view))
        area.verticalScrollBar().setValue(top)

    def _turn(self, part: str) -> None:
        self.stack.setCurrentIndex([value for value, _ in _SEGMENTS].index(part))

    def _paper_chosen(self, key: str) -> None:
        row = self._papers.get(key)
        if row is not None:
            self.paper_chosen.emit(row.form, row.code)


class _EndArea(QScrollArea):
    """Tells when its room changes: what should be in view is not known before the layout is done."""

    def __init__(self, resized: Callable[[QScrollArea], None]) -> None:
        super().__init__()
        self._resized = resized

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resized(self)


def _reveal(area: QScrollArea, part: QWidget, row: QRect) -> None:
    top = part.mapTo(area.widget(), row.center())
    area.ensureVisible(0, top.y(), 0, row.height())


def _component_line(row: ComponentRow) -> Line:
    if row.is_handed_in:
        return Line(str(row.no), row.name, row.words, "circle-check", icon_tone=Tone.GREEN)
    if row.is_required:
        return Line(
            str(row.no),
            row.name,
            "còn thiếu",
            "circle-alert",
            icon_tone=Tone.AMBER,
            detail_tone=Tone.AMBER,
            tip=row.words,
        )
    return Line(
        str(row.no), row.name, "không bắt buộc", "circle-dashed", tone=Tone.TEXT2, detail_tone=Tone.TEXT3
    )


def _paper_line(row: PaperRow) -> Line:
    tone = Tone.TEXT2 if row.is_printed else Tone.TEXT3
    return Line(row.key, row.title, row.detail, "file-text", detail_tone=tone, tip=row.tip)


def _print_line(row: PaperRow) -> Line:
    return Line(row.key, f"{row.title} · {row.tip}", row.detail, "printer", tone=Tone.TEXT2)
