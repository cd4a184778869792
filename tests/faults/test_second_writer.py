"""F10: one process writes; a second one refuses within a second, readers go on, a kill leaves no lock."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest

from counter_app import cli
from counter_app.bootstrap import make_trial, system_clock
from counter_app.commands import acts
from counter_app.domain.errors import StoreLocked
from counter_app.domain.events import LOCAL_ZONE
from tests.builders import Clock
from tests.faults.campaign import ROOT
from tests.faults.counter import received_on
from tests.faults.killing import Wire, read_line, read_to_end
from tests.faults.oracle import judge
from tests.faults.paper import Paper
from tests.faults.prepared import opened, receive_line, request_ids
from tests.storage.desk_file import in_child, kill

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the first writer is a forked child")


@contextmanager
def _receiving(folder: Path, clock: Clock, paper: Paper) -> Iterator[None]:
    """Another process receives on this desk, from its first answer on until it is killed."""
    ours, theirs = os.pipe()
    pid = in_child(lambda: acts.run(opened(folder, clock), map(receive_line, request_ids("w")), Wire(theirs)))
    os.close(theirs)
    line, rest = read_line(ours)
    os.set_blocking(ours, True)
    try:
        yield
    finally:
        assert kill(pid) == -signal.SIGKILL
        content = line + b"\n" + rest + read_to_end(ours)
        paper.take_lines(content.split(b"\n")[:-1], request_ids("w"))


def test_a_second_writer_refuses_within_a_second(
    trial: Path,
    paper: Paper,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    given = io.StringIO(receive_line("second") + "\n")
    monkeypatch.setattr(sys, "stdin", given)
    with _receiving(trial, Clock(), paper):
        began = time.monotonic()
        with pytest.raises(StoreLocked):
            opened(trial)
        assert time.monotonic() - began < 1
        began = time.monotonic()
        assert cli.main(["--data", str(trial), "--json", "acts"]) == cli.NOT_OPENED
        assert time.monotonic() - began < 1
        assert given.tell() == 0  # nothing was read from the input
        assert json.loads(capfd.readouterr().out)["error"] == "store_locked"
    assert "second" not in {one.request_id for one in paper.shown}


def test_readers_go_on_beside_it_and_a_kill_leaves_no_lock(
    witness: Path, paper: Paper, clock: Clock, capfd: pytest.CaptureFixture[str]
) -> None:
    """`verify` too, although file and journal move on under it."""
    with opened(witness, clock) as desk:
        (code,) = received_on(desk, paper, "first")
    commands = (["list"], ["show", code], ["history", code], ["search", "duc"], ["verify", "--deep"])
    with _receiving(witness, clock, paper):
        for command in commands:
            assert cli.main(["--data", str(witness), "--json", *command]) == cli.DONE, command
            assert code in capfd.readouterr().out or command[0] == "verify"
    began = time.monotonic()
    with opened(witness, clock) as desk:
        assert time.monotonic() - began < 1
        assert desk.startup.was_unclean
        received_on(desk, paper, "last")
    verdict = judge(witness, paper, clock)
    assert verdict.complaints == ()
    assert verdict.acked >= 3


def test_a_real_process_is_killed_between_its_answers(tmp_path: Path, paper: Paper) -> None:
    """The program itself, far from Vietnam: answers through a pipe, `kill -9`, its codes of the right day."""
    folder = tmp_path / "desk"
    make_trial(folder, dossiers=0, seed=1).close()
    days = {system_clock().astimezone(LOCAL_ZONE).strftime("%y%m%d")}
    for life, answers in enumerate((1, 3, 5)):
        lines = [receive_line(request_id) for request_id in islice(request_ids(f"p{life}"), 40)]
        content = _killed_after(folder, lines, answers)
        paper.take_lines(content.split(b"\n")[:-1], request_ids(f"p{life}"))
    days.add(system_clock().astimezone(LOCAL_ZONE).strftime("%y%m%d"))
    assert {code.split("-")[1] for code in paper.codes} <= days
    clock = Clock(system_clock().astimezone(LOCAL_ZONE).replace(tzinfo=None))
    verdict = judge(folder, paper, clock)
    assert verdict.complaints == ()
    assert verdict.acked >= 9


def _killed_after(folder: Path, lines: list[str], answers: int) -> bytes:
    with subprocess.Popen(
        [sys.executable, "-m", "counter_app", "--data", str(folder), "acts", "-"],
        cwd=ROOT,
        env={**os.environ, "TZ": "America/New_York"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("".join(f"{line}\n" for line in lines).encode())
        process.stdin.flush()
        content = b"".join(process.stdout.readline() for _ in range(answers))
        process.kill()
        return content + process.stdout.read()
