"""Unit of work: one user action is one transaction. Leaving it without `commit()` rolls everything back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from counter_app.domain.dossier import Dossier
from counter_app.domain.events import LOCAL_ZONE, ClockQuality, Event, EventKind
from counter_app.domain.fold import fold, following
from counter_app.domain.staff import Staff
from counter_app.storage import event_log, projection, reference, stream_log
from counter_app.storage import tables as t
from counter_app.storage.event_log import StoredEvent
from counter_app.storage.projection_reference import project_reference, reference_head
from counter_app.storage.reference import Reference
from counter_app.storage.refold import refold
from counter_app.storage.statements import Prepared

_ANSWERED = Prepared(
    lambda: select(t.request.c.content_hash, t.request.c.answer).where(t.request.c.id == bindparam("id"))
)
_REMEMBERED = Prepared(lambda: insert(t.request), [column.name for column in t.request.columns])


@dataclass(frozen=True)
class Origin:
    """One life of a desk's file. `desk` counts from 1; `of` is how many desks the agency has."""

    id: str
    agency: str
    desk: int
    of: int
    incarnation: int

    @property
    def label(self) -> int:
        """What stands for this desk in the names of books, slips, batches and series.

        The desk itself; for a later incarnation (restored, or cloned) 100 more each: what the lost part of
        its log numbered must not be numbered again.
        """
        return self.desk + 100 * (self.incarnation - 1)


@dataclass
class _Touched:
    dossier: Dossier
    fresh: list[Event]
    is_new: bool
    is_told_anew: bool = False
    """Its rows are to be made of all its events: what was done decides about earlier ones, or met others."""


class UnitOfWork:
    """What one act reads and writes. Made by `Store.write`; `commit()` exactly once, or nothing happened.

    `now` is aware UTC. `via` marks events that did not come from the window.
    """

    def __init__(
        self,
        conn: Connection,
        origin: Origin,
        now: datetime,
        known: Callable[[Connection], Reference],
        new_id: Callable[[], str],
        via: str = "",
    ) -> None:
        self.conn = conn
        self.origin = origin
        self.now = now.astimezone(UTC)
        self.new_id = new_id
        self.via = via
        self.warnings: list[str] = []
        self.findings: tuple[str, ...] = ()
        self.recorded: list[StoredEvent] = []
        self.is_committed = False
        self.has_changed_reference = False
        self._known = known
        self._reference: Reference | None = None
        self._touched: dict[str, _Touched] = {}

    @property
    def local_now(self) -> datetime:
        """Naive local wall time, cut to the minute."""
        return self.now.astimezone(LOCAL_ZONE).replace(second=0, microsecond=0, tzinfo=None)

    @property
    def today(self) -> date:
        """Local date."""
        return self.local_now.date()

    @property
    def is_joined(self) -> bool:
        """Whether this desk shares its log with others by a central store."""
        return event_log.is_joined(self.conn)

    @property
    def reference(self) -> Reference:
        """Agency, units, staff, catalogue, calendar as they stand in this transaction."""
        if self.has_changed_reference:
            return reference.load(self.conn)
        if self._reference is None:
            self._reference = self._known(self.conn)
        return self._reference

    def dossier(self, stream: str) -> Dossier:
        """The dossier of a stream, folded; with what this unit of work recorded."""
        held = self._touched.get(stream)
        if held is not None:
            return held.dossier
        return fold(stream, [stored.event for stored in stream_log.read_stream(self.conn, stream)])

    def events(self, stream: str) -> list[Event]:
        """The events of a stream in fold order."""
        return [stored.event for stored in stream_log.read_stream(self.conn, stream)]

    def record(
        self,
        stream: str,
        kind: EventKind,
        payload: Mapping[str, Any],
        by: Staff,
        *,
        at: datetime | None = None,
        quality: ClockQuality = ClockQuality.GOOD,
        event_id: str = "",
        is_new: bool = False,
    ) -> Event:
        """Append one event to a stream. `at`: the moment it really happened, where that is not now.

        `is_new`: the stream was named just now, so that nothing can be there to be read.
        Time never runs backwards in a dossier: where the machine's clock fell behind the last event, the
        event carries that event's minute and is marked suspect.
        """
        before = self._before(stream, is_new) if stream.startswith("dossier:") else None
        last = before.last_at if before else None
        if at is None and last is not None and self.local_now < last:
            at, quality = last, ClockQuality.SUSPECT
        event = Event(
            id=event_id or self.new_id(),
            agency=self.origin.agency,
            stream=stream,
            kind=kind,
            payload=self._signed(payload, by, at),
            actor=by.login,
            wall=int(self.now.timestamp() * 1000),
            seen=before.head if before else reference_head(self.conn, stream),
            clock_quality=quality,
        )
        self.recorded += event_log.append(self.conn, self.origin.id, [event])
        if before is not None:
            self._fold_in(before, event)
        else:
            self._project_reference(event)
        return event

    def _project_reference(self, event: Event) -> None:
        self.has_changed_reference = True
        if event.kind in (EventKind.CONFLICT_RESOLVED, EventKind.REVOKED):
            refold(self.conn, event.stream)
        else:
            project_reference(self.conn, event)

    def _before(self, stream: str, is_new: bool) -> Dossier:
        return Dossier(stream) if is_new and stream not in self._touched else self.dossier(stream)

    def _signed(self, payload: Mapping[str, Any], by: Staff, at: datetime | None) -> dict[str, Any]:
        """The payload with who acted in which capacity, and when and how where that is not now and here."""
        full: dict[str, Any] = {**payload, "unit": by.unit, "role": str(by.role)}
        if at is not None:
            full["at"] = at.isoformat(timespec="minutes")
        if self.via:
            full["via"] = self.via
        return full

    def _fold_in(self, before: Dossier, event: Event) -> None:
        held = self._touched.setdefault(event.stream, _Touched(before, [], before.status is None))
        held.dossier = following(before, event, lambda: self.events(event.stream))
        held.fresh.append(event)
        if event.kind is EventKind.CONFLICT_RESOLVED or before.waiting or self._meets_others(event):
            held.is_told_anew = True
        elif before.status is not None and stream_log.says_due(event.payload) and self.is_joined:
            self._count_by_all(held, event)

    def _count_by_all(self, held: _Touched, event: Event) -> None:
        """A due that the log tells by what other desks did apart is told so at once: alone, the act does not
        know the calendars that its stream has by then, and the rows would not be those of a rebuild."""
        events = self.events(event.stream)
        if any(each.id == event.id and each.calendars is not None for each in events):
            held.dossier = fold(event.stream, events)
            held.is_told_anew = True

    def _meets_others(self, event: Event) -> bool:
        """Whether a reception, entered again from its paper, has the code of something that is here."""
        return event.kind is EventKind.RECEIVED and stream_log.is_code_known(
            self.conn, str(event.payload.get("code", "")), event.stream
        )

    def project(self) -> None:
        """Write the projections of what was recorded, so that a query in this transaction sees it."""
        for held in self._touched.values():
            if held.is_told_anew:
                refold(self.conn, held.dossier.stream)
            elif held.fresh:
                projection.project_dossier(self.conn, held.dossier, held.fresh, is_new=held.is_new)
            held.fresh, held.is_new, held.is_told_anew = [], False, False

    def answered(self, request_id: str) -> tuple[str, dict[str, Any]] | None:
        """(content hash, answer) of a request that was answered before, or None."""
        row = _ANSWERED.run(self.conn, {"id": request_id}).first()
        return (row.content_hash, json.loads(row.answer)) if row else None

    def remember(self, request_id: str, content_hash: str, answer: Mapping[str, Any]) -> None:
        """Keep the answer of a request in this transaction, so that the same request does nothing more."""
        values = {"id": request_id, "content_hash": content_hash, "answer": json.dumps(dict(answer))}
        _REMEMBERED.run(self.conn, values)

    def commit(self) -> None:
        """Fold, project, and make it durable (one fsync)."""
        self.project()
        self.conn.commit()
        self.is_committed = True
