"""What Hôm nay says of what must not wait: one line a matter, its tone, where its button leads. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from counter_app.domain.dossier_parts import ConflictCause
from counter_app.domain.text import time_text
from counter_app.queries.attention import Attention, Matter, OwnConflict
from counter_app.queries.decisions import Decision
from counter_app.queries.duplicates import PossibleDuplicate
from counter_app.queries.own_life import OwnLife
from counter_app.ui import labels
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.dossier_words import short_name, staff_words
from counter_app.ui.life_words import TITLES
from counter_app.ui.sync_words import moment_words
from counter_app.ui.tokens import Tone

_NEW_LIFE = timedelta(days=7)
"""How long a restored desk says so."""
_IF_TWO = "Nếu là hai hồ sơ khác nhau, hãy ghi chú vào hồ sơ nhận sau để thôi nhắc."


@dataclass(frozen=True)
class AttentionLine:
    """One line with its button. `page`: where it leads; empty: the list of `codes` under `title`. `told`: ids
    of what is news until the button was pressed once. `opens`: the one dossier that it opens instead."""

    words: str
    tone: Tone
    action: str
    page: str = ""
    title: str = ""
    codes: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    opens: str = ""


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


def own_conflict_lines(found: Sequence[OwnConflict]) -> tuple[AttentionLine, ...]:
    """What a person reads whose act met another one and waits for the supervisor; quiet: nothing is to do."""
    if not found:
        return ()
    codes = tuple(dict.fromkeys(each.code for each in found))
    if len(found) == 1:
        return (AttentionLine(_own_conflict(found[0]), Tone.SLATE, "Xem", opens=codes[0]),)
    words = f"{len(found)} hồ sơ bạn đã làm có hai quầy ghi khác nhau: chờ phụ trách chọn."
    return (AttentionLine(words, Tone.SLATE, "Xem", title="Chờ phụ trách chọn", codes=codes),)


def duplicate_lines(found: Sequence[PossibleDuplicate]) -> tuple[AttentionLine, ...]:
    """What two desks may have taken in twice, in one line; it says how to be rid of it."""
    if not found:
        return ()
    first = found[0]
    pair = (
        f"{_short(first.earlier)} ({labels.desk_words(first.earlier_desk)}) và "
        f"{_short(first.later)} ({labels.desk_words(first.later_desk)})"
    )
    if len(found) == 1:
        more = f", còn {first.more} hồ sơ nữa" if first.more else ""
        words = f"Có thể nhận trùng: {pair}, cùng người nộp, cùng thủ tục{more}.\n{_IF_TWO}"
        return (AttentionLine(words, Tone.AMBER, "Xem", opens=first.later),)
    words = f"{len(found)} chỗ có thể nhận trùng ở hai quầy, mới nhất {pair}.\n{_IF_TWO}"
    codes = tuple(dict.fromkeys(code for each in found for code in (each.later, each.earlier)))
    return (AttentionLine(words, Tone.AMBER, "Xem", title="Có thể nhận trùng", codes=codes),)


def decision_lines(
    found: Sequence[Decision], reference: ReferencePort, now: datetime
) -> tuple[AttentionLine, ...]:
    """What others decided of dossiers in one's hands, in one line; none where there is nothing."""
    if not found:
        return ()
    codes = tuple(dict.fromkeys(each.code for each in found))
    if len(found) == 1:
        words = _decision(found[0], reference, now)
    else:
        first = found[0]
        words = (
            f"{len(found)} quyết định chọn bên có hiệu lực cho hồ sơ của bạn hoặc phòng; mới nhất "
            f"{_short(first.code)}, nay {_status(first)}"
        )
    ids = tuple(each.event_id for each in found)
    return (AttentionLine(words, Tone.AMBER, "Xem", title="Có quyết định", codes=codes, told=ids),)


def life_lines(life: OwnLife, now: datetime, *, can_receive: bool = True) -> tuple[AttentionLine, ...]:
    """What a restored desk says of itself for a week; nothing in its first life. `can_receive`: the person
    has the page on which lost receipts are entered again."""
    if life.incarnation == 1 or now - life.since > _NEW_LIFE:
        return ()
    numbers = "chưa có dãy số, chưa tiếp nhận được trước khi gặp kho"
    if life.serials is not None:
        numbers = f"hồ sơ mới lấy số {life.serials[0]}–{life.serials[1]}"
    words = (
        f"Quầy được phục hồi hoặc thay máy lúc {moment_words(life.since, now)} (lần mở {life.incarnation}): "
        f"sổ và phiếu mang số quầy {life.label}, {numbers}; giấy hẹn đã in mà không thấy ở Hồ sơ thì mở Tiếp "
        "nhận, quét lại mã QR trên giấy hẹn để nhập lại."
    )
    action, page = ("Tiếp nhận", "reception") if can_receive else ("Hồ sơ", "dossiers")
    return (AttentionLine(words, Tone.AMBER, action, page=page),)


def _decision(found: Decision, reference: ReferencePort, now: datetime) -> str:
    chosen = f"chọn «{TITLES.get(found.chosen, found.chosen)}»" if found.chosen else "không chọn việc nào"
    own = ", ".join(f"«{TITLES.get(kind, kind)}»" for kind in dict.fromkeys(found.own_left_out))
    struck = f"; việc {own} của bạn không có hiệu lực" if own else ""
    name = f" ({short_name(found.applicant)})" if found.applicant else ""
    who, when = staff_words(found.by, reference), moment_words(found.at, now)
    return f"{who} {chosen} cho hồ sơ {_short(found.code)}{name} lúc {when}: nay {_status(found)}{struck}"


def _own_conflict(found: OwnConflict) -> str:
    name = f" ({short_name(found.applicant)})" if found.applicant else ""
    if found.because in (ConflictCause.DUP_CODE, ConflictCause.DUP_PORTAL_CODE):
        return f"Hai hồ sơ cùng mang mã {_short(found.code)}: chờ phụ trách chọn."
    if found.is_of_two:
        return f"Hai quầy làm khác nhau trên {_short(found.code)}{name}: chờ phụ trách chọn."
    act = TITLES.get(found.kind, found.kind)
    return f"Việc «{act}» của bạn trên {_short(found.code)}{name} chưa được công nhận: chờ phụ trách chọn."


def _short(code: str) -> str:
    return "-".join(code.split("-")[-2:])


def _status(found: Decision) -> str:
    told = labels.words(labels.STATUS, found.status)
    return told[:1].lower() + told[1:]


_LINES = {Matter.TRANSFER: _transfer, Matter.ANSWER: _answer, Matter.APOLOGY: _apology}


def _moment(at: datetime, now: datetime) -> str:
    if at.date() == now.date():
        return time_text(at)
    if at.date() == now.date() + timedelta(days=1):
        return f"{time_text(at)} mai"
    return f"{time_text(at)} {at:%d/%m}"
