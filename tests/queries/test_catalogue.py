"""The catalogue of a day and the years of its calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from counter_app.bootstrap import Desk
from counter_app.domain.calendar import DayKind
from counter_app.queries.catalogue import CatalogueView, catalogue_view, year_view, years_known
from tests.desks import a_trial

MONDAY = date(2026, 11, 23)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_trial(tmp_path) as made:
        yield made


def view(desk: Desk, on: date = MONDAY) -> CatalogueView:
    return desk.read(lambda reading: catalogue_view(reading, on))


def test_all_54_procedures_in_the_order_of_the_catalogue(desk: Desk) -> None:
    rows = view(desk).procedures
    assert len(rows) == 54
    assert [row.procedure.id for row in rows[:2]] == ["DT-01", "DT-02"]
    assert rows[-1].procedure.id == "QH-04"
    assert {row.versions for row in rows} == {1}
    assert all(row.is_in_force for row in rows)


def test_a_unit_says_who_works_there_and_what_it_leads(desk: Desk) -> None:
    units = {row.unit.code: row for row in view(desk).units}
    assert (units["QLDT"].people, units["QLDT"].procedures) == (2, 23)
    assert (units["MC"].people, units["MC"].procedures) == (1, 0)
    assert sum(row.procedures for row in units.values()) == 54


def test_the_nine_people_with_their_units(desk: Desk) -> None:
    people = view(desk).people
    assert len(people) == 9
    assert {row.person.login: row.unit_name for row in people}["minh"] == "Phòng QLĐT"


def test_days_in_a_row_are_one_occasion(desk: Desk) -> None:
    found = year_view(view(desk).calendar, 2026)
    tet = next(each for each in found.occasions if each.label == "Tết Nguyên đán")
    assert (tet.first, tet.last, tet.days) == (date(2026, 2, 16), date(2026, 2, 20), 5)
    assert tet.notice == "9441/TB-BNV"
    swaps = [each.first for each in found.occasions if each.kind is DayKind.WORKING]
    assert swaps == [date(2026, 1, 10), date(2026, 8, 22)]


def test_working_days_of_a_year_are_weekdays_less_days_off_and_more_swap_days(desk: Desk) -> None:
    # 2026 has 261 weekdays; 14 of them are off, 2 Saturdays are worked.
    assert year_view(view(desk).calendar, 2026).working_days == 261 - 14 + 2


def test_a_year_without_a_notice_is_not_confirmed(desk: Desk) -> None:
    calendar = view(desk).calendar
    assert year_view(calendar, 2026).is_confirmed
    assert not year_view(calendar, 2027).is_confirmed
    assert years_known(calendar, MONDAY) == (2024, 2027)
