"""The piles to take: batches on their way to the unit, and what of them was really seen. No Qt here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from counter_app.queries.handover import Batch, BatchLine, Place
from counter_app.ui.pages.handover.lines import AWAITED, Standing, is_nearly_scanned


@dataclass(frozen=True)
class TakeLine:
    """A line of the batch, how it stands, when it was scanned or taken (local)."""

    line: BatchLine
    standing: Standing
    at: datetime | None = None


@dataclass(frozen=True)
class QuickLine:
    """A paper that came quicker than its data, scanned and not yet taken over. `unit`: who has it by the
    data, or gets it (`is_moving`); empty where nothing of it is known here."""

    code: str
    unit: str
    is_moving: bool = False

    @property
    def key(self) -> str:
        """The key of its row."""
        return f"{AWAITED}{self.code}"


class TakeScan(StrEnum):
    """What a scan did to the pile."""

    TICKED = "ticked"
    TICKED_OTHER_BATCH = "ticked_other_batch"
    AGAIN = "again"
    NOT_LISTED = "not_listed"


_DONE = {Place.TAKEN: Standing.TAKEN, Place.BACK: Standing.BACK}


class TakePile:
    """One pile a batch; scans stay until they are taken, taken back, or no longer on their way."""

    def __init__(self) -> None:
        self.number = ""
        self.batches: tuple[Batch, ...] = ()
        self._seen: dict[str, datetime] = {}
        self._quick: dict[str, QuickLine] = {}

    def set_batches(self, batches: Sequence[Batch], recorded: Iterable[str] = ()) -> tuple[str, ...]:
        """What is on its way now. Answers the codes whose scan holds no more. `recorded`: codes taken over
        before their data came; a paper whose data came meanwhile is ticked where its list has it."""
        codes = {line.stream: line.code for batch in self.batches for line in batch.lines}
        self.batches = tuple(batches)
        self.settled(f"{AWAITED}{code}" for code in recorded)
        self._data_came()
        lost = tuple(codes.get(stream, "") for stream in self._seen if not self._holds(stream))
        self._seen = {stream: at for stream, at in self._seen.items() if self._holds(stream)}
        if self.batch() is None:
            self.number = self._proposed()
        return tuple(code for code in lost if code)

    def _moving(self) -> dict[str, str]:
        return {
            line.stream: batch.number
            for batch in self.batches
            for line in batch.lines
            if line.place is Place.IN_TRANSIT
        }

    def _holds(self, key: str) -> bool:
        return key.startswith(AWAITED) or key in self._moving()

    def _data_came(self) -> None:
        moving = self._moving()
        lines = (line for batch in self.batches for line in batch.lines if line.stream in moving)
        for line in lines:
            at = self._seen.pop(f"{AWAITED}{line.code}", None)
            if at is not None:
                self._seen.setdefault(line.stream, at)

    def _proposed(self) -> str:
        """A batch with scans, else the one that has waited longest."""
        begun = [batch.number for batch in self.batches if self.ticked_in(batch)]
        waiting = [batch.number for batch in reversed(self.batches)]
        return next(iter(begun + waiting), "")

    def batch(self) -> Batch | None:
        """The batch shown."""
        return next((batch for batch in self.batches if batch.number == self.number), None)

    def ticked_in(self, batch: Batch) -> int:
        """How many of a batch were seen and not yet taken."""
        return sum(line.stream in self._seen for line in batch.lines)

    def choose(self, number: str) -> None:
        """Show another batch; the scans of this one stay."""
        self.number = number

    def step(self, by: int) -> None:
        """The next or the previous batch."""
        numbers = [batch.number for batch in self.batches]
        if numbers:
            at = numbers.index(self.number) if self.number in numbers else 0
            self.choose(numbers[(at + by) % len(numbers)])

    def scan(self, stream: str, at: datetime) -> TakeScan:
        """The paper was seen; the batch it came in is shown from now on."""
        number = self._moving().get(stream)
        if number is None:
            return TakeScan.NOT_LISTED
        is_other, self.number = number != self.number, number
        if stream in self._seen:
            return TakeScan.AGAIN
        self._seen[stream] = at
        return TakeScan.TICKED_OTHER_BATCH if is_other else TakeScan.TICKED

    def scan_quick(self, line: QuickLine, at: datetime) -> TakeScan:
        """The paper was seen; its data, or those of its handover, are not here."""
        if line.key in self._seen:
            return TakeScan.AGAIN
        self._seen[line.key] = at
        self._quick[line.key] = line
        return TakeScan.TICKED

    def quick(self) -> tuple[QuickLine, ...]:
        """Papers that came quicker than their data, in the order of their scans."""
        return tuple(self._quick[key] for key in self._seen if key.startswith(AWAITED))

    def scanned_at(self, key: str) -> datetime | None:
        """When a row was scanned."""
        return self._seen.get(key)

    def toggle(self, stream: str, at: datetime) -> None:
        """Tick or untick by hand; a paper whose data are not here leaves the pile."""
        if self._seen.pop(stream, None) is None and stream in self._moving():
            self._seen[stream] = at

    def settled(self, streams: Iterable[str]) -> None:
        """These were taken or declined: their scans are used."""
        for stream in streams:
            self._seen.pop(stream, None)

    def clear(self) -> None:
        """Nothing was scanned."""
        self._seen = {}

    def kept(self) -> dict[str, datetime]:
        """What `restore` needs to take a `clear` back."""
        return dict(self._seen)

    def restore(self, kept: dict[str, datetime]) -> None:
        """As it was when `kept` was asked, as far as it is still on its way."""
        self._seen = {stream: at for stream, at in kept.items() if self._holds(stream)}

    def last_scanned(self) -> str:
        """Stream of the latest scan, empty when there is none."""
        return next(reversed(self._seen), "")

    def is_untouched(self) -> bool:
        """Whether nothing was scanned at all, of no batch."""
        return not self._seen

    def lines(self) -> tuple[TakeLine, ...]:
        """The lines of the batch in the order of its list."""
        batch = self.batch()
        if batch is None:
            return ()
        waiting = batch.count(Place.IN_TRANSIT)
        is_lit = is_nearly_scanned(self.ticked_in(batch) + batch.count(Place.TAKEN), self._total(batch))
        return tuple(self._line(line, is_lit and waiting > 0) for line in batch.lines)

    def _line(self, line: BatchLine, is_lit: bool) -> TakeLine:
        if line.place in _DONE:
            taken = datetime.fromisoformat(line.taken_at) if line.taken_at else None
            return TakeLine(line, _DONE[line.place], taken)
        if line.stream in self._seen:
            return TakeLine(line, Standing.TICKED, self._seen[line.stream])
        return TakeLine(line, Standing.MISSING if is_lit else Standing.WAITING)

    @staticmethod
    def _total(batch: Batch) -> int:
        return len(batch.lines) - batch.count(Place.BACK)

    def tally(self) -> tuple[int, int]:
        """Seen or taken before, and listed (what went back counts no more)."""
        batch = self.batch()
        if batch is None:
            return 0, 0
        return self.ticked_in(batch) + batch.count(Place.TAKEN), self._total(batch)

    def in_pile(self) -> tuple[BatchLine, ...]:
        """What of the batch is taken over when the button is pressed."""
        return tuple(line.line for line in self.lines() if line.standing is Standing.TICKED)

    def codes(self) -> tuple[str, ...]:
        """All that is taken over when the button is pressed."""
        return tuple(line.code for line in (*self.in_pile(), *self.quick()))

    def missing(self) -> tuple[BatchLine, ...]:
        """Listed, on its way, not seen."""
        left = {Standing.MISSING, Standing.WAITING}
        return tuple(line.line for line in self.lines() if line.standing in left)

    def forget_scan(self, stream: str) -> None:
        """As if it had not been scanned."""
        self._seen.pop(stream, None)
