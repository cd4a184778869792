"""What a form refers to is looked up; an answer never overwrites the desk; look-ups use a key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from counter_app.bootstrap import Desk
from counter_app.commands import upkeep
from counter_app.commands.printing import print_form
from counter_app.domain.errors import FileNotWritten
from counter_app.queries.finding import find_stream
from counter_app.queries.search import search
from counter_app.storage import numbers
from tests.builders import Clock
from tests.desks import Counter, a_trial, form, person


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        yield Counter(desk, clock)


def refusal(counter: Counter) -> str:
    given = form("DT-02", applicant=person("Trần Văn Bình"), reason="thiếu", ground="Điều 5")
    del given["return_by"], given["duplicate_reason"]
    slip: str = counter.done("refuse", **given)["slip"]
    return slip


def test_a_slip_is_named_in_any_case_and_must_exist(counter: Counter) -> None:
    slip = refusal(counter)
    code = counter.received(slip=f" {slip.lower()} ")
    unknown = {"slip": "TC-261123-1.9"}
    assert counter.refused("receive", **form(**unknown))["error"] == "slip_unknown"
    refused = counter.refused("correct", code=code, changes=unknown, reason="ghi nhầm phiếu")
    assert refused["error"] == "slip_unknown"


@pytest.mark.parametrize(
    ("joint", "field"),
    [
        ([("QLDT", "2026-11-20")], "joint.due"),
        ([("QLDT", "2026-12-01"), ("QLDT", "2026-12-02")], "joint.unit"),
    ],
)
def test_own_dues_of_a_joint_dossier_are_looked_at(
    counter: Counter, joint: list[tuple[str, str]], field: str
) -> None:
    rows = [{"unit": unit, "due": due} for unit, due in joint]
    assert counter.refused("receive", **form(joint=rows))["field"] == field


def test_a_submitter_added_by_name_gets_nobody_elses_number(counter: Counter) -> None:
    code = counter.received()
    counter.done("correct", code=code, changes={"submitter.name": "Lê Thị Nộp"}, reason="sót người nộp")
    assert counter.show(code)["submitter"] == {"kind": "person", "name": "Lê Thị Nộp", "id_kind": "none"}


def test_no_answer_is_written_over_the_desk(counter: Counter, tmp_path: Path) -> None:
    code, own = counter.received(), counter.desk.store.path
    with pytest.raises(FileNotWritten):
        upkeep.backup(counter.desk, own, counter.desk.local_now())
    with pytest.raises(FileNotWritten):
        print_form(counter.desk, "label", code, own)
    assert counter.is_sound()


def test_a_backup_folder_that_cannot_be_made_is_a_refusal(counter: Counter, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FileNotWritten):
        upkeep.backup(counter.desk, tmp_path / "file" / "copy.sqlite", counter.desk.local_now())


def scans(desk: Desk, look: Callable[[Any], Any]) -> list[str]:
    """Tables that the statements of `look` go through from end to end."""
    found: list[str] = []

    def plan(conn: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        cursor = conn.connection.driver_connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        found.extend(row[3] for row in cursor.fetchall() if row[3].startswith("SCAN"))

    event.listen(desk.store.reader, "before_cursor_execute", plan)
    try:
        desk.read(look)
    finally:
        event.remove(desk.store.reader, "before_cursor_execute", plan)
    return [line.split()[1] for line in found]


def test_a_scan_never_goes_through_all_dossiers(counter: Counter) -> None:
    scan_number = counter.show(counter.received())["scan_number"]
    agency, now = counter.desk.origin.agency, counter.desk.local_now()
    big = {"dossier", "batch_item", "event", "envelope"}
    assert not big & set(scans(counter.desk, lambda r: find_stream(r.conn, agency, scan_number)))
    for typed in (scan_number, "BG-261123-1.1"):
        assert not big & set(scans(counter.desk, lambda r, typed=typed: search(r, typed, now)))
    assert not big & set(scans(counter.desk, lambda r: numbers.next_batch(r.conn, "BG-261123-1.")))


def test_batch_numbers_go_on_from_the_greatest(counter: Counter) -> None:
    codes = [counter.received() for _ in range(11)]
    batches = [counter.done("hand_over", codes=[code], to="QLDT")["batch"] for code in codes]
    assert batches == [f"BG-261123-1.{n}" for n in range(1, 12)]
    counter.done("take_over", "minh", batch=batches[10])
    found = counter.desk.read(lambda r: search(r, batches[10].lower(), counter.desk.local_now()))
    assert found[0].code == codes[10]


@pytest.mark.parametrize("typed", ["0912 345 678", "0912.345.678", "+84 912 345 678", "(0912) 345-6"])
def test_a_phone_is_found_as_people_write_it(counter: Counter, typed: str) -> None:
    code = counter.received(applicant=person("Phạm Thị Gọi", phone="0912345678"))
    found = counter.desk.read(lambda r: search(r, typed, counter.desk.local_now()))
    assert [row.code for row in found] == [code]
