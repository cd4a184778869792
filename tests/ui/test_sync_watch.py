"""The window's own passes: when they begin, what the pages hear of them, and who asks for one.

The network alone is replaced: `sync` of a real desk stands still until the test lets it go on.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from counter_app.domain.centre_errors import CentreUnreachable, DeskNotJoined, SyncBusy
from counter_app.domain.errors import CounterError
from counter_app.domain.sync_report import Outcome, PassReport
from counter_app.ui import pass_notices
from counter_app.ui.sync_watch import ALL_KINDS, CHANGED_BY, ELSEWHERE, changed_kinds
from tests.ui.cut_off import Opened, join


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[Opened]:
    made = Opened(tmp_path, qtbot)
    yield made
    made.close()


# -- when


def test_a_new_desk_catches_up_at_once_and_then_every_two_minutes(window: Opened) -> None:
    window.begin()
    assert window.desk.calls == [True], "the first one looks at everything"
    window.watch.look()
    window.settle()
    assert window.desk.calls == [True]
    window.clock.move(minutes=2)
    window.watch.look()
    window.settle()
    assert window.desk.calls == [True, False]
    window.clock.set(datetime(2026, 11, 24, 2, 0))
    window.watch.look()
    window.settle()
    assert window.desk.calls == [True, False, True], "the night"
    assert window.watch.next_at == datetime(2026, 11, 24, 2, 2)


def test_what_earlier_windows_did_is_known_at_the_start(tmp_path: Path, qtbot: QtBot) -> None:
    made = Opened(tmp_path, qtbot)
    at = int(made.clock().timestamp() * 1000)
    report = PassReport(at, at, is_thorough=True)
    with made.real.store.writer.begin() as conn:
        conn.exec_driver_sql("UPDATE sync_state SET last_ok = ?", (at,))
        conn.exec_driver_sql(
            "INSERT INTO sync_log (started_at, ended_at, outcome, report) VALUES (?, ?, 'ok', ?)",
            (at, at, json.dumps(report.to_json())),
        )
    made.clock.move(hours=3)
    made.begin()
    assert made.desk.calls == [False], "tonight's was made: a usual one"
    made.close()


def test_a_handover_is_carried_at_once_and_again_after_a_pass_that_was_under_way(window: Opened) -> None:
    window.begin()
    window.shown.session.say_changed("dossier")
    window.settle()
    assert len(window.desk.calls) == 1, "an act alone waits for the two minutes"
    window.shown.session.say_changed("dossier", "handover")
    window.settle()
    assert len(window.desk.calls) == 2
    window.hang()
    window.shown.session.say_changed("dossier", "handover")
    assert len(window.desk.calls) == 3
    window.desk.may_end.set()
    window.until(lambda: len(window.desk.calls) == 4)
    window.settle()


def test_an_unreachable_centre_is_asked_less_and_less(window: Opened) -> None:
    window.begin()
    window.desk.outcome = CentreUnreachable(because="no_answer")
    begun = []
    for minute in range(70):
        before = len(window.desk.calls)
        window.clock.move(minutes=1)
        window.watch.look()
        window.settle()
        if len(window.desk.calls) > before:
            begun.append(minute + 1)
    assert begun == [2, 4, 8, 16, 32, 62]
    assert isinstance(window.watch.last_error, CentreUnreachable)
    assert isinstance(window.told[-1], CentreUnreachable)


def test_a_desk_without_a_centre_makes_none(tmp_path: Path, qtbot: QtBot) -> None:
    made = Opened(tmp_path, qtbot, is_joined=False)
    made.begin()
    assert not made.watch.start()
    assert made.watch.next_at is None
    assert made.desk.calls == []
    assert made.shown.status.view.sync is None
    made.shown.session.say_changed("handover")
    made.settle()
    assert made.desk.calls == []
    join(made.real)
    made.shown.session.say_changed("centre")
    made.until(lambda: made.desk.calls == [True])
    made.settle()
    made.close()


def test_one_at_a_time(window: Opened) -> None:
    window.begin()
    window.hang()
    assert not window.watch.start()
    window.clock.move(hours=1)
    window.watch.look()
    assert len(window.desk.calls) == 2
    window.desk.may_end.set()
    window.settle()
    assert {each.name for each in window.desk.threads} == {"network"}
    assert threading.main_thread() not in window.desk.threads


# -- what the pages hear


@pytest.mark.parametrize(
    ("streams", "report", "kinds"),
    [
        (frozenset(), PassReport(1), set()),
        (frozenset(), None, set()),
        (frozenset({"dossier"}), PassReport(1), {"dossier", "paper", ELSEWHERE}),
        (frozenset({"staff", "calendar"}), PassReport(1), {"staff", "calendar", ELSEWHERE}),
        (frozenset({"dossier"}), None, {"dossier", "paper", ELSEWHERE}),
        (frozenset({"of_a_newer_program"}), PassReport(1), {*ALL_KINDS, ELSEWHERE}),
        (frozenset(), PassReport(1, new_conflicts=1), {"dossier", "conflict", ELSEWHERE}),
        (frozenset(), PassReport(1, is_new_incarnation=True), {*ALL_KINDS, "conflict", ELSEWHERE}),
        (frozenset(), PassReport(1, differences=("rebuilt",)), {*ALL_KINDS, "conflict", ELSEWHERE}),
    ],
)
def test_what_is_said_follows_what_came(
    streams: frozenset[str], report: PassReport | None, kinds: set[str]
) -> None:
    assert changed_kinds(streams, report) == kinds


def test_every_stream_a_desk_writes_is_told_of() -> None:
    from counter_app.domain.events import EventKind

    assert {str(kind).partition(":")[0] for kind in EventKind} <= set(CHANGED_BY)


def test_a_pass_that_carried_only_what_is_ours_disturbs_no_page(window: Opened) -> None:
    window.begin()
    window.acts.received()
    window.desk.outcome = PassReport(1, 2, sent=3, stored=3)
    window.watch.start()
    window.settle()
    assert window.heard == []


def test_the_status_bar_follows(window: Opened) -> None:
    window.begin()
    before = window.shown.status.view.sync
    assert before is not None
    window.acts.received()
    window.shown.session.say_changed("dossier")
    window.settle()
    after = window.shown.status.view.sync
    assert after is not None
    assert before.waiting != after.waiting


def test_the_tray_tells_a_difference_once_and_each_conflict(
    window: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(window.shown.status, "tell", told.append)
    window.begin()
    differs = PassReport(1, 2, Outcome.DIFFERS, differences=("digest",))
    well = PassReport(1, 2, is_thorough=True)
    for outcome in (differs, differs, PassReport(1, 2, new_conflicts=2), well, differs):
        window.desk.outcome = outcome
        window.watch.start(is_thorough=True)
        window.settle()
    assert told == [
        pass_notices.DIFFERS,
        pass_notices.conflict_words(2),
        pass_notices.DIFFERS,
    ]


def test_a_fault_is_no_silence(window: Opened, qtbot: QtBot) -> None:
    window.begin()
    window.desk.outcome = ZeroDivisionError()
    with qtbot.capture_exceptions() as faults:
        window.watch.start()
        window.settle()
    assert [fault[0] for fault in faults] == [ZeroDivisionError]
    assert isinstance(window.told[-1], CounterError)
    assert window.watch.next_at == window.shown.local_minute() + timedelta(minutes=2)


# -- for others


def test_an_asker_gets_the_pass_that_is_under_way_or_is_sent_away(window: Opened) -> None:
    window.begin()
    window.hang()
    same: list[Any] = []
    more: list[Any] = []
    window.watch.ask(False, same.append)
    window.watch.ask(True, more.append)
    assert [each.code for each in more] == [SyncBusy.code]
    assert same == []
    window.desk.may_end.set()
    window.settle()
    assert same == [window.desk.outcome]
    window.watch.ask(True, more.append)
    window.until(lambda: len(more) == 2)
    assert more[1] == window.desk.outcome
    assert window.desk.calls[-1] is True
    window.settle()


def test_an_asker_of_a_desk_without_a_centre_hears_that(tmp_path: Path, qtbot: QtBot) -> None:
    made = Opened(tmp_path, qtbot, is_joined=False)
    said: list[Any] = []
    made.watch.ask(True, said.append)
    made.until(lambda: bool(said))
    assert [each.code for each in said] == [DeskNotJoined.code]
    made.close()
