"""Projection tables of what the meeting of desks brings: conflicts, and acts whose data are still to come."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text, text

from counter_app.storage.tables import metadata

conflict = Table(
    "conflict",
    metadata,
    Column("id", Text, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("because", Text, nullable=False),
    Column("is_resolved", Integer, nullable=False),
    Column("over", Text, nullable=False, server_default=text("'[]'")),
    Index("ix_conflict_stream", "stream"),
    Index("ix_conflict_open", "id", sqlite_where=text("is_resolved = 0")),
    sqlite_strict=True,
)

awaited_act = Table(
    "awaited_act",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("is_folded", Integer, nullable=False),
    Index("ix_awaited_act_code", "code"),
    sqlite_strict=True,
)
"""Acts recorded before the data of their dossier were here; `is_folded` once the dossier took them in."""
