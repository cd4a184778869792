"""Barcodes of the command sheet at the return desk: a key that is scanned instead of pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.domain.printed_codes import Command
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
    page.press(known[0])
    return Verdict(Tone.GREEN, known[1], "Đã nhận lệnh.")
