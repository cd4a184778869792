"""What is done with the dossiers chosen: the main act, the forms of the others, the words of the bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from counter_app.domain.units import DESK
from counter_app.queries.department import IncomingRow, Lane, QueueRow
from counter_app.ui.dossier_words import short_code, short_name
from counter_app.ui.pages.department import desk_work
from counter_app.ui.pages.department.desk_work import WITH_STEP, Meaning
from counter_app.ui.pages.department.forms_slot import Target
from counter_app.ui.pages.department.lists import INCOMING
from counter_app.ui.pages.department.next_act import NextAct, NextKind, main_icon, main_words, next_of_all
from counter_app.ui.pages.department.notices import chosen_words

if TYPE_CHECKING:
    from counter_app.ui.pages.department_page import DepartmentPage

_NOT_MINE = "Chỉ cán bộ của đơn vị nhận mới nhận được"
_NOT_PROCESSING = "Chỉ hồ sơ đang xử lý mới ghi kết quả được"
_CLOSED = "Hồ sơ đã có kết quả: không phân công nữa"


class Choosing(QObject):
    """Acts of one page on its chosen rows. What the state forbids is said on the page, not tried."""

    def __init__(self, page: DepartmentPage) -> None:
        super().__init__(page)
        self._page = page

    # -- what is chosen

    def held(self) -> tuple[QueueRow, ...]:
        """The chosen dossiers that the unit holds."""
        return tuple(row for row in self._page.lists.chosen() if isinstance(row, QueueRow))

    def coming(self) -> tuple[IncomingRow, ...]:
        """The chosen dossiers on their way here."""
        return tuple(row for row in self._page.lists.chosen() if isinstance(row, IncomingRow))

    def next_act(self) -> NextAct:
        """What the main button does with them."""
        page = self._page
        if page.segment() == INCOMING:
            if not page.may_give():
                return NextAct(NextKind.NONE, why=_NOT_MINE)
            return NextAct(NextKind.TAKE if self.coming() else NextKind.NONE)
        if not page.may_work():
            return NextAct(NextKind.NONE)
        if page.scanning.meaning() is Meaning.GIVE and page.lists.has_ticks():
            return NextAct(NextKind.GIVE, DESK)
        return next_of_all(self.held(), page.unit, may_give=page.may_give())

    def _targets(self) -> tuple[Target, ...]:
        agency = self._page.context.desk.agency.id
        return tuple(Target(row.code, short_code(row.code, agency)) for row in self._page.lists.chosen())

    # -- the main act

    def main(self) -> None:
        """Do what comes next with them."""
        page, act = self._page, self.next_act()
        codes = [target.code for target in self._targets()]
        by = page.context.session.login
        if act.kind is NextKind.NONE or not codes:
            return
        if act.kind in (NextKind.FINISH, NextKind.STEP_AND_FINISH):
            page.forms.open_finish(self._targets(), with_step=act.kind in WITH_STEP)
        elif act.kind is NextKind.TAKE:
            page.acting.act(desk_work.take(codes, by))
        elif act.kind is NextKind.STEP:
            page.acting.act(desk_work.steps(codes, by))
        else:
            page.acting.act(desk_work.give(codes, act.unit, by, with_step=act.kind in WITH_STEP))

    # -- the other acts

    def finish(self) -> None:
        """Open the form that decides the matter, one dossier after the other."""
        rows = self.held()
        if not rows or not self._page.may_work():
            return
        if any(row.status != "processing" for row in rows):
            self._page.notice.show_info(_NOT_PROCESSING)
            return
        self._page.forms.open_finish(self._targets(), with_step=False)

    def assign(self) -> None:
        """Open the form that gives them to an officer; who has the fewest stands no higher: the order of the
        staff list is what people know."""
        page, rows = self._page, self.held()
        if not rows or not page.may_work() or page.view is None:
            return
        if any(row.lane is Lane.DONE for row in rows):
            page.notice.show_info(_CLOSED)
            return
        officers = [(each.login, f"{each.name} · {each.load} hồ sơ") for each in page.view.officers]
        had = {row.officer for row in rows}
        page.forms.open_assign(self._targets(), officers, had.pop() if len(had) == 1 else "")

    def give(self) -> None:
        """Open the form that hands them over; who comes next is chosen already."""
        rows = self.held()
        act = next_of_all(rows, self._page.unit, may_give=True)
        after = {row.next_unit for row in rows}
        chosen = act.unit or (after.pop() if len(after) == 1 else "")
        self._open_give(chosen)

    def give_back(self) -> None:
        """The same, to the desk."""
        self._open_give(DESK)

    def _open_give(self, chosen: str) -> None:
        page = self._page
        if not self.held() or not page.may_give():
            return
        units = [(code, name) for code, name in page.names.whole_units.items() if code != page.unit]
        page.forms.open_give(self._targets(), units, chosen)

    def decline(self) -> None:
        """Open the form that sends back what came by mistake."""
        if self.coming() and self._page.may_give():
            self._page.forms.open_decline(self._targets())

    # -- the bar

    def tell(self) -> None:
        """Words and buttons of the action bar for what is chosen now."""
        page, bar, forms = self._page, self._page.bar, self._page.forms
        rows = page.lists.chosen()
        agency = page.context.desk.agency.id
        codes = [short_code(row.code, agency) for row in rows]
        name = short_name(rows[0].applicant_name) if rows else ""
        chosen, about = chosen_words(codes, is_ticked=page.lists.has_ticks(), name=name)
        self._tell_buttons(bool(rows))
        if forms.is_open():
            bar.set_chosen("", "")
            bar.set_main(forms.words(), forms.icon(), is_possible=True)
            bar.main.show()
            return
        act = self.next_act()
        unit = page.names.unit(act.unit)
        is_possible = act.kind is not NextKind.NONE and bool(rows)
        bar.set_chosen(chosen, act.why or about, is_reason=bool(act.why))
        bar.set_main(main_words(act, len(rows), unit), main_icon(act), is_possible=is_possible)
        bar.main.setVisible(bool(rows) and (page.may_work() or page.may_give()))

    def _tell_buttons(self, has_rows: bool) -> None:
        page, bar = self._page, self._page.bar
        is_incoming, is_busy = page.segment() == INCOMING, page.forms.is_open()
        shown = {
            bar.decline: is_incoming and page.may_give(),
            bar.back: not is_incoming and page.may_give() and page.unit != DESK,
            bar.give: not is_incoming and page.may_give(),
            bar.assign: not is_incoming and page.may_work(),
            bar.finish: not is_incoming and page.may_work(),
            bar.more: not is_incoming and page.may_work(),
        }
        for button, is_shown in shown.items():
            button.setVisible(is_shown and has_rows and not is_busy)
