"""Scans at a unit: one transaction each, its verdict, and the way back where there is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from counter_app.domain.codes import ScanKind
from counter_app.domain.errors import CounterError
from counter_app.domain.staff import Permission
from counter_app.ui.dossier_words import short_code
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.department import desk_work
from counter_app.ui.pages.department.desk_work import Meaning, Names, Outcome, ScanDone, ScanEnd
from counter_app.ui.pages.department.scan_verdicts import verdict_of
from counter_app.ui.pages.department.stack_scan import StackScan
from counter_app.ui.scans import Answer, Scan, Verdict
from counter_app.ui.tokens import Tone

_CHANGED = frozenset({ScanEnd.TAKEN, ScanEnd.AWAITED, ScanEnd.STEPPED, ScanEnd.FINISHED})
_SLIP = "Quét nhầm"
_BROKEN = Verdict(Tone.RED, "Chưa rõ kết quả", "Chương trình gặp lỗi · xem lại hồ sơ rồi quét lại")


@dataclass(frozen=True)
class Place:
    """Where scans happen: the unit shown, the names for words, the agency's id."""

    unit: str
    names: Names
    agency_id: str


class Scanning(QObject):
    """`scanned(ScanDone)` after every scan that named a dossier, before its answer is given.
    `unticked(code)`: it is to leave the pile that is handed over."""

    scanned = Signal(object)
    unticked = Signal(str)

    def __init__(
        self, context: PageContext, stack: StackScan, place: Callable[[], Place], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._stack, self._place = context, stack, place
        self._is_undoing = False
        self._open: Answer | None = None
        self._insisting = ""
        stack.undo_asked.connect(self.undo)

    def meaning(self) -> Meaning:
        """What a scan does now."""
        return self._stack.meaning() if self._stack.isVisibleTo(self._stack.parentWidget()) else Meaning.SHOW

    def take(self, scan: Scan, answer: Answer) -> None:
        """One scan; answered when its act is done."""
        if scan.card is not None:
            self._say(answer, Verdict(Tone.AMBER, "Thẻ căn cước", "Trang này nhận mã hồ sơ"), None)
            return
        by, meaning = self._context.session.login, self.meaning()
        if scan.scanned.kind is ScanKind.BATCH:
            do = desk_work.scanned_batch(scan.text, by)
        else:
            do = desk_work.scanned(scan.text, by, self._place().unit, meaning, self._insisting)
        self._open, self._insisting = answer, ""
        done, failed = partial(self._done, answer), partial(self._failed, answer, scan)
        self._context.jobs.run(do, done, failed, partial(self._ended, answer))

    def _ended(self, answer: Answer) -> None:
        # A bug while acting goes to the exception hook; the scan must still be answered. Once it is, the
        # next one may have begun already.
        if self._open is answer:
            self._say(answer, _BROKEN, None)

    def _done(self, answer: Answer, done: ScanDone) -> None:
        place = self._place()
        self._insisting = done.code if done.may_insist else ""
        verdict = verdict_of(done, place.names, place.agency_id)
        counts = done.end in _CHANGED
        if self.meaning() is Meaning.GIVE and done.end is ScanEnd.HELD:
            counts = True
            verdict = replace(verdict, words="Đã vào xấp giao về Một cửa")
        self.scanned.emit(done)
        if done.end in _CHANGED:
            self._context.session.say_changed("dossier")
        self._say(answer, verdict, done if counts else None)

    def _failed(self, answer: Answer, scan: Scan, error: CounterError) -> None:
        place = self._place()
        title = short_code(str(error.facts.get("code") or scan.text), place.agency_id)
        self._say(answer, Verdict(Tone.RED, title, sentence_of(error, names=place.names.spoken)), None)

    def _say(self, answer: Answer, verdict: Verdict, done: ScanDone | None) -> None:
        self._open = None
        self._stack.show_answer(verdict, done)
        answer(verdict)

    # -- the way back

    def undo(self) -> str:
        """Take the last scan back where an act does so; else say why not. The words that stand beside it,
        empty where nothing was scanned."""
        last = self._stack.last
        if last is None or self._is_undoing:
            return ""
        shown = short_code(last.code, self._place().agency_id)
        if last.end is ScanEnd.HELD:
            words = f"Đã bỏ {shown} khỏi xấp"
            self.unticked.emit(last.code)
            self._stack.take_back(words)
        elif last.end is ScanEnd.TAKEN:
            words = "Nhận rồi thì không hoàn tác được: giao trả lại bằng Bàn giao (Ctrl+G)"
            self._stack.say(words)
        elif last.end is ScanEnd.AWAITED:
            words = "Nhận rồi thì không hoàn tác được: giao trả khi dữ liệu về"
            self._stack.say(words)
        elif not self._context.session.may(Permission.SUPERVISE):
            words = "Chỉ lãnh đạo hoàn tác được việc đã ghi: báo lãnh đạo mở lại hồ sơ"
            self._stack.say(words)
        else:
            words = f"Đang hoàn tác {shown}"
            self._take_back(last)
        return words

    def _take_back(self, last: ScanDone) -> None:
        by = self._context.session.login
        if last.end is ScanEnd.STEPPED:
            do = desk_work.revoke_step(last.event_id, last.code, _SLIP, by)
        else:
            do = desk_work.reopen(last.code, _SLIP, by)
        self._is_undoing = True
        self._context.jobs.run(do, self._taken_back, self._not_taken_back, self._undo_ended)

    def _taken_back(self, outcome: Outcome) -> None:
        shown = short_code(outcome.codes[0], self._place().agency_id)
        self._stack.take_back(f"Đã hoàn tác {shown}")
        self._context.session.say_changed("dossier")

    def _not_taken_back(self, error: CounterError) -> None:
        self._stack.say(sentence_of(error, names=self._place().names.spoken))

    def _undo_ended(self) -> None:
        self._is_undoing = False
