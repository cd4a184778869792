"""The catalogue as it stands on a day: procedures with their versions, units, people, one year's calendar."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from counter_app.domain.calendar import CalendarDay, DayKind, WorkingCalendar, WorkingHours
from counter_app.domain.events import EventKind
from counter_app.domain.procedure import Procedure
from counter_app.domain.staff import Staff
from counter_app.domain.units import Department
from counter_app.storage import stream_log
from counter_app.storage.store import Reading


@dataclass(frozen=True)
class CatalogueRow:
    """A procedure in the version in force, else its newest; `versions`: how many were published. `newest`
    may begin on a later day."""

    procedure: Procedure
    versions: int
    is_in_force: bool
    newest: Procedure


@dataclass(frozen=True)
class UnitRow:
    """A unit with the number of people in service and of procedures in force that it leads."""

    unit: Department
    people: int
    procedures: int


@dataclass(frozen=True)
class PersonRow:
    """A person, also one who left. `unit_name` is the unit's short name."""

    person: Staff
    unit_name: str


@dataclass(frozen=True)
class CatalogueView:
    """Everything the catalogue page shows but the years of the calendar."""

    on: date
    procedures: tuple[CatalogueRow, ...]
    units: tuple[UnitRow, ...]
    people: tuple[PersonRow, ...]
    calendar: WorkingCalendar


def catalogue_view(reading: Reading, on: date) -> CatalogueView:
    """The catalogue of a day, in its own order."""
    procedures = _procedures(reading, on)
    reference = reading.reference
    led = Counter(row.procedure.department for row in procedures if row.is_in_force)
    at_work = Counter(person.unit for person in reference.staff.values() if person.is_active)
    units = tuple(UnitRow(unit, at_work[code], led[code]) for code, unit in reference.units.items())
    names = {code: unit.short_name or unit.name for code, unit in reference.units.items()}
    staff = reference.staff.values()
    people = tuple(PersonRow(person, names.get(person.unit, person.unit)) for person in staff)
    return CatalogueView(on, procedures, units, people, reference.calendar)


def _procedures(reading: Reading, on: date) -> tuple[CatalogueRow, ...]:
    reference = reading.reference
    in_force = {procedure.id: procedure for procedure in reference.procedures(on)}
    found = []
    for procedure_id, versions in reference.procedure_texts.items():
        newest = reference.procedure_version(procedure_id, max(versions))
        shown = in_force.get(procedure_id, newest)
        found.append(CatalogueRow(shown, len(versions), procedure_id in in_force, newest))
    return tuple(found)


@dataclass(frozen=True)
class Occasion:
    """Days in a row with one label: a holiday of one or more days, or a day worked instead."""

    first: date
    last: date
    kind: DayKind
    label: str
    notice: str
    is_confirmed: bool

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class YearView:
    """One year of the working calendar. `is_confirmed`: its notice is out; else only what is fixed by law
    and the weekends are known. `working_days` in all."""

    year: int
    is_confirmed: bool
    occasions: tuple[Occasion, ...]
    working_days: int
    hours: WorkingHours


def year_view(calendar: WorkingCalendar, year: int) -> YearView:
    """What the calendar knows of a year from 1900 to 2999."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return YearView(
        year=year,
        is_confirmed=calendar.is_confirmed(year),
        occasions=_occasions(calendar, year),
        working_days=calendar.working_days(first - timedelta(days=1), last),
        hours=calendar.hours,
    )


def _occasions(calendar: WorkingCalendar, year: int) -> tuple[Occasion, ...]:
    found: list[Occasion] = []
    for day in sorted(day for day in calendar.days if day.year == year):
        entry = calendar.days[day]
        if found and _goes_on(found[-1], entry):
            before = found[-1]
            found[-1] = Occasion(
                before.first, day, before.kind, before.label, before.notice, before.is_confirmed
            )
        else:
            found.append(Occasion(day, day, entry.kind, entry.label, entry.notice, entry.is_confirmed))
    return tuple(found)


def _goes_on(before: Occasion, entry: CalendarDay) -> bool:
    is_next = entry.day == before.last + timedelta(days=1)
    return is_next and (before.kind, before.label, before.notice) == (entry.kind, entry.label, entry.notice)


def years_known(calendar: WorkingCalendar, on: date) -> tuple[int, int]:
    """First and last year worth showing: those with exceptions, this one and the next."""
    years = {day.year for day in calendar.days} | {on.year, on.year + 1}
    return min(years), max(years)


@dataclass(frozen=True)
class VersionRow:
    """A version of a procedure: when and by whom it was published; `end_reason` where it was abolished."""

    procedure: Procedure
    published_at: datetime
    by: str
    end_reason: str = ""


def versions_of(reading: Reading, procedure_id: str) -> tuple[VersionRow, ...]:
    """Every version ever published, newest first."""
    rows: list[VersionRow] = []
    reason = ""
    for stored in reversed(list(stream_log.read_stream(reading.conn, f"procedure:{procedure_id}"))):
        event = stored.event
        if event.kind is EventKind.PROCEDURE_ENDED:
            reason = reason or str(event.payload["reason"])
        elif event.kind is EventKind.PROCEDURE_PUBLISHED:
            version = reading.reference.procedure_version(procedure_id, event.payload["version"])
            rows.append(VersionRow(version, event.at, event.actor, reason if version.ending else ""))
            reason = ""
    return tuple(rows)
