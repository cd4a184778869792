"""Lines of the security log for what is no change of a dossier: personal data shown on purpose."""

from __future__ import annotations

from sqlalchemy import func, select

from counter_app.domain import errors
from counter_app.domain.codes import normalise_code
from counter_app.domain.staff import Permission
from counter_app.queries.finding import find_stream
from counter_app.storage import security_log
from counter_app.storage.projection_tables import book_entry
from counter_app.storage.unit_of_work import UnitOfWork

SHOWN = "personal_data_shown"
REGISTER_PRINTED = "register_printed"


def personal_data_shown(uow: UnitOfWork, code: str, *, by: str) -> None:
    """Note that a person let the ids of a dossier's people be shown (Luật 91/2025/QH15).

    The line names the dossier by its stream, never the ids. Raises StaffUnknown, NotPermitted, and what
    `find_stream` raises.
    """
    person = uow.reference.person(by)
    if not person.may(Permission.READ):
        raise errors.NotPermitted(
            act="show_personal_data", by=by, role=str(person.role), permission=str(Permission.READ)
        )
    stream = find_stream(uow.conn, uow.origin.agency, code)
    security_log.append(uow.conn, int(uow.now.timestamp() * 1000), person.login, SHOWN, {"stream": stream})


def register_printed(uow: UnitOfWork, book: str, *, by: str) -> None:
    """Note that a register, the names and addresses of a year, was put on paper.

    Raises StaffUnknown, NotPermitted.
    """
    person = uow.reference.person(by)
    if not person.may(Permission.REMARK):
        raise errors.NotPermitted(
            act="print", by=by, role=str(person.role), permission=str(Permission.REMARK)
        )
    wanted = normalise_code(book)
    entries = select(func.count()).where(book_entry.c.book == wanted)
    facts = {"book": wanted, "rows": int(uow.conn.execute(entries).scalar_one())}
    security_log.append(uow.conn, int(uow.now.timestamp() * 1000), person.login, REGISTER_PRINTED, facts)
