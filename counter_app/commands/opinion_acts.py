"""Handlers of feedback and satisfaction: from a checked line to the service and its answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from counter_app.commands import opinion_models as m
from counter_app.services import feedback
from counter_app.services.feedback import FeedbackDone
from counter_app.services.results import ActDone
from counter_app.storage.unit_of_work import UnitOfWork

Answer = dict[str, Any]


def survey_of_dossier(uow: UnitOfWork, act: m.Survey, at: datetime | None) -> ActDone:
    """A survey that names its dossier."""
    return feedback.survey_dossier(
        uow, act.code or "", scores=act.scores, text=act.text or "", by=act.by, at=at
    )


def survey_of_nobody(uow: UnitOfWork, act: m.Survey, at: datetime | None) -> Answer:
    """A survey that names no dossier."""
    event_id = feedback.survey_anybody(uow, scores=act.scores, text=act.text or "", by=act.by, at=at)
    return {"ok": True, "event_id": event_id}


def _feedback(uow: UnitOfWork, act: m.Feedback, at: datetime | None) -> Answer:
    done = feedback.receive_feedback(
        uow,
        text=act.text,
        from_name=act.from_name or "",
        contact=act.contact or "",
        channel=act.channel,
        code=act.code or "",
        by=act.by,
        at=at,
    )
    return _answer(done) | {"provisional": done.is_provisional}


def _answered(uow: UnitOfWork, act: m.AnswerFeedback, at: datetime | None) -> Answer:
    done = feedback.answer_feedback(
        uow, act.feedback, answer=act.answer, how=act.how or "", by=act.by, at=at
    )
    return _answer(done) | {"late": done.is_late}


def _answer(done: FeedbackDone) -> Answer:
    return {
        "ok": True,
        "feedback": done.number.text,
        "number": done.number.number,
        "event_id": done.event_id,
        "due_on": done.due_on.isoformat(),
        "warnings": list(done.warnings),
    }


HANDLERS: dict[type[Any], Callable[[UnitOfWork, Any, datetime | None], Answer]] = {
    m.Feedback: _feedback,
    m.AnswerFeedback: _answered,
}
"""Model → what it does; `survey` has two ways, with and without a dossier."""
