"""F13, F14: the network cut at every message and at random bytes; answers lost after the commit; silence.

Each case is a story of its own on the same two desks: one works, the other has put something up meanwhile,
the first one's pass meets the fault, then passes go on until nothing waits: three at most.
"""

from __future__ import annotations

import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from counter_app.bootstrap import Desk
from counter_app.domain.errors import CounterError
from tests.campaign_report import Report
from tests.sync_faults import oracle
from tests.sync_faults.proxy import Plan, Proxy, Seen, Side, a_proxy
from tests.sync_faults.report import Size, of
from tests.sync_faults.rig import Post, Rig, a_rig

MOST_PASSES = 3
LOT = 250
"""Cases on one agency: its files grow with each, and every pass with them."""
RECEIVES = 0.1


@dataclass
class Line:
    """Two desks kept open, the first behind the proxy."""

    rig: Rig
    proxy: Proxy
    chance: random.Random
    desks: list[Desk]
    complaints: list[str] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    passes: Counter[int] = field(default_factory=Counter)
    cases: int = 0
    patience_s: float = 20.0

    @property
    def mine(self) -> Post:
        return self.rig.posts[0]

    def case(self, name: str, plan: Plan) -> Seen:
        """Work, a pass with the fault, passes until all is said; what the proxy saw of the first."""
        self.cases += 1
        for post, desk, acts in zip(self.rig.posts, self.desks, (2, 1), strict=True):
            self.rig.worker(desk, post, f"c{self.cases}.{post.number}", receives=RECEIVES).day(acts)
        self.rig.run(self.desks[1], self.rig.posts[1])
        first = len(self.proxy.seen)
        self.proxy.plans.append(plan)
        self.outcomes[self._tried()] += 1
        self.proxy.plans.clear()
        tries = 1
        while self._is_unsaid() and tries <= MOST_PASSES:
            tries += 1
            if code := self._tried():
                self.complaints.append(f"{name}: then {code}")
        self.passes[tries] += 1
        if tries > MOST_PASSES:
            self.complaints.append(f"{name}: still waiting after {MOST_PASSES} passes")
        self.proxy.wait()
        return self.proxy.seen[first]

    def _tried(self) -> str:
        try:
            self.rig.run(self.desks[0], self.mine, ports=(self.proxy.port,), patience_s=self.patience_s)
        except CounterError as error:
            return f"{error.code} {error.facts.get('because', '')}".strip()
        return ""

    def _is_unsaid(self) -> bool:
        held = oracle.place(self.mine)
        with self.rig.boss() as conn:
            head = conn.execute("SELECT pos FROM counter.agency_head").fetchone()
        return held != (head and head[0], 0)


@contextmanager
def _line(size: Size, folder: Path) -> Iterator[Line]:
    with (
        a_rig(folder, 2, seed=size.seed) as rig,
        a_proxy(rig.server.port) as proxy,
        rig.posts[0].opened() as one,
        rig.posts[1].opened() as two,
    ):
        yield Line(rig, proxy, random.Random(size.seed), [one, two])


def _judged(fault: str, line: Line, began: float, **figures: float) -> Report:
    for desk in line.desks:
        desk.close()
    rounds = line.rig.settle()
    verdict = oracle.judge(line.rig)
    told = {f"passes_{count}": cases for count, cases in sorted(line.passes.items())}
    told |= {f"'{code or 'through'}'": cases for code, cases in line.outcomes.items()}
    seconds = round(time.monotonic() - began, 1)
    complaints = [*line.complaints, *([f"{rounds} rounds"] if rounds > MOST_PASSES else [])]
    return of(fault, verdict, complaints, cases=line.cases, **figures, **told, seconds=seconds)


def boundaries(size: Size, folder: Path) -> Report:
    """F13: cut after each message of either side; `size.n` bounds how many (spread evenly)."""
    began = time.monotonic()
    with _line(size, folder) as line:
        whole = line.case("whole", Plan())
        ends = {side: len(whole.ends(side)) for side in Side}
        places = [(side, n) for side in Side for n in range(ends[side] + 2)]
        step = max(1, len(places) // size.n)
        for side, n in places[::step]:
            line.case(f"{side} message {n}", Plan(cut_after=(side, n), is_torn=line.chance.random() < 0.5))
        return _judged("F13-boundaries", line, began, messages=sum(ends.values()))


def random_bytes(size: Size, folder: Path) -> Report:
    """F13: cut at `size.n` random bytes of either side."""
    return _in_lots(_random_bytes, size, folder)


def _in_lots(campaign: Callable[[Size, Path], Report], size: Size, folder: Path) -> Report:
    """So many cases on agencies of at most `LOT` each; figures added up."""
    reports = []
    for number, first in enumerate(range(0, size.n, LOT)):
        room = folder / f"lot{number}"
        room.mkdir()
        lot = Size(min(LOT, size.n - first), size.seed + number, size.is_whole)
        reports.append(campaign(lot, room))
        if not reports[-1].complaints:
            shutil.rmtree(room)
    names = dict.fromkeys(name for report in reports for name in report.figures)
    figures = {name: sum(report.figures.get(name, 0) for report in reports) for name in names}
    return Report(reports[0].fault, figures, tuple(each for report in reports for each in report.complaints))


def _random_bytes(size: Size, folder: Path) -> Report:
    began = time.monotonic()
    with _line(size, folder) as line:
        whole = line.case("whole", Plan())
        most = {Side.REQUEST: whole.requests, Side.ANSWER: whole.answers}
        for _ in range(size.n):
            side = line.chance.choice(list(Side))
            place = line.chance.randint(0, most[side])
            line.case(f"{side} byte {place}", Plan(cut=(side, place), is_torn=line.chance.random() < 0.5))
        return _judged("F13-bytes", line, began, bytes=sum(most.values()))


def lost_answers(size: Size, folder: Path) -> Report:
    """F14: the answer of a question is lost after the server has done it; every other time it is a push."""
    return _in_lots(_lost_answers, size, folder)


def _lost_answers(size: Size, folder: Path) -> Report:
    began = time.monotonic()
    with _line(size, folder) as line:
        whole = line.case("whole", Plan())
        for number in range(size.n):
            question = 2 if number % 2 else line.chance.randint(1, max(2, whole.questions))
            line.case(f"answer {question}", Plan(lost_answer=question))
        return _judged("F14", line, began, questions=whole.questions)


def slow_and_silent(size: Size, folder: Path) -> Report:
    """F13: late answers, everything said twice, nobody answers; `size.n` of each."""
    began = time.monotonic()
    with _line(size, folder) as line:
        line.case("whole", Plan())
        for _ in range(size.n):
            line.case("delay", Plan(delay_s=line.chance.uniform(0.01, 0.2)))
            line.case("again", Plan(again=True))
        return _judged("F13-slow", line, began)


def silent(size: Size, folder: Path) -> Report:
    """F13: the line stays open and nothing comes any more: a pass gives up by itself, what was said counts.

    The patience of a real pass is 60 s; here it is one, which is handed to the same code.
    """
    began, slowest = time.monotonic(), 0.0
    with _line(size, folder) as line:
        line.patience_s = 1.0
        whole = line.case("whole", Plan())
        most = {Side.REQUEST: whole.requests, Side.ANSWER: whole.answers}
        for number in range(size.n):
            side = line.chance.choice(list(Side))
            plan = Plan(hushed=(side, line.chance.randint(0, most[side]))) if number else Plan(silent=True)
            asked = time.monotonic()
            line.case("silent", plan)
            slowest = max(slowest, time.monotonic() - asked)
        if slowest > 30:
            line.complaints.append(f"a pass gave up after {slowest:.0f} s of a patience of one")
        return _judged("F13-silent", line, began, slowest_s=round(slowest, 1))
