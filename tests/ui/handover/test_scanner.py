"""The page under a real keyboard scanner: keys at a scanner's pace, wherever the cursor is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt

from counter_app.ui.scan_desk import install
from tests.ui.at_a_page import PageDesk
from tests.ui.handover.at_the_page import AtThePage
from tests.ui.scanning import barcode_of, ticking, wedge


def test_a_stack_of_barcodes_is_ticked_and_leaves_nothing_in_field_or_list(
    desk: PageDesk, at: Callable[..., AtThePage]
) -> None:
    codes = [desk.acts.received() for _ in range(12)]
    there = at()
    silent = replace(desk.desk.settings, is_sound=False)
    scanning = install(desk.scans, silent, lambda: "H24.28", clock=ticking())
    try:
        for code in codes[:5]:
            wedge(barcode_of(code))
        there.press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
        there.hands.type("26")
        for code in codes[5:10]:
            wedge(barcode_of(code), "telex")
        there.settle()
        assert there.page.head.field.text() == "26", "what was typed before stays as it was"
        there.to_right()
        for code in codes[10:]:
            wedge(barcode_of(code), "vni")
        there.settle()
    finally:
        scanning.close()
    assert there.buttons()[0] == "Giao 12 hồ sơ và in danh sách"
    there.give()
    assert [desk.acts.show(code)["in_transit_to"] for code in codes] == ["QLDT"] * 12
    assert desk.acts.is_sound()
