"""Form 05 (set A) or 06 (set B): the way of a dossier from hand to hand."""

from __future__ import annotations

from datetime import datetime

from counter_app.domain.deadline import outcome
from counter_app.domain.dossier import Dossier, Run, Stay, runs_of
from counter_app.domain.due import LimitUnit, TimeLimit
from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.domain.fold import Standing
from counter_app.domain.papers import ControlBlock, ControlRemark, ControlSheetPaper
from counter_app.domain.procedure import Procedure
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
from counter_app.queries.slips import stream_steps
from counter_app.storage.store import Reading


def control_sheet(reading: Reading, code: str, printing: Printing) -> ControlSheetPaper:
    """Form 05 (set A) or 06 (set B): every handover with its times and the lateness of who gave."""
    dossier = one_dossier(reading, code, printing.at).dossier
    if dossier.received_at is None:
        raise not_printable("control_sheet", dossier)
    procedure = procedure_of(reading, dossier)
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
        blocks=_blocks(reading, dossier),
        coop_departments=tuple(unit_name(reading, unit) for unit in _others(dossier, procedure)),
        applicant_name=dossier.applicant.name if dossier.applicant else None,
        procedure_name=procedure.name,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        due_first_at=dossier.extension.old_due if dossier.extension else None,
    )


def _others(dossier: Dossier, procedure: Procedure) -> tuple[str, ...]:
    """Units that work on it beside the lead: those of a joint dossier, and those asked for their opinion."""
    joint = [unit for unit, _ in dossier.joint if unit != procedure.department]
    return tuple(dict.fromkeys((*joint, *dossier.cooperating)))


def _blocks(reading: Reading, dossier: Dossier) -> tuple[ControlBlock, ...]:
    """A block for each handover; one for the present holder where there is something to tell of him."""
    runs = runs_of(dossier.steps)
    remarks = _remarks(reading, dossier)
    blocks = []
    pairs = zip(dossier.stays, [*dossier.stays[1:], None], strict=True)
    for place, (stay, following) in enumerate(pairs):
        told = tuple(remarks.get(place, ()))
        if stay.given_at is not None:
            blocks.append(_block(reading, dossier, stay, following, runs, told))
        elif told:
            blocks.append(ControlBlock(unit_name(reading, stay.unit), "", remarks=told))
    return tuple(blocks)


def _remarks(reading: Reading, dossier: Dossier) -> dict[int, list[ControlRemark]]:
    """Place of a stay → who was asked to co-operate in it, where the clock stopped, what was struck."""
    found: dict[int, list[ControlRemark]] = {}
    pauses = 0
    for step in stream_steps(reading, dossier.stream):
        event, after = step.event, step.dossier
        told = None
        if step.standing in (Standing.STRUCK, Standing.NOT_CHOSEN):
            told = _struck(reading, event)
        elif step.standing is not Standing.COUNTS:
            continue
        elif event.kind is K.CONFLICT_RESOLVED:
            told = ControlRemark("resolved", event.at)
        elif event.kind is K.COOPERATION_ASKED:
            asked = event.payload.get("respond_by")
            units = tuple(unit_name(reading, str(unit)) for unit in event.payload["units"])
            end = datetime.fromisoformat(str(asked)) if asked else None
            told = ControlRemark("cooperation", event.at, end, units)
        elif len(after.pauses) > pauses:
            pauses = len(after.pauses)
            pause = dossier.pauses[pauses - 1]
            told = ControlRemark(_PAUSES.get(event.kind, "stopped"), pause.start, pause.end)
        if told is not None:
            found.setdefault(len(after.stays) - 1, []).append(told)
    return found


def _struck(reading: Reading, event: Event) -> ControlRemark | None:
    """A move of the paper that met another and has no effect; None for what is no move."""
    if event.kind not in _MOVES:
        return None
    named = (event.payload.get("from"), event.payload.get("to"))
    units = tuple(unit_name(reading, unit) for unit in named if isinstance(unit, str) and unit)
    return ControlRemark(f"struck_{event.kind.partition(':')[2]}", event.at, units=units)


_MOVES = frozenset({K.HANDED_OVER, K.TAKEN_OVER, K.RECALLED, K.HANDOVER_DECLINED})


_PAUSES = {K.SUPPLEMENT_REQUESTED: "supplement", K.PAYMENT_REQUESTED: "payment"}


def _block(
    reading: Reading,
    dossier: Dossier,
    stay: Stay,
    following: Stay | None,
    runs: tuple[Run, ...],
    remarks: tuple[ControlRemark, ...],
) -> ControlBlock:
    result = ""
    if stay.until is not None and stay.own_due is not None:
        hours = TimeLimit(1, LimitUnit.WORKING_HOUR)
        result = str(outcome(_left_off(dossier, stay, stay.until), stay.own_due, hours))
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
        remarks=remarks,
    )


def _left_off(dossier: Dossier, stay: Stay, until: datetime) -> datetime:
    """When the holder's time ended: where the paper left him while the clock stood still, when it stopped."""
    if not stay.paused_at_end:
        return until
    starts = [pause.start for pause in dossier.pauses if pause.start <= until]
    return max([stay.since, *starts[-1:]])


def _hours(run: Run | None) -> int | float | None:
    """Working hours of a run: whole ones as such, for the seed also knows half hours."""
    if run is None:
        return None
    return run.minutes // 60 if run.minutes % 60 == 0 else run.minutes / 60
