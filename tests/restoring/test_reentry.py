"""Printed receipts entered again: what is taken from the paper, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter_app.domain.codes import make_scan_number
from tests.builders import MONDAY, Clock
from tests.desks import Counter, a_trial, form, person
from tests.restoring.desk_lost import LostDesk, a_lost_desk

COMPANY = person("Công ty Đông Đô")
SCAN_NUMBER = make_scan_number("H24.28", MONDAY.date(), 401)


@pytest.fixture
def lost(tmp_path: Path) -> LostDesk:
    """A desk of three that printed one receipt at 09:15, lost it, and was restored at 10:15."""
    made = a_lost_desk(tmp_path, desk=2, of=3)
    copy = made.copied()
    made.receive("a")
    made.clock.move(hours=1)
    made.restored(copy)
    return made


def test_the_paper_gives_code_scan_number_moment_and_due(lost: LostDesk) -> None:
    ((code, qr),) = lost.paper.items()
    with lost.opened() as counter:
        answer = counter.done("receive", **form(applicant=COMPANY, receipt=qr))
        assert (answer["code"], answer["scan_number"]) == (code, SCAN_NUMBER)
        assert (answer["counted_from"], answer["book"]) == ("2026-11-23T09:15", "DT-2026-102")
        shown = counter.show(code)
        (received, printed) = counter.history(code)
        assert received["at"] == "2026-11-23T09:15"
        assert received["data"]["reentered"] is True
        assert (printed["kind"], printed["data"]["reentered"]) == ("dossier:paper_printed", True)
        quality = "SELECT clock_quality FROM event WHERE id = ?"
        told = counter.desk.read(
            lambda reading: reading.conn.exec_driver_sql(quality, (answer["event_id"],)).scalar()
        )
        assert told == "backdated"
        assert shown["due_at"] == answer["due_at"]
        assert counter.is_sound()
    with lost.opened() as counter:
        assert code not in counter.desk.startup.not_printed
        same = counter.done("receive", **form(applicant=person("Người cùng lúc")))
        assert same["code"] == "H24.28-261123-8881"  # the number entered again moves no series of this life


@pytest.mark.parametrize("typed", ["H24.28-261123-0401", "261123-0401", SCAN_NUMBER])
def test_a_typed_code_needs_the_moment_that_stands_on_the_paper(lost: LostDesk, typed: str) -> None:
    with lost.opened() as counter:
        fields = form(applicant=COMPANY, receipt=typed)
        assert counter.refused("receive", **fields) == {
            "error": "invalid_field", "field": "at", "problem": "missing",
        }  # fmt: skip
        answer = counter.done("receive", **fields, at="2026-11-23T09:15")
        assert (answer["code"], answer["counted_from"]) == ("H24.28-261123-0401", "2026-11-23T09:15")


def test_a_later_version_needs_the_moment_too_and_goes_on_from_its_version(lost: LostDesk) -> None:
    with lost.opened() as counter:
        fields = form(applicant=COMPANY, receipt="H24.28-261123-0401|20261123T1011|3")
        assert counter.refused("receive", **fields)["field"] == "at"
        answer = counter.done("receive", **fields, at="2026-11-23T09:15")
        assert answer["receipt_version"] == 3
        changes = {"note": "đã sửa"}
        corrected = counter.done("correct", code=answer["code"], changes=changes, reason="theo giấy cũ")
        assert corrected["receipt_version"] == 4
        assert counter.is_sound()


@pytest.mark.parametrize(
    ("receipt", "at", "error", "facts"),
    [
        ("H24.28-261123-0001|20261123T0915|1", None, "receipt_not_ours", {"because": "block_of_another"}),
        ("H24.28-261123-9601|20261123T0915|1", None, "receipt_not_ours", {"because": "block_of_another"}),
        ("H24.28-20261123-0401", None, "receipt_not_ours", {"because": "not_our_form"}),
        ("H24.28-261123-0000401", None, "receipt_not_ours", {"because": "not_our_form"}),
        ("H24.28-261123-0401", "2026-11-22T09:15", "receipt_not_ours", {"because": "other_day"}),
        ("H24.28-261123-0401|20261124T0915|1", None, "receipt_not_ours", {"because": "other_day"}),
        ("H24.28-261124-0401|20261124T0915|1", None, "at_in_future", {"at": "2026-11-24"}),
        ("H24.28-261123-0401|20261123T1715|1", None, "at_in_future", {"at": "2026-11-23T17:15"}),
        ("H24.99-261123-0401|20261123T0915|1", None, "foreign_code", {"agency": "H24.99"}),
        ("BS-261123-2.1", None, "code_not_readable", {"problem": "slip"}),
        ("quét nhầm", None, "code_not_readable", {}),
        ("H24.28-261123-0401|20261123T0915|0", None, "code_not_readable", {}),
        ("2611230040100000", None, "code_not_readable", {"problem": "check_digits"}),
    ],
)
def test_what_this_desk_cannot_have_printed_is_refused(
    lost: LostDesk, receipt: str, at: str | None, error: str, facts: dict[str, str]
) -> None:
    with lost.opened() as counter:
        given = {"at": at} if at else {}
        told = counter.refused("receive", **form(applicant=COMPANY, receipt=receipt), **given)
    assert told["error"] == error, told
    assert {key: told[key] for key in facts} == facts


def test_a_known_receipt_is_refused_with_its_dossier_under_any_way_of_writing(lost: LostDesk) -> None:
    (qr,) = lost.paper.values()
    with lost.opened() as counter:
        counter.done("receive", **form(applicant=COMPANY, receipt=qr))
        for text in (qr, SCAN_NUMBER, "000.00.28.H24-261123-0401"):
            told = counter.refused("receive", **form(applicant=COMPANY, receipt=text), at="2026-11-23T09:15")
            assert told == {
                "error": "receipt_known",
                "code": "H24.28-261123-0401",
                "received_at": "2026-11-23T09:15",
                "status": "received",
                "holder": "MC",
                "procedure": "DT-08",
            }


def test_counter_and_supervisor_may_a_department_may_not(lost: LostDesk) -> None:
    (qr,) = lost.paper.values()
    with lost.opened() as counter:
        fields = form(applicant=COMPANY, receipt=qr)
        assert counter.refused("receive", "minh", **fields)["error"] == "not_permitted"
        assert counter.done("receive", "tuan", **fields)["ok"]


def test_a_past_moment_without_a_receipt_stays_refused(lost: LostDesk) -> None:
    with lost.opened() as counter:
        told = counter.refused("receive", **form(applicant=COMPANY), at="2026-11-23T09:15")
        assert told["error"] == "at_not_allowed"


def test_a_receipt_of_the_present_life_moves_its_numbers_on(tmp_path: Path) -> None:
    """A file rolled back unseen: what the same life printed is entered before anything is received."""
    lost = a_lost_desk(tmp_path)
    copy = lost.copied()
    gone = lost.receive("a", "b", "c")
    lost.file.write_bytes(copy.read_bytes())
    with lost.opened() as counter:
        for code in reversed(gone):
            counter.done("receive", **form(applicant=person(f"Lại {code}"), receipt=lost.paper[code]))
    lost.numbers.clear()
    assert lost.receive("d") == ["H24.28-261123-0004"]


def test_the_clock_is_believed_by_what_the_lives_before_knew(tmp_path: Path) -> None:
    """A machine set up anew is the very one whose clock may be wrong."""
    lost = a_lost_desk(tmp_path)
    lost.receive("a")
    copy = lost.copied()
    lost.clock.move(days=-400)
    lost.restored(copy)
    with lost.opened() as counter:
        assert counter.refused("receive", **form(applicant=COMPANY))["error"] == "clock_jump"
        lost.clock.move(days=440)
        assert counter.refused("receive", **form(applicant=COMPANY))["error"] == "clock_jump"
        counter.done("confirm_clock", "tuan", reason="đã xem giờ")
        assert counter.done("receive", **form(applicant=COMPANY))["code"].endswith("-8801")


def test_the_same_request_twice_makes_one_dossier(lost: LostDesk) -> None:
    (qr,) = lost.paper.values()
    with lost.opened() as counter:
        fields = form(applicant=COMPANY, receipt=qr, request_id="r1")
        assert counter.done("receive", **fields) == counter.done("receive", **fields)


def test_a_trial_desk_knows_its_own_receipts(tmp_path: Path) -> None:
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        counter = Counter(desk, clock)
        code = counter.received()
        assert counter.refused("receive", **form(applicant=COMPANY, receipt=code))["error"] == "receipt_known"
