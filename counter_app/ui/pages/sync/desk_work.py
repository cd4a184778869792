"""What Đồng bộ asks of the store: one reading of everything it shows, and the decision of a conflict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from counter_app.domain.staff import Permission
from counter_app.queries.conflict_details import conflict_details
from counter_app.queries.day_sheets import own_desk
from counter_app.queries.sync import SyncFacts, passes, sync_view
from counter_app.services import correction, resolving
from counter_app.services.outcomes import afterwards
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.pages.sync.conflict_kinds import conflict_view
from counter_app.ui.pages.sync.conflict_view import ConflictView
from counter_app.ui.pages.sync.log_words import LogRow, log_rows


@dataclass(frozen=True)
class Loaded:
    """One reading. supervisors: names of who may decide; origin: id of this desk's log."""

    facts: SyncFacts
    log: tuple[LogRow, ...]
    conflicts: tuple[ConflictView, ...]
    supervisors: tuple[str, ...]
    reference: ReferencePort
    origin: str


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
            origin=own_desk(reading.conn)[0],
        )

    return do


def conflict_views(reading: Any, now: datetime) -> tuple[ConflictView, ...]:
    """The open conflicts in words."""
    reference = reading.reference
    return tuple(
        conflict_view(detail, reference, now, afterwards(reading, detail.row))
        for detail in conflict_details(reading)
    )


def take_back(event_id: str, reason: str, by: str) -> Callable[[Any], None]:
    """Taking back an act that waits for data which may never come, as a unit of work."""

    def do(uow: Any) -> None:
        correction.revoke(uow, event_id, reason=reason, by=by)
        uow.commit()

    return do


def resolve(conflict: str, chosen: str, reason: str, by: str) -> Callable[[Any], None]:
    """The decision as a unit of work. `chosen`: event id, or "" for none of them."""

    def do(uow: Any) -> None:
        resolving.resolve(uow, conflict, chosen=chosen, reason=reason, by=by)
        uow.commit()

    return do
