"""An open way to the central store: the five calls of a desk, without where they go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from counter_app.storage.event_log import StoredEvent
from counter_app.sync.central import FeedEvent, Greeting, Pushed, Welcome


class Line(Protocol):
    """One connection. Every call may raise what `sync.central` raises."""

    def hello(self, greeting: Greeting) -> Welcome:
        """S1: who we are and what we hold."""

    def push(self, records: Sequence[StoredEvent]) -> Pushed:
        """S2: a run of one origin's envelopes."""

    def pull(self, after: int, limit: int) -> tuple[FeedEvent, ...]:
        """S3: the feed after a position."""

    def close(self) -> None:
        """Hang up; never raises."""
