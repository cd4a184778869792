"""Pictures of Đồng bộ in the whole window, with what the status bar and the side bar say then."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QWidget

from counter_app.domain.staff import Role
from counter_app.domain.sync_report import Outcome, PassReport
from counter_app.queries.sync import sync_view
from counter_app.ui.main_window import MainWindow
from counter_app.ui.pages.sync.conflict_view import After, ConflictView, FactRow, SideView
from counter_app.ui.pages.sync_page import SyncPage
from counter_app.ui.sync_words import sync_words
from tests.builders import trial_desk
from tests.desks import person
from tests.passes import COUNTS, NIGHT, NIGHT_BEFORE, a_pass, joined
from tests.ui.at_a_page import PageDesk
from tests.ui.invented import STATUS, session
from tests.ui.picture_states import state
from tests.ui.sync.passes import Passes

MORNING = datetime(2026, 11, 23, 9, 14)


@functools.cache
def _empty_desk() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="counter-app-look-"))
    trial_desk(folder).close()
    return folder / "desk"


class Picture(MainWindow):
    """The window over a copy of a desk, which ends with it."""

    def __init__(
        self,
        *passes: PassReport,
        login: str = "tuan",
        is_joined: bool = True,
        last_ok: datetime | None = datetime(2026, 11, 23, 2, 1),
        waiting: int = 3,
        offset_ms: int = 80,
        role: Role = Role.SUPERVISOR,
        conflicts: tuple[ConflictView, ...] = (),
    ) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="counter-app-pictures-")
        self.at = PageDesk(Path(self.folder.name), login, template=_empty_desk())
        self.at.clock.set(datetime(2026, 11, 23, 7, 48))
        if is_joined:
            self.at.desk.write(lambda uow: joined(uow, last_ok, *passes, offset_ms=offset_ms))
        for number in range(waiting):
            self.at.acts.received("DT-08", applicant=person(f"Nguyễn Văn Mẫu {number}"))
        self.at.clock.set(MORNING)
        self.watch = Passes()
        context = replace(self.at.context, sync=self.watch)
        self.sync = SyncPage(context)
        super().__init__(session(role), {"sync": lambda: self.sync}, clock=lambda: MORNING, with_search=True)
        facts = self.at.read(lambda reading: sync_view(reading, MORNING))
        self.set_status(replace(STATUS, sync=sync_words(facts)))
        self.side_bar.set_count("sync", facts.conflicts, is_open=True)
        self.show_page("sync")
        self.conflicts = conflicts

    def closeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().closeEvent(event)
        self.at.close()
        self.folder.cleanup()


def _settled(window: Picture) -> None:
    window.at.settle()
    if window.conflicts:
        loaded = window.sync._loaded
        since = datetime(2026, 11, 23, 2, 0)
        facts = replace(loaded.facts, conflicts=len(window.conflicts), conflicts_since=since)
        window.sync._read(replace(loaded, conflicts=window.conflicts, facts=facts))
        window.set_status(replace(STATUS, sync=sync_words(facts)))
        window.side_bar.set_count("sync", len(window.conflicts), is_open=True)


def _running(window: Picture) -> None:
    window.at.settle()
    window.watch.go("push")


@state("sync-slip", settle=_settled)
def _slip() -> QWidget:
    return Picture(NIGHT_BEFORE, NIGHT)


@state("sync-never", settle=_settled)
def _never() -> QWidget:
    return Picture(last_ok=None)


@state("sync-alone", settle=_settled)
def _alone() -> QWidget:
    return Picture(is_joined=False)


@state("sync-alone-admin", settle=_settled)
def _alone_admin() -> QWidget:
    return Picture(is_joined=False, login="quantri", role=Role.ADMINISTRATOR)


@state("sync-running", settle=_running)
def _under_way() -> QWidget:
    return Picture(NIGHT_BEFORE, NIGHT)


@state("sync-failed", settle=_settled)
def _failed() -> QWidget:
    tries = [
        a_pass(datetime(2026, 11, 23, 8, 40) + timedelta(minutes=2 * n), 5, outcome=Outcome.FAILED,
               because="centre_unreachable", facts={"because": "timeout"}, waiting=3)
        for n in range(17)
    ]
    return Picture(NIGHT_BEFORE, NIGHT, *tries)


@state("sync-refused", settle=_settled)
def _refused() -> QWidget:
    refused = a_pass(
        datetime(2026, 11, 23, 9, 2), 1, outcome=Outcome.FAILED, because="centre_refused",
        facts={"because": "login_not_enrolled", "login": "desk_1"}, waiting=3,
    )
    return Picture(NIGHT_BEFORE, NIGHT, refused)


@state("sync-differs", settle=_settled)
def _differs() -> QWidget:
    counts = (COUNTS[0], replace(COUNTS[1], there=44), *COUNTS[2:4], replace(COUNTS[4], there=15), COUNTS[5])
    told = ("counts", "digest", "rebuilt")
    night = replace(NIGHT, outcome=Outcome.DIFFERS, counts=counts, differences=told)
    return Picture(NIGHT_BEFORE, night)


@state("sync-remarkable", settle=_settled)
def _remarkable() -> QWidget:
    night = replace(NIGHT, is_new_incarnation=True, went_back_to=18_020, reoffered=184, quarantined=2)
    return Picture(NIGHT_BEFORE, night, offset_ms=7 * 60_000)


def _log(window: Picture) -> None:
    window.at.settle()
    window.sync.show_log()


@state("sync-log", settle=_log)
def _whole_log() -> QWidget:
    quiet = [a_pass(datetime(2026, 11, 22, 14, 0) + timedelta(minutes=2 * n), 0.4) for n in range(80)]
    sent = a_pass(datetime(2026, 11, 22, 17, 2), 1.2, sent=5, stored=5, pulled=9, new_conflicts=1)
    last = a_pass(datetime(2026, 11, 23, 7, 30), 0.8, sent=1, stored=1)
    return Picture(NIGHT_BEFORE, *quiet, sent, NIGHT, last)


ONE = ConflictView(
    id="c1",
    stream="dossier:1",
    head="H24.28-261119-0011",
    about="TNHH Thiết bị Y tế Ưu Việt · C/O ưu đãi mẫu E",
    intro="Hai nơi cùng ghi việc trên một hồ sơ lúc mất mạng. Cả hai đều được giữ trong nhật ký; hãy chọn "
    "việc nào có hiệu lực.",
    code="H24.28-261119-0011",
    sides=(
        SideView(
            "Bên này", "Quầy 1", "16:58 20/11", "monitor",
            (
                FactRow("Việc", "Rút hồ sơ", True),
                FactRow("Người làm", "Nguyễn Thị Lan"),
                FactRow("Tình trạng sau", "Đã rút", True),
                FactRow("Lý do", "Người nộp xin rút, có đơn", True),
                FactRow("Giấy đã in", "Thông báo dừng (mẫu 05)", True),
                FactRow("Ở vị trí", "chưa có"),
            ),
            "e1", "Giữ bên này", "Sau khi giữ bên này",
            (
                After("circle-check", "Hồ sơ chuyển sang Đã rút từ 16:58 20/11; hạn trả thôi tính."),
                After("undo-2", "Việc hoàn thành của Ngô Thanh Tùng còn trong nhật ký, gạch ngang; kết quả 1142 "
                      "phải thu hồi."),
                After("send", "Phòng QLDN nhận thông báo ở lần đồng bộ tới."),
            ),
        ),
        SideView(
            "Bên kia", "Phòng QLDN", "17:05 20/11", "building-2",
            (
                FactRow("Việc", "Hoàn thành, chấp thuận", True),
                FactRow("Người làm", "Ngô Thanh Tùng"),
                FactRow("Tình trạng sau", "Đã xử lý xong", True),
                FactRow("Lý do", "–", True),
                FactRow("Giấy đã in", "Kết quả số 1142", True),
                FactRow("Ở vị trí", "18.198"),
            ),
            "e2", "Giữ bên kia", "Sau khi giữ bên kia",
            (After("circle-check", "Hồ sơ ở Đã có kết quả từ 17:05 20/11."),),
        ),
    ),
)


def _chosen(window: Picture) -> None:
    _settled(window)
    window.sync.pane.reason.setFocus()
    window.sync.pane.reason.edit.setText("Đơn xin rút ký 16:50, trước khi ký kết quả")


@state("sync-conflict", settle=_chosen)
def _conflict() -> QWidget:
    return Picture(NIGHT_BEFORE, NIGHT, conflicts=(ONE,))


@state("sync-conflict-three", settle=_settled)
def _three() -> QWidget:
    return Picture(NIGHT_BEFORE, NIGHT, conflicts=(ONE, replace(ONE, id="c2"), replace(ONE, id="c3")))


@state("sync-conflict-clerk", settle=_settled)
def _clerk() -> QWidget:
    return Picture(NIGHT_BEFORE, NIGHT, login="lan", role=Role.COUNTER, conflicts=(ONE,))


_Settle = Callable[[Picture], None]
