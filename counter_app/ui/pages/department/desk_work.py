"""What the page of a unit asks of the worker: functions that make the callables run there.

Services and queries are imported when they are called, on the worker: the first painted frame must not wait
for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from counter_app.domain.units import DESK
from counter_app.ui.pages.department.next_act import NextKind

if TYPE_CHECKING:
    from counter_app.domain.dossier import Dossier
    from counter_app.queries.department import DepartmentView
    from counter_app.queries.sync import AwaitedAct

Work = Callable[[Any], Any]


@dataclass(frozen=True)
class Names:
    """Names by code: short and whole names of units, names of people; `spoken` all of them, as sentences of
    errors want them."""

    units: Mapping[str, str] = field(default_factory=dict)
    whole_units: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    spoken: Mapping[str, str] = field(default_factory=dict)

    def unit(self, code: str) -> str:
        """Short name of a unit; a code that is not known as it stands."""
        return self.units.get(code, code)


@dataclass(frozen=True)
class PageData:
    """One reading of what the page shows. awaited: papers taken over that still wait for their
    data, or for the unit that has them to give them."""

    view: DepartmentView
    names: Names
    minutes_per_day: int
    awaited: tuple[AwaitedAct, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What an act did. `batch` where it gave something away (to `unit`); `step` the step marked last;
    `warnings` as the act answers them."""

    kind: str
    codes: tuple[str, ...]
    unit: str = ""
    batch: str = ""
    step: int | None = None
    event_ids: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """What is typed when a matter is decided. `granted`: the outcome; number and day of the result."""

    granted: bool = True
    number: str = ""
    on: date | None = None


def read_page(unit: str, now: datetime) -> Work:
    """Everything of one unit at a moment."""

    def do(reading: Any) -> PageData:
        from counter_app.queries.department import department
        from counter_app.queries.sync import awaited_in

        reference = reading.reference
        units = {code: each.short_name or each.name for code, each in reference.units.items()}
        people = {login: person.name for login, person in reference.staff.items()}
        whole = {code: each.name for code, each in reference.units.items() if each.is_open}
        names = Names(units, whole, people, people | units)
        awaited = awaited_in(reading, unit)
        hours = reference.calendar.hours
        return PageData(department(reading, unit, now), names, hours.minutes_per_day, awaited)

    return do


def take(codes: Sequence[str], by: str) -> Work:
    """Take what was given to the unit of `by`."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import custody

        done = custody.take_over(uow, codes, by=by)
        uow.commit()
        return Outcome("taken", tuple(each.code for each in done.results))

    return do


def decline(codes: Sequence[str], reason: str, by: str) -> Work:
    """Send back what was given by mistake."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import custody

        done = custody.decline(uow, codes, reason=reason, by=by)
        uow.commit()
        return Outcome("declined", tuple(each.code for each in done.results))

    return do


def steps(codes: Sequence[str], by: str) -> Work:
    """Mark the next internal step of each."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import processing

        done = processing.step_done(uow, codes, by=by)
        uow.commit()
        return _stepped(uow, done)

    return do


def _stepped(uow: Any, done: Any) -> Outcome:
    ids = tuple(each.event_id for each in done.results)
    last = uow.dossier(done.results[0].stream)
    codes = tuple(each.code for each in done.results)
    return Outcome("stepped", codes, step=max(last.steps_done), event_ids=ids)


def give(codes: Sequence[str], to: str, by: str, *, with_step: bool = False) -> Work:
    """Hand over in one numbered batch; `with_step`: the last step of the unit is marked in the same act."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import custody, processing

        if with_step:
            processing.step_done(uow, codes, by=by)
        done = custody.hand_over(uow, codes, to=to, by=by)
        uow.commit()
        return Outcome("given", tuple(each.code for each in done.results), to, done.batch or "")

    return do


def finish(code: str, result: Result, by: str, *, with_step: bool = False) -> Work:
    """Decide one matter; `with_step`: the last step of the unit is marked in the same act."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import processing

        if with_step:
            processing.step_done(uow, [code], by=by)
        done = processing.finish(
            uow, code, granted=result.granted, result_no=result.number, result_on=result.on, by=by
        )
        uow.commit()
        return Outcome("finished", (done.code,), event_ids=(done.event_id,))

    return do


def assign(codes: Sequence[str], officer: str, by: str) -> Work:
    """Give dossiers to an officer of the unit."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import processing

        done = processing.assign(uow, codes, officer=officer, by=by)
        uow.commit()
        return Outcome("assigned", tuple(each.code for each in done.results), officer)

    return do


def recall(codes: Sequence[str], reason: str, by: str) -> Work:
    """Take back what was given and not yet taken."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import custody

        done = custody.recall(uow, codes, reason=reason, by=by)
        uow.commit()
        return Outcome("recalled", tuple(each.code for each in done.results))

    return do


def revoke_step(event_id: str, code: str, reason: str, by: str) -> Work:
    """A step that was marked by mistake (supervisor)."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import correction

        correction.revoke(uow, event_id, reason=reason, by=by)
        uow.commit()
        return Outcome("step_revoked", (code,))

    return do


def reopen(code: str, reason: str, by: str) -> Work:
    """A dossier that was finished by mistake (supervisor)."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import processing

        processing.reopen(uow, code, reason=reason, by=by)
        uow.commit()
        return Outcome("reopened", (code,))

    return do


class Meaning(StrEnum):
    """What a scan does. `SHOW`: outside the stack scan, it takes what comes and shows what is here."""

    SHOW = "show"
    TAKE = "take"
    STEP = "step"
    FINISH = "finish"
    GIVE = "give"


class ScanEnd(StrEnum):
    """What became of a scan."""

    TAKEN = "taken"
    TAKEN_ALREADY = "taken_already"
    AWAITED = "awaited"
    AWAITED_ALREADY = "awaited_already"
    NO_DATA = "no_data"
    STEPPED = "stepped"
    NO_STEP = "no_step"
    FINISHED = "finished"
    HELD = "held"
    TO_TAKE = "to_take"
    NOT_MINE = "not_mine"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class ScanDone:
    """What a scan did and what is known of the dossier. `unit`: who has it or whom it goes to; `onward`: the
    act that follows when the unit's steps are done (`STEP` while there are more); `may_insist`: the data have
    the paper elsewhere, and the same scan once more takes it all the same."""

    end: ScanEnd
    codes: tuple[str, ...]
    status: str = ""
    unit: str = ""
    is_moving: bool = False
    step: int | None = None
    steps_count: int = 0
    has_more: bool = False
    onward: str = ""
    event_id: str = ""
    may_insist: bool = False

    @property
    def code(self) -> str:
        """The one dossier, or the first of a batch."""
        return self.codes[0] if self.codes else ""


def scanned(text: str, by: str, unit: str, meaning: Meaning, insisted: str = "") -> Work:
    """One scan of a dossier's code: look, decide, act, in one transaction. `insisted`: the code whose last
    scan answered `may_insist`."""

    def do(uow: Any) -> ScanDone:
        from counter_app.services import acting, awaiting

        own = uow.reference.person(by).unit
        dossier = (awaiting.find_or_await if own == unit else acting.find)(uow, text)
        if own == unit and awaiting.must_wait_to_take(uow, dossier, unit):
            return _quicker(uow, dossier, by, meaning, is_insisted=dossier.code == insisted)
        transit = dossier.transit
        if transit is not None and transit.to == own == unit:
            return _incoming(uow, dossier, by, meaning)
        if transit is not None or dossier.holder != unit:
            return _known(ScanEnd.ELSEWHERE, dossier)
        return _held(uow, dossier, by, meaning)

    return do


def scanned_batch(batch: str, by: str) -> Work:
    """The scan of a handover list: everything of that batch that comes to the unit is taken."""

    def do(uow: Any) -> ScanDone:
        from counter_app.services import custody

        done = custody.take_over(uow, batch_no=batch, by=by)
        uow.commit()
        return ScanDone(ScanEnd.TAKEN, tuple(each.code for each in done.results))

    return do


def _quicker(uow: Any, dossier: Dossier, by: str, meaning: Meaning, *, is_insisted: bool) -> ScanDone:
    """A paper of which the data say nothing is taken at once; one that they have elsewhere may as well have
    strayed here, and is taken at the second scan."""
    from counter_app.queries.awaited import taken_already
    from counter_app.services import awaiting

    is_unknown = awaiting.is_unknown(dossier)
    told = ScanDone(ScanEnd.NO_DATA, (dossier.code,)) if is_unknown else _known(ScanEnd.ELSEWHERE, dossier)
    if taken_already(uow, dossier.code, uow.reference.person(by).unit) is not None:
        return replace(told, end=ScanEnd.AWAITED_ALREADY)
    if meaning is not Meaning.TAKE:
        return told
    if not is_unknown and not is_insisted:
        return replace(told, may_insist=True)
    done = awaiting.take_over(uow, dossier, by=by)
    uow.commit()
    return replace(told, end=ScanEnd.AWAITED, event_id=done.event_id)


def _incoming(uow: Any, dossier: Dossier, by: str, meaning: Meaning) -> ScanDone:
    from counter_app.services import custody

    if meaning not in (Meaning.SHOW, Meaning.TAKE):
        return _known(ScanEnd.TO_TAKE, dossier)
    done = custody.take_over(uow, [dossier.code], by=by)
    uow.commit()
    return ScanDone(ScanEnd.TAKEN, tuple(each.code for each in done.results), done.results[0].status)


def _held(uow: Any, dossier: Dossier, by: str, meaning: Meaning) -> ScanDone:
    from counter_app.services import processing

    if meaning is Meaning.TAKE:
        return _known(ScanEnd.TAKEN_ALREADY, dossier)
    if meaning is Meaning.STEP:
        if dossier.status == "processing" and dossier.next_step() is None:
            return _known(ScanEnd.NO_STEP, dossier)
        marked = processing.step_done(uow, [dossier.code], by=by).results[0]
        uow.commit()
        return _known(ScanEnd.STEPPED, uow.dossier(dossier.stream), marked.event_id)
    if meaning is Meaning.FINISH:
        decided = processing.finish(uow, dossier.code, granted=True, result_on=uow.today, by=by)
        uow.commit()
        return _known(ScanEnd.FINISHED, uow.dossier(dossier.stream), decided.event_id)
    if meaning is Meaning.GIVE and uow.reference.person(by).unit != dossier.holder:
        return _known(ScanEnd.NOT_MINE, dossier)
    return _known(ScanEnd.HELD, dossier)


def _known(end: ScanEnd, dossier: Dossier, event_id: str = "") -> ScanDone:
    from counter_app.domain.dossier import runs_of

    run = dossier.next_run(dossier.holder)
    after = [each.unit for each in runs_of(dossier.steps) if run and each.index == run.index + 1]
    onward = after[0] if after and after[0] != DESK else ""
    return ScanDone(
        end,
        (dossier.shown_code,),
        status=str(dossier.status),
        unit=dossier.transit.to if dossier.transit else dossier.holder,
        is_moving=dossier.transit is not None,
        step=max(dossier.steps_done, default=None),
        steps_count=len(dossier.steps),
        has_more=dossier.next_step() is not None,
        onward=onward,
        event_id=event_id,
    )


WITH_STEP = frozenset({NextKind.STEP_AND_GIVE, NextKind.STEP_AND_FINISH})
"""Acts of the main button that mark the unit's last step as well."""
