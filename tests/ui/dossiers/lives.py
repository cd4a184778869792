"""Dossiers in every state of life for the panel's tests and pictures, on a real trial desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.ui.at_a_page import PageDesk

ASKED = {
    "items": [{"no": 2, "text": "Báo cáo tình hình triển khai"}],
    "reason": "thiếu báo cáo triển khai",
    "ground": "Điều 44 Nghị định 31/2021/NĐ-CP",
    "respond_by": "2026-12-16",
}


def at(desk: PageDesk, day: int, hour: int, minute: int, month: int = 11) -> None:
    """Put the clock of 2026; the next act line is a minute later."""
    desk.clock.set(datetime(2026, month, day, hour, minute))


def at_department(desk: PageDesk, **fields: Any) -> str:
    """Received on 12/11, taken over and given to Minh the same day."""
    at(desk, 12, 9, 39)
    code = desk.acts.received(**fields)
    at(desk, 12, 11, 44)
    desk.acts.done("hand_over", "lan", codes=[code], to="QLDT")
    at(desk, 12, 13, 44)
    desk.acts.done("take_over", "minh", codes=[code])
    desk.acts.done("assign", "dung", codes=[code], officer="minh")
    return code


def asked(desk: PageDesk, **fields: Any) -> str:
    """As `at_department`; waits for papers since 16/11."""
    code = at_department(desk, **fields)
    at(desk, 16, 8, 19)
    desk.acts.done("request_supplement", "minh", code=code, **ASKED)
    return code


def supplemented(desk: PageDesk, **fields: Any) -> str:
    """As `asked`; the papers came on 20/11 and the clock goes on."""
    code = asked(desk, **fields)
    at(desk, 20, 15, 4)
    desk.acts.done("supplement", "lan", code=code, items=[{"no": 2, "copies": 1}])
    return code


def whole(desk: PageDesk) -> str:
    """Nearly every turn there is, up to 20/11: an extension, papers, a fee, other units, a stop."""
    code = at_department(desk)
    at(desk, 13, 8, 0)
    desk.acts.done(
        "extend", "minh", code=code, new_due="2026-12-11", reason="chờ ý kiến", signer="Hoàng Anh Tuấn"
    )
    desk.acts.done(
        "cooperate", "minh", code=code, units=["TNMT", "QHXD"], respond_by="2026-11-27", note="về quy hoạch"
    )
    desk.acts.done("request_supplement", "minh", code=code, **ASKED)
    at(desk, 16, 9, 0)
    desk.acts.done("supplement", "lan", code=code, items=[{"no": 2, "copies": 1}])
    desk.acts.done("request_payment", "lan", code=code, amount_vnd=1_500_000, what="Phí thẩm định")
    at(desk, 18, 8, 0)
    paid = {"amount_vnd": 1_500_000, "method": "transfer", "receipt_no": "0000123"}
    desk.acts.done("pay", "lan", code=code, **paid)
    at(desk, 19, 9, 0)
    desk.acts.done("stop", "dung", code=code, reason="chờ kết luận thanh tra")
    at(desk, 20, 9, 0)
    desk.acts.done("resume", "dung", code=code, reason="đã có kết luận")
    return code


def finished(desk: PageDesk, **fields: Any) -> str:
    """Granted on 18/11, back at the desk."""
    code = at_department(desk, **fields)
    at(desk, 16, 9, 0)
    desk.acts.done("step_done", "minh", codes=[code], note="đủ điều kiện")
    at(desk, 18, 10, 0)
    desk.acts.done(
        "finish", "minh", code=code, outcome="granted", result_no="118/QĐ-BQL", result_on="2026-11-18"
    )
    at(desk, 18, 15, 0)
    desk.acts.passed(code, "minh", "MC", "lan")
    return code


def returned(desk: PageDesk, **fields: Any) -> str:
    """Handed to the applicant on 20/11."""
    code = finished(desk, **fields)
    at(desk, 19, 8, 30)
    desk.acts.done("notify", "lan", code=code, how="điện thoại", text="mời đến nhận kết quả")
    at(desk, 20, 9, 0)
    desk.acts.done("return_result", "lan", code=code, to_whom="Đặng Đức Đạt", method="desk")
    return code


def voided(desk: PageDesk, **fields: Any) -> str:
    """Received by mistake on 20/11, voided by the supervisor."""
    at(desk, 20, 9, 0)
    code = desk.acts.received(**fields)
    desk.acts.done("void", "tuan", code=code, reason="nhập nhầm thủ tục, đã tiếp nhận lại")
    return code


def now(desk: PageDesk) -> None:
    """Monday 23/11, 09:14."""
    at(desk, 23, 9, 14)
