"""When an act happened, and whether the machine's clock may be believed for numbering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from counter_app.domain import errors
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import ClockQuality, local_minute
from counter_app.storage.unit_of_work import UnitOfWork

LONGEST_SILENCE = timedelta(days=14)
"""A clock further ahead of the last known time than this is not believed without a supervisor's word."""


@dataclass(frozen=True)
class Moment:
    """Local minute of an act. `given` is what the event carries: None when the act happens now."""

    at: datetime
    given: datetime | None
    quality: ClockQuality


def moment_of(uow: UnitOfWork, at: datetime | None, dossier: Dossier | None = None) -> Moment:
    """The moment of an act: now, or `at` where the agency's settings let acts be entered afterwards.

    Raises AtNotAllowed, AtInFuture, AtBeforeLastEvent.
    """
    now = uow.local_now
    if at is None:
        return Moment(now, None, ClockQuality.GOOD)
    at = at.replace(second=0, microsecond=0)
    if at > now:
        raise errors.AtInFuture(at=_text(at), now=_text(now))
    if not uow.reference.agency.is_past_act_allowed:
        raise errors.AtNotAllowed(at=_text(at))
    if dossier is not None and dossier.last_at is not None and at < dossier.last_at:
        raise errors.AtBeforeLastEvent(at=_text(at), last=_text(dossier.last_at), code=dossier.shown_code)
    return Moment(at, at, ClockQuality.BACKDATED)


def check_clock(uow: UnitOfWork) -> None:
    """Refuse numbering while the machine's date lies before the last number or far beyond the last event.

    Nor while a check of the file found something (StoreReadOnly).
    Raises ClockJump; a trial desk only warns. `confirm_clock` is itself an event: it moves the last known
    time, and numbering goes on.
    """
    if uow.findings:
        raise errors.StoreReadOnly(because="findings", findings=list(uow.findings))
    row = uow.conn.exec_driver_sql(
        "SELECT e.wall FROM envelope v JOIN event e ON e.id = v.event_id"
        " WHERE v.origin = ? ORDER BY v.oseq DESC LIMIT 1",
        (uow.origin.id,),
    ).first()
    if row is None:
        return
    last, now = local_minute(row[0]), uow.local_now
    if last.date() <= now.date() and now - last <= LONGEST_SILENCE:
        return
    if not uow.reference.agency.is_trial:
        raise errors.ClockJump(now=_text(now), last=_text(last))
    if "clock_jump" not in uow.warnings:
        uow.warnings.append("clock_jump")


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


