"""Acts of a unit that are rarer than its steps: their menu, their keys, the drawer they open in."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from counter_app.domain.transitions import BY_ACT
from counter_app.queries.department import Lane
from counter_app.ui import icons, theme
from counter_app.ui.act_words import ACTS
from counter_app.ui.acts.act_work import Outcome
from counter_app.ui.dossier_words import short_code
from counter_app.ui.pages.department.forms_slot import Source, Target
from counter_app.ui.pages.department.lists import INCOMING, UNIT
from counter_app.ui.warning_words import warnings_words
from counter_app.ui.widgets.actions import add_action

if TYPE_CHECKING:
    from counter_app.ui.pages.department_page import DepartmentPage

ONE_BY_ONE = (
    ("request_supplement", "Yêu cầu bổ sung", "Ctrl+Y"),
    ("extend", "Gia hạn", "Ctrl+E"),
    ("stop", "Dừng giải quyết", "Ctrl+D"),
    ("resume", "Giải quyết tiếp", "Ctrl+U"),
    ("cooperate", "Lấy ý kiến phối hợp", "Ctrl+Shift+P"),
)
"""Acts on one dossier, their words and keys on this page."""
_REASSIGN = "Giao lại hồ sơ của…"
_ONE_ONLY = "Việc này làm từng hồ sơ: bỏ chọn bớt, hoặc đưa con trỏ đến một hồ sơ."
_NOBODY = "Cả phòng chưa có hồ sơ đang mở nào được phân công."


class MoreActs(QObject):
    """The menu «Việc khác» and what it opens."""

    def __init__(self, page: DepartmentPage) -> None:
        super().__init__(page)
        self._page = page
        self.menu = QMenu(page)
        self.menu.setObjectName("department_menu")
        page.drawer.opened.connect(self._opened)
        page.drawer.closed.connect(self._closed)
        page.drawer.done.connect(self._done)
        page.drawer.refused.connect(self._refused)
        page.forms.targets_changed.connect(self._tick)

    def add_actions(self, group: str) -> None:
        """Keys of the page; the menu lists the same acts."""
        add = partial(add_action, self._page, group=group)
        add("Việc khác", "Ctrl+O", self.open_menu, name="act_more")
        for act, words, keys in ONE_BY_ONE:
            add(words, keys, partial(self.begin, act), name=f"act_{act}")
        add(_REASSIGN, "Ctrl+J", self.reassign, name="act_reassign")

    # -- the menu

    def open_menu(self) -> None:
        """The acts that this person may do here, above their button."""
        page = self._page
        if not page.bar.more.isVisibleTo(page):
            return
        self.menu.clear()
        tint = theme.now().text2
        for act, words, keys in ONE_BY_ONE:
            action = self.menu.addAction(icons.icon(ACTS[act].icon, tint), f"{words}\t{keys}")
            action.setObjectName(f"more_{act}")
            action.setEnabled(self._fits(act))
            action.triggered.connect(partial(self._chosen, act))
        if page.may_reassign():
            self.menu.addSeparator()
            action = self.menu.addAction(icons.icon("users", tint), f"{_REASSIGN}\tCtrl+J")
            action.setObjectName("more_reassign")
            action.triggered.connect(self.reassign)
        button, size = page.bar.more, self.menu.sizeHint()
        corner = button.mapToGlobal(button.rect().topRight())
        self.menu.popup(corner - QPoint(size.width(), size.height()))

    def _fits(self, act: str) -> bool:
        """Whether the dossier that is chosen is in a state for it; of several the form will say."""
        rows = self._page.choosing.held()
        return len(rows) != 1 or rows[0].status in BY_ACT[act].from_

    def _chosen(self, act: str, _is_checked: bool = False) -> None:
        self.begin(act)

    # -- one dossier

    def begin(self, act: str) -> None:
        """Open the form of an act for the dossier that is chosen."""
        page = self._page
        rows = page.choosing.held()
        if not rows or not page.may_work() or page.forms.is_open() or not page.is_ready():
            return
        if len(rows) > 1:
            page.notice.show_info(_ONE_ONLY)
            return
        page.notice.clear()
        page.drawer.begin(rows[0].code, act)

    def _opened(self) -> None:
        self._make_room(is_open=True)

    def _make_room(self, *, is_open: bool) -> None:
        """Beside the drawer the list keeps its width: what chooses other dossiers rests meanwhile."""
        page = self._page
        page.bar.setVisible(not is_open)
        page.head.take.setVisible(not is_open and page.may_give())
        page.head.stack.setVisible(not is_open and page.may_work())
        page.tools.procedure.setVisible(not is_open)

    def _closed(self) -> None:
        page = self._page
        self._make_room(is_open=False)
        page.choosing.tell()
        page.lists.setFocus(Qt.FocusReason.OtherFocusReason)

    def _done(self, outcome: Outcome) -> None:
        page = self._page
        page.lists.untick_all()
        warnings = warnings_words(outcome.warnings)
        words = outcome.words.removeprefix(f"{page.context.desk.agency.id}-")
        if warnings:
            page.notice.show_warning(f"{words} {warnings}")
        else:
            page.notice.show_done(words)

    def _refused(self, sentence: str) -> None:
        self._page.notice.show_error(sentence)

    # -- all dossiers of somebody who is away

    def reassign(self, _is_checked: bool = False) -> None:
        """Choose whose dossiers go to whom; they are ticked in the list, and go in one act."""
        page = self._page
        if page.view is None or not page.may_reassign() or page.drawer.is_open():
            return
        sources = self._sources()
        if not sources:
            page.notice.show_info(_NOBODY)
            return
        row = page.lists.table().current_row() if page.segment() != INCOMING else None
        first = getattr(row, "officer", "")
        if page.segment() != UNIT:
            page.choose_segment(UNIT)
        page.notice.clear()
        officers = [(each.login, f"{each.name} · {each.load} hồ sơ") for each in page.view.officers]
        page.forms.open_reassign(sources, officers, first)

    def _sources(self) -> tuple[Source, ...]:
        """Everybody with open dossiers here, in service or not, the most first."""
        page = self._page
        assert page.view is not None
        agency = page.context.desk.agency.id
        held: dict[tuple[str, str], list[Target]] = defaultdict(list)
        for row in page.view.queue:
            if row.officer and row.lane is not Lane.DONE:
                held[row.officer, row.officer_name].append(Target(row.code, short_code(row.code, agency)))
        found = [
            Source(login, f"{name} · {len(targets)} hồ sơ", tuple(targets))
            for (login, name), targets in held.items()
        ]
        return tuple(sorted(found, key=lambda source: -len(source.targets)))

    def _tick(self, codes: list[str]) -> None:
        """What would go is ticked, so that it is seen."""
        self._page.lists.show_ticked(codes)
