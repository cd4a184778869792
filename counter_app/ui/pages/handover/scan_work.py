"""From a scan to a tick: which side it belongs to is decided by the dossier, not by where the cursor is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from counter_app.domain.errors import CounterError
from counter_app.queries.handover import HeldRow, Place
from counter_app.queries.handover_scans import Judgement, ScanIs
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.handover import desk_work
from counter_app.ui.pages.handover.desk_work import Judged
from counter_app.ui.pages.handover.give_pile import GivePile
from counter_app.ui.pages.handover.take_pile import QuickLine, TakePile
from counter_app.ui.pages.handover.words import BROKEN, CARD, Speech
from counter_app.ui.scans import Answer, Scan, Verdict
from counter_app.ui.tokens import Tone

GIVE, TAKE = "give", "take"
_ABOUT_GIVING = frozenset({ScanIs.GIVEN, ScanIs.BATCH_GIVEN})
_ABOUT_TAKING = frozenset(
    {ScanIs.AWAITED, ScanIs.BATCH_OVER, ScanIs.BATCH_OF_OTHERS, ScanIs.BATCH_UNKNOWN}
)


@dataclass
class Piles:
    """What one person scanned so far on both sides. `taken`: when what was taken over here was (local)."""

    give: GivePile = field(default_factory=GivePile)
    take: TakePile = field(default_factory=TakePile)
    last_side: str = GIVE
    taken: dict[str, datetime] = field(default_factory=dict)


@dataclass
class _Asked:
    """A scan under way. It is answered once, whatever happens to its reading."""

    scan: Scan
    answer: Answer
    is_answered: bool = False


class ScanWork(QObject):
    """`scanned(side, Verdict, stream)` for each scan; the stream is empty where no row was meant."""

    scanned = Signal(str, object, str)

    def __init__(self, context: PageContext, focused_side: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._focused_side = context, focused_side
        self.piles = Piles()

    def take_scan(self, scan: Scan, answer: Answer) -> None:
        """Judge a scan on the worker and put it where it belongs; the next one waits for the answer."""
        asked = _Asked(scan, answer)
        if scan.card is not None:
            self._say(asked, self._focused_side(), CARD)
            return
        person = self._context.session.person
        do = desk_work.judging(scan.text, person.unit if person else "")
        self._context.jobs.read(
            do,
            partial(self._judged, asked),
            partial(self._failed, asked),
            partial(self._check_answered, asked),
        )

    def _say(self, asked: _Asked, side: str, verdict: Verdict, stream: str = "") -> None:
        if asked.is_answered:
            return
        asked.is_answered = True
        if stream:
            self.piles.last_side = side
        self.scanned.emit(side, verdict, stream)
        asked.answer(verdict)

    def _failed(self, asked: _Asked, error: CounterError) -> None:
        verdict = Verdict(Tone.RED, asked.scan.text[:28], sentence_of(error))
        self._say(asked, self._focused_side(), verdict)

    def _check_answered(self, asked: _Asked) -> None:
        # A bug goes to the exception hook; the scans behind this one must not wait for ever.
        self._say(asked, self._focused_side(), BROKEN)

    def _judged(self, asked: _Asked, read: Judged) -> None:
        found, speech = read.judgement, Speech(read.reference)
        if found.kind is ScanIs.TO_GIVE and found.held is not None:
            self._to_give(asked, found.held, speech)
        elif found.kind in {ScanIs.TO_TAKE, ScanIs.BATCH_TO_TAKE}:
            self.piles.take.set_batches(read.coming)
            self._coming(asked, found, speech)
        elif found.kind is ScanIs.TO_AWAIT and self._is_taking():
            self._quicker(asked, found, speech)
        elif found.kind in _ABOUT_GIVING:
            self._say(asked, GIVE, speech.refused(found))
        else:
            side = TAKE if found.kind in _ABOUT_TAKING else self._focused_side()
            self._say(asked, side, speech.refused(found))

    def _is_taking(self) -> bool:
        """Whether what is scanned now is being received. A paper of which the data say nothing, or that
        it lies elsewhere, belongs to neither side by itself."""
        is_begun = self.piles.last_side == TAKE and not self.piles.take.is_untouched()
        return is_begun or self._focused_side() == TAKE

    def _quicker(self, asked: _Asked, found: Judgement, speech: Speech) -> None:
        pile, at = self.piles.take, self._context.now()
        line = QuickLine(found.code, found.unit, bool(found.batch))
        became = pile.scan_quick(line, at)
        self._say(asked, TAKE, speech.quicker(found, became, pile.scanned_at(line.key) or at), line.key)

    def _to_give(self, asked: _Asked, row: HeldRow, speech: Speech) -> None:
        pile, at = self.piles.give, self._context.now()
        taken = self.piles.taken.get(row.stream)
        if taken is not None and self._focused_side() == TAKE and pile.scanned_at(row.stream) is None:
            # The stack that was just received is scanned once more: that gives nothing away again.
            self._say(asked, TAKE, speech.taken(row, taken))
            return
        before = pile.scanned_at(row.stream)
        became = pile.scan(row, at)
        self._say(asked, GIVE, speech.to_give(row, became, at, before), row.stream)

    def _coming(self, asked: _Asked, found: Judgement, speech: Speech) -> None:
        pile, at = self.piles.take, self._context.now()
        if found.kind is ScanIs.BATCH_TO_TAKE:
            pile.choose(found.batch)
            batch = pile.batch()
            count = batch.count(Place.IN_TRANSIT) if batch else 0
            self._say(asked, TAKE, speech.batch(found, count))
            return
        became = pile.scan(found.stream, at)
        line = next((line for line in pile.lines() if line.line.stream == found.stream), None)
        self._say(asked, TAKE, speech.to_take(line, became, at, found), found.stream)
