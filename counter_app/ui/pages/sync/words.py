"""Words of the left side of Đồng bộ: the slip, what waits, the next pass, what must be known. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from counter_app.domain.dossier import Status
from counter_app.domain.events import local_minute
from counter_app.domain.pass_times import LONGEST, NIGHT, USUAL
from counter_app.domain.sync_report import Outcome, PassReport, StatusCount
from counter_app.domain.text import day_name_long, money, time_text
from counter_app.queries.sync import AwaitedAct, Slip, SyncFacts, Waiting
from counter_app.ui.messages import sentence
from counter_app.ui.sync_words import REFUSED, is_clock_off, is_unreached, moment_words
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.row_list import Line

MOST_DAYS = 3
CONFLICTS, AWAITED = "conflicts", "awaited"
"""Keys of lines that open something at the right."""

_BY_THEMSELVES = frozenset({"centre_unreachable", "sync_busy"})
"""What passes again without anybody doing something."""


@dataclass(frozen=True)
class Told:
    """One notice: RED it stands, AMBER look at it, SLATE good to know."""

    tone: Tone
    words: str


# -- slip


def slip_span(report: PassReport) -> str:
    """`02:00 – 02:01 thứ hai 23/11`."""
    began, ended = local_minute(report.started_at), local_minute(report.ended_at or report.started_at)
    span = time_text(began) if began == ended else f"{time_text(began)} – {time_text(ended)}"
    return f"{span} {day_name_long(ended)} {ended:%d/%m}"


def slip_sum(slip: Slip, now: datetime) -> str:
    """Of how many passes the figures are, where it is more than the one."""
    if slip.passes < 2:
        return ""
    return f"Cộng {money(slip.passes)} lần từ {moment_words(slip.since, now)}"


def slip_proof(report: PassReport) -> tuple[str, bool]:
    """The line with the feed's hash and place; whether both sides agree."""
    mark = hash_words(report.feed_hash)
    place = money(report.head)
    if "feed_hash" in report.differences:
        return f"Sổ chung {mark} không trùng, đến việc số {place}", False
    return f"Sổ chung {mark} trùng đến việc số {place}", True


def hash_words(digits: str) -> str:
    """`7f3a 90d2 … c21e`: enough to compare by eye."""
    return f"{digits[:4]} {digits[4:8]} … {digits[-4:]}" if len(digits) > 12 else digits or "–"


def status_rows(report: PassReport) -> tuple[StatusCount, ...]:
    """Counts in the order of a dossier's life; a status that nobody has is left out."""
    order = {str(status): n for n, status in enumerate(Status)}
    listed = [each for each in report.counts if each.here or each.there]
    return tuple(sorted(listed, key=lambda each: order.get(each.status, len(order))))


def untold(report: PassReport) -> str:
    """Why the column of the other desks is empty; "" where it is not."""
    if all(each.there is not None for each in status_rows(report)):
        return ""
    return f"«–»: chưa quầy nào khác báo số liệu đến việc số {money(report.head)}."


# -- what waits


def waiting_lines(facts: SyncFacts) -> tuple[Line, ...]:
    """What is not at the centre yet, and what waits for a person."""
    lines = [*_days(facts.waiting, facts.as_of)]
    if facts.waiting.scans:
        size = _megabytes(facts.waiting.scan_bytes)
        lines.append(Line("scans", f"{money(facts.waiting.scans)} bản quét, {size}", icon="paperclip"))
    if facts.awaited:
        since = moment_words(datetime.fromisoformat(facts.awaited[0].at), facts.as_of)
        words = f"{money(len(facts.awaited))} việc {awaited_words(facts.awaited)}"
        lines.append(Line(AWAITED, words, f"từ {since}", icon="hourglass", tip="Giấy đến trước dữ liệu"))
    if facts.conflicts:
        since = f"từ {moment_words(facts.conflicts_since, facts.as_of)}" if facts.conflicts_since else ""
        words = f"{money(facts.conflicts)} chỗ khác nhau cần người chọn"
        lines.append(Line(CONFLICTS, words, since, "git-compare", Tone.AMBER, Tone.AMBER))
    return tuple(lines)


def awaited_words(acts: Sequence[AwaitedAct]) -> str:
    """What acts that came before their time wait for."""
    if not any(act.holder for act in acts):
        return "chờ dữ liệu hồ sơ"
    return "chờ nơi khác ghi" if all(act.holder for act in acts) else "chờ dữ liệu hoặc nơi khác ghi"


def _days(waiting: Waiting, now: datetime) -> list[Line]:
    if not waiting.count:
        return [Line("none", "Không còn việc nào chờ gửi", icon="circle-check", icon_tone=Tone.GREEN)]
    if not waiting.days:
        oldest = f"cũ nhất {moment_words(waiting.oldest, now)}" if waiting.oldest else ""
        return [Line("all", f"{money(waiting.count)} việc", oldest, "send")]
    latest = waiting.days[::-1]
    lines = []
    for each in latest[:MOST_DAYS]:
        words = f"{money(each.count)} việc của {_day(each.oldest, now)}"
        lines.append(Line(each.day.isoformat(), words, f"cũ nhất {time_text(each.oldest)}", "file-plus-2"))
    older = latest[MOST_DAYS:]
    if older:
        count = sum(each.count for each in older)
        words = f"{money(count)} việc trước {latest[MOST_DAYS - 1].day:%d/%m}"
        lines.append(Line("older", words, f"cũ nhất {moment_words(older[-1].oldest, now)}", "file-clock"))
    return lines


def _day(oldest: datetime, now: datetime) -> str:
    if oldest.date() == now.date():
        return "sáng nay" if now.hour < 12 else "hôm nay"
    if oldest.date() == now.date() - timedelta(days=1):
        return "hôm qua"
    return f"{day_name_long(oldest)} {oldest:%d/%m}"


def _megabytes(size: int) -> str:
    tenths = max(1, round(size / 100_000))
    return f"{money(tenths // 10)},{tenths % 10} MB"


def next_pass(facts: SyncFacts, next_at: datetime | None = None) -> str:
    """`Lần tới 02:00 mai · mỗi 2 phút khi có mạng`; after a pass that failed when it is tried again, which
    the window goes on doing by itself: at `next_at` (naive local), None where no window says so."""
    now = facts.as_of
    if is_unreached(facts) and facts.last is not None:
        is_refused = facts.last.because in REFUSED
        led = "Kho chưa nhận quầy, " if is_refused else "Chưa gặp được kho, "
        if facts.last.because not in REFUSED | _BY_THEMSELVES:
            led = "Lần trước không xong, "
        return f"{led}{_again(now, next_at)}"
    day = "hôm nay" if now.time() < NIGHT else "mai"
    return f"Lần tới {time_text(NIGHT)} {day} · mỗi 2 phút khi có mạng"


def _again(now: datetime, next_at: datetime | None) -> str:
    if next_at is None:
        return f"thử lại mỗi {_minutes(USUAL)}–{_minutes(LONGEST)} phút"
    if next_at <= now:
        return "thử lại ngay"
    return f"thử lại lúc {time_text(next_at)}"


def _minutes(pause: timedelta) -> int:
    return int(pause.total_seconds()) // 60


# -- notices


def failure(code: str, facts: dict[str, object]) -> Told:
    """A pass that could not go on: what happened, and that nothing is lost."""
    tone = Tone.AMBER if code in _BY_THEMSELVES else Tone.RED
    told = sentence(code, facts)
    kept = "" if code == "centre_unreachable" else " Việc đã ghi vẫn còn ở quầy này, không mất việc nào."
    return Told(tone, told + kept)


def notices(facts: SyncFacts) -> tuple[Told, ...]:
    """What must be known, the gravest first."""
    found = []
    if facts.slip is not None and facts.slip.odd:
        found.append(Told(Tone.RED, _differs(facts.slip.report)))
    if facts.last is not None and facts.last.outcome is Outcome.FAILED:
        told = failure(facts.last.because, dict(facts.last.facts))
        found.append(replace(told, words=told.words + _since(facts)))
    remarkable = facts.remarkable[:4]
    if facts.forks > 1 or facts.twin_at is not None:
        found.append(Told(Tone.AMBER, _two_places(facts)))
        newest = next((each for each in remarkable if each.is_new_incarnation), None)
        remarkable = tuple(  # once is enough of what to enter again
            each if each is newest else replace(each, is_new_incarnation=False) for each in remarkable
        )
    found += [told for report in remarkable for told in _remarkable(report, facts.as_of)]
    if is_clock_off(facts):
        found.append(Told(Tone.AMBER, _clock(int(facts.clock_offset_ms or 0))))
    return tuple(found)


def _two_places(facts: SyncFacts) -> str:
    """One desk's file at work in two folders: each numbers from a life of its own, under one desk's name."""
    seen = f"{money(facts.forks)} lần trong 7 ngày phải nhận dãy số mới dù không khôi phục"
    if facts.twin_at is not None:
        seen = f"nơi kia còn ghi việc lúc {moment_words(facts.twin_at, facts.as_of)}"
    return (
        f"Dữ liệu của quầy này có vẻ đang chạy ở hai nơi (thư mục hoặc máy đã chép): {seen}. Chỉ giữ một "
        "nơi, đồng bộ rồi đóng nơi kia, và báo quản trị."
    )


def _since(facts: SyncFacts) -> str:
    """Since when, where it is more than the one."""
    if facts.failures < 2 or facts.failing_since is None:
        return ""
    return f" {money(facts.failures)} lần liền từ {moment_words(facts.failing_since, facts.as_of)}."


def _differs(report: PassReport) -> str:
    at = f"Đối chiếu {time_text(local_minute(report.started_at))}"
    tried = " dù đã dựng lại từ nhật ký" if "rebuilt" in report.differences else ""
    return (
        f"{at}: số liệu bên này và kho còn lệch{tried}. Không bên nào bị ghi đè, công việc vẫn tiếp tục; hãy "
        "báo quản trị."
    )


def _remarkable(report: PassReport, now: datetime) -> list[Told]:
    at = moment_words(local_minute(report.started_at), now)
    found = []
    if report.is_new_incarnation:
        words = (
            f"{at}: tệp quầy là bản cũ hoặc bản chép, quầy đã nhận dãy số mới. Giấy hẹn nào đã in mà không "
            "thấy ở Hồ sơ: mở Tiếp nhận, quét lại mã QR trên giấy hẹn để nhập lại."
        )
        found.append(Told(Tone.AMBER, words))
    if report.went_back_to is not None:
        words = (
            f"{at}: kho lùi về việc số {money(report.went_back_to)} (chuyển máy, phục hồi); quầy đã gửi lại "
            f"{money(report.reoffered)} việc kho thiếu."
        )
        found.append(Told(Tone.SLATE, words))
    if report.differences == ("rebuilt",):
        words = f"{at}: số liệu ở quầy này có chỗ sai, đã dựng lại từ nhật ký; nay khớp với các quầy khác."
        found.append(Told(Tone.AMBER, words))
    if report.quarantined:
        words = f"{at}: kho để riêng {money(report.quarantined)} việc không đọc được. Hãy báo quản trị."
        found.append(Told(Tone.AMBER, words))
    return found


def _clock(offset_ms: int) -> str:
    minutes = max(1, round(abs(offset_ms) / 60_000))
    way = "nhanh" if offset_ms > 0 else "chậm"
    hours, rest = divmod(minutes, 60)
    lasted = f"{hours} giờ {rest:02d} phút" if hours else f"{minutes} phút"
    return f"Đồng hồ máy này {way} {lasted} so với kho. Hãy chỉnh giờ máy: hồ sơ mới ghi theo giờ này."
