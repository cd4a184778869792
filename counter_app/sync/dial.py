"""Reaching the central store: libpq's own failover and TLS, a few tries, and no wait without an end."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from counter_app.domain.causes import cause_of
from counter_app.domain.centre_errors import (
    AddressNotSafe,
    AdministratorRefused,
    CentreNotInstalled,
    CentreRefused,
    CentreTooOld,
    CentreUnreachable,
    DatabaseUnknown,
    ServerUnreachable,
)
from counter_app.domain.errors import FieldProblem, FileNotWritten, InvalidField
from counter_app.storage.event_log import StoredEvent
from counter_app.sync import central
from counter_app.sync.address import NO_TLS, Address
from counter_app.sync.central import FeedEvent, Greeting, Pushed, Welcome
from counter_app.sync.refusals import connecting_told_in_words

PATIENCE_S = 60.0
"""A pass gives up after so long without a single byte (document 3)."""

CONNECT_S = 10
"""For each host: one that is dead must not keep the next one waiting."""

TRIES = 3
CA_FILE = "centre-ca.pem"

T = TypeVar("T")

_PASSING = ("centre_busy", "shutting_down", "standby")
"""Reasons that are often gone a second later: a place comes free, a server has started, one is promoted."""


class PgLine:
    """A line to PostgreSQL (`sync.line.Line`): one connection in autocommit mode, for one thread."""

    def __init__(self, conn: central.Connection) -> None:
        self.conn = conn

    def hello(self, greeting: Greeting) -> Welcome:
        """S1: who we are and what we hold."""
        return central.hello(self.conn, greeting)

    def push(self, records: Sequence[StoredEvent]) -> Pushed:
        """S2: a run of one origin's envelopes."""
        return central.push(self.conn, records)

    def pull(self, after: int, limit: int) -> tuple[FeedEvent, ...]:
        """S3: the feed after a position."""
        return central.pull(self.conn, after, limit)

    def close(self) -> None:
        """Hang up; never raises."""
        with suppress(psycopg.Error, OSError):
            self.conn.close()


class _Impatient(psycopg.Connection[Any]):
    """Gives up a call in which no byte moved for so long: a peer that is gone says nothing at all.

    TCP finds a dead one, but not a living one whose answer never comes (half-open behind a proxy or a
    firewall), and the server's own time-out is of no use when its word does not get through.
    """

    patience_s = PATIENCE_S

    def wait(
        self, gen: Generator[Any, Any, T], interval: float = 0.1, timeout: float | None = None
    ) -> T:  # what every call of the connection goes through
        """As the base; raises CentreUnreachable(because="timeout") and leaves the connection unusable."""
        return super().wait(self._watched(gen), interval, timeout)

    def _watched(self, gen: Generator[Any, Any, T]) -> Generator[Any, Any, T]:
        try:
            wanted = next(gen)
            moved_at = time.monotonic()
            while True:
                ready = yield wanted
                if ready:
                    moved_at = time.monotonic()
                elif time.monotonic() - moved_at > self.patience_s:
                    self.pgconn.finish()
                    raise CentreUnreachable(because="timeout")
                wanted = gen.send(ready)
        except StopIteration as over:
            result: T = over.value
            return result


def dial(address: Address, ca_folder: Path, *, patience_s: float = PATIENCE_S, tries: int = TRIES) -> PgLine:
    """An open line to the first host that takes writes. `ca_folder`: where the authority's file is laid.

    patience_s: how long a call, and the connecting to each host, may stay without progress.
    Raises CentreUnreachable, CentreRefused (revoked, wrong password), CentreNotTrusted, AddressNotSafe,
    FileNotWritten.
    """
    asked = _parameters(address, ca_folder, patience_s)
    for attempt in Retrying(
        stop=stop_after_attempt(tries),
        wait=wait_random_exponential(multiplier=0.2, max=2),
        retry=retry_if_exception(_is_passing),
        reraise=True,
    ):
        with attempt, connecting_told_in_words():
            conn = _Impatient.connect(autocommit=True, **asked)
            conn.patience_s = patience_s
            # A pass asks few different questions, and none often enough to be worth a prepared statement
            # that a pooler between might not keep.
            conn.prepare_threshold = None
            return PgLine(conn)
    raise AssertionError("unreachable")


def _is_passing(error: BaseException) -> bool:
    return isinstance(error, CentreUnreachable) and error.facts.get("because") in _PASSING


def _parameters(address: Address, ca_folder: Path, patience_s: float) -> dict[str, Any]:
    """What libpq is told. Nothing that matters is left to the environment or to files of the account."""
    if address.sslmode == NO_TLS and not address.is_local:
        far = next(host for host in address.hosts if not host.is_local)
        raise AddressNotSafe(host=str(far))
    address.checked()
    asked: dict[str, Any] = {
        "host": ",".join(host.name for host in address.hosts),
        "port": ",".join(str(host.port) for host in address.hosts),
        "dbname": address.dbname,
        "user": address.login,
        "password": address.password,
        "sslmode": address.sslmode,
        # A ticket of the domain would else be used for an encryption that verifies nothing of ours.
        "gssencmode": "disable",
        "sslcertmode": "disable",
        "options": "",
        "application_name": "counter-app",
        "target_session_attrs": "read-write",
        "connect_timeout": max(1, min(CONNECT_S, round(patience_s))),
        "keepalives": 1,
        "keepalives_idle": 15,
        "keepalives_interval": 5,
        "keepalives_count": 4,
        "tcp_user_timeout": round(patience_s * 1000),
    }
    if address.sslmode != NO_TLS:
        asked |= {
            "sslrootcert": str(_laid(address.ca, ca_folder)),
            "ssl_min_protocol_version": "TLSv1.2",
            # The server never gets the password, only a proof that we know it.
            "require_auth": "scram-sha-256",
        }
    return asked


def _laid(ca: str, folder: Path) -> Path:
    """The authority's certificates as a file of this person alone; whoever could change it could be the
    centre. Written anew each time it differs, whole or not at all."""
    path = folder / CA_FILE
    try:
        with suppress(FileNotFoundError, UnicodeDecodeError):
            if path.read_text("utf-8") == ca and (os.name == "nt" or path.stat().st_mode & 0o077 == 0):
                return path
        handle, name = tempfile.mkstemp(prefix=f".{CA_FILE}-", dir=folder)  # 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(ca)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FileNotWritten(path=str(path), because=cause_of(error)) from error
    return path


@contextmanager
def administrator(address: str) -> Iterator[central.Connection]:
    """A superuser's connection, by a URL or words of libpq; "" leaves it to the PG… variables.

    What is said of desks is said of the administrator here, also of the body's errors. Raises
    ServerUnreachable, AdministratorRefused, DatabaseUnknown, CentreNotTrusted, CentreNotInstalled, and
    InvalidField(field="centre_address") for what libpq cannot read.
    """
    try:
        wait_s = int(psycopg.conninfo.conninfo_to_dict(address).get("connect_timeout") or CONNECT_S)
    except (psycopg.ProgrammingError, ValueError) as error:
        raise InvalidField(field="centre_address", problem=FieldProblem.FORMAT) from error
    database = ""
    try:
        with connecting_told_in_words():
            conn = psycopg.connect(
                address, autocommit=True, connect_timeout=wait_s, application_name="counter-app central"
            )
        with conn:
            database = conn.info.dbname
            yield conn
    except CentreUnreachable as error:
        raise ServerUnreachable(**error.facts) from error
    except CentreRefused as error:
        if error.facts["because"] == "database_unknown":
            raise DatabaseUnknown(database=_database_of(address)) from error
        raise AdministratorRefused(because=error.facts["because"]) from error
    except CentreTooOld as error:
        if error.facts["because"] != "not_installed":
            raise
        raise CentreNotInstalled(database=database) from error


def _database_of(address: str) -> str:
    """The database libpq asked for: of the address, else of the PG… variables, else called as the user."""
    known = {each.keyword.decode(): each.val for each in psycopg.pq.Conninfo.get_defaults()}
    said = psycopg.conninfo.conninfo_to_dict(address)
    for name in ("dbname", "user"):
        found = said.get(name) or (known.get(name) or b"").decode()
        if found:
            return str(found)
    return ""
