"""What changed between two versions of a procedure, in words; verdicts on rows of a catalogue file. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counter_app.domain.due import LimitUnit, TimeLimit
from counter_app.domain.procedure import Component, Procedure, Step
from counter_app.domain.procedure_changes import Change, changes
from counter_app.domain.text import date_text, money
from counter_app.forms.wording import limit_text
from counter_app.queries.catalogue import VersionRow
from counter_app.services.catalogue_import import ImportPlan, Verdict, VerdictKind
from counter_app.ui import labels
from counter_app.ui.messages import field_name, sentence_of
from counter_app.ui.pages.catalogue import catalogue_words as words

NOTHING = "(trống)"
NOTES: Mapping[str, str] = {
    "unseen": "có ký tự ẩn, đã bỏ",
    "date_serial": "ngày ghi dạng số của bảng tính",
    "old_letters": "chữ của tệp đã được chuyển sang Unicode",
    "steps_over_limit": "các bước cộng lại dài hơn thời hạn",
    "in_force_again": "thủ tục đã bãi bỏ sẽ có hiệu lực lại",
}


@dataclass(frozen=True)
class ToldChange:
    """A change as it is shown: what, the new value, the old one."""

    what: str
    after: str
    before: str


def told(change: Change, units: Mapping[str, str]) -> ToldChange:
    """A change in words; a line of papers or steps with its number."""
    what = field_name(change.field)
    if change.no:
        what = f"{'Giấy tờ' if change.field == 'components' else 'Bước'} {change.no}"
    return ToldChange(what, _value(change, change.after, units), _value(change, change.before, units))


def _value(change: Change, value: object, units: Mapping[str, str]) -> str:
    if isinstance(value, Component):
        needed = "bắt buộc" if value.is_required else "không bắt buộc"
        return f"{value.name} · {words.component_caption(value)} · {needed}"
    if isinstance(value, Step):
        return f"{value.action} · {words.step_unit(value, units)} · {words.hours_words(value.minutes)}"
    if value is None:
        return ""
    if change.field == "limit":
        amount, _, unit = str(value).partition(" ")
        return limit_text(TimeLimit(int(amount), LimitUnit(unit)), is_padded=False)
    if isinstance(value, bool):
        return "có" if value else "không"
    if change.field == "fee_vnd":
        return f"{money(int(str(value)))} đ"
    text = _named(change.field, str(value), units)
    return " ".join(text.split()) or NOTHING


def _named(field: str, value: str, units: Mapping[str, str]) -> str:
    if field == "department":
        return units.get(value, value)
    tables = {"audience": words.AUDIENCES, "service_level": labels.SERVICE_LEVELS}
    return tables.get(field, {}).get(value, value)


def change_line(change: Change, units: Mapping[str, str]) -> str:
    """`Thời hạn: 7 → 5 ngày làm việc`, `thêm giấy tờ 3: …`, `bỏ bước 2: …`."""
    said = told(change, units)
    if change.after is None:
        return f"bỏ {said.what.lower()}: {said.before}"
    if change.before is None:
        return f"thêm {said.what.lower()}: {said.after}"
    return f"{said.what}: {said.before} → {said.after}"


def version_head(row: VersionRow, people: Mapping[str, str]) -> tuple[str, str]:
    """Title and caption of a version: `Bản 2 · từ 01/12/2026`, `QĐ 12/QĐ-BQL · ghi 23/11/2026 · Quản trị`."""
    procedure = row.procedure
    title = [f"Bản {procedure.version}"]
    if procedure.in_force_from is not None:
        title.append(f"từ {date_text(procedure.in_force_from)}")
    if procedure.in_force_to is not None:
        title.append(f"đến hết {date_text(procedure.in_force_to)}")
    caption = []
    if procedure.decision:
        caption.append(f"Quyết định {procedure.decision}")
    if row.by != "system":
        caption.append(f"ghi {date_text(row.published_at.date())}, {people.get(row.by, row.by)}")
    if procedure.ending:
        caption.append(f"bãi bỏ theo {procedure.ending}")
    if row.end_reason:
        caption.append(row.end_reason)
    return " · ".join(title), " · ".join(caption) or "danh mục ban đầu"


def differences(newer: Procedure, older: Procedure, units: Mapping[str, str]) -> tuple[ToldChange, ...]:
    """What the newer version changed, for a list."""
    return tuple(told(change, units) for change in changes(older, newer))


# -- verdicts


def verdict_words(verdict: Verdict, units: Mapping[str, str]) -> str:
    """Why a row is refused, or what it changes, and what should be looked at."""
    if verdict.problems:
        found = [sentence_of(error, names=units) for error in verdict.problems]
    else:
        found = [change_line(change, units) for change in verdict.changes]
    found += [NOTES.get(note, note) for note in verdict.notes]
    return "; ".join(text.removesuffix(".") for text in found)


def plan_words(plan: ImportPlan) -> str:
    """`705 dòng: 3 mới, 2 sửa, 690 như cũ, 10 không nhận`."""
    names = {
        VerdictKind.NEW: "mới",
        VerdictKind.CHANGED: "sửa",
        VerdictKind.SAME: "như cũ",
        VerdictKind.REFUSED: "không nhận",
    }
    counts = [(sum(1 for each in plan.verdicts if each.kind is kind), word) for kind, word in names.items()]
    return f"{len(plan.verdicts)} dòng: " + ", ".join(f"{count} {word}" for count, word in counts if count)


def files_words(names: Sequence[str]) -> str:
    """`danh mục.xlsx`, `procedures.csv và 2 tệp nữa`."""
    more = f" và {len(names) - 1} tệp nữa" if len(names) > 1 else ""
    return f"{names[0]}{more}" if names else ""
