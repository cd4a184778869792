"""The log of passes: what says the same stands in it once, what was noteworthy stays."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from counter_app.domain.centre_errors import CentreRefused, CentreUnreachable
from counter_app.domain.errors import CounterError
from counter_app.queries.sync import sync_view
from counter_app.sync import pass_log
from tests.sync.around import Around, desks_around
from tests.sync.test_run import Deaf


def fails(around: Around, error: CounterError) -> None:
    around.time.now += timedelta(minutes=2)
    with pytest.raises(type(error)):
        around.meet(1, line=Deaf(error))


def logged(around: Around) -> list[dict[str, Any]]:
    return [json.loads(row[0]) for row in around.rows(1, "SELECT report FROM sync_log ORDER BY id")]


def test_failures_in_a_row_are_one_and_what_was_before_them_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pass_log, "KEPT", 6)
    with desks_around(1) as around:
        around.receive(1)
        noteworthy = around.meet(1)
        assert noteworthy.sent
        rows = len(logged(around))
        first = around.time.ms() + 120_000
        for because in ("no_answer", "no_answer", "timeout") * 10:
            fails(around, CentreUnreachable(because=because))
        *before, last = logged(around)
        assert len(before) == rows
        assert before[-1]["sent"] == noteworthy.sent
        assert (last["times"], last["first_at"], last["facts"]) == (30, first, {"because": "timeout"})
        assert last["ended_at"] == around.time.ms()


def test_another_reason_or_a_pass_between_begins_anew() -> None:
    with desks_around(1) as around:
        around.meet(1)
        fails(around, CentreUnreachable(because="timeout"))
        fails(around, CentreRefused(because="login_revoked"))
        fails(around, CentreRefused(because="origin_closed"))
        fails(around, CentreRefused(because="origin_closed"))
        assert [each["times"] for each in logged(around)[-3:]] == [1, 1, 2]
        around.meet(1)
        fails(around, CentreRefused(because="origin_closed"))
        assert logged(around)[-1]["times"] == 1


def test_since_when_it_fails_whatever_the_reasons_were() -> None:
    with desks_around(1) as around:
        around.meet(1)
        good = around.desks[1].desk.local_now()
        for error in (CentreUnreachable(because="timeout"), CentreRefused(because="login_revoked")):
            for _ in range(3):
                fails(around, error)
        desk = around.desks[1].desk
        found = desk.read(lambda reading: sync_view(reading, desk.local_now()))
        assert (found.last_ok, found.failures) == (good, 6)
        assert found.failing_since == good + timedelta(minutes=2)
        around.meet(1)
        found = desk.read(lambda reading: sync_view(reading, desk.local_now()))
        assert (found.last_ok, found.failures, found.failing_since) == (desk.local_now(), 0, None)


def test_a_pass_that_was_left_behind_writes_no_more() -> None:
    """Its window has closed, the file may be another process's by now: a failure is not noted either."""

    class Left(BaseException):
        pass

    with desks_around(1) as around:
        around.meet(1)
        before = logged(around)

        def left(step: str) -> None:
            if step == "note":
                raise Left

        with pytest.raises(Left):
            around.meet(1, left, line=Deaf(CentreUnreachable(because="timeout")))
        assert logged(around) == before
