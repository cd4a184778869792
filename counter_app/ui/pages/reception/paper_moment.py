"""The moment of reception as somebody types it from a printed receipt. No Qt here."""

from __future__ import annotations

from datetime import datetime

from counter_app.domain.errors import AtInFuture, InvalidField, ReceiptNotOurs
from counter_app.ui.pages.reception.form_state import FormState, received_moment
from counter_app.ui.reentry_work import moment_of, parsed_code


def paper_moment(typed: str, receipt: str, now: datetime) -> datetime:
    """`9:15`, on the day that stands in the code, or `9:15 23/11/2026`.

    Raises InvalidField (at), ReceiptNotOurs (another day than the code's) and AtInFuture.
    """
    code = parsed_code(receipt)
    day = code.day if code is not None else now.date()
    text = " ".join(typed.split())
    if not text:
        raise InvalidField(field="at", problem="missing")
    try:
        moment = received_moment(text if " " in text else f"{text} {day:%d/%m/%Y}", day)
    except InvalidField as error:
        raise InvalidField(field="at", problem=error.facts["problem"], value=typed) from None
    if code is not None and moment.date() != code.day:
        raise ReceiptNotOurs(code=code.text, because="other_day", day=code.day.isoformat())
    if moment > now:
        raise AtInFuture(at=_text(moment), now=_text(now))
    return moment


def reception_of(state: FormState, now: datetime) -> datetime | None:
    """When the dossier of the receipt that is entered again was received; None while that is not known."""
    known = moment_of(state.reentering)
    if known is not None:
        return known
    try:
        return paper_moment(state.paper_moment, state.reentering, now)
    except (InvalidField, ReceiptNotOurs, AtInFuture):
        return None


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
