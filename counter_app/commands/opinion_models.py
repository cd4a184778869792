"""The acts of feedback and satisfaction as pydantic models."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictInt

from counter_app.commands.act_base import ActModel, Text, Word


def _by_question(scores: Any) -> Any:
    """A list in the order of the paper as scores by question; null is a question that was left out."""
    if not isinstance(scores, list):
        return scores
    return {str(place): score for place, score in enumerate(scores, start=1) if score is not None}


Scores = Annotated[
    dict[Word, StrictInt],
    BeforeValidator(_by_question),
    Field(description="question → 1 (not satisfied) to 4 (very satisfied)"),
]


class Survey(ActModel):
    """Note a satisfaction survey: questions "1" to "5" of the paper, "overall" of the return desk."""

    act: Literal["survey"]
    code: Word | None = None
    scores: Scores
    text: Text | None = None


class Feedback(ActModel):
    """Take in a complaint or suggestion about the service (no khiếu nại, tố cáo)."""

    act: Literal["feedback"]
    text: Text
    from_name: Annotated[Text | None, Field(alias="from")] = None
    contact: Text | None = None
    channel: Literal["direct", "phone", "email", "portal", "post", "box"] = "direct"
    code: Word | None = None


class AnswerFeedback(ActModel):
    """Note the answer to a feedback; `feedback` is its number: "PA-2026-1.7", "7/2026" or "7"."""

    act: Literal["answer_feedback"]
    feedback: Word
    answer: Text
    how: Text | None = None
