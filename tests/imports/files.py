"""Files that a test hands to the reader: workbooks, also such as nobody should open."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import xlsxwriter

Rows = Iterable[Iterable[object]]

TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/'
    'workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_NS = "http://schemas.openxmlformats.org"
RELS = (
    f'<Relationships xmlns="{_NS}/package/2006/relationships"><Relationship Id="rId1" Type="{_NS}/'
    'officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
BOOK = (
    f'<workbook xmlns="{_NS}/spreadsheetml/2006/main" xmlns:r="{_NS}/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
BOOK_RELS = (
    f'<Relationships xmlns="{_NS}/package/2006/relationships"><Relationship Id="rId1" Type="{_NS}/'
    'officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)


def sheet_xml(inside: str, head: str = "") -> str:
    """A worksheet part."""
    return (
        f'{head}<worksheet xmlns="{_NS}/spreadsheetml/2006/main"><sheetData>{inside}</sheetData></worksheet>'
    )


def parts(inside: str = '<row r="1"><c r="A1"><v>1</v></c></row>') -> dict[str, str]:
    """The parts of a small workbook."""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELS,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": BOOK_RELS,
        "xl/worksheets/sheet1.xml": sheet_xml(inside),
    }


def archive(path: Path, content: Mapping[str, str | bytes]) -> Path:
    """A zip file of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, part in content.items():
            out.writestr(name, part)
    return path


def with_parts(path: Path, more: Mapping[str, str | bytes]) -> Path:
    """A small workbook with more parts, or others."""
    return archive(path, {**parts(), **more})


def workbook(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A workbook as Excel would store it, every value as it is given."""
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(at, column, value)
                else:
                    page.write(at, column, value)
    book.close()
    return path


def claiming(path: Path, real: int, claimed: int) -> Path:
    """A workbook with a part that unpacks to `real` bytes while its headers say `claimed`."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as out:
        for name, part in parts().items():
            out.writestr(name, part)
        out.writestr("xl/theme/theme1.xml", b" " * real)
    lying = whole.getvalue().replace(real.to_bytes(4, "little"), claimed.to_bytes(4, "little"))
    path.write_bytes(lying)
    return path
