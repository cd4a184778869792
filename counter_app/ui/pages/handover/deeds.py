"""The acts of both sides: what is given, taken, sent back, recalled, and what is said of it afterwards."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from counter_app.domain.errors import CounterError
from counter_app.queries.handover import Place
from counter_app.services.results import BatchDone
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.handover import desk_work
from counter_app.ui.pages.handover.acting import Acting
from counter_app.ui.pages.handover.give_side import ASIDE, MISSING, OTHER, GiveSide
from counter_app.ui.pages.handover.lines import AWAITED, AWAITS_DATA
from counter_app.ui.pages.handover.outcome import Outcome
from counter_app.ui.pages.handover.past_view import PastView
from counter_app.ui.pages.handover.scan_work import GIVE, Piles
from counter_app.ui.pages.handover.take_side import TakeSide
from counter_app.ui.pages.handover.words import is_department, report_words, unit_name


class Deeds(QObject):
    """`piles_changed`: draw both sides anew. `settled`: an act is over, read everything anew."""

    piles_changed = Signal()
    settled = Signal()

    def __init__(
        self,
        context: PageContext,
        sides: tuple[GiveSide, TakeSide],
        past: PastView,
        piles: Callable[[], Piles],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._past, self._piles = context, past, piles
        self.give, self.take = sides
        self.reference: ReferencePort | None = None
        self._declining: tuple[str, ...] = ()
        self._recalling: tuple[str, ...] = ()
        self.outcome = Outcome(self.give, self.take)
        self.acting = Acting(context, self)
        self.acting.done.connect(self._done)
        self.acting.refused.connect(self._refused)
        self.acting.printed.connect(self._printed)
        self.acting.not_printed.connect(self._not_printed)
        self.take.table.left_out.connect(self._ask_decline)
        self.take.decline.clicked.connect(self._decline_current)
        self.take.reason.given.connect(self._decline)
        self.give.reason.given.connect(self._recall_last)
        past.print_wanted.connect(self.acting.print_list)
        past.recall_wanted.connect(self._recall)
        for note in self.give.notes.values():
            note.acted.connect(self._give_note)
        for note in self.take.notes.values():
            note.acted.connect(self._take_note)

    def clear(self) -> None:
        """Another person works here."""
        self.reference = None
        self.outcome.clear()
        self.give.rest()
        self.take.rest()

    def sentence(self, error: CounterError) -> str:
        """An error in words, units by their names."""
        units = self.reference.units if self.reference is not None else {}
        return sentence_of(error, names={code: unit.name for code, unit in units.items()})

    def _name(self, unit: str) -> str:
        return unit_name(unit, self.reference) if self.reference is not None else unit

    def hand_over(self) -> None:
        """Give the pile in one numbered batch and print its list."""
        pile, by = self._piles().give, self._context.session.login
        codes = tuple(row.code for row in pile.in_pile())
        if codes and self.acting.act("hand_over", desk_work.giving(codes, pile.unit, by)):
            self.outcome.giving(self._name(pile.unit))

    def take_over(self) -> None:
        """Take over exactly what was seen."""
        codes = self._piles().take.codes()
        if codes and self.acting.act("take_over", desk_work.taking(codes, self._context.session.login)):
            self.outcome.taking(self._giver())

    def _giver(self) -> str:
        batch = self._piles().take.batch()
        return self._name(batch.giver) if batch else ""

    def _done(self, kind: str, done: BatchDone) -> None:
        streams = [each.stream for each in done.results]
        if kind == "hand_over":
            self.give.rest()
            self._piles().give.given(streams)
            self.outcome.given(done.batch or "", tuple(each.code for each in done.results))
            self.acting.print_list(done.batch or "")
        elif kind in {"take_over", "decline"}:
            self.take.rest()
            self._piles().take.settled([*streams, *(f"{AWAITED}{each.code}" for each in done.results)])
            if kind == "take_over":
                now = self._context.now()
                self._piles().taken.update(dict.fromkeys(streams, now))
                awaited = [each.code for each in done.results if AWAITS_DATA in each.warnings]
                self.outcome.taken(len(streams) - len(awaited), awaited)
            else:
                self.outcome.declined(len(streams))
            self.take.reason.close_question()
        else:
            self.give.reason.close_question()
            self.outcome.recalled(len(streams))
            self._past.recalled()
        self.piles_changed.emit()
        self.settled.emit()

    def _refused(self, kind: str, error: CounterError) -> None:
        is_past = self._past.isVisible()
        self.outcome.refused(kind, self.sentence(error), in_past=is_past, past=self._past)
        self.settled.emit()

    def _not_printed(self, batch: str, error: CounterError) -> None:
        self.outcome.not_printed(batch, self.sentence(error), self._past)

    def _ask_decline(self, stream: str) -> None:
        if stream.startswith(AWAITED):  # there is nobody to send it back to: it leaves the pile
            self._piles().take.forget_scan(stream)
            self.piles_changed.emit()
            return
        batch = self._piles().take.batch()
        lines = [line for line in (batch.lines if batch else ()) if line.stream == stream]
        if lines and lines[0].place is Place.IN_TRANSIT:
            self._declining = (lines[0].code,)
            short = self.take.table.current_row().code
            self.take.reason.ask(f"Lý do từ chối nhận {short}", "Từ chối nhận")

    def _decline_current(self) -> None:
        self._ask_decline(self.take.table.current_key())

    def _report_missing(self) -> None:
        missing = self._piles().take.missing()
        self._declining = tuple(line.code for line in missing)
        batch = self._piles().take.batch()
        if batch is None or self.reference is None or not missing:
            return
        self.take.reason.ask(
            f"Lý do báo lại {len(missing)} hồ sơ không thấy; hồ sơ trở về bên giao",
            report_words(is_phong=is_department(batch.giver, self.reference)),
            f"Không có bản giấy trong đợt {batch.number}",
        )

    def _decline(self, reason: str) -> None:
        by = self._context.session.login
        if self.acting.act("decline", desk_work.declining(self._declining, reason, by)):
            self.outcome.taking(self._giver())

    def _recall(self, codes: tuple[str, ...], reason: str) -> None:
        self.acting.act("recall", desk_work.recalling(codes, reason, self._context.session.login))

    def _recall_last(self, reason: str) -> None:
        self._recall(self._recalling, reason)

    def _give_note(self, name: str) -> None:
        pile, outcome = self._piles().give, self.outcome
        if name == "reprint":
            self.print_last()
        elif name == "recall":
            self._recalling = outcome.last_codes  # another batch may be given before the reason is
            self.give.reason.ask(f"Lý do thu hồi đợt {outcome.last_batch}", "Thu hồi cả đợt")
        elif name == "restore" and outcome.kept is not None:
            pile.restore(outcome.kept[0])
            self._piles().take.restore(outcome.kept[1])
            outcome.next_scan(self.give)
        elif name == OTHER:
            pile.move_aside()
        elif name == ASIDE:
            pile.forget_aside()
        elif name == MISSING:
            pile.defer_missing()
        self.piles_changed.emit()

    def _take_note(self, name: str) -> None:
        if name == MISSING:
            self._report_missing()

    def print_last(self) -> None:
        """The list of the batch given last, once more."""
        self.acting.print_list(self.outcome.last_batch)

    def _printed(self, batch: str) -> None:
        self.outcome.printed(batch)

    def restart(self) -> None:
        """Forget every scan of both sides; that can be taken back."""
        if self._piles().give.is_untouched() and self._piles().take.is_untouched():
            return
        self.outcome.forgot(self._piles().give.kept(), self._piles().take.kept())
        self._piles().give.clear()
        self._piles().take.clear()
        self.give.rest()
        self.take.rest()
        self.piles_changed.emit()

    def undo_scan(self) -> None:
        """Take the latest scan back."""
        pile = self._piles().give if self._piles().last_side == GIVE else self._piles().take
        pile.forget_scan(pile.last_scanned())
        self.piles_changed.emit()
