"""The overdue list whole: each late dossier with how late it is and who held it how long; and its paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from counter_app.domain.due import LimitUnit
from counter_app.domain.errors import CounterError
from counter_app.domain.papers import OverdueLine, OverdueListPaper, PrintMark
from counter_app.domain.units import UnitRole
from counter_app.queries.deadlines import OpenRow, overdue
from counter_app.queries.holders import HeldTime, held_times
from counter_app.storage.reference import Reference
from counter_app.storage.store import Reading

if TYPE_CHECKING:
    from counter_app.queries.paper_heads import Printing

FORM_VERSION = "QH-01"
"""Version of our drawing of the list, printed in its foot."""


@dataclass(frozen=True)
class ListEntry:
    """A dossier of a list. late_minutes: working minutes since its due moment, negative before it, 0 without
    one; is_by_hour: whether its limit counts hours."""

    row: OpenRow
    late_minutes: int
    is_by_hour: bool
    held: HeldTime


def entries(reading: Reading, rows: Sequence[OpenRow], now: datetime) -> tuple[ListEntry, ...]:
    """What belongs to the rows of a list, in their order."""
    held = {each.stream: each for each in held_times(reading, [row.stream for row in rows], now)}
    calendar = reading.reference.calendar
    return tuple(
        ListEntry(
            row,
            calendar.working_minutes(datetime.fromisoformat(row.due_at), now) if row.due_at else 0,
            is_by_hour(reading.reference, row.procedure, row.procedure_version),
            held.get(row.stream, HeldTime(row.stream, 0, 0, 0, 0, "")),
        )
        for row in rows
    )


def is_by_hour(reference: Reference, procedure: str, version: int) -> bool:
    """Whether the procedure's limit counts working hours: then it is late by the minute."""
    try:
        limit = reference.procedure_version(procedure, version).limit
    except CounterError:
        return False
    return limit.unit is LimitUnit.WORKING_HOUR


def overdue_list(reading: Reading, code: str, printing: Printing) -> OverdueListPaper:
    """The list of a unit by its code, with "" of the whole authority."""
    unit = code.strip()
    reference = reading.reference
    found = entries(reading, overdue(reading, printing.at, unit=unit, limit=None), printing.at)
    counts = Counter(entry.row.holder for entry in found)
    above, issuer = _issuer(reference, unit)
    return OverdueListPaper(
        agency_name=above,
        place=reference.agency.place,
        mark=PrintMark(printing.at, printing.by, FORM_VERSION),
        as_of=printing.at,
        unit_name=issuer,
        lines=tuple(_line(reference, entry) for entry in found),
        by_unit=tuple((_unit_name(reference, holder), count) for holder, count in counts.most_common()),
        day_minutes=reference.calendar.hours.minutes_per_day,
    )


def _issuer(reference: Reference, unit: str) -> tuple[str, str]:
    """The two lines of the head: the body above, and who issues the list."""
    agency = reference.agency
    if unit:
        return agency.name, _unit_name(reference, unit)
    if agency.superior_name:
        return agency.superior_name, agency.name
    leaders = [each.name for each in reference.units.values() if each.role is UnitRole.LEADER]
    return agency.name, leaders[0] if leaders else agency.name


def _unit_name(reference: Reference, code: str) -> str:
    unit = reference.units.get(code)
    return unit.name if unit else code


def _line(reference: Reference, entry: ListEntry) -> OverdueLine:
    row, held = entry.row, entry.held
    person = reference.staff.get(row.officer or held.taken_by)
    return OverdueLine(
        code=row.code,
        procedure_name=_procedure_name(reference, row),
        applicant_name=row.applicant_name,
        holder_name=person.name if person else "",
        unit_name=_unit_name(reference, row.holder),
        received_at=datetime.fromisoformat(str(row.received_at)),
        due_at=datetime.fromisoformat(str(row.due_at)),
        late_minutes=entry.late_minutes,
        is_by_hour=entry.is_by_hour,
        desk_minutes=held.desk,
        department_minutes=held.department,
        leader_minutes=held.leader,
    )


def _procedure_name(reference: Reference, row: OpenRow) -> str:
    try:
        return reference.procedure_version(row.procedure, row.procedure_version).name
    except CounterError:
        return row.procedure
