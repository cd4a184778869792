"""After the act: what was given and its paper in the panel, and where it goes on from there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton

from counter_app.domain.errors import CounterError
from counter_app.domain.events import LOCAL_ZONE
from counter_app.ui.messages import sentence_of
from counter_app.ui.pages.reception import form_state
from counter_app.ui.pages.reception.desk_work import Given
from counter_app.ui.pages.reception.form_state import FormState
from counter_app.ui.pages.reception.issuing import Paper
from counter_app.ui.pages.reception.received_words import received_view
from counter_app.ui.pages.reception.waiting_forms import new_form_id

if TYPE_CHECKING:
    from counter_app.ui.pages.reception_page import ReceptionPage


_APPEARING = timedelta(milliseconds=600)
"""So long after the panel appeared a key or click was meant for the form before: nobody has read it yet."""


class Afterwards(QObject):
    """Of one page: what was given last, and receipts that were never printed.

    What was given last stays in one line on the empty form until the next dossier is begun there.
    """

    def __init__(self, page: ReceptionPage) -> None:
        super().__init__(page)
        self._page = page
        self._given: Given | None = None
        self._state = FormState("")
        self._appeared_at: datetime | None = None
        self._is_seen = False
        self._is_printed = self._is_awaited = False
        self._is_over = False
        self.unprinted = set(page.desk.startup.not_printed)
        page.issuing.given.connect(self._received)
        page.issuing.drawn.connect(self._drawn)
        page.issuing.printed.connect(self._printed)
        page.issuing.not_printed.connect(self.not_printed)
        page.issuing.printers_known.connect(page.panel.show_printers)
        page.panel.pressed.connect(self.pressed)
        page.panel.printer_chosen.connect(page.issuing.choose_printer)
        page.form.side.last.pressed.connect(self.print_last)
        page.form.changed.connect(self.form_changed)

    def begin(self, state: FormState) -> None:
        """The act begins: this is the form it comes from."""
        self._state = state

    def receipt_given(self) -> str:
        """Code of what was given last where that was a receipt, else empty."""
        return self._given.code if self._given and self._given.form == "receipt" else ""

    def show_again(self) -> None:
        """Back from a correction to what was given last, if something was."""
        if self._given is not None:
            self._page.stack.setCurrentWidget(self._page.panel)
            self._page.panel.next.setFocus()
            self.panel_seen()

    def panel_seen(self) -> None:
        """The panel stands before a person, where it is the one shown."""
        page = self._page
        if not self._is_seen and page.stack.currentWidget() is page.panel and page.isVisible():
            self._is_seen = True
            self._appeared_at = page.desk.now()

    def page_asked(self) -> None:
        """The page's key: from what was given and seen on to the next form."""
        if self._page.stack.currentWidget() is self._page.panel and self._is_seen:
            self._page.next_form()
        self.panel_seen()

    def _is_unread(self) -> bool:
        """Whether the panel came up only just now."""
        if self._appeared_at is None:
            return False
        return timedelta(0) <= self._page.desk.now() - self._appeared_at < _APPEARING

    def form_changed(self) -> None:
        """A form was opened, or something was done in it: the next dossier, once anything stands there."""
        state, last = self._page.form.state, self._page.form.side.last
        self._is_over |= not state.is_untouched and not state.correcting
        if self._given is not None and state.is_untouched and not self._is_over:
            last.show_given(self._given.code, is_printed=self._is_printed)
        else:
            last.clear()
        self._page.form.side.fit()

    def print_last(self) -> None:
        """The paper of what was given last, once more, where the form tells of it."""
        if self._page.form.side.last.text() and not self._page.issuing.is_printing():
            self.pressed("again")

    def tell_not_printed(self) -> None:
        """Say on the form what was received before and never printed."""
        codes, side = sorted(self.unprinted), self._page.form.side
        if codes:
            listed = ", ".join(codes[:3]) + (" …" if len(codes) > 3 else "")
            side.notice.show_warning(f"Đã tiếp nhận nhưng chưa in giấy: {listed}.", "In ngay")
            side.fit()

    def print_unprinted(self) -> None:
        """Print them now."""
        for code in sorted(self.unprinted):
            self._page.issuing.print_again("receipt", code, self._page.by)

    def _received(self, given: Given) -> None:
        page = self._page
        page.keeper.go_on(is_done=True)
        self._given = given
        self._is_seen = self._is_over = False
        self._is_printed, self._is_awaited = True, not given.is_reentered
        page.panel.show_given(received_view(given, self._state, page.form.catalogue, page.now().date()))
        page.stack.setCurrentWidget(page.panel)
        page.panel.next.setFocus(Qt.FocusReason.TabFocusReason)
        page.form.open_form(FormState(new_form_id()))
        self.form_changed()
        self.panel_seen()
        page.keeper.look()
        page.issuing.ask_printers()
        page.session.say_changed("dossier")

    def _drawn(self, paper: Paper) -> None:
        if self._given is not None and (paper.form, paper.code) == (self._given.form, self._given.code):
            self._page.panel.show_paper(paper)

    def _printed(self, paper: Paper) -> None:
        page = self._page
        page.session.say_changed("paper")
        self.unprinted.discard(paper.code)
        if self._given is None or paper.code != self._given.code:
            page.form.side.notice.show_done(f"Đã in giấy của hồ sơ {paper.code}.")
            return
        if paper.form == self._given.form:
            self._is_printed, self._is_awaited = True, False
        if paper.reprint_no > 1 and page.form.side.last.text():
            page.form.side.notice.show_done(f"Đã in giấy của hồ sơ {paper.code}.")
        self.form_changed()
        page.panel.show_printed(paper)
        begun = self._state.begun_at
        if begun and paper.reprint_no == 1 and paper.form == "receipt":
            now = page.desk.now().astimezone(LOCAL_ZONE).replace(tzinfo=None)
            page.panel.show_seconds(max(0, round((now - datetime.fromisoformat(begun)).total_seconds())))

    def not_printed(self, error: CounterError) -> None:
        """Say it on whichever side is shown."""
        page = self._page
        if self._is_awaited:
            self._is_printed = self._is_awaited = False
            self.form_changed()
        if page.stack.currentWidget() is page.form:
            page.form.side.notice.show_warning(sentence_of(error))
            page.form.side.fit()
        else:
            page.panel.show_not_printed(sentence_of(error))

    def pressed(self, what: str) -> None:
        """A button of what was given: next, same, correct, open_waiting, again, or a paper."""
        page, given = self._page, self._given
        if what in ("next", "same") and self._is_unread():
            return
        acts: dict[str, Callable[[], object]] = {"next": page.next_form, "same": self.next_of_same}
        acts |= {"correct": page.correct, "open_waiting": page.waiting.open_waiting}
        if what in acts:
            acts[what]()
        elif given is not None:
            self._is_awaited |= what == "again"
            page.issuing.print_again(given.form if what == "again" else what, given.code, page.by)

    def enter_pressed(self) -> None:
        """Enter on what was given: the button with the cursor, else the next form."""
        focused = self._page.panel.focusWidget()
        if isinstance(focused, QAbstractButton) and focused.hasFocus():
            focused.click()
        else:
            self.pressed("next")

    def same_pressed(self) -> None:
        """Shift+Enter on what was given."""
        self.pressed("same")

    def next_of_same(self) -> None:
        """A form with the same applicant and submitter."""
        self._page.open_form(form_state.same_applicant(self._state, new_form_id()))
