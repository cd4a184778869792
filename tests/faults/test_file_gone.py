"""F7: a file that is read-only or gone is told within two seconds, and no empty one takes its place."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app import cli
from counter_app.bootstrap import make_trial, set_journal
from counter_app.commands import reads
from counter_app.domain import errors
from counter_app.storage import keys
from counter_app.storage.backup import check_copy
from counter_app.storage.store import FILE_NAME
from counter_app.storage.writer_lock import LOCK_FILE
from tests.builders import Clock
from tests.faults.counter import receive, received_on
from tests.faults.full_disk import EVERYTHING
from tests.faults.kills import copy_of, put_back
from tests.faults.oracle import judge
from tests.faults.paper import Paper
from tests.faults.prepared import WAL, opened
from tests.storage.desk_file import ended, in_child

AT_ONCE_S = 2.0
COMMANDS = (["acts", os.devnull], ["list"], ["show", "1"], ["history", "1"], ["search", "duc"])
COMMANDS += (["verify"], ["rebuild"], ["backup"], ["print", "label", "1", "--out", os.devnull])

linux = pytest.mark.skipif(sys.platform != "linux", reason="drops the rights of the superuser")


def _in_time(work: Callable[[], object]) -> object:
    began = time.monotonic()
    answer = work()
    assert time.monotonic() - began < AT_ONCE_S
    return answer


def _as_a_clerk() -> None:
    """Without capabilities even the superuser must obey a file's mode bits."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # version 3, this process
    assert ctypes.CDLL(None, use_errno=True).capset(header, (ctypes.c_uint32 * 6)()) == 0


@linux
def test_a_read_only_file_is_read_and_not_written(trial: Path, paper: Paper, clock: Clock) -> None:
    with opened(trial, clock) as desk:
        received_on(desk, paper, "before")
    (trial / FILE_NAME).chmod(0o444)

    def work() -> None:
        _as_a_clerk()
        with opened(trial, clock) as desk:
            answer = _in_time(lambda: receive(desk, "a"))
            assert (answer["error"], answer["facts"]) == ("store_read_only", {"because": "read_only"})
            assert len(reads.listed(desk, **EVERYTHING)) == 1
            assert receive(desk, "a") == answer

    assert ended(in_child(work)) == 0
    (trial / FILE_NAME).chmod(0o600)
    assert judge(trial, paper, clock).complaints == ()


@linux
def test_a_read_only_file_behind_its_journal_is_not_opened_for_writing(
    witness: Path, paper: Paper, clock: Clock, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It cannot be brought forward, so it may give no number: exit code 3, while readers go on."""
    copy = copy_of(witness, tmp_path)
    with opened(witness, clock) as desk:
        received_on(desk, paper, "a")
    put_back(witness, copy)
    (witness / FILE_NAME).chmod(0o444)

    def work() -> None:
        _as_a_clerk()
        assert cli.main(["--data", str(witness), "list", "--json"]) == cli.DONE
        assert cli.main(["--data", str(witness), "acts", os.devnull, "--json"]) == cli.NOT_OPENED

    assert ended(in_child(work)) == 0
    read, refused = map(json.loads, capfd.readouterr().out.splitlines())
    assert (read, refused["error"]) == ([], "store_read_only")
    (witness / FILE_NAME).chmod(0o600)
    assert judge(witness, paper, clock).complaints == ()


@linux
@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_a_folder_that_may_not_be_entered_is_said_to_be_so(
    trial: Path, command: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    (trial / keys.KEY_FILE).chmod(0o000)
    trial.chmod(0o500)

    def work() -> None:
        _as_a_clerk()
        assert _in_time(lambda: cli.main(["--data", str(trial), "--json", *command])) == cli.NOT_OPENED

    assert ended(in_child(work)) == 0
    trial.chmod(0o700)
    assert json.loads(capfd.readouterr().out)["error"] == "store_not_opened"


def test_a_file_deleted_while_it_is_open_is_missed_at_once(trial: Path, paper: Paper, clock: Clock) -> None:
    with opened(trial, clock) as desk:
        received_on(desk, paper, "a", "b")
        (trial / FILE_NAME).unlink()
        answer = _in_time(lambda: receive(desk, "c"))
        assert (answer["error"], answer["facts"]["because"]) == ("store_not_opened", "file_gone")
        with pytest.raises(errors.StoreNotOpened):
            reads.listed(desk, **EVERYTHING)
    assert not (trial / FILE_NAME).exists()


def test_a_file_replaced_while_it_is_open_gets_nothing(
    trial: Path, paper: Paper, clock: Clock, tmp_path: Path
) -> None:
    shutil.copyfile(trial / FILE_NAME, tmp_path / "other")
    with opened(trial, clock) as desk:
        received_on(desk, paper, "a")
        (tmp_path / "other").replace(trial / FILE_NAME)
        assert receive(desk, "b")["facts"]["because"] == "file_gone"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_no_command_makes_a_file_where_there_is_none(
    trial: Path, command: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    (trial / FILE_NAME).unlink()
    before = sorted(trial.iterdir())
    assert _in_time(lambda: cli.main(["--data", str(trial), "--json", *command])) == cli.NOT_OPENED
    told = json.loads(capfd.readouterr().out)
    assert (told["error"], told["facts"]["because"]) == ("store_not_opened", "missing")
    assert sorted(trial.iterdir()) == before


@pytest.mark.parametrize("command", [["demo", "--no-window"], ["init"]], ids=lambda words: words[0])
def test_no_new_desk_is_made_where_one_lost_its_file(
    trial: Path, clock: Clock, tmp_path: Path, command: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    """Its key opens its copies and its journal: a new desk over it would make all of them noise."""
    with opened(trial, clock) as desk:
        set_journal(desk, tmp_path)
    (trial / FILE_NAME).replace(tmp_path / "copy.sqlite")
    if command == ["init"]:
        command = [*command, "--agency-id", "H24.28", "--agency-name", "Ban", "--desk", "1", "--admin", "a"]
    assert cli.main(["--data", str(trial), "--json", *command]) == cli.REFUSED
    assert json.loads(capfd.readouterr().out)["error"] == "desk_exists"
    assert not (trial / FILE_NAME).exists()
    assert check_copy(tmp_path / "copy.sqlite", keys.load_key(trial)) == []


def test_no_new_desk_is_made_over_a_wal_that_was_left(tmp_path: Path) -> None:
    """SQLite would read the old frames into the new file."""
    (tmp_path / WAL).write_bytes(b"frames of another past")
    with pytest.raises(errors.DeskExists):
        make_trial(tmp_path, dossiers=0, seed=1)
    assert {path.name for path in tmp_path.iterdir()} <= {WAL, LOCK_FILE}
    assert (tmp_path / WAL).read_bytes() == b"frames of another past"
