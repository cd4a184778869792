"""F2: SIGKILL while a desk works and meets the centre: at a random moment, at a step, at a byte sent."""

from __future__ import annotations

import gc
import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from counter_app.bootstrap import Desk
from counter_app.domain.errors import CounterError
from tests.campaign_report import Report
from tests.sync_faults import oracle
from tests.sync_faults.children import Child, Wire
from tests.sync_faults.proxy import Plan, Proxy, Side, a_proxy
from tests.sync_faults.report import Size, of
from tests.sync_faults.rig import Post, Rig, a_rig

DESKS = 4
MOST_STEPS = 14
MOST_BYTES = {Side.REQUEST: 9_000, Side.ANSWER: 16_000}
LATEST_MS = 120.0
JUDGED_EVERY = 100


@dataclass
class Killing:
    """A campaign over one agency. ends: how the children ended, and where."""

    rig: Rig
    proxy: Proxy
    chance: random.Random
    ends: Counter[str] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)
    kills: int = 0
    passes: int = 0

    def once(self) -> None:
        """A child works, passes, works, passes …, and is killed."""
        self.kills += 1
        post = self.chance.choice(self.rig.posts)
        how = self.chance.choice(["moment", "step", "byte"])
        step = self.chance.randint(1, MOST_STEPS) if how == "step" else 0
        child = Child.started(lambda wire: self._work(wire, post, step))
        if how == "byte":
            side = self.chance.choice(list(Side))
            place = int(MOST_BYTES[side] * self.chance.random() ** 2)
            self.proxy.plans.append(Plan(cut=(side, place), struck=child.kill))
        child.hear_one()
        if child.hear(self.chance.uniform(1, LATEST_MS) / 1000 if how == "moment" else 0.5):
            child.kill()
        code = child.end()
        self.proxy.plans.clear()
        self._write_down(child, how, code)

    def _write_down(self, child: Child, how: str, code: int) -> None:
        last = "start"
        for told in child.told:
            if "answer" in told:
                self.rig.papers.take(told["answer"])
            if told.get("step") == "over":
                self.passes += 1
            if told.get("findings"):
                self.complaints.append(f"start {self.kills}: {told['findings']}")
            if "failed" in told and told["failed"] not in {"centre_unreachable"}:
                self.complaints.append(f"kill {self.kills}: a pass failed with {told['failed']}")
            last = told.get("step", last)
        if code != -signal.SIGKILL:
            self.complaints.append(f"kill {self.kills}: the child ended by itself with {code}")
        self.ends[f"{how}:{last}"] += 1

    def _work(self, wire: Wire, post: Post, step: int) -> None:
        desk = post.open()
        wire.tell(step="start", findings=list(desk.startup.findings))
        worker = self.rig.worker(desk, post, f"k{self.kills}", receives=0.3)
        left = [step]

        def reached(name: str) -> None:
            wire.tell(step=name)
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        while True:
            for _ in range(worker.chance.randint(0, 3)):
                wire.tell(answer=worker.said(), step="act")
            self._meet(wire, desk, post, reached)

    def _meet(self, wire: Wire, desk: Desk, post: Post, reached: object) -> None:
        try:
            self.rig.run(desk, post, ports=(self.proxy.port,), reached=reached)  # type: ignore[arg-type]
            wire.tell(step="over")
        except CounterError as error:
            wire.tell(failed=error.code, facts=str(error.facts))


def killed(size: Size, folder: Path) -> Report:
    """F2: `size.n` kills over four desks; then at most three passes each, and everything is there."""
    began = time.monotonic()
    with a_rig(folder, DESKS, seed=size.seed) as rig:
        with a_proxy(rig.server.port) as proxy:
            killing = Killing(rig, proxy, random.Random(size.seed))
            gc.freeze()  # a child that collects would copy every page of the parent
            for _ in range(size.n):
                killing.once()
        rounds = rig.settle()
        verdict = oracle.judge(rig)
    complaints = [*killing.complaints, *([f"{rounds} rounds were not enough"] if rounds > 3 else [])]
    idle = (":start", ":act", ":over")
    in_steps = sum(count for name, count in killing.ends.items() if not name.endswith(idle))
    return of(
        "F2", verdict, complaints, kills=killing.kills, in_a_pass=in_steps, passes=killing.passes,
        rounds=rounds, seconds=round(time.monotonic() - began, 1), **dict(killing.ends.most_common(40)),
    )  # fmt: skip
