"""Where else people meet what passes bring: Bàn giao, the panel of a dossier, Hôm nay, the side bar."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.ui.pages.dossiers.panel import DossierPanel
from counter_app.ui.pages.handover_page import HandoverPage
from counter_app.ui.pages.living_today_page import LivingTodayPage
from counter_app.ui.widgets.life_line import LifeNode, NodeLook
from counter_app.ui.widgets.side_bar import NavItem
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers
from tests.ui.sync import clashes
from tests.ui.sync.clashes import Clash

Shown = Callable[[QWidget], QWidget]
AWAITED = "H24.28-261123-0801"


def put(desk: PageDesk, statement: str, *rows: tuple[Any, ...]) -> None:
    """Rows that a pass would have brought."""

    def do(uow: Any) -> None:
        for row in rows:
            uow.conn.exec_driver_sql(statement, row)
        uow.commit()

    desk.desk.write(do)


def a_conflict(desk: PageDesk, code: str, *, is_resolved: bool = False) -> None:
    """A conflict of a dossier."""
    put(
        desk,
        "INSERT INTO conflict (id, stream, event_id, kind, because, is_resolved)"
        " SELECT ?, stream, head, 'dossier:withdrawn', 'act_not_allowed', ? FROM dossier WHERE code = ?",
        (f"c-{code}", int(is_resolved), code),
    )


def took_over(desk: PageDesk, code: str, unit: str, *, is_folded: bool = False) -> None:
    """A take-over that was recorded before its dossier's data were here."""
    put(
        desk,
        "INSERT INTO awaited_act (event_id, stream, code, kind, unit, by, at, is_folded)"
        " VALUES (?, ?, ?, 'dossier:taken_over', ?, 'minh', '2026-11-23T09:02', ?)",
        (f"{code}{unit}", f"awaited:{code}", code, unit, int(is_folded)),
    )


def test_paper_that_was_quicker_than_its_data_stands_below_the_batch(desk: PageDesk, shown: Shown) -> None:
    given = desk.acts.received()
    desk.acts.done("hand_over", codes=[given], to="QLDT")
    took_over(desk, AWAITED, "QLDT")
    took_over(desk, "H24.28-261123-0802", "QLDN")
    took_over(desk, "H24.28-261123-0803", "QLDT", is_folded=True)
    desk.sign_in("minh")
    page = HandoverPage(desk.context)
    shown(page)
    page.page_shown()
    desk.settle()
    table = page.take.table
    assert [(row.code, row.result.text) for row in table.rows()] == [
        (given.removeprefix("H24.28-"), "Chờ quét"),
        ("261123-0801", "Chờ dữ liệu"),
    ]
    table.setFocus()
    hands = Fingers(page, desk.settle)
    hands.press(Qt.Key.Key_End)
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Return)
    desk.settle()
    assert table.rows()[1].result.text == "Chờ dữ liệu"
    assert desk.ways.dossiers == [], "there is no such dossier here yet"


def test_the_panel_leads_to_where_conflicts_are_decided(desk: PageDesk, shown: Shown) -> None:
    code = desk.acts.received()
    a_conflict(desk, code)
    panel = DossierPanel(desk.context)
    shown(panel)
    panel.show_code(code)
    desk.settle()
    banner = panel.head.conflict
    assert banner.text() == "1 chỗ khác nhau giữa các quầy, chưa ai chọn."
    button = banner.findChild(QWidget, "panel_conflict_action")
    assert button is not None
    button.setFocus()
    Fingers(panel, desk.settle).press(Qt.Key.Key_Space)
    assert desk.ways.pages == ["sync"]


def test_a_dossier_whose_conflict_was_decided_has_no_banner(desk: PageDesk, shown: Shown) -> None:
    code = desk.acts.received()
    a_conflict(desk, code, is_resolved=True)
    panel = DossierPanel(desk.context)
    shown(panel)
    panel.show_code(code)
    desk.settle()
    assert not panel.head.conflict.isVisible()


def today_lines(desk: PageDesk, shown: Shown) -> list[str]:
    page = LivingTodayPage(desk.context, can_receive=True)
    shown(page)
    page.page_shown()
    desk.settle()
    return [line.text() for line in page.lines if line.text()]


def test_who_supervises_reads_today_that_something_is_to_be_chosen(desk: PageDesk, shown: Shown) -> None:
    a_conflict(desk, desk.acts.received())
    a_conflict(desk, desk.acts.received())
    told = today_lines(desk, shown)
    assert "2 chỗ khác nhau cần chọn: hai nơi cùng ghi việc lúc mất mạng" in told
    desk.sign_in("lan")
    lines = today_lines(desk, shown)
    assert not any("cần chọn" in line for line in lines), "hers were the acts; to choose is not hers"
    assert any("chờ phụ trách chọn" in line for line in lines)


def test_the_number_beside_the_page_says_that_one_must_choose(qapp: object) -> None:
    item = NavItem("sync", "Đồng bộ", "refresh-cw", "")
    item.set_count(2, is_open=True)
    assert item.accessibleName() == "Đồng bộ, 2 cần chọn"


def test_of_two_decisions_of_one_conflict_the_panel_says_which_counts(tmp_path: Path, shown: Shown) -> None:
    clash = Clash(tmp_path)
    try:
        clashes.decided_twice(clash)
        panel = DossierPanel(clash.desk.context)
        shown(panel)
        panel.show_code(clash.codes[0])
        clash.desk.settle()
        nodes = [item for item in panel.body.life.items() if isinstance(item, LifeNode)]
        first, second = [node for node in nodes if node.title == "Giải quyết khác nhau"]
        assert first.detail.startswith("giữ: Có kết quả – Trần Quang Minh, ")
        late = "không có hiệu lực: đã quyết định trước đó · giữ: Rút hồ sơ – Nguyễn Thị Lan"
        assert second.detail.startswith(late)
        assert (first.look, second.look) == (NodeLook.REMARK, NodeLook.STRUCK)
    finally:
        clash.close()
