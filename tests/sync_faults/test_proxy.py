"""The proxy does to a connection what its plan says: the faults are faults."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.sync_faults.proxy import Plan, Proxy, Side, a_proxy
from tests.sync_faults.server import Server, a_new_server, a_room


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with a_room() as room:
        server = a_new_server(room)
        server.start()
        with server.boss() as boss:
            boss.execute("CREATE TABLE said (word text)")
        yield server


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    with server.boss() as boss:
        boss.execute("TRUNCATE said")
    with a_proxy(server.port) as proxy:
        yield proxy


def say(server: Server, proxy: Proxy, plan: Plan) -> bool:
    """Insert a word through the proxy; whether an answer came."""
    proxy.plans.append(plan)
    uri = make_conninfo(server.uri, port=str(proxy.port), connect_timeout="2", sslmode="disable")
    try:
        with psycopg.connect(uri, autocommit=True) as conn:
            conn.execute("INSERT INTO said VALUES (%s)", ("a",))
    except psycopg.OperationalError:
        return False
    finally:
        proxy.wait()
    return True


def stored(server: Server) -> int:
    with server.boss() as boss:
        row = boss.execute("SELECT count(*) FROM said").fetchone()
    return row[0] if row else 0


def test_without_a_plan_everything_passes(server: Server, proxy: Proxy) -> None:
    assert say(server, proxy, Plan())
    (seen,) = proxy.seen
    assert (seen.questions, seen.was_cut, stored(server)) == (1, False, 1)
    assert seen.request_ends[-1] == seen.requests
    assert seen.answer_ends[-1] == seen.answers


def test_a_cut_before_the_question_ends_stores_nothing(server: Server, proxy: Proxy) -> None:
    assert say(server, proxy, Plan())
    whole = proxy.seen[0]
    question = [end for end in whole.request_ends if end < whole.requests][-4]
    for place in (1, question // 2, question + 1):
        assert not say(server, proxy, Plan(cut=(Side.REQUEST, place)))
    assert stored(server) == 1


def test_a_lost_answer_was_stored(server: Server, proxy: Proxy) -> None:
    assert not say(server, proxy, Plan(lost_answer=1))
    assert stored(server) == 1


def test_what_is_said_again_is_stored_again(server: Server, proxy: Proxy) -> None:
    assert say(server, proxy, Plan(again=True))
    assert stored(server) == 2


def test_nobody_answers(server: Server, proxy: Proxy) -> None:
    assert not say(server, proxy, Plan(silent=True))
    assert stored(server) == 0
