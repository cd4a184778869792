"""A later life of a desk: its label in books, slips, batches, series and sheets, read, printed, and apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from counter_app.commands.printing import print_form
from counter_app.domain.codes import (
    ScanKind,
    batch_id,
    desk_of_label,
    is_label,
    parse_batch_id,
    parse_slip_id,
    read_scan,
    slip_id,
)
from counter_app.domain.errors import CodeNotReadable, InvalidField
from counter_app.domain.feedback import FeedbackNumber, number_of, read_number
from counter_app.queries.book_papers import books
from counter_app.queries.day_sheets import find_sheet
from counter_app.queries.end_of_day import end_of_day
from counter_app.services import calendar_work
from counter_app.services.day_close import sign_off
from counter_app.storage.store import Reading
from counter_app.storage.unit_of_work import UnitOfWork
from tests.desks import Counter, form, person
from tests.forms.reading import whole_text
from tests.restoring.desk_lost import LostDesk, a_lost_desk

DAY = date(2026, 11, 23)


@pytest.mark.parametrize("label", [1, 22, 101, 122, 2201, 2222, 9_901])
def test_a_label_is_read_wherever_it_is_printed(label: int) -> None:
    assert is_label(label) and desk_of_label(label) == label % 100
    assert parse_batch_id(batch_id(DAY, label, 7)).desk == label
    assert parse_slip_id(slip_id("TC", DAY, label, 7)).desk == label
    assert read_scan(f"bg-261123-{label}.7", "H24.28").kind is ScanKind.BATCH
    number = FeedbackNumber(2026, label, 7)
    assert read_number(number.text, year=2025, desk=1) == number
    assert read_number(number.short(2), year=2025, desk=1) == number
    assert number_of(number.series, 7) == number


@pytest.mark.parametrize("label", [0, 23, 99, 100, 123, 200, 100_001])
def test_what_is_no_label_is_refused(label: int) -> None:
    assert not is_label(label)
    with pytest.raises(InvalidField):
        batch_id(DAY, label, 1)
    with pytest.raises(CodeNotReadable):
        parse_batch_id(f"BG-261123-{label}.1")


def test_the_only_desk_in_its_first_life_needs_no_label_in_short_numbers() -> None:
    assert FeedbackNumber(2026, 1, 7).short(1) == "7/2026"
    assert FeedbackNumber(2026, 101, 7).short(1) == "101.7/2026"


@pytest.fixture
def lost(tmp_path: Path) -> LostDesk:
    """The only desk of its agency in its second life, with one dossier of the first."""
    made = a_lost_desk(tmp_path)
    made.receive("a")
    made.restored(made.copied())
    return made


def test_every_series_begins_anew_under_the_label(lost: LostDesk) -> None:
    with lost.opened() as counter:
        answer = counter.done("receive", **form(applicant=person("Người b")))
        assert (answer["book"], answer["number"]) == ("DT-2026-101", 1)
        batch = counter.done("hand_over", codes=["H24.28-261123-0001", answer["code"]], to="QLDT")["batch"]
        assert batch == "BG-261123-101.1"
        slip = {key: form()[key] for key in ("procedure", "applicant")}
        refused = counter.done("refuse", **slip, reason="thiếu giấy", ground="Điều 9")
        assert (refused["slip"], refused["number"]) == ("TC-261123-101.1", 1)
        opinion = counter.done("feedback", text="cần ghế ngồi", channel="direct")
        assert counter.desk.read(
            lambda reading: reading.conn.exec_driver_sql("SELECT series FROM feedback").scalar()
        ) == "PA-2026-101", opinion  # fmt: skip
        assert counter.desk.write(calendar_work.next_version) == "vn-261123-101.1"
        assert counter.show(refused["slip"])["status"] == "refused"
        counter.done("take_over", "minh", batch=batch)
        assert [book.name for book in counter.desk.read(books)] == ["DT-2026-1", "DT-2026-101"]


def test_the_papers_say_the_label(lost: LostDesk, tmp_path: Path) -> None:
    with lost.opened() as counter:
        code = counter.done("receive", **form(applicant=person("Người b")))["code"]
        slip = {key: form()[key] for key in ("procedure", "applicant")}
        refused = counter.done("refuse", **slip, reason="thiếu giấy", ground="Điều 9")["slip"]
        assert "Quyển số: 101" in _printed(counter, "register", "DT-2026-101", tmp_path)
        assert "Quyển số: 01" in _printed(counter, "register", "DT-2026-1", tmp_path)
        receipt = _printed(counter, "receipt", code, tmp_path)
        assert "101.01/" in receipt
        assert "101.01/" in _printed(counter, "refusal", refused, tmp_path)
        assert "101.01/" not in _printed(counter, "receipt", "H24.28-261123-0001", tmp_path)


def _printed(counter: Counter, form_name: str, code: str, folder: Path) -> str:
    out = folder / f"{form_name}-{code}.pdf"
    print_form(counter.desk, form_name, code, out)
    return " ".join(whole_text(out.read_bytes()).replace("\N{NO-BREAK SPACE}", " ").split())


def test_sheets_of_a_day_go_on_under_numbers_of_their_own(tmp_path: Path) -> None:
    """A sheet of today may lie printed that no log holds: the next life's first is number 101."""
    lost = a_lost_desk(tmp_path)
    lost.receive("a")
    with lost.opened() as counter:
        assert [_signed(counter), _signed(counter)] == ["2026-11-23-1", "2026-11-23-2"]
    lost.restored(lost.copied())
    lost.receive("b")
    with lost.opened() as counter:
        assert [_signed(counter), _signed(counter)] == ["2026-11-23-101", "2026-11-23-102"]
        for sheet in ("2026-11-23-1", "2026-11-23-2", "2026-11-23-101", "2026-11-23-102"):
            assert counter.desk.read(lambda reading, s=sheet: find_sheet(reading.conn, s).code) == sheet
        assert counter.desk.read(lambda reading: find_sheet(reading.conn, "2026-11-23").number) == 102
        now = counter.clock.local
        view = counter.desk.read(lambda reading: end_of_day(reading, DAY, "lan", now))
        assert view.figures.received == 2  # of both lives: it is one desk's day


def _signed(counter: Counter) -> str:
    def do(uow: UnitOfWork) -> str:
        view = end_of_day(Reading(uow.conn, uow.reference), DAY, "lan", uow.local_now)
        done = sign_off(uow, DAY, note="", seen=view.log_hash, by="lan")
        uow.commit()
        return done.sheet

    counter.clock.move(minutes=1)
    return counter.desk.write(do)
