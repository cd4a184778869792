"""The clock of one dossier through the services: every due stored by an act equals the count from its pauses.

Twice compared: with the engine, given the pauses the events tell, and with the naive walk given pauses that
the test wrote down itself. Days off are those of Tết 2026 (16-20/02) and weekends.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.calendar import DayKind
from counter_app.domain.dossier import Dossier
from counter_app.domain.recount import recount
from counter_app.queries.finding import find_stream
from counter_app.services import calendar_work
from counter_app.storage.unit_of_work import UnitOfWork
from tests.builders import Clock
from tests.desks import Counter, Json, a_trial, form
from tests.domain import deadline_walk as walk

WORDS = {"reason": "thiếu giấy", "ground": "Điều 17"}
ASKED = {"items": [{"no": 2, "text": "Bản sao"}], **WORDS}
BROUGHT = {"items": [{"no": 2}]}
FEE = {"amount_vnd": 10_000, "what": "phí"}
PAID = {"amount_vnd": 10_000, "method": "cash", "receipt_no": "1"}
EXTENDED = {"reason": "chờ Bộ", "signer": "Phạm Anh Tuấn"}


class Life:
    """One dossier at QLDT; acts are told by their moment of 2026."""

    def __init__(self, counter: Counter, procedure: str = "DT-07", received: str = "02-05T09:00") -> None:
        self.counter = counter
        self.code: str = counter.done("receive", **form(procedure), at=f"2026-{received}")["code"]

    def does(self, at: str, act: str, by: str = "lan", **fields: Any) -> Json:
        key = {"codes": [self.code]} if act in {"hand_over", "take_over"} else {"code": self.code}
        return self.counter.done(act, by, at=f"2026-{at}", **key, **fields)

    def taken(self, at: str, giver: str = "lan", to: str = "QLDT", taker: str = "minh") -> None:
        self.does(at, "hand_over", giver, to=to)
        self.does(at, "take_over", taker)

    def folded(self) -> Dossier:
        def look(uow: UnitOfWork) -> Dossier:
            return uow.dossier(find_stream(uow.conn, uow.origin.agency, self.code))

        return self.counter.desk.write(look)

    def shown(self, name: str) -> Any:
        return self.counter.show(self.code)[name]

    def is_right(self, due: str | None, *pauses: tuple[str, str | None], **more: Any) -> None:
        """The due of `show`, of the fold, of a fresh count, and of the walk over these pauses."""
        dossier = self.folded()
        assert dossier.received_at is not None and dossier.limit is not None and dossier.due is not None
        spans = [(_at(start), _at(end) if end else None) for start, end in pauses]
        assert [(pause.start, pause.end) for pause in dossier.pauses] == spans
        moment = _at(due) if due else None
        assert self.shown("due_at") == (f"2026-{due}" if due else None)
        if due is not None:
            calendar = self.counter.desk.read(lambda reading: reading.reference.calendar)
            assert recount(dossier, calendar) == dossier.due
            case = walk.Case(
                dossier.received_at, str(dossier.limit.unit), dossier.limit.amount, tuple(spans), **more
            )
            assert walk.due_at(case) == moment == dossier.due.at
        assert self.counter.is_sound()


def _at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}")


@pytest.fixture
def life(counter: Counter) -> Life:
    """DT-07 of Thu 05/02 09:00: ten working days without a pause are Thu 26/02."""
    life = Life(counter)
    life.taken("02-05T10:00")
    life.is_right("02-26T17:30")
    return life


def test_a_supplement_asked_on_saturday_and_brought_on_sunday_moves_nothing(life: Life) -> None:
    life.does("02-07T09:00", "request_supplement", "minh", **ASKED)
    life.is_right(None, ("02-07T09:00", None))
    assert (life.shown("paused"), life.shown("own_due")) == (True, None)
    life.does("02-08T10:00", "supplement", **BROUGHT)
    life.is_right("02-26T17:30", ("02-07T09:00", "02-08T10:00"))


def test_a_supplement_from_saturday_to_monday_moves_one_day(life: Life) -> None:
    life.does("02-07T09:00", "request_supplement", "minh", **ASKED)
    life.does("02-09T07:00", "supplement", **BROUGHT)
    life.is_right("02-27T17:30", ("02-07T09:00", "02-09T07:00"))


def test_over_tet_only_working_days_move(life: Life) -> None:
    life.does("02-13T16:00", "request_supplement", "minh", **ASKED)
    life.does("02-23T08:00", "supplement", **BROUGHT)
    life.is_right("02-27T17:30", ("02-13T16:00", "02-23T08:00"))


def test_a_stop_while_papers_are_awaited_is_one_pause_and_ends_with_the_papers(life: Life) -> None:
    life.does("02-09T09:00", "request_supplement", "minh", **ASKED)
    life.does("02-10T09:00", "stop", "minh", reason="x")
    resumed = life.does("02-11T09:00", "resume", "minh", reason="x")
    assert (resumed["status"], resumed["due_at"]) == ("awaiting_supplement", None)
    life.is_right(None, ("02-09T09:00", None))
    life.does("02-12T09:00", "supplement", **BROUGHT)
    life.is_right("03-03T17:30", ("02-09T09:00", "02-12T09:00"))  # 10, 11, 12/02


def test_awaiting_the_paper_moves_on_and_the_status_to_go_back_to_with_it(counter: Counter) -> None:
    life = Life(counter)
    life.does("02-05T10:00", "request_supplement", **ASKED)
    life.taken("02-06T08:00")
    assert life.shown("status") == "awaiting_supplement"
    life.does("02-06T09:00", "stop", "minh", reason="x")
    life.taken("02-06T10:00", "minh", "LD", "tuan")
    life.does("02-06T11:00", "resume", "tuan", reason="x")
    back = life.does("02-09T08:00", "supplement", **BROUGHT)
    assert (back["status"], back["holder"]) == ("processing", "LD")
    life.is_right("03-02T17:30", ("02-05T10:00", "02-09T08:00"))  # 06, 09/02
    # LD's 8 h from Fri 06/02 10:00, standing until Mon 09/02 08:00: from there, 3.5 h, 4 h, 0.5 h.
    assert life.shown("own_due") == "2026-02-10T08:00"


def test_an_extension_then_a_pause_moves_the_extended_date(life: Life) -> None:
    life.does("02-09T09:00", "request_payment", **FEE)
    life.does("02-10T09:00", "pay", **PAID)
    life.does("02-24T09:00", "extend", "minh", new_due="2026-03-03", **EXTENDED)
    first = ("02-09T09:00", "02-10T09:00")
    to = {"extension": date(2026, 3, 3), "extended_at": _at("02-24T09:00")}
    life.is_right("03-03T17:30", first, **to)
    life.does("02-25T09:00", "request_supplement", "minh", **ASKED)
    life.does("02-27T09:00", "supplement", **BROUGHT)
    life.is_right("03-05T17:30", first, ("02-25T09:00", "02-27T09:00"), **to)
    assert life.shown("due_first") == "2026-02-27T17:30"


def test_a_pause_that_touches_the_one_before_the_extension_still_moves_the_extended_date(life: Life) -> None:
    """Paid, extended and asked for papers in one minute: the request is later than the extension."""
    life.does("02-24T08:00", "request_payment", **FEE)
    life.does("02-24T09:00", "pay", **PAID)
    life.does("02-24T09:00", "extend", "minh", new_due="2026-03-03", **EXTENDED)
    life.does("02-24T09:00", "request_supplement", "minh", **ASKED)
    life.does("02-26T09:00", "supplement", **BROUGHT)
    life.is_right(
        "03-05T17:30",  # 25, 26/02 after 03/03
        ("02-24T08:00", "02-24T09:00"),
        ("02-24T09:00", "02-26T09:00"),
        extension=date(2026, 3, 3),
        extended_at=_at("02-24T09:00"),
    )


def test_a_pause_begun_after_the_due_moment_moves_nothing(life: Life) -> None:
    life.does("02-27T09:00", "request_supplement", "minh", **ASKED)
    life.does("03-05T09:00", "supplement", **BROUGHT)
    life.is_right("02-26T17:30", ("02-27T09:00", "03-05T09:00"))
    assert life.does("03-05T10:00", "finish", "minh", outcome="granted")["status"] == "finished"
    assert life.shown("outcome") == "late"


def test_counted_again_while_it_stands_the_due_comes_with_the_papers(life: Life) -> None:
    life.does("02-09T09:00", "request_supplement", "minh", **ASKED)
    version = life.counter.desk.read(lambda reading: reading.reference.calendar.version)
    counted = life.counter.done(
        "recalculate", "tuan", codes=[life.code], calendar_version=version, reason="x", at="2026-02-10T09:00"
    )
    assert counted["results"][0]["status"] == "awaiting_supplement"
    life.is_right(None, ("02-09T09:00", None))
    assert life.shown("receipt_version") == 1
    life.does("02-11T09:00", "supplement", **BROUGHT)
    life.is_right("03-02T17:30", ("02-09T09:00", "02-11T09:00"))
    assert (life.shown("receipt_version"), life.shown("due_first")) == (2, "2026-03-02T17:30")


def test_a_payment_taken_back_lets_the_clock_stand_from_the_beginning(life: Life) -> None:
    life.does("02-09T09:00", "request_payment", **FEE)
    paid = life.does("02-10T09:00", "pay", **PAID)["event_id"]
    life.taken("02-11T09:00", "minh", "LD", "tuan")
    life.counter.done("revoke", "tuan", event_id=paid, reason="chưa thu", at="2026-02-12T09:00")
    life.is_right(None, ("02-09T09:00", None))
    assert (life.shown("status"), life.shown("fee_paid_vnd"), life.folded().payments) == (
        "awaiting_payment",
        0,
        (),
    )
    life.does("02-13T09:00", "pay", **PAID)
    life.is_right("03-04T17:30", ("02-09T09:00", "02-13T09:00"))  # 10-13/02
    # LD took it on Wed 11/02 09:00, while in truth the clock stood: its 8 h begin on Fri 13/02 09:00.
    assert life.shown("own_due") == "2026-02-23T09:00"
    assert (life.folded().fee_owed_vnd, life.shown("fee_paid_vnd")) == (0, 10_000)


def test_an_extension_taken_back_gives_the_first_date_and_another_may_follow(life: Life) -> None:
    extended = life.does("02-24T09:00", "extend", "minh", new_due="2026-03-03", **EXTENDED)["event_id"]
    life.does("02-25T09:00", "request_supplement", "minh", **ASKED)
    life.does("02-26T09:00", "supplement", **BROUGHT)
    life.counter.done("revoke", "tuan", event_id=extended, reason="gõ nhầm", at="2026-02-26T10:00")
    life.is_right("02-27T17:30", ("02-25T09:00", "02-26T09:00"))
    assert life.shown("due_first") == "2026-02-27T17:30"
    again = life.does("02-26T11:00", "extend", "minh", new_due="2026-03-02", **EXTENDED)
    assert (again["due_at"], life.shown("due_first")) == ("2026-03-02T17:30", "2026-02-27T17:30")
    assert life.counter.history(life.code)[-1]["data"]["slip_no"] == 2, "a number once given stays used"


def test_an_extension_taken_back_after_the_result_judges_lateness_again(life: Life) -> None:
    extended = life.does("02-24T09:00", "extend", "minh", new_due="2026-03-03", **EXTENDED)["event_id"]
    life.does("02-27T09:00", "finish", "minh", outcome="granted")
    assert life.shown("outcome") == "early"
    life.counter.done("revoke", "tuan", event_id=extended, reason="gõ nhầm", at="2026-02-27T10:00")
    assert (life.shown("due_at"), life.shown("outcome")) == ("2026-02-26T17:30", "late")
    assert life.counter.is_sound()


def test_a_reception_is_not_corrected_to_after_the_extension(life: Life) -> None:
    extended = Life(life.counter, "DT-08", received="02-05T09:00")
    extended.does("02-06T09:00", "extend", "tuan", new_due="2026-03-03", **EXTENDED)
    late = {"received_at": "2026-02-06T10:00"}
    refused = life.counter.refused("correct", "tuan", code=extended.code, changes=late, reason="nhập bù")
    assert (refused["field"], refused["problem"]) == ("received_at", "after_next_event")


def test_a_reopened_dossier_has_its_old_due_and_its_clock_never_stood(life: Life) -> None:
    life.does("02-10T09:00", "finish", "minh", outcome="granted")
    life.does("02-24T09:00", "reopen", "tuan", reason="sai tên")
    life.is_right("02-26T17:30")
    life.does("02-25T09:00", "request_supplement", "minh", **ASKED)
    life.does("02-26T09:00", "supplement", **BROUGHT)
    life.is_right("02-27T17:30", ("02-25T09:00", "02-26T09:00"))


def test_received_earlier_in_truth_with_pauses(life: Life) -> None:
    """Day 0 Tue 03/02: ten days are Tue 24/02, and two stood."""
    life.does("02-09T09:00", "request_supplement", "minh", **ASKED)
    life.does("02-11T09:00", "supplement", **BROUGHT)
    life.does("02-12T09:00", "correct", "tuan", changes={"received_at": "2026-02-03T16:00"}, reason="x")
    life.is_right("02-26T17:30", ("02-09T09:00", "02-11T09:00"))
    assert (life.shown("due_first"), life.shown("receipt_version")) == ("2026-02-26T17:30", 3)
    refused = life.counter.refused(
        "correct", "tuan", code=life.code, changes={"received_at": "2026-02-05T10:01"}, reason="x"
    )
    assert (refused["field"], refused["problem"]) == ("received_at", "after_next_event")


def test_who_had_it_before_is_judged_anew_by_the_true_reception(counter: Counter) -> None:
    """DT-09: the desk's 4 h from 08:00 end at 14:00, from 11:00 (0.5 h and 3.5 h) at 17:00; LD-01's QLDN has
    42 h, so QLDT, which has no run in it, has no own due."""
    life = Life(counter, "DT-09", "02-05T08:00")
    life.taken("02-05T14:00")
    life.taken("02-06T08:00", "minh", "LD", "tuan")
    assert [stay.own_due for stay in life.folded().stays][:1] == [_at("02-05T14:00")]
    life.does("02-06T09:00", "correct", "tuan", changes={"received_at": "2026-02-05T11:00"}, reason="x")
    # QLDT: 12 h from Thu 14:00: 3.5 h, 8 h on Friday, 0.5 h on Mon 09/02; LD: 4 h from Fri 08:00.
    before = [stay.own_due for stay in life.folded().stays]
    assert before == [_at("02-05T17:00"), _at("02-09T08:00"), _at("02-06T14:00")]
    changes = {"procedure": "LD-01", "components": [{"no": 1, "copies": 1}]}
    life.does("02-06T09:30", "correct", "tuan", changes=changes, reason="x")
    after = [stay.own_due for stay in life.folded().stays]
    assert after == [_at("02-05T17:00"), None, _at("02-06T14:00")]
    assert life.counter.is_sound()


def test_a_correction_of_an_extended_dossier_keeps_the_date_it_was_extended_to(life: Life) -> None:
    """Seventeen days would end after the date on the apology: the promise stands."""
    life.does("02-24T09:00", "extend", "minh", new_due="2026-03-03", **EXTENDED)
    changes = {"procedure": "DT-01", "components": [{"no": 1, "copies": 1}]}
    corrected = life.does("02-24T10:00", "correct", "tuan", changes=changes, reason="nhầm thủ tục")
    assert (corrected["due_at"], corrected["receipt_version"]) == ("2026-03-03T17:30", 2)


def test_hours_stand_to_the_minute(counter: Counter) -> None:
    """XNK-01: 6 h from Fri 13/02 14:00, one until 15:00; from Mon 23/02 08:10 on 3 h 20 and 1 h 40."""
    life = Life(counter, "XNK-01", "02-13T14:00")
    life.is_right("02-23T10:00")
    life.does("02-13T15:00", "request_payment", **FEE)
    life.does("02-23T08:10", "pay", **PAID)
    life.is_right("02-23T15:10", ("02-13T15:00", "02-23T08:10"))


def test_a_fee_that_is_awaited_survives_a_corrected_procedure(life: Life) -> None:
    life.does("02-09T09:00", "request_payment", **FEE)
    changes = {"procedure": "LD-01", "components": [{"no": 1, "copies": 1}]}
    life.does("02-09T10:00", "correct", "tuan", changes=changes, reason="nhầm thủ tục")
    assert life.folded().fee_owed_vnd == 10_000
    assert life.does("02-10T09:00", "pay", **PAID)["status"] == "processing"


def test_papers_come_in_though_the_extended_date_became_a_day_off(tmp_path: Path) -> None:
    """A calendar changed later must not lock a dossier: its extension was decided by the earlier one."""
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        counter = Counter(desk, clock)
        code = counter.received("DT-07")
        counter.passed(code, "lan", "QLDT", "minh")
        counter.done("extend", "minh", code=code, new_due="2026-12-15", **EXTENDED)
        _off(counter, date(2026, 12, 15))
        counter.done("request_supplement", "minh", code=code, **ASKED)
        brought = counter.done("supplement", code=code, **BROUGHT)
        assert brought["due_at"] == "2026-12-16T17:30"
        assert counter.is_sound()


def test_a_promise_is_extended_from_what_was_promised(tmp_path: Path) -> None:
    """DT-09 of Mon 23/11: 25, 26, 27/11. A day off set later does not move the promise, nor the question
    whether the new date comes after it."""
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        counter = Counter(desk, clock)
        code = counter.received("DT-09")
        counter.passed(code, "lan", "QLDT", "minh")
        _off(counter, date(2026, 11, 27))
        assert counter.show(code)["due_at"] == "2026-11-27T17:30"
        same = counter.refused("extend", "minh", code=code, new_due="2026-11-26", **EXTENDED)
        assert (same["error"], same["because"]) == ("extension_not_possible", "not_after_due")
        off = counter.refused("extend", "minh", code=code, new_due="2026-11-29", **EXTENDED)
        assert (off["error"], off["because"]) == ("extension_not_possible", "not_a_working_day")
        extended = counter.done("extend", "minh", code=code, new_due="2026-11-30", **EXTENDED)
        assert (extended["due_at"], counter.show(code)["due_first"]) == (
            "2026-11-30T17:30",
            "2026-11-27T17:30",
        )


def test_an_act_taken_back_brings_no_promise_forward(tmp_path: Path) -> None:
    """DT-08 of Mon 23/11 counts over the holiday of 24/11 to Thu 03/12. When that day is worked after all,
    an extension and a payment taken back give the date that was promised, not an earlier one."""
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        counter = Counter(desk, clock)
        code, other = counter.received("DT-08"), counter.received("DT-08")
        assert counter.show(code)["due_at"] == "2026-12-03T17:30"
        extended = counter.done("extend", "tuan", code=code, new_due="2026-12-15", **EXTENDED)
        counter.done("request_payment", code=other, **FEE)
        paid = counter.done("pay", code=other, **PAID)
        _off(counter, date(2026, 11, 24), None)
        for act in (extended, paid):
            counter.done("revoke", "tuan", event_id=act["event_id"], reason="gõ nhầm")
        counter.done("pay", code=other, **PAID)
        dues = [counter.show(each)["due_at"] for each in (code, other)]
        assert dues == ["2026-12-03T17:30", "2026-12-03T17:30"]
        assert counter.is_sound()


def _off(counter: Counter, day: date, kind: DayKind | None = DayKind.OFF) -> None:
    def change(uow: UnitOfWork) -> None:
        calendar_work.set_day(uow, day, kind, label="Bão", notice="1/TB", by="quantri")
        uow.commit()

    counter.desk.write(change)


def test_under_a_clock_that_fell_behind_the_pause_of_the_due_is_the_pause_of_the_events(
    tmp_path: Path,
) -> None:
    """Time never runs backwards in a dossier: what is counted ends where the event says it ended."""
    clock = Clock(datetime(2026, 11, 23, 8, 0))
    with a_trial(tmp_path, clock) as desk:
        counter = Counter(desk, clock)
        code = counter.received("XNK-01")
        counter.done("request_payment", code=code, **FEE)
        clock.move(hours=2)
        counter.done("note", code=code, text="đã gọi")
        clock.move(hours=-1)
        counter.done("pay", code=code, **PAID)
        stream = desk.write(lambda uow: uow.dossier(find_stream(uow.conn, uow.origin.agency, code)))
        calendar = desk.read(lambda reading: reading.reference.calendar)
        assert stream.due == recount(stream, calendar)
        assert counter.is_sound()

