"""Columns of the list Phản ánh, and those of its export."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from counter_app.domain.feedback import FeedbackState
from counter_app.domain.text import date_text
from counter_app.queries.feedback import FeedbackRow
from counter_app.ui.dossier_words import short_code, short_name
from counter_app.ui.models.columns import Column
from counter_app.ui.pages.feedback import words
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.cells import EMPTY, Cell, NameCell, TextCell

_DONE = (FeedbackState.IN_TIME, FeedbackState.LATE)


class Look:
    """What cells need besides the row: `now`, the agency's id, and how many desks number here."""

    def __init__(self, now: Callable[[], datetime], agency_id: Callable[[], str]) -> None:
        self.now, self.agency_id = now, agency_id
        self.desks = 1

    def number(self, row: FeedbackRow) -> str:
        """`7/2026`, or with the desk where there are more."""
        return row.number.short(self.desks)

    def day(self, moment: datetime) -> str:
        """`23/11`, of another year `23/11/25`."""
        return f"{moment:%d/%m}" if moment.year == self.now().year else f"{moment:%d/%m/%y}"

    def due(self, row: FeedbackRow) -> Cell:
        """By when an answer is due; quiet once it was given."""
        tone = Tone.TEXT3 if row.state in _DONE else Tone.TEXT
        at = datetime.combine(row.due_on, datetime.min.time())
        return TextCell(self.day(at), tone, figures=True, tip=date_text(row.due_on))

    def received(self, row: FeedbackRow) -> Cell:
        """The day it came, the minute in the tooltip."""
        tip = words.moment_words(row.received_at)
        return TextCell(self.day(row.received_at), Tone.TEXT2, figures=True, tip=tip)

    def code(self, row: FeedbackRow) -> Cell:
        """The dossier it is about."""
        shown = short_code(row.code, self.agency_id()) or EMPTY
        return TextCell(shown, Tone.ACCENT if row.code else Tone.TEXT3, figures=True, tip=row.code)

    def state(self, row: FeedbackRow) -> Cell:
        """Icon, word and colour of where it stands today."""
        return words.state_cell(row, self.now().date())


def list_columns(look: Look) -> tuple[Column[FeedbackRow], ...]:
    """What the list shows; the badge and the number never give way."""
    return (
        Column("number", "Số", 84, lambda row: TextCell(look.number(row), figures=True), is_fixed=True),
        Column("received", "Nhận", 76, look.received, is_right=True, gives_way=2),
        Column("from", "Người phản ánh", 176, _name, is_stretch=True, is_fixed=True, copy=_whole_name),
        Column("text", "Nội dung", 190, _text, is_stretch=True, gives_way=1, copy=_whole_text),
        Column("code", "Hồ sơ", 132, look.code, gives_way=3, copy=lambda row: row.code),
        Column("channel", "Kênh", 152, _channel, gives_way=4),
        Column("due", "Hạn", 76, look.due, is_right=True, is_fixed=True),
        Column("state", "Tình trạng", 158, look.state, is_fixed=True),
    )


def _name(row: FeedbackRow) -> Cell:
    if row.from_name:
        return NameCell(short_name(row.from_name))
    return NameCell(words.NAMELESS, tone=Tone.TEXT3)


def _whole_name(row: FeedbackRow) -> str:
    return row.from_name


def _channel(row: FeedbackRow) -> Cell:
    return TextCell(words.channel_words(row.channel), Tone.TEXT2)


def _text(row: FeedbackRow) -> Cell:
    return TextCell(" ".join(row.text.split()), Tone.TEXT2, tip=row.text)


def _whole_text(row: FeedbackRow) -> str:
    return row.text


def export_columns(look: Look, staff: Mapping[str, Any]) -> tuple[Column[FeedbackRow], ...]:
    """What an exported list says: everything of each feedback."""

    def person(login: str) -> str:
        known = staff.get(login)
        return known.name if known else login

    def column(name: str, title: str, width: int, say: Callable[[FeedbackRow], str]) -> Column[FeedbackRow]:
        return Column(name, title, width, lambda row: TextCell(say(row)), copy=say)

    def received(row: FeedbackRow) -> str:
        return words.moment_words(row.received_at)

    def answered(row: FeedbackRow) -> str:
        return words.moment_words(row.answered_at) if row.answered_at else ""

    return (
        column("number", "Số", 84, look.number),
        column("received", "Thời điểm nhận", 120, received),
        column("channel", "Kênh", 136, lambda r: words.channel_words(r.channel)),
        column("from", "Người phản ánh", 200, lambda r: r.from_name),
        column("contact", "Địa chỉ, số điện thoại", 200, lambda r: r.contact),
        column("code", "Mã hồ sơ", 150, lambda r: r.code),
        column("text", "Nội dung", 360, lambda r: r.text),
        column("by", "Người nhận", 150, lambda r: person(r.by)),
        column("due", "Hạn trả lời", 90, lambda r: date_text(r.due_on)),
        column("state", "Tình trạng", 120, lambda r: words.state_cell(r, look.now().date()).text),
        column("answered", "Thời điểm trả lời", 120, answered),
        column("how", "Hình thức trả lời", 120, lambda r: r.how),
        column("answer", "Nội dung trả lời", 360, lambda r: r.answer),
        column("answered_by", "Người trả lời", 150, lambda r: person(r.answered_by) if r.answered_by else ""),
    )
