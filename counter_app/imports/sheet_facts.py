"""What a sheet says besides its values: size, formulas, hidden rows, merged cells. Counted before reading."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat  # a DTD was refused before, and is refused here again

from counter_app.domain.errors import FileNotRead
from counter_app.imports import limits

_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MOST_ELEMENTS = 4_000_000


@dataclass
class SheetFacts:
    """`formulas`: cells (row, column); `hidden_rows`; `merges`: (first row, first column, last row, last
    column). All count from 1. `height` and `width` are of the cells that hold something."""

    height: int = 0
    width: int = 0
    formulas: list[tuple[int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


def place_of(reference: str) -> tuple[int, int] | None:
    """`C5` → (5, 3)."""
    match = _REF.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def cell_name(row: int, column: int) -> str:
    """(5, 3) → `C5`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def shared_lengths(path: Path, content: bytes) -> list[int]:
    """Letters of each shared text of a workbook, in order. Raises FileNotRead."""
    lengths: list[int] = []
    parser = _parser(path)

    def start(name: str, _given: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            lengths.append(0)

    def letters(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    parser.StartElementHandler = start
    parser.CharacterDataHandler = letters
    _parse(path, parser, content)
    return lengths


def facts_of(path: Path, content: bytes, lengths: list[int]) -> SheetFacts:
    """Count one sheet's XML. Raises FileNotRead where it is larger than the limits."""
    scan = _Scan(path, lengths)
    parser = _parser(path)
    parser.buffer_text = True
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.letters
    _parse(path, parser, content)
    return scan.facts


def sheet_files(path: Path, parts: Mapping[str, bytes]) -> dict[str, str]:
    """Name of each sheet → the part it lies in. Raises FileNotRead."""
    targets: dict[str, str] = {}
    files: dict[str, str] = {}

    def relation(_name: str, given: dict[str, str]) -> None:
        target = given.get("Target", "")
        targets[given.get("Id", "")] = posixpath.normpath(
            target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        )

    def sheet(name: str, given: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            named = next((value for key, value in given.items() if key.endswith(":id")), "")
            files[given.get("name", "")] = targets.get(named, "")

    for part, start in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        parser = _parser(path)
        parser.StartElementHandler = start
        _parse(path, parser, parts.get(part, b"<none/>"))
    return files


def _parser(path: Path) -> expat.XMLParserType:
    def refuse(*_: object) -> None:
        raise FileNotRead(path=str(path), because="entities")

    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def _parse(path: Path, parser: expat.XMLParserType, content: bytes) -> None:
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise FileNotRead(path=str(path), because="workbook_damaged") from error


class _Scan:
    """One pass over a sheet; it gives up at the first limit."""

    def __init__(self, path: Path, lengths: list[int]) -> None:
        self.facts = SheetFacts()
        self._path = path
        self._lengths = lengths
        self._elements = 0
        self._letters = 0
        self._row = 0
        self._column = 0
        self._is_shared = False
        self._value: list[str] | None = None

    def start(self, name: str, given: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > _MOST_ELEMENTS:
            raise self._too_large("too_many_cells", limits.MOST_CELLS)
        local = name.rpartition(":")[2]
        if local == "row":
            number = given.get("r", "")
            self._row = int(number) if number.isdigit() and len(number) <= 7 else self._row + 1
            self._column = 0
            if given.get("hidden") in ("1", "true"):
                self.facts.hidden_rows.add(self._row)
        elif local == "c":
            place = place_of(given.get("r", ""))
            self._row, self._column = place or (self._row, self._column + 1)
            self._is_shared = given.get("t") == "s"
        elif local in ("v", "is", "f"):
            self._filled(local)
        elif local == "mergeCell":
            first, _, last = given.get("ref", "").partition(":")
            begin, end = place_of(first), place_of(last or first)
            if begin and end and len(self.facts.merges) < limits.MOST_ROWS:
                self.facts.merges.append((*begin, *end))

    def _filled(self, local: str) -> None:
        facts = self.facts
        facts.height = max(facts.height, self._row)
        facts.width = max(facts.width, self._column)
        if facts.height > limits.MOST_ROWS:
            raise self._too_large("too_many_lines", limits.MOST_ROWS)
        if facts.width > limits.MOST_COLUMNS:
            raise self._too_large("too_many_columns", limits.MOST_COLUMNS)
        if facts.height * facts.width > limits.MOST_CELLS:
            raise self._too_large("too_many_cells", limits.MOST_CELLS)
        if local == "f":
            facts.formulas.append((self._row, self._column))
        elif local == "v":
            self._value = []

    def letters(self, text: str) -> None:
        if self._value is not None:
            self._value.append(text)
        self._count(len(text))

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] != "v" or self._value is None:
            return
        text, self._value = "".join(self._value), None
        if self._is_shared and text.isdigit() and len(text) <= 9 and int(text) < len(self._lengths):
            self._count(self._lengths[int(text)])

    def _count(self, letters: int) -> None:
        self._letters += letters
        if self._letters > limits.MOST_LETTERS:
            raise self._too_large("too_many_letters", limits.MOST_LETTERS)

    def _too_large(self, because: str, limit: int) -> FileNotRead:
        return FileNotRead(path=str(self._path), because=because, limit=limit)
