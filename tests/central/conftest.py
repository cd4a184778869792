"""One PostgreSQL a session, a fresh database with the centre's SQL for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from counter_app.sync.address import Host
from counter_app.sync.enrol import Way
from counter_app.sync.install import install
from tests.central.centre import Centre, a_server, an_empty_database


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Address of the session's PostgreSQL."""
    with a_server() as uri:
        yield uri


@pytest.fixture(scope="session")
def asks_passwords(server: str) -> None:
    """The session's PostgreSQL asks enrolled desks (logins counter_…) for their password."""
    with psycopg.connect(server, autocommit=True) as boss:

        def one(query: str) -> str:
            with psycopg.connect(server, autocommit=True) as conn:  # a new session has what was loaded last
                row = conn.execute(query.encode()).fetchone()
            assert row is not None
            return str(row[0])

        path = Path(one("SHOW hba_file"))
        path.write_text('local all "/^counter_" scram-sha-256\n' + path.read_text("utf-8"), "utf-8")
        loaded = one("SELECT pg_conf_load_time()")
        boss.execute("SELECT pg_reload_conf()")
        while one("SELECT pg_conf_load_time()") == loaded:
            pass


@pytest.fixture
def empty(server: str) -> Iterator[Centre]:
    """A database without a centre in it."""
    with an_empty_database(server) as centre:
        yield centre


@pytest.fixture
def centre(empty: Centre) -> Centre:
    """A centre of today's schema, no agency in it yet."""
    install(empty.admin)
    return empty


@pytest.fixture
def way(server: str) -> Way:
    """How enrolled desks get to the session's server: by its local socket."""
    return Way((Host(str(psycopg.conninfo.conninfo_to_dict(server)["host"])),))


@pytest.fixture
def socket_of(server: str) -> str:
    """Path of the session's server's local socket."""
    return f"{psycopg.conninfo.conninfo_to_dict(server)['host']}/.s.PGSQL.5432"
