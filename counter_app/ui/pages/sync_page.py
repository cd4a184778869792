"""Đồng bộ: the morning slip and what waits at the left; at the right a conflict to decide, or the log."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from counter_app.domain.errors import CounterError
from counter_app.domain.staff import Permission
from counter_app.queries.sync import AwaitedAct
from counter_app.ui import theme
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.sync import desk_work, words
from counter_app.ui.pages.sync.alone_view import AloneView
from counter_app.ui.pages.sync.conflict_pane import ConflictPane
from counter_app.ui.pages.sync.desk_work import Loaded
from counter_app.ui.pages.sync.left_column import LeftColumn
from counter_app.ui.pages.sync.tables import AwaitedPane, LogPane
from counter_app.ui.widgets.actions import add_action
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import Notice

_GROUP = "Đồng bộ"
_EDGE = 28
_SEEN = "Đã xem"


class SyncPage(Ground):
    """The conflicts come first where there are any; nothing typed is lost when a pass brings news."""

    def __init__(self, context: PageContext) -> None:
        super().__init__("surface", name="sync_page")
        self._context = context
        self._watch = context.sync
        self._loaded: Loaded | None = None
        self._at = ""
        self._is_busy = self._was_running = False
        self._wants: QWidget | None = None
        self.left = LeftColumn()
        self.pane = ConflictPane()
        self.log = LogPane(context.memory)
        self.awaited = AwaitedPane(context.memory)
        self.alone = AloneView()
        self.notice = Notice(name="sync_notice")
        self._build()
        self._connect()
        self._add_actions()
        self.set_compact(False)

    # -- building

    def _build(self) -> None:
        self._pane_page = self._make_pane_page()
        edge = theme.px(_EDGE)
        self.right = QStackedWidget()
        for page in (self._pane_page, self.log, self.awaited):
            self.right.addWidget(page)
        side = QVBoxLayout()
        side.setSpacing(0)
        holder = QHBoxLayout()
        holder.setContentsMargins(edge, theme.px(12), edge, 0)
        holder.addWidget(self.notice)
        self._notice_row = QWidget()
        self._notice_row.setLayout(holder)
        side.addWidget(self._notice_row)
        side.addWidget(self.right, 1)
        joined = QWidget()
        row = QHBoxLayout(joined)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.left)
        row.addLayout(side, 1)
        self.layers = QStackedWidget()
        blank = QWidget()
        for layer in (blank, joined, self.alone):
            self.layers.addWidget(layer)
        self._joined = joined
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.layers)
        self._say()

    def _make_pane_page(self) -> QScrollArea:
        """Room for the conflict; it scrolls only where long reasons stand in a low window."""
        holder = Ground("surface")
        inner = QVBoxLayout(holder)
        edge = theme.px(_EDGE)
        inner.setContentsMargins(edge, 0, edge, theme.px(8))
        inner.addWidget(self.pane)
        made = QScrollArea()
        made.setObjectName("conflict_scroll")
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setWidgetResizable(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setWidget(holder)
        return made

    def _connect(self) -> None:
        self.left.button.clicked.connect(self.sync_now)
        self.left.log.clicked.connect(self.show_log)
        self.left.waiting.chosen.connect(self._line_chosen)
        self.pane.kept.connect(self.keep)
        self.pane.stepped.connect(self.step)
        self.pane.open_asked.connect(self.open_dossier)
        self.log.left.connect(self.back)
        self.awaited.left.connect(self.back)
        self.awaited.table.opened.connect(self._open_awaited)
        self.awaited.asking.confirmed.connect(self.take_back)
        self._context.session.changed.connect(self._others_changed)
        self._context.session.person_changed.connect(self.reload)
        if self._watch is not None:
            self._watch.changed.connect(self._pass_moved)

    def _add_actions(self) -> None:
        add = partial(add_action, self, group=_GROUP)
        add("Đồng bộ ngay", "Ctrl+R", self.sync_now, name="act_sync_now")
        add("Nhật ký đồng bộ", "Ctrl+G", self.show_log, name="act_sync_log")
        add("Xem bên thứ nhất", "Alt+1", partial(self.look_at, 0), name="act_side_1")
        add("Xem bên thứ hai", "Alt+2", partial(self.look_at, 1), name="act_side_2")
        add("Giữ bên đang chọn", "Ctrl+Return", self.keep, name="act_keep_side")
        add("Giữ bên đang chọn", "Ctrl+Enter", self.keep, name="act_keep_side_keypad")
        add("Chỗ khác nhau trước", "Alt+Left", partial(self.step, -1), name="act_conflict_before")
        add("Chỗ khác nhau sau", "Alt+Right", partial(self.step, 1), name="act_conflict_after")
        add("Mở hồ sơ", "Ctrl+O", self.open_dossier, name="act_sync_open")
        asked = self.awaited.take_back
        add("Bỏ việc ghi nhầm", "Delete", self.awaited.ask, name="act_take_back", listed_with=asked)
        add("Quay lại", "Escape", self.back, name="act_sync_back")
        copy = self.alone.copy_command
        add("Chép lệnh ghi danh", "Ctrl+Shift+C", copy, name="act_copy_enrol", listed_with=self.alone.joining)

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        for part in (self.left, self.pane, self.log, self.awaited, self.alone):
            part.set_compact(is_compact)

    # -- reading

    def page_shown(self) -> None:
        """Read everything anew."""
        self._wants = None
        self.reload()

    def reload(self) -> None:
        """Read the facts, the log and the conflicts."""
        context = self._context
        if context.session.login:
            context.jobs.read(desk_work.load(context.now()), self._read, self._fail, channel="sync_page")

    def _others_changed(self, kinds: set[str]) -> None:
        if self.isVisible() or "conflict" in kinds:
            self.reload()

    def _pass_moved(self) -> None:
        """A pass began, went on or ended: only its own line changes before there is news."""
        watch = self._watch
        if watch is None:
            return
        self.left.show_step(watch.step, watch.is_running)
        if self._was_running and not watch.is_running and self.isVisible():
            self.reload()
        self._was_running = watch.is_running

    def _read(self, loaded: Loaded) -> None:
        before = self._loaded
        self._loaded = loaded
        if not loaded.facts.is_joined and not loaded.conflicts:
            is_administrator = self._context.session.may(Permission.ADMINISTER)
            desk = self._context.desk
            own = (desk.agency.id, desk.desk_number, loaded.origin, str(desk.folder))
            self.alone.show_for(is_administrator, *own)
            self.layers.setCurrentWidget(self.alone)
            return
        self.layers.setCurrentWidget(self._joined)
        self.left.show_facts(loaded.facts, self._watch.next_at if self._watch is not None else None)
        self.log.show_rows(loaded.log, _log_sentence(loaded))
        context = self._context
        agency = context.desk.agency.id
        self.awaited.show_acts(
            loaded.facts.awaited,
            loaded.reference,
            loaded.facts.as_of,
            agency,
            may_take_back=context.session.may(Permission.SUPERVISE),
        )
        self._show_conflict(before)
        self._show_right()
        self._pass_moved()

    def _show_conflict(self, before: Loaded | None) -> None:
        """The conflict that was looked at stays; one decided elsewhere makes room for the next."""
        assert self._loaded is not None  # it was read just now
        listed = self._loaded.conflicts
        ids = [view.id for view in listed]
        if self._at and self._at not in ids and before is not None and self.pane.typed(self._at):
            told = f"Chỗ khác nhau của {self._head_of(before)} vừa được chọn ở nơi khác. Lý do đang gõ: "
            self._say("info", told + self.pane.typed(self._at))
            self.pane.forget(self._at)
        if not ids:
            self._at = ""
            return
        at = ids.index(self._at) if self._at in ids else 0
        self._at = ids[at]
        self.pane.show_conflict(listed[at], at, len(listed), who=self._who())

    def _head_of(self, loaded: Loaded) -> str:
        return next((view.head for view in loaded.conflicts if view.id == self._at), "hồ sơ")

    def _who(self) -> str:
        if self._context.session.may(Permission.SUPERVISE):
            return ""
        names = self._loaded.supervisors if self._loaded is not None else ()
        asked = f" ({', '.join(names[:3])})" if names else ""
        return f"Lãnh đạo{asked} chọn việc nào có hiệu lực. Trong lúc chờ, hồ sơ vẫn làm tiếp được."

    def _show_right(self) -> None:
        has_conflicts = bool(self._loaded and self._loaded.conflicts)
        self.log.back.setVisible(has_conflicts)
        wanted = self._wants or (self._pane_page if has_conflicts else self.log)
        if wanted is self._pane_page and not has_conflicts:
            wanted = self.log
        self.right.setCurrentWidget(wanted)

    # -- passes

    def sync_now(self) -> None:
        """A whole pass, with both sides compared; nothing waits for it."""
        if self._watch is None or self._is_alone():
            return
        self._watch.start(is_thorough=True)
        self._pass_moved()

    def _is_alone(self) -> bool:
        return self._loaded is None or not self._loaded.facts.is_joined

    # -- the right side

    def show_log(self) -> None:
        """The log of passes, or back from it."""
        if self._is_alone():
            return
        self._go(self.log)
        self.log.table.setFocus()

    def _line_chosen(self, key: str) -> None:
        if key == words.CONFLICTS:
            self._go(self._pane_page)
            self._focus_pane()
        elif key == words.AWAITED:
            self._go(self.awaited)
            self.awaited.table.setFocus()

    def _go(self, page: QWidget) -> None:
        self._wants = page
        self._show_right()

    def back(self) -> None:
        """From a question to the list below it; from the log to the conflict."""
        if self.awaited.asking.drop() and self.right.currentWidget() is self.awaited:
            self.awaited.table.setFocus()
            return
        self._wants = None
        self._show_right()
        self._focus_pane()

    def _focus_pane(self) -> None:
        if self.right.currentWidget() is self._pane_page and self.pane.may_choose():
            self.pane.reason.setFocus()

    def _is_pane(self) -> bool:
        return self.layers.currentWidget() is self._joined and self.right.currentWidget() is self._pane_page

    def look_at(self, side: int) -> None:
        """Alt+1, Alt+2: which side is in question."""
        if self._is_pane() and self.pane.may_choose():
            self.pane.choose(side)
            self._focus_pane()

    def step(self, by: int) -> None:
        """The conflict before or after."""
        if not self._is_pane() or self._loaded is None or self._is_busy:
            return
        listed = self._loaded.conflicts
        ids = [view.id for view in listed]
        at = (ids.index(self._at) + by) % len(ids)
        self._at = ids[at]
        self._say()
        self.pane.show_conflict(listed[at], at, len(listed), who=self._who())
        self._focus_pane()

    def open_dossier(self) -> None:
        """The page Hồ sơ with the dossier this is about."""
        view = self.pane.view()
        if self._is_pane() and view is not None and view.code:
            self._context.open_dossier(view.code)

    def _open_awaited(self, row: AwaitedAct) -> None:
        self._context.open_dossier(row.code)

    def take_back(self, row: AwaitedAct, reason: str) -> None:
        """Take back an act that waits: its code was mistyped."""
        if self._is_busy:
            return
        self._is_busy = True
        self._say()
        do = desk_work.take_back(row.event_id, reason, self._context.session.login)
        self._context.jobs.run(do, partial(self._taken_back, row), self._fail, self._free)

    def _taken_back(self, row: AwaitedAct, _done: object) -> None:
        self.awaited.asking.drop()
        self.awaited.table.setFocus()
        self._say("done", f"Đã bỏ việc ghi nhầm của hồ sơ {row.code}.")
        self._context.session.say_changed("dossier")

    # -- deciding

    def keep(self) -> None:
        """Keep the side in question: what follows from it has stood there before."""
        view = self.pane.view()
        if self._is_busy or not self._is_pane() or view is None or not self.pane.may_choose():
            return
        chosen = self.pane.chosen()
        reason = self.pane.reason.value() or (_SEEN if view.seen else "")
        if chosen is None:
            return
        if not reason:
            self.pane.reason.set_problem("còn thiếu lý do")
            self.pane.reason.setFocus()
            return
        self._is_busy = True
        self._say()
        do = desk_work.resolve(view.id, chosen, reason, self._context.session.login)
        told = f"Đã ghi: {view.head} · {self._kept_words()}."
        self._context.jobs.run(do, partial(self._kept, view.id, told), self._refused, self._free)

    def _kept_words(self) -> str:
        view, chosen = self.pane.view(), self.pane.chosen()
        if view is None or view.seen:
            return _SEEN.lower()
        return next((side.button.lower() for side in view.sides if side.chosen == chosen), "")

    def _free(self) -> None:
        self._is_busy = False

    def _kept(self, conflict: str, told: str, _done: object) -> None:
        self.pane.forget(conflict)
        self._at = "" if self._at == conflict else self._at
        self._say("done", told)
        self._context.session.say_changed("dossier", "conflict")

    def _refused(self, error: CounterError) -> None:
        self._fail(error)
        self.pane.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fail(self, error: CounterError) -> None:
        self._say("error", sentence_of(error))

    def _say(self, kind: str = "", told: str = "") -> None:
        """One line above the right side; nothing takes it away."""
        show = {"error": self.notice.show_error, "info": self.notice.show_info, "done": self.notice.show_done}
        if kind:
            show[kind](told)
        else:
            self.notice.clear()
        self._notice_row.setVisible(bool(kind))

    def is_ready(self) -> bool:
        """Whether the page was read and nothing is being recorded."""
        return self._loaded is not None and not self._is_busy


def _log_sentence(loaded: Loaded) -> str:
    if loaded.conflicts:
        return ""
    return "Không có chỗ nào khác nhau cần chọn."
