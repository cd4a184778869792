"""The nightly pass as the system's own task: texts for systemd (user units) and the Windows Task Scheduler.

Pure: nothing is written or run here. The time is that of Vietnam, whatever zone the machine is in.
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from counter_app.domain.pass_times import NIGHT

ZONE = "Asia/Ho_Chi_Minh"
OFFSET = "+07:00"
"""Vietnam has had no other since 1975, and no summer time."""


@dataclass(frozen=True)
class Program:
    """How this very program is started: its words, and the folder it must be started in (empty: any)."""

    words: tuple[str, ...]
    folder: str = ""

    def sync_of(self, data: str) -> tuple[str, ...]:
        """The words of the nightly pass over the desk in the folder `data` (absolute)."""
        return (*self.words, "sync", "--thorough", "--data", data)


def task_name(data: str) -> str:
    """Name of the task of the desk in a folder (its real, absolute path): one a folder, always the same."""
    return f"counter-app-sync-{hashlib.sha256(data.encode('utf-8', 'surrogateescape')).hexdigest()[:12]}"


def systemd_service(program: Program, data: str) -> str:
    """The .service of a user unit that runs one thorough pass."""
    lines = [
        "[Unit]",
        f"Description=counter-app: nightly sync of {_line(data)}",
        "",
        "[Service]",
        "Type=oneshot",
        f"ExecStart={_command(program.sync_of(data))}",
        "Nice=5",
    ]
    if program.folder:
        lines.insert(-1, f"WorkingDirectory={program.folder.replace('%', '%%')}")
    return "\n".join(lines) + "\n"


def systemd_timer(data: str) -> str:
    """The .timer that starts it every night, and at the next start of the machine where that was missed."""
    return "\n".join(
        (
            "[Unit]",
            f"Description=counter-app: every night, sync of {_line(data)}",
            "",
            "[Timer]",
            f"OnCalendar=*-*-* {NIGHT:%H:%M:%S} {ZONE}",
            "Persistent=true",
            "AccuracySec=1min",
            "",
            "[Install]",
            "WantedBy=timers.target",
            "",
        )
    )


def _command(words: Sequence[str]) -> str:
    """The words of ExecStart. Variables are set in for all but the program's own path."""
    program, *rest = map(_word, words)
    return " ".join((program, *(word.replace("$", "$$") for word in rest)))


def _word(word: str) -> str:
    """`%` means something to systemd; a quoted word is read like a C string."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + plain.replace("%", "%%") + '"'


def _line(text: str) -> str:
    return " ".join(text.split()).replace("%", "%%")


def windows_task(program: Program, data: str) -> str:
    """XML for `schtasks /Create /XML`; to be written as UTF-16. As the person signed in: another sign-in
    could not open the desk's key."""
    command, *words = program.sync_of(data)
    folder = f"<WorkingDirectory>{escape(program.folder)}</WorkingDirectory>" if program.folder else ""
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>counter-app: nightly sync of {escape(data)}</Description></RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2026-01-01T{NIGHT:%H:%M:%S}{OFFSET}</StartBoundary>
      <Enabled>true</Enabled>
      <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT6H</ExecutionTimeLimit>
    <Enabled>true</Enabled>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{escape(command)}</Command>
      <Arguments>{escape(quoted(words))}</Arguments>
      {folder}
    </Exec>
  </Actions>
</Task>
"""


def quoted(words: Sequence[str]) -> str:
    """One line of arguments, as Windows programs take them apart."""
    return subprocess.list2cmdline(words)
