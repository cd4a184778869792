"""A number that is on paper is never given again, also where the act that gave it was struck later."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from counter_app.commands import reads
from counter_app.domain.errors import ReceiptKnown
from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.forms import wording
from counter_app.queries import book_papers
from counter_app.services import reentry
from counter_app.storage import event_log, folding
from counter_app.storage import numbers as stored_numbers
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


ASKED = {"items": [{"no": 1, "text": "Bản sao"}], "reason": "thiếu", "ground": "Điều 17"}
TOO_GREAT = 2**70
UNREADABLE = {
    **{"form": "receipt", "at": "2026-11-25T10:00", "unit": "MC", "role": "counter", "reason": "x"},
    **{"copy": TOO_GREAT, "version": TOO_GREAT, "number": TOO_GREAT},
}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (K.PAPER_PRINTED, UNREADABLE),
        (K.SUPPLEMENT_REQUESTED, {"slip_series": "02-2026-1", "slip_no": "hai", "at": 7}),
        (K.SUPPLEMENT_REQUESTED, {"slip_series": "02-2026-1", "slip_no": TOO_GREAT, "at": 7}),
        (K.HANDED_OVER, {"batch": "BG-261123-1.x", "to": 7}),
        (K.CORRECTED, {"after": 7}),
    ],
)
def test_numbers_of_a_dossier_that_became_unreadable(kind: K, said: dict[str, object]) -> None:
    """What it was given stays on paper; what makes it unreadable keeps nobody from numbering on."""
    with desks_around(1) as around:
        code = around.receive(1)
        around.done(1, "request_supplement", code=code, **ASKED)
        around.done(1, "supplement", code=code, items=[{"no": 1}])
        around.done(1, "hand_over", codes=[code], to="QLDT")
        add_unreadable(around, code, (K.PAPER_PRINTED, UNREADABLE), (kind, said))
        assert around.rows(1, "SELECT because FROM conflict") == [("not_readable",)]
        assert around.rows(1, "SELECT count(*) FROM dossier") == [(0,)]
        other = around.receive(1, "Đặng Thị Đào")
        around.done(1, "request_supplement", code=other, **ASKED)
        around.done(1, "supplement", code=other, items=[{"no": 1}])
        around.done(1, "hand_over", codes=[other], to="QLDT")
        read = log_of(around)
        assert [no for _, no in given(read, "receipt_series", "receipt_no")] == [1, 2]
        assert [no for _, no in given(read, "slip_series", "slip_no")] == [1, 2]
        assert [name for name, _ in given(read, "batch", "batch")] == ["BG-261123-1.1", "BG-261123-1.2"]


def add_unreadable(around: Around, code: str, *acts_: tuple[K, dict[str, object]]) -> None:
    """Acts of this very desk that nothing can read, put into its log as a program in disorder would."""
    store = around.store(1)
    stream, head = around.rows(1, "SELECT stream, head FROM dossier WHERE code = ?", code)[0]
    junk = [
        Event(f"{JUNK}{n:028x}", store.origin.agency, stream, kind, said, "lan", 1_795_000_000_000, head)
        for n, (kind, said) in enumerate(acts_)
    ]

    def put(conn: Connection) -> None:
        event_log.append(conn, store.origin.id, junk)
        folding.refold_all(conn, [stream])

    store.exchange(put)


JUNK = "ffff"


def log_of(around: Around) -> list[dict[str, object]]:
    """What the acts say, but for those that were put there."""
    query = (
        "SELECT payload FROM event WHERE kind GLOB 'dossier:*' AND substr(id, 1, 4) <> ? ORDER BY wall, id"
    )
    return [json.loads(row[0]) for row in around.rows(1, query, JUNK)]


def given(said: list[dict[str, object]], series: str, number: str) -> list[tuple[object, object]]:
    return [(each[series], each[number]) for each in said if series in each and number in each]


def test_what_was_struck_is_found_from_the_conflicts_never_through_the_log(around: Around) -> None:
    """Each number that is given asks this, beside a log of a million events."""
    plan = "EXPLAIN QUERY PLAN " + stored_numbers._STRUCK
    steps = [str(row[-1]) for row in around.rows(1, plan)]
    scanned = {step.split()[1] for step in steps if step.startswith("SCAN")}
    assert scanned <= {"conflict", "c"}, steps
    assert any("ix_event_stream" in step for step in steps), steps


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
