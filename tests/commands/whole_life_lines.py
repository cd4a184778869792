"""The scripted life: act lines around Tết 2026, and what must come of each, worked by hand.

Hours 07:30-11:30 and 13:30-17:30; a working day has 8 h. Days off (the calendar's notices): Sat 07 and Sun
08/02, Sat 14 and Sun 15/02, **Mon 16 - Fri 20/02 Tết** (9441/TB-BNV), Sat 21 and Sun 22/02, and the plain
weekends 28/02-01/03, 07-08/03. Working days from reception on:
Thu 05, Fri 06 · Mon 09, Tue 10, Wed 11, Thu 12, Fri 13/02 · Mon 23, Tue 24, Wed 25, Thu 26, Fri 27/02 ·
Mon 02, Tue 03, Wed 04, Thu 05, Fri 06/03 · Mon 09, Tue 10, Wed 11, Thu 12, Fri 13/03.

A fee cannot be asked for while papers are awaited, nor papers while a fee is (the table of acts). What does
overlap is a stop within an awaited fee, and a request for papers in the very minute the fee is paid: three
spans that are one pause. A, B … stand for codes, and `$name` for the event id of the line called so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

COMPANY = {
    "kind": "organisation",
    "name": "Công ty TNHH Cơ khí Chính xác Đông Đô",
    "id_kind": "mst",
    "id_number": "0299001487",
    "representative": "Đặng Đức Đạt",
}
A, B, C = "H24.28-260205-0001", "H24.28-260210-0001", "H24.28-260213-0001"
D, E, F = "H24.28-260303-0001", "H24.28-260303-0002", "H24.28-260303-0003"
PORTAL, PORTAL_2 = "G04.28-0001-TT", "G04.28-0002-TT"


@dataclass(frozen=True)
class Line:
    """One act line, at a moment of 2026 written `02-05T15:30`; the answer must hold `gives`."""

    at: str
    by: str
    act: str
    fields: dict[str, Any]
    gives: dict[str, Any]
    called: str = ""


def _intake(procedure: str, *nos: int, **more: Any) -> dict[str, Any]:
    papers = [{"no": no, "copies": 1} for no in nos]
    return {"procedure": procedure, "applicant": COMPANY, "components": papers} | more


def _moved(holder: str, status: str, batch: str | None = None) -> dict[str, Any]:
    return {"results.0.holder": holder, "results.0.status": status} | ({"batch": batch} if batch else {})


def _refused(error: str, **facts: Any) -> dict[str, Any]:
    return {"error": error} | {f"facts.{name}": value for name, value in facts.items()}


WORDS = {"reason": "thiếu tài liệu", "ground": "Điều 36 Nghị định 96/2026/NĐ-CP"}

# --- A: DT-07, 10 working days; steps MC 4 h, QLDT 4+48+8 = 60 h, LD 8 h, VP 4 h, MC 4 h -------------------
LIFE_OF_A = (
    # Day 0 Thu 05/02. 06/02 is 1, 09-13/02 are 2-6, (14-22/02 weekend, Tết, weekend), 23-26/02 are 7-10:
    # due Thu 26/02. The desk's 4 h from 15:30: 2 h on Thursday, 2 h on Friday: Fri 06/02 09:30.
    Line("02-05T15:30", "lan", "receive", _intake("DT-07", 1, 2),
         {"code": A, "due_at": "2026-02-26T17:30", "missing": [3, 4], "book": "DT-2026-1"}),
    Line("02-05T16:00", "lan", "hand_over", {"codes": [A], "to": "QLDT"},
         _moved("MC", "received", "BG-260205-1.1")),
    Line("02-05T16:20", "lan", "recall", {"batch": "BG-260205-1.1", "reason": "kẹp thiếu tờ khai"},
         _moved("MC", "received", "BG-260205-1.1")),
    Line("02-06T08:00", "lan", "hand_over", {"codes": [A], "to": "QLDN"},
         _moved("MC", "received", "BG-260206-1.1")),
    Line("02-06T08:10", "hoa", "decline", {"codes": [A], "reason": "việc của phòng Đầu tư"},
         _moved("MC", "received")),
    Line("02-06T08:30", "lan", "hand_over", {"codes": [A], "to": "QLDT"},
         _moved("MC", "received", "BG-260206-1.2")),
    # Taken at 10:00, the desk's own due was 09:30: the desk is late. QLDT's 60 h from Fri 10:00: 5.5 h that
    # day, 40 h on 09-13/02, 8 h on 23/02, 6.5 h on 24/02 (4 h to 11:30, 2.5 h from 13:30): Tue 24/02 16:00.
    Line("02-06T10:00", "minh", "take_over", {"batch": "BG-260206-1.2"}, _moved("QLDT", "processing")),
    Line("02-06T10:30", "dung", "assign", {"codes": [A], "officer": "minh"}, _moved("QLDT", "processing")),
    Line("02-06T11:00", "minh", "step_done", {"codes": [A], "note": "đã phân công"},
         _moved("QLDT", "processing")),
    Line("02-09T09:00", "minh", "cooperate",
         {"code": A, "units": ["TNMT", "QHXD"], "respond_by": "2026-02-12", "note": "xin ý kiến"},
         {"status": "processing", "holder": "QLDT", "due_at": "2026-02-26T17:30"}),
    # Round 1, over Tết: from Tue 10/02 14:00 to Mon 23/02 08:15 stand 11, 12, 13, 23/02: 4 days, so the due
    # goes from 26/02 to 27/02, 02, 03, 04/03. QLDT's own: 3.5 + 24 + 0.75 = 28.25 h after 24/02 16:00:
    # 1.5 h that day, 24 h on 25-27/02, 2.75 h on Mon 02/03: 10:15.
    Line("02-10T14:00", "minh", "request_supplement",
         {"code": A, "items": [{"no": 3, "text": "Báo cáo tài chính"}, {"no": 4, "text": "Đề xuất dự án"}],
          "respond_by": "2026-02-24", **WORDS},
         {"status": "awaiting_supplement", "number": 1, "due_at": None, "slip": None, "code": A}),
    Line("02-11T09:00", "minh", "finish", {"code": A, "outcome": "granted"},
         _refused("act_not_allowed", act="finish", status="awaiting_supplement")),
    Line("02-23T08:15", "lan", "supplement", {"code": A, "items": [{"no": 3, "copies": 1}, {"no": 4}]},
         {"status": "processing", "due_at": "2026-03-04T17:30", "receipt_version": 2}),
    # The fee, awaited from Wed 25/02 09:00, with a stop inside it …
    Line("02-25T09:00", "lan", "request_payment", {"code": A, "amount_vnd": 50_000, "what": "phí thẩm định"},
         {"status": "awaiting_payment", "due_at": None, "holder": "QLDT"}),
    Line("02-25T10:00", "dung", "stop", {"code": A, "reason": "chờ kết luận thanh tra"},
         {"status": "stopped", "due_at": None}, "stop"),
    Line("02-26T08:00", "dung", "resume", {"code": A, "reason": "đã có kết luận"},
         {"status": "awaiting_payment", "due_at": None}),
    Line("02-26T13:00", "lan", "pay",
         {"code": A, "amount_vnd": 30_000, "method": "cash", "receipt_no": "0001"},
         _refused("invalid_field", field="amount_vnd", owed=50_000)),
    # … paid Thu 26/02 14:00: 26/02 stood, 04/03 -> 05/03. QLDT: 6.5 + 4.5 = 11 h
    # after 02/03 10:15: 5.25 h that day, 5.75 h on Tue 03/03: 15:15.
    Line("02-26T14:00", "lan", "pay",
         {"code": A, "amount_vnd": 30_000, "method": "cash", "receipt_no": "0001", "exemption": "giảm phí"},
         {"status": "processing", "due_at": "2026-03-05T17:30"}),
    # Round 2 in the same minute, to Fri 27/02 11:00: the one pause from 25/02 09:00 lets 26 and 27/02 stand:
    # 2 days after 04/03: Fri 06/03. Own: 6.5 + 8 + 3.5 = 18 h after 02/03 10:15: 1.25 + 4 h that day, 8 h on
    # 03/03, 4.75 h on 04/03: 14:15.
    Line("02-26T14:00", "minh", "request_supplement",
         {"code": A, "items": [{"no": 5, "text": "Giấy tờ đất"}], **WORDS},
         {"status": "awaiting_supplement", "number": 3}),
    Line("02-27T11:00", "lan", "supplement", {"code": A, "items": [{"no": 5}]},
         {"status": "processing", "due_at": "2026-03-06T17:30", "receipt_version": 3}),
    # Received in truth on Wed 04/02 16:50: 05/02 is 1, 06/02 is 2, 09-13/02 are 3-7, 23-25/02 are 8-10: first
    # due Wed 25/02; round 1 adds 4: 26, 27/02, 02, 03/03; the second pause 2: 04, 05/03.
    Line("02-27T15:00", "lan", "correct",
         {"code": A, "changes": {"received_at": "2026-02-04T16:50"}, "reason": "nhập bù"},
         _refused("correction_too_late", received_on="2026-02-05")),
    Line("02-27T15:00", "tuan", "correct",
         {"code": A, "changes": {"received_at": "2026-02-04T16:50"}, "reason": "nhập bù"},
         {"status": "processing", "due_at": "2026-03-05T17:30", "receipt_version": 4}),
    # Round 3, asked on Sat 28/02 09:00, brought Mon 02/03 07:45: 02/03 stands: 05/03 -> Fri 06/03.
    # Own: a quarter of an hour of working time: 04/03 14:15 -> 14:30.
    Line("02-28T09:00", "minh", "request_supplement",
         {"code": A, "items": [{"no": 6, "text": "Giải trình công nghệ"}], **WORDS},
         {"status": "awaiting_supplement", "number": 4}),
    Line("03-02T07:45", "lan", "supplement", {"code": A, "items": [{"no": 6}]},
         {"status": "processing", "due_at": "2026-03-06T17:30", "receipt_version": 5}),
    # The extension, once: both dates are kept.
    Line("03-04T10:00", "dung", "extend",
         {"code": A, "new_due": "2026-03-06", "reason": "chờ Bộ trả lời", "signer": "Phạm Anh Tuấn"},
         _refused("extension_not_possible", because="not_after_due")),
    Line("03-04T10:00", "dung", "extend",
         {"code": A, "new_due": "2026-03-12", "reason": "chờ Bộ trả lời", "signer": "Phạm Anh Tuấn"},
         {"status": "processing", "due_at": "2026-03-12T17:30"}, "extend"),
    Line("03-04T10:30", "dung", "extend",
         {"code": A, "new_due": "2026-03-13", "reason": "nữa", "signer": "Phạm Anh Tuấn"},
         _refused("already_extended", act="extend", due_first="2026-03-06T17:30")),
    # A stop after it moves the extended date: Thu 05/03 08:00 to Fri 06/03 16:00, 06/03 stands: 12 -> 13/03.
    # It begins after QLDT's own due (04/03 14:30): late stays late, the own due stays.
    Line("03-05T08:00", "dung", "stop", {"code": A, "reason": "mất điện"}, {"status": "stopped"}),
    Line("03-06T16:00", "dung", "resume", {"code": A, "reason": "có điện"},
         {"status": "processing", "due_at": "2026-03-13T17:30"}, "resumed"),
    # QLDT (04/03 14:30) hands on at Mon 09/03 10:00: late. LD's 8 h from there: 5.5 h, 2.5 h:
    # Tue 10/03 10:00.
    Line("03-09T09:00", "minh", "hand_over", {"codes": [A], "to": "LD"}, {"batch": "BG-260309-1.1"}),
    Line("03-09T10:00", "tuan", "take_over", {"codes": [A]}, _moved("LD", "processing")),
    # LD hands on at Tue 10/03 09:30: early. VP's 4 h from there: 2 h to 11:30, 2 h from 13:30: 15:30.
    Line("03-10T09:00", "tuan", "hand_over", {"codes": [A], "to": "VP"}, {"batch": "BG-260310-1.1"}),
    Line("03-10T09:30", "van", "take_over", {"codes": [A]}, _moved("VP", "processing")),
    # Finished on Tue 10/03, due Fri 13/03: early. VP hands on at 15:30, the very minute: on time.
    Line("03-10T15:00", "van", "finish",
         {"code": A, "outcome": "granted", "result_no": "12/GCN", "result_on": "2026-03-10"},
         {"status": "finished", "holder": "VP", "due_at": "2026-03-13T17:30"}),
    Line("03-10T15:10", "van", "hand_over", {"codes": [A], "to": "MC"}, {"batch": "BG-260310-1.2"}),
    Line("03-10T15:30", "lan", "take_over", {"codes": [A]}, _moved("MC", "finished")),
    Line("03-11T08:00", "tuan", "reopen", {"code": A, "reason": "sai tên dự án"}, {"status": "processing"}),
    Line("03-11T16:00", "tuan", "finish", {"code": A, "outcome": "granted", "result_no": "31/GCN"},
         {"status": "finished"}, "wrong number"),
    Line("03-11T16:10", "tuan", "revoke", {"event_id": "$wrong number", "reason": "gõ nhầm số"},
         {"status": "processing", "due_at": "2026-03-13T17:30"}),
    Line("03-11T16:20", "tuan", "finish", {"code": A, "outcome": "granted", "result_no": "13/GCN"},
         {"status": "finished"}),
    Line("03-12T08:00", "lan", "notify", {"code": A, "how": "điện thoại", "text": "mời đến nhận"},
         {"status": "finished"}),
    Line("03-12T09:00", "lan", "return_result", {"code": A, "to_whom": "Lê Thị Hoa"},
         _refused("invalid_field", field="proxy_paper")),
    Line("03-12T09:05", "lan", "return_result",
         {"code": A, "to_whom": "Lê Thị Hoa", "id_number": "031199001234", "proxy_paper": "GUQ 07"},
         {"status": "returned"}, "wrong person"),
    Line("03-12T09:30", "tuan", "revoke", {"event_id": "$wrong person", "reason": "giấy ủy quyền hết hạn"},
         {"status": "finished", "holder": "MC"}),
    Line("03-12T10:00", "lan", "return_result",
         {"code": A, "to_whom": "Công ty TNHH Cơ khí Chính xác Đông Đô", "method": "post"},
         {"status": "returned", "due_at": "2026-03-13T17:30"}),
    Line("03-12T10:05", "lan", "survey", {"code": A, "scores": {"overall": 4}}, {"status": "returned"}),
)

# --- B: received as DT-09 (3 days), in truth LD-01 (7 days; MC 4 h, QLDN 2+36+4 = 42 h); withdrawn ---------
LIFE_OF_B = (
    # Day 0 Tue 10/02; 11, 12, 13/02: due Fri 13/02.
    Line("02-10T08:00", "lan", "receive", _intake("DT-09", 1), {"code": B, "due_at": "2026-02-13T17:30"}),
    # 7 days: 11, 12, 13/02 are 1-3, 23, 24, 25, 26/02 are 4-7: Thu 26/02. A new book, its number 1.
    Line("02-10T09:00", "lan", "correct",
         {"code": B, "changes": {"procedure": "LD-01", "components": [{"no": 1, "copies": 1}]},
          "reason": "chọn nhầm thủ tục"},
         {"due_at": "2026-02-26T17:30", "receipt_version": 2, "status": "received"}),
    Line("02-10T10:00", "lan", "hand_over", {"codes": [B], "to": "QLDN"}, {"batch": "BG-260210-1.1"}),
    # QLDN's 42 h from Tue 10:30: 5 h, 24 h on 11-13/02, 8 h on 23/02, 5 h on 24/02: 14:30.
    Line("02-10T10:30", "hoa", "take_over", {"batch": "BG-260210-1.1"}, _moved("QLDN", "processing")),
    # Paid by mistake on 12/02: 12/02 stood, due 27/02; taken back: it stands since 11/02 09:00 again.
    Line("02-11T09:00", "lan", "request_payment", {"code": B, "amount_vnd": 30_000, "what": "lệ phí"},
         {"status": "awaiting_payment"}),
    Line("02-12T10:00", "lan", "pay",
         {"code": B, "amount_vnd": 30_000, "method": "transfer", "receipt_no": "0002"},
         {"status": "processing", "due_at": "2026-02-27T17:30"}, "not paid"),
    Line("02-13T08:00", "tuan", "revoke", {"event_id": "$not paid", "reason": "chuyển nhầm tài khoản"},
         {"status": "awaiting_payment", "due_at": None}),
    # Paid Mon 23/02 10:00: 12, 13, 23/02 stood: 26/02 -> 27/02, 02, 03/03. QLDN's own: 6.5 + 16 + 2.5 = 25 h
    # after 24/02 14:30: 3 h, 16 h on 25-26/02, 6 h on Fri 27/02: 15:30.
    Line("02-23T10:00", "lan", "pay",
         {"code": B, "amount_vnd": 30_000, "method": "cash", "receipt_no": "0003"},
         {"status": "processing", "due_at": "2026-03-03T17:30"}, "paid"),
    Line("03-02T08:00", "hoa", "extend",
         {"code": B, "new_due": "2026-03-06", "reason": "chờ ý kiến", "signer": "Phạm Anh Tuấn"},
         {"due_at": "2026-03-06T17:30"}, "no extension"),
    Line("03-02T09:00", "tuan", "revoke", {"event_id": "$no extension", "reason": "không cần"},
         {"due_at": "2026-03-03T17:30", "status": "processing"}),
    Line("03-02T14:00", "lan", "withdraw", {"code": B, "reason": "doanh nghiệp rút"},
         {"status": "withdrawn"}),
    Line("03-02T15:00", "hoa", "hand_over", {"codes": [B], "to": "MC"}, {"batch": "BG-260302-1.1"}),
    Line("03-02T15:30", "lan", "take_over", {"codes": [B]}, _moved("MC", "withdrawn")),
    Line("03-02T16:00", "lan", "return_result", {"code": B, "to_whom": "Đặng Đức Đạt"},
         {"status": "returned"}),
)

# --- C: online, XNK-01, 6 working hours; registered, asked for papers, received, done at the desk ----------
LIFE_OF_C = (
    Line("02-12T20:00", "lan", "register",
         _intake("XNK-01", 1, channel="online", return_by="post", portal_code=PORTAL),
         {"status": "registered", "portal_code": PORTAL, "due_at": None}),
    Line("02-13T08:00", "lan", "request_supplement",
         {"code": PORTAL, "items": [{"no": 2, "text": "Mẫu D"}], **WORDS},
         {"status": "awaiting_supplement", "number": 2}),
    Line("02-13T10:00", "lan", "supplement", {"code": PORTAL, "items": [{"no": 2}]},
         {"status": "registered", "due_at": None}),
    # 6 h from Fri 13/02 14:00: 3.5 h that day, (Tết), 2.5 h on Mon 23/02: 10:00.
    Line("02-13T14:00", "lan", "receive", {"code": PORTAL}, {"code": C, "due_at": "2026-02-23T10:00"}),
    Line("02-23T10:00", "lan", "finish", {"code": C, "outcome": "granted", "result_no": "C/O 1"},
         {"status": "finished", "holder": "MC"}),
    Line("02-23T10:10", "lan", "return_result", {"code": C, "to_whom": "Đông Đô", "method": "post"},
         {"status": "returned"}),
)

# --- the rest: joint dossier, void, refusals, slips --------------------------------------------------------
OTHERS = (
    # Joint: TNMT has its own day inside the whole. DT-09, day 0 Tue 03/03; 04, 05, 06/03.
    Line("03-03T08:00", "lan", "receive",
         _intake("DT-09", 1, joint=[{"unit": "TNMT", "due": "2026-03-05"}], duplicate_reason="dự án khác"),
         {"code": D, "due_at": "2026-03-06T17:30"}),
    Line("03-03T08:05", "tuan", "recalculate",
         {"codes": [D], "calendar_version": "$calendar", "reason": "xem lại lịch"}, _moved("MC", "received")),
    Line("03-03T08:10", "lan", "receive", _intake("DT-09", 1, duplicate_reason="nhập trùng"), {"code": E}),
    Line("03-03T08:20", "tuan", "void", {"code": E, "reason": "nhập hai lần"}, {"status": "voided"}),
    Line("03-03T08:25", "lan", "note", {"code": E, "text": "đã báo người nộp"}, {"status": "voided"}),
    # Refused after reception, while papers are awaited: form 03, its first number is that of the slip below.
    Line("03-03T08:30", "lan", "refuse",
         {"procedure": "DT-09", "applicant": COMPANY, "components": [], "channel": "direct", **WORDS},
         {"slip": "TC-260303-1.1", "number": 1, "status": "refused"}),
    Line("03-03T08:35", "lan", "request_supplement",
         {"procedure": "DT-09", "applicant": COMPANY, "components": [], "channel": "direct",
          "items": [{"text": "Văn bản đề nghị"}], **WORDS},
         {"slip": "BS-260303-1.1", "number": 5, "status": "awaiting_supplement"}),
    Line("03-03T09:00", "lan", "receive",
         _intake("DT-09", 1, slip="BS-260303-1.1", duplicate_reason="dự án khác"), {"code": F}),
    Line("03-03T09:10", "lan", "request_supplement",
         {"code": F, "items": [{"no": 2, "text": "Bản gốc"}], **WORDS}, {"number": 6, "code": F}),
    Line("03-04T09:00", "lan", "refuse", {"code": F, **WORDS}, {"number": 2, "status": "refused"}),
    Line("03-04T09:10", "lan", "return_result", {"code": F, "to_whom": "Đặng Đức Đạt"},
         {"status": "returned"}),
    Line("03-04T10:00", "lan", "register", _intake("DT-09", 1, portal_code=PORTAL_2),
         {"status": "registered"}),
    Line("03-04T10:10", "lan", "refuse", {"code": PORTAL_2, **WORDS}, {"number": 3, "status": "refused"}),
    Line("03-12T10:30", "lan", "feedback", {"text": "Chờ lâu", "from": "Lê Thị Hoa", "channel": "direct"},
         {"number": 1}),
    Line("03-12T10:40", "tuan", "answer_feedback", {"feedback": "1", "answer": "Xin tiếp thu"},
         {"number": 1}),
    Line("03-12T11:00", "tuan", "confirm_clock", {"reason": "đã chỉnh giờ"}, {"ok": True}),
)

LIFE = tuple(sorted((*LIFE_OF_A, *LIFE_OF_B, *LIFE_OF_C, *OTHERS), key=lambda line: line.at))
"""All lines by their moment; lines of one minute stay in the order they are written in."""
