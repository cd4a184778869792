"""What the window asks of the desk behind it; `bootstrap.Desk` fulfils it, tests may too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from counter_app.domain.agency import Agency
from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.procedure import Procedure
from counter_app.domain.staff import Staff
from counter_app.domain.sync_report import PassReport
from counter_app.domain.units import Department

T = TypeVar("T")


class ReferencePort(Protocol):
    """One consistent reading of agency, units, staff, calendar and catalogue."""

    agency: Agency
    units: Any
    staff: Any
    calendar: WorkingCalendar

    def procedures(self, on: date) -> tuple[Procedure, ...]:
        """Procedures in force on a day, in the catalogue's order."""

    def procedure_version(self, procedure_id: str, version: int) -> Procedure:
        """One version, in force or not."""

    def find_procedure(self, text: str, on: date) -> Procedure:
        """By catalogue id or national code."""

    def person(self, login: str) -> Staff:
        """A person in service."""

    def open_unit(self, code: str) -> Department:
        """A unit that is open."""


class ReadingPort(Protocol):
    """A snapshot for queries; only functions of `queries` look at `conn`."""

    conn: Any
    reference: ReferencePort


class SettingsPort(Protocol):
    """Settings of this machine; frozen."""

    @property
    def printer(self) -> str:
        """Name, or empty."""

    @property
    def theme(self) -> str:
        """light, dark or system."""

    @property
    def body_px(self) -> int:
        """Size of running text."""

    @property
    def is_sound(self) -> bool:
        """Whether scans are heard."""

    @property
    def tray(self) -> str:
        """Paper source, or empty."""

    @property
    def scanner_port(self) -> str:
        """Serial port of the scanner, or empty."""

    @property
    def is_enter_next(self) -> bool:
        """Whether Enter goes to the next field."""

    @property
    def journal(self) -> str:
        """Folder of the witness journal, or empty."""


class StartupPort(Protocol):
    """What was found when the file was opened; frozen."""

    @property
    def findings(self) -> tuple[str, ...]:
        """Problems that stop numbering."""

    @property
    def not_printed(self) -> tuple[str, ...]:
        """Codes received and not printed."""


class DeskPort(Protocol):
    """One workstation's data folder, opened. All calls may raise CounterError."""

    @property
    def settings(self) -> SettingsPort:
        """Settings of this machine."""

    @property
    def startup(self) -> StartupPort:
        """What the start found."""

    @property
    def agency(self) -> Agency:
        """The agency's settings as they stand now."""

    @property
    def desk_number(self) -> int:
        """Counted from 1."""

    @property
    def is_trial(self) -> bool:
        """Whether the dossiers here are invented."""

    @property
    def folder(self) -> Path:
        """Where the file lies."""

    def save_settings(self, settings: Any) -> None:
        """Keep this machine's settings (a frozen dataclass: `dataclasses.replace` makes the new one)."""

    def copies(self) -> tuple[Path, ...]:
        """The daily copies, newest first."""

    def last_copy(self) -> datetime | None:
        """Local time of today's copy, None when there is none yet."""

    def backup_to(self, target: Path) -> None:
        """A checked copy of the file."""

    def keep_journal(self, medium: Path) -> None:
        """The witness journal in this folder from now on."""

    def upkeep(self) -> Any:
        """The daily copy and check."""

    def findings(self) -> tuple[str, ...]:
        """What a check found wrong."""

    def now(self) -> datetime:
        """Aware UTC."""

    def write(self, do: Callable[[Any], T]) -> T:
        """Run one unit of work; `do` commits it or nothing happened."""

    def read(self, do: Callable[[Any], T]) -> T:
        """Run a query on one snapshot."""

    @property
    def is_joined(self) -> bool:
        """Whether the desk belongs to a central store."""

    def sync(
        self, *, is_thorough: bool = False, reached: Callable[[str], None] | None = None
    ) -> PassReport:
        """One pass with the centre, on any one thread but the storage worker; `reached` is told each step
        before it is done. Raises SyncBusy, DeskNotJoined, and what keeps the pass from going on."""

    def tidy(self) -> None:
        """What is better done between two acts than in one; nobody waits for it."""
