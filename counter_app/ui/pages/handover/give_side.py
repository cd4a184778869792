"""Giao đi: the pile for one unit, what differs, and the button that gives it."""

from __future__ import annotations

from datetime import datetime

from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.pages.handover.choice_button import Choice
from counter_app.ui.pages.handover.give_pile import GiveLine, GivePile
from counter_app.ui.pages.handover.lines import Standing
from counter_app.ui.pages.handover.side import Side, make_button, pile_row
from counter_app.ui.pages.handover.words import (
    Speech,
    missing_words,
    other_unit_words,
    set_aside_words,
    unit_name,
    unit_short,
)
from counter_app.ui.tokens import Tone

MISSING, OTHER, ASIDE = "missing", "other", "aside"
_WAITS = frozenset({Standing.ASIDE_PAUSED, Standing.ASIDE_END})


class GiveSide(Side):
    """`show_pile` after every change; the pile itself belongs to the page."""

    def __init__(self) -> None:
        super().__init__(
            name="give",
            title="Giao đi",
            label="Giao đến đơn vị",
            idle="Quét hồ sơ để giao đi",
            button=make_button("give_button", "printer", "Ctrl+Enter"),
        )

    def show_pile(self, pile: GivePile, reference: ReferencePort, own_unit: str, now: datetime) -> None:
        """Draw everything anew."""
        speech, lines = Speech(reference), pile.lines()
        self._show_units(pile, reference, own_unit)
        self.set_rows([pile_row(line, line.row, speech, now) for line in lines])
        self.table.set_empty(
            "Không có hồ sơ nào chờ giao đi." if pile.unit == "" else "Không còn hồ sơ nào chờ giao đến đây.",
            "Hồ sơ đơn vị bạn giữ và đến lượt đơn vị khác sẽ hiện ở đây; quét hồ sơ để thêm.",
        )
        seen, expected = pile.tally()
        self.set_tally(seen, expected)
        self._show_notes(lines, speech, reference)
        waits = "Quét, hoặc Phím cách để đánh dấu" if lines else "Chưa có gì để giao"
        reason = "" if seen else waits
        self.set_button(f"Giao {seen} hồ sơ và in danh sách" if seen else "Giao và in danh sách", reason)

    def _show_units(self, pile: GivePile, reference: ReferencePort, own_unit: str) -> None:
        known = pile.units()
        choices = [
            Choice(each.unit, unit_name(each.unit, reference), _count(each.ticked, each.expected))
            for each in known
        ]
        listed = {each.unit for each in known} | {own_unit}
        choices += [
            Choice(unit.code, unit_name(unit.code, reference), is_rare=True)
            for unit in reference.units.values()
            if unit.is_open and unit.code not in listed
        ]
        words = f"đến {unit_name(pile.unit, reference)}" if pile.unit else "chọn đơn vị nhận"
        self.choice.set_choices(choices, words)

    def _show_notes(self, lines: tuple[GiveLine, ...], speech: Speech, reference: ReferencePort) -> None:
        missing = [line.row.code for line in lines if line.standing is Standing.MISSING]
        other = [line.row for line in lines if line.standing is Standing.ASIDE_UNIT]
        waits = [line.row.code for line in lines if line.standing in _WAITS]
        self._note(MISSING, Tone.AMBER, missing_words(speech, missing) if missing else None)
        units = list(dict.fromkeys(unit_short(row.next_unit, reference) for row in other))
        codes = [row.code for row in other]
        self._note(OTHER, Tone.RED, other_unit_words(speech, codes, units) if other else None)
        self._note(ASIDE, Tone.AMBER, set_aside_words(speech, waits) if waits else None, "circle-pause")


def _count(ticked: int, expected: int) -> str:
    return f"{ticked}/{expected}" if ticked else str(expected)
