"""The trial desk: nine staff with one password, and invented dossiers that lived through real acts."""

from __future__ import annotations

import csv
import heapq
import random
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from counter_app import paths
from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.dossier import Channel, HandedIn, Party, PartyKind, ReturnBy
from counter_app.domain.events import LOCAL_ZONE
from counter_app.domain.events import EventKind as K
from counter_app.domain.identity import IdKind
from counter_app.domain.intake import NewDossier
from counter_app.domain.procedure import Procedure
from counter_app.domain.staff import Role
from counter_app.services import correction, custody, processing, reception, remarks
from counter_app.services.accounts import add_staff
from counter_app.services.acting import find
from counter_app.services.first_desk import NewDesk
from counter_app.services.reception import SlipRequest
from counter_app.services.seed import SYSTEM
from counter_app.services.trial_turns import Turns
from counter_app.storage.unit_of_work import UnitOfWork

PASSWORD = "motcua-2026"  # noqa: S105 - shown to everybody who opens a trial desk
"""Of every person of a trial desk; shown by `demo` and on its sign-in page. A trial desk guards nothing."""

def words() -> dict[str, Any]:
    """Texts of the invented dossiers."""
    return tomllib.loads((paths.seed() / "trial_words.toml").read_text("utf-8"))


def trial_desk() -> NewDesk:
    """What the trial desk is called: agency id H24.28, desk 1 of 1."""
    text = words()
    return NewDesk("H24.28", text["agency_name"], short_name=text["short_name"], is_trial=True)


def add_trial_staff(uow: UnitOfWork) -> None:
    """The nine staff of document 9, and the settings that only a trial desk has."""
    text = words()
    settings = {"superior_name": text["superior_name"], "contact_phone": text["contact_phone"]}
    uow.record("settings:agency", K.SETTINGS_SET, {"settings": settings}, SYSTEM)
    with (paths.seed() / "trial_staff.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            add_staff(
                uow,
                row["login"],
                name=row["name"],
                role=Role(row["role"]),
                unit=row["unit"],
                by=SYSTEM,
                password=PASSWORD,
            )


def applicants() -> list[Party]:
    """Invented applicants of the seed."""
    with (paths.seed() / "trial_applicants.csv").open(encoding="utf-8", newline="") as file:
        return [
            Party(
                kind=PartyKind(row["kind"]),
                name=row["name"],
                id_kind=IdKind(row["id_kind"]),
                id_number=row["id_number"],
                representative=row["representative"],
                phone=row["phone"],
                email=row["email"],
                address=row["address"],
            )
            for row in csv.DictReader(file)
        ]


OFFICERS = {
    "MC": "lan",
    "QLDT": "minh",
    "QLDN": "hoa",
    "TNMT": "mai",
    "QHXD": "son",
    "LD": "tuan",
    "VP": "van",
}
WORKING_DAYS_BACK = 45


@dataclass(order=True)
class _Planned:
    at: datetime
    order: int
    act: Callable[[datetime], None] = field(compare=False)


def first_moment(calendar: WorkingCalendar, until: datetime) -> datetime:
    """Opening of the first day that is played: some weeks of working days before `until` (local)."""
    day = until.date()
    worked = 0
    while worked < WORKING_DAYS_BACK:
        day -= timedelta(days=1)
        worked += calendar.is_working(day)
    return datetime.combine(day, calendar.hours.morning_from)


class TrialPast:
    """Plays the last weeks: every dossier goes through the services, at simulated moments, in time order.

    All of it is one unit of work, whose clock is set to each act's moment: the past is there whole or not.
    """

    def __init__(self, uow: UnitOfWork, seed: int) -> None:
        self._uow = uow
        self._calendar = uow.reference.calendar
        self._procedures = uow.reference.procedures(uow.today)
        self._random = random.Random(seed)
        self._people = applicants()
        self._words = words()
        self._queue: list[_Planned] = []
        self._order = count()
        self._results = count(101)
        self._turns = Turns(seed, self._plan_act, self._words, OFFICERS)

    def play(self, dossiers: int, until: datetime) -> None:
        """Make exactly `dossiers` dossiers (and a few slips) up to `until` (local)."""
        start = first_moment(self._calendar, until)
        for n in range(dossiers):
            procedure = self._procedures[n % len(self._procedures)] if n < 54 else self._choose()
            at = self._working_moment(start, until)
            if n % 12 == 5:
                self._plan(at, self._online(procedure, n))
            elif n % 40 == 9:
                self._plan(at, self._mistaken(procedure))
            else:
                self._plan(at, self._counter(procedure))
        for n in range(max(1, dossiers // 40) if dossiers else 0):
            self._plan(self._working_moment(start, until), self._slip(is_refusal=n % 2 == 1))
        if dossiers:
            self._turns.feedbacks(start, self._calendar)
        while self._queue and self._queue[0].at <= until:
            planned = heapq.heappop(self._queue)
            planned.act(planned.at)

    def _working_moment(self, start: datetime, until: datetime) -> datetime:
        total = max(1, self._calendar.working_minutes(start, until))
        return self._calendar.add_working_minutes(
            self._calendar.counted_from(start), self._random.randrange(total)
        )

    def _choose(self) -> Procedure:
        return self._random.choice(self._procedures)

    def _plan(self, at: datetime, act: Callable[[datetime], None]) -> None:
        heapq.heappush(self._queue, _Planned(at, next(self._order), act))

    def _plan_act(self, at: datetime, act: Callable[[UnitOfWork], Any]) -> None:
        self._plan(at, lambda then: self._do(then, act))

    def _do(self, at: datetime, act: Callable[[UnitOfWork], Any]) -> Any:
        self._uow.now = at.replace(tzinfo=LOCAL_ZONE).astimezone(UTC)
        self._uow.warnings.clear()
        answer = act(self._uow)
        self._uow.project()
        return answer

    def _form(self, procedure: Procedure) -> NewDossier:
        chance = self._random
        applicant = chance.choice(self._people)
        handed_in = tuple(
            HandedIn(c.no, c.copies) for c in procedure.components if c.is_required or chance.random() < 0.3
        )
        return NewDossier(
            procedure=procedure.id,
            applicant=applicant,
            components=handed_in or tuple(HandedIn(c.no, c.copies) for c in procedure.components[:1]),
            channel=chance.choices([Channel.DIRECT, Channel.POST], [9, 1])[0],
            return_by=chance.choices([ReturnBy.DESK, ReturnBy.POST], [9, 1])[0],
            note=chance.choice(self._words["notes"]) if chance.random() < 0.1 else "",
            duplicate_reason=self._words["duplicate_reason"],
        )

    def _counter(self, procedure: Procedure) -> Callable[[datetime], None]:
        form = self._form(procedure)

        def receive(at: datetime) -> None:
            done = self._do(at, lambda uow: reception.receive(uow, form, by="lan"))
            self._printed(at, done.code)
            assert done.due.at is not None  # a fresh dossier is not paused
            self._life(done.code, procedure, at, done.due.at)

        return receive

    def _printed(self, at: datetime, code: str) -> None:
        self._do(
            at,
            lambda uow: remarks.paper_printed(
                uow, code, form="receipt", version=1, copies=(1, 2), by="lan"
            ),
        )

    def _online(self, procedure: Procedure, n: int) -> Callable[[datetime], None]:
        portal_code = f"G04.28-{n:04d}-TT"
        form = replace(self._form(procedure), channel=Channel.ONLINE, portal_code=portal_code)
        fate = self._random.random()
        wait = self._random.randrange(30, 420)

        def register(at: datetime) -> None:
            self._do(at, lambda uow: reception.register(uow, form, by="lan"))
            later = self._calendar.add_working_minutes(at, wait)
            if fate < 0.5:
                self._plan(later, self._accept(portal_code, form, procedure))
            elif fate < 0.65:
                self._plan(later, self._answer_online(portal_code, is_refusal=True))
            elif fate < 0.8:
                self._plan(later, self._answer_online(portal_code, is_refusal=False))

        return register

    def _accept(
        self, portal_code: str, form: NewDossier, procedure: Procedure
    ) -> Callable[[datetime], None]:
        def accept(at: datetime) -> None:
            def act(uow: UnitOfWork) -> Any:
                registered = find(uow, portal_code)
                return reception.receive(uow, form, by="lan", registered=registered)

            done = self._do(at, act)
            self._printed(at, done.code)
            assert done.due.at is not None  # a fresh dossier is not paused
            self._life(done.code, procedure, at, done.due.at)

        return accept

    def _answer_online(self, portal_code: str, *, is_refusal: bool) -> Callable[[datetime], None]:
        asked = self._slip_words(is_refusal=is_refusal, code=portal_code, form=None)

        def answer(at: datetime) -> None:
            act = reception.refuse if is_refusal else reception.request_supplement
            self._do(at, lambda uow: act(uow, asked, by="lan"))

        return answer

    def _slip_words(self, *, is_refusal: bool, code: str, form: NewDossier | None) -> SlipRequest:
        procedure = self._choose()
        items = tuple((c.no, c.name) for c in procedure.components[:2])
        return SlipRequest(
            reason=self._words["refuse_reason" if is_refusal else "supplement_reason"],
            ground=procedure.legal_basis or self._words["supplement_reason"],
            code=code,
            new=form,
            items=() if is_refusal else items,
        )

    def _slip(self, *, is_refusal: bool) -> Callable[[datetime], None]:
        asked = self._slip_words(is_refusal=is_refusal, code="", form=self._form(self._choose()))

        def give(at: datetime) -> None:
            act = reception.refuse if is_refusal else reception.request_supplement
            self._do(at, lambda uow: act(uow, asked, by="lan"))

        return give

    def _mistaken(self, procedure: Procedure) -> Callable[[datetime], None]:
        form = self._form(procedure)

        def receive(at: datetime) -> None:
            done = self._do(at, lambda uow: reception.receive(uow, form, by="lan"))
            reason = self._words["void_reason"]
            self._plan(
                self._calendar.add_working_minutes(at, 10),
                lambda later: self._do(
                    later, lambda uow: correction.void(uow, done.code, reason=reason, by="tuan")
                ),
            )

        return receive

    def _life(self, code: str, procedure: Procedure, received: datetime, due: datetime) -> None:
        """Plan the way of a dossier through its units; one in twelve comes late."""
        chance = self._random
        share = chance.uniform(1.1, 1.5) if chance.random() < 0.08 else chance.uniform(0.45, 0.98)
        begin = self._calendar.counted_from(received)
        total = max(120, self._calendar.working_minutes(begin, due)) * share

        def moment(part: float) -> datetime:
            return self._calendar.add_working_minutes(begin, round(total * part))

        unit = procedure.department
        self._pass(code, moment(0.05), moment(0.12), "MC", unit)
        self._plan(moment(0.14), self._batch_act(processing.assign, code, unit, officer=OFFICERS[unit]))
        if not self._turns.take(code, procedure, moment):
            return
        if share > 1:
            self._turns.apologise(code, unit, moment(0.7))
        self._plan(moment(0.3), self._batch_act(processing.step_done, code, unit))
        if chance.random() < 0.1:
            note = self._words["assign_note"]
            self._plan(
                moment(0.4),
                lambda at: self._do(at, lambda uow: remarks.note(uow, code, text=note, by=OFFICERS[unit])),
            )
        self._pass(code, moment(0.75), moment(0.78), unit, "LD")
        self._pass(code, moment(0.86), moment(0.9), "LD", "VP")
        self._plan(moment(1.0), self._finish(code, granted=chance.random() < 0.95))
        self._pass(code, moment(1.02), moment(1.06), "VP", "MC")
        collected = self._calendar.add_working_minutes(moment(1.06), chance.randrange(60, 4800))
        if chance.random() < 0.5:
            self._plan(moment(1.08), self._notify(code))
        self._plan(collected, self._return(code))
        self._turns.opinion(code, collected + timedelta(minutes=1))

    def _pass(self, code: str, given: datetime, taken: datetime, giver: str, to: str) -> None:
        self._plan(given, self._batch_act(custody.hand_over, code, giver, to=to))
        self._plan(taken, self._batch_act(custody.take_over, code, to))

    def _batch_act(
        self, act: Callable[..., Any], code: str, unit: str, **more: Any
    ) -> Callable[[datetime], None]:
        return lambda at: self._do(at, lambda uow: act(uow, [code], by=OFFICERS[unit], **more))

    def _finish(self, code: str, *, granted: bool) -> Callable[[datetime], None]:
        def finish(at: datetime) -> None:
            number = f"{next(self._results)}{self._words['result_suffix']}"
            self._do(
                at,
                lambda uow: processing.finish(
                    uow, code, granted=granted, result_no=number, result_on=at.date(), by="van"
                ),
            )

        return finish

    def _notify(self, code: str) -> Callable[[datetime], None]:
        how, text = self._words["notify_how"], self._words["notify_text"]
        return lambda at: self._do(at, lambda uow: remarks.notify(uow, code, how=how, text=text, by="lan"))

    def _return(self, code: str) -> Callable[[datetime], None]:
        def give(at: datetime) -> None:
            def act(uow: UnitOfWork) -> Any:
                applicant = find(uow, code).applicant
                assert applicant is not None  # received with one
                name = applicant.representative or applicant.name
                return processing.return_result(uow, code, to_whom=name, by="lan")

            self._do(at, act)

        return give
