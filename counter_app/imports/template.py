"""The catalogue as a file that a person fills in: the sheets and columns that the import reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from counter_app.domain.catalogue_draft import Part
from counter_app.domain.procedure import Procedure
from counter_app.imports.procedure_columns import COLUMNS, SHEETS, FileColumn

Row = tuple[str, ...]

_KINDS = {"ban_chinh": "bản chính", "ban_sao": "bản sao", "ban_sao_chung_thuc": "bản sao chứng thực",
          "ban_dien_tu": "bản điện tử"}  # fmt: skip
_UNITS = {"working_day": "ngày làm việc", "day": "ngày", "month": "tháng", "working_hour": "giờ làm việc"}
_LEVELS = {"toan_trinh": "toàn trình", "mot_phan": "một phần"}
_AUDIENCES = {
    "to_chuc": "tổ chức",
    "ca_nhan": "cá nhân",
    "ca_hai": "tổ chức và cá nhân",
    "doanh_nghiep": "doanh nghiệp",
}
_YES, _NO = "có", "không"
_PLAIN = (
    "name",
    "national_code",
    "limit_note",
    "department",
    "result",
    "fee_note",
    "legal_basis",
    "source",
)
_LEFT_OUT = ("field", "field_no")


@dataclass(frozen=True)
class TemplateSheet:
    """A sheet: its name, its columns, its rows of text."""

    title: str
    columns: tuple[FileColumn, ...]
    rows: tuple[Row, ...]


def template_sheets(procedures: Iterable[Procedure]) -> tuple[TemplateSheet, ...]:
    """The three sheets with what these procedures say. Read again unchanged, every row is `same`."""
    listed = tuple(procedures)
    return tuple(_sheet(part, listed) for part in Part)


def _sheet(part: Part, procedures: tuple[Procedure, ...]) -> TemplateSheet:
    columns = tuple(column for column in COLUMNS[part] if column.key not in _LEFT_OUT)
    rows = (_ROWS[part](procedure) for procedure in procedures)
    texts = tuple(
        tuple(values.get(column.key, "") for column in columns) for of_one in rows for values in of_one
    )
    return TemplateSheet(SHEETS[part], columns, texts)


def _procedure(procedure: Procedure) -> list[Mapping[str, str]]:
    values = {name: str(getattr(procedure, name)) for name in _PLAIN}
    values |= {
        "id": procedure.id,
        "is_code_verified": _YES if procedure.is_code_verified else _NO,
        "limit_amount": str(procedure.limit.amount),
        "limit_unit": _UNITS[str(procedure.limit.unit)],
        "fee_vnd": str(procedure.fee_vnd),
        "audience": _AUDIENCES.get(procedure.audience, procedure.audience),
        "service_level": _LEVELS.get(procedure.service_level, procedure.service_level),
    }
    return [values]


def _components(procedure: Procedure) -> list[Mapping[str, str]]:
    return [
        {
            "id": procedure.id,
            "order": str(each.no),
            "component_name": each.name,
            "kind": _KINDS[str(each.kind)],
            "copies": str(each.copies),
            "required": _YES if each.is_required else _NO,
            "template": each.template,
            "component_note": each.note,
        }
        for each in procedure.components
    ]


def _steps(procedure: Procedure) -> list[Mapping[str, str]]:
    return [
        {
            "id": procedure.id,
            "step": str(each.no),
            "unit": each.unit,
            "action": each.action,
            "hours": f"{each.minutes / 60:.4f}".rstrip("0").rstrip("."),
        }
        for each in procedure.steps
    ]


_ROWS: dict[Part, Callable[[Procedure], list[Mapping[str, str]]]] = {
    Part.PROCEDURES: _procedure,
    Part.COMPONENTS: _components,
    Part.STEPS: _steps,
}
