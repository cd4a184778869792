"""The life line in words: title, detail, moment and duration of every event. No Qt widgets here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from counter_app.domain.dossier import Status
from counter_app.domain.events import EventKind as K
from counter_app.domain.procedure import Step
from counter_app.domain.units import DESK
from counter_app.queries.life import ClockStop, Effect, Expected, LifeEvent, LifeRow, Next, Present
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.life_said import what_was_said
from counter_app.ui.tokens import Tone
from counter_app.ui.waiting_words import waiting_words
from counter_app.ui.widgets.life_line import LifeBand, LifeItem, LifeNode, NodeLook

TITLES: Mapping[str, str] = {
    K.REGISTERED: "Nộp trực tuyến",
    K.RECEIVED: "Tiếp nhận",
    K.REFUSED: "Từ chối tiếp nhận",
    K.CORRECTED: "Sửa và cấp lại",
    K.HANDED_OVER: "Bàn giao",
    K.RECALLED: "Thu hồi bàn giao",
    K.TAKEN_OVER: "Đã nhận bàn giao",
    K.HANDOVER_DECLINED: "Từ chối nhận bàn giao",
    K.ASSIGNED: "Phân công",
    K.STEP_DONE: "Xong bước",
    K.COOPERATION_ASKED: "Lấy ý kiến phối hợp",
    K.SUPPLEMENT_REQUESTED: "Yêu cầu bổ sung",
    K.SUPPLEMENTED: "Đã bổ sung",
    K.PAYMENT_REQUESTED: "Yêu cầu nộp phí",
    K.PAID: "Đã nộp phí",
    K.EXTENDED: "Gia hạn",
    K.STOPPED: "Dừng giải quyết",
    K.RESUMED: "Giải quyết tiếp",
    K.WITHDRAWN: "Rút hồ sơ",
    K.FINISHED: "Có kết quả",
    K.REOPENED: "Mở lại",
    K.RETURNED: "Đã trả kết quả",
    K.VOIDED: "Hủy số",
    K.DUE_RECALCULATED: "Tính lại hạn",
    K.REVOKED: "Bỏ việc ghi nhầm",
    K.NOTE_ADDED: "Ghi chú",
    K.SCAN_ATTACHED: "Gắn bản quét",
    K.NOTIFIED: "Đã báo khách",
    K.SURVEYED: "Đánh giá hài lòng",
    K.LEGACY_IMPORTED: "Nhập từ hệ thống cũ",
    K.LEGACY_ACCEPTED: "Chấp nhận hồ sơ cũ",
    K.LEGACY_VOIDED: "Bỏ hồ sơ cũ",
    K.CONFLICT_RESOLVED: "Giải quyết khác nhau",
}

ICONS: Mapping[str, str] = {
    K.REGISTERED: "globe",
    K.RECEIVED: "file-plus-2",
    K.REFUSED: "file-x",
    K.CORRECTED: "square-pen",
    K.HANDED_OVER: "arrow-left-right",
    K.RECALLED: "undo-2",
    K.TAKEN_OVER: "arrow-left-right",
    K.HANDOVER_DECLINED: "undo-2",
    K.ASSIGNED: "user",
    K.STEP_DONE: "check",
    K.COOPERATION_ASKED: "users",
    K.SUPPLEMENT_REQUESTED: "file-clock",
    K.SUPPLEMENTED: "file-check-2",
    K.PAYMENT_REQUESTED: "banknote",
    K.PAID: "banknote",
    K.EXTENDED: "calendar-clock",
    K.STOPPED: "circle-stop",
    K.RESUMED: "arrow-right",
    K.WITHDRAWN: "undo-2",
    K.FINISHED: "stamp",
    K.REOPENED: "rotate-ccw",
    K.RETURNED: "package-check",
    K.VOIDED: "trash-2",
    K.DUE_RECALCULATED: "calendar-days",
    K.REVOKED: "undo-2",
    K.NOTE_ADDED: "file-text",
    K.SCAN_ATTACHED: "paperclip",
    K.NOTIFIED: "mail-check",
    K.SURVEYED: "list-checks",
    K.CONFLICT_RESOLVED: "git-compare",
}

DECIDED_BEFORE = "không có hiệu lực: đã quyết định trước đó"

UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What reading the payload of another world ends in; such an event is kept and shown all the same."""

_LOOKS = {
    **dict.fromkeys((K.SUPPLEMENT_REQUESTED, K.PAYMENT_REQUESTED, K.STOPPED), NodeLook.STOPPING),
    **dict.fromkeys((K.SUPPLEMENTED, K.PAID, K.RESUMED), NodeLook.RUNNING),
    **dict.fromkeys(
        (K.NOTE_ADDED, K.NOTIFIED, K.SURVEYED, K.SCAN_ATTACHED, K.REVOKED, K.CONFLICT_RESOLVED),
        NodeLook.REMARK,
    ),
}


class LifeWords:
    """Turns rows into nodes: `reference` gives units and people their names, `steps` their actions."""

    def __init__(self, reference: ReferencePort, steps: Sequence[Step], now: datetime) -> None:
        self._reference, self._now = reference, now
        self._steps = {step.no: step.action for step in steps}
        self._day_minutes = reference.calendar.hours.minutes_per_day
        self._rounds = 0

    def items(self, rows: Sequence[LifeRow]) -> tuple[LifeItem, ...]:
        """The whole line; where nothing is owed any more, the last event that counts is the present."""
        made = [self._item(row) for row in rows]
        if not any(isinstance(row, Present) for row in rows):
            counting = [
                n for n, row in enumerate(rows) if isinstance(row, LifeEvent) and row.is_milestone
            ]
            for n in counting[-1:]:
                node = made[n]
                assert isinstance(node, LifeNode)  # made from a LifeEvent
                made[n] = replace(node, look=NodeLook.PRESENT)
        return tuple(made)

    def person(self, login: str) -> str:
        """The name of a login; one that is not known is shown as it stands."""
        known = self._reference.staff.get(login)
        return known.name if known else login

    def unit(self, code: str) -> str:
        """The short name of a unit."""
        known = self._reference.units.get(code)
        return (known.short_name or known.name) if known else code

    def day(self, text: str) -> str:
        """A stored day as it is shown beside an event."""
        return short_day(date.fromisoformat(text[:10]), self._now)

    def moment(self, text: str) -> str:
        """A stored local moment as it is shown beside an event."""
        return moment_words(datetime.fromisoformat(text), self._now)

    def duration(self, minutes: int) -> str:
        """Working time in days of this agency's hours."""
        return duration_words(minutes, self._day_minutes)

    def _item(self, row: LifeRow) -> LifeItem:
        if isinstance(row, ClockStop):
            return self._band(row)
        if isinstance(row, Present):
            return self._present(row)
        if isinstance(row, Expected):
            return self._expected(row)
        return self._event(row)

    # -- events

    def title(self, event: LifeEvent) -> str:
        """What happened, in a few words; of an event whose payload cannot be read only its kind."""
        try:
            return self._title(event)
        except UNREADABLE:
            return TITLES.get(event.kind, event.kind)

    def _title(self, event: LifeEvent) -> str:
        data, kind = event.data, event.kind
        title = TITLES.get(kind, kind)
        if kind == K.HANDED_OVER:
            return f"Bàn giao cho {self.unit(str(data.get('to', '')))}"
        if kind == K.TAKEN_OVER:
            return f"{self.unit(str(data.get('to', '')))} đã nhận"
        if kind == K.ASSIGNED:
            return f"Phân công {self.person(str(data.get('officer', '')))}"
        if kind == K.STEP_DONE:
            return f"Xong bước {data.get('step')}"
        if kind == K.SUPPLEMENT_REQUESTED:
            return f"Yêu cầu bổ sung lần {max(1, self._rounds)}"
        if kind == K.FINISHED and data.get("outcome") == "rejected":
            return "Kết quả: không chấp thuận"
        if kind == K.EXTENDED and data.get("due"):
            return f"Gia hạn đến {self.day(str(data['due']['at']))}"
        if kind == K.DUE_RECALCULATED and event.due_before is not None and data.get("due", {}).get("at"):
            return f"Tính lại hạn: {self.day(event.due_before.isoformat())} → {self.day(data['due']['at'])}"
        if kind == K.PAID and not data.get("amount_vnd"):
            return "Miễn, giảm phí"
        return title

    def _event(self, event: LifeEvent) -> LifeNode:
        if event.kind == K.SUPPLEMENT_REQUESTED and event.effect is Effect.COUNTS:
            self._rounds += 1
        look = _LOOKS.get(event.kind, NodeLook.DONE)
        icon = ICONS.get(event.kind, "git-commit-horizontal")
        detail, tip = self._detail(event), ""
        if event.effect is Effect.REVOKED:
            look, tip = NodeLook.TAKEN_BACK, "Đã bỏ: không còn hiệu lực"
            detail = f"đã bỏ · {detail}"
        elif event.effect is Effect.CONFLICT:
            look, icon, tip = NodeLook.CLASH, "git-compare", "Chưa có hiệu lực: trái với các việc khác"
            detail = f"chưa có hiệu lực · {detail}"
        elif event.effect is Effect.STRUCK:
            look, tip = NodeLook.STRUCK, "Gạch ngang: người phụ trách đã giữ việc khác"
            detail = f"gạch ngang · {detail}"
        elif event.effect is Effect.DECIDED_BEFORE:
            look, tip = NodeLook.STRUCK, "Đã có quyết định khác trước đó: việc này không thay đổi gì"
            detail = f"{DECIDED_BEFORE} · {detail}"
        elif event.effect is Effect.WAITING:
            look, icon = NodeLook.CLASH, "circle-dashed"
            waits, tip = waiting_words(
                event.kind, self.unit(event.holder) if event.holder else "", event.unit
            )
            detail = f"{waits} · {detail}"
        elif event.given_at is not None:
            tip = f"Giao {moment_words(event.given_at, self._now)} · {self.person(event.given_by)}"
        return LifeNode(
            title=self.title(event),
            detail=detail,
            when=moment_words(event.at, self._now),
            lasted=self._lasted(event),
            icon=icon,
            look=look,
            key=event.event_id,
            is_still=event.is_clock_still,
            tip=tip,
        )

    def _lasted(self, event: LifeEvent) -> str:
        words = self.duration(event.minutes or 0)
        return f"ở quầy {words}" if words and event.kind == K.RECEIVED else words

    def _detail(self, event: LifeEvent) -> str:
        """Who, and what the act said."""
        try:
            said = what_was_said(self, event)
        except UNREADABLE:
            said = "nội dung không đọc được"
        leads = event.kind in (K.NOTE_ADDED, K.CONFLICT_RESOLVED)
        parts = (said, self.person(event.by)) if leads else (self.person(event.by), said)
        return " · ".join(part.replace("\n", " ") for part in parts if part)

    # -- between and after events

    def _band(self, stop: ClockStop) -> LifeBand:
        lasted = self.duration(stop.amount) if stop.is_by_minute else f"{stop.amount} ngày"
        words = "Đồng hồ dừng" if stop.end else "Đồng hồ đang dừng"
        first = short_day(stop.start.date(), self._now)
        if stop.end is None:
            return LifeBand(f"{words} · {lasted}" if stop.amount else words, f"từ {first}")
        last = short_day(stop.end.date(), self._now)
        words = f"{words} {lasted}" if stop.amount else f"{words} trong ngày"
        return LifeBand(words, first if first == last else f"{first} – {last}")

    def _present(self, here: Present) -> LifeNode:
        title, icon = self._whereabouts(here)
        step = f"bước {here.step}/{here.steps}" if here.step else ""
        parts = [self.person(here.officer) if here.officer and not here.to else "", step]
        lasted, tone = "", Tone.TEXT2
        if here.minutes_left is not None:
            is_late = here.minutes_left < 0
            lasted = f"{'trễ' if is_late else 'còn'} {self.duration(abs(here.minutes_left)) or '0 phút'}"
            is_soon = here.minutes_left < self._day_minutes // 2
            tone = Tone.RED if is_late else Tone.AMBER if is_soon else Tone.TEXT2
        if not any(parts):
            parts.append(f"từ {moment_words(here.since, self._now)}")
        when = f"hạn {moment_words(here.own_due, self._now)}" if here.own_due else ""
        return LifeNode(
            title=title,
            detail=" · ".join(part for part in parts if part),
            when=when,
            lasted=lasted,
            icon=icon,
            look=NodeLook.PRESENT,
            is_still=here.status in _STILL,
            tone=tone,
            tip=self._steps.get(here.step or 0, ""),
        )

    def _whereabouts(self, here: Present) -> tuple[str, str]:
        if here.to:
            return f"Đang chuyển đến {self.unit(here.to)}", "arrow-left-right"
        if here.status in _STATES:
            return _STATES[here.status]
        if here.status is Status.FINISHED:
            words = "chờ trả" if here.unit == DESK else f"đang ở {self.unit(here.unit)}"
            return f"Có kết quả, {words}", "package-check"
        if here.unit == DESK:
            return "Đang ở Một cửa", "user"
        return f"{self.unit(here.unit)} đang giải quyết", "user"

    def _expected(self, following: Expected) -> LifeNode:
        title = {
            Next.TAKE_OVER: f"{self.unit(following.unit)} nhận bàn giao",
            Next.SUPPLEMENT: "Chủ hồ sơ bổ sung",
            Next.PAYMENT: "Chủ hồ sơ nộp phí",
            Next.UNIT: self.unit(following.unit),
            Next.FINISH: "Có kết quả",
            Next.RETURN: "Trả cho chủ hồ sơ",
        }[following.what]
        icon = {Next.RETURN: "package-check", Next.PAYMENT: "banknote", Next.SUPPLEMENT: "file-check-2"}
        action = self._steps.get(following.step or 0, "")
        when = short_day(following.on, self._now) if following.on else ""
        word = "trước" if following.what in (Next.SUPPLEMENT, Next.FINISH) else "dự kiến"
        detail = " · ".join(part for part in (f"{word} {when}" if when else "", action) if part)
        return LifeNode(
            title=title,
            detail=detail or "chưa có ngày dự kiến",
            icon=icon.get(following.what, "stamp" if following.what is Next.FINISH else "circle-dashed"),
            look=NodeLook.EXPECTED,
        )


_STILL = (Status.AWAITING_SUPPLEMENT, Status.AWAITING_PAYMENT, Status.STOPPED)
_STATES = {
    Status.AWAITING_SUPPLEMENT: ("Chờ chủ hồ sơ bổ sung", "circle-pause"),
    Status.AWAITING_PAYMENT: ("Chờ chủ hồ sơ nộp phí", "circle-pause"),
    Status.STOPPED: ("Đang dừng giải quyết", "circle-stop"),
    Status.WITHDRAWN: ("Đã rút, chờ trả giấy tờ", "undo-2"),
}


# -- moments and durations


def moment_words(moment: datetime, now: datetime) -> str:
    """`09:40 12/11`; with the year where that is not this one."""
    return f"{moment:%H:%M} {short_day(moment.date(), now)}"


def short_day(day: date, now: datetime) -> str:
    """`12/11`; with the year where that is not this one."""
    return f"{day:%d/%m}" if day.year == now.year else f"{day:%d/%m/%Y}"


def duration_words(minutes: int, day_minutes: int) -> str:
    """Working time: `10 phút`, `2 giờ 05`, `2 ngày`, `1 ngày 3 giờ`; empty for none."""
    days, rest = divmod(minutes, day_minutes)
    hours, left = divmod(rest, 60)
    if days:
        return f"{days} ngày {hours} giờ" if hours and days < 10 else f"{days} ngày"
    if hours:
        return f"{hours} giờ {left:02d}" if left else f"{hours} giờ"
    return f"{left} phút" if left else ""
