"""What the list Hồ sơ asks of the desk: figures, a scanned code, the rows for export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from counter_app.queries.dossier_pages import Counts, DossierFilter, Order, counts, listed
from counter_app.queries.dossiers import DossierRow, one_dossier
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.list_export import Lines, ListKind, lines_of
from counter_app.ui.models.columns import Column

MOST_EXPORTED = 50_000
"""Rows of one export: the worker writes for some seconds, and acts wait as long."""
EXPORT = ListKind("dossiers", "Hồ sơ", "hồ sơ", "Ho so", "dossiers/export_folder")


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
) -> Callable[[Any], Lines]:
    """What the list says with these columns, row by row."""
    return lambda reading: lines_of(columns, listed(reading, wanted, order, now))
