"""Sign-in: who is at the desk, the password, and a password of one's own at the first time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter_app.domain.text import date_text, day_name_long, fold, time_text
from counter_app.ui import theme
from counter_app.ui.pages.sign_in_card import SignInCard
from counter_app.ui.tokens import SIGN_IN_WIDTH, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.line_edit import LineEdit
from counter_app.ui.widgets.notice import IconMark
from counter_app.ui.widgets.staff_tile import COLUMNS, StaffChoice, StaffGrid
from counter_app.ui.widgets.status_line import StatusLine, StatusView
from counter_app.ui.widgets.text import Text, caption

_MOST_TILES = 12
_NUMBERED = 9
_TICK_MS = 5_000
_DIGITS = tuple("123456789")


@dataclass(frozen=True)
class SignInView:
    """What the page shows. `chosen` is the login marked at the start (the person who locked the desk, or the
    last one); `is_locked` says that a session waits below. `trial_password` is shown on a trial desk only.
    """

    agency: str
    desk: str
    staff: tuple[StaffChoice, ...]
    chosen: str = ""
    is_locked: bool = False
    trial_password: str = ""
    version: str = ""
    has_lookup: bool = False
    status: StatusView = field(default_factory=StatusView)


class SignInPage(Ground):
    """Number keys 1–9 choose a tile, letters filter by name, Enter signs in. Esc goes back: to the password
    once a person is chosen, else to the tiles. With a person chosen what is typed may be a password, so it
    never begins the search, whose letters everybody reads.

    `signed_in_requested(login, password)` asks; the answer is `show_error(text)` or `ask_new_password()`
    (the password was a one-time one), or the page is taken away. Then
    `new_password_chosen(login, one_time, new)` asks again.
    """

    signed_in_requested = Signal(str, str)
    new_password_chosen = Signal(str, str, str)
    lookup_requested = Signal()

    def __init__(self, view: SignInView, *, clock: Callable[[], datetime]) -> None:
        super().__init__("window", name="sign_in_page")
        self._view = view
        self._clock = clock
        self._login = ""
        self.grid = StaffGrid()
        self.filter = LineEdit(name="staff_filter", placeholder="Gõ tên hoặc tên đăng nhập")
        self.card = SignInCard(waiting=view.chosen if view.is_locked else "")
        self._build()
        self._connect()
        self._show_staff("")
        self._tick()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(_TICK_MS)
        self._begin()

    # -- building

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        middle = QWidget()
        middle.setFixedWidth(theme.px(SIGN_IN_WIDTH))
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_head())
        column.addSpacing(theme.px(24))
        column.addLayout(self._make_question())
        column.addSpacing(theme.px(8))
        column.addWidget(self._make_tiles())
        column.addSpacing(theme.px(20))
        column.addWidget(self.card)
        column.addSpacing(theme.px(12))
        column.addLayout(self._make_foot())
        outer.addStretch(1)
        outer.addWidget(middle, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(1)
        version = f"Phiên bản {self._view.version} · " if self._view.version else ""
        self.status_line = StatusLine(f"{version}{self._view.desk}")
        self.status_line.set_view(self._view.status)
        outer.addWidget(self.status_line)

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(theme.px(2))
        self._brand = Text("Một cửa", Role.FIGURE, Tone.ACCENT, 600, name="brand_label")
        left.addWidget(self._brand)
        trial = " · bàn thử" if self._view.trial_password else ""
        house = f"{self._view.agency} · {self._view.desk}{trial}"
        left.addWidget(Text(house, Role.BODY, Tone.TEXT2, name="agency_label"))
        self._time = Text("", Role.FIGURE, figures=True, name="clock_label")
        self._day = Text("", Role.BODY, Tone.TEXT2, name="day_label")
        right.addWidget(self._time, 0, Qt.AlignmentFlag.AlignRight)
        right.addWidget(self._day, 0, Qt.AlignmentFlag.AlignRight)
        row.addLayout(left)
        row.addStretch(1)
        row.addLayout(right)
        return row

    def _make_question(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(Text(f"Ai đang ở {self._view.desk}?", Role.TITLE, Tone.TEXT, 600))
        row.addStretch(1)
        self._how = caption(self._how_words())
        self._corner = QStackedWidget()
        self._corner.setFixedSize(theme.px(300), theme.px(32))
        self._how.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.filter.set_icon("search")
        self.filter.setAccessibleName("Tìm người")
        self._corner.addWidget(self._how)
        self._corner.addWidget(self.filter)
        if self._has_filter():
            self._corner.setCurrentWidget(self.filter)
            self.filter.setPlaceholderText(self._how_words())
        row.addWidget(self._corner)
        return row

    def _make_tiles(self) -> QWidget:
        # The room of all tiles is kept while a filter shows fewer: nothing below may move.
        shown = min(len(self._view.staff), _MOST_TILES)
        rows = max(1, -(-shown // COLUMNS))
        holder = QWidget()
        holder.setFixedHeight(rows * theme.px(83) + (rows - 1) * theme.px(16))
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        self._nobody = Text("Không có ai tên như vậy. Xóa bớt chữ để thấy mọi người.", tone=Tone.TEXT2)
        self._nobody.hide()
        column.addWidget(self._nobody)
        column.addStretch(1)
        return holder

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        if self._view.trial_password:
            row.addWidget(IconMark("info", Tone.AMBER, 16))
            words = f"Bàn thử: mật khẩu của mọi người là {self._view.trial_password}"
            row.addWidget(Text(words, Role.BODY, Tone.AMBER, 500, name="trial_hint"))
        else:
            row.addWidget(IconMark("shield-check", Tone.GREEN, 16))
            words = "Việc đang làm được giữ nguyên khi đổi người; mỗi việc ghi tên người làm."
            row.addWidget(caption(words, Tone.TEXT2))
        row.addStretch(1)
        self._other = Button("Người khác…", ButtonKind.QUIET, icon="user-plus", name="other_person")
        row.addWidget(self._other)
        if self._view.has_lookup:
            lookup = Button("Màn hình tra cứu", ButtonKind.QUIET, icon="monitor", name="lookup_screen")
            lookup.clicked.connect(self.lookup_requested)
            row.addWidget(lookup)
        return row

    def _connect(self) -> None:
        self.grid.chosen.connect(self._choose)
        self.grid.typed.connect(self._typed_on_tiles)
        self.filter.textChanged.connect(self._show_staff)
        self.filter.installEventFilter(self)
        self.filter.returnPressed.connect(self.grid.choose_first)
        self.card.submitted.connect(self._submit)
        self.card.new_password.connect(self._submit_new)
        self._other.clicked.connect(lambda: self._begin_filter(""))
        for number in range(1, _NUMBERED + 1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(lambda number=number: self.grid.choose_number(number))
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        back.activated.connect(self._back)

    def brand_top(self) -> int:
        """Pixels from the top of the window to the name of the house."""
        return self._brand.mapTo(self.window(), QPoint(0, 0)).y()

    # -- what happens

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._leads(event):
            return True
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self._hold_cursor()
        return super().event(event)

    def _leads(self, event: QKeyEvent) -> bool:
        """In the empty search field a digit is a tile's number; Down goes to the tiles."""
        if event.key() == Qt.Key.Key_Down:
            self.grid.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        digit = event.text()
        return not self.filter.text() and digit in _DIGITS and self.grid.choose_number(int(digit))

    def chosen(self) -> str:
        """Login of the person chosen, empty when nobody is."""
        return self._login

    def show_error(self, text: str) -> None:
        """Say beside the field why it did not work; the password is marked for typing anew."""
        self.card.show_error(text)

    def set_status(self, view: StatusView) -> None:
        """Show another state in the status bar."""
        self.status_line.set_view(view)

    def ask_new_password(self) -> None:
        """The password was a one-time one: ask for one of the person's own, in the same place."""
        self.card.ask_new_password()

    def set_busy(self, is_busy: bool) -> None:
        """While the password is checked the button waits; the fields stay as they are."""
        self.card.set_busy(is_busy)

    def _begin(self) -> None:
        if self._view.chosen in {person.login for person in self._view.staff}:
            self._choose(self._view.chosen)
            self.setFocusProxy(self.card.password)
        else:
            self.card.show_person(None)
            self.setFocusProxy(self.filter if self._has_filter() else self.grid)

    def _choose(self, login: str) -> None:
        person = next((person for person in self._view.staff if person.login == login), None)
        self._login = login if person else ""
        self.grid.set_chosen(self._login)
        self.card.show_person(person)
        self.card.password.setFocus(Qt.FocusReason.TabFocusReason)

    def _submit(self, password: str) -> None:
        if not self._login:
            self.card.show_error("chọn tên ở trên trước")
            self.grid.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self.signed_in_requested.emit(self._login, password)

    def _submit_new(self, one_time: str, new: str) -> None:
        self.new_password_chosen.emit(self._login, one_time, new)

    def _back(self) -> None:
        self.filter.clear()
        if not self._has_filter():
            self._corner.setCurrentWidget(self._how)
        self.card.show_person(next((p for p in self._view.staff if p.login == self._login), None))
        if self._login:
            self.card.take_cursor()
        else:
            self.grid.setFocus(Qt.FocusReason.TabFocusReason)

    def _hold_cursor(self) -> None:
        """The window is raised again: who was asked for a password types it at once, without a look."""
        holder = self.window().focusWidget()
        if self._login and holder is not None and not self.card.isAncestorOf(holder):
            self.card.take_cursor()

    def _typed_on_tiles(self, text: str) -> None:
        if self._login:
            self.card.take_letters(text)
        else:
            self._begin_filter(text)

    def _begin_filter(self, text: str) -> None:
        self._corner.setCurrentWidget(self.filter)
        self.filter.setFocus(Qt.FocusReason.TabFocusReason)
        self.filter.setText(self.filter.text() + text)

    def _show_staff(self, text: str) -> None:
        wanted = fold(text)
        found = [
            person
            for person in self._view.staff
            if wanted in fold(person.name) or wanted in fold(person.login)
        ][:_MOST_TILES]
        self.grid.set_staff(found)
        self.grid.set_chosen(self._login)
        self._nobody.setVisible(not found)

    def _has_filter(self) -> bool:
        return len(self._view.staff) > _NUMBERED

    def _how_words(self) -> str:
        if self._has_filter():
            return f"Gõ tên để tìm trong {len(self._view.staff)} người"
        last = len(self._view.staff)
        numbers = f"1–{last}" if last > 1 else "1"
        # The cursor of who locked the desk stands in the password: there a number is a part of it.
        if self._view.is_locked:
            return f"Alt và số {numbers} để đổi người"
        return f"bấm số {numbers} hoặc gõ tên"

    def _tick(self) -> None:
        now = self._clock()
        self._time.setText(time_text(now))
        self._day.setText(f"{day_name_long(now).capitalize()} {date_text(now)}")
