"""What the return desk finds in the morning: results at the desk and elsewhere, and papers to give back."""

from __future__ import annotations

from typing import Any

from tests.desks import Counter


def withdrawn(counter: Counter, **fields: Any) -> str:
    """A dossier taken back by the applicant; its papers lie at the desk."""
    code = counter.received(**fields)
    counter.done("withdraw", "lan", code=code, reason="đổi phương án")
    return code


def finished(counter: Counter, *, is_back: bool = True, number: str = "12/GCN", **fields: Any) -> str:
    """A granted result, brought back to the desk or still in the department."""
    code = counter.received(**fields)
    counter.passed(code, "lan", "QLDT", "minh")
    today = counter.clock.local.date().isoformat()
    counter.done("finish", "minh", code=code, outcome="granted", result_no=number, result_on=today)
    if is_back:
        counter.passed(code, "minh", "MC", "lan")
    return code
