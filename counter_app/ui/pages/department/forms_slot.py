"""The place above the action bar where one form at a time is open, and what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.ui.pages.department import desk_work
from counter_app.ui.pages.department.act_bar import listed
from counter_app.ui.pages.department.desk_work import Work
from counter_app.ui.pages.department.inline_forms import (
    ChooseForm,
    FinishForm,
    InlineForm,
    ReasonForm,
    ReassignForm,
)
from counter_app.ui.widgets.fields import Field


@dataclass(frozen=True)
class Target:
    """A dossier that a form is about: its code, and the code as the list shows it."""

    code: str
    shown: str


@dataclass(frozen=True)
class Source:
    """Somebody whose dossiers may go to another: login, words of the choice, the dossiers."""

    login: str
    words: str
    targets: tuple[Target, ...]


class FormsSlot(QWidget):
    """`changed` when a form opened, closed or went on to the next dossier; `touched` when something was
    typed; `targets_changed(codes)` when the form itself chose other dossiers.

    `work(by)` is the act of the open form, None while something typed is wrong.
    """

    changed = Signal()
    touched = Signal()
    targets_changed = Signal(list)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.setObjectName("department_forms")
        self.finish = FinishForm(today)
        self.assign = ChooseForm(
            "Phân công", "Cán bộ xử lý", "Chọn cán bộ…", name="assign_form", icon="user-plus"
        )
        self.give = ChooseForm(
            "Bàn giao", "Đơn vị nhận", "Chọn đơn vị…", name="give_form", icon="arrow-left-right"
        )
        self.decline = ReasonForm("Từ chối nhận", name="decline_form")
        self.reassign = ReassignForm()
        self.reassign.source.edited.connect(self._source_chosen)
        self._all = (self.finish, self.assign, self.give, self.decline, self.reassign)
        self._sources: dict[str, tuple[Target, ...]] = {}
        self._open: InlineForm | None = None
        self._targets: tuple[Target, ...] = ()
        self._at = self._number = 0
        self._with_step = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for form in self._all:
            column.addWidget(form)
            form.hide()
            form.closed.connect(self.close_form)
            for field in form.findChildren(Field):
                field.edited.connect(self.touched)
        self.hide()

    def is_open(self) -> bool:
        """Whether a form stands here."""
        return self._open is not None

    def number(self) -> int:
        """Counts the forms and the dossiers in them: an answer belongs to the one that asked."""
        return self._number if self._open is not None else 0

    def is_several(self) -> bool:
        """Whether more dossiers follow after this one."""
        return self._open is self.finish and self._at + 1 < len(self._targets)

    def open_finish(self, targets: Sequence[Target], *, with_step: bool) -> None:
        """Decide these, one after the other; `with_step`: their last step is marked as well."""
        self._targets, self._at, self._with_step = tuple(targets), 0, with_step
        self._show(self.finish)
        self._begin_finish()

    def open_assign(
        self, targets: Sequence[Target], officers: Sequence[tuple[str, str]], chosen: str
    ) -> None:
        """Give these to somebody of the unit."""
        self._take(self.assign, targets)
        self.assign.begin(officers, chosen)

    def open_give(self, targets: Sequence[Target], units: Sequence[tuple[str, str]], chosen: str) -> None:
        """Hand these over."""
        self._take(self.give, targets)
        self.give.begin(units, chosen)

    def open_decline(self, targets: Sequence[Target]) -> None:
        """Send these back to who gave them."""
        self._take(self.decline, targets)
        self.decline.begin()

    def open_reassign(
        self, sources: Sequence[Source], officers: Sequence[tuple[str, str]], first: str
    ) -> None:
        """Give all dossiers of one person to another; `first`: whose, where that is one of `sources`."""
        self._sources = {source.login: source.targets for source in sources}
        self._take(self.reassign, self._sources.get(first, ()))
        chosen = first if first in self._sources else ""
        self.reassign.begin([(source.login, source.words) for source in sources], officers, chosen)
        self._source_chosen()

    def _source_chosen(self) -> None:
        self._targets = self._sources.get(self.reassign.source.value(), ())
        self.reassign.set_about("Giao lại hồ sơ", _about(self._targets) if self._targets else "")
        self.targets_changed.emit([target.code for target in self._targets])
        self.changed.emit()

    def _take(self, form: InlineForm, targets: Sequence[Target]) -> None:
        self._targets, self._at = tuple(targets), 0
        form.set_about(form.accessibleName(), _about(self._targets))
        self._show(form)

    def _show(self, form: InlineForm) -> None:
        for each in self._all:
            each.setVisible(each is form)
        self._open = form
        self._number += 1
        self.show()
        self.changed.emit()

    def _begin_finish(self) -> None:
        count = len(self._targets)
        place = f" · {self._at + 1}/{count}" if count > 1 else ""
        self.finish.set_about("Ghi kết quả", f"{self._targets[self._at].shown}{place}")
        self.finish.begin(is_next=self._at > 0)

    def keep(self, codes: Iterable[str]) -> None:
        """Let go of dossiers that are here no more: another was quicker. The one being decided stays, the
        act will say what became of it."""
        here = set(codes)
        left = tuple(target for target in self._targets if target.code in here)
        if self._open is None or self._open is self.finish or left == self._targets:
            return
        if not left:
            self.close_form()
            return
        self._targets = left
        self._open.set_about(self._open.accessibleName(), _about(left))
        self.changed.emit()

    def close_form(self) -> None:
        """No form is open; what was typed is let go."""
        if self._open is None:
            return
        if self._open is self.reassign:
            self.targets_changed.emit([])
        self._open = None
        for form in self._all:
            form.hide()
        self.hide()
        self.changed.emit()

    def start(self) -> None:
        """The cursor back into the form."""
        if self._open is not None:
            self._open.start()

    def words(self) -> str:
        """Words of the main button while a form is open."""
        count = len(self._targets)
        several = f"{count} hồ sơ" if count > 1 else "hồ sơ"
        if self._open is self.finish:
            return "Ghi, sang hồ sơ sau" if self.is_several() else "Ghi kết quả"
        if self._open is self.give:
            return f"Giao {several} và in danh sách"
        if self._open is self.reassign:
            return f"Giao lại {several}"
        return f"Phân công {several}" if self._open is self.assign else f"Trả lại {several}"

    def icon(self) -> str:
        """Icon of the main button while a form is open."""
        return self._open.submit_icon if self._open is not None else "check"

    def work(self, by: str) -> Work | None:
        """The act as typed, or None where something typed is wrong (it is marked)."""
        form = self._open
        if form is None or not form.check():
            return None
        codes = [target.code for target in self._targets]
        if form is self.finish:
            return desk_work.finish(codes[self._at], self.finish.result(), by, with_step=self._with_step)
        if form is self.assign:
            return desk_work.assign(codes, self.assign.choice.value(), by)
        if form is self.reassign:
            return desk_work.assign(codes, self.reassign.target.value(), by)
        if form is self.give:
            return desk_work.give(codes, self.give.choice.value(), by)
        return desk_work.decline(codes, self.decline.reason.value(), by)

    def act_done(self) -> bool:
        """The act of the open form was done: go on to the next dossier, or close. Whether one follows."""
        if not self.is_several():
            self.close_form()
            return False
        self._at += 1
        self._number += 1
        self._begin_finish()
        self.changed.emit()
        return True


def _about(targets: Sequence[Target]) -> str:
    codes = listed([target.shown for target in targets])
    return codes if len(targets) == 1 else f"{len(targets)} hồ sơ · {codes}"
