"""The open window and other processes: it comes forward, it prints for them, it refuses all else."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from counter_app import paths
from counter_app.commands.answering import ANSWERS
from counter_app.ui import app, local_server
from counter_app.ui.app import Stage
from counter_app.ui.desk_window import DeskWindow
from counter_app.ui.jobs import Jobs
from counter_app.ui.local_server import MOST_ASKERS, MOST_BYTES, LocalServer
from counter_app.ui.shell import Shell
from tests.builders import Clock
from tests.commands.process import ROOT, environment
from tests.desks import Counter, a_trial

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pipe there, not a socket")
LONGEST_MS = 30_000


class Opened:
    """A window over a trial desk in this process, and what other processes do to it."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        clock = Clock()
        self.desk = a_trial(folder, clock)
        self.acts = Counter(self.desk, clock)
        self.shell = Shell("light", QSettings(str(folder / "w.ini"), QSettings.Format.IniFormat))
        qtbot.addWidget(self.shell)
        self.stage = Stage(self.shell, app._made_already(self.desk, ANSWERS), "light", 14)
        self.stage.go_on(self.desk)
        self.shell.resize(1366, 768)
        self.shell.show()
        self.settle()

    @property
    def address(self) -> str:
        return paths.window_socket(self.desk.folder)

    @property
    def shown(self) -> DeskWindow:
        assert self.stage._shown is not None
        return self.stage._shown

    def settle(self) -> None:
        self.qtbot.waitUntil(self.shown.jobs.is_idle, timeout=LONGEST_MS)

    def process(self, *args: str, python: tuple[str, ...] = ()) -> tuple[int, str, str]:
        """A command in a process of its own; exit code, what it said, what it complained of."""
        command = [sys.executable, *python, "-m", "counter_app", "--data", str(self.desk.folder), *args]
        env = environment(self.desk.folder / "none")
        with subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as child:
            told: list[tuple[str, str]] = []
            reading = threading.Thread(target=lambda: told.append(child.communicate()))
            reading.start()
            self.qtbot.waitUntil(lambda: not reading.is_alive(), timeout=LONGEST_MS)
        return child.returncode, *told[0]

    def caller(self) -> Caller:
        return Caller(self.address, self.qtbot)


class Caller:
    """A raw connection to the window."""

    lines: ClassVar[list[socket.socket]] = []

    def __init__(self, address: str, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.lines.append(self.line)
        self.line.connect(address)
        self.line.setblocking(False)
        self.read = b""
        self.is_over = False

    def send(self, content: bytes) -> None:
        self.line.sendall(content)

    def ask(self, **request: Any) -> None:
        self.send(json.dumps(request).encode() + b"\n")

    def answer(self) -> dict[str, Any]:
        """The answer; the window must end the connection after it."""
        self.qtbot.waitUntil(self._is_over, timeout=LONGEST_MS)
        (line,) = self.read.splitlines()
        value: dict[str, Any] = json.loads(line)
        return value

    def _is_over(self) -> bool:
        try:
            while not self.is_over:
                part = self.line.recv(4096)
                self.read += part
                self.is_over = not part
        except BlockingIOError:
            return False
        except ConnectionResetError:  # it did not read all that was sent
            self.is_over = True
        return self.is_over

    def was_hung_up(self) -> bool:
        """The connection ended without a word."""
        return self._is_over() and not self.read


@pytest.fixture(autouse=True)
def hung_up() -> Iterator[None]:
    """No connection outlives its test."""
    yield
    while Caller.lines:
        Caller.lines.pop().close()


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[Opened]:
    made = Opened(tmp_path, qtbot)
    yield made
    made.stage.close()


# -- a second start


def test_a_second_start_brings_the_window_back_and_shows_none(window: Opened) -> None:
    window.shell.showMinimized()
    window.qtbot.waitUntil(window.shell.isMinimized)
    code, said, imported = window.process(python=("-X", "importtime"))
    assert (code, said) == (0, "")
    assert not window.shell.isMinimized()
    assert window.shell.isActiveWindow()
    assert "counter_app.commands.asking" in imported
    assert not [name for name in ("PySide6", "sqlalchemy", "argparse") if name in imported]


def test_a_leave_to_come_forward_is_handed_on(window: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "before")
    caller = window.caller()
    caller.ask(ask="show", token="of-the-click")
    assert caller.answer() == {"ok": True}
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "of-the-click"
    for bad in (7, "x" * 257, "a\nb", "ạ"):
        caller = window.caller()
        caller.ask(ask="show", token=bad)
        assert caller.answer() == {"ok": True}
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "of-the-click"


# -- print


def printed(acts: Counter, code: str) -> int:
    return sum(line["kind"] == "dossier:paper_printed" for line in acts.history(code))


def test_print_beside_the_window_is_done_by_it(window: Opened, tmp_path: Path) -> None:
    code = window.acts.received()
    out = tmp_path / "giấy.pdf"
    changed: list[set[str]] = []
    window.shown.session.changed.connect(changed.append)
    exit_code, said, complaints = window.process("--json", "print", "receipt", code, "--out", str(out))
    assert (exit_code, complaints) == (0, "")
    assert json.loads(said) == {"ok": True, "form": "receipt", "path": str(out)}
    assert out.read_bytes().startswith(b"%PDF")
    assert printed(window.acts, code) == 1
    assert changed == [{"dossier"}], "the pages read it anew"


def test_a_path_is_meant_from_where_the_command_stands(window: Opened) -> None:
    code = window.acts.received()
    name = os.path.relpath(window.desk.folder.parent / "x.pdf", ROOT)
    exit_code, said, _ = window.process("--json", "print", "receipt", code, "--out", name)
    assert (exit_code, json.loads(said)["path"]) == (0, name)
    assert (window.desk.folder.parent / "x.pdf").exists()
    missing = os.path.relpath(window.desk.folder.parent / "none" / "x.pdf", ROOT)
    exit_code, said, _ = window.process("--json", "print", "receipt", code, "--out", missing)
    assert (exit_code, json.loads(said)["facts"]["path"]) == (1, missing)


@pytest.mark.parametrize("words", [("poem", "x"), ("receipt", "nothing"), ("receipt", "")])
def test_what_the_window_refuses_is_said_as_without_one(
    window: Opened, tmp_path: Path, words: tuple[str, str]
) -> None:
    args = ("print", *words, "--out", str(tmp_path / "x.pdf"))
    beside = [window.process(*args), window.process("--json", "--lang", "en", *args)]
    window.stage.close()
    alone = [window.process(*args), window.process("--json", "--lang", "en", *args)]
    assert beside == alone
    assert beside[0][0] == 1
    assert not (tmp_path / "x.pdf").exists()


def test_two_askers_and_one_who_dawdles(window: Opened, tmp_path: Path) -> None:
    code = window.acts.received()
    slow, first, second = window.caller(), window.caller(), window.caller()
    slow.send(b'{"ask": "sh')
    for number, caller in enumerate((first, second)):
        out = str(tmp_path / f"{number}.pdf")
        caller.ask(ask="print", form="receipt", code=code, out=out, copy=None)
    assert [first.answer()["ok"], second.answer()["ok"]] == [True, True]
    slow.send(b'ow"}\n')
    assert slow.answer() == {"ok": True}
    assert printed(window.acts, code) == 2


def test_who_has_gone_gets_nothing_printed(window: Opened, tmp_path: Path) -> None:
    code = window.acts.received()
    go_on = threading.Event()
    window.shown.jobs.work(partial(go_on.wait, 30))
    caller = window.caller()
    caller.ask(ask="print", form="receipt", code=code, out=str(tmp_path / "x.pdf"), copy=None)
    server = window.stage._server
    assert server is not None
    window.qtbot.waitUntil(lambda: [each.token is not None for each in server._askers] == [True])
    caller.line.close()
    window.qtbot.waitUntil(lambda: not server._askers)
    go_on.set()
    window.settle()
    assert not (tmp_path / "x.pdf").exists()
    assert printed(window.acts, code) == 0


# -- what is no question

GARBAGE = {
    "no_json": (b"GET / HTTP/1.1\r\n", "ask_not_readable"),
    "no_utf8": (b"\xff\xfe\n", "ask_not_readable"),
    "empty": (b"\n", "ask_not_readable"),
    "nested": (b"[" * 60_000 + b"\n", "ask_not_readable"),
    "no_object": (b'["ask", "show"]\n', "ask_not_readable"),
    "no_ask": (b"{}\n", "ask_unknown"),
    "unknown": (b'{"ask": "format_disk"}\n', "ask_unknown"),
    "ask_is_a_list": (b'{"ask": ["show"]}\n', "ask_unknown"),
    "no_fields": (b'{"ask": "print"}\n', "invalid_field"),
    "relative": (b'{"ask": "print", "form": "receipt", "code": "x", "out": "x.pdf"}\n', "invalid_field"),
    "nul": (b'{"ask": "print", "form": "receipt", "code": "x", "out": "/a\\u0000b"}\n', "invalid_field"),
    "half": (b'{"ask": "print", "form": "receipt", "code": "\\ud800", "out": "/a"}\n', "invalid_field"),
    "copy": (b'{"ask": "print", "form": "a", "code": "", "out": "/a", "copy": true}\n', "invalid_field"),
    "too_long": (b"x" * (MOST_BYTES + 1), "ask_too_long"),
    "line_too_long": (b'{"ask": "show"}' + b" " * MOST_BYTES + b"\n", "ask_too_long"),
}


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_is_refused_and_the_window_goes_on(window: Opened, name: str) -> None:
    content, error = GARBAGE[name]
    caller = window.caller()
    caller.send(content)
    answer = caller.answer()
    assert (answer["ok"], answer["error"]) == (False, error)
    after = window.caller()
    after.ask(ask="show")
    assert after.answer() == {"ok": True}


def test_the_longest_line_is_still_read(window: Opened) -> None:
    caller = window.caller()
    line = b'{"ask": "show"}'
    caller.send(line + b" " * (MOST_BYTES - len(line) - 1) + b"\n")
    assert caller.answer() == {"ok": True}


def test_one_connection_gets_one_answer(window: Opened) -> None:
    caller = window.caller()
    caller.send(b'{"ask": "show"}\n{"ask": "show"}\n{"ask": "format_disk"}\n')
    assert caller.answer() == {"ok": True}


def test_too_many_at_once_are_sent_away(window: Opened) -> None:
    waiting = [window.caller() for _ in range(MOST_ASKERS)]
    one_more = window.caller()
    assert one_more.answer()["error"] == "ask_busy"
    waiting[0].line.close()
    waiting[1].ask(ask="show")
    assert waiting[1].answer() == {"ok": True}
    after = window.caller()
    after.ask(ask="show")
    assert after.answer() == {"ok": True}


# -- the server by itself


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    with a_trial(tmp_path) as desk:
        made = Jobs(desk)
        yield made
        made.close()


def test_who_says_nothing_is_hung_up(jobs: Jobs, qtbot: QtBot) -> None:
    server = LocalServer(jobs._desk, jobs, {}, patience_ms=20)
    caller = Caller(paths.window_socket(jobs._desk.folder), qtbot)
    caller.send(b'{"ask"')
    qtbot.waitUntil(caller.was_hung_up, timeout=LONGEST_MS)
    server.close()


def test_a_fault_is_answered_too(jobs: Jobs, qtbot: QtBot) -> None:
    def broken(desk: Any, request: dict[str, Any]) -> dict[str, Any]:
        raise ZeroDivisionError

    server = LocalServer(jobs._desk, jobs, {"print": broken})
    caller = Caller(paths.window_socket(jobs._desk.folder), qtbot)
    with qtbot.capture_exceptions() as faults:
        caller.ask(ask="print")
        assert caller.answer()["error"] == "ask_failed"
    assert [fault[0] for fault in faults] == [ZeroDivisionError]
    server.close()


def test_only_this_person_can_reach_it_and_it_goes_with_the_window(window: Opened) -> None:
    mode = os.lstat(window.address).st_mode
    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) == 0o600
    dawdler = window.caller()
    window.stage.close()
    assert not os.path.lexists(window.address)
    window.qtbot.waitUntil(dawdler.was_hung_up, timeout=LONGEST_MS)


def test_a_dead_window_s_socket_is_no_obstacle(jobs: Jobs, qtbot: QtBot) -> None:
    address = paths.window_socket(jobs._desk.folder)
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(address)
    assert os.path.lexists(address)
    server = LocalServer(jobs._desk, jobs, {})
    caller = Caller(address, qtbot)
    caller.ask(ask="show")
    assert caller.answer() == {"ok": True}
    server.close()


def test_without_a_socket_work_goes_on(jobs: Jobs, caplog: pytest.LogCaptureFixture) -> None:
    Path(paths.window_socket(jobs._desk.folder)).mkdir()
    server = LocalServer(jobs._desk, jobs, {})
    assert not server.is_listening()
    assert [record.message.startswith("no local socket") for record in caplog.records] == [True]
    server.close()


@pytest.mark.parametrize(("mode", "is_safe"), [(0o700, True), (0o770, False), (0o701, False)])
def test_a_folder_that_others_reach_holds_no_socket(tmp_path: Path, mode: int, is_safe: bool) -> None:
    room = tmp_path / "room"
    room.mkdir()
    room.chmod(mode)
    assert local_server._is_safe(str(room), tmp_path / "desk") is is_safe


def test_a_link_to_a_private_folder_holds_no_socket(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert not local_server._is_safe(str(tmp_path / "link"), tmp_path / "desk")
