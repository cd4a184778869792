"""Papers brought before the data, where desks changed the calendar without knowing of each other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from counter_app.domain.calendar import DayKind
from counter_app.queries.calendar_versions import calendar_versions
from counter_app.services import calendar_work
from counter_app.storage import event_log, feed
from counter_app.storage.promised_calendars import calendars_told
from tests.desks import person
from tests.sync.around import Around, desks_around

ASKED = {"items": [{"no": 2, "text": "Bản vẽ"}], "reason": "thiếu", "ground": "Điều 17"}


def a_day_off(around: Around, number: int, day: date) -> None:
    around.write(
        number,
        lambda uow: calendar_work.set_day(
            uow, day, DayKind.OFF, label="nghỉ bù", notice="TB 15", by="quantri"
        ),
    )


def asked_for_papers(around: Around) -> str:
    applicant = person("Đỗ Đình Đức")
    code = around.receive(1, procedure="DT-09", applicant=applicant, components=[{"no": 1, "copies": 1}])
    around.done(1, "request_supplement", code=code, **ASKED)
    return code


@pytest.mark.parametrize("page", [1, 500])
def test_a_calendar_that_comes_in_a_later_page_is_counted_by_at_every_desk(
    monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr(feed, "PAGE", page)
    monkeypatch.setattr(feed, "PAGE_AT_REST", page)
    with desks_around(2) as around:
        around.meet_all()
        a_day_off(around, 1, date(2026, 12, 24))
        code = asked_for_papers(around)
        around.time.now += timedelta(days=3)
        around.done(2, "supplement", code=code, items=[{"no": 2}])
        a_day_off(around, 2, date(2026, 12, 25))
        for number in (2, 1, 2):
            around.meet(number)
        around.assert_rebuilt_is_same(1)
        around.assert_all_same()


def test_a_pause_counts_where_the_calendar_of_the_promise_was_struck() -> None:
    """The same due, whether the data had come before the papers or not."""
    due = []
    for has_met in (False, True):
        with desks_around(2) as around:
            around.meet_all()
            a_day_off(around, 2, date(2026, 12, 25))
            a_day_off(around, 1, date(2026, 12, 24))
            code = asked_for_papers(around)
            around.meet(2)
            if has_met:
                around.meet_all()
            around.time.now += timedelta(days=7)
            around.done(2, "supplement", code=code, items=[{"no": 2}])
            around.meet_all()
            due += around.rows(1, "SELECT due_at FROM dossier WHERE code = ?", code)
    assert due[0] == due[1]
    assert due[0][0][:10] > "2026-12-01"


def test_a_version_is_what_it_was_made_of_not_what_stood_before_it_in_the_log() -> None:
    """Desk 2's day of another year comes first into the feed: desk 1's version never had it."""
    with desks_around(2) as around:
        around.meet_all()
        a_day_off(around, 1, date(2026, 12, 24))
        a_day_off(around, 2, date(2027, 3, 8))
        for number in (2, 1, 2):
            around.meet(number)
        for number in (1, 2):
            with around.store(number).read() as reading:
                shown = {each.version: set(each.calendar.days) for each in calendar_versions(reading)}
                told = event_log.placed_streams(reading.conn, ("calendar:vn",))
            promised = calendars_told([item.event for _, item in told], ())
            assert {version: set(calendar.days) for version, calendar in promised.items()} == shown
            first, second = (shown[f"vn-261123-{desk}.1"] for desk in (1, 2))
            assert (date(2026, 12, 24) in first, date(2027, 3, 8) in first) == (True, False)
            assert (date(2026, 12, 24) in second, date(2027, 3, 8) in second) == (False, True)
