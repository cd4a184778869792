"""Keeps the form as a draft at every change, and knows which other forms wait."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.errors import CounterError
from counter_app.ui.jobs import Jobs
from counter_app.ui.pages.reception import desk_work
from counter_app.ui.pages.reception.desk_work import KeptDraft
from counter_app.ui.pages.reception.form_state import FormState

DELAY_MS = 250
"""A change is on disk this long after it was made, however fast one types on."""


class DraftKeeper(QObject):
    """`saved(FormState)` after each save, `listed(tuple[KeptDraft])` after each look at the waiting forms."""

    saved = Signal(object)
    listed = Signal(object)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, owner: str, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._owner = jobs, owner
        self._unsaved: FormState | None = None
        self._is_paused = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self.flush)

    def touch(self, state: FormState) -> None:
        """The form has changed. The timer is not begun anew: a fast typist is saved too."""
        self._unsaved = state
        if not self._is_paused and not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Save now what is not saved yet; while an act is under way it waits for how that ends."""
        self._timer.stop()
        if self._is_paused:
            return
        state, self._unsaved = self._unsaved, None
        if state is not None and self._owner:
            do = desk_work.save_draft(state, self._owner)
            self._jobs.run(do, partial(self._saved, state), self._fail)

    def pause(self) -> None:
        """An act begins: the form is saved before it, never after it, for the act forgets the draft."""
        self.flush()
        self._is_paused = True

    def go_on(self, *, is_done: bool) -> None:
        """The act is over; where it was not done, what was typed meanwhile is saved."""
        if not self._is_paused:
            return
        self._is_paused = False
        if is_done:
            self._unsaved = None
        elif self._unsaved is not None:
            self._timer.start()

    def forget(self, form_id: str) -> None:
        """The form was cleared by hand."""
        self._timer.stop()
        self._unsaved = None
        self._jobs.run(desk_work.delete_draft(form_id), failed=self._fail)
        self.look()

    def look(self) -> None:
        """Ask which forms wait."""
        self._jobs.read(desk_work.drafts_of(self._owner), self._listed, self._fail, channel="drafts")

    def is_saved(self) -> bool:
        """Whether nothing waits to be saved."""
        return self._unsaved is None

    def _saved(self, state: FormState, _nothing: None) -> None:
        self.saved.emit(state)

    def _listed(self, drafts: tuple[KeptDraft, ...]) -> None:
        self.listed.emit(drafts)

    def _fail(self, error: CounterError) -> None:
        self.failed.emit(error)
