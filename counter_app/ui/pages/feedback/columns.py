"""Columns of the list Phản ánh, and those of its export."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from counter_app.domain.feedback import FeedbackState
from counter_app.domain.text import date_text
from counter_app.queries.feedback import FeedbackRow
from counter_app.ui.dossier_words import short_code
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


def list_columns(look: Look) -> tuple[Column[FeedbackRow], ...]:
    """What the list shows; the badge and the number never give way."""

    def due(row: FeedbackRow) -> Cell:
        tone = Tone.TEXT3 if row.state in _DONE else Tone.TEXT
        at = datetime.combine(row.due_on, datetime.min.time())
        return TextCell(look.day(at), tone, figures=True, tip=date_text(row.due_on))

    def received(row: FeedbackRow) -> Cell:
        tip = f"{row.received_at:%H:%M} {date_text(row.received_at)}"
        return TextCell(look.day(row.received_at), Tone.TEXT2, figures=True, tip=tip)

    def name(row: FeedbackRow) -> Cell:
        if row.from_name:
            return NameCell(row.from_name)
        return NameCell(words.NAMELESS, tone=Tone.TEXT3)

    def code(row: FeedbackRow) -> Cell:
        shown = short_code(row.code, look.agency_id()) or EMPTY
        return TextCell(shown, Tone.ACCENT if row.code else Tone.TEXT3, figures=True, tip=row.code)

    def channel(row: FeedbackRow) -> Cell:
        return TextCell(words.channel_words(row.channel), Tone.TEXT2)

    return (
        Column("number", "Số", 84, lambda row: TextCell(look.number(row), figures=True), is_fixed=True),
        Column("received", "Nhận", 76, received, is_right=True, gives_way=2),
        Column("from", "Người phản ánh", 150, name, is_stretch=True, is_fixed=True),
        Column("text", "Nội dung", 170, _text, is_stretch=True, gives_way=4),
        Column("code", "Hồ sơ", 122, code, gives_way=1),
        Column("channel", "Kênh", 136, channel, gives_way=3),
        Column("due", "Hạn", 76, due, is_right=True, is_fixed=True),
        Column("state", "Tình trạng", 158, lambda row: words.state_cell(row, look.now().date()), is_fixed=True),
    )


def _text(row: FeedbackRow) -> Cell:
    return TextCell(" ".join(row.text.split()), Tone.TEXT2, tip=row.text)


def export_columns(look: Look, staff: Mapping[str, Any]) -> tuple[Column[FeedbackRow], ...]:
    """What an exported list says: everything of each feedback."""

    def person(login: str) -> str:
        known = staff.get(login)
        return known.name if known else login

    def column(name: str, title: str, width: int, say: Callable[[FeedbackRow], str]) -> Column[FeedbackRow]:
        return Column(name, title, width, lambda row: TextCell(say(row)), copy=say)

    def answered(row: FeedbackRow) -> str:
        return f"{date_text(row.answered_at)} {row.answered_at:%H:%M}" if row.answered_at else ""

    return (
        column("number", "Số", 84, look.number),
        column("received", "Thời điểm nhận", 120, lambda r: f"{date_text(r.received_at)} {r.received_at:%H:%M}"),
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
