"""The calendars by which desks promised, as the log tells them: for acts that were recorded without the data
of their dossier, whose due is counted where they meet it. Of the log alone, so that all desks count the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from counter_app.domain.agency import Agency
from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.calendar_change import told_after
from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.domain.fold import is_known
from counter_app.domain.reference_fold import accepted

CALENDAR, SETTINGS = "calendar:vn", "settings:agency"
UNREADABLE = (AttributeError, LookupError, TypeError, ValueError)
"""What an event raises that says nothing of what its kind should say."""


def calendars_told(calendars: Sequence[Event], settings: Sequence[Event]) -> Mapping[str, WorkingCalendar]:
    """Every version of the calendar, struck or not, with the hours that the settings tell. Both in fold
    order; what cannot be read is left out. Of two of one version the first counts."""
    agency = Agency()
    for event in _standing(settings, K.SETTINGS_SET):
        try:
            agency = agency.merged(event.payload["settings"])
        except UNREADABLE:
            continue
    found: dict[str, WorkingCalendar] = {}
    before = WorkingCalendar("", {}, frozenset(), agency.hours)
    for event in calendars:  # struck ones too: promises were counted by them
        if event.kind is not K.CALENDAR_SET or not is_known(event):
            continue
        try:
            # Upon the one it was made on, not the one before it in the log: two desks may have changed it at
            # once, and a version stays what it was when a promise was counted by it.
            before = told_after(found.get(str(event.payload.get("base")), before), event.payload)
        except UNREADABLE:
            continue
        found.setdefault(before.version, before)
    return found


def _standing(events: Sequence[Event], kind: K) -> list[Event]:
    stands = accepted(events)
    return [event for event in events if event.kind is kind and event.id in stands]
