"""The calendar kept: reading, draft, file, preview, storing, and the supervisor's recalculation.

The administrator changes the calendar and sees before storing what would move; the supervisor finds what was
promised by an older calendar and counts it again. Nobody does both in one act.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from counter_app.domain.calendar_change import DayChange
from counter_app.domain.errors import CounterError
from counter_app.domain.staff import Permission
from counter_app.queries.calendar_preview import CalendarPreview
from counter_app.queries.catalogue import CatalogueView
from counter_app.services.calendar_work import CalendarDone
from counter_app.services.recalculation import Recalculated, Recalculation
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.catalogue import calendar_jobs
from counter_app.ui.pages.catalogue import calendar_words as words
from counter_app.ui.pages.catalogue.calendar_draft import CalendarDraft
from counter_app.ui.pages.catalogue.calendar_jobs import CalendarNews
from counter_app.ui.pages.catalogue.calendar_view import CalendarView, SidePart
from counter_app.ui.pages.catalogue.file_view import CalendarFile, FileView
from counter_app.ui.pages.catalogue.preview_view import PreviewView
from counter_app.ui.stale_dues import StaleDues
from counter_app.ui.widgets.actions import add_action

_GROUP = "Lịch làm việc"
_FOLDER = "catalogue/calendar_folder"
_TOLD_EACH = 25

AskFile = Callable[[QWidget, str], str]


def ask_file(parent: QWidget, folder: str) -> str:
    """Which file is read, asked of the person; empty: none."""
    kinds = "Bảng (*.csv *.xlsx *.xls)"
    return QFileDialog.getOpenFileName(parent, "Nhập lịch làm việc", folder, kinds)[0]


class CalendarDesk(QStackedWidget):
    """The year, the preview and the file over each other; the draft outlives all of them."""

    _counted = Signal(int, int, str)

    def __init__(self, context: PageContext, view: CalendarView, ask: AskFile = ask_file) -> None:
        super().__init__()
        self._context, self.ask_file = context, ask
        self.view = view
        self.preview = PreviewView(context.memory, lambda: context.desk.agency.id)
        self.file = FileView(context.memory)
        self._draft: CalendarDraft | None = None
        self._news: CalendarNews | None = None
        self._told = ""
        self._stale = StaleDues(context, self, channel="calendar_news")
        for part in (self.view, self.preview, self.file):
            self.addWidget(part)
        self.setFocusProxy(self.view)
        self._connect()
        self._add_actions()

    def _connect(self) -> None:
        edit = self.view.edit
        edit.draft_changed.connect(self._draft_changed)
        edit.preview_asked.connect(self.look_at_draft)
        edit.proposals_asked.connect(self.propose)
        edit.file_asked.connect(self.open_file)
        self.view.notice.acted.connect(self.look_at_stale)
        self.preview.left.connect(self.go_back)
        self.preview.store_asked.connect(self._store)
        self.preview.recalculation_asked.connect(self._recalculate)
        self.preview.opened.connect(self._context.open_dossier)
        self.file.left.connect(self.go_back)
        self.file.taken.connect(self._take_file)
        self._counted.connect(self.preview.show_progress)

    def _add_actions(self) -> None:
        for part, add in ((each, partial(add_action, each, group=_GROUP)) for each in self._parts()):
            if part is self.view:
                add("Sửa lịch", "Ctrl+D", self.edit, name="act_edit_calendar")
                add("Nhập lịch từ tệp", "Ctrl+I", self.open_file, name="act_import_calendar")
                look = partial(add, "Xem trước thay đổi", slot=self.look_at_draft)
                look(keys="Ctrl+Return", name="act_preview_calendar")
                look(keys="Ctrl+Enter", name="act_preview_calendar_keypad")
                add("Hồ sơ có hạn theo lịch cũ", "Ctrl+J", self.look_at_stale, name="act_stale_dues")
                add("Về danh sách ngày nghỉ", "Escape", self.view.show_days, name="act_calendar_days")
            else:
                submit = partial(add, "Thực hiện", slot=part.submit)
                submit(keys="Ctrl+Return", name=f"act_{part.objectName()}_main")
                submit(keys="Ctrl+Enter", name=f"act_{part.objectName()}_main_keypad")
                add("Quay lại lịch", "Escape", self.go_back, name=f"act_{part.objectName()}_back")

    def _parts(self) -> tuple[QWidget, ...]:
        return (self.view, self.preview, self.file)

    # -- reading

    def show_view(self, view: CatalogueView) -> None:
        """Another reading; a draft goes on from the calendar that is stored now."""
        self.view.show_view(view)
        draft = self._draft or CalendarDraft(view.calendar)
        self._take_draft(draft if draft.base == view.calendar else draft.on(view.calendar))
        self.view.set_may_edit(self._may_edit())
        may_see = self._may_edit() or self._may_recalculate()
        self._context.jobs.read(
            calendar_jobs.look(self._stale.counting() if may_see else None),
            self._show_news,
            self._fail,
            channel="calendar_news",
        )

    def _may_edit(self) -> bool:
        return self._context.session.may(Permission.ADMINISTER)

    def _may_recalculate(self) -> bool:
        return self._context.session.may(Permission.SUPERVISE)

    def _show_news(self, news: CalendarNews) -> None:
        self._news = news
        self.view.show_versions(news.versions, news.names)
        stale = self._stale.words(news.stale) if news.stale is not None else ""
        told, self._told = self._told, ""
        sentence = " ".join(part for part in (told, stale) if part)
        if stale and self._may_recalculate():
            self.view.notice.show_warning(sentence, "Xem và tính lại")
        elif stale and not told:
            self.view.notice.show_info(sentence)
        elif sentence:
            self.view.notice.show_done(sentence)
        else:
            self.view.notice.clear()

    def _fail(self, error: CounterError) -> None:
        self.view.notice.show_error(sentence_of(error))

    # -- the draft

    def _draft_changed(self, draft: CalendarDraft) -> None:
        self._draft = draft
        self.view.show_draft(draft)

    def _take_draft(self, draft: CalendarDraft) -> None:
        self._draft = draft
        self.view.edit.show_draft(draft)
        self.view.show_draft(draft)

    def edit(self) -> None:
        """The form of a day, for who keeps the calendar."""
        if self._may_edit():
            self.view.show_part(SidePart.EDIT)
            self.view.edit.setFocus()

    def propose(self) -> None:
        """Days that a library expects of the year shown, into the draft, as proposals."""
        if self._draft is None or not self._may_edit():
            return
        job = calendar_jobs.propose(self._draft.base, self.view.year())
        self._context.jobs.work(job, self._take_proposals, self._edit_failed, channel="calendar_proposals")

    def _take_proposals(self, changes: Sequence[DayChange]) -> None:
        if self._draft is None:
            return
        known = self._draft.days
        self._take_draft(self._draft.with_days(each for each in changes if each.day not in known))
        if changes:
            self.view.edit.notices.show_info(
                f"{len(changes)} ngày dự kiến; hãy so với thông báo."
            )
        else:
            self.view.edit.notices.show_info("Không có ngày nào để đề xuất thêm.")

    def _edit_failed(self, error: CounterError) -> None:
        self.view.edit.notices.show_error(sentence_of(error))

    # -- a file

    def open_file(self) -> None:
        """Read a file; its rows are shown before anything of it counts."""
        if self._draft is None or not self._may_edit():
            return
        path = self.ask_file(self, self._context.memory.text(_FOLDER))
        if not path:
            return
        self._context.memory.keep(_FOLDER, path.rpartition("/")[0])
        self.view.show_part(SidePart.EDIT)
        job = calendar_jobs.read_file(path, self._draft.calendar(), self._context.now().date())
        self._context.jobs.work(job, self._show_file, self._edit_failed, channel="calendar_file")

    def _show_file(self, file: CalendarFile) -> None:
        self.file.show_file(file)
        self._show(self.file)

    def _take_file(self, changes: Sequence[DayChange]) -> None:
        assert self._draft is not None  # a file is read for a draft only
        self._take_draft(self._draft.with_days(changes))
        self.go_back()
        years = sorted({change.day.year for change in changes})
        self.view.show_year(years[-1])

    # -- preview

    def _show(self, part: QWidget) -> None:
        self.setCurrentWidget(part)
        self.setFocusProxy(part)
        part.setFocus()

    def go_back(self) -> None:
        """To the year; the draft stays."""
        self._show(self.view)
        if self.view.part() is SidePart.EDIT:
            self.view.edit.setFocus()

    def look_at_draft(self) -> None:
        """What the draft would move."""
        draft = self._draft
        if draft is None or draft.is_empty or not self._may_edit():
            return
        self._look(draft.count, partial(calendar_jobs.preview, draft.calendar()))

    def look_at_stale(self) -> None:
        """What was promised by an older calendar."""
        if self._may_recalculate() or self._may_edit():
            self._look(0, partial(calendar_jobs.preview, None))

    def _look(self, changes: int, job: Callable[..., Callable[[object], CalendarPreview]]) -> None:
        self.preview.set_may(may_store=self._may_edit(), may_recalculate=self._may_recalculate())
        self.preview.wait(changes)
        self._show(self.preview)
        told = partial(self._tell, "Đang tính lại")
        self._context.jobs.read(
            job(told), self.preview.show_found, self.preview.show_error, channel="calendar_preview"
        )

    def _tell(self, what: str, done: int, of: int) -> None:
        """From the worker: the signal brings it over."""
        if done % _TOLD_EACH == 0:
            self._counted.emit(done, of, what)

    # -- acts

    def _store(self) -> None:
        assert self._draft is not None  # the preview of a draft asked for it
        job = calendar_jobs.store(self._draft, self._context.session.login)
        self._context.jobs.run(job, self._stored, self.preview.show_error)

    def _stored(self, done: CalendarDone) -> None:
        self.preview.set_busy(is_busy=False)
        self._draft = None
        self._told = f"Đã lưu lịch, bản {done.version}."
        self.view.show_part(SidePart.DAYS)
        self._show(self.view)
        self._context.session.say_changed("calendar")

    def _recalculate(self, reason: str, allows_earlier: bool) -> None:
        found = self.preview.found()
        assert found is not None  # only what is shown is counted again
        wanted = Recalculation(found.version, reason, allows_earlier)
        told = partial(self._tell, "Đang ghi")
        job = calendar_jobs.recalculate(found.codes, wanted, self._context.session.login, told)
        self._context.jobs.run(job, self._recalculated, self.preview.show_error)

    def _recalculated(self, done: Recalculated) -> None:
        self.preview.set_busy(is_busy=False)
        self.preview.reason.set_value("")
        self._told = words.done_words(done)
        self._show(self.view)
        self._context.session.say_changed("calendar", "dossier")
