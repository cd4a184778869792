"""What a pass did, gathered on the way and noted in the file: S7, the material of the morning slip."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from counter_app.domain.errors import CounterError
from counter_app.domain.sync_report import Outcome, PassReport
from counter_app.storage import clock_doubt, feed
from counter_app.sync.central import Pushed
from counter_app.sync.checking import Compared

KEPT = 2_000
"""Rows of the log of passes that are kept; those in which something happened come on top of idle ones."""


@dataclass
class Notes:
    """The report in the making."""

    started_at: int
    is_thorough: bool
    sent: int = 0
    stored: int = 0
    known: int = 0
    pulled: int = 0
    relayed: int = 0
    reoffered: int = 0
    quarantined: int = 0
    refolded: int = 0
    head_pushed: int = 0
    clock_offset_ms: int | None = None
    is_new_incarnation: bool = False
    went_back_to: int | None = None
    error: CounterError | None = None
    compared: Compared = field(default_factory=Compared)

    @property
    def has_changed(self) -> bool:
        """Whether anything went either way."""
        return bool(self.sent or self.pulled or self.relayed or self.is_new_incarnation)

    def pushed(self, count: int, answer: Pushed) -> None:
        """A push was answered."""
        self.sent += count if answer.bad_oseq is None else answer.stored + answer.known
        self.stored += answer.stored
        self.known += answer.known
        self.head_pushed = max(self.head_pushed, answer.head)

    def failed(self, error: CounterError) -> None:
        """The pass could not go on."""
        self.error = error

    def checked(self, compared: Compared) -> None:
        """Both sides were compared."""
        self.compared = compared

    def made(self, conn: Connection, ended_at: int, round_trips: int) -> PassReport:
        """The report."""
        waiting, oldest = feed.waiting(conn)
        place = feed.place_of(conn)
        outcome = Outcome.DIFFERS if self.compared.differences else Outcome.OK
        return PassReport(
            started_at=self.started_at,
            ended_at=ended_at,
            outcome=Outcome.FAILED if self.error else outcome,
            because=self.error.code if self.error else "",
            facts=_plain(self.error.facts) if self.error else {},
            sent=self.sent,
            stored=self.stored,
            known=self.known,
            pulled=self.pulled,
            relayed=self.relayed,
            reoffered=self.reoffered,
            quarantined=self.quarantined,
            refolded=self.refolded,
            head=place.pos,
            feed_hash=place.hash,
            clock_offset_ms=self.clock_offset_ms,
            is_new_incarnation=self.is_new_incarnation,
            went_back_to=self.went_back_to,
            round_trips=round_trips,
            is_thorough=self.is_thorough,
            counts=self.compared.counts,
            differences=self.compared.differences,
            waiting=waiting,
            oldest_waiting_at=oldest,
        )


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(facts, default=str))
    return made


def note(conn: Connection, report: PassReport) -> PassReport:
    """Write a pass into the log of passes; one in which nothing happened takes the place of such a one."""
    opened = conn.exec_driver_sql("SELECT count(*) FROM conflict WHERE is_resolved = 0").scalar_one()
    before = conn.exec_driver_sql("SELECT value FROM meta WHERE key = 'open_conflicts'").scalar()
    report = replace(report, new_conflicts=max(0, int(opened) - int(before or 0)))
    _set_meta(conn, "open_conflicts", str(opened))
    if report.outcome is not Outcome.FAILED:
        conn.exec_driver_sql("UPDATE sync_state SET last_ok = ?", (report.ended_at,))
    last = conn.exec_driver_sql("SELECT id, report FROM sync_log ORDER BY id DESC LIMIT 1").first()
    if last is not None and _is_idle(report) and _is_idle(PassReport.from_json(json.loads(last[1]))):
        conn.exec_driver_sql("DELETE FROM sync_log WHERE id = ?", (last[0],))
    conn.exec_driver_sql(
        "INSERT INTO sync_log (started_at, ended_at, outcome, report) VALUES (?, ?, ?, ?)",
        (report.started_at, report.ended_at, str(report.outcome), json.dumps(report.to_json())),
    )
    conn.exec_driver_sql(
        "DELETE FROM sync_log WHERE id <= (SELECT max(id) FROM sync_log) - ?", (KEPT,)
    )
    return report


def _is_idle(report: PassReport) -> bool:
    return (
        report.outcome is Outcome.OK
        and not report.is_thorough
        and not (report.sent or report.pulled or report.relayed or report.is_new_incarnation)
        and not (report.quarantined or report.refolded or report.went_back_to is not None)
    )


def note_centre(conn: Connection, system_id: str, timeline: int, clock_offset_ms: int) -> None:
    """Which PostgreSQL answered, in which life of it, and how far this machine's clock is from its."""
    conn.exec_driver_sql(
        "UPDATE sync_state SET system_id = ?, timeline = ?, clock_offset_ms = ?",
        (system_id, timeline, clock_offset_ms),
    )
    clock_doubt.note(conn, clock_offset_ms)


def _set_meta(conn: Connection, key: str, value: str) -> None:
    conn.exec_driver_sql(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
