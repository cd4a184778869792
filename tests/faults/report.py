"""How large a campaign of one fault is, and its report from what was judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tests.campaign_report import Report
from tests.faults.killing import Killing
from tests.faults.oracle import Verdict


@dataclass(frozen=True)
class Size:
    """kills: how often a child is killed (or how many points are tried); seed: of every random choice."""

    kills: int
    seed: int


def of_verdict(fault: str, verdict: Verdict, more: Iterable[str] = (), **figures: float) -> Report:
    """The report of one judged file."""
    counted = {
        "acked": verdict.acked,
        "stored": verdict.stored,
        "lost": len(verdict.lost),
        "doubled": len(verdict.doubled),
        "gaps": len(verdict.gaps),
    }
    return Report(fault, {**counted, **figures}, (*more, *verdict.complaints))


def of_killing(fault: str, killing: Killing, verdict: Verdict, seconds: float) -> Report:
    """The report of a campaign of kills."""
    return of_verdict(
        fault,
        verdict,
        killing.complaints,
        kills=killing.kills,
        stored_unacked=len(killing.unacked),
        replayed=killing.replayed,
        seconds=round(seconds, 1),
    )
