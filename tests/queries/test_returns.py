"""What waits to be collected, how long, where the paper is; and what the desk must know to hand it out."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter_app.domain.dossier import ReturnBy
from counter_app.domain.errors import DossierUnknown
from counter_app.queries.returns import (
    Awaiting,
    CollectorKind,
    CollectView,
    Place,
    awaiting_return,
    collect_view,
)
from tests.builders import Clock
from tests.desks import COMPANY, Counter, a_trial, person
from tests.ui.returns.scenes import finished, withdrawn

PERSON = person("Nguyễn Văn Mẫu", phone="0912345678")


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    clock = Clock()
    return Counter(a_trial(tmp_path, clock), clock)


def waiting(counter: Counter, limit: int = 300) -> Awaiting:
    now = counter.desk.local_now()
    return counter.desk.read(lambda reading: awaiting_return(reading, now, limit))


def view(counter: Counter, code: str) -> CollectView:
    now = counter.desk.local_now()
    return counter.desk.read(lambda reading: collect_view(reading, code, now))


def test_results_come_first_and_the_longest_waiting_of_them_first(counter: Counter) -> None:
    papers = withdrawn(counter)
    first, second = finished(counter), finished(counter)
    found = waiting(counter)
    assert [row.code for row in found.rows] == [first, second, papers]
    assert [row.is_result for row in found.rows] == [True, True, False]
    assert (found.results, found.papers) == (2, 1)


def test_only_so_many_rows_but_the_count_of_all(counter: Counter) -> None:
    codes = [finished(counter) for _ in range(3)]
    found = waiting(counter, limit=2)
    assert [row.code for row in found.rows] == codes[:2]
    assert found.results == 3


def test_where_the_paper_is_and_since_when_it_waits(counter: Counter) -> None:
    at_desk, away = finished(counter), finished(counter, is_back=False)
    on_its_way = finished(counter, is_back=False)
    counter.done("hand_over", "minh", codes=[on_its_way], to="MC")
    counter.clock.move(days=3)
    found = {row.code: row for row in waiting(counter).rows}
    places = [found[code].place for code in (at_desk, away, on_its_way)]
    assert places == [Place.DESK, Place.DEPARTMENT, Place.IN_TRANSIT]
    assert {row.days for row in found.values()} == {3}
    assert found[at_desk].since.isoformat(timespec="minutes") == counter.show(at_desk)["finished_at"][:16]


def test_the_way_back_and_the_calls_made(counter: Counter) -> None:
    code, other = finished(counter), finished(counter, return_by="post")
    counter.done("notify", code=code, how="điện thoại", text="đã có kết quả")
    counter.done("notify", code=code, how="Zalo", text="nhắc lần hai")
    found = {row.code: row for row in waiting(counter).rows}
    assert (found[code].return_by, found[other].return_by) == (ReturnBy.DESK, ReturnBy.POST)
    assert (found[code].calls, found[other].calls) == (2, 0)
    call = found[code].last_call
    assert call is not None
    assert (call.how, call.text, call.by) == ("Zalo", "nhắc lần hai", "lan")


def test_a_correction_of_the_way_back_is_seen(counter: Counter) -> None:
    code = finished(counter)
    counter.done("correct", "tuan", code=code, changes={"return_by": "post"}, reason="khách đổi ý")
    assert waiting(counter).rows[0].return_by is ReturnBy.POST


def test_a_stopped_dossier_waits_since_it_was_stopped_not_since_the_last_call(counter: Counter) -> None:
    code = counter.received()
    counter.passed(code, "lan", "QLDT", "minh")
    counter.done("stop", "minh", code=code, reason="khách đề nghị")
    stopped_at = counter.clock.local
    counter.clock.move(days=2)
    counter.done("notify", code=code, how="thư", text="đã dừng")
    (row,) = waiting(counter).rows
    assert (row.since, row.days, row.place) == (stopped_at, 2, Place.DEPARTMENT)


def test_slips_open_dossiers_and_returned_ones_do_not_wait(counter: Counter) -> None:
    counter.received()
    counter.done(
        "refuse",
        procedure="DT-08",
        applicant=COMPANY,
        components=[],
        channel="direct",
        reason="không thuộc thẩm quyền",
        ground="NĐ 118/2025/NĐ-CP",
    )
    code = finished(counter)
    counter.done("return_result", code=code, to_whom=COMPANY["representative"], method="desk")
    assert waiting(counter) == Awaiting((), 0, 0)


def test_the_oldest_results_are_found_by_an_index(counter: Counter) -> None:
    from counter_app.storage.projection_tables import ENDED, TO_RETURN

    question = (
        f"EXPLAIN QUERY PLAN SELECT *, {ENDED} AS since FROM dossier WHERE {TO_RETURN} AND status = ?"
        f" AND is_quarantined = 0 ORDER BY {ENDED}, seq LIMIT 300"
    )
    plan = counter.desk.read(
        lambda reading: reading.conn.exec_driver_sql(question, ("finished",)).all()
    )
    told = " ".join(str(row) for row in plan)
    assert "ix_dossier_to_return" in told
    assert "TEMP B-TREE" not in told


def test_a_company_collects_through_its_representative_or_who_handed_in(counter: Counter) -> None:
    submitter = person("Trần Thị Nộp", id_kind="cccd", id_number="031203000001")
    found = view(counter, finished(counter, submitter=submitter))
    assert [(each.kind, each.name, each.id_number) for each in found.collectors] == [
        (CollectorKind.REPRESENTATIVE, "Đặng Đức Đạt", ""),
        (CollectorKind.SUBMITTER, "Trần Thị Nộp", "031203000001"),
    ]


def test_a_person_collects_for_himself(counter: Counter) -> None:
    found = view(counter, finished(counter, applicant=PERSON))
    assert [(each.kind, each.name) for each in found.collectors] == [
        (CollectorKind.APPLICANT, "Nguyễn Văn Mẫu")
    ]


def test_a_result_with_its_number_its_fee_and_no_apology(counter: Counter) -> None:
    found = view(counter, finished(counter))
    assert found.is_ready
    assert found.is_result
    assert (found.granted, found.result_no, str(found.result_on)) == (True, "12/GCN", "2026-11-23")
    assert (found.fee_due_vnd, found.lateness) == (0, None)


def test_what_was_not_paid_is_still_due(counter: Counter) -> None:
    code = counter.received("TM-02", fee_paid_vnd=500_000)
    assert view(counter, code).fee_due_vnd == 1_000_000


def test_a_late_result_says_by_how_many_working_days(counter: Counter) -> None:
    code = counter.received()
    counter.passed(code, "lan", "QLDT", "minh")
    counter.clock.move(days=14)
    counter.done("finish", "minh", code=code, outcome="granted")
    found = view(counter, code)
    assert found.lateness is not None
    assert str(found.lateness.due_at.date()) == "2026-12-03"
    assert str(found.lateness.finished_at.date()) == "2026-12-07"
    assert (found.lateness.days, found.lateness.is_apologised) == (2, False)


def test_a_withdrawn_dossier_gives_its_papers_back(counter: Counter) -> None:
    code = withdrawn(counter, components=[{"no": 1, "copies": 1}, {"no": 2, "copies": 3}])
    found = view(counter, code)
    assert found.is_ready
    assert not found.is_result
    assert [(paper.no, paper.copies) for paper in found.papers] == [(1, 1), (2, 3)]
    assert found.reason == "đổi phương án"


def test_what_cannot_be_handed_out_says_so(counter: Counter) -> None:
    code = counter.received()
    assert not view(counter, code).is_ready
    done = finished(counter)
    counter.done("return_result", code=done, to_whom="Đặng Đức Đạt", method="desk")
    found = view(counter, done)
    assert not found.is_ready
    assert found.returned is not None
    assert (found.returned.to_whom, found.returned_by) == ("Đặng Đức Đạt", "lan")
    with pytest.raises(DossierUnknown):
        view(counter, "H24.28-261123-9999")
