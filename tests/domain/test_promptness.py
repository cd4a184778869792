"""The small deadlines, worked by hand on the calendar of 2026: 24/11 is a holiday, Tết is off 14–22/02."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from counter_app.domain.promptness import answer_by, apology_until, transfer_by
from counter_app.services.seed_calendar import seed_calendar

CALENDAR = seed_calendar()


@pytest.mark.parametrize(
    ("received", "by"),
    [
        ("2026-11-23T09:00", "2026-11-23T17:30"),
        ("2026-11-23T15:00", "2026-11-23T17:30"),  # at 15:00 still the same day
        ("2026-11-23T15:01", "2026-11-25T07:30"),  # 24/11 is off
        ("2026-11-23T06:40", "2026-11-23T17:30"),
        ("2026-11-23T17:45", "2026-11-25T17:30"),  # after closing: as if brought the next morning
        ("2026-11-27T15:20", "2026-11-30T07:30"),  # over a weekend
        ("2026-11-28T10:00", "2026-11-30T17:30"),  # taken in on a Saturday
    ],
)
def test_paper_goes_to_the_department_the_same_day(received: str, by: str) -> None:
    assert transfer_by(datetime.fromisoformat(received), CALENDAR) == datetime.fromisoformat(by)


@pytest.mark.parametrize(
    ("registered", "by"),
    [
        ("2026-11-25T07:30", "2026-11-25T17:30"),
        ("2026-11-23T14:30", "2026-11-25T14:30"),  # three hours on Monday, five on Wednesday
        ("2026-11-27T22:15", "2026-11-30T17:30"),
    ],
)
def test_an_online_dossier_is_answered_within_eight_working_hours(registered: str, by: str) -> None:
    assert answer_by(datetime.fromisoformat(registered), CALENDAR) == datetime.fromisoformat(by)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-23T08:00", date(2026, 11, 25)),
        ("2026-11-27T08:00", date(2026, 11, 30)),
        ("2026-02-13T10:00", date(2026, 2, 23)),
    ],
)
def test_an_apology_is_asked_for_one_working_day_before(now: str, until: date) -> None:
    assert apology_until(datetime.fromisoformat(now), CALENDAR) == until
