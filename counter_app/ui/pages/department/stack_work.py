"""Scans on the page of a unit: open and close the stack scan, show where a scanned dossier stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from counter_app.ui.pages.department.desk_work import Meaning, ScanDone, ScanEnd
from counter_app.ui.pages.department.lists import INCOMING, UNIT
from counter_app.ui.pages.department.scanning import Place

if TYPE_CHECKING:
    from counter_app.ui.pages.department_page import DepartmentPage


_NOT_HERE = frozenset({ScanEnd.ELSEWHERE, ScanEnd.AWAITED, ScanEnd.AWAITED_ALREADY, ScanEnd.NO_DATA})
"""Ends of a scan whose dossier stands in no list here."""


class StackWork(QObject):
    """The stack scan of one page, and what its scans show."""

    def __init__(self, page: DepartmentPage) -> None:
        super().__init__(page)
        self._page = page

    def place(self) -> Place:
        """Where scans happen now."""
        page = self._page
        return Place(page.unit, page.names, page.context.desk.agency.id)

    def open_incoming(self) -> None:
        """Take what comes: the list of it, and every scan takes one."""
        if self._page.may_give():
            self._page.choose_segment(INCOMING)
            self._open(Meaning.TAKE)

    def open_stack(self, meaning: Meaning = Meaning.STEP) -> None:
        """Scan a stack: each scan marks a step, unless another meaning is chosen."""
        if self._page.may_work():
            self._open(meaning)
            self.meaning_changed(meaning)

    def _open(self, meaning: Meaning) -> None:
        page = self._page
        page.forms.close_form()
        page.drawer.close_form()
        page.stack.begin(meaning)
        page.stack.show()
        self._go_on()

    def close_stack(self) -> None:
        """Scans show and take again, nothing else."""
        self._page.stack.hide()
        self._go_on()

    def _go_on(self) -> None:
        self._page.lists.setFocus(Qt.FocusReason.OtherFocusReason)
        self._page.choosing.tell()

    def meaning_changed(self, meaning: Meaning) -> None:
        """Another meaning: the list that fits it, nothing ticked."""
        page = self._page
        wanted = INCOMING if meaning is Meaning.TAKE else UNIT
        if page.segment() != wanted:
            page.choose_segment(wanted)
        page.lists.untick_all()
        page.choosing.tell()

    def scanned(self, done: ScanDone) -> None:
        """Show what was scanned where it stands now."""
        page = self._page
        if done.end is ScanEnd.TAKEN:
            if page.segment() != INCOMING:
                page.reveal_next(done.code)
            return
        if done.end in _NOT_HERE:
            return
        if not page.lists.reveal(done.code) and page.scanning.meaning() is not Meaning.TAKE:
            page.reveal_next(done.code)
            page.choose_segment(INCOMING if done.end is ScanEnd.TO_TAKE else UNIT)
        if done.end is ScanEnd.HELD and page.scanning.meaning() is Meaning.GIVE:
            page.lists.tick(done.code)
