"""What Hôm nay says of what must not wait: one line a matter, its tone, where its button leads. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from counter_app.domain.text import time_text
from counter_app.queries.attention import Attention, Matter
from counter_app.ui.tokens import Tone


@dataclass(frozen=True)
class AttentionLine:
    """One line with its button. `page`: where it leads; empty: the list of `codes` under `title`."""

    words: str
    tone: Tone
    action: str
    page: str = ""
    title: str = ""
    codes: tuple[str, ...] = ()


def attention_lines(found: tuple[Attention, ...], now: datetime) -> tuple[AttentionLine, ...]:
    """The lines of Hôm nay, as the matters come."""
    return tuple(_LINES[each.matter](each, now) for each in found)


def _transfer(found: Attention, now: datetime) -> AttentionLine:
    first = found.waiting[0]
    if found.late:
        words = f"{found.late} hồ sơ quá giờ chuyển phòng, lâu nhất từ {_moment(first.by, now)}"
        return AttentionLine(words, Tone.RED, "Bàn giao", page="handover")
    count = len(found.waiting)
    if first.by.date() == now.date():
        today = sum(each.by.date() == now.date() for each in found.waiting)
        words = f"{today} hồ sơ phải chuyển phòng trước {time_text(first.by)} hôm nay"
        return AttentionLine(words, Tone.AMBER, "Bàn giao", page="handover")
    words = f"{count} hồ sơ nhận sau 15:00, chuyển phòng đầu giờ {_moment(first.by, now)}"
    return AttentionLine(words, Tone.SLATE, "Bàn giao", page="handover")


def _answer(found: Attention, now: datetime) -> AttentionLine:
    codes = tuple(each.row.shown_code for each in found.waiting)
    first, title = found.waiting[0], "Trực tuyến chờ trả lời"
    if found.late:
        words = f"{found.late} hồ sơ trực tuyến chưa trả lời sau 8 giờ làm việc"
        return AttentionLine(words, Tone.RED, "Xem", title=title, codes=codes)
    words = f"{len(codes)} hồ sơ trực tuyến chờ trả lời, sớm nhất {_moment(first.by, now)}"
    return AttentionLine(words, Tone.AMBER, "Xem", title=title, codes=codes)


def _apology(found: Attention, now: datetime) -> AttentionLine:
    codes = tuple(each.row.shown_code for each in found.waiting)
    ahead = len(codes) - found.late
    parts = [f"{found.late} quá hạn"] if found.late else []
    parts += [f"{ahead} đến hạn trong hôm nay hoặc ngày làm việc tới"] if ahead else []
    words = f"{' và '.join(parts)}, chưa gia hạn: nếu không kịp, xin lỗi và hẹn lại (mẫu 04)"
    tone = Tone.RED if found.late else Tone.AMBER
    return AttentionLine(words, tone, "Xem", title="Cần xin lỗi, hẹn lại", codes=codes)


def conflict_lines(count: int) -> tuple[AttentionLine, ...]:
    """What the supervisor reads of what two desks recorded differently; nothing where there is none."""
    words = f"{count} chỗ khác nhau cần chọn: hai nơi cùng ghi việc lúc mất mạng"
    return (AttentionLine(words, Tone.AMBER, "Đồng bộ", page="sync"),) if count else ()


_LINES = {Matter.TRANSFER: _transfer, Matter.ANSWER: _answer, Matter.APOLOGY: _apology}


def _moment(at: datetime, now: datetime) -> str:
    if at.date() == now.date():
        return time_text(at)
    if at.date() == now.date() + timedelta(days=1):
        return f"{time_text(at)} mai"
    return f"{time_text(at)} {at:%d/%m}"
