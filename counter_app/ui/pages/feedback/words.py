"""Words of the page Phản ánh: channels, states, dates. No Qt here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from counter_app.domain.feedback import FeedbackChannel, FeedbackState
from counter_app.domain.text import date_text, money
from counter_app.queries.feedback import FeedbackCounts, FeedbackRow, Shown
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.cells import BadgeCell

CHANNELS: Mapping[FeedbackChannel, str] = {
    FeedbackChannel.DIRECT: "Tại quầy",
    FeedbackChannel.PHONE: "Điện thoại",
    FeedbackChannel.EMAIL: "Thư điện tử",
    FeedbackChannel.PORTAL: "Cổng dịch vụ công",
    FeedbackChannel.POST: "Bưu chính",
    FeedbackChannel.BOX: "Hòm thư góp ý",
}
SHOWN: Mapping[Shown, str] = {
    Shown.OPEN: "Chưa trả lời",
    Shown.ANSWERED: "Đã trả lời",
    Shown.ALL: "Tất cả",
}
HOWS = ("văn bản", "thư điện tử", "điện thoại", "trực tiếp", "niêm yết")
"""How an answer went out; kept as these words."""
NAMELESS = "Không ghi tên"
NOT_HERE = (
    "Khiếu nại, tố cáo không nhận ở đây: hướng dẫn người dân đến bộ phận tiếp công dân "
    "(Luật Khiếu nại, Luật Tố cáo)."
)
_WARNINGS: Mapping[str, str] = {
    "from_missing": "chưa ghi tên",
    "contact_missing": "chưa có địa chỉ, số điện thoại để trả lời",
}


def channel_words(channel: str) -> str:
    """The words of a channel; one that a newer program wrote is shown as it stands."""
    known = next((member for member in CHANNELS if member == channel), None)
    return channel if known is None else CHANNELS[known]


def moment_words(moment: datetime) -> str:
    """`23/11/2026 09:14`."""
    return f"{date_text(moment)} {moment:%H:%M}"


def state_cell(row: FeedbackRow, today: date) -> BadgeCell:
    """Word, tone and icon of where a feedback stands; days are those of the calendar."""
    left = (row.due_on - today).days
    if row.state is FeedbackState.OVERDUE:
        return BadgeCell(f"Quá hạn {-left} ngày", Tone.RED, "clock-alert")
    if row.state is FeedbackState.SOON:
        return BadgeCell("Hạn hôm nay" if not left else f"Còn {left} ngày", Tone.AMBER, "hourglass")
    if row.state is FeedbackState.OPEN:
        return BadgeCell(f"Còn {left} ngày", Tone.SLATE, "clock")
    if row.state is FeedbackState.LATE:
        return BadgeCell("Trả lời muộn", Tone.TEXT2, "clock-alert")
    return BadgeCell("Đúng hạn", Tone.GREEN, "circle-check")


def count_words(counts: FeedbackCounts) -> str:
    """`4 chưa trả lời · 1 quá hạn · 12 đã trả lời`."""
    parts = [f"{money(counts.open)} chưa trả lời"]
    if counts.overdue:
        parts.append(f"{money(counts.overdue)} quá hạn")
    parts.append(f"{money(counts.answered)} đã trả lời")
    return " · ".join(parts)


def taken_words(number: str, due_on: date, warnings: tuple[str, ...]) -> str:
    """What was taken in, and what is missing in it."""
    told = f"Đã ghi phản ánh số {number}, trả lời chậm nhất {date_text(due_on)}."
    missing = [_WARNINGS[warning] for warning in warnings if warning in _WARNINGS]
    return f"{told} Lưu ý: {', '.join(missing)}." if missing else told


def answered_words(number: str, *, is_late: bool) -> str:
    """What was answered."""
    return f"Đã ghi trả lời phản ánh số {number}" + (" (muộn hạn)." if is_late else ".")
