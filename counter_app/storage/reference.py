"""Reference data as the events tell it now: agency, units, staff, procedures, calendar."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy import Connection, select

from counter_app.domain import errors
from counter_app.domain.agency import Agency
from counter_app.domain.calendar import CalendarDay, DayKind, WorkingCalendar
from counter_app.domain.procedure import FIELDS, Procedure, procedure_from_json
from counter_app.domain.staff import Role, Staff
from counter_app.domain.units import Department, UnitRole
from counter_app.storage import projection_tables as t


@dataclass(frozen=True)
class Reference:
    """One consistent reading of what acts refer to. Procedures are parsed when first asked for."""

    agency: Agency
    units: Mapping[str, Department]
    staff: Mapping[str, Staff]
    calendar: WorkingCalendar
    procedure_texts: Mapping[str, Mapping[int, str]]

    @cached_property
    def _parsed(self) -> dict[tuple[str, int], Procedure]:
        return {}

    def procedure_version(self, procedure_id: str, version: int) -> Procedure:
        """That version. Raises ProcedureUnknown."""
        found = self._parsed.get((procedure_id, version))
        if found is None:
            text = self.procedure_texts.get(procedure_id, {}).get(version)
            if text is None:
                raise errors.ProcedureUnknown(procedure=procedure_id, version=version)
            found = procedure_from_json(json.loads(text))
            self._parsed[procedure_id, version] = found
        return found

    def procedure(self, procedure_id: str, on: date) -> Procedure:
        """The newest version in force on a day, its end moved to where a newer one begins.

        Raises ProcedureUnknown, ProcedureNotInForce.
        """
        versions = self.procedure_texts.get(procedure_id)
        if not versions:
            raise errors.ProcedureUnknown(procedure=procedure_id)
        newest = self.procedure_version(procedure_id, max(versions))
        for number in sorted(versions, reverse=True):
            candidate = self.procedure_version(procedure_id, number)
            if candidate.is_in_force(on):
                return self._until_next(candidate, max(versions))
        raise errors.ProcedureNotInForce(
            procedure=procedure_id,
            version=newest.version,
            in_force_from=newest.in_force_from.isoformat() if newest.in_force_from else None,
            in_force_to=newest.in_force_to.isoformat() if newest.in_force_to else None,
            on=on.isoformat(),
        )

    def _until_next(self, procedure: Procedure, newest: int) -> Procedure:
        """Dossiers can be received under a version until the day before the next one begins."""
        later = (self.procedure_version(procedure.id, n) for n in range(procedure.version + 1, newest + 1))
        ends = [each.in_force_from - timedelta(days=1) for each in later if each.in_force_from is not None]
        own_end = procedure.in_force_to or date.max
        last = min([*ends, own_end])
        return replace(procedure, in_force_to=last) if last < own_end else procedure

    def procedures(self, on: date) -> tuple[Procedure, ...]:
        """Every procedure in force on a day, in the catalogue's order."""
        found = []
        for procedure_id in self.procedure_texts:
            try:
                found.append(self.procedure(procedure_id, on))
            except errors.ProcedureNotInForce:
                continue
        return tuple(found)

    def find_procedure(self, text: str, on: date) -> Procedure:
        """By catalogue id (any case) or national code. Raises ProcedureUnknown, ProcedureNotInForce."""
        wanted = text.strip().upper()
        if wanted in self.procedure_texts:
            return self.procedure(wanted, on)
        for procedure in self.procedures(on) if wanted else ():
            if procedure.national_code == wanted:
                return procedure
        for procedure_id in self.procedure_texts:
            versions = self.procedure_texts[procedure_id]
            if self.procedure_version(procedure_id, max(versions)).national_code == wanted and wanted:
                return self.procedure(procedure_id, on)
        raise errors.ProcedureUnknown(procedure=text)

    def person(self, login: str) -> Staff:
        """A person in service. Raises StaffUnknown."""
        found = self.staff.get(login)
        if found is None or not found.is_active:
            raise errors.StaffUnknown(by=login)
        return found

    def open_unit(self, code: str) -> Department:
        """A unit that is open. Raises UnitUnknown."""
        found = self.units.get(code)
        if found is None or not found.is_open:
            raise errors.UnitUnknown(unit=code)
        return found


def load(conn: Connection) -> Reference:
    """Read the reference data of the file."""
    settings = {row.key: json.loads(row.json) for row in conn.execute(select(t.setting))}
    agency = Agency().merged(settings.get("agency", {}))
    units = {
        row.code: Department(row.code, row.name, UnitRole(row.role), row.short_name, bool(row.is_open))
        for row in conn.execute(select(t.unit).order_by(t.unit.c.place, t.unit.c.code))
    }
    people = {
        row.login: Staff(row.login, row.name, Role(row.role), row.unit, bool(row.is_active))
        for row in conn.execute(select(t.staff).order_by(t.staff.c.place, t.staff.c.login))
    }
    texts: dict[str, dict[int, str]] = {}
    for row in conn.execute(select(t.procedure)):
        texts.setdefault(row.id, {})[row.version] = row.json
    ordered = dict(sorted(texts.items(), key=lambda item: _place(item[0])))
    return Reference(agency, units, people, _calendar(conn, settings.get("calendar", {}), agency), ordered)


def _place(procedure_id: str) -> tuple[int, int, str]:
    """Order of the catalogue: fields as the agency lists them, then the number in the field."""
    field, _, number = procedure_id.partition("-")
    fields = list(FIELDS)
    rank = fields.index(field) if field in fields else len(fields)
    return rank, int(number) if number.isdigit() else 0, procedure_id


def _calendar(conn: Connection, head: Mapping[str, object], agency: Agency) -> WorkingCalendar:
    days = {
        date.fromisoformat(row.day): CalendarDay(
            date.fromisoformat(row.day), DayKind(row.kind), row.label, row.notice, bool(row.is_confirmed)
        )
        for row in conn.execute(select(t.calendar_day))
    }
    years = head.get("confirmed_years", [])
    confirmed = frozenset(int(year) for year in years) if isinstance(years, list) else frozenset()
    return WorkingCalendar(
        version=str(head.get("version", "none")),
        days=days,
        confirmed_years=confirmed,
        hours=agency.hours,
    )
