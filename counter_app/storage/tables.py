"""Tables of the local store: the log, its numbers, its book-keeping, and the append-only triggers.

Projections live in `projection_tables.py` on the same `metadata`. The migrations hold the DDL that files
are really made of; a test compares both.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

origin = Table(
    "origin",
    metadata,
    Column("id", Text, primary_key=True),
    Column("agency", Text, nullable=False),
    Column("desk", Integer, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("opened_at", Integer, nullable=False),
    Column("closed_at", Integer),
    Column("is_mine", Integer, nullable=False, server_default=text("1")),
    UniqueConstraint("desk", "incarnation"),
    sqlite_strict=True,
)
"""One row per life of a desk's file; times are UTC ms, `closed_at` NULL while it numbers. `is_mine`: this
very file wrote it, or a copy that it was restored from; 0 for what came by the feed."""

event = Table(
    "event",
    metadata,
    Column("id", Text, primary_key=True),
    Column("agency", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("schema_v", Integer, nullable=False),
    Column("payload", Text, nullable=False),
    Column("seen", Text),
    Column("actor", Text, nullable=False),
    Column("wall", Integer, nullable=False),
    Column("clock_quality", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Index(None, "stream"),
    sqlite_strict=True,
)
"""What was done: `payload` is canonical JSON, `wall` UTC ms. Never updated, never deleted."""

envelope = Table(
    "envelope",
    metadata,
    Column("origin", Text, ForeignKey("origin.id"), nullable=False),
    Column("oseq", Integer, nullable=False),
    Column("prev", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("event_id", Text, ForeignKey("event.id"), nullable=False),
    Column("relayed_from", Text),
    Column("agency", Text, nullable=False),
    Column("pos", Integer),
    PrimaryKeyConstraint("origin", "oseq"),
    UniqueConstraint("agency", "pos"),
    Index(None, "event_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Where an event stands: its origin's chain and, once the centre has it, `pos`. The outbox is `pos IS NULL`.

Without rowid: one tree less to write on every act.
"""

envelope_aside = Table(
    "envelope_aside",
    metadata,
    Column("origin", Text, nullable=False),
    Column("oseq", Integer, nullable=False),
    Column("prev", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("event_id", Text, ForeignKey("event.id"), nullable=False),
    Column("relayed_from", Text),
    Column("at", Integer, nullable=False),
    PrimaryKeyConstraint("origin", "oseq", "hash"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Envelopes that the feed tells otherwise (a fork): their events stand in other envelopes, they stay as
evidence. `at` is UTC ms."""

number_block = Table(
    "number_block",
    metadata,
    Column("agency", Text, nullable=False),
    Column("lo", Integer, nullable=False),
    Column("hi", Integer, nullable=False),
    Column("origin", Text, ForeignKey("origin.id"), nullable=False),
    Column("from_date", Text, nullable=False),
    Column("until_date", Text),
    PrimaryKeyConstraint("agency", "lo"),
    CheckConstraint("lo >= 1 AND hi >= lo", name="range"),
    sqlite_strict=True,
)
"""Serials lo…hi of every day belong to `origin`, from `from_date` (ISO date) on and before `until_date`."""

number_issued = Table(
    "number_issued",
    metadata,
    Column("on_date", Text, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("event_id", Text, ForeignKey("event.id"), nullable=False),
    PrimaryKeyConstraint("on_date", "serial"),
    UniqueConstraint("event_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Numbers this origin gave out. `code` is nowhere unique: a pull must be able to store a conflict."""

request = Table(
    "request",
    metadata,
    Column("id", Text, primary_key=True),
    Column("content_hash", Text, nullable=False),
    Column("answer", Text, nullable=False),
    sqlite_strict=True,
)
"""Idempotency: the answer (JSON) given to a request id, stored in the transaction that did the work."""

blob = Table(
    "blob",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("mime", Text, nullable=False),
    Column("state", Text, nullable=False),
    CheckConstraint("state IN ('local', 'sent', 'verified', 'missing')", name="state"),
    sqlite_strict=True,
)
"""Scans by their hash; the bytes lie beside the file."""

draft = Table(
    "draft",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("json", Text, nullable=False),
    Column("saved_at", Integer, nullable=False),
    Index(None, "owner"),
    sqlite_strict=True,
)
"""Half-typed forms; `saved_at` is UTC ms."""

sync_state = Table(
    "sync_state",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("pulled_pos", Integer, nullable=False, server_default=text("0")),
    Column("feed_hash", Text, nullable=False),
    Column("system_id", Text),
    Column("timeline", Integer),
    Column("last_ok", Integer),
    Column("clock_offset_ms", Integer),
    sqlite_strict=True,
)
"""How far the centre's feed is held here; `last_ok` is UTC ms."""

sync_log = Table(
    "sync_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started_at", Integer, nullable=False),
    Column("ended_at", Integer),
    Column("outcome", Text),
    Column("report", Text),
    sqlite_strict=True,
)
"""One row per pass; `report` is JSON, times are UTC ms."""

security_log = Table(
    "security_log",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("actor", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("prev", Text, nullable=False),
    Column("hash", Text, nullable=False),
    sqlite_strict=True,
)
"""Sign-ins, lock-outs, exports: a hash chain of its own, `at` in UTC ms, `facts` JSON."""

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)
"""Small facts about this file: agency, desk, when it was last checked."""

_APPEND_ONLY = ("event", "envelope_aside", "number_issued", "security_log")


def _trigger(name: str, when: str, guard: str = "") -> str:
    table = when.rsplit(" ", 1)[1]
    return (
        f"CREATE TRIGGER {name} BEFORE {when} {guard}BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _append_only_triggers() -> dict[str, str]:
    found = {f"{t}_no_delete": _trigger(f"{t}_no_delete", f"DELETE ON {t}") for t in _APPEND_ONLY}
    for table in _APPEND_ONLY:
        found[f"{table}_no_update"] = _trigger(f"{table}_no_update", f"UPDATE ON {table}")
    # An envelope goes only when it is kept aside, unconfirmed, and its event stands in another one.
    found["envelope_no_delete"] = _trigger(
        "envelope_no_delete",
        "DELETE ON envelope",
        "WHEN OLD.pos IS NOT NULL OR NOT EXISTS (SELECT 1 FROM envelope_aside a WHERE a.origin = OLD.origin"
        " AND a.oseq = OLD.oseq AND a.hash = OLD.hash) ",
    )
    # The centre gives a position once; only a centre that went back takes it away again (document 3, S1d).
    kept = [c.name for c in envelope.columns if c.name != "pos"]
    changed = " OR ".join(f"OLD.{c} IS NOT NEW.{c}" for c in kept)
    guard = f"WHEN {changed} OR (OLD.pos IS NOT NULL AND NEW.pos IS NOT NULL) "
    found["envelope_only_pos"] = _trigger("envelope_only_pos", "UPDATE ON envelope", guard)
    return found


TRIGGERS: dict[str, str] = _append_only_triggers()
"""Name → DDL of every trigger of a file. A migration drops all triggers and recreates exactly these."""
