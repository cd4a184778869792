"""Columns of the page's lists and what their cells say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from counter_app.domain.due import LimitUnit
from counter_app.domain.errors import CounterError
from counter_app.forms.late_words import days_text, late_text
from counter_app.forms.wording import remaining_text
from counter_app.queries.deadlines import OpenRow, Standing
from counter_app.queries.forecast import RiskRow
from counter_app.queries.overdue_list import ListEntry
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.dossier_words import (
    due_words,
    full_due_words,
    short_code,
    short_name,
    staff_words,
    unit_words,
)
from counter_app.ui.labels import STATUS
from counter_app.ui.models.columns import Column
from counter_app.ui.pages.deadlines.figures import Number
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.cells import EMPTY, BadgeCell, BarCell, NameCell, TextCell, TimeLeftCell

NOBODY_WORDS = "chưa phân công"
NOT_RECEIVED = "chưa tiếp nhận"
HELD = (("một cửa", "slate_fill"), ("phòng", "data"), ("lãnh đạo", "amber_fill"))
"""Who held it, with the colour of its part of the bar."""


@dataclass(frozen=True)
class ListRow:
    """A row of a list: the dossier at once, what was read after it (`entry`) when it is there."""

    row: OpenRow
    entry: ListEntry | None = None


@dataclass(frozen=True)
class Words:
    """What cells need to speak: reference data, the moment, the longest bar."""

    reference: ReferencePort
    now: datetime
    longest: float = 1.0

    @property
    def day(self) -> int:
        """Working minutes of a day."""
        return self.reference.calendar.hours.minutes_per_day


def standing_of(row: OpenRow, now: datetime) -> Standing:
    """As the query counts it."""
    if row.late_from is None:
        return Standing.PAUSED
    return Standing.OVERDUE if row.late_from <= now.isoformat(timespec="minutes") else Standing.IN_TIME


def state_badge(words: Words, line: ListRow, *, is_late_list: bool = False) -> BadgeCell:
    """`3 ngày` in the list of the late, else `Quá hạn 3 ngày`, `Còn 3 giờ`, `Chờ bổ sung`."""
    row = line.row
    standing = standing_of(row, words.now)
    if standing is Standing.PAUSED or row.due_at is None:
        word = next((said for status, said in STATUS.items() if status == row.status), row.status)
        return BadgeCell(word, Tone.SLATE, "circle-pause")
    minutes = words.reference.calendar.working_minutes(words.now, datetime.fromisoformat(row.due_at))
    is_by_hour = _is_by_hour(words.reference, row)
    if standing is Standing.OVERDUE:
        said = late_text(-minutes, words.day, is_by_hour=is_by_hour)
        return BadgeCell(said if is_late_list else _capital(f"quá hạn {said}"), Tone.RED, "clock-alert")
    left = remaining_text(minutes, words.day / 60, is_by_hour=is_by_hour)
    return BadgeCell(_capital(left), Tone.AMBER, "hourglass")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _is_by_hour(reference: ReferencePort, row: OpenRow | RiskRow) -> bool:
    try:
        limit = reference.procedure_version(row.procedure, row.procedure_version).limit
    except CounterError:
        return False
    return limit.unit is LimitUnit.WORKING_HOUR


def procedure_name(reference: ReferencePort, row: OpenRow | RiskRow) -> str:
    """The name in the version the dossier was received by, without the words that every name begins with."""
    try:
        name = reference.procedure_version(row.procedure, row.procedure_version).name
    except CounterError:
        return row.procedure
    return _capital(name.removeprefix("Thủ tục ").strip()) if name.startswith("Thủ tục ") else name


def holder_cell(words: Words, row: OpenRow | RiskRow, taken_by: str) -> NameCell:
    """Who has it: the officer, else who took the paper last; the unit in small words."""
    if not row.holder:
        return NameCell(NOT_RECEIVED, "", Tone.TEXT3)
    login = row.officer or taken_by
    name = staff_words(login, words.reference) if login else NOBODY_WORDS
    # Every department's short name begins so: the room is the person's.
    return NameCell(name, unit_words(row.holder, words.reference).removeprefix("Phòng "))


def held_bar(words: Words, entry: ListEntry | None) -> BarCell | TextCell:
    """Who held it how long, in working days."""
    if entry is None or not entry.row.holder:
        return TextCell(EMPTY if entry else "", Tone.TEXT3)
    held = entry.held
    minutes = (held.desk, held.department, held.leader)
    parts = tuple((value, shade) for value, (_, shade) in zip(minutes, HELD, strict=True))
    return BarCell(parts, days_text(held.working_minutes, words.day), max(words.longest, 1.0))


def held_words(words: Words, entry: ListEntry | None) -> str:
    """`một cửa 0,9 · phòng 12 · lãnh đạo 1,5 ngày`, for copying and the tooltip."""
    if entry is None:
        return ""
    held = entry.held
    minutes = (held.desk, held.department, held.leader)
    said = [
        f"{name} {days_text(value, words.day)}"
        for value, (name, _) in zip(minutes, HELD, strict=True)
        if value
    ]
    if held.applicant:
        said.append(f"chờ chủ hồ sơ {days_text(held.applicant, words.day)}")
    return " · ".join(said) + " ngày" if said else ""


class Columns:
    """Columns of the lists; they speak by `words`, which the page sets with every reading.

    A row is a `ListRow` or a `RiskRow`: both say of themselves what is the same in every list.
    """

    def __init__(self, agency_id: str) -> None:
        self._agency = agency_id
        self.words: Words | None = None

    @property
    def _w(self) -> Words:
        assert self.words is not None  # set before the first row
        return self.words

    def of(self, number: Number) -> tuple[Column[Any], ...]:
        """Columns of the late, the due today, the paused."""
        titles: Mapping[Number, str] = {Number.OVERDUE: "Trễ", Number.TODAY: "Còn", Number.PAUSED: "Lý do"}
        is_late = number is Number.OVERDUE
        badge = partial(self._badge, is_late_list=is_late)
        # What is stopped may have come online: the portal's code is longer than our own in a list.
        code_width = 156 if number is Number.PAUSED else 132
        bar = Column(
            "held",
            "Đã giữ, ngày làm việc",
            160,
            lambda line: held_bar(self._w, line.entry),
            is_fixed=True,
            copy=lambda line: held_words(self._w, line.entry),
        )
        state = Column("state", titles[number], 150 if number is Number.TODAY else 130, badge, is_fixed=True)
        return (state, self._code(code_width), *self._who(), self._due(), bar)

    def of_risk(self) -> tuple[Column[Any], ...]:
        """Columns of those that may come late."""
        share = Column(
            "share", "Nguy cơ", 130, _share_cell, is_fixed=True, copy=lambda row: _percent(row.share)
        )
        basis = Column("basis", "Cơ sở, hồ sơ", 160, _basis_cell, is_right=True, is_number=True)
        return (share, self._code(132), *self._who(), self._due(), basis)

    def _badge(self, line: ListRow, *, is_late_list: bool) -> BadgeCell:
        return state_badge(self._w, line, is_late_list=is_late_list)

    def _code(self, width: int) -> Column[Any]:
        def cell(line: ListRow | RiskRow) -> TextCell:
            code = row_of(line).code
            return TextCell(short_code(code, self._agency), Tone.ACCENT, figures=True, tip=code)

        return Column("code", "Mã hồ sơ", width, cell, is_fixed=True, copy=lambda line: row_of(line).code)

    def _who(self) -> tuple[Column[Any], ...]:
        """Procedure, applicant, holder."""

        def procedure(line: ListRow | RiskRow) -> TextCell:
            return TextCell(procedure_name(self._w.reference, row_of(line)))

        def applicant(line: ListRow | RiskRow) -> TextCell:
            return TextCell(short_name(row_of(line).applicant_name), Tone.TEXT2)

        def whole_name(line: ListRow | RiskRow) -> str:
            return row_of(line).applicant_name

        def holder(line: ListRow | RiskRow) -> NameCell:
            return holder_cell(self._w, row_of(line), taken_by(line))

        return (
            Column("procedure", "Thủ tục", 130, procedure, is_stretch=True),
            Column("applicant", "Chủ hồ sơ", 124, applicant, is_stretch=True, copy=whole_name),
            Column("holder", "Đang giữ", 224, holder),
        )

    def _due(self) -> Column[Any]:
        def cell(line: ListRow | RiskRow) -> TextCell:
            return TextCell(due_words(row_of(line).due_at, self._w.now), Tone.TEXT2, figures=True)

        def whole(line: ListRow | RiskRow) -> str:
            return full_due_words(row_of(line).due_at)

        return Column("due", "Hẹn trả", 76, cell, is_right=True, is_fixed=True, copy=whole)


def row_of(line: ListRow | RiskRow) -> OpenRow | RiskRow:
    """The dossier of a row of any list."""
    return line.row if isinstance(line, ListRow) else line


def taken_by(line: ListRow | RiskRow) -> str:
    """Login of who took the paper last, empty while it is not read."""
    if isinstance(line, RiskRow):
        return line.taken_by
    return line.entry.held.taken_by if line.entry else ""


def _percent(share: float) -> str:
    return f"{share * 100:.0f}%"


def _share_cell(row: RiskRow) -> TimeLeftCell:
    tone = Tone.AMBER if row.share >= 0.5 else Tone.SLATE
    return TimeLeftCell(row.share, _percent(row.share), tone, "trending-up")


def _basis_cell(row: RiskRow) -> TextCell:
    return TextCell(str(row.basis), Tone.TEXT2, figures=True, tip=_basis_words(row))


def _basis_words(row: RiskRow) -> str:
    late = round(row.share * row.basis)
    words = f"{late} trong {row.basis} hồ sơ cũ cùng thủ tục, ở cùng chặng, cần lâu hơn thời gian còn lại"
    if row.longer_than >= 0.9:
        words += f"; đã nằm lâu hơn {_percent(row.longer_than)} hồ sơ cùng loại"
    return words
