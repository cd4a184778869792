"""The program from outside: pipes, exit codes, options before and after the command, a day by a process."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counter_app.bootstrap import open_desk
from counter_app.cli import main
from tests.builders import Clock
from tests.commands.process import Acts, run
from tests.desks import COMPANY, Counter, a_trial, form


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trial desk made by the program itself, with one dossier received in it."""
    folder = tmp_path_factory.mktemp("made") / "desk"
    answer = run(
        "--data", str(folder), "--json", "demo", "--no-window", "--dossiers", "0", default_desk=folder / "x"
    )
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    assert (told["dossiers"], told["made"], len(told["staff"])) == (0, True, 9)
    again = run("demo", "--no-window", "--data", str(folder), "--json", default_desk=folder / "x")
    assert json.loads(again.stdout) | {"made": True} == told
    return folder


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Path]:
    """A closed trial desk with one dossier; the default desk's place is empty."""
    clock = Clock()
    with a_trial(tmp_path, clock) as opened:
        Counter(opened, clock).received()
        folder = opened.folder
    old = os.environ.get("COUNTER_APP_DATA")
    os.environ["COUNTER_APP_DATA"] = str(tmp_path / "none")
    yield folder
    os.environ.pop("COUNTER_APP_DATA")
    if old is not None:
        os.environ["COUNTER_APP_DATA"] = old


CODE = "H24.28-261123-0001"


def test_a_day_through_the_process(made: Path) -> None:
    """Each answer is read before the next line is sent: it was flushed, also for a line that is no JSON."""
    with Acts(made) as acts:
        codes = [acts.say("receive", **form(p))["code"] for p in ("DT-08", "DT-07", "XNK-01")]
        assert acts.line(b"{")["error"] == "line_not_json"
        assert acts.line(b"")["error"] == "line_not_json"
        assert (
            acts.line(b'{"act": "note", "by": "lan", "code": "\xff", "text": "x"}')["error"]
            == "line_not_json"
        )
        assert acts.line(b'{"act": "\\ud800"}')["error"] == "act_unknown"
        first = acts.say("receive", **form("QH-04"), request_id="r1")
        assert acts.say("receive", **form("QH-04"), request_id="r1") == first
        batch = acts.say("hand_over", codes=codes[:2], to="QLDT")["batch"]
        assert acts.say("hand_over", codes=codes[:1], to="QLDT")["error"] == "dossier_already_handed_over"
        assert acts.say("take_over", "minh", batch=batch)["ok"]
        assert acts.say("step_done", "minh", codes=codes[:2])["ok"]
        assert acts.say("finish", code=codes[2], outcome="granted", result_no="C/O 7")["status"] == "finished"
        returned = acts.say("return_result", code=codes[2], to_whom=COMPANY["name"], method="desk")
        assert returned["status"] == "returned"
        reading = run("--data", str(made), "list", "--json", default_desk=made / "x")
        assert len(json.loads(reading.stdout)) == 4
        locked = run("--data", str(made), "acts", default_desk=made / "x")
        assert (locked.returncode, locked.stdout) == (3, b"")
        assert acts.end() == 0
    verified = run("verify", "--deep", "--data", str(made), "--json", default_desk=made / "x")
    told = json.loads(verified.stdout)
    assert (verified.returncode, told["ok"], told["problems"], told["dossiers"]) == (0, True, [], 4)
    rebuilt = json.loads(run("--json", "rebuild", "--data", str(made), default_desk=made / "x").stdout)
    assert (rebuilt["projection_digest"], rebuilt["changed"]) == (told["projection_digest"], False)
    events = run("history", codes[2], "--data", str(made), "--json", default_desk=made / "x")
    assert {line["data"].get("via") for line in json.loads(events.stdout)} == {"cli"}


def test_acts_reads_a_file_and_leaves_the_input_alone_when_locked(desk: Path, tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    line = json.dumps({"act": "note", "by": "lan", "code": CODE, "text": "Đã gọi"}, ensure_ascii=False)
    file.write_text(line + "\n" + "x\n" + line, encoding="utf-8")
    done = run("acts", str(file), "--data", str(desk), default_desk=tmp_path / "none")
    assert done.returncode == 0
    assert [json.loads(answer)["ok"] for answer in done.stdout.decode().splitlines()] == [True, False, True]
    with open_desk(desk, writing=True), file.open("rb") as lines:
        locked = run("acts", "-", "--data", str(desk), default_desk=tmp_path / "none", stdin=lines)
        assert (locked.returncode, locked.stdout) == (3, b"")
        assert os.lseek(lines.fileno(), 0, os.SEEK_CUR) == 0
    with file.open("rb") as lines:
        done = run("--data", str(desk), "acts", default_desk=tmp_path / "none", stdin=lines)
    assert len(done.stdout.splitlines()) == 3


def told(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, Any]:
    """Exit code, and what was printed: JSON, or text where it is none."""
    code = main(list(args))
    printed = capsys.readouterr().out
    try:
        return code, json.loads(printed)
    except ValueError:
        return code, printed


def test_options_mean_the_same_before_and_after_the_command(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The trap: a sub-parser's default that wipes the value, and the user's real desk is opened instead."""
    for command in (
        ["show", CODE],
        ["list"],
        ["search", "duc"],
        ["history", CODE],
        ["verify"],
        ["show", "x"],
    ):
        options = [["--data", str(desk)], ["--json"], ["--lang", "en"]]
        flat = [word for option in options for word in option]
        first = told(capsys, *flat, *command)
        assert first == told(capsys, *command, *flat)
        assert first == told(capsys, *options[0], *command, *options[1], *options[2])
        assert first == told(capsys, *options[1], *options[2], *command, *options[0])
        assert isinstance(first[1], dict | list)
        assert first[0] == (1 if command[-1] == "x" else 0)


def test_the_language_of_messages(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for where in (("--lang", "en", "show", "x"), ("show", "x", "--lang", "en")):
        assert told(capsys, "--data", str(desk), "--json", *where)[1]["message"].isascii()
    assert not told(capsys, "--data", str(desk), "--json", "show", "x")[1]["message"].isascii()


def test_staff_takes_the_options_at_every_place(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(desk)]
    for n, words in enumerate(
        (
            [*data, "--json", "staff", "add"],
            ["staff", *data, "--json", "add"],
            ["--json", "staff", "add", *data],
        )
    ):
        code, answer = told(
            capsys, *words, f"nv{n}", "--name", "Nguyễn Văn Nam", "--role", "officer", "--unit", "VP"
        )
        assert (code, answer["login"]) == (0, f"nv{n}")
    code, answer = told(
        capsys, *data, "--json", "staff", "add", "nv1", "--name", "A B", "--role", "head", "--unit", "VP"
    )
    assert (code, answer["error"]) == (1, "staff_known")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["show", CODE], 0),
        (["show", "H24.28-261123-0099"], 1),
        (["list", "--status", "lost"], 1),
        (["list", "--unit", "XX"], 1),
        (["list", "--limit", "-1"], 1),
        (["list", "--limit", "9" * 30], 0),
        (["list", "--limit", "many"], 2),
        (["list", "--at", "tomorrow"], 1),
        (["search", "nobody at all"], 0),
        (["print", "poem", CODE, "--out", "x.pdf"], 1),
        (["acts", "no-such-file.jsonl"], 1),
        (["show"], 2),
        (["show", CODE, "--colour"], 2),
        (["bless"], 2),
        (["--lang", "fr", "list"], 2),
        (["print", "receipt", CODE], 2),
        (["staff"], 2),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else "",
)
def test_exit_codes(desk: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int) -> None:
    assert told(capsys, "--data", str(desk), "--json", *words)[0] == code


def test_no_desk_and_a_damaged_one_are_not_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["show", CODE], ["list"], ["verify"], ["acts", "-"], ["rebuild"], ["history", CODE]):
        code, answer = told(capsys, "--data", str(tmp_path / "none"), "--json", *command)
        assert (code, answer["error"]) == (3, "store_not_opened")
    assert not (tmp_path / "none").exists()
    clock = Clock()
    with a_trial(tmp_path, clock) as opened:
        folder = opened.folder
    (folder / "desk.sqlite").write_bytes(b"\x00" * 8192)
    assert told(capsys, "--data", str(folder), "--json", "list")[0] == 3
