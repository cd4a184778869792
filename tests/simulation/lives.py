"""How a desk comes, goes and comes back: joins, is put out, enrolled anew, restored in its three ways.

All by the product's own commands; only the network is the world's. A kill leaves the folder as it lay there
at that moment, for nothing is tidied up by a process that is gone.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter_app.bootstrap import Ports
from counter_app.commands.restoring import restore
from counter_app.domain.centre_errors import NoBlockLeft
from counter_app.domain.errors import CounterError
from counter_app.joining import join_desk, join_existing
from counter_app.services import restoring
from counter_app.storage.store import FILE_NAME
from counter_app.storage.writer_lock import LOCK_FILE, WriterLock
from counter_app.sync import passing
from counter_app.sync.enrolment import Enrolment
from tests.simulation import acts
from tests.simulation.centre import OriginRow
from tests.simulation.machine import Killed, Machine
from tests.simulation.network import FAIR, Weather
from tests.simulation.template import AGENCY, MOST_DESKS, address_of, login_of

if TYPE_CHECKING:
    from tests.simulation.world import World

MOST_MACHINES = 8
MOST_RECEIPTS = 6
"""Printed receipts that people bring again after one restore."""
TRIES = 3


@contextmanager
def dialling(world: World, machine: Machine, weather: Weather) -> Iterator[None]:
    """What the product dials by itself meanwhile goes over the world's network."""
    defaults: dict[str, Any] = passing.one_pass.__kwdefaults__
    before = defaults["dialled"]
    defaults["dialled"] = world.dialler(machine, weather)
    try:
        yield
    finally:
        defaults["dialled"] = before


@contextmanager
def dying(machine: Machine, left: int | None) -> Iterator[Callable[[], None]]:
    """Gives what is called at every step; at step `left` the process is killed, its folder left as it is."""
    state = machine.folder.with_name(f"{machine.folder.name}-killed")
    steps = iter(range(left)) if left is not None else None

    def step() -> None:
        if steps is not None and next(steps, None) is None and not state.exists():
            shutil.copytree(
                machine.folder, state, ignore=shutil.ignore_patterns(LOCK_FILE, f"{FILE_NAME}-shm")
            )
            raise Killed

    try:
        yield step
    finally:
        if state.exists():
            shutil.rmtree(machine.folder)
            state.rename(machine.folder)


def _ports(machine: Machine, step: Callable[[], None]) -> Ports:
    """The machine's; the clock is asked before whatever is done."""

    def clock() -> datetime:
        step()
        return machine.clock()

    return Ports(clock, machine.new_id)


# ---- restored


def brought_back(world: World, machine: Machine) -> None:
    """`restore FILE`, perhaps killed once and done again; then printed receipts are entered again."""
    if not machine.snapshots:
        machine.snapshot()
        return
    rng, had = world.rng, world.events_of(machine)
    file = rng.choice(machine.snapshots) / FILE_NAME
    machine.kill()
    if rng.random() < 0.4:
        machine.lose_file()
    if rng.random() < 0.3:
        machine.lose_journal()
    machine.is_connected = rng.random() < 0.5
    if rng.random() < 0.4 and _killed_restore(world, machine, file) and rng.random() < 0.5:
        word = "restore given up" if (machine.folder / FILE_NAME).exists() else ""
    else:
        word = ""
    if not word:
        word = f"restore {_restored(world, machine, file)}"
    world.done[word] += 1
    world.start(machine)
    world.count_lost(had)
    world.note(f"{word} from {file.parent.name}, {len(world.lost)} lost")
    if word != "restore journal":
        machine.is_old &= word == "restore given up"
        _receipts_again(world, machine)


def _killed_restore(world: World, machine: Machine, file: Path) -> bool:
    """Whether it was killed: before one of the steps in which the file is made and swapped in."""
    medium = machine.journal_medium()
    try:
        with dying(machine, world.rng.randint(0, 7)) as step, WriterLock(machine.folder):
            hands = restoring.Hands(machine.clock, machine.new_id, lambda _: step())
            restoring.bring_back(restoring.Asked(machine.folder, file, medium), hands)
    except Killed:
        world.done["restore killed"] += 1
        world.note("restore killed")
        return True
    world.done["restore killed at its end"] += 1  # the file is there, and no pass, no block yet
    return True


def _restored(world: World, machine: Machine, file: Path, enrolment: Path | None = None) -> str:
    """The way taken; where the pass in it is killed, the file is in its place already."""
    left = world.rng.randint(3, 14) if world.rng.random() < 0.2 else None
    weather = FAIR if world.rng.random() < 0.7 else Weather(0.1, 0.1, 0.05)
    try:
        with dying(machine, left) as step, dialling(world, machine, weather):
            ports = _ports(machine, step)
            return str(restore(machine.folder, file, enrolment=enrolment, lang="en", ports=ports)["way"])
    except Killed:
        if not (machine.folder / FILE_NAME).exists():
            return _restored(world, machine, file, enrolment)
        return "killed amid its pass"


def _receipts_again(world: World, machine: Machine) -> None:
    """People bring the receipts that this desk gave them; it knows some of them."""
    printed = [qr for desk, qr in world.receipts.values() if desk == machine.number]
    for qr in printed[-MOST_RECEIPTS:]:
        world.accepted(machine, "reenter", acts.reenter(machine, world.rng, qr))


# ---- joined


def join(world: World, machine: Machine) -> None:
    """A new desk, or a new machine in the place of one that is thrown away."""
    with refused_where_no_block_is_left(world):
        _join(world, machine)


@contextmanager
def refused_where_no_block_is_left(world: World) -> Iterator[None]:
    """The centre's administrator is told so (`no_block_left`): whoever was to come does not."""
    try:
        yield
    except NoBlockLeft as error:
        world.done[f"enrolment {error.code}"] += 1
        world.note(f"enrolment {error.code}")


def _join(world: World, machine: Machine) -> None:
    if world.rng.random() < 0.4 and len(world.machines) > 2:
        number = machine.number
        if any(each is not machine and each.number == number for each in world.machines):
            return
        _thrown_away(world, machine)
        row = _enrolled_again(world, number)
        word = "joined in another's place"
    else:
        number = max(each.number for each in world.machines) + 1
        if number > MOST_DESKS or len(world.machines) >= MOST_MACHINES:
            return
        row = _enrolled(world, number)
        word = "joined"
    new = Machine(f"m{number}j{len(world.story)}", number, world.folder / f"j{len(world.story)}", world)
    if _joined(world, new, _slip(world, row)):
        world.machines.append(new)
        world.done[word] += 1
        world.note(f"{word}: {new.name}")


def _joined(world: World, new: Machine, slip: Enrolment) -> bool:
    """Whole or not at all: after a kill, or without a network, the same folder takes it up again."""
    left: int | None = world.rng.randint(0, 12) if world.rng.random() < 0.5 else None
    weather = FAIR if world.rng.random() < 0.6 else Weather(0.1, 0.1, 0.05)
    for _ in range(TRIES):
        new.folder.mkdir(exist_ok=True)
        try:
            with dying(new, left) as step, dialling(world, new, weather):
                desk, _, _ = join_desk(new.folder, slip, ports=_ports(new, step))
            new.took(desk)
            desk.close()
            world.start(new)
            return True
        except Killed:
            world.done["join killed"] += 1
            if (new.folder / FILE_NAME).exists():
                world.start(new)
                return True
        except CounterError as error:
            world.done[f"join {error.code}"] += 1
            assert not (new.folder / FILE_NAME).exists()
        left, weather = None, FAIR
    return False


def _enrolled(world: World, number: int, origin: str = "") -> OriginRow:
    """A number that the centre does not know."""
    origin = origin or _new_id(world)
    world.centre.enrol(AGENCY, origin, number, login_of(number))
    return world.centre.origins[AGENCY, origin]


def _new_id(world: World) -> str:
    return f"{world.ids.getrandbits(128):032x}"


def _enrolled_again(world: World, number: int, origin: str = "") -> OriginRow:
    """A number that is enrolled: with a new password, where only one machine has it."""
    login, centre = login_of(number), world.centre
    password = _new_id(world)
    row = centre.enrol_again(AGENCY, number, login, _new_id(world), origin)
    if sum(each.number == number for each in world.machines) < 2:
        centre.passwords[login] = password
    return row


def _slip(world: World, row: OriginRow, *, has_file: bool = False) -> Enrolment:
    _, lo, hi, _, since = min(
        (block for block in world.centre.blocks if block[3] == row.id), key=lambda block: (block[4], block[1])
    )
    address = address_of(row.desk, world.centre.passwords.get(row.login, ""))
    agency = {"id": AGENCY, "name": "Ban Quản lý Khu kinh tế"}
    return Enrolment(
        address, AGENCY, agency, row.desk, row.id, row.incarnation, lo, hi, since, has_file
    )  # fmt: skip


def _thrown_away(world: World, machine: Machine) -> None:
    had = world.events_of(machine)
    machine.stop()
    world.machines.remove(machine)
    world.count_lost(had)
    world.done["thrown away"] += 1
    world.note(f"{machine.name} thrown away, {len(world.lost)} lost")


# ---- put out, taken in again


def revoke(world: World, machine: Machine) -> None:
    """The centre closes every life of a desk, which goes on by itself."""
    world.centre.revoke(AGENCY, machine.number)
    world.done["revoked"] += 1


def admit(world: World, machine: Machine) -> None:
    """An administrator looks whether a desk may come, and enrols it anew where it may not."""
    if is_admitted(world, machine):
        return
    origin, number, centre = machine.desk.origin.id, machine.number, world.centre
    has_block = any(block[3] == origin for block in centre.blocks) and (AGENCY, origin) in centre.origins
    if has_block and world.rng.random() < 0.5:
        _same_life(world, machine)
    elif any(each.desk == number for each in centre.origins.values()):
        try:
            another_life(world, machine)
        except NoBlockLeft:
            if has_block:
                _same_life(world, machine)
    else:
        with refused_where_no_block_is_left(world):
            slip = _slip(world, _enrolled(world, number, origin), has_file=True)
            _told(world, machine, slip, "enrolled again: the centre had forgotten it")


def _same_life(world: World, machine: Machine) -> None:
    slip = _slip(world, _enrolled_again(world, machine.number, machine.desk.origin.id), has_file=True)
    _told(world, machine, slip, "enrolled again: the same life")


def is_admitted(world: World, machine: Machine) -> bool:
    """Whether its login and its present life are welcome at the centre."""
    row = world.centre.origins.get((AGENCY, machine.desk.origin.id))
    address = passing.centre_of(machine.desk.store)
    try:
        world.centre.admit(address.login, address.password)
    except CounterError:
        return False
    return row is None or not row.is_closed


def _told(world: World, machine: Machine, slip: Enrolment, word: str) -> None:
    machine.stop()
    machine.took(join_existing(machine.folder, slip, ports=machine.ports))
    world.done[word] += 1
    world.note(f"{machine.name} {word}")


def another_life(world: World, machine: Machine) -> None:
    """Its own file is restored under a new enrolment: what the closed life had not sent goes with the new."""
    slip = _slip(world, _enrolled_again(world, machine.number))
    had, copy = world.events_of(machine), machine.snapshot() / FILE_NAME
    machine.stop()
    paper = machine.folder.with_name(f"{machine.folder.name}.enrolment")
    paper.write_text(slip.to_text(), "utf-8")
    machine.is_connected |= world.rng.random() < 0.5
    way = _restored(world, machine, copy, paper)
    world.start(machine)
    world.count_lost(had)
    machine.is_old = False
    world.done["enrolled again: another life"] += 1
    world.note(f"{machine.name} enrolled again: another life, {way}")
