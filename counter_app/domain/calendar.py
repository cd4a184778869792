"""Working time of the agency: which days are worked (lịch làm việc), which hours, and counting in both.

The weekly pattern (Monday to Friday) is bent by exceptions per date, each with its notice: days off
(holidays, compensatory and swapped days) and swap Saturdays that are worked. Nothing here is a table of
years: ranks of working days are computed from the pattern and the exceptions, so any year of the
Gregorian calendar works, and a year without a confirmed notice is only *provisional*.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import accumulate

from counter_app.domain.errors import DateOutOfRange, InvalidField

WEEKEND = "weekend"
"""Label of a day that is off by the weekly pattern alone."""

MONDAY_TO_FRIDAY = frozenset(range(5))


class DayKind(StrEnum):
    """What an exception makes of a day: ngày nghỉ, ngày làm bù. The strings are stored."""

    OFF = "off"
    WORKING = "working"


@dataclass(frozen=True)
class CalendarDay:
    """An exception to the weekly pattern. `notice` is the legal source, as printed on it."""

    day: date
    kind: DayKind
    label: str
    notice: str
    is_confirmed: bool = True


@dataclass(frozen=True)
class DaysOff:
    """An unbroken run of days off, both ends included, between two working days.

    labels: of its days in order of appearance, each once; `WEEKEND` stands for the weekly pattern.
    """

    first: date
    last: date
    labels: tuple[str, ...]

    @property
    def is_plain_weekend(self) -> bool:
        """Whether no holiday is part of it."""
        return self.labels == (WEEKEND,)


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


@dataclass(frozen=True)
class WorkingHours:
    """The two sessions of a working day and the cut-off of same-day procedures, local wall times.

    Raises InvalidField when the sessions are not in order.
    """

    morning_from: time = time(7, 30)
    morning_to: time = time(11, 30)
    afternoon_from: time = time(13, 30)
    afternoon_to: time = time(17, 30)
    same_day_cut_off: time = time(15, 0)

    def __post_init__(self) -> None:
        if not self.morning_from < self.morning_to <= self.afternoon_from < self.afternoon_to:
            raise InvalidField(field="hours", problem="not_in_order")

    @cached_property
    def morning_minutes(self) -> int:
        """Length of the morning session in minutes."""
        return _minute(self.morning_to) - _minute(self.morning_from)

    @cached_property
    def minutes_per_day(self) -> int:
        """Working minutes of a day."""
        return self.morning_minutes + _minute(self.afternoon_to) - _minute(self.afternoon_from)

    @cached_property
    def _bounds(self) -> tuple[int, int, int, int]:
        return (
            _minute(self.morning_from),
            _minute(self.morning_to),
            _minute(self.afternoon_from),
            _minute(self.afternoon_to),
        )

    def elapsed(self, moment: time) -> int:
        """Working minutes of the day that lie before `moment`."""
        opening, noon, reopening, closing = self._bounds
        minute = moment.hour * 60 + moment.minute
        if minute <= noon:
            return max(0, minute - opening)
        return self.morning_minutes + max(0, min(minute, closing) - reopening)

    def contains(self, moment: time) -> bool:
        """Whether the minute that begins at `moment` is a working one."""
        opening, noon, reopening, closing = self._bounds
        minute = moment.hour * 60 + moment.minute
        return opening <= minute < noon or reopening <= minute < closing


@dataclass(frozen=True)
class _Exceptions:
    """The exceptions that differ from the weekly pattern, by ordinal, in order, and what they sum up to."""

    ordinals: list[int]
    is_extra: list[bool]
    shifts: list[int]  # shifts[i]: working days gained by the first i exceptions
    ranks: list[int]  # ranks[i]: rank of ordinals[i]


@dataclass(frozen=True)
class WorkingCalendar:
    """The weekly pattern, its exceptions and the hours, under one version name.

    days: exceptions by date. confirmed_years: years whose notice is out. weekly: worked weekdays, 0 = Monday.
    A *rank* is the number of working days from 1 January of year 1 up to a day, that day included.
    Raises InvalidField for a weekly pattern without a day, or with one that is none.
    """

    version: str
    days: Mapping[date, CalendarDay] = field(hash=False)
    confirmed_years: frozenset[int]
    hours: WorkingHours = WorkingHours()
    weekly: frozenset[int] = MONDAY_TO_FRIDAY

    def __post_init__(self) -> None:
        if not self.weekly or not self.weekly <= frozenset(range(7)):
            raise InvalidField(field="weekly", problem="not_a_week", value=sorted(self.weekly))

    @cached_property
    def _weekdays(self) -> tuple[int, ...]:
        return tuple(sorted(self.weekly))

    @cached_property
    def _week_prefix(self) -> tuple[int, ...]:
        return tuple(accumulate((weekday in self.weekly for weekday in range(6)), initial=0))

    @cached_property
    def _exceptions(self) -> _Exceptions:
        found = [
            (day.toordinal(), entry.kind is DayKind.WORKING)
            for day, entry in sorted(self.days.items())
            if (entry.kind is DayKind.WORKING) != (day.weekday() in self.weekly)
        ]
        shifts = list(accumulate((1 if extra else -1 for _, extra in found), initial=0))
        ordinals = [ordinal for ordinal, _ in found]
        ranks = [self._weekly_rank(o) + shift for o, shift in zip(ordinals, shifts[1:], strict=True)]
        return _Exceptions(ordinals, [extra for _, extra in found], shifts, ranks)

    def _weekly_rank(self, ordinal: int) -> int:
        weeks, rest = divmod(ordinal, 7)  # ordinal 1 is a Monday
        return weeks * len(self._weekdays) + self._week_prefix[rest]

    def _rank(self, ordinal: int) -> int:
        found = self._exceptions
        return self._weekly_rank(ordinal) + found.shifts[bisect_right(found.ordinals, ordinal)]

    def _day_of_rank(self, rank: int) -> date:
        found = self._exceptions
        before = bisect_left(found.ranks, rank)
        if before < len(found.ranks) and found.ranks[before] == rank and found.is_extra[before]:
            return date.fromordinal(found.ordinals[before])
        weeks, weekday = divmod(rank - found.shifts[before] - 1, len(self._weekdays))
        try:
            return date.fromordinal(weeks * 7 + self._weekdays[weekday] + 1)
        except (ValueError, OverflowError):
            raise DateOutOfRange(latest=date.max.isoformat()) from None

    def is_confirmed(self, year: int) -> bool:
        """Whether the notice of that year is out; if not, what is counted in it is provisional."""
        return year in self.confirmed_years

    def is_working(self, day: date) -> bool:
        """Whether the agency works on that day."""
        entry = self.days.get(day)
        return day.weekday() in self.weekly if entry is None else entry.kind is DayKind.WORKING

    def is_working_moment(self, moment: datetime) -> bool:
        """Whether the minute that begins at `moment` is working time."""
        return self.is_working(moment.date()) and self.hours.contains(moment.time())

    def label(self, day: date) -> str:
        """The exception's label; `WEEKEND` for a day off by the pattern; empty for any other day."""
        entry = self.days.get(day)
        if entry is not None:
            return entry.label
        return "" if day.weekday() in self.weekly else WEEKEND

    def nth_working_after(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which itself is not counted.

        Negative n counts back from a working day; n = 0 is the last working day up to `day`.
        Raises DateOutOfRange beyond year 9999.
        """
        return self._day_of_rank(self._rank(day.toordinal()) + n)

    def next_working(self, day: date) -> date:
        """The first working day after `day`. Raises DateOutOfRange beyond year 9999."""
        return self.nth_working_after(day, 1)

    def on_or_after(self, day: date) -> date:
        """`day` moved forward to a working day, if it is none. Raises DateOutOfRange beyond year 9999."""
        return day if self.is_working(day) else self.nth_working_after(day, 1)

    def working_days(self, after: date, up_to: date) -> int:
        """Number of working days d with after < d <= up_to; negative when `up_to` is the earlier one."""
        return self._rank(up_to.toordinal()) - self._rank(after.toordinal())

    def opening(self, day: date) -> datetime:
        """The moment the morning session of `day` begins, worked or not."""
        return datetime.combine(day, self.hours.morning_from)

    def closing(self, day: date) -> datetime:
        """The moment the afternoon session of `day` ends, worked or not."""
        return datetime.combine(day, self.hours.afternoon_to)

    def counted_from(self, moment: datetime) -> datetime:
        """Where counting begins for what came in at `moment`: the next minute that is working time.

        At or after closing and on days off: opening of the next working day; before opening: opening;
        in the lunch break: the afternoon session. Raises DateOutOfRange beyond year 9999.
        """
        day, at = moment.date(), moment.time()
        hours = self.hours
        if at >= hours.afternoon_to or not self.is_working(day):
            return self.opening(self.next_working(day))
        if at < hours.morning_from:
            return self.opening(day)
        if hours.morning_to <= at < hours.afternoon_from:
            return datetime.combine(day, hours.afternoon_from)
        return moment

    def _minute_rank(self, moment: datetime) -> int:
        day = moment.date()
        rank = self._rank(day.toordinal()) * self.hours.minutes_per_day
        if self.is_working(day):
            rank += self.hours.elapsed(moment.time()) - self.hours.minutes_per_day
        return rank

    def working_minutes(self, start: datetime, end: datetime) -> int:
        """Working minutes from `start` to `end`; negative when `end` is the earlier one."""
        return self._minute_rank(end) - self._minute_rank(start)

    def add_working_minutes(self, start: datetime, minutes: int) -> datetime:
        """The moment `minutes` working minutes after `start`; 0 gives `start` itself.

        Landing on the end of a session stays there; going back (negative), on its beginning.
        Raises DateOutOfRange beyond year 9999.
        """
        if minutes == 0:
            return start
        back = 1 if minutes > 0 else 0
        days, rest = divmod(self._minute_rank(start) + minutes - back, self.hours.minutes_per_day)
        offset = rest + back
        day = self._day_of_rank(days + 1)
        morning = self.hours.morning_minutes
        if offset < morning or (offset == morning and minutes > 0):
            return self.opening(day) + timedelta(minutes=offset)
        return datetime.combine(day, self.hours.afternoon_from) + timedelta(minutes=offset - morning)

    @cached_property
    def _runs_by_year(self) -> dict[int, tuple[list[date], tuple[DaysOff, ...]]]:
        return {}  # filled year by year, as asked for

    def _runs_beginning_in(self, year: int) -> tuple[list[date], tuple[DaysOff, ...]]:
        known = self._runs_by_year.get(year)
        if known is None:
            runs: list[DaysOff] = []
            day, is_worked_before = date(year, 1, 1), False
            if day > date.min:
                is_worked_before = self.is_working(day - timedelta(days=1))
            for ordinal in range(day.toordinal(), date(year, 12, 31).toordinal() + 1):
                day = date.fromordinal(ordinal)
                is_worked = self.is_working(day)
                if is_worked_before and not is_worked:
                    runs.append(self.labelled(day, self.next_working(day) - timedelta(days=1)))
                is_worked_before = is_worked
            known = ([run.first for run in runs], tuple(runs))
            self._runs_by_year[year] = known
        return known

    def labelled(self, first: date, last: date) -> DaysOff:
        """The days from `first` to `last`, both included and all of them off, with their labels."""
        days = (date.fromordinal(ordinal) for ordinal in range(first.toordinal(), last.toordinal() + 1))
        return DaysOff(first, last, tuple(dict.fromkeys(self.label(day) for day in days)))

    def days_off(self, after: date, before: date) -> tuple[DaysOff, ...]:
        """The runs of days off that begin after `after` and before `before`, in order.

        With working days at both ends, as in counting a time limit, these are all days off between.
        """
        found: list[DaysOff] = []
        for year in range(after.year, before.year + 1):
            firsts, runs = self._runs_beginning_in(year)
            found += runs[bisect_right(firsts, after) : bisect_left(firsts, before)]
        return tuple(found)

    @cached_property
    def _swap_days(self) -> list[date]:
        found = self._exceptions
        pairs = zip(found.ordinals, found.is_extra, strict=True)
        return [date.fromordinal(ordinal) for ordinal, extra in pairs if extra]

    def swap_days(self, first: date, last: date) -> tuple[date, ...]:
        """Days from `first` to `last`, both included, worked against the weekly pattern (làm bù)."""
        days = self._swap_days
        return tuple(days[bisect_left(days, first) : bisect_right(days, last)])
