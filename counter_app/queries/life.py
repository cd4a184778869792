"""The life line of a dossier: its events as rows, how long each lasted, where the clock stood still, what
is now and what comes next. Pure but for `life`, which reads the events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.decisions import read_decisions, read_resolution
from counter_app.domain.dossier import OPEN, Dossier, Status, runs_of
from counter_app.domain.events import REMARKS, Event
from counter_app.domain.events import EventKind as K
from counter_app.domain.fold import Standing, Step, steps
from counter_app.domain.units import DESK
from counter_app.storage import stream_log
from counter_app.storage.store import Reading


class Effect(StrEnum):
    """Whether an event counts: a revoked one is left out of the fold, one in conflict has no effect (yet: a
    supervisor may choose it), one that was decided against never has; one that waits has none until its
    dossier's data are here; a decision of what was decided before (or against what was) changes nothing."""

    COUNTS = "counts"
    REVOKED = "revoked"
    CONFLICT = "conflict"
    STRUCK = "struck"
    WAITING = "waiting"
    DECIDED_BEFORE = "decided_before"


@dataclass(frozen=True)
class LifeEvent:
    """One event. `at` local, to the minute; `by` a login, `unit` a code; `data` the payload of the act.

    minutes: working minutes until the next event that moved the dossier on (or until now for the last one of
    an open dossier); None for remarks and while the clock stands still.
    given_at, given_by: of a take-over, when and by whom the paper was given: the two are one row.
    revoked_by: id of the event that took it back. due_before: the due moment that was promised until then.
    kept, left_out: of a decision, the act that it keeps, and those that it leaves out. holder: of an act that
    waits, the unit that has the dossier until then; "" where nothing of it is here.
    """

    event_id: str
    kind: str
    at: datetime
    by: str
    unit: str
    data: Mapping[str, Any]
    effect: Effect = Effect.COUNTS
    minutes: int | None = None
    is_clock_still: bool = False
    given_at: datetime | None = None
    given_by: str = ""
    revoked_by: str = ""
    due_before: datetime | None = None
    kept: LifeEvent | None = None
    left_out: tuple[LifeEvent, ...] = ()
    holder: str = ""

    @property
    def is_milestone(self) -> bool:
        """Whether it moved the dossier on: durations run from one such event to the next."""
        return self.effect is Effect.COUNTS and self.kind not in _BESIDE


@dataclass(frozen=True)
class ClockStop:
    """The clock stood still from `start` to `end` (None: it still does).

    amount: working days as the due date moves by them, or working minutes where `is_by_minute`.
    """

    start: datetime
    end: datetime | None
    amount: int
    is_by_minute: bool


@dataclass(frozen=True)
class Present:
    """Where the dossier is now. `step`: number of the holder's next internal step; `steps`: how many there
    are; `minutes_left`: working minutes to the holder's own due, negative when it has passed."""

    status: Status
    unit: str
    since: datetime
    officer: str = ""
    to: str = ""
    step: int | None = None
    steps: int = 0
    own_due: datetime | None = None
    minutes_left: int | None = None


class Next(StrEnum):
    """What is expected to come next."""

    TAKE_OVER = "take_over"
    SUPPLEMENT = "supplement"
    PAYMENT = "payment"
    UNIT = "unit"
    FINISH = "finish"
    RETURN = "return"


@dataclass(frozen=True)
class Expected:
    """What comes next: of `unit` where it is a unit's work; `step` its first step; `on` None: not known."""

    what: Next
    unit: str = ""
    step: int | None = None
    on: date | None = None


LifeRow = LifeEvent | ClockStop | Present | Expected

_BESIDE = frozenset({*map(str, REMARKS), str(K.REVOKED), str(K.CONFLICT_RESOLVED), str(K.CORRECTED)})
_LEFT_OUT = frozenset({str(K.PAPER_PRINTED)})
"""Papers printed have a place of their own."""


def life(reading: Reading, dossier: Dossier, now: datetime) -> tuple[LifeRow, ...]:
    """The rows of a dossier that is known to exist, at a local moment."""
    events = [stored.event for stored in stream_log.read_stream(reading.conn, dossier.stream)]
    return life_rows(dossier, events, reading.reference.calendar, now)


def life_rows(
    dossier: Dossier, events: Sequence[Event], calendar: WorkingCalendar, now: datetime
) -> tuple[LifeRow, ...]:
    """Events in fold order with the stops between them; then what is now, then what is expected."""
    told = _joined(_told(dossier.stream, events))
    rows: list[LifeRow] = []
    stops = _stops(dossier, calendar, now)
    was_still = False
    for event in _timed(told, dossier, calendar, now):
        rows.append(event)
        if event.is_clock_still and not was_still and stops:
            rows.append(stops.pop(0))
        was_still = event.is_clock_still
    here = _present(dossier, calendar, now)
    if here is not None:
        rows.append(here)
    following = _expected(dossier, here)
    if following is not None:
        rows.append(following)
    return tuple(rows)


def _told(stream: str, events: Sequence[Event]) -> list[LifeEvent]:
    """Every event with its effect and whether the clock stood still after it."""
    taken_back = {str(e.payload.get("event_id")): e.id for e in events if e.kind is K.REVOKED}
    counted, acts = read_decisions(events).counted, {e.id: e for e in events}
    before, told = Dossier(stream), []
    for step in steps(stream, events):
        event, state = step.event, step.dossier
        due, before = before.due, state
        promised = (due.at or due.at_stop) if due is not None else None
        if str(event.kind) in _LEFT_OUT:
            continue
        effect = _effect(step)
        kept, left_out = _decided(event, acts)
        if effect is Effect.COUNTS and event.kind is K.CONFLICT_RESOLVED and event.id not in counted:
            effect = Effect.DECIDED_BEFORE
        told.append(
            replace(
                _act(event),
                effect=effect,
                kept=kept,
                left_out=left_out,
                holder=state.holder if effect is Effect.WAITING and state.status is not None else "",
                is_clock_still=state.is_paused,
                revoked_by=taken_back.get(event.id, "") if effect is Effect.REVOKED else "",
                due_before=promised,
            )
        )
    return told


def _act(event: Event) -> LifeEvent:
    return LifeEvent(
        event_id=event.id,
        kind=str(event.kind),
        at=event.at,
        by=event.actor,
        unit=str(event.payload.get("unit", "")),
        data=event.payload,
    )


def _decided(event: Event, acts: Mapping[str, Event]) -> tuple[LifeEvent | None, tuple[LifeEvent, ...]]:
    """What a decision keeps and what it leaves out, as far as they are acts of this dossier."""
    if event.kind is not K.CONFLICT_RESOLVED:
        return None, ()
    try:
        said = read_resolution(event.payload)
    except (KeyError, TypeError):
        return None, ()
    kept = acts.get(said.chosen)
    return _act(kept) if kept else None, tuple(_act(acts[each]) for each in said.over if each in acts)


def _effect(step: Step) -> Effect:
    if step.standing is not Standing.STRUCK:
        return _EFFECTS[step.standing]
    found = next(each for each in step.dossier.conflicts if each.event_id == step.event.id)
    return Effect.STRUCK if found.is_resolved else Effect.CONFLICT


_EFFECTS = {
    Standing.COUNTS: Effect.COUNTS,
    Standing.UNKNOWN: Effect.COUNTS,
    Standing.REVOKED: Effect.REVOKED,
    Standing.NOT_CHOSEN: Effect.STRUCK,
    Standing.WAITING: Effect.WAITING,
}


def _joined(told: Iterable[LifeEvent]) -> list[LifeEvent]:
    """A handover that was taken is one row, at the moment it was taken."""
    rows: list[LifeEvent] = []
    given: LifeEvent | None = None
    for event in told:
        if event.effect is not Effect.COUNTS:
            rows.append(event)
            continue
        if event.kind == K.HANDED_OVER:
            given = event
        elif event.kind == K.TAKEN_OVER and given is not None:
            rows.remove(given)
            event, given = replace(event, given_at=given.at, given_by=given.by), None
        rows.append(event)
    return rows


def _timed(
    told: Sequence[LifeEvent], dossier: Dossier, calendar: WorkingCalendar, now: datetime
) -> list[LifeEvent]:
    """How long each milestone lasted, in working minutes; what ended the life lasted nothing."""
    rows = list(told)
    places = [n for n, event in enumerate(rows) if event.is_milestone]
    for n, place in enumerate(places):
        is_last = n + 1 == len(places)
        if rows[place].is_clock_still or (is_last and dossier.status not in OPEN):
            continue
        until = now if is_last else _left_at(rows[places[n + 1]])
        rows[place] = replace(rows[place], minutes=max(0, calendar.working_minutes(rows[place].at, until)))
    return rows


def _left_at(event: LifeEvent) -> datetime:
    return event.given_at or event.at


def _stops(dossier: Dossier, calendar: WorkingCalendar, now: datetime) -> list[ClockStop]:
    limit, due = dossier.limit, dossier.due
    if limit is None or due is None:
        return []
    found = []
    for pause in dossier.pauses:
        until = pause.end or max(now, pause.start)
        if limit.is_by_minute:
            amount = calendar.working_minutes(pause.start, until)
        else:
            after = max(pause.start.date(), due.counted_from.date())
            amount = max(0, calendar.working_days(after, until.date()))
        found.append(ClockStop(pause.start, pause.end, amount, limit.is_by_minute))
    return found


def _present(dossier: Dossier, calendar: WorkingCalendar, now: datetime) -> Present | None:
    """None where nothing is owed any more, or nothing was received yet."""
    status = dossier.status
    if status is None or not dossier.stays or status not in OPEN | {Status.FINISHED, Status.WITHDRAWN}:
        return None
    stay = dossier.stays[-1]
    transit = dossier.transit
    is_worked_on = status in (Status.RECEIVED, Status.PROCESSING) and transit is None
    own_due = stay.own_due if is_worked_on else None
    since = transit.given_at if transit else stay.since
    if dossier.is_paused and dossier.pauses:
        since = dossier.pauses[-1].start
    return Present(
        status=status,
        unit=dossier.holder,
        since=since,
        officer=dossier.officer,
        to=transit.to if transit else "",
        step=dossier.next_step() if dossier.is_open and transit is None else None,
        steps=len(dossier.steps),
        own_due=own_due,
        minutes_left=calendar.working_minutes(now, own_due) if own_due else None,
    )


def _expected(dossier: Dossier, here: Present | None) -> Expected | None:
    if here is None:
        return None
    if here.to:
        return Expected(Next.TAKE_OVER, here.to)
    if here.status is Status.AWAITING_SUPPLEMENT:
        return Expected(Next.SUPPLEMENT, on=dossier.respond_by)
    if here.status is Status.AWAITING_PAYMENT:
        return Expected(Next.PAYMENT)
    if here.status in (Status.FINISHED, Status.WITHDRAWN):
        return Expected(Next.RETURN, DESK)
    on = here.own_due.date() if here.own_due and (here.minutes_left or 0) > 0 else None
    used = {stay.run for stay in dossier.stays if stay.run is not None}
    for run in runs_of(dossier.steps):
        if run.index not in used | dossier.used_runs and run.unit not in (here.unit, DESK):
            return Expected(Next.UNIT, run.unit, run.steps[0], on)
    return Expected(Next.FINISH, on=dossier.due_at.date() if dossier.due_at else None)
