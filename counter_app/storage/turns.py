"""Whose turn it is to write: an act of the counter comes before the next piece of a pass with the centre.

The pool gives its one connection to whoever asks first after it came back, and that is nearly always the
thread that gave it back: page after page somebody at the counter would wait.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

MOST_S = 1.0
"""How long a piece of a pass stands back: acts take a few milliseconds, and however many there are, the pass
goes on."""


class Turns:
    """Counts the acts that wait for the writing connection, and remembers that one came."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting = 0
        self._came = False

    @contextmanager
    def act(self, writer: Engine) -> Iterator[Connection]:
        """The connection for an act. Raises what opening it does."""
        self._count(1)
        try:
            conn = writer.connect()
        finally:
            self._count(-1)
        with conn:
            yield conn

    def _count(self, more: int) -> None:
        with self._changed:
            self._waiting += more
            self._came = True
            self._changed.notify_all()

    def acts_came(self) -> bool:
        """Whether an act came since this was asked last."""
        with self._changed:
            came, self._came = self._came, False
            return came

    def let_acts_go(self) -> None:
        """Wait until no act waits any more; `MOST_S` at most."""
        self.until(0)

    def until(self, waiting: int, most_s: float = MOST_S) -> bool:
        """Wait until so many acts wait; answers whether it came to that."""
        with self._changed:
            return self._changed.wait_for(lambda: self._waiting == waiting, most_s)
