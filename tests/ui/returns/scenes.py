"""What the return desk finds in the morning: results at the desk and elsewhere, and papers to give back."""

from __future__ import annotations

from typing import Any

from counter_app.domain.events import EventKind
from counter_app.services.acting import find
from tests.desks import Counter


def recorded(counter: Counter, code: str, kind: EventKind, login: str, **payload: Any) -> None:
    """An event whose act no service has yet, written as that act will write it."""
    counter.clock.move(minutes=1)

    def do(uow: Any) -> None:
        uow.record(find(uow, code).stream, kind, payload, uow.reference.person(login))
        uow.commit()

    counter.desk.write(do)


def withdrawn(counter: Counter, **fields: Any) -> str:
    """A dossier taken back by the applicant; its papers lie at the desk."""
    code = counter.received(**fields)
    recorded(counter, code, EventKind.WITHDRAWN, "lan", reason="đổi phương án")
    return code


def finished(counter: Counter, *, is_back: bool = True, number: str = "12/GCN", **fields: Any) -> str:
    """A granted result, brought back to the desk or still in the department."""
    code = counter.received(**fields)
    counter.passed(code, "lan", "QLDT", "minh")
    today = counter.clock.local.date().isoformat()
    counter.done("finish", "minh", code=code, outcome="granted", result_no=number, result_on=today)
    if is_back:
        counter.passed(code, "minh", "MC", "lan")
    return code
