"""Turns in the lives of invented dossiers: papers asked for, fees, stops, withdrawals, apologies."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any, Protocol

from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.dossier import Dossier
from counter_app.domain.feedback import OVERALL
from counter_app.domain.procedure import Procedure
from counter_app.services import deciding, feedback, processing, reception, waiting
from counter_app.services.acting import find
from counter_app.services.reception import SlipRequest
from counter_app.storage.unit_of_work import UnitOfWork

Plan = Callable[[datetime, Callable[[UnitOfWork], Any]], None]
"""(moment, act): do the act then."""


_APOLOGISES = 0.4
"""Share of late dossiers whose unit says so in time; the others are what the supervisor must see."""


_ANSWERS = 0.45
"""Share of those who come for a result and press a key."""
_BETWEEN_FEEDBACK = 9 * 8 * 60
"""Working minutes between two feedbacks."""
_ANSWERED_AFTER = 6 * 8 * 60


class At(Protocol):
    """Where in a dossier's time a share of it lies."""

    def __call__(self, part: float) -> datetime:
        """The moment after that share of the working time."""


class Turns:
    """Draws a turn for some of the dossiers; `officers` says who acts for each unit."""

    def __init__(self, seed: int, plan: Plan, words: Mapping[str, Any], officers: Mapping[str, str]) -> None:
        self._random = random.Random(seed)
        self._plan = plan
        self._words = words
        self._officers = officers
        self._receipts = count(1201)
        self._turns = (
            (0.10, self._supplement),
            (0.03, self._supplement_left_open),
            (0.05, self._payment),
            (0.02, self._payment_left_open),
            (0.02, self._stop),
            (0.015, self._stop_left_open),
            (0.02, self._withdraw),
            (0.05, self._cooperate),
            (0.035, self._left_lying),
        )

    def take(self, code: str, procedure: Procedure, at: At) -> bool:
        """Plan a turn, or none; answers whether the planned life goes on behind it."""
        drawn = self._random.random()
        for share, turn in self._turns:
            drawn -= share
            if drawn < 0:
                return turn(code, procedure, at)
        return True

    def apologise(self, code: str, unit: str, at: datetime) -> None:
        """Extend some of the dossiers that will be late, where they still run and nobody has apologised."""
        if self._random.random() >= _APOLOGISES:
            return

        def extend(uow: UnitOfWork) -> Any:
            dossier = find(uow, code)
            due = dossier.due_at
            if due is None or dossier.extension is not None or not _runs(dossier) or dossier.holder != unit:
                return None
            calendar = uow.reference.calendar
            new_due = calendar.nth_working_after(max(due.date(), uow.today), 5)
            return deciding.extend(
                uow,
                code,
                new_due=new_due,
                reason=self._words["extend_reason"],
                signer=self._words["signer"],
                by=self._officers[unit],
            )

        self._plan(at, extend)

    def opinion(self, code: str, at: datetime) -> None:
        """Some say with one key how it was."""
        if self._random.random() >= _ANSWERS:
            return
        score = self._random.choices((4, 3, 2, 1), (60, 28, 9, 3))[0]

        def answer(uow: UnitOfWork) -> Any:
            if feedback.is_survey_wanted(uow, code):
                return feedback.survey_dossier(uow, code, scores={OVERALL: score}, by="lan")
            return None

        self._plan(at, answer)

    def feedbacks(self, start: datetime, calendar: WorkingCalendar) -> None:
        """What people wrote or said in these weeks; the last ones wait for their answer."""
        for n, said in enumerate(self._words["feedback"]):
            at = calendar.add_working_minutes(start, (n + 1) * _BETWEEN_FEEDBACK)
            self._plan(at, partial(self._feedback, said, calendar, at))

    def _feedback(
        self, said: Mapping[str, str], calendar: WorkingCalendar, at: datetime, uow: UnitOfWork
    ) -> Any:
        done = feedback.receive_feedback(
            uow,
            text=said["text"],
            from_name=said["from_name"],
            contact=said["contact"],
            channel=said["channel"],
            code="",
            by="lan",
        )
        if said.get("answer"):
            later = calendar.add_working_minutes(at, _ANSWERED_AFTER)
            self._plan(
                later,
                lambda then: feedback.answer_feedback(
                    then, done.number.text, answer=said["answer"], how="", by="van"
                ),
            )
        return done

    def _ask_for_papers(self, code: str, procedure: Procedure, at: datetime) -> None:
        papers = procedure.components[-1:] or ()
        items = tuple((paper.no, paper.name) for paper in papers) or ((0, self._words["supplement_reason"]),)
        asked = SlipRequest(
            reason=self._words["supplement_reason"],
            ground=procedure.legal_basis or self._words["supplement_reason"],
            code=code,
            items=items,
            respond_by=at.date() + timedelta(days=10),
        )
        by = self._officers[procedure.department]
        self._plan(at, lambda uow: reception.request_supplement(uow, asked, by=by))

    def _supplement(self, code: str, procedure: Procedure, at: At) -> bool:
        self._ask_for_papers(code, procedure, at(0.16))
        brought = [(paper.no, 0) for paper in procedure.components[-1:]] or [(0, 0)]
        self._plan(at(0.28), lambda uow: waiting.supplement(uow, code, items=brought, by="lan"))
        return True

    def _supplement_left_open(self, code: str, procedure: Procedure, at: At) -> bool:
        self._ask_for_papers(code, procedure, at(0.16))
        return False

    def _ask_for_fee(self, code: str, at: datetime) -> int:
        amount = self._random.choice((50_000, 200_000, 500_000, 1_500_000))
        what = self._words["fee_what"]
        self._plan(
            at, lambda uow: waiting.request_payment(uow, code, amount_vnd=amount, what=what, by="lan")
        )
        return amount

    def _payment(self, code: str, procedure: Procedure, at: At) -> bool:
        amount = self._ask_for_fee(code, at(0.16))
        method = self._random.choice(waiting.METHODS)
        number = f"{next(self._receipts):07d}"
        self._plan(
            at(0.24),
            lambda uow: waiting.pay(
                uow, code, amount_vnd=amount, method=method, receipt_no=number, by="lan"
            ),
        )
        return True

    def _payment_left_open(self, code: str, procedure: Procedure, at: At) -> bool:
        self._ask_for_fee(code, at(0.16))
        return False

    def _stop(self, code: str, procedure: Procedure, at: At) -> bool:
        self._stop_left_open(code, procedure, at)
        by, reason = self._officers[procedure.department], self._words["resume_reason"]
        self._plan(at(0.27), lambda uow: waiting.resume(uow, code, reason=reason, by=by))
        return True

    def _stop_left_open(self, code: str, procedure: Procedure, at: At) -> bool:
        by, reason = self._officers[procedure.department], self._words["stop_reason"]
        self._plan(at(0.17), lambda uow: waiting.stop(uow, code, reason=reason, by=by))
        return False

    def _withdraw(self, code: str, procedure: Procedure, at: At) -> bool:
        reason = self._words["withdraw_reason"]
        self._plan(at(0.2), lambda uow: waiting.withdraw(uow, code, reason=reason, by="lan"))
        if self._random.random() < 0.5:
            self._plan(at(0.5), lambda uow: _papers_back(uow, code))
        return False

    def _cooperate(self, code: str, procedure: Procedure, at: At) -> bool:
        others = [unit for unit in self._words["cooperating"] if unit != procedure.department]
        unit, by = self._random.choice(others), self._officers[procedure.department]
        note = self._words["cooperate_note"]
        self._plan(at(0.18), lambda uow: deciding.cooperate(uow, code, units=[unit], note=note, by=by))
        return True


    def _left_lying(self, code: str, procedure: Procedure, at: At) -> bool:
        """Nobody does anything more: what a supervisor looks for."""
        return False


def _runs(dossier: Dossier) -> bool:
    return dossier.is_open and not dossier.is_paused and dossier.transit is None


def _papers_back(uow: UnitOfWork, code: str) -> Any:
    applicant = find(uow, code).applicant
    assert applicant is not None  # received with one
    name = applicant.representative or applicant.name
    return processing.return_result(uow, code, to_whom=name, by="lan")
