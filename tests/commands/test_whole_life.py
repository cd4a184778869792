"""The scripted life through the real process: every act, due dates and the control sheet worked by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from counter_app.commands.act_models import ACTS
from tests.commands.process import Acts, run
from tests.commands.whole_life_lines import LIFE, PORTAL, A, B, C, D, E, F, Line
from tests.forms.reading import dense, whole_text

Json = dict[str, Any]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trial desk made by the program, and the whole life told to it line by line."""
    folder = tmp_path_factory.mktemp("life") / "desk"
    made = run("--data", str(folder), "demo", "--no-window", "--dossiers", "0", default_desk=folder / "x")
    assert made.returncode == 0, made.stderr
    with Acts(folder) as acts:
        named = {"$calendar": _calendar(acts)}
        for line in LIFE:
            answer = acts.say(line.act, line.by, at=f"2026-{line.at}", **_filled(line.fields, named))
            _judge(line, answer)
            if line.called:
                named[f"${line.called}"] = answer["event_id"]
        assert acts.end() == 0
    return folder


def _calendar(acts: Acts) -> str:
    """The present calendar's version, as the refusal of an unknown one names it."""
    refused = acts.say("recalculate", "tuan", codes=["x"], calendar_version="?", reason="x")
    version: str = refused["facts"]["present"]
    return version


def _filled(fields: Json, named: dict[str, str]) -> Json:
    return {name: named[value] if isinstance(value, str) and value in named else value
            for name, value in fields.items()}


def _judge(line: Line, answer: Json) -> None:
    where = f"{line.at} {line.by} {line.act}: {json.dumps(answer, ensure_ascii=False)}"
    assert answer["ok"] == ("error" not in line.gives), where
    assert {place: _at(answer, place) for place in line.gives} == line.gives, where


def _at(answer: Any, place: str) -> Any:
    for part in place.split("."):
        answer = answer[int(part)] if isinstance(answer, list) else answer[part]
    return answer


def _told(lived: Path, *args: str) -> Any:
    done = run("--data", str(lived), "--json", *args, default_desk=lived / "x")
    assert done.returncode == 0, (done.stdout, done.stderr)
    return json.loads(done.stdout)


def test_every_act_occurs() -> None:
    told = {line.act for line in LIFE if "error" not in line.gives}
    # Where one desk works alone nothing is there to be resolved.
    assert set(ACTS) - told == {"resolve"}, "a new act belongs into the life"


def test_the_desk_is_sound_after_it(lived: Path) -> None:
    verified = _told(lived, "verify", "--deep")
    assert (verified["ok"], verified["problems"]) == (True, [])
    rebuilt = _told(lived, "rebuild")
    assert (rebuilt["projection_digest"], rebuilt["changed"]) == (verified["projection_digest"], False)


def test_what_show_says_at_the_end(lived: Path) -> None:
    shown = _told(lived, "show", A)
    expected = {
        "status": "returned",
        "portal_status": 10,
        "holder": None,
        "in_transit_to": None,
        "received_at": "2026-02-04T16:50",
        "counted_from": "2026-02-04T16:50",
        "due_at": "2026-03-13T17:30",
        "due_first": "2026-03-06T17:30",
        "paused": False,
        "outcome": "early",
        "conflict": False,
        "receipt_version": 5,
        "missing": [],
        "fee_vnd": 50_000,
        "fee_paid_vnd": 30_000,
        "result_no": "13/GCN",
        "finished_at": "2026-03-11T16:20",
        "steps_done": [2],
        "form_set": "TT03_2025",
    }
    assert {name: shown[name] for name in expected} == expected
    assert [part["no"] for part in shown["components"]] == [1, 2, 3, 4, 5, 6]
    ends = {code: _told(lived, "show", code)["status"] for code in (B, C, D, E, F)}
    assert ends == {B: "returned", C: "returned", D: "received", E: "voided", F: "returned"}


def test_the_old_barcode_still_finds_a_corrected_dossier(lived: Path) -> None:
    corrected = _told(lived, "show", B)
    assert (corrected["procedure"], corrected["book"], corrected["number"]) == ("LD-01", "LD-2026-1", 1)
    assert _told(lived, "show", corrected["scan_number"]) == corrected
    assert corrected["receipt_version"] == 2
    assert corrected["fee_paid_vnd"] == 30_000, "the payment that was taken back does not count"
    assert _told(lived, "show", PORTAL)["code"] == C


def test_the_history_of_a_is_its_lines(lived: Path) -> None:
    kinds = [event["kind"].partition(":")[2] for event in _told(lived, "history", A)]
    assert kinds == [
        *("received", "handed_over", "recalled", "handed_over", "handover_declined", "handed_over"),
        *("taken_over", "assigned", "step_done", "cooperation_asked"),
        *("supplement_requested", "supplemented", "payment_requested", "stopped", "resumed", "paid"),
        *("supplement_requested", "supplemented", "corrected", "supplement_requested", "supplemented"),
        *("extended", "stopped", "resumed", "handed_over", "taken_over", "handed_over", "taken_over"),
        *("finished", "handed_over", "taken_over", "reopened", "finished", "revoked", "finished"),
        *("notified", "returned", "revoked", "returned", "surveyed"),
    ]


def test_each_holders_own_due(lived: Path) -> None:
    """As worked in the lines: the acts that fixed or moved it say it."""
    own = [
        (event["kind"].partition(":")[2], event["data"]["own_due"])
        for event in _told(lived, "history", A)
        if "own_due" in event["data"]
    ]
    assert own == [
        ("received", "2026-02-06T09:30"),
        ("taken_over", "2026-02-24T16:00"),  # QLDT
        ("supplemented", "2026-03-02T10:15"),
        ("paid", "2026-03-03T15:15"),  # 11 h after 02/03 10:15: 5.25 h that day, 5.75 h on 03/03
        ("supplemented", "2026-03-04T14:15"),
        ("supplemented", "2026-03-04T14:30"),
        ("resumed", "2026-03-04T14:30"),
        ("taken_over", "2026-03-10T10:00"),  # LD
        ("taken_over", "2026-03-10T15:30"),  # VP
        ("taken_over", "2026-03-11T09:30"),  # MC: 4 h from Tue 15:30
    ]
    data_of_b = [event["data"] for event in _told(lived, "history", B)]
    of_b = [data["own_due"] for data in data_of_b if data.get("own_due")]
    # DT-09's desk: 4 h from Tue 10/02 08:00; QLDN's 42 h; moved by the payment that was taken back (6.5 h on
    # 11/02, 2.5 h on 12/02: 9 h after 24/02 14:30), and by the one that stood.
    assert of_b == [
        "2026-02-10T14:00",
        "2026-02-24T14:30",
        "2026-02-25T15:30",
        "2026-02-27T15:30",
        "2026-03-03T08:30",  # the desk's last 3 h, from Mon 02/03 15:30
    ]


SHEET = (
    "Nhận: 16 giờ 50 phút, ngày 04 tháng 02 năm 2026",
    "Hẹn trả: 17 giờ 30 phút, ngày 13 tháng 3 năm 2026 (gia hạn, hẹn lần đầu 17:30 06/03/2026)",
    "Cơ quan (bộ phận) giải quyết hồ sơ: Phòng Quản lý Đầu tư",
    "phối hợp giải quyết hồ sơ: Phòng Tài nguyên và Môi trường, Phòng Quy hoạch và Xây dựng",
    # The desk: 4 h, until 09:30; taken from it at 10:00.
    "1. Giao: Bộ phận Tiếp nhận và Trả kết quả 2. Nhận: Phòng Quản lý Đầu tư",
    "10 giờ 00 phút, ngày 06 tháng 02 năm 2026 Người giao Nguyễn Thị Lan Người nhận Trần Quang Minh",
    "4 Quá hạn BG-260206-1.2",
    # QLDT: 60 h, until 04/03 14:30; what it saw beside.
    "1. Giao: Phòng Quản lý Đầu tư 2. Nhận: Lãnh đạo Ban",
    "10 giờ 00 phút, ngày 09 tháng 3 năm 2026 Người giao Trần Quang Minh Người nhận Hoàng Anh Tuấn",
    "60 Quá hạn BG-260309-1.1",
    "Phối hợp: Phòng Tài nguyên và Môi trường, Phòng Quy hoạch và Xây dựng (trả lời đến 12/02/2026)",
    "chờ bổ sung từ 10/02/2026 đến 23/02/2026",
    "chờ nộp phí từ 25/02/2026 đến 26/02/2026",
    "chờ bổ sung từ 26/02/2026 đến 27/02/2026",
    "chờ bổ sung từ 28/02/2026 đến 02/03/2026",
    "Dừng giải quyết từ 05/03/2026 đến 06/03/2026",
    # LD: 8 h, until 10:00.
    "1. Giao: Lãnh đạo Ban 2. Nhận: Văn phòng",
    "09 giờ 30 phút, ngày 10 tháng 3 năm 2026 Người giao Hoàng Anh Tuấn Người nhận Bùi Thu Vân",
    "8 Trước hạn BG-260310-1.1",
    # VP: 4 h, until 15:30 and not a minute longer.
    "1. Giao: Văn phòng 2. Nhận: Bộ phận Tiếp nhận và Trả kết quả",
    "15 giờ 30 phút, ngày 10 tháng 3 năm 2026 Người giao Bùi Thu Vân Người nhận Nguyễn Thị Lan",
    "4 Đúng hạn BG-260310-1.2",
)


def test_the_control_sheet_read_back(lived: Path, tmp_path: Path) -> None:
    """Four hand-overs that counted, in order; the one called back and the one sent back left no block."""
    out = tmp_path / "sheet.pdf"
    assert _told(lived, "print", "control_sheet", A, "--out", str(out))["ok"]
    told, place = dense(whole_text(out.read_bytes())), 0
    for text in SHEET:
        found = told.find(dense(text), place)
        assert found >= 0, text
        place = found
    assert told.count("hạnBG-") == 4
    assert "Doanh nghiệp" not in told


def test_both_dues_of_a_joint_dossier_are_on_its_receipt(lived: Path, tmp_path: Path) -> None:
    out = tmp_path / "receipt.pdf"
    assert _told(lived, "print", "receipt", D, "--out", str(out))["ok"]
    told = dense(whole_text(out.read_bytes()))
    for text in (
        "5. Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 30 phút, ngày 06 tháng 3 năm 2026",
        "Phòng Tài nguyên và Môi trường: 17 giờ 30 phút, ngày 05 tháng 3 năm 2026",
    ):
        assert dense(text) in told


def test_the_receipt_of_a_says_which_it_replaces(lived: Path, tmp_path: Path) -> None:
    out = tmp_path / "receipt.pdf"
    assert _told(lived, "print", "receipt", A, "--out", str(out))["ok"]
    assert dense("Bản số 5, thay thế bản số 4") in dense(whole_text(out.read_bytes()))
