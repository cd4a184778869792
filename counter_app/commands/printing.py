"""`print`: a paper into a PDF file; the print is recorded in the log of each dossier that it names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from counter_app.bootstrap import Desk
from counter_app.domain import errors
from counter_app.domain.causes import cause_of
from counter_app.domain.papers import HandoverListPaper
from counter_app.domain.staff import Permission
from counter_app.forms import wording
from counter_app.forms.registry import FORMS, is_of_dossier
from counter_app.queries import papers
from counter_app.queries.papers import Printing
from counter_app.services.audit import register_printed
from counter_app.services.remarks import paper_printed
from counter_app.storage.store import Reading


def print_form(
    desk: Desk, form: str, code: str, out: Path, *, copy: int | None = None, by: str = ""
) -> dict[str, Any]:
    """Draw a form and write it whole to `out`; answers {ok, path, pages?, form}.

    Raises FormUnknown, InvalidField (copy), StoreFull and what gathering raises.
    """
    if form not in FORMS:
        raise errors.FormUnknown(form=form, known=list(FORMS))
    if copy is not None and copy not in (1, 2):
        raise errors.InvalidField(field="copy", problem="out_of_range", value=copy, lowest=1, highest=2)
    refuse_own_file(desk, out)
    copies = (copy,) if copy else (1, 2)
    login = by or desk.read(_first_counter)
    value = desk.read(
        lambda reading: papers.gather(
            reading,
            form,
            code,
            Printing(reading.reference.person(login).name, desk.local_now(), wording, copies),
        )
    )
    write_file(out, FORMS[form].draw(value))
    if is_of_dossier(form, code):
        _record(desk, form, (code,), papers.version_of(value), copies, login)
    elif isinstance(value, HandoverListPaper):
        _record(desk, form, tuple(row.code for row in value.rows), 1, (1,), login)
    elif form == "register":
        _record_register(desk, code, login)
    return {"ok": True, "form": form, "path": str(out)}


def _first_counter(reading: Reading) -> str:
    """On the command line whoever may open the file may act: prints go under the first of the counter."""
    people = [person for person in reading.reference.staff.values() if person.may(Permission.REMARK)]
    if not people:
        raise errors.StaffUnknown(by="")
    return people[0].login


def _record(
    desk: Desk, form: str, codes: tuple[str, ...], version: int, copies: tuple[int, ...], by: str
) -> None:
    """In the log of each dossier; the list of a handover is one paper of all that it names."""

    def do(uow: Any) -> None:
        for code in codes:
            paper_printed(uow, code, form=form, version=version, copies=copies, by=by)
        uow.commit()

    desk.write(do, via="cli")


def _record_register(desk: Desk, book: str, by: str) -> None:
    def do(uow: Any) -> None:
        register_printed(uow, book, by=by)
        uow.commit()

    desk.write(do, via="cli")


def refuse_own_file(desk: Desk, target: Path) -> None:
    """Raise FileNotWritten where an answer would be written over a file that the desk lives in."""
    own = {item.resolve() for item in desk.folder.iterdir() if not item.is_dir() and item.suffix != ".pdf"}
    if target.resolve() in own:
        raise errors.FileNotWritten(path=str(target), because="own_file")


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises StoreFull or FileNotWritten (facts path, because)."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise errors.FileNotWritten(path=str(path), because=cause_of(error)) from error
