"""The command `deadline`: one JSON line in, one JSON line out; a due date computed without any store."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.deadline import (
    Due,
    LimitUnit,
    Outcome,
    Pause,
    TimeLimit,
    compute,
    outcome,
    remaining_minutes,
)
from counter_app.domain.errors import CounterError, InvalidField, LineNotJson, MomentBeforeReception
from counter_app.forms.wording import due_explanation

REQUIRED = ("received", "unit", "amount")
OPTIONAL = ("pauses", "extension", "finished", "now")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:00)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SHOWN_LETTERS = 80
"""A fact repeats this much of a bad value at most."""

T = TypeVar("T")


class TextOut(Protocol):
    """Where answers go: standard output, or a list of lines in a test."""

    def write(self, text: str, /) -> object:
        """Take one piece of text."""

    def flush(self) -> object:
        """Hand over what was written."""


def run(lines: Iterable[str], calendar: WorkingCalendar, out: TextOut) -> int:
    """Answer each line with one line, in order, flushed; refused or not. The exit code is 0."""
    for line in lines:
        out.write(_encoded(answer_line(line, calendar)) + "\n")
        out.flush()
    return 0


def answer_line(text: str, calendar: WorkingCalendar) -> dict[str, Any]:
    """The answer to one line of document 9 as a JSON object: `ok`, then the result or `error` and `facts`."""
    try:
        return _answer(_read(text), calendar)
    except CounterError as error:
        return {"ok": False, "error": error.code, "facts": error.facts}


def _encoded(answer: Mapping[str, Any]) -> str:
    line = json.dumps(answer, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:  # a fact repeats a lone surrogate, which no output encoding takes
        line = json.dumps(answer)
    return line


def _answer(fields: Mapping[str, Any], calendar: WorkingCalendar) -> dict[str, Any]:
    received_at = _moment(fields, "received")
    limit = TimeLimit(_amount(fields["amount"]), _unit(fields["unit"]))
    pauses = _pauses(fields.get("pauses"))
    extension = _day(fields, "extension") if fields.get("extension") is not None else None
    finished = _later_moment(fields, "finished", received_at)
    now = _later_moment(fields, "now", received_at)
    due = compute(received_at, limit, calendar, pauses, extension)
    return {
        "ok": True,
        "counted_from": due.counted_from.isoformat(timespec="minutes"),
        "due_at": None if due.at is None else due.at.isoformat(timespec="minutes"),
        "provisional": due.is_provisional,
        "state": _state(due, finished),
        "outcome": _outcome(due, finished),
        "remaining_minutes": _remaining(due, finished or now, calendar),
        "explanation": due_explanation(due),
    }


def _state(due: Due, finished: datetime | None) -> str:
    """An open pause comes first: what stands still has no due date, and cannot be finished either."""
    if due.is_paused:
        return "paused"
    return "running" if finished is None else "finished"


def _outcome(due: Due, finished: datetime | None) -> Outcome | None:
    return None if finished is None or due.at is None else outcome(finished, due.at, due.limit)


def _remaining(due: Due, moment: datetime | None, calendar: WorkingCalendar) -> int | None:
    if due.at is None:
        return due.remaining_at_stop
    return None if moment is None else remaining_minutes(moment, due.at, calendar)


def _read(text: str) -> dict[str, Any]:
    """The line's JSON object. Raises LineNotJson, or InvalidField for an unknown, double or missing key."""
    try:
        text = text.removeprefix("\ufeff")  # some editors begin a file with it
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise LineNotJson(problem="not_json") from None
    if not isinstance(value, dict):
        raise LineNotJson(problem="not_an_object")
    for name in value:
        if name not in REQUIRED and name not in OPTIONAL:
            raise InvalidField(field=_shown(name), problem="unknown_field")
    for name in REQUIRED:
        if name not in value:
            raise InvalidField(field=name, problem="missing")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise InvalidField(field=_shown(max(names, key=names.count)), problem="duplicate_field")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _shown(value: object) -> object:
    """A value fit to be repeated in an answer: short, and JSON."""
    if value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < 10**15):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text[:SHOWN_LETTERS]


def _unit(value: object) -> LimitUnit:
    if not isinstance(value, str) or value not in set(LimitUnit):
        raise InvalidField(field="unit", problem="unknown", value=_shown(value), possible=list(LimitUnit))
    return LimitUnit(value)


def _amount(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidField(field="amount", problem="not_a_whole_number", value=_shown(value))
    return value


def _moment_of(value: object, name: str) -> datetime:
    return _parsed(value, name, MOMENT, datetime.fromisoformat, ("not_a_moment", "YYYY-MM-DDTHH:MM"))


def _parsed(
    value: object, name: str, pattern: re.Pattern[str], parse: Callable[[str], T], says: tuple[str, str]
) -> T:
    """`parse` reads more forms than the contract has, so the pattern decides on the form first."""
    problem, form = says
    error = InvalidField(field=name, problem=problem, value=_shown(value), form=form)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise error
    try:
        return parse(value)
    except ValueError:
        raise error from None


def _moment(fields: Mapping[str, Any], name: str) -> datetime:
    return _moment_of(fields[name], name)


def _later_moment(fields: Mapping[str, Any], name: str, received_at: datetime) -> datetime | None:
    if fields.get(name) is None:
        return None
    moment = _moment(fields, name)
    if moment < received_at:
        raise MomentBeforeReception(
            field=name,
            value=moment.isoformat(timespec="minutes"),
            received_at=received_at.isoformat(timespec="minutes"),
        )
    return moment


def _day(fields: Mapping[str, Any], name: str) -> date:
    return _parsed(fields[name], name, DAY, date.fromisoformat, ("not_a_date", "YYYY-MM-DD"))


def _pauses(value: object) -> tuple[Pause, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise InvalidField(field="pauses", problem="not_a_list", value=_shown(value))
    return tuple(_pause(pair) for pair in value)


def _pause(pair: object) -> Pause:
    if not isinstance(pair, list) or len(pair) != 2:
        raise InvalidField(field="pauses", problem="not_a_pair", value=_shown(pair))
    start, end = pair
    return Pause(_moment_of(start, "pauses"), None if end is None else _moment_of(end, "pauses"))
