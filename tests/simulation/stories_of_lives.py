"""Stories told by hand of desks that are restored, put out, far behind, at the end of their numbers."""

from __future__ import annotations

from pathlib import Path

from counter_app.commands.restoring import restore
from counter_app.domain.codes import parse_code
from counter_app.domain.errors import CounterError
from counter_app.domain.events import EventKind as K
from counter_app.domain.sync_report import PassReport
from counter_app.storage.store import FILE_NAME
from counter_app.sync import run
from tests.simulation import acts, lives, newer
from tests.simulation.agency import make_small, own_less
from tests.simulation.machine import Killed, Machine
from tests.simulation.network import FAIR
from tests.simulation.oracle import Broken
from tests.simulation.telling import a_world, end, killing, meet, received
from tests.simulation.template import AGENCY
from tests.simulation.world import World


def _restored(world: World, machine: Machine, copy: Path, way: str) -> None:
    machine.kill()
    with lives.dialling(world, machine, FAIR):
        told = restore(machine.folder, copy / FILE_NAME, lang="en", ports=machine.ports)["way"]
    world.start(machine)
    if told != way:
        raise Broken(f"restored by {told}, not {way}")


def restored_without_a_centre() -> None:
    """A desk restored without journal and network gives no number again; its paper is entered anew."""
    with a_world() as (world, _, other):
        copy = other.snapshot()
        code = received(world, other)
        meet(world, other)
        other.is_connected = False
        _restored(world, other, copy, "reserve")
        received(world, other)
        answer = acts.reenter(other, world.rng, world.receipts[code][1])
        world.accepted(other, "reenter", answer)
        if answer.get("code") != code:
            raise Broken(f"O1 the paper is not entered again: {answer}")
        end(world)


def put_back_behind_its_back() -> None:
    """A disk that was put back gives no number again once it has met the centre."""
    with a_world() as (world, _, other):
        meet(world, other)
        copy = other.snapshot()
        received(world, other)
        meet(world, other)
        other.restore(copy)
        other.lose_journal()
        world.start(other)
        meet(world, other)
        other.is_old = False
        received(world, other)
        end(world)


def a_twin_sends_meanwhile() -> None:
    """Of two copies of a file one greets, the other sends then: they do not go on as one life."""
    with a_world() as (world, one, other):
        meet(world, other)
        twin = other.cloned("m2c0")
        world.machines.append(twin)
        twin.start()
        received(world, one)
        meet(world, one)

        def reached(step: str) -> None:
            if step == "pull" and not sent:
                sent.append(received(world, other))
                meet(world, other)

        sent: list[str] = []
        world.meet(twin, FAIR, reached)
        if twin.desk.origin.id == other.desk.origin.id:
            raise Broken("O2 two files go on as one life")
        end(world)


def restored_with_a_journal() -> None:
    """The journal carries on from the copy: nothing is lost, the numbers go on."""
    with a_world() as (world, _, other):
        other.stop()
        other.keep_journal()
        other.start()
        copy = other.snapshot()
        code = received(world, other)
        _restored(world, other, copy, "journal")
        if parse_code(received(world, other)).serial != parse_code(code).serial + 1:
            raise Broken("O3 the numbers do not go on")
        end(world)


def enrolled_anew_with_a_journal() -> None:
    """A desk that was put out comes back by its new enrolment, also where its journal carries on."""
    with a_world() as (world, _, other):
        other.stop()
        other.keep_journal()
        other.start()
        received(world, other)
        world.centre.revoke(AGENCY, other.number)
        lives.another_life(world, other)
        received(world, other)
        end(world)


def put_out_with_work_unsent() -> None:
    """What a life had not sent when the centre closed it comes with the next one."""
    with a_world() as (world, _, other):
        meet(world, other)
        received(world, other)
        world.centre.revoke(AGENCY, other.number)
        try:
            meet(world, other)
            raise Broken("a desk that was put out is let in")
        except CounterError:
            received(world, other)
        lives.another_life(world, other)
        end(world)


def a_newer_handover() -> None:
    """A dossier with an event of a newer program is there, read-only, at every desk."""
    with a_world() as (world, one, other):
        code = received(world, other)
        meet(world, other, one)
        dossier = acts.look(one, code)
        assert dossier is not None
        payload = {"unit": "MC", "role": "counter", "to": ["QLDT", "VP"]}
        newer.writes(world, one, dossier.stream, K.HANDED_OVER, 2, payload)
        end(world)
        for machine in world.machines:
            answer = acts.say(machine, "hand_over", "lan", codes=[code], to="QLDT")
            if answer["ok"] or answer["facts"].get("status") != "read_only":
                raise Broken(f"O10 {machine.name}: {answer}")


def numbers_used_up() -> None:
    """At the end of its block a desk is given the centre's next one, also where no reserve block is left."""
    with a_world() as (world, _, other):
        make_small(world.centre, 2, is_reserve_used=True)
        other.stop()
        own_less(other.folder, 2)
        other.start()
        for _ in range(2):
            received(world, other)
        answer = acts.receive(other, world.rng, "Đỗ Đình Đức")
        if answer.get("error") != "number_block_exhausted":
            raise Broken(f"O3 {answer}")
        meet(world, other)
        received(world, other)
        other.snapshot()
        received(world, other)
        meet(world, other)
        _restored(world, other, other.snapshots[-1], "centre")
        meet(world, other)
        received(world, other)
        end(world)


def far_behind() -> None:
    """What is stored first and folded together reads as what is folded page by page, killed wherever."""
    with a_world() as (world, one, other):
        run.BULK, world.piece = 1, 7
        meet(world, other)
        copy = other.snapshot()
        codes = [received(world, one) for _ in range(8)]
        for code in [*codes, *codes, *codes]:
            world.accepted(one, "note", acts.say(one, "note", "lan", code=code, text="đã gọi"))
        asked = {"items": [{"no": 1, "text": "Bản sao"}], **acts.WORDS}
        world.accepted(one, "ask", acts.say(one, "request_supplement", "lan", code=codes[0], **asked))
        meet(world, one)
        steps = 0
        while _dies(world, other, steps):
            _agrees(world.meet(other, FAIR))
            other.restore(copy)
            world.start(other)
            steps += 1
        if not world.done["bulk pull folded"]:
            raise Broken("no pull was in bulk")
        end(world)


def _agrees(report: PassReport) -> None:
    if report.differences:
        raise Broken(f"O4 a pass had to mend {report.differences}")


def _dies(world: World, machine: Machine, steps: int) -> bool:
    try:
        _agrees(world.meet(machine, FAIR, killing(steps)))
    except Killed:
        machine.kill()
        world.start(machine)
        return True
    return False
