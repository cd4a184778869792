"""The checks of a start, before the first number: journal against file, own events, what was not printed."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from counter_app.domain.errors import JournalMismatch
from counter_app.queries.startup import received_not_printed
from counter_app.services.marks import remember_lives
from counter_app.storage.chain import verify_tail
from counter_app.storage.incarnation import has_later_life, lives_in
from counter_app.storage.journal import Journal
from counter_app.storage.problems import Problem
from counter_app.storage.replay import replay_journal
from counter_app.storage.store import Store
from counter_app.storage.verify import quick_check, verify_numbers, verify_words

log = logging.getLogger(__name__)

LAST_EVENTS = 500
"""How many of the desk's own last events are looked at before the first number."""
TOLD_FOR = timedelta(days=30)
"""How long a dossier whose receipt was never printed is told at each start: longer than any holiday."""


@dataclass(frozen=True)
class Startup:
    """What was found when the file was opened.

    findings: problems, which stop numbering. replayed: events that came back from the journal. not_printed:
    codes received and never printed. journal: a `JournalState` word, or none. was_unclean: the last stop was
    a crash. settings_problem: why the settings file was not used, or "".
    """

    findings: tuple[str, ...] = ()
    replayed: int = 0
    not_printed: tuple[str, ...] = ()
    journal: str = "none"
    settings_problem: str = ""
    was_unclean: bool = False


def start(store: Store, journal: Journal | None, now: datetime) -> Startup:
    """Bring the file forward by its journal, check it, and stop numbering where something is wrong.

    `now` is local. Raises StoreNotOpened for a file whose pages cannot be read.
    """
    replayed, state, findings = _join(store, journal)
    with store.read() as reading:
        found = verify_tail(reading.conn, LAST_EVENTS) + verify_numbers(reading.conn, LAST_EVENTS)
        found += verify_words(reading.conn)
        if replayed:
            # A file that had fallen behind its journal was cut off or copied about: its pages first.
            found += quick_check(reading.conn)
        if store.origin.incarnation > 1:
            remember_lives(store.path.parent, lives_in(reading.conn, store.origin.desk))
        not_printed = received_not_printed(reading.conn, now - TOLD_FOR)
        if has_later_life(reading.conn):
            # An older copy was put back by hand: its journal tells of a life after this one. Only a restore
            # begins the next life; this one may have numbered what no log holds.
            findings.append("origin: later_life")
    findings += [named(problem) for problem in found]
    store.stop_numbering(tuple(findings))
    if findings:
        log.error("start check found %d problems; numbering is stopped", len(findings))
    return Startup(tuple(findings), replayed, tuple(not_printed), state)


def named(problem: Problem) -> str:
    """A finding as one line: where, and what."""
    return f"{problem.where}: {problem.what}"


def _join(store: Store, journal: Journal | None) -> tuple[int, str, list[str]]:
    """(events replayed, the journal's state, findings)."""
    if journal is None:
        return 0, "none", []
    try:
        replayed = replay_journal(store, journal)
    except JournalMismatch as error:
        # Another past lies on the medium: what is here may be read, but no number given.
        return 0, "mismatch", [f"{error.code}: {error.facts.get('because')}"]
    with store.read() as reading:
        state = journal.catch_up(reading.conn, store.origin.id)
    store.witness = journal
    return replayed, str(state), []
