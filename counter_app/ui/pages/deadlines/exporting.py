"""The table that the page gives away: the chosen list whole, and the numbers by unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from counter_app.exports.tables import write_table
from counter_app.queries.forecast import RiskRow
from counter_app.ui.pages.deadlines import captions, desk_work, sheets
from counter_app.ui.pages.deadlines.figures import Figures, Line, Number
from counter_app.ui.pages.deadlines.list_words import Words
from counter_app.ui.pages.deadlines.outgoing import Export

_WHAT: Mapping[Number, str] = {
    Number.OVERDUE: "overdue",
    Number.TODAY: "due_today",
    Number.PAUSED: "paused",
    Number.RISK: "at_risk",
}


def export_of(
    number: Number,
    unit: str,
    said: Words,
    figures: Figures,
    risk: Sequence[RiskRow],
    name_of: Callable[[Line], str],
) -> Export:
    """The export of a list. Its rows are read anew and whole; the forecast is the one that is shown."""
    title = captions.title(number)
    by_unit = sheets.unit_sheet(figures.by_unit(), figures.whole(unit), name_of)

    def read(reading: Any) -> Sequence[Any]:
        if number is Number.RISK:
            return tuple(risk)
        found: Sequence[Any] = desk_work.read_whole_list(said.now, number, unit)(reading)
        return found

    def write(path: Path, rows: Sequence[Any]) -> int:
        if number is Number.RISK:
            return write_table(path, title, sheets.RISK, sheets.risk_rows(rows, said), sheets=[by_unit])
        return write_table(path, title, sheets.LIST, sheets.list_rows(rows, said), sheets=[by_unit])

    return Export(number, _WHAT[number], f"Theo dõi hạn: {title}", read, write)
