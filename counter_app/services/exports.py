"""Data that leaves the program as a table: who may take how much, and the line in the security log.

An insider who copies the register is a threat of its own (document 7): every export is written down with
its row count and reason before the file is, and a large one needs the supervisor (OWASP ASVS 2.3.5, 16.3.2).
"""

from __future__ import annotations

from counter_app.domain.errors import ExportNeedsSupervisor, NotPermitted
from counter_app.domain.staff import Permission, Staff
from counter_app.domain.text import clean
from counter_app.storage import security_log
from counter_app.storage.unit_of_work import UnitOfWork

MOST_ROWS_ALONE = 500
"""Rows that anybody who may read may export."""
REASON_LIMIT = 200


def check_export(person: Staff, rows: int) -> None:
    """Raises NotPermitted without the right to read, ExportNeedsSupervisor for many rows."""
    if not person.may(Permission.READ):
        raise NotPermitted(
            act="export", by=person.login, role=str(person.role), permission=str(Permission.READ)
        )
    if rows > MOST_ROWS_ALONE and not person.may(Permission.SUPERVISE):
        raise ExportNeedsSupervisor(rows=rows, most=MOST_ROWS_ALONE, by=person.login)


def record_export(uow: UnitOfWork, *, what: str, rows: int, reason: str, by: str) -> None:
    """Write down that a table leaves: `what` is an English word of the list, `reason` says what for.

    Call it and commit before the file is written: a file that could not be written is in the log too, one
    that nobody wrote down must not exist. Raises InvalidField (reason), StaffUnknown and what
    `check_export` raises.
    """
    person = uow.reference.person(by)
    check_export(person, rows)
    words = clean(reason, field="reason", max_length=REASON_LIMIT, required=True)
    facts = {"what": what, "rows": rows, "reason": words, "unit": person.unit, "role": str(person.role)}
    at = int(uow.now.timestamp() * 1000)
    security_log.append(uow.conn, at, person.login, "exported", facts)
