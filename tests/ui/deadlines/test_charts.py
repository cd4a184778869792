"""Charts: one drawing code, every place can be pointed at, nought and nothing do no harm."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from counter_app.ui import theme
from counter_app.ui.widgets.chart_view import ChartView
from counter_app.ui.widgets.charts import (
    Bar,
    BarChart,
    Chart,
    LineChart,
    Point,
    Stack,
    StackChart,
    chart_image,
    chart_words,
    percent,
    places_of,
)

BARS = BarChart((Bar("0–2", 19), Bar("3–5", 0), Bar("> 17", 3, "red_fill")))
LINE = LineChart((Point("T6", None, 0), Point("T7", 0.941, 34), Point("T8", 1.0, 12)))
STACKS = StackChart(
    (Stack("Quản lý Đầu tư", ((18, "data"), (5, "red_fill"))), Stack("Văn phòng", ((0, "data"),)))
)
NOTHING = (
    BarChart(()),
    BarChart((Bar("a", 0),)),
    LineChart(()),
    LineChart((Point("T6", None, 0),)),
    LineChart((Point("T6", 0.0, 3),)),
    StackChart(()),
    StackChart((Stack("a", ()),)),
)


def _colours(chart: Chart) -> set[str]:
    image = chart_image(chart, 300, 120, 2.0)
    step = range(0, image.width(), 2)
    return {image.pixelColor(x, y).name() for x in step for y in range(0, image.height(), 2)}


def test_bars_and_parts_have_the_colours_of_their_meaning(qapp: object) -> None:
    data, red = theme.now().data.lower(), theme.now().red_fill.lower()
    assert {data, red} <= _colours(BARS)
    assert {data, red} <= _colours(STACKS)
    assert red not in _colours(LINE)
    assert theme.now().accent_soft.lower() in _colours(LINE)


@pytest.mark.parametrize("chart", NOTHING)
def test_nothing_to_show_is_drawn_without_harm(qapp: object, chart: Chart) -> None:
    assert theme.now().red_fill.lower() not in _colours(chart)


@pytest.mark.parametrize("chart", [BARS, LINE, STACKS])
def test_each_place_has_its_words_and_lies_in_the_chart(qapp: object, chart: Chart) -> None:
    area = QRectF(0, 0, 300, 120)
    places = places_of(area, chart)
    assert len(places) == len(chart_words(chart)) > 1
    assert all(area.contains(place) for place in places)
    assert not any(one.intersects(other) for one, other in pairwise(places))


@pytest.mark.parametrize(
    ("share", "words"), [(None, "–"), (0.0, "0,0%"), (0.9395, "94,0%"), (0.9999, "99,9%"), (1.0, "100%")]
)
def test_percent(share: float | None, words: str) -> None:
    assert percent(share) == words


def test_keys_and_clicks_open_a_bar(shown: Callable[[QWidget], QWidget]) -> None:
    view = ChartView(name="chart", label="Đang mở theo tuổi")
    view.set_chart(BARS)
    view.resize(300, 120)
    shown(view)
    opened: list[int] = []
    view.opened.connect(opened.append)
    view.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space):
        QTest.keyClick(view, key)
    assert opened == [0, 2]
    assert view.accessibleName() == "Đang mở theo tuổi. > 17: 3"
    assert view.accessibleDescription() == "0–2: 19; 3–5: 0; > 17: 3"
    middle = places_of(QRectF(view.rect()), BARS)[1].center().toPoint()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle)
    assert opened == [0, 2, 1]


def test_a_chart_to_look_at_opens_nothing(shown: Callable[[QWidget], QWidget]) -> None:
    view = ChartView(name="chart", label="Đúng hạn", can_open=False)
    view.set_chart(LINE)
    view.resize(300, 120)
    shown(view)
    opened: list[int] = []
    view.opened.connect(opened.append)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton)
    assert opened == []
