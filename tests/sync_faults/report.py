"""How large a campaign of sync is, and its report from what was judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tests.campaign_report import Report
from tests.sync_faults.oracle import Verdict


@dataclass(frozen=True)
class Size:
    """n: how often the fault happens; seed: of every random choice; is_whole: for a night, not for a test."""

    n: int
    seed: int
    is_whole: bool = False


def of(fault: str, verdict: Verdict, more: Iterable[str] = (), **figures: float) -> Report:
    """The report of a campaign whose agency was judged."""
    return Report(fault, {**verdict.figures, **figures}, (*more, *verdict.complaints))
