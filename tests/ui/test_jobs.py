"""The worker thread: order, results on the main thread, stale answers, failures, and the end."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from counter_app.domain.errors import CounterError, StoreFull
from counter_app.ui.jobs import Jobs

Do = Callable[[Any], Any]


class LentDesk:
    """The port's calls without a store: what is tested is the thread, not the desk."""

    def __init__(self) -> None:
        self.tidied: list[threading.Thread] = []

    def tidy(self) -> None:
        self.tidied.append(threading.current_thread())

    def write(self, do: Do) -> Any:
        return do("uow")

    def read(self, do: Do) -> Any:
        return do("reading")


@pytest.fixture
def jobs(qapp: QObject) -> Iterator[Jobs]:
    made = Jobs(LentDesk())  # type: ignore[arg-type]
    yield made
    made.close()


def settled(qtbot: QtBot, jobs: Jobs) -> None:
    qtbot.waitUntil(jobs.is_idle)


def test_the_desk_is_tidied_between_two_acts_and_not_before_the_answer(qtbot: QtBot) -> None:
    desk = LentDesk()
    made = Jobs(desk)  # type: ignore[arg-type]
    answered: list[int] = []
    made.read(lambda reading: reading)
    made.run(lambda uow: uow, lambda answer: answered.append(len(desk.tidied)))
    made.run(lambda uow: uow, lambda answer: answered.append(len(desk.tidied)))
    settled(qtbot, made)
    qtbot.waitUntil(lambda: len(desk.tidied) > 0)
    made.close()
    assert len(answered) == 2
    assert 1 <= len(desk.tidied) <= 2, "not after a read, and not while another act waits"
    assert threading.main_thread() not in desk.tidied


def test_work_is_done_elsewhere_and_told_here(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[threading.Thread] = []
    told: list[tuple[object, threading.Thread]] = []
    jobs.read(
        lambda reading: seen.append(threading.current_thread()) or reading,
        lambda answer: told.append((answer, threading.current_thread())),
    )
    settled(qtbot, jobs)
    assert told == [("reading", threading.main_thread())]
    assert seen[0] is not threading.main_thread()


def test_jobs_come_in_the_order_they_were_asked_for(qtbot: QtBot, jobs: Jobs) -> None:
    order: list[int] = []
    for number in range(50):
        jobs.run(lambda _uow, number=number: order.append(number))
    settled(qtbot, jobs)
    assert order == list(range(50))


def test_of_one_channel_only_the_latest_question_is_answered(qtbot: QtBot, jobs: Jobs) -> None:
    gate = threading.Event()
    done: list[str] = []
    answers: list[str] = []
    jobs.read(lambda _reading: gate.wait(5))
    for word in ("d", "du", "duc"):
        jobs.read(lambda _reading, word=word: done.append(word) or word, answers.append, channel="name")
    gate.set()
    settled(qtbot, jobs)
    assert answers == ["duc"]
    assert done == ["duc"], "a stale read that had not begun is not done at all"


def test_a_write_is_done_even_when_its_answer_is_wanted_no_more(qtbot: QtBot, jobs: Jobs) -> None:
    done: list[str] = []
    answers: list[object] = []
    gate = threading.Event()
    jobs.read(lambda _reading: gate.wait(5))
    jobs.run(lambda uow: done.append(uow), answers.append).drop()
    gate.set()
    settled(qtbot, jobs)
    assert (done, answers) == (["uow"], [])


def test_an_error_of_the_trade_goes_to_failed(qtbot: QtBot, jobs: Jobs) -> None:
    told: list[CounterError] = []
    ends: list[str] = []

    def full(_uow: object) -> None:
        raise StoreFull(path="/x")

    jobs.run(full, pytest.fail, told.append, lambda: ends.append("end"))
    settled(qtbot, jobs)
    assert [error.code for error in told] == ["store_full"]
    assert ends == ["end"]


def test_any_other_error_goes_to_the_exception_hook(
    qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooked: list[type[BaseException]] = []
    ends: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _value, _trace: hooked.append(kind))
    jobs.read(lambda _reading: 1 // 0, pytest.fail, pytest.fail, lambda: ends.append("end"))
    settled(qtbot, jobs)
    assert hooked == [ZeroDivisionError]
    assert ends == ["end"], "whoever waits is told that it is over"


def test_a_bug_in_a_callback_does_not_stop_the_next_job(
    qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooked: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _value, _trace: hooked.append(kind))
    answers: list[object] = []
    jobs.read(lambda _reading: 0, lambda answer: 1 // answer)
    jobs.read(lambda _reading: 7, answers.append)
    settled(qtbot, jobs)
    assert (hooked, answers) == ([ZeroDivisionError], [7])


class _Page(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[object] = []

    def show(self, answer: object) -> None:
        self.told.append(answer)


def test_a_page_that_is_gone_is_not_told(qtbot: QtBot, jobs: Jobs) -> None:
    page, gate = _Page(), threading.Event()
    jobs.read(lambda _reading: gate.wait(5), page.show)
    delete(page)
    gate.set()
    settled(qtbot, jobs)
    assert page.told == []


def test_close_finishes_what_was_asked_for(qapp: QObject) -> None:
    jobs = Jobs(LentDesk())  # type: ignore[arg-type]
    done: list[int] = []
    for number in range(20):
        jobs.run(lambda _uow, number=number: done.append(number))
    jobs.close()
    assert done == list(range(20))
    jobs.close()
