"""Columns of the list Hồ sơ: what stands in each, what is copied and exported, by what it sorts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from counter_app.domain.procedure import FIELDS
from counter_app.queries.dossier_pages import SortBy
from counter_app.queries.dossiers import DossierRow
from counter_app.ui import dossier_words as words
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.models.columns import Column
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.cells import EMPTY, BadgeCell, Cell, NameCell, TextCell


@dataclass
class Look:
    """What the words of a row depend on besides the row; the page sets it anew at each reading."""

    now: Callable[[], datetime]
    reference: ReferencePort | None = None

    def code(self, row: DossierRow) -> Cell:
        """`261112-0009`."""
        return TextCell(self.short_code(row), Tone.ACCENT, figures=True)

    def short_code(self, row: DossierRow) -> str:
        """Without the agency's own prefix."""
        agency = self.reference.agency.id if self.reference else ""
        return words.short_code(row.shown_code, agency)

    def applicant(self, row: DossierRow) -> Cell:
        """The name with its legal form shortened; whole in the tooltip."""
        return TextCell(words.short_name(row.applicant_name), tip=row.applicant_name)

    def procedure(self, row: DossierRow) -> Cell:
        """Its name in the version the dossier was received by."""
        name = self.procedure_name(row)
        return TextCell(words.short_procedure(name), Tone.TEXT2, tip=name)

    def procedure_name(self, row: DossierRow) -> str:
        """The same in words."""
        return words.procedure_words(row, self.reference) if self.reference else row.procedure

    @staticmethod
    def field(row: DossierRow) -> Cell:
        """Name of the field; a code that is not known as it stands."""
        return TextCell(FIELDS.get(row.field, row.field), Tone.TEXT2)

    def holder(self, row: DossierRow) -> Cell:
        """Who has the paper: the officer and the unit; on its way, where it goes."""
        if self.reference is None or not (row.holder or row.in_transit_to):
            return TextCell(EMPTY, Tone.TEXT3)
        unit = words.unit_words(row.holder, self.reference)
        if row.in_transit_to:
            return NameCell(unit, f"tới {words.short_unit(row.in_transit_to, self.reference)}")
        if row.officer:
            officer = words.staff_words(row.officer, self.reference)
            return NameCell(officer, words.short_unit(row.holder, self.reference))
        return NameCell(unit)

    def due(self, row: DossierRow) -> Cell:
        """`30/11`; the whole moment in the tooltip."""
        return self._moment(row.due_at)

    def received(self, row: DossierRow) -> Cell:
        """When it was received."""
        return self._moment(row.received_at)

    def first_due(self, row: DossierRow) -> Cell:
        """What the first receipt promised."""
        return self._moment(row.due_first)

    def _moment(self, moment: str | None) -> Cell:
        tone = Tone.TEXT if moment else Tone.TEXT3
        tip = words.full_due_words(moment) if moment else ""
        return TextCell(words.due_words(moment, self.now()), tone, figures=True, tip=tip)

    def state(self, row: DossierRow) -> Cell:
        """The badge."""
        if self.reference is None:
            return BadgeCell(row.status, Tone.SLATE, "clock")
        return words.state_of(row, self.reference, self.now())


def _full(moment: str | None) -> str:
    return words.full_due_words(moment) if moment else ""


def _copies(look: Look) -> dict[str, Callable[[DossierRow], str]]:
    """Whole values, for the clipboard and the export."""
    return {
        "code": lambda row: row.shown_code,
        "applicant": lambda row: row.applicant_name,
        "procedure": look.procedure_name,
        "received": lambda row: _full(row.received_at),
        "first_due": lambda row: _full(row.due_first),
        "due": lambda row: _full(row.due_at),
    }


def dossier_columns(look: Look) -> tuple[Column[DossierRow], ...]:
    """All of them, in the order in which they stand."""
    copies = _copies(look)

    def made(
        name: str, title: str, width: int, cell: Callable[[DossierRow], Cell], **options: Any
    ) -> Column[DossierRow]:
        return Column(name, title, width, cell, copy=copies.get(name), **options)

    def moment(
        name: str, title: str, cell: Callable[[DossierRow], Cell], **options: Any
    ) -> Column[DossierRow]:
        return made(name, title, 88, cell, is_right=True, **options)

    return (
        made("code", "Mã hồ sơ", 132, look.code, sort=SortBy.CODE, is_fixed=True),
        made("applicant", "Chủ hồ sơ", 140, look.applicant, sort=SortBy.APPLICANT, is_stretch=True),
        made(
            "procedure", "Thủ tục", 130, look.procedure, sort=SortBy.PROCEDURE, is_stretch=True, gives_way=1
        ),
        made("field", "Lĩnh vực", 130, look.field, is_hidden=True, gives_way=5),
        made("holder", "Đang ở", 190, look.holder, sort=SortBy.HOLDER, gives_way=3),
        moment("received", "Tiếp nhận", look.received, sort=SortBy.NEWEST, is_hidden=True, gives_way=2),
        moment("first_due", "Hẹn đầu", look.first_due, is_hidden=True, gives_way=4),
        moment("due", "Hẹn trả", look.due, sort=SortBy.DUE, is_fixed=True),
        made("state", "Tình trạng", 164, look.state, sort=SortBy.STATUS, is_fixed=True),
    )
