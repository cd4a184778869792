"""The checklist of a day in words: what is done is green, what is open says how much and since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from counter_app.domain.day_figures import OpenKind
from counter_app.domain.text import date_text, money, time_text
from counter_app.forms.day_words import CHANNELS, grouped
from counter_app.queries.end_of_day import DayView
from counter_app.ui.tokens import Tone


class CheckId(StrEnum):
    """The lines of the list, in their order."""

    RECEIVED = "received"
    NOT_HANDED_OVER = "not_handed_over"
    NOT_TAKEN = "not_taken"
    NOT_PRINTED = "not_printed"
    NOT_COLLECTED = "not_collected"
    DRAFTS = "drafts"
    FEES = "fees"
    BACKUP = "backup"
    LOG = "log"


@dataclass(frozen=True)
class Check:
    """One line. `figure` at the right, "" where the line needs none; `is_open`: something is left to do."""

    id: CheckId
    title: str
    words: str
    figure: str
    tone: Tone
    icon: str

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to see to it."""
        return self.tone in (Tone.AMBER, Tone.RED)


@dataclass(frozen=True)
class _Words:
    open: str
    done: str
    since: str


_OPEN: Mapping[OpenKind, _Words] = {
    OpenKind.NOT_HANDED_OVER: _Words("Chưa bàn giao", "Đã bàn giao hết", "cũ nhất nhận"),
    OpenKind.NOT_TAKEN: _Words("Đã giao, bên nhận chưa nhận", "Bên nhận đã nhận đủ", "cũ nhất giao"),
    OpenKind.NOT_PRINTED: _Words("Chưa in giấy tiếp nhận", "Giấy tiếp nhận đã in đủ", "cũ nhất nhận"),
    OpenKind.NOT_COLLECTED: _Words(
        "Kết quả chưa có người nhận", "Không còn kết quả chờ người nhận", "lâu nhất từ"
    ),
}
CHECK_OF: Mapping[CheckId, OpenKind] = {CheckId(str(kind)): kind for kind in OpenKind}
_DONE, _TODO = "circle-check", "circle-alert"


def checks(view: DayView) -> tuple[Check, ...]:
    """Every line of a day."""
    return (
        _received(view),
        *(_open(view, kind) for kind in _OPEN),
        _drafts(view),
        _fees(view),
        _backup(view),
        _log(view),
    )


def title_of(check: Check, view: DayView) -> str:
    """What the page Hồ sơ is called that shows a line's dossiers: `Chưa bàn giao · ngày 23/11/2026`."""
    return f"{check.title} · ngày {date_text(view.day)}"


def moment_words(iso: str, day: date) -> str:
    """`16:02` of the day itself, else `16:02 20/11`."""
    at = datetime.fromisoformat(iso)
    return time_text(at) if at.date() == day else f"{time_text(at)} {at:%d/%m}"


def _received(view: DayView) -> Check:
    figures = view.figures
    parts = [f"{CHANNELS.get(word, word)} {count}" for word, count in figures.by_channel]
    if figures.voided:
        parts.append(f"đã hủy {figures.voided}")
    words = " · ".join(parts) or "Chưa có hồ sơ nào mang ngày này"
    return Check(
        CheckId.RECEIVED,
        "Tiếp nhận trong ngày",
        words,
        money(figures.received),
        Tone.TEXT2,
        "file-plus-2",
    )


def _open(view: DayView, kind: OpenKind) -> Check:
    said, found = _OPEN[kind], view.figures.of(kind)
    check = CheckId(str(kind))
    if not found.count:
        return Check(check, said.done, "", "", Tone.GREEN, _DONE)
    # What waits for applicants is nobody's omission: it is told, and calls for no act tonight.
    is_waiting = kind is OpenKind.NOT_COLLECTED
    tone, icon = (Tone.SLATE, "package-check") if is_waiting else (Tone.AMBER, _TODO)
    words = f"{said.since} {moment_words(found.lines[0].since, view.day)}"
    earlier = sum(line.since[:10] < view.day.isoformat() for line in found.lines)
    if earlier and not is_waiting and earlier < found.count:
        words = f"{earlier} từ ngày trước · {words}"
    return Check(check, said.open, words, money(found.count), tone, icon)


def _drafts(view: DayView) -> Check:
    own, others = view.figures.drafts_own, view.figures.drafts_others
    if not own and not others:
        return Check(CheckId.DRAFTS, "Không còn bản nháp", "", "", Tone.GREEN, _DONE)
    parts = [f"của bạn {own}"] if own else []
    if others:
        parts.append(f"của người khác {others}")
    tone, icon = (Tone.AMBER, _TODO) if own else (Tone.SLATE, "square-pen")
    return Check(CheckId.DRAFTS, "Bản nháp còn lại", " · ".join(parts), money(own + others), tone, icon)


def _fees(view: DayView) -> Check:
    fees, doubled = view.figures.fees, view.figures.doubled
    if not fees:
        return Check(CheckId.FEES, "Không thu phí", "", "", Tone.GREEN, _DONE)
    lacking = sum(fee.lacks_receipt for fee in fees)
    numbers = len({fee.receipt_no for fee in fees if fee.receipt_no})
    parts = [f"{len(fees)} khoản", f"{numbers} biên lai"]
    if doubled:
        parts.append(f"{len(doubled)} số trùng")
    elif lacking:
        parts.append(f"{lacking} khoản chưa có số")
    is_well = not doubled and not lacking
    tone, icon = (Tone.GREEN, _DONE) if is_well else (Tone.AMBER, _TODO)
    return Check(
        CheckId.FEES, "Phí, lệ phí", " · ".join(parts), f"{money(view.figures.total_vnd)} đ", tone, icon
    )


def _backup(view: DayView) -> Check:
    at = view.figures.backup_at
    if not at:
        words = "Tự sao lưu khi mở chương trình"
        return Check(CheckId.BACKUP, "Chưa sao lưu trong ngày", words, "", Tone.AMBER, _TODO)
    return Check(CheckId.BACKUP, f"Đã sao lưu {moment_words(at, view.day)}", "", "", Tone.GREEN, _DONE)


def _log(view: DayView) -> Check:
    last = view.last_sign_off
    words = f"{money(view.figures.place)} việc · dấu {grouped(view.head)[0][:9]} … {view.head[-4:]}"
    title = "Nhật ký của quầy"
    tone, icon = Tone.TEXT2, "fingerprint"
    if last is not None:
        when = moment_words(last.at.isoformat(timespec="minutes"), view.day)
        title, words = f"Đã chốt {when}, phiếu số {last.number}", "Không có việc nào sau khi chốt"
        tone, icon = Tone.GREEN, _DONE
        if last.after:
            words, tone, icon = f"Có {last.after} việc sau khi chốt", Tone.AMBER, _TODO
    if any(not sheet.is_in_log for sheet in view.sign_offs):
        words, tone, icon = "Phiếu đã in không khớp nhật ký, báo quản trị", Tone.RED, _TODO
    return Check(CheckId.LOG, title, words, "", tone, icon)
