"""Bàn giao: give piles and take batches by scanning; the dossier decides the side, differences light up."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter_app.domain.codes import Command, read_scan
from counter_app.domain.errors import CounterError
from counter_app.queries.handover import BatchHead
from counter_app.ui import theme
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.handover import desk_work
from counter_app.ui.pages.handover.deeds import Deeds
from counter_app.ui.pages.handover.desk_work import Loaded
from counter_app.ui.pages.handover.give_side import GiveSide
from counter_app.ui.pages.handover.keys import add_keys
from counter_app.ui.pages.handover.lines import AWAITED
from counter_app.ui.pages.handover.page_head import PageHead
from counter_app.ui.pages.handover.past_view import PastView
from counter_app.ui.pages.handover.scan_work import GIVE, TAKE, Piles, ScanWork
from counter_app.ui.pages.handover.side import Upright
from counter_app.ui.pages.handover.strips import Strips
from counter_app.ui.pages.handover.take_side import TakeSide
from counter_app.ui.pages.handover.words import BROKEN, NOBODY
from counter_app.ui.scans import Answer, Scan, ScanSource, Verdict
from counter_app.ui.tokens import PAGE_PADDING, Tone
from counter_app.ui.widgets.frames import Ground

SCANNING, PAST = 0, 1


class HandoverPage(Ground):
    """What was scanned stays until it is given or taken, whatever else happens at the desk meanwhile."""

    def __init__(self, context: PageContext) -> None:
        super().__init__("surface", name="handover_page")
        self._context = context
        self._found: Loaded | None = None
        self._waiting: list[tuple[Scan, Answer]] = []
        self._side = GIVE
        self.head = PageHead(context.scans)
        self.give, self.take = GiveSide(), TakeSide()
        self._strips = Strips(self.give, self.take)
        self.past = PastView(context.memory)
        self.scans = ScanWork(context, self.focused_side, self)
        self.deeds = Deeds(context, (self.give, self.take), self.past, lambda: self.piles, self)
        self.outcome = self.deeds.outcome
        self._views = QStackedWidget()
        self._lay_out()
        self._connect()
        self._connect_sides()
        add_keys(self)

    # -- building

    def _lay_out(self) -> None:
        sides = QWidget()
        row = QHBoxLayout(sides)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(PAGE_PADDING))
        row.addWidget(self.give, 1)
        row.addWidget(Upright())
        row.addWidget(self.take, 1)
        self._views.addWidget(sides)
        self._views.addWidget(self.past)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(PAGE_PADDING), 0, theme.px(PAGE_PADDING), 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._views, 1)

    def _connect(self) -> None:
        context = self._context
        context.session.changed.connect(self._changed)
        context.session.person_changed.connect(self._person_changed)
        context.scans.changed.connect(self._show_waiting)
        context.scans.answered.connect(self._answered)
        self.scans.scanned.connect(self._scanned)
        self.deeds.piles_changed.connect(self.show_piles)
        self.deeds.settled.connect(self._settled)
        self.head.typed.connect(self._typed)
        self.head.field_left.connect(self._focus_list)
        self.head.past.clicked.connect(self.toggle_past)
        self.head.restart.clicked.connect(self.deeds.restart)
        self.past.lines_wanted.connect(self._load_lines)
        self.past.take_wanted.connect(self._take_batch)
        self.past.opened.connect(context.open_dossier)

    def _connect_sides(self) -> None:
        give, take = self.give, self.take
        give.pressed.connect(self.hand_over)
        take.pressed.connect(self.take_over)
        give.choice.chosen.connect(self._choose_unit)
        take.choice.chosen.connect(self._choose_batch)
        give.table.toggled.connect(partial(self._toggle, GIVE))
        take.table.toggled.connect(partial(self._toggle, TAKE))
        give.table.left_out.connect(self._leave_out)
        for side in (give, take):
            side.table.opened.connect(self._open)
            side.reason.left.connect(self._focus_list)

    # -- what the frame asks

    def page_shown(self) -> None:
        """Read both lists; the cursor goes to the list."""
        self.reload()
        if self.is_past():
            self.setFocusProxy(self.past.batches)
        else:
            self._focus_list()

    def set_compact(self, is_compact: bool) -> None:
        """Low windows."""
        self.head.set_compact(is_compact)
        for side in (self.give, self.take):
            side.set_compact(is_compact)

    def take_scan(self, scan: Scan, answer: Answer) -> None:
        """A scan for this page; one that comes before the lists waits for them."""
        if self.is_past():
            self.toggle_past()
        if not self._unit():
            answer(NOBODY)
        elif scan.command:
            answer(self._command(scan.command))
        elif self._found is None:
            self._waiting.append((scan, answer))
            self.reload()
        else:
            self.scans.take_scan(scan, answer)

    def _command(self, command: str) -> Verdict:
        """A barcode of the command sheet: a key that is scanned instead of pressed."""
        is_ready = bool(self.piles.give.in_pile() or self.piles.take.codes())
        if command == Command.HAND_OVER and is_ready:
            is_giving = bool(self.piles.give.in_pile())
            (self.hand_over if is_giving else self.take_over)()
            return Verdict(Tone.GREEN, "Bàn giao", "Đang giao xấp" if is_giving else "Đang nhận xấp")
        if command == Command.UNDO_SCAN and is_ready:
            self.deeds.undo_scan()
            return Verdict(Tone.GREEN, "Hoàn tác quét", "Đã bỏ lượt quét vừa rồi")
        if command == Command.PRINT and self.outcome.last_batch:
            self.print_again()
            return Verdict(Tone.GREEN, "In", f"In lại danh sách {self.outcome.last_batch}")
        return Verdict(Tone.AMBER, "Mã lệnh", "Chưa có gì để làm theo lệnh này ở trang Bàn giao")

    def close_page(self) -> None:
        """Nothing is under way that needs an end."""

    def is_past(self) -> bool:
        """Whether earlier batches are shown."""
        return self._views.currentIndex() == PAST

    def focused_side(self) -> str:
        """Where a scan is told that belongs to neither side: where the cursor is, or was before it went to
        the field for codes."""
        if self.take.has_focus() or self.give.has_focus():
            self._side = TAKE if self.take.has_focus() else GIVE
        return self._side

    @property
    def piles(self) -> Piles:
        """What was scanned so far."""
        return self.scans.piles

    # -- reading

    def _changed(self, kinds: set[str]) -> None:
        if "dossier" in kinds and self.isVisible():
            self.reload()

    def _person_changed(self) -> None:
        self.scans.piles, self._found = Piles(), None
        self._answer_waiting(NOBODY)
        self.deeds.clear()

    def reload(self) -> None:
        """Read what is held and what is on its way; scans stay."""
        unit = self._unit()
        if unit:
            self._context.jobs.read(
                desk_work.loading(unit),
                self._loaded,
                self._load_failed,
                self._load_ended,
                channel="handover",
            )
        if unit and self.is_past():
            self._load_past()

    def _unit(self) -> str:
        person = self._context.session.person
        return person.unit if person else ""

    def _loaded(self, found: Loaded) -> None:
        self._found, self.deeds.reference = found, found.reference
        lost = self.piles.give.set_rows(found.held, found.reference.units)
        lost += self.piles.take.set_batches(found.coming, [act.code for act in found.awaited])
        self.outcome.lost(lost, found.reference)
        self.outcome.still_awaited(act.code for act in found.awaited)
        self.show_piles()
        waiting, self._waiting = self._waiting, []
        for scan, answer in waiting:
            self.scans.take_scan(scan, answer)

    def _load_failed(self, error: CounterError) -> None:
        self.give.problem.show_error(self.deeds.sentence(error))
        self._answer_waiting(Verdict(Tone.RED, "", sentence_of(error)))

    def _load_ended(self) -> None:
        # A bug goes to the exception hook; scans that wait for the lists must not wait for ever.
        self._answer_waiting(BROKEN)

    def _answer_waiting(self, verdict: Verdict) -> None:
        waiting, self._waiting = self._waiting, []
        for _scan, answer in waiting:
            answer(verdict)

    def show_piles(self) -> None:
        """Draw both sides anew."""
        if self._found is None:
            return
        now, reference = self._context.now(), self._found.reference
        self.give.show_pile(self.piles.give, reference, self._unit(), now)
        self.take.show_pile(self.piles.take, reference, now, self._found.awaited)
        only_taking = not self.piles.give.in_pile() and bool(self.piles.take.codes())
        self.give.set_main(not only_taking)
        self.take.set_main(only_taking)
        self._strips.look(self.piles)

    # -- scanning

    def _typed(self, text: str) -> None:
        agency = self._context.desk.agency.id if self._found is None else self._found.reference.agency.id
        self._context.scans.add(Scan(text.strip(), read_scan(text, agency), ScanSource.TYPED))

    def _answered(self, scan: Scan, verdict: Verdict) -> None:
        if scan.source is ScanSource.TYPED and verdict.tone is Tone.RED and self.isVisible():
            self.head.put_back(scan.text)

    def _scanned(self, side_name: str, verdict: Verdict, stream: str) -> None:
        side = self.give if side_name == GIVE else self.take
        self.outcome.next_scan(side)
        self.show_piles()
        self._strips.tell(side_name, verdict, stream, self.piles)
        if stream:
            side.table.reveal(stream)

    def _show_waiting(self) -> None:
        count = self._context.scans.waiting()
        for side in (self.give, self.take):
            side.strip.set_waiting(max(0, count - 1))

    def _toggle(self, side: str, stream: str) -> None:
        pile = self.piles.give if side == GIVE else self.piles.take
        pile.toggle(stream, self._context.now())
        self.show_piles()

    def _leave_out(self, stream: str) -> None:
        self.piles.give.defer(stream)
        self.show_piles()

    def _choose_unit(self, unit: str) -> None:
        self.piles.give.choose(unit)
        self.outcome.next_scan(self.give)
        self.show_piles()

    def _choose_batch(self, number: str) -> None:
        self.piles.take.choose(number)
        self.outcome.next_scan(self.take)
        self.show_piles()

    def step_choice(self, by: int) -> None:
        """The next or previous unit, or batch on the right side."""
        if self.focused_side() == TAKE:
            self.piles.take.step(by)
        else:
            self.piles.give.step(by)
        self.show_piles()

    def hand_over(self) -> None:
        """Give the pile, where it is seen."""
        if not self.is_past() and self._found is not None:
            self.deeds.hand_over()

    def take_over(self) -> None:
        """Take the pile, where it is seen."""
        if not self.is_past() and self._found is not None:
            self.deeds.take_over()

    def _settled(self) -> None:
        self.reload()
        if not self.is_past():
            self._focus_list()

    # -- earlier batches

    def toggle_past(self) -> None:
        """Earlier batches, or back to scanning."""
        self._views.setCurrentIndex(SCANNING if self.is_past() else PAST)
        self.head.show_past(self.is_past())
        if self.is_past():
            self._load_past()
            self.past.batches.setFocus()
        else:
            self._focus_list()

    def leave(self) -> None:
        """Esc: from the batches back to scanning, from a field to the list."""
        if self.is_past():
            self.toggle_past()
        else:
            self._focus_list()

    def _load_past(self) -> None:
        do = desk_work.past(self._unit(), self._context.now())
        self._context.jobs.read(do, self._past_loaded, self._load_failed, channel="handover_past")

    def _past_loaded(self, found: tuple[BatchHead, ...]) -> None:
        if self._found is not None:
            self.past.set_batches(found, self._unit(), self._found.reference, self._context.now())

    def _load_lines(self, number: str) -> None:
        do = desk_work.lines_of(number)
        self._context.jobs.read(do, self.past.show_lines, self._load_failed, channel="handover_lines")

    def print_again(self) -> None:
        """The list of the batch shown, or of the one given last."""
        if self.is_past():
            self.past.print_current()
        else:
            self.deeds.print_last()

    def _take_batch(self, number: str) -> None:
        self.piles.take.choose(number)
        self.toggle_past()
        self.show_piles()
        self.take.table.setFocus()

    # -- the cursor

    def _focus_list(self) -> None:
        side = self.take if self.focused_side() == TAKE else self.give
        self.setFocusProxy(side.table)  # the frame gives the page the keyboard once it is shown
        side.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_side(self, name: str) -> None:
        """Put the cursor into one of the lists."""
        (self.give if name == GIVE else self.take).table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_code(self) -> None:
        """Put the cursor into the field for typed codes."""
        self.focused_side()
        self.head.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open(self, row: object) -> None:
        if not row.key.startswith(AWAITED):  # type: ignore[attr-defined]
            self._context.open_dossier(row.full_code)  # type: ignore[attr-defined]
