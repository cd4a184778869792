"""The three charts: open by age, share in time by month, load by unit or officer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from counter_app.queries.deadlines import MonthShare
from counter_app.ui import theme
from counter_app.ui.pages.deadlines.figures import AgeBand, Line
from counter_app.ui.pages.deadlines.section import Legend
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.chart_view import ChartView
from counter_app.ui.widgets.charts import Bar, BarChart, LineChart, Point, Stack, StackChart
from counter_app.ui.widgets.text import Text, heading

HEIGHT, HEIGHT_COMPACT = 150, 92
_TITLE = 28
LOAD = (("trong hạn", "data"), ("nguy cơ", "amber_fill"), ("trễ", "red_fill"), ("dừng", "slate_fill"))
_LEAST_PITCH = 18
_OTHERS = "Còn lại"


def age_chart(bands: Sequence[AgeBand]) -> BarChart:
    """Open dossiers by working days; amber from two weeks on, red beyond three."""
    shades = {11: "amber_fill", 18: "red_fill"}
    return BarChart(
        tuple(Bar(band_words(band), band.count, shades.get(band.least, "data")) for band in bands)
    )


def band_words(band: AgeBand) -> str:
    """`3–5`, `> 17`."""
    return f"> {band.least - 1}" if band.most is None else f"{band.least}–{band.most}"


def month_chart(months: Sequence[MonthShare]) -> LineChart:
    """Share in time by month."""
    return LineChart(tuple(Point(month_words(each.first), each.share, each.done) for each in months))


def month_words(first: date) -> str:
    """`T11`."""
    return f"T{first.month}"


def load_chart(lines: Sequence[Line], name_of: Callable[[Line], str], most: int) -> tuple[StackChart, int]:
    """The most loaded lines and, where there are more than `most`, the others as one; how many lines stand
    for themselves."""
    ordered = sorted((line for line in lines if line.open), key=lambda line: -line.open)
    alone = ordered if len(ordered) <= most else ordered[: most - 1]
    stacks = [Stack(name_of(line), _parts((line,))) for line in alone]
    rest = ordered[len(alone) :]
    if rest:
        stacks.append(Stack(f"{_OTHERS} ({len(rest)})", _parts(rest)))
    return StackChart(tuple(stacks)), len(alone)


def _parts(lines: Sequence[Line]) -> tuple[tuple[int, str], ...]:
    counts = (
        sum(line.in_time - line.risk for line in lines),
        sum(line.risk for line in lines),
        sum(line.overdue for line in lines),
        sum(line.paused + line.no_due for line in lines),
    )
    return tuple((count, shade) for count, (_, shade) in zip(counts, LOAD, strict=True))


class ChartsRow(QWidget):
    """`age_opened(AgeBand)`, `load_opened(Line)`: a bar was chosen."""

    age_opened = Signal(object)
    load_opened = Signal(object)

    def __init__(self, load_title: str) -> None:
        super().__init__()
        self.setObjectName("deadline_charts")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.age = ChartView(name="chart_age", label="Đang mở theo tuổi, ngày làm việc")
        self.share = ChartView(name="chart_share", label="Đúng và trước hạn, % mỗi tháng", can_open=False)
        self.load = ChartView(name="chart_load", label=load_title)
        self._bands: tuple[AgeBand, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._alone: tuple[Line, ...] = ()
        self._name_of: Callable[[Line], str] = lambda line: line.unit
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(32))
        row.addLayout(self._column("Đang mở theo tuổi", self.age, _small("ngày làm việc")), 1)
        row.addLayout(self._column("Đúng và trước hạn", self.share, _small("% mỗi tháng")), 1)
        row.addLayout(self._column(load_title, self.load, Legend(LOAD, name="chart_load_legend")), 1)
        self.age.opened.connect(self._age_opened)
        self.load.opened.connect(self._load_opened)
        self.set_compact(False)

    @staticmethod
    def _column(title: str, chart: ChartView, aside: QWidget) -> QVBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(heading(title))
        head.addStretch(1)
        head.addWidget(aside)
        column = QVBoxLayout()
        column.setSpacing(theme.px(4))
        column.addLayout(head)
        column.addWidget(chart, 1)
        return column

    def set_compact(self, is_compact: bool) -> None:
        """92 pixels of the design instead of 150 in low windows."""
        self.setFixedHeight(theme.px(_TITLE) + theme.px(HEIGHT_COMPACT if is_compact else HEIGHT))
        self._show_load()

    def set_ages(self, bands: Sequence[AgeBand]) -> None:
        """Open dossiers by age."""
        self._bands = tuple(bands)
        self.age.set_chart(age_chart(bands))

    def set_months(self, months: Sequence[MonthShare]) -> None:
        """Share in time by month."""
        self.share.set_chart(month_chart(months))

    def set_load(self, lines: Sequence[Line], name_of: Callable[[Line], str]) -> None:
        """Load by unit or officer."""
        self._lines, self._name_of = tuple(lines), name_of
        self._show_load()

    def _show_load(self) -> None:
        room = self.height() - theme.px(_TITLE)
        chart, alone = load_chart(self._lines, self._name_of, max(2, room // theme.px(_LEAST_PITCH)))
        self.load.set_chart(chart)
        ordered = sorted((line for line in self._lines if line.open), key=lambda line: -line.open)
        self._alone = tuple(ordered[:alone])

    def _age_opened(self, number: int) -> None:
        if self._bands[number].count:
            self.age_opened.emit(self._bands[number])

    def _load_opened(self, number: int) -> None:
        # The bar of the others stands for several lines: those are in the table by unit or officer.
        self.load_opened.emit(self._alone[number] if number < len(self._alone) else None)


def _small(words: str) -> Text:
    return Text(words, Role.CAPTION, Tone.TEXT2)
