"""What the page Phản ánh asks of the worker: functions that make the callables run there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from counter_app.domain.codes import parse_short_code
from counter_app.domain.errors import CounterError
from counter_app.queries.feedback import FeedbackCounts, FeedbackList, FeedbackRow, Shown
from counter_app.ui.list_export import Lines, ListKind, lines_of
from counter_app.ui.models.columns import Column

if TYPE_CHECKING:
    from counter_app.services.feedback import FeedbackDone

Work = Callable[[Any], Any]
EXPORT = ListKind("feedback", "Phản ánh", "phản ánh", "Phan anh", "export/folder")


@dataclass(frozen=True)
class NewFill:
    """What is typed in the form of a new feedback."""

    channel: str = "direct"
    from_name: str = ""
    contact: str = ""
    code: str = ""
    text: str = ""

    @property
    def is_touched(self) -> bool:
        """Whether something was typed that must not be lost."""
        return bool(self.from_name or self.contact or self.code or self.text)


@dataclass(frozen=True)
class AnswerFill:
    """What is typed as the answer to one feedback."""

    answer: str = ""
    how: str = ""


@dataclass(frozen=True)
class Typed:
    """Everything one person has typed on the page and not yet recorded; answers by stream."""

    new: NewFill = NewFill()
    answers: tuple[tuple[str, AnswerFill], ...] = ()

    @property
    def is_touched(self) -> bool:
        """Whether there is anything to keep."""
        return self.new.is_touched or bool(self.answers)

    def to_json(self) -> dict[str, Any]:
        """JSON values of a draft."""
        return {"new": asdict(self.new), "answers": {stream: asdict(fill) for stream, fill in self.answers}}

    @staticmethod
    def from_json(form: Mapping[str, Any]) -> Typed:
        """Inverse of `to_json`; what this version does not know is left out."""
        answers = form.get("answers", {})
        return Typed(
            _known(NewFill, form.get("new", {})),
            tuple((stream, _known(AnswerFill, fill)) for stream, fill in answers.items()),
        )


def _known(kind: Any, values: Mapping[str, Any]) -> Any:
    names = {item.name for item in fields(kind)}
    return kind(**{name: str(value) for name, value in values.items() if name in names})


@dataclass(frozen=True)
class Book:
    """The list with its figures. `due_on`: by when a feedback taken in now is to be answered; `days` is what
    the agency set."""

    found: FeedbackList
    counts: FeedbackCounts
    due_on: date
    days: int
    staff: Mapping[str, Any]


def book(shown: Shown, words: str, now: datetime) -> Work:
    """Read the list."""

    def do(reading: Any) -> Book:
        from counter_app.queries.feedback import answer_due, feedback_counts, feedback_list

        found = feedback_list(reading, now.date(), shown, words)
        reference = reading.reference
        due_on, _ = answer_due(reference, now)
        counts = feedback_counts(reading, now.date())
        return Book(found, counts, due_on, reference.agency.feedback_days, reference.staff)

    return do


def whole_code(typed: str, agency_id: str) -> str:
    """The whole code of `261123-0001`, as lists show it; anything else as it was typed."""
    try:
        return parse_short_code(typed, agency_id).text
    except CounterError:
        return typed


def receive(fill: NewFill, by: str, left: Typed) -> Work:
    """Take a feedback in. `left`: what stays typed on the page, kept with the act: no draft outlives it."""

    def do(uow: Any) -> FeedbackDone:
        from counter_app.services.feedback import receive_feedback

        done = receive_feedback(uow, **asdict(fill), by=by)
        _keep(uow, left, by)
        uow.commit()
        return done

    return do


def answer(stream: str, fill: AnswerFill, by: str, left: Typed) -> Work:
    """Note the answer to a feedback; `left` as in `receive`."""

    def do(uow: Any) -> FeedbackDone:
        from counter_app.services.feedback import answer_feedback

        done = answer_feedback(uow, stream, **asdict(fill), by=by)
        _keep(uow, left, by)
        uow.commit()
        return done

    return do


def draft_owner(login: str) -> str:
    """Owner and id of what a person has typed here; not the login itself, which is reception's."""
    return f"{login}/feedback"


def kept(login: str) -> Work:
    """What this person had typed."""

    def do(reading: Any) -> Typed:
        from counter_app.queries.drafts import drafts_of

        found = drafts_of(reading.conn, draft_owner(login))
        return Typed.from_json(found[0].form) if found else Typed()

    return do


def keep(typed: Typed, login: str) -> Work:
    """Keep what is typed as it stands."""

    def do(uow: Any) -> None:
        _keep(uow, typed, login)
        uow.commit()

    return do


def _keep(uow: Any, typed: Typed, login: str) -> None:
    from counter_app.services import drafts

    if typed.is_touched:
        drafts.save_draft(uow, draft_owner(login), draft_owner(login), typed.to_json())
    else:
        drafts.delete_draft(uow, draft_owner(login))


def export_rows(
    columns: Sequence[Column[FeedbackRow]], rows: Sequence[FeedbackRow]
) -> Callable[[Any], Lines]:
    """What the list says of these rows, which were read before."""
    return lambda _reading: lines_of(columns, rows)
