"""Scans that are no receipt: identity cards, and barcodes of the command sheet (keys that are scanned)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.domain.identity_card import IdentityCard
from counter_app.domain.printed_codes import Command
from counter_app.ui.pages.returns.side_panel import Mode
from counter_app.ui.scans import Verdict
from counter_app.ui.tokens import Tone

if TYPE_CHECKING:
    from counter_app.ui.pages.returns_page import ReturnsPage

_BUTTONS: dict[str, tuple[str, str]] = {
    Command.FINISH: ("main", "Xong"),
    Command.PRINT: ("sheet", "In phiếu kiểm soát"),
    Command.HAND_OVER: ("handover", "Bàn giao"),
    Command.UNDO_SCAN: ("back", "Hoàn tác quét"),
}


def obey(page: ReturnsPage, command: str) -> Verdict:
    """Press the button a command stands for. What was typed stays, also when a scan is taken back."""
    known = _BUTTONS.get(command)
    if known is None:
        return Verdict(Tone.AMBER, "Mã lệnh", "Trang Trả kết quả không dùng mã lệnh này.")
    button, words = known
    if not page.can_press(button):
        return Verdict(Tone.AMBER, words, "Không có gì để làm.")
    page.press(button)
    return Verdict(Tone.GREEN, words, "Đã nhận lệnh.")


def take_card(page: ReturnsPage, card: IdentityCard) -> Verdict:
    """An identity card fills in who collects; where nobody is asked for, it finds the dossiers."""
    if page.unknown.is_open():
        page.unknown.take_card(card)
        verdict = Verdict(Tone.GREEN, card.name, "Đã điền tên và số căn cước người nhận.")
    elif page.panel.mode is Mode.COLLECT and page.panel.form.value().is_at_desk:
        page.panel.form.take_card(card)
        verdict = Verdict(Tone.GREEN, card.name, "Đã điền tên và số căn cước người nhận.")
    else:
        page.finder.search_for(card.number)
        verdict = Verdict(Tone.GREEN, card.name, "Tìm hồ sơ theo số căn cước.")
    page.strip.show_verdict(verdict)
    return verdict
