"""One pass of one desk at a time: where its centre is, dialling, and noting also a pass that never began."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from counter_app.domain.centre_errors import DeskNotJoined, SyncBusy
from counter_app.domain.errors import CounterError
from counter_app.domain.sync_report import PassReport
from counter_app.storage.new_desk import CENTRE
from counter_app.storage.store import Store
from counter_app.sync import pass_log
from counter_app.sync.address import Address
from counter_app.sync.dial import dial
from counter_app.sync.line import Line
from counter_app.sync.run import Hands, fold_what_was_left, run_pass

_passes: dict[str, threading.Lock] = {}
_guard = threading.Lock()


def one_pass(
    store: Store,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    *,
    is_thorough: bool,
    reached: Callable[[str], None] | None = None,
    dialled: Callable[[Address, Path], Line] = dial,
) -> PassReport:
    """Dial the centre and do one pass. Raises SyncBusy, DeskNotJoined, and what the pass does."""
    lock = _lock_of(store.path)
    if not lock.acquire(blocking=False):
        raise SyncBusy(path=str(store.path.parent))
    try:
        address = centre_of(store)
        hands = Hands(clock, new_id, reached or _unheard)
        fold_what_was_left(store, hands)  # also where the centre is away for days
        hands.reached("dial")
        line = _dialled(store, hands, lambda: dialled(address, store.path.parent), is_thorough=is_thorough)
        try:
            return run_pass(store, line, hands, is_thorough=is_thorough)
        finally:
            line.close()
    finally:
        lock.release()


def _dialled(store: Store, hands: Hands, dialled: Callable[[], Line], *, is_thorough: bool) -> Line:
    started = hands.now_ms()
    try:
        return dialled()
    except CounterError as error:
        hands.reached("note")
        notes = pass_log.Notes(started, is_thorough)
        notes.failed(error)
        store.exchange(lambda conn: pass_log.note(conn, notes.made(conn, hands.now_ms(), 0)))
        raise


def _unheard(step: str) -> None:
    """Nobody wants to know."""


def _lock_of(path: Path) -> threading.Lock:
    with _guard:
        return _passes.setdefault(str(path), threading.Lock())


def centre_of(store: Store) -> Address:
    """Where this desk's centre is. Raises DeskNotJoined."""
    with store.read() as reading:
        text = reading.conn.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (CENTRE,)).scalar()
    if text is None:
        raise DeskNotJoined(path=str(store.path.parent))
    return Address.from_json(json.loads(text))
