"""What the catalogue page asks of worker and store: functions that are done away from the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from counter_app.domain.catalogue_draft import DraftRow
from counter_app.domain.due import LimitUnit, TimeLimit
from counter_app.domain.procedure import Component, ComponentKind, Procedure
from counter_app.services import catalogue_import, catalogue_work
from counter_app.services.catalogue_import import ImportPlan


def read_files(paths: Sequence[Path]) -> Callable[[], tuple[DraftRow, ...]]:
    """The rows of the files."""

    def do() -> tuple[DraftRow, ...]:
        from counter_app.imports.procedure_rows import read_catalogue  # when a file is opened

        return read_catalogue(paths)

    return do


def judge(rows: Sequence[DraftRow], day: date) -> Callable[[Any], ImportPlan]:
    """A verdict for every row; stores nothing."""
    return lambda reading: catalogue_import.judge(reading.reference, rows, day)


def confirm(
    rows: Sequence[DraftRow], expected: tuple[str, ...], day: date, decision: str, login: str
) -> Callable[[Any], tuple[ImportPlan, bool]]:
    """Publish what was shown; where the catalogue changed meanwhile nothing, and the new verdicts."""

    def do(uow: Any) -> tuple[ImportPlan, bool]:
        plan = catalogue_import.judge(uow.reference, rows, day)
        if tuple(version.id for version in plan.versions) != expected:
            return plan, False
        by = uow.reference.person(login)
        done = catalogue_import.confirm(uow, rows, in_force_from=day, decision=decision, by=by)
        uow.commit()
        return done, True

    return do


def publish(
    procedure: Procedure, decision: str, day: date, login: str
) -> Callable[[Any], tuple[Procedure, list[str]]]:
    """A version from the form; the warnings with it."""

    def do(uow: Any) -> tuple[Procedure, list[str]]:
        by = uow.reference.person(login)
        if not procedure.version and catalogue_work.newest_version(uow.reference, procedure.id) is not None:
            from counter_app.domain.errors import InvalidField

            raise InvalidField(field="procedure_id", problem="repeated", value=procedure.id)
        made = catalogue_work.publish(uow, procedure, in_force_from=day, decision=decision, by=by)
        uow.commit()
        return made, list(uow.warnings)

    return do


def end(
    procedure_id: str, last: date, decision: str, reason: str, login: str
) -> Callable[[Any], Procedure]:
    """A procedure abolished."""

    def do(uow: Any) -> Procedure:
        by = uow.reference.person(login)
        made = catalogue_work.end(
            uow, procedure_id, in_force_to=last, decision=decision, reason=reason, by=by
        )
        uow.commit()
        return made

    return do


def newest_versions(reading: Any) -> tuple[Procedure, ...]:
    """The newest version of every procedure, in the catalogue's order."""
    texts = reading.reference.procedure_texts
    return tuple(reading.reference.procedure_version(each, max(texts[each])) for each in texts)


def write_template(path: Path, procedures: Sequence[Procedure]) -> Callable[[], int]:
    """The catalogue in the columns that the import reads; answers the rows of the first sheet."""

    def do() -> int:
        from counter_app.exports.tables import ExportColumn, Sheet, write_table
        from counter_app.imports.template import template_sheets

        sheets = [
            Sheet(each.title, [ExportColumn(c.title, width=c.width) for c in each.columns], each.rows)
            for each in template_sheets(procedures)
        ]
        first, *more = sheets
        return write_table(path, first.title, first.columns, first.rows, sheets=more)

    return do


def empty_procedure() -> Procedure:
    """What the form of a new procedure begins with: one paper to be named, no steps."""
    return Procedure(
        id="",
        version=0,
        field="",
        name="",
        national_code="",
        is_code_verified=False,
        limit=TimeLimit(5, LimitUnit.WORKING_DAY),
        limit_note="",
        department="",
        result="",
        fee_vnd=0,
        fee_note="",
        legal_basis="",
        audience="ca_hai",
        service_level="mot_phan",
        source="",
        components=(Component(1, "", ComponentKind.ORIGINAL, 1, True),),
        steps=(),
    )
