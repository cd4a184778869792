"""Exported tables are text where they are text: no formula, no lost zero, no broken line, no half file."""

from __future__ import annotations

import csv
import errno
import gc
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from counter_app.domain.causes import cause_of
from counter_app.domain.errors import FileNotWritten
from counter_app.exports import tables
from counter_app.exports.tables import ExportColumn, Kind, Sheet, sheet_name, write_csv, write_table
from counter_app.ui.message_names import BECAUSES

EVIL = (
    '=HYPERLINK("http://x.example","Bấm")',
    "+cmd|'/C calc'!A0",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "'=1+1",
    "{=1+1}",
    "http://x.example/?a=1",
    "<r><f>1+1</f></r>",
    "<r><t>giả</t></r>",
    "</t></is></c><c><f>1+1</f></c>",
    "_x003D_1",
    "00123",
    "1e5",
    "0200765432-001",
    "  hai đầu  ",
    "Nước & Môi trường <b>",
    'Công ty "Ngọc; Trai", CN\r\nHải Phòng',
    "TRUE",
    "Đỗ Ẩn ✓ 😀",
)
"""Bad inputs 17 and 18 of the list, and what a library of ours makes of its own accord."""

ONE = [ExportColumn("Mã", width=12)]


def _cells(path: Path, sheet: int = 0) -> list[list[object]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(sheet).to_python(skip_empty_area=False)


def _elements(path: Path, wanted: str) -> Iterator[ElementTree.Element]:
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                root = ElementTree.fromstring(parts.read(name))
                yield from root.iter(f"{{http://schemas.openxmlformats.org/spreadsheetml/2006/main}}{wanted}")


def _text_of(cell: ElementTree.Element) -> str:
    """What Excel reads in an inline string: `_xHHHH_` stands for a letter that XML cannot carry."""
    raw = "".join(cell.itertext())
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), raw)


def test_what_looks_like_a_formula_is_text_in_excel(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert write_table(path, "Hồ sơ", ONE, [[text] for text in EVIL]) == len(EVIL)
    assert not list(_elements(path, "f"))
    assert not list(_elements(path, "hyperlink"))
    cells = list(_elements(path, "c"))
    assert {cell.get("t") for cell in cells} == {"inlineStr"}
    assert [_text_of(cell) for cell in cells] == ["Mã", *EVIL]


def test_excel_cells_read_back_equal(tmp_path: Path) -> None:
    """By another reader; it does not undo `_xHHHH_`, which the test above reads itself."""
    path = tmp_path / "a.xlsx"
    plain = [text for text in EVIL if "\r" not in text and "_x" not in text]
    write_table(path, "Hồ sơ", ONE, [[text] for text in plain])
    assert [row[0] for row in _cells(path)] == ["Mã", *plain]


def test_numbers_and_dates_are_such_and_ids_are_not(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    columns = [
        ExportColumn("MST"),
        ExportColumn("Số", Kind.NUMBER),
        ExportColumn("Ngày", Kind.DATE),
        ExportColumn("Lúc", Kind.MOMENT),
        ExportColumn("Số tờ"),
    ]
    rows = [
        ["0012", 3, date(2026, 11, 23), datetime(2026, 11, 23, 9, 14), 7],
        ["", -2.5, None, datetime(2026, 1, 2, 17, 30), float("nan")],
        [None, "không rõ", date(1899, 5, 1), None, None],
    ]
    write_table(path, "Hồ sơ", columns, rows)
    found = _cells(path)[1:]
    assert found[0] == ["0012", 3.0, date(2026, 11, 23), datetime(2026, 11, 23, 9, 14), "7"]
    assert found[1] == ["", -2.5, "", datetime(2026, 1, 2, 17, 30), ""]
    assert found[2] == ["", "không rõ", "1899-05-01", "", ""]


def test_several_sheets_keep_their_names_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    long = "Danh sách hồ sơ quá hạn theo phòng chuyên môn"
    write_table(path, long, ONE, [["1"]], sheets=[Sheet(long, ONE, [["2"]]), Sheet("a/b:[c]?*", ONE, [])])
    book = CalamineWorkbook.from_path(path)
    assert len({name.casefold() for name in book.sheet_names}) == 3
    assert all(0 < len(name) <= 31 for name in book.sheet_names)
    assert _cells(path, 1) == [["Mã"], ["2"]]
    assert _cells(path, 2) == [["Mã"]]


@pytest.mark.parametrize("title", ["", "'", "[]", "''x''", "\x00", "History" * 9])
def test_sheet_names_are_taken_by_excel(title: str) -> None:
    name = sheet_name(title, set())
    assert 0 < len(name) <= 31
    assert not set(name) & set("[]:*?/\\")
    assert not name.startswith("'") and not name.endswith("'")


def _plain(cell: str) -> str:
    """Undo of the apostrophe rule."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(tables.FORMULA_STARTERS) else cell


def _csv_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, strict=True))


def test_csv_has_its_mark_and_reads_back_equal(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    two = [ExportColumn("Tên; hiệu"), ExportColumn('Ghi "chú"')]
    rows = [[text, f"{text}, {text}"] for text in EVIL]
    assert write_csv(path, two, rows) == len(rows)
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\r\n")
    found = _csv_rows(path)
    assert found[0] == ["Tên; hiệu", 'Ghi "chú"']
    assert [[_plain(cell) for cell in row] for row in found[1:]] == rows


def test_no_csv_cell_begins_as_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, ONE, [[text] for text in EVIL])
    assert not [row for row in _csv_rows(path) if row and row[0].startswith(tables.FORMULA_STARTERS)]


def test_csv_numbers_stay_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    columns = [ExportColumn("n", Kind.NUMBER), ExportColumn("d", Kind.DATE), ExportColumn("m", Kind.MOMENT)]
    write_csv(path, columns, [[-2, date(2026, 11, 23), datetime(2026, 11, 23, 9, 14)], [None, None, None]])
    assert _csv_rows(path)[1:] == [["-2", "2026-11-23", "2026-11-23 09:14"], ["", "", ""]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=2, max_size=2))
def test_any_text_comes_back_from_csv(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    two = [ExportColumn("a"), ExportColumn("b")]
    write_csv(path, two, [list(texts)])
    assert [[_plain(cell) for cell in row] for row in _csv_rows(path)[1:]] == [texts]


def _failing_rows() -> Iterator[list[str]]:
    yield ["1"]
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_a_broken_write_leaves_the_old_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"old")
    with pytest.raises(FileNotWritten) as caught:
        write_csv(path, ONE, _failing_rows()) if name.endswith("csv") else write_table(
            path, "t", ONE, _failing_rows()
        )
    assert caught.value.facts == {"path": str(path), "because": "disk_full"}
    assert [item.name for item in tmp_path.iterdir()] == [name]
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_a_place_that_is_not_there_is_said(tmp_path: Path, name: str) -> None:
    path = tmp_path / "missing" / name
    with pytest.raises(FileNotWritten) as caught:
        write_csv(path, ONE, []) if name.endswith("csv") else write_table(path, "t", ONE, [])
    assert caught.value.facts["path"] == str(path)


def test_a_failed_write_holds_no_file_open(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    """On Windows the folder with the rows could not be taken away otherwise."""
    with pytest.raises(FileNotWritten) as caught:
        write_table(tmp_path / f"{'x' * 300}.xlsx", "t", ONE, [["1"]])
    gc.collect()
    assert caught.value.facts["because"] == "name_too_long"
    assert [each.message for each in recwarn if each.category is ResourceWarning] == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("code", [errno.EACCES, errno.ENOENT, errno.ENOSPC, errno.EISDIR, errno.EROFS])
def test_what_the_system_says_has_words_of_our_own(code: int) -> None:
    assert cause_of(OSError(code, "in the system's language")) in BECAUSES
    assert cause_of(OSError(errno.EXDEV, "its own words")) == "its own words"


def test_a_folder_in_the_way_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.mkdir()
    with pytest.raises(FileNotWritten):
        write_table(path, "t", ONE, [["1"]])
    assert [item.name for item in tmp_path.iterdir()] == ["a.xlsx"]


def test_too_much_for_a_sheet_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    with pytest.raises(FileNotWritten) as caught:
        write_table(tmp_path / "a.xlsx", "t", ONE, [["1"]] * 3)
    assert caught.value.facts["because"] == "too_many_rows"
    with pytest.raises(FileNotWritten) as caught:
        write_table(tmp_path / "a.xlsx", "t", ONE, [["x" * 32_768]])
    assert caught.value.facts["because"] == "text_too_long"
    assert not list(tmp_path.iterdir())


def test_a_wrong_row_is_our_own_fault(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="argument 2"):
        write_table(tmp_path / "a.xlsx", "t", ONE, [["1", "2"]])
    assert not list(tmp_path.iterdir())
