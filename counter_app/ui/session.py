"""Who works at the desk now, what changed since a page last looked, and the lock after idle time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from counter_app.domain.staff import Permission, Staff

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Session(QObject):
    """The person signed in, or nobody.

    `leaving` fires before the person changes or the desk is locked: pages save what was typed.
    `person_changed` fires after it. `changed({"dossier"})` says what kind of thing an act has changed.
    `idle` fires once when nobody touched the program for the agency's time: the window then locks itself.
    """

    changed = Signal(set)
    leaving = Signal()
    person_changed = Signal()
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._person: Staff | None = None
        self._is_locked = False
        self._idle_timer = QTimer(self)
        self._idle_timer.setSingleShot(True)
        self._idle_timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._idle_timer.timeout.connect(self.idle)

    @property
    def person(self) -> Staff | None:
        """Who is signed in; None before the first sign-in and after signing out."""
        return self._person

    @property
    def login(self) -> str:
        """Login of the person; empty when nobody is signed in."""
        return self._person.login if self._person else ""

    @property
    def is_locked(self) -> bool:
        """Whether the person must give the password again."""
        return self._is_locked

    def may(self, permission: Permission) -> bool:
        """Whether the person's role permits it."""
        return self._person is not None and self._person.may(permission)

    def sign_in(self, person: Staff) -> None:
        """Begin or go on working; another person than before is a user switch."""
        is_same = self._person == person
        if not is_same and self._person is not None:
            self.leaving.emit()
        self._person, self._is_locked = person, False
        self._restart()
        if not is_same:
            self.person_changed.emit()

    def lock(self) -> None:
        """Nobody works until the password was given again; the person stays."""
        if self._person is None or self._is_locked:
            return
        self.leaving.emit()
        self._is_locked = True
        self._idle_timer.stop()

    def sign_out(self) -> None:
        """Nobody is signed in any more."""
        if self._person is None:
            return
        self.leaving.emit()
        self._person, self._is_locked = None, False
        self._idle_timer.stop()
        self.person_changed.emit()

    def say_changed(self, *kinds: str) -> None:
        """Tell open pages what kinds of things an act has changed."""
        self.changed.emit(set(kinds))

    def set_idle_minutes(self, minutes: int) -> None:
        """Time without a touch until `idle`; 0 never."""
        self._idle_timer.setInterval(minutes * 60_000)
        self._restart()

    def idle_minutes(self) -> int:
        """The time set."""
        return self._idle_timer.interval() // 60_000

    def is_waiting_for_idle(self) -> bool:
        """Whether the clock of idle time runs."""
        return self._idle_timer.isActive()

    def listen_to_windows(self) -> None:
        """Notice every touch of every window of the program. Not the application's filter: it would see each
        timer and each picture too."""
        for window in QGuiApplication.topLevelWindows():
            self._listen_to(window)
        QGuiApplication.instance().focusWindowChanged.connect(self._listen_to)

    def _listen_to(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # a second time changes nothing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Of a window: each touch begins the idle time anew."""
        if event.type() in _SIGNS_OF_LIFE and self._idle_timer.isActive():
            self._idle_timer.start()
        return super().eventFilter(watched, event)

    def _restart(self) -> None:
        if self._person is not None and not self._is_locked and self._idle_timer.interval() > 0:
            self._idle_timer.start()
        else:
            self._idle_timer.stop()
