"""What the panel shows of a dossier, every word of it made on the worker; and the read that makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.clock_days import ClockDay
from counter_app.domain.dossier import Dossier, Party
from counter_app.domain.identity import IdKind, format_phone, mask_id
from counter_app.ui import labels
from counter_app.ui.widgets.cells import BadgeCell
from counter_app.ui.widgets.life_line import LifeItem

if TYPE_CHECKING:
    from counter_app.domain.procedure import Procedure


@dataclass(frozen=True)
class PersonLine:
    """Applicant or submitter in one line; `masked` and `shown` differ in the id number only."""

    masked: str
    shown: str


@dataclass(frozen=True)
class ComponentRow:
    """A paper that the procedure wants or that was handed in. `words`: copies and kind, both in one."""

    no: int
    name: str
    words: str
    is_handed_in: bool
    is_required: bool
    copies: int = 1
    kind: str = ""


@dataclass(frozen=True)
class PaperRow:
    """A paper that can be printed, or (`code` empty) a print that was made. `key` is unique in its list."""

    key: str
    title: str
    detail: str
    form: str = ""
    code: str = ""
    is_printed: bool = False
    tip: str = ""


@dataclass(frozen=True)
class DueLine:
    """The line above the clock bar: `value` large, `note` at the right; `sentence` for screen readers."""

    label: str
    value: str
    note: str = ""
    sentence: str = ""
    tip: str = ""


@dataclass(frozen=True)
class PanelView:
    """One dossier. `possible`: acts, the likeliest first; `refusals`: lines that say why others are not.
    `revocable`, `officers`, `units`: choices (value, words) of the act forms; `next_unit` a unit code;
    `names`: of units and people, by code and login. `today` and `calendar` say what a date comes to;
    `respond_by`, `ground`, `fee_note`, `signer`: what stands in the forms at first; `coworkers`: units that
    may be asked for their opinion. `conflicts`: how many wait for somebody to choose."""

    dossier: Dossier
    code: str
    badge: BadgeCell
    holder: str
    applicant: str
    procedure: str
    people: tuple[PersonLine, ...]
    due: DueLine
    clock: tuple[ClockDay, ...]
    life: tuple[LifeItem, ...]
    components: tuple[ComponentRow, ...]
    papers: tuple[PaperRow, ...]
    prints: tuple[PaperRow, ...]
    possible: tuple[str, ...]
    refusals: tuple[str, ...]
    revocable: tuple[tuple[str, str], ...] = ()
    officers: tuple[tuple[str, str], ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    next_unit: str = ""
    names: tuple[tuple[str, str], ...] = ()
    today: date | None = None
    calendar: WorkingCalendar | None = None
    respond_by: date | None = None
    ground: str = ""
    fee_note: str = ""
    signer: str = ""
    coworkers: tuple[tuple[str, str], ...] = ()
    conflicts: int = 0


def load(code: str, login: str, now: datetime) -> Callable[[Any], PanelView]:
    """The read of one dossier for one person. Raises CodeNotReadable, ForeignCode, DossierUnknown."""

    def do(reading: Any) -> PanelView:
        from counter_app.ui.pages.dossiers.panel_words import panel_view

        return panel_view(reading, code, login, now)

    return do


def person_line(party: Party, role: str = "") -> PersonLine:
    """`MST 0299001487 · 0225 0000 002 · Đặng Đức Đạt`; `role` before it where it is not the applicant."""
    number = party.id_number
    kind = _ID_WORDS.get(party.id_kind, labels.words(labels.ID_KINDS, str(party.id_kind)))
    rest = [format_phone(party.phone) if party.phone else "", party.representative]

    def line(shown: str) -> str:
        parts = [role, f"{kind} {shown}" if shown else "", *rest]
        return " · ".join(part for part in parts if part)

    # The number of a company is no personal data (Luật 91/2025/QH15): it is on every paper of the company.
    shown = number if party.id_kind is IdKind.MST else mask_id(number)
    return PersonLine(line(shown), line(number))


_ID_WORDS = {IdKind.MST: "MST"}


def component_rows(dossier: Dossier, procedure: Procedure) -> tuple[ComponentRow, ...]:
    """What was handed in and what is missing, in the procedure's order; optional ones not handed in last."""
    given = {item.no: item for item in dossier.components}
    rows = []
    for component in procedure.components:
        item = given.get(component.no)
        kind = item.kind if item and item.kind else str(component.kind)
        copies = item.copies if item else component.copies
        spoken = labels.words(labels.COMPONENT_KINDS, kind)
        rows.append(
            ComponentRow(
                component.no,
                component.name,
                f"{copies} {spoken}",
                item is not None,
                component.is_required,
                copies,
                spoken,
            )
        )
    return tuple(sorted(rows, key=lambda row: not (row.is_handed_in or row.is_required)))
