"""The protocol broken on purpose, from outside: the simulator must catch each of these."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection

from counter_app.domain import fold
from counter_app.domain.events import EventKind
from counter_app.services import reentry, restoring
from counter_app.storage import blocks, event_log, feed, folding, numbers, taking_in
from counter_app.storage.event_log import StoredEvent
from counter_app.storage.feed import FeedPlace
from counter_app.sync import run, went_back
from tests.simulation.template import template

Put = Callable[[Any, str, Any], None]
"""`setattr`, or a test's `monkeypatch.setattr`."""
Pass: Any = run._Pass


def no_relay(put: Put) -> None:
    """S2b off: what others wrote and the centre lost is nobody's business."""
    put(feed, "orphans", lambda conn: [])


def present_life_only(put: Put) -> None:
    """S1e off: only the chain of the present life is looked at, what an earlier one still holds stays."""
    every = feed.mine
    put(feed, "mine", lambda conn: every(conn)[-1:])


def sent_flag(put: Put) -> None:
    """An envelope counts as sent once it was handed to the network."""
    sent: set[tuple[str, int, str]] = set()
    whole = run.batches

    def unsent(conn: Connection, origin: str, after: int) -> Iterator[list[StoredEvent]]:
        for records in whole(conn, origin, after):
            left = [each for each in records if (each.origin, each.oseq, each.hash) not in sent]
            sent.update((each.origin, each.oseq, each.hash) for each in records)
            if left:
                yield left

    put(run, "batches", unsent)


def confirmed_by_push(put: Put) -> None:
    """A push that was answered gives positions at once, without waiting for the feed."""
    whole = Pass._pushed

    def pushed(self: Any, records: Sequence[StoredEvent], is_present: bool) -> Any:
        answer = whole(self, records, is_present)
        if answer is not None and answer.stored == len(records):
            rows = [(answer.head - len(records) + n, r.origin, r.oseq) for n, r in enumerate(records, 1)]
            query = "UPDATE envelope SET pos = ? WHERE origin = ? AND oseq = ? AND pos IS NULL"
            self.store.exchange(lambda conn: conn.exec_driver_sql(query, rows))
            if rows[0][0] == self.place.pos + 1:
                place = (answer.head, answer.head_feed_hash)
                move = "UPDATE sync_state SET pulled_pos = ?"
                self.store.exchange(lambda conn: conn.exec_driver_sql(move, place[:1]))
        return answer

    put(Pass, "_pushed", pushed)


def no_new_incarnation(put: Put) -> None:
    """S1b and S1c off, what the feed tells of this life is taken in: an old copy goes on as the desk."""
    put(Pass, "_is_old_or_forked", lambda self, me: False)
    put(taking_in, "_check_alone", lambda rows, held, own: None)


def copy_not_told(put: Put) -> None:
    """Only the greeting shows an old copy, not what a copy sent since."""
    put(taking_in, "_check_alone", lambda rows, held, own: None)


def feed_hash_unheeded(put: Put) -> None:
    """S1d off: that the centre went back is not noticed."""
    put(Pass, "_go_back", lambda self: None)


def positions_kept(put: Put) -> None:
    """The centre went back, the cursor follows, the positions behind it stay."""

    def cursor_only(conn: Connection, place: FeedPlace) -> list[str]:
        conn.exec_driver_sql("UPDATE sync_state SET pulled_pos = ?, feed_hash = ?", (place.pos, place.hash))
        return []

    put(went_back, "forget_positions", cursor_only)


def order_by_clocks(put: Put) -> None:
    """Events are folded by wall time."""
    whole = event_log.placed_streams

    def by_wall(conn: Connection, streams: Sequence[str]) -> list[Any]:
        items = [item for _, item in whole(conn, streams)]
        found = [((False, item.event.wall, 0, item.origin, item.oseq), item) for item in items]
        return sorted(found, key=lambda pair: pair[0])

    put(event_log, "placed_streams", by_wall)


def no_dedup(put: Put) -> None:
    """An event that is in the log already is taken for a new one."""
    put(taking_in, "_known", lambda conn, rows: {})


def two_transactions(put: Put) -> None:
    """The page is stored in one local transaction, folded in another."""
    whole = folding.refold_all
    later: list[Sequence[str]] = []
    page = Pass._take_page

    def take_page(self: Any, rows: Any, is_bulk: bool) -> None:
        page(self, rows, is_bulk)
        self.hands.reached("fold")
        while later:
            self.store.exchange(partial(whole, streams=later.pop()))

    def put_off(conn: Connection, streams: Sequence[str]) -> int:
        later.append(streams)
        return 0

    put(Pass, "_take_page", take_page)
    put(folding, "refold_all", put_off)


def block_kept(put: Put) -> None:
    """A new life goes on with the numbers of the one before."""

    def of_first_life(conn: Connection, origin_id: str, today: Any) -> Any:
        first = "SELECT id FROM origin WHERE is_mine = 1 ORDER BY incarnation LIMIT 1"
        return whole(conn, conn.exec_driver_sql(first).scalar() or origin_id, today)

    whole = numbers.blocks
    put(numbers, "blocks", of_first_life)


def fork_dropped(put: Put) -> None:
    """What stood in a chain that forked is put aside and not sent again."""
    whole = taking_in.set_aside

    def dropped(conn: Connection, origin: str, first: int, *rest: Any) -> list[StoredEvent]:
        return whole(conn, origin, first, *rest, leave=frozenset(range(first, first + 10_000)))

    put(taking_in, "set_aside", dropped)


def life_kept(put: Put) -> None:
    """A restore without a journal goes on with the life of the copy."""
    put(restoring, "_next", lambda conn, origin, *rest: origin)


def receipts_refused(put: Put) -> None:
    """A restored desk holds the numbers of its earlier lives for another's."""
    put(reentry, "_OWNED", reentry._OWNED.replace("o.desk = ?", "o.desk = ? AND o.closed_at IS NULL"))


def closed_life_left(put: Put) -> None:
    """What a life had not sent when the centre closed it stays where it is."""
    put(Pass, "_leave_lives", lambda self: None)


def no_next_block(put: Put) -> None:
    """A desk does not tell the centre that its numbers are nearly used up."""
    put(blocks, "is_nearly_used", lambda *asked: False)


def newer_read(put: Put) -> None:
    """A newer schema of a known kind is read like the one that is known."""
    put(fold, "is_known", lambda event: isinstance(event.kind, EventKind))


def bulk_folds_last_page(put: Put) -> None:
    """Of much that was stored first only the streams of the last page are folded."""
    page = Pass._take_page

    def take_page(self: Any, rows: Any, is_bulk: bool) -> None:
        self.unfolded.clear()
        page(self, rows, is_bulk)

    put(Pass, "_take_page", take_page)


def bulk_kill_forgotten(put: Put) -> None:
    """That much was stored and is not folded is noted nowhere."""
    put(folding, "leave_for_later", lambda conn: None)


MUTANTS: Mapping[str, Callable[[Put], None]] = {
    each.__name__: each
    for each in (
        no_relay,
        present_life_only,
        sent_flag,
        confirmed_by_push,
        no_new_incarnation,
        copy_not_told,
        feed_hash_unheeded,
        positions_kept,
        order_by_clocks,
        no_dedup,
        two_transactions,
        block_kept,
        fork_dropped,
        life_kept,
        receipts_refused,
        closed_life_left,
        no_next_block,
        newer_read,
        bulk_folds_last_page,
        bulk_kill_forgotten,
    )
}


def apply(name: str, put: Put = setattr) -> None:
    """Break the product; "" leaves it whole. The template is made before."""
    template()
    if name:
        MUTANTS[name](put)
