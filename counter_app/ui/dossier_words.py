"""What lists say of a dossier: short code and name, due date, its state as a badge, units and people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from counter_app.domain.dossier import Status
from counter_app.domain.due import LimitUnit
from counter_app.domain.errors import CounterError
from counter_app.domain.text import date_text, day_name, short_legal_form, time_text
from counter_app.forms.wording import remaining_text
from counter_app.queries.dossiers import DossierRow
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.cells import EMPTY, BadgeCell

_STILL: Mapping[str, BadgeCell] = {
    Status.REGISTERED: BadgeCell("Chờ tiếp nhận", Tone.SLATE, "inbox"),
    Status.REFUSED: BadgeCell("Từ chối", Tone.TEXT2, "file-x"),
    Status.AWAITING_SUPPLEMENT: BadgeCell("Chờ bổ sung", Tone.SLATE, "circle-pause"),
    Status.AWAITING_PAYMENT: BadgeCell("Chờ nộp phí", Tone.SLATE, "circle-pause"),
    Status.STOPPED: BadgeCell("Đã dừng", Tone.SLATE, "circle-pause"),
    Status.WITHDRAWN: BadgeCell("Đã rút", Tone.TEXT2, "undo-2"),
    Status.FINISHED: BadgeCell("Có kết quả", Tone.GREEN, "file-check-2"),
    Status.RETURNED: BadgeCell("Đã trả", Tone.TEXT2, "package-check"),
    Status.VOIDED: BadgeCell("Đã hủy", Tone.TEXT3, "x"),
}
"""States in which no clock runs."""


def short_code(code: str, agency_id: str) -> str:
    """`H24.28-261112-0009` → `261112-0009` in a list of the agency's own; other codes stay whole."""
    return code.removeprefix(f"{agency_id}-") if agency_id else code


def short_name(name: str) -> str:
    """The applicant in a list: the legal form shortened (paper, panel, tooltip keep the whole name)."""
    return short_legal_form(name)


def due_words(moment: str | None, now: datetime) -> str:
    """`30/11`, `14:14` when it is today, `05/01/27` in another year, `–` when there is none.

    `moment` is local ISO text to the minute.
    """
    if not moment:
        return EMPTY
    at = datetime.fromisoformat(moment)
    if at.date() == now.date():
        return time_text(at)
    return f"{at:%d/%m}" if at.year == now.year else f"{at:%d/%m/%y}"


def full_due_words(moment: str | None) -> str:
    """`17:30 T2 30/11/2026`, or `–`."""
    if not moment:
        return EMPTY
    at = datetime.fromisoformat(moment)
    return f"{time_text(at)} {day_name(at.date())} {date_text(at.date())}"


def state_of(row: DossierRow, reference: ReferencePort, now: datetime) -> BadgeCell:
    """The badge of a dossier: what is late before everything else, then where the paper is, then the time
    left. Amber: less than a working day is left."""
    still = _STILL.get(row.status)
    if still is not None:
        return still
    if row.due_at is None:
        return _moving(row) or BadgeCell("Đang xử lý", Tone.SLATE, "clock")
    if not row.is_overdue and row.in_transit_to:
        return BadgeCell("Đang chuyển", Tone.ACCENT, "arrow-left-right")
    return _time_left(row, reference, now)


def _moving(row: DossierRow) -> BadgeCell | None:
    return BadgeCell("Đang chuyển", Tone.ACCENT, "arrow-left-right") if row.in_transit_to else None


def _time_left(row: DossierRow, reference: ReferencePort, now: datetime) -> BadgeCell:
    calendar = reference.calendar
    minutes = calendar.working_minutes(now, datetime.fromisoformat(str(row.due_at)))
    a_day = calendar.hours.minutes_per_day
    words = remaining_text(minutes, a_day / 60, is_by_hour=_is_by_hour(row, reference))
    if row.is_overdue:
        # On a day of rest no working minute has passed since.
        return BadgeCell(_capital(words) if minutes < 0 else "Quá hạn", Tone.RED, "clock-alert")
    if minutes < a_day:
        # Late by the minute, but a limit in days is judged by its day: it is due, not overdue.
        return BadgeCell(_capital(words) if minutes > 0 else "Đến hạn hôm nay", Tone.AMBER, "hourglass")
    return BadgeCell(_capital(words), Tone.GREEN, "circle-check")


def _is_by_hour(row: DossierRow, reference: ReferencePort) -> bool:
    try:
        limit = reference.procedure_version(row.procedure, row.procedure_version).limit
    except CounterError:
        return False
    return limit.unit is LimitUnit.WORKING_HOUR


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def procedure_words(row: DossierRow, reference: ReferencePort) -> str:
    """Name of the procedure in the version the dossier was received by; its id where it is not known."""
    try:
        return reference.procedure_version(row.procedure, row.procedure_version).name
    except CounterError:
        return row.procedure


def short_procedure(name: str) -> str:
    """A procedure in a list: without the words "Thủ tục" before what it is about."""
    rest = name.removeprefix("Thủ tục ")
    return rest[:1].upper() + rest[1:]


def short_unit(code: str | None, reference: ReferencePort) -> str:
    """A unit beside a name: `QLĐT` for `Phòng QLĐT`."""
    return unit_words(code, reference).removeprefix("Phòng ")


def unit_words(code: str | None, reference: ReferencePort) -> str:
    """Short name of a unit; a code that is not known as it stands; `–` for none."""
    if not code:
        return EMPTY
    unit = reference.units.get(code)
    return (unit.short_name or unit.name) if unit else code


def staff_words(login: str | None, reference: ReferencePort) -> str:
    """Name of a person, also of one who left; a login that is not known as it stands; `–` for none."""
    if not login:
        return EMPTY
    person = reference.staff.get(login)
    return person.name if person else login
