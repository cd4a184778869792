"""Form 01: what the receipt of a dossier says, version by version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from counter_app.domain.codes import make_qr
from counter_app.domain.dossier import OPEN, Dossier, ReturnBy, Status
from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.domain.papers import DueChange, ReceiptPaper, UnitDue
from counter_app.queries.dossiers import one_dossier
from counter_app.queries.paper_heads import (
    Printing,
    component_lines,
    desk_of,
    name_of,
    not_printable,
    paper_applicant,
    print_mark,
    procedure_of,
    slip_head,
    submitter_name_of,
    unit_name,
)
from counter_app.queries.slips import counting_events, issued
from counter_app.storage.store import Reading


def receipt(reading: Reading, code: str, printing: Printing) -> ReceiptPaper:
    """Form 01 of a received dossier. Raises ActNotAllowed for one never received, or voided."""
    dossier = one_dossier(reading, code, printing.at).dossier
    due, received_at, limit = dossier.due, dossier.received_at, dossier.limit
    if received_at is None or due is None or limit is None or dossier.status is Status.VOIDED:
        raise not_printable("receipt", dossier)
    procedure = procedure_of(reading, dossier)
    agency = reading.reference.agency
    version = _version(reading, dossier, received_at)
    return ReceiptPaper(
        head=slip_head(reading, dossier, version.issued_at.date(), agency.receipt_symbol, dossier.receipt_no),
        mark=print_mark(reading, dossier, "receipt", printing, dossier.receipt_version),
        dossier_code=dossier.code,
        scan_number=dossier.scan_number,
        qr_text=make_qr(dossier.code, version.issued_at, dossier.receipt_version),
        applicant=paper_applicant(dossier.applicant),
        procedure_name=procedure.name,
        components=component_lines(dossier, procedure),
        dossier_sets=1,
        limit_text=printing.words.limit_text(limit),
        received_at=received_at,
        due_at=version.promised,
        counting_sentence=printing.words.counting_sentence(due),
        book_no=desk_of(dossier),
        book_seq=dossier.book_number,
        submitter_name=submitter_name_of(dossier),
        receiver_name=name_of(reading, dossier.received_by),
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
        due_changes=_due_changes(reading, dossier, version),
    )


@dataclass(frozen=True)
class _Version:
    """The receipt's present version: when it was issued, what it promised; what counts, and since then."""

    issued_at: datetime
    promised: datetime
    counting: Sequence[tuple[Event, Dossier]]
    later: Sequence[tuple[Event, Dossier]]


def _version(reading: Reading, dossier: Dossier, received_at: datetime) -> _Version:
    """Found at the last event that changed the version's number: a reception, correction, supplement …."""
    counting = counting_events(reading, dossier.stream)
    place, number = len(counting) - 1, dossier.receipt_version
    while place > 0 and counting[place - 1][1].receipt_version == number:
        place -= 1
    event, after = counting[place]
    issued_at = event.at if number > 1 else received_at
    return _Version(issued_at, _promise(after) or received_at, counting, counting[place + 1 :])


def _promise(dossier: Dossier) -> datetime | None:
    """The due moment of the dossier; where the clock stood still, as it was when it stopped."""
    return (dossier.due.at or dossier.due.at_stop) if dossier.due else None


def _due_changes(reading: Reading, dossier: Dossier, version: _Version) -> tuple[DueChange, ...]:
    """What became of the promise since the version was issued; a print must not state a date that is void."""
    ended = [event for event, _ in version.counting if event.kind in _ENDS]
    if ended and dossier.finished_at is None and dossier.status not in OPEN:
        return (DueChange(_ENDS[ended[-1].kind], ended[-1].at.date()),)
    moved = _moved(reading, dossier, version)
    changes = (moved,) if moved is not None else ()
    if dossier.is_paused and dossier.pauses:
        kind, since = _STANDS[dossier.status], dossier.pauses[-1].start.date()
        until = dossier.respond_by if kind == "supplement" else None
        return (*changes, DueChange(kind, since, until=until))
    return changes


def _moved(reading: Reading, dossier: Dossier, version: _Version) -> DueChange | None:
    """The extension, or another date that the promise came to; where the clock stands still, as it stood."""
    later, now = version.later, _promise(dossier)
    if now is None or now == version.promised:
        return None
    extended = issued(later, K.EXTENDED)
    if not extended:
        if dossier.is_paused:
            return None  # counted again when it goes on
        return DueChange("moved", later[-1][0].at.date() if later else now.date(), now)
    slip, symbol = extended[-1], reading.reference.agency.apology_symbol
    head = slip_head(reading, dossier, slip.event.at.date(), symbol, slip.number, slip.desk)
    return DueChange("extended", head.issued_on, now, head.slip_no, head.desk_no, symbol)


_ENDS = {K.WITHDRAWN: "withdrawn", K.REFUSED: "refused", K.STOPPED: "ended"}
_STANDS: dict[Status | None, str] = {
    Status.AWAITING_SUPPLEMENT: "supplement",
    Status.AWAITING_PAYMENT: "payment",
    Status.STOPPED: "stopped",
}


def _unit_dues(reading: Reading, dossier: Dossier) -> tuple[UnitDue, ...]:
    return tuple(UnitDue(unit_name(reading, unit), _closing(reading, due)) for unit, due in dossier.joint)


def _delivery(dossier: Dossier) -> str:
    if dossier.return_by is not ReturnBy.POST or dossier.applicant is None:
        return ""
    return dossier.applicant.address


def _closing(reading: Reading, day: str) -> datetime:
    return reading.reference.calendar.closing(date.fromisoformat(day[:10]))
