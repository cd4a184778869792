"""Half-typed forms and unanswered requests survive a kill: Enter again does what Enter would have done."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counter_app.bootstrap import Desk
from counter_app.commands import acts
from counter_app.queries.drafts import drafts_of
from counter_app.services.drafts import delete_draft, save_draft
from counter_app.storage.unit_of_work import UnitOfWork
from tests.builders import Clock
from tests.faults.counter import receive, received_on
from tests.faults.oracle import judge, received
from tests.faults.paper import Paper
from tests.faults.prepared import opened, receive_line
from tests.storage.desk_file import ended, in_child

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is forked")

FORM = {"procedure": "DT-08", "applicant": {"name": "Nguyễn Thị Đức"}, "components": [1, 3], "note": "“chờ”"}


def _and_killed(folder: Path, clock: Clock, do: Callable[[Desk], object]) -> None:
    """Do something in a child that then dies without a word."""

    def work() -> None:
        do(opened(folder, clock))
        os.kill(os.getpid(), signal.SIGKILL)

    assert ended(in_child(work)) == -signal.SIGKILL


def _save(desk: Desk, form: dict[str, Any], draft_id: str = "form-1") -> None:
    def do(uow: UnitOfWork) -> None:
        save_draft(uow, draft_id, "lan", form)
        uow.commit()

    desk.write(do)


def test_a_draft_survives_a_kill_as_it_was_last_saved(trial: Path, clock: Clock) -> None:
    def typing(desk: Desk) -> None:
        for length in range(1, 15):
            _save(desk, FORM | {"note": "ghi chú " * length})
        _save(desk, FORM)

    _and_killed(trial, clock, typing)
    with opened(trial, clock) as desk:
        assert desk.startup.was_unclean
        (draft,) = desk.read(lambda reading: drafts_of(reading.conn, "lan"))
        assert (draft.id, draft.form) == ("form-1", FORM)
        assert desk.read(lambda reading: drafts_of(reading.conn, "minh")) == []


def test_a_draft_goes_with_the_reception_or_not_at_all(trial: Path, paper: Paper, clock: Clock) -> None:
    """Received and forgotten in one transaction: killed before its commit, the form is still there."""

    def half(desk: Desk) -> None:
        _save(desk, FORM)
        act = acts.ACTS["receive"].model_validate_json(receive_line("form-1"))
        with desk.store.write(desk.now) as uow:
            acts.perform(uow, act)
            delete_draft(uow, "form-1")
            uow.project()
            os.kill(os.getpid(), signal.SIGKILL)

    _and_killed(trial, clock, half)
    assert received(trial) == []
    with opened(trial, clock) as desk:
        (draft,) = desk.read(lambda reading: drafts_of(reading.conn, "lan"))
        assert draft.form == FORM
        assert received_on(desk, paper, "form-1") == ["H24.28-261123-0001"]
    assert judge(trial, paper, clock).complaints == ()


def test_the_same_request_after_a_kill_gets_the_same_answer(trial: Path, paper: Paper, clock: Clock) -> None:
    """Stored, and killed before anybody was told: the second Enter makes no second dossier."""
    answers = trial.parent / "answers"
    _and_killed(trial, clock, lambda desk: answers.write_text(json.dumps(receive(desk, "form-1"))))
    first = json.loads(answers.read_text())
    clock.move(days=1)
    with opened(trial, clock) as desk:
        assert desk.startup.not_printed == (first["code"],)
        assert receive(desk, "form-1") == first
        assert receive(desk, "form-1", note="anders")["error"] == "request_id_reused"
        assert paper.take(receive(desk, "form-1"), "form-1")
        assert received_on(desk, paper, "form-2") == ["H24.28-261124-0001"]
    verdict = judge(trial, paper, clock)
    assert verdict.complaints == ()
    assert verdict.stored == 2


def test_fifty_enters_make_one_dossier(trial: Path, paper: Paper, clock: Clock) -> None:
    with opened(trial, clock) as desk:
        answers = [receive(desk, "form-1") for _ in range(50)]
        assert all(paper.take(answer, "form-1") for answer in answers)
    assert len(received(trial)) == 1
    assert judge(trial, paper, clock).complaints == ()
