"""Drafts of a person: forms that were begun and not finished."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from counter_app.domain.events import LOCAL_ZONE
from counter_app.storage.tables import draft


@dataclass(frozen=True)
class Draft:
    """A half-typed form. `form` are JSON values as the page saved them; `saved_at` local, to the second."""

    id: str
    owner: str
    form: Mapping[str, Any]
    saved_at: datetime


def drafts_of(conn: Connection, owner: str) -> list[Draft]:
    """A person's drafts, the latest first."""
    rows = conn.execute(
        select(draft).where(draft.c.owner == owner).order_by(draft.c.saved_at.desc(), draft.c.id)
    )
    return [Draft(row.id, row.owner, json.loads(row.json), _local_second(row.saved_at)) for row in rows]


def _local_second(wall: int) -> datetime:
    moment = datetime.fromtimestamp(wall / 1000, tz=UTC).astimezone(LOCAL_ZONE)
    return moment.replace(microsecond=0, tzinfo=None)
