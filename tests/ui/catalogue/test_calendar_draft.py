"""The draft of the calendar: days, years and what falls away by itself."""

from __future__ import annotations

from datetime import date

import pytest

from counter_app.domain.calendar import DayKind
from counter_app.domain.errors import CalendarYearEmpty, InvalidField
from counter_app.services.seed_calendar import seed_calendar
from counter_app.ui.pages.catalogue.calendar_draft import CalendarDraft, TypedDays


def typed(
    first: date | None,
    until: date | None = None,
    kind: DayKind | None = DayKind.OFF,
    label: str = "Tết Nguyên đán",
    notice: str = "9999/TB-BNV",
) -> TypedDays:
    return TypedDays(first, until, kind, label, notice, is_confirmed=True)


def test_a_span_of_days_off_leaves_the_weekend_out() -> None:
    changes = typed(date(2027, 2, 4), date(2027, 2, 10)).changes()
    assert [change.day.day for change in changes] == [4, 5, 8, 9, 10]


def test_a_day_as_it_is_already_is_no_change() -> None:
    draft = CalendarDraft(seed_calendar())
    day = date(2026, 11, 24)
    same = typed(day, label="Ngày Văn hóa Việt Nam", notice="Nghị quyết 28/2026/QH16").changes()
    assert draft.with_days(same).is_empty
    changed = draft.with_days(typed(day, label="Nghỉ").changes())
    assert changed.count == 1
    assert changed.with_days(same).is_empty


def test_a_confirmed_year_whose_last_day_is_taken_out_is_confirmed_no_more() -> None:
    draft = CalendarDraft(seed_calendar())
    with pytest.raises(CalendarYearEmpty):
        draft.with_year(2027, "9999/TB-BNV")
    day = date(2027, 2, 5)
    draft = draft.with_days(typed(day).changes()).with_year(2027, "9999/TB-BNV")
    assert draft.calendar().is_confirmed(2027)
    left = draft.without(day)
    assert left.is_empty
    assert not left.calendar().is_confirmed(2027)


def test_what_was_stored_meanwhile_falls_away() -> None:
    draft = CalendarDraft(seed_calendar()).with_days(typed(date(2027, 2, 4), date(2027, 2, 5)).changes())
    stored = CalendarDraft(seed_calendar()).with_days(typed(date(2027, 2, 4)).changes()).calendar()
    assert [change.day.day for change in draft.on(stored).change.days] == [5]


@pytest.mark.parametrize(
    ("days", "field"),
    [
        (typed(None), "day"),
        (typed(date(2027, 2, 4), date(2027, 2, 3)), "until"),
        (typed(date(2027, 2, 4), date(2027, 3, 7)), "until"),
        (typed(date(2027, 2, 4), label=""), "label"),
        (typed(date(2027, 2, 4), notice=""), "notice"),
        (typed(date(2027, 2, 4), kind=None, notice=""), "notice"),
    ],
)
def test_the_field_that_is_wrong_is_named(days: TypedDays, field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        days.changes()
    assert refused.value.facts["field"] == field
