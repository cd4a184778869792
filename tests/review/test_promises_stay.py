"""A voided dossier gets no valid paper; what is taken back moves no due date that a later calendar would."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter_app.commands.printing import print_form
from counter_app.domain.errors import ActNotAllowed
from counter_app.domain.events import EventKind
from counter_app.services.seed import SYSTEM
from counter_app.storage.unit_of_work import UnitOfWork
from tests.builders import Clock
from tests.desks import Counter, a_trial


def a_new_holiday(uow: UnitOfWork) -> None:
    """Friday 27/11/2026 becomes a day off, by a later notice."""
    payload = {
        "years": [],
        "days": [["2026-11-27", "off", "Nghỉ bão", "thông báo sau", True]],
        "version": "vn-2026.2",
        "confirmed_years": [2024, 2025, 2026],
    }
    uow.record("calendar:vn", EventKind.CALENDAR_SET, payload, SYSTEM)
    uow.commit()


def test_a_voided_dossier_gets_neither_receipt_nor_label(tmp_path: Path) -> None:
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        counter = Counter(desk, clock)
        code = counter.received()
        print_form(desk, "receipt", code, tmp_path / "paper.pdf")
        counter.done("void", "tuan", code=code, reason="nhập nhầm")
        for name in ("receipt", "label"):
            with pytest.raises(ActNotAllowed):
                print_form(desk, name, code, tmp_path / "paper.pdf")


def test_a_note_taken_back_leaves_the_due_date_alone(tmp_path: Path) -> None:
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        counter = Counter(desk, clock)
        code = counter.received()
        promised = counter.show(code)["due_at"]
        note = counter.done("note", code=code, text="nhầm hồ sơ")["event_id"]
        desk.write(a_new_holiday)
        assert counter.show(counter.received())["due_at"] > promised, "the new day off counts from now on"
        counter.done("revoke", "tuan", event_id=note, reason="ghi nhầm")
        assert counter.show(code)["due_at"] == promised
        assert counter.is_sound()
