"""Days of a unit in act lines: dossiers taken at a given minute, clocks that stand still and go on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from counter_app.domain.events import EventKind
from counter_app.domain.steps import run_due
from counter_app.queries.finding import find_stream
from counter_app.storage.unit_of_work import UnitOfWork
from tests.desks import Counter

UNITS = {"minh": "QLDT", "hoa": "QLDN", "van": "VP", "tuan": "LD", "lan": "MC"}


def at(counter: Counter, moment: datetime) -> Counter:
    """The next act line happens at this minute (each line moves the clock on by one)."""
    counter.clock.set(moment - timedelta(minutes=1))
    return counter


def given(
    counter: Counter, moment: datetime, procedure: str = "DT-09", *, to: str = "QLDT", **fields: Any
) -> str:
    """A dossier received a minute before `moment` and given to a unit then; nobody took it yet."""
    code = at(counter, moment - timedelta(minutes=1)).received(procedure, **fields)
    counter.done("hand_over", codes=[code], to=to)
    return code


def held(
    counter: Counter, taken: datetime, procedure: str = "DT-09", *, taker: str = "minh", **fields: Any
) -> str:
    """A dossier received an hour before it was taken by the unit of `taker`."""
    code = given(counter, taken - timedelta(minutes=59), procedure, to=UNITS[taker], **fields)
    at(counter, taken).done("take_over", taker, codes=[code])
    return code


def awaiting(counter: Counter, code: str, moment: datetime, by: str = "minh") -> None:
    """The clock stops at `moment` for papers asked for. The act that does so belongs to a later page; its
    event is known already."""
    words = {"reason": "Thiếu văn bản", "ground": "Nghị định 96/2026/NĐ-CP", "slip_series": "02-2026-1"}
    items = {"items": [{"no": 1, "text": "Văn bản đề nghị"}], "slip_no": 1}
    _record(counter, code, moment, by, EventKind.SUPPLEMENT_REQUESTED, words | items)


def supplemented(counter: Counter, code: str, moment: datetime) -> None:
    """The papers came at `moment`: the clock goes on, the own due is counted anew."""
    _record(counter, code, moment, "lan", EventKind.SUPPLEMENTED, {})


def _record(
    counter: Counter, code: str, moment: datetime, by: str, kind: EventKind, payload: dict[str, Any]
) -> None:
    counter.clock.set(moment)

    def do(uow: UnitOfWork) -> None:
        stream = find_stream(uow.conn, uow.origin.agency, code)
        dossier = uow.dossier(stream)
        full = dict(payload)
        if kind is EventKind.SUPPLEMENTED:
            pause = dossier.pauses[-1]
            run = dossier.next_run(dossier.holder)
            assert run is not None
            pauses = (*dossier.pauses[:-1], type(pause)(pause.start, moment))
            due = run_due(dossier.stays[-1].since, run.minutes, uow.reference.calendar, pauses)
            full["own_due"] = due.isoformat(timespec="minutes") if due else None
        uow.record(stream, kind, full, uow.reference.person(by))
        uow.commit()

    counter.desk.write(do)
