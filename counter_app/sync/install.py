"""Installing and upgrading the central store: the numbered SQL of `db/central`, each file once, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import tuple_row

from counter_app import paths
from counter_app.domain.centre_errors import CentreTooNew, CentreTooOld
from counter_app.sync.refusals import told_in_words

OLDEST_SERVER = 14
"""PostgreSQL's major version that the SQL is written for."""

_FILE_RE = re.compile(r"([0-9]{4})_[a-z0-9_]+\.sql")
_LOCK = 0x636F756E746572
"""Key of the advisory lock (the word "counter"): two installers at once run one after the other."""


@dataclass(frozen=True)
class Script:
    """One numbered file: 0002_functions.sql is number 2."""

    number: int
    path: Path


@dataclass(frozen=True)
class Installed:
    """Schema number of the centre before (0: there was none) and after."""

    before: int
    after: int


def scripts(folder: Path | None = None) -> tuple[Script, ...]:
    """The numbered files in order. Raises ValueError when a number is missing, twice, or misspelt."""
    found = sorted((folder or paths.central_scripts()).glob("*.sql"))
    matches = [_FILE_RE.fullmatch(path.name) for path in found]
    numbers = [int(match[1]) for match in matches if match]
    if numbers != list(range(1, len(found) + 1)):
        raise ValueError(f"not numbered from 1 on: {[path.name for path in found]}")
    return tuple(Script(number, path) for number, path in zip(numbers, found, strict=True))


def install(conn: psycopg.Connection[Any], folder: Path | None = None) -> Installed:
    """Bring the database of `conn` (a superuser's connection) to the newest file, in one transaction.

    A centre of that number is left as it is. After an upgrade every desk that is enrolled is granted the
    calls again: a file may have replaced one by another of its name.
    Raises CentreTooNew, CentreTooOld (PostgreSQL's version), CentreRefused (no superuser),
    CentreUnreachable, CentreFailed; the database is then as before.
    """
    wanted = scripts(folder)
    with told_in_words(), conn.transaction(), conn.cursor(row_factory=tuple_row) as cursor:
        if (major := conn.info.server_version // 10_000) < OLDEST_SERVER:
            raise CentreTooOld(found=major, needed=OLDEST_SERVER, because="server_too_old")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        before = _number(cursor)
        if before > len(wanted):
            raise CentreTooNew(found=before, known=len(wanted))
        for script in wanted[before:]:
            cursor.execute(script.path.read_bytes())
            cursor.execute("INSERT INTO counter.schema_version (number) VALUES (%s)", (script.number,))
        if before < len(wanted):
            cursor.execute(
                "SELECT counter.grant_desk(login) FROM"
                " (SELECT DISTINCT login FROM counter.origin WHERE status = 'open') AS enrolled"
            )
    return Installed(before, len(wanted))


def _number(cursor: psycopg.Cursor[Any]) -> int:
    is_there = cursor.execute("SELECT to_regclass('counter.schema_version') IS NOT NULL").fetchone()
    if is_there == (False,):
        return 0
    row = cursor.execute("SELECT coalesce(max(number), 0) FROM counter.schema_version").fetchone()
    return int(row[0]) if row else 0
