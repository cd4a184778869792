"""Desks that lose their file: closed folders, copies, and everything that was ever printed there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counter_app.bootstrap import Desk, Ports, backup_to, open_desk, set_journal
from counter_app.commands.restoring import restore
from counter_app.domain.papers import ReceiptPaper
from counter_app.forms import wording
from counter_app.queries.papers import Printing, gather
from counter_app.storage.store import FILE_NAME
from tests.builders import Clock
from tests.desks import Counter, a_real, form, person

Json = dict[str, Any]


@dataclass
class LostDesk:
    """A real desk, closed between the steps. `paper`: code → QR of each receipt that was given out."""

    folder: Path
    clock: Clock
    paper: dict[str, str] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)

    @contextmanager
    def opened(self) -> Iterator[Counter]:
        with open_desk(self.folder, writing=True, ports=self.ports) as desk:
            yield Counter(desk, self.clock)

    @property
    def ports(self) -> Ports:
        return Ports(clock=self.clock)

    @property
    def file(self) -> Path:
        return self.folder / FILE_NAME

    def receive(self, *names: str) -> list[str]:
        """Dossiers taken in, their receipts printed; their codes."""
        with self.opened() as counter:
            return [self.receive_at(counter, name) for name in names]

    def receive_at(self, counter: Counter, name: str, **fields: Any) -> str:
        answer = counter.done("receive", **form(applicant=person(f"Người {name}"), **fields))
        code: str = answer["code"]
        assert code not in self.paper, f"{code} was printed before"
        self.paper[code] = receipt_qr(counter.desk, code)
        self.numbers.append(f"{answer['book']}/{answer['number']}")
        assert len(set(self.numbers)) == len(self.numbers), f"{self.numbers[-1]} was printed before"
        return code

    def copied(self, name: str = "copy.db") -> Path:
        """A copy of the file as it stands, outside of the desk's folder."""
        target = self.folder.parent / name
        with open_desk(self.folder, writing=False, ports=self.ports) as desk:
            backup_to(desk, target)
        return target

    def restored(self, file: Path, **given: Any) -> Json:
        return restore(self.folder, file, lang="en", ports=self.ports, **given)


def receipt_qr(desk: Desk, code: str) -> str:
    """What the receipt's QR says, as the paper is drawn from."""
    printing = Printing("Cán bộ lan", desk.local_now(), wording)
    paper = desk.read(lambda reading: gather(reading, "receipt", code, printing))
    assert isinstance(paper, ReceiptPaper)
    return paper.qr_text


def a_lost_desk(folder: Path, *, medium: Path | None = None, desk: int = 1, of: int = 1) -> LostDesk:
    """A real desk that printed nothing yet; `medium`: where it keeps its witness journal."""
    clock = Clock()
    with a_real(folder, clock, desk=desk, of=of) as made:
        if medium is not None:
            medium.mkdir()
            set_journal(made, medium)
        return LostDesk(made.folder, clock)
