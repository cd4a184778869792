"""Head of the form: title, when the draft was saved, the waiting forms, clearing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from counter_app.domain.text import time_text
from counter_app.ui import theme
from counter_app.ui.pages.reception.online_work import OnlineDossier
from counter_app.ui.tokens import PAGE_HEAD, PAGE_HEAD_COMPACT, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.notice import IconMark
from counter_app.ui.widgets.text import ElidedLabel, caption

_TITLE = "Tiếp nhận hồ sơ"
_ONLINE_TITLE = "Tiếp nhận hồ sơ trực tuyến"
_REENTRY_TITLE = "Nhập lại hồ sơ"
_MOST_ONLINE = 12


class FormHead(QWidget):
    """`waiting_chosen(index)`, `put_aside()` and `cleared()` are what the person asks for here."""

    waiting_chosen = Signal(int)
    put_aside = Signal()
    cleared = Signal()
    menu_asked = Signal()
    online_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("form_head")
        self.title = ElidedLabel(_TITLE, Role.TITLE, Tone.TEXT, weight=600, name="form_title")
        self.saved_icon = IconMark("cloud-check", Tone.GREEN, 16)
        self.saved = caption("", Tone.TEXT2, figures=True, name="draft_saved")
        self.waiting = Button(
            "Hồ sơ chờ", ButtonKind.QUIET, icon="inbox", key="Ctrl+O", name="waiting_button"
        )
        self.clear = Button("Xóa làm lại", ButtonKind.QUIET, icon="rotate-ccw", name="clear_button")
        self._waiting = 0
        self._online: tuple[OnlineDossier, ...] = ()
        self.menu = QMenu(self)
        self.menu.setObjectName("waiting_menu")
        self.waiting.clicked.connect(self.open_menu)
        self.clear.clicked.connect(self.cleared)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.title, 1)
        row.addWidget(self.saved_icon)
        row.addWidget(self.saved)
        row.addSpacing(theme.px(4))
        row.addWidget(self.waiting)
        row.addWidget(self.clear)
        self.show_saved(None)
        self.set_compact(False)

    def show_saved(self, at: datetime | None) -> None:
        """`Đã lưu nháp 09:14:06`; None says nothing."""
        self.saved_icon.setVisible(at is not None)
        self.saved.setText(f"Đã lưu nháp {time_text(at)}:{at.second:02d}" if at is not None else "")

    def show_title(self, correcting: str, accepting: str = "", reentering: str = "") -> None:
        """What the form is for; `correcting` is the code of a dossier that is corrected, `accepting` the
        portal code of an online one that is taken in (it stands in its own field), `reentering` the receipt
        that is entered again (it has its own card)."""
        title = _REENTRY_TITLE if reentering else _ONLINE_TITLE if accepting else _TITLE
        self.title.setText(f"Sửa và cấp lại {correcting}" if correcting else title)
        for button in (self.waiting, self.clear):
            button.setVisible(not correcting)

    def show_waiting(self, waiting: Sequence[tuple[str, datetime]], *, can_put_aside: bool) -> None:
        """The waiting forms in words with the time of saving, latest first."""
        self._waiting = len(waiting)
        self._show_counts()
        self.menu.clear()
        aside = self.menu.addAction("Để hồ sơ này chờ, làm hồ sơ mới\tCtrl+N")
        aside.setObjectName("put_aside")
        aside.setEnabled(can_put_aside)
        aside.triggered.connect(self.put_aside)
        if waiting:
            self.menu.addSeparator()
        for at, (words, saved_at) in enumerate(waiting):
            shown = words if len(words) <= 90 else f"{words[:88]}…"
            action = self.menu.addAction(f"{shown.replace('&', '&&')}\t{time_text(saved_at)}")
            action.triggered.connect(lambda _checked=False, at=at: self.waiting_chosen.emit(at))
        self._add_online()

    def show_online(self, online: Sequence[OnlineDossier]) -> None:
        """Dossiers that came online and wait to be taken in, the longest waiting first."""
        self._online = tuple(online)
        self._show_counts()

    def _show_counts(self) -> None:
        words = f"Hồ sơ chờ {self._waiting}" if self._waiting else "Hồ sơ chờ"
        self.waiting.setText(f"{words} · trực tuyến {len(self._online)}" if self._online else words)

    def _add_online(self) -> None:
        if not self._online:
            return
        self.menu.addSection("Chờ tiếp nhận trực tuyến")
        for each in self._online[:_MOST_ONLINE]:
            shown = f"{each.portal_code} · {each.applicant}".replace("&", "&&")
            action = self.menu.addAction(f"{shown}\t{each.since:%H:%M %d/%m}")
            action.setObjectName(f"online_{each.portal_code}")
            action.triggered.connect(
                lambda _checked=False, code=each.portal_code: self.online_chosen.emit(code)
            )

    def open_menu(self) -> None:
        """Show the waiting forms below the button."""
        if self.waiting.isHidden():  # its key works still: a correction does not wait
            return
        self.menu_asked.emit()
        self.menu.popup(self.waiting.mapToGlobal(self.waiting.rect().bottomLeft()))

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        self.setFixedHeight(theme.px(PAGE_HEAD_COMPACT if is_compact else PAGE_HEAD))
