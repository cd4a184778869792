"""Procedure (thủ tục hành chính) of the catalogue: version, required papers, time limit, fee, steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from counter_app.domain.due import LimitUnit, TimeLimit

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
    """One internal step. `minutes` are working minutes (the seed says half hours too): a default split,
    never a legal limit."""

    no: int
    unit: str
    action: str
    minutes: int


@dataclass(frozen=True)
class Procedure:
    """One version of a procedure. `id` is the catalogue id (`DT-01`); `version` counts from 1.

    `national_code` may be empty; unless `is_code_verified` no paper prints it as if it were sure.
    `fee_vnd` 0 may also mean that the fee was not found: read `fee_note`. `decision`: number of the decision
    that published this version; `ending`: of the one that abolished the procedure, where one did.
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
    decision: str = ""
    ending: str = ""

    def is_in_force(self, on: date) -> bool:
        """Whether the version may be received under on that day (both ends included)."""
        after = self.in_force_from is None or self.in_force_from <= on
        before = self.in_force_to is None or on <= self.in_force_to
        return after and before

    def component(self, no: int) -> Component | None:
        """The component of that number, or None."""
        return next((component for component in self.components if component.no == no), None)


_TEXTS = (
    "id",
    "field",
    "name",
    "national_code",
    "limit_note",
    "department",
    "result",
    "fee_note",
    "legal_basis",
    "audience",
    "service_level",
    "source",
)


def procedure_to_json(procedure: Procedure) -> dict[str, Any]:
    """Payload of `procedure:published`: the whole version, so that a dossier can keep it for ever."""
    value: dict[str, Any] = {name: getattr(procedure, name) for name in _TEXTS}
    value |= {
        "version": procedure.version,
        "is_code_verified": procedure.is_code_verified,
        "limit": {"amount": procedure.limit.amount, "unit": str(procedure.limit.unit)},
        "fee_vnd": procedure.fee_vnd,
        "in_force_from": procedure.in_force_from.isoformat() if procedure.in_force_from else None,
        "in_force_to": procedure.in_force_to.isoformat() if procedure.in_force_to else None,
        "decision": procedure.decision,
        "ending": procedure.ending,
        "components": [
            [c.no, c.name, str(c.kind), c.copies, c.is_required, c.template, c.note]
            for c in procedure.components
        ],
        "steps": [[s.no, s.unit, s.action, s.minutes] for s in procedure.steps],
    }
    return value


def procedure_from_json(value: Mapping[str, Any]) -> Procedure:
    """Inverse of `procedure_to_json`."""

    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    return Procedure(
        **{name: value[name] for name in _TEXTS},
        version=value["version"],
        is_code_verified=value["is_code_verified"],
        limit=TimeLimit(value["limit"]["amount"], LimitUnit(value["limit"]["unit"])),
        fee_vnd=value["fee_vnd"],
        in_force_from=day(value["in_force_from"]),
        in_force_to=day(value["in_force_to"]),
        decision=value.get("decision", ""),
        ending=value.get("ending", ""),
        components=tuple(
            Component(no, name, ComponentKind(kind), copies, required, template, note)
            for no, name, kind, copies, required, template, note in value["components"]
        ),
        steps=tuple(Step(no, unit, action, minutes) for no, unit, action, minutes in value["steps"]),
    )
