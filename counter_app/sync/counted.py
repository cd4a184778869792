"""A line that counts how often it was asked: round trips are a figure of every pass."""

from __future__ import annotations

from collections.abc import Sequence

from counter_app.storage.event_log import StoredEvent
from counter_app.sync.central import FeedEvent, Greeting, Pushed, Welcome
from counter_app.sync.line import Line


class Counted:
    """`calls`: round trips so far."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.calls = 0

    def hello(self, greeting: Greeting) -> Welcome:
        """S1."""
        self.calls += 1
        return self._line.hello(greeting)

    def push(self, records: Sequence[StoredEvent]) -> Pushed:
        """S2."""
        self.calls += 1
        return self._line.push(records)

    def pull(self, after: int, limit: int) -> tuple[FeedEvent, ...]:
        """S3."""
        self.calls += 1
        return self._line.pull(after, limit)

    def close(self) -> None:
        """Hang up."""
        self._line.close()
