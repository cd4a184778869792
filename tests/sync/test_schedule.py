"""When passes run: by the window's clock, and as tasks of the system."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.pass_times import (
    LONGEST,
    NIGHT,
    USUAL,
    PassKind,
    Past,
    begun,
    due_pass,
    ended,
    handed_over,
    last_night,
    next_night,
    next_pass,
    pause,
    tried,
)
from counter_app.sync.schedule import (
    Program,
    quoted,
    systemd_service,
    systemd_timer,
    task_name,
    windows_task,
)

MONDAY = datetime(2026, 11, 23, 9, 14)
LOOK = timedelta(seconds=10)


def well(at: datetime, **changes: object) -> Past:
    """After a thorough pass that went through."""
    return replace(ended(Past(), at, is_well=True, is_thorough=True), **changes)  # type: ignore[arg-type]


# -- by the window's clock


def test_every_two_minutes_while_the_centre_is_reachable() -> None:
    past = well(MONDAY)
    assert due_pass(MONDAY + USUAL - timedelta(seconds=1), past) is None
    assert due_pass(MONDAY + USUAL, past) is PassKind.USUAL
    assert next_pass(MONDAY + LOOK, past) == MONDAY + timedelta(minutes=2)


def test_the_pauses_grow_while_it_is_not_and_begin_anew_at_a_handover() -> None:
    past, now, waited = well(MONDAY), MONDAY, []
    for _ in range(7):
        past = ended(past, now, is_well=False, is_thorough=False)
        begin = now
        while due_pass(now, past) is None:
            now += LOOK
        waited.append((now - begin) // timedelta(minutes=1))
    assert waited == [2, 4, 8, 16, 30, 30, 30]
    past = ended(past, now, is_well=False, is_thorough=False)
    assert due_pass(now + LOOK, past) is None
    past = handed_over(past)
    assert due_pass(now + LOOK, past) is PassKind.HANDOVER
    past = ended(begun(past), now + LOOK, is_well=False, is_thorough=False)
    assert next_pass(now + LOOK, past) == now + LOOK + USUAL, "the pauses begin anew"


def test_what_is_handed_over_during_a_pass_goes_with_the_next_one() -> None:
    past = handed_over(begun(well(MONDAY)))
    past = ended(past, MONDAY + LOOK, is_well=True, is_thorough=False)
    assert due_pass(MONDAY + LOOK, past) is PassKind.HANDOVER
    assert due_pass(MONDAY + LOOK, begun(past)) is None


@pytest.mark.parametrize(
    ("last", "now", "kind"),
    [
        (datetime(2026, 11, 23, 1, 59), datetime(2026, 11, 23, 2, 0), PassKind.NIGHT),
        (datetime(2026, 11, 22, 18, 0), datetime(2026, 11, 23, 7, 30), PassKind.NIGHT),
        (datetime(2026, 11, 20, 17, 0), datetime(2026, 11, 23, 7, 30), PassKind.CATCH_UP),
        (datetime(2026, 11, 23, 2, 0), datetime(2026, 11, 23, 7, 30), PassKind.USUAL),
        (datetime(2026, 11, 23, 2, 0), datetime(2026, 11, 24, 1, 59), PassKind.USUAL),
    ],
)
def test_the_night_and_what_was_missed(last: datetime, now: datetime, kind: PassKind) -> None:
    at_start = replace(well(last), last_try=None)
    assert due_pass(now, at_start) is kind
    assert kind.is_thorough is (kind is not PassKind.USUAL)


def test_a_new_desk_catches_up_at_once() -> None:
    assert due_pass(MONDAY, Past()) is PassKind.CATCH_UP
    assert next_pass(MONDAY, Past()) == MONDAY


def test_a_night_that_failed_is_tried_again_until_it_goes_through() -> None:
    past = well(datetime(2026, 11, 23, 1, 58))
    assert due_pass(datetime(2026, 11, 23, 2, 0), past) is PassKind.NIGHT
    past = ended(past, datetime(2026, 11, 23, 2, 1), is_well=False, is_thorough=True)
    assert due_pass(datetime(2026, 11, 23, 2, 2), past) is None
    assert due_pass(datetime(2026, 11, 23, 2, 3), past) is PassKind.NIGHT
    past = ended(past, datetime(2026, 11, 23, 2, 4), is_well=True, is_thorough=True)
    assert due_pass(datetime(2026, 11, 23, 2, 6), past) is PassKind.USUAL


def test_a_pass_that_another_made_says_nothing_of_the_centre() -> None:
    past = tried(Past(failures=3), MONDAY)
    assert (past.failures, past.last_ok) == (3, None)
    assert due_pass(MONDAY + LOOK, past) is None


moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1))


@given(moments)
def test_nights_lie_around_every_moment(now: datetime) -> None:
    assert last_night(now) <= now < next_night(now)
    assert last_night(now).time() == next_night(now).time() == NIGHT
    assert next_night(now) - last_night(now) == timedelta(days=1)


@given(moments, st.one_of(st.none(), moments), st.one_of(st.none(), moments), st.integers(0, 50))
def test_the_next_pass_is_due_when_it_is_said_to_be(
    now: datetime, tried_at: datetime | None, ok: datetime | None, failures: int
) -> None:
    past = Past(last_ok=ok, last_night=ok, last_try=tried_at, failures=failures)
    at = next_pass(now, past)
    assert now <= at <= now + LONGEST
    assert due_pass(at, past) is not None
    assert pause(failures) <= LONGEST


jumps = st.lists(
    st.tuples(st.integers(0, 700), st.integers(-400 * 86_400, 400 * 86_400)), max_size=6
)


@given(jumps, st.lists(st.booleans(), max_size=40), st.integers(0, 300))
def test_a_clock_that_jumps_neither_stops_the_passes_nor_makes_them_race(
    jumped: list[tuple[int, int]], fails: list[bool], lasts: int
) -> None:
    """Six hours of a window, looked at twice a minute; its wall clock jumps now and then."""
    by_look: dict[int, int] = {}
    for at, seconds in jumped:
        by_look[at] = by_look.get(at, 0) + seconds
    wall, past, made = MONDAY, Past(), []
    for look in range(720):
        wall += timedelta(seconds=30 + by_look.get(look, 0))
        kind = due_pass(wall, past)
        if kind is None:
            continue
        is_well = len(made) >= len(fails) or not fails[len(made)]
        made.append(look)
        wall += timedelta(seconds=lasts)
        past = ended(begun(past), wall, is_well=is_well, is_thorough=kind.is_thorough)
    gaps = [b - a for a, b in pairwise(made)]
    assert max([*gaps, 719 - made[-1], made[0]]) <= 2 * 60, "never longer than two of the longest pauses"
    early = sum(gap < 4 for gap in gaps)
    assert early <= len(by_look), "sooner than the pause only because of a jump"


# -- tasks of the system

PROGRAM = Program(("/opt/một cửa/python", "-m", "counter_app"), "/opt/một cửa")
FOLDERS = ["/home/lan/desk", '/tmp/hồ sơ 100% "x" $HOME \\n', "/a'b;c&d", "C:\\Quầy 1\\", "/x\ny"]


def words_of(line: str) -> list[str]:
    """As systemd takes ExecStart apart: quoted words with escapes, %% and $$."""
    words, rest = [], line
    while rest:
        assert rest.startswith('"')
        word, n = "", 1
        while rest[n] != '"':
            if rest[n] == "\\":
                word += {"n": "\n", "t": "\t"}.get(rest[n + 1], rest[n + 1])
                n += 2
            else:
                word += rest[n]
                n += 1
        words.append(word.replace("%%", "%").replace("$$", "$"))
        rest = rest[n + 1 :].lstrip(" ")
    return words


@pytest.mark.parametrize("data", FOLDERS)
def test_the_service_runs_this_program_over_that_folder(data: str) -> None:
    text = systemd_service(PROGRAM, data)
    (line,) = [each for each in text.splitlines() if each.startswith("ExecStart=")]
    words = ["-m", "counter_app", "sync", "--thorough", "--data", data]
    assert words_of(line.removeprefix("ExecStart=")) == ["/opt/một cửa/python", *words]
    assert "WorkingDirectory=/opt/một cửa\n" in text
    assert "Type=oneshot\n" in text


def test_the_timer_comes_every_night_of_vietnam_and_catches_up() -> None:
    lines = systemd_timer("/home/lan/desk").splitlines()
    assert "OnCalendar=*-*-* 02:00:00 Asia/Ho_Chi_Minh" in lines
    assert "Persistent=true" in lines
    assert "WantedBy=timers.target" in lines


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
@pytest.mark.parametrize("data", FOLDERS)
def test_systemd_itself_reads_both(tmp_path: Path, data: str) -> None:
    name = task_name(data)
    program = Program((shutil.which("true") or "", "-m", "counter_app"), str(tmp_path))
    files = [tmp_path / f"{name}.service", tmp_path / f"{name}.timer"]
    files[0].write_text(systemd_service(program, data), "utf-8")
    files[1].write_text(systemd_timer(data), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", *map(str, files)],
        env={"XDG_RUNTIME_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


SPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


@pytest.mark.parametrize("data", FOLDERS)
def test_the_windows_task_says_the_same(data: str) -> None:
    root = ElementTree.fromstring(windows_task(PROGRAM, data).encode("utf-16"))

    def text(name: str) -> str | None:
        (found,) = root.iter(SPACE + name)
        return found.text

    assert text("Command") == "/opt/một cửa/python"
    assert text("Arguments") == quoted(["-m", "counter_app", "sync", "--thorough", "--data", data])
    assert text("WorkingDirectory") == "/opt/một cửa"
    assert text("StartBoundary") == "2026-01-01T02:00:00+07:00"
    assert text("StartWhenAvailable") == "true"
    assert text("DaysInterval") == "1"
    assert text("LogonType") == "InteractiveToken"


def test_each_folder_has_a_task_of_its_own() -> None:
    names = [task_name(data) for data in FOLDERS]
    assert len(set(names)) == len(FOLDERS)
    assert all(name.startswith("counter-app-sync-") and name.isascii() for name in names)
    assert task_name("/home/lan/desk") == task_name("/home/lan/desk")
