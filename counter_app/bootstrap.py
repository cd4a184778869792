"""Builds a Desk (one workstation's data folder) and joins everything; the only module that knows all others."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from counter_app import settings as machine
from counter_app.domain import errors
from counter_app.domain.agency import Agency
from counter_app.domain.events import LOCAL_ZONE
from counter_app.queries.startup import received_not_printed
from counter_app.services import trial
from counter_app.services.first_desk import NewDesk, checked_desk, record_first_events
from counter_app.services.seed_calendar import seed_calendar
from counter_app.settings import Settings
from counter_app.storage import backup, keys, migrate, security_log, verify
from counter_app.storage.chain import verify_tail
from counter_app.storage.compare import compare_projections
from counter_app.storage.database import open_reader, open_writer
from counter_app.storage.journal import Journal, create_journal
from counter_app.storage.new_desk import open_origin
from counter_app.storage.problems import Fault, Problem
from counter_app.storage.replay import replay_journal
from counter_app.storage.store import FILE_NAME, Reading, Store
from counter_app.storage.unit_of_work import Origin, UnitOfWork
from counter_app.storage.writer_lock import WriterLock

T = TypeVar("T")
log = logging.getLogger(__name__)

RUNNING = "running.mark"
"""Lies in the folder while a writer has it open: found at start, the last stop was unclean."""
CHECKED = "checked.mark"
"""Day of the last whole check that found nothing."""


def system_clock() -> datetime:
    """The machine's clock, aware UTC: the one place that asks it."""
    return datetime.now(tz=UTC)


def system_id() -> str:
    """32 random hex digits."""
    return uuid.uuid4().hex


@dataclass(frozen=True)
class Ports:
    """What a test may replace: the clock and the source of ids."""

    clock: Callable[[], datetime] = system_clock
    new_id: Callable[[], str] = system_id


@dataclass(frozen=True)
class Startup:
    """What was found when the file was opened: problems (they stop numbering), events replayed from the
    journal, codes received and not printed, whether the last stop was unclean, and the journal's state (a `JournalState` word, or none)."""

    findings: tuple[str, ...] = ()
    replayed: int = 0
    not_printed: tuple[str, ...] = ()
    journal: str = "none"
    settings_problem: str = ""
    was_unclean: bool = False


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
        self._temp: Path | None = None

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

    @property
    def temp_folder(self) -> Path:
        """A private folder for papers on their way to the printer; wiped when the desk is closed."""
        if self._temp is None:
            self._temp = Path(tempfile.mkdtemp(prefix="counter-app-"))
        return self._temp

    def now(self) -> datetime:
        """Aware UTC."""
        return self._ports.clock()

    def local_now(self) -> datetime:
        """Naive local wall time, cut to the minute."""
        return self.now().astimezone(LOCAL_ZONE).replace(second=0, microsecond=0, tzinfo=None)

    def write(self, do: Callable[[UnitOfWork], T], *, via: str = "", at: datetime | None = None) -> T:
        """Run one unit of work; `do` commits it or nothing happened. `at` is for invented pasts only."""
        with self.store.write(at or self.now(), via) as uow:
            return do(uow)

    def read(self, do: Callable[[Reading], T]) -> T:
        """Run a query on one snapshot."""
        with self.store.read() as reading:
            return do(reading)

    @property
    def trial_password(self) -> str | None:
        """The password of everybody at a trial desk; None at a real one."""
        return trial.PASSWORD if self.is_trial else None

    def upkeep(self) -> list[Problem]:
        """The daily copy and the daily check (`upkeep`)."""
        return upkeep(self)

    def save_settings(self, settings: Settings) -> None:
        """Keep this machine's settings."""
        machine.save(self.folder, settings)
        self.settings = settings

    def close(self) -> None:
        """Let go of file, lock and temporary papers."""
        self.store.close()
        if self._temp is not None:
            shutil.rmtree(self._temp, ignore_errors=True)
            self._temp = None
        if self._lock is not None:
            (self.folder / RUNNING).unlink(missing_ok=True)
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
    was_unclean = (folder / RUNNING).exists()
    (folder / RUNNING).touch()
    store = Store(path, reader, open_writer(path, key), ports.new_id)
    desk = Desk(folder, store, lock, settings, ports)
    desk.startup = replace(_start(desk, key), was_unclean=was_unclean)
    return desk


def _start(desk: Desk, key: bytes) -> Startup:
    """Checks before the first number: the journal brings the file forward, the last own events hold."""
    replayed, journal_state, findings = 0, "none", []
    if desk.settings.journal:
        journal = Journal(journal_path(desk), key)
        try:
            replayed, journal_state = _join_journal(desk, journal)
            desk.store.witness = journal
        except errors.JournalMismatch as error:
            # Another past lies on the medium: what is here may be read, but no number given.
            journal_state = str(journal.state)
            findings.append(f"{error.code}: {error.facts.get('because')}")
    with desk.store.read() as reading:
        findings += [f"{problem.where}: {problem.what}" for problem in verify_tail(reading.conn)]
        not_printed = received_not_printed(reading.conn, desk.local_now() - timedelta(days=7))
    desk.store.stop_numbering(tuple(findings))
    if findings:
        log.error("start check found %d problems; numbering is stopped", len(findings))
    return Startup(tuple(findings), replayed, tuple(not_printed), journal_state, desk.settings.problem)


def journal_path(desk: Desk) -> Path:
    """The journal's file on the second medium; one for each desk, so that desks may share the medium."""
    return Path(desk.settings.journal) / f"journal-{desk.origin.agency}-{desk.desk_number}.log"


def _join_journal(desk: Desk, journal: Journal) -> tuple[int, str]:
    """Replay what the journal has ahead of the file; answers (events replayed, state word)."""
    replayed = replay_journal(desk.store, journal)
    with desk.store.read() as reading:
        state = journal.catch_up(reading.conn, desk.origin.id)
    return replayed, str(state)


def set_journal(desk: Desk, medium: Path) -> None:
    """Keep the witness journal in a folder of a second medium from now on."""
    key = keys.load_key(desk.folder)
    before = desk.settings
    desk.settings = replace(before, journal=str(medium))
    path = journal_path(desk)
    if not path.exists():
        try:
            create_journal(path, key)
        except OSError as error:
            desk.settings = before
            raise errors.FileNotWritten(path=str(path), because=error.strerror or str(error)) from error
    machine.save(desk.folder, desk.settings)
    desk.startup = _start(desk, key)


def make_desk(
    folder: Path,
    new: NewDesk,
    *,
    admin: str = "",
    key_kind: str = "file",
    ports: Ports | None = None,
    at: datetime | None = None,
) -> tuple[Desk, str, str]:
    """Make a desk in a folder and open it; answers (desk, administrator's login, one-time password).

    Raises DeskExists, InvalidField. What was begun is removed when it fails.
    """
    ports = ports or Ports()
    new = checked_desk(new)
    if holds_desk(folder):
        raise errors.DeskExists(path=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    lock = WriterLock(folder)
    lock.acquire()
    try:
        made = keys.create_key(folder, key_kind)
        migrate.create(folder / FILE_NAME, made.key)
        login, password = _first_events(folder, made.key, new, admin, ports, at or ports.clock())
    except BaseException:
        _remove_desk(folder)
        raise
    finally:
        lock.release()
    return open_desk(folder, writing=True, ports=ports), login, password


def _first_events(
    folder: Path, key: bytes, new: NewDesk, admin: str, ports: Ports, now: datetime
) -> tuple[str, str]:
    path = folder / FILE_NAME
    origin_id = ports.new_id()
    engine = open_writer(path, key)
    try:
        with engine.begin() as conn:
            open_origin(
                conn,
                origin_id=origin_id,
                agency_id=new.agency_id,
                desk=new.desk,
                of=new.of,
                opened_at=int(now.timestamp() * 1000),
                from_date=datetime(2000, 1, 1).date() if new.is_trial else now.astimezone(LOCAL_ZONE).date(),
            )
    finally:
        engine.dispose()
    store = Store(path, open_reader(path, key), open_writer(path, key), ports.new_id)
    try:
        with store.write(now) as uow:
            answer = record_first_events(uow, new, admin=admin)
            uow.commit()
    finally:
        store.close()
    return answer


def make_trial(folder: Path, *, dossiers: int, seed: int, ports: Ports | None = None) -> Desk:
    """A trial desk with its staff and exactly `dossiers` invented dossiers up to now; whole or not at all."""
    ports = ports or Ports()
    until = ports.clock()
    local = until.astimezone(LOCAL_ZONE).replace(second=0, microsecond=0, tzinfo=None)
    begin = trial.first_moment(seed_calendar(), local).replace(tzinfo=LOCAL_ZONE)
    desk, _, _ = make_desk(folder, trial.trial_desk(), ports=ports, at=begin)
    try:
        with desk.store.write(begin) as uow:
            trial.add_trial_staff(uow)
            uow.commit()
        with desk.store.write(begin) as uow:
            trial.TrialPast(uow, seed).play(dossiers, local)
            uow.commit()
    except BaseException:
        desk.close()
        _remove_desk(folder)
        raise
    return desk


def _remove_desk(folder: Path) -> None:
    for name in (FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", f"{FILE_NAME}.new", keys.KEY_FILE):
        (folder / name).unlink(missing_ok=True)


def upkeep(desk: Desk) -> list[Problem]:
    """What is owed once a day, beside the work: today's copy of the file, and the whole check.

    The check also follows an unclean stop; what it finds stops numbering. Meant for the storage thread,
    after the page is usable. Answers what was found.
    """
    key = keys.load_key(desk.folder)
    today = desk.local_now().date()
    backup.daily_copy(desk.folder / FILE_NAME, key, desk.folder / "backups", today)
    mark = desk.folder / CHECKED
    last = mark.read_text("ascii").strip() if mark.exists() else ""
    if last == today.isoformat() and not desk.startup.was_unclean:
        return []
    with desk.store.read() as reading:
        found = verify.verify(reading.conn)
    if found:
        desk.store.stop_numbering(tuple(f"{problem.where}: {problem.what}" for problem in found))
        log.error("daily check found %d problems; numbering is stopped", len(found))
    else:
        mark.write_text(today.isoformat(), "ascii")
    return found


def backup_to(desk: Desk, target: Path) -> None:
    """A checked copy of the file at `target` (same key)."""
    backup.backup(desk.folder / FILE_NAME, keys.load_key(desk.folder), target)


def problems(desk: Desk, *, deep: bool) -> list[Problem]:
    """What `verify` finds wrong, first bad record of each kind first."""
    key = keys.load_key(desk.folder)
    with desk.store.read() as reading:
        found = verify.verify(reading.conn, deep=deep)
        bad_line = security_log.first_bad_line(reading.conn)
        if bad_line is not None:
            found.append(Problem(f"security_log/{bad_line}", Fault.LINK_BROKEN))
        if not found:
            found += compare_projections(reading.conn, desk.folder, key)
    return found


def default_folder() -> Path:
    """The platform's user data folder of this program, or `COUNTER_APP_DATA`."""
    from platformdirs import user_data_path

    given = os.environ.get("COUNTER_APP_DATA")
    return Path(given) if given else user_data_path("counter-app", appauthor=False)
