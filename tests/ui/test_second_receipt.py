"""A receipt that does not stand says its code on the life line: it is on paper, and somebody brings it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from counter_app.domain.events import EventKind as K
from counter_app.queries.life import Effect, LifeEvent
from counter_app.ui.life_said import what_was_said


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        (Effect.CONFLICT, "giấy hẹn mã H24.28-261123-0401"),
        (Effect.STRUCK, "giấy hẹn mã H24.28-261123-0401"),
        (Effect.COUNTS, "trực tiếp"),
    ],
)
def test_the_code_of_a_receipt_without_effect_is_told(effect: Effect, said: str) -> None:
    words: Any = None
    data = {"code": "H24.28-261123-0401"}
    event = LifeEvent("1" * 32, str(K.RECEIVED), datetime(2026, 11, 23, 9), "lan", "MC", data, effect)
    assert what_was_said(words, event) == said
