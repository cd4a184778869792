"""What the agency decides for all its desks: names on paper, symbols, paper size, days, the lock."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from counter_app.domain.agency import Agency
from counter_app.services import administration
from counter_app.ui import theme
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.administration.part import AdministrationPart, main_button, section
from counter_app.ui.tokens import PAGE_PADDING, Tone
from counter_app.ui.tokens import Role as Type
from counter_app.ui.widgets.fields import Field, SegmentField, TextField
from counter_app.ui.widgets.text import Text

_COLUMN = 320
_NUMBERS = ("supplement_days", "idle_lock_minutes", "feedback_days")
_SWITCHES = ("is_survey_asked", "is_apology_required")
_YES, _NO = str(True), str(False)
_GROUPS = (
    ("Cơ quan", ("name", "short_name", "superior_name", "place", "contact_phone", "is_apology_required")),
    (
        "Giấy tờ và thời hạn",
        (
            "receipt_symbol",
            "supplement_symbol",
            "apology_symbol",
            "stop_symbol",
            "slip_paper",
            "supplement_days",
            "idle_lock_minutes",
        ),
    ),
    (
        "Phản ánh, kiến nghị và đánh giá",
        (
            "feedback_agency",
            "feedback_address",
            "feedback_phone",
            "feedback_fax",
            "feedback_email",
            "feedback_days",
            "is_survey_asked",
        ),
    ),
)
"""Columns of the part: title, settings from above."""


class AgencyPart(AdministrationPart):
    """Every change is recorded with its author and holds for all desks."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "agency_part")
        self._agency: Agency | None = None
        text = TextField
        self.fields: dict[str, Field] = {
            "name": text("Tên cơ quan", name="agency_name", is_required=True, hint="in trên mọi giấy tờ"),
            "short_name": text("Tên ngắn", name="agency_short_name", is_required=True, hint="ở góc cửa sổ"),
            "superior_name": text("Cơ quan chủ quản", name="agency_superior", hint="dòng trên ở giấy A4"),
            "place": text("Địa danh", name="agency_place", is_required=True, hint="trước ngày tháng"),
            "contact_phone": text("Điện thoại liên hệ", name="agency_phone", hint="in trên giấy hẹn"),
            "is_apology_required": SegmentField(
                "Kết quả trễ mà chưa xin lỗi (mẫu 04)",
                ((_NO, "Nhắc khi trả"), (_YES, "Không cho trả")),
                name="apology_required",
            ),
            "receipt_symbol": text("Ký hiệu giấy tiếp nhận", name="receipt_symbol", is_required=True),
            "supplement_symbol": text("Ký hiệu phiếu bổ sung", name="supplement_symbol", is_required=True),
            "apology_symbol": text("Ký hiệu văn bản xin lỗi", name="apology_symbol", is_required=True),
            "stop_symbol": text("Ký hiệu thông báo dừng", name="stop_symbol", is_required=True),
            "slip_paper": SegmentField("Khổ giấy tờ", (("A5", "A5"), ("A4", "A4")), name="slip_paper"),
            "supplement_days": text(
                "Số ngày để bổ sung", name="supplement_days", figures=True, hint="đề nghị ở mẫu 02"
            ),
            "idle_lock_minutes": text(
                "Tự khóa sau (phút)", name="idle_lock_minutes", figures=True, hint="0: không tự khóa"
            ),
            **_feedback_fields(),
        }
        self._fixed = Text("", Type.BODY, Tone.TEXT2, name="agency_fixed")
        self.save = main_button("Lưu", "save_agency")
        self.save.clicked.connect(self.submit)
        self._build()

    def _build(self) -> None:
        side = theme.px(PAGE_PADDING)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(side, theme.px(8), side, side)
        outer.setSpacing(theme.px(10))
        outer.addWidget(self.notice)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(theme.px(10))
        for column, (title, names) in enumerate(_GROUPS):
            grid.addWidget(section(title), 0, column)
            for row, name in enumerate(names, start=1):
                grid.addWidget(self.fields[name], row, column)
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, theme.px(_COLUMN))
        holder = QHBoxLayout()
        holder.addLayout(grid)
        holder.addStretch(1)
        outer.addLayout(holder)
        outer.addWidget(self._fixed)
        outer.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.save)
        outer.addLayout(foot)

    def reload(self) -> None:
        """Read the settings as they stand, unless something typed here waits to be saved."""
        if self._agency is None or not self._changes():
            self.context.jobs.read(
                lambda reading: reading.reference.agency, self._show, self.failed, channel="agency"
            )

    def _show(self, agency: Agency) -> None:
        self._agency = agency
        for name, field in self.fields.items():
            field.set_value(str(getattr(agency, name)))  # type: ignore[attr-defined]
            field.clear_mark()
        hours = agency.hours
        self._fixed.setText(
            f"Mã cơ quan {agency.id} · giờ làm việc {hours.morning_from:%H:%M}–{hours.morning_to:%H:%M}, "
            f"{hours.afternoon_from:%H:%M}–{hours.afternoon_to:%H:%M} · hồ sơ trong ngày nhận trước "
            f"{hours.same_day_cut_off:%H:%M}"
        )

    def _changes(self) -> dict[str, object]:
        """What differs from what is stored; a number that is none stays text and is refused by the act."""
        changes: dict[str, object] = {}
        for name, field in self.fields.items():
            typed: str = field.value().strip()  # type: ignore[attr-defined]
            if typed != str(getattr(self._agency, name, "")):
                changes[name] = _value(name, typed)
        return changes

    def submit(self) -> None:
        """Record what was changed."""
        changes = self._changes()
        for field in self.fields.values():
            field.clear_mark()
        if not changes:
            self.notice.show_info("Không có gì thay đổi.")
            return
        by = self.context.session.login
        self.act(lambda uow: administration.set_agency(uow, changes, by=by), self._saved, self.fields)

    def _saved(self, names: tuple[str, ...]) -> None:
        self._agency = None
        self.reload()
        self.notice.show_done(f"Đã lưu {len(names)} thay đổi.")
        self.context.session.say_changed("settings")


def _value(name: str, typed: str) -> object:
    if name in _SWITCHES:
        return typed == _YES
    return int(typed) if name in _NUMBERS and typed.isdecimal() else typed


def _feedback_fields() -> dict[str, Field]:
    """Where complaints and suggestions are sent, as the notice on the wall says it (TT 02/2017/TT-VPCP)."""
    return {
        "feedback_agency": TextField("Gửi tới", name="feedback_agency", hint="in trên giấy niêm yết"),
        "feedback_address": TextField("Địa chỉ", name="feedback_address"),
        "feedback_phone": TextField("Số điện thoại chuyên dùng", name="feedback_phone", figures=True),
        "feedback_fax": TextField("Số fax", name="feedback_fax", figures=True),
        "feedback_email": TextField("Thư điện tử", name="feedback_email"),
        "feedback_days": TextField(
            "Trả lời trong (ngày làm việc)", name="feedback_days", figures=True, is_required=True
        ),
        "is_survey_asked": SegmentField(
            "Hỏi mức độ hài lòng khi trả kết quả", ((_YES, "Có hỏi"), (_NO, "Không hỏi")), name="survey_asked"
        ),
    }
