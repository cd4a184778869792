"""`demo --desks N`: enrolled trial desks around a central store of their own, all in one folder."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counter_app import bootstrap, joining
from counter_app.commands import console, demo
from counter_app.domain import errors
from counter_app.domain.codes import MAX_DESKS
from counter_app.services.trial import PASSWORD, trial_desk
from counter_app.storage.writer_lock import WriterLock
from counter_app.sync import enrol
from counter_app.sync.dial import administrator
from counter_app.sync.enrolment import Enrolment
from counter_app.sync.trial_centre import a_trial_centre, way_to

CENTRE = "centre"


@dataclass(frozen=True)
class Made:
    """The folders of the desks, the first one first, and of their centre; which of them were made now."""

    centre: Path
    desks: tuple[Path, ...]
    new: tuple[Path, ...]


def run(args: argparse.Namespace) -> int:
    """Make them (those that are there stay), and open the first one's window while the centre runs."""
    if not 1 <= args.desks <= MAX_DESKS:
        raise errors.InvalidField(
            field="desks", problem="out_of_range", value=args.desks, lowest=1, highest=MAX_DESKS
        )
    folder = args.data or Path(tempfile.mkdtemp(prefix="counter-app-demo-"))
    if bootstrap.holds_desk(folder):
        raise errors.DeskExists(path=str(folder))
    with console.ending_in_order(), a_trial_centre(folder / CENTRE) as address:
        made = make(folder, args.desks, address, dossiers=args.dossiers, seed=args.seed)
        if args.no_window:
            return console.tell(args, described(made))
        if not demo.has_screen():
            sys.stderr.write("no screen: doing the main job instead of opening the window\n")
            with bootstrap.open_desk(made.desks[0], writing=True) as desk:
                answer = demo.main_job(desk)
            _meet(made.desks)
            return console.tell(args, {**described(made), **answer})
        console.tell(args, described(made))
        sys.stdout.flush()
        code = _window(made.desks[0])
        _wait_for_windows(made.desks)  # also the first one, where it was opened again meanwhile
    return code


def _window(folder: Path) -> int:
    from counter_app.commands import window

    with bootstrap.open_desk(folder, writing=True) as desk:
        return window.run_desk(desk)


def make(folder: Path, count: int, address: str, *, dossiers: int, seed: int) -> Made:
    """Desks 1 … `count` in desk-1 … of a folder, enrolled at the centre of a superuser's address, all of them
    holding the same. The first one brings the invented past, the others get it from the centre.

    Raises TrialDeskOnly for a real desk, and what making, enrolling and a pass raise.
    """
    desks = tuple(folder / f"desk-{number}" for number in range(1, count + 1))
    new = tuple(each for each in desks if not bootstrap.holds_desk(each))
    # New ones first: they number from today on, while those that come behind a desk that worked alone wait
    # until tomorrow. What that one still numbers today stays far below theirs.
    enrolled = {
        each: _enrolment(address, number)
        for number, each in enumerate(desks, 1)
        if number > 1 and each in new
    }
    for number, each in enumerate(desks, 1):
        if each in enrolled:
            joining.join_desk(each, enrolled[each])[0].close()
        else:
            _join_again(each, number, address, dossiers=dossiers, seed=seed)
    _meet(desks)
    return Made(folder / CENTRE, desks, new)


def _meet(desks: Sequence[Path]) -> None:
    """A pass of each."""
    for each in desks:
        with bootstrap.open_desk(each, writing=True) as desk:
            desk.sync()


def _join_again(folder: Path, number: int, address: str, *, dossiers: int, seed: int) -> None:
    """The first desk, or one that is there: the centre may have come up at another place, or be a new one."""
    with demo.open_trial(folder, dossiers=dossiers, seed=seed)[0] as desk:
        origin = desk.origin.id
    with joining.join_existing(folder, _enrolment(address, number, origin)) as desk:
        desk.sync()


def _enrolment(address: str, number: int, origin: str | None = None) -> Enrolment:
    known = trial_desk()
    with administrator(address) as conn:
        return enrol.enrol(
            conn, known.agency_id, number, way_to(address), agency_name=known.agency_name, origin=origin
        )


def described(made: Made) -> dict[str, Any]:
    """What `demo --desks` answers: where everything lies and how each window is opened."""
    return {
        "ok": True,
        "desks": [str(each) for each in made.desks],
        "made": [each.name for each in made.new],
        "centre": str(made.centre),
        "dossiers": [_count(each) for each in made.desks],
        "password": PASSWORD,
        "open": [f"counter-app --data {_shown(each)}" for each in made.desks],
        "centre_again": f"counter-app central trial --data {_shown(made.centre)}",
    }


def _shown(folder: Path) -> str:
    return f'"{folder}"' if " " in str(folder) else str(folder)


def _count(folder: Path) -> int:
    with bootstrap.open_desk(folder, writing=False) as desk:
        return int(
            desk.read(
                lambda reading: reading.conn.exec_driver_sql(
                    "SELECT count(*) FROM dossier WHERE slip IS NULL"
                ).scalar_one()
            )
        )


def _wait_for_windows(folders: Sequence[Path]) -> None:
    """The centre runs on while any desk of it is open; Ctrl+C ends it all the same."""
    is_told = False
    while standing := next((each for each in folders if _is_open(each)), None):
        if not is_told:
            sys.stderr.write("the central store runs until the other windows are closed (Ctrl+C ends it)\n")
            is_told = True
        try:
            _wait_for(standing)
        except KeyboardInterrupt:
            return


def _is_open(folder: Path) -> bool:
    lock = WriterLock(folder)
    try:
        lock.acquire(0)
    except errors.StoreLocked:
        return True
    lock.release()
    return False


def _wait_for(folder: Path) -> None:
    """Until whoever has the desk open lets go of it, or was killed: the kernel wakes us."""
    lock = WriterLock(folder)
    if sys.platform == "win32":
        lock.acquire(-1)
        lock.release()
        return
    import fcntl

    with suppress(FileNotFoundError), lock.path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)  # given back as the file is closed
