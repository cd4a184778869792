"""What the reception page asks of the worker: functions that make the callables run there.

Services and queries are imported when they are called, on the worker: the first painted frame must not
wait for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from counter_app.domain.due import Due
from counter_app.domain.events import LOCAL_ZONE
from counter_app.domain.intake import NewDossier
from counter_app.domain.procedure import FIELDS, Procedure
from counter_app.ui.desk_port import DeskPort
from counter_app.ui.pages.reception.catalogue import Catalogue
from counter_app.ui.pages.reception.form_state import FormState, SlipKind

if TYPE_CHECKING:
    from counter_app.queries.known import Duplicate, KnownApplicant
    from counter_app.services.results import Received

Reads = Callable[[Any], Any]


@dataclass(frozen=True)
class Numbers:
    """What would be given now: the code and the book's line in words; `volume` stands beside it."""

    code: str
    book: str
    volume: str = ""


@dataclass(frozen=True)
class Given:
    """What an act at the desk gave: a dossier with its code, or a slip. `number` is the one in the book.

    `received_at` is None where that is `given_at`: a receipt issued anew is given later. `is_reentered`: the
    receipt is in somebody's hands already, nothing is to be printed.
    """

    form: str
    code: str
    given_at: datetime
    book: str = ""
    due: Due | None = None
    receipt_version: int = 1
    received_at: datetime | None = None
    warnings: tuple[str, ...] = ()
    is_reentered: bool = False


@dataclass(frozen=True)
class KeptDraft:
    """A waiting form. `saved_at` is local."""

    state: FormState
    saved_at: datetime


def local_now(desk: DeskPort) -> datetime:
    """Naive local wall time, cut to the minute."""
    return desk.now().astimezone(LOCAL_ZONE).replace(second=0, microsecond=0, tzinfo=None)


def book_words(book: str, number: int) -> str:
    """`DT-2026-1`, 318 → `Sổ Đầu tư 2026 · số 318`; `DT-2026-101` → `Sổ Đầu tư 2026 · quyển 101 · số 318`."""
    volume = volume_words(book)
    return f"{_title(book)} · {volume} · số {number}" if volume else f"{_title(book)} · số {number}"


def volume_words(book: str) -> str:
    """`DT-2026-101` → `quyển 101`, as on paper; of the first desk's first life, mostly the only one, ""."""
    label = book.rpartition("-")[2]
    return f"quyển {int(label):02d}" if label not in ("", "1") else ""


def _title(book: str) -> str:
    field, _, rest = book.partition("-")
    return f"Sổ {FIELDS.get(field, field)} {rest.partition('-')[0]}"


def load_catalogue(login: str, now: datetime) -> Reads:
    """One reading of what the page refers to."""

    def do(reading: Any) -> Catalogue:
        from counter_app.queries.intake import last_used_procedures

        reference = reading.reference
        return Catalogue(
            agency=reference.agency,
            calendar=reference.calendar,
            procedures=reference.procedures(now.date()),
            units={code: unit.name for code, unit in reference.units.items()},
            short_units={code: unit.short_name for code, unit in reference.units.items()},
            people={code: person.name for code, person in reference.staff.items()},
            open_units={code: unit.name for code, unit in reference.units.items() if unit.is_open},
            last_used=tuple(last_used_procedures(reading, login)) if login else (),
        )

    return do


def known_by_number(number: str) -> Reads:
    """The known applicant of a normal number, or None."""

    def do(reading: Any) -> KnownApplicant | None:
        from counter_app.queries import known

        return known.known_by_number(reading.conn, number)

    return do


def known_by_name(typed: str) -> Reads:
    """Known applicants whose name holds every word typed."""

    def do(reading: Any) -> list[KnownApplicant]:
        from counter_app.queries import known

        return known.known_by_name(reading.conn, typed)

    return do


def open_duplicate(identity: str, procedure_id: str) -> Reads:
    """The open dossier of the same id and procedure, or None."""

    def do(reading: Any) -> Duplicate | None:
        from counter_app.queries import known
        from counter_app.queries.dossiers import by_stream

        found = known.open_duplicate(reading.conn, identity, procedure_id)
        if found is None or found.submitter:
            return found
        dossier = by_stream(reading, found.stream, datetime.fromisoformat(found.received_at)).dossier
        party = dossier.submitter or dossier.applicant
        return replace(found, submitter=(party.representative or party.name) if party else "")

    return do


def next_numbers(procedure: Procedure, now: datetime) -> Reads:
    """Code and book number as they would be given now."""

    def do(reading: Any) -> Numbers:
        from counter_app.queries.intake import next_numbers as ask

        found = ask(reading, procedure, now)
        line = f"{_title(found.book)} · số {found.book_number}"
        return Numbers(found.code, line, volume_words(found.book))

    return do


def drafts_of(owner: str) -> Reads:
    """Waiting forms of a person, the latest first."""

    def do(reading: Any) -> tuple[KeptDraft, ...]:
        from counter_app.queries import drafts

        found = drafts.drafts_of(reading.conn, owner)
        return tuple(KeptDraft(FormState.from_json(each.form), each.saved_at) for each in found)

    return do


def save_draft(state: FormState, owner: str) -> Reads:
    """Keep a form as it stands; one in which nothing was typed is forgotten."""

    def do(uow: Any) -> None:
        from counter_app.services import drafts

        if state.is_untouched:
            drafts.delete_draft(uow, state.form_id)
        else:
            drafts.save_draft(uow, state.form_id, owner, state.to_json())
        uow.commit()

    return do


def delete_draft(form_id: str) -> Reads:
    """Forget a form."""

    def do(uow: Any) -> None:
        from counter_app.services import drafts

        drafts.delete_draft(uow, form_id)
        uow.commit()

    return do


def receive(form_id: str, new: NewDossier, by: str, accepting: str = "") -> Reads:
    """Take the dossier in and forget its draft, in one transaction; the same form twice is one dossier.

    `accepting`: portal code of the registered dossier that is taken in.
    """

    def do(uow: Any) -> Given:
        from counter_app.services import drafts, reception
        from counter_app.services.acting import find
        from counter_app.services.requests import once

        def act() -> dict[str, Any]:
            registered = find(uow, accepting) if accepting else None
            done = reception.receive(uow, new, by=by, registered=registered)
            return _told(done)

        answer = once(uow, form_id, {"act": "receive", "form": asdict(new), "by": by}, act)
        drafts.delete_draft(uow, form_id)
        uow.commit()
        return _first_receipt(answer)

    return do


def _told(done: Received) -> dict[str, Any]:
    """A reception as it is kept for the second press of the same form."""
    return {
        "code": done.code,
        "book": done.book,
        "number": done.number,
        "due": done.due.to_json(),
        "received_at": done.received_at.isoformat(timespec="minutes"),
        "warnings": list(done.warnings),
    }


def _first_receipt(answer: dict[str, Any]) -> Given:
    """What a kept reception (`_told`) gave: the receipt as it is given when the dossier is taken in."""
    return Given(
        form="receipt",
        code=answer["code"],
        given_at=datetime.fromisoformat(answer["received_at"]),
        book=book_words(answer["book"], answer["number"]),
        due=Due.from_json(answer["due"]),
        warnings=tuple(answer["warnings"]),
    )


def reenter(state: FormState, typed: datetime | None, by: str) -> Reads:
    """Enter a printed receipt again whose dossier was lost, under its code and moment, once for this form.

    `typed`: the moment as it stands on the paper, None where its QR says it.
    """
    new = state.new_dossier()

    def do(uow: Any) -> Given:
        from counter_app.services import drafts, reception
        from counter_app.services.requests import once

        def act() -> dict[str, Any]:
            done = reception.receive(uow, new, by=by, at=typed, receipt=state.reentering)
            at = uow.local_now.isoformat(timespec="minutes")
            return _told(done) | {"version": done.receipt_version, "at": at}

        moment = typed.isoformat(timespec="minutes") if typed else ""
        paper = {"receipt": state.reentering, "at": moment}
        answer = once(uow, state.form_id, {"act": "receive", "form": asdict(new), "by": by, **paper}, act)
        drafts.delete_draft(uow, state.form_id)
        uow.commit()
        return replace(
            _first_receipt(answer),
            given_at=datetime.fromisoformat(answer["at"]),
            receipt_version=answer["version"],
            received_at=datetime.fromisoformat(answer["received_at"]),
            is_reentered=True,
        )

    return do


def give_slip(state: FormState, items: tuple[tuple[int, str], ...], by: str, next_id: str) -> Reads:
    """Give form 02 or 03, once for this form. After form 02 the form waits for the papers that will come:
    its draft goes on under `next_id`, for the same form id would be the same request.
    """

    def do(uow: Any) -> Given:
        from counter_app.services import drafts, reception
        from counter_app.services.requests import once

        is_supplement = state.slip_kind is SlipKind.SUPPLEMENT
        request = reception.SlipRequest(
            reason=state.slip_reason,
            ground=state.slip_ground,
            code=state.accepting,
            new=None if state.accepting else state.new_dossier(),
            items=items if is_supplement else (),
            respond_by=state.respond_by if is_supplement else None,
        )

        def act() -> dict[str, Any]:
            give = reception.request_supplement if is_supplement else reception.refuse
            done = give(uow, request, by=by)
            slip = done.slip or done.code or state.accepting
            return {"slip": slip, "warnings": list(uow.warnings)}

        content = {"act": str(state.slip_kind), "form": state.to_json(), "items": items, "by": by}
        answer = once(uow, f"{state.form_id}-slip", content, act)
        drafts.delete_draft(uow, state.form_id)
        if is_supplement and not state.accepting:  # a registered dossier waits by itself
            waiting = after_slip(state, answer["slip"], next_id)
            drafts.save_draft(uow, next_id, by, waiting.to_json())
        at = uow.local_now
        uow.commit()
        form = "supplement_request" if is_supplement else "refusal"
        return Given(form, answer["slip"], at, warnings=tuple(answer["warnings"]))

    return do


def after_slip(state: FormState, slip: str, form_id: str) -> FormState:
    """The form that waits for the papers a slip asked for."""
    return replace(
        state,
        form_id=form_id,
        slip=slip,
        slip_kind=SlipKind.NONE,
        slip_reason="",
        slip_ground="",
        slip_item="",
        respond_by=None,
        is_waiting=True,
    )


def correct(
    form_id: str, code: str, new: NewDossier, reason: str, by: str, received_at: datetime | None = None
) -> Reads:
    """Correct a dossier and issue its receipt anew, once for this form."""

    def do(uow: Any) -> Given:
        from counter_app.queries.dossiers import one_dossier
        from counter_app.services import correction, drafts
        from counter_app.services.requests import once

        def act() -> dict[str, Any]:
            done = correction.correct(uow, code, new, reason=reason, by=by, received_at=received_at)
            at = uow.local_now.isoformat(timespec="minutes")
            return {"version": done.receipt_version, "at": at, "warnings": list(done.warnings)}

        content = {"act": "correct", "code": code, "form": asdict(new), "reason": reason, "by": by}
        if received_at is not None:
            content["received_at"] = received_at.isoformat(timespec="minutes")
        answer = once(uow, form_id, content, act)
        drafts.delete_draft(uow, form_id)
        uow.project()
        dossier = one_dossier(uow, code, uow.local_now).dossier
        uow.commit()
        return Given(
            form="receipt",
            code=dossier.code,
            given_at=datetime.fromisoformat(answer["at"]),
            book=book_words(dossier.book, dossier.book_number),
            due=dossier.due,
            receipt_version=answer["version"],
            received_at=dossier.received_at,
            warnings=tuple(answer["warnings"]),
        )

    return do
