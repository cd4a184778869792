"""F3: a kill at each system call that writes; F9-calls: and the -wal is lost then. Needs strace (Linux).

By hand the same is done with a real process, N = 1, 2, 3 … until it ends by itself:

    strace -f -e trace=pwrite64 -e inject=pwrite64:signal=KILL:when=N counter-app --data DIR acts FILE

Here strace is attached to a forked child before it opens the desk, so that N counts every write of one whole
life: opening after a crash, journal, three receptions, closing with its checkpoint.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from itertools import islice
from pathlib import Path

from counter_app.commands import acts
from counter_app.domain.errors import StoreNotOpened
from tests.builders import Clock
from tests.campaign_report import Report
from tests.faults.killing import Wire, read_to_end
from tests.faults.kills import copy_of, lose, put_back, witnessed
from tests.faults.oracle import judge
from tests.faults.paper import Paper
from tests.faults.prepared import WAL, opened, receive_line, request_ids
from tests.faults.report import Size, of_verdict
from tests.storage.desk_file import ended, in_child

CALLS = "fsync,fdatasync,pwrite64,write,ftruncate,unlink,unlinkat,rename,renameat2"
RECEIVES = 3
MOST = 2_000
NOT_TRACED = 99


def killed_at_each_call(size: Size, folder: Path) -> Report:
    """Kill at the first writing call, at the second, … until a child ends by itself."""
    if shutil.which("strace") is None:
        return Report("F3", skipped="strace is not there (apt install strace)")
    began = time.monotonic()
    desk, paper, clock = witnessed(folder), Paper(), Clock()
    complaints: list[str] = []
    for call in range(1, MOST):
        code = _life(desk, paper, clock, call)
        if code == 0:
            break
        if code != -signal.SIGKILL:
            return Report("F3", skipped=f"strace cannot inject here: the child ended with {code}")
        verdict = judge(desk, paper, clock, is_whole=random.Random(size.seed + call).random() < 0.1)
        complaints += [f"call {call}: {word}" for word in verdict.complaints]
    seconds = round(time.monotonic() - began, 1)
    return of_verdict("F3", judge(desk, paper, clock), complaints, kills=call - 1, seconds=seconds)


def wal_lost_at_each_call(size: Size, folder: Path) -> Report:
    """F9 at its worst: killed at each writing call, amid a checkpoint too, and then the -wal is deleted.

    A file that was cut off amid its checkpoint must be refused, or opened without numbering; the last copy
    then takes its place, and the journal brings it forward.
    """
    if shutil.which("strace") is None:
        return Report("F9-calls", skipped="strace is not there (apt install strace)")
    began = time.monotonic()
    desk, paper, clock = witnessed(folder), Paper(), Clock()
    copy, torn = copy_of(desk, folder), 0
    complaints: list[str] = []
    for call in range(1, MOST):
        code = _life(desk, paper, clock, call)
        if code == 0:
            break
        if code != -signal.SIGKILL:
            return Report("F9-calls", skipped=f"strace cannot inject here: the child ended with {code}")
        lose(desk, WAL)
        if not _is_sound(desk, clock):
            torn += 1
            put_back(desk, copy)
        complaints += [f"call {call}: {word}" for word in judge(desk, paper, clock).complaints]
    figures = {"kills": call - 1, "torn": torn, "seconds": round(time.monotonic() - began, 1)}
    return of_verdict("F9-calls", judge(desk, paper, clock), complaints, **figures)


def _is_sound(desk: Path, clock: Clock) -> bool:
    try:
        with opened(desk, clock) as one:
            return not one.startup.findings
    except StoreNotOpened:
        return False


def _life(desk: Path, paper: Paper, clock: Clock, call: int) -> int:
    """One child under strace, killed at its n-th writing call; what it acknowledged goes on paper."""
    go, start = os.pipe()
    ours, theirs = os.pipe()
    pid = in_child(lambda: _receive(desk, clock, (go, start), theirs, call))
    os.close(theirs)
    os.close(go)
    inject = f"inject={CALLS}:signal=KILL:when={call}"
    strace = subprocess.Popen(
        ["strace", "-f", "-q", "-p", str(pid), "-o", os.devnull, "-e", f"trace={CALLS}", "-e", inject],
        stderr=subprocess.DEVNULL,
    )
    if _is_held(pid, strace):
        os.write(start, b"x")
    os.close(start)
    content = read_to_end(ours)
    os.close(ours)
    code = ended(pid)
    strace.wait()
    paper.take_lines(content.split(b"\n")[:-1], request_ids(f"c{call}"))
    return code


def _is_held(pid: int, strace: subprocess.Popen[bytes]) -> bool:
    """Wait until the kernel says that strace holds the child; False where strace gave up."""
    while "TracerPid:\t0\n" in Path(f"/proc/{pid}/status").read_text():
        if strace.poll() is not None:
            return False
        os.sched_yield()
    return True


def _receive(desk: Path, clock: Clock, sign: tuple[int, int], handle: int, call: int) -> None:
    go, start = sign
    os.close(start)  # else the end of the parent's would not be seen
    if not os.read(go, 1):
        os._exit(NOT_TRACED)
    with opened(desk, clock) as one:
        asked = islice(request_ids(f"c{call}"), RECEIVES)
        acts.run(one, map(receive_line, asked), Wire(handle))
