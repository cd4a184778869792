"""Stories told by hand: each broke once, or is what a broken protocol meets too seldom by chance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from counter_app.storage import verify
from counter_app.storage.incarnation import next_incarnation, offline_reserve_block
from tests.simulation import acts, oracle
from tests.simulation.machine import Killed, Machine
from tests.simulation.network import FAIR
from tests.simulation.oracle import Broken
from tests.simulation.world import World


@contextmanager
def _a_world() -> Iterator[tuple[World, Machine, Machine]]:
    """A world without chance in it; its first two desks."""
    world = World(0, steps=0)
    world.tell("told by hand")
    try:
        yield world, world.machines[0], world.machines[1]
    finally:
        world.close()


def _received(world: World, machine: Machine) -> str:
    answer = acts.receive(machine, world.rng, "Đỗ Đình Đức")
    if not answer["ok"]:
        raise Broken(f"not received: {answer}")
    world.accepted(machine, "receive", answer)
    return str(answer["code"])


def _meet(world: World, *machines: Machine) -> None:
    for machine in machines:
        world.meet(machine, FAIR)


def _end(world: World) -> None:
    world.settle()
    oracle.check(world)


def relayed_for_another() -> None:
    """What is sent again for another desk is no lost number of this one."""
    with _a_world() as (world, one, other):
        before = world.centre.copy()
        _received(world, other)
        _meet(world, other, one)
        world.centre = before
        _meet(world, one)
        with one.desk.store.read() as reading:
            if found := verify.verify_numbers(reading.conn):
                raise Broken(f"O6 {found}")
        _end(world)


def offered_again_behind_it() -> None:
    """An act stands though what it was done on is offered again behind it."""
    with _a_world() as (world, one, other):
        before = world.centre.copy()
        code = _received(world, other)
        _meet(world, other, one)
        world.centre = before
        asked = {"items": [{"no": 1, "text": "Bản sao"}], **acts.WORDS}
        world.accepted(one, "ask", acts.say(one, "request_supplement", "lan", code=code, **asked))
        _meet(world, one)
        _end(world)
        for machine in world.machines:
            dossier = acts.look(machine, code)
            if dossier is None or dossier.conflicts or dossier.status != "awaiting_supplement":
                raise Broken(f"O5 {machine.name}: {dossier}")


def shared_portal_code() -> None:
    """A dossier noted at two desks reads the same after one of them received it."""
    with _a_world() as (world, one, other):
        for machine in (one, other):
            world.accepted(machine, "register", acts.register(machine, world.rng, "G22.99-0001-TT"))
        _meet(world, one, other, one)
        world.accepted(one, "receive", acts.accept(one, "G22.99-0001-TT"))
        _meet(world, one)
        oracle.rebuilds_the_same(one)
        _end(world)


def only_another_desk_holds_it() -> None:
    """The centre lost its tail, the author's disk was put back: another desk brings it."""
    with _a_world() as (world, one, other):
        before, disk = world.centre.copy(), other.snapshot()
        _received(world, other)
        _meet(world, other, one)
        world.centre = before
        other.stop()
        other.restore(disk)
        other.lose_journal()
        other.start()
        _end(world)


def an_earlier_life_holds_it() -> None:
    """A desk that began a new life without a network still sends what the old one had not sent."""
    with _a_world() as (world, _, other):
        _received(world, other)
        now, today = other.clock(), other.desk.local_now().date()
        block = offline_reserve_block(other.number)
        other.desk.store.exchange(
            lambda conn: next_incarnation(
                conn,
                origin_id=other.new_id(),
                now_ms=int(now.timestamp() * 1000),
                today=today,
                block=block,
            )
        )
        other.desk.store.read_origin_again()
        _received(world, other)
        _end(world)


def a_copy_meets_the_centre() -> None:
    """Of two copies of a desk the second to come numbers from a block of its own from then on."""
    with _a_world() as (world, _, other):
        clone = other.cloned("m2c0")
        world.machines.append(clone)
        clone.start()
        for machine in (clone, other):
            _received(world, machine)
            _meet(world, machine)
        for machine in (clone, other):
            _received(world, machine)
        _end(world)


def killed_before_each_step() -> None:
    """Killed before any step of a pass, a desk starts with rows that are what its log says."""
    with _a_world() as (world, one, other):
        steps = 0
        while steps >= 0:
            _received(world, other)
            _meet(world, other)
            try:
                world.meet(one, FAIR, _killing(steps))
                steps = -1
            except Killed:
                one.kill()
                one.start()
                steps += 1
            oracle.rebuilds_the_same(one)
        _end(world)


def _killing(left: int) -> Callable[[str], None]:
    steps = iter(range(left))

    def reached(step: str) -> None:
        if next(steps, None) is None:
            raise Killed

    return reached


def clocks_disagree() -> None:
    """Of two acts that exclude each other the first at the centre stands, whatever the clocks say."""
    with _a_world() as (world, one, other):
        other.skew, one.skew = timedelta(hours=3), timedelta()
        code = _received(world, other)
        _meet(world, other, one)
        for machine, to in ((other, "QLDT"), (one, "VP")):
            world.accepted(machine, "give", acts.say(machine, "hand_over", "lan", codes=[code], to=to))
        _meet(world, other, one)
        _end(world)
        for machine in world.machines:
            dossier = acts.look(machine, code)
            if dossier is None or dossier.transit is None or dossier.transit.to != "QLDT":
                raise Broken(f"O4 {machine.name}: {dossier}")


STORIES: Mapping[str, Callable[[], None]] = {
    each.__name__: each
    for each in (
        relayed_for_another,
        offered_again_behind_it,
        shared_portal_code,
        only_another_desk_holds_it,
        an_earlier_life_holds_it,
        a_copy_meets_the_centre,
        killed_before_each_step,
        clocks_disagree,
    )
}
