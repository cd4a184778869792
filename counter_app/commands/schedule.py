"""`schedule install|remove|show`: the nightly pass of a desk's folder as a task of the system."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from counter_app import paths
from counter_app.commands import console
from counter_app.domain.causes import cause_of
from counter_app.domain.centre_errors import ScheduleNotStarted
from counter_app.domain.errors import FileNotWritten, StoreNotOpened
from counter_app.domain.pass_times import next_night
from counter_app.sync import schedule
from counter_app.sync.schedule import Program
from counter_app.ui.slip_words import not_run_words

Json = dict[str, Any]
_PATIENCE_S = 30


@dataclass(frozen=True)
class Ran:
    """A program that ended: its exit code and what it said."""

    code: int
    said: str = ""


@dataclass(frozen=True)
class Machine:
    """What a schedule needs of this machine. units: the folder of the person's own systemd units. run: one
    command to its end, None where there is no such program."""

    platform: str
    units: Path
    program: Program
    run: Callable[[Sequence[str]], Ran | None]


@dataclass(frozen=True)
class Scheduled:
    """is_active: the system runs it; None where it could not be asked. without_sign_in: also while the
    person is not signed in; None where that is not known."""

    name: str
    is_installed: bool
    is_active: bool | None
    without_sign_in: bool | None
    files: tuple[str, ...]


def run(args: argparse.Namespace) -> int:
    """Do what was asked for and say how it stands then."""
    from counter_app.bootstrap import holds_desk, system_clock
    from counter_app.domain.events import LOCAL_ZONE

    folder = args.data or paths.default_folder()
    args.is_opening = True
    if not holds_desk(folder):
        raise StoreNotOpened(path=str(folder), because="missing")
    args.is_opening = False
    machine, data = this_machine(), os.path.realpath(folder)
    if args.what == "install":
        install(machine, data)
    elif args.what == "remove":
        remove(machine, data)
    found = state(machine, data)
    if args.what == "install" and found.without_sign_in is False:
        sys.stderr.write("it runs while you are signed in; always: loginctl enable-linger\n")
    if found.is_installed and found.is_active is not True:
        sys.stderr.write(f"{not_run_words(found.is_active, args.lang)}\n")
    now = system_clock().astimezone(LOCAL_ZONE).replace(tzinfo=None)
    answer = described(found, machine, data, now)
    if not args.json:
        answer = {key: "-" if value is None else value for key, value in answer.items()}
    return console.tell(args, answer)


def described(found: Scheduled, machine: Machine, data: str, now: datetime) -> Json:
    """What `schedule` answers. `installed`: its files (the task of Windows) are there; `active`: the system
    says that it runs it, null where it could not be asked. `next`: local moment, null unless it is active."""
    return {
        "ok": True,
        "installed": found.is_installed,
        "active": found.is_active,
        "next": next_night(now).isoformat(timespec="minutes") if found.is_active else None,
        "without_sign_in": found.without_sign_in,
        "name": found.name,
        "files": list(found.files),
        "command": list(machine.program.sync_of(data)),
    }


def next_run(data: str, now: datetime) -> datetime | None:
    """When the system runs the pass of a folder next (naive local); None where it does not, or cannot say."""
    return next_night(now) if state(this_machine(), data).is_active else None


def this_machine() -> Machine:
    """The real one."""
    config = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Machine(sys.platform, Path(config) / "systemd" / "user", this_program(), _run)


def this_program() -> Program:
    """How the very program that runs now is started: frozen, an installed wheel, or a source tree."""
    import counter_app

    executable, package = Path(sys.executable), Path(counter_app.__file__).resolve().parent
    ending = ".exe" if sys.platform == "win32" else ""
    script = executable.parent / f"counter-app{ending}"
    is_whole = getattr(sys, "frozen", False) or (package / "_files").is_dir()
    if is_whole and script.exists():
        return Program((str(script),))
    if getattr(sys, "frozen", False):
        return Program((str(executable),))
    return Program((str(executable), "-m", "counter_app"), str(package.parent))


def _run(words: Sequence[str]) -> Ran | None:
    try:
        done = subprocess.run(  # noqa: S603 - words of this module
            list(words), capture_output=True, text=True, errors="replace", timeout=_PATIENCE_S, check=False
        )
    except FileNotFoundError:
        return None
    except (OSError, subprocess.TimeoutExpired) as error:
        return Ran(-1, str(error))
    return Ran(done.returncode, (done.stdout + done.stderr).strip())


# -- which system


def install(machine: Machine, data: str) -> None:
    """Set it up, also anew over an older one. Raises FileNotWritten, ScheduleNotStarted."""
    if machine.platform == "win32":
        _install_task(machine, data)
    elif machine.platform.startswith("linux"):
        _install_units(machine, data)
    else:
        raise ScheduleNotStarted(because="no_scheduler", path=machine.platform, said="")


def remove(machine: Machine, data: str) -> None:
    """Take it away; where none is there nothing is done. Raises FileNotWritten, ScheduleNotStarted."""
    if machine.platform == "win32":
        if state(machine, data).is_installed:
            _schtasks(machine, data, "/Delete", "/TN", schedule.task_name(data), "/F")
    else:
        _remove_units(machine, data)


def state(machine: Machine, data: str) -> Scheduled:
    """How it stands."""
    name = schedule.task_name(data)
    if machine.platform == "win32":
        found = machine.run(("schtasks", "/Query", "/TN", name))
        is_there = found is not None and found.code == 0
        return Scheduled(name, is_there, is_there, False if is_there else None, ())
    files = _files(machine, data)
    is_there = all(file.exists() for file in files[:2])
    if not is_there:
        return Scheduled(name, False, False, None, ())
    asked = machine.run(("systemctl", "--user", "is-active", f"{name}.timer"))
    is_known = asked is not None and asked.said in {"active", "inactive", "failed", "activating"}
    is_active = asked.said == "active" if asked is not None and is_known else None
    return Scheduled(name, True, is_active, _lingers(machine), tuple(map(str, files[:2])))


# -- systemd


def _files(machine: Machine, data: str) -> tuple[Path, Path, Path]:
    """Service, timer, and the link by which the timer counts from the next sign-in on."""
    name = schedule.task_name(data)
    timer = machine.units / f"{name}.timer"
    return machine.units / f"{name}.service", timer, machine.units / "timers.target.wants" / timer.name


def _install_units(machine: Machine, data: str) -> None:
    service, timer, link = _files(machine, data)
    try:
        link.parent.mkdir(parents=True, exist_ok=True)
        service.write_text(schedule.systemd_service(machine.program, data), "utf-8")
        timer.write_text(schedule.systemd_timer(data), "utf-8")
        link.unlink(missing_ok=True)
        link.symlink_to(timer)
    except OSError as error:
        raise FileNotWritten(path=str(machine.units), because=cause_of(error)) from error
    for words in (("daemon-reload",), ("enable", "--now", timer.name)):
        ran = machine.run(("systemctl", "--user", *words))
        if ran is None:
            raise ScheduleNotStarted(because="no_systemd", path=str(timer), said="")
        if ran.code != 0:
            raise ScheduleNotStarted(because="systemd_refused", path=str(timer), said=ran.said[:500])


def _remove_units(machine: Machine, data: str) -> None:
    files = _files(machine, data)
    if not any(os.path.lexists(file) for file in files):
        return
    machine.run(("systemctl", "--user", "disable", "--now", files[1].name))
    try:
        for file in files:
            file.unlink(missing_ok=True)
    except OSError as error:
        raise FileNotWritten(path=str(machine.units), because=cause_of(error)) from error
    machine.run(("systemctl", "--user", "daemon-reload"))


def _lingers(machine: Machine) -> bool | None:
    """Whether this person's units run while the person is not signed in."""
    ran = machine.run(("loginctl", "show-user", str(_user()), "--property=Linger", "--value"))
    return ran.said == "yes" if ran is not None and ran.said in {"yes", "no"} else None


def _user() -> int:
    return os.getuid() if sys.platform != "win32" else 0


# -- Windows


def _install_task(machine: Machine, data: str) -> None:
    file = Path(data) / "schedule.xml"
    try:
        file.write_text(schedule.windows_task(machine.program, data), "utf-16")
    except OSError as error:
        raise FileNotWritten(path=str(file), because=cause_of(error)) from error
    try:
        _schtasks(machine, data, "/Create", "/TN", schedule.task_name(data), "/XML", str(file), "/F")
    finally:
        with suppress(OSError):  # it was read; one that lies there does no harm
            file.unlink()


def _schtasks(machine: Machine, data: str, *words: str) -> None:
    ran = machine.run(("schtasks", *words))
    if ran is None:
        raise ScheduleNotStarted(because="no_task_scheduler", path=data, said="")
    if ran.code != 0:
        raise ScheduleNotStarted(because="task_refused", path=data, said=ran.said[:500])
