"""`import procedures FILE [--confirm]`: a catalogue from xlsx or csv, a verdict per row, one transaction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from counter_app.bootstrap import Desk
from counter_app.domain.errors import CounterError
from counter_app.imports.procedure_rows import read_catalogue
from counter_app.services import catalogue_import
from counter_app.services.catalogue_import import ImportPlan, Verdict
from counter_app.services.seed import SYSTEM
from counter_app.storage.unit_of_work import UnitOfWork
from counter_app.ui.messages import sentence_of

Json = dict[str, Any]
_PARTS = ("procedures.csv", "components.csv", "steps.csv")


def import_procedures(desk: Desk, file: Path, is_confirmed: bool) -> Json:
    """Judge every row; store the procedures without a wrong row where it is confirmed.

    `file` may be a folder with procedures.csv, components.csv and steps.csv. A row's own columns name the
    day its version begins and its decision; else it begins today.
    """
    rows = read_catalogue(_files(file))
    today = desk.local_now().date()
    if not is_confirmed:
        plan = desk.read(lambda reading: catalogue_import.judge(reading.reference, rows, today))
        return _answer(plan, stored=0)

    def do(uow: UnitOfWork) -> tuple[ImportPlan, int]:
        before = catalogue_import.judge(uow.reference, rows, today)
        if not before.versions:
            return before, 0
        done = catalogue_import.confirm(uow, rows, in_force_from=today, decision="", by=SYSTEM)
        uow.commit()
        return done, len(done.versions)

    plan, stored = desk.write(do, via="cli")
    return _answer(plan, stored=stored)


def _files(file: Path) -> list[Path]:
    if not file.is_dir():
        return [file]
    found = [file / name for name in _PARTS if (file / name).is_file()]
    return found or [file]


def _answer(plan: ImportPlan, *, stored: int) -> Json:
    return {
        "ok": plan.refused == 0,
        "stored": stored,
        "procedures": [version.id for version in plan.versions],
        "refused": plan.refused,
        "rows": [_row(verdict) for verdict in plan.verdicts],
    }


def _row(verdict: Verdict) -> Json:
    row = verdict.row
    told: Json = {
        "row": row.row,
        "verdict": str(verdict.kind),
        "source": row.source,
        "part": str(row.part),
        "procedure": row.procedure_id or None,
    }
    if verdict.changes:
        told["changes"] = [change.field for change in verdict.changes]
    if verdict.problems:
        told["message"] = " ".join(sentence_of(error) for error in verdict.problems)
        told["problems"] = [_problem(error) for error in verdict.problems]
    if verdict.notes:
        told["notes"] = list(verdict.notes)
    return told


def _problem(error: CounterError) -> Json:
    return {"error": error.code, "facts": error.facts, "message": sentence_of(error)}
