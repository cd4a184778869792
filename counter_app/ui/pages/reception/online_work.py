"""Online dossiers on the worker: which wait to be taken in, their forms, and noting one that came.

Services and queries are imported when they are called, on the worker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from counter_app.domain.intake import NewDossier
from counter_app.ui.pages.reception.form_state import FormState, of_dossier, of_registered

Reads = Callable[[Any], Any]


@dataclass(frozen=True)
class OnlineDossier:
    """One that came online and was neither taken in nor answered. `since` is local."""

    portal_code: str
    applicant: str
    since: datetime


def waiting_online() -> Reads:
    """The longest waiting first."""

    def do(reading: Any) -> tuple[OnlineDossier, ...]:
        from counter_app.queries.intake import registered

        return tuple(OnlineDossier(row.portal_code, row.applicant, row.since) for row in registered(reading))

    return do


def form_of(code: str, form_id: str, now: datetime) -> Reads:
    """The form of a dossier: of one only registered to be taken in, of any other to be corrected."""

    def do(reading: Any) -> FormState:
        from counter_app.domain.dossier import Status
        from counter_app.domain.intake import form_of as form_of_dossier
        from counter_app.queries.dossiers import one_dossier

        dossier = one_dossier(reading, code, now).dossier
        if dossier.status is Status.REGISTERED:
            return of_registered(form_of_dossier(dossier), form_id)
        received_at = dossier.received_at.isoformat(timespec="minutes") if dossier.received_at else ""
        return of_dossier(form_of_dossier(dossier), form_id, dossier.code, received_at)

    return do


def register(form_id: str, new: NewDossier, by: str) -> Reads:
    """Note a dossier that came online, once for this form; answers its portal code."""

    def do(uow: Any) -> str:
        from counter_app.services import drafts, reception
        from counter_app.services.requests import once

        def act() -> dict[str, Any]:
            stream, _ = reception.register(uow, new, by=by)
            return {"portal_code": uow.dossier(stream).portal_code}

        answer = once(uow, form_id, {"act": "register", "form": asdict(new), "by": by}, act)
        drafts.delete_draft(uow, form_id)
        uow.commit()
        return str(answer["portal_code"])

    return do
