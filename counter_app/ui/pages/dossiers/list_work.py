"""What the list Hồ sơ asks of the desk: figures, a scanned code, the rows for export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from counter_app.queries.dossier_pages import Counts, DossierFilter, Order, counts, listed
from counter_app.queries.dossiers import DossierRow, one_dossier
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.models.columns import Column

MOST_EXPORTED = 50_000
"""Rows of one export: the worker writes for some seconds, and acts wait as long."""


def reference(reading: Any) -> ReferencePort:
    """What the words of the list need."""
    return reading.reference  # type: ignore[no-any-return]


def figures(now: datetime) -> Callable[[Any], Counts]:
    """The figures of the saved filters."""
    return lambda reading: counts(reading, now)


def found_row(code: str, now: datetime) -> Callable[[Any], tuple[DossierRow, ReferencePort]]:
    """The dossier that a scan names. Raises what the search for a code raises."""
    return lambda reading: (one_dossier(reading, code, now).row, reading.reference)


def export_rows(
    wanted: DossierFilter, order: Order, columns: Sequence[Column[DossierRow]], now: datetime
) -> Callable[[Any], list[list[str]]]:
    """What the list says with these columns, row by row."""
    return lambda reading: [
        [column.words(row) for column in columns] for row in listed(reading, wanted, order, now)
    ]


def record_export(rows: int, reason: str, by: str) -> Callable[[Any], None]:
    """Write down that the list leaves, before it does. Raises ExportNeedsSupervisor for many rows."""

    def do(uow: Any) -> None:
        from counter_app.services.exports import record_export as record

        record(uow, what="dossiers", rows=rows, reason=reason, by=by)
        uow.commit()

    return do


def write_list(
    path: Path, columns: Sequence[Column[DossierRow]], rows: Sequence[Sequence[str]]
) -> Callable[[], int]:
    """Write the rows as xlsx; answers how many. Raises FileNotWritten."""

    def do() -> int:
        from counter_app.exports.tables import ExportColumn, write_table  # not on the way to the first page

        titles = [ExportColumn(column.title, width=max(12, column.width // 6)) for column in columns]
        return write_table(path, "Hồ sơ", titles, rows)

    return do
