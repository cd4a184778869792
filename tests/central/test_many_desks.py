"""Many at once: positions without a gap, nothing missed by readers, nothing left of a call that was cut."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from counter_app.domain.centre_errors import CentreUnreachable
from counter_app.domain.events import feed_hash
from counter_app.storage.event_log import GENESIS
from counter_app.sync import central
from tests.central.centre import Centre, Chain

WRITERS = 20
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND wait_event_type = 'Lock'"


def follow(centre: Centre, login: str, done: threading.Event) -> list[str]:
    """The hashes that a reader gets by a cursor over positions while others write; checks the feed."""
    got: list[str] = []
    feed = GENESIS
    with centre.desk(login) as desk:
        while True:
            is_last = done.is_set()
            rows = central.pull(desk, len(got), 50)
            for row in rows:
                assert row.stored.pos == len(got) + 1
                feed = feed_hash(feed, row.stored.hash)
                assert row.feed_hash == feed
                got.append(row.stored.hash)
            if is_last and not rows:
                return got


def write(centre: Centre, login: str, chain: Chain, seed: int) -> None:
    """Ten batches, every third sent twice."""
    luck = random.Random(seed)
    with centre.desk(login) as desk:
        for _ in range(10):
            batch = chain.add_notes(luck.randint(1, 9))
            assert central.push(desk, batch).stored == len(batch)
            if luck.random() < 0.3:
                assert central.push(desk, batch).known == len(batch)


def test_twenty_writers_at_once(centre: Centre) -> None:
    desks = [centre.enrol(number) for number in range(1, WRITERS + 1)]
    done = threading.Event()
    with ThreadPoolExecutor(WRITERS + 2) as pool:
        readers = [pool.submit(follow, centre, login, done) for login, _ in desks[:2]]
        writers = [pool.submit(write, centre, *desk, seed) for seed, desk in enumerate(desks)]
        try:
            for writer in writers:
                writer.result()
        finally:
            done.set()
        heard = [reader.result() for reader in readers]
    sent = {record.hash for _, chain in desks for record in chain.records}
    assert heard[0] == heard[1]
    assert len(heard[0]) == len(set(heard[0])) == len(sent)
    assert set(heard[0]) == sent
    poses = centre.admin.execute("SELECT min(pos), max(pos), count(*) FROM counter.event").fetchone()
    assert poses == (1, len(sent), len(sent))
    # Each origin's envelopes stand in their own order.
    place = {link: n for n, link in enumerate(heard[0])}
    for _, chain in desks:
        places = [place[record.hash] for record in chain.records]
        assert places == sorted(places)


def test_a_connection_killed_in_the_middle_of_a_push_leaves_nothing(centre: Centre) -> None:
    login, chain = centre.enrol(1)
    other_login, other = centre.enrol(2)
    sent = chain.add_notes(50)
    with centre.desk(login) as desk, psycopg.connect(centre.uri) as holder, ThreadPoolExecutor(1) as pool:
        holder.execute("SELECT FROM counter.agency_head FOR UPDATE")
        pushed = pool.submit(central.push, desk, sent)
        while not centre.value(WAITING, (login,)):
            pass
        kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s"
        centre.admin.execute(kill, (login,))
        with pytest.raises(CentreUnreachable) as cut:
            pushed.result()
        assert cut.value.facts["because"] in {"shutting_down", "connection_lost"}
        with pytest.raises(CentreUnreachable) as again:
            central.push(desk, sent)
        assert again.value.facts == {"because": "connection_lost"}
    with centre.desk(login) as desk, centre.desk(other_login) as neighbour:
        assert central.pull(desk, 0) == ()
        assert central.push(neighbour, other.add_notes(1)).head == 1, "no lock is left"
        assert central.push(desk, sent).head == 51


def test_a_push_does_not_wait_for_ever(centre: Centre) -> None:
    login, chain = centre.enrol(1)
    centre.admin.execute(
        "ALTER FUNCTION counter.push(text, bigint, text, bytea[], text[], text[]) SET lock_timeout = '50ms'"
    )
    with centre.desk(login) as desk, psycopg.connect(centre.uri) as holder:
        holder.execute("SELECT FROM counter.agency_head FOR UPDATE")
        with pytest.raises(CentreUnreachable) as busy:
            central.push(desk, chain.add_notes(1))
        assert busy.value.facts == {"because": "centre_busy"}
        assert central.pull(desk, 0) == (), "readers wait for nobody"


def test_two_agencies_do_not_wait_for_each_other(centre: Centre) -> None:
    _, _ = centre.enrol(1)
    login, chain = centre.enrol(1, agency="H24.99")
    with centre.desk(login) as desk, psycopg.connect(centre.uri) as holder:
        holder.execute("SELECT FROM counter.agency_head WHERE agency = 'H24.28' FOR UPDATE")
        assert central.push(desk, chain.add_notes(1)).bad_reason == "agency", "answered, though of H24.28"


def test_the_same_new_life_said_twice_at_once_is_one(centre: Centre) -> None:
    login, _ = centre.enrol(1)
    born = Chain()
    with centre.desk(login) as one, centre.desk(login) as two, ThreadPoolExecutor(2) as pool:
        said = list(pool.map(lambda desk: central.hello(desk, born.greeting()), (one, two)))
    assert said[0].blocks == said[1].blocks
    assert [origin.incarnation for origin in said[0].origins] == [1, 2]


def test_the_same_push_twice_at_once_is_stored_once(centre: Centre) -> None:
    login, chain = centre.enrol(1)
    sent = chain.add_notes(50)
    with centre.desk(login) as one, centre.desk(login) as two, psycopg.connect(centre.uri) as holder:
        with ThreadPoolExecutor(2) as pool:
            holder.execute("SELECT FROM counter.agency_head FOR UPDATE")
            both = [pool.submit(central.push, desk, sent) for desk in (one, two)]
            while centre.value(WAITING, (login,)) < 2:
                pass
            holder.rollback()
            answers = sorted((pushed.result().stored, pushed.result().known) for pushed in both)
        assert answers == [(0, 50), (50, 0)]
        assert len(central.pull(one, 0)) == 50
