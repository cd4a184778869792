"""Broken programs that the oracle must catch; a harness that lets one through is blind.

Each mutant runs in the forked child only. The campaign kills it until oracle or start check complains, and
complains itself where that never happens:

- `acks_early`: the answer goes out before the commit;
- `own_sequence`: serials from a counter outside the transaction, as a database sequence or an
  AUTOINCREMENT would be, so that a rollback leaves a gap;
- `no_witness`: the -wal is lost (what synchronous=OFF does in a power cut) and no journal was kept;
- `witness_late`: the journal is told after the answer went out, and the -wal is lost;
- `remembers_late`: the answer of a request is kept by a transaction of its own, after that of the act;
- `prints_unasked`: the receipt counts as printed in the very transaction that receives.
"""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from counter_app.bootstrap import Desk
from counter_app.commands import acts
from counter_app.commands.act_models import ACTS, ActModel
from counter_app.domain.events import canonical_json
from counter_app.services.remarks import paper_printed
from counter_app.services.requests import once
from counter_app.storage import numbers
from counter_app.storage.unit_of_work import UnitOfWork
from tests.builders import Clock
from tests.campaign_report import Report
from tests.faults.killing import Killing, Run
from tests.faults.kills import lose, witnessed
from tests.faults.oracle import judge
from tests.faults.prepared import WAL, prepared_trial
from tests.faults.report import Size

Answer = dict[str, Any]


def _asked(line: str) -> ActModel:
    return ACTS["receive"].model_validate_json(line)


def _tell(out: Any, answer: Answer) -> None:
    out.write(json.dumps(answer) + "\n")


def acks_early(desk: Desk, lines: Iterable[str], out: Any) -> None:
    """Shows the code, then makes it durable."""
    for line in lines:
        with desk.store.write(desk.now, "cli") as uow:
            _tell(out, acts.perform(uow, _asked(line)))
            uow.commit()


def own_sequence(desk: Desk, lines: Iterable[str], out: Any) -> None:
    """Counts serials in a file that no rollback reaches."""
    counter = desk.folder / "sequence"

    def take_serial(conn: Connection, origin_id: str, on: date, today: date) -> int:
        with counter.open("ab") as file:
            file.write(b"x")
            return file.tell()

    numbers.take_serial = take_serial
    acts.run(desk, lines, out)


def witness_late(desk: Desk, lines: Iterable[str], out: Any) -> None:
    """Tells the journal when the code is on paper already."""
    witness, desk.store.witness = desk.store.witness, None
    for line in lines:
        with desk.store.write(desk.now, "cli") as uow:
            answer = acts.perform(uow, _asked(line))
            uow.commit()
        _tell(out, answer)
        if witness is not None:
            witness.append(uow.recorded)


def remembers_late(desk: Desk, lines: Iterable[str], out: Any) -> None:
    """Looks whether a request was answered, but keeps the answer in a second transaction."""
    for line in lines:
        act = _asked(line)
        request_id, content = act.request_id or "", act.model_dump(mode="json", exclude={"request_id"})
        with desk.store.write(desk.now) as uow:
            known = uow.answered(request_id)
            answer = known[1] if known else acts.perform(uow, act)
            uow.commit()
        if known is None:
            with desk.store.write(desk.now) as uow:
                uow.remember(request_id, hashlib.sha256(canonical_json(content).encode()).hexdigest(), answer)
                uow.commit()
        _tell(out, answer)


def prints_unasked(desk: Desk, lines: Iterable[str], out: Any) -> None:
    """Nobody is told of a dossier whose code went out to nobody."""
    for line in lines:
        act = _asked(line)
        content = act.model_dump(mode="json", exclude={"request_id"})
        with desk.store.write(desk.now, "cli") as uow:
            answer = once(uow, act.request_id or "", content, lambda uow=uow, act=act: _printed(uow, act))
            uow.commit()
        _tell(out, answer)


def _printed(uow: UnitOfWork, act: ActModel) -> Answer:
    answer = acts.perform(uow, act)
    uow.project()
    paper_printed(uow, answer["code"], form="receipt", version=1, copies=(1, 2), by="lan")
    return answer


def _lost_wal(desk: Path, chance: random.Random) -> None:
    lose(desk, WAL)


def _plain(folder: Path, run: Run, chance: random.Random) -> Killing:
    return Killing(prepared_trial(folder), Clock(), chance, run)


def _without_wal(folder: Path, run: Run, chance: random.Random) -> Killing:
    return Killing(prepared_trial(folder), Clock(), chance, run, _lost_wal, is_repeating=False)


def _with_journal(folder: Path, run: Run, chance: random.Random) -> Killing:
    return Killing(witnessed(folder), Clock(), chance, run, _lost_wal, is_repeating=False)


MUTANTS: dict[str, tuple[Callable[[Path, Run, random.Random], Killing], Run]] = {
    "acks_early": (_plain, acks_early),
    "own_sequence": (_plain, own_sequence),
    "no_witness": (_without_wal, acts.run),
    "witness_late": (_with_journal, witness_late),
    "remembers_late": (_plain, remembers_late),
    "prints_unasked": (_plain, prints_unasked),
}
"""Name → how its desk is made, and what runs in the child."""


def mutants(size: Size, folder: Path) -> Report:
    """Kill every mutant, at most `size.kills` times each; the figures say after how many it was caught."""
    figures: dict[str, float] = {}
    escaped = []
    began = time.monotonic()
    for name, (prepared, run) in MUTANTS.items():
        (folder / name).mkdir()
        killing = prepared(folder / name, run, random.Random(size.seed))
        figures[name] = _caught_after(killing, size.kills)
        if not figures[name]:
            escaped.append(f"the oracle is blind: {name} was not caught by {size.kills} kills")
    figures["seconds"] = round(time.monotonic() - began, 1)
    return Report("mutants", figures, tuple(escaped))


def _caught_after(killing: Killing, kills: int) -> int:
    """0 when it never was."""
    for number in range(1, kills + 1):
        killing.kill_once()
        verdict = judge(killing.folder, killing.paper, killing.clock, is_whole=False)
        if killing.complaints or verdict.complaints:
            return number
    return 0
