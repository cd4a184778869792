"""Papers brought at a desk that had no data of the dossier: the clock goes on by them, and the due is counted
as if they had been brought where the dossier was known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from counter_app.commands import reads
from tests.desks import person
from tests.sync.around import Around, desks_around

ASKED = {"items": [{"no": 2, "text": "Bản vẽ"}], "reason": "thiếu", "ground": "Điều 17"}


@pytest.fixture
def around() -> Iterator[Around]:
    """Two desks that have met."""
    with desks_around(2) as made:
        made.meet_all()
        yield made


def received(around: Around, procedure: str, name: str) -> str:
    form = {"procedure": procedure, "applicant": person(name), "components": [{"no": 1, "copies": 1}]}
    return around.receive(1, **form)


def shown(around: Around, number: int, code: str) -> dict[str, Any]:
    value = reads.show(around.desks[number].desk, code)
    return {
        key: value[key] for key in ("status", "due_at", "due_first", "own_due", "receipt_version", "paused")
    }


@pytest.mark.parametrize("procedure", ["DT-09", "LD-01", "XNK-01"])
def test_the_due_is_counted_when_the_data_come(around: Around, procedure: str) -> None:
    there = received(around, procedure, "Đỗ Đình Đức")
    here = received(around, procedure, "Đặng Thị Đào")
    for code in (there, here):
        around.done(1, "request_supplement", code=code, **ASKED)
    before = shown(around, 1, here)
    around.time.now += timedelta(days=6)
    told = around.done(2, "supplement", code=here, items=[{"no": 2}])
    assert (told["status"], told["warnings"]) == ("awaiting_data", ["awaits_data", "due_not_counted"])
    around.time.now -= timedelta(minutes=1)
    around.done(1, "supplement", code=there, items=[{"no": 2}])
    around.meet_all()
    after = shown(around, 1, here)
    assert after["status"] == "received" and after["due_at"] > (before["due_first"] or "")
    wanted = shown(around, 1, there)
    assert {key: after[key][:10] for key in ("due_at", "due_first")} == {
        key: wanted[key][:10] for key in ("due_at", "due_first")
    }
    assert (after["receipt_version"], after["own_due"] is None) == (2, wanted["own_due"] is None)
    assert shown(around, 2, here) == after
    around.assert_all_same()


def test_a_correction_made_while_the_clock_stood_still_leaves_a_due(around: Around) -> None:
    """Counted at a desk that did not know that the papers had been brought elsewhere."""
    code = received(around, "DT-09", "Đỗ Đình Đức")
    around.done(1, "request_supplement", code=code, **ASKED)
    around.meet_all()
    around.done(2, "supplement", code=code, items=[{"no": 2}])
    changes = {"procedure": "LD-01"}
    around.done(1, "correct", "tuan", code=code, changes=changes, reason="nhầm thủ tục")
    around.meet(2)
    around.meet_all()
    after = shown(around, 1, code)
    assert (after["status"], after["paused"]) == ("received", False)
    assert after["due_at"] is not None
    around.assert_all_same()
