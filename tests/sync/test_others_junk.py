"""What an enrolled desk wrote by mistake or malice stands in the feed: it must stop no other counter."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from counter_app.domain.calendar import DayKind
from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.queries.calendar_versions import calendar_versions
from counter_app.services import calendar_work
from counter_app.storage import event_log, stream_log
from counter_app.storage.unit_of_work import UnitOfWork
from tests.desks import person
from tests.sync.around import Around, desks_around

ASKED: dict[str, Any] = {"items": [{"no": 2, "text": "Bản vẽ"}], "reason": "thiếu", "ground": "Điều 17"}
FORM: dict[str, Any] = {"procedure": "DT-09", "components": [{"no": 1, "copies": 1}]}
BOOK = "DT-2026-1"


def received(around: Around, number: int) -> tuple[str, str]:
    """Code and stream."""
    code = around.receive(number, applicant=person("Đỗ Đình Đức"), **FORM)
    return code, around.rows(number, "SELECT stream FROM dossier WHERE code = ?", code)[0][0]


def wrote(around: Around, stream: str, kind: K, by: str, **payload: Any) -> None:
    """Desk 2 writes whatever it likes."""
    around.write(2, lambda uow: uow.record(stream, kind, payload, uow.reference.person(by)))


def book_numbers(around: Around) -> list[int]:
    query = "SELECT number FROM book_entry WHERE book = ? AND number < 100 ORDER BY 1"
    return [row[0] for row in around.rows(1, query, BOOK)]


@pytest.mark.parametrize("number", [2**63 - 1, 10**9 - 1, 10**9, 500])
def test_a_number_of_another_desk_does_not_carry_this_desk_s_book_away(number: int) -> None:
    with desks_around(2) as around:
        around.meet_all()
        received(around, 1)
        _, stream = received(around, 2)
        after = {"book": BOOK, "number": number, "receipt_version": 2}
        wrote(around, stream, K.CORRECTED, "tuan", changes=["x"], reason="x", after=after)
        around.meet_all()
        assert (number,) in around.rows(1, "SELECT number FROM book_entry WHERE book = ?", BOOK)
        received(around, 1)
        received(around, 1)
        assert book_numbers(around) == [1, 2, 3]


def test_a_batch_of_another_desk_without_a_number_stops_no_handover() -> None:
    with desks_around(2) as around:
        around.meet_all()
        mine, _ = received(around, 1)
        _, stream = received(around, 2)
        prefix = "BG-261123-1."
        wrote(around, stream, K.HANDED_OVER, "lan", batch=f"{prefix}x", **{"from": "MC", "to": "QLDT"})
        around.meet_all()
        assert (f"{prefix}x",) in around.rows(1, "SELECT batch FROM batch_item")
        assert around.done(1, "hand_over", codes=[mine], to="QLDT")["batch"] == f"{prefix}1"


def test_a_calendar_that_nobody_can_read_stops_no_act() -> None:
    with desks_around(2) as around:
        around.meet_all()
        code = around.receive(1, applicant=person("Đỗ Đình Đức"), **(FORM | {"procedure": "LD-01"}))
        around.done(1, "request_supplement", code=code, **ASKED)
        around.meet_all()
        around.store(2).exchange(lambda conn: unreadable_calendar(around, conn))
        around.meet_all()
        assert ("calendar:set", "not_readable", 0) in around.conflicts(1)

        def a_working_day(uow: UnitOfWork) -> None:
            day = date(2026, 11, 29)
            calendar_work.set_day(uow, day, DayKind.WORKING, label="làm bù", notice="TB 16", by="quantri")

        around.write(1, a_working_day)
        around.done(1, "supplement", code=code, items=[{"no": 2}])
        with around.store(1).read() as reading:
            versions = [each.version for each in calendar_versions(reading)]
            assert versions[-1] == reading.reference.calendar.version


def unreadable_calendar(around: Around, conn: Any) -> None:
    origin = around.store(2).origin
    head = stream_log.read_stream(conn, "calendar:vn")[-1].event.id
    payload = {"version": "vn-x", "base": "", "role": "admin", "unit": "VP"}
    event = Event(
        id="f" * 32, agency=origin.agency, stream="calendar:vn", kind=K.CALENDAR_SET, payload=payload,
        actor="quantri", wall=around.time.ms(), seen=head,
    )  # fmt: skip
    event_log.append(conn, origin.id, [event])


def test_papers_brought_for_a_dossier_of_the_year_one_are_told_as_any_other() -> None:
    """Ten minutes before its request there is no time at all."""
    with desks_around(2) as around:
        around.meet_all()
        code, stream = received(around, 2)

        def the_year_one(uow: UnitOfWork) -> None:
            after = {"received_at": "0001-01-01T00:00", "receipt_version": 2}
            tuan = uow.reference.person("tuan")
            uow.record(stream, K.CORRECTED, {"changes": ["x"], "reason": "x", "after": after}, tuan)
            uow.record(stream, K.SUPPLEMENT_REQUESTED, dict(ASKED), tuan, at=datetime(1, 1, 1, 0, 5))

        around.write(2, the_year_one)
        around.done(1, "supplement", code=code, items=[{"no": 2}])
        around.meet(2)
        around.meet_all()
        around.assert_all_same()
        assert around.conflicts(1) == []
        assert around.rows(1, "SELECT status FROM dossier WHERE code = ?", code) == [("received",)]
