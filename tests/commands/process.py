"""The program as another process: one command run to its end, or `acts` spoken to line by line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60


def environment(default_desk: Path) -> dict[str, str]:
    """Without a screen; a command that forgets its `--data` opens `default_desk`, where there is no desk."""
    left_out = ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONUNBUFFERED")  # the last would hide a missing flush
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "COUNTER_APP_DATA": str(default_desk),
        "PYTHONIOENCODING": "utf-8",
    }


def run(
    *args: str, default_desk: Path, stdin: Any = subprocess.DEVNULL
) -> subprocess.CompletedProcess[bytes]:
    """One command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "counter_app", *args],
        cwd=ROOT,
        env=environment(default_desk),
        stdin=stdin,
        capture_output=True,
        timeout=PATIENCE_S,
    )


class Acts:
    """`acts` with a pipe: a line in, its answer out, before anything else is sent."""

    def __init__(self, data: Path) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-m", "counter_app", "--data", str(data), "acts"],
            cwd=ROOT,
            env=environment(data / "none"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        # An answer that is not flushed would keep the test waiting for ever.
        self._watch = threading.Timer(PATIENCE_S, self.child.kill)

    def __enter__(self) -> Acts:
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._watch.cancel()
        self.child.kill()
        self.child.communicate()

    def line(self, line: bytes) -> dict[str, Any]:
        """A raw line; its answer, read while the input stays open."""
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        self.child.stdin.write(line + b"\n")
        self.child.stdin.flush()
        answer: dict[str, Any] = json.loads(self.child.stdout.readline())
        return answer

    def say(self, act: str, by: str = "lan", **fields: Any) -> dict[str, Any]:
        """An act; its answer."""
        return self.line(json.dumps({"act": act, "by": by, **fields}, ensure_ascii=False).encode())

    def end(self) -> int:
        """Close the input; the exit code."""
        _, complaints = self.child.communicate(timeout=PATIENCE_S)
        assert complaints == b""
        return self.child.returncode
