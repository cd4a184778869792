"""Numbers that the desk gives out: no gap, none twice, each desk its own, and none while the clock lies."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import combinations, count
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.codes import RESERVE_BLOCKS, block_for
from counter_app.services import reception
from counter_app.storage.unit_of_work import UnitOfWork
from tests.builders import Clock, a_form, an_applicant
from tests.desks import Counter, a_real, a_trial, form, person


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Counter]:
    """A real desk: past acts are not allowed, and a clock jump stops numbering."""
    clock = Clock()
    with a_real(tmp_path, clock) as desk:
        yield Counter(desk, clock)


def book(counter: Counter, name: str) -> list[tuple[int, bool]]:
    """Numbers of a book and whether they are struck."""
    asked = "SELECT number, struck_because IS NOT NULL FROM book_entry WHERE book = ? ORDER BY number"

    def look(reading: Any) -> list[tuple[int, bool]]:
        return [(row[0], bool(row[1])) for row in reading.conn.exec_driver_sql(asked, (name,))]

    return counter.desk.read(look)


def slip(procedure: str = "DT-08", **more: Any) -> dict[str, Any]:
    given = form(procedure, applicant=person("Nguyễn Thị Đức"))
    kept = {name: given[name] for name in ("procedure", "applicant", "components", "channel")}
    return kept | {"reason": "chưa đủ", "ground": "Điều 17"} | more


def test_books_have_no_gap_whatever_is_corrected_and_voided(counter: Counter) -> None:
    """A random morning: received, refused, voided, moved to another field, rolled back."""
    chance = random.Random(7)
    procedures = ("DT-08", "DT-09", "LD-01", "TM-01", "XNK-01")
    alive: list[str] = []
    serials = 0
    for _ in range(120):
        what = chance.random()
        if what < 0.5 or not alive:
            alive.append(counter.received(chance.choice(procedures)))
            serials += 1
        elif what < 0.65:
            bad = form(chance.choice(procedures), components=[{"no": 99, "copies": 1}])
            assert counter.say("receive", **bad)["error"] == "invalid_field"
        elif what < 0.75:
            gone = alive.pop(chance.randrange(len(alive)))
            counter.done("void", "tuan", code=gone, reason="nhập nhầm")
        else:
            counter.say(
                "correct",
                code=chance.choice(alive),
                changes={"procedure": chance.choice(procedures)},
                reason="nhầm",
            )
    books = {field: book(counter, f"{field}-2026-1") for field in ("DT", "LD", "TM", "XNK")}
    for lines in books.values():
        assert [number for number, _ in lines] == list(range(1, len(lines) + 1))
    valid = sum(not is_struck for lines in books.values() for _, is_struck in lines)
    assert valid == len(alive)
    assert sum(len(lines) for lines in books.values()) > serials
    shown = {(each["book"], each["number"]) for each in map(counter.show, alive)}
    assert len(shown) == len(alive)
    assert counter.received().endswith(f"-{serials + 1:04d}")
    assert counter.is_sound()


def test_serials_begin_anew_each_day_and_books_and_slips_each_year(counter: Counter) -> None:
    counter.clock.set(datetime(2026, 12, 31, 9, 0))
    assert [counter.received() for _ in range(2)] == ["H24.28-261231-0001", "H24.28-261231-0002"]
    assert counter.done("refuse", **slip())["number"] == 1
    assert counter.done("refuse", **slip())["slip"] == "TC-261231-1.2"
    counter.clock.set(datetime(2027, 1, 4, 9, 0))
    first = counter.done("receive", **form())
    assert (first["code"], first["book"], first["number"]) == ("H24.28-270104-0001", "DT-2027-1", 1)
    assert first["provisional"] is True
    assert first["warnings"] == ["provisional_calendar"]
    answer = counter.done("refuse", **slip())
    assert (answer["slip"], answer["number"]) == ("TC-270104-1.1", 1)


def test_each_form_has_its_own_slip_numbers(counter: Counter) -> None:
    numbers = [counter.done("refuse", **slip())["number"] for _ in range(3)]
    asked = counter.done("request_supplement", **slip(items=[{"text": "Bản vẽ"}]))
    assert (numbers, asked["number"], asked["slip"]) == ([1, 2, 3], 1, "BS-261123-1.1")
    assert counter.say("refuse", **slip(reason=""))["error"] == "invalid_field"
    counter.done("register", portal_code="G04.28-0001-TT", **form())
    registered = counter.done("refuse", code="G04.28-0001-TT", reason="x", ground="y")
    assert (registered["number"], registered["slip"]) == (4, None)
    assert counter.done("refuse", **slip())["slip"] == "TC-261123-1.4"
    counter.received()
    receipts = "SELECT max(number) FROM paper_number WHERE series = '01-2026-1'"
    assert counter.desk.read(lambda reading: reading.conn.exec_driver_sql(receipts).scalar_one()) == 1
    assert counter.is_sound()


def test_a_batch_number_is_not_used_up_by_a_batch_that_was_refused(counter: Counter) -> None:
    code = counter.received()
    assert counter.say("hand_over", codes=[code, "H24.28-261123-0009"], to="QLDT")["ok"] is False
    assert counter.done("hand_over", codes=[code], to="QLDT")["batch"] == "BG-261123-1.1"
    counter.done("recall", batch="bg-261123-1.1", reason="x")
    assert counter.done("hand_over", codes=[code], to="QLDT")["batch"] == "BG-261123-1.2"


def test_the_blocks_of_all_desks_and_the_reserve_never_meet() -> None:
    for of in range(2, 23):
        blocks = [block_for(desk, of) for desk in range(1, of + 1)] + list(RESERVE_BLOCKS)
        assert all(one.hi < other.lo or other.hi < one.lo for one, other in combinations(blocks, 2))
        assert [(block.lo, block.hi) for block in blocks[:2]] == [(1, 400), (401, 800)]
    only = block_for(1, 1)
    assert (only.lo, only.hi) == (1, 8800)


@pytest.mark.parametrize(("number", "of", "serial"), [(1, 22, 1), (2, 22, 401), (22, 22, 8401)])
def test_a_desk_begins_at_its_own_block(tmp_path: Path, number: int, of: int, serial: int) -> None:
    clock = Clock()
    with a_real(tmp_path, clock, desk=number, of=of) as desk:
        counter = Counter(desk, clock)
        answer = counter.done("receive", **form())
        assert (answer["code"], answer["book"]) == (f"H24.28-261123-{serial:04d}", f"DT-2026-{number}")
        assert answer["number"] == 1
        given = counter.done("refuse", **slip())
        assert given["slip"] == f"TC-261123-{number}.1"
        assert (
            counter.done("hand_over", codes=[answer["code"]], to="QLDT")["batch"] == f"BG-261123-{number}.1"
        )


def test_the_end_of_a_block_says_the_way_out(tmp_path: Path) -> None:
    clock = Clock()
    with a_real(tmp_path, clock, desk=2, of=22) as desk:
        fill(desk, 399)
        counter = Counter(desk, clock)
        assert counter.received().endswith("-0800")
        refused = counter.refused("receive", **form())
        assert refused["error"] == "number_block_exhausted"
        assert (refused["on"], refused["lo"], refused["hi"]) == ("2026-11-23", 401, 800)
        assert refused["way_out"]
        assert counter.done("refuse", **slip())["ok"], "slips have numbers of their own"
        counter.clock.move(days=1)
        assert counter.received() == "H24.28-261124-0401"
        assert counter.is_sound()


def fill(desk: Any, dossiers: int) -> None:
    """Receive so many dossiers in one transaction."""

    def do(uow: UnitOfWork) -> None:
        for _ in range(dossiers):
            reception.receive(uow, a_form(duplicate_reason="x"), by="lan")
            uow.project()
        uow.commit()

    desk.write(do)


class Ticking(Clock):
    """A clock that goes on by a millisecond whenever it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self._ticks = count()

    def __call__(self) -> datetime:
        return super().__call__() + timedelta(milliseconds=next(self._ticks))


def test_four_threads_receive_at_once(tmp_path: Path) -> None:
    """Document 7, F11: 800 distinct serials, contiguous; the books and receipts too."""
    clock = Ticking()
    with a_trial(tmp_path, clock) as desk:

        def receive(n: int) -> tuple[str, int]:
            applicant = an_applicant(name=f"Công ty số {n}")

            def do(uow: UnitOfWork) -> tuple[str, int]:
                done = reception.receive(uow, a_form(applicant=applicant, duplicate_reason="x"), by="lan")
                uow.commit()
                return done.code, done.number

            return desk.write(do)

        with ThreadPoolExecutor(4) as threads:
            given = list(threads.map(receive, range(800)))
        assert sorted(code for code, _ in given) == [f"H24.28-261123-{n:04d}" for n in range(1, 801)]
        assert sorted(number for _, number in given) == list(range(1, 801))
        counter = Counter(desk, clock)
        assert counter.is_sound()
        assert [number for number, _ in book(counter, "DT-2026-1")] == list(range(1, 801))


def test_past_acts_take_the_next_serial_of_their_own_date(counter: Counter) -> None:
    today = counter.received()
    past = counter.done("receive", **form(), at="2026-11-20T10:00")
    assert (today, past["code"]) == ("H24.28-261123-0001", "H24.28-261120-0001")
    assert past["counted_from"] == "2026-11-20T10:00"
    again = counter.done("receive", **form(), at="2026-11-20T09:00")
    assert again["code"] == "H24.28-261120-0002"
    assert counter.received() == "H24.28-261123-0002"
    assert [number for number, _ in book(counter, "DT-2026-1")] == [1, 2, 3, 4]
    last_year = counter.done("receive", **form(), at="2025-12-31T09:00")
    assert (last_year["book"], last_year["number"]) == ("DT-2025-1", 1)
    assert counter.history(past["code"])[0]["clock_quality"] == "backdated"
    assert counter.done("refuse", **slip(), at="2026-11-20T10:00")["slip"] == "TC-261120-1.1"
    assert counter.is_sound()


def test_a_clock_far_ahead_waits_for_the_supervisors_word(real: Counter) -> None:
    code = real.received()
    real.clock.move(days=13, hours=23)
    assert real.received().startswith("H24.28-261207-")
    real.clock.move(days=14, hours=1)
    refused = real.refused("receive", **form())
    assert (refused["error"], refused["last"][:10], refused["now"][:10]) == (
        *("clock_jump", "2026-12-07", "2026-12-21"),
    )
    assert real.refused("confirm_clock", "lan", reason="đúng giờ")["error"] == "not_permitted"
    real.done("note", code=code, text="ghi chú không đụng đến số")
    assert real.history(code)[-1]["clock_quality"] == "suspect"
    assert real.refused("receive", **form())["error"] == "clock_jump", "a note makes no wrong clock right"
    real.done("confirm_clock", "tuan", reason="nghỉ Tết, giờ máy đúng")
    answer = real.done("receive", **form())
    assert (answer["code"][:14], answer["warnings"]) == ("H24.28-261221-", [])
    assert real.is_sound()


def test_a_clock_before_the_last_date_waits_too(real: Counter) -> None:
    real.clock.set(datetime(2026, 11, 26, 9, 14))
    code = real.received()
    real.clock.move(days=-1)
    refused = real.refused("receive", **form())
    assert (refused["error"], refused["last"]) == ("clock_jump", "2026-11-26T09:15")
    real.done("hand_over", codes=[code], to="QLDT")
    last = real.history(code)[-1]
    assert (last["at"], last["clock_quality"]) == ("2026-11-26T09:15", "suspect")
    assert real.refused("receive", **form())["error"] == "clock_jump", "a handover makes no wrong clock right"
    real.done("confirm_clock", "tuan", reason="máy đã chạy nhanh một ngày")
    assert real.received() == "H24.28-261125-0001"
    real.clock.move(days=1)
    assert real.received() == "H24.28-261126-0002"
    assert real.is_sound()


def test_a_clock_set_back_within_the_day_gives_no_number_twice(real: Counter) -> None:
    codes = [real.received()]
    real.clock.move(hours=-1)
    codes += [real.received(), real.received()]
    assert codes == [f"H24.28-261123-{n:04d}" for n in (1, 2, 3)]
    assert real.show(codes[1])["received_at"] < real.show(codes[0])["received_at"]


def test_a_trial_desk_only_warns(counter: Counter) -> None:
    assert counter.done("receive", **form())["warnings"] == []
    counter.clock.move(days=20)
    answer = counter.done("receive", **form())
    assert (answer["code"], answer["warnings"]) == ("H24.28-261213-0001", ["clock_jump"])
    assert counter.done("receive", **form())["warnings"] == []
