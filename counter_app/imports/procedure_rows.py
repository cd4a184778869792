"""Tables of a catalogue → rows with their values, each with every problem it has. Nothing is compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from counter_app.domain import procedure_checks as checks
from counter_app.domain.catalogue_draft import DraftRow, Part
from counter_app.domain.due import LimitUnit
from counter_app.domain.errors import CounterError, FieldProblem, FileNotRead, InvalidField, RowRefused
from counter_app.domain.procedure import Component, Step
from counter_app.domain.text import clean, has_unseen
from counter_app.imports import cell_values as cells
from counter_app.imports.table_heads import RawRow, head_of, rows_below
from counter_app.imports.tables import ForeignTable, NoteKind, read_tables, serial_date

_Value = TypeVar("_Value")
_LIMIT = checks.TEXT_LIMIT


def read_catalogue(paths: Sequence[Path]) -> tuple[DraftRow, ...]:
    """Every row of every table of a catalogue in these files, in their order.

    Other sheets (instructions) are left out. Raises FileNotRead where a file cannot be opened or holds no
    table of a catalogue at all.
    """
    rows: list[DraftRow] = []
    for path in paths:
        found = [
            (table, head) for table in read_tables(path) if (head := head_of(path, table)) is not None
        ]
        if not found:
            raise FileNotRead(path=str(path), because="no_known_columns")
        for table, head in found:
            is_one_of_many = len(paths) > 1 and table.sheet != path.stem
            source = f"{path.name} · {table.sheet}" if is_one_of_many else table.sheet
            rows += [_row(table, source, head.part, raw) for raw in rows_below(table, head)]
    return tuple(rows)


class _Problems:
    """Reads cell after cell and keeps what is wrong with each."""

    def __init__(self) -> None:
        self.found: list[CounterError] = []

    def read(self, value: Callable[[], _Value]) -> _Value | None:
        """The value, or None with its problem kept."""
        try:
            return value()
        except CounterError as error:
            self.found.append(error)
            return None


def _row(table: ForeignTable, source: str, part: Part, raw: RawRow) -> DraftRow:
    problems = _Problems()
    procedure_id = problems.read(lambda: _procedure_id(raw)) or ""
    title = raw.cells.get("name") or raw.cells.get("component_name") or raw.cells.get("action") or ""
    notes = _notes(table, raw)
    problem = raw.problem
    if any(note.kind is NoteKind.HIDDEN_SHEET for note in table.notes):
        # It belongs to no procedure: a draft that lies hidden must not stop what is to be seen.
        problem, procedure_id = RowRefused(because="hidden_sheet"), ""
    if problem is not None:  # what stands in its cells cannot be relied on
        return DraftRow(source, raw.row, part, procedure_id, title, (problem,), notes)
    made = DraftRow(source, raw.row, part, procedure_id, " ".join(title.split())[:200], (), notes)
    return _FILLED[part](made, raw, problems)


def _notes(table: ForeignTable, raw: RawRow) -> tuple[str, ...]:
    found = []
    if any(note.kind is NoteKind.OLD_LETTERS for note in table.notes):
        found.append("old_letters")
    if any(has_unseen(cell) for cell in raw.cells.values()):
        found.append("unseen")
    if serial_date(raw.cells.get("in_force_from", "").strip()) is not None:
        found.append("date_serial")
    return tuple(found)


def _procedure_id(raw: RawRow) -> str:
    """Of its own column, else of field and number in the field."""
    typed = raw.cells.get("id", "").strip()
    if typed or "field_no" not in raw.cells:
        return checks.checked_id(typed)
    field = cells.one_of(cells.FIELD_NAMES, raw.cells.get("field", ""), field="field")
    number = cells.whole(raw.cells["field_no"], field="field_no")
    checks.checked_whole(number, field="field_no", lowest=1, highest=999)
    return checks.checked_id(f"{field}-{number}")


# -- procedures


def _procedure(row: DraftRow, raw: RawRow, problems: _Problems) -> DraftRow:
    values: dict[str, object] = {}
    for key, read in _READERS.items():
        if key in raw.cells:
            values[key] = problems.read(partial(read, raw.cells[key]))
    limit = _limit(raw, problems)
    if limit is not None:
        values["limit"] = limit
    begins = values.pop("in_force_from", None)
    if begins is not None:
        values["in_force_from"] = begins
    if row.procedure_id:
        values["field"] = row.procedure_id.partition("-")[0]
    return replace(row, values=values, problems=tuple(problems.found))


def _limit(raw: RawRow, problems: _Problems) -> object:
    """Amount and unit belong together: one without the other is refused."""
    amount_text, unit_text = raw.cells.get("limit_amount"), raw.cells.get("limit_unit")
    if amount_text is None and unit_text is None:
        return None
    amount = problems.read(lambda: cells.whole(amount_text or "", field="limit_amount"))
    unit = problems.read(lambda: cells.one_of(cells.LIMIT_UNITS, unit_text or "", field="limit_unit"))
    if amount is None or unit is None:
        return None
    return problems.read(lambda: checks.checked_limit(amount, LimitUnit(unit)))


def _text(field: str, lines: int, text: str) -> str:
    return clean(text, field=field, max_length=_LIMIT, lines=lines)


def _name(text: str) -> str:
    return clean(text, field="name", max_length=_LIMIT, required=True, min_length=2)


def _unit(text: str) -> str:
    return clean(text, field="department", max_length=60, required=True)


def _fee(text: str) -> int:
    if not text.strip():
        raise InvalidField(field="fee_vnd", problem=FieldProblem.EMPTY)
    fee = cells.whole(text, field="fee_vnd")
    return checks.checked_whole(fee, field="fee_vnd", lowest=0, highest=checks.MOST_FEE_VND)


_READERS: dict[str, Callable[[str], object]] = {
    "national_code": checks.checked_code,
    "is_code_verified": lambda text: cells.one_of(cells.YES_NO, text, field="is_code_verified"),
    "name": _name,
    "limit_note": partial(_text, "limit_note", 20),
    "department": _unit,
    "result": partial(_text, "result", 20),
    "fee_vnd": _fee,
    "fee_note": partial(_text, "fee_note", 20),
    "legal_basis": partial(_text, "legal_basis", 20),
    "audience": lambda text: cells.one_of(cells.AUDIENCES, text, field="audience"),
    "service_level": lambda text: cells.one_of(cells.SERVICE_LEVELS, text, field="service_level"),
    "source": partial(_text, "source", 20),
    "in_force_from": lambda text: cells.day(text, field="in_force_from"),
    "decision": lambda text: clean(text, field="decision", max_length=checks.DECISION_LIMIT),
}
"""Column of a procedure → how its cell is read. Every one is a field of `Procedure`."""


# -- papers and steps


def _component(row: DraftRow, raw: RawRow, problems: _Problems) -> DraftRow:
    said = raw.cells
    no = problems.read(lambda: cells.whole(said["order"], field="components.no"))
    kind = problems.read(lambda: cells.one_of(cells.COMPONENT_KINDS, said["kind"], field="components.kind"))
    copies = problems.read(lambda: cells.whole(said["copies"], field="components.copies"))
    needed = problems.read(
        lambda: cells.one_of(cells.YES_NO, said.get("required", "true"), field="components.required")
    )
    made = None
    if no is not None and kind is not None and copies is not None and needed is not None:
        given = Component(
            no, said["component_name"], kind, copies, needed, said.get("template", ""),
            said.get("component_note", ""),
        )  # fmt: skip
        made = problems.read(lambda: checks.checked_component(given))
    return replace(row, component=made, problems=tuple(problems.found))


def _step(row: DraftRow, raw: RawRow, problems: _Problems) -> DraftRow:
    said = raw.cells
    no = problems.read(lambda: cells.whole(said["step"], field="steps.no"))
    minutes = problems.read(lambda: cells.minutes(said["hours"], field="steps.hours"))
    made = None
    if no is not None and minutes is not None:
        unit = said["unit"].strip()
        given = Step(no, unit, said["action"], minutes)
        # Whether there is such a unit is judged where the units are known.
        made = problems.read(lambda: checks.checked_step(given, {unit}))
    return replace(row, step=made, problems=tuple(problems.found))


_FILLED: dict[Part, Callable[[DraftRow, RawRow, _Problems], DraftRow]] = {
    Part.PROCEDURES: _procedure,
    Part.COMPONENTS: _component,
    Part.STEPS: _step,
}
