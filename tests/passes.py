"""A desk that has a centre, with passes in its log."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from counter_app.domain.events import utc_ms
from counter_app.domain.sync_report import PassReport, StatusCount
from counter_app.storage.tables import sync_log, sync_state

HASH = "7f3a90d2" + "5b" * 26 + "c21e"
COUNTS = (
    StatusCount("received", 9, 9),
    StatusCount("processing", 45, 45),
    StatusCount("awaiting_supplement", 6, 6),
    StatusCount("awaiting_payment", 1, 1),
    StatusCount("finished", 14, 14),
    StatusCount("returned", 1209, 1209),
)


def a_pass(at: datetime, seconds: float = 40, **facts: Any) -> PassReport:
    """A pass that began at a local moment."""
    values: dict[str, Any] = {"head": 18_204, "feed_hash": HASH, "round_trips": 3}
    began = utc_ms(at)
    return PassReport(began, began + round(seconds * 1000), **(values | facts))


NIGHT = a_pass(
    datetime(2026, 11, 23, 2, 0), 61, sent=42, stored=42, pulled=57, is_thorough=True, counts=COUNTS
)
NIGHT_BEFORE = a_pass(datetime(2026, 11, 22, 2, 0), 61, is_thorough=True, counts=COUNTS)


def joined(uow: Any, last_ok: datetime | None, *passes: PassReport, offset_ms: int = 80) -> None:
    """From now on the desk has a centre that holds all there is here; `passes`: its log, the oldest first."""
    row = {
        "agency": uow.reference.agency.id,
        "pulled_pos": 18_204,
        "feed_hash": HASH,
        "last_ok": utc_ms(last_ok) if last_ok else None,
        "clock_offset_ms": offset_ms,
    }
    uow.conn.execute(sync_state.insert().values(row))
    uow.conn.exec_driver_sql("UPDATE envelope SET pos = oseq WHERE pos IS NULL")
    logged(uow, *passes)


def logged(uow: Any, *passes: PassReport) -> None:
    """More passes in the log."""
    for report in passes:
        uow.conn.execute(
            sync_log.insert().values(
                started_at=report.started_at,
                ended_at=report.ended_at,
                outcome=str(report.outcome),
                report=json.dumps(report.to_json()),
            )
        )
    uow.commit()
