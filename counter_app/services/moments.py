"""When an act happened, and whether the machine's clock may be believed for numbering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from counter_app.domain import errors
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import ClockQuality, local_minute
from counter_app.storage import clock_doubt
from counter_app.storage.unit_of_work import UnitOfWork

FIRST_YEAR, LAST_YEAR = 2000, 2099
LONGEST_SILENCE = timedelta(days=14)
"""A clock further ahead of the last known time than this is not believed without a supervisor's word."""


@dataclass(frozen=True)
class Moment:
    """Local minute of an act. `given` is what the event carries: None when the act happens now."""

    at: datetime
    given: datetime | None
    quality: ClockQuality


def moment_of(
    uow: UnitOfWork, at: datetime | None, dossier: Dossier | None = None, *, is_on_paper: bool = False
) -> Moment:
    """The moment of an act: now, or `at` where the agency's settings let acts be entered afterwards.

    `is_on_paper`: a receipt that was given to somebody says so, whatever the settings are.
    `quality` is suspect while the machine's clock lies before the last known time, or far beyond it.
    Raises AtNotAllowed, AtInFuture, AtBeforeLastEvent.
    """
    now = uow.local_now
    if at is None:
        # A clock that fell behind the dossier's last event: the event will carry that minute (time never
        # runs backwards in a dossier), and what the act counts must end there too.
        last = dossier.last_at if dossier is not None else None
        return Moment(max(now, last or now), None, _quality(uow))
    at = at.replace(second=0, microsecond=0)
    check_year(at, "at")
    if at > now:
        raise errors.AtInFuture(at=_text(at), now=_text(now))
    if not is_on_paper and not uow.reference.agency.is_past_act_allowed:
        raise errors.AtNotAllowed(at=_text(at))
    if dossier is not None and dossier.last_at is not None and at < dossier.last_at:
        raise errors.AtBeforeLastEvent(at=_text(at), last=_text(dossier.last_at), code=dossier.shown_code)
    is_believed = _quality(uow) is ClockQuality.GOOD
    return Moment(at, at, ClockQuality.BACKDATED if is_believed else ClockQuality.SUSPECT)


def check_year(moment: datetime, field: str) -> None:
    """Raise InvalidField for a year whose two last digits cannot be printed in a code (2000–2099 can)."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise errors.InvalidField(
            field=field, problem="year", lowest=FIRST_YEAR, highest=LAST_YEAR, value=_text(moment)
        )


def check_not_past(field: str, day: date, moment: Moment) -> None:
    """Raise InvalidField for a day before that of the act."""
    if day < moment.at.date():
        raise errors.InvalidField(field=field, problem="in_the_past", value=day.isoformat())


def check_clock(uow: UnitOfWork) -> None:
    """Refuse numbering while the machine's date lies before the last number or far beyond the last event,
    or more than a day from the centre's.

    Nor while a check of the file found something (StoreReadOnly).
    Raises ClockJump; a trial desk only warns. `confirm_clock` is itself an event: it moves the last known
    time, and numbering goes on.
    """
    if uow.findings:
        raise errors.StoreReadOnly(because="findings", findings=list(uow.findings))
    last, now = _believed(uow), uow.local_now
    if last is None:
        return
    if not uow.reference.agency.is_trial:
        raise errors.ClockJump(now=_text(now), last=_text(last))
    if "clock_jump" not in uow.warnings:
        uow.warnings.append("clock_jump")


def _believed(uow: UnitOfWork) -> datetime | None:
    """The local minute that the machine's clock does not fit: the centre's, or this desk's last event's. None
    where it fits both."""
    now, off_ms = uow.local_now, clock_doubt.open_doubt(uow.conn, uow.origin.desk)
    if off_ms is not None:
        return now - timedelta(milliseconds=off_ms)
    last = _last_known(uow)
    if last is None or (last.date() <= now.date() and now - last <= LONGEST_SILENCE):
        return None
    return last


def _last_known(uow: UnitOfWork) -> datetime | None:
    """Local minute of this desk's last event whose clock was believed; None before the first.

    A new incarnation knows what the lives before it knew: a machine that was set up anew is the very one
    whose clock may be wrong.

    Suspect events do not count: a note written under a wrong clock must not make the wrong time the known
    one, or `confirm_clock` could be gone round by anybody. Nor do accounts, calendar and settings, which are
    no work of the desk.
    """
    known = _last_of(uow, uow.origin.id)
    if known is not None or uow.origin.incarnation == 1:
        return known
    earlier = uow.conn.exec_driver_sql(
        "SELECT id FROM origin WHERE desk = ? AND id <> ? AND is_mine = 1 ORDER BY incarnation DESC",
        (uow.origin.desk, uow.origin.id),
    )
    return next((found for (life,) in earlier if (found := _last_of(uow, life)) is not None), None)


def _last_of(uow: UnitOfWork, origin_id: str) -> datetime | None:
    row = uow.conn.exec_driver_sql(
        "SELECT e.wall FROM envelope v JOIN event e ON e.id = v.event_id"
        " WHERE v.origin = ? AND e.clock_quality <> ?"
        " AND (e.stream LIKE 'dossier:%' OR e.stream LIKE 'desk:%') ORDER BY v.oseq DESC LIMIT 1",
        (origin_id, str(ClockQuality.SUSPECT)),
    ).first()
    return local_minute(row[0]) if row else None


def _quality(uow: UnitOfWork) -> ClockQuality:
    """Suspect while the clock cannot be believed; a trial desk may stand still for months and only warns."""
    if uow.reference.agency.is_trial:
        return ClockQuality.GOOD
    last, now = _last_known(uow), uow.local_now
    is_believed = last is None or (last <= now and now - last <= LONGEST_SILENCE)
    is_believed = is_believed and clock_doubt.open_doubt(uow.conn, uow.origin.desk) is None
    return ClockQuality.GOOD if is_believed else ClockQuality.SUSPECT


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


