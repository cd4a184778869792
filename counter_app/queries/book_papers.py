"""The papers of books and walls, gathered: a register of a field, year and desk; postings; surveys."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select

from counter_app.domain.book_papers import (
    BookRemark,
    BookRow,
    CommandSheetPaper,
    FeedbackNoticePaper,
    PostingPaper,
    RegisterPaper,
    SurveyPaper,
)
from counter_app.domain.dossier import Dossier, form_set_of
from counter_app.domain.due import LimitUnit
from counter_app.domain.errors import BookUnknown
from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.domain.fold import fold
from counter_app.domain.identity import format_phone
from counter_app.domain.papers import PaperComponent, PrintMark
from counter_app.domain.printed_codes import Command, make_command_number, normalise_code
from counter_app.domain.procedure import FIELDS
from counter_app.queries.dossiers import one_dossier
from counter_app.queries.paper_heads import Printing, form_version, print_mark, procedure_of, unit_name
from counter_app.storage import stream_log
from counter_app.storage.projection_tables import book_entry
from counter_app.storage.store import Reading

WALL_VERSION = "NY-01"
SURVEY_VERSION = "KS-01"
COMMANDS_VERSION = "LQ-01"
"""Versions of our drawings of papers that are no circular's form, printed in their feet."""
_BOOK = re.compile(r"([A-Z]+)-([0-9]{4})-([1-9][0-9]{0,4})")


@dataclass(frozen=True)
class Book:
    """A register that has numbers. name: `DT-2026-1`; desk: its label; struck: how many numbers are."""

    name: str
    field: str
    year: int
    desk: int
    numbers: int
    struck: int


def books(reading: Reading) -> tuple[Book, ...]:
    """Every register that has numbers: the newest year first, then by the order of fields and by desk."""
    entry = book_entry.c
    counts = reading.conn.execute(
        select(entry.book, func.count(), func.count(entry.struck_because)).group_by(entry.book)
    )
    found = []
    for name, numbers, struck in counts:
        parts = _BOOK.fullmatch(name)
        if parts is not None:
            twice = len(_given_twice(reading, name))
            count, gone = int(numbers) + twice, int(struck) + twice
            found.append(Book(name, parts[1], int(parts[2]), int(parts[3]), count, gone))
    order = list(FIELDS)
    place = {field: order.index(field) if field in order else len(order) for field in FIELDS}
    return tuple(sorted(found, key=lambda b: (-b.year, place.get(b.field, len(order)), b.field, b.desk)))


def register(reading: Reading, code: str, printing: Printing) -> RegisterPaper:
    """The register of that name (`DT-2026-1`), every number once. Raises BookUnknown."""
    book = _book_of(reading, code)
    entry = book_entry.c
    entries = reading.conn.execute(
        select(entry.number, entry.stream, entry.struck_because)
        .where(entry.book == book.name)
        .order_by(entry.number, entry.stream)
    ).all()
    rows = [_row(reading, book.name, *each) for each in entries]
    rows += [_without_effect(reading, each) for each in _given_twice(reading, book.name)]
    rows.sort(key=lambda row: row.number)
    # A book bears the form of the day it was opened, the day of its first number: it is not begun anew in the
    # middle of its year, for its numbers run on, and the columns of both circulars are the same. So a book of
    # 2025 that has numbers from before 01/07/2025 is form 06, one opened after that day form 07.
    opened = next((row.received_on for row in rows if row.received_on), date(book.year, 1, 1))
    form_set = str(form_set_of(opened))
    agency = reading.reference.agency
    return RegisterPaper(
        form_set=form_set,
        agency_name=agency.name,
        place=agency.place,
        mark=PrintMark(printing.at, printing.by, form_version(form_set)),
        field_name=FIELDS.get(book.field, book.field),
        year=book.year,
        book_no=book.desk,
        rows=tuple(rows),
    )


_GIVEN_TWICE = (
    "SELECT DISTINCT e.payload ->> 'book', c.stream, c.event_id FROM conflict c JOIN event e ON e.id ="
    " c.event_id JOIN dossier d ON d.stream = c.stream WHERE c.kind = 'dossier:received' AND NOT EXISTS"
    " (SELECT 1 FROM book_entry b WHERE b.stream = c.stream AND b.book = e.payload ->> 'book'"
    " AND b.number = e.payload ->> 'number') ORDER BY 3"
)


def _given_twice(reading: Reading, book: str) -> list[tuple[str, str]]:
    """(stream, event) of the receptions whose number in a book is on paper, and which do not stand: another
    desk had accepted the same online dossier."""
    found = reading.conn.exec_driver_sql(_GIVEN_TWICE)
    return [(stream, event_id) for name, stream, event_id in found if name == book]


def _without_effect(reading: Reading, given: tuple[str, str]) -> BookRow:
    """The row of such a number, struck, with the code that stands instead."""
    stream, event_id = given
    events = [stored.event for stored in stream_log.read_stream(reading.conn, stream)]
    last = fold(stream, events)
    kept = [each for each in events if each.kind is K.REGISTERED or each.id == event_id]
    return _row_of(reading, kept, fold(stream, kept), (last.code,))


def _book_of(reading: Reading, code: str) -> Book:
    wanted = normalise_code(code)
    known = books(reading)
    for book in known:
        if book.name == wanted:
            return book
    raise BookUnknown(book=wanted[:64], known=[book.name for book in known])


def _row(reading: Reading, book: str, number: int, stream: str, struck: str | None) -> BookRow:
    events = [stored.event for stored in stream_log.read_stream(reading.conn, stream)]
    dossier = fold(stream, events)
    if struck is None:
        return _row_of(reading, events, dossier, ())
    entered = _as_entered(stream, events, dossier, (book, number))
    return replace(_row_of(reading, events, entered, (struck,)), number=number)


def _row_of(reading: Reading, events: Sequence[Event], dossier: Dossier, struck: tuple[str, ...]) -> BookRow:
    """`struck`: why its number is, empty where it stands."""
    procedure = procedure_of(reading, dossier)
    party, returned, extension = dossier.applicant, dossier.returned, dossier.extension
    promise = (dossier.due.at or dossier.due.at_stop) if dossier.due else None
    return BookRow(
        number=dossier.book_number,
        code=dossier.code,
        procedure_name=procedure.name,
        dossier_sets=1,
        applicant_name=party.name if party else "",
        address=party.address if party else "",
        phone=format_phone(party.phone) if party else "",
        lead_department=unit_name(reading, procedure.department),
        received_on=dossier.received_at.date() if dossier.received_at else None,
        due_on=promise,
        due_first_on=extension.old_due if extension else None,
        is_by_hour=dossier.limit is not None and dossier.limit.unit is LimitUnit.WORKING_HOUR,
        returned_on=returned.at.date() if returned else None,
        return_by=str(returned.method if returned else dossier.return_by),
        remarks=tuple(map(_struck, struck)) or _remarks(reading, dossier, events),
        is_struck=bool(struck),
    )


def _as_entered(stream: str, events: Sequence[Event], last: Dossier, entry: tuple[str, int]) -> Dossier:
    """The dossier as it stood under a number that was struck: as last seen while it had that number."""
    if (last.book, last.book_number) == entry:
        return last
    for end in range(len(events) - 1, 0, -1):
        earlier = fold(stream, events[:end])
        if (earlier.book, earlier.book_number) == entry:
            return earlier
    return last


def _struck(because: str) -> BookRemark:
    return BookRemark("struck", None, because)


def _remarks(reading: Reading, dossier: Dossier, events: Sequence[Event]) -> tuple[BookRemark, ...]:
    remarks = []
    if dossier.joint:
        units = "; ".join(unit_name(reading, unit) for unit, _ in dossier.joint)
        remarks.append(BookRemark("joint", None, units))
    if dossier.extension is not None:
        remarks.append(BookRemark("extended", dossier.extension.new_due.date(), dossier.extension.reason))
    return (*remarks, *_ends(events))


_ENDS = {K.WITHDRAWN: "withdrawn", K.STOPPED: "stopped", K.REFUSED: "refused"}


def _ends(events: Sequence[Event]) -> tuple[BookRemark, ...]:
    """What ended the work without a result, by the events: a later return would hide it in the fold."""
    revoked = {str(event.payload["event_id"]) for event in events if event.kind is K.REVOKED}
    ends: list[tuple[K, BookRemark]] = []
    for event in events:
        if event.id in revoked:
            continue
        if event.kind is K.RESUMED:
            ends = [(kind, remark) for kind, remark in ends if kind is not K.STOPPED]
        elif event.kind in _ENDS:
            remark = BookRemark(_ENDS[event.kind], event.at.date(), str(event.payload["reason"]))
            ends.append((event.kind, remark))
    return tuple(remark for _, remark in ends)


def survey(reading: Reading, code: str, printing: Printing) -> SurveyPaper:
    """The survey of a dossier, without a code a blank one. Raises what `one_dossier` raises."""
    agency = reading.reference.agency
    mark = PrintMark(printing.at, printing.by, SURVEY_VERSION)
    shown = field = ""
    if code.strip():
        dossier = one_dossier(reading, code, printing.at).dossier
        made = print_mark(reading, dossier, "survey", printing)
        mark = PrintMark(made.printed_at, made.printed_by, SURVEY_VERSION, made.reprint_no)
        shown, field = dossier.shown_code, FIELDS.get(dossier.field, dossier.field)
    return SurveyPaper(agency.name, agency.place, mark, shown, field, agency.slip_paper)


def posting(reading: Reading, code: str, printing: Printing) -> PostingPaper:
    """The posting of a procedure, by catalogue id or national code, in the version in force on the day.

    Raises ProcedureUnknown, ProcedureNotInForce.
    """
    procedure = reading.reference.find_procedure(code, printing.at.date())
    agency = reading.reference.agency
    papers = procedure.components
    return PostingPaper(
        agency_name=agency.name,
        place=agency.place,
        mark=PrintMark(printing.at, printing.by, WALL_VERSION),
        procedure_id=procedure.id,
        version=procedure.version,
        procedure_name=procedure.name,
        limit=procedure.limit,
        national_code=procedure.national_code if procedure.is_code_verified else "",
        components=tuple(PaperComponent(each.name, each.copies, str(each.kind)) for each in papers),
        audience=procedure.audience,
        service_level=procedure.service_level,
        result_name=procedure.result,
        fee_vnd=procedure.fee_vnd,
        fee_note=procedure.fee_note,
        templates=tuple(dict.fromkeys(each.template for each in papers if each.template.strip())),
        legal_basis=procedure.legal_basis,
        in_force_from=procedure.in_force_from,
        superior_name=agency.superior_name,
    )


def feedback_notice(reading: Reading, code: str, printing: Printing) -> FeedbackNoticePaper:
    """Where complaints may be sent, as the agency's settings say; `code` names nothing."""
    agency = reading.reference.agency
    return FeedbackNoticePaper(
        agency_name=agency.name,
        place=agency.place,
        mark=PrintMark(printing.at, printing.by, WALL_VERSION),
        feedback_agency=agency.feedback_agency,
        feedback_address=agency.feedback_address,
        feedback_phone=agency.feedback_phone,
        feedback_fax=agency.feedback_fax,
        feedback_email=agency.feedback_email,
        superior_name=agency.superior_name,
    )


def command_sheet(reading: Reading, code: str, printing: Printing) -> CommandSheetPaper:
    """The barcodes that are scanned instead of keys pressed; `code` names nothing."""
    return CommandSheetPaper(
        agency_name=reading.reference.agency.name,
        mark=PrintMark(printing.at, printing.by, COMMANDS_VERSION),
        commands=tuple((str(command), make_command_number(command)) for command in Command),
    )
