"""What a pass did, gathered on the way and noted in the file: S7, the material of the morning slip."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from counter_app.domain.centre_errors import CentreUnreachable
from counter_app.domain.errors import CounterError
from counter_app.domain.sync_report import Outcome, PassReport
from counter_app.storage import clock_doubt, feed
from counter_app.sync.central import Pushed
from counter_app.sync.checking import Compared

KEPT = 2_000
"""Rows of the log of passes that are kept; idle ones in a row, and failures in a row, are one of them."""


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
        # What a rebuild has mended is told, and is no difference any more.
        is_odd = set(self.compared.differences) - {"rebuilt"}
        outcome = Outcome.DIFFERS if is_odd else Outcome.OK
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
    """Write a pass into the log of passes; one that says the same as the last takes that one's place."""
    opened = conn.exec_driver_sql("SELECT count(*) FROM conflict WHERE is_resolved = 0").scalar_one()
    before = conn.exec_driver_sql("SELECT value FROM meta WHERE key = 'open_conflicts'").scalar()
    report = replace(report, new_conflicts=max(0, int(opened) - int(before or 0)))
    _set_meta(conn, "open_conflicts", str(opened))
    if report.outcome is not Outcome.FAILED:
        conn.exec_driver_sql("UPDATE sync_state SET last_ok = ?", (report.ended_at,))
    last = conn.exec_driver_sql("SELECT id, report FROM sync_log ORDER BY id DESC LIMIT 1").first()
    if last is not None:
        together = _together(PassReport.from_json(json.loads(last[1])), report)
        if together is not None:
            report = together
            conn.exec_driver_sql("DELETE FROM sync_log WHERE id = ?", (last[0],))
    conn.exec_driver_sql(
        "INSERT INTO sync_log (started_at, ended_at, outcome, report) VALUES (?, ?, ?, ?)",
        (report.started_at, report.ended_at, str(report.outcome), json.dumps(report.to_json())),
    )
    conn.exec_driver_sql(
        "DELETE FROM sync_log WHERE id <= (SELECT max(id) FROM sync_log) - ?", (KEPT,)
    )
    return report


def _together(before: PassReport, now: PassReport) -> PassReport | None:
    """What the log keeps of two passes in a row that say the same; None where each stands for itself.

    A day without a network has hundreds that fail alike: they would push out what happened before.
    """
    if _has_carried(before) or _has_carried(now) or before.outcome is not now.outcome:
        return None
    if now.outcome is Outcome.OK:
        return None if before.is_thorough or now.is_thorough else now
    is_same = before.because == now.because and (
        now.because == CentreUnreachable.code or before.facts == now.facts
    )
    if now.outcome is not Outcome.FAILED or not is_same:
        return None
    return replace(now, times=before.times + 1, first_at=before.began_at)


def _has_carried(report: PassReport) -> bool:
    """Whether anything came of it, at either side."""
    return bool(
        (report.sent or report.pulled or report.relayed or report.reoffered or report.is_new_incarnation)
        or (report.quarantined or report.refolded or report.new_conflicts)
        or (report.differences or report.went_back_to is not None)
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
