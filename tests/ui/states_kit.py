"""Pictures of the kit: every part in its states, as the design paper's sheet shows them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.ui.tokens import MAIN_BUTTON, Role, Tone
from counter_app.ui.widgets.badge import Badge
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.component_table import ComponentTable
from counter_app.ui.widgets.fields import ChoiceField, DateField, SegmentField, TextField
from counter_app.ui.widgets.frames import CardFrame, Ground, Rule
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.pdf_preview import PdfPreview, PreviewBar
from counter_app.ui.widgets.text import Text, caption, heading
from counter_app.ui.widgets.week_grid import DueDays, WeekGrid
from tests.ui.invented import DUE, LINES, NOW
from tests.ui.picture_states import state

_BUTTONS = (
    (ButtonKind.MAIN, "Tiếp nhận và in", "printer", ""),
    (ButtonKind.AMBER, "Yêu cầu bổ sung (mẫu 02)", "file-clock", ""),
    (ButtonKind.PLAIN, "In lại", "printer", "Ctrl+P"),
    (ButtonKind.QUIET, "Lịch sử", "history", ""),
    (ButtonKind.DANGER, "Hủy hồ sơ", "trash-2", ""),
)
_BADGES = (
    ("Quá hạn 2 ngày", Tone.RED, "clock-alert"),
    ("Còn 3 giờ", Tone.AMBER, "hourglass"),
    ("Chờ bổ sung", Tone.SLATE, "circle-pause"),
    ("Đúng hạn", Tone.GREEN, "circle-check"),
    ("Đang chuyển", Tone.ACCENT, "arrow-left-right"),
    ("Đã trả", Tone.TEXT2, "package-check"),
)


def _button_rows() -> QVBoxLayout:
    column = QVBoxLayout()
    for kind, words, icon, key in _BUTTONS:
        row = QHBoxLayout()
        row.setSpacing(12)
        for number in range(4):
            button = Button(words, kind, icon=icon, key=key, name=f"{kind}_{number}")
            button.setDown(number == 1)
            button.setEnabled(number != 3)
            row.addWidget(button)
            if number == 2:
                button.setProperty("shows_focus", True)
        row.addStretch(1)
        column.addLayout(row)
    return column


def _fields() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(10)
    plain = TextField("Thường", name="plain", figures=True)
    plain.set_value("0225 0000 002")
    typing = TextField("Đang gõ", name="typing")
    typing.set_value("Công ty TNHH")
    hinted = TextField("Gợi ý", name="hinted", placeholder="Tên, mã hoặc lĩnh vực")
    wrong = TextField("Sai", name="wrong", figures=True)
    wrong.set_value("029900148")
    wrong.set_problem("thiếu 1 số")
    right = TextField("Đúng", name="right", figures=True)
    right.set_value("0299001487")
    right.set_ok("hợp lệ")
    fixed = TextField("Chỉ đọc", name="fixed")
    fixed.set_value("Phòng Quản lý Đầu tư")
    fixed.set_read_only(True)
    choice = ChoiceField(
        "Bắt buộc", [("a", "Lý do")], name="choice", is_required=True, placeholder="Chọn lý do…"
    )
    segments = SegmentField(
        "Chọn một", [("a", "Trực tiếp"), ("b", "Trực tuyến"), ("c", "Bưu chính")], name="segments"
    )
    day = DateField("Ngày", name="day", today=NOW.date, hint="T2, ngày làm việc")
    day.set_value(NOW.date())
    procedure = TextField("Tên, mã hoặc lĩnh vực", name="procedure")
    procedure.set_value("Thủ tục điều chỉnh Giấy chứng nhận đăng ký đầu tư")
    procedure.edit.set_lead("1.009647")
    procedure.edit.set_trail("Lĩnh vực Đầu tư")
    for at, part in enumerate((plain, typing, hinted, wrong, right, fixed, choice, segments, day)):
        grid.addWidget(part, at // 3, at % 3)
    grid.addWidget(procedure, 3, 0, 1, 3)
    return grid


def _badges(*, filled: bool) -> QHBoxLayout:
    row = QHBoxLayout()
    for words, tone, icon in _BADGES:
        row.addWidget(Badge(words, tone, icon, filled=filled))
    row.addStretch(1)
    return row


def _show_focus(sheet: QWidget) -> None:
    for button in sheet.findChildren(Button):
        if button.property("shows_focus"):
            button.hasFocus = lambda: True
            QApplication.sendEvent(
                button, QFocusEvent(QFocusEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason)
            )
            button.update()
    sheet.findChild(QWidget, "typing").setFocus()


@state("kit-parts", settle=_show_focus)
def _parts() -> QWidget:
    sheet = Ground("surface")
    column = QVBoxLayout(sheet)
    column.setContentsMargins(32, 24, 32, 24)
    column.setSpacing(10)
    column.addWidget(Text("Bộ phận giao diện ẰẤỖ ẲẴ", Role.FIGURE))
    column.addWidget(Text("ẰẤỖ Cỡ chữ 12 · 14 · 18 · 28, lưới 8", Role.BODY, Tone.TEXT2))
    column.addWidget(heading("Nút"))
    column.addLayout(_button_rows())
    column.addWidget(heading("Ô nhập"))
    column.addLayout(_fields())
    column.addWidget(heading("Tình trạng: hình, chữ và màu"))
    column.addLayout(_badges(filled=True))
    column.addLayout(_badges(filled=False))
    for show, words in (
        (Notice.show_error, "Không in được: máy in không trả lời. <b>A</b> & Nước"),
        (Notice.show_warning, "Lịch năm 2027 chưa xác nhận; ngày hẹn trả có thể đổi."),
    ):
        notice = Notice()
        show(notice, words, "In lại")
        column.addWidget(notice)
    column.addStretch(1)
    return sheet


def _leave_third(sheet: QWidget) -> None:
    table = sheet.findChild(ComponentTable)
    table.setFocus(Qt.FocusReason.TabFocusReason)
    for row in (2, 3):
        table.setCurrentIndex(table.model().index(row, 1))


def _checklist(compact: bool) -> QWidget:
    sheet = Ground("surface")
    row = QHBoxLayout(sheet)
    row.setContentsMargins(24, 24, 0, 24)
    row.setSpacing(24)
    table = ComponentTable(compact=compact)
    from dataclasses import replace

    table.set_lines([replace(line, is_ticked=line.no < 3) for line in LINES])
    left = QVBoxLayout()
    left.addWidget(table)
    left.addStretch(1)
    row.addLayout(left, 1)
    side = Ground("window", ("left",))
    side.setFixedWidth(376 if compact else 400)
    column = QVBoxLayout(side)
    column.setContentsMargins(16, 14, 16, 14)
    column.addWidget(_receipt_card(compact))
    column.addWidget(_long_card())
    column.addStretch(1)
    column.addWidget(
        Button(
            "Tiếp nhận và in",
            ButtonKind.MAIN,
            icon="printer",
            key="Ctrl+Enter",
            name="main",
            height=MAIN_BUTTON,
        )
    )
    row.addWidget(side)
    return sheet


def _receipt_card(compact: bool) -> CardFrame:
    card = CardFrame()
    card.body.setSpacing(4)
    card.body.addWidget(caption("Giấy tiếp nhận sẽ cấp", Tone.TEXT2, weight=500))
    card.body.addWidget(Text("H24.28-261123-0003", Role.TITLE, figures=True))
    card.body.addWidget(Rule())
    card.body.addWidget(caption("Hẹn trả", Tone.TEXT2, weight=500))
    card.body.addWidget(Text("03/12/2026", Role.FIGURE, figures=True))
    grid = WeekGrid(compact=compact)
    grid.set_days(DUE)
    card.body.addWidget(grid)
    card.body.addWidget(caption(DUE.sentence, Tone.TEXT2, wraps=True))
    return card


def _long_card() -> CardFrame:
    from datetime import date, timedelta

    days = [date(2026, 9, 1) + timedelta(days=n) for n in range(58)]
    long = DueDays(
        days[0],
        days[-1],
        tuple(day for day in days[1:] if day.weekday() < 5),
        tuple(day for day in days if day.weekday() > 4),
    )
    card = CardFrame()
    grid = WeekGrid(compact=True, name="long_grid")
    grid.set_days(long)
    card.body.addWidget(grid)
    return card


@state("kit-checklist", settle=_leave_third)
def _checklist_wide() -> QWidget:
    return _checklist(compact=False)


@state("kit-checklist-compact", settle=_leave_third)
def _checklist_low() -> QWidget:
    return _checklist(compact=True)


def paper(words: str) -> QImage:
    """A stand-in for a page of a form, A5 at 150 dpi."""
    image = QImage(874, 1240, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    for line in range(30):
        painter.drawText(80, 100 + line * 36, f"{line + 1}. {words}")
    painter.end()
    return image


@state("kit-preview")
def _preview() -> QWidget:
    sheet = Ground("window")
    column = QVBoxLayout(sheet)
    column.setContentsMargins(24, 16, 24, 16)
    preview = PdfPreview()
    bar = PreviewBar(
        preview, "Giấy tiếp nhận và hẹn trả kết quả", "A5 · liên 2 giao khách hàng", ("Liên 1", "Liên 2")
    )
    preview.set_pages([paper("liên 1"), paper("liên 2")])
    column.addWidget(bar)
    column.addWidget(preview, 1)
    return sheet
