"""The piles without a window: what a scan does, what a reload keeps, which unit is proposed."""

from __future__ import annotations

from datetime import datetime

import pytest

from counter_app.queries.handover import Batch, BatchLine, HeldRow, Place, Readiness
from counter_app.ui.pages.handover.give_pile import GivePile, GiveScan
from counter_app.ui.pages.handover.lines import Standing, is_nearly_scanned
from counter_app.ui.pages.handover.take_pile import TakePile, TakeScan

AT = datetime(2026, 11, 23, 9, 12)
LATER = datetime(2026, 11, 23, 9, 30)
UNITS = ("MC", "QLDT", "TNMT", "LD")


def held(n: int, unit: str = "QLDT", readiness: Readiness = Readiness.READY) -> HeldRow:
    code = f"H24.28-261123-{n:04d}"
    return HeldRow(f"s{n}", code, "received", "DT-08", "Thủ tục", "Chủ", None, None, unit, (2,), readiness)


def line(n: int, place: Place = Place.IN_TRANSIT) -> BatchLine:
    taken = "2026-11-23T08:50" if place is Place.TAKEN else None
    code = f"H24.28-261123-{n:04d}"
    return BatchLine(f"s{n}", code, "processing", "DT-08", "Thủ tục", "Chủ", None, place, taken)


def batch(number: int, *lines: BatchLine) -> Batch:
    return Batch(f"BG-261123-1.{number}", "MC", "QLDT", f"2026-11-23T08:{number:02d}", "lan", lines)


def pile(*rows: HeldRow) -> GivePile:
    made = GivePile()
    made.set_rows(rows, UNITS)
    return made


def standings(made: GivePile | TakePile) -> list[Standing]:
    return [each.standing for each in made.lines()]


def test_the_unit_with_most_ready_is_proposed_and_a_choice_is_kept() -> None:
    made = pile(held(1, "TNMT"), held(2), held(3), held(4, "LD", Readiness.IN_WORK))
    assert made.unit == "QLDT"
    made.choose("TNMT")
    made.set_rows([held(2), held(3)], UNITS)
    assert made.unit == "TNMT"
    assert made.lines() == ()
    made.clear()
    assert made.unit == "QLDT"


def test_the_proposal_follows_the_lists_until_something_is_scanned() -> None:
    made = pile(held(1))
    made.set_rows([held(1), held(2, "TNMT"), held(3, "TNMT")], UNITS)
    assert made.unit == "TNMT"
    made.scan(held(2, "TNMT"), AT)
    made.set_rows([held(1), held(4), held(5), held(6), held(2, "TNMT")], UNITS)
    assert made.unit == "TNMT"


@pytest.mark.parametrize(
    ("row", "became", "standing"),
    [
        (held(9), GiveScan.TICKED, Standing.TICKED),
        (held(9, readiness=Readiness.IN_WORK), GiveScan.TICKED_IN_WORK, Standing.TICKED),
        (held(9, "TNMT"), GiveScan.ASIDE, Standing.ASIDE_UNIT),
        (held(9, readiness=Readiness.PAUSED), GiveScan.ASIDE, Standing.ASIDE_PAUSED),
        (held(9, "", Readiness.NO_WAY_ON), GiveScan.ASIDE, Standing.ASIDE_END),
    ],
)
def test_what_a_scan_does_in_a_pile_that_was_begun(
    row: HeldRow, became: GiveScan, standing: Standing
) -> None:
    made = pile(held(1), held(2))
    made.scan(held(1), AT)
    assert made.scan(row, LATER) is became
    (found,) = [each for each in made.lines() if each.row.stream == "s9"]
    assert (found.standing, found.at) == (standing, LATER)
    is_in = became is not GiveScan.ASIDE
    assert (row in made.in_pile()) is is_in


def test_the_second_scan_keeps_the_time_of_the_first() -> None:
    made = pile(held(1), held(2))
    made.scan(held(1), AT)
    assert made.scan(held(1), LATER) is GiveScan.AGAIN
    assert made.scanned_at("s1") == AT
    made.choose("TNMT")
    assert made.scan(held(1), LATER) is GiveScan.AGAIN_ELSEWHERE


def test_a_reload_updates_rows_and_keeps_the_scans_that_hold() -> None:
    made = pile(held(1), held(2), held(3))
    for n in (1, 2):
        made.scan(held(n), AT)
    lost = made.set_rows([held(1), held(3), held(4)], UNITS)
    assert lost == ("H24.28-261123-0002",)
    assert [each.row.stream for each in made.lines() if each.standing is Standing.TICKED] == ["s1"]
    assert made.tally() == (1, 3)


def test_a_scanned_dossier_that_now_goes_elsewhere_is_no_longer_ticked_silently() -> None:
    made = pile(held(1), held(2), held(3))
    made.scan(held(1), AT)
    made.set_rows([held(1, "TNMT"), held(2), held(3)], UNITS)
    assert made.lines()[-1].standing is Standing.ANYWAY


def test_what_is_left_for_later_counts_no_more_and_may_still_come() -> None:
    made = pile(held(1), held(2))
    made.scan(held(1), AT)
    made.defer_missing()
    assert (standings(made), made.tally()) == ([Standing.DEFERRED, Standing.TICKED], (1, 1))
    made.defer("s2")
    assert standings(made)[0] is Standing.MISSING
    made.defer("s1")
    assert standings(made)[1] is Standing.TICKED, "what was scanned is not left out by a slip"
    made.defer("s2")
    made.scan(held(2), AT)
    assert made.tally() == (2, 2)


def test_ticking_by_hand_goes_both_ways() -> None:
    made = pile(held(1), held(2))
    made.toggle("s1", AT)
    made.toggle("s1", AT)
    assert made.is_untouched()
    made.scan(held(1), AT)
    made.scan(held(5, "TNMT"), AT)
    made.toggle("s5", AT)
    assert made.lines()[-1].standing is Standing.ANYWAY
    made.toggle("s5", AT)
    assert made.lines()[-1].standing is Standing.ASIDE_UNIT
    made.forget_aside()
    assert made.scanned_at("s5") is None


def test_giving_leaves_the_other_piles_alone() -> None:
    made = pile(held(1), held(2, "TNMT"))
    made.scan(held(1), AT)
    made.scan(held(2, "TNMT"), AT)
    assert made.move_aside() == ("TNMT",)
    made.given(["s1"])
    assert made.unit == "TNMT"
    assert [row.stream for row in made.in_pile()] == ["s2"]


def test_half_a_pile_must_be_scanned_before_the_rest_is_missing() -> None:
    assert not is_nearly_scanned(0, 0)
    assert not is_nearly_scanned(0, 1)
    assert not is_nearly_scanned(1, 3)
    assert is_nearly_scanned(1, 2)
    assert is_nearly_scanned(6, 7)


def test_the_oldest_batch_is_shown_until_one_is_begun() -> None:
    made = TakePile()
    made.set_batches([batch(2, line(3), line(4)), batch(1, line(1), line(2))])
    assert made.number == "BG-261123-1.1"
    assert made.scan("s3", AT) is TakeScan.TICKED_OTHER_BATCH
    assert made.scan("s3", LATER) is TakeScan.AGAIN
    assert made.scan("s9", AT) is TakeScan.NOT_LISTED
    made.choose("BG-261123-1.1")
    made.set_batches([batch(2, line(3), line(4))])
    assert made.number == "BG-261123-1.2", "a batch that is over gives way to the one begun"
    assert made.tally() == (1, 2)


def test_what_was_taken_or_went_back_is_no_longer_to_be_scanned() -> None:
    made = TakePile()
    made.set_batches([batch(1, line(1, Place.TAKEN), line(2, Place.BACK), line(3), line(4))])
    assert standings(made) == [Standing.TAKEN, Standing.BACK, Standing.WAITING, Standing.WAITING]
    made.toggle("s1", AT)
    made.toggle("s3", AT)
    made.toggle("s4", AT)
    assert [each.stream for each in made.in_pile()] == ["s3", "s4"]
    assert made.tally() == (3, 3)
    now = (line(1, Place.TAKEN), line(2, Place.BACK), line(3, Place.BACK), line(4))
    lost = made.set_batches([batch(1, *now)])
    assert lost == ("H24.28-261123-0003",)
    assert [each.stream for each in made.in_pile()] == ["s4"]
