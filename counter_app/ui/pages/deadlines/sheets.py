"""The list and the numbers by unit as sheets of an Excel file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from counter_app.exports.tables import ExportColumn, Kind, Sheet, Value
from counter_app.queries.forecast import RiskRow
from counter_app.queries.overdue_list import ListEntry
from counter_app.ui.dossier_words import staff_words, unit_words
from counter_app.ui.labels import STATUS, words
from counter_app.ui.pages.deadlines.figures import Line
from counter_app.ui.pages.deadlines.list_words import Words, procedure_name
from counter_app.ui.pages.deadlines.number_table import GRID

_PLACE = (
    ExportColumn("Mã hồ sơ", width=24),
    ExportColumn("Thủ tục", width=48),
    ExportColumn("Chủ hồ sơ", width=38),
    ExportColumn("Người giữ", width=24),
    ExportColumn("Đơn vị giữ", width=18),
)
LIST = (
    *_PLACE,
    ExportColumn("Trạng thái", width=18),
    ExportColumn("Ngày nhận", Kind.MOMENT, 18),
    ExportColumn("Hẹn trả", Kind.MOMENT, 18),
    ExportColumn("Trễ, ngày làm việc", Kind.NUMBER, 12),
    ExportColumn("Một cửa giữ, ngày", Kind.NUMBER, 12),
    ExportColumn("Phòng giữ, ngày", Kind.NUMBER, 12),
    ExportColumn("Lãnh đạo giữ, ngày", Kind.NUMBER, 12),
    ExportColumn("Chờ chủ hồ sơ, ngày", Kind.NUMBER, 12),
)
RISK = (
    *_PLACE,
    ExportColumn("Hẹn trả", Kind.MOMENT, 18),
    ExportColumn("Nguy cơ, %", Kind.NUMBER, 12),
    ExportColumn("Cơ sở, hồ sơ", Kind.NUMBER, 12),
)
UNITS = (ExportColumn("Đơn vị", width=36), *(ExportColumn(title, Kind.NUMBER, 14) for _, title, _, _ in GRID))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _days(minutes: int, day: int) -> float:
    return round(minutes / day, 2)


def list_rows(entries: Iterable[ListEntry], said: Words) -> Iterable[Sequence[Value]]:
    """A row a dossier, as `LIST` has its columns. Days are working days with two decimals."""
    day = said.day
    for entry in entries:
        row, held = entry.row, entry.held
        is_late = row.late_from is not None and row.late_from <= said.now.isoformat(timespec="minutes")
        yield (
            row.code,
            procedure_name(said.reference, row),
            row.applicant_name,
            staff_words(row.officer or held.taken_by, said.reference),
            unit_words(row.holder, said.reference),
            words(STATUS, row.status),
            _moment(row.received_at),
            _moment(row.due_at),
            _days(entry.late_minutes, day) if is_late else None,
            _days(held.desk, day),
            _days(held.department, day),
            _days(held.leader, day),
            _days(held.applicant, day),
        )


def risk_rows(rows: Iterable[RiskRow], said: Words) -> Iterable[Sequence[Value]]:
    """A row a dossier, as `RISK` has its columns."""
    for row in rows:
        yield (
            row.code,
            procedure_name(said.reference, row),
            row.applicant_name,
            staff_words(row.officer or row.taken_by, said.reference),
            unit_words(row.holder, said.reference),
            _moment(row.due_at),
            round(row.share * 100),
            row.basis,
        )


def unit_sheet(lines: Sequence[Line], whole: Line, name_of: Callable[[Line], str]) -> Sheet:
    """The numbers by unit, the whole last; they add up."""
    rows: list[Sequence[Value]] = [
        (name_of(line), *(line.count(number) for number, *_ in GRID)) for line in lines
    ]
    rows.append(("Cộng", *(whole.count(number) for number, *_ in GRID)))
    return Sheet("Theo đơn vị", UNITS, rows)
