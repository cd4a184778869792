"""What a campaign of faults answers: figures, complaints, or why it could not be run."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Report:
    """figures: name → number, in the order they are told. skipped: the reason, or ""."""

    fault: str
    figures: dict[str, float] = field(default_factory=dict)
    complaints: tuple[str, ...] = ()
    skipped: str = ""

    def told(self) -> str:
        """One line for a person, and one for each complaint."""
        if self.skipped:
            return f"{self.fault}: SKIPPED, {self.skipped}"
        words = ", ".join(f"{name} {value:g}" for name, value in self.figures.items())
        verdict = "CLEAN" if not self.complaints else "WRONG"
        return "\n  ".join([f"{self.fault}: {verdict}; {words}", *self.complaints[:20]])

    def as_json(self) -> dict[str, object]:
        """For a test that asks another process."""
        return asdict(self)
