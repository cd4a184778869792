"""Feedback (phản ánh, kiến nghị) taken in and answered; answers of the satisfaction survey.

Complaints and denunciations (khiếu nại, tố cáo) have a law of their own and are not taken in here (document
5 §13.2). Answers of a survey never stand beside a person: the event holds scores, what the person added, and
the field of the procedure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from counter_app.domain import errors
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import EventKind as K
from counter_app.domain.feedback import (
    FeedbackChannel,
    FeedbackNumber,
    checked_scores,
    number_of,
    read_number,
)
from counter_app.domain.intake import NAME_LIMIT, TEXT_LIMIT
from counter_app.domain.staff import Permission, Staff
from counter_app.domain.text import clean
from counter_app.queries.feedback import answer_due
from counter_app.queries.finding import find_stream
from counter_app.services.acting import find, single
from counter_app.services.moments import Moment, check_clock, moment_of
from counter_app.services.results import ActDone
from counter_app.storage import numbers
from counter_app.storage import projection_tables as p
from counter_app.storage.unit_of_work import UnitOfWork

_PREFIX = "feedback:"
_LINES = 50
_WANTED = (("from", "from_name"), ("contact", "contact"))
"""What the notice on the wall asks for, as field of the act and of the event."""


@dataclass(frozen=True)
class FeedbackDone:
    """A feedback that was taken in or answered. `is_late`: the (first) answer came after `due_on`."""

    stream: str
    number: FeedbackNumber
    event_id: str
    due_on: date
    is_provisional: bool = False
    is_late: bool = False
    warnings: tuple[str, ...] = ()


def receive_feedback(
    uow: UnitOfWork,
    *,
    text: str,
    from_name: str = "",
    contact: str = "",
    channel: str = FeedbackChannel.DIRECT,
    code: str = "",
    by: str,
    at: datetime | None = None,
) -> FeedbackDone:
    """Note a complaint or suggestion about the service; it is answered within the agency's working days.

    Without a name or a way to answer it is taken all the same, and warned of (`from_missing`,
    `contact_missing`). `code`: the dossier it is about. Raises InvalidField (text, from, contact, channel),
    NotPermitted, ClockJump, StoreReadOnly, and what the search for a code raises.
    """
    person = _person(uow, by, "feedback")
    payload = _said(text, from_name, contact, channel)
    if code.strip():
        payload["code"] = uow.dossier(find_stream(uow.conn, uow.origin.agency, code)).shown_code
    moment = moment_of(uow, at)
    check_clock(uow)
    due_on, is_provisional = answer_due(uow.reference, moment.at)
    number = _next_number(uow, moment.at)
    payload |= {"number": number.number, "series": number.series, "due_on": due_on.isoformat()}
    event = uow.record(
        f"{_PREFIX}{uow.new_id()}",
        K.FEEDBACK_RECEIVED,
        payload,
        person,
        at=moment.given,
        quality=moment.quality,
    )
    missing = [f"{name}_missing" for name, key in _WANTED if not payload[key]]
    warnings = (*uow.warnings, *missing)
    return FeedbackDone(event.stream, number, event.id, due_on, is_provisional, warnings=warnings)


def _said(text: str, from_name: str, contact: str, channel: str) -> dict[str, Any]:
    return {
        "text": clean(text, field="text", max_length=TEXT_LIMIT, required=True, lines=_LINES),
        "from_name": clean(from_name, field="from", max_length=NAME_LIMIT),
        "contact": clean(contact, field="contact", max_length=NAME_LIMIT),
        "channel": str(_channel(channel)),
    }


def _channel(word: str) -> FeedbackChannel:
    try:
        return FeedbackChannel(word)
    except ValueError:
        possible = [str(channel) for channel in FeedbackChannel]
        raise errors.InvalidField(
            field="channel", problem="unknown", value=word[:NAME_LIMIT], possible=possible
        ) from None


def _next_number(uow: UnitOfWork, at: datetime) -> FeedbackNumber:
    start = FeedbackNumber(at.year, uow.origin.label, 0)
    return FeedbackNumber(start.year, start.desk, numbers.next_feedback(uow.conn, start.series))


def answer_feedback(
    uow: UnitOfWork, feedback: str, *, answer: str, how: str = "", by: str, at: datetime | None = None
) -> FeedbackDone:
    """Note the answer to a feedback, named by its number (`PA-2026-1.7`, `7/2026`, `7`) or its stream.

    A second answer stands in the place of the first (warning `answered_before`); whether it was in time is
    told by the first. Raises FeedbackUnknown, InvalidField (answer, how), NotPermitted, AtBeforeLastEvent.
    """
    person = _person(uow, by, "answer_feedback")
    payload = {
        "answer": clean(answer, field="answer", max_length=TEXT_LIMIT, required=True, lines=_LINES),
        "how": clean(how, field="how", max_length=64),
    }
    row = _known(uow, feedback)
    moment = moment_of(uow, at)
    _check_order(row, moment)
    due_on = date.fromisoformat(row.due_on)
    first = datetime.fromisoformat(row.answered_at) if row.answered_at else moment.at
    if row.answered_at:
        uow.warnings.append("answered_before")
    event = uow.record(
        row.stream, K.FEEDBACK_ANSWERED, payload, person, at=moment.given, quality=moment.quality
    )
    return FeedbackDone(
        row.stream,
        number_of(row.series, row.number),
        event.id,
        due_on,
        is_late=first.date() > due_on,
        warnings=tuple(uow.warnings),
    )


def _known(uow: UnitOfWork, feedback: str) -> Any:
    """The row of a feedback by stream or number. Raises FeedbackUnknown."""
    number = read_number(feedback, year=uow.today.year, desk=uow.origin.label)
    t = p.feedback
    which = [t.c.stream == feedback]
    if number is not None:
        which = [t.c.series == number.series, t.c.number == number.number]
    row = uow.conn.execute(select(t).where(*which).order_by(t.c.at)).first()
    if row is None:
        raise errors.FeedbackUnknown(feedback=feedback[:NAME_LIMIT])
    return row


def _check_order(row: Any, moment: Moment) -> None:
    received = datetime.fromisoformat(row.answered_at or row.at)
    if moment.at < received:
        raise errors.AtBeforeLastEvent(
            at=moment.at.isoformat(timespec="minutes"),
            last=received.isoformat(timespec="minutes"),
            code=f"{row.series}.{row.number}",
        )


def survey_dossier(
    uow: UnitOfWork,
    code: str,
    *,
    scores: Mapping[str, int],
    text: str = "",
    by: str,
    at: datetime | None = None,
) -> ActDone:
    """Note how satisfied the applicant of a dossier is. `scores`: question → 1 to 4 (4: rất hài lòng).

    Asked before, it is warned of (`surveyed_before`). Raises InvalidField (scores, text) and what every act
    on a dossier raises.
    """
    payload = _opinion(scores, text)

    def with_field(dossier: Dossier, person: Staff, moment: Moment) -> dict[str, Any]:
        if is_surveyed(uow, dossier):
            uow.warnings.append("surveyed_before")
        return payload | {"field": _field(uow, dossier)}

    return single(uow, K.SURVEYED, code, with_field, by=by, at=at)


def survey_anybody(
    uow: UnitOfWork, *, scores: Mapping[str, int], text: str = "", by: str, at: datetime | None = None
) -> str:
    """Note a survey that names no dossier; answers the event id. Raises InvalidField, NotPermitted."""
    person = _person(uow, by, "survey")
    moment = moment_of(uow, at)
    event = uow.record(
        f"{_PREFIX}{uow.new_id()}",
        K.FEEDBACK_SURVEYED,
        _opinion(scores, text),
        person,
        at=moment.given,
        quality=moment.quality,
    )
    return event.id


def _opinion(scores: Mapping[str, int], text: str) -> dict[str, Any]:
    payload: dict[str, Any] = {"scores": checked_scores(scores)}
    words = clean(text, field="text", max_length=TEXT_LIMIT, lines=_LINES)
    if words:
        payload["text"] = words
    return payload


def _field(uow: UnitOfWork, dossier: Dossier) -> str:
    try:
        return uow.reference.procedure_version(dossier.procedure, dossier.procedure_version).field
    except errors.ProcedureUnknown:  # an imported dossier may name a procedure that we do not have
        return ""


def is_surveyed(uow: UnitOfWork, dossier: Dossier) -> bool:
    """Whether somebody said how satisfied they were with this dossier, and it was not taken back."""
    return _stands(uow, dossier, K.SURVEYED) > 0


def is_survey_wanted(uow: UnitOfWork, code: str) -> bool:
    """Whether the person who just collected is to be asked: the agency asks, and this dossier was neither
    handed out nor surveyed before."""
    if not uow.reference.agency.is_survey_asked:
        return False
    dossier = find(uow, code)
    return _stands(uow, dossier, K.RETURNED) == 1 and not is_surveyed(uow, dossier)


def _stands(uow: UnitOfWork, dossier: Dossier, kind: K) -> int:
    events = uow.events(dossier.stream)
    revoked = {event.payload.get("event_id") for event in events if event.kind is K.REVOKED}
    return sum(event.kind is kind and event.id not in revoked for event in events)


def _person(uow: UnitOfWork, by: str, act: str) -> Staff:
    person = uow.reference.person(by)
    if not person.may(Permission.REMARK):
        raise errors.NotPermitted(
            act=act, by=by, role=str(person.role), permission=str(Permission.REMARK)
        )
    return person
