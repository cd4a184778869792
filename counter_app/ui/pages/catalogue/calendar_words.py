"""What the calendar page says of changes, of dossiers that would move, of versions and file rows. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from counter_app.domain.calendar import CalendarDay, DayKind
from counter_app.domain.calendar_change import DayChange
from counter_app.domain.text import date_text, day_name, money, time_text
from counter_app.forms.wording import remaining_text
from counter_app.imports.calendar_rows import CalendarRow, Verdict
from counter_app.imports.tables import ForeignTable, NoteKind
from counter_app.queries.calendar_preview import CalendarPreview, DueMove
from counter_app.queries.calendar_versions import CalendarVersion
from counter_app.services.recalculation import Recalculated
from counter_app.ui.messages import sentence_of
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.cells import BadgeCell

OFF, WORKING, USUAL = "off", "working", "usual"
KINDS = ((OFF, "Nghỉ"), (WORKING, "Làm bù"), (USUAL, "Bình thường"))
STATES = (("confirmed", "Đã công bố"), ("proposed", "Dự kiến"))


def kind_of(word: str) -> DayKind | None:
    """The kind of a choice; None for an ordinary day."""
    return None if word == USUAL else DayKind(word)


def change_lead(change: DayChange) -> str:
    """`T3 24/11`."""
    return f"{day_name(change.day)} {change.day:%d/%m}"


def change_text(change: DayChange) -> str:
    """`Ngày Văn hóa Việt Nam`, `Ngày làm việc bình thường`."""
    if change.entry is not None:
        return change.entry.label
    return "Như ngày thường" if change.day.weekday() < 5 else "Nghỉ cuối tuần"


def change_caption(change: DayChange) -> str:
    """`nghỉ · 9441/TB-BNV · dự kiến`."""
    return entry_caption(change.entry) if change.entry else f"bỏ khỏi lịch · {change.day.year}"


def entry_caption(entry: CalendarDay) -> str:
    """`nghỉ 2026 · 9441/TB-BNV`."""
    what = "làm việc" if entry.kind is DayKind.WORKING else "nghỉ"
    parts = [f"{what} · {entry.day.year}", entry.notice, "" if entry.is_confirmed else "dự kiến"]
    return " · ".join(part for part in parts if part)


def many(count: int) -> str:
    """`1.250 hồ sơ`."""
    return f"{money(count)} hồ sơ"


def preview_title(changes: int) -> str:
    """Of a draft, or of the stored calendar."""
    return f"Xem trước {changes} thay đổi của lịch" if changes else "Hồ sơ có hạn theo lịch cũ"


def preview_words(found: CalendarPreview) -> str:
    """What would happen, in one or two sentences."""
    if not found.moves and not found.remainders:
        words = f"Không hồ sơ nào đổi hạn ({many(found.open_count)} đang mở)."
    else:
        words = f"{many(len(found.moves))} đổi hạn trong {many(found.open_count)} đang mở."
    if found.kept_count:
        words += f" {found.kept_count} hồ sơ đã in giấy hẹn muộn hơn: giữ ngày trên giấy."
    if found.remainders:
        words += f" {len(found.remainders)} hồ sơ đang dừng đổi thời gian còn lại."
    if found.settled:
        words += f" {len(found.settled)} hồ sơ giữ ngày, hết tạm tính."
    if found.kept:
        words += f" {len(found.kept)} hồ sơ đã được giữ ngày trên giấy từ trước."
    return words


def stale_words(found: CalendarPreview, *, may_recalculate: bool) -> str:
    """The line above the calendar where promises were made by an older one; empty where there are none."""
    count = len(found.codes)
    if not count:
        return ""
    told = f"{many(count)} có hạn theo lịch cũ"
    return f"{told}." if may_recalculate else f"{told}, chờ lãnh đạo tính lại."


def due_words(moment: datetime) -> str:
    """`17:30 T6 04/12/2026`."""
    return f"{time_text(moment)} {day_name(moment.date())} {date_text(moment.date())}"


def left_words(minutes: int) -> str:
    """What remains while the clock stands still."""
    return remaining_text(minutes)


def move_badge(move: DueMove, *, allows_earlier: bool) -> BadgeCell:
    """What happens to the promise."""
    if move.is_kept and not allows_earlier:
        return BadgeCell("Giữ ngày trên giấy", Tone.SLATE, "lock")
    if move.is_earlier:
        return BadgeCell("Sớm hơn", Tone.AMBER, "arrow-up")
    return BadgeCell("Muộn hơn", Tone.ACCENT, "arrow-right")


def paper_words(move: DueMove) -> str:
    """`chưa in`, `đã in`, `đã in 03/12`: what the paper in the applicant's hands says."""
    if move.paper_at is None:
        return "chưa in"
    return "đã in" if move.paper_at == move.old_at else f"đã in hạn {move.paper_at:%d/%m}"


def done_words(done: Recalculated) -> str:
    """What a recalculation did."""
    words = f"Đã tính lại hạn: {many(len(done.moved))} có hạn mới"
    if done.kept:
        words += f", {len(done.kept)} giữ ngày trên giấy"
    rest = len(done.results) - len(done.moved) - len(done.kept)
    if rest:
        words += f", {rest} không đổi ngày"
    return f"{words}. In lại giấy hẹn khi gặp chủ hồ sơ." if done.moved else f"{words}."


def version_lead(version: CalendarVersion) -> str:
    """`23/11/26`."""
    return f"{version.at:%d/%m/%y}"


def version_text(version: CalendarVersion) -> str:
    """`5 ngày · xác nhận 2027`."""
    parts = []
    if version.days:
        parts.append(f"{len(version.days)} ngày")
    if version.confirmed:
        parts.append("xác nhận " + ", ".join(map(str, version.confirmed)))
    return " · ".join(parts) or "không đổi ngày nào"


def version_caption(version: CalendarVersion, person: str) -> str:
    """`vn-261123-1.1 · Đỗ Quản Trị · 9441/TB-BNV`."""
    return " · ".join(part for part in (version.version, person, ", ".join(version.notices[:3])) if part)


_VERDICTS = {
    Verdict.NEW: BadgeCell("Mới", Tone.GREEN, "plus"),
    Verdict.CHANGED: BadgeCell("Khác lịch", Tone.AMBER, "square-pen"),
    Verdict.SAME: BadgeCell("Đã có", Tone.TEXT2, "check"),
    Verdict.REFUSED: BadgeCell("Không nhận", Tone.RED, "circle-alert"),
}


def verdict_badge(row: CalendarRow) -> BadgeCell:
    """What a row of the file would do."""
    return _VERDICTS[row.verdict]


def verdict_words(row: CalendarRow) -> str:
    """Why it is refused, or what stands in the calendar now."""
    if row.error is not None:
        return sentence_of(row.error)
    if row.verdict is Verdict.CHANGED and row.before is not None:
        return f"đang là: {row.before.label} ({entry_caption(row.before)})"
    return ""


def file_words(table: ForeignTable, rows: Sequence[CalendarRow]) -> str:
    """Of the whole file: how many rows of each kind, and what should be known of it."""
    counts = {verdict: sum(row.verdict is verdict for row in rows) for verdict in Verdict}
    parts = [
        f"{counts[verdict]} {words}"
        for verdict, words in (
            (Verdict.NEW, "ngày mới"),
            (Verdict.CHANGED, "ngày khác lịch đang dùng"),
            (Verdict.SAME, "ngày đã có"),
            (Verdict.REFUSED, "dòng không nhận"),
        )
        if counts[verdict]
    ]
    told = ", ".join(parts) or "tệp không có dòng nào"
    notes = {note.kind for note in table.notes}
    if NoteKind.OLD_LETTERS in notes:
        told += f" · đã đổi từ bảng mã {table.encoding.upper()}"
    if NoteKind.HIDDEN_ROW in notes:
        told += " · có dòng ẩn"
    return f"{table.sheet}: {told}."
