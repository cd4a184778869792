"""A version as it stands in the form: texts, and the procedure they make, or what is wrong where. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from counter_app.domain import procedure_checks as checks
from counter_app.domain.due import LimitUnit, TimeLimit
from counter_app.domain.errors import CounterError
from counter_app.domain.procedure import Component, ComponentKind, Procedure, Step
from counter_app.domain.text import clean
from counter_app.imports import cell_values as cells
from counter_app.ui.messages import field_problem, sentence_of

Line = tuple[str, ...]
Place = tuple[str, int, int]
"""(`components` or `steps`, line from 0, column from 0)."""

TEXTS = (
    "name",
    "national_code",
    "department",
    "fee_note",
    "limit_note",
    "result",
    "legal_basis",
    "audience",
    "service_level",
)
"""Fields of a version that are typed as they stand."""

_YES = "1"
_COMPONENT_COLUMNS = {"name": 0, "kind": 1, "copies": 2, "required": 3, "template": 4, "note": 5}
_STEP_COLUMNS = {"unit": 0, "action": 1, "hours": 2}


@dataclass(frozen=True)
class Typed:
    """What stands in the form. `texts` by field, with `procedure_id`, `limit_amount`, `limit_unit`,
    `fee_vnd`."""

    texts: Mapping[str, str]
    components: tuple[Line, ...]
    steps: tuple[Line, ...]
    is_code_verified: bool = False


@dataclass
class Checked:
    """`procedure` is None while something is wrong: `fields` by name, `cells` by place."""

    procedure: Procedure | None = None
    fields: dict[str, str] = field(default_factory=dict)
    cells: dict[Place, str] = field(default_factory=dict)


def typed_of(procedure: Procedure) -> Typed:
    """The form filled with a version."""
    texts = {name: str(getattr(procedure, name)) for name in TEXTS}
    texts |= {
        "procedure_id": procedure.id,
        "limit_amount": str(procedure.limit.amount),
        "limit_unit": str(procedure.limit.unit),
        "fee_vnd": str(procedure.fee_vnd),
    }
    papers = tuple(
        (each.name, str(each.kind), str(each.copies), _YES * each.is_required, each.template, each.note)
        for each in procedure.components
    )
    steps = tuple((each.unit, each.action, hours_text(each.minutes)) for each in procedure.steps)
    return Typed(texts, papers, steps, procedure.is_code_verified)


def hours_text(minutes: int) -> str:
    """`4`, `0,5`: hours as they are typed."""
    return f"{minutes / 60:.4f}".rstrip("0").rstrip(".").replace(".", ",")


def checked(typed: Typed, base: Procedure, units: Collection[str]) -> Checked:
    """The version that the form makes of `base`, or every problem with its place."""
    found = Checked()
    procedure_id, limit, fee = _fields(typed.texts, units, found)
    papers = _components(typed.components, found)
    steps = _steps(typed.steps, units, found)
    if found.fields or found.cells or limit is None:
        return found
    made = replace(
        base,
        **{name: typed.texts[name] for name in TEXTS},
        id=procedure_id,
        field=procedure_id.partition("-")[0],
        is_code_verified=typed.is_code_verified and bool(typed.texts["national_code"]),
        limit=limit,
        fee_vnd=fee,
        components=papers,
        steps=steps,
        in_force_from=None,
        in_force_to=None,
        decision="",
        ending="",
    )
    found.procedure = read_whole(made, units, found)
    return found


def _fields(
    texts: Mapping[str, str], units: Collection[str], found: Checked
) -> tuple[str, TimeLimit | None, int]:
    """Catalogue id, limit and fee; every field is looked at, so that all problems show at once."""

    def read(name: str, value: Callable[[], Any]) -> Any:
        try:
            return value()
        except CounterError as error:
            is_short = "problem" in error.facts
            found.fields[name] = field_problem(error.facts) if is_short else sentence_of(error)
            return None

    read("name", lambda: clean(texts["name"], field="name", max_length=checks.TEXT_LIMIT, required=True))
    read("national_code", lambda: checks.checked_code(texts["national_code"]))
    if texts["department"] not in units:
        found.fields["department"] = "chưa chọn"
    procedure_id = read("procedure_id", lambda: checks.checked_id(texts["procedure_id"]))
    amount = read("limit_amount", lambda: cells.whole(texts["limit_amount"], field="limit_amount"))
    limit: TimeLimit | None = None
    if amount is not None:
        unit = LimitUnit(texts["limit_unit"])
        limit = read("limit_amount", lambda: checks.checked_limit(amount, unit))
    return procedure_id or "", limit, read("fee_vnd", lambda: _fee(texts["fee_vnd"])) or 0


def read_whole(made: Procedure, units: Collection[str], found: Checked) -> Procedure | None:
    """The version checked as the store will check it; a problem goes to its field."""
    try:
        return checks.checked_procedure(made, units)
    except CounterError as error:
        name = "department" if error.code == "unit_unknown" else str(error.facts.get("field", "name"))
        found.fields[name] = field_problem(error.facts) if "problem" in error.facts else "chưa chọn"
        return None


def _fee(text: str) -> int:
    fee = cells.whole(text or "0", field="fee_vnd")
    return checks.checked_whole(fee, field="fee_vnd", lowest=0, highest=checks.MOST_FEE_VND)


def _components(lines: tuple[Line, ...], found: Checked) -> tuple[Component, ...]:
    made = []
    for at, (name, kind, copies, needed, template, note) in enumerate(lines):
        try:
            count = cells.whole(copies, field="components.copies")
            line = Component(at + 1, name, ComponentKind(kind), count, bool(needed), template, note)
            made.append(checks.checked_component(line))
        except CounterError as error:
            column = _COMPONENT_COLUMNS[str(error.facts["field"]).partition(".")[2]]
            found.cells["components", at, column] = field_problem(error.facts)
    return tuple(made)


def _steps(lines: tuple[Line, ...], units: Collection[str], found: Checked) -> tuple[Step, ...]:
    made = []
    for at, (unit, action, hours) in enumerate(lines):
        try:
            line = Step(at + 1, unit, action, cells.minutes(hours, field="steps.hours"))
            made.append(checks.checked_step(line, units))
        except CounterError as error:
            name = str(error.facts.get("field", "steps.unit")).partition(".")[2]
            words = field_problem(error.facts) if "problem" in error.facts else "chưa chọn đơn vị"
            found.cells["steps", at, _STEP_COLUMNS[name]] = words
    return tuple(made)
