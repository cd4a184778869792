"""How late a dossier is and how long it was held, in Vietnamese; no reportlab here."""

from __future__ import annotations

from counter_app.forms.wording import remaining_text

JUST_LATE = "vừa quá hạn"
"""Late by the date while no working minute has passed since: on a day of rest."""


def late_text(minutes: int, day_minutes: int, *, is_by_hour: bool) -> str:
    """`3 ngày`, `44 phút`: working minutes past the due moment; begun days count, as lateness is by date."""
    if minutes <= 0:
        return JUST_LATE
    return remaining_text(-minutes, day_minutes / 60, is_by_hour=is_by_hour).removeprefix("quá hạn ")


def days_text(minutes: int, day_minutes: int) -> str:
    """Working minutes as days: `18`, `0,9`, `0`; one decimal below ten days, none where it is nought."""
    days = round(minutes / day_minutes, 1)
    if days >= 10:
        return f"{minutes / day_minutes:.0f}"
    return f"{days:.1f}".removesuffix(".0").replace(".", ",")
