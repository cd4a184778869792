"""Making and upgrading the file: one transaction from the old schema to the new, after a checked copy."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from counter_app import paths
from counter_app.domain.errors import StoreNotOpened, StoreTooNew
from counter_app.storage.backup import backup, sync_folder
from counter_app.storage.database import SCHEMA, Mode, connect, open_writer
from counter_app.storage.tables import TRIGGERS

_LOOSE = (
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict"
    " AND name <> 'alembic_version' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
)


def create(path: Path, key: bytes) -> None:
    """Make a new, empty store of today's schema; it appears whole or not at all. The caller holds the lock.

    Raises StoreNotOpened(path, because="exists"), StoreFull, StoreReadOnly.
    """
    if path.exists():
        raise StoreNotOpened(path=str(path), because="exists")
    part = path.with_name(path.name + ".new")
    _remove(part)
    connect(part, key, Mode.CREATE, schema=None).close()
    migrate(part, key)
    part.replace(path)
    sync_folder(path.parent)


def migrate(path: Path, key: bytes, scripts: Path | None = None, target: int = SCHEMA) -> Path | None:
    """Bring the file to schema `target`; returns the copy `*.pre-v<target>` made before, None when none was.

    A file that held a desk has its projections computed anew in the same transaction: new tables tell of
    old events too.

    A file of that schema costs one look at `user_version`; Alembic is imported only for an older one.
    Killed at any moment the file holds the old schema or the new. The caller holds the writer lock.
    Raises StoreTooNew(path, found, known), StoreNotOpened(path, because) also when the result does not pass
    its checks: the file is then as before.
    """
    raw = connect(path, key, Mode.READ, schema=None)
    found = int(raw.execute("PRAGMA user_version").fetchone()[0])
    raw.close()
    if found == target:
        return None
    if found > target:
        raise StoreTooNew(path=str(path), found=found, known=target)
    copy = None
    if found > 0:
        copy = path.with_name(f"{path.name}.pre-v{target}")
        backup(path, key, copy)
    _upgrade(path, key, scripts or paths.migrations(), target, is_filled=found > 0)
    return copy


def _upgrade(path: Path, key: bytes, scripts: Path, target: int, *, is_filled: bool) -> None:
    from counter_app.storage import compare  # it makes files itself, by this module

    engine = open_writer(path, key, schema=None)
    try:
        with engine.connect() as conn:
            # Only possible outside a transaction. With it on, a batch change (copy, drop, rename)
            # deletes the rows of child tables.
            conn.connection.execute("PRAGMA foreign_keys=OFF")
            with conn.begin():
                _drop_triggers(conn)
                _run_scripts(conn, scripts, target)
                if is_filled and target == SCHEMA:
                    compare.rebuild(conn)
                for statement in TRIGGERS.values():
                    conn.exec_driver_sql(statement)
                _check(conn, path)
                conn.exec_driver_sql(f"PRAGMA user_version={target:d}")
    finally:
        engine.dispose()


def _drop_triggers(conn: Connection) -> None:
    """They stand in the way of changes, and a batch change would lose them silently."""
    names = conn.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
    for name in names:
        conn.exec_driver_sql(f'DROP TRIGGER "{name}"')


def _run_scripts(conn: Connection, scripts: Path, target: int) -> None:
    from alembic import command  # 300 ms that a start without a migration does not pay
    from alembic.config import Config

    config = Config(attributes={"connection": conn})
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, f"{target:04d}")


def _check(conn: Connection, path: Path) -> None:
    if conn.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise StoreNotOpened(path=str(path), because="migration_broke_references")
    if loose := conn.exec_driver_sql(_LOOSE).scalars().all():
        # Without STRICT a number column takes 'abc'.
        raise StoreNotOpened(path=str(path), because="migration_left_loose_table", tables=list(loose))
    if conn.exec_driver_sql("PRAGMA integrity_check").scalar_one() != "ok":
        raise StoreNotOpened(path=str(path), because="migration_broke_file")


def _remove(part: Path) -> None:
    for name in (part.name, f"{part.name}-wal", f"{part.name}-shm"):
        part.with_name(name).unlink(missing_ok=True)
