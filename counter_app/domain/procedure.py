"""Procedure (thủ tục hành chính) of the catalogue: version, required papers, time limit, fee, steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter_app.domain.deadline import TimeLimit

FIELDS: dict[str, str] = {
    "DT": "Đầu tư",
    "LD": "Lao động",
    "MT": "Môi trường",
    "DD": "Đất đai",
    "TM": "Thương mại",
    "XNK": "Xuất nhập khẩu",
    "XD": "Xây dựng",
    "QH": "Quy hoạch",
}
"""Field code → Vietnamese name, in the order of the catalogue."""


class ComponentKind(StrEnum):
    """Kind of a paper that is handed in: bản chính, bản sao, bản sao chứng thực, bản điện tử."""

    ORIGINAL = "ban_chinh"
    COPY = "ban_sao"
    CERTIFIED_COPY = "ban_sao_chung_thuc"
    ELECTRONIC = "ban_dien_tu"


@dataclass(frozen=True)
class Component:
    """A paper the procedure requires (thành phần hồ sơ). `no` counts from 1 in the procedure."""

    no: int
    name: str
    kind: ComponentKind
    copies: int
    is_required: bool
    template: str = ""
    note: str = ""


@dataclass(frozen=True)
class Step:
    """One internal step. `hours` are working hours, a default split, never a legal limit."""

    no: int
    unit: str
    action: str
    hours: int


@dataclass(frozen=True)
class Procedure:
    """One version of a procedure. `id` is the catalogue id (`DT-01`); `version` counts from 1.

    `national_code` may be empty; unless `is_code_verified` no paper prints it as if it were sure.
    `fee_vnd` 0 may also mean that the fee was not found: read `fee_note`.
    """

    id: str
    version: int
    field: str
    name: str
    national_code: str
    is_code_verified: bool
    limit: TimeLimit
    limit_note: str
    department: str
    result: str
    fee_vnd: int
    fee_note: str
    legal_basis: str
    audience: str
    service_level: str
    source: str
    components: tuple[Component, ...]
    steps: tuple[Step, ...]
    in_force_from: date | None = None
    in_force_to: date | None = None

    def is_in_force(self, on: date) -> bool:
        """Whether the version may be received under on that day (both ends included)."""
        after = self.in_force_from is None or self.in_force_from <= on
        before = self.in_force_to is None or on <= self.in_force_to
        return after and before
