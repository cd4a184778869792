"""From «no such dossier» to entering its printed receipt again: a button beside that sentence, and a key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.domain.codes import read_scan
from counter_app.domain.errors import CounterError
from counter_app.domain.staff import Permission
from counter_app.ui import theme
from counter_app.ui.dossier_words import short_code
from counter_app.ui.messages import sentence_of
from counter_app.ui.reentry_work import LostReceipt, lost_receipt, receipt_named
from counter_app.ui.scans import Answer, Scan, Verdict
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind

if TYPE_CHECKING:
    from counter_app.ui.main_window import MainWindow
    from counter_app.ui.page_context import PageContext
    from counter_app.ui.search_box import SearchBox

WORDS, KEY = "Nhập lại từ giấy hẹn", "Alt+G"
_ASKED, _UNKNOWN = "Đang nhập lại giấy hẹn", "Không có hồ sơ này ở đây"
_ROOM = 8
_DOUBTFUL = (Tone.RED, Tone.AMBER)
_Found = Callable[[LostReceipt | None], object]
_Refused = Callable[[CounterError], object]


class ReentryOffer(QObject):
    """Of one window. Offered where a receipt of this desk names no dossier here: by a scan on any page
    beside the scan light, by the search box in its list. The next scan or search takes the offer away.

    `enter(LostReceipt)` goes to the reception page; `takes(receipt)` says whether that page is on top and
    its form is free for it: then a scan of a restored desk goes in at once.
    """

    def __init__(
        self,
        context: PageContext,
        enter: Callable[[LostReceipt], object],
        takes: Callable[[str], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._enter, self._takes = context, enter, takes
        self._lost: LostReceipt | None = None
        self._own: Scan | None = None
        self._key: QAction | None = None
        self._box: SearchBox | None = None
        self.button = Button(WORDS, ButtonKind.PLAIN, icon="file-plus-2", key=KEY, name="reenter_button")
        self.button.clicked.connect(self.take)
        self.place = QWidget()
        row = QHBoxLayout(self.place)
        row.setContentsMargins(theme.px(_ROOM), 0, theme.px(_ROOM), 0)
        row.addWidget(self.button)
        self.place.hide()
        context.scans.answered.connect(self._answered)
        context.session.person_changed.connect(self.clear)

    def set_frame(self, frame: MainWindow) -> None:
        """The window it is offered in."""
        frame.top_bar.add_light(self.place)
        self._key = frame.add_key(WORDS, KEY, self.take, name="act_reenter")
        self._key.setEnabled(False)

    def set_search(self, box: SearchBox) -> None:
        """The search box of that window."""
        self._box = box
        box.missed.connect(self._missed)
        box.looked.connect(self.clear)
        box.way_taken.connect(self.take)

    # -- offering

    def offer(self, lost: LostReceipt) -> None:
        """Show the button and let the key work."""
        self._lost = lost
        self.place.show()
        self._let_key(True)

    def clear(self) -> None:
        """Nothing is offered any more."""
        self._lost = None
        self.place.hide()
        self._let_key(False)

    def take(self) -> None:
        """Go and enter it again."""
        lost = self._lost
        self.clear()
        if lost is not None:
            if self._box is not None:
                self._box.forget()
            self._enter(lost)

    def _let_key(self, is_enabled: bool) -> None:
        if self._key is not None:
            self._key.setEnabled(is_enabled)

    def _look(self, receipt: str, found: _Found, refused: _Refused) -> bool:
        """Ask the store; False where nobody here may receive, or the text names no receipt."""
        session = self._context.session
        if not receipt or session.is_locked or not session.may(Permission.DESK_ACT):
            return False
        self._context.jobs.read(lost_receipt(receipt, self._context.now()), found, refused)
        return True

    # -- scans

    def scanned(self, scan: Scan, answer: Answer, unknown: CounterError) -> None:
        """A scan that no page took, of a dossier that is unknown here: say so, or enter it at once."""
        found, refused = partial(self._scan_found, scan, answer, unknown), partial(self._say, scan, answer)
        if not self._look(receipt_named(scan.scanned), found, refused):
            self._say(scan, answer, unknown)

    def _scan_found(
        self, scan: Scan, answer: Answer, unknown: CounterError, lost: LostReceipt | None
    ) -> None:
        if lost is not None and lost.is_later_life and self._takes(lost.receipt):
            self._enter(lost)
            self._said(scan, answer, Verdict(Tone.AMBER, self._short(lost), _ASKED))
        elif lost is not None:
            # Short words: the button beside them takes its room in the top bar.
            self._said(scan, answer, Verdict(Tone.RED, self._short(lost), _UNKNOWN))
            self.offer(lost)
        else:
            self._say(scan, answer, unknown)

    def _short(self, lost: LostReceipt) -> str:
        return short_code(lost.code, self._context.desk.agency.id)

    def _say(self, scan: Scan, answer: Answer, error: CounterError) -> None:
        self._said(scan, answer, Verdict(Tone.RED, scan.text, sentence_of(error)))

    def _said(self, scan: Scan, answer: Answer, verdict: Verdict) -> None:
        self._own = scan
        answer(verdict)

    def _answered(self, scan: Scan, verdict: Verdict) -> None:
        """A page answered by itself: what it did not know may be a lost receipt all the same."""
        is_own, self._own = scan is self._own, None
        self.clear()
        if not is_own and verdict.tone in _DOUBTFUL and not scan.command:
            self._look(receipt_named(scan.scanned), self._offer_found, _leave)

    def _offer_found(self, lost: LostReceipt | None) -> None:
        if lost is not None:
            self.offer(lost)

    # -- the search box

    def _missed(self, typed: str) -> None:
        """Nothing was found for what was typed into the box."""
        named = receipt_named(read_scan(typed, self._context.desk.agency.id))
        self._look(named, partial(self._search_found, typed), partial(self._search_refused, typed))

    def _search_found(self, typed: str, lost: LostReceipt | None) -> None:
        if lost is not None and self._box is not None and self._box.show_way(typed, WORDS, KEY):
            self._lost = lost
            self._let_key(True)

    def _search_refused(self, typed: str, error: CounterError) -> None:
        if self._box is not None:
            self._box.show_reason(typed, sentence_of(error))


def _leave(_error: CounterError) -> None:
    """What the page said stands: the scan is of no lost receipt."""
