"""Columns of a catalogue in a file: what each is called, in the template and in files of ours.

The Vietnamese titles are the words of a file's format, not of the window: a template with these titles is
written out, filled in by a person, and read again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from counter_app.domain.catalogue_draft import Part
from counter_app.domain.text import fold


@dataclass(frozen=True)
class FileColumn:
    """`key` names the value; `title` stands in the template; `names` are other headings it may have."""

    key: str
    title: str
    names: tuple[str, ...] = ()
    width: int = 16


_ID = (
    FileColumn("id", "Số thủ tục", ("id", "procedure", "ma thu tuc", "stt thu tuc"), 12),
    FileColumn("field", "Lĩnh vực", ("field",), 16),
    FileColumn("field_no", "Số trong lĩnh vực", ("no",), 10),
)

COLUMNS: dict[Part, tuple[FileColumn, ...]] = {
    Part.PROCEDURES: (
        *_ID,
        FileColumn("national_code", "Mã quốc gia", ("code", "ma so tthc", "ma tthc"), 14),
        FileColumn("is_code_verified", "Mã đã kiểm tra", ("code_verified",), 10),
        FileColumn("name", "Tên thủ tục", ("name", "ten", "thu tuc"), 60),
        FileColumn("limit_amount", "Thời hạn", ("limit_amount", "so ngay"), 10),
        FileColumn("limit_unit", "Đơn vị thời hạn", ("limit_unit", "don vi tinh"), 16),
        FileColumn("limit_note", "Ghi chú thời hạn", ("limit_note",), 30),
        FileColumn("department", "Đơn vị giải quyết", ("department", "phong", "phong chuyen mon"), 16),
        FileColumn("result", "Kết quả", ("result",), 30),
        FileColumn("fee_vnd", "Phí, lệ phí (đồng)", ("fee_vnd", "phi", "le phi", "phi le phi"), 14),
        FileColumn("fee_note", "Ghi chú phí", ("fee_note",), 20),
        FileColumn("legal_basis", "Căn cứ pháp lý", ("legal_basis", "can cu"), 30),
        FileColumn("audience", "Đối tượng", ("audience", "doi tuong thuc hien"), 18),
        FileColumn("service_level", "Mức độ trực tuyến", ("service_level", "muc do"), 16),
        FileColumn("source", "Nguồn", ("source",), 24),
        FileColumn("in_force_from", "Hiệu lực từ", ("in_force_from", "ngay hieu luc"), 14),
        FileColumn("decision", "Quyết định số", ("decision", "quyet dinh"), 20),
    ),
    Part.COMPONENTS: (
        *_ID,
        FileColumn("order", "Số thứ tự giấy tờ", ("order", "stt", "so thu tu"), 10),
        FileColumn("component_name", "Tên giấy tờ", ("name", "ten", "thanh phan ho so", "thanh phan"), 60),
        FileColumn("kind", "Loại giấy tờ", ("kind", "loai"), 18),
        FileColumn("copies", "Số bản", ("copies", "so luong"), 10),
        FileColumn("required", "Bắt buộc", ("required",), 10),
        FileColumn("template", "Mẫu", ("template", "mau don to khai"), 24),
        FileColumn("component_note", "Ghi chú", ("note",), 24),
    ),
    Part.STEPS: (
        *_ID,
        FileColumn("step", "Bước", ("step", "so buoc", "thu tu buoc"), 8),
        FileColumn("unit", "Đơn vị", ("unit", "don vi thuc hien"), 12),
        FileColumn("action", "Nội dung công việc", ("action", "noi dung", "viec"), 60),
        FileColumn("hours", "Số giờ", ("hours", "gio", "so gio lam viec"), 10),
    ),
}

SHEETS: dict[Part, str] = {
    Part.PROCEDURES: "Thủ tục",
    Part.COMPONENTS: "Thành phần",
    Part.STEPS: "Các bước",
}
"""Names of the template's sheets."""

NEEDED: dict[Part, tuple[str, ...]] = {
    Part.PROCEDURES: ("name",),
    Part.COMPONENTS: ("order", "component_name", "kind", "copies"),
    Part.STEPS: ("step", "unit", "action", "hours"),
}
"""Columns without which a table cannot be read; besides them `id`, or `field` and `field_no`."""

_OWN: dict[Part, tuple[str, ...]] = {
    Part.PROCEDURES: ("limit_amount", "limit_unit", "department", "fee_vnd", "national_code", "legal_basis"),
    Part.COMPONENTS: ("order", "copies", "required"),
    Part.STEPS: ("step", "action", "hours"),
}
"""Columns that tell one table from the others: the headings `name` and `no` stand in several."""


def heading(text: str) -> str:
    """A heading as it is compared: no marks, no signs, what stands in brackets left out."""
    return re.sub(r"[^a-z0-9_]+", " ", fold(re.sub(r"\([^)]*\)", " ", text)[:200])).strip()


def known_headings(part: Part) -> dict[str, str]:
    """Every heading a column of this table may have → its key."""
    names = {heading(name): column.key for column in COLUMNS[part] for name in column.names}
    return names | {heading(column.title): column.key for column in COLUMNS[part]}


def tells_apart(part: Part, keys: set[str]) -> int:
    """How many columns of a head belong to this table and to no other."""
    return len(keys.intersection(_OWN[part]))
