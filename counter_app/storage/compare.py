"""Are the projections what the events say? A rebuild beside the file, compared row by row."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from sqlalchemy import Connection, Table, select, text

from counter_app.domain.events import Event
from counter_app.storage import migrate, refold
from counter_app.storage import projection_tables as t
from counter_app.storage.database import open_writer
from counter_app.storage.problems import Fault, Problem
from counter_app.storage.stream_log import read_streams


def streams(conn: Connection) -> Iterator[tuple[str, Sequence[Event]]]:
    """Every stream with its events in fold order."""
    for stream, stored in read_streams(conn):
        yield stream, [item.event for item in stored]


def rebuild(conn: Connection) -> int:
    """Make every projection of the file again from its log; answers how many events were folded."""
    return refold.rebuild(conn, streams(conn))


def compare_projections(conn: Connection, folder: Path, key: bytes) -> list[Problem]:
    """Rebuild into an encrypted file beside the store and compare. Names the first differing row a table."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="compare-") as name:
        path = Path(name) / "compare.sqlite"
        migrate.create(path, key)
        engine = open_writer(path, key)
        try:
            with engine.begin() as other:
                refold.rebuild(other, streams(conn), conn)
                found = [p for table in t.PROJECTIONS if (p := _first_difference(conn, other, table))]
                return found + _search_difference(conn, other)
        finally:
            engine.dispose()


def _first_difference(conn: Connection, other: Connection, table: Table) -> Problem | None:
    keys = t.natural_key(table)
    wanted = select(*keys, *(c for c in table.columns if c.name != "seq" and c not in keys)).order_by(*keys)
    for mine, theirs in zip_longest(conn.execute(wanted), other.execute(wanted)):
        if mine is None or theirs is None or tuple(mine) != tuple(theirs):
            row = mine if mine is not None else theirs
            key = "/".join(str(value) for value in row[: len(keys)])
            return Problem(f"{table.name}/{key}", Fault.PROJECTION_DIFFERS)
    return None


def _search_difference(conn: Connection, other: Connection) -> list[Problem]:
    """The search index keeps no words; its number of rows must be that of the dossiers."""
    count = text("SELECT count(*) FROM dossier_search")
    if conn.execute(count).scalar() == other.execute(count).scalar():
        return []
    return [Problem("dossier_search", Fault.PROJECTION_DIFFERS)]
