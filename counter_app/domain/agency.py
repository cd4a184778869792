"""What the agency decides for all its desks (an event, by a supervisor or administrator), with defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import time
from typing import Any

from counter_app.domain.calendar import WorkingHours


@dataclass(frozen=True)
class Agency:
    """Settings of the authority (ban quản lý khu kinh tế). Symbols stand behind the number of a slip.

    `name` is printed on every paper, `short_name` in the window. `is_past_act_allowed` lets an act carry
    the moment it really happened. `is_apology_required`: a late result is not returned without form 04.
    `is_survey_asked`: who collects a result is asked how satisfied they are.
    `feedback_days`: working days in which a complaint or suggestion is answered. The other `feedback_…` say
    on the wall where one is sent (TT 02/2017/TT-VPCP). `is_trial` marks a desk whose dossiers are invented.
    """

    id: str = ""
    name: str = ""
    short_name: str = ""
    superior_name: str = ""
    place: str = "Hải Phòng"
    hours: WorkingHours = field(default_factory=WorkingHours)
    slip_paper: str = "A5"
    receipt_symbol: str = "BPTNTKQ"
    supplement_symbol: str = "HDHS"
    apology_symbol: str = "PXL"
    stop_symbol: str = "TB"
    contact_phone: str = ""
    is_past_act_allowed: bool = False
    is_trial: bool = False
    is_apology_required: bool = False
    feedback_days: int = 15
    is_survey_asked: bool = True
    feedback_agency: str = ""
    feedback_address: str = ""
    feedback_phone: str = ""
    feedback_fax: str = ""
    feedback_email: str = ""
    supplement_days: int = 10
    idle_lock_minutes: int = 5

    def merged(self, payload: Mapping[str, Any]) -> Agency:
        """With the settings a `settings:set` payload names; names it does not know are left alone."""
        known = {item.name for item in fields(Agency)} - {"hours"}
        changed = replace(self, **{key: value for key, value in payload.items() if key in known})
        if "hours" in payload:
            changed = replace(changed, hours=hours_from_json(payload["hours"]))
        return changed


def hours_from_json(values: list[str]) -> WorkingHours:
    """Five times `HH:MM`: morning from, to, afternoon from, to, same-day cut-off. Raises ValueError for what
    is no time."""
    return WorkingHours(*(time.fromisoformat(value) for value in values))
