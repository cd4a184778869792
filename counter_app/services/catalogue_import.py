"""A catalogue from a file: a verdict for every row first; then, when it is confirmed, one transaction.

A procedure is taken whole or not at all: where one of its rows is wrong, none of them is stored, since a
receipt with a paper missing would be a wrong receipt. What a file does not give stays as it is in force.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from counter_app.domain import errors
from counter_app.domain.catalogue_draft import DraftRow, Part
from counter_app.domain.due import LimitUnit, TimeLimit
from counter_app.domain.errors import CounterError, FieldProblem, InvalidField, RowRefused
from counter_app.domain.procedure import Procedure
from counter_app.domain.procedure_changes import Change, changes
from counter_app.domain.procedure_checks import checked_procedure, step_minutes_over
from counter_app.domain.staff import Staff
from counter_app.domain.text import fold
from counter_app.services import catalogue_work as work
from counter_app.storage.reference import Reference
from counter_app.storage.unit_of_work import UnitOfWork

_NEEDED = ("name", "limit", "department")


class VerdictKind(StrEnum):
    """What would become of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class Verdict:
    """The verdict of one row. `changes`: what it would change; `problems`: why it is refused, all of them."""

    row: DraftRow
    kind: VerdictKind
    changes: tuple[Change, ...] = ()
    problems: tuple[CounterError, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportPlan:
    """A verdict per row in the order of the file, and the versions that would be published."""

    verdicts: tuple[Verdict, ...]
    versions: tuple[Procedure, ...]

    @property
    def refused(self) -> int:
        """How many rows are refused."""
        return sum(1 for verdict in self.verdicts if verdict.kind is VerdictKind.REFUSED)


def judge(reference: Reference, rows: Sequence[DraftRow], in_force_from: date | None) -> ImportPlan:
    """Hold the rows against the catalogue; stores nothing. `in_force_from`: for rows that name no day."""
    judging = _Judging(reference, in_force_from)
    by_id: dict[str, list[DraftRow]] = {}
    for row in rows:
        by_id.setdefault(row.procedure_id, []).append(row)
    for row in by_id.pop("", ()):
        judging.refuse(row, *(row.problems or (InvalidField(field="procedure_id", problem="empty"),)))
    for procedure_id, of_one in by_id.items():
        judging.procedure(procedure_id, of_one)
    return ImportPlan(tuple(judging.verdict(row) for row in rows), tuple(judging.versions))


def confirm(
    uow: UnitOfWork, rows: Sequence[DraftRow], *, in_force_from: date, decision: str, by: Staff
) -> ImportPlan:
    """Judge the rows anew and publish what may be published, all in this unit of work.

    Refused rows are left out, with their procedures whole. Raises NotPermitted, and NothingToImport
    where there is nothing to publish.
    """
    plan = judge(uow.reference, rows, in_force_from)
    if not plan.versions:
        raise errors.NothingToImport(rows=len(plan.verdicts), refused=plan.refused)
    work.publish_all(uow, plan.versions, in_force_from=in_force_from, decision=decision, by=by)
    return plan


class _Judging:
    """One pass over the procedures of a file, in their order."""

    def __init__(self, reference: Reference, in_force_from: date | None) -> None:
        self.versions: list[Procedure] = []
        self._reference = reference
        self._in_force_from = in_force_from
        self._units = work.open_units(reference)
        self._unit_names = _unit_names(reference, self._units)
        self._codes = work.national_codes(reference)
        self._verdicts: dict[tuple[str, int, Part], Verdict] = {}

    def verdict(self, row: DraftRow) -> Verdict:
        """What was decided of a row."""
        return self._verdicts[_key(row)]

    def refuse(self, row: DraftRow, *problems: CounterError) -> None:
        """Refuse a row with its reasons."""
        self._verdicts[_key(row)] = Verdict(row, VerdictKind.REFUSED, problems=problems, notes=row.notes)

    def procedure(self, procedure_id: str, rows: list[DraftRow]) -> None:
        """All rows of one procedure."""
        before = work.newest_version(self._reference, procedure_id)
        wrong = {_key(row): list(row.problems) for row in rows}
        after = self._made(procedure_id, before, rows, wrong)
        if any(wrong.values()):
            first = next(row for row in rows if wrong[_key(row)])
            because = RowRefused(because="other_row_wrong", row=first.row, source=first.source)
            for row in rows:
                self.refuse(row, *(wrong[_key(row)] or (because,)))
            return
        found = changes(before, after) if before is not None else ()
        has_ended = before is not None and before.in_force_to is not None
        if before is None or found or has_ended:
            self.versions.append(after)
            self._codes[after.national_code] = procedure_id
        for place, row in enumerate(rows):
            self._verdicts[_key(row)] = _verdict(row, before, after, found, is_first=place == 0)

    def _made(
        self,
        procedure_id: str,
        before: Procedure | None,
        rows: list[DraftRow],
        wrong: dict[tuple[str, int, Part], list[CounterError]],
    ) -> Procedure:
        """The version the rows make; what is wrong is put down at the row it belongs to."""
        heads = [row for row in rows if row.part is Part.PROCEDURES]
        papers = [row for row in rows if row.part is Part.COMPONENTS]
        steps = [row for row in rows if row.part is Part.STEPS]
        for again in heads[1:]:
            wrong[_key(again)].append(_repeated("procedure_id", procedure_id))
        _check_order(papers, wrong, "components.no")
        _check_order(steps, wrong, "steps.no")
        if before is None and not heads:
            for row in rows:
                wrong[_key(row)].append(RowRefused(because="procedure_missing", procedure=procedure_id))
        base = before or _blank(procedure_id)
        made = replace(base, decision="", in_force_from=None, in_force_to=None, ending="")
        if heads and not heads[0].problems:
            if before is None:
                wrong[_key(heads[0])] += _missing(heads[0].values)
            made = replace(made, **dict[str, Any](heads[0].values))
        made = self._with_lines(made, papers, steps, wrong)
        if not any(wrong.values()):
            self._check(made, before, rows, wrong)
        return made

    def _with_lines(
        self,
        made: Procedure,
        papers: list[DraftRow],
        steps: list[DraftRow],
        wrong: dict[tuple[str, int, Part], list[CounterError]],
    ) -> Procedure:
        made = replace(made, department=self._unit(made.department))
        if papers:
            made = replace(made, components=tuple(row.component for row in papers if row.component))
        if steps:
            given = [replace(row.step, unit=self._unit(row.step.unit)) for row in steps if row.step]
            made = replace(made, steps=tuple(given))
        for row in steps:
            if row.step is not None and self._unit(row.step.unit) not in self._units:
                wrong[_key(row)].append(errors.UnitUnknown(unit=row.step.unit))
        return made

    def _check(
        self,
        made: Procedure,
        before: Procedure | None,
        rows: list[DraftRow],
        wrong: dict[tuple[str, int, Part], list[CounterError]],
    ) -> None:
        """What only the whole version can show, put down at the row where a person would mend it."""
        first = {row.part: row for row in reversed(rows)}
        try:
            checked_procedure(made, self._units)
            holder = self._codes.get(made.national_code) if made.national_code else None
            if holder not in (None, made.id):
                raise _repeated("national_code", made.national_code, procedure=holder)
            begins = made.in_force_from or self._in_force_from
            if begins is not None:
                work.check_begin(begins, before)
        except CounterError as error:
            part = _PART_OF.get(str(error.facts.get("field", "")).partition(".")[0], Part.PROCEDURES)
            wrong[_key(first.get(part, rows[0]))].append(error)

    def _unit(self, text: str) -> str:
        return self._unit_names.get(fold(text), text)


_PART_OF = {"components": Part.COMPONENTS, "steps": Part.STEPS}


def _key(row: DraftRow) -> tuple[str, int, Part]:
    return row.source, row.row, row.part


def _unit_names(reference: Reference, units: frozenset[str]) -> dict[str, str]:
    """A unit may be named by its code, its name or its short name."""
    names: dict[str, str] = {}
    for code in units:
        unit = reference.units[code]
        names |= {fold(name): code for name in (unit.short_name, unit.name, code) if name}
    return names


def _repeated(field: str, value: str, **more: Any) -> InvalidField:
    return InvalidField(field=field, problem=FieldProblem.REPEATED, value=value, **more)


def _check_order(
    rows: list[DraftRow], wrong: dict[tuple[str, int, Part], list[CounterError]], field: str
) -> None:
    """Lines of a procedure count 1, 2, 3 … in the order of the file."""
    if any(row.problems for row in rows):
        return
    for place, row in enumerate(rows, start=1):
        line = row.component or row.step
        if line is not None and line.no != place:
            wrong[_key(row)].append(
                InvalidField(field=field, problem="numbering", value=line.no, expected=place)
            )
            return


def _missing(values: Mapping[str, object]) -> list[CounterError]:
    return [
        InvalidField(field=name, problem=FieldProblem.MISSING) for name in _NEEDED if name not in values
    ]


def _blank(procedure_id: str) -> Procedure:
    """A procedure that is not known yet: nothing in it counts before the file has said it."""
    return Procedure(
        id=procedure_id,
        version=0,
        field=procedure_id.partition("-")[0],
        name="",
        national_code="",
        is_code_verified=False,
        limit=TimeLimit(1, LimitUnit.WORKING_DAY),
        limit_note="",
        department="",
        result="",
        fee_vnd=0,
        fee_note="",
        legal_basis="",
        audience="",
        service_level="",
        source="",
        components=(),
        steps=(),
    )


def _verdict(
    row: DraftRow,
    before: Procedure | None,
    after: Procedure,
    found: tuple[Change, ...],
    *,
    is_first: bool,
) -> Verdict:
    """A line's own change stands at its row; the first row of a procedure also tells what is taken away."""
    own = tuple(change for change in found if _belongs(change, row, is_first=is_first))
    notes = row.notes
    if row.part is Part.PROCEDURES and step_minutes_over(after):
        notes = (*notes, "steps_over_limit")
    has_ended = before is not None and before.in_force_to is not None
    if is_first and has_ended:
        notes = (*notes, "in_force_again")
    if before is None or (own and own[0].no and own[0].before is None and row.part is not Part.PROCEDURES):
        kind = VerdictKind.NEW
    else:
        kind = VerdictKind.CHANGED if own or (is_first and has_ended) else VerdictKind.SAME
    return Verdict(row, kind, own, (), notes)


def _belongs(change: Change, row: DraftRow, *, is_first: bool) -> bool:
    part = _PART_OF.get(change.field, Part.PROCEDURES)
    if part is not Part.PROCEDURES and change.after is None:
        return is_first
    line = row.component if part is Part.COMPONENTS else row.step
    return part is row.part and (part is Part.PROCEDURES or (line is not None and line.no == change.no))
