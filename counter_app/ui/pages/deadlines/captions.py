"""Words of the page: titles of numbers, captions of tiles, what a printer's failure means here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counter_app.domain.dossier import Status
from counter_app.domain.errors import CounterError, NoPrinter, PrintFailed
from counter_app.domain.text import money
from counter_app.domain.units import UnitRole
from counter_app.queries.deadlines import NOBODY, OpenRow
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.dossier_words import staff_words, unit_words
from counter_app.ui.pages.deadlines.figures import Figures, Line, Number
from counter_app.ui.pages.deadlines.list_words import NOBODY_WORDS, ListRow, Words, state_badge

NOT_GIVEN = NOBODY_WORDS[:1].upper() + NOBODY_WORDS[1:]
NOWHERE = "Chưa tiếp nhận"
"""The line of what came online and no unit has."""

_TITLES: Mapping[Number, str] = {
    Number.OPEN: "Đang mở",
    Number.IN_TIME: "Trong hạn",
    Number.OVERDUE: "Quá hạn",
    Number.RISK: "Có nguy cơ trễ",
    Number.TODAY: "Đến hạn hôm nay",
    Number.PAUSED: "Tạm dừng",
    Number.NO_DUE: "Chưa có hạn",
}


def title(number: Number) -> str:
    """What a number counts."""
    return _TITLES[number]


@dataclass(frozen=True)
class Facts:
    """What captions are made of. latest: the latest of all, or none; basis: past dossiers behind the
    forecast, None while it is being made."""

    words: Words | None
    latest: Sequence[OpenRow]
    today_not_given: int
    statuses: Mapping[Status, int]
    basis: int | None


def facts(words: Words | None, overdue: Sequence[OpenRow], figures: Figures, basis: int | None) -> Facts:
    """The facts of one reading."""
    units = words.reference.units if words is not None else {}
    not_given = [code for code, unit in units.items() if unit.role in (UnitRole.COUNTER, UnitRole.SPECIALIST)]
    statuses = {status: figures.status(status) for status in Status}
    return Facts(words, overdue[:1], figures.due_today_at(not_given), statuses, basis)


def line_name(line: Line, reference: ReferencePort) -> str:
    """Unit or officer of a line."""
    if line.unit == NOBODY:
        return NOWHERE
    if line.officer is None:
        return unit_words(line.unit, reference)
    return staff_words(line.officer, reference) if line.officer else NOT_GIVEN


def unit_beside(line: Line, reference: ReferencePort) -> str:
    """The unit in small words beside an officer's name."""
    is_plain = line.officer is None or line.unit == NOBODY
    return "" if is_plain else unit_words(line.unit, reference)


def caption(number: Number, whole: Line, facts: Facts) -> str:
    """The small words of a tile."""
    if number is Number.OVERDUE:
        return _latest(facts)
    if number is Number.TODAY:
        return f"{money(facts.today_not_given)} chưa trình ký" if whole.today else "–"
    if number is Number.RISK:
        return _basis(facts)
    if number is Number.PAUSED:
        return _paused(facts) or "–"
    rest = f", {money(whole.no_due)} chưa có hạn" if whole.no_due else ""
    return f"{money(whole.in_time)} trong hạn{rest}"


def _latest(facts: Facts) -> str:
    if not facts.latest or facts.words is None:
        return "không có hồ sơ trễ"
    badge = state_badge(facts.words, ListRow(facts.latest[0]), is_late_list=True)
    return f"lâu nhất {badge.text}"


def _basis(facts: Facts) -> str:
    if facts.basis is None:
        return "đang tính"
    return f"theo {money(facts.basis)} hồ sơ cũ" if facts.basis else "chưa có hồ sơ cũ"


def _paused(facts: Facts) -> str:
    said = (
        (Status.AWAITING_SUPPLEMENT, "bổ sung"),
        (Status.AWAITING_PAYMENT, "phí"),
        (Status.STOPPED, "dừng"),
    )
    return ", ".join(
        f"{money(facts.statuses[status])} {word}" for status, word in said if facts.statuses[status]
    )


def error_words(error: CounterError) -> str:
    """What a failed printer means for a list; empty where the error's own sentence says it."""
    if isinstance(error, NoPrinter):
        return "Chưa có máy in. Nối máy in rồi bấm In lần nữa, hoặc bấm «Lưu PDF» để giữ danh sách."
    if isinstance(error, PrintFailed):
        printer = f"Máy in {error.facts.get('printer')}" if error.facts.get("printer") else "Máy in"
        return f"{printer} không in được. Xem giấy và máy in rồi bấm In lần nữa, hoặc bấm «Lưu PDF»."
    return ""
