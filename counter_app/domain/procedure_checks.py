"""What a procedure of the catalogue may be: every field of a version cleaned, or refused by its name.

Used by whatever publishes one (the form, the import), so that no log ever holds a version that a receipt
could not print or a due date could not be computed from.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from counter_app.domain.due import LimitUnit, TimeLimit
from counter_app.domain.errors import FieldProblem, InvalidField, TimeLimitNotPossible, UnitUnknown
from counter_app.domain.procedure import FIELDS, Component, Procedure, Step
from counter_app.domain.text import clean

TEXT_LIMIT = 2_000
DECISION_LIMIT = 255
MOST_COMPONENTS = 500
MOST_STEPS = 200
MOST_COPIES = 999
MOST_FEE_VND = 100_000_000_000
MOST_STEP_MINUTES = 3_650 * 8 * 60
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2199, 12, 31)

_ID = re.compile(r"([A-Z]{2,3})-?0*([1-9][0-9]{0,2})")
_CODE = re.compile(r"[1-9]\.[0-9]{6}(\.[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[GH][0-9]{2})?")
_MINUTES_A_DAY = 8 * 60


def checked_id(text: str) -> str:
    """`DT-08` of `dt-8`, `DT08`. Raises InvalidField: empty, format, unknown (no such field)."""
    typed = clean(text, field="procedure_id", max_length=20, required=True).upper()
    match = _ID.fullmatch(typed)
    if match is None:
        raise InvalidField(field="procedure_id", problem=FieldProblem.FORMAT, value=typed)
    if match[1] not in FIELDS:
        raise InvalidField(
            field="procedure_id", problem=FieldProblem.UNKNOWN, value=typed, possible=sorted(FIELDS)
        )
    return f"{match[1]}-{int(match[2]):02d}"


def checked_code(text: str) -> str:
    """A national code (`1.009748`), or nothing. Raises InvalidField: format."""
    code = clean(text, field="national_code", max_length=40).upper()
    if code and _CODE.fullmatch(code) is None:
        raise InvalidField(field="national_code", problem="national_code", value=code)
    return code


def checked_limit(amount: int, unit: LimitUnit) -> TimeLimit:
    """The time limit. Raises InvalidField with the numbers that are possible."""
    try:
        return TimeLimit(amount, unit)
    except TimeLimitNotPossible as error:
        raise InvalidField(
            field="limit_amount",
            problem=FieldProblem.OUT_OF_RANGE,
            lowest=error.facts["min"],
            highest=error.facts["max"],
            value=amount,
        ) from error


def checked_whole(value: int, *, field: str, lowest: int, highest: int) -> int:
    """A number within its bounds. Raises InvalidField: out_of_range."""
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
        raise InvalidField(
            field=field, problem=FieldProblem.OUT_OF_RANGE, lowest=lowest, highest=highest, value=value
        )
    return value


def checked_day(value: date, *, field: str) -> date:
    """A day on which a decision may take effect. Raises InvalidField: year."""
    if not FIRST_DAY <= value <= LAST_DAY:
        raise InvalidField(
            field=field, problem=FieldProblem.YEAR, lowest=FIRST_DAY.year, highest=LAST_DAY.year
        )
    return value


def checked_component(component: Component) -> Component:
    """One paper. Raises InvalidField: components.name, components.copies, components.no …"""
    return replace(
        component,
        no=checked_whole(component.no, field="components.no", lowest=1, highest=MOST_COMPONENTS),
        name=clean(
            component.name, field="components.name", max_length=TEXT_LIMIT, required=True, min_length=2
        ),
        copies=checked_whole(component.copies, field="components.copies", lowest=1, highest=MOST_COPIES),
        template=clean(component.template, field="components.template", max_length=TEXT_LIMIT),
        note=clean(component.note, field="components.note", max_length=TEXT_LIMIT),
    )


def checked_step(step: Step, units: Collection[str]) -> Step:
    """One internal step by a unit that is open. Raises InvalidField, UnitUnknown."""
    if step.unit not in units:
        raise UnitUnknown(unit=step.unit)
    return replace(
        step,
        no=checked_whole(step.no, field="steps.no", lowest=1, highest=MOST_STEPS),
        action=clean(step.action, field="steps.action", max_length=TEXT_LIMIT, required=True, min_length=2),
        minutes=checked_whole(step.minutes, field="steps.hours", lowest=1, highest=MOST_STEP_MINUTES),
    )


def checked_procedure(procedure: Procedure, units: Collection[str]) -> Procedure:
    """The whole version, its texts clean. `units`: codes of the units that are open.

    Raises InvalidField (a field, or `components`, `steps` where they are none, too many or not numbered
    1, 2, 3 …) and UnitUnknown.
    """
    procedure_id = checked_id(procedure.id)
    if procedure_id != procedure.id or procedure.field != procedure_id.partition("-")[0]:
        raise InvalidField(field="procedure_id", problem=FieldProblem.FORMAT, value=procedure.id)
    if procedure.department not in units:
        raise UnitUnknown(unit=procedure.department)
    texts: dict[str, Any] = {
        name: clean(getattr(procedure, name), field=name, max_length=TEXT_LIMIT, lines=lines)
        for name, lines in _TEXTS.items()
    }
    return replace(
        procedure,
        name=clean(procedure.name, field="name", max_length=TEXT_LIMIT, required=True, min_length=2),
        national_code=checked_code(procedure.national_code),
        fee_vnd=checked_whole(procedure.fee_vnd, field="fee_vnd", lowest=0, highest=MOST_FEE_VND),
        components=_components(procedure.components),
        steps=_steps(procedure.steps, units),
        decision=clean(procedure.decision, field="decision", max_length=DECISION_LIMIT),
        **texts,
    )


_TEXTS = {
    "limit_note": 20,
    "result": 20,
    "fee_note": 20,
    "legal_basis": 20,
    "audience": 1,
    "service_level": 1,
    "source": 20,
}
"""Free texts of a version → how many lines they may have."""


def _components(components: tuple[Component, ...]) -> tuple[Component, ...]:
    if not components:
        raise InvalidField(field="components", problem=FieldProblem.EMPTY)
    if len(components) > MOST_COMPONENTS:
        raise InvalidField(field="components", problem=FieldProblem.TOO_MANY, limit=MOST_COMPONENTS)
    _check_numbers([each.no for each in components], "components")
    return tuple(checked_component(each) for each in components)


def _steps(steps: tuple[Step, ...], units: Collection[str]) -> tuple[Step, ...]:
    if len(steps) > MOST_STEPS:
        raise InvalidField(field="steps", problem=FieldProblem.TOO_MANY, limit=MOST_STEPS)
    _check_numbers([each.no for each in steps], "steps")
    return tuple(checked_step(each, units) for each in steps)


def _check_numbers(numbers: list[int], field: str) -> None:
    """A receipt counts its papers 1, 2, 3 …: a gap would look like a lost one."""
    if numbers != list(range(1, len(numbers) + 1)):
        raise InvalidField(field=field, problem="numbering", value=numbers[:20])


def step_minutes_over(procedure: Procedure) -> int:
    """Working minutes by which the internal steps exceed the time limit; 0 where they fit (a warning)."""
    amount, unit = procedure.limit.amount, procedure.limit.unit
    room = {
        LimitUnit.WORKING_HOUR: amount * 60,
        LimitUnit.WORKING_DAY: max(amount, 1) * _MINUTES_A_DAY,
        LimitUnit.DAY: max(amount * 5 // 7, 1) * _MINUTES_A_DAY,
        LimitUnit.MONTH: amount * 21 * _MINUTES_A_DAY,
    }[unit]
    return max(0, sum(step.minutes for step in procedure.steps) - room)
