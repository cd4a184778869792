"""What became of the last act on each side, said below the list it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.pages.handover.past_view import PastView
from counter_app.ui.pages.handover.side import Side
from counter_app.ui.pages.handover.words import Speech
from counter_app.ui.tokens import Tone

_REPRINT = ("reprint", "In lại")
_RECALL = ("recall", "Thu hồi")


class Outcome:
    """Remembers the batch given last, so that its list can be printed again and the batch recalled."""

    def __init__(self, give: Side, take: Side) -> None:
        self._give, self._take = give, take
        self._to = self._from = ""
        self.last_batch = ""
        self.last_codes: tuple[str, ...] = ()
        self.kept: tuple[Any, Any] | None = None
        self._awaited: frozenset[str] = frozenset()

    def clear(self) -> None:
        """Another person: nothing was done yet."""
        self.last_batch, self.last_codes, self.kept = "", (), None
        for side in (self._give, self._take):
            self.next_scan(side)
            side.reason.close_question()

    def next_scan(self, side: Side) -> None:
        """Work goes on there: what was said of the last act goes."""
        side.notes["outcome"].clear()
        side.problem.clear()
        self.kept = None
        if side is self._take:
            self._awaited = frozenset()

    # -- giving

    def giving(self, unit: str) -> None:
        """A batch is on its way to the file."""
        self._to = unit
        self.next_scan(self._give)

    def given(self, batch: str, codes: tuple[str, ...]) -> None:
        """It is given; the list is being printed."""
        self.last_batch, self.last_codes = batch, codes
        self._show_given(Tone.GREEN, f"đợt {batch} · đang in danh sách")

    def _show_given(self, tone: Tone, detail: str) -> None:
        title = f"Đã giao {len(self.last_codes)} hồ sơ cho {self._to}"
        icon = "printer" if tone is Tone.AMBER else ""
        self._give.notes["outcome"].show_note(tone, title, detail, _REPRINT, _RECALL, icon=icon)

    def printed(self, batch: str) -> None:
        """The list came out."""
        self._give.problem.clear()
        if batch == self.last_batch and self._give.notes["outcome"].text():
            self._show_given(Tone.GREEN, f"đợt {batch} · đã in danh sách")

    def not_printed(self, batch: str, sentence: str, past: PastView) -> None:
        """The batch stays given; its list is still owed."""
        if batch == self.last_batch and self._to:
            self._show_given(Tone.AMBER, f"đợt {batch} · danh sách chưa in")
        self._give.problem.show_warning(sentence)
        past.note.show_note(Tone.AMBER, f"Đợt {batch}: danh sách chưa in", sentence, icon="printer")

    def recalled(self, count: int) -> None:
        """Given papers are back."""
        self.next_scan(self._give)
        self._give.notes["outcome"].show_note(
            Tone.GREEN, f"Đã thu hồi {count} hồ sơ", "lại do đơn vị bạn giữ", icon="undo-2"
        )

    # -- taking

    def taking(self, unit: str) -> None:
        """Something is about to be taken from, or sent back to, this unit."""
        self._from = unit
        self.next_scan(self._take)

    def taken(self, count: int, awaited: Sequence[str] = ()) -> None:
        """Taken over: from now on we hold them. `awaited`: codes of more that came quicker than their data;
        from whom is told when these come."""
        self._awaited, waiting = frozenset(awaited), len(awaited)
        title, detail = f"Đã nhận {count} hồ sơ từ {self._from}", "từ lúc này do đơn vị bạn giữ"
        if waiting and count:
            title = f"Đã nhận {count + waiting} hồ sơ"
            detail = f"{count} từ {self._from} · {waiting} chờ dữ liệu"
        elif waiting:
            title, detail = f"Đã nhận {waiting} hồ sơ", "chờ dữ liệu, về sau khi đồng bộ"
        self._take.notes["outcome"].show_note(Tone.GREEN, title, detail)

    def still_awaited(self, codes: Iterable[str]) -> None:
        """The dossiers whose data have not come yet: what waited for others waits no more."""
        if self._awaited and not self._awaited & frozenset(codes):
            self._awaited = frozenset()
            self._take.notes["outcome"].clear()

    def declined(self, count: int) -> None:
        """Sent back."""
        self._take.notes["outcome"].show_note(
            Tone.GREEN, f"Đã báo lại {self._from}", f"{count} hồ sơ trở về bên giao", icon="undo-2"
        )

    # -- both

    def refused(self, kind: str, sentence: str, *, in_past: bool, past: PastView) -> None:
        """It did not happen, and nothing of it was recorded."""
        if in_past:
            past.note.show_note(Tone.RED, "Chưa thực hiện được", sentence)
        else:
            side = self._take if kind in {"take_over", "decline"} else self._give
            side.problem.show_error(sentence)

    def lost(self, codes: Sequence[str], reference: ReferencePort) -> None:
        """Scans whose dossiers moved meanwhile by another hand."""
        if codes and self._give.problem.text():
            # A refusal has named it already.
            words = f"{self._give.problem.text()} Đã bỏ khỏi xấp; bấm lần nữa để giao số còn lại."
            self._give.problem.show_error(words)
        elif codes:
            self._give.notes["outcome"].show_note(
                Tone.AMBER,
                f"{len(codes)} hồ sơ đã quét không còn ở đây: {Speech(reference).codes(codes)}",
                "người khác vừa chuyển; đã bỏ khỏi xấp",
                icon="circle-alert",
            )

    def forgot(self, give: Any, take: Any) -> None:
        """Every scan was dropped; it may have been a slip."""
        for side in (self._give, self._take):
            self.next_scan(side)
        self.kept = (give, take)
        self._give.notes["outcome"].show_note(
            Tone.SLATE, "Đã bỏ các lượt quét", "chưa giao, chưa nhận hồ sơ nào", ("restore", "Lấy lại")
        )
