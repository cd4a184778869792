"""Barcodes of the command sheet on this page: a key that is scanned instead of pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.domain.printed_codes import Command
from counter_app.ui.pages.department.desk_work import Meaning
from counter_app.ui.scans import Verdict
from counter_app.ui.tokens import Tone

if TYPE_CHECKING:
    from counter_app.ui.pages.department_page import DepartmentPage

_NAMES = {
    Command.PRINT: "In",
    Command.HAND_OVER: "Bàn giao",
    Command.FINISH: "Xong",
    Command.UNDO_SCAN: "Hoàn tác quét",
}


def obey(page: DepartmentPage, command: str) -> Verdict:
    """Do what a command barcode says; the verdict says what that was here."""
    known = next((each for each in Command if each == command), None)
    if known is Command.UNDO_SCAN:
        words = page.scanning.undo()
    elif known is Command.HAND_OVER:
        words = _hand_over(page)
    elif known is Command.FINISH:
        words = _finish(page)
    else:
        return Verdict(Tone.AMBER, _NAMES.get(known, "Lệnh") if known else "Lệnh", "Không dùng ở trang này")
    return Verdict(Tone.GREEN if words else Tone.AMBER, _NAMES[known], words or "Không có gì để làm")


def _hand_over(page: DepartmentPage) -> str:
    """The pile scanned so far goes; without one the next scans make it."""
    if not page.may_give():
        return ""
    if page.scanning.meaning() is Meaning.GIVE and page.lists.has_ticks():
        page.press_main()
        return "Giao cả xấp về Một cửa"
    page.stack_work.open_stack(Meaning.GIVE)
    return "Các lần quét sau xếp vào xấp giao về Một cửa"


def _finish(page: DepartmentPage) -> str:
    if not page.lists.chosen() or not page.bar.main.isEnabled():
        return ""
    words = page.bar.main.words()
    page.press_main()
    return words
