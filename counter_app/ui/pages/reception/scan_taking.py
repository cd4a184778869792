"""What the reception page does with a scan: an identity card fills in a person, no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.domain.dossier import PartyKind
from counter_app.domain.identity import mask_id
from counter_app.domain.text import fold
from counter_app.ui.scans import Answer, Scan, Verdict
from counter_app.ui.tokens import Tone

if TYPE_CHECKING:
    from counter_app.domain.identity import IdentityCard
    from counter_app.ui.pages.reception.form_view import FormView
    from counter_app.ui.pages.reception_page import ReceptionPage

_BUSY = Verdict(Tone.AMBER, "Thẻ căn cước", "Đang ghi hồ sơ · quét lại sau khi xong")
_AT_DESK = ("submitter", "submitter_number", "submitter_phone")
_APPLICANT = ("id_number", "applicant_name")


def take_scan(page: ReceptionPage, scan: Scan, answer: Answer) -> bool:
    """Fill in the person of an identity card. False for every other scan: it opens its dossier elsewhere.

    The card is the applicant's; it is that of who stands at the desk where the cursor is in those fields, or
    where another applicant stands in the form already: nothing that was typed is lost.
    """
    card = scan.card
    if card is None:
        return False
    if page.issuing.is_busy():
        answer(_BUSY)
        return True
    if page.stack.currentWidget() is not page.form:
        page.next_form()
    form = page.form
    is_submitter = _is_at_desk(form, card)
    form.applicant.card_read.emit(card, is_submitter)
    who = "Người nộp" if is_submitter else "Chủ hồ sơ"
    # A scanner that types may lose the marks of the letters; hardly any name is without one.
    is_bare = card.name.isascii()
    words = f"{who}: {card.name}" + (" · xem lại dấu của họ tên" if is_bare else "")
    answer(Verdict(Tone.AMBER if is_bare else Tone.GREEN, mask_id(card.number), words))
    return True


def _is_at_desk(form: FormView, card: IdentityCard) -> bool:
    fields = form.applicant.fields
    if any(fields[name].edit.hasFocus() for name in _AT_DESK):
        return True
    state = form.state
    is_there = bool(state.name) and fold(state.name) != fold(card.name) and state.id_number != card.number
    is_chosen = any(fields[name].edit.hasFocus() for name in _APPLICANT)
    return is_there and (state.party_kind is PartyKind.ORGANISATION or not is_chosen)
