"""Papers of the pile: the numbered list of a handover, the sticker of a folder."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from counter_app.domain.dossier import Dossier, FormSet, Status
from counter_app.domain.papers import HandoverListPaper, HandoverRow, LabelPaper, PrintMark
from counter_app.queries.dossiers import by_stream, one_dossier
from counter_app.queries.finding import streams_of_batch
from counter_app.queries.handover import times_printed
from counter_app.queries.paper_heads import (
    Printing,
    form_version,
    name_of,
    not_printable,
    procedure_of,
    unit_name,
)
from counter_app.storage.projection_tables import batch_item
from counter_app.storage.store import Reading


def handover_list(reading: Reading, batch: str, printing: Printing) -> HandoverListPaper:
    """The numbered list of a handover. Raises BatchUnknown."""
    streams = streams_of_batch(reading.conn, batch)
    given = reading.conn.execute(
        select(batch_item).where(batch_item.c.batch == batch.strip().upper()).limit(1)
    ).one()
    rows, takers = [], set()
    for stream in streams:
        view = by_stream(reading, stream, printing.at)
        takers |= _takers(view.dossier, given.batch)
        rows.append(
            HandoverRow(
                view.dossier.code,
                procedure_of(reading, view.dossier).name,
                view.row.applicant_name,
                view.dossier.due_at,
            )
        )
    agency = reading.reference.agency
    return HandoverListPaper(
        agency_name=agency.name,
        place=agency.place,
        mark=PrintMark(
            printing.at,
            printing.by,
            form_version(FormSet.TT03_2025),
            times_printed(reading, given.batch) + 1,
        ),
        batch=given.batch,
        from_unit=unit_name(reading, given.giver),
        to_unit=unit_name(reading, given.to),
        handed_over_at=datetime.fromisoformat(given.given_at),
        rows=tuple(rows),
        giver_name=name_of(reading, given.given_by),
        taker_name=name_of(reading, takers.pop()) if len(takers) == 1 else "",
    )


def _takers(dossier: Dossier, batch: str) -> set[str]:
    """Who took the paper that was given in a batch."""
    pairs = zip(dossier.stays, dossier.stays[1:], strict=False)
    return {following.taken_by for stay, following in pairs if stay.batch == batch}


def label(reading: Reading, code: str, printing: Printing) -> LabelPaper:
    """The sticker of a received dossier. Raises ActNotAllowed."""
    dossier = one_dossier(reading, code, printing.at).dossier
    if not dossier.code or dossier.status is Status.VOIDED:
        raise not_printable("label", dossier)
    return LabelPaper(
        dossier_code=dossier.code,
        scan_number=dossier.scan_number,
        procedure_name=procedure_of(reading, dossier).name,
        applicant_name=dossier.applicant.name if dossier.applicant else "",
        procedure_id=dossier.procedure,
        due_at=dossier.due_at,
    )
