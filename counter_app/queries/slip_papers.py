"""Forms 02 and 03: what a slip says, as it was issued; of several supplement rounds the last."""

from __future__ import annotations

from counter_app.domain.events import EventKind
from counter_app.domain.papers import RefusalPaper, SupplementPaper
from counter_app.queries.dossiers import one_dossier
from counter_app.queries.paper_heads import (
    Printing,
    name_of,
    not_printable,
    paper_applicant,
    print_mark,
    procedure_of,
    slip_head,
    submitter_name_of,
)
from counter_app.queries.slips import last_issued
from counter_app.storage.store import Reading


def supplement_request(reading: Reading, code: str, printing: Printing) -> SupplementPaper:
    """Form 02 of a slip or dossier: the last round, answered or not. Raises ActNotAllowed where none was."""
    now = one_dossier(reading, code, printing.at).dossier
    slip = last_issued(reading, now.stream, EventKind.SUPPLEMENT_REQUESTED)
    if slip is None:
        raise not_printable("supplement_request", now)
    agency, dossier = reading.reference.agency, slip.dossier
    by, on = name_of(reading, slip.event.actor), slip.event.at.date()
    return SupplementPaper(
        head=slip_head(reading, dossier, on, agency.supplement_symbol, slip.number, slip.desk),
        mark=print_mark(reading, dossier, "supplement_request", printing, slip.round_no),
        applicant=paper_applicant(dossier.applicant),
        procedure_name=procedure_of(reading, dossier).name,
        items=tuple(text for _, text in dossier.requested_items),
        reason=slip.reason,
        legal_ground=slip.ground,
        contact_name=by,
        contact_phone=agency.contact_phone,
        instructor_name=by,
        dossier_code=dossier.code or dossier.portal_code,
        scan_number=dossier.scan_number,
        slip_id=dossier.slip,
        round_no=slip.round_no,
        respond_by=dossier.respond_by,
        has_clock_note=dossier.received_at is not None,
    )


def refusal(reading: Reading, code: str, printing: Printing) -> RefusalPaper:
    """Form 03 of a slip or of a registered dossier that was refused. Raises ActNotAllowed."""
    now = one_dossier(reading, code, printing.at).dossier
    slip = last_issued(reading, now.stream, EventKind.REFUSED)
    if slip is None:
        raise not_printable("refusal", now)
    dossier, on = slip.dossier, slip.event.at.date()
    symbol = reading.reference.agency.receipt_symbol
    return RefusalPaper(
        head=slip_head(reading, dossier, on, symbol, slip.number, slip.desk),
        mark=print_mark(reading, dossier, "refusal", printing),
        applicant=paper_applicant(dossier.applicant),
        procedure_name=procedure_of(reading, dossier).name,
        reason=slip.reason,
        legal_ground=slip.ground,
        submitter_name=submitter_name_of(dossier),
        receiver_name=name_of(reading, slip.event.actor),
        slip_id=dossier.slip,
        portal_code=dossier.portal_code,
        dossier_code=dossier.code,
    )
