"""Is the file what it was? Pages, references, triggers and hash chains, each finding named."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from counter_app.domain.errors import CounterError, LogDamaged, StoreNotOpened
from counter_app.storage import chain
from counter_app.storage import projection_tables as t
from counter_app.storage.problems import Fault, Problem
from counter_app.storage.tables import TRIGGERS

_NUMBER_LOST = (
    "SELECT e.id, n.code FROM envelope v JOIN event e ON e.id = v.event_id"
    " LEFT JOIN number_issued n ON n.event_id = e.id"
    " WHERE v.origin = (SELECT value FROM meta WHERE key = 'origin') AND v.oseq > ?"
    " AND v.relayed_from IS NULL AND e.kind = 'dossier:received' AND json_valid(e.payload)"
    " AND (n.code IS NULL OR n.code <> e.payload ->> 'code' OR n.serial <> e.payload ->> 'serial'"
    " OR n.on_date <> substr(coalesce(e.payload ->> 'at', n.on_date), 1, 10)) ORDER BY v.oseq"
)


def verify(conn: Connection, deep: bool = False) -> list[Problem]:
    """Everything below the projections; empty when all is well. Runs beside the writer on a reader.

    `deep` recomputes every content hash and compares indexes with their tables (integrity_check); without
    it pages, references, triggers and the links of the chains are checked. Never raises for a damaged file:
    what cannot be read is a finding.
    """
    pages = _pages_deep if deep else _pages
    chains = _chains_deep if deep else _chains
    return _run(conn, (pages, _references, _triggers, chains, verify_numbers))


def verify_numbers(conn: Connection, n: int | None = None) -> list[Problem]:
    """Receptions of this origin whose number is not among the issued ones: it would be given once more.

    `n`: only those among the origin's last `n` events, for the start of the program.
    """
    head = "SELECT max(oseq) FROM envelope WHERE origin = (SELECT value FROM meta WHERE key = 'origin')"
    last = conn.exec_driver_sql(head).scalar() or 0
    rows = conn.exec_driver_sql(_NUMBER_LOST, (0 if n is None else last - n,))
    return [Problem(row[0], Fault.NUMBER_LOST, row[1] or "") for row in rows]


def verify_words(conn: Connection) -> list[Problem]:
    """Whether each piece of the index of words begins where it should, and the last dossier is found by it.

    For the start of the program: a file whose -wal was lost amid its move may be torn there alone, which
    quick_check does not see. Never raises for damage.
    """
    return _run(conn, (_last_found,))


def _last_found(conn: Connection) -> list[Problem]:
    conn.exec_driver_sql("SELECT term FROM dossier_search_words LIMIT 1").first()  # opens every piece
    last = "SELECT seq, code FROM dossier WHERE code IS NOT NULL ORDER BY seq DESC LIMIT 1"
    row = conn.exec_driver_sql(last).first()
    if row is None:
        return []
    named = "SELECT rowid FROM dossier_search WHERE dossier_search MATCH ? ORDER BY rowid DESC LIMIT 1"
    found = conn.exec_driver_sql(named, (f'"{row[1]}"',)).scalar()
    return [] if found == row[0] else [Problem("dossier_search", Fault.PROJECTION_DIFFERS, row[1])]


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


def _look_anew(conn: Connection) -> None:
    """Let this connection read again which pieces the indexes of words have.

    The checks of SQLite do not: after another connection has put pieces together (`Store.tidy`) they look
    for those that this one read last, and call a sound file damaged. A question looks anew.
    """
    for name in t.INDEXES_OF_WORDS:
        conn.exec_driver_sql(f"SELECT rowid FROM {name} WHERE {name} MATCH '\"-\"' LIMIT 1").first()  # noqa: S608


def _pages(conn: Connection) -> list[Problem]:
    _look_anew(conn)
    rows = conn.exec_driver_sql("PRAGMA quick_check(20)")
    return [Problem("store", Fault.PAGE_DAMAGED, row[0]) for row in rows if row[0] != "ok"]


def _pages_deep(conn: Connection) -> list[Problem]:
    _look_anew(conn)
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
