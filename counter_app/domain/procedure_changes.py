"""What differs between two versions of a procedure: facts for a table, no words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from counter_app.domain.procedure import Component, Procedure, Step
from counter_app.domain.text import fold

Value = str | int | bool | Component | Step | None

_PLAIN = (
    "name",
    "national_code",
    "is_code_verified",
    "limit_note",
    "department",
    "result",
    "fee_vnd",
    "fee_note",
    "legal_basis",
    "audience",
    "service_level",
    "source",
)


@dataclass(frozen=True)
class Change:
    """`field`: a field of Procedure, `limit`, or `components` / `steps` with the number of the line `no`.
    `before` None: added; `after` None: taken away."""

    field: str
    before: Value
    after: Value
    no: int = 0


def changes(before: Procedure, after: Procedure) -> tuple[Change, ...]:
    """Every difference of content, in the order of the form; version, dates and decisions are none."""
    found = [
        Change(name, getattr(before, name), getattr(after, name))
        for name in _PLAIN
        if getattr(before, name) != getattr(after, name)
    ]
    if before.limit != after.limit:
        old, new = (f"{each.limit.amount} {each.limit.unit}" for each in (before, after))
        found.append(Change("limit", old, new))
    return (*found, *_components(before, after), *_steps(before, after))


def _components(before: Procedure, after: Procedure) -> list[Change]:
    """Papers are held together by their name, so that one put in between does not change all below it.

    Where nothing but their order changed, those that moved are named.
    """
    found: list[Change] = []
    moved: list[Change] = []
    old = list(before.components)
    for new in after.components:
        same = next((each for each in old if fold(each.name) == fold(new.name)), None)
        if same is None:
            same = next((e for e in old if e.no == new.no and _is_gone(e, after.components)), None)
        if same is not None:
            old.remove(same)
        if same is None or replace(same, no=new.no) != new:
            found.append(Change("components", same, new, new.no))
        elif same.no != new.no:
            moved.append(Change("components", same, new, new.no))
    found += [Change("components", gone, None, gone.no) for gone in old]
    return found or moved


def _is_gone(component: Component, among: tuple[Component, ...]) -> bool:
    return all(fold(each.name) != fold(component.name) for each in among)


def _steps(before: Procedure, after: Procedure) -> list[Change]:
    old = {step.no: step for step in before.steps}
    new = {step.no: step for step in after.steps}
    return [
        Change("steps", old.get(no), new.get(no), no)
        for no in sorted({*old, *new})
        if old.get(no) != new.get(no)
    ]
