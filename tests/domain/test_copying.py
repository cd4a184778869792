"""Copies of dossiers and their parts: as `dataclasses.replace` makes them, and as strict about names."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

import pytest

from counter_app.domain.copying import replace
from counter_app.domain.dossier import Dossier, Status
from counter_app.domain.dossier_parts import Stay
from counter_app.domain.due import LimitUnit, TimeLimit

AT = datetime(2026, 11, 23, 9, 14)


@pytest.mark.parametrize(
    ("value", "changes"),
    [
        (Dossier("dossier:1", code="H24.28-261123-0001"), {"status": Status.RECEIVED, "last_at": AT}),
        (Dossier("dossier:1"), {}),
        (Stay("MC", AT, "lan"), {"until": AT, "batch": "BG-1"}),
    ],
)
def test_a_copy_is_what_dataclasses_would_make(value: Any, changes: dict[str, Any]) -> None:
    before = dict(vars(value))
    copy = replace(value, **changes)
    assert copy == dataclasses.replace(value, **changes)
    assert type(copy) is type(value)
    assert copy is not value
    assert vars(value) == before


def test_a_name_that_is_no_field_is_refused() -> None:
    with pytest.raises(TypeError, match="Dossier has no field holders"):
        replace(Dossier("dossier:1"), holder="MC", holders="MC")


def test_what_is_checked_when_it_is_made_is_not_copied_unchecked() -> None:
    with pytest.raises(TypeError, match="TimeLimit"):
        replace(TimeLimit(3, LimitUnit.WORKING_DAY), amount=-1)
