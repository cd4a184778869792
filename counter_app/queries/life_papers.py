"""Forms 04 and 05: the apology with the new date, and the notice that a dossier is stopped."""

from __future__ import annotations

from datetime import datetime

from counter_app.domain.dossier import Dossier, FormSet, PartyKind
from counter_app.domain.due import Due
from counter_app.domain.events import EventKind as K
from counter_app.domain.life_papers import ExtensionPaper, Signer, StopKind, StopNoticePaper
from counter_app.domain.papers import SlipHead
from counter_app.queries.calendar_versions import calendar_of
from counter_app.queries.dossiers import one_dossier
from counter_app.queries.paper_heads import (
    Printing,
    component_lines,
    name_of,
    not_printable,
    print_mark,
    procedure_of,
    slip_head,
    unit_abbr,
)
from counter_app.queries.slips import Issued, counting_events, issued, last_issued
from counter_app.storage.store import Reading


def extension(reading: Reading, code: str, printing: Printing) -> ExtensionPaper:
    """Form 04 of a dossier that was extended, as it was given out. Raises ActNotAllowed."""
    now = one_dossier(reading, code, printing.at).dossier
    slip = last_issued(reading, now.stream, K.EXTENDED)
    if slip is None or slip.dossier.extension is None or slip.dossier.received_at is None:
        raise not_printable("extension", now)
    dossier, said = slip.dossier, slip.dossier.extension
    added, is_working = _added(reading, dossier.due, said.old_due, said.new_due)
    return ExtensionPaper(
        head=_head(reading, slip, reading.reference.agency.apology_symbol),
        mark=print_mark(reading, dossier, "extension", printing),
        applicant_name=_applicant_name(dossier),
        is_organisation=_is_organisation(dossier),
        procedure_name=procedure_of(reading, dossier).name,
        dossier_code=dossier.code,
        received_on=slip.dossier.received_at.date(),
        old_due_at=said.old_due,
        new_due_at=said.new_due,
        added=added,
        is_added_working=is_working,
        reason=said.reason,
        department_abbr=_unit(reading, slip),
        signer=Signer(name_of(reading, said.signer)),
    )


def stop_notice(reading: Reading, code: str, printing: Printing) -> StopNoticePaper:
    """Form 05 of set B: the last notice of a dossier that was stopped or withdrawn.

    Raises ActNotAllowed for a dossier of set A (which has no such form), one never received, one that was
    neither, and one with a result: a result that was signed is not stopped any more (document 5, 8).
    """
    now = one_dossier(reading, code, printing.at).dossier
    notices = issued(counting_events(reading, now.stream), *STOPPING)
    if not notices or not has_stop_notice(now) or now.received_at is None:
        raise not_printable("stop_notice", now)
    slip, dossier = notices[-1], notices[-1].dossier
    is_withdrawn = slip.event.kind is K.WITHDRAWN
    procedure = procedure_of(reading, dossier)
    return StopNoticePaper(
        head=_head(reading, slip, reading.reference.agency.stop_symbol),
        mark=print_mark(reading, dossier, "stop_notice", printing, slip.round_no),
        kind=StopKind.WITHDRAWN if is_withdrawn else StopKind.STOPPED,
        applicant_name=_applicant_name(dossier),
        is_organisation=_is_organisation(dossier),
        procedure_name=procedure.name,
        dossier_code=dossier.code,
        received_on=(dossier.received_at or now.received_at).date(),
        stopped_on=slip.event.at.date(),
        reason=slip.reason,
        department_abbr=_unit(reading, slip),
        returned=component_lines(dossier, procedure) if is_withdrawn else (),
        fee_paid_vnd=dossier.fee_paid_vnd,
        notice_no=slip.round_no,
    )


STOPPING = (K.STOPPED, K.WITHDRAWN)
"""What form 05 is issued for."""


def has_stop_notice(dossier: Dossier) -> bool:
    """Whether form 05 may be printed of a dossier that was stopped or withdrawn."""
    is_decided = dossier.finished_at is not None
    return dossier.received_at is not None and dossier.form_set is FormSet.TT03_2025 and not is_decided


def _head(reading: Reading, slip: Issued, symbol: str) -> SlipHead:
    on = slip.event.at.date()
    return slip_head(reading, slip.dossier, on, symbol, slip.number, slip.desk, is_of_agency=True)


def _applicant_name(dossier: Dossier) -> str:
    return dossier.applicant.name if dossier.applicant else ""


def _is_organisation(dossier: Dossier) -> bool:
    return dossier.applicant is not None and dossier.applicant.kind is PartyKind.ORGANISATION


def _unit(reading: Reading, slip: Issued) -> str:
    return unit_abbr(reading, str(slip.event.payload.get("unit", "")))


def _added(reading: Reading, due: Due | None, old: datetime, new: datetime) -> tuple[int, bool]:
    """How many days later, and whether these are working days, by the calendar it was extended under."""
    first, last = old.date(), new.date()
    if due is None or due.limit.is_by_calendar:
        return (last - first).days, False
    calendar = reading.reference.calendar
    if due.calendar_version != calendar.version:
        calendar = calendar_of(reading, due.calendar_version) or calendar
    return calendar.working_days(first, last), True
