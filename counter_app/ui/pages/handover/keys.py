"""The keys of the handover page, as the help sheet lists them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from counter_app.ui.pages.handover.scan_work import GIVE, TAKE
from counter_app.ui.widgets.actions import add_action

if TYPE_CHECKING:
    from counter_app.ui.pages.handover_page import HandoverPage

GROUP = "Bàn giao"


def add_keys(page: HandoverPage) -> None:
    """Every key of the page."""
    for words, keys, slot, name in (
        ("Giao xấp đã quét và in danh sách", "Ctrl+Return", page.hand_over, "hand_over"),
        ("Giao xấp đã quét và in danh sách", "Ctrl+Enter", page.hand_over, "hand_over_keypad"),
        ("Nhận xấp đã quét", "Alt+Return", page.take_over, "take_over"),
        ("Nhận xấp đã quét", "Alt+Enter", page.take_over, "take_over_keypad"),
        ("Gõ mã hồ sơ", "Ctrl+G", page.focus_code, "type_code"),
        ("Tới danh sách giao đi", "Alt+1", partial(page.focus_side, GIVE), "focus_give"),
        ("Tới danh sách nhận về", "Alt+2", partial(page.focus_side, TAKE), "focus_take"),
        ("Đơn vị hoặc đợt sau", "Ctrl+PgDown", partial(page.step_choice, 1), "next_choice"),
        ("Đơn vị hoặc đợt trước", "Ctrl+PgUp", partial(page.step_choice, -1), "previous_choice"),
        ("Bỏ lượt quét vừa rồi", "Ctrl+Backspace", page.deeds.undo_scan, "undo_scan"),
        ("Quét lại từ đầu", "Ctrl+Shift+Delete", page.deeds.restart, "restart_scanning"),
        ("Các đợt trước, hoặc quay lại quét", "Ctrl+B", page.toggle_past, "toggle_past"),
        ("In lại danh sách của đợt", "Ctrl+P", page.print_again, "print_again"),
        ("Quay lại", "Esc", page.leave, "leave_past"),
    ):
        add_action(page, words, keys, slot, name=name, group=GROUP)
