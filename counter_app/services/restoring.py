"""A desk's file from a copy: which of the three ways it goes on, and what may be missing then.

1. The witness journal carries on from the copy: nothing is lost, the life of the file goes on.
2. Else what the centre holds of this desk comes back by a pass, under a new incarnation.
3. Else a new incarnation on a reserve block, and printed receipts are entered again.
Without a journal that carries on, no copy numbers under its old origin: what was printed since is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection

from counter_app.domain.centre_errors import EnrolmentNotReadable
from counter_app.domain.errors import DeskExists, JournalMismatch, StoreNotOpened
from counter_app.domain.events import LOCAL_ZONE, local_minute
from counter_app.services.marks import CHECKED, remember_lives, remembered_lives
from counter_app.storage import event_log, incarnation, keys, replacing
from counter_app.storage.backup import sync_folder
from counter_app.storage.database import open_reader, open_writer
from counter_app.storage.incarnation import Lives
from counter_app.storage.journal import Journal, create_journal
from counter_app.storage.new_desk import write_centre
from counter_app.storage.replacing import ASIDE, Seen
from counter_app.storage.replay import replay_journal
from counter_app.storage.store import FILE_NAME, Store
from counter_app.storage.unit_of_work import Origin


class Way(StrEnum):
    """How a restored file goes on."""

    JOURNAL = "journal"
    CENTRE = "centre"
    RESERVE = "reserve"


class JournalFound(StrEnum):
    """How a witness journal stands to the copy. later_life: it tells of an incarnation the copy knows not."""

    NONE = "none"
    AWAY = "away"
    MISMATCH = "mismatch"
    BEHIND = "behind"
    LATER_LIFE = "later_life"
    CARRIES_ON = "carries_on"


@dataclass(frozen=True)
class Life:
    """The next life of a desk as its centre opened it: origin, incarnation, serials; `address` as JSON.

    A paper can be brought twice. Of a life that was lived already only the address is taken.
    """

    agency: str
    desk: int
    origin: str
    incarnation: int
    block: tuple[int, int]
    address: str


@dataclass(frozen=True)
class Asked:
    """What is restored: `file` into `folder`. medium: folder of the witness journal, None without one.
    key_file: a saved key, for a folder that has none or another. life: where the desk was enrolled anew."""

    folder: Path
    file: Path
    medium: Path | None = None
    key_file: Path | None = None
    life: Life | None = None


@dataclass(frozen=True)
class Hands:
    """What comes from outside: the clock (aware UTC) and the source of ids. `reached` is told each step
    before it is done; tests kill there."""

    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    reached: Callable[[str], None] = lambda _: None


@dataclass(frozen=True)
class BroughtBack:
    """What a restore did.

    origin: of the file now. replayed: entries that came back from the journal. known_until: local minute of
    the last entry of this desk that the file holds. is_new_life: whether it numbers under another origin
    now. is_enrolled: whether that life is the one an enrolment opened. aside: folder with what was there
    before, None where nothing was. more_aside: entries of this desk that only the file moved aside holds,
    None where it cannot be read. is_joined: the file shares its log by a centre. block: serials it may give
    out now. journal_aside: where a journal of another past lies now.
    """

    origin: Origin
    journal: JournalFound
    replayed: int
    known_until: datetime | None
    is_joined: bool
    is_new_life: bool = True
    is_enrolled: bool = False
    block: tuple[int, int] | None = None
    aside: Path | None = None
    more_aside: int | None = None
    journal_aside: Path | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing can be missing, whichever life numbers now."""
        return self.journal is JournalFound.CARRIES_ON

    @property
    def goes_on(self) -> bool:
        """Whether nothing is missing and numbers go on as before: way 1."""
        return self.is_whole and not self.is_new_life


def bring_back(asked: Asked, hands: Hands) -> BroughtBack:
    """Put a copy in the place of the desk's file; the caller holds the writer lock and opens it afterwards.

    A file that shares its log by a centre gets no block here: the pass brings one, or `take_reserve` does.
    Raises FileNotRead, StoreNotOpened, StoreTooNew, StoreFull, StoreLocked, FileNotWritten; the desk is then
    as before. DeskExists where the file in the folder is another desk's.
    """
    folder = asked.folder
    with replacing.workshop(folder) as made:
        saved = asked.key_file
        key = replacing.take_key(saved, folder, made) if saved is not None else keys.load_key(folder)
        hands.reached("copy")
        replacing.copy_in(asked.file, key, made / FILE_NAME)
        present = _present(folder, key)
        lives = _lives(folder, key)
        stamp = hands.clock().astimezone(LOCAL_ZONE)
        with _opened(made / FILE_NAME, key, hands) as store:
            _check_same_desk(store.origin, present, folder)
            _check_life(store.origin, asked.life)
            journal = _journal(asked.medium, store.origin, key)
            hands.reached("journal")
            done = _go_on(store, _joined(store, journal, present), present, lives, hands, asked.life)
        hands.reached("swap")
        (folder / CHECKED).unlink(missing_ok=True)  # another file: to be checked whole before the day is over
        aside = _free_name(folder / f"{ASIDE}-{stamp:%Y%m%d-%H%M%S}")
        was_there = replacing.put_in_place(folder, made, key, aside, hands.reached)
        hands.reached("swapped")
        blocks = (done.block, asked.life.block if asked.life else None)
        remember_lives(folder, Lives(done.origin.incarnation, frozenset(b for b in blocks if b)))
        journal_aside = _new_journal(journal, key, stamp) if done.journal is JournalFound.MISMATCH else None
    return replace(done, aside=aside if was_there else None, journal_aside=journal_aside)


def take_reserve(store: Store, clock: Callable[[], datetime]) -> tuple[int, int] | None:
    """Let a new incarnation number from a reserve block of its own choice: the centre gave it none.

    Answers the block; None where it has one already, or all are used.
    """
    with store.writer.begin() as conn:
        if incarnation.has_block(conn, store.origin.id):
            return None
        lives = incarnation.lives_in(conn, store.origin.desk)
        lives |= _lives(store.path.parent, keys.load_key(store.path.parent))
        block = _reserve(conn, store.origin, lives)
        if block is not None:
            incarnation.give_block(conn, store.origin.id, block, clock().astimezone(LOCAL_ZONE).date())
            remember_lives(store.path.parent, Lives(store.origin.incarnation, frozenset({block})))
    return block


def known_until(conn: Connection, origin: Origin, *, before_this: bool = False) -> datetime | None:
    """Local minute of the last entry of this desk; `before_this`: of the lives before the present one."""
    rows = conn.exec_driver_sql(
        "SELECT (SELECT e.wall FROM envelope v JOIN event e ON e.id = v.event_id WHERE v.origin = o.id"
        " ORDER BY v.oseq DESC LIMIT 1) FROM origin o WHERE o.desk = ? AND (? = 0 OR o.id <> ?)",
        (origin.desk, int(before_this), origin.id),
    )
    return max((local_minute(row[0]) for row in rows if row[0] is not None), default=None)


def journal_file(medium: Path, origin: Origin) -> Path:
    """The journal's file on a second medium; one for each desk, so that desks may share the medium."""
    return medium / f"journal-{origin.agency}-{origin.desk}.log"


@contextmanager
def _opened(path: Path, key: bytes, hands: Hands) -> Iterator[Store]:
    store = Store(path, open_reader(path, key), open_writer(path, key), hands.new_id)
    try:
        yield store
    finally:
        store.close()


def _go_on(
    store: Store,
    joined: tuple[int, JournalFound],
    present: Seen | None,
    lives: Lives,
    hands: Hands,
    life: Life | None,
) -> BroughtBack:
    """Begin a new life of the new file, unless the journal carries on.

    An enrolment anew names the next life: the one before may be closed at the centre. Used before, it names
    one that was lived, and its serials may be on paper: then it tells only where the centre is.
    """
    origin, block, (replayed, found) = store.origin, None, joined
    with store.writer.begin() as conn:
        until = known_until(conn, origin)
        if life is not None:
            write_centre(conn, life.agency, life.address)
        is_joined = event_log.is_joined(conn)
        more = _more(conn, present) if present else None
        lives |= incarnation.lives_in(conn, origin.desk)
        if life is not None and _was_lived(conn, life, lives):
            lives, life = lives | Lives(life.incarnation), None
        is_new = found is not JournalFound.CARRIES_ON or life is not None
        if is_new:
            block = life.block if life else None if is_joined else _reserve(conn, origin, lives)
            origin = _next(conn, origin, lives, block, hands, life)
    return BroughtBack(
        origin, found, replayed, until, is_joined, is_new, life is not None, block, more_aside=more
    )


def _was_lived(conn: Connection, life: Life, lives: Lives) -> bool:
    """Whether an enrolment was used before, as far as anything here tells: its life is known, or its serials
    are, which this desk may have taken by itself too."""
    return life.origin in lives.origins or life.block in lives.blocks | incarnation.reserve_numbers(conn)


def _reserve(conn: Connection, origin: Origin, lives: Lives) -> tuple[int, int] | None:
    taken = lives.blocks | incarnation.reserve_numbers(conn)
    return incarnation.free_reserve_block(origin.desk, origin.of, taken)


def _next(
    conn: Connection,
    origin: Origin,
    lives: Lives,
    block: tuple[int, int] | None,
    hands: Hands,
    life: Life | None,
) -> Origin:
    now, latest = hands.clock(), max(lives.latest, life.incarnation - 1 if life else 0)
    new = replace(origin, id=life.origin if life else hands.new_id(), incarnation=latest + 1)
    incarnation.next_incarnation(
        conn,
        origin_id=new.id,
        now_ms=int(now.timestamp() * 1000),
        today=now.astimezone(LOCAL_ZONE).date(),
        block=block,
        after=latest,
    )
    return new


def _joined(store: Store, journal: Journal | None, present: Seen | None) -> tuple[int, JournalFound]:
    """(entries replayed, how the journal stands to the copy). `present`: the file that is replaced; it tells
    how far this life has gone at least, and a journal that ends before that was away for a while."""
    least = present.heads.get(store.origin.id, 0) if present else 0
    if journal is None:
        return 0, JournalFound.NONE
    try:
        tail = journal.tail()
        if tail is None:
            return 0, JournalFound.AWAY
        with store.reader.connect() as conn:
            head, _ = event_log.chain_head(conn, store.origin.id)
        replayed = replay_journal(store, journal)
    except JournalMismatch:
        return 0, JournalFound.MISMATCH
    with store.reader.connect() as conn:
        if incarnation.has_later_life(conn):
            return replayed, JournalFound.LATER_LIFE
    carries_on = tail.origin == store.origin.id and tail.oseq >= max(head, least)
    return replayed, JournalFound.CARRIES_ON if carries_on else JournalFound.BEHIND


def _more(conn: Connection, present: Seen) -> int:
    """How many entries of this desk the file moved aside has beyond the new one."""
    heads = ((head, event_log.chain_head(conn, origin)[0]) for origin, head in present.heads.items())
    return sum(max(0, there - here) for there, here in heads)


def _present(folder: Path, key: bytes) -> Seen | None:
    """The file in the folder, by the key of the copy or else by the one that lies beside it: another desk's
    must not be moved aside only because it cannot be read with this one's key."""
    seen = replacing.look(folder / FILE_NAME, key)
    if seen is None:
        with suppress(StoreNotOpened):
            seen = replacing.look(folder / FILE_NAME, keys.load_key(folder))
    return seen


def _check_same_desk(origin: Origin, present: Seen | None, folder: Path) -> None:
    if present is not None and (present.agency, present.desk) != (origin.agency, origin.desk):
        raise DeskExists(path=str(folder), agency=present.agency, desk=present.desk)


def _check_life(origin: Origin, life: Life | None) -> None:
    if life is not None and (life.agency, life.desk) != (origin.agency, origin.desk):
        if life.agency == origin.agency:
            raise EnrolmentNotReadable(path="", because="enrolment_of_another_number", desk=origin.desk)
        raise EnrolmentNotReadable(path="", because="enrolment_of_another_desk", origin=origin.id)


def _lives(folder: Path, key: bytes) -> Lives:
    """What every copy in the folder knows of this desk's lives: a restore may follow on a restore."""
    lives = remembered_lives(folder)
    for path in replacing.copies_in(folder):
        seen = replacing.look(path, key) if path.is_file() else None
        if seen is not None:
            lives |= seen.lives | Lives(origins=frozenset(seen.heads))
    return lives


def _journal(medium: Path | None, origin: Origin, key: bytes) -> Journal | None:
    return Journal(journal_file(medium, origin), key) if medium is not None else None


def _new_journal(journal: Journal | None, key: bytes, stamp: datetime) -> Path | None:
    """Lay a new journal where one of another past lies; that one stays beside it, for a person to see."""
    if journal is None:
        return None
    aside = _free_name(journal.path.with_name(f"{journal.path.name}.{ASIDE}-{stamp:%Y%m%d-%H%M%S}"))
    try:
        journal.path.replace(aside)
        create_journal(journal.path, key)
        sync_folder(journal.path.parent)
    except OSError:
        return None  # away again, or full: the start says how the journal stands
    return aside


def _free_name(path: Path) -> Path:
    n, free = 1, path
    while free.exists():
        n += 1
        free = path.with_name(f"{path.name}-{n}")
    return free
