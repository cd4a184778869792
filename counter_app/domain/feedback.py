"""Feedback about the service and satisfaction: channels, numbers, questions and scores. No personal data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from counter_app.domain.errors import InvalidField
from counter_app.domain.printed_codes import LIVES_APART

OVERALL = "overall"
"""Question of the one key at the return desk; it is no question of the paper and is counted apart."""
PAPER_QUESTIONS = ("1", "2", "3", "4", "5")
"""Questions of the survey paper (phiếu đánh giá mức độ hài lòng), in its order."""
QUESTIONS = (*PAPER_QUESTIONS, OVERALL)
LOWEST_SCORE, HIGHEST_SCORE = 1, 4
"""Không hài lòng, and rất hài lòng."""
SATISFIED = 3
"""Scores from this one on count as satisfied: hài lòng, rất hài lòng."""

_NUMBER = re.compile(r"(?:PA-(\d{4})-([1-9]\d{0,4})\.|(?:([1-9]\d{0,4})\.)?)([1-9]\d{0,8})(?:/(\d{4}))?")


class FeedbackChannel(StrEnum):
    """How a feedback (phản ánh, kiến nghị) came; `box` is the letter box at the desk."""

    DIRECT = "direct"
    PHONE = "phone"
    EMAIL = "email"
    PORTAL = "portal"
    POST = "post"
    BOX = "box"


@dataclass(frozen=True)
class FeedbackNumber:
    """Number of a feedback: 1, 2, 3 … per year and desk, without gaps; `desk` is the desk's label."""

    year: int
    desk: int
    number: int

    @property
    def series(self) -> str:
        """`PA-2026-1`: what the number runs in."""
        return f"PA-{self.year}-{self.desk}"

    @property
    def text(self) -> str:
        """`PA-2026-1.7`, the whole name."""
        return f"{self.series}.{self.number}"

    def short(self, desks: int) -> str:
        """`7/2026`, with more than one desk, or in a later life of the only one, `1.7/2026`."""
        is_only = desks < 2 and self.desk < LIVES_APART
        return f"{self.number}/{self.year}" if is_only else f"{self.desk}.{self.number}/{self.year}"


def number_of(series: str, number: int) -> FeedbackNumber:
    """The number of a stored series."""
    _, year, desk = series.split("-")
    return FeedbackNumber(int(year), int(desk), number)


def read_number(text: str, *, year: int, desk: int) -> FeedbackNumber | None:
    """What a typed number means: `PA-2026-1.7`, `1.7/2026`, `7/2026`, or `7` of this year and desk."""
    found = _NUMBER.fullmatch(text.strip().upper())
    if found is None or (found[1] and found[5]):
        return None
    return FeedbackNumber(int(found[1] or found[5] or year), int(found[2] or found[3] or desk), int(found[4]))


class FeedbackState(StrEnum):
    """Where a feedback stands."""

    OPEN = "open"
    SOON = "soon"
    OVERDUE = "overdue"
    IN_TIME = "in_time"
    LATE = "late"


SOON_DAYS = 3


def state_of(due_on: date, answered_on: date | None, today: date) -> FeedbackState:
    """Open, soon due, overdue; answered in time or late. Kept or missed by the date."""
    if answered_on is not None:
        return FeedbackState.IN_TIME if answered_on <= due_on else FeedbackState.LATE
    if today > due_on:
        return FeedbackState.OVERDUE
    return FeedbackState.SOON if due_on - today < timedelta(days=SOON_DAYS) else FeedbackState.OPEN


def checked_scores(scores: Mapping[str, int]) -> dict[str, int]:
    """Scores by question, in the order of the questions; at least one, each from 1 to 4.

    Raises InvalidField: scores empty, unknown {value, possible}, wrong_type, out_of_range {lowest, highest}.
    """
    unknown = sorted(str(question) for question in scores if question not in QUESTIONS)
    if unknown:
        raise InvalidField(field="scores", problem="unknown", value=unknown[0], possible=list(QUESTIONS))
    for question, score in scores.items():
        place = f"scores.{question}"
        if type(score) is not int:
            raise InvalidField(field=place, problem="wrong_type")
        if not LOWEST_SCORE <= score <= HIGHEST_SCORE:
            raise InvalidField(
                field=place, problem="out_of_range", value=score, lowest=LOWEST_SCORE, highest=HIGHEST_SCORE
            )
    if not scores:
        raise InvalidField(field="scores", problem="empty")
    return {question: scores[question] for question in QUESTIONS if question in scores}
