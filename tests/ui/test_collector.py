"""Garbage with Qt objects in it is collected on the main thread only."""

from __future__ import annotations

import gc
import threading

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from counter_app.ui.collector import MainThreadCollector, collect_on_main_thread


@pytest.mark.usefixtures("qapp")
def test_there_is_one_and_python_collects_no_more_by_itself() -> None:
    first = collect_on_main_thread()
    assert collect_on_main_thread() is first
    assert not gc.isenabled()


def test_cycles_are_collected_here_and_not_on_the_thread_that_made_garbage(qapp: QApplication) -> None:
    collect_on_main_thread()
    gone_on: list[str] = []

    class Ring(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.me = self

        def __del__(self) -> None:
            gone_on.append(threading.current_thread().name)

    def make_garbage() -> None:
        for _ in range(5_000):
            ring: list[object] = []
            ring.append(ring)

    for _ in range(3):
        Ring()
    worker = threading.Thread(target=make_garbage, name="storage")
    worker.start()
    worker.join()
    assert gone_on == []
    while MainThreadCollector.collect_if_due() >= 0:
        pass
    gc.collect()
    assert gone_on == ["MainThread"] * 3
