"""What the strip says of a scan at a unit: tone, short code, words. No Qt here."""

from __future__ import annotations

from collections.abc import Callable

from counter_app.ui.dossier_words import short_code
from counter_app.ui.labels import STATUS, words
from counter_app.ui.pages.department.desk_work import Names, ScanDone, ScanEnd
from counter_app.ui.scans import Verdict
from counter_app.ui.tokens import Tone

_GONE = frozenset({"returned", "voided", "registered"})


def verdict_of(done: ScanDone, names: Names, agency_id: str) -> Verdict:
    """The verdict of what a scan did."""
    title = short_code(done.code, agency_id)
    if done.end is ScanEnd.TAKEN and len(done.codes) != 1:
        title = f"{len(done.codes)} hồ sơ"
    tone, say = _SAID[done.end]
    return Verdict(tone, title, say(done, names))


def _stepped(done: ScanDone, names: Names) -> str:
    if done.has_more:
        return f"Xong bước {done.step}/{done.steps_count}, chuyển bước sau"
    onward = f"giao {names.unit(done.onward)}" if done.onward else "ghi kết quả"
    return f"Xong bước {done.step}/{done.steps_count} · phòng đã hết bước, {onward}"


def _no_step(done: ScanDone, names: Names) -> str:
    onward = f"giao {names.unit(done.onward)}" if done.onward else "ghi kết quả"
    return f"Phòng đã hết bước: {onward}"


def _elsewhere(done: ScanDone, names: Names) -> str:
    if done.status in _GONE or not done.unit:
        return words(STATUS, done.status)
    again = " · quét lần nữa để vẫn nhận" if done.may_insist else ""
    if done.is_moving:
        return f"Đang chuyển tới {names.unit(done.unit)}, chưa được nhận{again}"
    return f"{names.unit(done.unit)} đang giữ{again}"


def _awaited(done: ScanDone, names: Names) -> str:
    if not done.unit:
        return "Chưa có dữ liệu – vẫn nhận"
    where = "chuyển tới" if done.is_moving else "ở"
    return f"Dữ liệu ghi {where} {names.unit(done.unit)} – vẫn nhận"


_Said = Callable[[ScanDone, Names], str]


def _just(text: str) -> _Said:
    return lambda _done, _names: text


_SAID: dict[ScanEnd, tuple[Tone, _Said]] = {
    ScanEnd.TAKEN: (Tone.GREEN, _just("Đã nhận")),
    ScanEnd.TAKEN_ALREADY: (Tone.AMBER, _just("Phòng đã nhận từ trước")),
    ScanEnd.AWAITED: (Tone.AMBER, _awaited),
    ScanEnd.AWAITED_ALREADY: (Tone.AMBER, _just("Phòng đã nhận từ trước, chờ dữ liệu")),
    ScanEnd.NO_DATA: (Tone.RED, _just("Chưa có dữ liệu · giấy vừa đến tay: Ctrl+N rồi quét lại")),
    ScanEnd.STEPPED: (Tone.GREEN, _stepped),
    ScanEnd.NO_STEP: (Tone.AMBER, _no_step),
    ScanEnd.FINISHED: (Tone.GREEN, _just("Đã ghi kết quả: chấp thuận")),
    ScanEnd.HELD: (Tone.GREEN, _just("Phòng đang giữ")),
    ScanEnd.TO_TAKE: (Tone.AMBER, _just("Đang chờ phòng nhận: quét ở chế độ Nhận trước")),
    ScanEnd.NOT_MINE: (Tone.AMBER, _just("Chỉ cán bộ của đơn vị đang giữ mới bàn giao được")),
    ScanEnd.ELSEWHERE: (Tone.RED, _elsewhere),
}
"""End of a scan → tone and words."""
