"""The seed of a new desk: catalogue, units, calendar, recorded as events with version and source."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counter_app import paths
from counter_app.domain.due import LimitUnit, TimeLimit
from counter_app.domain.events import EventKind as K
from counter_app.domain.procedure import (
    FIELDS,
    Component,
    ComponentKind,
    Procedure,
    Step,
    procedure_to_json,
)
from counter_app.domain.staff import Role, Staff
from counter_app.services.seed_calendar import seed_calendar
from counter_app.storage.unit_of_work import UnitOfWork

SYSTEM = Staff("system", "System", Role.ADMINISTRATOR, "VP")
"""Who records the seed: nobody's account, no password, cannot sign in."""


def read_procedures(folder: Path | None = None) -> Iterator[Procedure]:
    """The procedures of the seed files, each with its components and steps, as version 1."""
    seed = folder or paths.seed()
    components: dict[tuple[str, str], list[Component]] = {}
    for row in _rows(seed / "components.csv"):
        components.setdefault((row["field"], row["no"]), []).append(
            Component(
                no=int(row["order"]),
                name=row["name"],
                kind=ComponentKind(row["kind"]),
                copies=int(row["copies"]),
                is_required=row["required"] == "true",
                template=row["template"],
                note=row["note"],
            )
        )
    steps: dict[tuple[str, str], list[Step]] = {}
    for row in _rows(seed / "steps.csv"):
        steps.setdefault((row["field"], row["no"]), []).append(
            Step(int(row["step"]), row["unit"], row["action"], round(float(row["hours"]) * 60))
        )
    codes = {name: code for code, name in FIELDS.items()}
    for row in _rows(seed / "procedures.csv"):
        key = (row["field"], row["no"])
        yield _procedure(row, codes[row["field"]], tuple(components.get(key, ())), tuple(steps.get(key, ())))


def _procedure(
    row: dict[str, str], field: str, components: tuple[Component, ...], steps: tuple[Step, ...]
) -> Procedure:
    return Procedure(
        id=f"{field}-{int(row['no']):02d}",
        version=1,
        field=field,
        name=row["name"],
        national_code=row["code"],
        is_code_verified=row["code_verified"] == "true",
        limit=TimeLimit(int(row["limit_amount"]), LimitUnit(row["limit_unit"])),
        limit_note=row["limit_note"],
        department=row["department"],
        result=row["result"],
        fee_vnd=int(row["fee_vnd"]),
        fee_note=row["fee_note"],
        legal_basis=row["legal_basis"],
        audience=row["audience"],
        service_level=row["service_level"],
        source=row["source"],
        components=components,
        steps=steps,
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def seed_reference(uow: UnitOfWork) -> None:
    """Record units, calendar and catalogue of the seed."""
    for place, row in enumerate(_rows(paths.seed() / "departments.csv"), start=1):
        payload: dict[str, Any] = {
            "code": row["code"],
            "place": place,
            "name": row["name"],
            "short_name": row["short_name"],
            "role_of_unit": row["role"],
            "is_open": True,
            "source": row["note"],
        }
        uow.record(f"unit:{row['code']}", K.UNIT_SET, payload, SYSTEM)
    calendar = seed_calendar()
    days = [
        [day.isoformat(), str(d.kind), d.label, d.notice, d.is_confirmed]
        for day, d in sorted(calendar.days.items())
    ]
    years = sorted(calendar.confirmed_years)
    uow.record(
        "calendar:vn",
        K.CALENDAR_SET,
        {"version": calendar.version, "years": years, "confirmed_years": years, "days": days},
        SYSTEM,
    )
    for procedure in read_procedures():
        uow.record(
            f"procedure:{procedure.id}",
            K.PROCEDURE_PUBLISHED,
            {"id": procedure.id, "version": procedure.version, "procedure": procedure_to_json(procedure)},
            SYSTEM,
        )
