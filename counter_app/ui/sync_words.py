"""What the status bar says of the meeting with the central store."""

from __future__ import annotations

from datetime import datetime, timedelta

from counter_app.domain.sync_report import Outcome
from counter_app.domain.text import money, time_text
from counter_app.queries.sync import SyncFacts
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.status_line import SyncView

CLOCK_OFF_MS = 2 * 60_000
"""From here on a clock that differs from the centre's is told."""
LATE = timedelta(days=1)
"""After this long without a pass the status bar is amber, after three times as long red."""

REFUSED = frozenset({"centre_refused", "program_too_old", "centre_too_new", "centre_too_old"})
"""What no waiting mends: somebody has to do something."""
_NOT_SINCE = "Chưa đồng bộ từ"
"""Words that tell the last pass themselves."""

STEPS = {
    "dial": "Đang gọi kho",
    "hello": "Đang chào kho",
    "welcome": "Đang so với kho",
    "incarnation": "Đang nhận dãy số mới",
    "went_back": "Đang tìm chỗ kho lùi về",
    "forget_positions": "Đang tìm chỗ kho lùi về",
    "aside": "Đang xếp lại việc của quầy",
    "push": "Đang gửi",
    "quarantine": "Đang gửi",
    "relay": "Đang gửi hộ máy khác",
    "pull": "Đang nhận",
    "store": "Đang ghi",
    "stored": "Đang ghi",
    "check": "Đang đối chiếu",
    "checked": "Đang đối chiếu",
    "compare": "Đang đối chiếu",
    "rebuild": "Đang dựng lại số liệu",
    "note": "Đang ghi phiếu",
}
"""Step of a pass → words; one that is not known here is `step_words`' own."""


def sync_words(view: SyncFacts, step: str = "") -> SyncView | None:
    """The part of the status bar; None for a desk without a centre. `step`: of the pass that is running."""
    if not view.is_joined:
        return None
    waiting = f"{money(view.waiting.count)} chờ gửi"
    words, tone = _state(view)
    if step:
        return SyncView(f"{step_words(step)} …", waiting, tone, view.conflicts)
    if tone is not Tone.GREEN and view.last_ok is not None and not words.startswith(_NOT_SINCE):
        waiting += f" · đã đồng bộ {moment_words(view.last_ok, view.as_of)}"
    if tone is Tone.GREEN and is_unreached(view):
        if view.waiting.count:
            done = f"{words[0].lower()}{words[1:]}"
            return SyncView("Chưa gặp được kho", f"{waiting} · {done}", Tone.AMBER, view.conflicts)
        waiting += " · chưa gặp được kho"
    return SyncView(words, waiting, tone, view.conflicts)


def _state(view: SyncFacts) -> tuple[str, Tone]:
    """The worst thing first."""
    if view.slip is not None and view.slip.odd:
        return "Lệch với kho", Tone.RED
    if view.last is not None and view.last.because in REFUSED:
        return "Kho không nhận quầy này", Tone.RED
    if view.last_ok is None:
        return "Chưa đồng bộ lần nào", Tone.AMBER
    age = view.as_of - view.last_ok
    if age > 3 * LATE:
        return f"{_NOT_SINCE} {view.last_ok:%d/%m}", Tone.RED
    if view.conflicts:
        return f"{money(view.conflicts)} chỗ khác nhau", Tone.AMBER
    if age > LATE:
        is_yesterday = view.last_ok.date() == view.as_of.date() - timedelta(days=1)
        since = "hôm qua" if is_yesterday else f"{view.last_ok:%d/%m}"
        return f"{_NOT_SINCE} {since}", Tone.AMBER
    if is_clock_off(view):
        return "Đồng hồ máy lệch", Tone.AMBER
    return f"Đã đồng bộ {moment_words(view.last_ok, view.as_of)}", Tone.GREEN


def is_unreached(view: SyncFacts) -> bool:
    """Whether the newest pass could not go on."""
    return view.last is not None and view.last.outcome is Outcome.FAILED


def is_clock_off(view: SyncFacts) -> bool:
    """Whether this machine's clock differs from the centre's by more than is let pass."""
    return view.clock_offset_ms is not None and abs(view.clock_offset_ms) > CLOCK_OFF_MS


def step_words(step: str) -> str:
    """What a running pass does now."""
    return STEPS.get(step.split(" ", 1)[0], "Đang đồng bộ")


def moment_words(at: datetime, now: datetime) -> str:
    """`02:00` today, `02:00 hôm qua`, `02:00 20/11`, with the year where it is another."""
    if at.date() == now.date():
        return time_text(at)
    if at.date() == now.date() - timedelta(days=1):
        return f"{time_text(at)} hôm qua"
    return f"{time_text(at)} {at:%d/%m}" if at.year == now.year else f"{time_text(at)} {at:%d/%m/%Y}"
