"""Invented people, papers and days for pictures and tests of the window."""

from __future__ import annotations

from datetime import date, datetime

from counter_app.domain.procedure import ComponentKind
from counter_app.domain.staff import Role
from counter_app.ui.main_window import SessionView
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.component_table import ComponentLine
from counter_app.ui.widgets.quiet_list import QuietRow
from counter_app.ui.widgets.staff_tile import StaffChoice
from counter_app.ui.widgets.status_line import StatusView
from counter_app.ui.widgets.week_grid import DueDays

NOW = datetime(2026, 11, 23, 9, 14)
AGENCY = "Ban Quản lý Khu kinh tế Hải Phòng"
STATUS = StatusView(backup="Sao lưu 02:05", holiday="Mai nghỉ 24/11 – Ngày Văn hóa Việt Nam")

STAFF = (
    StaffChoice("lan", "Nguyễn Thị Lan", "Cán bộ một cửa", "Đang khóa từ 09:12"),
    StaffChoice("trang", "Bùi Thu Trang", "Cán bộ một cửa", "Thứ sáu 17:20"),
    StaffChoice("duc", "Trần Minh Đức", "Chuyên viên", "Phòng QLĐT"),
    StaffChoice("ha", "Phạm Thu Hà", "Chuyên viên", "Phòng QLĐT"),
    StaffChoice("hoanganh", "Vũ Hoàng Anh", "Chuyên viên", "Phòng TN&MT"),
    StaffChoice("bao", "Lê Quốc Bảo", "Trưởng phòng", "Phòng QHXD"),
    StaffChoice("huy", "Đỗ Quang Huy", "Lãnh đạo Ban", "Theo dõi, báo cáo"),
    StaffChoice("quan", "Hoàng Văn Quân", "Quản trị", "Lịch, danh mục"),
)

MANY_STAFF = STAFF + tuple(
    StaffChoice(f"nv{number}", name, "Chuyên viên", "Phòng QLDN")
    for number, name in enumerate(
        ("Ngô Thị Ánh", "Đặng Ẩn", "Lý Ỷ Lan", "Phan Đình Ổn", "Hồ Ngọc Ẩm", "Đinh Thị Ước", "Mai Ế"), start=1
    )
)

LINES = (
    ComponentLine(1, "Văn bản đề nghị điều chỉnh dự án đầu tư", ComponentKind.ORIGINAL, 1, True),
    ComponentLine(
        2,
        "Báo cáo tình hình triển khai dự án đầu tư đến thời điểm điều chỉnh",
        ComponentKind.ORIGINAL,
        1,
        True,
    ),
    ComponentLine(
        3,
        "Quyết định của nhà đầu tư về việc điều chỉnh dự án đầu tư (đối với nhà đầu tư là tổ chức)",
        ComponentKind.COPY,
        1,
        True,
    ),
    ComponentLine(
        4, "Giải trình hoặc tài liệu liên quan đến việc điều chỉnh (nếu có)", ComponentKind.COPY, 1, False
    ),
    ComponentLine(
        5,
        "Tài liệu liên quan đến việc thay đổi tên dự án, tên nhà đầu tư (trường hợp đổi tên)",
        ComponentKind.COPY,
        1,
        False,
    ),
    ComponentLine(
        6,
        "Bản án, quyết định có hiệu lực của tòa án, trọng tài (trường hợp theo bản án)",
        ComponentKind.COPY,
        1,
        False,
    ),
    ComponentLine(
        7,
        "Bản sao Giấy chứng nhận đăng ký đầu tư; Quyết định chấp thuận chủ trương (nếu có)",
        ComponentKind.COPY,
        1,
        False,
    ),
)

DUE = DueDays(
    received_on=date(2026, 11, 23),
    due_on=date(2026, 12, 3),
    counted=tuple(
        date(2026, *day) for day in ((11, 25), (11, 26), (11, 27), (11, 30), (12, 1), (12, 2), (12, 3))
    ),
    off=(date(2026, 11, 24), date(2026, 11, 28), date(2026, 11, 29)),
    sentence="Nhận 09:14 T2 23/11. Không tính 24/11 (Ngày Văn hóa Việt Nam) và 28–29/11 (cuối tuần).",
)

_COMPANIES = (
    "TNHH Cơ khí Chính xác Đông Đô",
    "CP Cảng Xanh Đình Vũ",
    "TNHH Nước & Môi trường <Hải Phòng>",
    "Trần Thị Ví Dụ",
    "TNHH Điện tử Ánh Dương Việt Nam chi nhánh Khu công nghiệp Tràng Duệ",
)


def rows(count: int, when: tuple[tuple[str, Tone, str], ...]) -> tuple[QuietRow, ...]:
    """`count` invented dossiers, their right-hand words taken in turn from `when`."""
    return tuple(
        QuietRow(
            f"261123-{number:04d}",
            _COMPANIES[number % len(_COMPANIES)],
            "Điều chỉnh Giấy chứng nhận đăng ký đầu tư",
            *when[min(number - 1, len(when) - 1)],
        )
        for number in range(1, count + 1)
    )


def session(role: Role = Role.COUNTER) -> SessionView:
    """A session of an invented clerk."""
    return SessionView("BQL Khu kinh tế Hải Phòng", "Nguyễn Thị Lan", "lan", role, "Quầy 1")
