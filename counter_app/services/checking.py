"""Checks beside the work: the daily one with its copy, the whole one of `verify`. Findings stop numbering."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date

from counter_app.domain.errors import JournalMismatch
from counter_app.services.marks import CHECKED, leave_mark, read_mark
from counter_app.services.starting import named
from counter_app.storage import backup, folding, security_log, verify
from counter_app.storage.compare import compare_projections
from counter_app.storage.journal import Journal
from counter_app.storage.problems import Fault, Problem
from counter_app.storage.store import Store

BACKUPS = "backups"
log = logging.getLogger(__name__)


def daily(store: Store, key: bytes, today: date, *, was_unclean: bool) -> list[Problem]:
    """Today's copy of the file, once a day, and the check of pages, references, triggers, links, numbers.

    The check also follows an unclean stop. Answers what was found. Raises StoreFull and what a copy raises.
    """
    folder = store.path.parent
    backup.daily_copy(store.path, key, folder / BACKUPS, today)
    if read_mark(folder, CHECKED) == today.isoformat() and not was_unclean:
        return []
    with store.read() as reading:
        found = verify.verify(reading.conn)
    if not found:
        leave_mark(folder, CHECKED, today.isoformat())
    return _stopping(store, found)


def whole(store: Store, key: bytes, journal: Journal | None, *, deep: bool) -> list[Problem]:
    """What is wrong in file, log, projections and journal; first bad record of each kind first.

    A journal that is away or behind is no finding: it is caught up when the desk is opened for writing. Nor
    are projections behind a log whose last part a pass has stored and not folded yet (`is_behind`).
    """
    with store.read() as reading:
        found = verify.verify(reading.conn, deep=deep)
        bad_line = security_log.first_bad_line(reading.conn)
        if bad_line is not None:
            found.append(Problem(f"security_log/{bad_line}", Fault.LINK_BROKEN))
        if not found and not folding.is_left(reading.conn):
            found += compare_projections(reading.conn, store.path.parent, key)
    if journal is not None:
        found += _journal_differs(store, journal)
    return _stopping(store, found)


def is_behind(store: Store) -> bool:
    """Whether events are stored that no projection tells of yet: a pass that takes in much folds later."""
    with store.reader.connect() as conn:
        return folding.is_left(conn)


def _journal_differs(store: Store, journal: Journal) -> list[Problem]:
    try:
        # On a connection that has read nothing yet: its snapshot must be later than the journal's tail,
        # or a writer beside this check would make the journal seem ahead.
        with store.reader.connect() as conn:
            ahead = journal.missing_from(conn)
    except JournalMismatch as error:
        return [Problem(f"journal/{error.facts['oseq']}", Fault.JOURNAL_DIFFERS, error.facts["because"])]
    return [Problem(f"journal/{item.oseq}", Fault.JOURNAL_DIFFERS, "ahead") for item in ahead[:1]]


def _stopping(store: Store, found: Sequence[Problem]) -> list[Problem]:
    if found:
        store.stop_numbering(tuple(map(named, found)))
        log.error("a check found %d problems; numbering is stopped", len(found))
    return list(found)
