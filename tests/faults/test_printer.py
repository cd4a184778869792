"""F30: the paper does not come out. The dossier is kept, told at the next start, and printed again."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from counter_app.bootstrap import Desk
from counter_app.commands.printing import print_form
from counter_app.domain.errors import FileNotWritten
from tests.builders import Clock
from tests.faults.counter import received_on
from tests.faults.oracle import judge, look
from tests.faults.paper import Paper
from tests.faults.prepared import opened


def _printed(desk: Desk, code: str, out: Path) -> str:
    print_form(desk, "receipt", code, out, by="lan")
    return "\n".join(page.extract_text() for page in PdfReader(out).pages)


def test_a_receipt_that_could_not_be_printed_is_told_and_printed_later(
    trial: Path, paper: Paper, clock: Clock, tmp_path: Path
) -> None:
    with opened(trial, clock) as desk:
        (code,) = received_on(desk, paper, "a")
        with pytest.raises(FileNotWritten):
            print_form(desk, "receipt", code, tmp_path / "away" / "receipt.pdf", by="lan")
        assert look(trial).printed == frozenset()
    with opened(trial, clock) as desk:
        assert desk.startup.not_printed == (code,)
        texts = [_printed(desk, code, tmp_path / f"{number}.pdf") for number in range(4)]
        assert all(code in text for text in texts)
        assert ["In lại lần" in text for text in texts] == [False, False, True, True]
        assert "In lại lần 4" in texts[3]
        assert received_on(desk, paper, "b") == ["H24.28-261123-0002"]
    with opened(trial, clock) as desk:
        assert desk.startup.not_printed == ("H24.28-261123-0002",)
    assert len(look(trial).issued) == 2
    assert judge(trial, paper, clock).complaints == ()


def test_what_was_not_printed_before_a_long_holiday_is_told_after_it(
    trial: Path, paper: Paper, clock: Clock
) -> None:
    with opened(trial, clock) as desk:
        (code,) = received_on(desk, paper, "a")
    clock.move(days=9)
    with opened(trial, clock) as desk:
        assert desk.startup.not_printed == (code,)
