"""The find field of the return desk: a typed code opens at once, a name or id proposes dossiers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from counter_app.domain.codes import read_scan
from counter_app.domain.errors import CounterError
from counter_app.queries.dossiers import DossierRow
from counter_app.ui.jobs import Jobs
from counter_app.ui.messages import sentence_of
from counter_app.ui.pages.reception.suggest import SuggestField
from counter_app.ui.pages.returns import desk_work, returns_words
from counter_app.ui.pages.returns.receipts import is_receipt_of

_CHANNEL = "returns_find"


class Finder(QObject):
    """`wanted(code, has_receipt)` when a dossier was found."""

    wanted = Signal(str, bool)

    def __init__(
        self,
        field: SuggestField,
        jobs: Jobs,
        now: Callable[[], datetime],
        agency_id: Callable[[], str],
    ) -> None:
        super().__init__(field)
        self._field, self._jobs, self._now = field, jobs, now
        self._agency_id = agency_id
        field.enter_moves_on = False
        field.asked.connect(self.ask)
        field.chosen.connect(self._chosen)
        field.edit.returnPressed.connect(self._entered)

    def focus(self) -> None:
        """Put the cursor here, ready to type over what stands in it."""
        self._field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.edit.selectAll()

    def clear(self) -> None:
        """Empty, no list, no mark."""
        self._field.close_list()
        self._field.set_value("")
        self._field.clear_mark()

    def search_for(self, typed: str) -> None:
        """As if it had been typed."""
        self.focus()
        self._field.set_value(typed)
        self.ask(typed)

    def type_on(self, typed: str) -> None:
        """Keys that were struck elsewhere and belong here: the next ones follow them."""
        self.focus()
        self._field.set_value(typed)
        self._field.edit.deselect()
        self.ask(typed)

    def show_problem(self, sentence: str) -> None:
        """It names no dossier."""
        self._field.set_problem("không tìm thấy", sentence)

    def ask(self, typed: str) -> None:
        """Propose what is meant."""
        self._field.clear_mark()
        if not typed.strip():
            self._field.close_list()
            return
        self._jobs.read(desk_work.find(typed, self._now()), self._found, self._failed, channel=_CHANNEL)

    def _found(self, rows: list[DossierRow]) -> None:
        self._field.propose([returns_words.suggestion(row, self._agency_id()) for row in rows])

    def _chosen(self, code: str) -> None:
        self._field.stays = True
        self._want(code, self._field.value())

    def _want(self, code: str, typed: str) -> None:
        self.wanted.emit(code, is_receipt_of(typed, code, self._agency_id()))

    def _entered(self) -> None:
        typed = self._field.value()
        if typed:
            do = desk_work.find(typed, self._now())
            self._jobs.read(do, partial(self._answered, typed), self._failed, channel=_CHANNEL)

    def _answered(self, typed: str, rows: list[DossierRow]) -> None:
        if len(rows) == 1:
            self._want(rows[0].shown_code, typed)
        elif rows:
            self._found(rows)
        elif read_scan(typed, self._agency_id()).code is not None:
            self.wanted.emit(typed, True)  # its data may still be on their way
        else:
            self.show_problem("Không hồ sơ nào có mã, tên hay số này.")

    def _failed(self, error: CounterError) -> None:
        self.show_problem(sentence_of(error))
