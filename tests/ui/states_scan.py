"""Pictures of the scan strip, the scan light, the test of a scanner."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.codes import make_scan_number, read_scan
from counter_app.domain.staff import Role
from counter_app.ui import theme
from counter_app.ui.hearing import Heard, scan_of
from counter_app.ui.main_window import MainWindow
from counter_app.ui.scan_queue import ScanQueue
from counter_app.ui.scans import ScanSource, Verdict
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.scan_light import ScanLight
from counter_app.ui.widgets.scan_strip import ScanStrip
from counter_app.ui.widgets.scanner_test import ScannerTest
from counter_app.ui.widgets.sound_button import SoundButton
from counter_app.ui.widgets.text import heading
from tests.ui.invented import NOW, STATUS, session
from tests.ui.picture_states import state

AGENCY = "H24.28"
NUMBER = make_scan_number(AGENCY, NOW.date(), 15)
CARD = "031085001234|012345678|Nguyễn Văn Mẫu|01011985|Nam|Số 1 đường Lạch Tray, Hải Phòng|01012021"
GREEN = Verdict(Tone.GREEN, "261113-0002", "Đăng ký nội quy lao động · có kết quả")
RED = Verdict(Tone.RED, "261120-0011", "Hồ sơ này của Phòng Tài nguyên và Môi trường")
AMBER = Verdict(Tone.AMBER, "261120-0009", "Đã quét ở lượt trước, không tính hai lần")


def _strip(
    name: str, verdict: Verdict | None, tally: tuple[str, str] = ("", ""), waiting: int = 0
) -> ScanStrip:
    made = ScanStrip(name=f"strip_{name}", label="Lượt quét vừa rồi")
    made.set_tally(*tally)
    made.set_waiting(waiting)
    if verdict is None:
        made.set_idle("Quét xấp hồ sơ vừa nhận, từng bộ một")
    else:
        made.show_verdict(verdict)
    return made


def _light(name: str, verdict: Verdict | None = None, waiting: int = 0, trouble: str = "") -> ScanLight:
    made = ScanLight(name=f"light_{name}")
    made.set_trouble(trouble)
    made.set_waiting(waiting)
    if verdict is not None:
        made.show_verdict(verdict)
    return made


@state("scan-parts")
def _parts() -> QWidget:
    page = Ground("surface", name="scan_page")
    column = QVBoxLayout(page)
    column.setContentsMargins(24, 16, 24, 16)
    column.setSpacing(10)
    row = QHBoxLayout()
    row.addWidget(heading("Bàn giao"), 1)
    row.addWidget(SoundButton(ScanQueue()))
    column.addLayout(row)
    pairs = (
        (_strip("red", RED, ("6/7", "đã quét")), _strip("green", GREEN, ("3/4", "đã quét"))),
        (_strip("amber", AMBER, ("6/7", "đã quét"), 2), _strip("idle", None, ("0/7", "đã quét"))),
        (_strip("plain", GREEN), _strip("waiting", None, ("", ""), 3)),
    )
    for pair in pairs:
        row = QHBoxLayout()
        row.setSpacing(24)
        for strip in pair:
            row.addWidget(strip)
        column.addLayout(row)
    narrow = _strip("narrow", RED, ("126/217", "đã quét"), 12)
    narrow.setFixedWidth(theme.px(360))
    column.addWidget(narrow)
    bar = Ground("window", name="light_bar")
    row = QHBoxLayout(bar)
    long = Verdict(Tone.RED, "261120-0011", "Hồ sơ này của Phòng Tài nguyên và Môi trường, không ở quầy")
    for light in (
        _light("idle"),
        _light("waiting", waiting=2),
        _light("green", Verdict(Tone.GREEN, "261123-0015", "Đã mở hồ sơ")),
        _light("red", long),
        _light("trouble", trouble="Máy quét COM3 chưa cắm"),
    ):
        row.addWidget(light)
    row.addStretch(1)
    column.addWidget(bar)
    column.addStretch(1)
    return page


class _Holder(QWidget):
    """A page with one part at its left."""

    def __init__(self, part: QWidget) -> None:
        super().__init__()
        part.setFixedWidth(theme.px(460))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addWidget(part)
        column.addStretch(1)


def _window(part: QWidget) -> QWidget:
    made = MainWindow(session(Role.ADMINISTRATOR), {"settings": lambda: _Holder(part)}, clock=lambda: NOW)
    made.set_status(STATUS)
    made.show_page("settings")
    return made


def _tested(text: str, source: ScanSource, ms: float, *, is_mended: bool = False) -> ScannerTest:
    queue = ScanQueue()
    made = ScannerTest(queue)
    queue.setParent(made)
    queue.set_page(lambda: None, made)
    scan = scan_of(read_scan(text, AGENCY), text, source)
    queue.hear(Heard(scan, len(text), ms, is_mended))
    return made


@state("scan-test-idle")
def _test_idle() -> QWidget:
    return _window(ScannerTest())


@state("scan-test-good")
def _test_good() -> QWidget:
    return _window(_tested(NUMBER, ScanSource.WEDGE, 8))


@state("scan-test-mended")
def _test_mended() -> QWidget:
    return _window(_tested(NUMBER, ScanSource.WEDGE, 12, is_mended=True))


@state("scan-test-card")
def _test_card() -> QWidget:
    return _window(_tested(CARD, ScanSource.SERIAL, 0))


@state("scan-test-mangled")
def _test_mangled() -> QWidget:
    return _window(_tested(NUMBER[:-1] + "x", ScanSource.WEDGE, 31))
