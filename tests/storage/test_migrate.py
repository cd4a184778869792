"""From one schema to the next: whole or not at all, nothing lost on the way (document 7, F27)."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from counter_app import paths
from counter_app.bootstrap import Ports, open_desk
from counter_app.commands import upkeep
from counter_app.domain.errors import StoreNotOpened, StoreTooNew
from counter_app.storage import event_log, migrate, projection_tables, tables
from counter_app.storage.backup import check_copy
from counter_app.storage.chain import verify_chains
from counter_app.storage.database import SCHEMA, Mode, connect
from counter_app.storage.keys import load_key
from counter_app.storage.store import FILE_NAME
from tests.builders import Clock
from tests.desks import Counter, a_trial, form

from .desk_file import ORIGIN, DeskFile, ended, in_child

TARGET = SCHEMA + 1
BATCH_CHANGE = f'''
"""A parent of two tables is copied, dropped and renamed; the log gets a column."""

from alembic import op
import sqlalchemy as sa

revision = "{TARGET:04d}"
down_revision = "{SCHEMA:04d}"


def upgrade():
    with op.batch_alter_table("origin", recreate="always") as batch:
        batch.add_column(sa.Column("place", sa.Text, server_default="hall"))
    with op.batch_alter_table("event", recreate="always") as batch:
        batch.add_column(sa.Column("note", sa.Text))
    with op.batch_alter_table("envelope", recreate="always") as batch:
        batch.add_column(sa.Column("received_at", sa.Integer))
    op.execute("UPDATE event SET note = substr(id, 1, 4)")
    op.execute("CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT")
'''

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is forked")


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """The real scripts and one more of the test's own."""
    return _with_step(tmp_path / "scripts", BATCH_CHANGE)


def _with_step(folder: Path, step: str) -> Path:
    shutil.copytree(paths.migrations(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / f"{TARGET:04d}_next.py").write_text(step, "utf-8")
    return folder


@pytest.fixture
def filled(desk: DeskFile) -> DeskFile:
    desk.record(40)
    with desk.writing() as conn:
        conn.exec_driver_sql(
            "INSERT INTO number_block VALUES ('H24.28', 1, 8800, ?, '2026-01-01', NULL)", (ORIGIN,)
        )
    return desk


def _any_schema(desk: DeskFile) -> Any:
    return connect(desk.path, desk.key, Mode.READ, schema=None)


def _schema(desk: DeskFile) -> list[tuple[str, ...]]:
    raw = _any_schema(desk)
    rows = raw.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master").fetchall()
    raw.close()
    return sorted((kind, name, table, re.sub(r"[\s\"]", "", sql)) for kind, name, table, sql in rows)


def _shape(desk: DeskFile) -> list[tuple[str, str, list[str]]]:
    """The schema without the order of constraints, which a batch change draws from a set."""
    return [(kind, name, sorted(re.findall(r"\w+|[(),]", sql))) for kind, name, _, sql in _schema(desk)]


def _rows(desk: DeskFile) -> dict[str, int]:
    raw = _any_schema(desk)
    names = ("origin", "event", "envelope", "number_block")
    counts = {name: raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}
    raw.close()
    return counts


def _version(desk: DeskFile) -> int:
    raw = _any_schema(desk)
    (found,) = raw.execute("PRAGMA user_version").fetchone()
    raw.close()
    return int(found)


def test_a_file_of_todays_schema_costs_no_alembic(desk: DeskFile) -> None:
    assert migrate.migrate(desk.path, desk.key) is None
    program = (
        "import sys; from pathlib import Path; from counter_app.storage.migrate import migrate;"
        "migrate(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]));"
        "sys.exit('alembic' in sys.modules)"
    )
    command = [sys.executable, "-c", program, str(desk.path), desk.key.hex()]
    assert subprocess.run(command, check=False, cwd=paths.migrations().parent.parent).returncode == 0


def test_the_newest_migration_is_the_schema_of_the_program() -> None:
    numbers = [int(path.name[:4]) for path in (paths.migrations() / "versions").glob("[0-9]*.py")]
    assert sorted(numbers) == list(range(1, SCHEMA + 1))


def test_the_migrated_file_is_what_the_tables_say(desk: DeskFile, tmp_path: Path) -> None:
    """Tables, columns, constraints, indexes: letter by letter, blanks and quotes apart."""
    assert projection_tables.metadata is tables.metadata
    twin = replace(desk, path=tmp_path / "twin.sqlite")
    raw = connect(twin.path, twin.key, Mode.CREATE, schema=None)
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    tables.metadata.create_all(engine)
    for statement in tables.TRIGGERS.values():
        raw.execute(statement)
    engine.dispose()
    wanted = [row for row in _schema(twin) if not row[1].startswith("sqlite_")]
    search = [row for row in _schema(desk) if "_search" in row[1]]
    found = [row for row in _schema(desk) if not row[1].startswith("sqlite_") and row not in search]
    assert [row for row in found if row[1] != "alembic_version"] == wanted
    assert len(wanted) > 12 + len(tables.TRIGGERS)


def test_a_desk_of_the_first_schema_gets_its_ledger_and_keeps_its_log(tmp_path: Path) -> None:
    """What an older program wrote is told by the new tables too: they are computed from the log."""
    clock = Clock()
    with a_trial(tmp_path, clock) as opened:
        folder = opened.folder
        code = Counter(opened, clock).done("receive", **form(fee_paid_vnd=50_000))["code"]
    path, key = folder / FILE_NAME, load_key(folder)
    raw = connect(path, key, Mode.WRITE)
    for name in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name[0]}")
    for table in ("fee_payment", "feedback", "survey", "day_close", "envelope_aside", "awaited_act"):
        raw.execute(f"DROP TABLE {table}")
    raw.execute("DROP INDEX ix_conflict_open")
    for table, column in (("origin", "is_mine"), ("number_block", "until_date"), ("conflict", "over")):
        raw.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    raw.execute("UPDATE alembic_version SET version_num = '0001'")
    raw.execute("PRAGMA user_version = 1")
    raw.close()
    copy = migrate.migrate(path, key)
    assert copy is not None and check_copy(copy, key) == []
    raw = connect(path, key)
    query = "SELECT d.code, f.amount_vnd FROM fee_payment f JOIN dossier d USING (stream)"
    assert raw.execute(query).fetchall() == [(code, 50_000)]
    raw.close()
    with open_desk(folder, writing=True, ports=Ports(clock=clock)) as opened:
        assert upkeep.verify(opened, deep=True)["ok"]


def test_a_new_store_is_whole_or_not_there(tmp_path: Path) -> None:
    desk = DeskFile(tmp_path / "desk.sqlite", os.urandom(32))
    (tmp_path / "desk.sqlite.new").write_bytes(b"left by a killed init")
    migrate.create(desk.path, desk.key)
    assert [path.name for path in tmp_path.iterdir()] == ["desk.sqlite"]
    with desk.reading() as conn:
        assert event_log.count(conn) == 0
    with pytest.raises(StoreNotOpened) as refused:
        migrate.create(desk.path, desk.key)
    assert refused.value.facts["because"] == "exists"


def test_a_batch_change_keeps_child_rows_triggers_and_the_chain(filled: DeskFile, scripts: Path) -> None:
    before = _rows(filled)
    triggers = [row for row in _schema(filled) if row[0] == "trigger"]
    copy = migrate.migrate(filled.path, filled.key, scripts, TARGET)
    assert _version(filled) == TARGET
    assert _rows(filled) == before
    assert [row for row in _schema(filled) if row[0] == "trigger"] == triggers
    assert len(triggers) == len(tables.TRIGGERS)
    raw = connect(filled.path, filled.key, Mode.WRITE, schema=TARGET)
    assert raw.execute("SELECT count(*) FROM event WHERE note = substr(id, 1, 4)").fetchone()[0] == 40
    assert raw.execute("SELECT place FROM origin").fetchall() == [("hall",)]
    for statement in ("DELETE FROM event", "UPDATE event SET note = ''", "INSERT INTO extra VALUES ('abc')"):
        with pytest.raises(Exception, match=r"append-only|datatype mismatch"):
            raw.execute(statement)
    raw.close()
    assert copy == filled.path.with_name(f"desk.sqlite.pre-v{TARGET}")
    kept = replace(filled, path=copy)
    assert check_copy(copy, filled.key) == []
    assert (_version(kept), _rows(kept)) == (SCHEMA, before)
    with kept.reading() as conn:
        assert verify_chains(conn) == []


def test_a_newer_file_is_refused_untouched(filled: DeskFile, scripts: Path) -> None:
    migrate.migrate(filled.path, filled.key, scripts, TARGET)
    before = filled.path.read_bytes()
    with pytest.raises(StoreTooNew) as refused:
        migrate.migrate(filled.path, filled.key)
    assert refused.value.facts == {"path": str(filled.path), "found": TARGET, "known": SCHEMA}
    assert filled.path.read_bytes() == before


@pytest.mark.parametrize(
    ("step", "because"),
    [
        ('op.execute("DELETE FROM origin")', "migration_broke_references"),
        ('op.execute("CREATE TABLE loose (number INTEGER)")', "migration_left_loose_table"),
    ],
)
def test_a_migration_that_breaks_the_file_is_taken_back(
    filled: DeskFile, tmp_path: Path, step: str, because: str
) -> None:
    before = (_schema(filled), _rows(filled))
    body = BATCH_CHANGE[: BATCH_CHANGE.index("    with op")] + f"    {step}\n"
    with pytest.raises(StoreNotOpened) as refused:
        migrate.migrate(filled.path, filled.key, _with_step(tmp_path / "bad", body), TARGET)
    assert refused.value.facts["because"] == because
    assert (_schema(filled), _rows(filled)) == before
    assert _version(filled) == SCHEMA


def test_a_migration_that_raises_is_taken_back(filled: DeskFile, tmp_path: Path) -> None:
    before = (_schema(filled), _rows(filled))
    scripts = _with_step(tmp_path / "bad", BATCH_CHANGE + "    raise ZeroDivisionError\n")
    with pytest.raises(ZeroDivisionError):
        migrate.migrate(filled.path, filled.key, scripts, TARGET)
    assert (_schema(filled), _rows(filled)) == before


class _Killing:
    """Runs the migration in a child that is killed, and judges what it left; then lets it run through."""

    def __init__(self, filled: DeskFile, scripts: Path) -> None:
        self.filled, self.scripts = filled, scripts
        self.rows, self.old = _rows(filled), _shape(filled)
        self.new: list[tuple[str, str, list[str]]] = []
        self.seen: set[int] = set()

    def attempt(self, folder: Path, before: Callable[[], None], kill_after_s: float | None) -> bool:
        """Whether the child got through."""
        desk = self.filled.copied_to(folder)

        def work() -> None:
            before()
            migrate.migrate(desk.path, desk.key, self.scripts, TARGET)

        pid = in_child(work)
        if kill_after_s is not None:
            signal.setitimer(signal.ITIMER_REAL, kill_after_s)
            signal.sigwait({signal.SIGALRM})
            os.kill(pid, signal.SIGKILL)
        code = ended(pid)
        assert code in (0, -9)
        self._judge(desk)
        shutil.rmtree(folder)
        return code == 0

    def _judge(self, desk: DeskFile) -> None:
        version = _version(desk)
        self.seen.add(version)
        assert _rows(desk) == self.rows
        if version == SCHEMA:
            assert _shape(desk) == self.old
        copy = desk.path.with_name(f"desk.sqlite.pre-v{TARGET}")
        assert copy.exists() or version == SCHEMA
        if copy.exists():
            assert check_copy(copy, desk.key) == []
            assert _rows(replace(desk, path=copy)) == self.rows
        migrate.migrate(desk.path, desk.key, self.scripts, TARGET)
        self.new = self.new or _shape(desk)
        assert _shape(desk) == self.new != self.old
        assert _rows(desk) == self.rows


def _kill_myself_at(statement: int) -> None:
    """In the child: the n-th statement or commit of any engine is the last thing it does."""
    left = [statement]

    def count(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", count)


@forks
def test_killed_before_a_statement_it_is_old_or_new(filled: DeskFile, scripts: Path, tmp_path: Path) -> None:
    killing = _Killing(filled, scripts)
    for statement in range(1, 500, 5):
        at = statement
        if killing.attempt(tmp_path / "run", lambda at=at: _kill_myself_at(at), None):
            break
    assert statement > 100
    assert killing.seen == {SCHEMA, TARGET}


@forks
def test_killed_at_any_moment_it_is_old_or_new(filled: DeskFile, scripts: Path, tmp_path: Path) -> None:
    killing = _Killing(filled, scripts)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    try:
        began = time.monotonic()
        assert killing.attempt(tmp_path / "run", lambda: None, None)
        whole = time.monotonic() - began
        chance = random.Random(27)
        for _ in range(30):
            killing.attempt(tmp_path / "run", lambda: None, chance.uniform(0.001, whole))
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
    assert killing.seen == {SCHEMA, TARGET}
