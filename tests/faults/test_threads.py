"""F11: four threads receive at once; also over midnight, and with a journal that hears of all of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from counter_app.bootstrap import Desk
from tests.builders import Clock
from tests.faults.counter import receive
from tests.faults.kills import copy_of, put_back
from tests.faults.oracle import judge, look
from tests.faults.paper import Paper
from tests.faults.prepared import opened, request_ids

THREADS = 4


class Ticking(Clock):
    """Goes on by some seconds each time it is asked."""

    def __init__(self, local: datetime, step: timedelta) -> None:
        super().__init__(local)
        self._step = step
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        with self._lock:
            self.local += self._step
            return super().__call__()


def _at_once(desk: Desk, paper: Paper, each: int) -> None:
    """Every thread receives so often; what fails in a thread fails here."""
    failures: list[BaseException] = []
    lock = threading.Lock()

    def work(name: str) -> None:
        for request_id in islice(request_ids(name), each):
            answer = receive(desk, request_id)
            with lock:
                paper.take(answer, request_id)

    def guarded(do: Callable[[str], None], name: str) -> None:
        try:
            do(name)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(work, f"t{n}")) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_four_threads_of_two_hundred_share_no_number(trial: Path, paper: Paper, clock: Clock) -> None:
    with opened(trial, clock) as desk:
        _at_once(desk, paper, 200)
    assert len(paper.codes) == THREADS * 200
    assert judge(trial, paper, clock).complaints == ()


def test_over_midnight_each_day_counts_from_one_and_no_clock_seems_to_step_back(
    real: Path, paper: Paper
) -> None:
    """Who waited for another thread's act is later than it: the clock is asked when his turn comes."""
    clock = Ticking(datetime(2026, 11, 23, 23, 59), timedelta(seconds=2))
    with opened(real, clock) as desk:
        _at_once(desk, paper, 15)
    assert judge(real, paper, clock).complaints == ()
    assert {code.split("-")[1] for code in paper.codes} == {"261123", "261124"}
    with opened(real, clock) as desk, desk.store.reader.connect() as conn:
        found = conn.exec_driver_sql("SELECT DISTINCT clock_quality FROM event").scalars().all()
        assert found == ["good"]


def test_the_journal_hears_of_every_thread(
    witness: Path, paper: Paper, clock: Clock, tmp_path: Path
) -> None:
    """A thread that tells the journal before the one that committed ahead of it leaves nothing out."""
    copy = copy_of(witness, tmp_path)
    with opened(witness, clock) as desk:
        _at_once(desk, paper, 40)
    everything = look(witness).received
    put_back(witness, copy)
    verdict = judge(witness, paper, clock)
    assert verdict.complaints == ()
    assert look(witness).received == everything
