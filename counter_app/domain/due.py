"""The promised date as a value: the time limit, the due moment, why it is that one, and its JSON form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from counter_app.domain.calendar import DaysOff
from counter_app.domain.errors import TimeLimitNotPossible
from counter_app.domain.pauses import PauseMove

LARGEST_AMOUNT = 3650


class LimitUnit(StrEnum):
    """What a limit counts: ngày làm việc, ngày, tháng, giờ làm việc. The strings are stored."""

    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"
    WORKING_HOUR = "working_hour"


class Outcome(StrEnum):
    """How a finished dossier stands to its due date: trước hạn, đúng hạn, quá hạn."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


@dataclass(frozen=True)
class TimeLimit:
    """Time limit of a procedure (thời hạn giải quyết). 0 working days means: on the same day.

    Raises TimeLimitNotPossible for an amount that is no whole number from 1 (working_day: 0) to 3,650.
    """

    amount: int
    unit: LimitUnit

    def __post_init__(self) -> None:
        smallest = 0 if self.unit is LimitUnit.WORKING_DAY else 1
        is_whole = type(self.amount) is int
        if not is_whole or not smallest <= self.amount <= LARGEST_AMOUNT:
            raise TimeLimitNotPossible(
                amount=self.amount, unit=str(self.unit), min=smallest, max=LARGEST_AMOUNT
            )

    @property
    def is_by_minute(self) -> bool:
        """Whether the limit is kept or missed by the minute (hours), not by the date."""
        return self.unit is LimitUnit.WORKING_HOUR

    @property
    def is_by_calendar(self) -> bool:
        """Whether days off are counted too (days, months), and only the end moves off them."""
        return self.unit is LimitUnit.DAY or self.unit is LimitUnit.MONTH


@dataclass(frozen=True)
class Due:
    """The due moment (hẹn trả) and why it is that one; stored as it was promised.

    at: the due moment, None while the clock stands still. first_at: without pauses and extension.
    rolled_over: the days off a `day` or `month` limit ran into, from the day it reached by plain counting.
    skipped: runs of days off that were not counted; unlisted_weekends: plain weekends left out of `skipped`.
    swap_days: days worked against the weekly pattern (làm bù) that were counted.
    moves: what each merged pause did, in order; those begun before `extended_at` (None: all) lie before the
    extension. before_extension: the due moment that the extension replaced.
    at_stop, remaining_at_stop: only while paused: the due moment as it stood when the clock stopped, and the
    working minutes from the stop to it.
    is_provisional: a year without confirmed notice lies between reception and the due date.
    """

    at: datetime | None
    received_at: datetime
    counted_from: datetime
    limit: TimeLimit
    calendar_version: str
    is_provisional: bool
    first_at: datetime
    rolled_over: DaysOff | None = None
    skipped: tuple[DaysOff, ...] = ()
    unlisted_weekends: int = 0
    swap_days: tuple[date, ...] = ()
    moves: tuple[PauseMove, ...] = ()
    extension: date | None = None
    extended_at: datetime | None = None
    before_extension: datetime | None = None
    at_stop: datetime | None = None
    remaining_at_stop: int | None = None

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands still; then there is no due moment."""
        return self.at is None

    @property
    def stopped_at(self) -> datetime | None:
        """When the clock stopped, while it stands still."""
        return self.moves[-1].start if self.moves and self.is_paused else None

    def to_json(self) -> dict[str, Any]:
        """JSON object for an event's payload; what is empty is left out. `from_json` is its inverse."""
        whole = {
            "at": _text(self.at),
            "received_at": _text(self.received_at),
            "counted_from": _text(self.counted_from),
            "limit": [self.limit.amount, str(self.limit.unit)],
            "calendar_version": self.calendar_version,
            "is_provisional": self.is_provisional,
            "first_at": _text(self.first_at),
            "rolled_over": None if self.rolled_over is None else _run_to_json(self.rolled_over),
            "skipped": [_run_to_json(run) for run in self.skipped],
            "unlisted_weekends": self.unlisted_weekends or None,
            "swap_days": [day.isoformat() for day in self.swap_days],
            "moves": [[_text(move.start), _text(move.end), move.amount] for move in self.moves],
            "extension": None if self.extension is None else self.extension.isoformat(),
            "extended_at": _text(self.extended_at),
            "before_extension": _text(self.before_extension),
            "at_stop": _text(self.at_stop),
            "remaining_at_stop": self.remaining_at_stop,
        }
        return {name: value for name, value in whole.items() if name == "at" or value not in (None, [])}

    @classmethod
    def from_json(cls, payload: Mapping[str, Any]) -> Due:
        """Read back what `to_json` gave. Raises KeyError, TypeError or ValueError for anything else."""
        amount, unit = payload["limit"]
        rolled_over, extension = payload.get("rolled_over"), payload.get("extension")
        return cls(
            at=_moment(payload["at"]),
            received_at=datetime.fromisoformat(payload["received_at"]),
            counted_from=datetime.fromisoformat(payload["counted_from"]),
            limit=TimeLimit(amount, LimitUnit(unit)),
            calendar_version=payload["calendar_version"],
            is_provisional=payload["is_provisional"],
            first_at=datetime.fromisoformat(payload["first_at"]),
            rolled_over=None if rolled_over is None else _run_from_json(rolled_over),
            skipped=tuple(_run_from_json(run) for run in payload.get("skipped", ())),
            unlisted_weekends=payload.get("unlisted_weekends", 0),
            swap_days=tuple(date.fromisoformat(day) for day in payload.get("swap_days", ())),
            moves=tuple(_move_from_json(*move) for move in payload.get("moves", ())),
            extension=None if extension is None else date.fromisoformat(extension),
            extended_at=_moment(payload.get("extended_at")),
            before_extension=_moment(payload.get("before_extension")),
            at_stop=_moment(payload.get("at_stop")),
            remaining_at_stop=payload.get("remaining_at_stop"),
        )


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="minutes")


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _run_to_json(run: DaysOff) -> list[Any]:
    return [run.first.isoformat(), run.last.isoformat(), *run.labels]


def _run_from_json(parts: list[str]) -> DaysOff:
    first, last, *labels = parts
    return DaysOff(date.fromisoformat(first), date.fromisoformat(last), tuple(labels))


def _move_from_json(start: str, end: str | None, amount: int) -> PauseMove:
    return PauseMove(datetime.fromisoformat(start), _moment(end), amount)
