"""A real window in a process of its own, and the commands beside it: second start, print, kill, lock."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from counter_app import paths
from counter_app.commands import asking
from counter_app.domain import errors
from tests.commands.process import PATIENCE_S, ROOT, Acts, environment, run
from tests.desks import Counter, a_trial

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pipe there, not a socket")


@pytest.fixture
def folder(counter: Counter) -> Path:
    """A trial desk nobody has open."""
    counter.desk.close()
    return counter.desk.folder


def without_a_screen(folder: Path) -> dict[str, str]:
    """What the window remembers of this machine's person stays as it was."""
    own = {"HOME": str(folder.parent), "XDG_CONFIG_HOME": str(folder.parent / "config")}
    return environment(folder / "none") | own | {"QT_QPA_PLATFORM": "offscreen"}


def start(folder: Path) -> subprocess.Popen[bytes]:
    """The window, not waited for."""
    env = without_a_screen(folder)
    command = [sys.executable, "-m", "counter_app", "--data", str(folder)]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def until(is_so: Callable[[], object]) -> None:
    """Ask again and again; fails when it does not come about."""
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end


@contextmanager
def a_window(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The window, from where it answers on; killed at the end."""
    with start(folder) as child:
        try:
            until(lambda: child.poll() is not None or asking.show(folder))
            assert child.poll() is None, child.communicate()
            yield child
        finally:
            child.kill()
            child.communicate()


def test_print_with_a_window_beside_another_process_and_alone(folder: Path, tmp_path: Path) -> None:
    """The same answer and exit code with a window and without; a foreign lock refuses as ever."""
    with Acts(folder) as acts:
        told = acts.say("receive", procedure="DT-08", **RECEIVED)
        code = told["code"]
        args = ("--data", str(folder), "--json", "print", "receipt", code, "--out", str(tmp_path / "x.pdf"))
        refused = run(*args, default_desk=tmp_path / "none")
        assert refused.returncode == 3
        assert json.loads(refused.stdout)["error"] == "store_locked"
        assert acts.end() == 0
    alone = run(*args, default_desk=tmp_path / "none")
    (tmp_path / "x.pdf").unlink()
    with a_window(folder):
        beside = run(*args, default_desk=tmp_path / "none")
        assert (tmp_path / "x.pdf").exists()
    assert (beside.returncode, beside.stdout, beside.stderr) == (0, alone.stdout, alone.stderr)
    history = json.loads(
        run("--data", str(folder), "--json", "history", code, default_desk=tmp_path / "none").stdout
    )
    assert [line["kind"] for line in history].count("dossier:paper_printed") == 2


def test_of_two_starts_at_once_one_stays(folder: Path) -> None:
    """A person who clicks again because nothing has come yet."""
    both = [start(folder) for _ in range(2)]
    try:
        until(lambda: any(child.poll() is not None for child in both))
        gone = [child for child in both if child.poll() is not None]
        assert [child.returncode for child in gone] == [0]
        assert gone[0].communicate() == (b"", b"")
        assert asking.show(folder)
    finally:
        for child in both:
            child.kill()
            child.communicate()


def test_a_killed_window_is_no_obstacle(folder: Path, tmp_path: Path) -> None:
    with a_window(folder) as child:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        assert os.path.lexists(paths.window_socket(folder)), "left behind"
        assert not asking.show(folder)
        with a_window(folder) as second:
            done = run("--data", str(folder), "window", default_desk=tmp_path / "none")
            assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
            assert second.poll() is None


def test_a_desk_deep_down_has_its_socket_elsewhere(tmp_path: Path) -> None:
    deep = tmp_path / ("thư-mục-sâu-" * 8)
    deep.mkdir()
    with a_trial(deep) as desk:
        folder = desk.folder
    address = paths.window_socket(folder)
    assert len(os.fsencode(address)) <= 100
    assert not address.startswith(str(tmp_path))
    (tmp_path / "link").symlink_to(folder)
    assert paths.window_socket(tmp_path / "link") == address
    with a_window(folder):
        assert asking.show(tmp_path / "link")
    os.unlink(address)


def test_a_lock_without_a_window_is_said_as_before(folder: Path) -> None:
    with Acts(folder) as acts:
        acts.say("note", code="none", text="x")  # answered: it holds the lock
        child = start(folder)
        try:
            said, complaints = child.communicate(timeout=PATIENCE_S)
        finally:
            child.kill()
    assert (child.returncode, said) == (3, b"")
    assert "đang mở" in complaints.decode()


# -- the question without a window


def test_it_costs_next_to_nothing_where_no_window_is(folder: Path) -> None:
    def once() -> float:
        began = time.perf_counter()
        assert not asking.show(folder)
        return time.perf_counter() - began

    assert min(once() for _ in range(5)) < 0.005
    code = (
        "import sys; from pathlib import Path; from counter_app.commands import asking\n"
        "assert not asking.show(Path(sys.argv[1]))\n"
        "print(sorted({'PySide6', 'sqlalchemy', 'socket', 'argparse'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@contextmanager
def listening(folder: Path, answer: bytes | None) -> Iterator[list[bytes]]:
    """Something that took the window's place: it reads a line and says `answer`, or keeps silent."""
    heard: list[bytes] = []
    is_over = threading.Event()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(paths.window_socket(folder))
        server.listen()

        def serve() -> None:
            line, _ = server.accept()
            with line:
                heard.append(line.makefile("rb").readline())
                if answer is None:
                    is_over.wait(PATIENCE_S)
                else:
                    line.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield heard
        finally:
            is_over.set()
            thread.join()
            os.unlink(paths.window_socket(folder))


def test_a_window_that_hangs_is_not_waited_for(folder: Path) -> None:
    with listening(folder, None) as heard:
        assert asking.ask(folder, {"ask": "show"}, 0.05) is None
    assert heard == [b'{"ask": "show"}\n']


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"\n", b"{", b"[1]\n", b"null\n", b"\xff\n", b"[" * 60_000 + b"\n", b'{"ok": true}',
        b'{"ok": true}' + b" " * 70_000 + b"\n",
        b'{"ok": false}\n', b'{"ok": false, "error": "ask_unknown", "facts": {}}\n',
        b'{"ok": false, "error": "form_unknown", "facts": []}\n', b'{"ok": 1}\n',
    ],
)
def test_an_answer_that_says_nothing_is_none(folder: Path, answer: bytes, tmp_path: Path) -> None:
    """Then the command goes its own way, and says that the desk is open."""
    with listening(folder, answer):
        assert asking.print_form(folder, "receipt", "x", tmp_path / "x.pdf", None) is None


def test_what_the_window_refused_is_raised_with_its_facts(folder: Path, tmp_path: Path) -> None:
    answer = b'{"ok": false, "error": "form_unknown", "facts": {"form": "poem", "known": []}}\n'
    with listening(folder, answer) as heard, pytest.raises(errors.FormUnknown) as refused:
        asking.print_form(folder, "poem", "x", Path("x.pdf"), 2)
    assert refused.value.facts == {"form": "poem", "known": []}
    assert json.loads(heard[0]) == {
        "ask": "print", "form": "poem", "code": "x", "out": str(Path.cwd() / "x.pdf"), "copy": 2,
    }


def test_a_fault_in_the_window_is_no_lock(folder: Path, tmp_path: Path) -> None:
    answer = b'{"ok": false, "error": "ask_failed", "facts": {}}\n'
    with listening(folder, answer), pytest.raises(RuntimeError, match=r"logs/window\.log"):
        asking.print_form(folder, "receipt", "x", tmp_path / "x.pdf", None)


def test_a_question_too_long_is_not_asked(folder: Path) -> None:
    assert asking.ask(folder, {"ask": "x" * 70_000}) is None


def test_what_is_no_socket_is_not_spoken_to(folder: Path) -> None:
    Path(paths.window_socket(folder)).write_bytes(b'{"ok": true}\n')
    assert not asking.show(folder)


def test_a_pipe_is_spoken_to_line_by_line(folder: Path) -> None:
    """The way of Windows, over a pair of sockets as files: an answer in pieces, silence, no answer."""
    ours, theirs = socket.socketpair()
    with ours, theirs, ours.makefile("rwb", buffering=0) as pipe:
        theirs.sendall(b'{"ok"')
        timer = threading.Timer(0, theirs.sendall, [b": true}\n"])
        timer.start()
        assert asking.spoken(pipe, b"{}\n", time.monotonic() + 10) == b'{"ok": true}\n'
        timer.join()
        assert theirs.recv(10) == b"{}\n"
        with pytest.raises(TimeoutError):
            asking.spoken(pipe, b"{}\n", time.monotonic() + 0.05)
        theirs.sendall(b"\n")  # lets the thread that reads end
    ours, theirs = socket.socketpair()
    with ours, ours.makefile("rwb", buffering=0) as pipe:
        theirs.close()
        with pytest.raises(OSError):  # noqa: PT011 - broken pipe, or reset
            asking.spoken(pipe, b"{}\n", time.monotonic() + 10)


RECEIVED = {
    "applicant": {"kind": "person", "name": "Nguyễn Thị Đức", "id_kind": "none"},
    "components": [{"no": 1, "copies": 1}],
    "channel": "direct",
    "return_by": "desk",
}
