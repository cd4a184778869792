"""Questions the form asks the store while one types: known applicants, duplicates, the next numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from counter_app.domain.errors import CounterError
from counter_app.domain.procedure import Procedure
from counter_app.ui.jobs import Jobs, Token
from counter_app.ui.pages.reception import desk_work


class Lookups(QObject):
    """Of each kind only the latest question is answered. `settled` when no answer is awaited that decides
    what the main button does (known applicant, duplicate)."""

    known_found = Signal(str, object)
    names_found = Signal(object)
    duplicate_found = Signal(str, object)
    numbers_found = Signal(object)
    failed = Signal(object)
    settled = Signal()

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._awaited: dict[str, Token] = {}

    def is_settled(self) -> bool:
        """Whether every deciding question was answered."""
        return not self._awaited

    def ask_known(self, number: str) -> None:
        """Who has this (normal) number: `known_found(number, KnownApplicant or None)`."""
        self._ask("known", desk_work.known_by_number(number), partial(self._known, number))

    def ask_duplicate(self, identity: str, procedure_id: str) -> None:
        """Whether the same is open already: `duplicate_found(identity, Duplicate or None)`."""
        do = desk_work.open_duplicate(identity, procedure_id)
        self._ask("duplicate", do, partial(self._duplicate, identity))

    def ask_names(self, typed: str) -> None:
        """Known applicants of that name: `names_found(list)`."""
        self._jobs.read(desk_work.known_by_name(typed), self._names, self._fail, channel="names")

    def ask_numbers(self, procedure: Procedure, now: datetime) -> None:
        """What code and book number would be given: `numbers_found(Numbers)`."""
        do = desk_work.next_numbers(procedure, now)
        self._jobs.read(do, self._numbers, self._no_numbers, channel="numbers")

    def forget(self) -> None:
        """Another form: earlier answers are stale."""
        for token in self._awaited.values():
            token.drop()
        self._awaited.clear()

    def _ask(self, kind: str, do: desk_work.Reads, done: Callable[[Any], None]) -> None:
        earlier = self._awaited.pop(kind, None)
        if earlier is not None:
            earlier.drop()
        self._awaited[kind] = self._jobs.read(do, done, self._fail, partial(self._end, kind))

    def _end(self, kind: str) -> None:
        self._awaited.pop(kind, None)
        if not self._awaited:
            self.settled.emit()

    def _known(self, number: str, found: Any) -> None:
        self.known_found.emit(number, found)

    def _duplicate(self, identity: str, found: Any) -> None:
        self.duplicate_found.emit(identity, found)

    def _names(self, found: Any) -> None:
        self.names_found.emit(found)

    def _numbers(self, found: desk_work.Numbers) -> None:
        self.numbers_found.emit(found)

    def _no_numbers(self, error: CounterError) -> None:
        self.numbers_found.emit(None)
        self.failed.emit(error)

    def _fail(self, error: CounterError) -> None:
        self.failed.emit(error)
