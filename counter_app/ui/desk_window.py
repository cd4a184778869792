"""The window over one desk: who signs in, which pages they get, what the status bar says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from counter_app import __version__
from counter_app.domain.errors import CounterError, FileNotWritten
from counter_app.domain.events import LOCAL_ZONE
from counter_app.domain.staff import Staff
from counter_app.queries.people import Person, people
from counter_app.queries.today import Counts
from counter_app.services import accounts
from counter_app.services.accounts import SignedIn
from counter_app.ui import theme
from counter_app.ui.desk_pages import DeskPages
from counter_app.ui.desk_port import DeskPort
from counter_app.ui.desk_status import DeskStatus
from counter_app.ui.dialogs.about_dialog import AboutView
from counter_app.ui.jobs import Jobs
from counter_app.ui.labels import ROLES, desk_words, window_title
from counter_app.ui.main_window import MainWindow, SessionView
from counter_app.ui.memory import Memory
from counter_app.ui.messages import sentence_of
from counter_app.ui.pages.sign_in_page import SignInPage, SignInView
from counter_app.ui.pass_notices import PassNotices
from counter_app.ui.printing import Printer
from counter_app.ui.scan_desk import install
from counter_app.ui.search_box import SearchBox
from counter_app.ui.session import Session
from counter_app.ui.sync_watch import SyncWatch
from counter_app.ui.widgets.fields import Field
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.staff_tile import StaffChoice
from counter_app.ui.widgets.status_line import StatusView

T = TypeVar("T")


class DeskWindow(QObject):
    """Joins frame, session, worker and pages over a desk; `close()` lets the worker end.

    `asked` fires when the sign-in page stands.
    """

    asked = Signal()

    def __init__(self, desk: DeskPort, printer: Printer, memory: Memory | None = None) -> None:
        super().__init__()
        self.desk, self.printer = desk, printer
        self._agency = desk.agency  # first: a file that cannot be read must leave no thread behind
        self.jobs = Jobs(desk)
        self.session = Session(self)
        self._is_closed = self._is_leaving = False
        self.memory = memory or Memory()
        self.sync = SyncWatch(desk, self.jobs, self.session, self.local_now, self)
        self.pages = DeskPages(
            desk, self.jobs, self.session, printer, self.memory, self.local_minute, self.sync
        )
        self.window = MainWindow(
            None, self.pages.factories(), clock=self.local_now, about=self._about, with_search=True
        )
        self.pages.set_frame(self.window)
        self._name_window()
        self.status = DeskStatus(desk, self.jobs, self.session, self.local_now, self)
        self.passes = PassNotices(self.sync, self.jobs, self.session, self.status)
        self.search = self._make_search()
        self.scanning = install(self.pages.scans, desk.settings, lambda: self._agency.id, parent=self)
        self.window.top_bar.add_light(self.scanning.light)
        self._pass_key = self.window.add_key(
            "Đồng bộ ngay", "Ctrl+R", partial(self.sync.start, is_thorough=True), name="act_sync_anywhere"
        )
        self._connect()
        self._pass_may_begin()
        self.status.read()
        self.passes.read()

    def _connect(self) -> None:
        self.window.switch_requested.connect(self.switch)
        self.window.lock_requested.connect(self.lock)
        self.window.sign_out_requested.connect(self.sign_out)
        self.window.scheme_chosen.connect(self._choose_scheme)
        self.session.idle.connect(self.lock)
        self.session.changed.connect(self._something_changed)
        self.scanning.sound_chosen.connect(self._keep_sound)
        self._read_machine()
        self.session.person_changed.connect(self._person_changed)
        self.status.changed.connect(self._show_status)
        self.status.counted.connect(self._counted)
        self.status.window_wanted.connect(self._come_forward)
        self.window.page_changed.connect(self._pass_may_begin)
        self.sync.changed.connect(self._pass_may_begin)
        self.session.set_idle_minutes(self._agency.idle_lock_minutes)
        self.session.listen_to_windows()

    def _make_search(self) -> SearchBox | None:
        edit = self.window.top_bar.search
        if edit is None:
            return None
        pages = self.pages
        made = SearchBox(edit, self.jobs, self.local_minute, pages.open_dossier, self.window.focus_page)
        pages.reentry.set_search(made)
        return made

    def _name_window(self) -> None:
        """The desk first: a task bar shows no more than the first words."""
        agency = self._agency
        self.window.setWindowTitle(window_title(self.desk.desk_number, agency.short_name, agency.is_trial))

    def _about(self) -> AboutView:
        from counter_app.ui.about_parts import parts

        return AboutView(__version__, str(getattr(self.desk, "folder", "")), parts())

    def _something_changed(self, kinds: set[str]) -> None:
        if "machine" in kinds:
            self._read_machine()
        if "settings" in kinds:
            self._agency = self.desk.agency
            self.session.set_idle_minutes(self._agency.idle_lock_minutes)
            self.window.top_bar.set_agency(self._agency.short_name)
            self._name_window()
        if "staff" in kinds and self.session.person is not None:
            login = self.session.login
            self.jobs.read(_staff_now(login), partial(self._staff_read, login), self.status.failed)
        elif "staff" in kinds and self.session.person is None and self._nobody_is_chosen():
            self.ask_who()  # people who came from another desk may sign in

    def _nobody_is_chosen(self) -> bool:
        """Whether the sign-in page stands and nobody has begun to sign in there."""
        return any(not page.chosen() for page in self.window.findChildren(SignInPage))

    def _staff_read(self, login: str, now: Staff | None) -> None:
        """Whoever was given another role or unit works on as that; who is in service no more leaves.

        Under a cover nobody works: the next sign-in brings the person as they are by then.
        """
        if self.session.login != login or self.window.is_covered():
            return
        if now is None:
            self.sign_out()
        elif now != self.session.person:
            self.session.sign_in(now)

    def _read_machine(self) -> None:
        """What this machine's settings decide for the whole window."""
        Field.is_enter_wanted = self.desk.settings.is_enter_next
        self.window.set_scheme(self.desk.settings.theme)
        self.scanning.set_settings(self.desk.settings)

    def _keep_sound(self, is_sound: bool) -> None:
        self._keep(replace(self.desk.settings, is_sound=is_sound))  # type: ignore[type-var]

    def _keep(self, settings: Any) -> None:
        """What was chosen holds until the window is closed, also where it cannot be written down."""
        try:
            self.desk.save_settings(settings)
        except OSError as error:
            because = error.strerror or str(error)
            self.status.failed(FileNotWritten(path=str(self.desk.folder), because=because))

    def local_minute(self) -> datetime:
        """Naive local wall time, cut to the minute."""
        return self.local_now().replace(second=0, microsecond=0)

    def local_now(self) -> datetime:
        """Naive local wall time."""
        return self.desk.now().astimezone(LOCAL_ZONE).replace(tzinfo=None)

    # -- who works here

    def ask_who(self) -> None:
        """Lay the sign-in page over the frame; what was typed below stays.

        The frame is covered at once: no key may reach a page while the people are read.
        """
        if self._is_leaving:
            return
        self._close_what_lies_over()
        if not self.window.is_covered():
            self.window.cover(Ground("window", name="sign_in_ground"))
        self.status.read()
        self.jobs.read(people, self._show_sign_in, self.status.failed)

    def leave(self, page: QWidget) -> None:
        """The window is about to close: what was typed is kept, and the page lies over it until then. Nobody
        signs in any more, and no page comes instead of this one."""
        self._is_leaving = True
        self.session.leaving.emit()
        self._close_what_lies_over()
        self.window.cover(page)

    def _close_what_lies_over(self) -> None:
        """A menu or dialog that stays open over the sign-in page would act for the person who locked."""
        popup = QApplication.activePopupWidget()
        while popup is not None and popup.close():
            popup = QApplication.activePopupWidget()
        for dialog in self.window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.reject()

    def switch(self) -> None:
        """Another person takes the desk: the one before is saved and kept until then."""
        self.session.leaving.emit()
        self.ask_who()

    def lock(self) -> None:
        """Cover the frame until the password was given again."""
        if self._is_closed or not isValid(self.window):
            return  # the clock of idleness ran on behind a window that is gone
        if self.session.person is not None and not self.session.is_locked:
            self.session.lock()
            self.ask_who()

    def sign_out(self) -> None:
        """Nobody works here any more."""
        self.session.sign_out()
        self.ask_who()

    def _show_sign_in(self, found: list[Person]) -> None:
        if self._is_leaving:
            return
        page = SignInPage(
            SignInView(
                agency=self._agency.name,
                desk=desk_words(self.desk.desk_number),
                staff=tuple(self._choice(person) for person in found),
                chosen=self.session.login if self.session.is_locked else "",
                is_locked=self.session.is_locked,
                trial_password=str(getattr(self.desk, "trial_password", None) or ""),
                version=__version__,
                status=self.status.view,
            ),
            clock=self.local_now,
        )
        page.signed_in_requested.connect(partial(self._sign_in, page))
        page.new_password_chosen.connect(partial(self._set_password, page))
        self.window.cover(page)
        self.asked.emit()

    def _choice(self, person: Person) -> StaffChoice:
        return StaffChoice(person.login, person.name, ROLES[person.role], self._detail(person))

    def _detail(self, person: Person) -> str:
        if self.session.is_locked and person.login == self.session.login:
            return "Đang khóa"
        return person.unit_name

    def _sign_in(self, page: SignInPage, login: str, password: str) -> None:
        page.set_busy(True)
        self.jobs.run(
            partial(_checked, partial(accounts.signs_in, login=login, password=password)),
            partial(self._signed_in, page),
            partial(self._refused, page),
            partial(page.set_busy, False),
        )

    def _signed_in(self, page: SignInPage, found: SignedIn) -> None:
        if self._is_leaving:
            return
        if found.must_change:
            page.ask_new_password()
            return
        self.enter(found.person)

    def _set_password(self, page: SignInPage, login: str, one_time: str, new: str) -> None:
        page.set_busy(True)
        self.jobs.run(
            partial(_checked, partial(accounts.set_password, login=login, old=one_time, new=new)),
            self.enter,
            partial(self._refused, page),
            partial(page.set_busy, False),
        )

    def _refused(self, page: SignInPage, error: CounterError) -> None:
        if not self._is_leaving:
            page.show_error(sentence_of(error))

    def enter(self, person: Staff) -> None:
        """The person works here from now on; the one who locked goes on where they stopped."""
        if self._is_leaving:
            return
        self.session.sign_in(person)
        self.window.uncover()

    def _person_changed(self) -> None:
        person = self.session.person
        if self.search is not None:
            self.search.forget()  # whom the one before looked for is none of the next one's business
        self.scanning.light.clear()  # a red verdict stays until the next scan: not with the next person
        if person is None:
            return
        self.window.open_session(
            SessionView(
                agency=self._agency.short_name,
                person=person.name,
                login=person.login,
                role=person.role,
                desk=desk_words(self.desk.desk_number),
            )
        )
        self._show_status(self.status.view)

    # -- the frame

    def _come_forward(self) -> None:
        from counter_app.ui.local_server import come_forward  # Qt's network part: behind the first picture

        come_forward(self.window.window())

    def _choose_scheme(self, scheme: str) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # a window is never without one
        theme.apply(application, scheme, theme.body_px())
        self.window.set_scheme(scheme)
        self._keep(replace(self.desk.settings, theme=scheme))  # type: ignore[type-var]

    def _pass_may_begin(self) -> None:
        """The key of a pass, on every page; Đồng bộ has its own, and two of one key would be none."""
        self._pass_key.setEnabled(self.sync.is_joined and self.window.current_page() != "sync")

    def _counted(self, found: Counts) -> None:
        self.window.side_bar.set_count("deadlines", found.overdue, is_alarming=True)
        self.window.side_bar.set_count("handover", found.waiting)

    def _show_status(self, view: StatusView) -> None:
        self.window.set_status(view)
        conflicts = view.sync.conflicts if view.sync is not None else 0
        self.window.side_bar.set_count("sync", conflicts, is_open=True)
        for page in self.window.findChildren(SignInPage):
            page.set_status(view)

    def begin_upkeep(self) -> None:
        """The daily copy and check, and the passes with the centre, behind the work."""
        self.status.begin_upkeep()
        self.sync.begin()

    def close(self) -> None:
        """Save what was typed and let the worker end."""
        if self._is_closed:
            return
        self._is_closed = True
        self.session.leaving.emit()
        self.scanning.close()
        self.sync.close()
        self.jobs.close()


def _staff_now(login: str) -> Callable[[Any], Staff | None]:
    """Reads the person as they are now; None when not in service."""

    def do(reading: Any) -> Staff | None:
        found: Staff | None = reading.reference.staff.get(login)
        return found if found is not None and found.is_active else None

    return do


def _checked(act: Callable[..., T], uow: Any) -> T:
    """Do it and commit, also when it is refused: tries are counted."""
    try:
        return act(uow)
    finally:
        uow.commit()
