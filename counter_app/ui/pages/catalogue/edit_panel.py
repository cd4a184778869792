"""Sửa lịch: days set by keys, proposals, a file, a year confirmed; all a draft until it is stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.calendar import CalendarDay, DayKind
from counter_app.domain.errors import CounterError, InvalidField
from counter_app.ui import theme
from counter_app.ui.messages import field_problem, sentence_of
from counter_app.ui.pages.catalogue import calendar_words as words
from counter_app.ui.pages.catalogue.calendar_draft import CalendarDraft, TypedDays
from counter_app.ui.pages.catalogue.wrapped_list import WrappedList, WrappedRow
from counter_app.ui.tokens import PANEL_BUTTON, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.fields import DateField, Field, SegmentField, TextField
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.text import Text, heading

_LEAD = 76


class DraftList(WrappedList):
    """The changes so far; Delete takes the one under the cursor away: `taken_out(row number)`."""

    taken_out = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentIndex().isValid():
            self.taken_out.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class EditPanel(QWidget):
    """`draft_changed(CalendarDraft)` after each change of the draft; the others ask the page to act."""

    draft_changed = Signal(object)
    preview_asked = Signal()
    proposals_asked = Signal()
    file_asked = Signal()

    def __init__(self, now: Callable[[], date]) -> None:
        super().__init__()
        self.setObjectName("calendar_edit")
        self._draft: CalendarDraft | None = None
        self._year = 0
        self._keys: tuple[date | int, ...] = ()
        self.day = DateField("Ngày", name="edit_day", today=now, is_required=True)
        self.until = DateField("Đến ngày", name="edit_until", today=now, hint="nếu nhiều ngày")
        self.kind = SegmentField("Loại ngày", words.KINDS, name="edit_kind")
        self.label = TextField("Tên ngày", name="edit_label", is_required=True, max_length=100)
        self.notice = TextField("Căn cứ", name="edit_notice", is_required=True, max_length=100)
        self.state = SegmentField("Tình trạng", words.STATES, name="edit_state")
        self.add = Button("Thêm", icon="plus", key="Enter", name="edit_add")
        # Three in a row: icons and keys stand in the tooltips, the list of changes needs the height.
        self.propose = Button("Đề xuất", name="edit_propose")
        self.propose.setToolTip("Ngày nghỉ dự kiến của năm đang xem, chưa có thông báo")
        self.file = Button("Nhập tệp…", name="edit_file")
        self.file.setToolTip("Nhập lịch từ tệp csv hoặc xlsx (Ctrl+I)")
        self.confirm = Button("Xác nhận", name="edit_confirm")
        self.confirm.setToolTip("Năm đang xem đã có thông báo: ghi số thông báo vào Căn cứ")
        self.title = heading("Chưa có thay đổi nào", name="draft_title")
        self.changes = DraftList(name="calendar_changes", label="Thay đổi chưa lưu", lead=_LEAD)
        self.none = Text(
            "Thêm ngày, lấy ngày đề xuất hoặc nhập tệp. Chưa gì được lưu trước khi xem trước.",
            *(Role.CAPTION, Tone.TEXT2),
            wraps=True,
            name="draft_none",
        )
        self.notices = Notice(name="edit_notice_line")
        self.clear = Button("Bỏ hết", ButtonKind.QUIET, name="draft_clear", height=PANEL_BUTTON)
        self.preview = Button(
            "Xem trước", ButtonKind.MAIN, icon="eye", key="Ctrl+Enter", name="draft_preview",
            height=PANEL_BUTTON,
        )
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(self._row(self.day, self.until))
        for field in (self.kind, self.state, self.label):
            column.addWidget(field)
        last = self._row(self.notice)
        last.addWidget(self.add, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(last)
        column.addLayout(self._row(self.propose, self.file, self.confirm))
        column.addWidget(self.notices)
        column.addSpacing(theme.px(2))
        column.addWidget(self.title)
        rest = QVBoxLayout()
        rest.addWidget(self.none, 0, Qt.AlignmentFlag.AlignTop)
        rest.addWidget(self.changes, 1)
        column.addLayout(rest, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.clear)
        foot.addStretch(1)
        foot.addWidget(self.preview)
        column.addLayout(foot)
        self.setFocusProxy(self.day)

    @staticmethod
    def _row(*parts: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for part in parts:
            row.addWidget(part, 1)
        return row

    def _connect(self) -> None:
        for field in self._fields():
            field.edited.connect(field.clear_mark)
        self.kind.edited.connect(self._kind_changed)
        self.notice.enter_moves_on = False  # the last field: Enter adds, whatever this machine's setting is
        self.notice.edit.returnPressed.connect(self.take_days)
        self.add.clicked.connect(self.take_days)
        self.propose.clicked.connect(self.proposals_asked)
        self.file.clicked.connect(self.file_asked)
        self.confirm.clicked.connect(self.confirm_year)
        self.changes.taken_out.connect(self._take_out)
        self.clear.clicked.connect(self._clear)
        self.preview.clicked.connect(self.preview_asked)

    def _fields(self) -> tuple[Field, ...]:
        return (self.day, self.until, self.kind, self.label, self.notice, self.state)

    # -- the draft

    def draft(self) -> CalendarDraft | None:
        """What was changed so far; None before the calendar was read."""
        return self._draft

    def show_draft(self, draft: CalendarDraft) -> None:
        """Another draft, said to nobody."""
        self._draft = draft
        rows = [(key, row) for key, row in _rows(draft)]
        self._keys = tuple(key for key, _ in rows)
        self.changes.set_rows([row for _, row in rows])
        self.changes.setVisible(bool(rows))
        self.none.setVisible(not rows)
        self.title.setText(f"{draft.count} thay đổi chưa lưu" if rows else "Chưa có thay đổi nào")
        self.clear.setEnabled(bool(rows))
        self.preview.setEnabled(bool(rows))
        self._say_year()

    def show_year(self, year: int) -> None:
        """The year that proposals and the confirmation are about."""
        self._year = year
        self._say_year()

    def _say_year(self) -> None:
        draft = self._draft
        if draft is None or not self._year:
            return
        is_confirmed = draft.base.is_confirmed(self._year)
        self.propose.setText(f"Đề xuất {self._year}")
        self.propose.setEnabled(not is_confirmed)
        told = "Đã xác nhận" if is_confirmed else "Xác nhận"
        self.confirm.setText(f"{told} {self._year}")
        self.confirm.setEnabled(not is_confirmed and self._year not in draft.confirmed)

    def _become(self, draft: CalendarDraft) -> None:
        self.notices.clear()
        self.show_draft(draft)
        self.draft_changed.emit(draft)

    # -- what the person does

    def set_day(self, day: date, entry: CalendarDay | None) -> None:
        """Take a day of the year into the form, with what it is now."""
        self.day.set_value(day)
        self.until.set_value(None)
        kind = DayKind.OFF if entry is None and day.weekday() < 5 else DayKind.WORKING
        self.kind.set_value(str(entry.kind if entry else kind))
        self.label.set_value(entry.label if entry else "")
        self.notice.set_value(entry.notice if entry else self.notice.value())
        self.state.set_value("confirmed" if entry is None or entry.is_confirmed else "proposed")
        for field in self._fields():
            field.clear_mark()
        self._kind_changed()

    def _kind_changed(self) -> None:
        is_usual = self.kind.value() == words.USUAL
        self.label.set_required(not is_usual)
        self.label.set_read_only(is_usual)
        self.state.setEnabled(not is_usual)

    def take_days(self) -> None:
        """What stands in the form into the draft; the cursor goes to the next day."""
        if self._draft is None:
            return
        typed = TypedDays(
            first=self.day.value(),
            until=self.until.value(),
            kind=words.kind_of(self.kind.value()),
            label=self.label.value(),
            notice=self.notice.value(),
            is_confirmed=self.state.value() == "confirmed",
        )
        try:
            if typed.until is None and self.until.edit.text().strip():
                raise InvalidField(field="until", problem="not_a_date")
            if typed.first is None and self.day.edit.text().strip():
                raise InvalidField(field="day", problem="not_a_date")
            changes = typed.changes()
        except CounterError as error:
            self._refuse(error)
            return
        draft = self._draft.with_days(changes, typed.notice)
        if draft == self._draft:
            self.notices.show_info("Lịch đã như vậy.")
            return
        for field in (self.day, self.until, self.label):
            field.set_value(None) if isinstance(field, DateField) else field.set_value("")
            field.clear_mark()
        self._become(draft)
        self.day.setFocus()

    def confirm_year(self) -> None:
        """The year shown is confirmed by the notice typed."""
        if self._draft is None:
            return
        try:
            if not self.notice.value():
                raise InvalidField(field="notice", problem="empty")
            draft = self._draft.with_year(self._year, self.notice.value())
        except CounterError as error:
            self._refuse(error)
            return
        self._become(draft)
        self.preview.setFocus()

    def _refuse(self, error: CounterError) -> None:
        at = {"day": self.day, "year": self.day, "until": self.until, "label": self.label}
        fields: dict[str, Field] = {**at, "notice": self.notice}
        field = fields.get(str(error.facts.get("field"))) if isinstance(error, InvalidField) else None
        if field is None:
            self.notices.show_error(sentence_of(error))
            return
        field.set_problem(field_problem(error.facts), sentence_of(error))
        field.setFocus()

    def _take_out(self, row: int) -> None:
        if self._draft is not None:
            self._become(self._draft.without(self._keys[row]))

    def _clear(self) -> None:
        if self._draft is not None:
            self._become(CalendarDraft(self._draft.base))
            self.day.setFocus()


def _rows(draft: CalendarDraft) -> list[tuple[date | int, WrappedRow]]:
    made: list[tuple[date | int, WrappedRow]] = [
        (year, WrappedRow(str(year), "Xác nhận năm", notice)) for year, notice in draft.confirmed.items()
    ]
    for change in draft.change.days:
        is_worked = change.entry is not None and change.entry.kind is DayKind.WORKING
        row = WrappedRow(
            words.change_lead(change),
            words.change_text(change),
            words.change_caption(change),
            tone=Tone.ACCENT if is_worked else Tone.TEXT,
        )
        made.append((change.day, row))
    return made
