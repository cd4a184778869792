"""The window over one desk: who signs in, which pages they get, what the status bar says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from counter_app import __version__
from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.errors import CounterError
from counter_app.domain.events import LOCAL_ZONE
from counter_app.domain.staff import Permission, Staff
from counter_app.queries.people import Person, people
from counter_app.queries.today import today
from counter_app.services import accounts
from counter_app.ui import theme
from counter_app.ui.about_parts import PARTS
from counter_app.ui.desk_port import DeskPort
from counter_app.ui.dialogs.about_dialog import AboutView
from counter_app.ui.jobs import Jobs
from counter_app.ui.labels import ROLES, desk_words
from counter_app.ui.main_window import MainWindow, SessionView
from counter_app.ui.messages import sentence_of
from counter_app.ui.pages.reception_page import ReceptionPage
from counter_app.ui.pages.sign_in_page import SignInPage, SignInView
from counter_app.ui.pages.today_page import TodayPage
from counter_app.ui.printing import Printer
from counter_app.ui.session import Session
from counter_app.ui.today_rows import today_view
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.staff_tile import StaffChoice
from counter_app.ui.widgets.status_line import StatusView


class DeskWindow(QObject):
    """Joins frame, session, worker and pages over a desk; `close()` lets the worker end."""

    def __init__(self, desk: DeskPort, printer: Printer) -> None:
        super().__init__()
        self.desk, self.printer = desk, printer
        self.jobs = Jobs(desk)
        self.session = Session(self)
        self._must_change: frozenset[str] = frozenset()
        self._agency = desk.agency
        self._status = StatusView()
        about = AboutView(__version__, str(getattr(desk, "folder", "")), PARTS)
        pages: dict[str, Callable[[], QWidget]] = {
            "today": self._today_page,
            "reception": lambda: ReceptionPage(desk, self.jobs, self.session, printer),
        }
        self.window = MainWindow(None, pages, clock=self.local_now, about=about)
        self.window.set_scheme(desk.settings.theme)
        self._connect()
        self._read_status()

    def _connect(self) -> None:
        self.window.switch_requested.connect(self.switch)
        self.window.lock_requested.connect(self.lock)
        self.window.sign_out_requested.connect(self.sign_out)
        self.window.scheme_chosen.connect(self._choose_scheme)
        self.session.idle.connect(self.lock)
        self.session.person_changed.connect(self._person_changed)
        self.session.set_idle_minutes(self._agency.idle_lock_minutes)
        QApplication.instance().installEventFilter(self.session)

    def local_now(self) -> datetime:
        """Naive local wall time."""
        return self.desk.now().astimezone(LOCAL_ZONE).replace(tzinfo=None)

    # -- who works here

    def ask_who(self) -> None:
        """Lay the sign-in page over the frame; what was typed below stays.

        The frame is covered at once: no key may reach a page while the people are read.
        """
        if not self.window.is_covered():
            self.window.cover(Ground("window", name="sign_in_ground"))
        self._read_status()
        self.jobs.read(people, self._show_sign_in, self._failed)

    def switch(self) -> None:
        """Another person takes the desk: the one before is saved and kept until then."""
        self.session.leaving.emit()
        self.ask_who()

    def lock(self) -> None:
        """Cover the frame until the password was given again."""
        if self.session.person is not None and not self.session.is_locked:
            self.session.lock()
            self.ask_who()

    def sign_out(self) -> None:
        """Nobody works here any more."""
        self.session.sign_out()
        self.ask_who()

    def _show_sign_in(self, found: list[Person]) -> None:
        self._must_change = frozenset(person.login for person in found if person.must_change)
        page = SignInPage(
            SignInView(
                agency=self._agency.name,
                desk=desk_words(self.desk.desk_number),
                staff=tuple(self._choice(person) for person in found),
                chosen=self.session.login,
                is_locked=self.session.is_locked,
                trial_password=str(getattr(self.desk, "trial_password", None) or ""),
                version=__version__,
                status=self._status,
            ),
            clock=self.local_now,
        )
        page.signed_in_requested.connect(partial(self._sign_in, page))
        page.new_password_chosen.connect(partial(self._set_password, page))
        self.window.cover(page)

    def _choice(self, person: Person) -> StaffChoice:
        return StaffChoice(person.login, person.name, ROLES[person.role], self._detail(person))

    def _detail(self, person: Person) -> str:
        if self.session.is_locked and person.login == self.session.login:
            return "Đang khóa"
        return person.unit_name

    def _sign_in(self, page: SignInPage, login: str, password: str) -> None:
        page.set_busy(True)
        self.jobs.run(
            partial(_checked, partial(accounts.sign_in, login=login, password=password)),
            partial(self._signed_in, page),
            partial(self._refused, page),
            lambda: page.set_busy(False),
        )

    def _signed_in(self, page: SignInPage, person: Staff) -> None:
        if person.login in self._must_change:
            page.ask_new_password()
            return
        self.enter(person)

    def _set_password(self, page: SignInPage, login: str, one_time: str, new: str) -> None:
        page.set_busy(True)
        self.jobs.run(
            partial(_checked, partial(accounts.set_password, login=login, old=one_time, new=new)),
            self.enter,
            partial(self._refused, page),
            lambda: page.set_busy(False),
        )

    def _refused(self, page: SignInPage, error: CounterError) -> None:
        page.show_error(sentence_of(error))

    def enter(self, person: Staff) -> None:
        """The person works here from now on; the one who locked goes on where they stopped."""
        self.session.sign_in(person)
        self.window.uncover()

    def _person_changed(self) -> None:
        person = self.session.person
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

    # -- pages

    def _today_page(self) -> QWidget:
        page = _LivingTodayPage(self)
        self.session.changed.connect(page.reload)
        return page

    def _choose_scheme(self, scheme: str) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # a window is never without one
        theme.apply(application, scheme, self.desk.settings.body_px)
        self.window.set_scheme(scheme)
        self.desk.keep_theme(scheme)

    # -- the status bar, and what is owed once a day

    def begin_upkeep(self) -> None:
        """The daily copy and check, behind the work."""
        self.jobs.work(self.desk.upkeep, lambda _: self._read_status(), self._upkeep_failed)

    def _upkeep_failed(self, error: CounterError) -> None:
        self._set_status(backup="Chưa sao lưu được", is_backup_well=False)
        self._failed(error)

    def _read_status(self) -> None:
        self.jobs.read(lambda reading: reading.reference.calendar, self._show_status, self._failed)

    def _show_status(self, calendar: WorkingCalendar) -> None:
        copied = self.desk.last_copy()
        note = ""
        if self.desk.findings():
            note = "Kiểm tra tệp thấy lỗi: tạm ngừng cấp số, báo quản trị"
        elif self.desk.startup.journal not in {"none", "written"}:
            note = "Nhật ký dự phòng không ghi được"
        self._set_status(
            backup=f"Sao lưu {copied:%H:%M}" if copied else "Chưa sao lưu hôm nay",
            is_backup_well=copied is not None,
            holiday=holiday_notice(calendar, self.local_now()),
            note=note,
        )

    def _set_status(self, **changes: Any) -> None:
        self._status = replace(self._status, **changes)
        self.window.set_status(self._status)
        for page in self.window.findChildren(SignInPage):
            page.set_status(self._status)

    def _failed(self, error: CounterError) -> None:
        self._set_status(note=sentence_of(error))

    def close(self) -> None:
        """Save what was typed and let the worker end."""
        self.session.leaving.emit()
        self.jobs.close()


class _LivingTodayPage(TodayPage):
    """«Hôm nay» that reads its rows when it is shown and after every act."""

    def __init__(self, owner: DeskWindow) -> None:
        super().__init__(can_receive=owner.session.may(Permission.DESK_ACT))
        self._owner = owner

    def page_shown(self) -> None:
        """Read the rows again."""
        self.reload()

    def reload(self, *_: object) -> None:
        """Read the rows of the person signed in."""
        owner = self._owner
        login, now = owner.session.login, owner.local_now()
        if login:
            owner.jobs.read(
                lambda reading: today_view(today(reading, login, now), reading.reference, now),
                self.set_rows,
                owner._failed,
                channel="today",
            )


def _checked(act: Callable[..., Staff], uow: Any) -> Staff:
    """Do it and commit, also when it is refused: tries are counted."""
    try:
        return act(uow)
    finally:
        uow.commit()


def holiday_notice(calendar: WorkingCalendar, now: datetime) -> str:
    """`Mai nghỉ 24/11 – Ngày Văn hóa Việt Nam`, or empty: weekends need no notice."""
    tomorrow = now.date() + timedelta(days=1)
    if calendar.is_working(tomorrow):
        return ""
    label = calendar.days[tomorrow].label if tomorrow in calendar.days else ""
    return f"Mai nghỉ {tomorrow:%d/%m} – {label}" if label else ""
