"""Status bar: sync and backup at the left; tomorrow's holiday, day and time, desk at the right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.domain.text import date_text, day_name_long, time_text
from counter_app.ui import theme
from counter_app.ui.tokens import STATUS_BAR, Role, Tone
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import IconMark
from counter_app.ui.widgets.text import ElidedLabel, Text


@dataclass(frozen=True)
class SyncView:
    """State of the sync in words; `tone` is GREEN, AMBER or RED. `conflicts`: how many wait for a person."""

    words: str
    waiting: str
    tone: Tone
    conflicts: int = 0


@dataclass(frozen=True)
class StatusView:
    """What the status bar says. `sync` None: there is no sync yet, its part is absent.

    `backup` is "Sao lưu 12:00" or what is wrong with it (`is_backup_well` False: amber);
    `holiday` is tomorrow's notice, or empty; `owed` what this person should do before going home, or empty.
    """

    backup: str = ""
    is_backup_well: bool = True
    holiday: str = ""
    sync: SyncView | None = None
    note: str = ""
    owed: str = ""


class _Dot(QWidget):
    """The coloured dot before the words of the sync."""

    def __init__(self) -> None:
        super().__init__()
        self.tone = Tone.GREEN
        self.setFixedSize(theme.px(8), theme.px(8))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(8), theme.px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("window"))
        painter.setBrush(theme.colour(f"{self.tone}_fill"))
        painter.drawEllipse(self.rect())


class StatusLine(Ground):
    """30 px at the foot of the window; nothing in it takes the keyboard."""

    def __init__(self, desk: str = "") -> None:
        super().__init__("window", ("top",), name="status_line")
        self.setFixedHeight(theme.px(STATUS_BAR))
        self._dot = _Dot()
        self._sync = Text("", Role.CAPTION, Tone.TEXT2, 500, name="sync_state")
        self._waiting = Text("", Role.CAPTION, Tone.TEXT2, name="sync_waiting")
        self._drive = IconMark("hard-drive", Tone.TEXT2, 14)
        self._backup = Text("", Role.CAPTION, Tone.TEXT2, name="backup_state")
        self._note = Text("", Role.CAPTION, Tone.TEXT2, name="status_note")
        self._sunset = IconMark("sunset", Tone.AMBER, 14)
        self._owed = Text("", Role.CAPTION, Tone.AMBER, 500, name="owed_today")
        self._holiday = ElidedLabel("", Role.CAPTION, Tone.AMBER, weight=500, name="holiday_notice")
        self._moment = Text("", Role.CAPTION, Tone.TEXT2, name="clock_label")
        self._desk = Text(desk, Role.CAPTION, Tone.TEXT2, name="desk_label")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), 1, theme.px(16), 0)
        row.setSpacing(theme.px(8))
        for part in (self._dot, self._sync, self._waiting):
            row.addWidget(part)
        self._gap = QWidget()
        self._gap.setFixedWidth(theme.px(8))
        row.addWidget(self._gap)
        for part in (self._drive, self._backup, self._note, self._sunset, self._owed):
            row.addWidget(part)
        row.addStretch(1)
        self._holiday.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._holiday, 100)
        for part in (self._moment, self._desk):
            row.addSpacing(theme.px(16))
            row.addWidget(part)
        self.set_view(StatusView())
        theme.signals().changed.connect(self._restyle)

    def set_view(self, view: StatusView) -> None:
        """Show another state."""
        for part in (self._dot, self._sync, self._waiting, self._gap):
            part.setVisible(view.sync is not None)
        if view.sync is not None:
            self._sync.setText(view.sync.words)
            self._sync.set_tone(Tone.TEXT2 if view.sync.tone is Tone.GREEN else view.sync.tone)
            self._waiting.setText(view.sync.waiting)
            self._dot.tone = view.sync.tone
            self._dot.update()
        tone = Tone.TEXT2 if view.is_backup_well else Tone.AMBER
        self._backup.setText(view.backup)
        self._backup.set_tone(tone)
        self._backup.setVisible(bool(view.backup))
        self._drive.setVisible(bool(view.backup))
        self._drive.set_icon("hard-drive" if view.is_backup_well else "triangle-alert", tone)
        self._note.setText(view.note)
        self._owed.setText(view.owed)
        for part in (self._sunset, self._owed):
            part.setVisible(bool(view.owed))
        self._holiday.setText(view.holiday)
        self._holiday.setVisible(bool(view.holiday))

    def set_desk(self, desk: str) -> None:
        """Words at the far right."""
        self._desk.setText(desk)

    def set_now(self, now: datetime) -> None:
        """Show the time: "Thứ hai 23/11/2026  09:14"."""
        self._moment.setText(f"{day_name_long(now).capitalize()} {date_text(now)}  {time_text(now)}")

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(STATUS_BAR))
