"""`schedule install|remove|show`: a folder's units and tasks; the system's own programs are the edge."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from counter_app.cli import main
from counter_app.commands import schedule
from counter_app.commands.schedule import Machine, Ran
from counter_app.domain.centre_errors import ScheduleNotStarted
from counter_app.sync.schedule import Program, task_name
from tests.desks import a_trial

NOW = datetime(2026, 11, 23, 9, 14)


@dataclass
class Systemd:
    """The user's systemd: knows the timers it was told of while it is there, and whether one may linger."""

    is_there: bool = True
    refuses: str = ""
    linger: str = "no"
    active: set[str] = field(default_factory=set)
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def __call__(self, words: Sequence[str]) -> Ran | None:
        self.asked.append(tuple(words))
        if not self.is_there:
            return None
        if words[0] == "loginctl":
            return Ran(0, self.linger)
        if self.refuses:
            return Ran(1, self.refuses)
        assert words[:2] == ("systemctl", "--user")
        verb, name = words[2], words[-1]
        if verb == "enable":
            self.active.add(name)
        if verb == "disable":
            self.active.discard(name)
        if verb == "is-active":
            return Ran(0, "active") if name in self.active else Ran(3, "inactive")
        return Ran(0)


@dataclass
class Tasks:
    """The Task Scheduler of Windows."""

    kept: dict[str, str] = field(default_factory=dict)
    refuses: bool = False

    def __call__(self, words: Sequence[str]) -> Ran | None:
        assert words[0] == "schtasks"
        name = words[words.index("/TN") + 1]
        if self.refuses and words[1] != "/Query":
            return Ran(1, "ERROR: Access is denied.")
        if words[1] == "/Create":
            self.kept[name] = Path(words[words.index("/XML") + 1]).read_text("utf-16")
            return Ran(0)
        if words[1] == "/Delete":
            return Ran(0) if self.kept.pop(name, None) else Ran(1)
        return Ran(0 if name in self.kept else 1)


def linux(units: Path, run: Any) -> Machine:
    return Machine("linux", units, Program(("/opt/counter-app",)), run)


def windows(run: Any) -> Machine:
    return Machine("win32", Path("none"), Program(("C:\\P\\counter-app.exe",)), run)


def test_units_are_written_started_shown_and_taken_away(tmp_path: Path) -> None:
    data, systemd = str(tmp_path / "desk"), Systemd()
    machine = linux(tmp_path / "units", systemd)
    before = schedule.state(machine, data)
    assert (before.is_installed, before.is_active) == (False, False)
    schedule.install(machine, data)
    schedule.install(machine, data)
    name = task_name(data)
    service, timer = (tmp_path / "units" / f"{name}.{kind}" for kind in ("service", "timer"))
    assert f'ExecStart="/opt/counter-app" "sync" "--thorough" "--data" "{data}"\n' in service.read_text()
    assert "Persistent=true" in timer.read_text()
    found = schedule.state(machine, data)
    assert (found.is_installed, found.is_active, found.without_sign_in) == (True, True, False)
    told = schedule.described(found, machine, data, NOW)
    assert told["next"] == "2026-11-24T02:00"
    assert told["command"] == ["/opt/counter-app", "sync", "--thorough", "--data", data]
    schedule.remove(machine, data)
    assert systemd.active == set()
    assert [each for each in (tmp_path / "units").rglob("*") if not each.is_dir()] == []
    assert schedule.state(machine, data) == before
    asked = len(systemd.asked)
    schedule.remove(machine, data)
    assert systemd.asked[asked:] == [], "nothing was there"


def test_two_desks_of_one_person_have_a_task_each(tmp_path: Path) -> None:
    systemd = Systemd()
    machine = linux(tmp_path / "units", systemd)
    first, second = str(tmp_path / "desk-1"), str(tmp_path / "desk-2")
    schedule.install(machine, first)
    schedule.install(machine, second)
    schedule.remove(machine, first)
    assert not schedule.state(machine, first).is_installed
    assert schedule.state(machine, second).is_active


def test_without_systemd_that_is_said_and_the_files_wait_for_it(tmp_path: Path) -> None:
    data = str(tmp_path / "desk")
    machine = linux(tmp_path / "units", Systemd(is_there=False))
    with pytest.raises(ScheduleNotStarted) as refused:
        schedule.install(machine, data)
    assert refused.value.facts["because"] == "no_systemd"
    refusing = replace(machine, run=Systemd(refuses="Failed to connect to bus: No medium found"))
    with pytest.raises(ScheduleNotStarted) as refused:
        schedule.install(refusing, data)
    assert refused.value.facts["because"] == "systemd_refused"
    assert "No medium found" in refused.value.facts["said"]
    link = tmp_path / "units" / "timers.target.wants" / f"{task_name(data)}.timer"
    assert link.resolve().read_text().startswith("[Unit]"), "it counts from the next sign-in on"
    found = schedule.state(refusing, data)
    assert (found.is_installed, found.is_active) == (True, None), "nobody could be asked"
    assert schedule.described(found, refusing, data, NOW)["next"] is None, "nobody says that it will run"


def test_a_timer_that_was_stopped_does_not_run_next(tmp_path: Path) -> None:
    data, systemd = str(tmp_path / "desk"), Systemd()
    machine = linux(tmp_path / "units", systemd)
    schedule.install(machine, data)
    systemd.active.clear()
    assert schedule.described(schedule.state(machine, data), machine, data, NOW)["next"] is None


def test_the_task_of_windows(tmp_path: Path) -> None:
    tasks = Tasks()
    machine, data = windows(tasks), str(tmp_path)
    assert not schedule.state(machine, data).is_installed
    schedule.install(machine, data)
    assert "<Command>C:\\P\\counter-app.exe</Command>" in tasks.kept[task_name(data)]
    assert list(tmp_path.iterdir()) == [], "what it was read from is gone"
    assert schedule.state(machine, data).is_active
    schedule.remove(machine, data)
    schedule.remove(machine, data)
    assert tasks.kept == {}
    tasks.refuses = True
    with pytest.raises(ScheduleNotStarted) as refused:
        schedule.install(machine, data)
    assert refused.value.facts["because"] == "task_refused"
    with pytest.raises(ScheduleNotStarted) as refused:
        schedule.install(windows(lambda words: None), data)
    assert refused.value.facts["because"] == "no_task_scheduler"


def test_another_system_is_not_promised_anything(tmp_path: Path) -> None:
    machine = replace(linux(tmp_path, Systemd()), platform="darwin")
    with pytest.raises(ScheduleNotStarted) as refused:
        schedule.install(machine, str(tmp_path))
    assert refused.value.facts["because"] == "no_scheduler"


def test_the_program_that_is_scheduled_can_be_started_from_anywhere(tmp_path: Path) -> None:
    program = schedule.this_program()
    done = subprocess.run(
        [*program.words, "--version"], cwd=program.folder or tmp_path, capture_output=True, timeout=60
    )
    assert done.returncode == 0
    assert done.stdout.strip()


def test_a_frozen_program_and_a_wheel_are_started_by_their_own_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending = ".exe" if sys.platform == "win32" else ""
    for name in ("counter-app", "counter-app-window"):
        (tmp_path / f"{name}{ending}").touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / f"counter-app-window{ending}"))
    assert schedule.this_program().words == (str(tmp_path / f"counter-app{ending}"),), "with a console"


# -- as a command


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="systemd's folder")
def test_the_command_line_says_what_is_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Here PATH leads to no systemctl at all."""
    with a_trial(tmp_path) as desk:
        folder = desk.folder
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("PATH", str(tmp_path))

    def say(*args: str) -> tuple[int, dict[str, Any]]:
        code = main(["--data", str(folder), "--json", *args])
        return code, json.loads(capsys.readouterr().out)

    code, told = say("schedule", "show")
    assert (code, told["installed"], told["next"]) == (0, False, None)
    code, told = say("schedule", "install")
    assert (code, told["error"]) == (1, "schedule_not_started")
    assert "systemd" in told["message"]
    code, told = say("schedule", "show")
    assert (code, told["installed"], told["active"]) == (0, True, None)
    assert told["name"] == task_name(os.path.realpath(folder))
    assert all(Path(file).is_file() for file in told["files"])
    code, told = say("schedule", "remove")
    assert (code, told["installed"]) == (0, False)
    assert main(["--data", str(tmp_path / "none"), "schedule", "install"]) == 3
    assert "config" not in capsys.readouterr().out
    assert list((tmp_path / "config").rglob("*.timer")) == []
