"""What the handover page says: the result beside a row, the verdict of a scan, the notes. No Qt here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from counter_app.domain.dossier import Status
from counter_app.domain.units import UnitRole
from counter_app.queries.handover import HeldRow
from counter_app.queries.handover_scans import Judgement, ScanIs
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.dossier_words import short_code
from counter_app.ui.labels import STATUS, words
from counter_app.ui.pages.handover.give_pile import GiveLine, GiveScan
from counter_app.ui.pages.handover.lines import Standing
from counter_app.ui.pages.handover.take_pile import TakeLine, TakeScan
from counter_app.ui.scans import Verdict
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.cells import BadgeCell

_ICONS: Mapping[Standing, tuple[str, Tone, str]] = {
    Standing.WAITING: ("Chờ quét", Tone.TEXT3, "circle-dashed"),
    Standing.MISSING: ("Chưa thấy", Tone.AMBER, "circle-dashed"),
    Standing.TICKED: ("Đủ", Tone.GREEN, "check"),
    Standing.ANYWAY: ("Vẫn giao", Tone.AMBER, "check"),
    Standing.DEFERRED: ("Để đợt sau", Tone.TEXT3, "clock"),
    Standing.IN_WORK: ("Đang làm", Tone.TEXT3, "clock"),
    Standing.ASIDE_UNIT: ("Khác phòng", Tone.RED, "circle-alert"),
    Standing.ASIDE_PAUSED: ("Tạm dừng", Tone.AMBER, "circle-pause"),
    Standing.ASIDE_END: ("Hết bước", Tone.AMBER, "circle-alert"),
    Standing.TAKEN: ("Đã nhận", Tone.GREEN, "check"),
    Standing.BACK: ("Đã quay lại", Tone.TEXT3, "undo-2"),
}
_NOT_SEEN = frozenset({Standing.WAITING, Standing.MISSING})
_TIMED = frozenset({Standing.TICKED, Standing.ANYWAY, Standing.TAKEN})
_GROUNDS = {
    Standing.MISSING: Tone.AMBER,
    Standing.ASIDE_UNIT: Tone.RED,
    Standing.ASIDE_PAUSED: Tone.AMBER,
    Standing.ASIDE_END: Tone.AMBER,
}
_PLAIN: Mapping[ScanIs, tuple[Tone, str]] = {
    ScanIs.BATCH_OVER: (Tone.AMBER, "Đợt này không còn hồ sơ nào đang chuyển"),
    ScanIs.BATCH_OF_OTHERS: (Tone.RED, "Đợt này không giao cho đơn vị bạn"),
    ScanIs.BATCH_UNKNOWN: (Tone.RED, "Không có đợt bàn giao này"),
    ScanIs.UNKNOWN: (Tone.RED, "Mã lạ · quầy không có hồ sơ này"),
    ScanIs.UNREADABLE: (Tone.RED, "Không đọc được mã · quét lại, hoặc gõ đủ như 261029-0002"),
}
CARD = Verdict(Tone.RED, "Thẻ căn cước", "Không phải mã hồ sơ · quét mã vạch trên giấy tiếp nhận")
BROKEN = Verdict(Tone.RED, "Chưa tra được mã", "Chương trình gặp lỗi · quét lại")
NOBODY = Verdict(Tone.AMBER, "Chưa ghi lượt quét", "Hãy đăng nhập rồi quét lại")
_NOT_WRONG = frozenset({ScanIs.GIVEN, ScanIs.BATCH_GIVEN, ScanIs.AWAITED})
_LONGEST_CODE = 28
_FEW = 2


@dataclass(frozen=True)
class NoteWords:
    """One note: a line, a smaller line, and the words of its button."""

    title: str
    detail: str
    action: str


def result_cell(line: GiveLine | TakeLine, now: datetime) -> BadgeCell:
    """The word of a row: `Đủ 09:12`, `Chưa thấy`, `Khác phòng`."""
    text, tone, icon = _ICONS[line.standing]
    if line.standing in _NOT_SEEN and isinstance(line, GiveLine) and _is_transfer_late(line.row, now):
        return BadgeCell("Quá giờ chuyển", Tone.RED, "clock-alert", filled=False)
    if line.standing is Standing.ASIDE_PAUSED and isinstance(line, GiveLine):
        text = words(STATUS, line.row.status)
    if line.standing is Standing.ASIDE_END and isinstance(line, GiveLine):
        text = "Chờ trả" if line.row.status in {Status.FINISHED, Status.WITHDRAWN} else text
    if line.standing in _TIMED and line.at is not None:
        text = f"{text} {_moment(line.at, now)}"
    return BadgeCell(text, tone, icon, filled=False)


def _is_transfer_late(row: HeldRow, now: datetime) -> bool:
    return row.transfer_by is not None and now > row.transfer_by


def row_tone(line: GiveLine | TakeLine) -> Tone | None:
    """The ground of a row that needs a look."""
    return _GROUNDS.get(line.standing)


def _moment(at: datetime, now: datetime) -> str:
    return f"{at:%H:%M}" if at.date() == now.date() else f"{at:%d/%m}"


def unit_name(code: str, reference: ReferencePort) -> str:
    """The name of a unit as people say it: `Bộ phận Một cửa`; a code that is not known as it stands."""
    unit = reference.units.get(code)
    if unit is None:
        return code
    is_desk = unit.role is UnitRole.COUNTER and unit.short_name
    return f"Bộ phận {unit.short_name}" if is_desk else unit.name.partition(" (")[0]


def is_department(code: str, reference: ReferencePort) -> bool:
    """Whether people call the unit a phòng."""
    unit = reference.units.get(code)
    return unit is not None and unit.role is UnitRole.SPECIALIST


def unit_short(code: str, reference: ReferencePort) -> str:
    """The shortest name of a unit, for buttons and columns: `TN&MT`."""
    unit = reference.units.get(code)
    return (unit.short_name or unit.name).removeprefix("Phòng ") if unit else code


class Speech:
    """Verdicts about dossiers of one agency; `at` is the moment of the scan (local)."""

    def __init__(self, reference: ReferencePort) -> None:
        self._reference = reference

    def code(self, code: str) -> str:
        """A code as lists show it; what is no code of ours is cut to a readable length."""
        short = short_code(code, self._reference.agency.id)
        return short if len(short) <= _LONGEST_CODE else f"{short[: _LONGEST_CODE - 1]}…"

    def codes(self, found: Sequence[str]) -> str:
        """`261120-0003`, or `261120-0003, 261120-0004 và 3 hồ sơ khác`."""
        shown = ", ".join(self.code(code) for code in found[:_FEW])
        return shown if len(found) <= _FEW else f"{shown} và {len(found) - _FEW} hồ sơ khác"

    def to_give(self, row: HeldRow, became: GiveScan, at: datetime, before: datetime | None) -> Verdict:
        """A dossier of our own was scanned. `before`: when it had been scanned already."""
        title = self.code(row.code)
        if became is GiveScan.TICKED:
            return Verdict(Tone.GREEN, title, f"Đủ {at:%H:%M} · {row.procedure_name}")
        if became is GiveScan.TICKED_IN_WORK:
            return Verdict(Tone.AMBER, title, "Đã đưa vào đợt · phòng chưa ghi xong bước")
        if became is GiveScan.AGAIN_ELSEWHERE:
            return Verdict(Tone.AMBER, title, "Quét hai lần · đã nằm trong xấp của đơn vị khác")
        if became is GiveScan.AGAIN:
            return Verdict(Tone.AMBER, title, f"Quét hai lần · đã đủ lúc {before or at:%H:%M}")
        return self._aside(row, title)

    def _aside(self, row: HeldRow, title: str) -> Verdict:
        if row.status in {Status.FINISHED, Status.WITHDRAWN} and not row.next_unit:
            return Verdict(Tone.AMBER, title, "Chờ trả cho chủ hồ sơ · để riêng ra")
        if not row.next_unit:
            return Verdict(Tone.AMBER, title, "Không còn bước nào để chuyển · để riêng ra")
        if row.status in {Status.AWAITING_SUPPLEMENT, Status.AWAITING_PAYMENT, Status.STOPPED}:
            return Verdict(Tone.AMBER, title, f"{words(STATUS, row.status)} · để riêng ra")
        return Verdict(Tone.RED, title, f"Hồ sơ này của {unit_name(row.next_unit, self._reference)}")

    def to_take(self, line: TakeLine | None, became: TakeScan, at: datetime, found: Judgement) -> Verdict:
        """A dossier on its way to us was scanned."""
        title = self.code(found.code)
        if became is TakeScan.NOT_LISTED or line is None:
            return Verdict(Tone.RED, title, "Không còn đang chuyển tới đơn vị bạn")
        if became is TakeScan.AGAIN:
            return Verdict(Tone.AMBER, title, f"Quét hai lần · đã đủ lúc {line.at or at:%H:%M}")
        is_other = became is TakeScan.TICKED_OTHER_BATCH
        tail = f"thuộc đợt {found.batch}" if is_other else line.line.procedure_name
        result = "có kết quả · " if line.line.status == Status.FINISHED else ""
        return Verdict(Tone.GREEN, title, f"Đủ {at:%H:%M} · {result}{tail}")

    def taken(self, row: HeldRow, at: datetime) -> Verdict:
        """A dossier that was taken over before was scanned once more where papers are received."""
        return Verdict(Tone.AMBER, self.code(row.code), f"Đã nhận {at:%H:%M} · muốn giao đi: Alt+1 rồi quét")

    def batch(self, found: Judgement, count: int) -> Verdict:
        """The number of a batch on its way to us was scanned."""
        giver = unit_name(found.unit, self._reference)
        return Verdict(Tone.GREEN, found.code, f"{giver} giao · còn {count} hồ sơ đang chuyển")

    def place_words(self, unit: str, *, is_moving: bool) -> str:
        """Where the data have a dossier whose paper is here; empty where they say nothing of it."""
        words = "chuyển tới" if is_moving else "ở"
        return f"{words} {unit_short(unit, self._reference)}" if unit else ""

    def quicker(self, found: Judgement, became: TakeScan, at: datetime) -> Verdict:
        """A paper that came quicker than its data was scanned to be taken."""
        if became is TakeScan.AGAIN:
            words = f"Quét hai lần · đã vào xấp lúc {at:%H:%M}, chờ dữ liệu"
        else:
            place = self.place_words(found.unit, is_moving=bool(found.batch))
            words = f"{f'Dữ liệu ghi {place}' if place else 'Chưa có dữ liệu'} – vẫn nhận"
        return Verdict(Tone.AMBER, self.code(found.code), words)

    def refused(self, found: Judgement) -> Verdict:
        """A scan that belongs to no pile here."""
        title = self.code(found.code) or "Mã trống"
        if found.kind in _PLAIN:
            return Verdict(_PLAIN[found.kind][0], title, _PLAIN[found.kind][1])
        tone = Tone.AMBER if found.kind in _NOT_WRONG else Tone.RED
        return Verdict(tone, title, _REFUSED[found.kind](found, self._reference))


def _since(at: datetime | None) -> str:
    return f" {at:%H:%M %d/%m}" if at is not None else ""


def _elsewhere(found: Judgement, units: ReferencePort) -> str:
    """Where the data have it. To a paper of which they know nothing: how it is taken all the same."""
    if found.kind is ScanIs.TO_AWAIT and not found.unit:
        return "Chưa có dữ liệu · giấy vừa đến tay: Alt+2 rồi quét lại"
    where = "đang chuyển tới" if found.batch else "đang ở"
    return f"Không do đơn vị bạn giữ · {where} {unit_name(found.unit, units)}"


_REFUSED: Mapping[ScanIs, Callable[[Judgement, ReferencePort], str]] = {
    ScanIs.GIVEN: lambda found, units: f"Đã giao rồi · {unit_name(found.unit, units)} · đợt {found.batch}",
    ScanIs.BATCH_GIVEN: lambda found, units: f"Đợt này đơn vị bạn giao cho {unit_name(found.unit, units)}",
    ScanIs.HELD_ELSEWHERE: _elsewhere,
    ScanIs.BETWEEN_OTHERS: _elsewhere,
    ScanIs.TO_AWAIT: _elsewhere,
    ScanIs.AWAITED: lambda found, units: f"Đã nhận{_since(found.at)}, chờ dữ liệu",
    ScanIs.NOT_MOVABLE: lambda found, units: f"Không bàn giao được · {words(STATUS, found.status)}",
    ScanIs.FOREIGN: lambda found, units: f"Của cơ quan khác{f' · {found.agency}' if found.agency else ''}",
}


def missing_words(speech: Speech, codes: Sequence[str]) -> NoteWords:
    """To give: listed, not seen."""
    return NoteWords(
        f"{len(codes)} hồ sơ chưa thấy: {speech.codes(codes)}",
        "có trong danh sách, chưa quét bản giấy",
        "Để đợt sau",
    )


def other_unit_words(speech: Speech, codes: Sequence[str], units: Sequence[str]) -> NoteWords:
    """To give: seen, but another unit's. `units` are short names."""
    action = f"Chuyển {units[0]}" if len(units) == 1 else "Chuyển đúng phòng"
    return NoteWords(
        f"{len(codes)} hồ sơ khác phòng: {speech.codes(codes)}",
        "để riêng ra, không nằm trong đợt này",
        action,
    )


def set_aside_words(speech: Speech, codes: Sequence[str]) -> NoteWords:
    """To give: seen, but nothing that goes on now."""
    return NoteWords(
        f"{len(codes)} hồ sơ chưa chuyển: {speech.codes(codes)}",
        "để riêng ra; Phím cách trên dòng nếu vẫn giao",
        "Bỏ ra",
    )


def not_come_words(listed: int, seen: int, *, is_phong: bool) -> NoteWords:
    """To take: the giver wrote more than came."""
    noun = "phòng" if is_phong else "bên"
    return NoteWords(
        f"{noun.capitalize()} {'ghi giao' if is_phong else 'giao ghi'} {listed}, mới nhận được {seen}",
        f"hồ sơ chưa quét vẫn thuộc trách nhiệm {noun} giao",
        report_words(is_phong=is_phong),
    )


def report_words(*, is_phong: bool) -> str:
    """The button that sends back what never came."""
    return "Báo lại phòng" if is_phong else "Báo lại bên giao"
