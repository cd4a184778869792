"""Pictures of the table kit: every kind of cell, group rows, ticks, an empty list."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.models.columns import Column
from counter_app.ui.models.rows_model import GroupRow, RowsModel
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.cells import (
    BadgeCell,
    BarCell,
    NameCell,
    StepCell,
    TextCell,
    TimeLeftCell,
)
from counter_app.ui.widgets.data_table import DataTable
from counter_app.ui.widgets.frames import Ground
from tests.ui.picture_states import state


@dataclass(frozen=True)
class Line:
    """An invented dossier."""

    code: str
    name: str
    holder: str
    unit: str
    share: float
    due: str
    badge: BadgeCell
    is_late: bool = False


_NAMES = (
    "TNHH Cơ khí Chính xác Đông Đô",
    "TNHH Hanmi Mẫu Electronics Việt Nam – Chi nhánh Khu công nghiệp Đình Vũ Cát Hải",
    "CP Ổn Ẩm Ỷ Ằ Ấ Ỗ",
    "A <b> & Söhne",
    "VPĐD Northsea Demo Trading",
    "Hợp tác xã Dịch vụ Suất ăn Công nghiệp",
)
_BADGES = (
    BadgeCell("Còn 7 ngày", Tone.GREEN, "circle-check"),
    BadgeCell("Đang chuyển", Tone.ACCENT, "arrow-left-right"),
    BadgeCell("Còn 3 giờ", Tone.AMBER, "hourglass"),
    BadgeCell("Chờ bổ sung", Tone.SLATE, "circle-pause"),
    BadgeCell("Quá hạn 12 ngày", Tone.RED, "clock-alert"),
    BadgeCell("Đã trả", Tone.TEXT2, "package-check"),
)


def lines(count: int) -> list[Line]:
    """Invented rows."""
    return [
        Line(
            f"2611{23 - n % 20:02d}-{n:04d}",
            _NAMES[n % 6],
            ("Trần Minh Đức", "Phạm Thu Hà")[n % 2],
            ("QLĐT", "TN&MT", "Quầy 1")[n % 3],
            (n % 7) / 5,
            ("03/12", "14:14", "–", "05/01/27")[n % 4],
            _BADGES[n % 6],
            n == 4,
        )
        for n in range(count)
    ]


def _time_tone(line: Line) -> Tone:
    return Tone.RED if line.share > 1 else Tone.AMBER if line.share > 0.7 else Tone.TEXT2


COLUMNS: tuple[Column[Line], ...] = (
    Column(
        "code",
        "Mã hồ sơ",
        132,
        lambda line: TextCell(line.code, Tone.ACCENT, figures=True),
        sort="code",
        is_fixed=True,
        copy=lambda line: f"H24.28-{line.code}",
    ),
    Column("name", "Chủ hồ sơ", 160, lambda line: TextCell(line.name), is_stretch=True, sort="name"),
    Column("holder", "Đang ở", 190, lambda line: NameCell(line.holder, line.unit), gives_way=2),
    Column(
        "left",
        "Thời gian của bước",
        190,
        lambda line: TimeLeftCell(line.share, "còn 3 giờ", _time_tone(line), "timer"),
        gives_way=3,
    ),
    Column("step", "Bước", 150, lambda line: StepCell("3/6", "Thẩm định"), gives_way=4),
    Column(
        "load",
        "Số hồ sơ",
        140,
        lambda line: BarCell(((4, "data"), (2, "amber_fill"), (1, "red_fill")), "7", 12),
        gives_way=5,
    ),
    Column(
        "due",
        "Hẹn trả",
        92,
        lambda line: TextCell(line.due, figures=True),
        is_right=True,
        sort="due",
        is_fixed=True,
    ),
    Column("state", "Tình trạng", 164, lambda line: line.badge, is_fixed=True),
)


def model() -> RowsModel:
    """An empty model of the invented lines."""
    return RowsModel(COLUMNS, key=lambda line: line.code, row_tone=lambda line: _tone(line))


def _tone(line: Line) -> Tone | None:
    return Tone.AMBER if line.is_late else None


def _page(*tables: DataTable) -> QWidget:
    ground = Ground("surface", name="table_page")
    column = QVBoxLayout(ground)
    column.setContentsMargins(0, theme.px(24), 0, theme.px(24))
    column.setSpacing(theme.px(24))
    for table in tables:
        column.addWidget(table, 1)
    return ground


def _settle(root: QWidget) -> None:
    table = root.findChild(DataTable, "all_cells")
    table.setFocus(Qt.FocusReason.TabFocusReason)
    table.set_current(table.table_model.key_at(2))


@state("table-cells", settle=_settle)
def _cells() -> QWidget:
    table = DataTable(model(), name="all_cells", label="Mọi loại ô", edge=24)
    table.table_model.set_rows(lines(60))
    table.set_sort("code", True)
    return _page(table)


def _tick(root: QWidget) -> None:
    table = root.findChild(DataTable, "groups")
    table.setFocus(Qt.FocusReason.TabFocusReason)
    table.set_ticked([table.table_model.key_at(1), table.table_model.key_at(2)])
    table.set_current(table.table_model.key_at(2))


@state("table-groups-ticks-empty", settle=_tick)
def _groups() -> QWidget:
    table = DataTable(model(), name="groups", label="Nhóm", tickable=True, edge=24)
    rows = lines(9)
    table.table_model.set_rows(
        [
            GroupRow("Quá hạn bước", 2, Tone.RED, "clock-alert"),
            *rows[:2],
            GroupRow("Hôm nay", 7, Tone.AMBER, "hourglass"),
            *rows[2:],
        ]
    )
    empty = DataTable(model(), name="empty", label="Trống", edge=24)
    empty.set_empty("Không có hồ sơ nào quá hạn.", "Hồ sơ quá hạn sẽ hiện ở đây, muộn nhất trước.")
    return _page(table, empty)
