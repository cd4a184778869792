"""Rows of a foreign catalogue before anybody believed them: what each says, or why it cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from counter_app.domain.errors import CounterError
from counter_app.domain.procedure import Component, Step


class Part(StrEnum):
    """Which table a row belongs to."""

    PROCEDURES = "procedures"
    COMPONENTS = "components"
    STEPS = "steps"


@dataclass(frozen=True)
class DraftRow:
    """One row of a file. `source` is the sheet or file, `row` counts from 1 as the spreadsheet shows it.

    `procedure_id` is empty where it cannot be read. `values`: fields of Procedure that the row gives (a
    column that the file has not keeps what is in force). `notes`: words of a fixed list (`unseen`,
    `date_serial`, `old_letters`).
    """

    source: str
    row: int
    part: Part
    procedure_id: str
    title: str
    problems: tuple[CounterError, ...] = ()
    notes: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    component: Component | None = None
    step: Step | None = None
