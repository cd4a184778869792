"""The pages of a desk: made when they are first shown, each with the ways to the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from counter_app.domain.errors import CounterError, DossierUnknown
from counter_app.domain.staff import Permission
from counter_app.queries.dossier_pages import DossierFilter
from counter_app.queries.dossiers import one_dossier
from counter_app.ui.desk_port import DeskPort
from counter_app.ui.dossier_words import short_code
from counter_app.ui.jobs import Jobs
from counter_app.ui.memory import Memory
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.printing import Printer
from counter_app.ui.reentry_offer import ReentryOffer
from counter_app.ui.reentry_work import LostReceipt
from counter_app.ui.scan_queue import ScanQueue
from counter_app.ui.scan_words import not_here, refusal
from counter_app.ui.scans import Answer, Scan, Verdict
from counter_app.ui.session import Session
from counter_app.ui.sync_watch import SyncWatch
from counter_app.ui.tokens import Tone

if TYPE_CHECKING:
    from counter_app.ui.main_window import MainWindow

_PAGES: dict[str, tuple[str, str]] = {
    "handover": ("handover_page", "HandoverPage"),
    "dossiers": ("dossiers_page", "DossiersPage"),
    "returns": ("returns_page", "ReturnsPage"),
    "feedback": ("feedback_page", "FeedbackPage"),
    "department": ("department_page", "DepartmentPage"),
    "deadlines": ("deadlines_page", "DeadlinesPage"),
    "end_of_day": ("end_of_day_page", "EndOfDayPage"),
    "catalogue": ("catalogue_page", "CataloguePage"),
    "sync": ("sync_page", "SyncPage"),
    "settings": ("administration_page", "AdministrationPage"),
}
"""Page → module of `ui.pages` and class: a page is loaded when somebody goes there."""


class DeskPages(QObject):
    """Factories for the frame, and what pages ask of it. `take_scan` is for scans no page takes."""

    def __init__(
        self,
        desk: DeskPort,
        jobs: Jobs,
        session: Session,
        printer: Printer,
        memory: Memory,
        now: Callable[[], datetime],
        sync: SyncWatch | None = None,
    ) -> None:
        super().__init__()
        self._frame: MainWindow | None = None
        self.scans = ScanQueue(self)
        self.context = PageContext(
            desk=desk,
            jobs=jobs,
            session=session,
            printer=printer,
            memory=memory,
            scans=self.scans,
            now=now,
            open_dossier=self.open_dossier,
            open_list=self.open_list,
            show_page=self.show_page,
            correct=self.correct,
            open_return=self.open_return,
            sync=sync,
        )
        self.reentry = ReentryOffer(self.context, self.reenter, self._takes_receipt, self)

    def factories(self) -> dict[str, Callable[[], QWidget]]:
        """Id → the page's maker."""
        made: dict[str, Callable[[], QWidget]] = {
            "today": self._today,
            "reception": self._reception,
        }
        return made | {page_id: partial(self._page, page_id) for page_id in _PAGES}

    def set_frame(self, frame: MainWindow) -> None:
        """The frame the pages stand in."""
        self._frame = frame
        self.scans.set_page(self._page_on_top, self)
        self.reentry.set_frame(frame)

    # -- ways

    def show_page(self, page_id: str) -> None:
        """Go to a page, where the role has it."""
        self._went(page_id)

    def _went(self, page_id: str) -> Any:
        """The page, now on top; None where the role has it not: none is made behind the others then."""
        if self._frame is None:
            return None
        self._frame.show_page(page_id)
        return self._frame.page(page_id) if self._frame.current_page() == page_id else None

    def open_dossier(self, code: str) -> None:
        """The page Hồ sơ with the panel of this dossier."""
        page = self._went("dossiers")
        if page is not None:
            page.open_dossier(code)

    def open_list(self, title: str, wanted: DossierFilter) -> None:
        """The page Hồ sơ with exactly these dossiers."""
        page = self._went("dossiers")
        if page is not None:
            page.open_list(title, wanted)

    def correct(self, code: str) -> None:
        """The page Tiếp nhận with the form of this dossier, to be corrected."""
        page = self._went("reception")
        if page is not None:
            page.correct(code)

    def reenter(self, lost: LostReceipt) -> None:
        """The page Tiếp nhận with a printed receipt whose dossier was lost, to be entered again."""
        page = self._went("reception")
        if page is not None:
            page.reenter(lost)

    def _takes_receipt(self, receipt: str) -> bool:
        """Whether the reception page is on top and free for a receipt."""
        if self._frame is None or self._frame.current_page() != "reception":
            return False
        return bool(self._frame.page("reception").takes_receipt(receipt))

    def open_return(self, code: str) -> None:
        """The page Trả kết quả with this dossier."""
        page = self._went("returns")
        if page is not None:
            page.open(code)

    # -- scans

    def _page_on_top(self) -> QWidget | None:
        frame = self._frame
        if frame is None or frame.is_covered() or not frame.current_page():
            return None
        return frame.page(frame.current_page())

    def take_scan(self, scan: Scan, answer: Answer) -> None:
        """A scan that no page takes: the dossier it names is opened."""
        if self._frame is None or self._frame.is_covered() or self.context.session.is_locked:
            answer(Verdict(Tone.AMBER, "", "Hãy đăng nhập rồi quét lại"))
            return
        refused = refusal(scan)
        if refused is not None:
            answer(refused)
            return
        if scan.command:
            answer(not_here(scan))
            return
        if scan.card is not None:
            answer(Verdict(Tone.AMBER, "Thẻ căn cước", "Mở trang Tiếp nhận (F2) rồi quét thẻ"))
            return
        context = self.context

        def look(reading: object) -> str:
            found = one_dossier(reading, scan.text, context.now())  # type: ignore[arg-type]
            return found.row.shown_code

        def found(code: str) -> None:
            self.open_dossier(code)
            answer(Verdict(Tone.GREEN, short_code(code, context.desk.agency.id), "Đã mở hồ sơ"))

        def failed(error: CounterError) -> None:
            if isinstance(error, DossierUnknown):
                self.reentry.scanned(scan, answer, error)
                return
            answer(Verdict(Tone.RED, scan.text, sentence_of(error)))

        context.jobs.read(look, found, failed)

    # -- makers

    def _today(self) -> QWidget:
        from counter_app.ui.pages.living_today_page import LivingTodayPage

        return LivingTodayPage(self.context, can_receive=self.context.session.may(Permission.DESK_ACT))

    def _reception(self) -> QWidget:
        from counter_app.ui.pages.reception_page import ReceptionPage

        context = self.context
        made = ReceptionPage(context.desk, context.jobs, context.session, context.printer)
        made.dossier_asked.connect(self.open_dossier)
        return made

    def _page(self, page_id: str) -> QWidget:
        module, name = _PAGES[page_id]
        made: QWidget = getattr(import_module(f"counter_app.ui.pages.{module}"), name)(self.context)
        return made
