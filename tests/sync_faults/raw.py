"""F12, F15 without files: senders that push as fast as the centre takes it, far more than people could.

What was acknowledged must be there at the end, once; what was sent again must be recognised; a reader that
follows the feed by its positions must have missed nothing.
"""

from __future__ import annotations

import gc
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from counter_app.domain.centre_errors import CentreUnreachable
from counter_app.domain.events import Event, feed_hash
from counter_app.storage.event_log import GENESIS
from counter_app.sync.dial import PgLine, dial
from tests.campaign_report import Report
from tests.central.centre import Chain, an_event
from tests.sync_faults.children import Child, Wire
from tests.sync_faults.report import Size
from tests.sync_faults.rig import AGENCY, Post, Rig, a_rig

STOP = "stop"
FIRST = 31
"""Number of the first sender, beyond those of real desks."""
BATCHES = 50
FEED = "SELECT pos, hash, feed_hash, again FROM counter.event ORDER BY pos"


def stops(size: Size, folder: Path) -> Report:
    """F15: `size.n` immediate stops under ten senders."""
    chance = random.Random(size.seed)

    def hurt(rig: Rig, senders: list[Child]) -> None:
        for _ in range(size.n):
            for sender in senders:
                sender.hear(chance.uniform(0.2, 0.8) / len(senders))
            rig.server.stop()
            rig.server.start()
        (rig.folder / STOP).touch()

    return _campaign("F15-raw", size, folder, 10 if size.is_whole else 3, hurt, most=50, batches=0)


def pushers(size: Size, folder: Path) -> Report:
    """F12: twenty senders of `size.n` batches of up to 500, 30 % sent twice, all at once."""
    return _campaign("F12-raw", size, folder, 20, lambda *_: None, most=500, batches=size.n)


def _campaign(
    fault: str,
    size: Size,
    folder: Path,
    senders: int,
    hurt: Callable[[Rig, list[Child]], None],
    *,
    most: int,
    batches: int,
) -> Report:
    began = time.monotonic()
    with a_rig(folder, 1, seed=size.seed) as rig:
        before = rig.value("SELECT pos FROM counter.agency_head")
        posts = [_login(rig, number) for number in range(FIRST, FIRST + senders)]
        gc.freeze()
        reader = Child.started(lambda wire: _following(rig, wire, posts[0], before))
        children = [
            Child.started(lambda wire, post=post: _sending(rig, wire, post, most, batches)) for post in posts
        ]
        hurt(rig, children)
        codes = [child.end() for child in children]
        (rig.folder / "over").touch()
        codes.append(reader.end())
        complaints = [f"a child ended with {code}" for code in codes if code]
        told = [line for child in children for line in child.told]
        with rig.boss() as boss:
            feed = boss.execute(FEED).fetchall()
        complaints += _wrong(feed, told, reader, before)
    words = Counter(line["word"] for line in told)
    took = sorted(line["took"] for line in told if line["count"] == most) or [0.0]
    figures = {
        "senders": senders,
        "acked": sum(line["count"] for line in told),
        "events": len(feed) - before,
        "again": sum(row[3] for row in feed),
        "push_full_p95_s": round(took[int(len(took) * 0.95)], 3),
        "seconds": round(time.monotonic() - began, 1),
    }
    return Report(fault, {**figures, **words}, tuple(complaints))


def _wrong(feed: list[Any], told: list[dict[str, Any]], reader: Child, before: int) -> list[str]:
    wrong, running = [], GENESIS
    for number, (pos, link, there, _) in enumerate(feed, 1):
        running = feed_hash(running, link)
        if (pos, there) != (number, running):
            wrong.append(f"feed: {pos} at {number}")
            break
    links = [row[1] for row in feed]
    if len(set(links)) != len(links):
        wrong.append("O2 an envelope stands twice")
    acked = {link for line in told for link in line["acked"]}
    if missing := acked - set(links):
        wrong.append(f"O1 {len(missing)} of {len(acked)} acknowledged envelopes are gone")
    sent = sum(line["count"] for line in told if line["word"] == "pushed")
    if sent > len(feed) - before:
        wrong.append(f"O1 {sent} were told stored, {len(feed) - before} are there")
    if reader.told[-1]["heard"] != len(feed):
        wrong.append(f"the reader heard {reader.told[-1]['heard']} of {len(feed)}")
    return wrong + [line["wrong"] for line in reader.told if "wrong" in line]


def _login(rig: Rig, number: int) -> Post:
    login, origin = f"desk_{number}", f"{number:032x}"
    with rig.boss() as boss:
        boss.execute(f"CREATE ROLE {login} LOGIN".encode())
        boss.execute(
            "INSERT INTO counter.origin (agency, id, desk, login, incarnation) VALUES (%s, %s, %s, %s, 1)",
            (AGENCY, origin, number, login),
        )
        boss.execute("SELECT counter.grant_desk(%s)", (login,))
    return Post(number, rig.folder, login, rig.posts[0].clock)


def _sending(rig: Rig, wire: Wire, post: Post, most: int, batches: int) -> None:
    """Batch after batch; one without an answer is sent again, as a desk's outbox is."""
    chance, chain, line = random.Random(f"{rig.seed} {post.number}"), Chain(f"{post.number:032x}"), None
    batch, number = chain.records[:0], 0
    while batch or (number < batches if batches else not (rig.folder / STOP).exists()):
        if not batch:
            number += 1
            count = most if chance.random() < 0.5 else chance.randint(1, most)
            batch = chain.add(*(_note(post.number, number, n) for n in range(count)))
        try:
            line = line or dial(rig.address(post), rig.folder, tries=1)
            line = _pushed(wire, line, batch, chance.random() < 0.3)
            batch = []
        except CentreUnreachable as error:
            wire.tell(word=str(error.facts["because"]), acked=[], count=0, took=0)
            line = _hung_up(line)


def _pushed(wire: Wire, line: PgLine, batch: list[Any], is_twice: bool) -> PgLine:
    links = [record.hash for record in batch]
    for _ in range(2 if is_twice else 1):
        began = time.monotonic()
        pushed = line.push(batch)
        word = "pushed" if pushed.stored else "recognised"
        took = time.monotonic() - began
        wire.tell(word=word, acked=links, count=pushed.stored, took=took)
    return line


def _hung_up(line: PgLine | None) -> None:
    if line is not None:
        line.close()


def _note(desk: int, batch: int, n: int) -> Event:
    name = f"{desk:08x}{batch:012x}{n:012x}"
    return an_event(id=name, stream=f"dossier:{name}")


def _following(rig: Rig, wire: Wire, post: Post, before: int) -> None:
    """Reads on by position while others write, as a desk's pull does."""
    heard, running, line = 0, GENESIS, None
    while True:
        is_last = (rig.folder / "over").exists()
        try:
            line = line or dial(rig.address(post), rig.folder, tries=1)
            rows = line.pull(heard, 500)
        except CentreUnreachable:
            line = _hung_up(line)
            continue
        for row in rows:
            running = feed_hash(running, row.stored.hash)
            if (row.stored.pos, row.feed_hash) != (heard + 1, running):
                wire.tell(wrong=f"the reader got {row.stored.pos} after {heard}")
            heard += 1
        if is_last and not rows:
            wire.tell(heard=heard)
            return
