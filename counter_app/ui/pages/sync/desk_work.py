"""What Đồng bộ asks of the store: one reading of everything it shows, and the decision of a conflict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from counter_app.domain.staff import Permission
from counter_app.queries.sync import SyncFacts, passes, sync_view
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.pages.sync.conflict_view import ConflictView
from counter_app.ui.pages.sync.log_words import LogRow, log_rows


@dataclass(frozen=True)
class Loaded:
    """One reading. supervisors: names of who may decide."""

    facts: SyncFacts
    log: tuple[LogRow, ...]
    conflicts: tuple[ConflictView, ...]
    supervisors: tuple[str, ...]
    reference: ReferencePort


def load(now: datetime) -> Callable[[Any], Loaded]:
    """The read of the page at a local moment."""

    def do(reading: Any) -> Loaded:
        people = reading.reference.staff.values()
        return Loaded(
            facts=sync_view(reading, now),
            log=log_rows(passes(reading)),
            conflicts=conflict_views(reading, now),
            supervisors=tuple(each.name for each in people if each.may(Permission.SUPERVISE)),
            reference=reading.reference,
        )

    return do


def conflict_views(reading: Any, now: datetime) -> tuple[ConflictView, ...]:
    """The open conflicts in words."""
    return ()


def resolve(view: ConflictView, chosen: str, reason: str, by: str) -> Callable[[Any], None]:
    """The decision as a unit of work."""

    def do(uow: Any) -> None:
        raise NotImplementedError

    return do
