"""Form 05 (set A) or 06 (set B): the way of a dossier from hand to hand."""

from __future__ import annotations

from counter_app.domain.deadline import outcome
from counter_app.domain.dossier import Run, Stay, runs_of
from counter_app.domain.due import LimitUnit, TimeLimit
from counter_app.domain.papers import ControlBlock, ControlSheetPaper
from counter_app.queries.dossiers import one_dossier
from counter_app.queries.paper_heads import (
    Printing,
    name_of,
    not_printable,
    print_mark,
    procedure_of,
    slip_head,
    unit_name,
)
from counter_app.storage.store import Reading


def control_sheet(reading: Reading, code: str, printing: Printing) -> ControlSheetPaper:
    """Form 05 (set A) or 06 (set B): every handover with its times and the lateness of who gave."""
    dossier = one_dossier(reading, code, printing.at).dossier
    if dossier.received_at is None:
        raise not_printable("control_sheet", dossier)
    procedure = procedure_of(reading, dossier)
    runs = runs_of(dossier.steps)
    pairs = zip(dossier.stays, [*dossier.stays[1:], None], strict=True)
    blocks = tuple(
        _block(reading, stay, following, runs) for stay, following in pairs if stay.given_at is not None
    )
    return ControlSheetPaper(
        head=slip_head(
            reading,
            dossier,
            dossier.received_at.date(),
            reading.reference.agency.receipt_symbol,
            dossier.receipt_no,
        ),
        mark=print_mark(reading, dossier, "control_sheet", printing),
        dossier_code=dossier.code,
        scan_number=dossier.scan_number,
        lead_department=unit_name(reading, procedure.department),
        blocks=blocks,
        coop_departments=tuple(unit_name(reading, unit) for unit in dossier.cooperating),
        applicant_name=dossier.applicant.name if dossier.applicant else None,
        procedure_name=procedure.name,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
    )


def _block(reading: Reading, stay: Stay, following: Stay | None, runs: tuple[Run, ...]) -> ControlBlock:
    result = ""
    if stay.until is not None and stay.own_due is not None:
        result = str(outcome(stay.until, stay.own_due, TimeLimit(1, LimitUnit.WORKING_HOUR)))
    run = runs[stay.run] if stay.run is not None and stay.run < len(runs) else None
    return ControlBlock(
        from_unit=unit_name(reading, stay.unit),
        to_unit=unit_name(reading, stay.given_to),
        handed_over_at=stay.until or stay.given_at,
        giver_name=name_of(reading, stay.given_by),
        taker_name=name_of(reading, following.taken_by) if following and stay.until else "",
        result=result,
        note=stay.batch,
        step_hours=_hours(run),
    )


def _hours(run: Run | None) -> int | float | None:
    """Working hours of a run: whole ones as such, for the seed also knows half hours."""
    if run is None:
        return None
    return run.minutes // 60 if run.minutes % 60 == 0 else run.minutes / 60
