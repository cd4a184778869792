"""Columns of the two lists of a unit: what it holds, what comes to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from counter_app.domain.units import DESK
from counter_app.queries.department import IncomingRow, QueueRow
from counter_app.ui.dossier_words import due_words, full_due_words, short_code, short_name
from counter_app.ui.models.columns import Column
from counter_app.ui.models.table_model import GroupRow
from counter_app.ui.pages.department import words
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.cells import EMPTY, Cell, StepCell, TextCell, TimeLeftCell, cell_words


@dataclass(frozen=True)
class Surroundings:
    """What cells need beside their row: the moment, the agency's id and day, the units' short names."""

    now: datetime
    agency_id: str = ""
    minutes_per_day: int = 480
    units: Mapping[str, str] = field(default_factory=dict)


Around = Callable[[], Surroundings]


class _QueueCells:
    """What a row of the queue shows, column by column."""

    def __init__(self, around: Around) -> None:
        self._around = around

    def left(self, row: QueueRow) -> Cell:
        text = words.time_left_words(row, self._around().minutes_per_day)
        return TimeLeftCell(row.share_used, text, words.time_left_tone(row), words.time_left_icon(row))

    def officer(self, row: QueueRow) -> Cell:
        tone = Tone.TEXT2 if row.officer else Tone.TEXT3
        return TextCell(words.person_words(row.officer_name) or "chưa giao", tone, tip=row.officer_name)

    def step(self, row: QueueRow) -> Cell:
        next_unit = self._around().units.get(row.next_unit, "") if row.next_unit != DESK else ""
        return StepCell(words.step_caption(row), words.step_words(row, next_unit))

    def step_whole(self, row: QueueRow) -> str:
        if row.step is None or row.is_paused:
            return cell_words(self.step(row))
        return f"{words.step_caption(row)} · {row.step.action}"

    def own_due(self, row: QueueRow) -> Cell:
        return TextCell(words.own_due_words(row.own_due), figures=True)

    def promise(self, row: QueueRow) -> Cell:
        tone = words.promise_tone(row, self._around().now)
        text = words.promise_words(row, self._around().now)
        return TextCell(text, tone, figures=True, weight=400 if tone is Tone.TEXT2 else 500)


def queue_columns(around: Around) -> tuple[Column[QueueRow], ...]:
    """What the unit holds, as the queue shows it."""
    cells = _QueueCells(around)
    return (
        Column("left", "Còn lại của bước", 168, cells.left, is_fixed=True, sort="left"),
        _code(around),
        _applicant(),
        _procedure(140, gives_way=3),
        Column("officer", "Cán bộ", 108, cells.officer, gives_way=2, copy=lambda row: row.officer_name),
        Column("step", "Bước", 188, cells.step, copy=cells.step_whole, gives_way=1),
        Column("own_due", "Hạn bước", 112, cells.own_due, is_right=True, is_fixed=True),
        Column("due", "Hẹn trả", 108, cells.promise, is_right=True, is_fixed=True, copy=_promise_whole),
    )


def incoming_columns(around: Around) -> tuple[Column[IncomingRow], ...]:
    """What comes to the unit."""

    def due(row: IncomingRow) -> Cell:
        tone = Tone.RED if row.is_overdue else Tone.TEXT2
        moment = row.due_at.isoformat() if row.due_at else None
        return TextCell(due_words(moment, around().now), tone, figures=True)

    return (
        _code(around),
        _applicant(),
        _procedure(220, gives_way=1),
        Column("given_by", "Người giao", 150, lambda row: TextCell(row.given_by_name, Tone.TEXT2)),
        Column(
            "given_at",
            "Giao lúc",
            112,
            lambda row: TextCell(words.hours_and_minutes(row.given_at, around().now), figures=True),
            is_right=True,
            is_fixed=True,
        ),
        Column("due", "Hẹn trả", 108, due, is_right=True, is_fixed=True, copy=_promise_whole),
    )


def _code(around: Around) -> Column[QueueRow | IncomingRow]:
    def cell(row: QueueRow | IncomingRow) -> Cell:
        text = short_code(row.code, around().agency_id)
        return TextCell(text, Tone.ACCENT, figures=True, weight=500, tip=row.code)

    return Column("code", "Mã hồ sơ", 132, cell, is_fixed=True, copy=lambda row: row.code)


def _procedure(width: int, *, gives_way: int) -> Column[QueueRow | IncomingRow]:
    def cell(row: QueueRow | IncomingRow) -> Cell:
        return TextCell(words.procedure_words(row.procedure_name), Tone.TEXT2, tip=row.procedure_name)

    return Column(
        "procedure",
        "Thủ tục",
        width,
        cell,
        is_stretch=True,
        gives_way=gives_way,
        copy=lambda row: row.procedure_name,
    )


def _applicant() -> Column[QueueRow | IncomingRow]:
    return Column(
        "applicant",
        "Chủ hồ sơ",
        148,
        lambda row: TextCell(short_name(row.applicant_name)),
        is_stretch=True,
        is_fixed=True,
        copy=lambda row: row.applicant_name,
    )


def _promise_whole(row: QueueRow | IncomingRow) -> str:
    return full_due_words(row.due_at.isoformat()) if row.due_at else EMPTY


def queue_lines(rows: Sequence[QueueRow]) -> tuple[QueueRow | GroupRow, ...]:
    """The rows, each lane under its title."""
    lines: list[QueueRow | GroupRow] = []
    for lane, group in groupby(rows, key=lambda row: row.lane):
        members = list(group)
        look = words.LANES[lane]
        lines += [GroupRow(look.title, len(members), look.tone, look.icon), *members]
    return tuple(lines)


def incoming_lines(rows: Iterable[IncomingRow]) -> tuple[IncomingRow | GroupRow, ...]:
    """The rows, each batch under its number and giver."""
    lines: list[IncomingRow | GroupRow] = []
    for (batch, giver), group in groupby(rows, key=lambda row: (row.batch, row.giver_name)):
        members = list(group)
        lines += [GroupRow(f"{batch} · từ {giver}", len(members), Tone.TEXT2, "inbox"), *members]
    return tuple(lines)
