"""What the catalogue page says of procedures, units, people and days. No Qt here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from counter_app.domain.calendar import DayKind, WorkingHours
from counter_app.domain.procedure import FIELDS, Component, Procedure, Step
from counter_app.domain.text import date_text, day_name, fold, money, search_tokens, time_text
from counter_app.domain.units import UnitRole
from counter_app.forms.wording import limit_text
from counter_app.queries.catalogue import CatalogueRow, Occasion, YearView
from counter_app.ui import labels

UNIT_ROLES: dict[str, str] = {
    str(UnitRole.COUNTER): "Bộ phận Một cửa",
    str(UnitRole.SPECIALIST): "Phòng chuyên môn",
    str(UnitRole.LEADER): "Lãnh đạo",
    str(UnitRole.OFFICE): "Văn phòng",
}
AUDIENCES: dict[str, str] = {
    "to_chuc": "Tổ chức",
    "ca_nhan": "Cá nhân",
    "ca_hai": "Tổ chức và cá nhân",
    "doanh_nghiep": "Doanh nghiệp",
}
MONTHS = tuple(f"Tháng {month}" for month in range(1, 13))


@dataclass(frozen=True)
class FieldGroup:
    """Procedures of one field."""

    field: str
    title: str
    rows: tuple[CatalogueRow, ...]


def grouped(rows: Sequence[CatalogueRow], typed: str) -> tuple[FieldGroup, ...]:
    """The rows that hold every word typed, without marks, by field in the order of the catalogue."""
    words = search_tokens(typed)
    found = [row for row in rows if all(f" {word}" in _searchable(row.procedure) for word in words)]
    fields = dict.fromkeys((*FIELDS, *(row.procedure.field for row in found)))
    groups = []
    for field in fields:
        of_field = tuple(row for row in found if row.procedure.field == field)
        if of_field:
            groups.append(FieldGroup(field, FIELDS.get(field, field), of_field))
    return tuple(groups)


def _searchable(procedure: Procedure) -> str:
    letters, _, number = procedure.id.partition("-")
    compact = procedure.national_code.replace(".", "")
    field = FIELDS.get(procedure.field, procedure.field)
    texts = (procedure.id, f"{letters}{number}", f"{letters}{number.lstrip('0')}", procedure.national_code)
    return " " + " ".join(fold(text) for text in (*texts, compact, procedure.name, field))


def code_words(procedure: Procedure) -> str:
    """The national code where it is sure, else a dash: no unverified code is shown as if it were."""
    is_sure = procedure.is_code_verified and procedure.national_code
    return procedure.national_code if is_sure else "–"


def audience_words(procedure: Procedure) -> str:
    """Who may apply; a word that is not known stands as it is."""
    return AUDIENCES.get(procedure.audience, procedure.audience)


def list_name(procedure: Procedure) -> str:
    """The name without the word that nearly all of them begin with; the panel has it whole."""
    name = procedure.name.removeprefix("Thủ tục ")
    return name[:1].upper() + name[1:]


def limit_words(procedure: Procedure) -> str:
    """`17 ngày làm việc`."""
    return limit_text(procedure.limit, is_padded=False)


def short_fee_words(procedure: Procedure) -> str:
    """`Miễn phí`, `3.000.000 đ`, `Chưa ấn định`: for a column."""
    if procedure.fee_vnd:
        return f"{money(procedure.fee_vnd)} đ"
    return "Miễn phí" if labels.fee_words(procedure) == labels.NO_FEE_NOTE else "Chưa ấn định"


def version_words(row: CatalogueRow) -> str:
    """`Bản 1 · hiệu lực từ 01/03/2026`, `Bản 2/3 · hết hiệu lực 31/12/2026`."""
    procedure = row.procedure
    of = f"/{row.versions}" if row.versions > 1 else ""
    words = [f"Bản {procedure.version}{of}"]
    if procedure.in_force_from is not None:
        words.append(f"hiệu lực từ {date_text(procedure.in_force_from)}")
    if procedure.in_force_to is not None:
        words.append(f"đến {date_text(procedure.in_force_to)}")
    if not row.is_in_force:
        is_ahead = procedure.in_force_to is None
        words.append("chưa đến ngày" if is_ahead else "chưa hoặc không còn hiệu lực")
    elif len(words) == 1:
        words.append("đang áp dụng")
    return " · ".join(words)


def imported_words(versions: Sequence[Procedure], decision: str, day: date) -> str:
    """`Đã ghi 4 thủ tục theo 15/QĐ-BQL, hiệu lực từ 01/12/2026.`: what a row names itself goes before
    `decision` and `day`; several of them are not told."""
    decisions = {each.decision or decision for each in versions}
    days = {each.in_force_from or day for each in versions}
    told = f"Đã ghi {len(versions)} thủ tục"
    if len(decisions) == 1:
        told += f" theo {decisions.pop()}"
    if len(days) == 1:
        told += f", hiệu lực từ {date_text(days.pop())}"
    return f"{told}."


def hours_words(minutes: int) -> str:
    """`4 giờ`, `1,5 giờ`, `40 phút`."""
    if minutes < 60:
        return f"{minutes} phút"
    whole, rest = divmod(minutes, 60)
    return f"{whole} giờ" if not rest else f"{minutes / 60:.1f}".replace(".", ",") + " giờ"


def component_caption(component: Component) -> str:
    """`1 bản chính · Mẫu I.1.1 TT 55/2026/TT-BTC · Không nộp nếu …`."""
    kind = labels.words(labels.COMPONENT_KINDS, str(component.kind))
    parts = (f"{component.copies} {kind}", component.template, component.note)
    return " · ".join(part for part in parts if part)


def step_unit(step: Step, units: Mapping[str, str]) -> str:
    """Short name of the unit that does a step."""
    return units.get(step.unit, step.unit)


def span_words(occasion: Occasion) -> str:
    """`01/01`, `16–20/02`, `30/12–02/01`: the year stands in the title."""
    first, last = occasion.first, occasion.last
    if first == last:
        return f"{first:%d/%m}"
    if first.month == last.month:
        return f"{first.day:02d}–{last:%d/%m}"
    return f"{first:%d/%m}–{last:%d/%m}"


def weekday_words(occasion: Occasion) -> str:
    """`T5`, `T2–T6`."""
    if occasion.first == occasion.last:
        return day_name(occasion.first)
    return f"{day_name(occasion.first)}–{day_name(occasion.last)}"


def occasion_caption(occasion: Occasion) -> str:
    """`T2–T6 · 5 ngày · 9441/TB-BNV`."""
    what = "làm việc" if occasion.kind is DayKind.WORKING else f"nghỉ {occasion.days} ngày"
    parts = [weekday_words(occasion), what, occasion.notice]
    if not occasion.is_confirmed:
        parts.append("dự kiến")
    return " · ".join(part for part in parts if part)


def hours_line(hours: WorkingHours) -> str:
    """`Giờ làm việc 07:30–11:30 và 13:30–17:30 · trả trong ngày nếu nhận đến 15:00`."""
    morning = f"{time_text(hours.morning_from)}–{time_text(hours.morning_to)}"
    afternoon = f"{time_text(hours.afternoon_from)}–{time_text(hours.afternoon_to)}"
    until = time_text(hours.same_day_cut_off)
    return f"Giờ làm việc {morning} và {afternoon} · trả trong ngày nếu nhận đến {until}"


def year_words(view: YearView) -> str:
    """`251 ngày làm việc`."""
    return f"{view.working_days} ngày làm việc"


def provisional_words(year: int) -> str:
    """What a year without a notice means."""
    return (
        f"Lịch nghỉ {year} chưa được công bố: mới tính thứ bảy, chủ nhật và các ngày đã biết. "
        f"Ngày hẹn rơi vào {year} là tạm tính."
    )


def spoken_year(view: YearView) -> str:
    """The year for who listens."""
    told = [f"{span_words(each)} {each.label}" for each in view.occasions]
    return f"{year_words(view)}. " + "; ".join(told)


def day_tip(day: date, label: str, *, is_working: bool) -> str:
    """The tooltip of a day."""
    state = "làm việc" if is_working else "nghỉ"
    name = f"{day_name(day)} {date_text(day)} · {state}"
    return f"{name} · {label}" if label else name
