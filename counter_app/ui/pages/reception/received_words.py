"""What the panel after an act says, from what was given and the form it came from. No Qt here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from counter_app.domain.procedure import Procedure
from counter_app.domain.text import date_text, day_name_long, short_legal_form, time_text
from counter_app.forms.wording import limit_text
from counter_app.ui import labels
from counter_app.ui.pages.reception.catalogue import Catalogue
from counter_app.ui.pages.reception.desk_work import Given
from counter_app.ui.pages.reception.due_words import preview, sentence
from counter_app.ui.pages.reception.form_state import FormState, amount_of, short_name
from counter_app.ui.warning_words import warnings_words


@dataclass(frozen=True)
class ReceivedView:
    """What the panel says. `facts`: (what, value); `is_slip`: form 02 or 03, there is no code then;
    `warnings` of the act as sentences; `is_printing`: the paper goes to the printer by itself."""

    code: str
    title: str
    given: str
    due: str = ""
    due_words: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    seconds: int | None = None
    is_slip: bool = False
    warnings: str = ""
    is_printing: bool = True


_DONE = {
    "receipt": "Đã tiếp nhận",
    "supplement_request": "Đã yêu cầu bổ sung",
    "refusal": "Đã từ chối tiếp nhận",
}


def received_view(
    given: Given, state: FormState, catalogue: Catalogue | None, today: date
) -> ReceivedView:
    """The panel's words. `today` decides whether a day is named."""
    procedure = catalogue.procedure(state.procedure) if catalogue else None
    done = _DONE[given.form]
    if given.is_reentered:
        done = "Đã nhập lại"
    elif given.receipt_version > 1:
        done = f"Đã cấp lại, bản {given.receipt_version}"
    due_at = given.due.at if given.due else None
    return ReceivedView(
        code=given.code,
        title=labels.PARTIES[state.party_kind],
        given=f"{done} {time_text(given.given_at)}",
        due=f"{time_text(due_at)} {day_name_long(due_at)} {date_text(due_at)}" if due_at else "",
        due_words=_due_words(given),
        facts=_facts(given, state, catalogue, procedure, today),
        is_slip=given.form != "receipt",
        warnings=warnings_words(given.warnings),
        is_printing=not given.is_reentered,
    )


def _due_words(given: Given) -> str:
    """`7 ngày làm việc, không tính 24/11 …`: the same facts as the card's sentence, without the reception."""
    if given.due is None:
        return ""
    limit = limit_text(given.due.limit, is_padded=False)
    rest = [part for part in sentence(given.due).rstrip(".").split(". ") if not part.startswith("Nhận")]
    return ", ".join([limit, *(part[:1].lower() + part[1:] for part in rest)])


def _facts(
    given: Given, state: FormState, catalogue: Catalogue | None, procedure: Procedure | None, today: date
) -> tuple[tuple[str, str], ...]:
    facts = [("Chủ hồ sơ", short_legal_form(state.name))]
    if given.is_reentered and given.received_at is not None:
        facts.insert(0, ("Tiếp nhận lúc", f"{time_text(given.received_at)} {date_text(given.received_at)}"))
    if procedure is None or catalogue is None:
        return tuple(facts)
    facts.append(("Thủ tục", short_name(procedure)))
    facts.append(("Giấy tờ đã nhận", papers_words(state, procedure)))
    if given.form != "receipt":
        return tuple(facts)
    facts.append(("Phí, lệ phí", _fee(state, procedure)))
    facts.append(("Sổ theo dõi", given.book.removeprefix("Sổ ").replace(" · ", ", ")))
    received_at = given.received_at or given.given_at
    before = preview(procedure, received_at, catalogue.calendar).hand_over_before
    unit = catalogue.unit_name(procedure.department)
    is_today = before and today == received_at.date()
    facts.append(("Bàn giao", f"trước {before}, {unit}" if is_today else unit))
    return tuple(facts)


def papers_words(state: FormState, procedure: Procedure) -> str:
    """`3 · 2 bản chính, 1 bản sao`: papers, then copies by kind."""
    copies: Counter[str] = Counter()
    for item in state.handed_in:
        component = procedure.component(item.no)
        kind = item.kind or (str(component.kind) if component else "")
        copies[labels.words(labels.COMPONENT_KINDS, kind)] += item.copies
    if not copies:
        return "chưa có"
    return f"{len(state.handed_in)} · " + ", ".join(f"{count} {kind}" for kind, count in copies.items())


def _fee(state: FormState, procedure: Procedure) -> str:
    words = labels.fee_words(procedure)
    if not procedure.fee_vnd:
        return words
    paid = amount_of(state.fee_paid)
    return f"{words} · {'đã nộp' if paid >= procedure.fee_vnd else 'chưa nộp đủ' if paid else 'chưa nộp'}"
