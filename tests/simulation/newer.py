"""What a desk with a newer program writes: kinds and schemas that nobody here can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.storage import event_log
from counter_app.storage.refold import refold
from counter_app.storage.unit_of_work import UnitOfWork
from tests.simulation import acts
from tests.simulation.agency import Paper
from tests.simulation.machine import Machine

if TYPE_CHECKING:
    from tests.simulation.world import World

Json = dict[str, Any]
UNKNOWN = cast(K, "dossier:weighed")
PLACE = "một nơi khác"
"""What no desk may read out of settings of a newer schema."""


def happens(world: World, machine: Machine) -> None:
    """An event of a newer program on a dossier, on settings, or on a stream of a kind of its own."""
    rng, code = world.rng, world.rng.choice(world.codes[-12:] or [""])
    dossier = acts.look(machine, code) if code else None
    plain: Json = {"unit": "MC", "role": "counter", "code": code}
    if dossier is None or rng.random() < 0.2:
        settings: Json = {"settings": {"place": PLACE}, "unit": "MC", "role": "admin"}
        stream, kind, version, payload = rng.choice(
            [("settings:agency", K.SETTINGS_SET, 2, settings), ("scale:1", UNKNOWN, 1, plain)]
        )
    else:
        stream = dossier.stream
        kind, version, payload = rng.choice(
            [
                (UNKNOWN, 1, plain),
                (K.NOTE_ADDED, 2, {**plain, "text": ["nhiều", "dòng"]}),
                (K.HANDED_OVER, 2, {**plain, "to": ["QLDT", "VP"]}),
                (K.RETURNED, 3, plain),
                (K.REVOKED, 2, {**plain, "role": "supervisor", "event_id": dossier.head}),
            ]
        )
    writes(world, machine, stream, kind, version, payload)
    if dossier is not None and stream == dossier.stream:
        world.accepted(machine, "cancel", acts.say(machine, "void", "tuan", code=code, reason="thử"))


def writes(world: World, machine: Machine, stream: str, kind: K, version: int, payload: Json) -> None:
    """One such event."""
    event_id = machine.desk.write(lambda uow: _written(uow, stream, kind, version, payload))
    world.paper.append(Paper(str(kind), event_id, machine.name))
    world.newer[event_id] = stream
    world.done[f"newer {kind} {version}"] += 1
    world.note(f"newer {kind} {version} on {stream} {event_id[-6:]}")


def _written(uow: UnitOfWork, stream: str, kind: K, version: int, payload: Json) -> str:
    """As an act does it: appended, folded as far as it can be read, committed."""
    events = uow.events(stream)
    event = Event(
        id=uow.new_id(),
        agency=uow.origin.agency,
        stream=stream,
        kind=kind,
        payload=payload,
        actor="lan",
        wall=int(uow.now.timestamp() * 1000),
        seen=events[-1].id if events else None,
        schema_v=version,
    )
    uow.recorded += event_log.append(uow.conn, uow.origin.id, [event])
    refold(uow.conn, stream)
    uow.commit()
    return event.id
