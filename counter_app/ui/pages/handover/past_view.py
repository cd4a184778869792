"""Các đợt trước: what was given and taken lately, what is still on its way; the list again, the recall."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.queries.handover import Batch, BatchHead, BatchLine, Place
from counter_app.ui import theme
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.dossier_words import due_words, full_due_words, short_code, short_name
from counter_app.ui.memory import Memory
from counter_app.ui.models.columns import Column
from counter_app.ui.models.rows_model import RowsModel
from counter_app.ui.pages.handover.note_bar import NoteBar
from counter_app.ui.pages.handover.reason_bar import ReasonBar
from counter_app.ui.pages.handover.side import Upright
from counter_app.ui.pages.handover.words import unit_name, unit_short
from counter_app.ui.tokens import MAIN_BUTTON, PAGE_PADDING, PANEL_BUTTON, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.cells import BadgeCell, Cell, NameCell, TextCell
from counter_app.ui.widgets.data_table import DataTable
from counter_app.ui.widgets.text import ElidedLabel, heading

_BATCH, _WHEN, _COUNT, _LEFT = 160, 66, 60, 126
_HEAD = 28
_PLACE, _CODE, _DUE = 128, 126, 74


class PastView(QWidget):
    """`lines_wanted(batch)`: answered by `show_lines`; `print_wanted(batch)`, `recall_wanted(codes, reason)`,
    `take_wanted(batch)`, `opened(code)`.

    Left the batches, right the dossiers of the one with the cursor; ticked ones are recalled alone.
    """

    lines_wanted = Signal(str)
    print_wanted = Signal(str)
    recall_wanted = Signal(tuple, str)
    take_wanted = Signal(str)
    opened = Signal(str)

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self.setObjectName("past_batches")
        self._unit, self._shown, self._now = "", "", datetime(2000, 1, 1)
        self._reference: ReferencePort | None = None
        self._lines: tuple[BatchLine, ...] = ()
        self._batch_model = RowsModel(self._batch_columns(), key=lambda batch: batch.number)
        self._line_model = RowsModel(self._line_columns(), key=lambda line: line.stream)
        self.batches = DataTable(
            self._batch_model, name="past_batch_table", label="Các đợt bàn giao", memory=memory
        )
        self.lines = DataTable(
            self._line_model, name="past_line_table", label="Hồ sơ của đợt", memory=memory, tickable=True
        )
        self.title = heading("", name="past_batch_title")
        self.words = ElidedLabel("", Role.BODY, Tone.TEXT2, name="past_batch_words")
        self.note = NoteBar(name="past_outcome")
        self.reason = ReasonBar(name="past_question")
        self.hint = ElidedLabel("", Role.CAPTION, Tone.TEXT3, name="past_hint")
        self.recall = Button("Thu hồi", icon="undo-2", name="past_recall", height=PANEL_BUTTON)
        self.take = Button("Nhận đợt này", icon="inbox", name="past_take", height=PANEL_BUTTON)
        self.print = Button(
            "In lại danh sách",
            ButtonKind.MAIN,
            icon="printer",
            key="Ctrl+P",
            name="past_print",
            height=MAIN_BUTTON,
        )
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        self.batches.moved.connect(self._show_batch)
        self.lines.ticks_changed.connect(self._show_acts)
        self.lines.opened.connect(self._open)
        self.print.clicked.connect(self.print_current)
        self.take.clicked.connect(self._take)
        self.recall.clicked.connect(self.ask_recall)
        self.reason.given.connect(self._recall)
        self.reason.left.connect(self._not_recalled)

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setContentsMargins(0, 0, 0, theme.px(PAGE_PADDING - 8))
            column.setSpacing(theme.px(8))
        title = heading("Đợt giao và nhận")
        for head in (title, self.title):
            head.setFixedHeight(theme.px(_HEAD))
        left.addWidget(title)
        left.addWidget(self.batches, 1)
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self.title)
        head.addWidget(self.words, 1)
        right.addLayout(head)
        right.addWidget(self.lines, 1)
        right.addWidget(self.note)
        right.addWidget(self.reason)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(12))
        foot.addWidget(self.hint, 1)
        for button in (self.take, self.recall, self.print):
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        right.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(PAGE_PADDING))
        row.addLayout(left, 15)  # numbers of batches are never cut
        row.addWidget(Upright())
        row.addLayout(right, 13)

    # -- columns

    def _batch_columns(self) -> tuple[Column[Any], ...]:
        return (
            Column("batch", "Đợt", _BATCH, self._batch_cell, is_fixed=True),
            Column("given_at", "Lúc", _WHEN, self._when_cell, is_fixed=True),
            Column("other", "Giao, nhận", 88, self._other_cell, is_stretch=True),
            Column("count", "Hồ sơ", _COUNT, self._count_cell, is_right=True, is_fixed=True, is_number=True),
            Column("left", "Còn lại", _LEFT, self._left_cell, is_fixed=True),
        )

    def _line_columns(self) -> tuple[Column[Any], ...]:
        return (
            Column("place", "Đang ở", _PLACE, self._place_cell, is_fixed=True),
            Column("code", "Mã hồ sơ", _CODE, self._code_cell, is_fixed=True, copy=lambda line: line.code),
            Column(
                "applicant",
                "Chủ hồ sơ",
                110,
                lambda line: TextCell(short_name(line.applicant_name), tip=line.applicant_name),
                is_stretch=True,
                copy=lambda line: line.applicant_name,
            ),
            Column("due", "Hẹn trả", _DUE, self._due_cell, is_right=True, is_fixed=True),
        )

    @staticmethod
    def _batch_cell(batch: BatchHead) -> Cell:
        return TextCell(batch.number, Tone.ACCENT, figures=True)

    def _when_cell(self, batch: BatchHead) -> Cell:
        at = datetime.fromisoformat(batch.given_at)
        words = f"{at:%H:%M}" if at.date() == self._now.date() else f"{at:%d/%m}"
        return TextCell(words, Tone.TEXT2, figures=True, tip=f"{at:%H:%M %d/%m/%Y}")

    def _other_cell(self, batch: BatchHead) -> Cell:
        is_given = batch.giver == self._unit
        other = unit_short(batch.to if is_given else batch.giver, self._ref())
        return NameCell(f"Giao {other}" if is_given else f"Từ {other}")

    @staticmethod
    def _count_cell(batch: BatchHead) -> Cell:
        return TextCell(str(batch.count), figures=True)

    @staticmethod
    def _left_cell(batch: BatchHead) -> Cell:
        if batch.left:
            return BadgeCell(f"{batch.left} chưa nhận", Tone.AMBER, "hourglass")
        return BadgeCell("Đã xong", Tone.GREEN, "check")

    def _place_cell(self, line: BatchLine) -> Cell:
        if line.place is Place.TAKEN and line.taken_at:
            at = datetime.fromisoformat(line.taken_at)
            when = f"{at:%H:%M}" if at.date() == self._now.date() else f"{at:%d/%m}"
            return BadgeCell(f"Đã nhận {when}", Tone.GREEN, "check")
        if line.place is Place.IN_TRANSIT:
            return BadgeCell("Đang chuyển", Tone.ACCENT, "arrow-left-right")
        return BadgeCell("Đã quay lại", Tone.TEXT3, "undo-2")

    def _code_cell(self, line: BatchLine) -> Cell:
        shown = short_code(line.code, self._ref().agency.id)
        return TextCell(shown, Tone.ACCENT, figures=True, tip=f"{line.code} · {line.procedure_name}")

    def _due_cell(self, line: BatchLine) -> Cell:
        tip = full_due_words(line.due_at)
        return TextCell(due_words(line.due_at, self._now), Tone.TEXT2, figures=True, tip=tip)

    def _ref(self) -> ReferencePort:
        assert self._reference is not None  # rows come with it
        return self._reference

    # -- what is shown

    def set_batches(
        self, batches: Sequence[BatchHead], unit: str, reference: ReferencePort, now: datetime
    ) -> None:
        """Show the batches of a unit; the cursor stays on its batch."""
        self._unit, self._reference, self._now = unit, reference, now
        self._batch_model.set_rows(batches)
        self.batches.set_empty("Chưa có đợt bàn giao nào trong 30 ngày qua.", "Đợt mới giao sẽ hiện ở đây.")
        if self.batches.current_row() is None and batches:
            self.batches.set_current(batches[0].number)
        self._show_batch(self.batches.current_row())

    def current(self) -> BatchHead | None:
        """The batch with the cursor."""
        found: BatchHead | None = self.batches.current_row()
        return found

    def show_lines(self, batch: Batch | None) -> None:
        """The lines of the batch that was asked for; of another one than the cursor's they are stale."""
        if batch is not None and batch.number == self._shown:
            self._lines = batch.lines
            self._line_model.set_rows(batch.lines)
            self._show_acts()

    def _show_batch(self, batch: BatchHead | None) -> None:
        number = batch.number if batch else ""
        if number != self._shown:  # another batch may list the same dossiers
            self._shown = number
            self.reason.close_question()
            self.lines.set_ticked(())
            self._lines = ()
            self._line_model.set_rows(())
        if number:
            self.lines_wanted.emit(number)
        self.title.setText(batch.number if batch else "")
        self.words.setText(self._batch_words(batch) if batch else "")
        self._show_acts()

    def _batch_words(self, batch: BatchHead) -> str:
        at = datetime.fromisoformat(batch.given_at)
        person = self._ref().staff.get(batch.given_by)
        by = person.name if person else batch.given_by
        other = batch.to if batch.giver == self._unit else batch.giver
        verb = "giao" if batch.giver == self._unit else "từ"
        return f"{verb} {unit_name(other, self._ref())} · {by} · {at:%H:%M %d/%m}"

    def _show_acts(self) -> None:
        batch = self.current()
        codes = self.recallable()
        is_ours = batch is not None and batch.giver == self._unit
        is_coming = batch is not None and batch.to == self._unit and batch.left > 0
        self.print.setVisible(batch is not None)
        self.recall.setVisible(is_ours and bool(codes) and not self.reason.is_asking())
        self.recall.setText(f"Thu hồi {len(codes)} hồ sơ")
        self.take.setVisible(is_coming)
        self.hint.setText(self._hint(batch, is_ours=is_ours, can_recall=bool(codes)))

    def _hint(self, batch: BatchHead | None, *, is_ours: bool, can_recall: bool) -> str:
        if batch is None or can_recall or not self._lines:
            return ""
        if is_ours and self.lines.ticked():
            return "Hồ sơ đã chọn không còn đang chuyển: không thu hồi được"
        if is_ours:
            return "Bên nhận đã nhận: không thu hồi được nữa"
        return "Chỉ đơn vị giao thu hồi được"

    def recallable(self) -> tuple[str, ...]:
        """Codes that a recall now would name: the ticked ones on their way, or all on their way."""
        moving = [line for line in self._lines if line.place is Place.IN_TRANSIT]
        ticked = self.lines.ticked()
        return tuple(line.code for line in moving if not ticked or line.stream in ticked)

    # -- acts

    def print_current(self) -> None:
        """The list of the batch with the cursor, once more."""
        batch = self.current()
        if batch is not None:
            self.print_wanted.emit(batch.number)

    def ask_recall(self) -> None:
        """Ask why."""
        codes = self.recallable()
        if codes and not self.recall.isHidden():
            self.reason.ask(f"Lý do thu hồi {len(codes)} hồ sơ", f"Thu hồi {len(codes)} hồ sơ")
            self._show_acts()

    def _recall(self, reason: str) -> None:
        self.recall_wanted.emit(self.recallable(), reason)

    def _take(self) -> None:
        batch = self.current()
        if batch is not None:
            self.take_wanted.emit(batch.number)

    def _open(self, line: BatchLine) -> None:
        self.opened.emit(line.code)

    def _not_recalled(self) -> None:
        self._show_acts()
        self.lines.setFocus()

    def recalled(self) -> None:
        """The recall is done: the question and the ticks go."""
        self.reason.close_question()
        self.lines.set_ticked(())
        self.batches.setFocus()
