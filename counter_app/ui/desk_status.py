"""What the status bar, the side bar and the tray say of the desk, and what is owed once a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.errors import CounterError
from counter_app.domain.staff import Permission
from counter_app.queries.end_of_day import is_close_owed
from counter_app.queries.today import Counts, counts
from counter_app.ui import icons, theme
from counter_app.ui.desk_port import DeskPort
from counter_app.ui.jobs import Jobs
from counter_app.ui.messages import sentence_of
from counter_app.ui.session import Session
from counter_app.ui.widgets.status_line import StatusView

_COUNT_MS = 5 * 60_000
_OWED = "Chưa chốt ngày"


@dataclass(frozen=True)
class Owed:
    """What the tray told last, so that it tells a thing once."""

    login: str = ""
    on: str = ""
    overdue: int = 0


class DeskStatus(QObject):
    """`changed(StatusView)` for the status bar; `counted(Counts)` for the side bar; `window_wanted` when
    somebody touches the notice; `minutes_passed` every five."""

    changed = Signal(object)
    counted = Signal(object)
    window_wanted = Signal()
    minutes_passed = Signal()

    def __init__(
        self, desk: DeskPort, jobs: Jobs, session: Session, now: Callable[[], datetime], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._session, self._now = desk, jobs, session, now
        self.view = StatusView()
        self._told = Owed()
        self._kept_on: date | None = None
        self._tray: QSystemTrayIcon | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._some_minutes_passed)
        self._timer.start(_COUNT_MS)
        session.changed.connect(self._something_changed)
        session.person_changed.connect(self.count)

    # -- the file

    def begin_upkeep(self) -> None:
        """The daily copy and check, behind the work; from now on each day the window stays open."""
        self._kept_on = self._now().date()
        self._jobs.work(self._desk.upkeep, lambda _: self.read(), self._upkeep_failed)

    def minute(self) -> datetime:
        """Naive local wall time, cut to the minute."""
        return self._now().replace(second=0, microsecond=0)

    def _some_minutes_passed(self) -> None:
        self.minutes_passed.emit()
        self.count()
        if self._kept_on is not None and self._kept_on != self._now().date():
            self.begin_upkeep()  # the machine was left on overnight

    def read(self) -> None:
        """Ask again for tomorrow's holiday and the state of the copy."""
        self._jobs.read(lambda reading: reading.reference.calendar, self._show, self.failed)

    def failed(self, error: CounterError) -> None:
        """Say in the status bar what went wrong behind the work."""
        self.set(note=sentence_of(error))

    def set(self, **changes: Any) -> None:
        """Change parts of what is said."""
        self.view = replace(self.view, **changes)
        self.changed.emit(self.view)

    def _upkeep_failed(self, error: CounterError) -> None:
        self.set(backup="Chưa sao lưu được", is_backup_well=False)
        self.failed(error)

    def _show(self, calendar: WorkingCalendar) -> None:
        copied = self._desk.last_copy()
        note = ""
        if self._desk.findings():
            note = "Kiểm tra tệp thấy lỗi: tạm ngừng cấp số, báo quản trị"
        elif self._desk.startup.journal not in {"none", "written"}:
            note = "Nhật ký dự phòng không ghi được"
        self.set(
            backup=f"Sao lưu {copied:%H:%M}" if copied else "Chưa sao lưu hôm nay",
            is_backup_well=copied is not None,
            holiday=holiday_notice(calendar, self._now()),
            note=note,
        )

    def _tray_touched(self, *_how: object) -> None:
        self.window_wanted.emit()

    # -- what is owed

    def count(self) -> None:
        """Count what is overdue and what waits for the person's unit."""
        login, now = self._session.login, self._now()
        if login:
            self._jobs.read(
                lambda reading: (counts(reading, login, now), is_close_owed(reading, login, now)),
                self._read_counts,
                self.failed,
                channel="counts",
            )
        elif self.view.owed:
            self.set(owed="")

    def _something_changed(self, kinds: set[str]) -> None:
        if kinds & {"dossier", "day"}:
            self.count()

    def _read_counts(self, found: tuple[Counts, bool]) -> None:
        owed = _OWED if found[1] else ""
        if owed != self.view.owed:
            self.set(owed=owed)
        self._counted(found[0])

    def _counted(self, found: Counts) -> None:
        self.counted.emit(found)
        owed = Owed(self._session.login, f"{self._now():%Y-%m-%d}", found.overdue)
        is_news = owed.overdue > (self._told.overdue if self._is_same_day(owed) else 0)
        self._told = owed
        if is_news and self._session.may(Permission.DEPARTMENT_ACT):
            self._notify(found)

    def _is_same_day(self, owed: Owed) -> bool:
        return (self._told.login, self._told.on) == (owed.login, owed.on)

    def _notify(self, found: Counts) -> None:
        self.tell(tray_words(found))

    def tell(self, words: str) -> None:
        """A notice of the system's tray; without a tray nothing."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(icons.icon("clock-alert", theme.now().accent), self)
            self._tray.activated.connect(self._tray_touched)
            self._tray.messageClicked.connect(self._tray_touched)
        self._tray.setToolTip(words)
        self._tray.show()
        self._tray.showMessage("Một cửa", words, QSystemTrayIcon.MessageIcon.NoIcon)


def tray_words(found: Counts) -> str:
    """`6 hồ sơ quá hạn · 5 đến hạn hôm nay`."""
    parts = [f"{found.overdue} hồ sơ quá hạn"]
    if found.due_today:
        parts.append(f"{found.due_today} đến hạn hôm nay")
    return " · ".join(parts)


def holiday_notice(calendar: WorkingCalendar, now: datetime) -> str:
    """`Mai nghỉ 24/11 – Ngày Văn hóa Việt Nam`, or empty: weekends need no notice."""
    tomorrow = now.date() + timedelta(days=1)
    if calendar.is_working(tomorrow):
        return ""
    label = calendar.days[tomorrow].label if tomorrow in calendar.days else ""
    return f"Mai nghỉ {tomorrow:%d/%m} – {label}" if label else ""
