"""What the papers share: who prints in whose words, the head block, the mark of the print, names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import func, select

from counter_app.domain.codes import LIVES_APART
from counter_app.domain.dossier import Dossier, FormSet, Party
from counter_app.domain.due import Due, TimeLimit
from counter_app.domain.errors import ActNotAllowed
from counter_app.domain.identity import format_phone
from counter_app.domain.papers import PaperApplicant, PaperComponent, PrintMark, SlipHead
from counter_app.domain.procedure import Procedure
from counter_app.storage.projection_tables import paper_print
from counter_app.storage.store import Reading


class Wording(Protocol):
    """How due dates are said on paper: `forms.wording` is handed in, for queries know no Vietnamese."""

    def limit_text(self, limit: TimeLimit) -> str:
        """The time limit in words."""

    def counting_sentence(self, due: Due) -> str:
        """How the due date was counted, in a sentence."""


@dataclass(frozen=True)
class Printing:
    """Who prints, when (local), in whose words, and which copies; `by` is a name as it stands on paper."""

    by: str
    at: datetime
    words: Wording
    copies: tuple[int, ...] = (1, 2)


def form_version(form_set: str) -> str:
    """Version of our drawing of a set's forms, printed in the foot."""
    return "TT01/2018-01" if form_set == FormSet.TT01_2018 else "TT03/2025-01"


def print_mark(
    reading: Reading, dossier: Dossier, form: str, printing: Printing, version: int | None = None
) -> PrintMark:
    """How often the form was printed before; a receipt counts afresh with each `version`, as a round does."""
    made = paper_print.c
    statement = select(func.count()).where(made.stream == dossier.stream, made.form == form)
    if version is not None:
        statement = statement.where(made.version == version)
    printed = reading.conn.execute(statement).scalar_one()
    drawing = form_version(str(dossier.form_set or FormSet.TT03_2025))
    return PrintMark(printing.at, printing.by, drawing, int(printed) + 1)


def slip_head(
    reading: Reading,
    dossier: Dossier,
    on: date,
    symbol: str,
    number: int | None,
    desk: int | None = None,
    *,
    is_of_agency: bool = False,
) -> SlipHead:
    """The head of a slip of the desk, or (`is_of_agency`) of the agency under its superior authority."""
    agency = reading.reference.agency
    return SlipHead(
        form_set=str(dossier.form_set or FormSet.TT03_2025),
        agency_name=agency.name,
        place=agency.place,
        issued_on=on,
        symbol=symbol,
        slip_no=number or None,
        desk_no=_shown_desk(reading, desk or desk_of(dossier)),
        slip_paper=agency.slip_paper,
        superior_name=agency.superior_name if is_of_agency else None,
    )


def desk_of(dossier: Dossier) -> int:
    """Label of the desk that received it (its number, in a later life 100 more); the book says which."""
    return int(dossier.book.rpartition("-")[2]) if dossier.book else 1


def _shown_desk(reading: Reading, label: int) -> int | None:
    """What stands before a slip's number: nothing where one desk alone, in its first life, gives them."""
    return label if _desks(reading) > 1 or label > LIVES_APART else None


def _desks(reading: Reading) -> int:
    value = reading.conn.exec_driver_sql("SELECT value FROM meta WHERE key = 'desks'").scalar()
    return int(str(value or 1))


def paper_applicant(party: Party | None) -> PaperApplicant:
    """The applicant as the forms name him; all dots where there is none."""
    if party is None:
        return PaperApplicant("")
    return PaperApplicant(party.name, party.address, format_phone(party.phone), party.email)


def procedure_of(reading: Reading, dossier: Dossier) -> Procedure:
    """The version the dossier was received under."""
    return reading.reference.procedure_version(dossier.procedure, dossier.procedure_version)


def name_of(reading: Reading, login: str) -> str:
    """Name of a login; what is none stands as it was typed."""
    person = reading.reference.staff.get(login)
    return person.name if person else login


def unit_name(reading: Reading, code: str) -> str:
    """Full name of a unit."""
    unit = reading.reference.units.get(code)
    return unit.name if unit else code


def unit_abbr(reading: Reading, code: str) -> str:
    """How a unit is called behind `Lưu: VT,`: its short name, else its code."""
    unit = reading.reference.units.get(code)
    return (unit.short_name if unit else "") or code


def component_lines(dossier: Dossier, procedure: Procedure) -> tuple[PaperComponent, ...]:
    """The papers handed in, as the procedure names them."""
    lines = []
    for item in dossier.components:
        known = procedure.component(item.no)
        if known is not None:
            lines.append(PaperComponent(known.name, item.copies, item.kind or str(known.kind)))
    return tuple(lines)


def submitter_name_of(dossier: Dossier) -> str:
    """Who handed the papers in: the submitter, else who represents the applicant, else the applicant."""
    if dossier.submitter is not None:
        return dossier.submitter.name
    if dossier.applicant is None:
        return ""
    return dossier.applicant.representative or dossier.applicant.name


def not_printable(form: str, dossier: Dossier) -> ActNotAllowed:
    """The error of a form that the dossier's state does not have."""
    return ActNotAllowed(
        act=f"print_{form}", code=dossier.shown_code, status=str(dossier.status), possible=[]
    )
