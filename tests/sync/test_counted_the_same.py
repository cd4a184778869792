"""A due is the same at every desk, whichever way acts and calendars came there, and as a rebuild makes it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from counter_app.commands import reads
from counter_app.domain.calendar import DayKind
from counter_app.domain.copying import replace
from counter_app.domain.counting import _is_counted_by_all, recount
from counter_app.domain.dossier import Dossier, Extension
from counter_app.domain.due import LimitUnit, TimeLimit
from counter_app.domain.events import EventKind as K
from counter_app.domain.pauses import Pause
from counter_app.services import calendar_work
from counter_app.storage.unit_of_work import UnitOfWork
from tests.desks import person
from tests.sync.around import Around, Killed, desks_around, feed_rows, taken_in

ASKED: dict[str, Any] = {"items": [{"no": 2, "text": "Bản vẽ"}], "reason": "thiếu", "ground": "Điều 17"}
FORM: dict[str, Any] = {"procedure": "DT-09", "components": [{"no": 1, "copies": 1}]}


def received(around: Around) -> str:
    return around.receive(1, applicant=person("Đỗ Đình Đức"), **FORM)


def a_day(around: Around, number: int, day: date, kind: DayKind) -> None:
    def change(uow: UnitOfWork) -> None:
        calendar_work.set_day(uow, day, kind, label="nghỉ bù", notice="TB 15", by="quantri")

    around.write(number, change)


def dues(around: Around, number: int, code: str) -> tuple[Any, ...]:
    shown = reads.show(around.desks[number].desk, code)
    return shown["due_at"], shown["own_due"], shown["receipt_version"]


def corrected(around: Around, code: str) -> None:
    around.done(1, "correct", "tuan", code=code, changes={"procedure": "LD-01"}, reason="nhầm")


@pytest.mark.parametrize("is_apart", [True, False])
def test_a_promise_kept_by_a_later_act_is_what_a_rebuild_makes(is_apart: bool) -> None:
    """Desk 2's pause was not seen by desk 1's correction; the recalculation keeps the promise, and the own
    due that the person reads at once is the one that all desks read after the next pass."""
    with desks_around(2) as around:
        around.meet_all()
        around.time.now += timedelta(hours=6)
        code = received(around)
        around.meet_all()
        around.done(2, "request_supplement", code=code, **ASKED)
        around.done(2, "supplement", code=code, items=[{"no": 2}])
        if not is_apart:
            around.meet_all()
        corrected(around, code)
        around.meet(2)
        around.meet_all()
        print_receipt(around, code)
        a_day(around, 1, date(2026, 11, 28), DayKind.WORKING)
        a_day(around, 1, date(2026, 11, 29), DayKind.WORKING)
        a_day(around, 1, date(2026, 11, 24), DayKind.OFF)
        with around.store(1).read() as reading:
            version = reading.reference.calendar.version
        around.done(1, "recalculate", "tuan", codes=[code], calendar_version=version, reason="lịch")
        around.assert_rebuilt_is_same(1)
        before = dues(around, 1, code)
        around.meet_all()
        around.assert_all_same()
        assert dues(around, 1, code) == dues(around, 2, code) == before


def print_receipt(around: Around, code: str) -> None:
    (stream,) = around.rows(1, "SELECT stream FROM dossier WHERE code = ?", code)[0]

    def printed(uow: UnitOfWork) -> None:
        uow.record(stream, K.PAPER_PRINTED, {"form": "receipt", "copy": 1}, uow.reference.person("lan"))

    around.write(1, printed)


def test_a_calendar_that_comes_after_the_act_counted_by_it_is_counted_by() -> None:
    """The centre lost it; desk 1's act, promised by it, comes to desk 3 first: no relay was made yet."""
    with desks_around(3) as around:
        around.meet_all()
        code = received(around)
        around.meet_all()
        older = around.centre.copy()
        a_day(around, 2, date(2026, 12, 24), DayKind.OFF)
        around.meet(2)
        around.meet(1)
        around.done(3, "request_supplement", code=code, **ASKED)
        around.time.now += timedelta(days=8)
        around.done(3, "supplement", code=code, items=[{"no": 2}])
        corrected(around, code)
        around.centre = older
        around.meet(3)
        with pytest.raises(Killed):
            around.meet(1, partial(killed_at, "relay"))
        around.meet(3)
        early = dues(around, 3, code)
        around.meet(1)
        around.meet(2)
        taken_in(around, 3, feed_rows(around, 3))
        around.assert_rebuilt_is_same(3)
        assert dues(around, 3, code) == dues(around, 1, code) != early


def killed_at(wanted: str, step: str) -> None:
    if step == wanted:
        raise Killed


def test_two_pauses_that_touch_in_the_minute_of_an_extension_are_counted() -> None:
    touching = datetime(2026, 11, 25, 10)
    with desks_around(1) as around, around.store(1).read() as reading:
        calendar = reading.reference.calendar
    dossier = replace(
        Dossier("dossier:x"),
        received_at=datetime(2026, 11, 23, 9),
        limit=TimeLimit(7, LimitUnit.WORKING_DAY),
        pauses=(Pause(datetime(2026, 11, 24, 9), touching), Pause(touching, datetime(2026, 11, 26, 9))),
        extension=Extension(
            datetime(2026, 12, 3, 17, 30), datetime(2026, 12, 10, 17, 30), touching, "x", "y"
        ),
    )
    assert _is_counted_by_all(dossier, recount(dossier, calendar))
