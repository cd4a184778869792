"""Dialling: libpq's failover over several addresses, a few tries, and no call without an end."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from counter_app.domain.centre_errors import CentreRefused, CentreUnreachable, ServerUnreachable
from counter_app.domain.errors import FileNotWritten, InvalidField
from counter_app.sync import dial as dialling
from counter_app.sync import enrol
from counter_app.sync.address import Address, Host
from counter_app.sync.dial import PgLine, dial
from counter_app.ui.message_names import BECAUSES
from tests.central.centre import AGENCY, Centre, Chain
from tests.central.front import Front, a_front, an_authority

pytestmark = pytest.mark.usefixtures("asks_passwords")
ORIGIN = "a" * 32


@pytest.fixture
def front(socket_of: str) -> Iterator[Front]:
    """A wire to the server, on a port."""
    with a_front(socket_of) as front:
        yield front


@pytest.fixture
def address(centre: Centre, front: Front) -> Address:
    """Of an enrolled desk, over the wire."""
    way = enrol.Way((Host("127.0.0.1", front.port),))
    return enrol.enrol(centre.admin, AGENCY, 1, way, agency_name="Ban", origin=ORIGIN).address


def a_dead_port() -> int:
    """One where nobody listens any more."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        return int(gone.getsockname()[1])


def why(call: Callable[[], object]) -> str:
    """Why the centre could not be reached; there are words for it."""
    with pytest.raises(CentreUnreachable) as no:
        call()
    because = str(no.value.facts["because"])
    assert because in BECAUSES
    return because


def test_the_first_address_that_answers_is_taken(address: Address, front: Front, tmp_path: Path) -> None:
    dead = Host("127.0.0.1", a_dead_port())
    with closing(dial(replace(address, hosts=(dead, *address.hosts)), tmp_path)) as line:
        assert line.hello(Chain(ORIGIN).greeting()).agency == AGENCY
    assert front.connections == 1
    assert why(lambda: dial(replace(address, hosts=(dead, dead)), tmp_path)) == "no_answer"


def test_an_address_that_only_listens_is_passed_over(address: Address, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        silent = Host("127.0.0.1", int(mute.getsockname()[1]))
        both = replace(address, hosts=(silent, *address.hosts))
        with closing(dial(both, tmp_path, patience_s=1)) as line:
            assert line.hello(Chain(ORIGIN).greeting()).head == 0
        assert why(lambda: dial(replace(address, hosts=(silent,)), tmp_path, patience_s=1)) == "timeout"


def test_a_standby_is_passed_over(address: Address, centre: Centre, tmp_path: Path) -> None:
    run = centre.admin.execute
    run(f'ALTER ROLE "{address.login}" SET default_transaction_read_only = on'.encode())
    assert why(lambda: dial(address, tmp_path, tries=1)) == "standby"


def test_an_unknown_name(address: Address, tmp_path: Path) -> None:
    safe = replace(address, hosts=(Host("kho.invalid"),), sslmode="verify-full", ca=an_authority("Ban").pem)
    assert why(lambda: dial(safe, tmp_path)) == "host_unknown"


def test_a_call_without_an_answer_is_given_up(address: Address, front: Front, tmp_path: Path) -> None:
    line = dial(address, tmp_path, patience_s=0.5)
    chain = Chain(ORIGIN)
    line.hello(chain.greeting())
    front.is_silent.set()  # half-open: the peer lives and takes what is said, its answer never comes
    before = time.monotonic()
    assert why(lambda: line.push(chain.add_notes(1))) == "timeout"
    assert 0.5 <= time.monotonic() - before < 3
    assert why(lambda: line.pull(0, 1)) == "connection_lost"
    line.close()
    line.close()


def test_an_answer_that_comes_slowly_is_waited_for(address: Address, front: Front, tmp_path: Path) -> None:
    with closing(dial(address, tmp_path, patience_s=0.5)) as line:
        chain = Chain(ORIGIN)
        line.push(chain.add_notes(500))
        front.drip = 4096
        before = time.monotonic()
        assert len(line.pull(0, 500)) == 500
        assert time.monotonic() - before > 0.5, "the whole took longer than any one step of it may"


def test_a_line_that_was_cut_is_closed_without_a_word(
    address: Address, centre: Centre, tmp_path: Path
) -> None:
    line = dial(address, tmp_path)
    kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s"
    centre.admin.execute(kill, (address.login,))
    assert why(lambda: line.pull(0, 1)) in {"shutting_down", "connection_lost"}
    line.close()


def test_a_place_that_comes_free_is_taken(
    address: Address, tmp_path: Path, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = dial(address, tmp_path), dial(address, tmp_path)
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        second.close()
        while centre.value("SELECT count(*) FROM pg_stat_activity WHERE usename = %s", [address.login]) > 1:
            pass

    monkeypatch.setattr("tenacity.nap.time.sleep", wait)
    with closing(dial(address, tmp_path)) as third:
        assert third.pull(0, 1) == ()
    first.close()
    assert len(waited) == 1 and waited[0] <= 2


def test_too_many_lines_end_in_busy(
    address: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = [dial(address, tmp_path) for _ in range(2)]
    waited: list[float] = []
    monkeypatch.setattr("tenacity.nap.time.sleep", waited.append)
    assert why(lambda: dial(address, tmp_path)) == "centre_busy"
    assert len(waited) == dialling.TRIES - 1
    for line in held:
        line.close()


def test_what_does_not_pass_is_not_tried_again(
    address: Address, tmp_path: Path, front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenacity.nap.time.sleep", lambda _: pytest.fail("waited for nothing"))
    for wrong in (replace(address, password="?"), replace(address, login="counter_x", password="?")):
        with pytest.raises(CentreRefused) as no:
            dial(wrong, tmp_path)
        assert no.value.facts == {"because": "login_not_admitted"}
    assert front.connections == 2


def test_the_environment_changes_nothing(
    address: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (
        ("PGOPTIONS", "-c statement_timeout=1"),
        ("PGHOST", "/nowhere"),
        ("PGPASSWORD", "?"),
        ("PGTARGETSESSIONATTRS", "standby"),
    ):
        monkeypatch.setenv(name, value)
    with closing(dial(address, tmp_path)) as line:
        assert isinstance(line, PgLine)
        assert line.conn.execute("SHOW statement_timeout").fetchone() == ("30s",)


def test_a_folder_that_takes_no_file(address: Address, tmp_path: Path) -> None:
    safe = replace(address, sslmode="verify-full", ca=an_authority("Ban").pem)
    with pytest.raises(FileNotWritten):
        dial(safe, tmp_path / "not there")


@pytest.mark.parametrize(
    ("text", "name", "port", "shown"),
    [
        ("kho-1.example", "kho-1.example", 5432, "kho-1.example"),
        (" kho:5433 ", "kho", 5433, "kho:5433"),
        ("10.0.0.7:6000", "10.0.0.7", 6000, "10.0.0.7:6000"),
        ("::1", "::1", 5432, "[::1]"),
        ("[fe80::1]:5433", "fe80::1", 5433, "[fe80::1]:5433"),
        ("/run/postgresql", "/run/postgresql", 5432, "/run/postgresql"),
    ],
)
def test_hosts_are_read(text: str, name: str, port: int, shown: str) -> None:
    host = Host.parse(text)
    assert (host.name, host.port, str(host)) == (name, port, shown)
    assert Host.parse(str(host)) == host


@pytest.mark.parametrize(
    "text", ["", "a b", "kho:", "kho:0", "kho:65536", "kho:x", "a,b", "kho host=x", "'", "-a", "kho:٣"]
)
def test_what_is_no_host(text: str) -> None:
    with pytest.raises(InvalidField) as no:
        Host.parse(text)
    assert no.value.facts["field"] == "host"


@pytest.mark.parametrize(
    "ca",
    [
        "",
        "x",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ],
)
def test_verify_full_needs_an_authority(ca: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidField) as no:
        dial(Address((Host("kho"),), "counter", "login", "secret", ca), tmp_path)
    assert no.value.facts["field"] == "ca"


def test_the_password_is_not_shown() -> None:
    assert "secret" not in repr(Address((Host("kho"),), "counter", "login", "secret"))


@pytest.mark.parametrize("words", ["postgresql://[::1/y", "kho", "host", "nothing=1", "connect_timeout=x"])
def test_an_administrator_s_words_that_cannot_be_read(words: str) -> None:
    with pytest.raises(InvalidField) as no, dialling.administrator(words):
        pass
    assert no.value.facts["field"] == "centre_address"
    with pytest.raises(ServerUnreachable), dialling.administrator("host=/nowhere"):
        pass


def test_the_administrator_s_line_is_in_autocommit(server: str) -> None:
    with dialling.administrator(server) as conn:
        assert isinstance(conn, psycopg.Connection) and conn.autocommit
