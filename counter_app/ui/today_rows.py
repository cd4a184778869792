"""Rows of «Hôm nay» from what the query found: words, tones, icons."""

from __future__ import annotations

from datetime import datetime

from counter_app.domain.due import LimitUnit
from counter_app.domain.text import short_legal_form
from counter_app.forms.wording import remaining_text
from counter_app.queries.dossiers import DossierRow
from counter_app.queries.today import Today
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.pages.today_page import TodayView
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.quiet_list import QuietRow


def today_view(
    found: Today, reference: ReferencePort, now: datetime, *, is_close_owed: bool = False
) -> TodayView:
    """The three lists as the page shows them."""
    return TodayView(
        on=now.date(),
        received=tuple(_row(row, reference, _clock(row.received_at, now)) for row in found.received),
        waiting=tuple(_row(row, reference, _from(row, reference)) for row in found.waiting),
        due=tuple(_due_row(row, reference, now) for row in found.due),
        is_close_owed=is_close_owed,
    )


def _row(row: DossierRow, reference: ReferencePort, when: str) -> QuietRow:
    procedure = reference.procedure_version(row.procedure, 1)
    name = short_legal_form(row.applicant_name)
    return QuietRow(_short_code(row), name, procedure.name, when, key=row.shown_code)


def _short_code(row: DossierRow) -> str:
    return "-".join(row.shown_code.split("-")[-2:])


def _clock(moment: str | None, now: datetime) -> str:
    if moment is None:
        return ""
    at = datetime.fromisoformat(moment)
    return f"{at:%H:%M}" if at.date() == now.date() else f"{at:%d/%m}"


def _from(row: DossierRow, reference: ReferencePort) -> str:
    unit = reference.units.get(row.holder)
    return f"từ {unit.short_name}" if unit else ""


def _due_row(row: DossierRow, reference: ReferencePort, now: datetime) -> QuietRow:
    plain = _row(row, reference, "")
    if row.due_at is None:
        return plain
    due = datetime.fromisoformat(row.due_at)
    minutes = reference.calendar.working_minutes(now, due)
    limit = reference.procedure_version(row.procedure, 1).limit
    words = remaining_text(minutes, is_by_hour=limit.unit is LimitUnit.WORKING_HOUR)
    if row.is_overdue and minutes >= 0:  # on a day of rest no working minute has passed since
        words = "quá hạn"
    tone, icon = (Tone.RED, "clock-alert") if row.is_overdue else (Tone.AMBER, "hourglass")
    return QuietRow(plain.code, plain.name, plain.what, words[:1].upper() + words[1:], tone, icon, plain.key)
