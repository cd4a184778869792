"""The numbers of the page add up, and the filter behind each finds exactly as many dossiers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from counter_app.bootstrap import Desk, Ports, open_desk
from counter_app.queries import deadlines, forecast
from counter_app.queries.dossier_pages import DossierFilter, Order, listed
from counter_app.ui.pages.deadlines.charts_row import age_chart, load_chart, month_chart
from counter_app.ui.pages.deadlines.figures import Figures, Line, Number, Opening, age_opening, opening
from tests.builders import MONDAY, Clock
from tests.ui.deadlines.past import past_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("figures")
    shutil.copytree(past_desk(), folder / "desk")
    with open_desk(folder / "desk", writing=False, ports=Ports(clock=Clock())) as opened:
        yield opened


@pytest.fixture(scope="module")
def figures(desk: Desk) -> Figures:
    load = desk.read(lambda reading: deadlines.load(reading, MONDAY))
    risk = desk.read(lambda reading: forecast.at_risk(reading, MONDAY, forecast.PastTimes()))
    return Figures(load, risk)


def _found(desk: Desk, found: Opening) -> list[str]:
    """Codes that Hồ sơ would show for it."""
    wanted = found.wanted
    if wanted is None:
        assert found.behind is not None
        behind = found.behind
        codes = desk.read(lambda reading: deadlines.codes_behind(reading, MONDAY, behind))
        if not codes:
            return []
        wanted = DossierFilter(codes=codes)
    chosen = wanted
    rows = desk.read(lambda reading: list(listed(reading, chosen, Order(), MONDAY)))
    return [row.shown_code for row in rows]


def _lines(figures: Figures) -> list[Line]:
    return [figures.whole(), *figures.by_unit(), *figures.by_officer()]


def test_open_is_in_time_and_late_and_stopped(figures: Figures) -> None:
    for line in _lines(figures):
        assert line.open == line.in_time + line.overdue + line.paused + line.no_due
        assert line.risk <= line.in_time
        assert line.today <= line.open
    whole = figures.whole()
    assert min(whole.open, whole.in_time, whole.overdue, whole.paused, whole.risk, whole.today) > 0


@pytest.mark.parametrize("number", list(Number))
def test_units_and_officers_add_up_to_the_whole(figures: Figures, number: Number) -> None:
    whole = figures.whole().count(number)
    assert sum(line.count(number) for line in figures.by_unit()) == whole
    assert sum(line.count(number) for line in figures.by_officer()) == whole


@pytest.mark.parametrize("number", list(Number))
def test_each_number_opens_exactly_its_dossiers(desk: Desk, figures: Figures, number: Number) -> None:
    for line in _lines(figures):
        if line.count(number):
            codes = _found(desk, opening(line, number, figures, MONDAY))
            assert len(codes) == line.count(number), line
            assert len(set(codes)) == len(codes)


def test_ages_add_up_and_open_their_dossiers(desk: Desk, figures: Figures) -> None:
    calendar = desk.read(lambda reading: reading.reference.calendar)
    bands = figures.ages(calendar, MONDAY.date())
    assert sum(band.count for band in bands) == figures.whole().open
    for band in bands:
        if band.count:
            assert len(_found(desk, age_opening(band, ""))) == band.count
    chart = age_chart(bands)
    assert [bar.label for bar in chart.bars] == ["0–2", "3–5", "6–10", "11–17", "> 17"]
    assert [bar.value for bar in chart.bars] == [band.count for band in bands]


@pytest.mark.parametrize("most", [2, 3, 5, 50])
def test_the_load_chart_leaves_nobody_out(figures: Figures, most: int) -> None:
    lines = figures.by_unit()
    chart, alone = load_chart(lines, lambda line: line.unit, most)
    assert sum(stack.total for stack in chart.stacks) == figures.whole().open
    assert len(chart.stacks) <= most
    assert alone == len(chart.stacks) - (len(lines) > most)
    assert [stack.total for stack in chart.stacks[:alone]] == sorted(
        (line.open for line in lines), reverse=True
    )[:alone]


def test_the_month_chart_says_what_it_stands_on(desk: Desk) -> None:
    months = desk.read(lambda reading: deadlines.months_in_time(reading, MONDAY.date()))
    chart = month_chart(months)
    assert [point.label for point in chart.points] == ["T6", "T7", "T8", "T9", "T10", "T11"]
    assert chart.points[0].share is None
    assert [point.basis for point in chart.points] == [month.done for month in months]


def test_nothing_is_nought_everywhere() -> None:
    whole = Figures().whole()
    assert all(whole.count(number) == 0 for number in Number)
    assert Figures().by_unit() == ()
