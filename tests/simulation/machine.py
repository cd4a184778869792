"""One workstation of a world: its folder, its clock, its people; it may be killed, restored and cloned."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from counter_app import settings
from counter_app.bootstrap import Desk, Ports, open_desk
from counter_app.domain.errors import JournalMismatch
from counter_app.services import marks
from counter_app.settings import Settings
from counter_app.storage import keys
from counter_app.storage.database import open_reader
from counter_app.storage.journal import Journal
from counter_app.storage.store import FILE_NAME
from counter_app.storage.writer_lock import LOCK_FILE
from tests.simulation.template import login_of

_LEFT_OUT = (LOCK_FILE, f"{FILE_NAME}-shm", "backups")


class Killed(BaseException):
    """The process of a desk is gone; what it had committed is there."""


class Time(Protocol):
    """The true time of a world, and its one source of chance for ids."""

    now: datetime
    ids: random.Random


@dataclass
class Machine:
    """A PC. `number` is the desk's, which a clone shares; `skew`: its clock minus the true one."""

    name: str
    number: int
    folder: Path
    time: Time
    is_connected: bool = True
    is_old: bool = False
    """Put back to an earlier state, and has not met the centre since."""
    skew: timedelta = timedelta()
    fuse: int | None = None
    """Ids until the process is killed in the middle of something; None: it is not."""
    snapshots: list[Path] = field(default_factory=list)
    _desk: Desk | None = None

    @property
    def desk(self) -> Desk:
        """The running program."""
        assert self._desk is not None, f"{self.name} is not running"
        return self._desk

    @property
    def is_running(self) -> bool:
        """Whether the program is open."""
        return self._desk is not None

    @property
    def login(self) -> str:
        return login_of(self.number)

    @property
    def medium(self) -> Path:
        """Where the witness journal is, if this machine has one."""
        return self.folder.with_name(f"{self.folder.name}-medium")

    def clock(self) -> datetime:
        """Aware."""
        return self.time.now + self.skew

    def new_id(self) -> str:
        """As the product's: time first, then chance. Lights the fuse down."""
        if self.fuse is not None:
            self.fuse -= 1
            if self.fuse < 0:
                raise Killed
        ms = int(self.clock().timestamp() * 1000)
        return f"{ms:012x}{self.time.ids.getrandbits(80):020x}"

    def start(self) -> None:
        """Open the file as the program does: lock, migration, journal, checks."""
        self.fuse = None
        self._desk = open_desk(self.folder, writing=True, ports=self.ports)

    def stop(self) -> None:
        """Close it."""
        self.fuse = None
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def kill(self) -> None:
        """The process ends without a word: its mark stays in the folder."""
        self.stop()
        marks.leave_mark(self.folder, marks.RUNNING)

    def keep_journal(self) -> None:
        """A second medium, from the next start on."""
        self.medium.mkdir(exist_ok=True)
        settings.save(self.folder, Settings(journal=str(self.medium)))

    def lose_journal(self) -> None:
        """The medium is gone, and nobody sets another."""
        shutil.rmtree(self.medium, ignore_errors=True)
        settings.save(self.folder, Settings())
        (self.folder / marks.JOURNAL).unlink(missing_ok=True)

    def snapshot(self) -> Path:
        """A copy of the folder as it lies there; kept for a restore."""
        target = self.folder.with_name(f"{self.folder.name}-copy{len(self.snapshots)}")
        shutil.copytree(self.folder, target, ignore=shutil.ignore_patterns(*_LEFT_OUT))
        self.snapshots.append(target)
        return target

    def restore(self, snapshot: Path) -> None:
        """The disk is put back to a snapshot behind the program's back; it is started again then."""
        self.kill()
        shutil.rmtree(self.folder)
        shutil.copytree(snapshot, self.folder)
        self.is_old = True

    def journals(self) -> list[Path]:
        """The witness journals that are there; none where its medium is gone."""
        used = settings.load(self.folder).journal
        return list(Path(used).glob("*.log")) if used else []

    def only_in_journal(self) -> set[str]:
        """What the journal holds beyond the file, which is closed: it must come back at the next start."""
        journals = self.journals()
        if not journals:
            return set()
        key = keys.load_key(self.folder)
        engine = open_reader(self.folder / FILE_NAME, key)
        try:
            with engine.connect() as conn:
                ahead = [item for each in journals for item in Journal(each, key).missing_from(conn)]
        except JournalMismatch:
            return set()  # another past lies there: it is not replayed, and a finding says so
        finally:
            engine.dispose()
        return {item.event.id for item in ahead}

    def cloned(self, name: str) -> Machine:
        """The same disk in another PC; the journal's medium stayed with the first."""
        folder = self.folder.with_name(name)
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns(*_LEFT_OUT))
        settings.save(folder, Settings())
        (folder / marks.JOURNAL).unlink(missing_ok=True)
        return Machine(name, self.number, folder, self.time, skew=self.skew)

    @property
    def ports(self) -> Ports:
        """Its clock and its ids."""
        return Ports(self.clock, self.new_id)

    def journal_medium(self) -> Path | None:
        """The folder that the settings name for the journal."""
        used = settings.load(self.folder).journal
        return Path(used) if used else None

    def lose_file(self) -> None:
        """The file is gone, its key and marks are there."""
        for name in (FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"):
            (self.folder / name).unlink(missing_ok=True)

    def took(self, desk: Desk) -> None:
        """A program that is running already is this machine's."""
        self.fuse, self._desk = None, desk

    def event_ids(self) -> set[str]:
        """All events this file holds."""
        with self.desk.store.read() as reading:
            return set(reading.conn.exec_driver_sql("SELECT id FROM event").scalars())
