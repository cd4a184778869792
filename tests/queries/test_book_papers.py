"""The papers of books and walls, gathered at a real desk: what became of each number stands in its row."""

from __future__ import annotations

import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.book_papers import BookRow, PostingPaper, RegisterPaper, SurveyPaper
from counter_app.domain.errors import BookUnknown, DossierUnknown, ProcedureUnknown
from counter_app.forms import register as register_form
from counter_app.forms import wording
from counter_app.queries import papers
from counter_app.queries.book_papers import books
from counter_app.queries.papers import Printing
from counter_app.services import administration
from tests.builders import Clock, trial_desk
from tests.desks import Counter, a_trial, person
from tests.forms.reading import whole_text


def gathered(counter: Counter, form: str, code: str = "") -> Any:
    asked = Printing("Nguyễn Thị Lan", counter.desk.local_now(), wording)
    return counter.desk.read(lambda reading: papers.gather(reading, form, code, asked))


def book(counter: Counter, name: str = "DT-2026-1") -> tuple[BookRow, ...]:
    value = gathered(counter, "register", name)
    assert isinstance(value, RegisterPaper)
    return value.rows


def test_a_row_says_what_the_receipt_says(counter: Counter) -> None:
    code = counter.received(return_by="post")
    row = book(counter)[0]
    receipt = gathered(counter, "receipt", code)
    assert (row.number, row.code) == (receipt.book_seq, code)
    assert row.procedure_name == receipt.procedure_name
    assert (row.applicant_name, row.phone) == (receipt.applicant.name, receipt.applicant.phone)
    assert row.lead_department == "Phòng Quản lý Đầu tư"
    assert row.received_on == date(2026, 11, 23)
    assert row.due_on == receipt.due_at
    assert (row.due_first_on, row.returned_on, row.return_by) == (None, None, "post")
    assert (row.remarks, row.is_struck) == ((), False)


def test_a_voided_number_stays_struck(counter: Counter) -> None:
    first, second = counter.received(), counter.received(applicant=person("Ý Nhi Kđăm"))
    counter.done("void", "tuan", code=first, reason="nhập nhầm thủ tục")
    rows = book(counter)
    assert [(row.number, row.code, row.is_struck) for row in rows] == [(1, first, True), (2, second, False)]
    assert [(mark.kind, mark.text) for mark in rows[0].remarks] == [("struck", "nhập nhầm thủ tục")]


def test_a_number_that_moved_keeps_what_stood_there(counter: Counter) -> None:
    """A correction that changes the field takes a number in the other book; the old one stays, struck."""
    code = counter.received("DT-08")
    before = book(counter)[0]
    counter.done("correct", code=code, changes={"procedure": "LD-01"}, reason="chọn nhầm thủ tục")
    old, new = book(counter)[0], book(counter, "LD-2026-1")[0]
    assert (old.is_struck, new.is_struck) == (True, False)
    assert (old.number, old.procedure_name, old.due_on) == (1, before.procedure_name, before.due_on)
    assert old.remarks[0].text == "chọn nhầm thủ tục"
    assert new.code == old.code == code
    assert new.procedure_name != old.procedure_name


def test_both_promises_of_an_extension(counter: Counter) -> None:
    code = counter.received()
    counter.passed(code, "lan", "QLDT", "minh")
    promised = book(counter)[0].due_on
    counter.done(
        "extend", "minh", code=code, new_due="2026-12-18", reason="chờ ý kiến phối hợp", signer="Tuấn"
    )
    row = book(counter)[0]
    assert row.due_first_on == promised
    assert row.due_on == datetime(2026, 12, 18, 17, 30)
    assert [(mark.kind, mark.on, mark.text) for mark in row.remarks] == [
        ("extended", date(2026, 12, 18), "chờ ý kiến phối hợp")
    ]


def test_withdrawn_stays_in_the_notes_when_its_papers_are_back(counter: Counter) -> None:
    code = counter.received()
    counter.done("withdraw", code=code, reason="khách đổi ý")
    marks = [("withdrawn", date(2026, 11, 23), "khách đổi ý")]
    assert [(mark.kind, mark.on, mark.text) for mark in book(counter)[0].remarks] == marks
    counter.clock.move(days=2)
    counter.done("return_result", code=code, to_whom="Đặng Đức Đạt", method="desk")
    row = book(counter)[0]
    assert [(mark.kind, mark.on, mark.text) for mark in row.remarks] == marks
    assert (row.returned_on, row.return_by) == (date(2026, 11, 25), "desk")


def test_stopped_is_noted_until_it_goes_on(counter: Counter) -> None:
    code = counter.received()
    counter.passed(code, "lan", "QLDT", "minh")
    counter.done("stop", "minh", code=code, reason="chờ bản án")
    assert [mark.kind for mark in book(counter)[0].remarks] == ["stopped"]
    assert book(counter)[0].due_on is not None, "the promise that was given stays"
    counter.done("resume", "minh", code=code, reason="đã có bản án")
    assert book(counter)[0].remarks == ()


def test_a_limit_in_hours_has_its_minute(counter: Counter) -> None:
    by_hour = counter.desk.read(
        lambda reading: next(
            each for each in reading.reference.procedures(date(2026, 11, 23)) if each.limit.is_by_minute
        )
    )
    code = counter.received(by_hour.id)
    row = book(counter, f"{by_hour.field}-2026-1")[0]
    assert row.code == code
    assert row.is_by_hour


@pytest.mark.parametrize("name", ["DT-2027-1", "DT-2026-2", "ZZ-2026-1", "", "../../etc", "x" * 300])
def test_an_unknown_book_is_named_with_those_there_are(counter: Counter, name: str) -> None:
    counter.received()
    with pytest.raises(BookUnknown) as caught:
        book(counter, name)
    assert caught.value.facts["known"] == ["DT-2026-1"]
    assert len(caught.value.facts["book"]) <= 64


def test_a_book_is_found_as_it_is_typed(counter: Counter) -> None:
    counter.received()
    assert len(book(counter, " dt–2026-1 ")) == 1


@pytest.mark.parametrize(
    ("first", "form_set"),
    [
        (datetime(2025, 1, 6, 8, 0), "TT01_2018"),
        (datetime(2025, 6, 30, 8, 0), "TT01_2018"),
        (datetime(2025, 7, 1, 8, 0), "TT03_2025"),
        (datetime(2025, 12, 1, 8, 0), "TT03_2025"),
    ],
)
def test_a_book_bears_the_form_of_the_day_it_was_opened(
    tmp_path: Path, first: datetime, form_set: str
) -> None:
    """2025 spans both circulars: a book goes on to its year's end as it was begun."""
    clock = Clock(first)
    with trial_desk(tmp_path, clock) as desk:
        counter = Counter(desk, clock)
        counter.received()
        clock.set(datetime(2025, 12, 15, 9, 0))
        counter.received(applicant=person("Ý Nhi Kđăm"))
        value = gathered(counter, "register", "DT-2025-1")
        assert [row.number for row in value.rows] == [1, 2]
        assert value.form_set == form_set
        number = {"TT01_2018": "06", "TT03_2025": "07"}[form_set]
        assert f"Mẫu số {number}" in whole_text(register_form.draw(value))


def test_books_newest_first_in_the_catalogue_s_order(counter: Counter) -> None:
    for procedure in ("LD-01", "DT-08", "QH-01", "DT-02"):
        counter.received(procedure, applicant=person(f"Người {procedure}"))
    counter.clock.set(datetime(2027, 1, 4, 9, 0))
    counter.done("confirm_clock", "tuan", reason="đồng hồ đúng")
    counter.received("MT-01", applicant=person("Người sau"))
    found = counter.desk.read(books)
    assert [each.name for each in found] == ["MT-2027-1", "DT-2026-1", "LD-2026-1", "QH-2026-1"]
    assert [each.numbers for each in found] == [1, 2, 1, 1]


def test_every_number_of_a_trial_desk_once(tmp_path: Path) -> None:
    with trial_desk(tmp_path, dossiers=200) as desk:
        counter = Counter(desk, Clock())
        begun, count = time.perf_counter(), 0
        for each in desk.read(books):
            value = gathered(counter, "register", each.name)
            assert [row.number for row in value.rows] == list(range(1, each.numbers + 1))
            assert sum(row.is_struck for row in value.rows) == each.struck
            assert all(row.remarks for row in value.rows if row.is_struck)
            text = whole_text(register_form.draw(value))
            for row in value.rows:
                assert row.code in text
            count += len(value.rows)
        assert count > 150  # the rest are slips and what is not yet accepted
        assert time.perf_counter() - begun < 60


def test_a_survey_of_a_dossier_and_a_blank_one(counter: Counter) -> None:
    code = counter.received()
    of_one, blank = gathered(counter, "survey", code), gathered(counter, "survey")
    assert isinstance(of_one, SurveyPaper)
    assert (of_one.dossier_code, of_one.field_name) == (code, "Đầu tư")
    assert (blank.dossier_code, blank.field_name) == ("", "")
    with pytest.raises(DossierUnknown):
        gathered(counter, "survey", "H24.28-261123-0099")


def test_a_posting_by_id_and_by_national_code(counter: Counter) -> None:
    value = gathered(counter, "posting", "dt-01")
    assert isinstance(value, PostingPaper)
    assert value.procedure_name.startswith("Thủ tục chấp thuận chủ trương đầu tư")
    assert value.national_code == "1.009748"
    assert value.components
    assert gathered(counter, "posting", "1.009748").procedure_id == "DT-01"
    unverified = counter.desk.read(
        lambda reading: next(
            each for each in reading.reference.procedures(date(2026, 11, 23)) if not each.is_code_verified
        )
    )
    assert gathered(counter, "posting", unverified.id).national_code == ""
    with pytest.raises(ProcedureUnknown):
        gathered(counter, "posting", "DT-99")


def test_the_notice_says_what_the_settings_say(tmp_path: Path) -> None:
    with a_trial(tmp_path) as desk:
        counter = Counter(desk, Clock())
        settings = {
            "feedback_agency": "Văn phòng Ban",
            "feedback_address": "24 Cù Chính Lan",
            "feedback_phone": "0225 3823 207",
            "feedback_fax": "0225 3842 426",
            "feedback_email": "phananh@example.com",
        }

        def change(uow: Any) -> None:
            administration.set_agency(uow, settings, by="quantri")
            uow.commit()

        assert gathered(counter, "feedback_notice").feedback_agency == ""
        desk.write(change)
        value = gathered(counter, "feedback_notice")
        assert {name: getattr(value, name) for name in settings} == settings


def test_every_command_is_on_the_sheet(counter: Counter) -> None:
    value = gathered(counter, "command_sheet")
    assert [name for name, _ in value.commands] == ["print", "hand_over", "finish", "undo_scan"]


def test_the_list_of_a_handover_says_how_often_it_was_printed(counter: Counter, tmp_path: Path) -> None:
    from counter_app.commands.printing import print_form

    codes = [counter.received(), counter.received(applicant=person("Ý Nhi Kđăm"))]
    batch = counter.done("hand_over", codes=codes, to="QLDT")["batch"]
    out = tmp_path / "list.pdf"
    texts = []
    for _ in range(3):
        print_form(counter.desk, "handover_list", batch, out)
        texts.append(whole_text(out.read_bytes()))
    assert ["In lại lần 3" in text for text in texts] == [False, False, True]
    for code in codes:
        prints = [line for line in counter.history(code) if line["kind"] == "dossier:paper_printed"]
        assert [line["data"]["form"] for line in prints] == ["handover_list"] * 3
    assert counter.is_sound()
