"""Reception: register an online dossier, receive one, give a slip before reception (forms 02 and 03)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from counter_app.domain import errors
from counter_app.domain.codes import SlipKind, make_code, make_scan_number, slip_id
from counter_app.domain.deadline import compute
from counter_app.domain.dossier import Dossier, StepTime, form_set_of
from counter_app.domain.due import Due
from counter_app.domain.events import EventKind as K
from counter_app.domain.intake import TEXT_LIMIT, NewDossier, checked, intake_payload
from counter_app.domain.procedure import Procedure
from counter_app.domain.staff import Permission, Staff
from counter_app.domain.text import clean
from counter_app.domain.text import fold as fold_text
from counter_app.domain.units import DESK
from counter_app.queries.finding import find_stream
from counter_app.queries.known import known_party, open_duplicate
from counter_app.services.acting import may_begin, own_due
from counter_app.services.moments import Moment, check_clock, check_year, moment_of
from counter_app.services.reentry import PrintedReceipt, printed_receipt
from counter_app.services.results import Received, SlipDone
from counter_app.services.slip_numbers import numbered
from counter_app.storage import numbers
from counter_app.storage import projection_tables as p
from counter_app.storage.unit_of_work import UnitOfWork


def receive(
    uow: UnitOfWork,
    new: NewDossier,
    *,
    by: str,
    at: datetime | None = None,
    registered: Dossier | None = None,
    receipt: str = "",
) -> Received:
    """Take a dossier in: code, book, number and due date are fixed; missing papers do not refuse it.

    `registered` is the online dossier that is accepted with it, if it is one. `receipt`: QR, code or scan
    number of a receipt printed here whose dossier was lost with the file; code and moment are the paper's,
    the rest is new, its event id too (no paper holds that). Raises InvalidField, ProcedureUnknown,
    ProcedureNotInForce, NoComponents, DuplicateOpenDossier, ClockJump, NumberBlockExhausted, SlipUnknown and
    what `may_begin` and `printed_receipt` raise.
    """
    person = may_begin(uow, K.RECEIVED, by, registered)
    printed = printed_receipt(uow, receipt, at) if receipt else None
    moment = moment_of(uow, printed.at if printed else at, registered, is_on_paper=printed is not None)
    check_clock(uow)
    procedure = uow.reference.find_procedure(new.procedure, moment.at.date())
    form = checked(new, procedure, moment.at.date())
    check_references(uow, form, moment.at.date())
    warnings = _check_intake(uow, form, procedure, person)
    form = _checked_duplicate(uow, form, procedure)
    payload = _numbered(uow, form, procedure, moment, printed)
    _warn_of_joint(uow, form, Due.from_json(payload["due"]))
    stream, event_id = _recorded(uow, payload, person, moment, registered)
    if printed is not None:
        # It is in somebody's hands: not to be told as received and not printed.
        given = {"form": "receipt", "version": printed.version, "copies": [1, 2], "reentered": True}
        uow.record(stream, K.PAPER_PRINTED, given, person)
    return _as_received(uow.dossier(stream), event_id, (*warnings, *uow.warnings))


def _recorded(
    uow: UnitOfWork, payload: dict[str, Any], person: Staff, moment: Moment, registered: Dossier | None
) -> tuple[str, str]:
    """(stream, event id) of the reception, its number noted as given."""
    event_id = uow.new_id()
    stream = registered.stream if registered else f"dossier:{uow.new_id()}"
    uow.record(
        stream,
        K.RECEIVED,
        payload,
        person,
        at=moment.given,
        quality=moment.quality,
        event_id=event_id,
        is_new=registered is None,
    )
    numbers.record_issued(uow.conn, moment.at.date(), payload["serial"], payload["code"], event_id)
    return stream, event_id


def _as_received(dossier: Dossier, event_id: str, warnings: tuple[str, ...]) -> Received:
    due, received_at = dossier.due, dossier.received_at
    assert due is not None and received_at is not None  # received just now
    if due.is_provisional:
        warnings = (*warnings, "provisional_calendar")
    return Received(
        stream=dossier.stream,
        code=dossier.code,
        scan_number=dossier.scan_number,
        book=dossier.book,
        number=dossier.book_number,
        due=due,
        missing=dossier.missing,
        warnings=tuple(dict.fromkeys(warnings)),
        event_id=event_id,
        received_at=received_at,
        receipt_version=dossier.receipt_version,
    )


def _numbered(
    uow: UnitOfWork,
    form: NewDossier,
    procedure: Procedure,
    moment: Moment,
    printed: PrintedReceipt | None,
) -> dict[str, Any]:
    """The payload of `received`: the form, and all that the act fixes."""
    day, desk = moment.at.date(), uow.origin.label
    due = compute(moment.at, procedure.limit, uow.reference.calendar)
    book = f"{procedure.field}-{day.year}-{desk}"
    series = f"01-{day.year}-{desk}"
    payload = intake_payload(form, procedure)
    state = Dossier("", steps=tuple(StepTime(s.no, s.unit, s.minutes) for s in procedure.steps))
    first_due = own_due(uow, state, DESK, moment.at)
    payload |= _code(uow, day, printed)
    payload |= {
        "book": book,
        "number": numbers.next_in_book(uow.conn, book),
        "receipt_series": series,
        "receipt_no": numbers.next_in_series(uow.conn, series),
        "form_set": str(form_set_of(day)),
        "due": due.to_json(),
        "own_due": first_due.isoformat(timespec="minutes") if first_due else None,
    }
    return payload


def _code(uow: UnitOfWork, day: date, printed: PrintedReceipt | None) -> dict[str, Any]:
    """The dossier's number: the next one of the day, or that of the receipt which is entered again."""
    if printed is None:
        agency = uow.reference.agency.id
        serial = numbers.take_serial(uow.conn, uow.origin.id, day, uow.today)
        code, entered = make_code(agency, day, serial), {}
    else:
        agency, serial = printed.code.agency_id, printed.code.serial
        code, entered = printed.code.text, {"reentered": True, "receipt_version": printed.version}
    return {
        "code": code,
        "serial": serial,
        "scan_number": make_scan_number(agency, day, serial),
        **entered,
    }


def check_references(uow: UnitOfWork, form: NewDossier, received_on: date) -> None:
    """What a form refers to: the slip it comes after; the units of a joint dossier and their dues.

    Raises SlipUnknown, UnitUnknown, InvalidField (joint.unit named twice, joint.due before reception).
    """
    if form.slip:
        known = uow.conn.execute(select(p.dossier.c.stream).where(p.dossier.c.slip == form.slip)).first()
        if known is None:
            raise errors.SlipUnknown(slip=form.slip)
    for unit, due in form.joint:
        uow.reference.open_unit(unit)
        if [each for each, _ in form.joint].count(unit) > 1:
            raise errors.InvalidField(field="joint.unit", problem="repeated", value=unit)
        try:
            due_on = date.fromisoformat(due[:10])
        except ValueError as error:
            raise errors.InvalidField(field="joint.due", problem="not_a_date", value=due) from error
        check_year(datetime.combine(due_on, time()), "joint.due")
        if due_on < received_on:
            raise errors.InvalidField(field="joint.due", problem="in_the_past", value=due)


def _check_intake(uow: UnitOfWork, form: NewDossier, procedure: Procedure, person: Staff) -> list[str]:
    """What the counter must decide before a number is given; answers warnings that stop nothing."""
    may_be_empty = person.may(Permission.SUPERVISE) and form.note
    if not form.components and procedure.components and not may_be_empty:
        raise errors.NoComponents(procedure=procedure.id)
    known_as = known_party(uow.conn, form.applicant.identity)
    if known_as is not None and fold_text(known_as.name) != fold_text(form.applicant.name):
        return ["name_differs"]
    return []


def _warn_of_joint(uow: UnitOfWork, form: NewDossier, due: Due) -> None:
    """Own dues of a joint dossier that cannot be meant: they stand on the receipt all the same."""
    days = [date.fromisoformat(day[:10]) for _, day in form.joint]
    last = due.at.date() if due.at else None
    if last is not None and any(day > last for day in days):
        uow.warnings.append("joint_due_after_total")
    if any(not uow.reference.calendar.is_working(day) for day in days):
        uow.warnings.append("joint_due_day_off")


def _checked_duplicate(uow: UnitOfWork, form: NewDossier, procedure: Procedure) -> NewDossier:
    """The form, its `duplicate_reason` forgotten where there is no duplicate. Raises DuplicateOpenDossier."""
    duplicate = open_duplicate(uow.conn, form.applicant.identity, procedure.id)
    if duplicate is None:
        return replace(form, duplicate_reason="")
    if not form.duplicate_reason:
        raise errors.DuplicateOpenDossier(
            code=duplicate.code,
            received_at=duplicate.received_at,
            status=duplicate.status,
            holder=duplicate.holder,
        )
    return form


def register(uow: UnitOfWork, new: NewDossier, *, by: str, at: datetime | None = None) -> tuple[str, str]:
    """Note a dossier that came online and is not yet accepted; answers (stream, event id).

    Raises PortalCodeKnown, InvalidField and what `may_begin` raises.
    """
    person = may_begin(uow, K.REGISTERED, by)
    moment = moment_of(uow, at)
    procedure = uow.reference.find_procedure(new.procedure, moment.at.date())
    form = checked(new, procedure, moment.at.date())
    check_references(uow, form, moment.at.date())
    if not form.portal_code:
        raise errors.InvalidField(field="portal_code", problem="empty")
    # The portal's code stands wherever a code is asked: it may not be one of ours either.
    is_known = (p.dossier.c.portal_code == form.portal_code) | (p.dossier.c.code == form.portal_code)
    known = uow.conn.execute(select(p.dossier.c.code).where(is_known)).first()
    if known is not None:
        raise errors.PortalCodeKnown(portal_code=form.portal_code, code=known.code)
    stream = f"dossier:{uow.new_id()}"
    event = uow.record(
        stream,
        K.REGISTERED,
        intake_payload(form, procedure),
        person,
        at=moment.given,
        quality=moment.quality,
    )
    return stream, event.id


@dataclass(frozen=True)
class SlipRequest:
    """Forms 02 and 03. `code` names a registered or received dossier instead of the form's fields.

    `items`: (component number or 0, what is to be supplemented), for form 02 only.
    """

    reason: str
    ground: str
    code: str = ""
    new: NewDossier | None = None
    items: tuple[tuple[int, str], ...] = ()
    respond_by: date | None = None


def refuse(uow: UnitOfWork, asked: SlipRequest, *, by: str, at: datetime | None = None) -> SlipDone:
    """Refuse before reception (form 03). Raises InvalidField without reason or ground."""
    return _slip(uow, asked, K.REFUSED, SlipKind.REFUSAL, "03", by=by, at=at)


def request_supplement(
    uow: UnitOfWork, asked: SlipRequest, *, by: str, at: datetime | None = None
) -> SlipDone:
    """Ask for papers (form 02), all gaps in one form: before reception a slip, after it the clock stands
    still until `waiting.supplement`. Raises InvalidField without items."""
    if not asked.items:
        raise errors.InvalidField(field="items", problem="empty")
    if len(asked.items) > 100:
        raise errors.InvalidField(field="items", problem="too_many", limit=100)
    return _slip(uow, asked, K.SUPPLEMENT_REQUESTED, SlipKind.SUPPLEMENT, "02", by=by, at=at)


def _slip(
    uow: UnitOfWork,
    asked: SlipRequest,
    kind: K,
    slip_kind: SlipKind,
    form: str,
    *,
    by: str,
    at: datetime | None,
) -> SlipDone:
    before = uow.dossier(find_stream(uow.conn, uow.origin.agency, asked.code)) if asked.code else None
    person = may_begin(uow, kind, by, before)
    if before is None and not person.may(Permission.DESK_ACT):
        # A slip without a dossier is the counter's: no unit holds anything yet.
        raise errors.NotPermitted(
            act=kind.rpartition(":")[2], by=by, role=str(person.role), permission=str(Permission.DESK_ACT)
        )
    moment = moment_of(uow, at, before)
    payload = _slip_payload(uow, asked, moment, kind, before)
    day, desk = moment.at.date(), uow.origin.label
    payload |= numbered(uow, form, day)
    if before is None:
        n = numbers.next_in_series(uow.conn, f"{slip_kind}-{day:%y%m%d}-{desk}")
        payload["slip_id"] = slip_id(slip_kind, day, desk, n)
    if before is None or before.form_set is None:
        payload["form_set"] = str(form_set_of(day))  # reception, if it comes, fixes it anew
    stream = before.stream if before else f"dossier:{uow.new_id()}"
    event = uow.record(stream, kind, payload, person, at=moment.given, quality=moment.quality)
    status = uow.dossier(stream).status  # papers that came before may have been waiting for it
    code, holder = (before.code, before.holder) if before else ("", "")
    slip = payload.get("slip_id", "")
    return SlipDone(stream, slip, payload["slip_no"], event.id, str(status), code, holder)


def _slip_payload(
    uow: UnitOfWork, asked: SlipRequest, moment: Moment, kind: K, before: Dossier | None
) -> dict[str, Any]:
    payload: dict[str, Any] = {}
    if before is not None:
        procedure = uow.reference.procedure_version(before.procedure, before.procedure_version)
    else:
        if asked.new is None:
            raise errors.InvalidField(field="procedure", problem="empty")
        procedure = uow.reference.find_procedure(asked.new.procedure, moment.at.date())
        payload = intake_payload(checked(asked.new, procedure, moment.at.date()), procedure)
    payload["reason"] = clean(asked.reason, field="reason", max_length=TEXT_LIMIT, required=True, lines=20)
    payload["ground"] = clean(asked.ground, field="ground", max_length=TEXT_LIMIT, required=True, lines=20)
    if kind is K.SUPPLEMENT_REQUESTED:
        for no, _ in asked.items:
            if no and procedure.component(no) is None:
                raise errors.InvalidField(field="items.no", problem="unknown", value=no)
        payload["items"] = [
            {"no": no, "text": clean(text, field="items.text", max_length=TEXT_LIMIT, required=True)}
            for no, text in asked.items
        ]
        if asked.respond_by is not None:
            if asked.respond_by < moment.at.date():
                raise errors.InvalidField(
                    field="respond_by", problem="in_the_past", value=asked.respond_by.isoformat()
                )
            payload["respond_by"] = asked.respond_by.isoformat()
    return payload
