"""What one pass with the central store did, as frozen values: the morning slip is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """How a pass ended. differs: both sides were compared and do not agree; failed: it could not go on."""

    OK = "ok"
    DIFFERS = "differs"
    FAILED = "failed"


@dataclass(frozen=True)
class StatusCount:
    """Dossiers of one status here and, at the same position of the feed, at another desk as the centre was
    last told; None where nobody told."""

    status: str
    here: int
    there: int | None = None


@dataclass(frozen=True)
class PassReport:
    """One pass. Moments are UTC ms; `head` is the last position of the feed held here after it.

    sent: envelopes pushed; stored: those new to the centre; known: those it had already (a lost answer).
    pulled: rows of the feed taken in; relayed: events of others that the centre lacked and got from here;
    reoffered: own and others' events that stood at a centre which then went back to `went_back_to`.
    quarantined: envelopes the centre could not take. refolded: streams folded anew. differences: words
    (counts, digest, feed_hash, rebuilt, `centre_row 17`). waiting: envelopes without a position at the end.
    because, facts: the CounterError of a failed pass. times, first_at: of failures in a row that say the same
    the log keeps the last one: how many they were, and when the first of them began.
    """

    started_at: int
    ended_at: int = 0
    outcome: Outcome = Outcome.OK
    because: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    sent: int = 0
    stored: int = 0
    known: int = 0
    pulled: int = 0
    relayed: int = 0
    reoffered: int = 0
    quarantined: int = 0
    refolded: int = 0
    new_conflicts: int = 0
    head: int = 0
    feed_hash: str = ""
    clock_offset_ms: int | None = None
    is_new_incarnation: bool = False
    went_back_to: int | None = None
    round_trips: int = 0
    is_thorough: bool = False
    counts: tuple[StatusCount, ...] = ()
    differences: tuple[str, ...] = ()
    waiting: int = 0
    oldest_waiting_at: int | None = None
    times: int = 1
    first_at: int | None = None

    @property
    def began_at(self) -> int:
        """When the first of the passes began that this report stands for; UTC ms."""
        return self.started_at if self.first_at is None else self.first_at

    def to_json(self) -> dict[str, Any]:
        """JSON values, as the sync log keeps them."""
        return {**asdict(self), "facts": dict(self.facts), "outcome": str(self.outcome)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> PassReport:
        """Back from `to_json`; what an older or newer program wrote beside it is left out."""
        known = {item.name for item in fields(cls)}
        values = {key: item for key, item in value.items() if key in known}
        values["outcome"] = Outcome(values.get("outcome", Outcome.OK))
        values["counts"] = tuple(StatusCount(**each) for each in values.get("counts", ()))
        values["differences"] = tuple(values.get("differences", ()))
        return cls(**values)
