"""Children that work at desks and may be killed: forked from a process that has imported everything."""

from __future__ import annotations

import json
import os
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.storage.desk_file import ended, in_child

ANSWER_S = 60.0


class Wire:
    """A child's way to tell: one JSON line at a time, with no buffer that a kill could empty."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def tell(self, **value: Any) -> None:
        """From here on the parent may have it on paper."""
        content = json.dumps(value).encode() + b"\n"
        while content:
            content = content[os.write(self._handle, content) :]


@dataclass
class Child:
    """A forked process and what it told; a line that was cut was told to nobody."""

    pid: int
    handle: int
    told: list[dict[str, Any]] = field(default_factory=list)
    _rest: bytes = b""

    @classmethod
    def started(cls, work: Callable[[Wire], object]) -> Child:
        """Fork and work."""
        ours, theirs = os.pipe()

        def run() -> None:
            os.close(ours)
            work(Wire(theirs))

        pid = in_child(run)
        os.close(theirs)
        return cls(pid, ours)

    def hear(self, seconds: float) -> bool:
        """Take in what comes within a time; False once the child is gone."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            ready, _, _ = select.select([self.handle], [], [], left)
            if ready and not self._take(os.read(self.handle, 65536)):
                return False
        return True

    def hear_one(self) -> None:
        """Wait for its first line."""
        while not self.told and self._take_next():
            pass

    def kill(self) -> None:
        """SIGKILL, at whatever it is."""
        os.kill(self.pid, signal.SIGKILL)

    def end(self) -> int:
        """Everything it said until it is gone; its exit code, or minus the signal."""
        while self._take_next():
            pass
        os.close(self.handle)
        return ended(self.pid)

    def _take_next(self) -> bool:
        ready, _, _ = select.select([self.handle], [], [], ANSWER_S)
        if not ready:
            raise RuntimeError(f"child {self.pid} says nothing; last: {self.told[-1:]}")
        return self._take(os.read(self.handle, 65536))

    def _take(self, data: bytes) -> bool:
        *lines, self._rest = (self._rest + data).split(b"\n")
        self.told += [json.loads(line) for line in lines]
        return bool(data)
