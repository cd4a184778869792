"""Builds a Desk (one workstation's data folder) and joins everything; alone it knows all others.

What only a new desk needs is imported when one is made: the window waits for this module.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from counter_app import settings as machine
from counter_app.domain import errors
from counter_app.domain.agency import Agency
from counter_app.domain.causes import cause_of
from counter_app.domain.events import LOCAL_ZONE
from counter_app.services import checking, marks
from counter_app.services.starting import Startup, start
from counter_app.settings import Settings
from counter_app.storage import backup, keys, migrate
from counter_app.storage.database import open_reader, open_writer
from counter_app.storage.event_log import is_joined
from counter_app.storage.journal import Journal, create_journal
from counter_app.storage.making import room_for_desk
from counter_app.storage.new_desk import open_origin
from counter_app.storage.problems import Problem
from counter_app.storage.store import FILE_NAME, Reading, Store
from counter_app.storage.unit_of_work import Origin, UnitOfWork
from counter_app.storage.writer_lock import WriterLock

if TYPE_CHECKING:
    from counter_app.domain.sync_report import PassReport
    from counter_app.services.first_desk import NewDesk

T = TypeVar("T")
ALWAYS = date(2000, 1, 1)
"""From when a new desk owns its block: nobody else had it, and a clock put right must not take it away."""
log = logging.getLogger(__name__)


def system_clock() -> datetime:
    """The machine's clock, aware UTC: the one place that asks it."""
    return datetime.now(tz=UTC)


def system_id() -> str:
    """32 hex digits: twelve of milliseconds, twenty random.

    What is written on one day lies together in every index of ids then: an act at a desk with a million
    dossiers touches half as many pages. Nothing is ever ordered by them.
    """
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"


@dataclass(frozen=True)
class Ports:
    """What a test may replace: the clock and the source of ids."""

    clock: Callable[[], datetime] = system_clock
    new_id: Callable[[], str] = system_id


class Desk:
    """One workstation's data folder, opened. `write` and `read` are all that the rooms above need."""

    def __init__(
        self, folder: Path, store: Store, lock: WriterLock | None, settings: Settings, ports: Ports
    ) -> None:
        self.folder = folder
        self.store = store
        self.settings = settings
        self.startup = Startup()
        self._lock = lock
        self._ports = ports

    @property
    def origin(self) -> Origin:
        """Desk number, agency id, incarnation."""
        return self.store.origin

    @property
    def desk_number(self) -> int:
        """Counted from 1."""
        return self.store.origin.desk

    @property
    def agency(self) -> Agency:
        """The agency's settings as they stand now."""
        return self.read(lambda reading: reading.reference.agency)

    @property
    def is_trial(self) -> bool:
        """Whether the dossiers here are invented."""
        return self.agency.is_trial

    def now(self) -> datetime:
        """Aware UTC."""
        return self._ports.clock()

    def local_now(self) -> datetime:
        """Naive local wall time, cut to the minute."""
        return self.now().astimezone(LOCAL_ZONE).replace(second=0, microsecond=0, tzinfo=None)

    def write(self, do: Callable[[UnitOfWork], T], *, via: str = "", at: datetime | None = None) -> T:
        """Run one unit of work; `do` commits it or nothing happened. `at` is for invented pasts only."""
        with self.store.write((lambda: at) if at else self.now, via) as uow:
            return do(uow)

    def tidy(self) -> None:
        """What is better done between two acts than in one; nobody waits for it."""
        self.store.tidy()

    def read(self, do: Callable[[Reading], T]) -> T:
        """Run a query on one snapshot."""
        with self.store.read() as reading:
            return do(reading)

    @property
    def trial_password(self) -> str | None:
        """The password of everybody at a trial desk; None at a real one."""
        if not self.is_trial:
            return None
        from counter_app.services.trial import PASSWORD

        return PASSWORD

    def upkeep(self) -> list[Problem]:
        """The daily copy and the daily check (`upkeep`)."""
        return upkeep(self)

    def findings(self) -> tuple[str, ...]:
        """What a check found wrong with the file; numbering is stopped while there is any."""
        return self.store.findings

    def last_copy(self) -> datetime | None:
        """Local time of today's copy of the file, None when there is none yet."""
        copies = sorted((self.folder / checking.BACKUPS).glob("*.db"))
        if not copies:
            return None
        made = datetime.fromtimestamp(copies[-1].stat().st_mtime, tz=LOCAL_ZONE).replace(tzinfo=None)
        return made if made.date() == self.local_now().date() else None

    def save_settings(self, settings: Settings) -> None:
        """Keep this machine's settings."""
        machine.save(self.folder, settings)
        self.settings = settings

    def copies(self) -> tuple[Path, ...]:
        """The daily copies kept beside the file, newest first."""
        return tuple(sorted((self.folder / checking.BACKUPS).glob("*.db"), reverse=True))

    def backup_to(self, target: Path) -> None:
        """A checked copy of the file (same key). Raises FileNotWritten, StoreNotOpened."""
        backup_to(self, target)

    def keep_journal(self, medium: Path) -> None:
        """The witness journal in this folder from now on (`set_journal`)."""
        set_journal(self, medium)

    @property
    def is_joined(self) -> bool:
        """Whether the desk belongs to a central store."""
        return self.read(lambda reading: is_joined(reading.conn))

    def sync(
        self, *, is_thorough: bool = False, reached: Callable[[str], None] | None = None
    ) -> PassReport:
        """One pass with the central store (`sync.passing`), on any one thread."""
        from counter_app.sync import passing  # the network's libraries: no start waits for them

        return passing.one_pass(
            self.store, self.now, self._ports.new_id, is_thorough=is_thorough, reached=reached
        )

    def close(self) -> None:
        """Let go of file and lock."""
        self.store.close()
        if self._lock is not None:
            (self.folder / marks.RUNNING).unlink(missing_ok=True)
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def holds_desk(folder: Path) -> bool:
    """Whether a desk's file lies in the folder."""
    return (folder / FILE_NAME).exists()


def open_desk(folder: Path, *, writing: bool, ports: Ports | None = None) -> Desk:
    """Open the desk in a folder, for the one writing process or to read beside it.

    Raises StoreNotOpened, StoreLocked, StoreTooNew.
    """
    ports = ports or Ports()
    path = folder / FILE_NAME
    if not path.exists():
        raise errors.StoreNotOpened(path=str(path), because="missing")
    settings = machine.load(folder)
    lock = WriterLock(folder) if writing else None
    if lock is not None:
        lock.acquire()
    try:
        key = keys.load_key(folder)
        if writing:
            migrate.migrate(path, key)
        return _opened(folder, path, key, lock, settings, ports)
    except BaseException:
        if lock is not None:
            lock.release()
        raise


def _opened(
    folder: Path, path: Path, key: bytes, lock: WriterLock | None, settings: Settings, ports: Ports
) -> Desk:
    reader = open_reader(path, key)
    if lock is None:
        return Desk(folder, Store(path, reader, None, ports.new_id), None, settings, ports)
    store = Store(path, reader, open_writer(path, key), ports.new_id)
    desk = Desk(folder, store, lock, settings, ports)
    try:
        desk.startup = Startup(was_unclean=marks.mark_running(folder))
        desk.startup = _start(desk, key)
    except BaseException:
        store.close()
        raise
    return desk


def _start(desk: Desk, key: bytes) -> Startup:
    """The checks of a start; the journal is the one the settings name, laid where there never was one."""
    journal = None
    if desk.settings.journal:
        path = journal_path(desk, desk.settings)
        if path.parent.is_dir() and marks.read_mark(desk.folder, marks.JOURNAL) != str(path):
            with suppress(errors.FileNotWritten):  # then it is unreachable, which stops no work
                _lay_journal(desk, path, key)
        journal = Journal(path, key)
    told = start(desk.store, journal, desk.local_now())
    return replace(told, settings_problem=desk.settings.problem, was_unclean=desk.startup.was_unclean)


def journal_path(desk: Desk, settings: Settings) -> Path:
    """The journal's file on the second medium; one for each desk, so that desks may share the medium."""
    return Path(settings.journal) / f"journal-{desk.origin.agency}-{desk.desk_number}.log"


def set_journal(desk: Desk, medium: Path) -> None:
    """Keep the witness journal in a folder of a second medium from now on; what it has ahead is replayed.

    Raises FileNotWritten, and JournalMismatch where the folder holds a journal that is not this desk's.
    """
    key = keys.load_key(desk.folder)
    settings = replace(desk.settings, journal=str(medium))
    path = journal_path(desk, settings)
    _lay_journal(desk, path, key)
    with desk.store.read() as reading:
        Journal(path, key).missing_from(reading.conn)  # another desk's journal is refused before it is kept
    desk.save_settings(settings)
    desk.startup = _start(desk, key)


def _lay_journal(desk: Desk, path: Path, key: bytes) -> None:
    """A journal at `path` unless one is there. The mark then tells a medium that is away from a new one."""
    try:
        if not path.exists():
            create_journal(path, key)
    except OSError as error:
        raise errors.FileNotWritten(path=str(path), because=cause_of(error)) from error
    marks.leave_mark(desk.folder, marks.JOURNAL, str(path))


def make_desk(
    folder: Path,
    new: NewDesk,
    *,
    admin: str = "",
    key_kind: str = "file",
    ports: Ports | None = None,
    at: datetime | None = None,
    then: Callable[[Store], None] | None = None,
) -> tuple[Desk, str, str]:
    """Make a desk in a folder and open it; answers (desk, administrator's login, one-time password).

    `then` adds to the store before the desk appears, which it does whole or not at all. Raises DeskExists,
    InvalidField, StoreLocked, FileNotWritten.
    """
    from counter_app.services.first_desk import checked_desk, record_first_events

    ports = ports or Ports()
    new = checked_desk(new)
    with room_for_desk(folder) as workshop:
        path, now = workshop / FILE_NAME, at or ports.clock()
        key = keys.create_key(workshop, key_kind).key
        migrate.create(path, key)
        _open_origin(path, key, new, ports, now)
        store = Store(path, open_reader(path, key), open_writer(path, key), ports.new_id)
        try:
            with store.write(lambda: now) as uow:
                login, password = record_first_events(uow, new, admin=admin)
                uow.commit()
            if then is not None:
                then(store)
        finally:
            store.close()
    return open_desk(folder, writing=True, ports=ports), login, password


def _open_origin(path: Path, key: bytes, new: NewDesk, ports: Ports, now: datetime) -> None:
    engine = open_writer(path, key)
    try:
        with engine.begin() as conn:
            open_origin(
                conn,
                origin_id=ports.new_id(),
                agency_id=new.agency_id,
                desk=new.desk,
                of=new.of,
                opened_at=int(now.timestamp() * 1000),
                from_date=ALWAYS,
            )
    finally:
        engine.dispose()


def make_trial(folder: Path, *, dossiers: int, seed: int, ports: Ports | None = None) -> Desk:
    """A trial desk with its staff and exactly `dossiers` invented dossiers up to now; whole or not at all."""
    from counter_app.services import trial
    from counter_app.services.seed_calendar import seed_calendar

    ports = ports or Ports()
    until = ports.clock()
    local = until.astimezone(LOCAL_ZONE).replace(second=0, microsecond=0, tzinfo=None)
    begin = until  # without a past the desk begins now: an old first day would look like a clock jump
    if dossiers:
        begin = trial.first_moment(seed_calendar(), local).replace(tzinfo=LOCAL_ZONE)

    def past(store: Store) -> None:
        with store.write(lambda: begin) as uow:
            trial.add_trial_staff(uow)
            uow.commit()
        with store.write(lambda: begin) as uow:
            trial.TrialPast(uow, seed).play(dossiers, local)
            uow.commit()

    desk, _, _ = make_desk(folder, trial.trial_desk(), ports=ports, at=begin, then=past)
    return desk


def upkeep(desk: Desk) -> list[Problem]:
    """What is owed once a day and after an unclean stop: a copy of the file, and a check (`checking.daily`).

    Meant for the storage thread, after the page is usable. Answers what was found.
    """
    key, today = keys.load_key(desk.folder), desk.local_now().date()
    found = checking.daily(desk.store, key, today, was_unclean=desk.startup.was_unclean)
    desk.startup = replace(desk.startup, was_unclean=False)
    return found


def backup_to(desk: Desk, target: Path) -> None:
    """A checked copy of the file at `target` (same key)."""
    backup.backup(desk.folder / FILE_NAME, keys.load_key(desk.folder), target)


def problems(desk: Desk, *, deep: bool) -> list[Problem]:
    """What `verify` finds wrong, first bad record of each kind first; a writer stops numbering then."""
    key = keys.load_key(desk.folder)
    journal = Journal(journal_path(desk, desk.settings), key) if desk.settings.journal else None
    return checking.whole(desk.store, key, journal, deep=deep)
