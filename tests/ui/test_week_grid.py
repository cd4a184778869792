"""The due calendar: which day is what, and which weeks are drawn."""

from __future__ import annotations

from datetime import date, timedelta

from pytestqt.qtbot import QtBot

from counter_app.ui import theme
from counter_app.ui.widgets.week_grid import DayKind, DueDays, WeekGrid, weeks_shown
from tests.ui.invented import DUE


def test_days_are_told_apart() -> None:
    kinds = {
        date(2026, 11, 22): DayKind.OUTSIDE,
        date(2026, 11, 23): DayKind.RECEIVED,
        date(2026, 11, 24): DayKind.OFF,
        date(2026, 11, 25): DayKind.COUNTED,
        date(2026, 12, 3): DayKind.DUE,
        date(2026, 12, 4): DayKind.OUTSIDE,
    }
    assert {day: DUE.kind(day) for day in kinds} == kinds


def test_a_due_day_on_the_day_of_receipt_is_due() -> None:
    day = date(2026, 11, 23)
    assert DueDays(day, day, (), ()).kind(day) is DayKind.DUE


def test_six_weeks_are_drawn_whole_and_seven_are_not() -> None:
    first = date(2026, 11, 2)
    six = DueDays(first, first + timedelta(days=41), (), ())
    assert (len(weeks_shown(six)[0]), weeks_shown(six)[1]) == (6, [])
    seven = DueDays(first, first + timedelta(days=42), (), ())
    shown, left_out = weeks_shown(seven)
    assert [day.isoformat() for day in shown] == ["2026-11-02", "2026-11-09", "2026-12-07", "2026-12-14"]
    assert len(left_out) == 3


def test_the_grid_is_as_high_as_its_weeks_and_speaks_its_sentence(qtbot: QtBot) -> None:
    grid = WeekGrid()
    qtbot.addWidget(grid)
    assert grid.sizeHint().height() == 0
    grid.set_days(DUE)
    assert grid.sizeHint().height() == 24 + 2 * 40
    grid.set_compact(True)
    assert grid.sizeHint().height() == 24 + 2 * 36
    assert grid.accessibleDescription() == DUE.sentence


def test_the_due_day_is_filled_and_a_counted_one_is_soft(qtbot: QtBot) -> None:
    grid = WeekGrid()
    qtbot.addWidget(grid)
    grid.set_days(DUE)
    grid.resize(350, grid.sizeHint().height())
    image = grid.grab().toImage()

    def colour(column: int, week: int) -> str:
        return image.pixelColor(column * 50 + 8, 24 + week * 40 + 8).name().upper()

    assert colour(3, 1) == theme.now().accent
    assert colour(2, 0) == theme.now().accent_soft
    assert colour(4, 1) == image.pixelColor(1, 1).name().upper()
