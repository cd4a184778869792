"""Handover reads: where each held paper goes next, what is on its way, batches, and what a scan means.

DT-08 has the runs MC (step 1), QLDT (2–5), LD (6), VP (7), MC (8).
"""

from __future__ import annotations

from datetime import date

import pytest

from counter_app.domain.codes import make_scan_number
from counter_app.queries import handover
from counter_app.queries.handover import Batch, BatchHead, HeldRow, Place, Readiness
from counter_app.queries.handover_scans import Judgement, ScanIs, judge_scan
from counter_app.storage.store import Reading
from tests.desks import Counter, form, person
from tests.services.met import join

DAY = date(2026, 11, 23)
TABLES = tuple(f"SCAN {table}" for table in ("dossier", "event", "e ", "r ", "batch_item", "control_sheet"))


def held(counter: Counter, unit: str) -> list[HeldRow]:
    return list(counter.desk.read(lambda reading: handover.to_give(reading, unit)))


def coming(counter: Counter, unit: str) -> list[Batch]:
    return list(counter.desk.read(lambda reading: handover.to_take(reading, unit)))


def past(counter: Counter, unit: str, since: date = DAY, limit: int = 50) -> list[BatchHead]:
    return list(counter.desk.read(lambda reading: handover.batches(reading, unit, since, limit)))


def judged(counter: Counter, text: str, unit: str = "MC") -> Judgement:
    return counter.desk.read(lambda reading: judge_scan(reading, text, unit))


def steps_done(counter: Counter, code: str, by: str, times: int) -> None:
    for _ in range(times):
        counter.done("step_done", by, codes=[code])


def test_what_was_received_goes_to_the_first_department_of_its_steps_newest_first(counter: Counter) -> None:
    first = counter.received("DT-08")
    second = counter.received("MT-09", applicant=person("Nước & Môi trường"))
    rows = held(counter, "MC")
    assert [(row.code, row.next_unit, row.readiness) for row in rows] == [
        (second, "TNMT", Readiness.READY),
        (first, "QLDT", Readiness.READY),
    ]
    assert rows[0].applicant_name == "Nước & Môi trường"
    assert rows[1].next_steps[0] == 2
    assert rows[1].due_at is not None


def test_a_department_passes_on_when_its_steps_are_done(counter: Counter) -> None:
    code = counter.received("DT-08")
    counter.passed(code, "lan", "QLDT", "minh")
    (row,) = held(counter, "QLDT")
    assert (row.next_unit, row.readiness) == ("LD", Readiness.IN_WORK)
    total = row.next_steps[0] - 2
    steps_done(counter, code, "minh", total - 1)
    assert held(counter, "QLDT")[0].readiness is Readiness.IN_WORK
    steps_done(counter, code, "minh", 1)
    assert held(counter, "QLDT")[0].readiness is Readiness.READY
    last = [line["event_id"] for line in counter.history(code) if line["kind"] == "dossier:step_done"][-1]
    counter.done("revoke", "tuan", event_id=last, reason="bấm nhầm")
    assert held(counter, "QLDT")[0].readiness is Readiness.IN_WORK, "a revoked step is not done"


def test_a_result_goes_to_the_desk_and_waits_there_unlisted(counter: Counter) -> None:
    code = counter.received("DT-08")
    counter.passed(code, "lan", "QLDT", "minh")
    counter.done("finish", "minh", code=code, outcome="granted")
    (row,) = held(counter, "QLDT")
    assert (row.next_unit, row.readiness) == ("MC", Readiness.READY)
    counter.passed(code, "minh", "MC", "lan")
    assert held(counter, "MC") == []
    assert held(counter, "QLDT") == []
    verdict = judged(counter, code)
    assert verdict.held is not None
    assert (verdict.kind, verdict.held.readiness) == (ScanIs.TO_GIVE, Readiness.NO_WAY_ON)


def test_withdrawn_papers_go_back_to_the_desk_too(counter: Counter) -> None:
    code = counter.received("DT-08")
    counter.passed(code, "lan", "QLDT", "minh")
    counter.done("withdraw", code=code, reason="chủ đầu tư xin rút")
    (row,) = held(counter, "QLDT")
    assert (row.next_unit, row.readiness) == ("MC", Readiness.READY)


def test_what_waits_for_papers_is_not_expected_to_go(counter: Counter) -> None:
    code = counter.received("DT-08")
    counter.done("request_payment", code=code, amount_vnd=100_000, what="phí thẩm định")
    (row,) = held(counter, "MC")
    assert (row.next_unit, row.readiness) == ("QLDT", Readiness.PAUSED)


def test_a_paper_sent_out_of_turn_goes_on_where_it_left(counter: Counter) -> None:
    code = counter.received("DT-08")
    counter.passed(code, "lan", "TNMT", "mai")
    (row,) = held(counter, "TNMT")
    assert (row.next_unit, row.readiness) == ("QLDT", Readiness.READY)
    counter.passed(code, "mai", "QLDT", "minh")
    counter.passed(code, "minh", "MC", "lan")
    assert held(counter, "MC")[0].next_unit == "LD", "back at the desk in the middle: what is left follows"


def test_what_is_in_transit_is_held_by_nobody_and_on_its_way_to_one(counter: Counter) -> None:
    codes = [counter.received("DT-08"), counter.received("DT-08")]
    given = counter.done("hand_over", codes=codes, to="QLDT")["batch"]
    assert held(counter, "MC") == []
    (batch,) = coming(counter, "QLDT")
    assert (batch.number, batch.giver, batch.to, batch.given_by) == (given, "MC", "QLDT", "lan")
    assert [line.code for line in batch.lines] == codes
    assert batch.count(Place.IN_TRANSIT) == 2
    assert coming(counter, "TNMT") == []


def test_a_batch_keeps_all_its_lines_whatever_became_of_them(counter: Counter) -> None:
    codes = [counter.received("DT-08") for _ in range(4)]
    number = counter.done("hand_over", codes=codes, to="QLDT")["batch"]
    counter.done("take_over", "minh", codes=codes[:1])
    counter.done("decline", "minh", codes=codes[1:2], reason="thiếu giấy")
    counter.done("recall", codes=codes[2:3], reason="nhầm")
    (batch,) = coming(counter, "QLDT")
    assert [line.place for line in batch.lines] == [Place.TAKEN, Place.BACK, Place.BACK, Place.IN_TRANSIT]
    assert batch.lines[0].taken_by == "minh"
    assert batch.lines[0].taken_at is not None
    again = counter.done("hand_over", codes=codes[1:2], to="QLDT")["batch"]
    places = {each.number: [line.place for line in each.lines] for each in coming(counter, "QLDT")}
    assert places[number][1] is Place.BACK, "the second batch has it now"
    assert places[again] == [Place.IN_TRANSIT]


def test_earlier_batches_of_a_unit_are_those_it_gave_and_was_given(counter: Counter) -> None:
    code = counter.received("DT-08")
    old = counter.done("hand_over", codes=[code], to="QLDT")["batch"]
    counter.clock.move(days=7)
    other = counter.received("DT-08")
    counter.passed(other, "lan", "QLDT", "minh")
    newest = counter.done("hand_over", "minh", codes=[other], to="LD")["batch"]
    today = date(2026, 11, 30)
    shown = [batch.number for batch in past(counter, "MC", today)]
    assert shown[1:] == [old], "what is still on its way is always shown"
    assert past(counter, "QLDT", today)[0].number == newest
    assert [batch.number for batch in past(counter, "LD", today)] == [newest]
    assert past(counter, "TNMT", today) == []
    assert len(past(counter, "MC", today, limit=1)) == 2
    assert [(batch.count, batch.left) for batch in past(counter, "MC", today)] == [(1, 0), (1, 1)]
    counter.done("take_over", "minh", batch=old)
    assert old not in [batch.number for batch in past(counter, "MC", today)]
    assert old in [batch.number for batch in past(counter, "MC", DAY)]


def test_a_scan_is_judged_by_where_the_dossier_is(counter: Counter) -> None:
    code = counter.received("DT-08")
    number = counter.show(code)["scan_number"]
    for text in (code, number, f" {code.lower()} ", "-".join(code.split("-")[-2:])):
        verdict = judged(counter, text)
        assert (verdict.kind, verdict.code, verdict.unit) == (ScanIs.TO_GIVE, code, "QLDT"), text
    assert judged(counter, code, "QLDT").kind is ScanIs.HELD_ELSEWHERE
    assert judged(counter, code, "QLDT").unit == "MC"
    batch = counter.done("hand_over", codes=[code], to="QLDT")["batch"]
    given, taken = judged(counter, code), judged(counter, number, "QLDT")
    assert (given.kind, given.unit, given.batch) == (ScanIs.GIVEN, "QLDT", batch)
    assert (taken.kind, taken.unit, taken.batch) == (ScanIs.TO_TAKE, "MC", batch)
    assert judged(counter, code, "VP").kind is ScanIs.BETWEEN_OTHERS
    assert judged(counter, batch, "QLDT").kind is ScanIs.BATCH_TO_TAKE
    assert judged(counter, batch.lower()).kind is ScanIs.BATCH_GIVEN
    assert judged(counter, batch, "VP").kind is ScanIs.BATCH_OF_OTHERS
    counter.done("take_over", "minh", codes=[code])
    assert judged(counter, batch, "QLDT").kind is ScanIs.BATCH_OVER


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("H24.28-261123-0999", ScanIs.UNKNOWN),
        ("BG-261123-1.77", ScanIs.BATCH_UNKNOWN),
        ("H24.99-261123-0001", ScanIs.FOREIGN),
        ("2611230000100000", ScanIs.UNREADABLE),
        ("", ScanIs.UNREADABLE),
        ("xin chào", ScanIs.UNREADABLE),
        ("H24.28-261399-0001", ScanIs.UNREADABLE),
    ],
)
def test_what_is_none_of_ours_is_named(counter: Counter, text: str, kind: ScanIs) -> None:
    assert judged(counter, text).kind is kind


def test_a_foreign_barcode_is_told_by_its_tag(counter: Counter) -> None:
    assert judged(counter, make_scan_number("H30.11", DAY, 1)).kind is ScanIs.FOREIGN


def test_what_cannot_move_is_said_so(counter: Counter) -> None:
    code = counter.received("DT-08")
    counter.done("void", "tuan", code=code, reason="nhập nhầm")
    assert (judged(counter, code).kind, judged(counter, code).status) == (ScanIs.NOT_MOVABLE, "voided")
    counter.done("register", portal_code="G04.28-0007-TT", **form("DT-08"))
    assert judged(counter, "G04.28-0007-TT").kind is ScanIs.NOT_MOVABLE


def test_the_unit_is_found_by_an_index_whatever_the_number_of_dossiers(counter: Counter) -> None:
    asked: list[str] = []

    def look(reading: Reading) -> None:
        from sqlalchemy import event

        def note(conn: object, cursor: object, statement: str, values: object, *_: object) -> None:
            plan = cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values or ()).fetchall()  # type: ignore[attr-defined]
            asked.extend(str(line[3]) for line in plan)

        event.listen(reading.conn, "before_cursor_execute", note)
        handover.to_give(reading, "QLDT")
        handover.to_take(reading, "QLDT")
        handover.batches(reading, "QLDT", DAY, 50)

    counter.desk.read(look)
    whole = [line for line in asked if line.startswith(TABLES) and "ix_dossier_in_transit" not in line]
    assert any("ix_dossier_open_holder" in line for line in asked)
    assert any("ix_dossier_in_transit" in line for line in asked)
    assert whole == [], asked


def test_paper_that_came_quicker_than_its_data(counter: Counter) -> None:
    """Only at a desk that shares its log; one that is alone knows all there is."""
    quick = "H24.28-261123-0801"
    here, moving, coming_here = (counter.received("DT-08") for _ in range(3))
    counter.done("hand_over", codes=[moving], to="QLDN")
    number = counter.done("hand_over", codes=[coming_here], to="QLDT")["batch"]
    alone = [judged(counter, text, "QLDT").kind for text in (quick, here, moving)]
    assert alone == [ScanIs.UNKNOWN, ScanIs.HELD_ELSEWHERE, ScanIs.BETWEEN_OTHERS]
    join(counter)
    scan_number = make_scan_number("H24.28", DAY, 801)
    assert judged(counter, scan_number, "QLDT") == Judgement(ScanIs.TO_AWAIT, quick)
    found = judged(counter, here, "QLDT")
    assert (found.kind, found.code, found.unit, found.batch) == (ScanIs.TO_AWAIT, here, "MC", "")
    found = judged(counter, moving, "QLDT")
    assert (found.kind, found.unit, bool(found.batch)) == (ScanIs.TO_AWAIT, "QLDN", True)
    assert judged(counter, coming_here, "QLDT").batch == number
    assert judged(counter, coming_here, "QLDT").kind is ScanIs.TO_TAKE
    assert judged(counter, moving, "MC").kind is ScanIs.GIVEN
    refused = [judged(counter, text, "QLDT").kind for text in ("H99.01-261123-0401", "TC-261123-1.7", "x")]
    assert refused == [ScanIs.FOREIGN, ScanIs.UNKNOWN, ScanIs.UNREADABLE]
    counter.done("take_over", "minh", codes=[quick])
    told = judged(counter, quick, "QLDT")
    assert (told.kind, told.code, told.at) == (ScanIs.AWAITED, quick, counter.clock.local)
    assert judged(counter, quick, "QLDN").kind is ScanIs.TO_AWAIT, "another unit has a paper of that code"
