"""What a campaign of one fault answers: figures, complaints, or why it could not be run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from tests.faults.killing import Killing
from tests.faults.oracle import Verdict


@dataclass(frozen=True)
class Size:
    """kills: how often a child is killed (or how many points are tried); seed: of every random choice."""

    kills: int
    seed: int


@dataclass(frozen=True)
class Report:
    """figures: name → number, in the order they are told. skipped: the reason, or ""."""

    fault: str
    figures: dict[str, float] = field(default_factory=dict)
    complaints: tuple[str, ...] = ()
    skipped: str = ""

    def told(self) -> str:
        """One line a figure, for a person."""
        if self.skipped:
            return f"{self.fault}: SKIPPED, {self.skipped}"
        words = ", ".join(f"{name} {value:g}" for name, value in self.figures.items())
        verdict = "CLEAN" if not self.complaints else "WRONG"
        return "\n  ".join([f"{self.fault}: {verdict}; {words}", *self.complaints[:20]])

    def as_json(self) -> dict[str, object]:
        """For a test that asks another process."""
        return asdict(self)


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
