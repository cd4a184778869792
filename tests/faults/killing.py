"""A child that receives for ever, and a parent that kills it and keeps the paper.

The parent imports everything once and forks: no interpreter starts for a kill. It holds no handle of the
store while it forks; the child opens the desk itself, as a start of the program does.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from counter_app.bootstrap import Desk
from counter_app.commands import acts
from counter_app.commands.act_models import ACTS
from counter_app.services.remarks import paper_printed
from counter_app.storage.unit_of_work import UnitOfWork
from tests.builders import Clock
from tests.faults.oracle import received
from tests.faults.paper import Paper
from tests.faults.prepared import opened, receive_line, request_ids
from tests.storage.desk_file import ended, in_child

SOONEST_MS, LATEST_MS = 2, 30
KILLS_A_DAY = 200
ANSWER_S = 30.0

Run = Callable[[Desk, Iterable[str], Any], object]
"""Answers act lines: `acts.run`, or a mutant of it."""


class Wire:
    """The child's standard output: whole lines into a pipe, with no buffer that a kill could empty."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self.last: dict[str, Any] = {}

    def write(self, line: str) -> None:
        """Send an answer; from here on the parent may have it on paper."""
        self.last = json.loads(line)
        self.send(self.last)

    def send(self, value: object) -> None:
        """Send what is no answer."""
        content = json.dumps(value).encode() + b"\n"
        while content:
            content = content[os.write(self._handle, content) :]

    def flush(self) -> None:
        """Nothing is held back."""


@dataclass
class Killing:
    """A campaign on one desk: the same file through many kills.

    `before_start` is done to the folder between a kill and the next start; `is_repeating`: the request that
    got no answer is sent once more by the next child, as a clerk presses Enter again.
    """

    folder: Path
    clock: Clock
    chance: random.Random
    run: Run = acts.run
    before_start: Callable[[Path, random.Random], None] | None = None
    is_repeating: bool = True
    paper: Paper = field(default_factory=Paper)
    complaints: list[str] = field(default_factory=list)
    kills: int = 0
    replayed: int = 0
    unacked: set[str] = field(default_factory=set)
    _open_request: str = ""

    def kill_once(self) -> None:
        """Start a child, let it receive for 2–30 ms, kill it, write down what it acknowledged."""
        self.kills += 1
        again = [self._open_request] if self._open_request else []
        ours, theirs = os.pipe()
        pid = in_child(lambda: self._receive(theirs, chain(again, request_ids(f"k{self.kills}"))))
        os.close(theirs)
        line, rest = read_line(ours)
        self._check_start(json.loads(line))
        rest += _read_for(ours, self.chance.uniform(SOONEST_MS, LATEST_MS) / 1000)
        os.kill(pid, signal.SIGKILL)
        rest += read_to_end(ours)
        os.close(ours)
        if (code := ended(pid)) != -signal.SIGKILL:
            self.complaints.append(f"kill {self.kills}: the child ended by itself with {code}")
        self._write_down(rest, chain(again, request_ids(f"k{self.kills}")))
        if self.before_start is not None:
            self.before_start(self.folder, self.chance)
        if self.kills % KILLS_A_DAY == 0:
            self.clock.move(days=1)

    def _write_down(self, content: bytes, asked: Iterator[str]) -> None:
        whole = content.split(b"\n")[:-1]  # a line that was cut was shown to nobody
        self.paper.take_lines(whole, asked)
        self._open_request = next(asked) if self.is_repeating else ""

    def _receive(self, handle: int, asked: Iterator[str]) -> None:
        wire = Wire(handle)
        desk = opened(self.folder, self.clock)
        _warm(desk)
        told = {
            "received": received(self.folder),
            "not_printed": desk.startup.not_printed,
            "findings": desk.startup.findings,
            "replayed": desk.startup.replayed,
        }
        wire.send(told)
        self.run(desk, _lines(desk, wire, asked, list(desk.startup.not_printed)), wire)

    def _check_start(self, told: dict[str, Any]) -> None:
        """Everything on paper is stored before the first number, and what is on no paper is told."""
        stored = {(code, event_id) for code, event_id in told["received"]}
        lost = {one.code for one in self.paper.shown if (one.code, one.event_id) not in stored}
        unacked = {code for code, _ in stored} - self.paper.codes
        untold = unacked - set(told["not_printed"]) - self.paper.printed
        self.unacked |= unacked
        self.replayed += told["replayed"]
        wrong = {"lost": lost, "finding": told["findings"], "stored, acknowledged to none, untold": untold}
        for what, found in wrong.items():
            if found:
                self.complaints.append(f"start {self.kills}: {what} {sorted(found)[:5]}")


def _lines(desk: Desk, wire: Wire, asked: Iterable[str], left: list[str]) -> Iterator[str]:
    """Act lines; between two of them every other receipt is printed, and one of those left from before."""
    for number, request_id in enumerate(asked):
        yield receive_line(request_id)
        if number % 2 and wire.last.get("ok"):
            _print(desk, wire, wire.last["code"])
        elif left:
            _print(desk, wire, left.pop())


def _warm(desk: Desk) -> None:
    """One reception that is rolled back: statements are compiled, and a number taken must be given back."""
    act = ACTS["receive"].model_validate_json(receive_line(""))
    with desk.store.write(desk.now) as uow:
        acts.perform(uow, act)
        uow.project()


def _print(desk: Desk, wire: Wire, code: str) -> None:
    """The printer first, then the record of it."""

    def do(uow: UnitOfWork) -> None:
        paper_printed(uow, code, form="receipt", version=1, copies=(1, 2), by="lan")
        uow.commit()

    wire.send({"printed": code})
    desk.write(do)


def read_line(handle: int) -> tuple[bytes, bytes]:
    """The first line a child sends, and what came with it."""
    content = b""
    while b"\n" not in content:
        piece = _read(handle, ANSWER_S)
        if not piece:
            raise RuntimeError(f"the child said nothing but {content[:200]!r}")
        content += piece
    line, _, rest = content.partition(b"\n")
    return line, rest


def _read_for(handle: int, seconds: float) -> bytes:
    """What comes within a time: the clock of the killer, exact to a fraction of a millisecond."""
    content, end = b"", time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        piece = _read(handle, left)
        if not piece:
            break
        content += piece
    return content


def read_to_end(handle: int) -> bytes:
    content = b""
    while piece := os.read(handle, 65536):
        content += piece
    return content


def _read(handle: int, seconds: float) -> bytes:
    ready, _, _ = select.select([handle], [], [], seconds)
    return os.read(handle, 65536) if ready else b""
