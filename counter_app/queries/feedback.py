"""Feedback as a list with what is due, its figures of a period, and what surveys say per question."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from counter_app.domain.deadline import LimitUnit, TimeLimit, compute
from counter_app.domain.feedback import (
    HIGHEST_SCORE,
    LOWEST_SCORE,
    QUESTIONS,
    SATISFIED,
    FeedbackNumber,
    FeedbackState,
    number_of,
    read_number,
    state_of,
)
from counter_app.domain.text import fold, search_tokens
from counter_app.storage import projection_tables as p
from counter_app.storage.reference import Reference
from counter_app.storage.store import Reading

MOST_SHOWN = 2_000
"""Rows of one list: years of feedback of one authority."""


def answer_due(reference: Reference, received_at: datetime) -> tuple[date, bool]:
    """The day by which a feedback is to be answered, and whether its calendar is provisional."""
    limit = TimeLimit(reference.agency.feedback_days, LimitUnit.WORKING_DAY)
    due = compute(received_at, limit, reference.calendar)
    assert due.at is not None  # nothing pauses it
    return due.at.date(), due.is_provisional


class Shown(StrEnum):
    """Which feedback a list shows."""

    OPEN = "open"
    ANSWERED = "answered"
    ALL = "all"


@dataclass(frozen=True)
class FeedbackRow:
    """One feedback. Times are local; `answered_at` and `answered_by` are those of the first answer."""

    stream: str
    number: FeedbackNumber
    received_at: datetime
    by: str
    from_name: str
    contact: str
    channel: str
    text: str
    code: str
    due_on: date
    state: FeedbackState
    answer: str = ""
    how: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""


@dataclass(frozen=True)
class FeedbackList:
    """Rows that were asked for, and how many there are in all."""

    rows: tuple[FeedbackRow, ...]
    total: int


def feedback_list(reading: Reading, today: date, shown: Shown = Shown.ALL, words: str = "") -> FeedbackList:
    """Open ones first, by the day an answer is due; then the answered ones, the latest first.

    `words` narrows: a number (`7/2026`), a dossier's code, or words of name, contact, text and answer.
    """
    t = p.feedback
    wanted = select(t).order_by(t.c.answered_at.is_not(None), t.c.answered_at.desc(), t.c.due_on, t.c.at)
    if shown is not Shown.ALL:
        is_open = t.c.answered_at.is_(None)
        wanted = wanted.where(is_open if shown is Shown.OPEN else ~is_open)
    rows = [_row(row, today) for row in reading.conn.execute(wanted)]
    if words.strip():
        rows = _found(rows, words, today)
    return FeedbackList(tuple(rows[:MOST_SHOWN]), len(rows))


def _found(rows: Sequence[FeedbackRow], words: str, today: date) -> list[FeedbackRow]:
    number = read_number(words, year=today.year, desk=0)
    if number is not None:
        named = [row for row in rows if _is_named(row.number, number, has_desk="." in words)]
        if named:
            return named
    tokens = search_tokens(words)
    return [row for row in rows if _holds(row, tokens)]


def _is_named(one: FeedbackNumber, wanted: FeedbackNumber, *, has_desk: bool) -> bool:
    is_desk = not has_desk or one.desk == wanted.desk
    return is_desk and (one.year, one.number) == (wanted.year, wanted.number)


def _holds(row: FeedbackRow, tokens: Sequence[str]) -> bool:
    said = fold(" ".join((row.number.text, row.code, row.from_name, row.contact, row.text, row.answer)))
    return all(token in said for token in tokens)


def _row(row: Any, today: date) -> FeedbackRow:
    answered_at = datetime.fromisoformat(row.answered_at) if row.answered_at else None
    due_on = date.fromisoformat(row.due_on)
    return FeedbackRow(
        stream=row.stream,
        number=number_of(row.series, row.number),
        received_at=datetime.fromisoformat(row.at),
        by=row.by,
        from_name=row.from_name,
        contact=row.contact,
        channel=row.channel,
        text=row.text,
        code=row.code,
        due_on=due_on,
        state=state_of(due_on, answered_at.date() if answered_at else None, today),
        answer=row.answer,
        how=row.how,
        answered_at=answered_at,
        answered_by=row.answered_by or "",
    )


@dataclass(frozen=True)
class FeedbackCounts:
    """How much waits for an answer (`overdue` of `open`), and how much was answered."""

    open: int
    overdue: int
    answered: int


def feedback_counts(reading: Reading, today: date) -> FeedbackCounts:
    """Figures of the whole list."""
    t = p.feedback
    is_open = t.c.answered_at.is_(None)

    def count(*which: Any) -> int:
        return int(reading.conn.execute(select(func.count()).select_from(t).where(*which)).scalar_one())

    overdue = count(is_open, t.c.due_on < today.isoformat())
    return FeedbackCounts(count(is_open), overdue, count(~is_open))


@dataclass(frozen=True)
class FeedbackFigures:
    """Of the feedback received in a period: `received` = in_time + late + open_in_time + overdue, always."""

    received: int
    in_time: int
    late: int
    open_in_time: int
    overdue: int


def feedback_figures(reading: Reading, first: date, last: date, as_of: datetime) -> FeedbackFigures:
    """Received from `first` to `last` (both days included), and what had become of it at `as_of`."""
    t = p.feedback
    end = (last + timedelta(days=1)).isoformat()
    wanted = select(t).where(t.c.at >= first.isoformat(), t.c.at < end)
    states: dict[FeedbackState, int] = dict.fromkeys(FeedbackState, 0)
    received = 0
    for row in reading.conn.execute(wanted):
        if datetime.fromisoformat(row.at) > as_of:
            continue
        answered = datetime.fromisoformat(row.answered_at) if row.answered_at else None
        answered_on = answered.date() if answered is not None and answered <= as_of else None
        states[state_of(date.fromisoformat(row.due_on), answered_on, as_of.date())] += 1
        received += 1
    return FeedbackFigures(
        received=received,
        in_time=states[FeedbackState.IN_TIME],
        late=states[FeedbackState.LATE],
        open_in_time=states[FeedbackState.OPEN] + states[FeedbackState.SOON],
        overdue=states[FeedbackState.OVERDUE],
    )


@dataclass(frozen=True)
class QuestionShare:
    """Answers to one question. `by_score`: how many gave 1, 2, 3, 4; `satisfied` of `n` gave 3 or 4."""

    question: str
    by_score: tuple[int, ...]
    satisfied: int
    n: int


def survey_shares(
    reading: Reading, first: date, last: date, field: str | None = None
) -> tuple[QuestionShare, ...]:
    """What was answered from `first` to `last` (both days included): the five questions of the paper, then
    the overall one of the return desk, which is apart from them. `field`: code of one field, "" where no
    dossier was named, None for all."""
    t = p.survey
    end = (last + timedelta(days=1)).isoformat()
    wanted = select(t.c.scores).where(t.c.at >= first.isoformat(), t.c.at < end)
    if field is not None:
        wanted = wanted.where(t.c.field == field)
    counts = {question: dict.fromkeys(range(LOWEST_SCORE, HIGHEST_SCORE + 1), 0) for question in QUESTIONS}
    for text in reading.conn.execute(wanted).scalars():
        for question, score in json.loads(text).items():
            if question in counts and score in counts[question]:  # a newer program may ask for more
                counts[question][score] += 1
    return tuple(
        QuestionShare(
            question,
            tuple(by_score.values()),
            sum(count for score, count in by_score.items() if score >= SATISFIED),
            sum(by_score.values()),
        )
        for question, by_score in counts.items()
    )
