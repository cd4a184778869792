"""One pass with the central store, in the numbered steps of the design: greet, push, pull, fold, check, note.

Each step may die; the next pass begins at the first again. The centre keeps no session, and here every local
step is one transaction: what was acknowledged stays, whatever happens after it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

from sqlalchemy import Connection

from counter_app.domain.centre_errors import CentreFailed, CentreRefused, FeedDamaged, OriginForked
from counter_app.domain.errors import CounterError, LogDamaged
from counter_app.domain.events import LOCAL_ZONE
from counter_app.domain.sync_report import Outcome, PassReport
from counter_app.storage import blocks, feed, folding
from counter_app.storage.event_log import StoredEvent
from counter_app.storage.feed import FeedPlace, FeedRow
from counter_app.storage.incarnation import next_incarnation
from counter_app.storage.reenvelope import set_aside
from counter_app.storage.store import Store
from counter_app.storage.taking_in import KnownOrigin, TakenIn, know_origins, take_in
from counter_app.sync import central, checking, pass_log, went_back
from counter_app.sync.batches import batches
from counter_app.sync.central import CentreOrigin, FeedEvent, Greeting, OriginHead, Pushed, Welcome
from counter_app.sync.counted import Counted
from counter_app.sync.line import Line

BULK = 3_000
"""From so many rows behind on the rows are stored first and folded all together at the end."""
MOST_LIVES = 3
"""A pass that must begin a third new life of the desk has met something that no further one would mend."""


@dataclass(frozen=True)
class Hands:
    """The edges of one pass. clock: aware UTC. reached: told the name of every step before it is done."""

    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    reached: Callable[[str], None] = lambda step: None

    def now_ms(self) -> int:
        """UTC ms."""
        return int(self.clock().timestamp() * 1000)

    def today(self) -> date:
        """Local date."""
        return self.clock().astimezone(UTC).astimezone(LOCAL_ZONE).date()


def run_pass(store: Store, line: Line, hands: Hands, *, is_thorough: bool = False) -> PassReport:
    """One pass over an open line. The line is the caller's, to be closed by him.

    `is_thorough`: digests are compared and everything the centre holds is looked at again (at night, and when
    a person asks). Raises CounterError where the pass could not go on (CentreUnreachable, CentreRefused,
    FeedDamaged …), and notes that too.
    """
    counted = Counted(line)
    this = _Pass(store, counted, hands, is_thorough)
    try:
        this.run()
    except CounterError as error:
        this.report.failed(error)
        hands.reached("note")
        this.note()
        raise
    hands.reached("note")
    return this.note()


def fold_what_was_left(store: Store, hands: Hands) -> int:
    """Make the projections anew where a pass that took in much did not come to its end; answers how many
    events were folded."""
    with store.reader.connect() as conn:
        is_left = folding.is_left(conn)
    if not is_left:
        return 0
    hands.reached("rebuild")
    return store.exchange(folding.fold_what_was_left)


class _Pass:
    """What is known in the middle of a pass: the centre's last answer, and what is to be reported."""

    def __init__(self, store: Store, line: Counted, hands: Hands, is_thorough: bool) -> None:
        self.store, self.line, self.hands = store, line, hands
        self.report = pass_log.Notes(hands.now_ms(), is_thorough)
        self.lives = 0
        self.has_moved = False
        """Whether events of this file got other envelopes, which are still to be sent."""
        self.unfolded: set[str] = set()  # streams of what is stored, not folded yet
        self.welcome: Welcome

    def run(self) -> None:
        """S1 to S6."""
        self._fold_what_was_left()
        self._greet()
        if self.lives:
            self._pull()  # the feed says first where the old life forked
        self._push()
        self.has_moved = False
        self._pull()
        if self._relay() or self.has_moved:
            self.welcome = self._hello()
            self._push()
            self._pull()
        self._check()

    def note(self) -> PassReport:
        """S7: what was done, into the file."""
        now, calls = self.hands.now_ms(), self.line.calls
        return self.store.exchange(lambda conn: pass_log.note(conn, self.report.made(conn, now, calls)))

    # ---------------------------------------------------------------- S1

    def _greet(self) -> None:
        self.welcome = self._hello()
        if not self.welcome.blocks:  # not even a reserve block was free
            self.welcome = self._hello(is_bare=True)
        me = self._myself()
        if self._is_old_or_forked(me):
            self._begin_new_life()
            self._greet()
            return
        self._take_welcome()
        if self.welcome.feed_hash_at_pulled != self.place.hash:
            self._go_back()

    def _hello(self, *, is_bare: bool = False) -> Welcome:
        with self.store.reader.connect() as conn:
            self.place = feed.place_of(conn)
            heads = [OriginHead(head.origin, head.oseq, head.hash) for head in feed.heads(conn)]
            is_low = blocks.is_nearly_used(conn, self.store.origin.id, self.hands.today())
            is_new = not blocks.owns_any(conn, self.store.origin.id)
            check = checking.last_check(conn, self.place)
        greeting = Greeting(
            origin=self.store.origin.id,
            heads=heads,
            pulled_pos=self.place.pos,
            feed_hash=self.place.hash,
            wall=self.hands.now_ms(),
            wants_block=is_low and (is_bare or not is_new),  # a new life is given a reserve block as it is
            check=check,
        )
        self.hands.reached("hello")
        welcome = self.line.hello(greeting)
        if welcome.agency != self.store.origin.agency:
            raise CentreRefused(because="other_agency", agency=welcome.agency)
        self.report.clock_offset_ms = self.hands.now_ms() - welcome.time
        return welcome

    def _myself(self) -> CentreOrigin:
        return next(each for each in self.welcome.origins if each.origin == self.store.origin.id)

    def _is_old_or_forked(self, me: CentreOrigin) -> bool:
        """S1b, S1c: the centre has more of me (this file is an old copy), or tells my chain otherwise."""
        with self.store.reader.connect() as conn:
            here = feed.link_at(conn, me.origin, me.oseq)
        return here != me.hash

    def _begin_new_life(self) -> None:
        # Stored before it is named to the centre: a hello that names it opens it there.
        self.store.exchange(self._new_life())

    def _new_life(self) -> Callable[[Connection], str]:
        """What begins the next life of this desk and answers its id, in somebody's transaction."""
        self.lives += 1
        if self.lives > MOST_LIVES:
            raise CentreFailed(sqlstate="", because="too_many_lives")
        self.hands.reached("incarnation")
        new, now, today = self.hands.new_id(), self.hands.now_ms(), self.hands.today()
        self.report.is_new_incarnation = self.has_moved = True

        def begin(conn: Connection) -> str:
            next_incarnation(conn, origin_id=new, now_ms=now, today=today, block=None)
            return new

        return begin

    def _take_welcome(self) -> None:
        welcome, own, today = self.welcome, self.store.origin.id, self.hands.today()
        origins = [
            KnownOrigin(each.origin, each.desk, each.incarnation, each.opened_at, each.is_closed)
            for each in welcome.origins
        ]
        spans = [(block.lo, block.hi, block.from_date) for block in welcome.blocks]
        self.hands.reached("welcome")

        def store(conn: Connection) -> None:
            if know_origins(conn, origins):
                folding.refold_all(conn, sorted(feed.unconfirmed_streams(conn)))
            blocks.replace_blocks(conn, own, spans, today)
            pass_log.note_centre(conn, welcome.system_id, welcome.timeline, self.report.clock_offset_ms or 0)

        self.store.exchange(store)

    def _go_back(self) -> None:
        """S1d: the centre went back. What is beyond the last equal position is offered again."""
        self.hands.reached("went_back")
        with self.store.reader.connect() as conn:
            place = went_back.last_equal(conn, self.line, self.place.pos, self.welcome.head)
        self.report.went_back_to = place.pos
        self.report.reoffered = self.place.pos - place.pos
        self.hands.reached("forget_positions")

        def forget(conn: Connection) -> int:
            return folding.refold_all(conn, went_back.forget_positions(conn, place))

        self.report.refolded += self.store.exchange(forget)
        self.place = place

    # ---------------------------------------------------------------- S2

    def _push(self) -> None:
        self._leave_lives()
        there = {each.origin: each for each in self.welcome.origins}
        with self.store.reader.connect() as conn:
            origins = feed.mine(conn)
        for origin in origins:
            known = there.get(origin)
            if origin == self.store.origin.id or (known is not None and not known.is_closed):
                self._push_origin(origin, known.oseq if known else 0, known.hash if known else "")

    def _leave_lives(self) -> None:
        """What an earlier life of this desk still had to send goes on with the present one, where the centre
        has closed that life or never heard of it."""
        open_there = {each.origin for each in self.welcome.origins if not each.is_closed}
        with self.store.reader.connect() as conn:
            left = [
                (origin, first)
                for origin in feed.mine(conn)
                if origin not in open_there and origin != self.store.origin.id
                if (first := feed.unconfirmed_from(conn, origin)) is not None
            ]
        for origin, first in left:
            self.hands.reached("aside")
            self._move(origin, first, frozenset(), lambda conn: self.store.origin.id)

    def _push_origin(self, origin: str, after: int, link: str) -> None:
        is_present = origin == self.store.origin.id
        with self.store.reader.connect() as conn:
            is_joined_on = not after or feed.link_at(conn, origin, after) == link
            if not is_joined_on or (not is_present and feed.unconfirmed_from(conn, origin) is None):
                return  # an old life that forked: the feed says so, and its events move
            pages = batches(conn, origin, after)
            for records in pages:
                _check_run(records, after)
                after = records[-1].oseq
                self.hands.reached("push")
                pushed = self._pushed(records, is_present)
                if pushed is None:
                    return
                self.report.pushed(len(records), pushed)
                if pushed.bad_oseq is not None:
                    break
            else:
                return
        self._leave_out(origin, pushed.bad_oseq or 0)

    def _pushed(self, records: Sequence[StoredEvent], is_present: bool) -> Pushed | None:
        try:
            return self.line.push(records)
        except OriginForked:
            if not is_present:
                return None
        # A copy of this file pushed since the hello.
        self._begin_new_life()
        self._greet()
        self._pull()
        self._push()
        return None

    def _leave_out(self, origin: str, bad: int) -> None:
        """The centre could not take an envelope: it goes aside, what stood behind it goes another way."""
        self.report.quarantined += 1
        is_present = origin == self.store.origin.id
        life = self._new_life() if is_present else lambda conn: self.store.origin.id
        self.hands.reached("quarantine")
        self._move(origin, bad, frozenset({bad}), life)
        self._greet()
        self._push()

    def _move(
        self, origin: str, first: int, leave: frozenset[int], life: Callable[[Connection], str]
    ) -> None:
        """Put what a chain holds from a number on behind the chain of `life`; one transaction."""
        now = self.hands.now_ms()

        def move(conn: Connection) -> list[StoredEvent]:
            streams = feed.streams_from(conn, origin, first)
            made = set_aside(conn, origin, first, life(conn), now, leave=leave)
            folding.refold_all(conn, sorted(streams))
            return made

        self.store.witness_again(self.store.exchange(move))

    # ---------------------------------------------------------------- S3, S4

    def _pull(self) -> None:
        # A long log is not folded anew for a few thousand rows behind it: pages cost less then.
        is_bulk = self.welcome.head - self.place.pos > max(BULK, self.place.pos)
        while True:
            if self._is_at_head():
                break
            self.hands.reached("pull")
            page = feed.PAGE if self.store.turns.acts_came() else feed.PAGE_AT_REST
            rows = self.line.pull(self.place.pos, central.MOST_ROWS if is_bulk else page)
            if not rows:  # deleted there, or the centre went back since the hello
                raise FeedDamaged(pos=self.place.pos + 1, because="missing")
            self._take_page([_row(each) for each in rows], is_bulk)
        if is_bulk:
            self._fold_in_pieces()

    def _is_at_head(self) -> bool:
        return self.place.pos >= max(self.welcome.head, self.report.head_pushed)

    def _take_page(self, rows: list[FeedRow], is_bulk: bool) -> None:
        own, now = self.store.origin.id, self.hands.now_ms()
        self.hands.reached("store")

        def store(conn: Connection) -> tuple[TakenIn, int]:
            taken = take_in(conn, rows, own, now)
            if is_bulk:
                folding.leave_for_later(conn)
                self.unfolded.update(taken.streams)
                return taken, 0
            return taken, folding.refold_all(conn, taken.streams)

        try:
            taken, refolded = self.store.exchange(store)
        except OriginForked:
            # The feed tells even the present life otherwise: a copy of this file was quicker.
            self._begin_new_life()
            self._greet()
            return
        self.hands.reached("stored")
        self.store.witness_again(taken.reenveloped)
        self.has_moved = self.has_moved or bool(taken.reenveloped)
        self.place = taken.place
        self.report.pulled += len(rows)
        self.report.refolded += refolded

    def _fold_in_pieces(self) -> None:
        """What was stored unfolded: some dossiers a transaction, so that acts of the counter come between."""
        pieces, self.unfolded = folding.pieces_of(self.unfolded), set()
        for piece in pieces:
            self.hands.reached("rebuild")
            self.report.refolded += self.store.exchange(partial(folding.refold_all, streams=piece))
        self.store.exchange(folding.nothing_is_left)

    def _fold_what_was_left(self) -> None:
        self.report.refolded += fold_what_was_left(self.store, self.hands)

    def _relay(self) -> bool:
        """S2b: events of others that the centre lost go up again in this desk's own envelopes."""
        with self.store.reader.connect() as conn:
            is_needed = bool(feed.orphans(conn))
        if not is_needed:
            return False
        self.hands.reached("relay")
        made = self.store.exchange(lambda conn: feed.relay(conn, self.store.origin.id))
        self.store.witness_again(made)
        self.report.relayed += len(made)
        return True

    # ---------------------------------------------------------------- S6

    def _check(self) -> None:
        """Both sides at the same position: rows looked at again, digests and figures beside the others'."""
        self.hands.reached("check")
        found = checking.check(
            self.store, self.line, self.place, is_thorough=self.report.is_thorough, reached=self.hands.reached
        )
        if found.is_new or self.report.has_changed:
            self.welcome = self._hello()
        self.hands.reached("compare")
        compared = checking.compare_sides(self.store, self.place, found, self.welcome.checks)
        if "rebuilt" in compared.differences:
            self._hello()  # the others were told the digest of rows that were wrong: now the right one
        self.report.checked(compared)


def _check_run(records: Sequence[StoredEvent], after: int) -> None:
    """Raises LogDamaged where somebody took an envelope out of this file's own chain."""
    for number, record in enumerate(records, after + 1):
        if record.oseq != number:
            raise LogDamaged(event_id=record.event.id, because="sequence_gap")


def _row(each: FeedEvent) -> FeedRow:
    return FeedRow(each.stored, each.feed_hash, each.desk, each.incarnation)


__all__ = ["FeedDamaged", "FeedPlace", "Hands", "LogDamaged", "Outcome", "run_pass"]
