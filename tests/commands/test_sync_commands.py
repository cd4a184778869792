"""`demo --desks`, `sync`, `sync status` over real desks and a real PostgreSQL; one pass beside others."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from counter_app import paths
from counter_app.bootstrap import open_desk
from counter_app.cli import main
from counter_app.commands import asking, syncing
from counter_app.domain.centre_errors import CentreUnreachable, DeskNotJoined, SyncBusy
from counter_app.domain.sync_report import Outcome, PassReport, StatusCount
from counter_app.sync.trial_centre import a_trial_centre
from counter_app.ui.slip_words import slip_words
from tests.builders import Clock
from tests.commands.process import ROOT, Acts, environment, run
from tests.desks import Counter, a_trial

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sockets as files")
Say = Callable[..., tuple[int, Any]]
PATIENCE_S = 60


@pytest.fixture(scope="module")
def room() -> Iterator[Path]:
    """Not pytest's folder: that is closed to PostgreSQL's own account as soon as another test run begins."""
    with tempfile.TemporaryDirectory(prefix="demo-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def world(room: Path) -> Path:
    """The folder of two trial desks and their centre, which is stopped."""
    folder = room / "demo"
    done = run(
        "--data", str(folder), "--json", "demo", "--desks", "2", "--dossiers", "5", "--no-window",
        default_desk=folder / "none",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["desks"] == [str(folder / "desk-1"), str(folder / "desk-2")]
    assert told["made"] == ["desk-1", "desk-2"]
    assert told["dossiers"] == [5, 5]
    assert told["open"][1] == f"counter-app --data {folder / 'desk-2'}"
    return folder


@pytest.fixture
def centre(world: Path) -> Iterator[Path]:
    """Started again, as `central trial` does."""
    with a_trial_centre(world / "centre"):
        yield world


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """A command over a desk's folder; its exit code and its JSON."""

    def command(folder: Path, *args: str) -> tuple[int, Any]:
        code = main(["--data", str(folder), "--json", *args])
        return code, json.loads(capsys.readouterr().out)

    return command


def received(folder: Path) -> str:
    """A dossier taken in at a desk."""
    with open_desk(folder, writing=True) as desk:
        return Counter(desk, Clock()).received()  # by the desk's own clock, which is the machine's


# -- demo


def test_the_desks_hold_the_same_from_the_start(world: Path, say: Say) -> None:
    told = [say(world / f"desk-{n}", "sync", "status") for n in (1, 2)]
    assert [code for code, _ in told] == [0, 0]
    first, second = (answer for _, answer in told)
    assert first["joined"] is True
    assert first["head"] > 0
    assert (first["head"], first["feed_hash"]) == (second["head"], second["feed_hash"])
    assert (first["waiting"], first["conflicts"]) == (0, 0)
    for n in (1, 2):
        code, verified = say(world / f"desk-{n}", "verify", "--deep")
        assert (code, verified["ok"]) == (0, True)


def test_a_second_demo_leaves_what_is_there_and_adds_what_is_not(room: Path) -> None:
    def demo(count: int) -> tuple[int, Any]:
        done = run(
            "--data", str(room / "again"), "--json", "demo", "--desks", str(count), "--dossiers", "2",
            "--no-window", default_desk=room / "none",
        )  # fmt: skip
        return done.returncode, json.loads(done.stdout)

    assert demo(1)[1]["made"] == ["desk-1"]
    code, told = demo(2)
    assert (code, told["made"], told["dossiers"]) == (0, ["desk-2"], [2, 2])
    assert demo(0)[1]["error"] == "invalid_field"
    assert demo(23)[1]["error"] == "invalid_field"


def test_desks_are_not_made_inside_a_desk(tmp_path: Path, say: Say) -> None:
    with a_trial(tmp_path) as desk:
        folder = desk.folder
    code, told = say(folder, "demo", "--desks", "2", "--no-window")
    assert (code, told["error"]) == (1, "desk_exists")


# -- sync


def test_a_dossier_travels_and_the_slip_says_so(
    centre: Path, say: Say, capsys: pytest.CaptureFixture[str]
) -> None:
    code = received(centre / "desk-1")
    assert say(centre / "desk-1", "sync", "status")[1]["waiting"] > 0
    assert main(["--data", str(centre / "desk-1"), "sync"]) == 0
    words = capsys.readouterr().out
    sent = int(words.split(",")[0].removeprefix("gửi "))
    assert sent > 0
    assert words.startswith(f"gửi {sent}, kho nhận {sent}, lệch 0")
    done, report = say(centre / "desk-2", "sync", "--thorough")
    assert (done, report["ok"], report["outcome"], report["is_thorough"]) == (0, True, "ok", True)
    assert report["pulled"] >= sent
    assert say(centre / "desk-2", "show", code)[1]["code"] == code
    told = [say(centre / f"desk-{n}", "sync", "status")[1] for n in (1, 2)]
    assert told[0]["waiting"] == 0
    assert told[0]["oldest"] is None
    assert told[0]["feed_hash"] == told[1]["feed_hash"]
    assert told[1]["last_pass"]["is_thorough"] is True


def test_without_the_centre_it_says_so_and_keeps_what_waits(world: Path, say: Say) -> None:
    received(world / "desk-2")
    for _ in range(2):
        assert say(world / "desk-2", "sync")[1]["error"] == "centre_unreachable"
    before = say(world / "desk-2", "sync", "status")[1]
    assert (before["ok"], before["failures"]) == (False, 2)
    assert before["failing_since"] >= before["last_ok"]
    code, told = say(world / "desk-2", "sync")
    assert (code, told["ok"], told["error"]) == (1, False, "centre_unreachable")
    assert told["message"]
    code, after = say(world / "desk-2", "sync", "status")
    assert (code, after["ok"]) == (1, False), "the last pass failed"
    assert (after["waiting"], after["oldest"]) == (before["waiting"], before["oldest"])
    assert after["oldest"] is not None
    assert after["last_pass"]["because"] == "centre_unreachable"
    with a_trial_centre(world / "centre"):
        code, report = say(world / "desk-2", "sync")
        assert (code, report["sent"], report["waiting"]) == (0, before["waiting"], 0)


def test_a_desk_alone_has_nobody_to_meet(tmp_path: Path, say: Say) -> None:
    with a_trial(tmp_path) as desk:
        folder = desk.folder
    code, told = say(folder, "sync")
    assert (code, told["error"]) == (1, "desk_not_joined")
    code, told = say(folder, "sync", "status")
    assert (code, told["joined"], told["next"], told["last_pass"]) == (0, False, None, None)


def test_where_no_desk_is_none_is_made(tmp_path: Path, say: Say) -> None:
    for args in (("sync",), ("sync", "status")):
        code, told = say(tmp_path / "none", *args)
        assert (code, told["error"]) == (3, "store_not_opened")
    assert not (tmp_path / "none").exists()


# -- beside others


def test_a_desk_that_others_hold_is_not_opened(tmp_path: Path, say: Say) -> None:
    with a_trial(tmp_path) as desk:
        folder = desk.folder
    with Acts(folder) as acts:
        acts.say("note", code="none", text="x")  # answered: it holds the lock
        code, told = say(folder, "sync")
        assert (code, told["error"]) == (3, "store_locked")


class Silent:
    """A PostgreSQL that takes connections and never says a word."""

    def __init__(self, folder: Path) -> None:
        self.address = folder / ".s.PGSQL.5432"
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(self.address))
        self.server.listen()
        self.server.settimeout(PATIENCE_S)
        self.lines: list[socket.socket] = []

    def wait(self) -> None:
        """Until somebody has come."""
        self.lines.append(self.server.accept()[0])

    def close(self) -> None:
        for line in (*self.lines, self.server):
            line.close()
        self.address.unlink()


@pytest.fixture
def silent(world: Path) -> Iterator[Silent]:
    made = Silent(world / "centre")
    yield made
    made.close()


@contextmanager
def a_process(folder: Path, *args: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "counter_app", "--data", str(folder), *args]
    child = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(folder / "none") | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def test_two_at_once_are_one_too_many(world: Path, silent: Silent, say: Say) -> None:
    folder = world / "desk-1"
    with a_process(folder, "sync") as first:
        silent.wait()
        assert syncing.is_under_way(folder)
        code, told = say(folder, "sync")
        assert (code, told["error"]) == (1, SyncBusy.code)
        assert "đồng bộ" in told["message"]
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    assert not syncing.is_under_way(folder), "the lock went with the process"


def test_a_window_that_opens_meanwhile_waits_for_the_pass(world: Path, silent: Silent) -> None:
    folder = world / "desk-1"
    with a_process(folder, "sync") as first, a_process(folder, "window") as window:
        silent.wait()
        with pytest.raises(subprocess.TimeoutExpired):
            window.wait(5)  # longer than for any other lock
        first.kill()
        first.wait()
        until = time.monotonic() + PATIENCE_S
        while not asking.show(folder):
            assert time.monotonic() < until
            assert window.poll() is None


# -- asking the window


@contextmanager
def answering(folder: Path, answer: dict[str, Any]) -> Iterator[list[Any]]:
    """Something in the window's place, that answers one question."""
    heard: list[Any] = []
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(paths.window_socket(folder))
        server.listen()

        def serve() -> None:
            line, _ = server.accept()
            with line:
                heard.append(json.loads(line.makefile("rb").readline()))
                line.sendall(json.dumps(answer).encode() + b"\n")

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield heard
        finally:
            thread.join()
            os.unlink(paths.window_socket(folder))


REPORT = PassReport(1, 2, sent=42, stored=40, known=2, counts=(StatusCount("received", 3, 3),))


def test_the_window_s_report_is_believed(tmp_path: Path) -> None:
    with answering(tmp_path, {"ok": True, "report": REPORT.to_json()}) as heard:
        assert asking.sync(tmp_path, is_thorough=True) == REPORT
    assert heard == [{"ask": "sync", "thorough": True}]


@pytest.mark.parametrize("kind", [SyncBusy, DeskNotJoined, CentreUnreachable])
def test_what_the_window_s_pass_met_is_raised_here(tmp_path: Path, kind: type[Exception]) -> None:
    code = kind.code  # type: ignore[attr-defined]
    with answering(tmp_path, {"ok": False, "error": code, "facts": {}}), pytest.raises(kind):
        asking.sync(tmp_path, is_thorough=False)


@pytest.mark.parametrize("report", [None, {}, [], {"started_at": 1, "outcome": "of a newer program"}])
def test_a_window_of_another_version_is_no_window(tmp_path: Path, report: Any) -> None:
    with answering(tmp_path, {"ok": True, "report": report}):
        assert asking.sync(tmp_path, is_thorough=False) is None


# -- words


def test_the_morning_slip_in_words() -> None:
    assert slip_words(REPORT) == "gửi 42, kho nhận 42, lệch 0"
    assert slip_words(REPORT, "en") == "sent 42, stored 42, differing 0"
    differs = PassReport(
        1, outcome=Outcome.DIFFERS, counts=(StatusCount("received", 3, 4), StatusCount("voided", 1, None)),
        differences=("counts", "digest"), pulled=7, new_conflicts=1, waiting=2,
    )  # fmt: skip
    assert slip_words(differs) == (
        "gửi 0, kho nhận 0, lệch 2; nhận về 7; còn chờ gửi 2; chỗ các quầy ghi khác nhau: 1"
    )
    assert slip_words(PassReport(1, outcome=Outcome.FAILED)).startswith("chưa xong; ")


def test_without_a_screen_the_main_job_is_done_and_travels(room: Path) -> None:
    folder = room / "no-screen"
    done = run(
        "--data", str(folder), "--json", "demo", "--desks", "2", "--dossiers", "0",
        default_desk=room / "none",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["dossiers"] == [1, 1]
    assert Path(told["receipt"]).read_bytes().startswith(b"%PDF")
    assert b"no screen" in done.stderr
