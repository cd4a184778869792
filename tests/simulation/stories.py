"""Stories told by hand: each broke once, or is what a broken protocol meets too seldom by chance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from counter_app.storage import verify
from counter_app.storage.incarnation import next_incarnation, offline_reserve_block
from tests.simulation import acts, oracle, stories_of_lives
from tests.simulation.machine import Killed
from tests.simulation.network import FAIR
from tests.simulation.oracle import Broken
from tests.simulation.telling import a_world, end, killing, meet, received


def relayed_for_another() -> None:
    """What is sent again for another desk is no lost number of this one."""
    with a_world() as (world, one, other):
        before = world.centre.copy()
        received(world, other)
        meet(world, other, one)
        world.centre = before
        meet(world, one)
        with one.desk.store.read() as reading:
            if found := verify.verify_numbers(reading.conn):
                raise Broken(f"O6 {found}")
        end(world)


def offered_again_behind_it() -> None:
    """An act stands though what it was done on is offered again behind it."""
    with a_world() as (world, one, other):
        before = world.centre.copy()
        code = received(world, other)
        meet(world, other, one)
        world.centre = before
        asked = {"items": [{"no": 1, "text": "Bản sao"}], **acts.WORDS}
        world.accepted(one, "ask", acts.say(one, "request_supplement", "lan", code=code, **asked))
        meet(world, one)
        end(world)
        for machine in world.machines:
            dossier = acts.look(machine, code)
            if dossier is None or dossier.conflicts or dossier.status != "awaiting_supplement":
                raise Broken(f"O5 {machine.name}: {dossier}")


def shared_portal_code() -> None:
    """A dossier noted at two desks reads the same after one of them received it."""
    with a_world() as (world, one, other):
        for machine in (one, other):
            world.accepted(machine, "register", acts.register(machine, world.rng, "G22.99-0001-TT"))
        meet(world, one, other, one)
        world.accepted(one, "receive", acts.accept(one, "G22.99-0001-TT"))
        meet(world, one)
        oracle.rebuilds_the_same(one)
        end(world)


def only_another_desk_holds_it() -> None:
    """The centre lost its tail, the author's disk was put back: another desk brings it."""
    with a_world() as (world, one, other):
        before, disk = world.centre.copy(), other.snapshot()
        received(world, other)
        meet(world, other, one)
        world.centre = before
        other.stop()
        other.restore(disk)
        other.lose_journal()
        other.start()
        end(world)


def an_earlier_life_holds_it() -> None:
    """A desk that began a new life without a network still sends what the old one had not sent."""
    with a_world() as (world, _, other):
        received(world, other)
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
        received(world, other)
        end(world)


def a_copy_meets_the_centre() -> None:
    """Of two copies of a desk the second to come numbers from a block of its own from then on."""
    with a_world() as (world, _, other):
        clone = other.cloned("m2c0")
        world.machines.append(clone)
        clone.start()
        for machine in (clone, other):
            received(world, machine)
            meet(world, machine)
        for machine in (clone, other):
            received(world, machine)
        end(world)


def killed_before_each_step() -> None:
    """Killed before any step of a pass, a desk starts with rows that are what its log says."""
    with a_world() as (world, one, other):
        steps = 0
        while steps >= 0:
            received(world, other)
            meet(world, other)
            try:
                world.meet(one, FAIR, killing(steps))
                steps = -1
            except Killed:
                one.kill()
                one.start()
                steps += 1
            oracle.rebuilds_the_same(one)
        end(world)


def clocks_disagree() -> None:
    """Of two acts that exclude each other the first at the centre stands, whatever the clocks say."""
    with a_world() as (world, one, other):
        other.skew, one.skew = timedelta(hours=3), timedelta()
        code = received(world, other)
        meet(world, other, one)
        for machine, to in ((other, "QLDT"), (one, "VP")):
            world.accepted(machine, "give", acts.say(machine, "hand_over", "lan", codes=[code], to=to))
        meet(world, other, one)
        end(world)
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
        stories_of_lives.restored_without_a_centre,
        stories_of_lives.put_back_behind_its_back,
        stories_of_lives.a_twin_sends_meanwhile,
        stories_of_lives.restored_with_a_journal,
        stories_of_lives.enrolled_anew_with_a_journal,
        stories_of_lives.put_out_with_work_unsent,
        stories_of_lives.a_newer_handover,
        stories_of_lives.numbers_used_up,
        stories_of_lives.far_behind,
    )
}
