"""The trial desk: exactly as many dossiers as asked, in every state that acts can reach."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter_app import bootstrap
from counter_app.bootstrap import Desk
from counter_app.domain.dossier import Status
from counter_app.queries.dossiers import Filter, list_dossiers
from tests.builders import Clock, trial_desk


def count(desk: Desk, *, slips: bool = False) -> int:
    now = desk.local_now()
    return len(desk.read(lambda reading: list_dossiers(reading, Filter(now, slips=slips, limit=10_000))))


@pytest.mark.parametrize("dossiers", [0, 1, 7, 60])
def test_exactly_as_many_dossiers_as_asked(tmp_path: Path, dossiers: int) -> None:
    with trial_desk(tmp_path, dossiers=dossiers) as desk:
        assert count(desk) == dossiers
        assert (count(desk, slips=True) > 0) == (dossiers > 0)


def test_two_hundred_reach_every_state_and_stand_the_deep_check(tmp_path: Path) -> None:
    with trial_desk(tmp_path, dossiers=200) as desk:
        now = desk.local_now()
        rows = desk.read(lambda reading: list_dossiers(reading, Filter(now, limit=1_000)))
        assert {row.status for row in rows} == set(map(str, Status))
        assert len({row.procedure for row in rows}) == 54
        assert any(row.is_overdue for row in rows)
        assert any(row.in_transit_to for row in rows)
        assert {row.outcome for row in rows} >= {"early", "late"}
        assert any(row.due_at and row.due_first and row.due_first < row.due_at for row in rows), "extended"
        assert bootstrap.problems(desk, deep=True) == []
        assert all(row.received_at is None or row.received_at <= now.isoformat() for row in rows)


def test_the_same_seed_makes_the_same_dossiers(tmp_path: Path) -> None:
    def codes(folder: Path, seed: int) -> list[tuple[str, str, str]]:
        with trial_desk(folder, Clock(), dossiers=30, seed=seed) as desk:
            rows = desk.read(lambda reading: list_dossiers(reading, Filter(desk.local_now())))
            return [(row.shown_code, row.procedure, row.status) for row in rows]

    first = codes(tmp_path / "a", 5)
    assert codes(tmp_path / "b", 5) == first
    assert codes(tmp_path / "c", 6) != first
