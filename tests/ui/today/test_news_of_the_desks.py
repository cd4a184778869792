"""Hôm nay tells what was decided of a dossier in one's hands, and that the desk lives on after a restore."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from counter_app.domain.events import utc_ms
from counter_app.queries.conflicts import open_conflicts
from counter_app.services.resolving import resolve
from counter_app.storage import incarnation
from counter_app.ui.pages.living_today_page import LivingTodayPage
from tests.ui.sync import clashes
from tests.ui.sync.clashes import Clash
from tests.ui.today.at_today import press_line, today_of

pytestmark = pytest.mark.usefixtures("qtbot")


@pytest.fixture
def clash(tmp_path: Path) -> Iterator[Clash]:
    made = Clash(tmp_path)
    clashes.withdrawn_and_finished(made)
    yield made
    made.close()


def decided(clash: Clash, kind: str, by: str = "tuan") -> None:
    """The side whose act is of this kind is kept."""
    row = clash.desk.read(open_conflicts)[0]
    chosen = next(act.event_id for act in (row.struck, *row.over) if act.kind == f"dossier:{kind}")

    def do(uow: object) -> None:
        resolve(uow, row.id, chosen=chosen, reason="Đơn ký trước", by=by)  # type: ignore[arg-type]
        uow.commit()  # type: ignore[attr-defined]

    clash.desk.desk.write(do)


def told(page: LivingTodayPage, word: str) -> list[str]:
    return [line.text() for line in page.lines if word in line.text()]


def test_the_officer_reads_what_was_decided_of_his_dossier_until_he_looked(clash: Clash) -> None:
    page = today_of(clash.desk, "minh")
    assert told(page, "chọn «") == []
    decided(clash, "withdrawn")
    page = today_of(clash.desk, "minh")
    words = told(page, "chọn «Rút hồ sơ»")
    assert [each.partition(" lúc ")[0] for each in words] == [
        "Hoàng Anh Tuấn chọn «Rút hồ sơ» cho hồ sơ 261120-0001 (Phạm Thị Thử)"
    ]
    assert words[0].endswith("nay đã rút; việc «Có kết quả» của bạn không có hiệu lực")
    number = next(n for n, line in enumerate(page.lines) if line.text() == words[0])
    press_line(page, number)
    clash.desk.settle()
    assert clash.desk.ways.dossiers == [clash.codes[0]]
    assert told(page, "chọn «") == []


def test_only_whom_it_concerns_hears_of_it(clash: Clash) -> None:
    decided(clash, "finished")
    assert told(today_of(clash.desk, "tuan"), "chọn «") == [], "it was his own decision"
    assert len(told(today_of(clash.desk, "lan"), "việc «Rút hồ sơ» của bạn không có hiệu lực")) == 1
    # Of the unit that has the paper, without an act of his own.
    officer = told(today_of(clash.desk, "dung"), "chọn «Có kết quả»")
    assert [each.partition("nay ")[2] for each in officer] == ["đã có kết quả"]
    clash.desk.clock.move(days=4)
    assert told(today_of(clash.desk, "dung"), "chọn «") == [], "after three days it is no news"


def test_a_restored_desk_tells_of_its_new_life(clash: Clash) -> None:
    desk = clash.desk
    assert told(today_of(desk, "lan"), "mang số quầy") == []
    at = datetime(2026, 11, 23, 8, 10)

    def restored(conn: object) -> None:
        incarnation.next_incarnation(
            conn,
            origin_id="f" * 32,
            now_ms=utc_ms(at),
            today=at.date(),
            block=(8801, 8880),  # type: ignore[arg-type]
        )

    desk.desk.store.exchange(restored)
    words = told(today_of(desk, "lan"), "mang số quầy")
    assert words == [
        "Quầy được phục hồi hoặc thay máy lúc 08:10 (lần mở 2): sổ và phiếu mang số quầy 101, hồ sơ mới lấy "
        "số 8801–8880; giấy hẹn đã in mà không thấy ở Hồ sơ thì mở Tiếp nhận, quét lại mã QR trên giấy "
        "hẹn để nhập lại."
    ]
    assert told(today_of(desk, "minh"), "mang số quầy") == [], "an officer numbers nothing"
    desk.clock.move(days=8)
    assert told(today_of(desk, "lan"), "mang số quầy") == []
