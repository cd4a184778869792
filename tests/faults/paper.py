"""The paper: every code that was shown, kept by the harness alone; the ground truth of each fault."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Shown:
    """One acknowledged answer: what a clerk would hold in hand."""

    code: str
    event_id: str
    request_id: str


@dataclass
class Paper:
    """Kept by the parent, in the order of the answers.

    printed: codes that the child gave to the printer. refused: answers that should not have been.
    """

    shown: list[Shown] = field(default_factory=list)
    printed: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)

    def take(self, answer: dict[str, Any], request_id: str) -> bool:
        """Write down an answer that came through whole; whether it gave a code."""
        if not answer.get("ok"):
            self.refused.append(f"{request_id}: {answer.get('error')} {answer.get('facts')}")
            return False
        self.shown.append(Shown(answer["code"], answer["event_id"], request_id))
        return True

    def take_lines(self, lines: Iterable[bytes], request_ids: Iterable[str]) -> int:
        """Write down the answers of these requests, in order, and the prints between; how many codes came."""
        told = [json.loads(line) for line in lines]
        self.printed |= {one["printed"] for one in told if "printed" in one}
        answers = [one for one in told if "printed" not in one]
        pairs = zip(answers, request_ids, strict=False)
        return sum(self.take(answer, request_id) for answer, request_id in pairs)

    @property
    def codes(self) -> set[str]:
        """Every code that was shown."""
        return {one.code for one in self.shown}
