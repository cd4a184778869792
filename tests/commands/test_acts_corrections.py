"""What was wrong is told by a second act: correct, void, revoke; who may, when, and what follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from counter_app.commands import reads
from tests.desks import COMPANY, Counter, form


def correct(counter: Counter, code: str, changes: dict[str, Any], by: str = "lan") -> dict[str, Any]:
    return counter.done("correct", by, code=code, changes=changes, reason="gõ nhầm")


def not_corrected(counter: Counter, code: str, changes: dict[str, Any], by: str = "lan") -> dict[str, Any]:
    return counter.refused("correct", by, code=code, changes=changes, reason="gõ nhầm")


def book_lines(counter: Counter, book: str) -> list[tuple[int, str | None]]:
    """The numbers of a book and why they are struck."""
    asked = "SELECT number, struck_because FROM book_entry WHERE book = ? ORDER BY number"

    def look(reading: Any) -> list[tuple[int, str | None]]:
        return [(row[0], row[1]) for row in reading.conn.exec_driver_sql(asked, (book,))]

    return counter.desk.read(look)


def test_the_same_day_by_the_counter_and_later_by_the_supervisor_only(counter: Counter) -> None:
    code = counter.received()
    answer = correct(
        counter, code, {"applicant.name": "Công ty TNHH Đông Đô", "applicant.phone": "0912345678"}
    )
    assert set(answer) == {"ok", "code", "event_id", "status", "holder", "due_at", "receipt_version"}
    assert (answer["receipt_version"], answer["status"]) == (2, "received")
    shown = counter.show(code)
    assert shown["applicant"] == COMPANY | {"name": "Công ty TNHH Đông Đô", "phone": "0912345678"}
    counter.clock.move(days=1)
    refused = not_corrected(counter, code, {"note": "x"})
    assert (refused["error"], refused["received_on"]) == ("correction_too_late", "2026-11-23")
    assert correct(counter, code, {"note": "x"}, "tuan")["receipt_version"] == 3
    assert not_corrected(counter, code, {"note": "y"}, "minh")["error"] == "not_permitted"
    assert counter.is_sound()


def test_every_field_of_receive_may_be_corrected(counter: Counter) -> None:
    code = counter.received()
    changes = {
        "applicant": {
            "kind": "person",
            "name": "Đỗ Đình Đức",
            "id_kind": "cccd",
            "id_number": "031199001234",
        },
        "applicant.address": "Số 1 Trần Phú",
        "submitter": {"kind": "person", "name": "Lê Hoa", "id_kind": "none", "phone": "0912345678"},
        "components": [{"no": 2, "copies": 3, "kind": "ban_sao_chung_thuc"}, {"no": 1, "copies": 1}],
        "channel": "post",
        "return_by": "post",
        "note": "đã đối chiếu",
        "fee_paid_vnd": 30_000,
        "duplicate_reason": "dự án thứ ba",
        "joint": [{"unit": "TNMT", "due": "2026-11-30"}],
        "received_at": "2026-11-23T08:00",
    }
    assert correct(counter, code, changes)["receipt_version"] == 2
    shown = counter.show(code)
    assert shown["applicant"] == changes["applicant"] | {"address": "Số 1 Trần Phú"}  # type: ignore[operator]
    assert shown["submitter"] == changes["submitter"]
    assert [(c["no"], c["copies"], c.get("kind")) for c in shown["components"]] == [
        (1, 1, None),
        (2, 3, "ban_sao_chung_thuc"),
    ]
    assert (shown["missing"], shown["channel"], shown["return_by"]) == ([3], "post", "post")
    assert (shown["note"], shown["fee_paid_vnd"], shown["received_at"]) == (
        "đã đối chiếu",
        30_000,
        "2026-11-23T08:00",
    )
    assert correct(counter, code, {"submitter": None})["receipt_version"] == 3
    assert counter.show(code)["submitter"] is None
    assert counter.is_sound()


@pytest.mark.parametrize(
    "name",
    ["code", "book", "number", "form_set", "portal_code", "applicant.colour", "Applicant.name", "status"],
)
def test_other_fields_are_refused_by_name(counter: Counter, name: str) -> None:
    refused = not_corrected(counter, counter.received(), {name: "x", "note": "y"})
    assert (refused["error"], refused["fields"]) == ("unknown_fields", [name])


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"applicant.name": " "}, "applicant.name", "empty"),
        ({"applicant.name": 5}, "applicant.name", "wrong_type"),
        ({"applicant.id_number": "029900148"}, "applicant.id_number", "too_short"),
        ({"applicant.kind": "bank"}, "applicant.kind", "unknown"),
        ({"applicant": {"kind": "person"}}, "applicant.name", "missing"),
        ({"components": [{"no": 99, "copies": 1}]}, "components.no", "unknown"),
        ({"components": [{"no": 1, "copies": 0}]}, "components.0.copies", "out_of_range"),
        ({"channel": "fax"}, "channel", "unknown"),
        ({"fee_paid_vnd": -1}, "fee_paid_vnd", "out_of_range"),
        ({"received_at": "23/11/2026"}, "received_at", "format"),
        ({"received_at": "2026-02-30T08:00"}, "received_at", "not_a_date"),
        ({"received_at": "0001-01-01T08:00"}, "received_at", "year"),
        ({"joint": [{"unit": "TNMT", "due": "2026-99-99"}]}, "joint.due", "not_a_date"),
        ({"note": "x" * 2001}, "note", "too_long"),
    ],
)
def test_bad_values_are_refused_with_their_field(
    counter: Counter, changes: dict[str, Any], field: str, problem: str
) -> None:
    refused = not_corrected(counter, counter.received(), changes)
    assert (refused["error"], refused["field"], refused["problem"]) == ("invalid_field", field, problem)


def test_what_else_cannot_be_corrected(counter: Counter) -> None:
    code = counter.received(note="như cũ")
    assert not_corrected(counter, code, {})["error"] == "nothing_changed"
    assert not_corrected(counter, code, {"note": " như  cũ "})["error"] == "nothing_changed"
    assert not_corrected(counter, code, {"received_at": "2026-11-23T23:59"})["error"] == "at_in_future"
    assert not_corrected(counter, code, {"procedure": "DT-99"})["error"] == "procedure_unknown"
    assert (
        not_corrected(counter, code, {"joint": [{"unit": "ZZ", "due": "2026-11-30"}]})["error"]
        == "unit_unknown"
    )
    assert counter.refused("correct", code=code, changes={"note": "x"}, reason=" ")["field"] == "reason"
    counter.done("hand_over", codes=[code], to="QLDT")
    on_its_way = counter.clock.local + timedelta(minutes=1)
    assert not_corrected(counter, code, {"note": "x"})["error"] == "dossier_already_handed_over"
    counter.done("take_over", "minh", codes=[code])
    late = not_corrected(counter, code, {"received_at": on_its_way.isoformat(timespec="minutes")})
    assert (late["field"], late["problem"]) == ("received_at", "after_next_event")


def test_another_field_takes_a_number_in_the_new_book_and_strikes_the_old(counter: Counter) -> None:
    code = counter.received("DT-08")
    counter.received("LD-01")
    scan = counter.show(code)["scan_number"]
    moved = correct(counter, code, {"procedure": "LD-01"})
    assert moved["code"] == code
    shown = counter.show(scan)
    assert (shown["book"], shown["number"], shown["procedure"]) == ("LD-2026-1", 2, "LD-01")
    assert (shown["code"], shown["receipt_version"]) == (code, 2)
    assert book_lines(counter, "DT-2026-1") == [(1, "gõ nhầm")]
    assert book_lines(counter, "LD-2026-1") == [(1, None), (2, None)]
    assert counter.done("receive", **form("DT-08"))["number"] == 2
    correct(counter, code, {"procedure": "DT-09"})
    assert (counter.show(code)["book"], counter.show(code)["number"]) == ("DT-2026-1", 3)
    assert book_lines(counter, "LD-2026-1") == [(1, None), (2, "gõ nhầm")]
    correct(counter, code, {"procedure": "DT-07"})
    assert (counter.show(code)["number"], counter.show(code)["scan_number"]) == (3, scan)
    assert counter.is_sound()


def test_another_procedure_moves_the_due_and_keeps_papers_of_the_same_name(counter: Counter) -> None:
    code = counter.received("XNK-01")
    assert counter.show(code)["due_at"] == "2026-11-23T17:15"
    assert correct(counter, code, {"procedure": "XNK-02"})["due_at"] == "2026-11-23T17:15"
    assert counter.show(code)["components"]
    days = correct(counter, code, {"procedure": "DT-09", "components": [{"no": 1, "copies": 2}]})
    assert days["due_at"] == "2026-11-27T17:30"
    assert counter.show(code)["components"] == [{"no": 1, "copies": 2}]
    assert counter.show(code)["own_due"] == "2026-11-23T15:15"


def test_the_true_moment_of_receipt_explains_the_due_afresh(counter: Counter) -> None:
    counter.clock.set(counter.clock.local.replace(hour=17, minute=40))
    answer = counter.done("receive", **form("DT-09"))
    code = answer["code"]
    assert (answer["counted_from"], answer["due_at"]) == ("2026-11-25T07:30", "2026-11-30T17:30")
    assert correct(counter, code, {"received_at": "2026-11-23T17:20"})["due_at"] == "2026-11-27T17:30"
    shown = counter.show(code)
    assert (shown["received_at"], shown["counted_from"]) == ("2026-11-23T17:20", "2026-11-23T17:20")
    assert shown["due_first"] == "2026-11-27T17:30"
    assert shown["own_due"] == "2026-11-25T11:20"
    assert shown["code"] == code


def test_the_form_set_never_changes(counter: Counter) -> None:
    old = counter.done("receive", **form("DT-09"), at="2025-06-30T10:00")["code"]
    assert (old, counter.show(old)["form_set"]) == ("H24.28-250630-0001", "TT01_2018")
    correct(counter, old, {"received_at": "2025-07-02T10:00"}, "tuan")
    assert (counter.show(old)["form_set"], counter.show(old)["due_at"]) == ("TT01_2018", "2025-07-07T17:30")


def test_a_correction_after_the_end_judges_lateness_again(counter: Counter) -> None:
    code = counter.received("DT-09")
    counter.passed(code, "lan", "QLDT", "minh")
    counter.clock.move(days=8)
    counter.done("finish", "minh", code=code, outcome="granted")
    assert counter.show(code)["outcome"] == "late"
    correct(counter, code, {"procedure": "DT-07"}, "tuan")
    shown = counter.show(code)
    assert (shown["outcome"], shown["status"], shown["due_at"]) == ("early", "finished", "2026-12-08T17:30")
    assert counter.is_sound()


def test_a_voided_number_stays_used(counter: Counter) -> None:
    first, second = counter.received(), counter.received()
    assert counter.refused("void", code=first, reason="nhầm")["error"] == "not_permitted"
    answer = counter.done("void", "tuan", code=first, reason="nhập nhầm")
    assert (answer["status"], answer["due_at"] is None) == ("voided", False)
    assert counter.refused("void", "tuan", code=first, reason="nhầm")["error"] == "act_not_allowed"
    assert counter.received().endswith("-0003")
    assert book_lines(counter, "DT-2026-1") == [(1, "nhập nhầm"), (2, None), (3, None)]
    counter.passed(second, "lan", "QLDT", "minh")
    refused = counter.refused("void", "tuan", code=second, reason="nhầm")
    assert (refused["error"], refused["act"], refused["status"]) == ("act_not_allowed", "void", "processing")
    assert "finish" in refused["possible"]
    assert [row["code"] for row in listed(counter)] == ["H24.28-261123-0003", second, first]


def listed(counter: Counter) -> list[dict[str, Any]]:
    return reads.listed(counter.desk, status=None, unit=None, overdue=False, at=None, slips=False, limit=200)


def test_a_revoked_return_gives_the_dossier_back(counter: Counter) -> None:
    code = counter.received("XNK-01")
    finished = counter.done("finish", code=code, outcome="granted", result_no="1")
    returned = counter.done("return_result", code=code, to_whom="Đặng Đức Đạt", method="desk")
    standing = counter.refused("revoke", "tuan", event_id=finished["event_id"], reason="sai số")
    assert (standing["error"], standing["because"]) == ("revoke_not_possible", "later_acts_stand_on_it")
    assert counter.refused("revoke", event_id=returned["event_id"], reason="nhầm")["error"] == "not_permitted"
    back = counter.done("revoke", "tuan", event_id=returned["event_id"], reason="trả nhầm người")
    assert (back["status"], back["holder"]) == ("finished", "MC")
    again = counter.refused("revoke", "tuan", event_id=returned["event_id"], reason="nhầm")
    assert again["because"] == "revoked_already"
    open_again = counter.done("revoke", "tuan", event_id=finished["event_id"], reason="sai số kết quả")
    assert (open_again["status"], open_again["due_at"]) == ("received", "2026-11-23T17:15")
    assert counter.show(code)["outcome"] is None
    kinds = [line["kind"].partition(":")[2] for line in counter.history(code)]
    assert kinds == ["received", "finished", "returned", "revoked", "revoked"]
    counter.done("finish", code=code, outcome="granted", result_no="2")
    assert counter.show(code)["result_no"] == "2"
    assert counter.is_sound()


def test_what_cannot_be_revoked(counter: Counter) -> None:
    code = counter.received()
    received = counter.history(code)[0]["event_id"]
    counter.done("hand_over", codes=[code], to="QLDT")
    given = counter.history(code)[1]["event_id"]
    for event_id in (received, given):
        refused = counter.refused("revoke", "tuan", event_id=event_id, reason="nhầm")
        assert (refused["error"], refused["because"]) == ("revoke_not_possible", "kind_not_revocable")
    for event_id in ("0" * 32, "", "x'; DROP TABLE event;--"):
        assert counter.refused("revoke", "tuan", event_id=event_id, reason="nhầm")["error"] == "event_unknown"
    noted = counter.done("note", code=code, text="nhầm hồ sơ")
    counter.done("revoke", "tuan", event_id=noted["event_id"], reason="ghi nhầm")
    assert counter.is_sound()
