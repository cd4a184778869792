"""F9, F18 step by step: the journal is ahead of the file, away, back again, or another desk's."""

from __future__ import annotations

import os
import shutil
import signal
from collections import Counter
from pathlib import Path

import pytest

from counter_app.bootstrap import make_trial, problems, set_journal
from counter_app.commands import reads
from counter_app.domain.errors import JournalMismatch, StoreNotOpened
from counter_app.settings import Settings, save
from counter_app.storage import keys
from counter_app.storage.database import Mode, connect
from counter_app.storage.store import FILE_NAME
from tests.builders import Clock
from tests.faults.counter import receive, received_on
from tests.faults.full_disk import EVERYTHING
from tests.faults.kills import copy_of, lose, put_back
from tests.faults.oracle import judge, look, received
from tests.faults.paper import Paper
from tests.faults.prepared import SHM, WAL, opened
from tests.storage.desk_file import ended, in_child

PAGE = 4096


def _journal(medium: Path) -> Path:
    (found,) = medium.iterdir()
    return found


def test_after_a_restored_copy_the_next_serial_is_the_last_printed_and_one(
    witness: Path, paper: Paper, clock: Clock, tmp_path: Path
) -> None:
    with opened(witness, clock) as desk:
        received_on(desk, paper, "a", "b")
        copy = copy_of(witness, tmp_path)
        received_on(desk, paper, "c", "d", "e")
        whole = look(witness)
    put_back(witness, copy)
    assert len(received(witness)) == 2
    with opened(witness, clock, writing=False) as desk:
        (found,) = problems(desk, deep=True)
        assert (str(found.what), found.detail) == ("journal_differs", "ahead")
    with opened(witness, clock) as desk:
        assert (desk.startup.replayed, desk.startup.journal) == (3, "written")
        assert look(witness).received == whole.received
        assert look(witness).issued == whole.issued
        assert received_on(desk, paper, "f") == ["H24.28-261123-0006"]
    assert judge(witness, paper, clock).complaints == ()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is forked")
@pytest.mark.parametrize("names", [(WAL,), (WAL, SHM)], ids=["wal", "wal and shm"])
def test_a_wal_deleted_after_a_kill_is_replayed_before_the_first_number(
    witness: Path, paper: Paper, clock: Clock, names: tuple[str, ...]
) -> None:
    def work() -> None:
        desk = opened(witness, clock)
        received_on(desk, Paper(), "a", "b", "c")
        os.kill(os.getpid(), signal.SIGKILL)

    assert ended(in_child(work)) == -signal.SIGKILL
    stored = received(witness)
    lose(witness, *names)
    assert received(witness) == []
    with opened(witness, clock) as desk:
        assert desk.startup.replayed == 3
        assert desk.startup.was_unclean
        assert received(witness) == stored
        assert set(desk.startup.not_printed) == {code for code, _ in stored}
        assert received_on(desk, paper, "d") == ["H24.28-261123-0004"]
    assert judge(witness, paper, clock).complaints == ()


def _torn(before: bytes, after: bytes) -> list[bytes]:
    """The file as a checkpoint leaves it that stops after its first, second, third … page."""
    changed = [at for at in range(0, len(after), PAGE) if before[at : at + PAGE] != after[at : at + PAGE]]
    found = []
    for stop in range(1, len(changed)):
        pages = bytearray(before)
        for at in changed[:stop]:
            pages[at : at + PAGE] = after[at : at + PAGE]
        found.append(bytes(pages))
    return found


def test_a_file_cut_off_amid_its_checkpoint_gives_no_number(
    witness: Path, paper: Paper, clock: Clock, tmp_path: Path
) -> None:
    """Its -wal gone, it is neither old nor new: refused, or opened without numbering, or whole by luck.

    It has free pages, so that it does not grow: a file that is shorter than it says is refused anyway.
    """
    copy = copy_of(witness, tmp_path)
    with opened(witness, clock) as desk:
        received_on(desk, paper, *(f"a{number}" for number in range(30)))
    _free_pages(witness)
    before = (witness / FILE_NAME).read_bytes()
    with opened(witness, clock) as desk:
        received_on(desk, paper, *(f"r{number}" for number in range(12)))
    torn = _torn(before, (witness / FILE_NAME).read_bytes())
    outcomes = Counter(_outcome(witness, content, paper, clock) for content in torn)
    assert set(outcomes) <= {"refused", "stopped", "whole"}
    assert outcomes["refused"] + outcomes["stopped"] >= len(torn) // 2, outcomes
    assert outcomes["stopped"] >= 1, "none of them came through the opening: the checks were not asked"
    put_back(witness, copy)
    assert judge(witness, paper, clock).complaints == ()


def _free_pages(folder: Path) -> None:
    raw = connect(folder / FILE_NAME, keys.load_key(folder), Mode.WRITE)
    raw.execute("CREATE TABLE filler(a BLOB) STRICT")
    raw.execute("INSERT INTO filler VALUES (zeroblob(900000))")
    raw.execute("DROP TABLE filler")
    raw.close()


def _outcome(folder: Path, content: bytes, paper: Paper, clock: Clock) -> str:
    lose(folder, WAL, SHM)
    (folder / FILE_NAME).write_bytes(content)
    try:
        with opened(folder, clock) as desk:
            if desk.startup.findings:
                assert receive(desk, "none")["error"] == "store_read_only"
                return "stopped"
    except StoreNotOpened as error:
        return "refused" if error.facts["because"] == "damaged" else str(error)
    assert judge(folder, paper, clock).complaints == ()
    return "whole"


def test_a_medium_that_is_away_is_told_stops_no_work_and_is_caught_up(
    witness: Path, paper: Paper, clock: Clock, tmp_path: Path
) -> None:
    medium, away = tmp_path / "medium", tmp_path / "away"
    copy = copy_of(witness, tmp_path)
    with opened(witness, clock) as desk:
        received_on(desk, paper, "a")
    medium.rename(away)
    with opened(witness, clock) as desk:
        assert desk.startup.journal == "unreachable"
        assert desk.startup.findings == ()
        received_on(desk, paper, "b", "c")
        away.rename(medium)
        received_on(desk, paper, "d")
        everything = look(witness).received
    put_back(witness, copy)
    with opened(witness, clock) as desk:
        assert (desk.startup.replayed, desk.startup.journal) == (4, "written")
        assert look(witness).received == everything
    assert judge(witness, paper, clock).complaints == ()


def test_a_medium_that_is_back_at_the_next_start_is_caught_up_too(
    witness: Path, paper: Paper, clock: Clock, tmp_path: Path
) -> None:
    medium, away = tmp_path / "medium", tmp_path / "away"
    copy = copy_of(witness, tmp_path)
    medium.rename(away)
    with opened(witness, clock) as desk:
        received_on(desk, paper, "a", "b")
    away.rename(medium)
    with opened(witness, clock) as desk:
        assert desk.startup.journal == "written"
    put_back(witness, copy)
    with opened(witness, clock) as desk:
        assert desk.startup.replayed == 2
    assert judge(witness, paper, clock).complaints == ()


def test_a_medium_that_comes_back_with_another_past_stops_numbering(
    witness: Path, paper: Paper, clock: Clock, tmp_path: Path
) -> None:
    """Restored while the journal was away: numbers are given twice, and the journal's return shows it."""
    medium, away = tmp_path / "medium", tmp_path / "away"
    copy = copy_of(witness, tmp_path)
    with opened(witness, clock) as desk:
        received_on(desk, paper, "a", "b")
    medium.rename(away)
    put_back(witness, copy)
    with opened(witness, clock) as desk:
        assert desk.startup.journal == "unreachable"
        received_on(desk, Paper(), "c")
        away.rename(medium)
        assert receive(desk, "d")["ok"]  # committed before the journal could be asked
        answer = receive(desk, "e")
        assert (answer["error"], answer["facts"]["because"]) == ("store_read_only", "findings")
        assert len(reads.listed(desk, **EVERYTHING)) == 2
    with opened(witness, clock) as desk:
        assert desk.startup.journal == "mismatch"
        assert receive(desk, "f")["error"] == "store_read_only"


def test_a_journal_that_stands_in_the_settings_is_laid_once(
    trial: Path, paper: Paper, clock: Clock, tmp_path: Path
) -> None:
    """Set by hand on a desk without a window; a medium that is away later is not taken for a new one."""
    medium = tmp_path / "stick"
    save(trial, Settings(journal=str(medium)))
    with opened(trial, clock) as desk:
        assert desk.startup.journal == "unreachable"
        assert not medium.exists()
    medium.mkdir()
    with opened(trial, clock) as desk:
        assert desk.startup.journal == "written"
        received_on(desk, paper, "a")
    medium.rename(tmp_path / "away")
    medium.mkdir()  # the empty mount point
    with opened(trial, clock) as desk:
        assert desk.startup.journal == "unreachable"
        assert list(medium.iterdir()) == []
    assert judge(trial, paper, clock).complaints == ()


def test_the_journal_of_another_desk_is_refused(
    trial: Path, paper: Paper, clock: Clock, tmp_path: Path
) -> None:
    """Both desks bear the same number; only the key tells them apart."""
    medium = tmp_path / "medium"
    medium.mkdir()
    other = make_trial(tmp_path / "other", dossiers=0, seed=1)
    with other:
        set_journal(other, medium)
    before = _journal(medium).read_bytes()
    with opened(trial, clock) as desk:
        with pytest.raises(JournalMismatch) as refused:
            set_journal(desk, medium)
        assert refused.value.facts["because"] == "not_ours"
        assert desk.settings.journal == ""
        received_on(desk, paper, "a")
    with opened(trial, clock) as desk:
        assert desk.startup.journal == "none"
    assert _journal(medium).read_bytes() == before
    assert judge(trial, paper, clock).complaints == ()


def test_a_journal_that_was_exchanged_stops_numbering_and_is_left_alone(
    witness: Path, paper: Paper, clock: Clock, tmp_path: Path
) -> None:
    with opened(witness, clock) as desk:
        received_on(desk, paper, "a")
    mine = _journal(tmp_path / "medium")
    shutil.move(mine, tmp_path / "mine")
    with make_trial(tmp_path / "other", dossiers=0, seed=1) as other:
        set_journal(other, tmp_path / "medium")
    foreign = mine.read_bytes()
    with opened(witness, clock, writing=False) as desk:
        assert [str(problem.what) for problem in problems(desk, deep=True)] == ["journal_differs"]
    with opened(witness, clock) as desk:
        assert desk.startup.journal == "mismatch"
        assert desk.startup.findings == ("journal_mismatch: not_ours",)
        assert receive(desk, "b")["error"] == "store_read_only"
        assert len(reads.listed(desk, **EVERYTHING)) == 1
    assert mine.read_bytes() == foreign
    shutil.move(tmp_path / "mine", mine)
    with opened(witness, clock) as desk:
        received_on(desk, paper, "b")
    assert judge(witness, paper, clock).complaints == ()
