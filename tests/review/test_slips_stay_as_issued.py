"""Forms 02 and 03 say who issued them, when and under which number, whatever happens to them afterwards."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from counter_app.commands.printing import print_form
from counter_app.forms import wording
from counter_app.queries.papers import Printing, gather
from tests.builders import Clock
from tests.desks import Counter, Json, a_real, a_trial, form, person

SLIP = {"reason": "Không thuộc thẩm quyền", "ground": "Điều 5"}


def slip_fields(**fields: Any) -> Json:
    given = form("DT-02", applicant=person("Trần Văn Bình"), **SLIP, **fields)
    del given["return_by"], given["duplicate_reason"]
    return given


def paper(counter: Counter, name: str, code: str) -> Any:
    said = Printing("Nguyễn Thị Lan", counter.desk.local_now(), wording)
    return counter.desk.read(lambda reading: gather(reading, name, code, said))


@pytest.mark.parametrize(
    ("act", "name", "extra", "signer"),
    [
        ("refuse", "refusal", {}, "receiver_name"),
        ("request_supplement", "supplement_request", {"items": [{"text": "bản chính"}]}, "instructor_name"),
    ],
)
def test_a_later_note_changes_neither_signer_nor_day(
    tmp_path: Path, act: str, name: str, extra: Json, signer: str
) -> None:
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        counter = Counter(desk, clock)
        slip = counter.done(act, **slip_fields(**extra))["slip"]
        before = paper(counter, name, slip)
        clock.move(days=1)
        counter.done("note", "mai", code=slip, text="đã gọi lại")
        after = paper(counter, name, slip)
        assert getattr(after, signer) == getattr(before, signer) == "Nguyễn Thị Lan"
        assert after.head == before.head
        assert after.head.issued_on == date(2026, 11, 23)


def test_a_slip_carries_the_number_of_the_desk_that_gave_it(tmp_path: Path) -> None:
    clock = Clock()
    with a_real(tmp_path, clock, desk=2, of=3) as desk:
        counter = Counter(desk, clock)
        slip = counter.done("refuse", **slip_fields())["slip"]
        assert slip.startswith("TC-261123-2.")
        head = paper(counter, "refusal", slip).head
        assert (head.desk_no, head.slip_no) == (2, 1)


def test_an_online_dossier_refused_under_the_old_circular_gets_its_form(tmp_path: Path) -> None:
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        counter = Counter(desk, clock)
        code = "G22.99-250610-000777"
        given = form("DT-02", applicant=person("Trần Văn Bình"), portal_code=code, at="2025-06-10T09:00")
        counter.done("register", **given)
        counter.done("refuse", code=code, at="2025-06-11T09:00", **SLIP)
        head = paper(counter, "refusal", code).head
        assert (head.form_set, head.issued_on) == ("TT01_2018", date(2025, 6, 11))
        counter.done("return_result", code=code, to_whom="Trần Văn Bình", method="online")
        assert paper(counter, "refusal", code).reason == SLIP["reason"]


def test_reprints_of_other_papers_count_on_after_a_correction(tmp_path: Path) -> None:
    clock = Clock(datetime(2026, 11, 23, 9, 14))
    with a_trial(tmp_path, clock) as desk:
        counter = Counter(desk, clock)
        code = counter.received()
        for form_name in ("control_sheet", "receipt"):
            print_form(desk, form_name, code, tmp_path / "paper.pdf")
            print_form(desk, form_name, code, tmp_path / "paper.pdf")
        counter.done("correct", code=code, changes={"note": "thêm"}, reason="sót")
        assert paper(counter, "control_sheet", code).mark.reprint_no == 3
        assert paper(counter, "receipt", code).mark.reprint_no == 1, "a new version is a new paper"
