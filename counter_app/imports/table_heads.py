"""Where the head of a foreign table is, what its columns mean, and which rows below it can be rows at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from counter_app.domain.catalogue_draft import Part
from counter_app.domain.errors import FileNotRead, RowRefused
from counter_app.imports.procedure_columns import COLUMNS, NEEDED, heading, known_headings, tells_apart
from counter_app.imports.sheet_facts import cell_name
from counter_app.imports.tables import ForeignTable, NoteKind

_HEAD_ROWS = 15
_LEAST = 3


@dataclass(frozen=True)
class Head:
    """`columns`: key → place of the column, from 0. `last`: the row the head ends in, from 1."""

    part: Part
    columns: Mapping[str, int]
    last: int

    @property
    def width(self) -> int:
        """Columns up to the last one known."""
        return max(self.columns.values()) + 1


@dataclass(frozen=True)
class RawRow:
    """A row with its cells by key; `problem`: why it cannot be a row at all."""

    row: int
    cells: Mapping[str, str]
    problem: RowRefused | None = None


def head_of(path: Path, table: ForeignTable) -> Head | None:
    """The head among the first rows, also one of two lines; None where the table is no part of a catalogue.

    Raises FileNotRead where a column is there twice or a needed one is missing.
    """
    best: Head | None = None
    for row in range(1, min(_HEAD_ROWS, len(table.rows)) + 1):
        for part in Part:
            found = _at(path, table, part, row)
            if found is not None and (best is None or _rank(found) > _rank(best)):
                best = found
    if best is not None:
        _check_needed(path, best)
    return best


def _rank(head: Head) -> tuple[int, int]:
    return tells_apart(head.part, set(head.columns)), len(head.columns)


def _at(path: Path, table: ForeignTable, part: Part, row: int) -> Head | None:
    known = known_headings(part)
    columns = _named(path, table, known, row)
    if len(columns) < _LEAST or not tells_apart(part, set(columns)):
        return None
    if row < len(table.rows):  # a second line may name what the first one left open
        below = _named(path, table, known, row + 1)
        filled = [cell for cell in table.rows[row] if cell.strip()]
        fresh = {key: at for key, at in below.items() if key not in columns and at not in columns.values()}
        if fresh and len(below) == len(filled):
            return Head(part, {**columns, **fresh}, row + 1)
    return Head(part, columns, row)


def _named(path: Path, table: ForeignTable, known: Mapping[str, str], row: int) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, cell in enumerate(table.rows[row - 1]):
        key = known.get(heading(cell)) if cell.strip() else None
        if key is not None and key in columns:
            raise FileNotRead(path=str(path), because="columns_twice", columns=cell.strip()[:60])
        if key is not None:
            columns[key] = at
    return columns


def _check_needed(path: Path, head: Head) -> None:
    missing = [key for key in NEEDED[head.part] if key not in head.columns]
    if "id" not in head.columns:
        missing += [key for key in ("field", "field_no") if key not in head.columns]
    if missing:
        titles = {column.key: column.title for column in COLUMNS[head.part]}
        names = ", ".join(titles[key] for key in missing)
        raise FileNotRead(path=str(path), because="columns_missing", columns=names)


def rows_below(table: ForeignTable, head: Head) -> Iterator[RawRow]:
    """The rows that hold something."""
    known = known_headings(head.part)
    notes: dict[int, RowRefused] = {}
    for note in table.notes:
        if note.row and note.row not in notes:
            notes[note.row] = _refused(note.kind, note.text)
    titled = [at for at, cell in enumerate(table.rows[head.last - 1], start=1) if cell.strip()]
    width = max([head.width, *titled])  # a column of the person's own is none of our business
    for number, cells in enumerate(table.rows[head.last :], start=head.last + 1):
        if not any(cell.strip() for cell in cells):
            continue
        by_key = {key: cells[at] if at < len(cells) else "" for key, at in head.columns.items()}
        problem = notes.get(number) or _shape(number, cells, width, known)
        yield RawRow(number, by_key, problem)


def _refused(kind: NoteKind, text: str) -> RowRefused:
    return RowRefused(because=str(kind), cell=text)


def _shape(row: int, cells: tuple[str, ...], width: int, known: Mapping[str, str]) -> RowRefused | None:
    again = sum(1 for cell in cells if cell.strip() and heading(cell) in known)
    if again >= _LEAST:
        return RowRefused(because="header_again")
    beyond = [at for at, cell in enumerate(cells) if cell.strip() and at >= width]
    if beyond:
        return RowRefused(because="cells_beyond", cell=cell_name(row, beyond[0] + 1))
    return None
