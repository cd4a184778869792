"""Drafts: half-typed forms, kept at every change. Not events: nothing official has happened yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.sqlite import insert as upsert

from counter_app.domain.events import canonical_json
from counter_app.storage.tables import draft
from counter_app.storage.unit_of_work import UnitOfWork


def save_draft(uow: UnitOfWork, draft_id: str, owner: str, form: Mapping[str, Any]) -> None:
    """Keep a form as it stands. `owner` is a login; `form` are JSON values."""
    values = {
        "id": draft_id,
        "owner": owner,
        "json": canonical_json(dict(form)),
        "saved_at": int(uow.now.timestamp() * 1000),
    }
    statement = upsert(draft).values(values)
    uow.conn.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def delete_draft(uow: UnitOfWork, draft_id: str) -> None:
    """Forget a form: it was received, given as a slip, or cleared by hand."""
    uow.conn.execute(delete(draft).where(draft.c.id == draft_id))
