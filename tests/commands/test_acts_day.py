"""A whole day at the counter, told as `acts` takes it: JSON lines in, JSON lines out, on a real desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.desks import COMPANY, Counter, form, person

FIELDS = {
    "DT": ("DT-01", "DT-07", "DT-08", "DT-09", "DT-17"),
    "LD": ("LD-01",),
    "MT": ("MT-01", "MT-02", "MT-09"),
    "DD": ("DD-01", "DD-05"),
    "TM": ("TM-01", "TM-02"),
    "XNK": ("XNK-01", "XNK-02"),
    "XD": ("XD-01", "XD-04"),
    "QH": ("QH-01", "QH-03", "QH-04"),
}
OFFICER = {
    "DT": "minh",
    "LD": "hoa",
    "MT": "mai",
    "DD": "mai",
    "TM": "hoa",
    "XNK": "hoa",
    "XD": "son",
    "QH": "son",
}
UNIT = {"minh": "QLDT", "hoa": "QLDN", "mai": "TNMT", "son": "QHXD"}

RECEIPT = {
    *("ok", "code", "scan_number", "book", "number", "due_at", "counted_from", "provisional"),
    *("explanation", "missing", "warnings", "event_id", "receipt_version"),
}
SINGLE = {"ok", "code", "event_id", "status", "holder", "due_at"}
SLIP = {"ok", "slip", "number", "event_id", "status"}
BATCH = {"ok", "batch", "results"}
LINE = {"code", "event_id", "status", "holder"}


def receive_all(counter: Counter) -> dict[str, list[str]]:
    """Twenty dossiers over all eight fields; codes by field."""
    codes: dict[str, list[str]] = {field: [] for field in FIELDS}
    n = 0
    for field, procedures in FIELDS.items():
        for procedure in procedures:
            n += 1
            answer = counter.done("receive", **form(procedure))
            assert set(answer) == RECEIPT
            assert answer["code"] == f"H24.28-261123-{n:04d}"
            assert (answer["book"], answer["number"]) == (f"{field}-2026-1", len(codes[field]) + 1)
            assert (answer["receipt_version"], answer["provisional"], answer["warnings"]) == (1, False, [])
            assert datetime.fromisoformat(answer["due_at"]) > datetime(2026, 11, 23, 9)
            codes[field].append(answer["code"])
    assert n == 20
    return codes


def work_in_the_unit(counter: Counter, codes: list[str], officer: str) -> None:
    """Given, called back, given again, one declined and given once more, taken, assigned, steps marked."""
    unit = UNIT[officer]
    batch = counter.done("hand_over", codes=codes, to=unit)
    assert set(batch) == BATCH
    assert [set(line) for line in batch["results"]] == [LINE] * len(codes)
    assert {line["status"] for line in batch["results"]} == {"received"}
    back = counter.done("recall", batch=batch["batch"], reason="thiếu giấy")
    assert (back["batch"], [line["holder"] for line in back["results"]]) == (
        batch["batch"],
        ["MC"] * len(codes),
    )
    counter.done("hand_over", codes=codes, to=unit)
    declined = counter.done("decline", officer, codes=codes[:1], reason="không phải việc của phòng")
    assert (declined["batch"], declined["results"][0]["holder"]) == (None, "MC")
    counter.done("hand_over", codes=codes[:1], to=unit)
    taken = counter.done("take_over", officer, codes=codes)
    assert (taken["batch"], {line["status"] for line in taken["results"]}) == (None, {"processing"})
    assert {line["holder"] for line in taken["results"]} == {unit}
    counter.done("assign", officer, codes=codes, officer=officer)
    for _ in range(2):
        done = counter.done("step_done", officer, codes=codes, note="đã thẩm định")
        assert {line["status"] for line in done["results"]} == {"processing"}


def give_back(counter: Counter, code: str, officer: str, outcome: str) -> None:
    """Signed by the leader, stamped by the office, back at the desk, handed out."""
    counter.passed(code, officer, "LD", "tuan")
    counter.passed(code, "tuan", "VP", "van")
    finished = counter.done(
        "finish", "van", code=code, outcome=outcome, result_no="12/QĐ-BQL", result_on="2026-11-23"
    )
    assert set(finished) == SINGLE
    assert (finished["status"], finished["holder"]) == ("finished", "VP")
    counter.passed(code, "van", "MC", "lan")
    counter.done("notify", code=code, how="điện thoại", text="đã có kết quả")
    returned = counter.done("return_result", code=code, to_whom="Đặng Đức Đạt", method="desk")
    assert (set(returned), returned["status"]) == (SINGLE, "returned")


def test_a_whole_day(counter: Counter) -> None:
    codes = receive_all(counter)
    for field, given in codes.items():
        if field != "XNK":
            work_in_the_unit(counter, given, OFFICER[field])
    for field, outcome in (("DT", "granted"), ("LD", "rejected"), ("QH", "granted")):
        give_back(counter, codes[field][0], OFFICER[field], outcome)
    one, two = codes["XNK"]
    at_the_desk = counter.done("finish", code=one, outcome="granted", result_no="C/O 1")
    assert (at_the_desk["status"], at_the_desk["holder"]) == ("finished", "MC")
    counter.done("return_result", code=one, to_whom=COMPANY["name"], method="post")
    counter.done("void", "tuan", code=two, reason="nhập nhầm thủ tục")
    shown = counter.show(codes["LD"][0])
    assert (shown["status"], shown["portal_status"], shown["outcome"]) == ("returned", 10, "early")
    assert counter.show(two)["portal_status"] is None
    kinds = [line["kind"] for line in counter.history(codes["DT"][0])]
    assert kinds == [
        *("dossier:received", "dossier:handed_over", "dossier:recalled", "dossier:handed_over"),
        *("dossier:handover_declined", "dossier:handed_over", "dossier:taken_over", "dossier:assigned"),
        *("dossier:step_done", "dossier:step_done"),
        *("dossier:handed_over", "dossier:taken_over", "dossier:handed_over", "dossier:taken_over"),
        *("dossier:finished", "dossier:handed_over", "dossier:taken_over", "dossier:notified"),
        "dossier:returned",
    ]
    assert counter.is_sound()


def test_batch_numbers_run_on_and_name_what_recall_and_take_over_named(counter: Counter) -> None:
    codes = [counter.received(procedure) for procedure in ("DT-07", "DT-08")]
    first = counter.done("hand_over", codes=codes, to="QLDT")
    assert first["batch"] == "BG-261123-1.1"
    assert counter.done("take_over", "minh", batch="BG-261123-1.1")["batch"] == "BG-261123-1.1"
    assert counter.done("hand_over", "minh", codes=codes[:1], to="LD")["batch"] == "BG-261123-1.2"
    assert counter.done("recall", "dung", codes=codes[:1], reason="x")["batch"] is None
    assert counter.done("hand_over", "minh", codes=codes, to="LD")["batch"] == "BG-261123-1.3"
    only = counter.done("take_over", "tuan", batch="BG-261123-1.3")
    assert [line["code"] for line in only["results"]] == codes
    counter.clock.move(days=1)
    scanned = [counter.show(code)["scan_number"] for code in codes]
    later = counter.done("hand_over", "tuan", codes=scanned, to="VP")
    assert (later["batch"], [line["code"] for line in later["results"]]) == ("BG-261124-1.1", codes)


def test_finish_reopen_and_finish_again(counter: Counter) -> None:
    code = counter.received("DT-09")
    counter.passed(code, "lan", "QLDT", "minh")
    counter.done("finish", "minh", code=code, outcome="granted", result_no="1/QĐ")
    again = counter.done("reopen", "tuan", code=code, reason="sai tên")
    assert again["status"] == "processing"
    assert (counter.show(code)["outcome"], counter.show(code)["result_no"]) == (None, None)
    counter.clock.move(days=30)
    counter.done("finish", "minh", code=code, outcome="rejected")
    assert counter.show(code)["outcome"] == "late"
    assert counter.is_sound()


def test_short_limits_are_finished_at_the_desk_only_while_it_holds_them(counter: Counter) -> None:
    code = counter.received("XNK-01")
    counter.done("hand_over", codes=[code], to="QLDN")
    assert counter.refused("finish", code=code, outcome="granted")["error"] == "dossier_already_handed_over"
    counter.done("take_over", "hoa", codes=[code])
    assert counter.refused("finish", code=code, outcome="granted")["error"] == "not_holder"
    assert counter.done("finish", "hoa", code=code, outcome="rejected")["status"] == "finished"
    days = counter.received("DT-09")
    refused = counter.refused("finish", code=days, outcome="granted")
    assert refused["error"] == "not_permitted"


@pytest.mark.parametrize("name", ["Đặng Đức Đạt", "ĐẶNG ĐỨC ĐẠT", COMPANY["name"]])
def test_who_may_fetch_a_result_without_a_proxy(counter: Counter, name: str) -> None:
    code = counter.received("XNK-01")
    counter.done("finish", code=code, outcome="granted")
    assert counter.done("return_result", code=code, to_whom=name, method="desk")["status"] == "returned"


def test_another_person_needs_a_proxy_paper(counter: Counter) -> None:
    code = counter.received("XNK-01")
    counter.done("finish", code=code, outcome="granted")
    refused = counter.refused("return_result", code=code, to_whom="Người Lạ", method="desk")
    assert (refused["error"], refused["field"]) == ("invalid_field", "proxy_paper")
    counter.done(
        "return_result", code=code, to_whom="Người Lạ", method="desk", proxy_paper="Giấy ủy quyền 01"
    )
    assert counter.history(code)[-1]["data"]["proxy_paper"] == "Giấy ủy quyền 01"


def test_register_then_receive_with_only_what_changes(counter: Counter) -> None:
    fields = form("LD-01", channel="online", return_by="online", note="nộp qua cổng")
    registered = counter.done("register", portal_code="G04.28-0001-TT", **fields)
    assert (registered["status"], registered["portal_code"]) == ("registered", "G04.28-0001-TT")
    assert (counter.show("G04.28-0001-TT")["code"], counter.state()[3]) == (None, (0, None))
    refused = counter.refused("register", portal_code="G04.28-0001-TT", **fields)
    assert (refused["error"], refused["portal_code"]) == ("portal_code_known", "G04.28-0001-TT")
    taken = counter.done("receive", code="G04.28-0001-TT", note="đã nộp bản giấy")
    assert (taken["code"], taken["book"], taken["missing"]) == ("H24.28-261123-0001", "LD-2026-1", [2])
    shown = counter.show(taken["code"])
    assert (shown["portal_code"], shown["note"]) == ("G04.28-0001-TT", "đã nộp bản giấy")
    assert (shown["channel"], shown["return_by"], shown["procedure"]) == ("online", "online", "LD-01")
    assert counter.show("G04.28-0001-TT")["code"] == taken["code"]
    assert counter.refused("receive", code="G04.28-0001-TT")["error"] == "act_not_allowed"
    assert counter.is_sound()


def test_a_registered_dossier_is_refused_or_asked_for_papers(counter: Counter) -> None:
    for n in (1, 2):
        counter.done("register", portal_code=f"G04.28-000{n}-TT", **form("LD-01"))
    words = {"reason": "không thuộc thẩm quyền", "ground": "Điều 17"}
    refused = counter.done("refuse", code="G04.28-0001-TT", **words)
    assert (set(refused), refused["slip"], refused["number"], refused["status"]) == (SLIP, None, 1, "refused")
    asked = counter.done(
        "request_supplement", code="G04.28-0002-TT", items=[{"no": 2, "text": "Bản sao"}], **words
    )
    assert (set(asked), asked["slip"], asked["status"]) == (SLIP, None, "awaiting_supplement")
    assert counter.show("G04.28-0002-TT")["paused"] is False
    assert counter.refused("receive", code="G04.28-0001-TT")["error"] == "act_not_allowed"
    assert counter.refused("hand_over", codes=["G04.28-0002-TT"], to="QLDN")["error"] == "act_not_allowed"
    assert counter.refused("correct", code="G04.28-0002-TT", changes={"note": "x"}, reason="x")["error"] == (
        "act_not_allowed"
    )
    assert counter.is_sound()


def slip_fields(**more: Any) -> dict[str, Any]:
    given = form("DT-08", applicant=person("Nguyễn Thị Đức"))
    kept = {name: given[name] for name in ("procedure", "applicant", "components", "channel")}
    return kept | {"reason": "chưa đủ giấy", "ground": "Điều 17"} | more


def test_slips_before_reception(counter: Counter) -> None:
    first = counter.done("refuse", **slip_fields())
    assert (set(first), first["slip"], first["number"], first["status"]) == (
        SLIP,
        "TC-261123-1.1",
        1,
        "refused",
    )
    asked = counter.done(
        "request_supplement", **slip_fields(items=[{"text": "Bản vẽ"}], respond_by="2026-11-30")
    )
    assert (asked["slip"], asked["number"]) == ("BS-261123-1.1", 1)
    assert counter.done("refuse", **slip_fields())["slip"] == "TC-261123-1.2"
    counter.clock.move(days=1)
    later = counter.done("refuse", **slip_fields())
    assert (later["slip"], later["number"]) == ("TC-261124-1.1", 3)
    shown = counter.show("BS-261123-1.1")
    assert (shown["slip"], shown["code"], shown["due_at"], shown["book"]) == (
        "BS-261123-1.1",
        None,
        None,
        None,
    )
    counter.done("note", code="TC-261123-1.1", text="đã giải thích")
    assert counter.refused("hand_over", codes=["TC-261123-1.1"], to="QLDT")["error"] == "act_not_allowed"
    taken = counter.done("receive", **form("DT-08", slip="BS-261123-1.1"))
    assert counter.history(taken["code"])[0]["data"]["slip"] == "BS-261123-1.1"
    assert counter.refused("receive", **form(slip="BS-261123-1.9"))["error"] == "slip_unknown"
    assert counter.is_sound()


def test_confirm_clock_is_a_supervisors_word(counter: Counter) -> None:
    assert counter.refused("confirm_clock", reason="đã chỉnh giờ")["error"] == "not_permitted"
    answer = counter.done("confirm_clock", "tuan", reason="đã chỉnh giờ")
    assert set(answer) == {"ok", "event_id"}
    assert counter.refused("confirm_clock", "tuan", reason=" ")["error"] == "invalid_field"
