"""Words of the day's sheet that the page says too; no reportlab here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from counter_app.domain.day_figures import FeeLine
from counter_app.domain.day_papers import DayOpenList
from counter_app.forms.paper_dates import short_day

OPEN: Mapping[str, str] = {
    "not_handed_over": "Hồ sơ chưa bàn giao",
    "not_taken": "Đã giao, bên nhận chưa nhận",
    "not_printed": "Chưa in giấy tiếp nhận",
    "not_collected": "Kết quả chưa có người nhận",
}
METHODS: Mapping[str, str] = {
    "cash": "Tiền mặt",
    "transfer": "Chuyển khoản",
    "online": "Trực tuyến",
    "": "Khi tiếp nhận",
}
CHANNELS: Mapping[str, str] = {"direct": "trực tiếp", "online": "trực tuyến", "post": "bưu chính"}
_GROUP = 4


def grouped(head: str) -> tuple[str, str]:
    """A hash of 64 digits in groups of four, as two lines of eight groups."""
    groups = [head[at : at + _GROUP] for at in range(0, len(head), _GROUP)]
    half = (len(groups) + 1) // 2
    return " ".join(groups[:half]), " ".join(groups[half:])


def open_words(found: DayOpenList) -> str:
    """Since when the oldest waits; nothing where nothing is left."""
    if not found.lines:
        return ""
    return f"cũ nhất từ {short_day(found.lines[0].since)}"


def drafts_words(own: int, others: int) -> str:
    """Whose drafts they are; nothing without any."""
    parts = []
    if own:
        parts.append(f"của người chốt {own}")
    if others:
        parts.append(f"của người khác {others}")
    return "; ".join(parts)


def receipt_words(fees: Sequence[FeeLine]) -> str:
    """How many payments, how many receipts, and how many payments without one."""
    if not fees:
        return ""
    numbers = {fee.receipt_no for fee in fees if fee.receipt_no}
    parts = [f"{len(fees)} khoản", f"{len(numbers)} biên lai"]
    lacking = sum(fee.lacks_receipt for fee in fees)
    if lacking:
        parts.append(f"{lacking} khoản chưa có số biên lai")
    return "; ".join(parts)
