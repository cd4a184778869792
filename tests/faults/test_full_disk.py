"""F6: no room left. The form is refused whole, nothing half is stored, and work goes on without a restart."""

from __future__ import annotations

import os
import resource
import signal
from functools import partial
from pathlib import Path

import pytest

from counter_app.bootstrap import Desk
from tests.builders import Clock
from tests.faults.counter import receive
from tests.faults.full_disk import until_full
from tests.faults.oracle import judge, received
from tests.faults.paper import Paper
from tests.faults.prepared import opened
from tests.storage.desk_file import ended, in_child

PAGES = 14


def _limit(desk: Desk, room: int) -> None:
    """Let the file grow by so many pages only."""
    with desk.store.writer.connect() as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count={pages + room}")
        conn.rollback()


def _make_room(desk: Desk) -> None:
    """Take the limit away: where SQLite kept the transaction open, the connection and its limit live on."""
    with desk.store.writer.connect() as conn:
        conn.exec_driver_sql("PRAGMA max_page_count=1073741823")
        conn.rollback()


def test_at_whatever_page_the_room_ends_the_form_is_refused_whole(
    trial: Path, paper: Paper, clock: Clock
) -> None:
    with opened(trial, clock) as desk:
        for room in range(PAGES):
            _limit(desk, room)
            assert until_full(desk, paper, f"room{room}", partial(_make_room, desk)) == []
    verdict = judge(trial, paper, clock)
    assert verdict.complaints == ()
    assert verdict.stored == len(paper.codes) >= PAGES


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the limit is for a child")
def test_a_write_refused_in_mid_file_stops_writing_until_a_restart(
    trial: Path, paper: Paper, clock: Clock
) -> None:
    """A file size limit cuts a write short: what lies on the disk is then known only after a check."""

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with opened(trial, clock) as desk:
            free = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, free[1]))
            told = [receive(desk, f"r{number}") for number in range(100)]
            resource.setrlimit(resource.RLIMIT_FSIZE, free)
            good = [answer for answer in told if answer["ok"]]
            assert 0 < len(good) < 100
            assert {answer["error"] for answer in told if not answer["ok"]} == {"store_read_only"}
            assert told[: len(good)] == good
            assert receive(desk, "again")["error"] == "store_read_only"
            assert {code for code, _ in received(trial)} == {answer["code"] for answer in good}

    assert ended(in_child(work)) == 0
    stored = received(trial)
    with opened(trial, clock) as desk:
        assert paper.take(receive(desk, "after"), "after")
    assert len(received(trial)) == len(stored) + 1
    assert judge(trial, paper, clock).complaints == ()
