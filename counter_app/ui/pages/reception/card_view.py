"""Shows what follows from the form: receipt or slip card, warnings, duplicate, the words of the buttons."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from counter_app.domain.procedure import Procedure
from counter_app.domain.text import date_text, time_text
from counter_app.ui import labels
from counter_app.ui.grounds import first_ground
from counter_app.ui.pages.reception.due_words import preview
from counter_app.ui.pages.reception.form_state import SlipKind
from counter_app.ui.pages.reception.note_card import Side
from counter_app.ui.pages.reception.paper_moment import reception_of
from counter_app.ui.pages.reception.side_column import RECEIPT_MODES, Mode
from counter_app.ui.pages.reception.slip_card import SlipView, missing_words, respond_words
from counter_app.ui.reentry_work import code_of

if TYPE_CHECKING:
    from counter_app.ui.pages.reception.form_view import FormView

_MISSING_REASON = "Thành phần hồ sơ chưa đủ theo quy định"
_SUPPLEMENT = (Mode.MISSING, Mode.SUPPLEMENT)


def show_card(view: FormView, now: datetime) -> None:
    """Bring the right column up to date."""
    mode = view.mode()
    # What goes is hidden before what comes is shown: for a moment both would make the window higher.
    view.side.receipt.setVisible(mode in RECEIPT_MODES and not view.side.receipt.isHidden())
    _show_receipt(view, now)
    _show_slip(view, mode, now)
    _show_duplicate(view, now)
    _show_note(view, mode, now)
    view.side.show_mode(mode)


def _received_at(view: FormView, now: datetime) -> datetime | None:
    """When the dossier is, or was, received; None while a receipt entered again has not told it."""
    if view.state.reentering:
        return reception_of(view.state, now)
    typed = view.side.correction.moment() if view.state.correcting else None
    if typed is not None:
        return typed
    if view.state.received_at:
        return datetime.fromisoformat(view.state.received_at)
    return now


def _show_receipt(view: FormView, now: datetime) -> None:
    procedure, card, state = view.chosen(), view.side.receipt, view.state
    if state.correcting:
        card.show_numbers(state.correcting, "giữ mã, thay bản đã cấp", "Giấy tiếp nhận cấp lại")
    elif state.reentering:
        card.show_numbers(code_of(state.reentering), "mã cũ, vào sổ số mới", "Giấy hẹn đã in")
    elif view.numbers is not None and procedure is not None:
        card.show_numbers(view.numbers.code, view.numbers.book, volume=view.numbers.volume)
    else:
        card.show_numbers("", "")
    if procedure is None or view.catalogue is None:
        card.show_due(None)
        return
    received_at = _received_at(view, now)
    if received_at is None:
        card.show_due(None, "Nhập giờ tiếp nhận ghi trên giấy để thấy ngày hẹn trả.")
        return
    card.show_due(preview(procedure, received_at, view.catalogue.calendar))
    card.show_facts(labels.fee_words(procedure), view.catalogue.unit_name(procedure.department))
    catalogue = view.catalogue
    card.show_joint([(catalogue.short_unit(unit), due) for unit, due in view.way.joint.value()])


def _show_slip(view: FormView, mode: Mode, now: datetime) -> None:
    card, procedure, catalogue = view.side.slip, view.chosen(), view.catalogue
    if mode not in (*_SUPPLEMENT, Mode.REFUSE) or procedure is None or catalogue is None:
        card.show_slip(SlipView(SlipKind.NONE))
        return
    _propose(view, mode, procedure, now)
    is_supplement = mode in _SUPPLEMENT
    due = preview(procedure, now, catalogue.calendar)
    card.show_slip(
        SlipView(
            kind=SlipKind.SUPPLEMENT if is_supplement else SlipKind.REFUSAL,
            items=missing_items(view) if is_supplement else (),
            is_by_hand=mode is Mode.SUPPLEMENT,
            respond_hint=respond_words(catalogue.agency.supplement_days),
            due_if_whole=date_text(due.due_at),
        )
    )


def _propose(view: FormView, mode: Mode, procedure: Procedure, now: datetime) -> None:
    """What a slip usually says, where nothing was written yet; the clerk changes it."""
    state = view.state
    ground = state.slip_ground or first_ground(procedure.legal_basis)
    reason = state.slip_reason or (_MISSING_REASON if mode is Mode.MISSING else "")
    respond_by = state.respond_by
    if respond_by is None and mode in _SUPPLEMENT and view.catalogue is not None:
        days = view.catalogue.agency.supplement_days
        respond_by = view.catalogue.calendar.nth_working_after(now.date(), days)
    proposed = replace(state, slip_ground=ground, slip_reason=reason, respond_by=respond_by)
    if proposed != state and not view.side.slip.isVisible():
        view.state = proposed
        view.side.slip.show_state(proposed)


def missing_items(view: FormView) -> tuple[str, ...]:
    """The missing required papers as the slip prints them."""
    lines = view.components.table.missing()
    return missing_words([(line.name, line.copies, labels.COMPONENT_KINDS[line.kind]) for line in lines])


def _show_duplicate(view: FormView, now: datetime) -> None:
    found, card = view.duplicate, view.side.duplicate
    if found is None or view.mode() not in (Mode.RECEIVE, Mode.REENTER, *_SUPPLEMENT):
        card.show_duplicate(None, Side("", "", "", ""))
        return
    at = datetime.fromisoformat(found.received_at)
    open_one = Side(
        code=_short(found.code),
        received=f"{time_text(at)} {date_text(at)}",
        submitter=found.submitter,
        holder=_holder(view),
    )
    code = view.numbers.code if view.numbers else ""
    this_one = Side(_short(code), f"{time_text(now)} {date_text(now)}", view.state.submitter_shown(), "")
    card.show_duplicate(open_one, this_one)


def _short(code: str) -> str:
    """Without the agency's part, which both share: `…261112-0009`."""
    return f"…{code.partition('-')[2]}" if "-" in code else code


def _holder(view: FormView) -> str:
    found, catalogue = view.duplicate, view.catalogue
    if found is None or catalogue is None:
        return ""
    if found.in_transit_to:
        return f"đang chuyển {catalogue.short_unit(found.in_transit_to)}"
    officer, unit = catalogue.people.get(found.officer, ""), catalogue.short_unit(found.holder)
    return f"{officer} · {unit}" if officer else unit


def _show_note(view: FormView, mode: Mode, now: datetime) -> None:
    note, procedure = view.side.note, view.chosen()
    if mode is Mode.MISSING:
        missing = len(view.components.table.missing())
        note.show_note(
            f"Còn thiếu {missing} giấy tờ bắt buộc",
            (
                "Đánh dấu đủ giấy tờ thì nút chính trở lại thành Tiếp nhận và in. "
                "Các giấy tờ thiếu đi chung một phiếu.",
            ),
        )
        return
    received_at = _received_at(view, now)
    if mode is Mode.REENTER and view.reentry.notice.text():
        note.show_note("", ())  # what was refused stands in its place
        return
    if mode is Mode.REENTER:
        note.show_note("So với giấy hẹn trước khi nhập", _to_compare(view, received_at))
        return
    sentences: list[str] = []
    if procedure is not None and view.catalogue is not None and received_at and mode in RECEIPT_MODES:
        sentences += preview(procedure, received_at, view.catalogue.calendar).warnings
    name = view.memory.differing_name(view.state)
    if name:
        sentences.append(f"Số này đã biết dưới tên {name}.")
    if view.state.slip and not view.state.correcting:
        sentences.append(f"Nộp bổ sung theo phiếu {view.state.slip}.")
    note.show_note("Cần xem trước khi cấp", tuple(sentences))


def _to_compare(view: FormView, received_at: datetime | None) -> tuple[str, ...]:
    """What must be as it stands on the paper that is entered again."""
    sentences: list[str] = []
    if view.chosen() is not None and received_at is not None:
        sentences.append("Ngày hẹn trả phải đúng như trên giấy; nếu khác, xem lại thủ tục.")
    missing = view.components.table.missing()
    if view.components.table.lit():
        gaps = f"Còn {len(missing)} giấy tờ bắt buộc chưa đánh dấu"
        sentences.append(f"{gaps}: giấy hẹn cũng ghi thiếu thì bấm nhập lần nữa.")
    name = view.memory.differing_name(view.state)
    if name:
        sentences.append(f"Số này đã biết dưới tên {name}.")
    return tuple(sentences)
