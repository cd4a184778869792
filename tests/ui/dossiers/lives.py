"""Dossiers in every state of life for the panel's tests and pictures, on a real trial desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from counter_app.domain.events import EventKind as K
from counter_app.domain.pauses import Pause
from counter_app.queries.finding import find_stream
from counter_app.services.acting import due_now
from counter_app.storage.unit_of_work import UnitOfWork
from tests.ui.at_a_page import PageDesk

ASKED = {
    "items": [{"no": 2, "text": "Báo cáo tình hình triển khai"}],
    "reason": "thiếu báo cáo triển khai",
    "ground": "Điều 44 Nghị định 31/2021/NĐ-CP",
    "respond_by": "2026-12-16",
    "slip_series": "02-2026-1",
    "slip_no": 1,
}


def record(desk: PageDesk, code: str, kind: K, by: str, **payload: Any) -> None:
    """An event whose act has no service yet, as it will be written; when the clock goes on with its due."""

    def do(uow: UnitOfWork) -> None:
        stream = find_stream(uow.conn, uow.origin.agency, code)
        dossier = uow.dossier(stream)
        full = dict(payload)
        if kind in (K.SUPPLEMENTED, K.PAID, K.RESUMED):
            ended = Pause(dossier.pauses[-1].start, uow.local_now)
            full["due"] = due_now(uow, dossier, (*dossier.pauses[:-1], ended)).to_json()
        uow.record(stream, kind, full, uow.reference.person(by))
        uow.commit()

    desk.desk.write(do)


def at(desk: PageDesk, day: int, hour: int, minute: int, month: int = 11) -> None:
    """Put the clock of 2026; the next act line is a minute later."""
    desk.clock.set(datetime(2026, month, day, hour, minute))


def at_department(desk: PageDesk, **fields: Any) -> str:
    """Received on 12/11, taken over and given to Minh the same day."""
    at(desk, 12, 9, 39)
    code = desk.acts.received(**fields)
    at(desk, 12, 11, 44)
    desk.acts.done("hand_over", "lan", codes=[code], to="QLDT")
    at(desk, 12, 13, 44)
    desk.acts.done("take_over", "minh", codes=[code])
    desk.acts.done("assign", "dung", codes=[code], officer="minh")
    return code


def asked(desk: PageDesk, **fields: Any) -> str:
    """As `at_department`; waits for papers since 16/11."""
    code = at_department(desk, **fields)
    at(desk, 16, 8, 20)
    record(desk, code, K.SUPPLEMENT_REQUESTED, "minh", **ASKED)
    return code


def supplemented(desk: PageDesk, **fields: Any) -> str:
    """As `asked`; the papers came on 20/11 and the clock goes on."""
    code = asked(desk, **fields)
    at(desk, 20, 15, 5)
    record(desk, code, K.SUPPLEMENTED, "lan", items=[{"no": 2, "copies": 1}], own_due="2026-11-25T10:14")
    return code


def finished(desk: PageDesk, **fields: Any) -> str:
    """Granted on 18/11, back at the desk."""
    code = at_department(desk, **fields)
    at(desk, 16, 9, 0)
    desk.acts.done("step_done", "minh", codes=[code], note="đủ điều kiện")
    at(desk, 18, 10, 0)
    desk.acts.done(
        "finish", "minh", code=code, outcome="granted", result_no="118/QĐ-BQL", result_on="2026-11-18"
    )
    at(desk, 18, 15, 0)
    desk.acts.passed(code, "minh", "MC", "lan")
    return code


def returned(desk: PageDesk, **fields: Any) -> str:
    """Handed to the applicant on 20/11."""
    code = finished(desk, **fields)
    at(desk, 19, 8, 30)
    desk.acts.done("notify", "lan", code=code, how="điện thoại", text="mời đến nhận kết quả")
    at(desk, 20, 9, 0)
    desk.acts.done("return_result", "lan", code=code, to_whom="Đặng Đức Đạt", method="desk")
    return code


def voided(desk: PageDesk, **fields: Any) -> str:
    """Received by mistake on 20/11, voided by the supervisor."""
    at(desk, 20, 9, 0)
    code = desk.acts.received(**fields)
    desk.acts.done("void", "tuan", code=code, reason="nhập nhầm thủ tục, đã tiếp nhận lại")
    return code


def now(desk: PageDesk) -> None:
    """Monday 23/11, 09:14."""
    at(desk, 23, 9, 14)
