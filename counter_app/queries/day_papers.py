"""The paper of a day that was signed off: what its event recorded, with the names of people and units."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from counter_app.domain.day_figures import DayFigures, OpenFigures, OpenKind
from counter_app.domain.day_papers import DayClosePaper, DayOpenLine, DayOpenList
from counter_app.domain.papers import PrintMark
from counter_app.queries.day_sheets import find_sheet, own_desk
from counter_app.queries.paper_heads import Printing, name_of, unit_name
from counter_app.storage.projection_tables import dossier
from counter_app.storage.store import Reading

FORM_VERSION = "CN-01"
"""Version of our drawing of the sheet, printed in its foot."""


def day_close(reading: Reading, code: str, printing: Printing) -> DayClosePaper:
    """The sheet `2026-11-23-1` of this desk; a day alone names its newest. Raises DaySheetUnknown.

    Everything but names is what was recorded: printed again it says the same, whatever happened since.
    """
    sheet = find_sheet(reading.conn, code)
    agency, figures = reading.reference.agency, sheet.figures
    names = _names(reading, figures)
    return DayClosePaper(
        agency_name=agency.name,
        place=agency.place,
        mark=PrintMark(printing.at, printing.by, FORM_VERSION),
        day=sheet.day,
        sheet=sheet.code,
        sheet_no=sheet.number,
        signed_at=sheet.at,
        signed_by=name_of(reading, sheet.by),
        head_hash=sheet.head,
        log_place=figures.place,
        desk_no=own_desk(reading.conn)[1] if _has_more_desks(reading) else None,
        received=figures.received,
        voided=figures.voided,
        by_channel=figures.by_channel,
        open_lists=tuple(_open_list(reading, figures.of(kind), names) for kind in OpenKind),
        drafts_own=figures.drafts_own,
        drafts_others=figures.drafts_others,
        fees=tuple(replace(fee, by=name_of(reading, fee.by)) for fee in figures.fees),
        sums=figures.sums(),
        doubled=figures.doubled,
        backup_at=datetime.fromisoformat(figures.backup_at) if figures.backup_at else None,
        note=sheet.note,
        after=sheet.after,
    )


def _has_more_desks(reading: Reading) -> bool:
    value = reading.conn.exec_driver_sql("SELECT value FROM meta WHERE key = 'desks'").scalar()
    return int(str(value or 1)) > 1


def _names(reading: Reading, figures: DayFigures) -> dict[str, str]:
    """Code → applicant, of every dossier that the sheet lists."""
    codes = sorted({line.code for each in figures.open for line in each.lines})
    statement = select(dossier.c.code, dossier.c.applicant_name).where(dossier.c.code.in_(codes))
    return {str(row.code): row.applicant_name for row in reading.conn.execute(statement)}


def _open_list(reading: Reading, figures: OpenFigures, names: dict[str, str]) -> DayOpenList:
    lines = (
        DayOpenLine(
            line.code,
            names.get(line.code, ""),
            datetime.fromisoformat(line.since),
            unit_name(reading, line.to) if line.to else "",
            line.batch,
        )
        for line in figures.lines
    )
    return DayOpenList(str(figures.kind), figures.count, tuple(lines))
