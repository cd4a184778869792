"""Numbers of papers that a dossier may get in its life: per form, year and desk, without gaps."""

from __future__ import annotations

from datetime import date
from typing import Any

from counter_app.domain.dossier import Dossier, FormSet
from counter_app.services.moments import check_clock
from counter_app.storage import numbers
from counter_app.storage.unit_of_work import UnitOfWork


def numbered(uow: UnitOfWork, form: str, day: date) -> dict[str, Any]:
    """The next number of a form (`02` … `05`) in its year's series of this desk, as an event carries it.

    Raises ClockJump and StoreReadOnly: no number is given under a clock that is not believed.
    """
    check_clock(uow)
    series = f"{form}-{day.year}-{uow.origin.label}"
    return {"slip_series": series, "slip_no": numbers.next_in_series(uow.conn, series)}


def numbered_notice(uow: UnitOfWork, dossier: Dossier, day: date) -> dict[str, Any]:
    """As `numbered` for form 05 (thông báo dừng giải quyết), which only TT 03/2025/TT-VPCP knows; nothing
    for a dossier of the older set or one that was never received."""
    has_form = dossier.received_at is not None and dossier.form_set is FormSet.TT03_2025
    return numbered(uow, "05", day) if has_form else {}
