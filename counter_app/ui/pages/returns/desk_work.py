"""What the return page asks of the worker: functions that make the callables run there.

Services and queries are imported when they are called, on the worker: the first painted frame must not
wait for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from counter_app.domain.errors import DossierUnknown
from counter_app.domain.text import fold, search_tokens
from counter_app.ui.pages.returns.fill import Fill, lost_note, paper_of

if TYPE_CHECKING:
    from counter_app.queries.awaited import NotHere
    from counter_app.queries.dossiers import DossierRow
    from counter_app.queries.returns import Awaiting, CollectView

Reads = Callable[[Any], Any]
MOST_FOUND = 8
_MOST_LOOKED_AT = 200
_READY = frozenset({"finished", "withdrawn", "stopped", "refused"})


@dataclass(frozen=True)
class Book:
    """What the page knows of units and people, with the list."""

    awaiting: Awaiting
    reference: Any


@dataclass(frozen=True)
class SignedOff:
    """A result that was handed out. `is_survey_wanted`: somebody stands there who was never asked how
    satisfied they are with this dossier."""

    code: str
    to_whom: str
    at: datetime
    is_survey_wanted: bool = False
    warnings: tuple[str, ...] = ()


def waiting_list(now: datetime) -> Reads:
    """Everything that waits to be collected."""

    def do(reading: Any) -> Book:
        from counter_app.queries.returns import awaiting_return

        return Book(awaiting_return(reading, now), reading.reference)

    return do


def collect(code: str, now: datetime) -> Reads:
    """One dossier at the return desk."""

    def do(reading: Any) -> CollectView:
        from counter_app.queries.returns import collect_view

        return collect_view(reading, code, now)

    return do


def opening(text: str, now: datetime, by: str) -> Reads:
    """One dossier at the return desk, or the little that is known of one whose data are not here yet."""

    def do(reading: Any) -> CollectView | NotHere:
        from counter_app.queries.awaited import not_here
        from counter_app.queries.returns import collect_view

        try:
            return collect_view(reading, text, now)
        except DossierUnknown:
            found = not_here(reading, text, reading.reference.person(by).unit)
            if found is None:
                raise
            return found

    return do


def sign_off_unknown(code: str, to_whom: str, id_number: str, by: str) -> Reads:
    """Hand out the result of a dossier whose data are not here yet."""

    def do(uow: Any) -> SignedOff:
        from counter_app.domain.dossier import ReturnBy
        from counter_app.services import processing

        done = processing.return_result(
            uow, code, to_whom=to_whom, id_number=id_number, method=ReturnBy.DESK, by=by
        )
        at = uow.local_now
        uow.commit()
        return SignedOff(done.code, to_whom, at, warnings=tuple(done.warnings))

    return do


def find(typed: str, now: datetime) -> Reads:
    """Dossiers that a name, an id or a piece of a code names: the applicant's name before other words, and
    of a company with many dossiers first those with something to collect."""

    def do(reading: Any) -> list[DossierRow]:
        from counter_app.queries.search import search

        words = search_tokens(typed)

        def rank(row: DossierRow) -> tuple[bool, bool]:
            name = fold(row.applicant_name)
            return not all(word in name for word in words), row.status not in _READY

        return sorted(search(reading, typed, now, _MOST_LOOKED_AT), key=rank)[:MOST_FOUND]

    return do


def sign_off(fill: Fill, request_id: str, by: str) -> Reads:
    """Hand the result out and note a lost receipt, in one transaction; the same form twice is one act."""

    def do(uow: Any) -> SignedOff:
        from counter_app.domain.dossier import ReturnBy
        from counter_app.services import drafts, feedback, processing, remarks
        from counter_app.services.requests import once

        def act() -> dict[str, Any]:
            done = processing.return_result(
                uow,
                fill.code,
                to_whom=fill.name,
                id_number=fill.id_number if fill.is_at_desk else "",
                method=ReturnBy(fill.method),
                proxy_paper=paper_of(fill),
                by=by,
            )
            words = lost_note(fill)
            if words:
                remarks.note(uow, fill.code, text=words, by=by)
            at = uow.local_now.isoformat(timespec="minutes")
            return {"code": done.code, "at": at, "warnings": list(done.warnings)}

        content = {"act": "return_result", "form": fill.to_json(), "by": by}
        answer = once(uow, request_id, content, act)
        drafts.delete_draft(uow, draft_id(by, fill.code))
        is_wanted = fill.is_at_desk and feedback.is_survey_wanted(uow, fill.code)
        uow.commit()
        at = datetime.fromisoformat(answer["at"])
        return SignedOff(answer["code"], fill.name, at, is_wanted, tuple(answer["warnings"]))

    return do


def survey(code: str, score: int, by: str) -> Reads:
    """Note how satisfied somebody is on the whole, 4 to 1: the one key of the return desk."""

    def do(uow: Any) -> str:
        from counter_app.domain.feedback import OVERALL
        from counter_app.services.feedback import survey_dossier

        done = survey_dossier(uow, code, scores={OVERALL: score}, by=by)
        uow.commit()
        return done.code

    return do


def notify(code: str, how: str, words: str, by: str) -> Reads:
    """Note that the applicant was told."""

    def do(uow: Any) -> str:
        from counter_app.services.remarks import notify as note_call

        done = note_call(uow, code, how=how, text=words, by=by)
        uow.commit()
        return done.code

    return do


def draft_owner(login: str) -> str:
    """Owner of half-filled returns: not the login itself, under which reception keeps its own forms."""
    return f"{login}/returns"


def draft_id(login: str, code: str) -> str:
    """One draft a person and dossier."""
    return f"{draft_owner(login)}/{code}"


def kept(login: str) -> Reads:
    """Half-filled returns of a person, the latest first."""

    def do(reading: Any) -> tuple[Fill, ...]:
        from counter_app.queries.drafts import drafts_of

        found = drafts_of(reading.conn, draft_owner(login))
        return tuple(Fill.from_json(each.form) for each in found)

    return do


def keep(fill: Fill, login: str) -> Reads:
    """Keep a half-filled return as it stands, or forget one in which nothing was typed."""

    def do(uow: Any) -> None:
        from counter_app.services import drafts

        name = draft_id(login, fill.code)
        if fill.is_touched:
            drafts.save_draft(uow, name, draft_owner(login), fill.to_json())
        else:
            drafts.delete_draft(uow, name)
        uow.commit()

    return do
