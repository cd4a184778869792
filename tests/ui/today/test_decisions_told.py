"""Decisions of conflicts are told where they are of use: also at a desk that was away, if they count."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from counter_app.queries import decisions
from counter_app.queries.conflicts import open_conflicts
from counter_app.queries.decisions import Decision, decisions_for
from counter_app.services.resolving import resolve
from tests.simulation import acts
from tests.sync.around import Around, desks_around
from tests.ui.sync.clashes import Clash

PORTAL = "G04.28-000077"


@pytest.fixture
def around() -> Iterator[Around]:
    """Lan took one online dossier in at two desks that had not met."""
    with desks_around(2) as made:
        made.meet_all()
        acts.register(made.desks[1], made.rng, PORTAL)
        made.meet_all()
        made.done(1, "receive", code=PORTAL)
        made.done(2, "receive", code=PORTAL)
        made.meet_all()
        yield made


def decide(around: Around, number: int, *, for_struck: bool = False) -> None:
    conflict, struck, over = around.rows(number, "SELECT id, event_id, over FROM conflict")[0]
    chosen = struck if for_struck else json.loads(over)[0]
    around.done(number, "resolve", "tuan", conflict=conflict, chosen=chosen, reason="Đơn ký trước")


def told(around: Around, number: int, login: str = "lan") -> tuple[Decision, ...]:
    desk = around.desks[number].desk
    return desk.read(lambda reading: decisions_for(reading, login, desk.local_now()))


@pytest.mark.parametrize("days", [1, 4, 45])
def test_a_desk_that_was_away_is_told_for_three_days_from_when_it_came(around: Around, days: int) -> None:
    decide(around, 1)
    around.meet(1)
    around.time.now += timedelta(days=days)
    assert told(around, 2) == ()
    around.meet(2)
    assert [each.by for each in told(around, 2)] == ["tuan"]
    around.time.now += timedelta(days=2, hours=23)
    around.meet(2)
    assert len(told(around, 2)) == 1
    around.time.now += timedelta(hours=2)
    assert told(around, 2) == ()


def test_where_it_was_decided_a_late_pass_makes_no_news_of_it(around: Around) -> None:
    decide(around, 1)
    assert len(told(around, 1)) == 1
    around.time.now += timedelta(days=4)
    around.meet(1)
    assert told(around, 1) == ()


def test_of_two_decisions_about_one_conflict_only_the_one_that_counts_is_told(around: Around) -> None:
    decide(around, 1)
    decide(around, 2, for_struck=True)
    around.meet_all()
    for number in (1, 2):
        told_there = told(around, number)
        assert len(told_there) == 1
        (stands,) = around.rows(number, "SELECT code FROM dossier WHERE portal_code = ?", PORTAL)
        assert told_there[0].code == stands[0]
    (first, second) = (told(around, number)[0].event_id for number in (1, 2))
    assert first == second


def test_many_decisions_that_concern_others_do_not_hide_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "MOST", 1)
    clash = Clash(tmp_path)
    here, there = clash.desk.acts, clash.other
    here.done("withdraw", code=clash.codes[1], reason="Người nộp xin rút, có đơn")
    here.done(
        "extend", "minh", code=clash.codes[0], new_due="2026-12-31", reason="chờ", signer="Hoàng Anh Tuấn"
    )
    for code in clash.codes[:2]:
        there.done("finish", "minh", code=code, outcome="granted", result_no="1142")
    clash.meet()
    for code in (clash.codes[1], clash.codes[0]):
        clash.desk.clock.move(minutes=1)
        _decided(clash, code)
    now = datetime(2026, 11, 23, 9, 20)
    newest, own = (
        clash.desk.read(lambda reading, by=by: decisions_for(reading, by, now)) for by in ("dung", "lan")
    )
    clash.close()
    assert [each.code for each in newest] == [clash.codes[0]]
    assert [each.code for each in own] == [clash.codes[1]]


def _decided(clash: Clash, code: str) -> None:
    row = next(each for each in clash.desk.read(open_conflicts) if each.code == code)
    chosen = next(act.event_id for act in (row.struck, *row.over) if act and act.kind == "dossier:finished")

    def do(uow: object) -> None:
        resolve(uow, row.id, chosen=chosen, reason="Đã ký", by="tuan")  # type: ignore[arg-type]
        uow.commit()  # type: ignore[attr-defined]

    clash.desk.desk.write(do)
