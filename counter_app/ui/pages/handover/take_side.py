"""Nhận về: a batch on its way here, what of it came, and the button that takes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from counter_app.queries.handover import Place
from counter_app.queries.sync import AwaitedAct
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.dossier_words import unit_words
from counter_app.ui.pages.handover.choice_button import Choice
from counter_app.ui.pages.handover.lines import AWAITED, Standing
from counter_app.ui.pages.handover.pile_table import PileRow
from counter_app.ui.pages.handover.side import Side, make_button, pile_row
from counter_app.ui.pages.handover.take_pile import QuickLine, TakePile
from counter_app.ui.pages.handover.words import (
    Speech,
    is_department,
    not_come_words,
    unit_name,
    unit_short,
)
from counter_app.ui.tokens import Tone
from counter_app.ui.waiting_words import waiting_words
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.cells import EMPTY, BadgeCell

MISSING = "missing"
CAME_QUICKER = "Giấy đến trước, dữ liệu về sau khi đồng bộ"


class TakeSide(Side):
    """`show_pile` after every change; the pile itself belongs to the page."""

    def __init__(self) -> None:
        super().__init__(
            name="take",
            title="Nhận về",
            label="Đợt nhận về",
            idle="Quét hồ sơ vừa đến tay",
            button=make_button("take_button", "check", "Alt+Enter"),
        )
        self.decline = Button("Từ chối nhận", ButtonKind.QUIET, key="Delete", name="take_decline")
        self.add_to_foot(self.decline)
        self.table.moved.connect(self._show_decline)
        self._declinable: frozenset[str] = frozenset()

    def show_pile(
        self,
        pile: TakePile,
        reference: ReferencePort,
        now: datetime,
        awaited: Sequence[AwaitedAct] = (),
    ) -> None:
        """Draw everything anew. `awaited`: taken over before its data came; it stands below the batch."""
        speech, lines, batch = Speech(reference), pile.lines(), pile.batch()
        choices = [
            Choice(
                each.number,
                f"{each.number} · {unit_short(each.giver, reference)}",
                f"{pile.ticked_in(each)}/{each.count(Place.IN_TRANSIT)}",
            )
            for each in pile.batches
        ]
        self.choice.set_choices(choices, f"từ {unit_name(batch.giver, reference)}" if batch else "")
        self.number.setText(f"đợt {batch.number}" if batch else "")
        rows = [pile_row(line, line.line, speech, now) for line in lines]
        quick = [_quick_row(line, speech) for line in pile.quick()]
        self.set_rows([*rows, *quick, *(_awaited_row(act, speech, reference) for act in awaited)])
        self.table.set_empty(
            "Không có đợt nào đang chuyển đến đơn vị bạn.", "Hồ sơ được giao tới sẽ hiện ở đây."
        )
        seen, listed = pile.tally()
        self.set_tally(seen, listed)
        is_short = any(line.standing is Standing.MISSING for line in lines)
        is_phong = batch is not None and is_department(batch.giver, reference)
        note = not_come_words(listed, seen, is_phong=is_phong) if is_short else None
        self._note(MISSING, Tone.AMBER, note)
        count = len(pile.codes())
        reason = "" if count else ("Quét bản giấy đã đến tay bạn" if batch else "Chưa có gì để nhận")
        self.set_button(f"Nhận {count} hồ sơ" if count else "Nhận hồ sơ", reason)
        if quick:
            is_mixed = count > len(quick)
            self.hint.setText(f"trong đó {len(quick)} hồ sơ chờ dữ liệu" if is_mixed else CAME_QUICKER)
        moving = {Standing.TICKED, Standing.MISSING, Standing.WAITING}
        self._declinable = frozenset(line.line.stream for line in lines if line.standing in moving)
        self._show_decline()

    def _show_decline(self, _row: object = None) -> None:
        self.decline.setVisible(self.table.current_key() in self._declinable)


def _quick_row(line: QuickLine, speech: Speech) -> PileRow:
    place = speech.place_words(line.unit, is_moving=line.is_moving)
    return PileRow(
        key=line.key,
        result=BadgeCell("Chờ dữ liệu", Tone.AMBER, "hourglass", filled=False),
        tone=Tone.AMBER,
        code=speech.code(line.code),
        full_code=line.code,
        name=f"Dữ liệu {place}" if place else "Chưa có dữ liệu",
        procedure="giấy đến trước dữ liệu; Phím cách để bỏ ra",
        due=EMPTY,
        full_due=EMPTY,
    )


def _awaited_row(act: AwaitedAct, speech: Speech, reference: ReferencePort) -> PileRow:
    """What is known here by now waits for the unit that has it, to give it."""
    holder = unit_words(act.holder, reference) if act.holder else ""
    missing, _ = waiting_words(act.kind, holder, act.unit)
    return PileRow(
        key=f"{AWAITED}{act.code}",
        result=BadgeCell("Chờ bàn giao" if holder else "Chờ dữ liệu", Tone.SLATE, "hourglass", filled=False),
        tone=None,
        code=speech.code(act.code),
        full_code=act.code,
        name="Đã nhận giấy",
        procedure=missing if holder else "dữ liệu hồ sơ về sau khi đồng bộ",
        due=EMPTY,
        full_due=EMPTY,
    )
