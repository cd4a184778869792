"""Work on a dossier in a unit: assign, mark internal steps, finish, reopen, return the result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from counter_app.domain import errors
from counter_app.domain.deadline import outcome as punctuality
from counter_app.domain.dossier import Dossier, ReturnBy, Status
from counter_app.domain.due import Outcome
from counter_app.domain.events import EventKind as K
from counter_app.domain.intake import NAME_LIMIT, TEXT_LIMIT
from counter_app.domain.staff import Permission, Staff
from counter_app.domain.text import clean, fold
from counter_app.services import awaiting
from counter_app.services.acting import batch, find, on_dossier, single
from counter_app.services.moments import Moment
from counter_app.services.results import ActDone, BatchDone
from counter_app.storage.unit_of_work import UnitOfWork


def assign(
    uow: UnitOfWork, codes: Sequence[str], *, officer: str, by: str, at: datetime | None = None
) -> BatchDone:
    """Give dossiers to somebody of the holding unit who may work on them.

    Raises StaffUnknown, OfficerNotOfUnit (also for the counter and the administrator).
    """
    chosen = uow.reference.person(officer)

    def payload(dossier: Dossier, person: Staff, moment: Moment) -> dict[str, Any]:
        if chosen.unit != dossier.holder or not chosen.may(Permission.DEPARTMENT_ACT):
            raise errors.OfficerNotOfUnit(
                code=dossier.code, officer=officer, unit=dossier.holder, officer_unit=chosen.unit
            )
        return {"officer": officer}

    return _many(uow, K.ASSIGNED, codes, payload, by=by, at=at)


def step_done(
    uow: UnitOfWork, codes: Sequence[str], *, note: str = "", by: str, at: datetime | None = None
) -> BatchDone:
    """Mark the holder's next internal step as done. Raises NoStepLeft."""
    text = clean(note, field="note", max_length=TEXT_LIMIT, lines=20)

    def payload(dossier: Dossier, person: Staff, moment: Moment) -> dict[str, Any]:
        step = dossier.next_step()
        if step is None:
            raise errors.NoStepLeft(code=dossier.code, unit=dossier.holder)
        return {"step": step, **({"note": text} if text else {})}

    return _many(uow, K.STEP_DONE, codes, payload, by=by, at=at)


def _many(
    uow: UnitOfWork, kind: K, codes: Sequence[str], payload: Any, *, by: str, at: datetime | None
) -> BatchDone:
    if not codes:
        raise errors.InvalidField(field="codes", problem="empty")
    return batch(
        uow,
        [partial(find, uow, code) for code in codes],
        lambda dossier: on_dossier(uow, kind, dossier, payload, by=by, at=at),
    )


def finish(
    uow: UnitOfWork,
    code: str,
    *,
    granted: bool,
    result_no: str = "",
    result_on: date | None = None,
    by: str,
    at: datetime | None = None,
) -> ActDone:
    """The matter is decided: the clock ends here, not when the applicant comes."""
    number = clean(result_no, field="result_no", max_length=NAME_LIMIT)

    def payload(dossier: Dossier, person: Staff, moment: Moment) -> dict[str, Any]:
        if result_on is not None and result_on > moment.at.date():
            raise errors.InvalidField(field="result_on", problem="in_the_future", value=result_on.isoformat())
        due = dossier.due_at
        value: dict[str, Any] = {"outcome": "granted" if granted else "rejected"}
        if due is not None and dossier.limit is not None:
            value["punctuality"] = str(punctuality(moment.at, due, dossier.limit))
        if number:
            value["result_no"] = number
        if result_on is not None:
            value["result_on"] = result_on.isoformat()
        return value

    return single(uow, K.FINISHED, code, payload, by=by, at=at)


def reopen(uow: UnitOfWork, code: str, *, reason: str, by: str, at: datetime | None = None) -> ActDone:
    """Go on with a finished dossier (supervisor)."""
    text = clean(reason, field="reason", max_length=TEXT_LIMIT, required=True, lines=20)
    return single(uow, K.REOPENED, code, {"reason": text}, by=by, at=at)


def return_result(
    uow: UnitOfWork,
    code: str,
    *,
    to_whom: str,
    id_number: str = "",
    method: ReturnBy = ReturnBy.DESK,
    proxy_paper: str = "",
    by: str,
    at: datetime | None = None,
) -> ActDone:
    """Hand the result (or the papers) to the applicant, or to another with an authorisation paper.

    At the desk somebody other than applicant, representative or submitter needs `proxy_paper`
    (raises InvalidField proxy_paper empty). A late result without an apology (form 04) is warned of
    (`late_without_apology`), or refused where the agency says so (ApologyMissing); a fee still owed is
    warned of (`fee_owed`). Of a dossier whose data are not here yet (`awaiting`) none of this can be asked.
    """
    name = clean(to_whom, field="to_whom", max_length=NAME_LIMIT, required=True, min_length=2)
    paper = clean(proxy_paper, field="proxy_paper", max_length=NAME_LIMIT)
    number = clean(id_number, field="id_number", max_length=64)

    def payload(dossier: Dossier, person: Staff, moment: Moment) -> dict[str, Any]:
        if method is ReturnBy.DESK and not paper and not _is_known_to(dossier, name):
            raise errors.InvalidField(field="proxy_paper", problem="empty", value=name)
        _check_apology(uow, dossier)
        if dossier.fee_owed_vnd and dossier.status is Status.FINISHED:
            uow.warnings.append("fee_owed")
        return said

    said = {"to_whom": name, "method": str(method)}
    said |= {key: text for key, text in (("id_number", number), ("proxy_paper", paper)) if text}
    found = awaiting.find_or_await(uow, code)
    if awaiting.is_unknown(found):
        return awaiting.record(uow, K.RETURNED, found, said, by=by, at=at)
    return on_dossier(uow, K.RETURNED, found, payload, by=by, at=at)


def is_apology_owed(dossier: Dossier) -> bool:
    """Whether the result comes late and nobody apologised (TT 01/2018, Điều 8; TT 03/2025: form 04)."""
    return (
        dossier.status is Status.FINISHED
        and dossier.outcome == Outcome.LATE
        and dossier.extension is None
    )


def _check_apology(uow: UnitOfWork, dossier: Dossier) -> None:
    if not is_apology_owed(dossier):
        return
    if uow.reference.agency.is_apology_required:
        raise errors.ApologyMissing(code=dossier.code, due_at=_minute(dossier.due_at))
    uow.warnings.append("late_without_apology")


def _minute(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None


def _is_known_to(dossier: Dossier, name: str) -> bool:
    """Whether the name is one of those that handed the dossier in."""
    wanted = fold(name)
    parties = (dossier.applicant, dossier.submitter)
    names = [text for p in parties if p is not None for text in (p.name, p.representative) if text]
    return wanted in {fold(known) for known in names}
