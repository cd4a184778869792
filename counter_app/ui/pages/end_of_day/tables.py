"""Tables behind the lines of the checklist: dossiers, payments, sheets."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from counter_app.domain.day_figures import FeeLine
from counter_app.domain.text import money, time_text
from counter_app.forms.day_words import METHODS
from counter_app.queries.day_sheets import SignOff
from counter_app.queries.end_of_day import DayRow
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.dossier_words import (
    short_code,
    short_name,
    short_procedure,
    short_unit,
    staff_words,
    unit_words,
)
from counter_app.ui.memory import Memory
from counter_app.ui.models.columns import Column
from counter_app.ui.models.rows_model import RowsModel
from counter_app.ui.pages.end_of_day.checks import moment_words
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.cells import EMPTY, BadgeCell, Cell, NameCell, TextCell
from counter_app.ui.widgets.data_table import DataTable

_CODE, _SINCE, _UNIT = 128, 116, 88


class DayTables:
    """`way`: dossiers that go somewhere; `here`: those that lie at the desk; `fees`; `sheets`.

    `set_day` first: cells know units, people and the day from it.
    """

    def __init__(self, memory: Memory) -> None:
        self._reference: ReferencePort | None = None
        self._day = date(2000, 1, 1)
        self._doubled: frozenset[str] = frozenset()
        self.way = self._table(self._dossier_columns(with_unit=True), "end_way", "Hồ sơ còn lại", memory)
        self.here = self._table(self._dossier_columns(with_unit=False), "end_here", "Hồ sơ", memory)
        self.fees = self._table(self._fee_columns(), "end_fees", "Các khoản phí, lệ phí", memory)
        self.sheets = self._table(self._sheet_columns(), "end_sheets", "Phiếu đã chốt", memory)

    def _table(self, columns: tuple[Column[Any], ...], name: str, label: str, memory: Memory) -> DataTable:
        model = RowsModel(columns, key=_key)
        return DataTable(model, name=name, label=label, memory=memory)

    def all(self) -> tuple[DataTable, ...]:
        """Every table."""
        return self.way, self.here, self.fees, self.sheets

    def set_day(self, reference: ReferencePort, day: date, doubled: frozenset[str]) -> None:
        """What the cells refer to; `doubled`: receipt numbers used more than once."""
        self._reference, self._day, self._doubled = reference, day, doubled

    # -- columns

    def _dossier_columns(self, *, with_unit: bool) -> tuple[Column[Any], ...]:
        unit = Column("unit", "Giao cho", _UNIT, self._unit_cell, is_fixed=True)
        return (
            Column("code", "Mã hồ sơ", _CODE, self._code_cell, is_fixed=True, copy=lambda row: row.code),
            Column(
                "applicant",
                "Chủ hồ sơ",
                150,
                lambda row: TextCell(short_name(row.applicant_name), tip=row.applicant_name),
                is_stretch=True,
                copy=lambda row: row.applicant_name,
            ),
            Column(
                "procedure",
                "Thủ tục",
                150,
                lambda row: TextCell(
                    short_procedure(row.procedure_name), Tone.TEXT2, tip=row.procedure_name
                ),
                is_stretch=True,
                gives_way=1,
                copy=lambda row: row.procedure_name,
            ),
            Column("since", "Từ lúc", _SINCE, self._since_cell, is_fixed=True),
            *((unit,) if with_unit else ()),
        )

    def _fee_columns(self) -> tuple[Column[Any], ...]:
        amount = Column(
            "amount",
            "Số tiền, đồng",
            112,
            lambda fee: TextCell(money(fee.amount_vnd), figures=True, weight=500),
            is_right=True,
            is_fixed=True,
            is_number=True,
            copy=lambda fee: str(fee.amount_vnd),
        )
        receipt = Column(
            "receipt",
            "Số biên lai",
            138,
            self._receipt_cell,
            is_fixed=True,
            copy=lambda fee: fee.receipt_no,
        )
        return (
            Column("at", "Giờ", 70, self._paid_cell, is_fixed=True),
            Column("code", "Mã hồ sơ", _CODE, self._code_cell, is_fixed=True, copy=lambda fee: fee.code),
            amount,
            Column("method", "Hình thức, miễn giảm", 124, self._method_cell, is_stretch=True),
            receipt,
            Column("by", "Người thu", 126, self._taker_cell, gives_way=1),
        )

    def _sheet_columns(self) -> tuple[Column[Any], ...]:
        return (
            Column(
                "number",
                "Phiếu",
                92,
                lambda sheet: TextCell(f"Số {sheet.number}", Tone.ACCENT, figures=True, tip=sheet.code),
                is_fixed=True,
                copy=lambda sheet: sheet.code,
            ),
            Column("at", "Chốt lúc", 104, self._signed_cell, is_fixed=True),
            Column(
                "by",
                "Người chốt",
                140,
                lambda sheet: TextCell(staff_words(sheet.by, self._ref())),
                is_stretch=True,
            ),
            Column(
                "place",
                "Việc thứ",
                88,
                lambda sheet: TextCell(money(sheet.figures.place), figures=True),
                is_right=True,
                is_fixed=True,
            ),
            Column("after", "Sau khi chốt", 120, self._after_cell, is_fixed=True),
            Column("proof", "Dấu", 138, self._proof_cell, is_fixed=True),
        )

    # -- cells

    def _ref(self) -> ReferencePort:
        assert self._reference is not None  # rows come with it
        return self._reference

    def _code_cell(self, row: DayRow | FeeLine) -> Cell:
        shown = short_code(row.code, self._ref().agency.id)
        is_void = isinstance(row, DayRow) and row.is_voided
        tip = f"{row.code} · đã hủy số" if is_void else row.code
        return TextCell(shown, Tone.TEXT3 if is_void else Tone.ACCENT, figures=True, tip=tip)

    def _since_cell(self, row: DayRow) -> Cell:
        is_older = row.line.since[:10] < self._day.isoformat()
        words = moment_words(row.line.since, self._day)
        return TextCell(words, Tone.AMBER if is_older else Tone.TEXT2, figures=True)

    def _unit_cell(self, row: DayRow) -> Cell:
        tip = " · ".join(part for part in (unit_words(row.line.to, self._ref()), row.line.batch) if part)
        return TextCell(short_unit(row.line.to, self._ref()), tip=tip)

    def _receipt_cell(self, fee: FeeLine) -> Cell:
        if fee.lacks_receipt:
            return BadgeCell("Chưa có số", Tone.AMBER, "circle-alert")
        if fee.receipt_no in self._doubled:
            return BadgeCell(f"{fee.receipt_no} trùng", Tone.AMBER, "copy")
        return TextCell(fee.receipt_no or EMPTY, figures=True)

    def _paid_cell(self, fee: FeeLine) -> Cell:
        return TextCell(time_text(datetime.fromisoformat(fee.at)), Tone.TEXT2, figures=True)

    def _method_cell(self, fee: FeeLine) -> Cell:
        return NameCell(METHODS.get(fee.method, fee.method), fee.exemption)

    def _taker_cell(self, fee: FeeLine) -> Cell:
        return TextCell(staff_words(fee.by, self._ref()), Tone.TEXT2)

    def _signed_cell(self, sheet: SignOff) -> Cell:
        words = moment_words(sheet.at.isoformat(timespec="minutes"), self._day)
        return TextCell(words, figures=True)

    def _after_cell(self, sheet: SignOff) -> Cell:
        if sheet.after:
            return BadgeCell(f"{sheet.after} việc", Tone.AMBER, "circle-alert")
        return BadgeCell("Không có", Tone.GREEN, "check")

    def _proof_cell(self, sheet: SignOff) -> Cell:
        if sheet.is_in_log:
            return BadgeCell("Khớp nhật ký", Tone.GREEN, "fingerprint")
        return BadgeCell("Không khớp", Tone.RED, "circle-alert")


def _key(row: DayRow | FeeLine | SignOff) -> str:
    if isinstance(row, SignOff):
        return row.event_id
    if isinstance(row, FeeLine):
        return f"{row.at} {row.code} {row.receipt_no} {row.amount_vnd}"
    return row.code
