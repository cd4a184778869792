"""What each paper says, gathered from a dossier's fold and the catalogue version it was received under."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import func, select

from counter_app.domain.codes import make_qr
from counter_app.domain.deadline import outcome
from counter_app.domain.dossier import Dossier, FormSet, Party, ReturnBy, Run, Status, Stay, runs_of
from counter_app.domain.due import Due, LimitUnit, TimeLimit
from counter_app.domain.errors import ActNotAllowed, FormUnknown
from counter_app.domain.events import EventKind
from counter_app.domain.identity import format_phone
from counter_app.domain.papers import (
    ControlBlock,
    ControlSheetPaper,
    HandoverListPaper,
    HandoverRow,
    LabelPaper,
    OverdueListPaper,
    PaperApplicant,
    PaperComponent,
    PrintMark,
    ReceiptPaper,
    RefusalPaper,
    SlipHead,
    SupplementPaper,
    UnitDue,
)
from counter_app.domain.procedure import Procedure
from counter_app.queries.dossiers import by_stream, one_dossier
from counter_app.queries.finding import streams_of_batch
from counter_app.queries.overdue_list import overdue_list
from counter_app.queries.slips import issued_slip
from counter_app.storage import event_log
from counter_app.storage.projection_tables import batch_item, paper_print
from counter_app.storage.store import Reading


class Wording(Protocol):
    """How due dates are said on paper: `forms.wording` is handed in, for queries know no Vietnamese."""

    def limit_text(self, limit: TimeLimit) -> str:
        """The time limit in words."""

    def counting_sentence(self, due: Due) -> str:
        """How the due date was counted, in a sentence."""


@dataclass(frozen=True)
class Printing:
    """Who prints, when (local), in whose words, and which copies; `by` is a name as it stands on paper."""

    by: str
    at: datetime
    words: Wording
    copies: tuple[int, ...] = (1, 2)


def form_version(form_set: str) -> str:
    """Version of our drawing of a set's forms, printed in the foot."""
    return "TT01/2018-01" if form_set == FormSet.TT01_2018 else "TT03/2025-01"


def _mark(
    reading: Reading, dossier: Dossier, form: str, printing: Printing, version: int | None = None
) -> PrintMark:
    """How often the form was printed before; a receipt counts afresh with every `version` of it."""
    made = paper_print.c
    statement = select(func.count()).where(made.stream == dossier.stream, made.form == form)
    if version is not None:
        statement = statement.where(made.version == version)
    printed = reading.conn.execute(statement).scalar_one()
    drawing = form_version(str(dossier.form_set or FormSet.TT03_2025))
    return PrintMark(printing.at, printing.by, drawing, int(printed) + 1)


def _head(
    reading: Reading, dossier: Dossier, on: date, symbol: str, number: int | None, desk: int | None = None
) -> SlipHead:
    agency = reading.reference.agency
    return SlipHead(
        form_set=str(dossier.form_set or FormSet.TT03_2025),
        agency_name=agency.name,
        place=agency.place,
        issued_on=on,
        symbol=symbol,
        slip_no=number or None,
        desk_no=(desk or _desk_of(dossier)) if _desks(reading) > 1 else None,
        slip_paper=agency.slip_paper,
    )


def _desk_of(dossier: Dossier) -> int:
    return int(dossier.book.rpartition("-")[2]) if dossier.book else 1


def _desks(reading: Reading) -> int:
    value = reading.conn.exec_driver_sql("SELECT value FROM meta WHERE key = 'desks'").scalar()
    return int(str(value or 1))


def _paper_applicant(party: Party | None) -> PaperApplicant:
    if party is None:
        return PaperApplicant("")
    return PaperApplicant(party.name, party.address, format_phone(party.phone), party.email)


def _procedure(reading: Reading, dossier: Dossier) -> Procedure:
    return reading.reference.procedure_version(dossier.procedure, dossier.procedure_version)


def _name(reading: Reading, login: str) -> str:
    person = reading.reference.staff.get(login)
    return person.name if person else login


def _unit_name(reading: Reading, code: str) -> str:
    unit = reading.reference.units.get(code)
    return unit.name if unit else code


def _submitter_name(dossier: Dossier) -> str:
    if dossier.submitter is not None:
        return dossier.submitter.name
    if dossier.applicant is None:
        return ""
    return dossier.applicant.representative or dossier.applicant.name


def _refuse(form: str, dossier: Dossier) -> ActNotAllowed:
    return ActNotAllowed(
        act=f"print_{form}", code=dossier.shown_code, status=str(dossier.status), possible=[]
    )


def receipt(reading: Reading, code: str, printing: Printing) -> ReceiptPaper:
    """Form 01 of a received dossier. Raises ActNotAllowed for one never received, or voided."""
    dossier = one_dossier(reading, code, printing.at).dossier
    due, received_at, limit = dossier.due, dossier.received_at, dossier.limit
    if received_at is None or due is None or limit is None or dossier.status is Status.VOIDED:
        raise _refuse("receipt", dossier)
    procedure = _procedure(reading, dossier)
    agency = reading.reference.agency
    issued = _issued_at(reading, dossier, received_at)
    return ReceiptPaper(
        head=_head(reading, dossier, issued.date(), agency.receipt_symbol, dossier.receipt_no),
        mark=_mark(reading, dossier, "receipt", printing, dossier.receipt_version),
        dossier_code=dossier.code,
        scan_number=dossier.scan_number,
        qr_text=make_qr(dossier.code, issued, dossier.receipt_version),
        applicant=_paper_applicant(dossier.applicant),
        procedure_name=procedure.name,
        components=_components(dossier, procedure),
        dossier_sets=1,
        limit_text=printing.words.limit_text(limit),
        received_at=received_at,
        due_at=due.at or due.at_stop or received_at,
        counting_sentence=printing.words.counting_sentence(due),
        book_no=_desk_of(dossier),
        book_seq=dossier.book_number,
        submitter_name=_submitter_name(dossier),
        receiver_name=_name(reading, dossier.received_by),
        return_by=str(dossier.return_by),
        delivery_address=_delivery(dossier),
        is_provisional=due.is_provisional,
        missing=tuple(c.name for c in procedure.components if c.no in dossier.missing),
        unit_dues=_unit_dues(reading, dossier),
        receipt_version=dossier.receipt_version,
        copies=printing.copies,
        fee_vnd=dossier.fee_vnd or None,
        fee_paid_vnd=dossier.fee_paid_vnd,
        hotline=agency.contact_phone or None,
    )


def _unit_dues(reading: Reading, dossier: Dossier) -> tuple[UnitDue, ...]:
    return tuple(UnitDue(_unit_name(reading, unit), _closing(reading, due)) for unit, due in dossier.joint)


def _delivery(dossier: Dossier) -> str:
    if dossier.return_by is not ReturnBy.POST or dossier.applicant is None:
        return ""
    return dossier.applicant.address


def _closing(reading: Reading, day: str) -> datetime:
    return reading.reference.calendar.closing(date.fromisoformat(day[:10]))


def _components(dossier: Dossier, procedure: Procedure) -> tuple[PaperComponent, ...]:
    lines = []
    for item in dossier.components:
        known = procedure.component(item.no)
        if known is not None:
            lines.append(PaperComponent(known.name, item.copies, item.kind or str(known.kind)))
    return tuple(lines)


def _issued_at(reading: Reading, dossier: Dossier, received_at: datetime) -> datetime:
    """When the receipt's present version was issued: reception, or the last correction."""
    row = reading.conn.exec_driver_sql(
        "SELECT id FROM event WHERE stream = ? AND kind = 'dossier:corrected' ORDER BY rowid DESC LIMIT 1",
        (dossier.stream,),
    ).first()
    if row is None or dossier.receipt_version <= 1:
        return received_at
    corrected = [s.event for s in event_log.read_stream(reading.conn, dossier.stream) if s.event.id == row[0]]
    return corrected[0].at


def supplement_request(reading: Reading, code: str, printing: Printing) -> SupplementPaper:
    """Form 02 of a slip or of a dossier that waits for papers. Raises ActNotAllowed."""
    dossier = one_dossier(reading, code, printing.at).dossier
    slip = issued_slip(reading, dossier, EventKind.SUPPLEMENT_REQUESTED)
    if slip is None or not dossier.requested_items:
        raise _refuse("supplement_request", dossier)
    agency = reading.reference.agency
    symbol, by = agency.supplement_symbol, _name(reading, slip.by)
    return SupplementPaper(
        head=_head(reading, dossier, slip.at.date(), symbol, slip.number, slip.desk),
        mark=_mark(reading, dossier, "supplement_request", printing),
        applicant=_paper_applicant(dossier.applicant),
        procedure_name=_procedure(reading, dossier).name,
        items=tuple(text for _, text in dossier.requested_items),
        reason=slip.reason,
        legal_ground=slip.ground,
        contact_name=by,
        contact_phone=agency.contact_phone,
        instructor_name=by,
        dossier_code=dossier.code or dossier.portal_code,
        scan_number=dossier.scan_number,
        slip_id=dossier.slip,
        round_no=max(1, dossier.supplement_rounds),
        respond_by=dossier.respond_by,
        has_clock_note=dossier.received_at is not None,
    )


def refusal(reading: Reading, code: str, printing: Printing) -> RefusalPaper:
    """Form 03 of a slip or of a registered dossier that was refused. Raises ActNotAllowed."""
    dossier = one_dossier(reading, code, printing.at).dossier
    slip = issued_slip(reading, dossier, EventKind.REFUSED)
    if slip is None:
        raise _refuse("refusal", dossier)
    symbol = reading.reference.agency.receipt_symbol
    return RefusalPaper(
        head=_head(reading, dossier, slip.at.date(), symbol, slip.number, slip.desk),
        mark=_mark(reading, dossier, "refusal", printing),
        applicant=_paper_applicant(dossier.applicant),
        procedure_name=_procedure(reading, dossier).name,
        reason=slip.reason,
        legal_ground=slip.ground,
        submitter_name=_submitter_name(dossier),
        receiver_name=_name(reading, slip.by),
        slip_id=dossier.slip,
        portal_code=dossier.portal_code,
        dossier_code=dossier.code,
    )


def control_sheet(reading: Reading, code: str, printing: Printing) -> ControlSheetPaper:
    """Form 05 (set A) or 06 (set B): every handover with its times and the lateness of who gave."""
    dossier = one_dossier(reading, code, printing.at).dossier
    if dossier.received_at is None:
        raise _refuse("control_sheet", dossier)
    procedure = _procedure(reading, dossier)
    runs = runs_of(dossier.steps)
    pairs = zip(dossier.stays, [*dossier.stays[1:], None], strict=True)
    blocks = tuple(
        _block(reading, stay, following, runs) for stay, following in pairs if stay.given_at is not None
    )
    return ControlSheetPaper(
        head=_head(
            reading,
            dossier,
            dossier.received_at.date(),
            reading.reference.agency.receipt_symbol,
            dossier.receipt_no,
        ),
        mark=_mark(reading, dossier, "control_sheet", printing),
        dossier_code=dossier.code,
        scan_number=dossier.scan_number,
        lead_department=_unit_name(reading, procedure.department),
        blocks=blocks,
        coop_departments=tuple(_unit_name(reading, unit) for unit in dossier.cooperating),
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
        from_unit=_unit_name(reading, stay.unit),
        to_unit=_unit_name(reading, stay.given_to),
        handed_over_at=stay.until or stay.given_at,
        giver_name=_name(reading, stay.given_by),
        taker_name=_name(reading, following.taken_by) if following and stay.until else "",
        result=result,
        note=stay.batch,
        step_hours=_hours(run),
    )


def _hours(run: Run | None) -> int | float | None:
    """Working hours of a run: whole ones as such, for the seed also knows half hours."""
    if run is None:
        return None
    return run.minutes // 60 if run.minutes % 60 == 0 else run.minutes / 60


def handover_list(reading: Reading, batch: str, printing: Printing) -> HandoverListPaper:
    """The numbered list of a handover. Raises BatchUnknown."""
    streams = streams_of_batch(reading.conn, batch)
    given = reading.conn.execute(
        select(batch_item).where(batch_item.c.batch == batch.strip().upper()).limit(1)
    ).one()
    rows, takers = [], set()
    for stream in streams:
        view = by_stream(reading, stream, printing.at)
        takers |= _takers(view.dossier, given.batch)
        rows.append(
            HandoverRow(
                view.dossier.code,
                _procedure(reading, view.dossier).name,
                view.row.applicant_name,
                view.dossier.due_at,
            )
        )
    agency = reading.reference.agency
    return HandoverListPaper(
        agency_name=agency.name,
        place=agency.place,
        mark=PrintMark(printing.at, printing.by, form_version(FormSet.TT03_2025)),
        batch=given.batch,
        from_unit=_unit_name(reading, given.giver),
        to_unit=_unit_name(reading, given.to),
        handed_over_at=datetime.fromisoformat(given.given_at),
        rows=tuple(rows),
        giver_name=_name(reading, given.given_by),
        taker_name=_name(reading, takers.pop()) if len(takers) == 1 else "",
    )


def _takers(dossier: Dossier, batch: str) -> set[str]:
    """Who took the paper that was given in a batch."""
    pairs = zip(dossier.stays, dossier.stays[1:], strict=False)
    return {following.taken_by for stay, following in pairs if stay.batch == batch}


def label(reading: Reading, code: str, printing: Printing) -> LabelPaper:
    """The sticker of a received dossier. Raises ActNotAllowed."""
    dossier = one_dossier(reading, code, printing.at).dossier
    if not dossier.code or dossier.status is Status.VOIDED:
        raise _refuse("label", dossier)
    return LabelPaper(
        dossier_code=dossier.code,
        scan_number=dossier.scan_number,
        procedure_name=_procedure(reading, dossier).name,
        applicant_name=dossier.applicant.name if dossier.applicant else "",
        procedure_id=dossier.procedure,
        due_at=dossier.due_at,
    )


Paper = (
    ReceiptPaper | SupplementPaper | RefusalPaper | ControlSheetPaper | HandoverListPaper | LabelPaper
    | OverdueListPaper
)

GATHERERS: Mapping[str, Callable[[Reading, str, Printing], Paper]] = {
    "receipt": receipt,
    "supplement_request": supplement_request,
    "refusal": refusal,
    "control_sheet": control_sheet,
    "handover_list": handover_list,
    "label": label,
    "overdue_list": overdue_list,
}
"""Form name → how its value is gathered: the same names as the registry of forms."""


def gather(reading: Reading, form: str, code: str, printing: Printing) -> Paper:
    """The value of a form. Raises FormUnknown and what the form's gatherer raises."""
    gatherer = GATHERERS.get(form)
    if gatherer is None:
        raise FormUnknown(form=form, known=list(GATHERERS))
    return gatherer(reading, code, printing)
