"""A day's sheet with valid defaults."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from counter_app.domain.day_figures import DoubledReceipt, FeeLine, MethodSum
from counter_app.domain.day_papers import DayClosePaper, DayOpenLine, DayOpenList
from counter_app.domain.papers import PrintMark

HEAD = "7f3a90d2c4418b07e65521aa0c9d3f1e88b2d6470a5c13e97fb4602de8195cb3"
NAME = "Công ty TNHH Cơ khí Chính xác Đông Đô"


def code(number: int) -> str:
    return f"H24.28-261123-{number:04d}"


def day_close(**changes: Any) -> DayClosePaper:
    """A usual day: some left open, four payments, one receipt number twice."""
    value = DayClosePaper(
        agency_name="Ban Quản lý Khu kinh tế Hải Phòng",
        place="Hải Phòng",
        mark=PrintMark(datetime(2026, 11, 23, 17, 33), "Nguyễn Thị Lan", "CN-01"),
        day=date(2026, 11, 23),
        sheet="2026-11-23-1",
        sheet_no=1,
        signed_at=datetime(2026, 11, 23, 17, 32),
        signed_by="Nguyễn Thị Lan",
        head_hash=HEAD,
        log_place=1204,
        received=12,
        voided=1,
        by_channel=(("direct", 9), ("online", 3)),
        open_lists=(
            DayOpenList(
                "not_handed_over",
                2,
                (
                    DayOpenLine(
                        "H24.28-261120-0007", NAME, datetime(2026, 11, 20, 16, 2), "Phòng Quản lý Đầu tư"
                    ),
                    DayOpenLine(
                        code(11), "Trần Thị Ví Dụ", datetime(2026, 11, 23, 16, 40), "Phòng Quản lý Đầu tư"
                    ),
                ),
            ),
            DayOpenList(
                "not_taken",
                1,
                (
                    DayOpenLine(
                        code(4),
                        NAME,
                        datetime(2026, 11, 23, 11, 20),
                        "Phòng Tài nguyên và Môi trường",
                        "BG-261123-1.2",
                    ),
                ),
            ),
            DayOpenList("not_printed", 0),
            DayOpenList(
                "not_collected",
                14,
                tuple(
                    DayOpenLine(f"H24.28-2611{day:02d}-0002", NAME, datetime(2026, 11, day + 8, 15, 0))
                    for day in range(2, 5)
                ),
            ),
        ),
        drafts_own=1,
        fees=(
            FeeLine("2026-11-23T08:12", code(1), 50_000, "", "", "", "Nguyễn Thị Lan"),
            FeeLine("2026-11-23T09:30", code(2), 300_000, "cash", "0012345", "", "Nguyễn Thị Lan"),
            FeeLine("2026-11-23T10:05", code(3), 1_200_000, "transfer", "0012346", "", "Nguyễn Thị Lan"),
            FeeLine("2026-11-23T14:10", code(5), 0, "cash", "", "hộ nghèo", "Nguyễn Thị Lan"),
            FeeLine("2026-11-23T15:00", code(6), 100_000, "cash", "0012345", "", "Bùi Thu Trang"),
        ),
        sums=(
            MethodSum("cash", 3, 400_000),
            MethodSum("transfer", 1, 1_200_000),
            MethodSum("", 1, 50_000),
        ),
        doubled=(DoubledReceipt("0012345", (code(2), code(6))),),
        backup_at=datetime(2026, 11, 23, 12, 0),
        note="Khách hẹn mang bổ sung sáng mai.\nMáy in thay mực lúc 15 giờ.",
    )
    return replace(value, **changes)
