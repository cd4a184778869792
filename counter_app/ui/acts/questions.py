"""What a small form asks, and what it does with the answers: values only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from counter_app.ui.acts.act_work import Outcome
from counter_app.ui.widgets.tick_list import Tick

if TYPE_CHECKING:
    from counter_app.ui.pages.dossiers.panel_view import PanelView

Values = Mapping[str, str]


class Ask(StrEnum):
    """Kind of a field."""

    LINE = "line"
    AREA = "area"
    CHOICE = "choice"
    SEGMENTS = "segments"
    DATE = "date"
    MONEY = "money"
    TICKS = "ticks"


@dataclass(frozen=True)
class Meaning:
    """What a date comes to, in a few words; `is_possible` False: the act would be refused for it."""

    words: str
    is_possible: bool = True


def _always(_values: Values) -> bool:
    return True


@dataclass(frozen=True)
class Question:
    """One field. `name` is the field's name in the services' errors; `start` what stands there at first:
    for a date `today` or an ISO date, for money whole đồng.

    lines: height of an area. ticks: lines of a tick list. meaning: what a date typed comes to, said beside
    it. shown_if: whether the field is asked at all, by what stands in the others.
    """

    name: str
    ask: Ask
    label: str
    is_required: bool = False
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    start: str = ""
    lines: int = 3
    ticks: tuple[Tick, ...] = ()
    meaning: Callable[[date], Meaning] | None = None
    shown_if: Callable[[Values], bool] = _always


def _nothing_wrong(_values: Values) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Plan:
    """One act. `questions` none: a press of the button does it at once.

    check: what is wrong with the answers taken together, by field. error_fields: fields of errors that name
    none, by the error's code.
    """

    act: str
    title: str
    submit: str
    questions: Callable[[PanelView], tuple[Question, ...]]
    do: Callable[[str, str, Values], Callable[[Any], Outcome]]
    words: Callable[[PanelView], str] = lambda view: ""
    check: Callable[[Values], Mapping[str, str]] = _nothing_wrong
    error_fields: Mapping[str, str] = field(default_factory=dict)
