"""Is the file what it was? Pages, references, triggers and hash chains, each finding named."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from counter_app.domain.errors import CounterError, LogDamaged, StoreNotOpened
from counter_app.storage import chain
from counter_app.storage.problems import Fault, Problem
from counter_app.storage.tables import TRIGGERS


def verify(conn: Connection, deep: bool = False) -> list[Problem]:
    """Everything below the projections; empty when all is well. Runs beside the writer on a reader.

    `deep` recomputes every content hash and compares indexes with their tables (integrity_check); without
    it pages, references, triggers and the links of the chains are checked. Never raises for a damaged file:
    what cannot be read is a finding.
    """
    pages = _pages_deep if deep else _pages
    chains = _chains_deep if deep else _chains
    return _run(conn, (pages, _references, _triggers, chains))


def quick_check(conn: Connection) -> list[Problem]:
    """The file's own quick_check, references and triggers, without the chains; never raises for damage."""
    return _run(conn, (_pages, _references, _triggers))


def _run(conn: Connection, checks: Sequence[Callable[[Connection], list[Problem]]]) -> list[Problem]:
    found: list[Problem] = []
    for check in checks:
        try:
            found += check(conn)
        except (StoreNotOpened, LogDamaged) as error:
            # A page that cannot be read: what follows on this connection would only repeat it.
            return [*found, _unreadable(error)]
    return found


def _unreadable(error: CounterError) -> Problem:
    return Problem("store", Fault.FILE_DAMAGED, str(error.facts.get("because", error.code)))


def _pages(conn: Connection) -> list[Problem]:
    rows = conn.exec_driver_sql("PRAGMA quick_check(20)")
    return [Problem("store", Fault.PAGE_DAMAGED, row[0]) for row in rows if row[0] != "ok"]


def _pages_deep(conn: Connection) -> list[Problem]:
    rows = conn.exec_driver_sql("PRAGMA integrity_check(20)")
    return [Problem("store", Fault.PAGE_DAMAGED, row[0]) for row in rows if row[0] != "ok"]


def _references(conn: Connection) -> list[Problem]:
    rows = conn.exec_driver_sql("PRAGMA foreign_key_check")
    return [Problem(f"{row[0]}/{row[1]}", Fault.FOREIGN_KEY, row[2]) for row in rows]


def _triggers(conn: Connection) -> list[Problem]:
    rows = conn.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    there = {row[0]: row[1] for row in rows}
    return [Problem(name, Fault.TRIGGER_MISSING) for name, sql in TRIGGERS.items() if there.get(name) != sql]


def _chains(conn: Connection) -> list[Problem]:
    return chain.verify_chains(conn, deep=False)


def _chains_deep(conn: Connection) -> list[Problem]:
    return chain.verify_chains(conn, deep=True)
