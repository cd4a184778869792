"""Hồ sơ của phòng: the queue of a unit by the time left in its own phase, and all that is done with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from counter_app.domain.errors import CounterError
from counter_app.domain.staff import Permission
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.department import desk_work, lists, rights
from counter_app.ui.pages.department.act_bar import ActBar, NoticePlace
from counter_app.ui.pages.department.acting import Acting, double_press_ms
from counter_app.ui.pages.department.choosing import Choosing
from counter_app.ui.pages.department.columns import Surroundings
from counter_app.ui.pages.department.command_scans import obey
from counter_app.ui.pages.department.desk_work import Names, Outcome, PageData
from counter_app.ui.pages.department.forms_slot import FormsSlot
from counter_app.ui.pages.department.head import DepartmentHead, ToolLine
from counter_app.ui.pages.department.lists import AWAITING, INCOMING, SEGMENTS, UNIT, Shown, UnitLists
from counter_app.ui.pages.department.more_acts import MoreActs
from counter_app.ui.pages.department.scanning import Scanning
from counter_app.ui.pages.department.stack_scan import StackScan
from counter_app.ui.pages.department.stack_work import StackWork
from counter_app.ui.pages.department.telling import Telling
from counter_app.ui.pages.dossiers.act_drawer import ActDrawer
from counter_app.ui.scans import Answer, Scan
from counter_app.ui.widgets.actions import add_action
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from counter_app.queries.department import DepartmentView

_A_LOOK_MS = 20_000
"""So often the page looks whether another minute has come."""
_CALM_MS = 800
"""So long after a handover took rows away the main button does nothing: the row under the cursor is another
one now, and nobody can have read it."""
_GROUP = "Hồ sơ của phòng"


class DepartmentPage(Ground):
    """The page. `is_ready()`: nothing is under way, and a press is no second press of a moment ago."""

    def __init__(self, context: PageContext) -> None:
        super().__init__("surface", name="department_page")
        self.context = context
        self.view: DepartmentView | None = None
        self.names = Names()
        self.unit = ""
        self._around = Surroundings(context.now(), context.desk.agency.id)
        self._shown = Shown()
        self._loading = self._sent = 0
        self._is_given = False
        self._reveal = ""
        self.head, self.tools, self.stack = DepartmentHead(), ToolLine(), StackScan()
        self.lists = UnitLists(lambda: self._around, context.memory)
        self.notice = Notice(name="department_notice")
        self.forms = FormsSlot(lambda: context.now().date())
        self.bar = ActBar()
        self.acting = Acting(context, self)
        self.choosing = Choosing(self)
        self.drawer = ActDrawer(context)
        self.more = MoreActs(self)
        self.telling = Telling(context, self.acting, self.notice, lambda: self.names, self)
        self._press_timer = QTimer(self)
        self._press_timer.setSingleShot(True)
        self._minute_timer = QTimer(self)
        self._minute_timer.setInterval(_A_LOOK_MS)
        self._build()
        self.stack_work = StackWork(self)
        self.scanning = Scanning(context, self.stack, self.stack_work.place, self)
        self._connect()
        self._add_actions()
        self._person_changed()

    # -- layout

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(0)
        for part in (self.head, self.tools, self.stack):
            column.addWidget(part)
        column.addWidget(self.lists, 1)
        for part in (NoticePlace(self.notice), self.forms, self.bar):
            column.addWidget(part)
        row.addLayout(column, 1)
        row.addWidget(self.drawer)
        self.stack.hide()
        self.setFocusProxy(self.lists)

    def _connect(self) -> None:
        context = self.context
        context.session.changed.connect(self._changed_elsewhere)
        context.session.person_changed.connect(self._person_changed)
        self._minute_timer.timeout.connect(self._look_at_clock)
        self.head.unit_chosen.connect(self._choose_unit)
        self.head.take.clicked.connect(self.stack_work.open_incoming)
        self.head.stack.clicked.connect(lambda: self.stack_work.open_stack())
        self.tools.segments.changed.connect(self.choose_segment)
        self.tools.procedure_chosen.connect(self._choose_procedure)
        self.lists.opened.connect(context.open_dossier)
        self.lists.chosen_changed.connect(self._tell)
        self.lists.touched.connect(self._touched)
        self.forms.changed.connect(self._form_changed)
        self.forms.touched.connect(self._touched)
        self.bar.main.clicked.connect(self.press_main)
        self.acting.done.connect(self._done)
        self.acting.refused.connect(self._refused)
        context.scans.changed.connect(self._count_waiting)
        self.stack.closed.connect(self.stack_work.close_stack)
        self.stack.meaning_changed.connect(self.stack_work.meaning_changed)
        self.scanning.scanned.connect(self.stack_work.scanned)
        self.scanning.unticked.connect(self.lists.untick)
        choosing, bar = self.choosing, self.bar
        for button, slot in (
            (bar.finish, choosing.finish),
            (bar.assign, choosing.assign),
            (bar.give, choosing.give),
            (bar.back, choosing.give_back),
            (bar.decline, choosing.decline),
            (bar.more, self.more.open_menu),
        ):
            button.clicked.connect(slot)

    def _add_actions(self) -> None:
        choosing = self.choosing
        add = partial(add_action, self, group=_GROUP)
        add("Việc chính: xong bước, nhận, giao", "Ctrl+Return", self.press_main, name="act_main")
        add("Việc chính: xong bước, nhận, giao", "Ctrl+Enter", self.press_main, name="act_main_keypad")
        add("Nhận hồ sơ", "Ctrl+N", self.stack_work.open_incoming, name="act_take")
        add("Quét hàng loạt", "Ctrl+Q", self.stack_work.open_stack, name="act_stack")
        add("Ghi kết quả", "Ctrl+K", choosing.finish, name="act_finish")
        add("Phân công", "Ctrl+I", choosing.assign, name="act_assign")
        add("Bàn giao", "Ctrl+G", choosing.give, name="act_give")
        add("Trả lại quầy", "Ctrl+B", choosing.give_back, name="act_back")
        add("Từ chối nhận", "Ctrl+T", choosing.decline, name="act_decline")
        add("Hoàn tác lần quét cuối", "Ctrl+Z", self.scanning.undo, name="act_undo", listed_with=self.stack)
        self.more.add_actions(_GROUP)
        for number, (segment, words) in enumerate(SEGMENTS, start=1):
            go = partial(self._go_to_segment, segment)
            add(f"Xem: {words}", f"Ctrl+{number}", go, name=f"act_segment_{segment}")
        add("Lọc theo thủ tục", "Ctrl+F", self.tools.procedure.setFocus, name="act_procedure")
        add("Lùi lại", "Esc", self.back_out, name="act_back_out")

    def set_compact(self, is_compact: bool) -> None:
        """The density of windows lower than 850 px."""
        self.head.set_compact(is_compact)
        self.bar.set_compact(is_compact)
        self.tools.hours.setVisible(not is_compact)

    # -- who, which unit, which rows

    def _person_changed(self) -> None:
        person = self.context.session.person
        if person is None:
            return
        session, memory = self.context.session, self.context.memory
        self.unit = rights.first_unit(session, memory)
        self._shown = Shown(person.login, rights.first_segment(session, self.unit, memory))
        self.view = None
        self.drawer.close_form()
        self.forms.close_form()
        self.stack.hide()
        self.notice.clear()
        self.lists.untick_all()
        self._set_rights()
        if self.isVisible():
            self.reload()

    def _set_rights(self) -> None:
        session, segment = self.context.session, self._shown.segment
        segments = rights.segments(session, self.unit)
        if segment not in dict(segments):
            segment = UNIT
        self._shown = Shown(self._shown.login, segment, self._shown.procedure)
        self.tools.segments.set_choices(segments)
        self.tools.segments.set_value(segment)
        self.stack.set_meanings(rights.meanings(session, self.unit))
        self.head.take.setVisible(self.may_give())
        self.head.stack.setVisible(self.may_work())

    def may_give(self) -> bool:
        """Whether the person may take and hand over here."""
        return rights.may_give(self.context.session, self.unit)

    def may_work(self) -> bool:
        """Whether the person may do the unit's work."""
        return rights.may_work(self.context.session, self.unit)

    def may_reassign(self) -> bool:
        """Whether the person may give somebody's dossiers to another."""
        return rights.may_reassign(self.context.session, self.unit)

    def page_shown(self) -> None:
        """Read anew: others worked meanwhile."""
        self.reload()

    def reload(self) -> None:
        """Read the unit anew; the latest question alone is answered."""
        if not self.unit or self.context.session.person is None:
            return
        self._loading += 1
        do = desk_work.read_page(self.unit, self.context.now())
        number = self._loading
        self.context.jobs.read(
            do, partial(self._loaded, number), partial(self._not_loaded, number), channel="department"
        )

    def _loaded(self, number: int, data: PageData) -> None:
        if number != self._loading or data.view.unit != self.unit:
            return
        self._loading = 0
        if self._is_given:
            self._is_given = False
            self._press_timer.start(_CALM_MS)
        self.view, self.names = data.view, data.names
        self.tools.set_awaited(data.awaited, data.names.units)
        agency = self.context.desk.agency.id
        self._around = Surroundings(data.view.now, agency, data.minutes_per_day, data.names.units)
        may_choose = self.context.session.may(Permission.SUPERVISE)
        self.head.set_unit(self.unit, data.names.whole_units, may_choose=may_choose)
        self._show_rows()

    def _not_loaded(self, number: int, error: CounterError) -> None:
        self._loading = 0 if number == self._loading else self._loading
        self.notice.show_error(sentence_of(error, names=self.names.spoken))

    def _show_rows(self) -> None:
        view = self.view
        if view is None:
            return
        shown = self._shown
        self.tools.segments.set_counts(dict(lists.counts_of(view, shown)))
        self.stack.set_left(len(view.incoming))
        found = {row.procedure: row.procedure_name for row in (*view.queue, *view.incoming)}
        self.tools.set_procedures(sorted(found.items(), key=lambda item: item[1]), shown.procedure)
        self.forms.keep(row.code for row in (*view.queue, *view.incoming))
        self.lists.set_rows(view, shown)
        self.lists.set_empty(*lists.empty_words(shown, view))
        if self._reveal and self.lists.reveal(self._reveal):
            self._reveal = ""

    def _choose_unit(self, code: str) -> None:
        self.unit = code
        self.context.memory.keep("department/unit", code)
        self.forms.close_form()
        self.lists.untick_all()
        self._set_rights()
        self.reload()

    def _choose_procedure(self, procedure: str) -> None:
        self._shown = Shown(self._shown.login, self._shown.segment, procedure)
        self._show_rows()
        self.lists.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_segment(self, segment: str) -> None:
        """Show another segment."""
        self.drawer.close_form()
        self.forms.close_form()
        self.notice.clear()
        self._shown = Shown(self._shown.login, segment, self._shown.procedure)
        self.tools.segments.set_value(segment)
        person = self.context.session.person
        if person is not None and segment not in (INCOMING, AWAITING):
            self.context.memory.keep(f"department/segment/{person.role}", segment)
        self._show_rows()

    def _go_to_segment(self, segment: str) -> None:
        if segment not in dict(rights.segments(self.context.session, self.unit)):
            return
        self.choose_segment(segment)
        self.lists.setFocus(Qt.FocusReason.OtherFocusReason)

    def reveal_next(self, code: str) -> None:
        """The cursor to this dossier as soon as the list has it."""
        self._reveal = code

    def segment(self) -> str:
        """The segment that is shown."""
        return self._shown.segment

    # -- acts

    def is_ready(self) -> bool:
        """Whether nothing is under way and the next press is a press of its own."""
        is_quiet = not self.acting.is_busy() and not self._loading and not self.drawer.is_busy()
        return is_quiet and not self._press_timer.isActive()

    def press_main(self) -> None:
        """The main button: send the open form, or do what comes next with the dossiers chosen.

        A second press in the time of a double click, with nothing chosen or typed in between, is the same
        press: it must not mark another step, or finish the next dossier unread.
        """
        if self.drawer.is_open():
            self.drawer.submit()
            return
        if not self.is_ready() or not self.bar.main.isVisibleTo(self):
            return
        self._press_timer.start(double_press_ms())
        if self.forms.is_open():
            do = self.forms.work(self.context.session.login)
            if do is not None:
                self._sent = self.forms.number()
                self.acting.act(do)
            return
        self.choosing.main()

    def _touched(self) -> None:
        self._press_timer.stop()

    def _done(self, outcome: Outcome) -> None:
        self._is_given = bool(outcome.batch)
        sent, self._sent = self._sent, 0
        is_of_form = bool(sent) and sent == self.forms.number()
        if not self.forms.is_open() or (is_of_form and not self.forms.act_done()):
            self.lists.untick_all()

    def _refused(self, _error: CounterError) -> None:
        self._sent = 0
        self.reload()  # another was quicker: show what is so now

    def _form_changed(self) -> None:
        if not self.forms.is_open():
            self.lists.setFocus(Qt.FocusReason.OtherFocusReason)
        self.choosing.tell()

    def _tell(self) -> None:
        self.choosing.tell()

    def back_out(self) -> None:
        """Esc: close the form, then the stack scan; what was said goes too."""
        if self.drawer.is_open():
            self.drawer.back()
        elif self.forms.is_open():
            self.forms.close_form()
        elif self.stack.isVisibleTo(self):
            self.stack_work.close_stack()
        else:
            self.notice.clear()

    # -- scans

    def take_scan(self, scan: Scan, answer: Answer) -> None:
        """A scan while this page is on top."""
        self._touched()
        if scan.command:
            answer(obey(self, scan.command))
        else:
            self.scanning.take(scan, answer)

    def _count_waiting(self) -> None:
        self.stack.strip.set_waiting(self.context.scans.waiting())

    # -- time passes, others work

    def _changed_elsewhere(self, kinds: set[str]) -> None:
        if "dossier" in kinds and self.isVisible():
            self.reload()

    def _look_at_clock(self) -> None:
        if self.context.now() != self._around.now and self.is_ready():
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute_timer.start()
        if self.view is None:
            self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._minute_timer.stop()

    def close_page(self) -> None:
        """The page goes: it asks nothing more."""
        self._minute_timer.stop()
        self._press_timer.stop()
