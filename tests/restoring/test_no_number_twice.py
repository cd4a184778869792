"""Property: whatever is lost and restored in whatever order, nothing that was printed is numbered again."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.desks import Counter, form, person
from tests.restoring.desk_lost import LostDesk, a_lost_desk

STEPS = 14
SEEDS = 6


@dataclass
class Story:
    """A desk whose disk and whose journal's medium are lost and found at random; `printed`: every number."""

    lost: LostDesk
    medium: Path
    chance: random.Random
    copies: list[Path] = field(default_factory=list)
    printed: set[str] = field(default_factory=set)
    log: list[str] = field(default_factory=list)

    def step(self) -> None:
        do = self.chance.choices(
            (self.work, self.copy, self.restore, self.lose_journal, self.find_journal, self.next_day),
            (6, 3, 4, 1, 1, 1),
        )[0]
        self.log.append(do.__name__)
        do()

    def work(self) -> None:
        """What takes a number: receptions, slips, a handover, feedback, a day's sheet."""
        with self.lost.opened() as counter:
            assert counter.desk.startup.findings == (), (self.log, counter.desk.startup)
            codes = [self.receive(counter) for _ in range(self.chance.randint(1, 3))]
            self.put(counter.done("hand_over", codes=codes, to="QLDT")["batch"])
            slip = {key: form()[key] for key in ("procedure", "applicant")}
            reasons = {"reason": "thiếu giấy", "ground": "Điều 9"}
            answer = counter.done("refuse", **slip, **reasons)
            self.put(answer["slip"])
            self.put(f"03 {counter.desk.origin.label}.{answer['number']}/{counter.clock.local.year}")
            opinion = counter.done("feedback", text="cần ghế ngồi", channel="direct")
            self.put(f"PA {counter.desk.origin.label}.{opinion['number']}/{counter.clock.local.year}")

    def receive(self, counter: Counter) -> str:
        answer = counter.done("receive", **form(applicant=person(f"Người {len(self.printed)}")))
        self.put(answer["code"])
        self.put(f"{answer['book']}/{answer['number']}")
        return str(answer["code"])

    def put(self, number: str) -> None:
        assert number not in self.printed, (number, self.log)
        self.printed.add(number)

    def copy(self) -> None:
        self.copies.append(self.lost.copied(f"copy{len(self.copies)}.db"))

    def restore(self) -> None:
        if not self.copies:
            return
        if self.chance.random() < 0.5:
            self.lost.file.unlink()
        told = self.lost.restored(self.chance.choice(self.copies))
        assert told["block"] is not None, self.log
        self.log.append(f"  {told['way']} {told['journal']} {told['label']}")

    def lose_journal(self) -> None:
        if self.medium.exists():
            self.medium.rename(self.medium.with_name("drawer"))

    def find_journal(self) -> None:
        if not self.medium.exists():
            self.medium.with_name("drawer").rename(self.medium)

    def next_day(self) -> None:
        self.lost.clock.move(days=1)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_nothing_printed_is_numbered_again(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    medium = tmp_path / "medium"
    lost = a_lost_desk(tmp_path, medium=medium if seed % 2 else None, desk=2, of=3)
    if not medium.exists():
        medium.mkdir()
    story = Story(lost, medium, chance)
    for _ in range(STEPS):
        story.step()
    with lost.opened() as counter:
        assert counter.is_sound(), story.log
    assert story.printed
