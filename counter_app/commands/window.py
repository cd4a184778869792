"""`window`: the window over a desk's folder; without a desk the first-run page.

What opens the store is imported when the first picture stands.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app import paths, settings
from counter_app.commands import asking
from counter_app.commands.answering import ANSWERS

if TYPE_CHECKING:
    from counter_app.bootstrap import Desk
    from counter_app.storage.store import Store
    from counter_app.ui.pages.first_run_page import FirstRun

TRIAL_DOSSIERS = 200
_TRIES = 4
"""Each waits half a second for the lock."""
_TRIES_IN_A_PASS = 200
"""Where it is a pass without a window that holds it: longer than that is silent at most."""
_MOMENT_S = 0.5


def run(folder: Path | None) -> int:
    """Open the window over the desk in a folder; where there is none it asks for what a new desk needs.

    Where a window is open over the desk it comes forward instead, and nothing of this one is seen.
    """
    where = folder or paths.default_folder()
    if asking.show(where):
        return 0
    from counter_app.ui.plain_imports import load_qt

    load_qt()
    from counter_app.ui.start import DeskMakers, open_window

    look = settings.load(where)
    makers = DeskMakers(partial(_open, where), partial(make, where), make_trial, ANSWERS)
    try:
        return int(open_window(makers, look.theme, look.body_px))
    except _ShownByAnother:
        return 0


class _ShownByAnother(Exception):
    """The window that got the lock first came forward."""


def _open(where: Path) -> Desk | None:
    from counter_app import bootstrap, logs

    if not bootstrap.holds_desk(where):
        return None
    desk = _opened(where)
    logs.begin(where, "window")
    return desk


def _opened(where: Path) -> Desk:
    """The desk. Another window may hold it that is still opening, or already closing: a moment is waited.

    A scheduled pass that has just begun is waited for longer: it gives up by itself. Raises what `open_desk`
    raises, SyncBusy, and _ShownByAnother.
    """
    from counter_app import bootstrap
    from counter_app.domain.errors import StoreLocked

    for n in range(_TRIES_IN_A_PASS):
        try:
            return bootstrap.open_desk(where, writing=True)
        except StoreLocked:
            if asking.show(where, _MOMENT_S):
                raise _ShownByAnother from None
            from counter_app.commands import syncing

            if n >= _TRIES - 1 and not syncing.is_under_way(where):
                raise
    from counter_app.domain.centre_errors import SyncBusy

    raise SyncBusy(path=str(where))


def run_desk(desk: Desk) -> int:
    """Open the window over a desk that is open already."""
    from counter_app import logs
    from counter_app.ui.app import run as run_window

    logs.begin(desk.folder, "window")
    return int(run_window(desk, ANSWERS))


def make(folder: Path, first: FirstRun) -> Desk:
    """The desk that the first-run page was filled in for, with its administrator, whole or not at all.

    A witness folder that cannot be used stops nothing: the desk works without, and its banner says so.
    Raises DeskExists, InvalidField, PasswordRefused, StoreLocked.
    """
    from counter_app import bootstrap, logs
    from counter_app.domain import errors
    from counter_app.domain.staff import Role, Staff
    from counter_app.domain.text import normalise_login
    from counter_app.services import accounts
    from counter_app.services.first_desk import NewDesk

    login = normalise_login(first.admin_login)
    accounts.check_password(first.password, Staff(login, first.admin_name, Role.ADMINISTRATOR, "VP"))
    new = NewDesk(first.agency_id, first.agency, first.desk, first.desks, first.agency_short)

    desk, _, _ = bootstrap.make_desk(folder, new, then=partial(_add_administrator, first))
    logs.begin(folder, "window")
    desk.save_settings(replace(desk.settings, printer=first.printer))
    if first.witness_folder:
        try:
            bootstrap.set_journal(desk, Path(first.witness_folder))
        except errors.CounterError as error:
            import logging

            logging.getLogger(__name__).warning("no witness journal: %s", error.code)
    return desk


def _add_administrator(first: FirstRun, store: Store) -> None:
    from counter_app.bootstrap import system_clock
    from counter_app.domain.staff import Role
    from counter_app.services import accounts
    from counter_app.services.seed import SYSTEM

    with store.write(system_clock) as uow:
        accounts.add_staff(
            uow,
            first.admin_login,
            name=first.admin_name,
            role=Role.ADMINISTRATOR,
            unit="VP",
            by=SYSTEM,
            password=first.password,
        )
        uow.commit()


def make_trial() -> Desk:
    """A trial desk in a folder of its own: the folder of the real one stays free."""
    from counter_app import logs
    from counter_app.commands import demo

    desk = demo.open_trial(None, dossiers=TRIAL_DOSSIERS, seed=1)[0]
    logs.begin(desk.folder, "window")
    return desk
