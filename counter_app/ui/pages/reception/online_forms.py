"""Online dossiers on the reception page: the list of those that wait, and noting one that came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from counter_app.ui.pages.reception import online_work
from counter_app.ui.pages.reception.form_state import FormState
from counter_app.ui.pages.reception.waiting_forms import new_form_id

if TYPE_CHECKING:
    from counter_app.ui.pages.reception_page import ReceptionPage


class OnlineForms(QObject):
    """Of one page: one note at a time."""

    def __init__(self, page: ReceptionPage) -> None:
        super().__init__(page)
        self._page = page
        self._is_busy = False
        page.form.way.register.clicked.connect(lambda: self.register())
        page.form.head.online_chosen.connect(page.correct)

    def ask(self) -> None:
        """Read which wait to be taken in."""
        form = self._page.form
        self._page.jobs.read(
            online_work.waiting_online(), form.head.show_online, form.show_error, channel="online"
        )

    def register(self) -> None:
        """Note what stands in the form; it is taken in later."""
        page, form = self._page, self._page.form
        if not form.way.register.isVisibleTo(form) or self._is_busy or page.issuing.is_busy():
            return
        if form.check():
            self._is_busy = True
            page.keeper.pause()  # else a save that still waits would bring the noted form back as a draft
            do = online_work.register(form.state.form_id, form.state.new_dossier(), page.session.login)
            page.jobs.run(do, self._registered, form.show_error, self._end)

    def _end(self) -> None:
        self._is_busy = False
        self._page.keeper.go_on(is_done=False)

    def _registered(self, portal_code: str) -> None:
        page = self._page
        page.keeper.go_on(is_done=True)
        page.open_form(FormState(new_form_id()))
        page.form.side.notice.show_done(f"Đã ghi nhận {portal_code}, chờ tiếp nhận (Ctrl+O).")
        page.form.side.fit()
        page.session.say_changed("dossier")
