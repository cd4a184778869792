"""A number that is on paper is never given again, also where the act that gave it was struck later."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from counter_app.commands import reads
from counter_app.domain.errors import ReceiptKnown
from counter_app.forms import wording
from counter_app.queries import book_papers
from counter_app.services import reentry
from tests.desks import person
from tests.simulation import acts
from tests.sync.around import Around, desks_around

PORTAL = "G04.28-000077"


@pytest.fixture
def around() -> Iterator[Around]:
    """Two desks that have met."""
    with desks_around(2) as made:
        made.meet_all()
        yield made


def numbers(around: Around, number: int, code: str) -> tuple[object, ...]:
    """(book, number in it, series, number in it) of a reception, as the log says it."""
    query = (
        "SELECT payload ->> 'book', payload ->> 'number', payload ->> 'receipt_series',"
        " payload ->> 'receipt_no' FROM event WHERE kind = 'dossier:received' AND payload ->> 'code' = ?"
    )
    return around.rows(number, query, code)[0]


def test_a_reception_that_does_not_stand_keeps_its_numbers(around: Around) -> None:
    around.receive(1)
    acts.register(around.desks[1], around.rng, PORTAL)
    around.meet_all()
    first = around.done(1, "receive", code=PORTAL)
    second = around.done(2, "receive", code=PORTAL)
    around.meet_all()
    assert ("dossier:received", "act_not_allowed", 0) in around.conflicts(2)
    form = {"procedure": "DT-09", "applicant": person("Đỗ Đình Đức"), "components": [{"no": 1, "copies": 1}]}
    third = around.receive(2, **form, duplicate_reason="dự án khác")
    (book, number, series, no), after = (numbers(around, 2, code) for code in (second["code"], third))
    assert first["code"] != second["code"]
    assert after == (book, number + 1, series, no + 1)


def test_so_do_slips_and_batches(around: Around) -> None:
    code = around.receive(2)
    around.meet_all()
    fields = {"items": [{"no": 1, "text": "Bản sao"}], "reason": "thiếu", "ground": "Điều 17"}
    around.done(1, "request_supplement", code=code, **fields)
    around.done(2, "request_supplement", code=code, **fields)
    around.meet_all()
    around.done(1, "supplement", code=code, items=[{"no": 1}])
    around.meet_all()
    around.done(1, "hand_over", codes=[code], to="QLDT")
    lost = around.done(2, "hand_over", codes=[code], to="TNMT")["batch"]
    around.meet_all()
    assert len([1 for kind, *_ in around.conflicts(2) if kind in STRUCK]) == 2
    other = around.receive(2, "Đặng Thị Đào")
    around.done(2, "request_supplement", code=other, **fields)
    query = "SELECT payload ->> 'slip_series', payload ->> 'slip_no' FROM event WHERE kind = ?"
    told = around.rows(2, query, STRUCK[0])
    assert len(set(told)) == 3, told
    assert around.done(2, "hand_over", codes=[other], to="QLDT")["batch"] != lost


def test_the_register_shows_a_number_without_effect_struck(around: Around) -> None:
    form = {"procedure": "DT-09", "applicant": person("Đỗ Đình Đức"), "components": [{"no": 1, "copies": 1}]}
    acts.register(around.desks[1], around.rng, PORTAL)
    around.meet_all()
    first = around.done(1, "receive", code=PORTAL)
    second = around.done(2, "receive", code=PORTAL)
    around.meet_all()
    third = around.receive(2, **form, duplicate_reason="dự án khác")
    with around.store(2).read() as reading:
        printing = book_papers.Printing("lan", around.desks[2].desk.local_now(), wording)
        paper = book_papers.register(reading, "DT-2026-2", printing)
        (book,) = [each for each in book_papers.books(reading) if each.name == "DT-2026-2"]
    told = [(row.number, row.code, row.is_struck) for row in paper.rows]
    assert told == [(1, second["code"], True), (2, third, False)]
    assert paper.rows[0].remarks[0].text == first["code"]
    assert (book.numbers, book.struck) == (2, 1)


STRUCK = ("dossier:supplement_requested", "dossier:handed_over")


def test_a_second_receipt_finds_its_dossier_however_it_is_asked_for(around: Around) -> None:
    acts.register(around.desks[1], around.rng, PORTAL)
    around.meet_all()
    first = around.done(1, "receive", code=PORTAL)
    second = around.done(2, "receive", code=PORTAL)
    around.meet_all()
    desk = around.desks[2].desk
    for named in (second["code"], second["code"].partition("-")[2], second["scan_number"], first["code"]):
        assert [row["code"] for row in reads.found(desk, named, 5)] == [first["code"]], named
    assert reads.show(desk, second["code"])["conflict"]
    conflict = around.rows(2, "SELECT id, event_id FROM conflict WHERE is_resolved = 0")[0]
    chosen = {"conflict": conflict[0], "chosen": conflict[1], "reason": "người dân giữ giấy này"}
    around.done(2, "resolve", "tuan", **chosen)
    around.meet_all()
    for named in (first["code"], first["scan_number"]):
        assert [row["code"] for row in reads.found(desk, named, 5)] == [second["code"]], named
    around.assert_all_same()


def test_a_second_receipt_that_came_back_with_the_log_is_not_entered_again(around: Around) -> None:
    """A desk that lost its file got the reception back from the centre, but not what it had numbered."""
    acts.register(around.desks[1], around.rng, PORTAL)
    around.meet_all()
    around.done(1, "receive", code=PORTAL)
    second = around.done(2, "receive", code=PORTAL)
    around.meet_all()
    around.write(2, lambda uow: forget_what_was_issued(uow.conn))
    at = around.desks[2].desk.local_now().replace(second=0, microsecond=0)
    with pytest.raises(ReceiptKnown):
        around.write(2, lambda uow: reentry.printed_receipt(uow, second["code"], at))


def forget_what_was_issued(conn: Connection) -> None:
    guards = conn.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'number_issued'"
    ).scalars()
    for guard in guards.all():
        conn.exec_driver_sql(f'DROP TRIGGER "{guard}"')
    conn.exec_driver_sql("DELETE FROM number_issued")
