"""The line between a desk and the centre, and what becomes of calls on it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from counter_app.domain.centre_errors import CentreUnreachable
from counter_app.storage.event_log import StoredEvent
from counter_app.sync.central import FeedEvent, Greeting, Pushed, Welcome
from tests.simulation.centre import SimLine

T = TypeVar("T")


@dataclass(frozen=True)
class Weather:
    """How often a call never arrives, its answer is lost, it is made twice."""

    cut: float = 0.0
    lost: float = 0.0
    twice: float = 0.0


FAIR = Weather()


@dataclass
class FaultyLine:
    """`Line` of one pass. `connected`: the centre as it is at this call, for it may be another in between.

    `before`: what else happens in the world before a call arrives.
    """

    connected: Callable[[], SimLine]
    before: Callable[[str], None]
    weather: Weather
    rng: random.Random

    def hello(self, greeting: Greeting) -> Welcome:
        """S1."""
        return self._call("hello", lambda line: line.hello(greeting))

    def push(self, records: Sequence[StoredEvent]) -> Pushed:
        """S2."""
        kept = list(records)
        return self._call("push", lambda line: line.push(kept))

    def pull(self, after: int, limit: int) -> tuple[FeedEvent, ...]:
        """S3; pieces are small, so that a pass has several."""
        return self._call("pull", lambda line: line.pull(after, min(limit, self.piece)))

    piece: int = 500

    def close(self) -> None:
        """Hang up."""

    def _call(self, name: str, do: Callable[[SimLine], T]) -> T:
        self.before(name)
        if self.rng.random() < self.weather.cut:
            raise CentreUnreachable(because="connection_lost")
        answer = do(self.connected())
        if self.rng.random() < self.weather.twice:
            answer = do(self.connected())
        if self.rng.random() < self.weather.lost:
            raise CentreUnreachable(because="connection_lost")
        return answer
